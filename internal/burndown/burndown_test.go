package burndown_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/burndown"
	"nonpaper/internal/format/markdown"
)

func text(t interface{ Fatal(...any) }, name, src string) burndown.Text {
	m, err := markdown.ReadMarked([]byte(src), nil)
	if err != nil {
		t.Fatal(err)
	}
	return burndown.Text{Name: name, Plan: m.Text, Starts: m.Starts, Marks: m.Marks}
}

func draft(t testing.TB, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../../../shared/data/brackets", name))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return string(src)
}

// TestDrafts counts the drafts; each figure can be checked by hand or by grep.
func TestDrafts(t *testing.T) {
	var texts []burndown.Text
	for _, x := range []struct {
		name string
		want burndown.Count
	}{
		{"23-oct-2015.md", burndown.Count{Words: 16415, InBrackets: 7972, Open: 13243, Brackets: 1012, Places: 802, Depth: 4, Spanning: 12, Series: 61, Options: 153, Placeholders: 33, Slots: 1, Instructions: 29}},
		{"9-dec-2015.md", burndown.Count{}},
		{"12-dec-2015.md", burndown.Count{}},
	} {
		texts = append(texts, text(t, x.name, draft(t, x.name)))
		r := burndown.Of(texts[len(texts)-1])
		if x.want.Words > 0 && r.Total != x.want {
			t.Errorf("%s: %+v", x.name, r.Total)
		}
		adds(t, r)
	}
	for i, want := range [][4]int{{740, 27, 35, 114}, {176, 0, 0, 0}} {
		s := burndown.Follow(texts[i], texts[i+1])
		if got := [4]int{s.Settled, s.Changed, s.Carried, s.New}; got != want {
			t.Errorf("%s to %s: %v", s.From, s.To, got)
		}
	}
}

// adds checks that the counts of points and of parts add up to the text's.
func adds(t interface{ Errorf(string, ...any) }, r burndown.Report) {
	words, brackets, places, options := 0, 0, 0, 0
	for _, p := range r.Points {
		words, brackets, places, options = words+p.Words, brackets+p.Brackets, places+p.Places, options+p.Options
		if p.InBrackets > p.Open || p.Open > p.Words || p.Places > p.Brackets {
			t.Errorf("%+v", p)
		}
	}
	for _, p := range r.Parts {
		words -= p.Words
	}
	if words != 0 || brackets != r.Total.Brackets || places != r.Total.Places || options != r.Total.Options || brackets != r.Opened.Text {
		t.Errorf("points: %d brackets at %d places, %d options; the text: %+v", brackets, places, options, r.Total)
	}
}

var bits = []string{"the Parties ", "shall withdraw ", "[15][25] km ", "[15][25][40] km ", "[, at once - SEL]", "[under [joint][full] watch]", " within 30 days", ".\n\n", "Option 1: a\n\nOption 2: b\n\n", "\n## 3. Fund\n\n", "\n## 4. Peace\n\n", "[X] days ", "[", "]", "{note [c]} "}

// TestFollow checks for random versions that every place is followed once.
func TestFollow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var texts []burndown.Text
		for i := range 2 {
			src := "# Plan\n\n## 1. Forces\n\n" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 25).Draw(t, "bits"), "")
			texts = append(texts, text(t, fmt.Sprint(i), src))
		}
		a, b := burndown.Of(texts[0]), burndown.Of(texts[1])
		adds(t, a)
		adds(t, b)
		s := burndown.Follow(texts[0], texts[1])
		if s.Settled+s.Changed+s.Carried != a.Total.Places || s.New+s.Changed+s.Carried != b.Total.Places || s.SettledKept > s.Settled {
			t.Fatalf("%d and %d places: %d settled, %d changed, %d carried, %d new", a.Total.Places, b.Total.Places, s.Settled, s.Changed, s.Carried, s.New)
		}
		for _, f := range s.Brackets {
			if (f.Fate == burndown.Carried) != (f.OldLine > 0 && f.NowLine > 0 && f.Old == f.Now) || (f.OldLine > 0) == (f.Fate == burndown.New) || (f.NowLine > 0) == (f.Fate == burndown.Settled) {
				t.Fatalf("%+v", f)
			}
		}
		if same := burndown.Follow(texts[0], texts[0]); same.Carried != a.Total.Places {
			t.Fatalf("of %d places %d are carried into the same text", a.Total.Places, same.Carried)
		}
	})
}

// TestFates follows single brackets whose fate is known.
func TestFates(t *testing.T) {
	before := "# Plan\n\n## 1. Forces\n\nThe Parties [shall][should] withdraw [heavy] weapons to a distance of [15][25] km within [30] days of signature.\n\n## 2. Fund\n\nA fund [for the repair of houses and bridges] is set up.\n"
	now := "# Plan\n\n## 1. Forces\n\nThe Parties shall withdraw [heavy] weapons to a distance of [15][25][40] km within 30 days of signature[, under watch].\n\n## 2. Fund\n\nA fund is set up.\n\n## 3. Repair\n\nThis is [for the repair of houses and bridges].\n"
	s := burndown.Follow(text(t, "a", before), text(t, "b", now))
	var got []string
	for _, f := range s.Brackets {
		got = append(got, fmt.Sprintf("%s %s %s %v", f.Fate, f.Old, f.Now, f.Kept))
	}
	want := []string{
		"carried [heavy] [heavy] false", "changed [15][25] [15][25][40] false", "new  [, under watch] false",
		"carried [for the repair of houses and bridges] [for the repair of houses and bridges] false",
		"settled [shall][should]  true", "settled [30]  true",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// BenchmarkReadAndCount reads and counts the draft of 23 October 2015.
func BenchmarkReadAndCount(b *testing.B) {
	src := draft(b, "23-oct-2015.md")
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		burndown.Of(text(b, "draft", src))
	}
}

// BenchmarkFollow follows the brackets of the first draft into the second.
func BenchmarkFollow(b *testing.B) {
	old, now := text(b, "old", draft(b, "23-oct-2015.md")), text(b, "now", draft(b, "9-dec-2015.md"))
	for b.Loop() {
		burndown.Follow(old, now)
	}
}
