package room

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/align"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Import sets the working text from a file. The first one begins the text; of a
// later one every point is matched with the points there are, by its words, and
// keeps their identity. A point that has no match in the new text leaves its
// slot, which names the points that took its words; a slot that the text prints
// is the one there is.
type Import struct {
	Instrument ident.Instrument // "" for the only one; opened where there is none
	Text       plan.Text
	Matches    []align.Overrule
	Source     string
}

func (c Import) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	if len(c.Text.Points) == 0 {
		return nil, fault.Invalidf("the text has no points; nothing was recorded")
	}
	for i := range c.Text.Points {
		if err := checked("point "+c.Text.Points[i].Number, c.Text.Points[i].Heading+c.Text.Points[i].Body); err != nil {
			return nil, err
		}
	}
	var facts []event.Fact
	in := s.Instrument(c.Instrument)
	if c.Instrument == "" && len(s.Instruments) > 0 {
		var err error
		if in, err = s.Find(""); err != nil {
			return nil, err
		}
	}
	if in == nil {
		id := c.Instrument
		if id == "" {
			id = "text"
		}
		in = &Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: id, Title: c.Text.Title}}
		facts = append(facts, &event.InstrumentOpened{Instrument: id, Title: c.Text.Title})
	}
	title := c.Text.Title
	if title == "" {
		title = in.TextTitle
	}
	f := &event.TextImported{Instrument: in.Instrument, Title: title, Source: c.Source, Points: s.placed(in, c.Text, c.Matches)}
	if slices.EqualFunc(f.Points, in.Points, func(a event.Point, b *Point) bool { return samePoint(a, b.Point) }) && f.Title == in.TextTitle {
		return nil, fault.Invalidf("the working text reads so already; nothing was recorded")
	}
	return append(facts, f), nil
}

func samePoint(a, b event.Point) bool {
	into := slices.Equal(a.Into, b.Into)
	a.Into, b.Into = nil, nil
	return into && a.ID == b.ID && a.Kind == b.Kind && a.Label == b.Label && a.Number == b.Number && a.PartLabel == b.PartLabel &&
		a.Part == b.Part && a.Heading == b.Heading && a.Body == b.Body && a.Deleted == b.Deleted
}

// placed gives every point of the text its identity and puts the slots of those
// that have gone behind the points that they followed.
func (s *State) placed(in *Instrument, text plan.Text, matches []align.Overrule) []event.Point {
	live := slices.DeleteFunc(slices.Clone(in.Points), func(p *Point) bool { return p.Deleted })
	base := plan.Text{Title: in.TextTitle}
	for _, p := range live {
		base.Points = append(base.Points, ToPlan(p.Point))
	}
	found := make([]align.Match, len(text.Points))
	if len(live) > 0 {
		found, _ = align.NewBase(base).Points(text, matches)
	} else {
		for i := range found {
			found[i].Base = -1
		}
	}
	took := map[int][]int{} // point of the base -> points of the text that took its words
	used := map[ident.Point]bool{}
	out := make([]event.Point, len(text.Points))
	for i, m := range found {
		out[i] = FromPlan(text.Points[i])
		out[i].Act, out[i].After = "", "" // the working text does nothing to itself
		if out[i].Deleted {
			out[i].Heading, out[i].Body = "", ""
		}
		for _, b := range m.Answers {
			took[b] = append(took[b], i)
		}
		out[i].ID = ""
		if m.Base >= 0 {
			out[i].ID = live[m.Base].ID
			used[out[i].ID] = true
		}
	}
	for i := range out { // slots that are empty already
		if out[i].ID != "" || !out[i].Deleted {
			continue
		}
		if p := in.slot(text.Points[i], used); p != nil {
			out[i].ID, out[i].Into = p.ID, p.Into
			used[p.ID] = true
		}
	}
	for i := range out { // new points: the file's own identifier where it is free
		if out[i].ID != "" {
			continue
		}
		id := text.Points[i].ID
		if id == "" || used[id] || s.taken(id) {
			id = s.freshBeside(in, &out[i], used)
		}
		out[i].ID = id
		used[id] = true
	}
	slot := func(p *Point, into []int) event.Point {
		e := p.Point
		e.Heading, e.Body, e.Deleted = "", "", true
		if into != nil {
			e.Into = nil
			for _, i := range into {
				e.Into = append(e.Into, out[i].ID)
			}
		}
		return e
	}
	k := -1
	for _, p := range in.Points { // back to front would reverse slots that follow each other
		if at := slices.IndexFunc(out, func(q event.Point) bool { return q.ID == p.ID }); at >= 0 {
			k = at
			continue
		}
		var into []int
		if b := slices.Index(live, p); b >= 0 {
			into = took[b]
		}
		out = slices.Insert(out, k+1, slot(p, into))
		for b, list := range took { // indexes behind the slot move on
			for j := range list {
				if list[j] > k {
					took[b][j]++
				}
			}
		}
		k++
	}
	return out
}

// slot finds the empty slot that a file prints, by its identity and number, or one
// of the two; none that is used.
func (in *Instrument) slot(q plan.Point, used map[ident.Point]bool) *Point {
	var best *Point
	most := 0
	for _, p := range in.Points {
		n := 0
		if p.ID == q.ID {
			n++
		}
		if p.Number == q.Number {
			n += 2
		}
		if p.Deleted && !used[p.ID] && n > most {
			best, most = p, n
		}
	}
	return best
}

// freshBeside is fresh, and not among the identities just given either.
func (s *State) freshBeside(in *Instrument, p *event.Point, used map[ident.Point]bool) ident.Point {
	id := in.fresh(p, s)
	for k := 2; used[id]; k++ {
		q := *p
		q.Number = fmt.Sprintf("%s-%d", strings.ReplaceAll(p.Number, " ", ""), k)
		id = in.fresh(&q, s)
	}
	return id
}

// ToPlan is a recorded point as the text engine has it.
func ToPlan(p event.Point) plan.Point {
	out := plan.Point{ID: p.ID, Kind: plan.Kind(p.Kind), Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part, Heading: p.Heading, Body: p.Body}
	out.Act, out.After = plan.Act(p.Act), p.After
	if p.Deleted {
		out.Act = plan.ActDelete
	}
	return out
}

// FromPlan is a point of a file as it is recorded.
func FromPlan(p plan.Point) event.Point {
	return event.Point{ID: p.ID, Kind: string(p.Kind), Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part,
		Heading: p.Heading, Body: p.Body, Deleted: p.Act == plan.ActDelete, Act: string(p.Act), After: p.After}
}

// Receive keeps a rival text under its own identity.
type Receive struct {
	Label    ident.Label
	Of       ident.Instrument
	Parties  []ident.Code
	From     string
	Text     plan.Text
	Complete bool
}

func (c Receive) decide(s *State) ([]event.Fact, error) {
	if err := s.freeLabel(c.Label); err != nil {
		return nil, err
	}
	if err := s.knownParties(c.Parties); err != nil {
		return nil, err
	}
	if len(c.Text.Points) == 0 {
		return nil, fault.Invalidf("the text has no points; nothing was recorded").WithHint("Of a text whose words are not known: nonpaper text report")
	}
	f := &event.TextReceived{Label: c.Label, Instrument: c.Of, Parties: c.Parties, From: c.From, Title: c.Text.Title, Complete: c.Complete || c.Text.Complete}
	for i := range c.Text.Points {
		if err := checked("point "+c.Text.Points[i].Number, c.Text.Points[i].Heading+c.Text.Points[i].Body); err != nil {
			return nil, err
		}
		p := FromPlan(c.Text.Points[i])
		// its points are not ours, whatever it calls them
		p.Own, p.ID = p.ID, ident.Point(fmt.Sprintf("r%d.%d", len(s.Rivals)+1, i+1))
		f.Points = append(f.Points, p)
	}
	return one(f)
}

// Report records a text that is known by report only.
type ReportText struct{ event.TextReported }

func (c ReportText) decide(s *State) ([]event.Fact, error) {
	if err := s.freeLabel(c.Label); err != nil {
		return nil, err
	}
	if err := s.knownParties(c.Parties); err != nil {
		return nil, err
	}
	if c.Count < 0 || c.Count > 100000 {
		return nil, fault.Invalidf("a text of %d points; nothing was recorded", c.Count)
	}
	if strings.TrimSpace(c.Source) == "" {
		return nil, fault.Invalidf("a report needs its source; nothing was recorded").WithHint("Say who reported it: --source \"…\"")
	}
	f := c.TextReported
	return one(&f)
}

func (s *State) knownParties(codes []ident.Code) error {
	for _, p := range codes {
		if s.Parties[p] == nil {
			return s.unknownParty(p)
		}
	}
	return nil
}

// freeLabel refuses a label under which something stands in the room already.
func (s *State) freeLabel(l ident.Label) error {
	if s.hasLabel(l) {
		return fault.Invalidf("there is a text %q in the room %q already; what was given under a label is never changed", l, s.Name).
			WithHint("Give it another label: --label \"…\"")
	}
	return nil
}

// HasLabel reports whether something stands under a label in the room, or an item
// under one that reads the same.
func (s *State) HasLabel(l ident.Label) bool { return s.hasLabel(l) || s.Item(l) != nil }

func (s *State) hasLabel(l ident.Label) bool {
	return slices.ContainsFunc(s.labels(), func(x ident.Label) bool { return strings.EqualFold(string(x), string(l)) })
}

// NextLabel is the next label of a series in the room, behind the highest that
// stands there: "Text 5" where there is a Text 4.
func (s *State) NextLabel(series string) ident.Label {
	highest := 0
	for _, l := range s.labels() {
		name, number, _ := strings.Cut(string(l), " ")
		if n, err := strconv.Atoi(number); err == nil && strings.EqualFold(name, series) {
			highest = max(highest, n)
		}
	}
	return ident.Label(fmt.Sprintf("%s %d", series, highest+1))
}

// Circulate fixes the working text as a text that never changes.
type Circulate struct {
	Instrument  ident.Instrument
	Label       ident.Label // "" for the next Text n
	Nature      string
	RunningHead string
	Legend      string
	Corrects    ident.Label
	Sources     string

	Rendering event.Rendering // of a text into which proposals are compiled
	Compiled  []event.Point   // its words; nil for the working text's
	Bases     []event.Base
	Speaking  []ident.Label // what was compiled into them
}

// Legend stands on every text.
const Legend = "Wording outside brackets is not thereby agreed."

func (c Circulate) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return nil, err
	}
	if len(in.Points) == 0 {
		return nil, fault.NotFoundf("%s has no working text yet", in.Instrument).WithHint("Import a first draft: nonpaper text import FILE")
	}
	if c.Label == "" {
		c.Label = s.NextLabel("Text")
	}
	if err := s.freeLabel(c.Label); err != nil {
		return nil, err
	}
	f := &event.TextCirculated{Instrument: in.Instrument, Label: c.Label, Nature: c.Nature, Title: in.TextTitle, RunningHead: c.RunningHead,
		Legend: c.Legend, Points: in.Current(), Corrects: c.Corrects, Sources: c.Sources}
	if c.Compiled != nil {
		f.Points, f.Rendering, f.Bases, f.Proposals = c.Compiled, c.Rendering, c.Bases, c.Speaking
	}
	if f.Nature == "" {
		f.Nature = "working paper"
	}
	if f.Legend == "" {
		f.Legend = Legend
	}
	if c.Corrects != "" {
		old := s.Text(c.Corrects)
		if old == nil {
			return nil, s.unknownText(c.Corrects)
		}
		if Hash(old.Points) == Hash(f.Points) {
			return nil, fault.Invalidf("the working text reads as %s does; there is nothing to correct", c.Corrects).WithHint("Change the working text first: nonpaper point word")
		}
	}
	return one(f)
}
