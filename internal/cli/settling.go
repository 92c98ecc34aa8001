package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type settleCmd struct {
	writes
	Bracket    string `arg:"" help:"The bracket, as show prints it: 10b."`
	Choose     string `placeholder:"CODE" help:"The variant of this party becomes the text; base for the text's own."`
	Bridge     string `placeholder:"WORDS" help:"These words take its place."`
	Strike     bool   `help:"Nothing takes its place."`
	Retain     bool   `help:"It was taken up, and stays."`
	Park       bool   `help:"It is left to the principals."`
	Reason     string `help:"Why."`
	Tell       bool   `help:"Tell those who proposed something in it what became of it, in their rooms."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *settleCmd) Run(p *program) error {
	x := app.Settlement{Bracket: ident.Bracket(c.Bracket), Bridge: c.Bridge, Reason: c.Reason, Tell: c.Tell}
	n := 0
	for how, is := range map[event.Settling]bool{event.Chosen: c.Choose != "", event.Bridged: c.Bridge != "" || c.Strike, event.Kept: c.Retain, event.Parked: c.Park} {
		if is {
			x.How = how
			n++
		}
	}
	if n != 1 || c.Bridge != "" && c.Strike {
		return fault.Invalidf("what is to be done about bracket %s? Nothing was recorded", c.Bracket).
			WithHint("One of: --choose CODE, --choose base, --bridge \"…\", --strike, --retain, --park")
	}
	switch {
	case strings.EqualFold(c.Choose, string(ident.Base)):
		x.Choose = ident.Base
	case c.Choose != "":
		var err error
		if x.Choose, err = ident.ParseCode(strings.ToUpper(c.Choose)); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	var err error
	if x.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Settle(s.ctx, s.actor, when, x)
		if err != nil {
			return "", nil, err
		}
		reads := strings.TrimSpace(notation.Write(r.Point.Heading, notation.Conference, nil) + "\n" + notation.Write(r.Point.Wording, notation.Conference, nil))
		text, out := sayRecorded(r.Recorded), map[string]any{"recorded": recordedJSON(r.Recorded), "point": r.Point.Number, "reads": reads}
		told := []entryJSON{}
		for _, t := range r.Told {
			text += sayRecorded(t.Recorded)
			told = append(told, recordedJSON(t.Recorded)...)
		}
		out["told"] = told
		if reads == "" {
			reads = "(no words)"
		}
		return text + "\nPoint " + r.Point.Number + " now reads:\n" + indented(reads), out, nil
	})
}

func indented(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  ") + "\n"
}

// atTable is what commands take on points as they are dealt with at the table.
type atTable struct {
	writes
	Room string `placeholder:"ROOM" help:"Where it was said; else the plenary, or the party's only room."`
}

// table is the room in which something is said of points.
func (c *atTable) table(s *session, parties []ident.Code) (*room.State, error) {
	if c.Room == "" && len(parties) != 1 {
		if r, err := s.Seat(s.ctx, s.actor, app.Place{Kind: event.RoomPlenary}, app.AsOf{}); err == nil {
			return r, nil
		}
	}
	return s.partyRoom(c.Room, parties)
}

type agreeCmd struct {
	atTable
	Points    []string `arg:"" help:"The points, by number or identity, as they were given in the room."`
	Parties   []string `placeholder:"CODE,…" help:"Who says so; else all sides that the room knows."`
	By        []string `name:"by-word-of" placeholder:"PERSON,…" help:"Who spoke for them; their authority is looked up."`
	AdRef     bool     `name:"ad-ref" help:"Agreed ad referendum: to be confirmed."`
	Until     string   `placeholder:"TIME" help:"Confirmed by when."`
	Discussed bool     `help:"Taken up, and nothing agreed."`
	NoObject  bool     `name:"no-objection" help:"Nobody objected, and nobody was asked to agree."`
	TakeBack  bool     `help:"They no longer agree."`
	With      []string `placeholder:"7,8" help:"It depends on the words of these points as well."`
	ReadOut   bool     `help:"The words were read out there: convey them as well."`
	Note      string   `help:"What was said."`
}

func (c *agreeCmd) Run(p *program) error {
	g := app.Agreement{Points: commas(c.Points), Agreement: event.Provisionally, Linked: commas(c.With), Note: c.Note, ReadOut: c.ReadOut}
	n := 0
	for kind, is := range map[event.Agreement]bool{event.AdRef: c.AdRef, event.Discussed: c.Discussed, event.NoObjection: c.NoObject, event.Objected: c.TakeBack} {
		if is {
			g.Agreement = kind
			n++
		}
	}
	if n > 1 {
		return fault.Invalidf("one of --ad-ref, --discussed, --no-objection and --take-back; nothing was recorded")
	}
	var err error
	if g.Parties, err = parseCodes(commas(c.Parties)); err != nil {
		return err
	}
	for _, by := range commas(c.By) {
		who, err := ident.ParsePerson(by)
		if err != nil {
			return fault.Invalidf("%w", err)
		}
		g.By = append(g.By, who)
	}
	if c.Until != "" {
		w, err := parseWhen(c.Until, p.clock())
		if err != nil {
			return err
		}
		g.Until = endOf(w)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.table(s, g.Parties)
		if err != nil {
			return "", nil, err
		}
		t, err := s.Agree(s.ctx, s.actor, when, in.ID.String(), g)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type confirmCmd struct {
	atTable
	Point string `arg:"" help:"The point."`
	Party string `arg:"" help:"Who confirms."`
	By    string `name:"by-word-of" placeholder:"PERSON" help:"Who said so."`
	Note  string `help:"What was said."`
}

func (c *confirmCmd) Run(p *program) error {
	f := event.AgreementConfirmed{Note: c.Note, By: ident.Person(c.By)}
	var err error
	if f.Party, err = ident.ParseCode(strings.ToUpper(c.Party)); err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.where(s, f.Party, c.Point)
		if err != nil {
			return "", nil, err
		}
		t, err := s.ConfirmAgreement(s.ctx, s.actor, when, in.ID.String(), c.Point, f)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// where is the room in which a party agreed to a point last.
func (c *atTable) where(s *session, party ident.Code, point string) (*room.State, error) {
	if c.Room != "" {
		return s.partyRoom(c.Room, nil)
	}
	rooms, err := s.Seats(s.ctx, s.actor, app.AsOf{})
	if err != nil {
		return nil, err
	}
	var found *room.State
	for _, r := range rooms {
		if r.Kind == event.RoomDrafting {
			continue
		}
		for _, q := range view.RoomStatuses(r, 0) {
			if q.Number != point && string(q.ID) != point {
				continue
			}
			if slices.ContainsFunc(q.Parties, func(p view.PartyStatus) bool {
				return p.Party == party && (p.Stands == room.StandsAdRef || p.Stands == room.StandsUnseen || p.Stands == room.StandsAgreed)
			}) {
				if found != nil {
					return nil, fault.Invalidf("%s agreed to point %s in several rooms; in which is it meant?", party, point).WithHint("Add --room ROOM")
				}
				found = r
			}
		}
	}
	if found == nil {
		return nil, fault.NotFoundf("%s has agreed to no point %s that stands; nothing was recorded", party, point).WithHint("Try: nonpaper status")
	}
	return found, nil
}

type reopenCmd struct {
	atTable
	Point  string `arg:"" help:"The point."`
	Reason string `help:"Why."`
	Party  string `placeholder:"CODE" help:"At whose request; else the chair's."`
	By     string `name:"by-word-of" placeholder:"PERSON" help:"Who asked for it."`
}

func (c *reopenCmd) Run(p *program) error {
	f := event.PointReopened{Reason: c.Reason, By: ident.Person(c.By)}
	var parties []ident.Code
	if c.Party != "" {
		var err error
		if f.Party, err = ident.ParseCode(strings.ToUpper(c.Party)); err != nil {
			return fault.Invalidf("%w", err)
		}
		parties = []ident.Code{f.Party}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.table(s, parties)
		if err != nil {
			return "", nil, err
		}
		t, err := s.ReopenPoint(s.ctx, s.actor, when, in.ID.String(), c.Point, f)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}
