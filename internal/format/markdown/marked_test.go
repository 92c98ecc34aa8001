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

// TestMarkedPlain reads plain text with wrapped lines: a variant at the beginning
// of a line is no point, and a bracket may be around several.
func TestMarkedPlain(t *testing.T) {
	m, err := ReadMarked([]byte("Plan\n\n9. The Parties shall withdraw heavy weapons to a distance of [15 - HAR /\n25 - UNI retain / 40 - SEL] km from the line of contact, within 30 days of\nthe entry into force.\n\n[10. Fund\n\nA fund is set up.\n\n11. Board\n\nA board keeps it. - CG]\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range m.Text.Points {
		got = append(got, p.Number+"|"+p.Heading+"|"+p.Body)
	}
	want := []string{
		"9||The Parties shall withdraw heavy weapons to a distance of [15 - HAR / 25 - UNI retain / 40 - SEL] km from the line of contact, within 30 days of the entry into force.",
		"10|[Fund|A fund is set up.", "11|Board|A board keeps it. - CG]",
	}
	if !reflect.DeepEqual(want, got) || len(m.Marks.Problems) > 0 || m.Marks.Opened.Text != 2 {
		t.Errorf("%q %+v", got, m.Marks.Problems)
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
