package compile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// Sentences in five languages, with numbers, units, labels and signs that are
// easily divided or lost.
var sentences = [][]string{
	{
		"The Parties shall withdraw heavy weapons to a distance of 25 km from the line of contact within 30 days.",
		"The Ukrainian armed forces shall number no more than 600,000 persons, in peacetime.",
		"(a) the States' forces, and/or their auxiliaries, shall remain in place;",
		"(b) a \"neutral\" self-governing zone [of 12.5%] – under joint monitoring – shall be set up;",
		"No charge shall be made to a person who crosses on foot or with hand luggage.",
	},
	{
		"Сторони виводять важке озброєння на відстань 25 км від лінії зіткнення протягом 30 днів.",
		"Чисельність збройних сил не перевищує 600 000 осіб у мирний час.",
		"(а) об’єкти інфраструктури передаються під міжнародний нагляд;",
	},
	{
		"Стороны отводят тяжёлые вооружения на расстояние 25 км от линии соприкосновения.",
		"Совместная комиссия рассматривает жалобы, поступившие в течение 10 дней.",
	},
	{
		"يلتزم الطرفان بسحب الأسلحة الثقيلة إلى مسافة ٢٥ كم من خط التماس خلال ٣٠ يومًا.",
		"لا يجوز فرض أي رسم على من يعبر سيرًا على الأقدام، أو بأمتعة يدوية.",
	},
	{
		"双方应在30天内将重型武器撤离接触线25公里。",
		"乌克兰武装部队人数不得超过600000人。",
	},
}

// drawText makes a base of a few points.
func drawText(t *rapid.T) plan.Text {
	language := rapid.SampledFrom(sentences).Draw(t, "language")
	text := plan.Text{Title: "A plan"}
	for i := range rapid.IntRange(1, 6).Draw(t, "points") {
		p := plan.Point{
			ID: ident.Point(fmt.Sprintf("p%d", i+1)), Kind: plan.KindPoint, Number: fmt.Sprint(i + 1),
			Heading: rapid.SampledFrom([]string{"", "Size of the forces", "Лінія зіткнення", "和平"}).Draw(t, "heading"),
			Part:    []string{"", "Security"}[min(i/3, 1)],
		}
		lines := rapid.SliceOfN(rapid.SampledFrom(language), 1, 4).Draw(t, "lines")
		p.Body = words.Normalise(strings.Join(lines, rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "join")))
		text.Points = append(text.Points, p)
	}
	return text
}

// drawVersion edits a base as a party does: words, sentences and points are
// changed, left out, put in and moved; some points it does not speak to.
func drawVersion(t *rapid.T, base plan.Text) plan.Text {
	v := plan.Text{Title: base.Title, Complete: rapid.Bool().Draw(t, "complete")}
	identifiers := rapid.Bool().Draw(t, "identifiers")
	for _, p := range base.Points {
		switch rapid.IntRange(0, 9).Draw(t, "point") {
		case 0:
			continue // silent, or deleted where complete
		case 1:
			p.Act, p.Body = plan.ActDelete, ""
		case 2:
			p.Act, p.Body, p.Heading = plan.ActKeep, "", ""
		case 3:
			p.Body = rapid.SampledFrom(sentences[0]).Draw(t, "rewritten")
		case 4: // as it is
		default:
			p.Body = drawEdit(t, p.Body)
		}
		if !identifiers {
			p.ID = ""
		}
		if p.Act == plan.ActNone && p.Body == "" && p.Heading == "" {
			p.Act = plan.ActDelete
		}
		v.Points = append(v.Points, p)
	}
	if rapid.IntRange(0, 3).Draw(t, "adds") == 0 {
		v.Points = append(v.Points, plan.Point{Kind: plan.KindPoint, Number: "99", Heading: "Police", Body: rapid.SampledFrom(sentences[0]).Draw(t, "added")})
	}
	if rapid.IntRange(0, 3).Draw(t, "reorders") == 0 {
		v.Points = rapid.Permutation(v.Points).Draw(t, "order")
	}
	return v
}

func drawEdit(t *rapid.T, body string) string {
	tokens := strings.SplitAfter(body, " ")
	var out []string
	for _, w := range tokens {
		switch rapid.IntRange(0, 14).Draw(t, "edit") {
		case 0:
		case 1:
			out = append(out, w, rapid.SampledFrom([]string{"immediate ", "25 km ", ", and ", "(c) ", "和平", "не "}).Draw(t, "in"))
		case 2:
			out = append(out, rapid.SampledFrom([]string{"40 ", "800,000 ", "should\n", "/ "}).Draw(t, "instead"))
		default:
			out = append(out, w)
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "moves") == 0 && len(out) > 4 {
		k := rapid.IntRange(1, len(out)-1).Draw(t, "at")
		out = append(out[k:], out[:k]...)
	}
	return words.Normalise(strings.Join(out, ""))
}

// drawInput draws a base and the versions of 1 to 30 parties.
func drawInput(t *rapid.T) Input {
	in := Input{Base: drawText(t), Grain: rapid.SampledFrom([]collate.Grain{collate.Phrase, collate.Word, collate.Sentence}).Draw(t, "grain")}
	parties := rapid.IntRange(1, 4).Draw(t, "parties")
	if rapid.IntRange(0, 15).Draw(t, "many") == 0 {
		parties = rapid.IntRange(5, 30).Draw(t, "more")
	}
	for i := range parties {
		in.Versions = append(in.Versions, Version{
			Code: ident.Code(fmt.Sprintf("P%02d", i)), Text: drawVersion(t, in.Base), Retain: rapid.IntRange(0, 4).Draw(t, "retain") == 0,
		})
	}
	return in
}

// TestInvariants holds what docs/design.md, section 6, says of compiled text.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		out, _, err := Texts(in)
		if err != nil { // nothing is lost: Texts proves it itself
			t.Fatalf("%v\n%+v", err, in)
		}
		for i := range out.Points {
			p := &out.Points[i]
			present := slices.Clone(p.Speaks)
			if !slices.Contains(present, ident.Base) {
				present = append(present, ident.Base)
			}
			holdersOf(t, &out, p.Heading, present)
			holdersOf(t, &out, p.Wording, present)
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

// holdersOf checks invariant 3: every bracket has two variants or more that
// read differently, everybody present holds exactly one, and nobody is made to
// speak.
func holdersOf(t *rapid.T, out *bracket.Text, w bracket.Wording, present []ident.Code) {
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
				printed := slices.Contains(v.By, h)
				if may := !ofBase || h == ident.Base; may && !printed {
					t.Fatalf("bracket %s: %s is not printed at its own words", b.Number, h)
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
			holdersOf(t, out, v.Wording, v.Holders)
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
