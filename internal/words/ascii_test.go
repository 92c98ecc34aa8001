package words

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever appendASCII takes, the rules for every script take in the same way.
func TestASCII(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom(strings.Split("a The of x1 600 000 7 12 - ' . , ; : / ( ) [ ] ! ? % _ \" * ä 1.5 days shall", " ")),
			rapid.SampledFrom([]string{" ", " ", " ", ""}),
			rapid.StringN(0, 2, -1),
			rapid.StringMatching(`[ -~]{0,3}`),
		)).Draw(t, "pieces")
		line := strings.Join(pieces, rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		got, ok := appendASCII(nil, line)
		if !ok {
			return
		}
		taken++
		if want := appendAny(nil, line); !slices.Equal(got, want) {
			t.Fatalf("%q\n%+v\n%+v", line, got, want)
		}
	})
	if taken == 0 {
		t.Error("no line was taken")
	}
}

// FuzzASCII is the same for any line.
func FuzzASCII(f *testing.F) {
	for _, s := range []string{"The line of contact, as of 7 (seven) May; see 4.", "(a) 600 000 men", "it's a cease-fire", "a.b", "x - y", "12 345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if got, ok := appendASCII(nil, line); ok && !slices.Equal(got, appendAny(nil, line)) {
			t.Fatalf("%q: %+v", line, got)
		}
	})
}

func BenchmarkLine(b *testing.B) {
	line := "The Parties shall withdraw heavy weapons to a distance of 25 km from the line of contact within 30 days, under joint monitoring (see annex II), and shall report; the cease-fire holds."
	for name, f := range map[string]func([]Token, string) []Token{"plain": AppendLine, "any": appendAny} {
		b.Run(name, func(b *testing.B) {
			var out []Token
			for b.Loop() {
				out = f(out[:0], line)
			}
		})
	}
}
