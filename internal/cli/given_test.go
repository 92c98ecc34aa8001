package cli

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOneChange(t *testing.T) {
	for _, c := range []struct {
		a, b, old, by string
		ok            bool
	}{
		{"for sixty days", "for ninety days", "sixty", "ninety", true},
		{"for a month.", "for a week.", "month", "week", true},
		{"for a month.", "for a month, at once.", "", "", false}, // the month is in both: one for the collation
		{"the camps", "the two camps", "", "two", true},
		{"the two camps", "the camps", "two", "", true},
		{"a b c d", "x b c y", "", "", false}, // two places with words between them
		{"the same", "the same", "", "", false},
		{"one\nline", "two\nline", "", "", false},
	} {
		if old, by, ok := oneChange(c.a, c.b); old != c.old || by != c.by || ok != c.ok {
			t.Errorf("%q to %q: %q by %q, %v", c.a, c.b, old, by, ok)
		}
	}
}

// What stands in the place of what, put there, gives the new wording.
func TestOneChangeIsTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c", "d.", "d,", "e"})
		line := func(name string) string { return strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, name), " ") }
		a, b := line("a"), line("b")
		old, by, ok := oneChange(a, b)
		if !ok {
			return
		}
		for at := range len(a) + 1 {
			if rest, is := strings.CutPrefix(a[at:], old); is && strings.Join(strings.Fields(a[:at]+by+" "+rest), " ") == b ||
				is && strings.Join(strings.Fields(a[:at]+by+rest), " ") == b || is && strings.Join(strings.Fields(a[:at]+" "+by+rest), " ") == b {
				return
			}
		}
		t.Fatalf("%q with %q by %q is not %q", a, old, by, b)
	})
}
