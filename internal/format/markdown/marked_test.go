package markdown

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestMarkedPoints checks that brackets before the number of a point do not
// hide it.
func TestMarkedPoints(t *testing.T) {
	m, err := ReadMarked([]byte("# Plan\n\n## Part I. Forces\n\n### 9. Distance\n\nTo [15][25] km \\[sic\\].\n\n### [9 bis. Police]\n\n[Local police. - HAR]\n\n### [Article 3ter] (peace)\n\nOption 1: a\nOption 2: b\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, p := range m.Text.Points {
		got = append(got, []string{p.Label, p.Number, p.Heading, p.Body})
	}
	want := [][]string{
		{"", "9", "Distance", `To [15][25] km \[sic\].`},
		{"", "9 bis", "[Police]", "[Local police. - HAR]"},
		{"", "", "[Article 3ter] (peace)", "Option 1: a\nOption 2: b"},
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%q", got)
	}
	var lines []int
	for _, s := range m.Starts {
		lines = append(lines, s.Line)
	}
	if !reflect.DeepEqual([]int{1, 3, 5, 9, 13}, lines) {
		t.Error(lines)
	}
	if m.Marks.Opened.Text != 5 || len(m.Marks.Problems) != 0 {
		t.Errorf("%+v %+v", m.Marks.Opened, m.Marks.Problems)
	}
}

// TestMarkedDrafts checks that the drafts are read with the same points as
// without marks.
func TestMarkedDrafts(t *testing.T) {
	for _, name := range []string{"23-oct-2015.md", "9-dec-2015.md", "12-dec-2015.md"} {
		src, err := os.ReadFile(filepath.Join("../../../../shared/data/brackets", name))
		if err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		m, err := ReadMarked(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		plain, _, _ := Read(src)
		if len(plain.Points) != len(m.Text.Points) {
			t.Errorf("%s: %d points, %d without marks", name, len(m.Text.Points), len(plain.Points))
		}
		for i := range min(len(plain.Points), len(m.Text.Points)) {
			if a, b := plain.Points[i], m.Text.Points[i]; a.Number != b.Number || a.Line != b.Line {
				t.Errorf("%s: %s in line %d, %s in line %d", name, a.Number, a.Line, b.Number, b.Line)
			}
		}
	}
}
