package notation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/bracket"
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
	hardBlank = '\u00a0'
	joiner    = '\u2060'
)

// closeTo reports whether what is written begins with a sign that stands close to
// the word before it, or with a bracket that does.
func closeTo(printed string) bool {
	r, size := utf8.DecodeRuneInString(printed)
	if r == '\\' || r == '[' {
		rest := printed[size:]
		next, _ := utf8.DecodeRuneInString(rest)
		switch {
		case r == '\\':
			return next == ']'
		case next == ' ' || next == hardBlank:
			return true
		}
		return closeTo(rest)
	}
	return strings.ContainsRune(".,;:!?)]}»”…%،؛؟。，；：！？）、\n", r)
}

// opens reports whether a line or a parenthesis begins behind what is written: no
// blank can stand there.
func opens(r rune) bool { return strings.ContainsRune("\n([{«“‘¿¡（「『", r) }

// wordy reports whether a word can end with the sign.
func wordy(r rune) bool { return r != ' ' && r != hardBlank && !opens(r) }

func word(printed string) bool {
	r, _ := utf8.DecodeRuneInString(printed)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// context is what stands before a bracket.
type context struct {
	last rune // the last sign written in this wording, 0 for none
	deep bool // the wording is that of a variant
}

// start reports whether no blank can stand before the bracket.
func (c context) start() bool { return c.last == 0 || opens(c.last) }

// derived says which variants have a blank before them by the rules, from what is
// written of each and from whether one stands behind the opening mark.
func (c context) derived(printed []string, lead bool) []bool {
	out := make([]bool, len(printed))
	for i, s := range printed {
		switch {
		case lead:
			out[i] = !closeTo(s)
		case i > 0 && closeTo(printed[0]):
			out[i] = word(s) && (c.last == 0 && c.deep || c.last != 0 && wordy(c.last))
		}
	}
	return out
}

// behind reports whether a blank behind the bracket is that of its words: some
// variant has none, and no word can stand before.
func (c context) behind(printed []string, lead, some bool) bool {
	return some && c.start() && !lead && len(printed) > 0 && !closeTo(printed[0]) && printed[0] != ""
}

// bare takes a variant's own blanks off.
func bare(w bracket.Wording) (core bracket.Wording, lead, tail bool) {
	core = append(core, w...)
	if first := &core[0]; strings.HasPrefix(first.Words, " ") {
		first.Words, lead = first.Words[1:], true
		if first.Words == "" {
			core = core[1:]
		}
	}
	if n := len(core); n > 0 && strings.HasSuffix(core[n-1].Words, " ") {
		last := &core[n-1]
		last.Words, tail = last.Words[:len(last.Words)-1], true
		if last.Words == "" {
			core = core[:n-1]
		}
	}
	return core, lead, tail
}
