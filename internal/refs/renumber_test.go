package refs_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// named are the points that the references of a text name, by the point in which
// they stand, in reading order; lists and ranges are taken apart.
func named(t plan.Text) (out []string) {
	places, parts := refs.Places(&t)
	ix := refs.NewIndex(t.Title, places, parts)
	for i := range t.Points {
		for _, s := range []string{t.Points[i].Heading, t.Points[i].Body} {
			for _, r := range refs.FindIn(s, refs.English) {
				ix.Resolve(&r, i)
				var all []string
				for _, g := range r.Groups[:min(1, len(r.Groups))] {
					for _, t := range g.Targets {
						for _, p := range t.Points {
							all = append(all, string(p))
						}
						if len(t.Points) == 0 {
							all = append(all, t.Number+": "+t.Why)
						}
					}
				}
				slices.Sort(all)
				out = append(out, fmt.Sprintf("%s %s %s", t.Points[i].ID, r.Scope, strings.Join(all, " ")))
			}
		}
	}
	return out
}

// drawn is a random text whose points name each other in many forms. Every
// number that it names is there.
func drawn(t *rapid.T) plan.Text {
	label := rapid.SampledFrom([]string{"", "Article", "Point"}).Draw(t, "label")
	noun := map[string]string{"": "point", "Article": "Article", "Point": "point"}[label]
	n := rapid.IntRange(2, 14).Draw(t, "points")
	text := plan.Text{Title: "Tarn Valley Plan"}
	taken := map[string]bool{}
	var numbers []string
	for len(numbers) < n {
		s := fmt.Sprint(rapid.IntRange(1, 30).Draw(t, "number")) + rapid.SampledFrom([]string{"", "", "", "", " bis", "a"}).Draw(t, "suffix")
		if !taken[s] {
			taken[s] = true
			numbers = append(numbers, s)
		}
	}
	number := rapid.SampledFrom(numbers)
	order := func(a, b string) int {
		x, _ := plan.ParseNumber(a)
		y, _ := plan.ParseNumber(b)
		return x.Compare(y)
	}
	reference := func() string {
		switch rapid.IntRange(0, 6).Draw(t, "form") {
		case 0:
			return noun + " " + number.Draw(t, "to")
		case 1:
			return noun + "s " + number.Draw(t, "to") + " and " + number.Draw(t, "to")
		case 2:
			a, b := number.Draw(t, "from"), number.Draw(t, "until")
			if order(a, b) >= 0 {
				a, b = b, a
			}
			if a == b {
				return noun + " " + a
			}
			list := rapid.SampledFrom([]string{"%s", "%s, %s", "%s and %s", "%[2]s, %[1]s", "%[2]s and %[1]s", "%[2]s, %[1]s or %[2]s"}).Draw(t, "list")
			span := a + rapid.SampledFrom([]string{" to ", "–", " through "}).Draw(t, "range") + b
			if strings.Count(list, "%") == 1 {
				return noun + "s " + span
			}
			return noun + "s " + fmt.Sprintf(list, span, number.Draw(t, "to"))
		case 3:
			return noun + " " + number.Draw(t, "to") + " of the Charter of the United Nations"
		case 4:
			return noun + " " + number.Draw(t, "to") + " of this Plan"
		case 5:
			return "within 30 days"
		}
		return "paragraph 1 of " + noun + " " + number.Draw(t, "to")
	}
	for _, s := range numbers {
		p := plan.Point{ID: ident.Point("p" + strings.ReplaceAll(s, " ", "")), Kind: plan.KindPoint, Label: label, Number: s}
		p.Heading = rapid.SampledFrom([]string{"", "Duties", "Follow-up of " + noun + " " + numbers[0]}).Draw(t, "heading")
		var all []string
		for range rapid.IntRange(0, 4).Draw(t, "references") {
			all = append(all, "The Parties act under "+reference()+rapid.SampledFrom([]string{", as agreed.", ".", "; and"}).Draw(t, "end"))
		}
		p.Body = strings.Join(all, " ")
		text.Points = append(text.Points, p)
	}
	return text
}

// TestRenumberKeepsReferences holds that after a renumbering every reference
// names the points that it named before, that those of other texts have not
// changed by a byte, and that the concordance is complete both ways.
func TestRenumberKeepsReferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawn(t)
		kept(t, text)
	})
}

func kept(t interface{ Fatalf(string, ...any) }, text plan.Text) {
	places, parts := refs.Places(&text)
	c := refs.NewIndex(text.Title, places, parts).Afresh()
	before := named(text)
	after, changes := refs.Renumber(text, c, refs.English)
	now := named(after)
	if len(before) != len(now) {
		t.Fatalf("%d references have become %d\n%s\n%s", len(before), len(now), strings.Join(before, "\n"), strings.Join(now, "\n"))
	}
	for i := range before {
		if before[i] != now[i] && !strings.Contains(before[i], ": ") {
			t.Fatalf("what named %q names %q\n%+v\n%+v", before[i], now[i], text, after)
		}
	}
	for _, x := range changes {
		if x.Why != "" && len(x.Ref.Groups) > 0 && len(x.Ref.Groups[0].Targets[0].Points) > 0 && x.Ref.Groups[0].Targets[0].Why == "" {
			t.Fatalf("%s was left: %s", x.Ref.Words, x.Why)
		}
	}
	olds, news := map[string]ident.Point{}, map[string]ident.Point{}
	lines := 0
	for i, p := range text.Points {
		if p.Number == "" {
			continue
		}
		l := c[lines]
		lines++
		if l.Point != p.ID || l.Old != p.Number || l.New != after.Points[i].Number {
			t.Fatalf("the concordance says %+v of %s, which was %s and is %s", l, p.ID, p.Number, after.Points[i].Number)
		}
		old, now := string(p.Kind)+p.Part+l.Old, string(p.Kind)+p.Part+l.New
		if olds[old] != "" || news[now] != "" {
			t.Fatalf("%s or %s stands for two points", l.Old, l.New)
		}
		olds[old], news[now] = p.ID, p.ID
	}
	if lines != len(c) {
		t.Fatalf("the concordance has %d lines for %d points", len(c), lines)
	}
}

// TestRenumberPlan28 does the same with the 28 points of November 2025 in
// random order, each with a reference to each other point added.
func TestRenumberPlan28(t *testing.T) {
	src, err := os.ReadFile("../../examples/november-2025/us-28.md")
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := markdown.Read(src)
	if err != nil {
		t.Fatal(err)
	}
	if len(text.Points) < 28 {
		t.Fatalf("%d points", len(text.Points))
	}
	rapid.Check(t, func(t *rapid.T) {
		own := text
		own.Points = rapid.Permutation(slices.Clone(text.Points)).Draw(t, "order")
		for i := range own.Points {
			p := &own.Points[i]
			p.Part, p.PartLabel = "", ""
			p.Body = fmt.Sprintf("%s\nWithout prejudice to points %d and %d to %d, and to Article 5 of the North Atlantic Treaty.", p.Body, rapid.IntRange(1, 28).Draw(t, "to"), rapid.IntRange(1, 14).Draw(t, "from"), rapid.IntRange(15, 28).Draw(t, "until"))
		}
		kept(t, own)
	})
}

// TestWordingAsReadings holds that rewriting a bracketed wording does to every
// reading of it what rewriting that reading does, where each number stands whole
// on one side of a bracket's marks.
func TestWordingAsReadings(t *testing.T) {
	points := text("", "9: A.", "3: B.", "5: C.", "2: D.", "12: E.")
	places, parts := refs.Places(&points)
	ix := refs.NewIndex("", places, parts)
	rw := ix.Rewriter(ix.Afresh(), refs.English)
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.SampledFrom([]string{"9", "3", "5", "2", "12", "[X]"})
		var draw func(depth int) bracket.Wording
		draw = func(depth int) bracket.Wording {
			w := bracket.Wording{{Words: "See points " + number.Draw(t, "n")}}
			for range rapid.IntRange(0, 3).Draw(t, "brackets") {
				b := &bracket.Bracket{Variants: []bracket.Variant{{Holders: []ident.Code{"A"}}, {Holders: []ident.Code{"B"}}}}
				for i := range b.Variants {
					switch k := rapid.IntRange(0, 2).Draw(t, "variant"); {
					case k == 0 && i > 0:
					case depth > 0 && k == 1:
						b.Variants[i].Wording = append(bracket.Wording{{Words: " and " + number.Draw(t, "n") + ". "}}, draw(depth-1)...)
					default:
						b.Variants[i].Wording = bracket.Wording{{Words: rapid.SampledFrom([]string{" and ", ", ", " or "}).Draw(t, "and") + number.Draw(t, "n")}}
					}
				}
				w = append(w, bracket.Item{Bracket: b}, bracket.Item{Words: rapid.SampledFrom([]string{" and 5 apply. See point 9", " of the Plan; points 2", " shall"}).Draw(t, "then")})
			}
			return w
		}
		w := draw(2)
		got, _ := rw.Wording(w, 0)
		// the holder A reads every first variant, which is what a reference that
		// goes across a bracket is read with
		want, _ := rw.String(w.Reading("A"), 0)
		if got.Reading("A") != want {
			t.Fatalf("%q\nis rewritten as %q\nits reading as %q", w.Reading("A"), got.Reading("A"), want)
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"points 7 and 14", "paragraph 2 (a) of Article 5", "Articles 4, 5 and 7 to 9 of the Charter", "resolution 2334 (2016), paragraph [X]", "§§ 3-5", "the preceding paragraph", "Annex II to the Convention's", "points 1, 2, 3 to 5 km", "Article \u00a05", "point ((a)"} {
		f.Add(s)
	}
	points := text("Plan", "1: One.", "5: Five.", "2: Two.", "3: Three.")
	places, parts := refs.Places(&points)
	ix := refs.NewIndex("Plan", places, parts)
	rw := ix.Rewriter(ix.Afresh(), refs.English)
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range refs.Languages {
			last := 0
			for _, r := range refs.FindIn(s, lang) {
				if r.From < last || r.To <= r.From || r.To > len(s) {
					t.Fatalf("%q: a reference at %d to %d behind %d", s, r.From, r.To, last)
				}
				last = r.To
				for _, g := range r.Groups {
					for _, x := range g.Targets {
						if !strings.HasPrefix(s[x.From:], x.Number) || x.To < x.From || x.To > len(s) {
							t.Fatalf("%q: number %q at %d", s, x.Number, x.From)
						}
					}
				}
			}
		}
		rw.String(s, 0)
	})
}
