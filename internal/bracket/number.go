package bracket

import (
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Spoken is what the point is called aloud, and what its brackets are numbered
// after: "6" (6a), "9 bis" (9 bis a), "annex I" (annex I a).
func (p *Point) Spoken() string {
	switch p.Kind {
	case plan.KindPreamble:
		return "preamble"
	case plan.KindAnnex:
		return strings.TrimSpace("annex " + p.Number)
	case plan.KindFootnote:
		return strings.TrimSpace("note " + p.Number)
	}
	return p.Number
}

// Number gives every bracket of the text its number: letters in reading order
// within the point, the heading's first, nested ones going on counting.
func (t *Text) Number() {
	for i := range t.Points {
		p := &t.Points[i]
		spoken, n := p.Spoken(), 0
		give := func(b *Bracket) bool {
			b.Number = ident.BracketAt(spoken, n)
			n++
			return true
		}
		p.Heading.Brackets(give)
		p.Wording.Brackets(give)
	}
}
