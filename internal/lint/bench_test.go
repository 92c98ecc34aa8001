package lint_test

import (
	"os"
	"strings"
	"testing"

	"nonpaper/internal/format/markdown"
	"nonpaper/internal/lint"
	"nonpaper/internal/refs"
)

func all(string) bool { return true }

// october is the largest of the three real drafts; tests that need it fail where
// CI is set, and are left out elsewhere where it is not there.
func october(t testing.TB) []byte {
	src, err := os.ReadFile("../../../shared/data/brackets/23-oct-2015.md")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return src
}

func read(t testing.TB, src []byte, tag string) *lint.Text {
	m, err := markdown.ReadMarked(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	return lint.New(m.Marks, m.Text, nil, refs.LanguageOf(tag))
}

// BenchmarkOctober checks the draft of 23 October 2015, 16,900 words; reading its
// points is measured apart from reading its marks and from the rules.
func BenchmarkOctober(b *testing.B) {
	src := october(b)
	text := read(b, src, "en")
	b.Run("reading", func(b *testing.B) {
		for b.Loop() {
			read(b, src, "en")
		}
	})
	b.Run("rules", func(b *testing.B) {
		for b.Loop() {
			lint.Check(text, all)
		}
	})
}

// BenchmarkLong checks texts of one and of ten megabytes, with points and as one
// line: time per byte stays the same.
func BenchmarkLong(b *testing.B) {
	point := "### %d. Point\n\n"
	body := `The Parties shall, under points 3 and 4 (a) of this Plan, withdraw[ within [15 - HAR / 25 - SEL] days - UNI] to the Zone (the "Zone"), [shall][should] report, [open words [deeper ones]] and [so on] under Article 5 of the Charter.`
	for _, x := range []struct {
		name string
		text func(size int) string
	}{
		{"points", func(size int) string {
			var s strings.Builder
			for n := 1; s.Len() < size; n++ {
				s.WriteString(strings.Replace(point, "%d", itoa(n%900+1), 1) + body + "\n\n")
			}
			return s.String()
		}},
		{"line", func(size int) string { return "### 1. Point\n\n" + strings.Repeat(body+" ", size/len(body)) }},
		{"brackets", func(size int) string { return "### 1. Point\n\n" + strings.Repeat("[a - HAR] ", size/10) }},
		{"unbalanced", func(size int) string { return "### 1. Point\n\n" + strings.Repeat("[a ", size/3) }},
	} {
		for _, size := range []int{1, 10} {
			b.Run(x.name+"/"+itoa(size)+"MB", func(b *testing.B) {
				src := []byte(x.text(size << 20))
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					lint.Check(read(b, src, "en"), all)
				}
			})
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
