package view

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/burndown"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// Grown is what stood in one text: how long it was, and what was open in it.
type Grown struct {
	Label    string
	Nature   string
	When     event.When
	Points   int
	Words    int // brackets with all their variants; without the codes of parties
	Brackets int
	Open     int // points with brackets
}

// Growth counts the texts of an instrument that were circulated from the drafting room,
// in their order.
func Growth(s *room.State, in ident.Instrument) (out []Grown) {
	c := newCounting(s)
	for _, t := range s.Texts {
		if t.Instrument == in {
			out = append(out, c.text(string(t.Label), t.Nature, t.When, t.Points))
		}
	}
	return out
}

// GrowthGiven counts the whole texts that were given in a room, in their order.
func GrowthGiven(s *room.State) (out []Grown) {
	c := newCounting(s)
	for _, g := range s.Given {
		if g.Whole {
			out = append(out, c.text(string(g.Label), g.Nature, g.When, g.Points))
		}
	}
	return out
}

// Working counts the working text with what the parties propose.
func Working(in *room.Instrument, text *bracket.Text, now int64) Grown {
	g := Grown{Label: "working text", When: event.When{From: now}}
	for _, q := range in.Points {
		if !q.Deleted {
			g.Points++
		}
	}
	for i := range text.Points {
		q := &text.Points[i]
		g.Words += allWords(q.Heading) + allWords(q.Wording)
		if n := q.Heading.Count() + q.Wording.Count(); n > 0 {
			g.Brackets, g.Open = g.Brackets+n, g.Open+1
		}
	}
	return g
}

// allWords counts the words of a wording with all its variants.
func allWords(w bracket.Wording) (n int) {
	for _, it := range w {
		if it.Bracket == nil {
			n += burndown.Words(it.Words)
			continue
		}
		for i := range it.Bracket.Variants {
			n += allWords(it.Bracket.Variants[i].Wording)
		}
	}
	return n
}

// counting counts words and brackets; what reads the same is counted once.
type counting struct {
	parties []ident.Code
	known   map[string][2]int
}

func newCounting(s *room.State) *counting {
	c := &counting{known: map[string][2]int{}}
	for _, p := range s.InOrder() {
		c.parties = append(c.parties, p.Code)
	}
	return c
}

func (c *counting) text(label, nature string, when event.When, points []event.Point) Grown {
	g := Grown{Label: label, Nature: nature, When: when}
	for i := range points {
		q := &points[i]
		if q.Deleted {
			continue
		}
		g.Points++
		heading, body := c.words(q.Heading), c.words(q.Body)
		g.Words += heading[0] + body[0]
		if n := heading[1] + body[1]; n > 0 {
			g.Brackets, g.Open = g.Brackets+n, g.Open+1
		}
	}
	return g
}

// words are the words and the brackets of a wording.
func (c *counting) words(s string) [2]int {
	if !strings.Contains(s, "[") {
		return [2]int{burndown.Words(s), 0}
	}
	if n, is := c.known[s]; is {
		return n
	}
	t := burndown.Text{Plan: plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: s}}}, Starts: []plan.Start{{Line: 1}}, Marks: marks.Of(s, marks.Setting{Parties: c.parties, Dialect: marks.InConference})}
	total := burndown.Of(t).Total
	n := [2]int{total.Words, total.Brackets}
	c.known[s] = n
	return n
}

// Counted are points by how they stand; the deleted ones are left out.
func Counted(points []PointStatus) map[Status]int {
	out := map[Status]int{}
	for i := range points {
		if points[i].Status != StatusDeleted {
			out[points[i].Status]++
		}
	}
	return out
}

// Stage is what a chart of progress draws as one: several statuses.
type Stage struct {
	Name     string
	Statuses []Status
}

// Stages are the stages from what is agreed to what is not taken up.
func Stages() []Stage {
	return []Stage{
		{"provisionally agreed", []Status{StatusProvisionally, StatusHere}},
		{"agreed ad referendum", []Status{StatusAdRef}},
		{"with brackets, parked too", []Status{StatusBrackets, StatusParked}},
		{"taken up, no brackets", []Status{StatusDiscussed, StatusNoObjection, StatusPartlyAgreed}},
		{"not taken up", []Status{StatusNotAddressed, StatusNotDiscussed}},
	}
}

// In counts the points of a stage.
func (s Stage) In(counts map[Status]int) (n int) {
	for st, k := range counts {
		if slices.Contains(s.Statuses, st) {
			n += k
		}
	}
	return n
}
