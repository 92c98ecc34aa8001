package lint

import (
	"slices"
	"strings"

	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// references checks that what is referred to is there.
func (c *checker) references() {
	places, parts := refs.Places(&c.Plan)
	ix := refs.NewIndex(c.Plan.Title, places, parts)
	for _, r := range refs.Find(refs.FromMarks(c.Read, c.Source), c.Language) {
		at := c.Source.Place(c.Source.LineOf(r.From))
		ix.Resolve(&r, at)
		if len(r.Groups) == 0 || r.Scope != refs.Inside {
			continue
		}
		kind := r.Groups[0].Kind
		if kind == refs.Option && c.isLabel(&r) {
			continue
		}
		for i := range r.Groups[0].Targets {
			t := &r.Groups[0].Targets[i]
			where := r.From
			if i > 0 {
				where = t.From
			}
			if c.ofGap(kind, t) {
				continue
			}
			switch t.Lack {
			case refs.Absent:
				c.add("reference-missing", where, "%s: %s", clip(r.Words), t.Why)
			case refs.Uncounted:
				if r.OfThisText() {
					c.add("reference-missing", where, "%s: %s", clip(r.Words), t.Why)
				}
			case refs.Lacks:
				c.add("reference-missing", where, "%s: %s", clip(r.Words), t.Why)
			case refs.Gone:
				c.add("reference-deleted", where, "%s: %s", clip(r.Words), t.Why)
			case refs.Twice:
				if !c.twice { // else that is the fault
					c.add("reference-ambiguous", where, "%s: %s", clip(r.Words), t.Why)
				}
			case refs.Backwards:
				c.add("reference-range", where, "%s: %s", clip(r.Words), t.Why)
			}
		}
	}
	for i := range c.stances {
		s := c.stances[i].of
		if s.Pending == "" || i > 0 && c.stances[i-1].of == s {
			continue
		}
		words := s.Pending
		if words[0] >= '0' && words[0] <= '9' {
			words = "point " + words
		}
		for _, r := range refs.FindIn(words, c.Language) {
			ix.Resolve(&r, -1)
			if len(r.Groups) > 0 && len(r.Groups[0].Targets) > 0 {
				if t := r.Groups[0].Targets[0]; (t.Lack == refs.Absent || t.Lack == refs.Gone) && !c.ofGap(r.Groups[0].Kind, &t) {
					c.add("reference-missing", s.From, "the reserve waits for what is not there: %s", t.Why)
				}
			}
		}
	}
}

// ofGap reports whether a reference names what an excerpt or a gap leaves out: a
// point that is missing, or an item in a list that lacks one. The gap is the fault, and says that
// it is referred to.
func (c *checker) ofGap(kind refs.Kind, t *refs.Target) bool {
	switch t.Lack {
	case refs.Lacks:
		return len(t.Points) == 1 && c.gapIn[slices.IndexFunc(c.Plan.Points, func(p plan.Point) bool { return p.ID == t.Points[0] })]
	case refs.Absent:
		if kind == refs.Paragraph || kind == refs.Item {
			kind = refs.Point
		}
		if c.excerpts[string(kind)] {
			return true // what an excerpt refers to stands in the whole text
		}
		i, gap := c.missing[string(kind)+" "+t.Number]
		if said := ", and is referred to"; gap && !strings.HasSuffix(c.found[i].Text, said) {
			c.found[i].Text += said
		}
		return gap
	}
	return false
}

// isLabel reports whether "Option 2" is the label of an option and no reference:
// it begins a line or a bracket, or a colon or holders stand behind it.
func (c *checker) isLabel(r *refs.Ref) bool {
	behind := c.src[r.To:min(len(c.src), r.To+3)]
	before := strings.TrimRight(c.src[max(0, r.From-12):r.From], "*_ ")
	return strings.IndexAny(strings.TrimLeft(behind, "*_ "), ":(") == 0 || before == "" || strings.HasSuffix(before, "[") || strings.HasSuffix(before, "\n")
}
