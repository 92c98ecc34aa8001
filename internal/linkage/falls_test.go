package linkage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// linksOf makes linkages of their notation, on points that all read "open".
func linksOf(t *testing.T, notations ...string) (out []Link) {
	for i, s := range notations {
		l, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		link := Link{Label: fmt.Sprintf("L %d", i+1), If: l.If, At: func(a Atom) Subject {
			return Subject{ID: ident.Point("p" + a.Ref), Wording: Whole(nil, bracket.Wording{{Words: "open"}}), As: WholeText("", "open")}
		}}
		for _, x := range l.Targets {
			link.Targets = append(link.Targets, ident.Point("p"+x))
		}
		out = append(out, link)
	}
	return out
}

func TestCycles(t *testing.T) {
	for want, in := range map[string][]string{
		"":                               {"7 if 12 stays", "12 if 3 stays"},
		"p7-(L 1)-p12-(L 2)-p7":          {"7 if 12 stays", "12 if 7 stays"},
		"p7-(L 1)-p12-(L 2)-p3-(L 3)-p7": {"7 if 12 stays", "12 if 3 stays", "3 if 7 is agreed"},
		"p1-(L 1)-p2-(L 4)-p1":           {"1 if 2 stays", "2 if 3 stays", "3 if 1 stays", "2 if not 1 is deleted", "7 if 7 stays"},
	} {
		var got []string
		for _, c := range Cycles(linksOf(t, in...)) {
			s := ""
			for i, p := range c.Points {
				s += string(p) + "-(" + c.By[i] + ")-"
			}
			got = append(got, s+string(c.Points[0]))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}

func TestFalls(t *testing.T) {
	links := linksOf(t, "7 if 12 stays", "3 if 7 stays and 9 stays", "4 if 12 stays or 9 stays", "5 if 12 is deleted", "6 if 4 stays")
	var got []string
	for _, f := range Falls("p12", links) {
		got = append(got, fmt.Sprint(f.Point, " by ", f.By, " since ", f.Since))
	}
	if want := []string{"p7 by L 1 since p12", "p3 by L 2 since p7"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The moves that are found are as good as the best of all choices.
func TestMovesAreBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawnText(t, rapid.IntRange(1, 3).Draw(t, "points"))
		var spots []*bracket.Bracket
		var in []ident.Point
		for i := range text.Points {
			for _, it := range text.Points[i].Wording {
				if it.Bracket != nil {
					spots, in = append(spots, it.Bracket), append(in, text.Points[i].ID)
				}
			}
		}
		worlds := 1
		for i := range text.Points {
			text.Points[i].Wording.Brackets(func(b *bracket.Bracket) bool { worlds *= len(b.Variants) + 1; return true })
		}
		if worlds > 3000 {
			t.Skip()
		}
		as := map[ident.Point]string{}
		for i := range text.Points {
			as[text.Points[i].ID] = readBy(text.Points[i].Wording, map[ident.Bracket]int{}, "")
		}
		at := subjectsOf(text, as, map[ident.Point]Truth{})
		var links []Link
		for i := range rapid.IntRange(0, 3).Draw(t, "links") {
			links = append(links, Link{Label: fmt.Sprint("L ", i), Targets: []ident.Point{text.Points[rapid.IntRange(0, len(text.Points)-1).Draw(t, "target")].ID}, If: drawnIf(t, text, 2), At: at})
		}
		best := bestOf(text, spots, in, links)
		plan := Moves(text, links)
		got := worth{len(plan.Moves), len(plan.Satisfied), 0}
		for _, m := range plan.Moves {
			got.moves += len(m.Movers)
		}
		if !plan.Exact || got != best {
			t.Fatalf("%+v is %+v, and the best of all %+v", plan, got, best)
		}
	})
}

// bestOf looks at every choice: of each bracket that stands in no other its variants,
// read to the end, or that it stays open.
func bestOf(text *bracket.Text, spots []*bracket.Bracket, in []ident.Point, links []Link) (best worth) {
	first := true
	var each func(int, map[ident.Bracket]int, worth, map[ident.Point]bool)
	each = func(k int, choice map[ident.Bracket]int, w worth, closed map[ident.Point]bool) {
		if k < len(spots) {
			each(k+1, choice, w, closed)
			point := closed[in[k]]
			closed[in[k]] = true
			under(spots[k], choice, func(movers int) {
				each(k+1, choice, worth{w.closed + 1, 0, w.moves + movers}, closed)
			})
			closed[in[k]] = point
			return
		}
		for _, l := range links {
			r := Evaluate(l.If, func(a Atom) Subject {
				s := l.At(a)
				s.Wording = only(s.Wording, choice)
				return s
			})
			if r.Truth == True {
				w.satisfied++
			} else if slices.ContainsFunc(l.Targets, func(p ident.Point) bool { return closed[p] }) {
				return
			}
		}
		if first || w.better(best) {
			best, first = w, false
		}
	}
	each(0, map[ident.Bracket]int{}, worth{}, map[ident.Point]bool{})
	return best
}

// under calls f with every choice in a bracket and those inside it, and how many
// parties have to move.
func under(b *bracket.Bracket, choice map[ident.Bracket]int, f func(int)) {
	all := map[ident.Code]bool{}
	for _, v := range b.Variants {
		for _, h := range v.Holders {
			all[h] = true
		}
	}
	var inner func(list []*bracket.Bracket, keep map[ident.Code]bool)
	inner = func(list []*bracket.Bracket, keep map[ident.Code]bool) {
		if len(list) == 0 {
			f(len(all) - len(keep))
			return
		}
		for v := range list[0].Variants {
			x := &list[0].Variants[v]
			choice[list[0].Number] = v
			still := map[ident.Code]bool{}
			for _, h := range x.Holders {
				if keep[h] {
					still[h] = true
				}
			}
			next := slices.Clone(list[1:])
			for _, it := range x.Wording {
				if it.Bracket != nil {
					next = append(next, it.Bracket)
				}
			}
			inner(next, still)
			delete(choice, list[0].Number)
		}
	}
	inner([]*bracket.Bracket{b}, all)
}

// only leaves of each bracket that is chosen in the one variant.
func only(w bracket.Wording, choice map[ident.Bracket]int) bracket.Wording {
	out := slices.Clone(w)
	for i := range out {
		if b := out[i].Bracket; b != nil {
			if v, chosen := choice[b.Number]; chosen {
				out[i].Bracket = &bracket.Bracket{Number: b.Number, Variants: []bracket.Variant{{Wording: only(b.Variants[v].Wording, choice)}}}
			}
		}
	}
	return out
}
