package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Principle is an earlier understanding, and what was said of it since.
type Principle struct {
	About
	event.PrincipleRecorded
	Answers  []PrincipleAnswer
	Derived  []Derivation
	AsStated []ident.Point // the points that are said to derive from it now, in the order in which they were named
	NotSaid  bool          // it was said last that it is not said which do
}

// PrincipleAnswer is somebody's confirmation or contestation.
type PrincipleAnswer struct {
	About
	event.PrincipleAnswered
}

// Derivation is an act that says which points derive from a principle.
type Derivation struct {
	About
	event.PrincipleDerived
}

// Issue is a contentious subject, what was said of how points deal with it, and how
// it stands.
type Issue struct {
	About
	event.IssueRecorded
	Covered []IssueCovered
	States  []IssueState // in the order in which they were recorded
}

// IssueCovered says how points deal with an issue.
type IssueCovered struct {
	About
	event.IssueCovered
}

// IssueState says how an issue stands.
type IssueState struct {
	About
	State  string
	Source string
}

// Binds says whom points oblige or task.
type Binds struct {
	About
	event.PointBinds
}

// PressItem is what somebody outside said.
type PressItem struct {
	About
	event.PressRecorded
}

// LineToTake is a line to take on press items.
type LineToTake struct {
	About
	event.LineRecorded
}

// evolveMatters takes principles, issues, what binds whom, press items and lines to
// take into the state. What was recorded under a label again is as it was recorded
// last; what was said of it meanwhile stays.
func (s *State) evolveMatters(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.PrincipleRecorded:
		if p := s.Principle(f.Label); p != nil {
			p.About, p.PrincipleRecorded = at, *f
			return
		}
		s.Principles = append(s.Principles, &Principle{About: at, PrincipleRecorded: *f})
	case *event.PrincipleAnswered:
		if p := s.Principle(f.Label); p != nil {
			p.Answers = append(p.Answers, PrincipleAnswer{at, *f})
		}
	case *event.PrincipleDerived:
		if p := s.Principle(f.Label); p != nil {
			p.derive(Derivation{at, *f})
		}
	case *event.IssueRecorded:
		i := s.Issue(f.Label)
		if i == nil {
			i = &Issue{}
			s.Issues = append(s.Issues, i)
		}
		i.About, i.IssueRecorded = at, *f
		if f.State != "" {
			i.States = append(i.States, IssueState{at, f.State, f.Source})
		}
	case *event.IssueCovered:
		if i := s.Issue(f.Label); i != nil {
			i.Covered = append(i.Covered, IssueCovered{at, *f})
		}
	case *event.IssueStated:
		if i := s.Issue(f.Label); i != nil {
			i.States = append(i.States, IssueState{at, f.State, f.Source})
		}
	case *event.PointBinds:
		s.Binds = append(s.Binds, &Binds{at, *f})
	case *event.PressRecorded:
		if c := s.PressItem(f.Label); c != nil {
			*c = PressItem{at, *f}
			return
		}
		s.Press = append(s.Press, &PressItem{at, *f})
	case *event.LineRecorded:
		s.Lines = append(s.Lines, &LineToTake{at, *f})
	}
}

func (p *Principle) derive(d Derivation) {
	p.Derived = append(p.Derived, d)
	p.NotSaid = d.NotSaid
	stated := slices.Clone(p.AsStated)
	for _, q := range d.Points {
		stated = slices.DeleteFunc(stated, func(o ident.Point) bool { return o == q })
		if !d.Ended {
			stated = append(stated, q)
		}
	}
	p.AsStated = stated
}

// flatLabel lets labels be found however they are written: "PR 1", "pr1".
func flatLabel(l ident.Label) string { return strings.ToLower(strings.ReplaceAll(string(l), " ", "")) }

// Principle finds a principle by its label, nil where there is none.
func (s *State) Principle(l ident.Label) *Principle {
	for _, p := range s.Principles {
		if flatLabel(p.Label) == flatLabel(l) {
			return p
		}
	}
	return nil
}

// Issue finds an issue by its label, nil where there is none.
func (s *State) Issue(l ident.Label) *Issue {
	for _, i := range s.Issues {
		if flatLabel(i.Label) == flatLabel(l) {
			return i
		}
	}
	return nil
}

// PressItem finds a press item by its label, nil where there is none.
func (s *State) PressItem(l ident.Label) *PressItem {
	for _, c := range s.Press {
		if flatLabel(c.Label) == flatLabel(l) {
			return c
		}
	}
	return nil
}

// Stands is how the issue stands, in words; "" where nobody said.
func (i *Issue) Stands() string {
	if n := len(i.States); n > 0 {
		return i.States[n-1].State
	}
	return ""
}

// cloneMatters gives the lists of principles, issues, what binds whom, press items
// and lines to take a life of their own.
func (s *State) cloneMatters() {
	s.Principles, s.Issues, s.Press = cloneEach(s.Principles), cloneEach(s.Issues), cloneEach(s.Press)
	for _, p := range s.Principles {
		p.Answers, p.Derived = slices.Clip(p.Answers), slices.Clip(p.Derived)
	}
	for _, i := range s.Issues {
		i.Covered, i.States = slices.Clip(i.Covered), slices.Clip(i.States)
	}
	s.Binds, s.Lines = slices.Clip(s.Binds), slices.Clip(s.Lines)
}
