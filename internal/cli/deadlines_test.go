package cli

import (
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/view"
)

// On what a deadline hangs is read as it is said.
func TestRelative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := event.Due{Of: ident.Label(rapid.SampledFrom([]string{"M 1", "Plenary 9", "The day after", "D 12 in plenary", "before noon"}).Draw(t, "of")),
			Amount: rapid.IntRange(-400, 400).Draw(t, "amount"), Unit: rapid.SampledFrom(event.Units()).Draw(t, "unit")}
		switch {
		case d.Unit == event.Days || d.Unit == event.Weeks:
			d.Clock = rapid.IntRange(0, 24*60).Draw(t, "clock")
			if d.Amount == 0 { // no week is said of the day itself
				d.Unit = event.Days
			}
		case d.Amount == 0:
			d.Amount = 1
		}
		said := view.SayDue(&d)
		got, of, is, err := relative(said)
		if got.Of = ident.Label(of); !is || err != nil || got != d {
			t.Fatalf("%q is read as %+v, not %+v (%v)", said, got, d, err)
		}
	})
}

func FuzzRelative(f *testing.F) {
	for _, s := range []string{"2 days before M1", "an hour after Plenary 9", "the day before M1 at 18:00", "on the day of M1", "2 moons before M1", "2026-11-21 18:00", "", "- - - -", "1 day before  at 18:00", "1 day before , 18:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, of, is, err := relative(s)
		if is && err == nil && (of == "" || d.Clock < 0 || d.Clock > 24*60 || d.Unit == "") {
			t.Fatalf("%q is read as %+v of %q", s, d, of)
		}
	})
}
