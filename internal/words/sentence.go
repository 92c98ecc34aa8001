package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SentenceStarts reports for every token, and for the end of the text, whether
// a sentence, a paragraph or an item begins there. A full stop before a small
// letter or a digit ("Art. 5", "No. 3") ends none.
func SentenceStarts(tokens []Token) []bool {
	starts := make([]bool, len(tokens)+1)
	starts[0], starts[len(tokens)] = true, true
	ended := false // after a sentence's end and the signs that close it
	for i, t := range tokens {
		switch {
		case t.Class == LineEnd:
			starts[i], starts[i+1] = true, true
			ended = false
			continue
		case ended && t.Blank, ended && isSpaceless(firstRune(t.Text)):
			r, _ := utf8.DecodeRuneInString(t.Text)
			starts[i] = !unicode.IsLower(r) && !unicode.IsDigit(r) || tokens[i-1].Text != "."
			ended = false
		}
		switch {
		case t.Class == Sentence:
			ended = true
		case t.Class != Sign || t.Blank:
			ended = false
		}
	}
	return starts
}

// Sentences divides a normalised text into its sentences, paragraphs and items,
// without the blanks and line ends between them, and leaves out those of fewer
// words than least.
func Sentences(s string, least int) []string {
	tokens := Tokens(s)
	starts := SentenceStarts(tokens)
	var out []string
	var b strings.Builder
	said := 0
	end := func() {
		if b.Len() > 0 && said >= least {
			out = append(out, b.String())
		}
		b.Reset()
		said = 0
	}
	for i, t := range tokens {
		if starts[i] {
			end()
		}
		if t.Class == LineEnd {
			continue
		}
		if t.Class == Content || t.Class == Stop {
			said++
		}
		if t.Blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	end()
	return out
}
