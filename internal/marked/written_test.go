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

	"pgregory.net/rapid"

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

// reporter is what tests and rapid have in common.
type reporter interface {
	Errorf(string, ...any)
	Fatal(...any)
}

// comesBack checks that a compiled text, written in the conference style and
// read again, reads for the base and for all who are printed at a point as it did.
func comesBack(t reporter, name string, in bracket.Text) {
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

// TestWrittenRandom checks the same of random texts: words that look like marks,
// several scripts, brackets in brackets, points that some add or delete.
func TestWrittenRandom(t *testing.T) {
	vocabulary := strings.Fields(`the of and , . ; a b c war peace 25 km 600,000 [ ] / - (a) "x" 和平 не мир delete retain HAR P1 X [X] deleted`)
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.SampledFrom(vocabulary)
		line := func(name string) []string { return rapid.SliceOfN(word, 1, 10).Draw(rt, name) }
		var base [][]string
		for i := range rapid.IntRange(1, 3).Draw(rt, "points") {
			base = append(base, line(fmt.Sprint("point", i)))
		}
		text := func(bodies [][]string) plan.Text {
			out := plan.Text{Title: "Plan"}
			for i, b := range bodies {
				out.Points = append(out.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Heading: "Heading", Body: words.Normalise(strings.Join(b, " "))})
			}
			return out
		}
		in := compile.Input{Base: text(base)}
		for n := range rapid.IntRange(1, 4).Draw(rt, "versions") {
			bodies := make([][]string, len(base))
			for i, b := range base {
				for _, w := range b {
					switch rapid.IntRange(0, 6).Draw(rt, "edit") {
					case 0:
					case 1:
						bodies[i] = append(bodies[i], w, word.Draw(rt, "in"))
					case 2:
						bodies[i] = append(bodies[i], word.Draw(rt, "instead"))
					default:
						bodies[i] = append(bodies[i], w)
					}
				}
			}
			in.Versions = append(in.Versions, compile.Version{Code: ident.Code(fmt.Sprintf("P%d", n+1)), Text: text(bodies)})
		}
		out, _, err := compile.Texts(in)
		if err != nil {
			rt.Fatal(err)
		}
		comesBack(rt, "random", out)
	})
}
