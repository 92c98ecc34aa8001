package cli

import (
	"slices"
	"testing"
)

// What the environment says of who acts goes to the holder as a flag, and stays
// one where -- says that the rest are none.
func TestWithFlag(t *testing.T) {
	for _, c := range []struct{ args, want []string }{
		{[]string{"note", "words"}, []string{"note", "words", "--by=m.rhee"}},
		{[]string{"note", "--", "--by"}, []string{"note", "--by=m.rhee", "--", "--by"}},
	} {
		if hasFlag(c.args, "--by") {
			t.Errorf("%q has the flag", c.args)
		}
		if got := withFlag(c.args, "--by=m.rhee"); !slices.Equal(got, c.want) {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
