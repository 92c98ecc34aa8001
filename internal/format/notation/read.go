package notation

import (
	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/marked"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Read reads a wording in the conference style, as Write writes it: see ReadStyle.
func Read(s string) (bracket.Wording, error) { return ReadStyle(s, Conference) }

// ReadStyle reads a wording in the conference, trade or options style, as Write
// writes it, by the grammar of package marks and into the model of package marked.
// What is printed is all that can be read: the variant without a code, or with
// parties that retain or would delete it, is the base's; where every variant has a
// proposer, the base has no words there. A sign that could be a mark and is none
// is an error.
func ReadStyle(s string, style Style) (bracket.Wording, error) {
	dialect, known := map[Style]marks.Dialect{Conference: marks.InConference, Trade: marks.InTrade, Options: marks.InOptions}[style]
	if !known {
		return nil, fault.Invalidf("the %s style is written for people and not read back", style)
	}
	r := marks.Of(s, marks.Setting{Dialect: dialect})
	if len(r.Problems) > 0 {
		x := r.Problems[0]
		return nil, fault.Invalidf("line %d, column %d: %s", x.Line, x.Col, x.Text).
			WithHint(`Brackets, strokes and dashes that are words are written \[ \] \/ \-.`)
	}
	text, _ := marked.Text(marked.Input{
		Text:    plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: s}}},
		Origins: []plan.Origin{{Body: []plan.Stretch{{Len: len(s)}}}},
		Marks:   r,
	})
	return text.Points[0].Wording, nil
}
