package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

type textShowCmd struct {
	reads
	Label      string `arg:"" optional:"" help:"Text 5; else the working text, or the last that was given in a room."`
	Room       string `placeholder:"ROOM" help:"Else the drafting room."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
	Points     string `placeholder:"6,8" help:"These points only."`
}

func (c *textShowCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	at, err := c.asOf(p)
	if err != nil {
		return err
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	place, err := s.homeOr(c.Room)
	if err != nil {
		return err
	}
	r, err := s.Seat(s.ctx, s.actor, place, at)
	if err != nil {
		return err
	}
	shown, err := textOf(r, ident.Label(c.Label), id)
	if err != nil {
		return err
	}
	if c.Points != "" {
		if shown.points, err = choose(shown.points, commas([]string{c.Points})); err != nil {
			return err
		}
	}
	if as == "json" {
		out, err := toJSON(noticed(s, textJSON(shown)))
		if err != nil {
			return err
		}
		return p.write(c.Output, out)
	}
	t := shown.plan()
	if as == "text" {
		t.Points = slices.DeleteFunc(t.Points, func(q plan.Point) bool { return q.Act == plan.ActDelete && takenNumber(shown.points, q.Number) })
	}
	var b strings.Builder
	switch as {
	case "text":
		for _, l := range []string{shown.head(), shown.legend} {
			if l != "" {
				b.WriteString(l + "\n")
			}
		}
		for i := range t.Points {
			t.Points[i].ID = "" // on paper points have numbers
		}
		if shown.reported {
			b.WriteString("\n" + sayClauses(shown.points))
		} else {
			b.WriteString("\n" + markdown.WritePlain(t))
		}
		b.WriteString(saySlots(shown.points))
	case "markdown":
		b.WriteString(markdown.Write(t))
	default:
		return fault.Invalidf("a text is shown as text, markdown or json here")
	}
	if shown.sources != "" {
		b.WriteString("\n" + shown.sources + "\n")
	}
	return p.write(c.Output, []byte(b.String()+noticeLine(s)))
}

// takenNumber reports whether a point that is no empty slot is printed under a number.
func takenNumber(points []event.Point, number string) bool {
	return slices.ContainsFunc(points, func(q event.Point) bool { return !q.Deleted && q.Number == number })
}

// saySlots says what became of the points whose slots are empty: where their
// words went, and which of them were printed under numbers that others have now.
func saySlots(points []event.Point) string {
	var b strings.Builder
	for _, q := range points {
		if !q.Deleted {
			continue
		}
		became := "deleted"
		switch {
		case slices.Contains(q.Into, q.ID):
			became = "moved to another instrument"
		case len(q.Into) > 0:
			became = "its words went to " + names(q.Into)
		case !takenNumber(points, q.Number):
			continue // it stands in its place
		}
		fmt.Fprintf(&b, "\n%s, formerly %s: %s.", q.ID, q.Number, became)
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// home is where somebody's texts lie: the drafting room, else the only room in
// which something was given them.
func (s *session) home() (app.Place, error) {
	if _, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{}); err == nil {
		return app.Drafting, nil
	}
	seats, err := s.Seats(s.ctx, s.actor, app.AsOf{})
	if err != nil {
		return app.Place{}, err
	}
	var found []string
	for _, r := range seats {
		if len(r.Given) > 0 {
			found = append(found, r.Name)
		}
	}
	switch len(found) {
	case 0:
		return app.Drafting, nil
	case 1:
		return app.In(found[0]), nil
	}
	return app.Place{}, fault.Invalidf("in which room? Words were given to %s in several", s.actor.Person).WithHint("Name one: %s", names(found))
}

// homeOr is the room of a name, or where none is named home.
func (s *session) homeOr(name string) (app.Place, error) {
	if name != "" {
		return app.In(name), nil
	}
	return s.home()
}

// shownText is a text as it is printed, wherever it stands.
type shownText struct {
	label, nature, title, runningHead, legend, sources, gist string
	when                                                     event.When
	points                                                   []event.Point
	bracketed                                                bool
	reported                                                 bool // its words are not known
	rival                                                    bool // of others, with identifiers of its own
}

// sayClauses writes what is known of a text whose words are not.
func sayClauses(points []event.Point) string {
	if len(points) == 0 {
		return "No clause of it is known.\n"
	}
	var b strings.Builder
	for _, q := range points {
		number := ""
		if q.Number != "" {
			number = q.Number + ". "
		}
		fmt.Fprintf(&b, "%s%s\n", number, strings.TrimSuffix(q.Heading+": "+q.Body, ": "))
	}
	return b.String()
}

func (t *shownText) head() string {
	var parts []string
	for _, x := range []string{t.runningHead, t.label, t.nature} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	if t.when.From != 0 {
		parts = append(parts, sayWhen(t.when))
	}
	return strings.Join(parts, " · ")
}

func (t *shownText) plan() plan.Text {
	out := plan.Text{Title: t.title}
	for _, q := range t.points {
		x := room.ToPlan(q)
		if t.rival {
			x.ID = q.Own
		}
		out.Points = append(out.Points, x)
	}
	return out
}

// textOf finds a text of a room.
func textOf(r *room.State, label ident.Label, id ident.Instrument) (*shownText, error) {
	if label == "" && len(r.Instruments) > 0 {
		in, err := r.Find(id)
		if err != nil {
			return nil, err
		}
		return &shownText{label: "working text", title: in.TextTitle, points: in.Current()}, nil
	}
	if label == "" {
		for _, g := range slices.Backward(r.Given) {
			if len(g.Points) > 0 {
				label = g.Label
				break
			}
		}
		if label == "" {
			return nil, fault.NotFoundf("no text stands in the room %q", r.Name)
		}
	}
	label = r.Canonical(label)
	if t := r.Text(label); t != nil {
		return &shownText{label: string(t.Label), nature: t.Nature, title: t.Title, runningHead: t.RunningHead, legend: t.Legend, sources: t.Sources, when: t.When, points: t.Points}, nil
	}
	if g := r.GivenAs(label); g != nil {
		return &shownText{label: string(g.Label), nature: g.Nature, title: g.Title, runningHead: g.RunningHead, legend: g.Legend, sources: g.Sources, gist: g.Gist,
			when: g.When, points: g.Points, bracketed: g.Bracketed}, nil
	}
	for _, t := range r.Rivals {
		if t.Label == label {
			return &shownText{label: string(t.Label), nature: "text of " + orWords(names(t.Parties), t.From, "others"), title: t.Title, when: t.When, points: t.Points, rival: true}, nil
		}
	}
	for _, t := range r.Taken {
		if t.What == label && len(t.Points) > 0 {
			return &shownText{label: string(t.What), nature: "taken from " + t.From, title: t.Title, when: t.When, points: t.Points}, nil
		}
	}
	for _, t := range r.Reports {
		if t.Label == label {
			return reported(t), nil
		}
	}
	return nil, fault.NotFoundf("no text %q stands in the room %q", label, r.Name).WithHint("Try: nonpaper text list --room %s", r.Name)
}

func orWords(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// reported is what is known of a text whose words are not.
func reported(t *room.Report) *shownText {
	out := &shownText{label: string(t.Label), nature: "known by report: " + t.Source, when: t.When, title: string(t.Label), reported: true}
	for _, l := range t.Clauses {
		out.points = append(out.points, event.Point{ID: l.About, Kind: string(plan.KindPoint), Number: l.Number, Heading: l.Title, Body: l.Gist})
	}
	return out
}

// choose keeps the points that are named by identity or number.
func choose(points []event.Point, specs []string) ([]event.Point, error) {
	in := room.Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: "the text"}}
	for i := range points {
		in.Points = append(in.Points, &room.Point{Point: points[i]})
	}
	var out []event.Point
	for _, spec := range specs {
		q, err := in.FindPoint(spec)
		if err != nil {
			return nil, err
		}
		out = append(out, q.Point)
	}
	return out, nil
}

type pointOut struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Label   string   `json:"label,omitempty"`
	Number  string   `json:"number"`
	Part    string   `json:"part,omitempty"`
	Heading string   `json:"heading,omitempty"`
	Words   string   `json:"words,omitempty"`
	Deleted bool     `json:"deleted,omitempty"`
	Into    []string `json:"into,omitempty"`
}

func pointsJSON(points []event.Point) []pointOut {
	out := []pointOut{}
	for _, q := range points {
		out = append(out, pointOut{string(q.ID), q.Kind, q.Label, q.Number, q.Part, q.Heading, q.Body, q.Deleted, strs(q.Into)})
	}
	return out
}

type textOut struct {
	Label     string     `json:"label"`
	Nature    string     `json:"nature,omitempty"`
	Title     string     `json:"title"`
	Head      string     `json:"runningHead,omitempty"`
	Legend    string     `json:"legend,omitempty"`
	When      *whenJSON  `json:"when,omitempty"`
	Bracketed bool       `json:"bracketed,omitempty"`
	Points    []pointOut `json:"points"`
}

func textJSON(t *shownText) textOut {
	return textOut{t.label, t.nature, t.title, t.runningHead, t.legend, jsonWhen(t.when), t.bracketed, pointsJSON(t.points)}
}
