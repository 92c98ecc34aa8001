package marked_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/marked"
	"nonpaper/internal/marks"
)

var bits = []string{
	"alpha ", "beta ", "gamma, ", "25 ", "[", "]", "[", "]", "][", "] [", " / ", " - HAR", " - SEL, CG", " - UNI retain", " - HAR delete", "; SEL oppose", "HAR propose: ", "SEL oppose: ", "[15][25]", "[X]", "[/build]",
	"\n\n", "\n", "\n\n1. ", "\n\n2. ", "\n\nOption 1: ", "\n\nOption 2: ", "\n\nOption 1 (HAR): ", "\n\nOption 2 (SEL): No text", "\n\n    Option (a): ", "\n\n    Option (b): ",
	"\n\n## 2. Second\n\n", "\n\n## [3. Third]\n\n", "{note} ", "[^1]", "\\[", "\\] ", "\\- ", "é", "e\u0301", "xyze\u0301", "<!-- x [ -->", "[a](http://b/c) ", "co-\noperation ", ".", ",",
}

// TestRandom checks for random bracketed texts that no word is lost or moved,
// that brackets have two variants that differ, and that each of those who speak
// to a point holds one variant of each bracket that they reach.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := "# Plan\n\n## 1. First\n\n" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 30).Draw(t, "bits"), "")
		whole(t, src)
	})
}

// TestWhole checks the texts of testdata/whole in the same way: what was found
// before.
func TestWhole(t *testing.T) {
	files, err := filepath.Glob("testdata/whole/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in testdata/whole: %v", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			whole(t, string(src))
		})
	}
}

// whole checks that a bracketed text comes into the model with all its words, and
// that what it says for everybody stays when it is compiled of its own readings.
func whole(t interface {
	Errorf(string, ...any)
	Fatal(...any)
	Fatalf(string, ...any)
}, src string) {
	m, err := markdown.ReadMarked([]byte(src), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := marked.Text(marked.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
	if len(out.Points) != len(m.Text.Points) {
		t.Fatalf("%d points of %d", len(out.Points), len(m.Text.Points))
	}
	var want, got strings.Builder
	for i, p := range m.Text.Points {
		want.WriteString(letters(p.Heading + p.Body))
		got.WriteString(letters(wordsOf(out.Points[i].Heading) + wordsOf(out.Points[i].Wording)))
		checkHolders(t, out.Points[i].Heading, out.Points[i].Speaks)
		checkHolders(t, out.Points[i].Wording, out.Points[i].Speaks)
	}
	// What belongs to a mark is in the source and not in the model; all else is
	// in both, in the same order.
	rest := want.String()
	for _, c := range got.String() {
		i := strings.IndexRune(rest, c)
		if i < 0 {
			t.Fatalf("%q is not in order in %q", got.String(), want.String())
		}
		rest = rest[i+1:]
	}
	// A letter with its accent is one, whether the source writes it as one sign or two.
	gone := utf8.RuneCountInString(want.String()) - utf8.RuneCountInString(got.String())
	if lost := inMarks(m.Marks); gone > lost {
		t.Fatalf("%q: of %d letters in marks, %d are gone:\n%q\n%q", src, lost, gone, want.String(), got.String())
	}
	for _, c := range append([]ident.Code{ident.Base}, out.Parties...) {
		if _, known := out.Project(c); !known {
			t.Fatalf("%s is not projected", c)
		}
	}
	base, versions := marked.Versions(out, nil)
	if len(versions) != len(out.Texts)-1 || len(base.Points) > len(out.Points) {
		t.Fatalf("%d versions of %d texts", len(versions), len(out.Texts))
	}
	compiles(t, out)
}

// compiles checks that a text compiled of its own readings reads for everybody as
// it did, and has its points in their order.
func compiles(t interface{ Fatalf(string, ...any) }, in bracket.Text) {
	base, versions := marked.Versions(in, nil)
	out, _, err := compile.Texts(compile.Input{Base: base, Versions: versions})
	if err != nil {
		t.Fatalf("%v", err)
	}
	if !slices.Equal(out.Parties, in.Parties) {
		t.Fatalf("parties %v, not %v", out.Parties, in.Parties)
	}
	for c := range in.Texts {
		before, _ := in.Project(c)
		after, _ := out.Project(c)
		if len(before.Points) != len(after.Points) {
			t.Fatalf("%s has %d points, and had %d", c, len(after.Points), len(before.Points))
		}
		for i := range before.Points {
			a, b := before.Points[i], after.Points[i]
			if a.Number != b.Number || bare(a.Heading) != bare(b.Heading) || bare(a.Body) != bare(b.Body) {
				t.Fatalf("%s, %q: reads %q, and read %q", c, a.Number, b.Body, a.Body)
			}
		}
	}
	var order []ident.Point
	for _, p := range out.Points {
		order = append(order, p.ID)
	}
	for _, p := range in.Points { // points that nobody reads are not there
		if len(order) > 0 && order[0] == p.ID {
			order = order[1:]
		}
	}
	if len(order) > 0 {
		t.Fatalf("points are not in their order from %s on", order[0])
	}
}

// letters are the letters and figures of words.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789é", r) {
			return r
		}
		return -1
	}, norm.NFC.String(strings.ReplaceAll(s, "<!-- x [ -->", ""))) // a letter with its accent is one, however it is written
}

// inMarks is how many letters stand in marks, in variants that read the same as
// another, and in options without text.
func inMarks(r *marks.Read) int {
	n := 0
	r.Walk(func(x *marks.Node) bool {
		switch x.Kind {
		case marks.Mark:
			n += utf8.RuneCountInString(letters(r.Raw(x)))
		case marks.Option:
			n += len("no text")
		case marks.Bracket, marks.Run, marks.Options:
			seen := map[string]bool{}
			vs := x.Variants()
			for i := range x.Children {
				if x.Kind == marks.Options {
					vs = append(vs, &x.Children[i])
				}
			}
			for _, v := range vs {
				var b strings.Builder
				for k := range v.Children {
					if c := &v.Children[k]; c.Kind != marks.Mark {
						b.WriteString(letters(r.Raw(c)))
					}
				}
				said := b.String()
				if seen[said] {
					n += utf8.RuneCountInString(said)
				}
				seen[said] = true
			}
		}
		return true
	})
	return n
}

// FuzzText reads anything into the model: it must hold what TestRandom checks of
// brackets and holders, and compile.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"# P\n\n## 9. D\n\nTo [15 - HAR / 25 - UNI retain / 40 - SEL] km[, at once - SEL, CG; HAR delete].\n", "9. [A propose: x] [B propose: y] z\n\n[10. Fund\n\nA fund. - CG]",
		"Option 1 (A): a\n\nOption 2 (B): No text\n\n1. b [c][d][[e][f]]", "> 1. a [b\r\n> 2. c]\r\n", "---\ntitle: [x]\n---\n# a {#p1}\n\n### 1. b\n[c\n\n### 2. d\ne]\n[^1]: [f]",
		"e\u0301[e\u0301 ]co-\noperation <!-- [ -->]", "[]\n\n[ ]\n\n[[]]\n\n[ / ]\n\n[ - A]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 2000 {
			return
		}
		m, err := markdown.ReadMarked([]byte(src), nil)
		if err != nil {
			return
		}
		out, _ := marked.Text(marked.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
		for _, p := range out.Points {
			checkHolders(t, p.Heading, p.Speaks)
			checkHolders(t, p.Wording, p.Speaks)
		}
		base, versions := marked.Versions(out, nil)
		if len(base.Points) > 0 && len(versions) < 40 {
			if _, _, err := compile.Texts(compile.Input{Base: base, Versions: versions}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
