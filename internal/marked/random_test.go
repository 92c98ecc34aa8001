package marked_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/marked"
	"nonpaper/internal/marks"
)

var bits = []string{
	"alpha ", "beta ", "gamma, ", "25 ", "[", "]", "[", "]", "][", "] [", " / ", " - HAR", " - SEL, CG", " - UNI retain", " - HAR delete", "; SEL oppose", "HAR propose: ", "SEL oppose: ", "[15][25]", "[X]", "[/build]",
	"\n\n", "\n", "\n\n1. ", "\n\n2. ", "\n\nOption 1: ", "\n\nOption 2: ", "\n\nOption 1 (HAR): ", "\n\nOption 2 (SEL): No text", "\n\n    Option (a): ", "\n\n    Option (b): ",
	"\n\n## 2. Second\n\n", "\n\n## [3. Third]\n\n", "{note} ", "[^1]", "\\[", "\\] ", "\\- ", "é", "<!-- x [ -->", "[a](http://b/c) ", "co-\noperation ", ".", ",",
}

// TestRandom checks for random bracketed texts that no word is lost or moved,
// that brackets have two variants that differ, and that each of those who speak
// to a point holds one variant of each bracket that they reach.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := "# Plan\n\n## 1. First\n\n" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 30).Draw(t, "bits"), "")
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
		if lost := inMarks(m.Marks); want.Len()-got.Len() > lost {
			t.Fatalf("%q: of %d letters in marks, %d are gone:\n%q\n%q", src, lost, want.Len()-got.Len(), want.String(), got.String())
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
	})
}

// letters are the letters and figures of words.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789", r) {
			return r
		}
		return -1
	}, s)
}

// inMarks is how many letters stand in marks, in variants that read the same as
// another, and in options without text.
func inMarks(r *marks.Read) int {
	n := 0
	r.Walk(func(x *marks.Node) bool {
		switch x.Kind {
		case marks.Mark:
			n += len(letters(r.Raw(x)))
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
					n += len(said)
				}
				seen[said] = true
			}
		}
		return true
	})
	return n
}
