package notation

import (
	"fmt"
	"strings"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// compiled makes a wording of a base and versions as compile does; the parties are
// P1, P2, …
func compiled(t interface{ Fatal(...any) }, grain collate.Grain, retain bool, texts ...string) bracket.Wording {
	return compiledFor(t, "P", grain, retain, texts...)
}

func compiledFor(t interface{ Fatal(...any) }, prefix string, grain collate.Grain, retain bool, texts ...string) bracket.Wording {
	one := func(s string) plan.Text {
		return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: words.Normalise(s)}}}
	}
	in := compile.Input{Base: one(texts[0]), Grain: grain}
	for i, s := range texts[1:] {
		in.Versions = append(in.Versions, compile.Version{Code: code(prefix, i), Text: one(s), Retain: retain && i == 0})
	}
	out, err := compile.Whole(in)
	if err != nil {
		t.Fatal(err)
	}
	return out.Points[0].Wording
}

func code(prefix string, i int) ident.Code { return ident.Code(fmt.Sprintf("%s%d", prefix, i+1)) }

func TestConference(t *testing.T) {
	base := "The Parties shall withdraw heavy weapons to a distance of 25 km within 30 days."
	for _, x := range []struct {
		want   string
		retain bool
		texts  []string
	}{
		{"The Parties shall withdraw heavy weapons to a distance of [25 / 15 - P1 / 40 - P2] km within 30 days.", false, []string{base, strings.Replace(base, "25", "15", 1), strings.Replace(base, "25", "40", 1)}},
		{"The Parties shall withdraw heavy weapons to a distance of [25 - P1 retain / 40 - P2] km within 30 days.", true, []string{base, base, strings.Replace(base, "25", "40", 1)}},
		{"The Parties shall withdraw heavy weapons to a distance of 25 km within 30 days[, under joint monitoring - P1].", false, []string{base, strings.Replace(base, "days", "days, under joint monitoring", 1)}},
		{"The Parties shall withdraw[ heavy - P1 delete] weapons to a distance of 25 km within 30 days.", false, []string{base, strings.Replace(base, "heavy ", "", 1)}},
		{`A \[bracketed\] word[ and \/ or \- X - P1].`, false, []string{"A [bracketed] word.", "A [bracketed] word and / or - X."}},
		{"[All of it. - P1 delete]", false, []string{"All of it.", ""}},
		{"[All of it. - P1]", false, []string{"", "All of it."}},
	} {
		w := compiled(t, collate.Phrase, x.retain, x.texts...)
		got := Write(w, Conference, nil)
		if got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
	}
}

func TestUnattributed(t *testing.T) {
	w := compiled(t, collate.Phrase, true, "Within 30 days of the vote.", "Within 30 days of the vote.", "Within 45 days of the vote.", "Within 60 days of the vote, at once.")
	if got, want := Write(w, Unattributed, nil), "Within [30][45][60] days of the vote[, at once]."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, s := range []string{"[a", "a]", "[a / b", "[a - ]", "[a - , ]", "[a - not a code!]", strings.Repeat("[", 5000), "[a - B"} {
		if _, err := Read(s); err == nil {
			t.Errorf("%.30q was read", s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("[15 - HAR / 25 - UNI retain / 40 - SEL] km[, at once - SEL, CG; HAR delete].")
	f.Add(`\[x\] [[a / b - C] d - E ]f`)
	f.Fuzz(func(t *testing.T, s string) {
		w, err := Read(s)
		if err != nil {
			return
		}
		once := Write(w, Conference, nil)
		again, err := Read(once)
		if err != nil {
			return // words that no compiled text has, such as a bracket without words
		}
		_ = Write(again, Conference, nil)
	})
}
