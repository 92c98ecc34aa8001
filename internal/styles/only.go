package styles

import (
	"fmt"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Only gives the text as it may be shown to one party: every wording of every
// bracket is there, and of the parties that party alone is named, at its own.
// Without a code nobody is. Of the others' texts, titles, numbers and
// identifiers of points nothing stays; a point that only they have keeps its
// words and the number under which the text prints it.
func Only(t bracket.Text, code ident.Code) bracket.Text {
	keep := []ident.Code{ident.Base}
	out := t
	out.Parties = nil
	if code != "" && slices.Contains(t.Parties, code) {
		keep = append(keep, code)
		out.Parties = []ident.Code{code}
	}
	out.Texts = map[ident.Code]bracket.Source{}
	out.Sequence = map[ident.Code][]bracket.Place{}
	known := map[ident.Point]bool{}
	for _, c := range keep {
		for _, pl := range t.Sequence[c] { // by the base's name, or its own
			known[pl.ID] = known[pl.ID] || c == ident.Base || pl.Own == pl.ID
		}
		if s, ok := t.Texts[c]; ok {
			out.Texts[c] = s
		}
	}
	as := map[ident.Point]ident.Point{}
	taken := map[ident.Point]bool{}
	for i := range t.Points {
		taken[t.Points[i].ID] = true
	}
	n := 0
	out.Points = make([]bracket.Point, len(t.Points))
	for i, p := range t.Points {
		if !known[p.ID] {
			id := p.ID
			for taken[id] {
				n++
				id = ident.Point(fmt.Sprintf("other-%d", n))
			}
			as[p.ID], p.ID = id, id
		}
		p.Speaks = only(p.Speaks, keep)
		p.Heading, p.Wording = onlyWording(p.Heading, keep), onlyWording(p.Wording, keep)
		out.Points[i] = p
	}
	for _, c := range keep {
		for _, pl := range t.Sequence[c] {
			if id := as[pl.ID]; id != "" {
				pl.ID = id
			}
			pl.Answers = slices.DeleteFunc(slices.Clone(pl.Answers), func(id ident.Point) bool { return as[id] != "" })
			out.Sequence[c] = append(out.Sequence[c], pl)
		}
	}
	return out
}

func only(codes, keep []ident.Code) []ident.Code {
	return slices.DeleteFunc(slices.Clone(codes), func(c ident.Code) bool { return !slices.Contains(keep, c) })
}

func onlyWording(w bracket.Wording, keep []ident.Code) bracket.Wording {
	out := slices.Clone(w)
	for i := range out {
		if out[i].Bracket == nil {
			continue
		}
		b := *out[i].Bracket
		b.Variants = slices.Clone(b.Variants)
		for k := range b.Variants {
			v := &b.Variants[k]
			v.Holders, v.By, v.Wording = only(v.Holders, keep), only(v.By, keep), onlyWording(v.Wording, keep)
		}
		out[i].Bracket = &b
	}
	return out
}
