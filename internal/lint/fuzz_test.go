package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"nonpaper/internal/format/markdown"
	"nonpaper/internal/lint"
	"nonpaper/internal/refs"
)

// FuzzCheck checks any text: every finding has a rule of the table, words, and a
// place that is there, in the order of the text, no two at one place.
func FuzzCheck(f *testing.F) {
	for _, dir := range []string{"faults", "clean"} {
		files, err := filepath.Glob("testdata/lint/" + dir + "/*")
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	for _, s := range []string{"[", "]", "[[]", "[a - A / b - A]\n\n[^1]: x [^1]", "Option 1:", "(“X”)", "\"X\" means", "(a)\n(a)", "| [] |", "\xe2\x80\x9c", "[ -  / ]", "point 9 [", "A, compiled from 2\nWording outside brackets is not thereby agreed.\n[", "---\nstyle: trade\n---\n# A\n[A propose:x]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := markdown.ReadMarked(src, nil)
		if err != nil {
			return
		}
		for _, lang := range refs.Languages {
			line, col := 0, 0
			for _, x := range lint.Check(lint.New(m.Marks, m.Text, nil, lang), all) {
				if _, known := lint.Named(x.Rule); !known || x.Text == "" || x.Line < 1 || x.Col < 1 {
					t.Fatalf("%+v", x)
				}
				if x.Line < line || x.Line == line && x.Col <= col {
					t.Fatalf("%+v stands behind line %d, column %d", x, line, col)
				}
				line, col = x.Line, x.Col
			}
		}
	})
}
