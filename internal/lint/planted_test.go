package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nonpaper/internal/lint"
)

// TestEveryBracketTakenOut takes every square bracket of every clean text out,
// one at a time: that is told, by the line in which it stood or the other half
// stands, and nothing that only follows from it.
func TestEveryBracketTakenOut(t *testing.T) {
	files, err := filepath.Glob("testdata/lint/clean/*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src := string(raw)
		for i := range len(src) {
			if src[i] != '[' && src[i] != ']' || i > 0 && src[i-1] == '\\' {
				continue
			}
			got := lint.Check(read(t, []byte(src[:i]+src[i+1:]), languageOf(name)), byDefault)
			line := 1 + strings.Count(src[:i], "\n")
			told := false
			for _, f := range got {
				told = told || strings.HasPrefix(f.Rule, "un") && f.Line >= line-8 && f.Line <= line+8
			}
			if len(got) != 1 || !told {
				t.Errorf("%s: without the bracket in line %d, %q: %+v", filepath.Base(name), line, src[max(0, i-20):min(len(src), i+20)], got)
			}
		}
	}
}
