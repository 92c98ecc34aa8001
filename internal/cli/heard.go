package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type expectCmd struct {
	writes
	Party     string `arg:"" help:"Whose position is expected."`
	Point     string `arg:"" help:"On which point; all for the text as a whole."`
	Stance    string `arg:"" help:"supports, accepts-ad-referendum, can-live-with-it, needs-change, opposes."`
	Who       string `required:"" name:"expected-by" placeholder:"WHO" help:"Whose expectation it is: a person, or a name."`
	Source    string `help:"Where it stands, with addresses."`
	Public    bool   `help:"The source is public."`
	Statement string `help:"What is expected, in words."`
	Certainty string `help:"How sure it is."`
	Hedge     string `help:"How it was hedged."`
}

func (c *expectCmd) Run(p *program) error {
	code, err := ident.ParseCode(strings.ToUpper(c.Party))
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	f := event.PositionExpected{Party: code, Stance: event.Stance(c.Stance), Statement: c.Statement, Source: c.Source, Public: c.Public, Certainty: c.Certainty, Hedge: c.Hedge}
	point := c.Point
	if strings.EqualFold(point, "all") {
		point = ""
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		if who, err := ident.ParsePerson(c.Who); err == nil && d.People[who] != nil {
			f.Person = who
		} else {
			f.SaidBy = onOneLine(c.Who)
		}
		r, err := s.Expect(s.ctx, s.actor, when, point, f)
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r), recordedJSON(r), nil
	})
}

type expectationCmds struct {
	Withdraw expectationWithdrawCmd `cmd:"" help:"Take back what was recorded of an expectation."`
}

type expectationWithdrawCmd struct {
	writes
	Label  string `arg:"" help:"The expectation: E1."`
	Reason string `help:"Why: recorded by mistake."`
}

func (c *expectationWithdrawCmd) Run(p *program) error {
	return p.record(&c.writes, app.Drafting, room.WithdrawExpectation{ExpectationWithdrawn: event.ExpectationWithdrawn{Label: ident.Label(c.Label), Reason: c.Reason}})
}

type expectedOut struct {
	Label      string    `json:"label"`
	ExpectedBy string    `json:"expectedBy"`
	Party      string    `json:"party"`
	Point      string    `json:"point"` // "" for the text as a whole
	Expected   string    `json:"expected"`
	Statement  string    `json:"statement,omitempty"`
	Source     string    `json:"source,omitempty"`
	Certainty  string    `json:"certainty,omitempty"`
	Hedge      string    `json:"hedge,omitempty"`
	When       *whenJSON `json:"when"`
}

// expected are the expectations that are asked for: they stand in the drafting room only.
func (c *looksAt) expected(s *session, at app.AsOf) ([][]string, []expectedOut, error) {
	out := []expectedOut{}
	d, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		return nil, out, nil // whoever does not read it sees none
	}
	if c.Room != "" {
		r, err := s.Seat(s.ctx, s.actor, app.In(c.Room), at)
		if err != nil || r.ID != d.ID {
			return nil, out, err
		}
	}
	var id ident.Point
	if c.Point != "" {
		if id, _, err = pointIn(d, c.Point); err != nil {
			return nil, out, nil
		}
	}
	var rows [][]string
	for _, e := range d.Expected {
		if e.Withdrawn != nil || c.Party != "" && !strings.EqualFold(c.Party, string(e.Party)) || id != "" && e.Point != id {
			continue
		}
		on := "the text as a whole"
		if e.Point != "" {
			on = "point " + orWords(d.NumberOf(e.Point), string(e.Point))
		}
		by := view.Whose(e.Person, e.SaidBy, "")
		what := strings.ReplaceAll(string(e.Stance), "-", " ")
		if e.Statement != "" {
			what += ", “" + onOneLine(e.Statement) + "”"
		}
		rows = append(rows, []string{"  " + string(e.Label), "expected by " + by, string(e.Party) + " on " + on, what, sayWhen(e.When), strings.Join(nonEmptyOf([]string{e.Hedge, onOneLine(e.Source), e.Certainty}), "; ")})
		out = append(out, expectedOut{string(e.Label), by, string(e.Party), strings.TrimPrefix(strings.TrimPrefix(on, "the text as a whole"), "point "), string(e.Stance), e.Statement, e.Source, e.Certainty, e.Hedge, jsonWhen(e.When)})
	}
	return rows, out, nil
}

// sayExpected is what stands beneath the positions: that it is none, and whose it is.
func (c *looksAt) sayExpected(s *session, at app.AsOf) (string, error) {
	rows, _, err := c.expected(s, at)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return "\nExpected, and no positions\n" + columns(rows), nil
}

type heardCmd struct {
	reads
	Room  string `placeholder:"ROOM" help:"In this room; else in the drafting room, or the actor's only room."`
	Party string `placeholder:"CODE" help:"Of this party."`
}

type heardOut struct {
	Heard        []heardItem  `json:"heard"`
	NotConsulted []unaskedOut `json:"notConsulted"`
}

type heardItem struct {
	Label   string   `json:"label"`
	Parties []string `json:"parties"`
	Kind    string   `json:"kind"`
	Points  []string `json:"points"`
	Says    string   `json:"says"`
	Answer  string   `json:"answer"`
}

type unaskedOut struct {
	Party  string   `json:"party"`
	Points []string `json:"points"`
}

func (c *heardCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := c.place(s, at)
		if err != nil {
			return "", nil, err
		}
		seats, err := s.Seats(s.ctx, s.actor, at)
		if err != nil {
			return "", nil, err
		}
		out := heardOut{[]heardItem{}, []unaskedOut{}}
		var rows [][]string
		revised := r.Revised()
		for _, it := range view.Heard(r) {
			if c.Party != "" && !slices.ContainsFunc(it.Parties, func(q ident.Code) bool { return strings.EqualFold(string(q), c.Party) }) {
				continue
			}
			x := heardItem{string(it.Label), strs(it.Parties), it.Sort(), numbered(r, onPoints(it)), sayItem(it), sayAnswer(it, revised[it])}
			out.Heard = append(out.Heard, x)
			rows = append(rows, []string{x.Label, x.Kind, x.Says, x.Answer})
		}
		text := columns(rows)
		if len(rows) == 0 {
			text = "No concerns and no proposals.\n"
		}
		var none [][]string
		if r.Kind == event.RoomDrafting {
			for _, u := range view.NotConsulted(r, seats) {
				if c.Party != "" && !strings.EqualFold(c.Party, string(u.Party)) {
					continue
				}
				on := view.Numbers(u.Points)
				if u.All {
					on = "the whole text"
				}
				none = append(none, []string{"  " + string(u.Party), on})
				out.NotConsulted = append(out.NotConsulted, unaskedOut{string(u.Party), u.Points})
			}
		}
		if len(none) > 0 {
			text += "\nNeither consulted nor informed: not told of it, not asked, and gave nothing\n" + columns(none)
		}
		return text, out, nil
	})
}

// place is where is looked.
func (c *heardCmd) place(s *session, at app.AsOf) (*room.State, error) {
	if c.Room != "" {
		return s.Seat(s.ctx, s.actor, app.In(c.Room), at)
	}
	if d, err := s.Seat(s.ctx, s.actor, app.Drafting, at); err == nil {
		return d, nil
	}
	r, err := s.partyRoom("", nil)
	if err != nil {
		return nil, err
	}
	return s.Seat(s.ctx, s.actor, app.In(r.ID.String()), at)
}

func onPoints(it *room.Item) []ident.Point {
	return slices.DeleteFunc(slices.Clone(view.PointsOf(it)), func(p ident.Point) bool { return p == "" })
}

// sayAnswer says what the mediator did with what was given: the latest that was said of
// it, or that nothing was. by is what its givers put in its place, nil for nothing.
func sayAnswer(it, by *room.Item) string {
	for _, e := range it.Ends {
		if e.Party == "" {
			return string(e.End) + " (" + sayWhen(e.When) + ")"
		}
	}
	if !it.Live() {
		return "disowned by the party"
	}
	if len(it.Fates) == 0 && by != nil {
		return "its givers put " + string(by.Label) + " in its place"
	}
	if len(it.Fates) == 0 {
		return "nothing said yet"
	}
	f := it.Fates[len(it.Fates)-1]
	s := strings.ReplaceAll(string(f.Fate), "-", " ")
	if f.At != "" {
		s += " at " + f.At
	}
	if f.Reason != "" {
		s += ", reason given: " + f.Reason
	}
	return s + " (" + sayWhen(f.When) + ")"
}
