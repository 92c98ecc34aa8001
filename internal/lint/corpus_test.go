package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nonpaper/internal/lint"
)

func byDefault(rule string) bool {
	r, _ := lint.Named(rule)
	return !r.Off
}

func found(t testing.TB, src, tag string) []string {
	var out []string
	for _, f := range lint.Check(read(t, []byte(src), tag), byDefault) {
		out = append(out, fmt.Sprintf("%s %d:%d %s", f.Rule, f.Line, f.Col, f.Text))
	}
	return out
}

// TestFaults finds in each file of the corpus the one fault that was planted
// there, where it was planted, and no other. The first line of a file says which
// rule, line and column; the text begins behind it.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/lint/faults/*")
	if err != nil || len(files) < 120 {
		t.Fatal(len(files), err)
	}
	kinds := map[string]bool{}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head, src, _ := strings.Cut(string(raw), "\n")
			fields := append(strings.Fields(head), "en")
			kinds[fields[0]] = true
			want := fields[0] + " " + fields[1] + " "
			got := found(t, src, fields[2])
			if len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("found\n%s\nwant %s", strings.Join(got, "\n"), want)
			}
		})
	}
	for _, r := range lint.Rules {
		if !r.Off && !kinds[r.Name] && r.Name != "unclear-link" && r.Name != "reference-ambiguous" {
			t.Errorf("no file has a fault for %s", r.Name)
		}
	}
}

// languageOf is the language of a clean text, by its name.
func languageOf(name string) string {
	switch {
	case strings.Contains(name, "french"):
		return "fr"
	case strings.Contains(name, "german"), strings.Contains(name, "coalition"):
		return "de"
	}
	return "en"
}

// TestClean finds nothing in texts that have no fault, in all dialects.
func TestClean(t *testing.T) {
	files, err := filepath.Glob("testdata/lint/clean/*")
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := found(t, string(raw), languageOf(name)); len(got) > 0 {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
}
