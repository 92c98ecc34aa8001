package linkage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

var parties = []ident.Code{"ALD", "BOR", "CAD"}

// drawnText draws a text of a few points with brackets, some inside others.
func drawnText(t *rapid.T, points int) *bracket.Text {
	text := &bracket.Text{Parties: parties}
	for i := range points {
		text.Points = append(text.Points, bracket.Point{ID: ident.Point(fmt.Sprintf("p%d", i+1)), Number: strconv.Itoa(i + 1), Kind: "point", Wording: drawnWording(t, 2)})
	}
	text.Number()
	return text
}

func drawnWording(t *rapid.T, depth int) bracket.Wording {
	said := rapid.SampledFrom([]string{"30 days", "45 days", "60 days", "the zone", "open"})
	out := bracket.Wording{{Words: said.Draw(t, "first")}}
	for range rapid.IntRange(0, 2).Draw(t, "brackets") {
		b := &bracket.Bracket{}
		for v := range rapid.IntRange(2, 3).Draw(t, "variants") {
			w := bracket.Wording{{Words: " " + said.Draw(t, "words")}}
			switch {
			case depth > 0 && rapid.IntRange(0, 3).Draw(t, "nested") == 0:
				w = drawnWording(t, depth-1)
				w[0].Words = " " + w[0].Words
			case rapid.IntRange(0, 4).Draw(t, "none") == 0:
				w = nil
			}
			b.Variants = append(b.Variants, bracket.Variant{Wording: w, Holders: []ident.Code{parties[v]}})
		}
		out = append(out, bracket.Item{Bracket: b}, bracket.Item{Words: " end"})
	}
	return out
}

// worldly is every choice of a variant in every bracket of a text, at all depths.
func worldly(text *bracket.Text, f func(map[ident.Bracket]int)) {
	var all []*bracket.Bracket
	for i := range text.Points {
		text.Points[i].Wording.Brackets(func(b *bracket.Bracket) bool { all = append(all, b); return true })
	}
	choice := map[ident.Bracket]int{}
	var each func(int)
	each = func(k int) {
		if k == len(all) {
			f(choice)
			return
		}
		for v := range all[k].Variants {
			choice[all[k].Number] = v
			each(k + 1)
		}
	}
	each(0)
}

// readBy writes a wording under choices, with marks where a bracket begins and ends.
func readBy(w bracket.Wording, choice map[ident.Bracket]int, mark ident.Bracket) string {
	var b strings.Builder
	for _, it := range w {
		switch {
		case it.Bracket == nil:
			b.WriteString(it.Words)
		case it.Bracket.Number == mark:
			b.WriteString("{" + readBy(it.Bracket.Variants[choice[mark]].Wording, choice, mark) + "}")
		default:
			b.WriteString(readBy(it.Bracket.Variants[choice[it.Bracket.Number]].Wording, choice, mark))
		}
	}
	return b.String()
}

// naive is a condition in one world, by the words alone.
func naive(a Atom, s Subject, w bracket.Wording, choice map[ident.Bracket]int, agreed bool) Truth {
	if a.Test == Agreed {
		return truth(agreed)
	}
	marked := readBy(w, choice, s.Bracket)
	before, rest, there := strings.Cut(marked, "{")
	inside, after, _ := strings.Cut(rest, "}")
	if s.Bracket != "" && !there {
		return truth(a.Test == Deleted)
	}
	whole := words.Normalise(before + inside + after)
	part, from, to := whole, 0, len(whole)
	if s.Bracket != "" {
		from, to = len(before), len(before)+len(inside)
		part, whole = words.Normalise(inside), before+inside+after
	}
	switch a.Test {
	case Stays:
		return truth(part == words.Normalise(s.As))
	case Deleted:
		return truth(part == "")
	case Reads:
		return truth(part == a.Words)
	case Contains:
		return truth(strings.Contains(" "+part+" ", " "+a.Words+" "))
	}
	yes, no, at := 0, 0, 0
	fields := strings.Split(whole, " ")
	for i, f := range fields {
		if n, err := strconv.Atoi(f); err == nil && i+1 < len(fields) && fields[i+1] == "days" {
			if end := at + len(f) + 5; at < to && end > from {
				want, _ := strconv.Atoi(string(a.Number))
				if a.Test == AtLeast && n >= want || a.Test == AtMost && n <= want || a.Test == Exactly && n == want {
					yes++
				} else {
					no++
				}
			}
		}
		at += len(f) + 1
	}
	if yes+no == 0 || yes*no > 0 {
		return Undecided
	}
	return truth(yes > 0)
}

func naiveExpr(e Expr, atom func(Atom) Truth) Truth {
	switch e.Op {
	case Is:
		return atom(e.Atom)
	case Not:
		return not(naiveExpr(e.Of[0], atom))
	}
	var all []Truth
	for _, x := range e.Of {
		all = append(all, naiveExpr(x, atom))
	}
	switch {
	case e.Op == And && slices.Contains(all, False):
		return False
	case e.Op == Or && slices.Contains(all, True):
		return True
	case slices.Contains(all, Undecided):
		return Undecided
	}
	return truth(e.Op == And)
}

// drawnIf draws conditions on the points and brackets of a text.
func drawnIf(t *rapid.T, text *bracket.Text, depth int) Expr {
	if op := rapid.SampledFrom([]Op{Is, Is, And, Or, Not}).Draw(t, "op"); depth > 0 && op != Is {
		n := 2
		if op == Not {
			n = 1
		}
		e := Expr{Op: op}
		for range n {
			e.Of = append(e.Of, drawnIf(t, text, depth-1))
		}
		return e
	}
	p := &text.Points[rapid.IntRange(0, len(text.Points)-1).Draw(t, "point")]
	refs := []string{p.Number}
	p.Wording.Brackets(func(b *bracket.Bracket) bool { refs = append(refs, string(b.Number)); return true })
	a := Atom{Ref: rapid.SampledFrom(refs).Draw(t, "ref"), Test: rapid.SampledFrom([]Test{Stays, Agreed, Deleted, Reads, Contains, AtLeast, AtMost, Exactly}).Draw(t, "test"),
		Words: rapid.SampledFrom([]string{"30 days", "45 days", "the zone", "open", "open end"}).Draw(t, "words"), Number: rapid.SampledFrom([]Number{"30", "45", "60"}).Draw(t, "number"), Unit: "days"}
	return Expr{Atom: a}
}

// subjectsOf says how the points of a drawn text stand.
func subjectsOf(text *bracket.Text, as map[ident.Point]string, agreed map[ident.Point]Truth) func(Atom) Subject {
	return func(a Atom) Subject {
		for i := range text.Points {
			p := &text.Points[i]
			if b := p.Bracket(ident.Bracket(a.Ref)); p.Number == a.Ref || b != nil {
				s := Subject{ID: p.ID, Wording: p.Wording, Agreed: agreed[p.ID], As: as[p.ID]}
				if b != nil {
					s.Bracket = b.Number
				}
				return s
			}
		}
		panic("no " + a.Ref)
	}
}

// A linkage is true where it is true in every reading that is open, false where it is in
// none, and else not decided.
func TestAllReadings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawnText(t, rapid.IntRange(1, 2).Draw(t, "points"))
		e := drawnIf(t, text, 3)
		as, agreed := map[ident.Point]string{}, map[ident.Point]Truth{}
		var open []ident.Point
		for i := range text.Points {
			p := &text.Points[i]
			as[p.ID] = readBy(p.Wording, map[ident.Bracket]int{}, "")
			if agreed[p.ID] = Truth(rapid.IntRange(0, 2).Draw(t, "agreed")); agreed[p.ID] == Undecided {
				open = append(open, p.ID)
			}
		}
		at := subjectsOf(text, as, agreed)
		worlds := 1
		for i := range text.Points {
			text.Points[i].Wording.Brackets(func(b *bracket.Bracket) bool { worlds *= len(b.Variants); return true })
		}
		if worlds > 5000 {
			t.Skip()
		}
		seen := map[Truth]bool{}
		for mask := range 1 << len(open) {
			worldly(text, func(choice map[ident.Bracket]int) {
				seen[naiveExpr(e, func(a Atom) Truth {
					s := at(a)
					yes := s.Agreed == True
					if i := slices.Index(open, s.ID); i >= 0 {
						yes = mask>>i&1 == 1
					}
					return naive(a, s, s.Wording, choice, yes)
				})] = true
			})
		}
		want := Undecided
		if len(seen) == 1 {
			for v := range seen {
				want = v
			}
		}
		if got := Evaluate(e, at); got.Truth != want {
			t.Fatalf("%s is %s, and over all readings %s (%v)", e, got.Truth, want, seen)
		}
	})
}

// What cannot be looked at whole is never said to be decided wrongly, and ends.
func TestTooManyReadings(t *testing.T) {
	w := bracket.Wording{}
	for i := range 40 {
		w = append(w, bracket.Item{Bracket: &bracket.Bracket{Number: ident.BracketAt("1", i), Variants: []bracket.Variant{{Wording: bracket.Wording{{Words: " a"}}}, {Wording: bracket.Wording{{Words: " b"}}}}}})
	}
	e, err := ParseIf("1 contains \"a\" or not 1 contains \"a\"")
	if err != nil {
		t.Fatal(err)
	}
	if r := Evaluate(e, func(Atom) Subject { return Subject{ID: "p1", Wording: w} }); r.Truth != Undecided || !r.Bounded || r.Findings[0].Why == "" {
		t.Errorf("%+v", r)
	}
}

func TestFindings(t *testing.T) {
	text := &bracket.Text{Points: []bracket.Point{{ID: "p14", Number: "14", Wording: bracket.Wording{{Words: "Within"}, {Bracket: &bracket.Bracket{Variants: []bracket.Variant{
		{Wording: bracket.Wording{{Words: " thirty (30)"}}}, {Wording: bracket.Wording{{Words: " 45"}}}}}}, {Words: " days of signature."}}}}}
	text.Number()
	for cond, want := range map[string]string{
		"14 is at least 30 days":          "true [{true thirty (30) days} {true 45 days}]",
		"14 is at least 40 days":          "not decidable yet [{false thirty (30) days} {true 45 days}]",
		"14 is at most 29 days":           "false [{false thirty (30) days} {false 45 days}]",
		"14a is 45 days":                  "not decidable yet [{false thirty (30)} {true 45}]",
		"14a is 45":                       "not decidable yet [{false thirty (30)} {true 45}]",
		"14 is at least 2 km":             "not decidable yet []",
		"14 stays":                        "not decidable yet [{false Within thirty (30) days of …}]",
		"14a is 45 or 14a is thirty (30)": "",
	} {
		e, err := ParseIf(cond)
		if err != nil {
			if want != "" {
				t.Errorf("%s: %v", cond, err)
			}
			continue
		}
		r := Evaluate(e, func(a Atom) Subject {
			s := Subject{ID: "p14", Wording: text.Points[0].Wording, As: "Within 45 days of signature."}
			if a.Ref == "14a" {
				s.Bracket = "14a"
			}
			return s
		})
		if got := fmt.Sprint(r.Truth, " ", r.Findings[0].Quotes); got != want {
			t.Errorf("%s: %s, want %s", cond, got, want)
		}
	}
}
