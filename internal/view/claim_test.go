package view

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// What a claim can be recognised by.
func TestSigns(t *testing.T) {
	for claim, want := range map[string][]string{
		"The plan was cut from 28 to 19 points":             {"28 points", "19 points"},
		"A 28-point plan in four parts":                     {"28 points", "4 parts"},
		"A nineteen-point version":                          {"19 points"},
		"Forces of 600,000, or 600 000, or 600.000":         {"“600,000”", "“600 000”", "“600.000”"},
		"100 billion dollars and 50 per cent of the profit": {"“100 billion”", "“50 per cent”"},
		"It takes 12.5% within thirty days":                 {"“12.5 per cent”", "“thirty days”"},
		"On 19 November 2025 the talks of 2024 went on":     nil,
		"It says “the fund is held in escrow”, and “so” on": {"“the fund is held in escrow”"},
		"Signed by the two, and by p21 and START I":         nil,
		"":                         nil,
		"The talks are going well": nil,
		"Two points fewer, twenty points in all, \"nothing\" is agreed.": {"2 points", "20 points"},
	} {
		var got []string
		for _, s := range signsOf(claim, nil) {
			got = append(got, s.what)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", claim, got, want)
		}
	}
}

// A number is found in a text however it is grouped there, and only as it is meant.
func TestHas(t *testing.T) {
	for _, x := range []struct {
		claim, text string
		has         bool
	}{
		{"600,000", "shall not exceed 600 000 persons", true},
		{"600,000", "shall not exceed 600.000 persons", true},
		{"600,000", "shall not exceed 800,000 persons", false},
		{"600,000", "shall not exceed 600 persons", false},
		{"within 100 days", "Elections shall be held in 100 days.", true},
		{"within 100 days", "Elections shall be held in [60 / 100 - BOR] days.", true},
		{"within 100 days", "100 persons shall serve for ten days", false},
		{"half, or 50 per cent", "50% of the profits", true},
		{"thirty days", "within 30 days", true},
	} {
		for _, s := range signsOf(x.claim, nil) {
			if read(x.text).has(&s) != x.has {
				t.Errorf("%q in %q: not %v", s.what, x.text, x.has)
			}
		}
	}
}

// A press item agrees with no text on a sign that the text does not have, and with a
// text whose own number of points, words and figures it has on all of them.
func TestAgrees(t *testing.T) {
	vocabulary := []string{"mission", "days", "crowns", "points", "shore", "survey", "the", "of"}
	rapid.Check(t, func(t *rapid.T) {
		s := room.New(ident.Room{1})
		s.Kind = event.RoomDrafting
		for n := range rapid.IntRange(1, 4).Draw(t, "texts") {
			text := &room.Text{}
			text.Label = ident.Label("Text " + string(rune('1'+n)))
			for i := range rapid.IntRange(1, 5).Draw(t, "points") {
				body := ""
				for range rapid.IntRange(1, 12).Draw(t, "words") {
					body += rapid.SampledFrom(append(vocabulary, "400", "600,000", "12")).Draw(t, "word") + " "
				}
				text.Points = append(text.Points, event.Point{ID: ident.Point("p" + string(rune('1'+i))), Number: string(rune('1' + i)), Body: body})
			}
			s.Texts = append(s.Texts, text)
		}
		c := &room.PressItem{}
		c.Label, c.Claim = "c1", rapid.SampledFrom([]string{"A plan of 3 points", "It has 600,000 crowns", "12 days", "In 2 points, 400 crowns"}).Draw(t, "claim")
		s.Press = append(s.Press, c)
		for _, a := range Agrees(s, c) {
			if len(a.For) == 0 || (a.How == BothWays) != (len(a.Against) > 0) {
				t.Fatalf("%+v", a)
			}
			for _, f := range a.For {
				if f == "3 points" && len(s.Text(ident.Label(a.Label)).Points) != 3 || f == "2 points" && len(s.Text(ident.Label(a.Label)).Points) != 2 {
					t.Fatalf("%s is said to have %s", a.Label, f)
				}
			}
		}
		if again := Agrees(s, c); len(again) != len(Agrees(s, c)) {
			t.Fatal("it says another thing the second time")
		}
	})
}

// Whatever is claimed and written, a sign is found in a text that is the claim itself.
func FuzzClaim(f *testing.F) {
	f.Add("A plan of 28 points caps the forces at 600,000", "“the fund is held in escrow” for 12.5% and 3'000 days")
	f.Add("50/50, 1,2,3 and 1,000,000.5", "٣٠ days — 30‑day")
	f.Fuzz(func(t *testing.T, claim, text string) {
		r := read(claim)
		for _, s := range signsOf(claim, nil) {
			if s.count == 0 && s.parts == 0 && s.key != "" && !r.has(&s) {
				t.Fatalf("%q is a sign of %q and not found in it", s.what, claim)
			}
		}
		read(text).common(tokens(claim))
	})
}
