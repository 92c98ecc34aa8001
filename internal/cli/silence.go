package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

type silenceCmds struct {
	Open   silenceOpenCmd   `cmd:"" help:"Ask parties whether they object to words that they were given, by a date."`
	Extend silenceExtendCmd `cmd:"" help:"Give a silence another end."`
	Break  silenceBreakCmd  `cmd:"" help:"Record that a party objects."`
	List   silenceListCmd   `cmd:"" help:"Silences: who was asked, until when, who broke them."`
}

type silenceOpenCmd struct {
	writes
	On      []string `arg:"" help:"Points by number, or the label of a text, as they were given in the room."`
	Until   string   `required:"" placeholder:"TIME" help:"By when somebody has to object."`
	Room    string   `placeholder:"ROOM" help:"Where they are asked; else the plenary, or the only room."`
	Parties []string `placeholder:"CODE,…" help:"Who is asked; else all sides that the room knows."`
	Label   string   `placeholder:"LABEL" help:"How the room calls it; else its next number: S 1."`
	Note    string   `help:"What was said."`
}

func (c *silenceOpenCmd) Run(p *program) error {
	until, err := parseWhen(c.Until, p.clock())
	if err != nil {
		return err
	}
	x := app.Asking{Label: ident.Label(c.Label), On: c.On, Until: endOf(until), Offset: until.Offset, Note: c.Note}
	if until.Precision == event.ToMinute {
		x.Until = until.From
	}
	if len(c.On) == 1 && !strings.ContainsAny(c.On[0], " ") {
		x.On = commas(c.On)
	}
	if x.Parties, err = parseCodes(commas(c.Parties)); err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := (&atTable{Room: c.Room}).table(s, nil)
		if err != nil {
			return "", nil, err
		}
		t, err := s.OpenSilence(s.ctx, s.actor, when, in.ID.String(), x)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// ofSilence is what commands take on a silence.
type ofSilence struct {
	writes
	Label string `arg:"" help:"The silence: S1."`
	Room  string `placeholder:"ROOM" help:"Where they were asked; else the only room of the actor's that has it."`
	Note  string `help:"What was said."`
}

// in is the room in which a silence was opened.
func (c *ofSilence) in(s *session) (*room.State, error) {
	rooms, err := seatsOr(s, c.Room, app.AsOf{})
	if err != nil {
		return nil, err
	}
	var found *room.State
	for _, r := range rooms {
		if r.Kind == event.RoomDrafting || r.Silence(ident.Label(c.Label)) == nil {
			continue
		}
		if found != nil {
			return nil, fault.Invalidf("%q is a silence in several rooms; which is meant?", c.Label).WithHint("Add --room ROOM; nonpaper silence list shows which.")
		}
		found = r
	}
	if found == nil {
		return nil, room.NoSilence(ident.Label(c.Label))
	}
	return found, nil
}

type silenceExtendCmd struct {
	ofSilence
	Until string `required:"" placeholder:"TIME" help:"By when somebody has to object from now on."`
}

func (c *silenceExtendCmd) Run(p *program) error {
	until, err := parseWhen(c.Until, p.clock())
	if err != nil {
		return err
	}
	f := event.SilenceExtended{Label: ident.Label(c.Label), Until: endOf(until), Offset: until.Offset, Note: c.Note}
	if until.Precision == event.ToMinute {
		f.Until = until.From
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.in(s)
		if err != nil {
			return "", nil, err
		}
		t, err := s.ExtendSilence(s.ctx, s.actor, when, in.ID.String(), f)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type silenceBreakCmd struct {
	ofSilence
	Party  string   `placeholder:"CODE" help:"Who objects; else the actor's."`
	Spoken string   `name:"by-word-of" placeholder:"PERSON" help:"Who said so, of the party."`
	Points []string `placeholder:"7,8" help:"On these points only; else on all."`
}

func (c *silenceBreakCmd) Run(p *program) error {
	f := event.SilenceBroken{Label: ident.Label(c.Label), Note: c.Note}
	var err error
	if f.Party, f.By, err = partyAndPerson(c.Party, c.Spoken); err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.in(s)
		if err != nil {
			return "", nil, err
		}
		if f.Party == "" {
			f.Party = in.PartyOf(s.actor.Person)
		}
		t, err := s.BreakSilence(s.ctx, s.actor, when, in.ID.String(), f, commas(c.Points))
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type silenceListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Of this room; else of all that the actor may read."`
}

type silenceOut struct {
	Label  string     `json:"label"`
	Room   string     `json:"room"`
	Text   string     `json:"text"`
	Points []string   `json:"points"`
	Asked  []string   `json:"asked"`
	Until  string     `json:"until"`
	Ends   []string   `json:"ends"` // every end that it had
	Broken []brokenBy `json:"brokenBy"`
	Status string     `json:"status"`
}

type brokenBy struct {
	Party  string    `json:"party"`
	Points []string  `json:"points"` // none: all
	Note   string    `json:"note,omitempty"`
	When   *whenJSON `json:"when"`
}

func (c *silenceListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		out, now := []silenceOut{}, s.Moment(at)
		var rows [][]string
		for _, r := range rooms {
			for _, x := range r.Silences {
				if c.Room == "" && x.Source.Label != "" && slices.ContainsFunc(rooms, func(o *room.State) bool { return o.ID == x.Source.Room }) {
					continue // it is listed where they were asked
				}
				v := silenceJSON(r, x, now)
				row := []string{v.Label, "on " + v.Text + ", " + saySilentPoints(v.Points), "asked: " + strings.Join(v.Asked, ", "), "until " + strings.Join(v.Ends, ", then "), v.Status}
				if c.Room == "" {
					row = append(row, "in "+r.Name)
				}
				rows, out = append(rows, row), append(out, v)
			}
		}
		if len(rows) == 0 {
			return "No silences.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

func saySilentPoints(numbers []string) string {
	if len(numbers) == 1 {
		return "point " + numbers[0]
	}
	return "points " + strings.Join(numbers, ", ")
}

func silenceJSON(r *room.State, x *room.Silence, now int64) silenceOut {
	var points []ident.Point
	for _, q := range x.SilenceOpened.Points {
		points = append(points, q.Point)
	}
	until := func(at int64, offset int) string { return sayWhen(event.When{From: at, Offset: offset}) }
	out := silenceOut{Label: string(x.Label), Room: r.Name, Text: string(x.Text), Points: numbered(r, points), Asked: strs(x.Parties), Until: until(x.Until, x.Offset), Ends: []string{}, Broken: []brokenBy{}}
	for _, e := range x.Ends {
		out.Ends = append(out.Ends, until(e.Until, e.Offset))
	}
	var by []string
	for _, b := range x.Breaks {
		out.Broken = append(out.Broken, brokenBy{string(b.Party), numbered(r, b.Points), b.Note, jsonWhen(b.When)})
		s := string(b.Party)
		if len(b.Points) > 0 {
			s += " on " + saySilentPoints(numbered(r, b.Points))
		}
		if b.Note != "" {
			s += ": " + onOneLine(b.Note)
		}
		by = append(by, s)
	}
	switch {
	case len(by) > 0 && x.Broken():
		out.Status = "broken by " + strings.Join(by, "; ")
	case x.Until > now:
		out.Status = "runs"
	default:
		out.Status = "ended: no objection"
	}
	if len(by) > 0 && !x.Broken() {
		out.Status = fmt.Sprintf("%s; broken by %s", out.Status, strings.Join(by, "; "))
	}
	return out
}
