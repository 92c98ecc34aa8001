package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Language is the table of one language. All words are in small letters.
type Language struct {
	Name        string
	Nouns       map[string]Kind // every form of every noun, abbreviations with their full stop: "paras."
	And         []string        // what joins the last of a list: " and ", " or "
	Range       []string        // what joins the ends of a range: " to ", "-"
	Of          []string        // what comes before what holds it: "of", "in"
	Weak        []string        // of Of, those that often come before something else: "to", "in"
	Articles    []string        // the, le, la, der …
	This        []string        // this, the present
	That        []string        // that, the said
	Near        []string        // preceding, following
	Behind      []string        // above, below
	Its         []string        // its, their
	Instruments []string        // nouns of texts: charter, treaty, resolution
	Actors      []string        // nouns that are no texts: party, state
	Units       []string        // what makes a number a quantity: days, km
	List        string          // how a list is written that was a range: ", "
	Last        string          // before its last: " and "

	initials [256]bool  // the first bytes of Nouns, small and capital
	pairs    [1024]bool // the first two letters of Nouns, five bits of each
	set      map[string]word
}

// word says what a word may be.
type word uint16

const (
	isArticle word = 1 << iota
	isThis
	isThat
	isNear
	isBehind
	isIts
	isInstrument
	isActor
	isUnit
	isOf
	isWeak
)

// ready makes what is looked up out of the table.
func (l *Language) ready() *Language {
	l.set = map[string]word{}
	for _, x := range []struct {
		list []string
		is   word
	}{{l.Articles, isArticle}, {l.This, isThis}, {l.That, isThat}, {l.Near, isNear}, {l.Behind, isBehind}, {l.Its, isIts},
		{l.Instruments, isInstrument}, {l.Actors, isActor}, {l.Units, isUnit}, {l.Of, isOf}, {l.Weak, isWeak}} {
		for _, w := range x.list {
			l.set[w] |= x.is
		}
	}
	for n := range l.Nouns {
		l.initials[n[0]] = true
		l.initials[strings.ToUpper(n)[0]] = true
		l.pairs[pair(n)] = true
	}
	return l
}

func (l *Language) is(s string, what word) bool { return l.set[strings.ToLower(s)]&what != 0 }

// mayRefer reports whether words can hold a reference or a number of one.
func (l *Language) mayRefer(s string) bool {
	apart := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c >= utf8.RuneSelf && digitAt(s[i:]):
			return true
		case apart && l.initials[c]:
			if _, size := l.noun(s[i:]); size > 0 {
				return true
			}
		case apart && c >= 'A' && c <= 'Z' && (i+1 == len(s) || !letterAt(s[i+1:]) || s[i+1] < 'a'):
			return true // a capital by itself: the II of "Annex [II]"
		}
		apart = c < utf8.RuneSelf && !asciiLetter(c)
	}
	return false
}

func digitAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// pair are the first two letters of a word, whatever their case.
func pair(s string) int { return int(s[0]&31)<<5 | int(s[1]&31) }

// noun reads a noun of the table at the beginning of s.
func (l *Language) noun(s string) (Kind, int) {
	if len(s) < 2 || !l.pairs[pair(s)] {
		return "", 0
	}
	end := wordEnd(s)
	if end == 0 || end > 24 {
		if r, size := utf8.DecodeRuneInString(s); r == '§' {
			for strings.HasPrefix(s[size:], "§") {
				size += len("§")
			}
			return l.Nouns["§"], size
		}
		return "", 0
	}
	var small [48]byte // without going to the heap: every word is looked up
	n := 0
	for _, r := range s[:end] {
		n += utf8.EncodeRune(small[n:], unicode.ToLower(r))
		if n > 32 {
			return "", 0
		}
	}
	if end < len(s) && s[end] == '.' {
		small[n] = '.'
		if k, ok := l.Nouns[string(small[:n+1])]; ok {
			return k, end + 1
		}
	}
	if k, ok := l.Nouns[string(small[:n])]; ok {
		return k, end
	}
	return "", 0
}

// wordEnd is where a word ends that begins s: letters, with hyphens inside.
func wordEnd(s string) int {
	end := 0
	for end < len(s) {
		if c := s[end]; c < utf8.RuneSelf && c != '-' {
			if !asciiLetter(c) {
				break
			}
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.In(r, unicode.L, unicode.M) && (r != '-' || end == 0 || !letterAt(s[end+1:])) {
			break
		}
		end += size
	}
	return end
}

// LabelKind says what a label that stands before printed numbers ("Article")
// names in any language; false for a word that is in no table.
func LabelKind(label string) (Kind, bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	for _, l := range Languages {
		if k, ok := l.Nouns[label]; ok {
			return k, true
		}
	}
	return "", false
}

// Languages are all tables, English first.
var Languages = []*Language{English, French, German}

// LanguageOf finds the table of a language by its tag ("en", "fr-FR") or name;
// nil for one that has none.
func LanguageOf(tag string) *Language {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	for _, l := range Languages {
		if l.Name == tag {
			return l
		}
	}
	return nil
}
