package cli

import (
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

type pointCmds struct {
	Word     pointWordCmd     `cmd:"" help:"Give a point of the working text other words."`
	Add      pointAddCmd      `cmd:"" help:"Add a point."`
	Delete   pointDeleteCmd   `cmd:"" help:"Delete a point; its slot stays visible."`
	Move     pointMoveCmd     `cmd:"" help:"Move a point within its text; its number stays until the text is renumbered."`
	Transfer pointTransferCmd `cmd:"" help:"Move a point to another instrument; it keeps its identity."`
}

// onPoint is what commands on a point of the working text take.
type onPoint struct {
	writes
	Point      string `arg:"" help:"Its identity or printed number: p10, 10."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
	Room       string `placeholder:"ROOM" help:"Else the drafting room."`
	Reason     string `help:"Why."`
}

func (c *onPoint) place() app.Place { return placeOr(c.Room, app.Drafting) }

type pointWordCmd struct {
	onPoint
	Words   string  `arg:"" optional:"" help:"The whole new wording; - for stdin."`
	File    string  `name:"from" placeholder:"FILE" help:"Read the wording from a file."`
	Heading string  `help:"A new heading."`
	Replace *string `placeholder:"OLD" help:"Replace these words, which stand in the point once, by the wording given."`
}

func (c *pointWordCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	given, err := p.wording(c.Words, c.File)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, c.place(), app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		in, err := r.Find(id)
		if err != nil {
			return "", nil, err
		}
		q, err := in.FindPoint(c.Point)
		if err != nil {
			return "", nil, err
		}
		cmd := room.Word{Instrument: in.Instrument, Point: string(q.ID), Heading: q.Heading, Body: q.Body, Reason: c.Reason}
		if c.Heading != "" {
			cmd.Heading = words.Normalise(c.Heading)
		}
		switch {
		case c.Replace != nil:
			old := words.Normalise(*c.Replace)
			if old == "" {
				return "", nil, fault.Invalidf("--replace names no words; nothing was recorded").WithHint("For example: nonpaper point word %s --replace \"60 days\" \"45 days\"", q.Number)
			}
			switch n := strings.Count(q.Body, old); n {
			case 1:
				cmd.Body = words.Normalise(strings.Replace(q.Body, old, given, 1))
			case 0:
				return "", nil, fault.NotFoundf("%q does not stand in point %s; nothing was recorded", *c.Replace, q.Number).WithHint("Try: nonpaper text show --points %s", q.Number)
			default:
				return "", nil, fault.Invalidf("%q stands in point %s %d times; nothing was recorded", *c.Replace, q.Number, n).WithHint("Name more of the words around it.")
			}
		case given != "":
			cmd.Body = given
		}
		rec, err := s.Record(s.ctx, s.actor, when, c.place(), cmd)
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}

// wording reads words from an argument, a file or stdin, as one wording.
func (p *program) wording(arg, file string) (string, error) {
	if arg != "" && file != "" {
		return "", fault.Invalidf("the wording is given twice")
	}
	if arg == "-" {
		arg, file = "", "-"
	}
	if file == "" {
		return words.Normalise(arg), nil
	}
	src, err := p.read(file)
	if err != nil {
		return "", err
	}
	if err := markdown.CheckEncoding(src); err != nil {
		return "", named(file, err)
	}
	return words.Normalise(string(src)), nil
}

type pointAddCmd struct {
	writes
	Words      string `arg:"" optional:"" help:"The wording; - for stdin."`
	File       string `name:"from" placeholder:"FILE" help:"Read the wording from a file."`
	Heading    string `help:"The heading."`
	After      string `placeholder:"POINT" help:"Behind this point; else at the beginning."`
	Number     string `help:"The printed number; else that of the point before with bis, ter, …"`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
	Room       string `placeholder:"ROOM" help:"Else the drafting room."`
	Reason     string `help:"Why."`
}

func (c *pointAddCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	body, err := p.wording(c.Words, c.File)
	if err != nil {
		return err
	}
	return p.record(&c.writes, placeOr(c.Room, app.Drafting), room.Add{Instrument: id, After: c.After, Number: c.Number, Heading: words.Normalise(c.Heading), Body: body, Reason: c.Reason})
}

type pointDeleteCmd struct {
	onPoint
	Into []string `placeholder:"POINT,…" help:"Points in which its words go on."`
}

func (c *pointDeleteCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.record(&c.writes, c.place(), room.Delete{Instrument: id, Point: c.Point, Into: commas(c.Into), Reason: c.Reason})
}

type pointMoveCmd struct {
	onPoint
	After string `placeholder:"POINT" help:"Behind this point; else to the beginning."`
}

func (c *pointMoveCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.record(&c.writes, c.place(), room.Move{Instrument: id, Point: c.Point, After: c.After, Reason: c.Reason})
}

type pointTransferCmd struct {
	onPoint
	To     string `required:"" placeholder:"NAME" help:"The other instrument."`
	After  string `placeholder:"POINT" help:"Behind this point there; else at the end."`
	Number string `help:"Its printed number there; else the next free one."`
}

func (c *pointTransferCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	to, err := ident.ParseInstrument(c.To)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.record(&c.writes, c.place(), room.Transfer{From: id, Point: c.Point, To: to, After: c.After, Number: c.Number, Reason: c.Reason})
}
