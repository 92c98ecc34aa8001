package styles

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// drawWording draws a wording whose words are all different, each with a blank
// before it.
func drawWording(t *rapid.T, n *int, holders []ident.Code, depth int) bracket.Wording {
	var out bracket.Wording
	for range rapid.IntRange(1, 3).Draw(t, "items") {
		if depth < 3 && len(holders) > 1 && rapid.Bool().Draw(t, "bracket") {
			out = append(out, bracket.Item{Bracket: drawBracket(t, n, holders, depth+1)})
			continue
		}
		*n++
		words := fmt.Sprintf(" w%d", *n) + rapid.SampledFrom([]string{"", "", ".", "\n(a)"}).Draw(t, "sign")
		if k := len(out) - 1; k >= 0 && out[k].Bracket == nil {
			out[k].Words += words
		} else {
			out = append(out, bracket.Item{Words: words})
		}
	}
	return out
}

func drawBracket(t *rapid.T, n *int, holders []ident.Code, depth int) *bracket.Bracket {
	k := rapid.IntRange(2, len(holders)).Draw(t, "variants")
	b := &bracket.Bracket{Number: ident.Bracket(fmt.Sprintf("1%d", *n))}
	parts := make([][]ident.Code, k)
	for i, h := range holders {
		at := i
		if i >= k {
			at = rapid.IntRange(0, k-1).Draw(t, "at")
		}
		parts[at] = append(parts[at], h)
	}
	none := rapid.IntRange(0, k).Draw(t, "none")
	for i, part := range parts {
		v := bracket.Variant{Holders: part, By: part}
		if i != none {
			v.Wording = drawWording(t, n, part, depth)
		}
		if part[0] == ident.Base {
			v.By = part[:1]
		}
		b.Variants = append(b.Variants, v)
	}
	return b
}

func drawText(t *rapid.T) bracket.Text {
	text := bracket.Text{Texts: map[ident.Code]bracket.Source{}, Sequence: map[ident.Code][]bracket.Place{}}
	holders := []ident.Code{ident.Base}
	for i := range rapid.IntRange(1, 5).Draw(t, "parties") {
		c := ident.Code(fmt.Sprintf("ZZ%d", i))
		holders, text.Parties = append(holders, c), append(text.Parties, c)
	}
	n := 0
	text.Points = []bracket.Point{{ID: "p1", Number: "1", Speaks: holders, Wording: drawWording(t, &n, holders, 0)}}
	for _, c := range holders {
		text.Texts[c] = bracket.Source{Title: string(c)}
		text.Sequence[c] = []bracket.Place{{ID: "p1", Own: "p1", Number: "1"}}
	}
	return text
}

// TestProposalsRead checks that what stays and what is struck is the base's text,
// and what stays and is added the party's, but for blanks.
func TestProposalsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		w := text.Points[0].Wording
		for _, c := range text.Parties {
			var base, own strings.Builder
			for _, r := range runs(w, c) {
				base.WriteString(r.Same + " " + r.Struck + " ")
				own.WriteString(r.Same + " " + r.Added + " ")
			}
			for _, x := range []struct{ got, want string }{{base.String(), w.Reading(ident.Base)}, {own.String(), w.Reading(c)}} {
				if bare(x.got) != bare(x.want) {
					t.Fatalf("%s: %q, want %q", c, x.got, x.want)
				}
			}
		}
	})
}

func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// TestOptionsHoldEverything checks that the options are the distinct readings of all
// who are printed, the base's first, and that those of a text without names hold
// every wording too.
func TestOptionsHoldEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		w := text.Points[0].Wording
		list := ListOptions(w)
		if list[0].Words != w.Reading(ident.Base) {
			t.Fatalf("first %q, the base reads %q", list[0].Words, w.Reading(ident.Base))
		}
		for i, o := range list {
			for _, c := range o.By {
				if w.Reading(c) != o.Words {
					t.Fatalf("%s is at %q and reads %q", c, o.Words, w.Reading(c))
				}
			}
			if i > 0 && len(o.By) == 0 || slices.ContainsFunc(list[:i], func(p Option) bool { return p.Words == o.Words }) {
				t.Fatalf("option %d is nobody's, or there twice: %+v", i, list)
			}
		}
		nameless := ListOptions(Only(text, "").Points[0].Wording)
		w.Brackets(func(b *bracket.Bracket) bool {
			for _, v := range b.Variants {
				for _, it := range v.Wording {
					if it.Bracket == nil && !slices.ContainsFunc(nameless, func(o Option) bool { return strings.Contains(o.Words, it.Words) }) {
						t.Fatalf("%q is in no option of %+v", it.Words, nameless)
					}
				}
			}
			return true
		})
	})
}

// TestOnly checks that of a text for one party nothing of the others stays, and
// that its own reading stays as it was.
func TestOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		own := rapid.SampledFrom(text.Parties).Draw(t, "own")
		out := Only(text, own)
		said := fmt.Sprintf("%+v %s", out, dump(out.Points[0].Wording))
		if strings.Contains(strings.ReplaceAll(said, string(own), ""), "ZZ") {
			t.Fatalf("another party: %s", said)
		}
		if got, want := Reading(out.Points[0].Wording, own), text.Points[0].Wording.Reading(own); got != want {
			t.Fatalf("%s reads %q, want %q", own, got, want)
		}
	})
}

func dump(w bracket.Wording) string {
	var b strings.Builder
	w.Brackets(func(x *bracket.Bracket) bool { fmt.Fprintf(&b, "%+v", *x); return true })
	return b.String()
}

func TestLevels(t *testing.T) {
	words := bracket.Wording{{Words: "Words."}}
	open := bracket.Item{Bracket: &bracket.Bracket{Variants: []bracket.Variant{
		{Holders: []ident.Code{"base"}, By: []ident.Code{"base"}, Wording: words}, {Holders: []ident.Code{"A"}, By: []ident.Code{"A"}},
	}}}
	for _, x := range []struct {
		speaks  []ident.Code
		wording bracket.Wording
		named   bool
		want    Level
	}{
		{[]ident.Code{"base"}, words, true, Untouched},
		{[]ident.Code{"base", "A"}, words, true, Same},
		{[]ident.Code{"base", "A"}, words, false, Untouched}, // who spoke is not told
		{[]ident.Code{"base", "A"}, bracket.Wording{{Words: "The "}, open}, true, Partly},
		{[]ident.Code{"base", "A"}, bracket.Wording{open}, false, Wholly},
	} {
		if got := LevelOf(&bracket.Point{Speaks: x.speaks, Wording: x.wording}, x.named); got != x.want {
			t.Errorf("%v %v: %q, want %q", x.speaks, x.wording, got, x.want)
		}
	}
}

func TestRange(t *testing.T) {
	of := func(words ...string) string {
		b := &bracket.Bracket{}
		for i, w := range words {
			c := ident.Code(fmt.Sprintf("P%d", i))
			if i == 0 {
				c = ident.Base
			}
			b.Variants = append(b.Variants, bracket.Variant{Holders: []ident.Code{c}, By: []ident.Code{c}, Wording: bracket.Wording{{Words: w}}})
		}
		return NoteOf(b).Range
	}
	for _, x := range []struct{ got, want string }{
		{of("25", "15", "40"), "15 to 40"}, {of("600,000", "800,000"), "600,000 to 800,000"}, {of("25", "thirty"), ""}, {of(" 45", " 30"), "30 to 45"},
	} {
		if x.got != x.want {
			t.Errorf("range %q, want %q", x.got, x.want)
		}
	}
}
