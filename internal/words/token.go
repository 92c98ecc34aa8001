package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/words"
)

// Class says what sort of token it is, for the weighing of matches.
type Class uint8

const (
	Content  Class = iota // a word that carries meaning, or a number
	Stop                  // an English stop word
	Sign                  // punctuation, a symbol
	LineEnd               // the end of a paragraph or item
	Sentence              // a sign that ends a sentence
)

// Token is a word, a number with its marks, a sign or a line end.
//
// A token is the smallest stretch that a bracket may hold: numbers with their
// groups and percent sign (600,000  1 000  12.5%), hyphenated words, words with
// their apostrophes and combining marks, an item's label at the beginning of
// its line ("(a)"). In scripts without spaces every character is a token, as in
// UAX #29.
type Token struct {
	Text  string
	Blank bool // a blank stands before it
	Class Class
	Cost  uint8 // how many words, numbers and signs a reader counts in it
	// Left and Right say of a sign whether it stands close to its neighbour on
	// that side ("and/or" against "and / or", an opening against a closing
	// quotation mark); Left of a word, that it stands to the word before it as
	// is not usual. Tokens that stand otherwise are different tokens.
	Left, Right bool
}

// Tokens divides a normalised text. Writing every token's blank and text in
// turn gives the text back.
func Tokens(s string) []Token {
	out := make([]Token, 0, len(s)/5+4)
	first := true
	for line := range strings.SplitSeq(s, "\n") {
		if !first {
			out = append(out, Token{Text: "\n", Class: LineEnd})
		}
		first = false
		out = AppendLine(out, line)
	}
	return out
}

// Line divides one line of a normalised text.
func Line(s string) []Token { return AppendLine(make([]Token, 0, len(s)/5+4), s) }

// raw is a segment of the line as UAX #29 gives it.
type raw struct {
	from, to int
	blank    bool
}

// AppendLine appends the tokens of one line of a normalised text to out.
func AppendLine(out []Token, line string) []Token {
	if out, ok := appendASCII(out, line); ok {
		return out
	}
	return appendAny(out, line)
}

// appendAny is AppendLine for every script.
func appendAny(out []Token, line string) []Token {
	var few [160]raw // most lines have no more
	segments := few[:0]
	if n := len(line) / 4; n > len(few) {
		segments = make([]raw, 0, n)
	}
	blank := false
	at := 0
	for it := uax29.FromString(line); it.Next(); {
		text := it.Value()
		from := at
		at += len(text)
		if text[0] == ' ' { // a combining mark may cling to the blank
			blank = true
			if from++; from == at {
				continue
			}
		}
		segments = append(segments, raw{from, at, blank})
		blank = false
	}
	first := len(out)
	for i := 0; i < len(segments); {
		n := whole(line, segments[i:], i == 0)
		text := line[segments[i].from:segments[i+n-1].to]
		out = append(out, newToken(text, segments[i].blank))
		i += n
	}
	settleSides(out[first:])
	return out
}

// whole says how many of the segments make one token with the first of them.
func whole(line string, seg []raw, lineStart bool) int {
	text := func(i int) string { return line[seg[i].from:seg[i].to] }
	joined := func(i int) bool { return i < len(seg) && !seg[i].blank }
	if lineStart && len(seg) >= 3 && text(0) == "(" && text(2) == ")" && joined(1) && joined(2) &&
		utf8.RuneCountInString(text(1)) <= 5 && isWordRune(firstRune(text(1))) {
		return 3
	}
	n := 1
	for n < len(seg) {
		last, next := lastRune(text(n-1)), firstRune(text(n))
		switch {
		case joined(n) && isLetter(last) && isLetter(next):
			n++
		case joined(n) && joined(n+1) && isLetter(last) && isJoiner(text(n)) && isLetter(firstRune(text(n+1))):
			n += 2
		case joined(n) && joined(n+1) && unicode.IsDigit(last) && isSeparator(text(n)) && unicode.IsDigit(firstRune(text(n+1))):
			n += 2
		case joined(n) && unicode.IsDigit(last) && text(n) == "%":
			return n + 1
		case !joined(n) && n == 1 && isGroup(text(0), 1) && isGroup(text(n), 3):
			for n < len(seg) && isGroup(text(n), 3) && !(n+1 < len(seg) && joined(n+1) && isLetter(firstRune(text(n+1)))) {
				n++
			}
			if n == 1 {
				return 1
			}
		default:
			return n
		}
	}
	return n
}

func newToken(text string, blank bool) Token {
	t := Token{Text: text, Blank: blank, Cost: 1}
	switch r := firstRune(text); {
	case text[0] == '(' && len(text) > 1:
		t.Cost = 3
	case !isWordRune(r):
		t.Class = Sign
		if isSentenceEnd(r) {
			t.Class = Sentence
		}
		t.Cost = uint8(min(utf8.RuneCountInString(text), 255))
	case isStop(text):
		t.Class = Stop
	case r >= '0' && r <= '9':
		t.Cost += uint8(2 * min(strings.Count(text, ":")+strings.Count(text, "/"), 100)) // read as three
	}
	return t
}

// settleSides settles how each token stands to its neighbours, so that whether
// a blank stands between two tokens depends on the two alone. At the ends of a
// line a sign stands as it usually does.
func settleSides(line []Token) {
	for i := range line {
		t := &line[i]
		if !t.isSign() {
			// two words stand apart; in scripts without spaces they do not
			if i > 0 && !line[i-1].isSign() {
				close := isSpaceless(lastRune(line[i-1].Text)) || isSpaceless(firstRune(t.Text))
				t.Left = t.Blank == close
			}
			continue
		}
		r := firstRune(t.Text)
		t.Left, t.Right = closes(r), unicode.In(r, unicode.Ps, unicode.Pi)
		if i > 0 {
			t.Left = !t.Blank
		}
		if i+1 < len(line) {
			t.Right = !line[i+1].Blank
		}
	}
}

func (t *Token) isSign() bool { return t.Class == Sign || t.Class == Sentence }

// closes reports whether r usually clings to the word before it.
func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || isSentenceEnd(r) || strings.ContainsRune(",;:%\u060c\u061b\u3001\uff0c\uff1b\uff1a", r)
}

// isSpaceless reports whether r belongs to a script that is written without
// spaces between words: Thai, Lao, Myanmar, Khmer, Han, Kana.
func isSpaceless(r rune) bool {
	switch {
	case r < 0xe00:
		return false
	case r <= 0xeff, r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17ff, r >= 0x19e0 && r <= 0x19ff,
		r >= 0x2e80 && r <= 0x2fdf, r >= 0x3005 && r <= 0x3007, r >= 0x3021 && r <= 0x3029, r >= 0x3031 && r <= 0x3035,
		r >= 0x3040 && r <= 0x30ff, r >= 0x31f0 && r <= 0x31ff, r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff,
		r >= 0xa9e0 && r <= 0xa9ff, r >= 0xaa60 && r <= 0xaa7f, r >= 0xf900 && r <= 0xfaff, r >= 0xff66 && r <= 0xff9f,
		r >= 0x20000 && r <= 0x3ffff:
		return true
	}
	return false
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M) || r == 0x200c || r == 0x200d
}

// isLetter reports whether no bracket may come between r and another such
// letter beside it.
func isLetter(r rune) bool { return isWordRune(r) && !isSpaceless(r) }

func isJoiner(s string) bool {
	switch s {
	case "-", "'", "\u2019", "\u02bc", "\u2010", "\u2011":
		return true
	}
	return false
}

func isSeparator(s string) bool {
	return s == "." || s == "," || s == "\u066b" || s == "\u066c" || isRatio(s)
}

// isRatio reports whether s joins two numbers to a time, a ratio, a fraction or
// a symbol of a document: 07:00, 50:50, 1/3, 2202/1.
func isRatio(s string) bool { return s == ":" || s == "/" }

// isGroup reports whether s is a group of a number written with blanks: three
// digits, or from one to three where least is 1.
func isGroup(s string, least int) bool {
	if len(s) < least || len(s) > 3 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func isSentenceEnd(r rune) bool {
	switch r {
	case '.', '!', '?', '\u2026', '\u3002', '\uff01', '\uff1f', '\u061f', '\u06d4', '\u0964':
		return true
	}
	return false
}

func firstRune(s string) rune {
	if s[0] < utf8.RuneSelf {
		return rune(s[0])
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	if c := s[len(s)-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// stopWords are the English words that carry so little meaning that a match of
// them alone is none.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`the of to and in a or for by on be is it its as with shall not no any all this that
		his their from at an`) {
		set[w] = true
	}
	return set
}()

func isStop(s string) bool {
	if len(s) > 5 {
		return false
	}
	if stopWords[s] {
		return true
	}
	return s[0] >= 'A' && s[0] <= 'Z' && stopWords[strings.ToLower(s)]
}
