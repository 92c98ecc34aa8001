package domain

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/styles"
)

// said are words that YAML, JSON or a reader may take for something else.
var said = rapid.SampledFrom([]string{"5 km", "5", "yes", "null", "~", "- a", "# b", "a: b", "{x}", "[y]", "'q", "\"q\"", "v2", "0x1f", "2025-11-20", "two\nlines", ">= 3", "&a", "*a", "!t", "", "  blanks  ", "ї", "@x", "%y", "`z"})

// What is begun from a text reads back with the same choices, words, parties and asks,
// whatever the words are.
func TestStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Start{Title: said.Draw(t, "title"), Head: "one\ntwo\n", Parties: []ident.Code{"ALD", "BOR"}, Names: map[ident.Code]string{"ALD": said.Draw(t, "name")}}
		s.Source = func(ident.Code, Open) string { return "Text 14" }
		for i := range rapid.IntRange(1, 4).Draw(t, "choices") {
			b := &bracket.Bracket{Number: ident.Bracket("8" + string(rune('a'+i)))}
			words := rapid.SliceOfNDistinct(said, 2, 5, strings.TrimSpace).Draw(t, "words")
			for k, w := range words {
				v := bracket.Variant{}
				if w != "" {
					v.Wording = bracket.Wording{{Words: w}}
				}
				if k == 0 {
					v.Holders = []ident.Code{ident.Base}
				}
				if k == 1 {
					v.Holders, v.By = []ident.Code{"BOR"}, []ident.Code{"BOR"}
				}
				b.Variants = append(b.Variants, v)
			}
			p := bracket.Point{ID: ident.Point(b.Number), Wording: bracket.Wording{{Words: "A zone of "}, {Bracket: b}}}
			s.Choices = append(s.Choices, OpenChoices(bracket.Text{Points: []bracket.Point{p}}, nil)...)
		}
		src, err := s.YAML()
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		d, err := Read([]File{{"p.yaml", src}})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range s.Choices {
			var want []string
			for _, v := range c.Variants {
				want = append(want, v.Words)
			}
			if !slices.Equal(d.Words[i], want) || d.Problem.Choices[i].Name != c.Name || d.Problem.Baseline[i] != 0 {
				t.Fatalf("%q, want %q\n%s", d.Words[i], want, src)
			}
			if a := d.Asks[1][i]; !slices.Equal(a.Wants, []int{1}) || a.Class != "" || a.Source != "Text 14" || d.Asks[0][i].Wants != nil {
				t.Fatalf("%+v\n%s", d.Asks, src)
			}
		}
		if _, err := s.JSON(); err != nil {
			t.Fatal(err)
		}
	})
}

// Every wording of a bracket is in some variant, and a party is at one that it reads.
func TestReadings(t *testing.T) {
	party := rapid.SampledFrom([]ident.Code{"ALD", "BOR", "CAD"})
	var draw func(t *rapid.T, depth int, base bool) *bracket.Bracket
	n := 0
	draw = func(t *rapid.T, depth int, base bool) *bracket.Bracket { // base: it reads here
		b := &bracket.Bracket{}
		for k := range rapid.IntRange(2, 3).Draw(t, "variants") {
			n++
			v := bracket.Variant{Wording: bracket.Wording{{Words: " w" + strings.Repeat("x", n) + "."}}}
			if k == 0 && base {
				v.Holders = []ident.Code{ident.Base}
			} else if rapid.Bool().Draw(t, "named") {
				v.By = []ident.Code{party.Draw(t, "party")}
				v.Holders = v.By
			}
			if depth < 2 && rapid.Bool().Draw(t, "deeper") {
				v.Wording = append(v.Wording, bracket.Item{Bracket: draw(t, depth+1, k == 0 && base)})
			}
			b.Variants = append(b.Variants, v)
		}
		return b
	}
	rapid.Check(t, func(t *rapid.T) {
		n = 0
		b := draw(t, 0, true)
		w := bracket.Wording{{Bracket: b}}
		got := readings(bracket.Item{Bracket: b})
		if want := strings.TrimSpace(styles.Reading(w, ident.Base)); got[0].Words != want {
			t.Fatalf("the present text is %q, not %q", got[0].Words, want)
		}
		w.Brackets(func(b *bracket.Bracket) bool {
			for _, v := range b.Variants {
				for _, c := range v.By {
					if !slices.ContainsFunc(got, func(x OpenVariant) bool { return slices.Contains(x.By, c) }) {
						t.Fatalf("%s is at no variant", c)
					}
				}
				if own := strings.TrimSpace(v.Wording[0].Words); len(v.By) == 0 && !slices.ContainsFunc(got, func(x OpenVariant) bool { return strings.Contains(x.Words, own) }) {
					t.Fatalf("%q is in no variant", own)
				}
			}
			return true
		})
	})
}

// A rule excludes exactly what the linkage does not allow, or none is made.
func TestLinked(t *testing.T) {
	var choices []Open
	points := map[string]bracket.Wording{}
	for _, p := range []struct {
		number string
		words  []string
	}{{"3", []string{"thirty days", "sixty days", "ninety days"}}, {"4", []string{"two", "four"}}} {
		b := &bracket.Bracket{Number: ident.Bracket(p.number + "a")}
		for _, w := range p.words {
			b.Variants = append(b.Variants, bracket.Variant{Wording: bracket.Wording{{Words: w}}})
		}
		points[p.number] = bracket.Wording{{Words: "\nIn "}, {Bracket: b}, {Words: "."}}
		choices = append(choices, Open{Name: p.number + "a", Point: ident.Point(p.number), Variants: readings(bracket.Item{Bracket: b})})
	}
	points["5"] = bracket.Wording{{Words: "\nFire stops."}}
	at := func(a linkage.Atom) linkage.Subject {
		number := strings.TrimRight(a.Ref, "a")
		s := linkage.Subject{ID: ident.Point(number), Wording: points[number], As: "\nIn thirty days."}
		if number != a.Ref {
			s.Bracket = ident.Bracket(a.Ref)
		}
		return s
	}
	v := func(choice int, variants ...int) RuleSide { return RuleSide{choice, variants} }
	for _, c := range []struct {
		condition string
		want      [][]RuleSide
		apart     string
	}{
		{"3 is at least 45 days", [][]RuleSide{{v(0, 0)}}, ""},
		{"3 stays", [][]RuleSide{{v(0, 1, 2)}}, ""},
		{"3a is sixty days and 4a is four", [][]RuleSide{{v(0, 0, 2)}, {v(1, 0)}}, ""},
		{"3a is sixty days or 4a is four", [][]RuleSide{{v(0, 0, 2), v(1, 0)}}, ""},
		{"not 3 is at least 80 days", [][]RuleSide{{v(0, 2)}}, ""},
		{"3 is at least 10 days", nil, ""},
		{"3 is at least 100 days", nil, "whatever is chosen"},
		{"5 is agreed", nil, "do not decide"},
		{"3 is at least 45 days and 5 is agreed", [][]RuleSide{{v(0, 0)}}, "do not decide"},
		{"(3a is sixty days and 4a is four) or (3a is ninety days and 4a is two)", nil, "one rule does not say it"},
	} {
		e, err := linkage.ParseIf(c.condition)
		if err != nil {
			t.Fatal(c.condition, err)
		}
		rules, apart := Linked("BOR L 1", linkage.Link{If: e, At: at}, "1 if "+c.condition, choices)
		var got [][]RuleSide
		for _, r := range rules {
			got = append(got, r.Not)
		}
		if !slices.EqualFunc(got, c.want, func(a, b []RuleSide) bool {
			return slices.EqualFunc(a, b, func(x, y RuleSide) bool { return x.Choice == y.Choice && slices.Equal(x.Variants, y.Variants) })
		}) || !strings.Contains(apart, c.apart) || (c.apart == "") != (apart == "") {
			t.Errorf("%s: %v (%s), want %v (%s)", c.condition, got, apart, c.want, c.apart)
		}
	}
}
