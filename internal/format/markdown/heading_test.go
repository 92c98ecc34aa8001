package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What a form matches begins as the form says, and the name of a preamble or of
// definitions is no longer than the longest: nothing is told apart wrongly before the
// patterns are asked.
func TestFormsBegin(t *testing.T) {
	var words []string
	for _, list := range []string{pointWords, partWords, annexWords, ordinals} {
		words = append(words, strings.Split(strings.ReplaceAll(inCapitals(list), `\.`, "."), "|")...)
	}
	words = append(words, "PP", "OP", "第", "条", "3", "12", "٣", "१", "IV", "premier", "1.2", "bis", "alt", "a", "The", "the", "preamble", "DEFINITIONS", "uſe of termſ", "визначення термінів", "[deleted]", "ſ", "\u212a", "", ".", ")", "-", "–", " ", " ")
	for i, example := range []string{"Annex I. Maps", "第3条 定义", "Article 3 bis. Guarantees", "PP4. Recalling", "3. Borders", "3 - Borders", "3a. Borders", "3 bis Borders", "3"} {
		if f := forms[i]; !f.pattern().MatchString(example) || !f.begins([]rune(example)[0]) {
			t.Errorf("form %d does not match %q", i, example)
		}
		words = append(words, example)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "words"), rapid.SampledFrom([]string{"", " ", ". "}).Draw(t, "between"))
		first, _ := utf8.DecodeRuneInString(s)
		for i, f := range forms {
			if f.pattern().MatchString(s) {
				if !f.begins(first) {
					t.Fatalf("form %d matches %q, and does not begin with %q", i, s, first)
				}
			}
		}
		if (preamble().MatchString(s) || definition().MatchString(s)) && len(s) > longestName {
			t.Fatalf("%q is a name of %d bytes", s, len(s))
		}
	})
}
