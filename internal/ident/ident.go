// Package ident holds the typed identifiers of nonpaper, so that nobody passes
// a bare string where a party, a point or a bracket is meant.
//
// It promises that a value made by a Parse function is well formed and stays
// the same text for life. It refuses to guess: what is not well formed is an
// error that says what is allowed.
package ident

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Code names a text's author: the short code of a party (ALD, E3, EU24), or
// Base for the text that all versions answer to.
type Code string

// wellFormed reports whether s is letters and digits of any script, with marks
// behind the first, and what else may stand first, inside and last.
func wellFormed(s, first, inside, last string) bool {
	if s == "" || !utf8.ValidString(s) {
		return false
	}
	for i, r := range s {
		end := i+utf8.RuneLen(r) == len(s)
		switch {
		case unicode.In(r, unicode.L, unicode.N), i > 0 && unicode.Is(unicode.M, r):
		case i == 0 && strings.ContainsRune(first, r), i > 0 && !end && strings.ContainsRune(inside, r), i > 0 && end && strings.ContainsRune(last, r):
		default:
			return false
		}
	}
	return true
}

// The longest identifiers, in characters.
const (
	maxPoint  = 64
	maxPerson = 40
)

// Base is the code under which the base text stands among the holders of a
// variant. No party may have it.
const Base Code = "base"

// maxCode bounds a code so that it can be printed after every variant.
const maxCode = 24

// ParseCode reads the code of a party: letters and digits of any script, with
// hyphen, dot or underscore inside, 24 characters at most, and not "base".
func ParseCode(s string) (Code, error) {
	switch {
	case strings.EqualFold(s, string(Base)):
		return "", fmt.Errorf("%q is kept for the base text; give the party another code", s)
	case utf8.RuneCountInString(s) > maxCode:
		return "", fmt.Errorf("party code %.40q is longer than %d characters", s, maxCode)
	case !wellFormed(s, "", "._-", ""):
		return "", fmt.Errorf("%.40q is no party code: letters and digits, with - . _ inside", s)
	}
	return Code(s), nil
}

// Point identifies a point for life, whatever its printed number becomes: p6,
// p24bis. It is what stands in a heading attribute {#p6}.
type Point string

// ParsePoint reads a point's identifier: letters, digits and . _ : - up to 64
// characters, beginning with a letter, a digit or an underscore.
func ParsePoint(s string) (Point, error) {
	if utf8.RuneCountInString(s) > maxPoint || !wellFormed(s, "_", "._:-", "._:-") {
		return "", fmt.Errorf("%.40q is no identifier of a point: letters, digits and . _ : -, 64 at most", s)
	}
	return Point(s), nil
}

// Bracket is the spoken number of a bracket: the printed number of its point
// and letters in reading order, 6a, 6b, … 6z, 6aa.
type Bracket string

// BracketAt returns the number of the n-th bracket (from 0) of the point that
// is spoken of as point: letters directly behind a digit (6a), after a blank
// behind a word (9 bis a).
func BracketAt(point string, n int) Bracket {
	if r, _ := utf8.DecodeLastRuneInString(point); point != "" && !unicode.IsDigit(r) {
		point += " "
	}
	return Bracket(point + letters(n))
}

// letters writes n in the alphabet's bijective numeration: a … z, aa, ab, …
func letters(n int) string {
	var out []byte
	for n++; n > 0; n = (n - 1) / 26 {
		out = append(out, byte('a'+(n-1)%26))
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// Person names a person within a process: m.rhee, cad.head.
type Person string

// ParsePerson reads the handle of a person: letters and digits of any script,
// with . _ - inside, 40 characters at most; capitals count as small letters.
func ParsePerson(s string) (Person, error) {
	if utf8.RuneCountInString(s) > maxPerson || !wellFormed(s, "", "._-", "") {
		return "", fmt.Errorf("%.48q is no handle of a person: letters and digits, with . _ - inside, 40 at most", s)
	}
	return Person(strings.ToLower(s)), nil
}

// Instrument names an instrument within a process: framework, fund.
type Instrument string

// ParseInstrument reads the short name of an instrument; its form is that of a
// person's handle.
func ParseInstrument(s string) (Instrument, error) {
	if utf8.RuneCountInString(s) > maxPerson || !wellFormed(s, "", "._-", "") {
		return "", fmt.Errorf("%.48q is no short name of an instrument: letters and digits, with . _ - inside, 40 at most", s)
	}
	return Instrument(strings.ToLower(s)), nil
}

// Label is what people call a text or a paper: "Text 5", "E3 paper of 23 November".
type Label string

const maxLabel = 120

// ParseLabel reads a label: one line of at most 120 characters.
func ParseLabel(s string) (Label, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case s == "":
		return "", fmt.Errorf("a label is needed, such as \"Text 5\"")
	case !utf8.ValidString(s):
		return "", fmt.Errorf("%.48q is no label: it is not UTF-8", s)
	case utf8.RuneCountInString(s) > maxLabel:
		return "", fmt.Errorf("label %.48q is longer than %d characters", s, maxLabel)
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return "", fmt.Errorf("%.48q is no label: it holds control characters", s)
		}
	}
	return Label(s), nil
}
