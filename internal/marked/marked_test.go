package marked_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/marked"
)

func read(t interface{ Fatal(...any) }, src string) (bracket.Text, markdown.Marked) {
	m, err := markdown.ReadMarked([]byte(src), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := marked.Text(marked.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
	return out, m
}

// wordsOf are all words of a wording, of every variant in order.
func wordsOf(w bracket.Wording) string {
	var b strings.Builder
	for _, it := range w {
		b.WriteString(it.Words)
		if it.Bracket != nil {
			for _, v := range it.Bracket.Variants {
				b.WriteString("\n" + wordsOf(v.Wording) + "\n")
			}
		}
	}
	return b.String()
}

// TestDrafts checks that every word of the drafts is in the model, in order,
// and that every holder holds one variant of each bracket that it reaches.
func TestDrafts(t *testing.T) {
	for _, name := range []string{"23-oct-2015.md", "9-dec-2015.md", "12-dec-2015.md"} {
		src, err := os.ReadFile(filepath.Join("../../../shared/data/brackets", name))
		if err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		text, m := read(t, string(src))
		brackets := 0
		for i, p := range text.Points {
			for _, side := range []struct {
				origin string
				w      bracket.Wording
			}{{m.Text.Points[i].Heading, p.Heading}, {m.Text.Points[i].Body, p.Wording}} {
				want := fields(labels.ReplaceAllString(m.Marks.Dialect.Plain(side.origin), " "))
				got := fields(wordsOf(side.w))
				if !slices.Equal(want, got) {
					k := 0
					for k < min(len(want), len(got)) && want[k] == got[k] {
						k++
					}
					t.Errorf("%s, %s %s: words differ at %d: %q, not %q", name, p.Label, p.Number, k, got[k:min(len(got), k+12)], want[k:min(len(want), k+12)])
				}
				brackets += side.w.Count()
			}
			checkHolders(t, p.Wording, p.Speaks)
		}
		if brackets == 0 != (name == "12-dec-2015.md") {
			t.Errorf("%s: %d brackets", name, brackets)
		}
		compiles(t, text)
	}
}

// labels of options and options without text are marks.
var labels = regexp.MustCompile(`(?:\*\*Option ?[0-9IV]+(?:\*\*[.:]?:?|:\*\*:?)|Option [12]:)(?: *\n?\[?[Nn]o text\.?\]?(?:\n|$))?`)

// fields are the words between blanks and what may be a mark.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("[]/\n ", r) })
}

// checkHolders checks that each of those who read a wording holds exactly one
// variant of each bracket in it.
func checkHolders(t interface{ Errorf(string, ...any) }, w bracket.Wording, who []ident.Code) {
	for _, it := range w {
		if it.Bracket == nil {
			continue
		}
		said := map[string]bool{}
		held := map[ident.Code]int{}
		for _, v := range it.Bracket.Variants {
			text := wordsOf(v.Wording)
			if said[text] {
				t.Errorf("two variants of bracket %s read %q", it.Bracket.Number, text)
			}
			said[text] = true
			for _, h := range v.Holders {
				held[h]++
			}
			checkHolders(t, v.Wording, v.Holders)
		}
		if len(it.Bracket.Variants) < 2 {
			t.Errorf("bracket %s has %d variants", it.Bracket.Number, len(it.Bracket.Variants))
		}
		for _, h := range who {
			if held[h] != 1 {
				t.Errorf("%s holds %d variants of bracket %s: %q", h, held[h], it.Bracket.Number, wordsOf(w))
			}
		}
	}
}

// show writes a text's wordings with the holders of each variant.
func show(t bracket.Text) string {
	var b strings.Builder
	var write func(w bracket.Wording)
	write = func(w bracket.Wording) {
		for _, it := range w {
			b.WriteString(it.Words)
			if it.Bracket == nil {
				continue
			}
			for i, v := range it.Bracket.Variants {
				b.WriteString([]string{"[", "|"}[min(i, 1)])
				write(v.Wording)
				fmt.Fprintf(&b, " <%s; %s>", join(v.By), join(v.Holders))
			}
			b.WriteString("]")
		}
	}
	for _, p := range t.Points {
		fmt.Fprintf(&b, "%s(%s) ", p.ID, join(p.Speaks))
		write(p.Heading)
		b.WriteString(": ")
		write(p.Wording)
		b.WriteString("\n")
	}
	return b.String()
}

func join(codes []ident.Code) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = strings.TrimPrefix(string(c), "reading-0")
	}
	return strings.Join(out, ",")
}

func TestText(t *testing.T) {
	for _, x := range []struct{ src, want string }{
		{"# P\n\n## 9. Distance\n\nTo [15 - HAR / 25 - UNI retain / 40 - SEL] km[, at once - SEL, CG; HAR delete].\n",
			"p9(base,CG,HAR,SEL,UNI) Distance: To [15 <HAR; HAR>|25 <base,UNI; base,UNI,CG>|40 <SEL; SEL>] km[, at once <SEL,CG; SEL,CG>| <base,HAR; base,HAR,UNI>].\n"},
		{"# P\n\n## 9. Distance\n\nTo [HAR propose: 15] [UNI retain: 25] km[SEL propose; HAR oppose: , at once]. [US oppose: Words.]\n",
			"p9(base,HAR,SEL,UNI,US) Distance: To [15 <HAR; HAR>|25 <base,UNI; base,UNI,SEL,US>] km[, at once <SEL; SEL>| <base; base,HAR,UNI,US>].[ Words. <base; base,HAR,SEL,UNI>| <US; US>]\n"},
		{"# P\n\n## 9. Distance\n\nTo [15][25][40] km [, at once,] of [the] line.\n",
			"p9(base,2,3) Distance: To [15 <base; base>|25 <; 2>|40 <; 3>] km[ , at once, <base; base,3>| <; 2>] of[ the <base; base,3>| <; 2>] line.\n"},
		{"# P\n\n## 9. Distance\n\nOption 1 (HAR): To 15 km.\n\nOption 2 (SEL): No text\n\nThe end.\n",
			"p9(base,HAR,SEL) Distance: [To 15 km.\n <HAR; HAR>| <base,SEL; base,SEL>]The end.\n"},
	} {
		got, _ := read(t, x.src)
		if s := show(got); s != x.want {
			t.Errorf("%s\ngot  %s\nwant %s", x.src, s, x.want)
		}
	}
}

// TestVersions checks what compile is given: no end marks, no party of which a
// version is at hand, an act of keeping where a party retains all that it reads
// of the base, and the place of a point that is in brackets as a whole.
func TestVersions(t *testing.T) {
	out, _ := read(t, "# P\n\n## 1. A\n\nTo [15 - HAR / 25 - UNI retain] km. [Agreed ad ref]\n\n## [2. B - HAR]\n\n[Words. - HAR]\n\n## 3. C\n\nMore [or][and] less.\n")
	base, versions := marked.Versions(out, nil)
	if got := base.Points[0].Body; got != "To 25 km." || len(base.Points) != 2 {
		t.Errorf("%q, %d points", got, len(base.Points))
	}
	var codes []ident.Code
	for _, v := range versions {
		codes = append(codes, v.Code)
		if v.Unnamed != marked.IsReading(v.Code) || v.Text.Complete != v.Unnamed {
			t.Errorf("%+v", v)
		}
		if v.Code == "UNI" && v.Text.Points[0].Act != "keep" || v.Code == "HAR" && (v.Text.Points[0].Act != "" || v.Places["p2"].After != "p1") {
			t.Errorf("%+v", v)
		}
	}
	if join(codes) != "HAR,UNI,2" {
		t.Error(codes)
	}
	if _, versions = marked.Versions(out, []ident.Code{"HAR"}); len(versions) != 2 {
		t.Errorf("%d versions", len(versions))
	}
}
