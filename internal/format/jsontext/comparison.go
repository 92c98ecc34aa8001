package jsontext

import (
	"bytes"
	"fmt"

	"nonpaper/internal/compare"
	"nonpaper/internal/ident"
)

// ComparisonFormat is the name of what WriteComparison writes.
const ComparisonFormat = "nonpaper.comparison/1"

type comparedPoint struct {
	ID       ident.Point    `json:"id"`
	Change   compare.Change `json:"change"`
	Moved    bool           `json:"moved,omitempty"`
	Old      *string        `json:"oldNumber,omitempty"`
	New      *string        `json:"newNumber,omitempty"`
	Answered []ident.Point  `json:"answeredAt,omitempty"`
	Heading  []run          `json:"heading"`
	Wording  []run          `json:"wording"`
}

type run struct {
	Same  string  `json:"same,omitempty"`
	Old   *string `json:"old,omitempty"`
	New   *string `json:"new,omitempty"`
	Moved int     `json:"moved,omitempty"`
}

// WriteComparison writes a comparison, one point a line.
func WriteComparison(c compare.Comparison) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"format\":%q,\n \"old\":%s,\n \"new\":%s,\n \"differs\":%t,\n \"points\":[",
		ComparisonFormat, encode(c.Old), encode(c.New), c.Differs())
	for i, p := range c.Points {
		if i > 0 {
			b.WriteString(",")
		}
		to := comparedPoint{ID: p.ID, Change: p.Change, Moved: p.Moved, Answered: p.Answered, Heading: runsOf(p.Heading), Wording: runsOf(p.Wording)}
		if p.Old != nil {
			to.Old = &p.Old.Number
		}
		if p.New != nil {
			to.New = &p.New.Number
		}
		b.WriteString("\n  ")
		b.Write(encode(to))
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

func runsOf(runs []compare.Run) []run {
	out := make([]run, len(runs))
	for i, r := range runs {
		if r.Differs() {
			out[i] = run{Old: &r.Old, New: &r.New, Moved: r.Moved}
			continue
		}
		out[i] = run{Same: r.Same}
	}
	return out
}
