package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text in the form in which it is searched, byte for byte tied to the
// text that it was made from.
type folded struct {
	src string
	s   string
	at  []int // at[i] is where in src the byte i of s comes from; at[len(s)] is len(src)
}

// plainMarks are marks that writers and typesetters take for one another.
var plainMarks = map[rune]string{
	'’': "'", '‘': "'", 'ʼ': "'", '‐': "-", '‑': "-", '–': "-", '—': "-", '−': "-",
	'«': `"`, '»': `"`, '“': `"`, '”': `"`, '„': `"`, '…': "...", 'œ': "oe", 'Œ': "Oe", 'æ': "ae", 'Æ': "Ae",
}

var bareLetters = map[rune]rune{
	'à': 'a', 'â': 'a', 'ä': 'a', 'á': 'a', 'ç': 'c', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'î': 'i', 'ï': 'i', 'í': 'i',
	'ô': 'o', 'ö': 'o', 'ó': 'o', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ú': 'u', 'ÿ': 'y', 'ñ': 'n',
}

// foldMarks folds marks and blanks: the form in which words are looked for.
func foldMarks(src string) folded { return fold(src, false, false) }

// foldCase folds capitals too.
func foldCase(src string) folded { return fold(src, true, false) }

// foldKeys folds capitals and accents, and keeps line ends: the form in which
// instructions are read.
func foldKeys(src string) folded { return fold(src, true, true) }

func fold(src string, lower, keys bool) folded {
	f := folded{src: src}
	var b strings.Builder
	put := func(s string, at int) {
		for range len(s) {
			f.at = append(f.at, at)
		}
		b.WriteString(s)
	}
	var last byte
	for i, r := range src {
		s, marked := plainMarks[r]
		if keys && (r == '«' || r == '»' || r == '“' || r == '”' || r == '„') {
			s, marked = string(r), false // quotations are read by these
		}
		switch {
		case marked:
		case r == '\n' && keys:
			s = "\n"
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			if last == ' ' {
				continue
			}
			s = " "
		default:
			if lower {
				r = unicode.ToLower(r)
			}
			if bare, ok := bareLetters[r]; ok && keys {
				r = bare
			}
			if s == "" {
				s = string(r)
			}
		}
		if lower {
			s = strings.ToLower(s)
		}
		put(s, i)
		last = s[len(s)-1]
	}
	f.at = append(f.at, len(src))
	f.s = b.String()
	return f
}

// span is a stretch of a text, in bytes.
type span struct{ from, to int }

// occurrences finds words in a stretch of a text: as they are written, and where
// they do not stand so, capitals aside. They begin and end where words do.
func occurrences(text, what string, in span) []span {
	if found := find(foldMarks(text), foldMarks(strings.TrimSpace(what)).s, in); len(found) > 0 {
		return found
	}
	return find(foldCase(text), foldCase(strings.TrimSpace(what)).s, in)
}

func find(f folded, what string, in span) []span {
	var out []span
	if what == "" {
		return nil
	}
	for i := 0; ; {
		k := strings.Index(f.s[i:], what)
		if k < 0 {
			return out
		}
		from, to := i+k, i+k+len(what)
		i = from + 1
		if a, z := f.at[from], f.at[to]; a >= in.from && z <= in.to && wordEdge(f.s, from) && wordEdge(f.s, to) {
			// a letter that was folded to two is taken whole
			if from > 0 && f.at[from-1] == a {
				continue
			}
			out = append(out, span{a, z}) // one that overlaps another makes it unclear which is meant
		}
	}
}

// wordEdge reports whether no word goes on across a place.
func wordEdge(s string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	if !inWord(before) || !inWord(after) {
		// a figure goes on across its marks: 1,5 is not 1 and 5
		return !(isMark(before) && unicode.IsDigit(after) && digitBefore(s[:at]) || unicode.IsDigit(before) && isMark(after) && digitAfter(s[at:]))
	}
	return false
}

func isMark(r rune) bool { return r == ',' || r == '.' }

func digitBefore(s string) bool {
	_, n := utf8.DecodeLastRuneInString(s)
	r, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return unicode.IsDigit(r)
}

func digitAfter(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	r, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsDigit(r)
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
