package reuse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/reuse"
)

// drawn are words that no text has by itself.
func drawn(t *rapid.T, prefix string, least, most int) []string {
	n := rapid.IntRange(least, most).Draw(t, "words")
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%dx", prefix, rapid.IntRange(0, 400).Draw(t, "word"))
	}
	return out
}

func insert(t *rapid.T, into, words []string) []string {
	return slices.Insert(slices.Clone(into), rapid.IntRange(0, len(into)).Draw(t, "at"), words...)
}

// Eight words in a row that an author put in are found wherever they stand, in the
// same place or another; what shares no words with the draft is not; and to
// somebody who was given them before they are nothing new.
func TestRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine := drawn(t, "base", 0, 40), drawn(t, "mine", 8, 30)
		d := reuse.Draft{Author: "ALD", Place: "p1", Words: strings.Join(insert(t, base, mine), " "), Base: strings.Join(base, " ")}
		f := reuse.New()
		f.Add(d)
		from := rapid.IntRange(0, len(mine)-8).Draw(t, "from")
		other := drawn(t, "other", 0, 40)
		text := reuse.Text{Place: rapid.SampledFrom([]string{"p1", "p2", ""}).Draw(t, "place"), Words: strings.Join(insert(t, other, mine[from:from+8]), " ")}
		found := f.Find([]reuse.Text{{Place: "p9", Words: strings.Join(other, " ")}, text}, nil)
		if len(found) != 1 || found[0].Words < 8 || found[0].Draft != 0 {
			t.Fatalf("%v", found)
		}
		words := reuse.Words(text.Words)
		n := 0
		for _, s := range found[0].Stretches {
			if s.Text != 1 {
				t.Fatalf("found in the other text: %v", found)
			}
			for _, w := range words[s.From:s.To] {
				if slices.Contains(mine, w) {
					n++
				}
			}
		}
		if n < 8 {
			t.Fatalf("the stretches hold %d of the words: %v", n, found)
		}
		if found := f.Find([]reuse.Text{{Place: "p1", Words: strings.Join(slices.Concat(other, base), " ")}}, nil); len(found) > 0 {
			t.Fatalf("found without a word in common: %v", found)
		}
		if found := f.Find([]reuse.Text{text}, []string{text.Words}); len(found) > 0 {
			t.Fatalf("found though it was given before: %v", found)
		}
	})
}

// What had been given out before a draft, and what three authors have, is nobody's.
func TestNobodys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mine := drawn(t, "mine", 8, 30)
		text := []reuse.Text{{Place: "p1", Words: strings.Join(mine, " ")}}
		f := reuse.New()
		f.Known(text[0].Words, 3)
		f.Add(reuse.Draft{Author: "ALD", Words: text[0].Words, At: 4})
		if found := f.Find(text, nil); len(found) > 0 {
			t.Fatalf("given out before, and found: %v", found)
		}
		f = reuse.New()
		f.Known(text[0].Words, 4)
		f.Add(reuse.Draft{Author: "ALD", Words: text[0].Words, At: 3})
		if found := f.Find(text, nil); len(found) != 1 {
			t.Fatalf("given out later, and not found")
		}
		for _, a := range []string{"BOR", "CAD"} {
			f.Add(reuse.Draft{Author: a, Words: text[0].Words, At: 3})
		}
		if found := f.Find(text, nil); len(found) > 0 {
			t.Fatalf("three have it: %v", found)
		}
	})
}

// Function words alone are no evidence, however many.
func TestFunctionWords(t *testing.T) {
	words := "and which of the to be or not in as it is by on for at from with all any this that his their"
	f := reuse.New()
	f.Add(reuse.Draft{Author: "ALD", Words: words})
	if found := f.Find([]reuse.Text{{Words: "They met. " + words + " They left."}}, nil); len(found) > 0 {
		t.Error(found)
	}
}

func TestReworded(t *testing.T) {
	f := reuse.New()
	base := "The line of contact shall be respected for thirty days."
	f.Known(base, 0)
	f.Add(reuse.Draft{Author: "ALD", Place: "p2", Base: base, At: 1,
		Words: "The line of contact shall be marked by white buoys under a joint seal, and fishing vessels of either side shall anchor behind them at nightfall."})
	for _, c := range []struct {
		words string
		found bool
	}{
		{"The line shall be marked by white buoys beneath a joint seal.", true},
		{"Fishing boats of either side anchor behind them at nightfall; a white buoy under joint seals marks the line.", true},
		{"The line of contact shall be respected for sixty days; vessels keep a distance of two miles.", false},
		{"Fishing shall be regulated by a joint commission, which meets at nightfall on either side.", false},
	} {
		if found := f.Find([]reuse.Text{{Place: "p2", Words: c.words}}, nil); len(found) > 0 != c.found {
			t.Errorf("%s: %v", c.words, found)
		}
	}
}

// FuzzFind reads anything.
func FuzzFind(f *testing.F) {
	f.Add("a base", "a base and more", "more and a base", "given")
	f.Add("", strings.Repeat("停战线 ", 20), strings.Repeat("停战线 ", 20), "")
	f.Fuzz(func(t *testing.T, base, draft, text, given string) {
		x := reuse.New()
		x.Known(given, 1)
		x.Add(reuse.Draft{Author: "A", Place: "p", Words: draft, Base: base, At: 2})
		words := len(reuse.Words(text))
		for _, found := range x.Find([]reuse.Text{{Place: "p", Words: text}}, []string{given}) {
			for _, s := range found.Stretches {
				if s.From < 0 || s.From >= s.To || s.To > words || s.Words > s.To-s.From {
					t.Fatalf("%+v of %d words", s, words)
				}
			}
		}
	})
}
