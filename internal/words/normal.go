// Package words knows what a word, a number, a sentence and a blank are, in
// every script that delegations write in.
//
// It promises that normalising is idempotent and that the tokens of a
// normalised text, with their blanks, give that text back byte for byte. It
// refuses to know any language's grammar: it has a list of English stop words
// for the weighing of matches and nothing else that belongs to one language.
package words

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalise returns s in the form in which words are compared and stored:
// Unicode NFC, no byte order mark, every line end "\n", every run of blanks one
// space, no blank at either end of a line, no empty lines. It is idempotent.
func Normalise(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(s)
	var b strings.Builder
	b.Grow(len(s))
	const (
		none = iota
		blank
		line
	)
	owed := none
	for _, r := range s {
		switch {
		case r == '\ufeff':
			continue
		case isLineEnd(r):
			owed = line
			continue
		case IsBlank(r):
			owed = max(owed, blank)
			continue
		}
		if b.Len() > 0 {
			switch owed {
			case blank:
				b.WriteByte(' ')
			case line:
				b.WriteByte('\n')
			}
		}
		owed = none
		b.WriteRune(r)
	}
	return b.String()
}

// plain reports whether s is normalised ASCII already, which most texts are.
func plain(s string) bool {
	if s == "" {
		return true
	}
	space := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf || c < ' ' && c != '\n' || c == 0x7f:
			return false
		case c == ' ' || c == '\n':
			if space {
				return false
			}
			space = true
		default:
			space = false
		}
		if s[i] == '\n' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return !space
}

// IsBlank reports whether r is a blank within a line: the tabulator, the space
// and Unicode's other space separators (general category Zs).
func IsBlank(r rune) bool {
	switch {
	case r == ' ' || r == '\t' || r == 0xa0:
		return true
	case r < 0x1680:
		return false
	}
	return r == 0x1680 || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x205f || r == 0x3000
}

// isLineEnd reports whether r ends a line: the mandatory breaks of Unicode's
// line breaking (UAX #14, classes BK, CR, LF, NL) and the ASCII separators.
func isLineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}
