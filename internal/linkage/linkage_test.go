package linkage

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

// drawnLinkage draws a linkage as Parse could give it.
func drawnLinkage() *rapid.Generator[Linkage] {
	return rapid.Custom(func(t *rapid.T) Linkage {
		return Linkage{Targets: rapid.SliceOfN(drawnRef(), 1, 3).Draw(t, "targets"), If: drawnExpr(3).Draw(t, "if")}
	})
}

func drawnRef() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"7", "12", "9 bis", "6a", "annex I", "p14", "10 b"})
}

func drawnExpr(depth int) *rapid.Generator[Expr] {
	return rapid.Custom(func(t *rapid.T) Expr {
		op := rapid.SampledFrom([]Op{Is, And, Or, Not}).Draw(t, "op")
		if depth == 0 {
			op = Is
		}
		switch op {
		case Not:
			return Expr{Op: Not, Of: []Expr{drawnExpr(depth-1).Draw(t, "of")}}
		case And, Or:
			return Expr{Op: op, Of: rapid.SliceOfN(drawnExpr(depth-1), 2, 2).Draw(t, "of")}
		}
		a := Atom{Ref: drawnRef().Draw(t, "ref"), Test: rapid.SampledFrom([]Test{Stays, Agreed, Deleted, Reads, Contains, Has, AtLeast, AtMost, Exactly}).Draw(t, "test")}
		said := rapid.SampledFrom([]string{"40 km", "two, rising to four", "not before May", "and or if", "agreed", "a \"b\" c", "“x” (y)", "è 日本", "12 is agreed", "at dawn", "1,000 m"})
		switch a.Test {
		case Stays:
			if rapid.Bool().Draw(t, "as") {
				a.Words = rapid.SampledFrom([]string{"Text 12", "Text 12, clean", "if", "Texts and annexes"}).Draw(t, "text")
			}
		case Reads, Contains, Has:
			a.Words = said.Draw(t, "words")
		case AtLeast, AtMost, Exactly:
			a.Number = rapid.SampledFrom([]Number{"30", "0", "2.5", "1000", "45"}).Draw(t, "number")
			a.Unit = rapid.SampledFrom([]string{"days", "km", "%", "members of staff"}).Draw(t, "unit")
		}
		return Expr{Atom: a}
	})
}

// What is written reads back as the same linkage.
func TestFixedPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLinkage().Draw(t, "linkage")
		if len(l.If.Atoms()) > maxAtoms {
			t.Skip()
		}
		s := l.String()
		got, err := Parse(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if !reflect.DeepEqual(got, l) {
			t.Fatalf("%s reads back as %s:\n%#v\n%#v", s, got, l, got)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"7 if 12 stays and 14 is at least 30 days", "7, 8 and 9 bis if not (6a is 40 km or 12 is deleted)", "7 if 12 reads “A \"b\".”",
		"7 if 12 stays as in Text 12", "7 if 14 is at most thirty-five %", "7 if ((((", "7 if 12 is not not agreed", "7 if 6a is \"not\"", "x if \u2009«»", "7 if 14 is exactly 1,000,000.50 m",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := Parse(s)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v is no fault", s, err)
			}
			return
		}
		again, err := Parse(l.String())
		if err != nil {
			t.Fatalf("%q is written %q, which does not read: %v", s, l.String(), err)
		}
		if again.String() != l.String() {
			t.Fatalf("%q is written %q and then %q", s, l.String(), again.String())
		}
	})
}

func TestNotation(t *testing.T) {
	for in, want := range map[string]string{
		"7 if 12 stays and 14 is at least 30 days":               "7 if 12 stays and 14 is at least 30 days",
		"point 7 IF 12 STAYS as it is":                           "7 if 12 stays",
		"points 7, 8 and 9 bis if 12 stays as in Text 12":        "7, 8, 9 bis if 12 stays as in Text 12",
		"7 if 6a is 40 km or 6a is \"two, rising to four\"":      "7 if 6a is 40 km or 6a is “two, rising to four”",
		"7 if 12 is not deleted":                                 "7 if not 12 is deleted",
		"7 if 14 is at most thirty-five per cent":                "7 if 14 is at most 35 per cent",
		"7 if 14 is exactly 1,000 m and 15 is at least 2,50 EUR": "7 if 14 is exactly 1000 m and 15 is at least 2.5 EUR",
		"7 if 1 stays or 2 stays and 3 stays":                    "7 if 1 stays or (2 stays and 3 stays)",
		"7 if 14 is at least 5%":                                 "7 if 14 is at least 5 %",
	} {
		l, err := Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
		} else if l.String() != want {
			t.Errorf("%s reads %s, want %s", in, l, want)
		}
	}
	for in, want := range map[string]string{
		"":                                    "column 1: which point",
		"7":                                   "column 2: \"the end\" stands where \"if\"",
		"if 12 stays":                         "column 1: which point",
		"7 if 12":                             "column 6: what of 12?",
		"7 if 12 is":                          "column 11: 12 is what?",
		"7 if 14 is at least days":            "column 21: \"days\" is no number",
		"7 if 14 is at least 30":              "column 23: 30 of what?",
		"7 if 14 is at 30 days":               "column 15: \"30\" stands where",
		"7 if (12 stays":                      "column 15: the parenthesis of column 6 is not closed",
		"7 if 12 stays)":                      "column 14: \")\" stands behind the end",
		"7 if 12 reads “a":                    "column 15: the quotation mark “ is not closed",
		"7 if 12 reads The zone":              "column 15: which words?",
		"7 if 12 stays as before":             "column 18: \"before\" stands where",
		"7 if 12 stays and":                   "column 18: which point",
		"ü7 if 12 stay":                       "column 7: what of 12 stay?",
		"7 if \xff stays":                     "not UTF-8",
		"7 if 1 stays\x00":                    "NUL",
		strings.Repeat("7 if 1 stays ", 1000): "longer than 4000",
		"7 if " + strings.Repeat("(", 100):    "inside one another",
		"7 if " + strings.Repeat("not ", 100): "inside one another",
		"7 if 1 stays" + strings.Repeat(" and 1 stays", 40): "more than 24 conditions",
	} {
		if _, err := Parse(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", in, err, want)
		}
	}
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"within thirty (30) days of signature": "30",
		"within 30 to 45 days":                 "30 45",
		"a 30-day period":                      "30",
		"in 1,160 days":                        "1160",
		"one hundred and twenty days":          "",
		"some days, 7 daydreams":               "",
		"forty-five days or 2.5 days":          "45 2.5",
		"by day 7":                             "",
		"12\u00a0days":                         "12",
	} {
		var got []string
		for _, f := range figures(text, "days") {
			got = append(got, string(f.number))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s gives %q, want %s", text, got, want)
		}
	}
}
