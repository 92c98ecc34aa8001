package marked

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// Versions gives a bracketed text as what compile takes: the base's reading of
// it, and a version for every party that it names and for every reading. A party
// of which another version is at hand (has) is left out. Points carry their
// identities, so that compile need not match them. Where a party retains the
// base's words at a point wherever it reads them, its version says so.
func Versions(t bracket.Text, has []ident.Code) (plan.Text, []compile.Version) {
	t.Points = slices.Clone(t.Points)
	for i := range t.Points {
		t.Points[i].Heading, t.Points[i].Wording = withoutEndMarks(t.Points[i].Heading), withoutEndMarks(t.Points[i].Wording)
	}
	project := t.Projector()
	of := func(c ident.Code) plan.Text {
		out, _ := project(c)
		for i := range out.Points {
			p := &out.Points[i]
			id := t.Sequence[c][i].ID
			p.ID = id
			p.Heading, p.Body = words.Normalise(p.Heading), words.Normalise(p.Body)
			if at := t.Point(id); c != ident.Base && p.Act == plan.ActNone && retains(at, c) {
				p.Act = plan.ActKeep
			}
		}
		return out
	}
	var codes []ident.Code
	for c := range t.Texts {
		if c != ident.Base && !slices.Contains(has, c) {
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	places := map[ident.Point]compile.InBase{}
	last := ident.Point("")
	for i, p := range t.Points {
		if slices.ContainsFunc(t.Sequence[ident.Base], func(b bracket.Place) bool { return b.ID == p.ID }) {
			last = p.ID
		} else {
			places[p.ID] = compile.InBase{After: last, Rank: i + 1}
		}
	}
	var out []compile.Version
	for _, c := range codes {
		out = append(out, compile.Version{Code: c, Text: of(c), Unnamed: IsReading(c), Headed: true, Places: places})
	}
	return of(ident.Base), out
}

// withoutEndMarks leaves the end marks of a wording out.
func withoutEndMarks(w bracket.Wording) bracket.Wording {
	var out bracket.Wording
	for _, it := range w {
		if b := it.Bracket; b != nil && len(b.Variants) == 2 && len(b.Variants[1].Wording) == 0 {
			if v := b.Variants[0].Wording; len(v) == 1 && v[0].Bracket == nil && marks.SortOf(v[0].Words) == marks.EndMark {
				continue
			}
		}
		if n := len(out); n > 0 && it.Bracket == nil && out[n-1].Bracket == nil {
			out[n-1].Words += it.Words
			continue
		}
		out = append(out, it)
	}
	return out
}

// retains reports whether a party is printed at every variant of the base's that
// it reads at a point, and at one at least.
func retains(p *bracket.Point, c ident.Code) bool {
	some, all := false, true
	for _, w := range []bracket.Wording{p.Heading, p.Wording} {
		w.Brackets(func(b *bracket.Bracket) bool {
			for _, v := range b.Variants {
				if !slices.Contains(v.Holders, c) || !slices.Contains(v.Holders, ident.Base) {
					continue
				}
				if len(v.Wording) > 0 && slices.Contains(v.By, c) {
					some = true
				} else {
					all = false
				}
			}
			return true
		})
	}
	return some && all
}
