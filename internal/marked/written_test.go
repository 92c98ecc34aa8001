package marked_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// bare is words without blanks, which a bracket may own or not.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u2060' {
			return -1
		}
		return r
	}, s)
}

// printed are the parties that are printed in a point.
func printed(p bracket.Point) map[ident.Code]bool {
	out := map[ident.Code]bool{}
	for _, w := range []bracket.Wording{p.Heading, p.Wording} {
		w.Brackets(func(b *bracket.Bracket) bool {
			for _, v := range b.Variants {
				for _, c := range v.By {
					out[c] = true
				}
			}
			return true
		})
	}
	return out
}

// comesBack checks that a compiled text, written in the conference style and
// read again, reads for the base and for all who are printed at a point as it did.
func comesBack(t *testing.T, name string, in bracket.Text) {
	t.Helper()
	out, m := read(t, notation.Markdown(in, notation.Conference, ""))
	for _, p := range m.Marks.Problems {
		t.Errorf("%s: %+v", name, p)
	}
	byID := map[ident.Point]bracket.Point{}
	for _, p := range out.Points {
		byID[p.ID] = p
	}
	for _, p := range in.Points {
		again := byID[p.ID]
		for c := range printed(p) {
			if want, got := bare(p.Wording.Reading(c)), bare(again.Wording.Reading(c)); want != got {
				t.Errorf("%s, %s: %s reads\n%s, not\n%s\nas written: %s", name, p.ID, c, got, want, notation.Write(p.Wording, notation.Conference, nil))
			}
		}
	}
}

func TestWrittenNovember(t *testing.T) {
	text := func(name string) plan.Text {
		src, err := os.ReadFile(filepath.Join("../../examples/november-2025", name))
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := markdown.Read(src)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	in := compile.Input{Base: text("us-28.md")}
	for code, name := range map[ident.Code]string{"E3": "e3.md", "EU24": "eu24.md", "D20": "draft-20.md"} {
		in.Versions = append(in.Versions, compile.Version{Code: code, Text: text(name)})
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	comesBack(t, "november", out)
}

// TestWrittenAmendments checks the same of provisions with real amendments.
func TestWrittenAmendments(t *testing.T) {
	f, err := os.Open("../../../shared/data/amendments.jsonl")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	whole := func(s string) plan.Text {
		return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: words.Normalise(s)}}}
	}
	for lines.Scan() {
		var row struct {
			ID       string
			Base     string
			Versions []struct{ Text string }
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		in := compile.Input{Base: whole(row.Base)}
		for i, v := range row.Versions {
			in.Versions = append(in.Versions, compile.Version{Code: ident.Code(fmt.Sprintf("P%d", i+1)), Text: whole(v.Text)})
		}
		out, err := compile.Whole(in)
		if err != nil {
			t.Fatal(err)
		}
		comesBack(t, row.ID, out)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
