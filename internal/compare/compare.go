// Package compare shows what two texts differ in: a redline of words, points
// and sentences that moved, and a list of the changes.
//
// It promises that the old words, joined, give the first text's wording back
// and the new words the second's. It refuses to hide punctuation: negotiators
// settle things with commas; only blanks do not count.
package compare

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Change says what became of a point.
type Change string

const (
	Same    Change = "same"
	Changed Change = "changed"
	Added   Change = "added"
	Deleted Change = "deleted"
)

// Run is a stretch of words: the same in both, or old and new, either of which
// may be empty. From and To number the stretches that hold a sentence that
// moved: its number in the list of moves, 0 for none.
type Run struct {
	Same     string
	Old, New string
	Moved    int
}

// Differs reports whether the stretch is not the same in both.
func (r Run) Differs() bool { return r.Old != "" || r.New != "" }

// Point is what became of one point.
type Point struct {
	ID       ident.Point
	Change   Change
	Moved    bool          // it stands in another place among the points that both have
	Old, New *plan.Point   // as the texts have it; nil where one has none
	Answered []ident.Point // deleted, but the second text's points there answer it
	Heading  []Run
	Wording  []Run
}

// Comparison is the whole: the points of the second text in its order, with the
// points that only the first has where they stood.
type Comparison struct {
	Old, New string // the titles
	Points   []Point
}

// second is the code of the second text while the two are compiled.
const second ident.Code = "new"

// Texts compares two texts.
func Texts(older, newer plan.Text, grain collate.Grain) (Comparison, []plan.Note, error) {
	return texts(older, newer, grain, false)
}

// Named compares two texts of which every point says which it is: a point of the second
// that the first has not, is new, and nothing is matched by its words.
func Named(older, newer plan.Text, grain collate.Grain) (Comparison, []plan.Note, error) {
	return texts(older, newer, grain, true)
}

func texts(older, newer plan.Text, grain collate.Grain, named bool) (Comparison, []plan.Note, error) {
	t := newer
	t.Complete = true
	compiled, notes, err := compile.Texts(compile.Input{
		Base: older, Versions: []compile.Version{{Code: second, Text: t}}, Grain: grain, Named: named,
	})
	if err != nil {
		return Comparison{}, nil, err
	}
	c := from(compiled, older, newer)
	return c, notes, nil
}

// Whole compares two wordings, line ends kept, without looking for structure.
func Whole(older, newer string, grain collate.Grain) (Comparison, error) {
	one := func(s string) plan.Text {
		return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: s}}}
	}
	compiled, err := compile.Whole(compile.Input{
		Base: one(older), Versions: []compile.Version{{Code: second, Text: one(newer)}}, Grain: grain,
	})
	if err != nil {
		return Comparison{}, err
	}
	return from(compiled, one(older), one(newer)), nil
}

func from(t bracket.Text, older, newer plan.Text) Comparison {
	c := Comparison{Old: older.Title, New: newer.Title}
	oldAt, newAt := index(t.Sequence[ident.Base]), index(t.Sequence[second])
	stays := inOrder(t, oldAt, newAt)
	for i := range t.Points {
		p := &t.Points[i]
		to := Point{ID: p.ID, Change: Same, Heading: runs(p.Heading), Wording: runs(p.Wording)}
		if k, ok := oldAt[p.ID]; ok {
			to.Old = &older.Points[k]
		}
		if k, ok := newAt[p.ID]; ok && newer.Points[k].Act != plan.ActDelete {
			to.New = &newer.Points[k]
		}
		switch {
		case to.Old == nil:
			to.Change = Added
		case to.New == nil:
			to.Change = Deleted
			to.Heading, to.Wording = gone(to.Old.Heading), gone(to.Old.Body)
			for _, place := range t.Sequence[second] {
				if slices.Contains(place.Answers, p.ID) {
					to.Answered = append(to.Answered, place.ID)
				}
			}
		case slices.ContainsFunc(to.Heading, Run.Differs) || slices.ContainsFunc(to.Wording, Run.Differs):
			to.Change = Changed
		}
		to.Moved = to.Old != nil && to.New != nil && !stays[p.ID]
		c.Points = append(c.Points, to)
	}
	return c
}

func index(places []bracket.Place) map[ident.Point]int {
	at := make(map[ident.Point]int, len(places))
	for i, p := range places {
		at[p.ID] = i
	}
	return at
}

// inOrder finds the longest set of points that stand in the same order in both
// texts; those that are not in it have moved.
func inOrder(t bracket.Text, oldAt, newAt map[ident.Point]int) map[ident.Point]bool {
	var ids []ident.Point
	for _, p := range t.Sequence[ident.Base] {
		if _, both := newAt[p.ID]; both {
			ids = append(ids, p.ID)
		}
	}
	best, before := make([]int, len(ids)), make([]int, len(ids))
	end := -1
	for i := range ids {
		best[i], before[i] = 1, -1
		for j := range i {
			if newAt[ids[j]] < newAt[ids[i]] && best[j]+1 > best[i] {
				best[i], before[i] = best[j]+1, j
			}
		}
		if end < 0 || best[i] > best[end] {
			end = i
		}
	}
	stays := map[ident.Point]bool{}
	for ; end >= 0; end = before[end] {
		stays[ids[end]] = true
	}
	return stays
}

// gone is a wording that the second text does not have.
func gone(s string) []Run {
	if s == "" {
		return nil
	}
	return []Run{{Old: s}}
}

// runs turns a wording of two texts into stretches.
func runs(w bracket.Wording) []Run {
	var out []Run
	numbers := map[ident.Bracket]int{}
	number := func(a, b ident.Bracket) int {
		key := min(a, b)
		if numbers[key] == 0 {
			numbers[key] = len(numbers) + 1
		}
		return numbers[key]
	}
	for _, it := range w {
		if it.Bracket == nil {
			out = append(out, Run{Same: it.Words})
			continue
		}
		var r Run
		for _, v := range it.Bracket.Variants {
			if slices.Contains(v.Holders, ident.Base) {
				r.Old = v.Wording.Reading(ident.Base)
			} else {
				r.New = v.Wording.Reading(second)
			}
			switch {
			case v.MovedFrom != "":
				r.Moved = number(it.Bracket.Number, v.MovedFrom)
			case v.MovedTo != "":
				r.Moved = number(it.Bracket.Number, v.MovedTo)
			}
		}
		out = append(out, r)
	}
	return out
}

// Differs reports whether anything in the two texts is not the same: words,
// headings, points, their order or their numbers.
func (c Comparison) Differs() bool {
	return slices.ContainsFunc(c.Points, func(p Point) bool { return p.Change != Same || p.Moved || p.Renumbered() })
}

// Renumbered reports whether the point is printed under another number.
func (p Point) Renumbered() bool {
	return p.Old != nil && p.New != nil && p.Old.Number != p.New.Number
}

// Tally counts the points by what became of them; moved ones are counted apart.
func (c Comparison) Tally() (by map[Change]int, moved, renumbered int) {
	by = map[Change]int{}
	for _, p := range c.Points {
		by[p.Change]++
		if p.Moved {
			moved++
		} else if p.Renumbered() {
			renumbered++
		}
	}
	return by, moved, renumbered
}
