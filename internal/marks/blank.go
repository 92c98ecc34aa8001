package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A bracket owns the blanks that come and go with its words. On paper they are
// written so that it reads well, and a reader finds them again by these rules:
//
//   - "the[ immediate / early - SEL] withdrawal": a blank behind the opening mark
//     is that of every variant, but not of one that begins with a sign which
//     stands close to the word before it: "may[ and / , or - SEL] do".
//   - "may[, or / and - SEL] do": where the first variant begins with such a sign,
//     those that begin with a word have a blank before it.
//   - "[The Council shall meet. - SEL] The Parties": a blank behind a bracket at
//     the beginning of a line, or behind an opening sign, goes with the bracket's
//     words where some have none there.
//
// What these rules would read otherwise is marked: with a no-break space where
// there is a blank, with a word joiner where there is none.
const (
	HardBlank = '\u00a0'
	Joiner    = '\u2060'
)

// closeTo reports whether what is written begins with a sign that stands close to
// the word before it, or with a bracket that does.
func closeTo(printed string) bool {
	for range MaxDepth {
		r, size := utf8.DecodeRuneInString(printed)
		next, _ := utf8.DecodeRuneInString(printed[size:])
		switch {
		case r == '\\':
			return next == ']'
		case r != '[':
			return strings.ContainsRune(".,;:!?)]}»”…%،؛؟。，；：！？）、\n", r)
		case next == ' ' || next == HardBlank:
			return true
		}
		printed = printed[size:]
	}
	return false
}

// noBlankAfter reports whether a line or a parenthesis begins behind what is written: no
// blank can stand there.
func noBlankAfter(r rune) bool { return strings.ContainsRune("\n([{«“‘¿¡（「『", r) }

// wordy reports whether a word can end with the sign.
func wordy(r rune) bool { return r != ' ' && r != HardBlank && !noBlankAfter(r) }

func beginsWord(printed string) bool {
	r, _ := utf8.DecodeRuneInString(printed)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// Before is what stands before a bracket.
type Before struct {
	Last rune // the last sign in the same wording, 0 for none
	Deep bool // the wording is that of a variant
}

// start reports whether no blank can stand before the bracket.
func (b Before) start() bool { return b.Last == 0 || noBlankAfter(b.Last) }

// Blanks says which variants have a blank before them by the rules, from what is
// written of each and from whether one stands behind the opening mark.
func (b Before) Blanks(printed []string, lead bool) []bool {
	out := make([]bool, len(printed))
	for i, s := range printed {
		switch {
		case lead:
			out[i] = !closeTo(s)
		case i > 0 && closeTo(printed[0]):
			out[i] = beginsWord(s) && (b.Last == 0 && b.Deep || b.Last != 0 && wordy(b.Last))
		}
	}
	return out
}

// Behind reports whether a blank behind the bracket is that of its words: some
// variant has none, and no word can stand before.
func (b Before) Behind(printed []string, lead, some bool) bool {
	return some && b.start() && !lead && len(printed) > 0 && !closeTo(printed[0]) && printed[0] != ""
}

// Attached says which variants have a blank before them by the rule of the trade
// style: those in brackets that stand close to a word, "the[SEL propose: immediate]
// withdrawal", but not what begins with a sign that does.
func (b Before) Attached(printed []string) []bool {
	out := make([]bool, len(printed))
	for i, s := range printed {
		out[i] = b.Last != 0 && wordy(b.Last) && !closeTo(s)
	}
	return out
}
