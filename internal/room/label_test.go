package room

import (
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/ident"
)

func TestSameLabel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.StringOfN(rapid.SampledFrom([]rune("pP 1ıiIſsSéÉ\u212aKk-")), 0, 5, -1)
		a, b := ident.Label(label.Draw(t, "a")), ident.Label(label.Draw(t, "b"))
		if got, want := sameLabel(a, b), flat(a) == flat(b); got != want {
			t.Fatalf("%q and %q: %v, not %v", a, b, got, want)
		}
	})
}
