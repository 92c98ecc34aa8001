package plan

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	for _, x := range []struct{ name, body, levels string }{
		{"paragraphs", "One.\nTwo.", "00"},
		{"letters", "Chapeau:\n(a) one;\n(b) two.", "011"},
		{"Roman below letters", "(a) one:\n(i) first;\n(ii) second;\n(b) two.", "1221"},
		{"i behind h is a letter", "(f) x\n(g) x\n(h) x\n(i) x\n(j) x", "11111"},
		{"four levels", "1. a\n(a) b\n(i) c\n(A) d", "1234"},
		{"figures with a bracket", "1) one\n2) two", "11"},
		{"marks by depth", "- one\n-- two\n- three", "121"},
		{"a number in a sentence", "1.5 million shall be paid.", "0"},
		{"Cyrillic", "(а) один;\n(б) два.", "11"},
		{"bullets", "• one\n◦ two\n– three", "121"},
		{"degrees", "1° un\n2° deux", "11"},
		{"figures before Han", "（一）甲\n1.坦克\n2.火炮", "122"},
		{"Han", "（一）甲\n（二）乙", "11"},
	} {
		got := ""
		for _, l := range Lines(x.body) {
			got += fmt.Sprint(l.Level)
		}
		if got != x.levels {
			t.Errorf("%s: levels %s, want %s", x.name, got, x.levels)
		}
	}
}

// TestLinesAreAll checks that there is a line for every line, with its words,
// at a level that exists.
func TestLinesAreAll(t *testing.T) {
	label := rapid.SampledFrom([]string{"", "(a) ", "(i) ", "(ii) ", "b) ", "1. ", "2.1 ", "- ", "---- ", "(A) ", "（一）", "(a bis) ", "x. "})
	rapid.Check(t, func(t *rapid.T) {
		var all []string
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			all = append(all, label.Draw(t, "label")+"Words of the item")
		}
		got := Lines(strings.Join(all, "\n"))
		if len(got) != len(all) {
			t.Fatalf("%d lines, want %d", len(got), len(all))
		}
		for i, l := range got {
			joined := strings.TrimSpace(l.Label + " " + l.Text)
			if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(all[i], " ", "") || l.Level < 0 || l.Level > 4 || (l.Label == "") != (l.Level == 0) {
				t.Fatalf("line %q came back as %+v", all[i], l)
			}
		}
	})
}
