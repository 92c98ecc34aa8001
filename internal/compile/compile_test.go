package compile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// TestInvariants holds what docs/design.md, section 6, says of compiled text.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		out, _, err := Texts(in)
		if err != nil {
			t.Fatalf("%v\n%+v", err, in)
		}
		comesBack(t, &out, ident.Base, in.Base)
		for _, v := range in.Versions {
			comesBack(t, &out, v.Code, v.Text)
		}
		for i := range out.Points {
			p := &out.Points[i]
			present := slices.Clone(p.Speaks)
			if !slices.Contains(present, ident.Base) {
				present = append(present, ident.Base)
			}
			retains := retainers(in, &out, p.ID)
			holdersOf(t, p.Heading, present, retains)
			holdersOf(t, p.Wording, present, retains)
		}
		reverse := in
		reverse.Versions = slices.Clone(in.Versions)
		slices.Reverse(reverse.Versions)
		again, _, err := Texts(reverse)
		if err != nil || !reflect.DeepEqual(out, again) {
			t.Fatalf("another text where the versions are handed over in the opposite order (%v)", err)
		}
	})
}

// comesBack checks invariant 1 as a person would: what is projected is the file,
// in both canonical forms.
func comesBack(t *rapid.T, out *bracket.Text, code ident.Code, want plan.Text) {
	got, _ := out.Project(code)
	for _, write := range []func(plan.Text) string{markdown.Write, markdown.WritePlain} {
		if got, want := write(got), write(want); got != want {
			t.Fatalf("%s does not come back:\n%s\nwant:\n%s", code, got, want)
		}
	}
}

// retainers are the parties that expressly retain the base's words at a point.
func retainers(in Input, out *bracket.Text, id ident.Point) map[ident.Code]bool {
	who := map[ident.Code]bool{}
	for _, v := range in.Versions {
		who[v.Code] = v.Retain
		for k, pl := range out.Sequence[v.Code] {
			if pl.ID == id && v.Text.Points[k].Act == plan.ActKeep {
				who[v.Code] = true
			}
		}
	}
	return who
}

// holdersOf checks invariant 3: every bracket has two variants or more that
// read differently, everybody present holds exactly one, and nobody is made to
// speak.
func holdersOf(t *rapid.T, w bracket.Wording, present []ident.Code, retains map[ident.Code]bool) {
	for i, it := range w {
		if it.Bracket == nil {
			if it.Words == "" || i > 0 && w[i-1].Bracket == nil {
				t.Fatalf("words side by side, or none: %+v", w)
			}
			continue
		}
		b := it.Bracket
		if len(b.Variants) < 2 || b.Number == "" {
			t.Fatalf("bracket %q has %d variants", b.Number, len(b.Variants))
		}
		var held []ident.Code
		readings := map[string]bool{}
		for _, v := range b.Variants {
			if len(v.Holders) == 0 {
				t.Fatalf("bracket %s has a variant that nobody holds", b.Number)
			}
			ofBase := slices.Contains(v.Holders, ident.Base)
			for _, h := range v.Holders {
				printed, should := slices.Contains(v.By, h), !ofBase || h == ident.Base || retains[h]
				if printed != should {
					t.Fatalf("bracket %s: %s is printed: %v, and should be: %v", b.Number, h, printed, should)
				}
			}
			for _, c := range v.By {
				if !slices.Contains(v.Holders, c) {
					t.Fatalf("bracket %s: %s is printed where it does not stand", b.Number, c)
				}
			}
			seen := map[string]bool{}
			for _, h := range v.Holders {
				seen[v.Wording.Reading(h)] = true
			}
			for r := range seen {
				if readings[r] {
					t.Fatalf("bracket %s: two variants read %q", b.Number, r)
				}
				readings[r] = true
			}
			held = append(held, v.Holders...)
			holdersOf(t, v.Wording, v.Holders, retains)
		}
		slices.Sort(held)
		want := slices.Sorted(slices.Values(present))
		if !slices.Equal(held, want) {
			t.Fatalf("bracket %s is held by %v, present are %v", b.Number, held, want)
		}
	}
}

// TestRetain checks that only an express word makes a party speak for the
// base's words.
func TestRetain(t *testing.T) {
	base := plan.Text{Points: []plan.Point{{ID: "p6", Kind: plan.KindPoint, Number: "6", Body: "Limited to 600,000 personnel."}}}
	more := base
	more.Points = []plan.Point{{ID: "p6", Kind: plan.KindPoint, Number: "6", Body: "Limited to 800,000 personnel."}}
	keep := plan.Text{Points: []plan.Point{{ID: "p6", Kind: plan.KindPoint, Number: "6", Act: plan.ActKeep}}}
	out, _, err := Texts(Input{Base: base, Versions: []Version{
		{Code: "A", Text: more}, {Code: "B", Text: base}, {Code: "C", Text: base, Retain: true}, {Code: "D", Text: keep}, {Code: "E", Text: plan.Text{Points: []plan.Point{}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	b := out.Points[0].Wording[1].Bracket
	if got, want := b.Variants[0].By, []ident.Code{"base", "C", "D"}; !slices.Equal(got, want) {
		t.Errorf("by %v, want %v", got, want)
	}
	if got, want := b.Variants[0].Holders, []ident.Code{"base", "B", "C", "D"}; !slices.Equal(got, want) {
		t.Errorf("holders %v, want %v", got, want)
	}
	if b.Number != "6a" {
		t.Errorf("bracket %q, want 6a", b.Number)
	}
}

// TestMoved checks that a sentence that a version has elsewhere in the point is
// marked at both places.
func TestMoved(t *testing.T) {
	one, two, three := "The Parties shall withdraw at once.", "The mission shall watch over the line of contact.", "The Council shall meet every week in the port."
	point := func(s ...string) plan.Text {
		return plan.Text{Points: []plan.Point{{ID: "p1", Kind: plan.KindPoint, Number: "1", Body: strings.Join(s, " ")}}}
	}
	out, _, err := Texts(Input{Base: point(one, two, three), Versions: []Version{{Code: "A", Text: point(two, three, one)}}})
	if err != nil {
		t.Fatal(err)
	}
	marks := map[string]bool{}
	out.Points[0].Wording.Brackets(func(b *bracket.Bracket) bool {
		for _, v := range b.Variants {
			if v.MovedFrom != "" || v.MovedTo != "" {
				marks[fmt.Sprintf("%s from %q to %q", b.Number, v.MovedFrom, v.MovedTo)] = true
			}
		}
		return true
	})
	want := map[string]bool{`1a from "" to "1b"`: true, `1b from "1a" to ""`: true}
	if !reflect.DeepEqual(marks, want) {
		t.Errorf("marks %v, want %v", marks, want)
	}
}
