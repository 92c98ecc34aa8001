package bracket

import (
	"testing"

	"nonpaper/internal/ident"
)

// TestWhere finds each bracket's words where they stand in a holder's reading.
func TestWhere(t *testing.T) {
	inner := &Bracket{Number: "3b", Variants: []Variant{{Holders: []ident.Code{"ALD"}, Wording: Wording{{Words: " soon"}}}, {Holders: []ident.Code{"BOR"}, Wording: Wording{{Words: " at once"}}}}}
	w := Wording{
		{Words: "pays"},
		{Bracket: &Bracket{Number: "3a", Variants: []Variant{
			{Holders: []ident.Code{ident.Base}, Wording: Wording{{Words: " 60"}}},
			{Holders: []ident.Code{"ALD", "BOR"}, Wording: Wording{{Words: " 70"}, {Bracket: inner}}},
		}}},
		{Words: " to the fund"},
	}
	for _, c := range []struct {
		holder ident.Code
		number ident.Bracket
		want   string
	}{{ident.Base, "3a", " 60"}, {"ALD", "3a", " 70 soon"}, {"ALD", "3b", " soon"}, {"BOR", "3B", " at once"}} {
		from, to, ok := w.Where(c.holder, c.number)
		if got := w.Reading(c.holder); !ok || got[from:to] != c.want {
			t.Errorf("%s reads %q in %s of %q, want %q", c.holder, got[from:to], c.number, got, c.want)
		}
	}
	if _, _, ok := w.Where(ident.Base, "3b"); ok {
		t.Error("the base reads nothing of 3b")
	}
}
