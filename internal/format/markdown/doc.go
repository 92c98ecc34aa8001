// Package markdown reads plans from Markdown and from plain text as it is
// pasted from a word processor or an e-mail, and writes both canonical forms.
//
// It promises that no word is dropped in silence: what is not kept as words is
// named in a note with its line. It promises that what it has written reads
// back to the same text, in both forms. It refuses what is not UTF-8. Brackets,
// emphasis marks and everything else inside a line are words.
//
// A file is read line by line, and not with a Markdown library, because every
// line has to be accounted for and because plain text has the same structure
// without the marks. docs/format.md has both forms to the byte.
package markdown

import (
	"bytes"
	"unicode/utf8"

	"nonpaper/internal/fault"
	"nonpaper/internal/plan"
)

// Read reads a text in either form. A text with front matter or with a heading
// marked by # is Markdown.
func Read(src []byte) (plan.Text, []plan.Note, error) {
	if err := CheckEncoding(src); err != nil {
		return plan.Text{}, nil, err
	}
	t, notes := read(string(src))
	return t, notes, nil
}

// CheckEncoding refuses what is not UTF-8, and says how to save it right.
func CheckEncoding(src []byte) error {
	const hint = "Nothing was read from it. Save it as UTF-8 (in Word: Save as, Plain text, encoding UTF-8)."
	if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) {
		return fault.Invalidf("the text is in UTF-16, not in UTF-8").WithHint(hint)
	}
	if at := bytes.IndexByte(src, 0); at >= 0 {
		if wide(src[:min(len(src), 4096)]) {
			return fault.Invalidf("the text looks like UTF-16, not UTF-8").WithHint(hint)
		}
		return fault.Invalidf("line %d holds a NUL byte, which no text has", lineAt(src, at)).WithHint(hint)
	}
	if utf8.Valid(src) {
		return nil
	}
	at := 0
	for at < len(src) {
		r, n := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return fault.Invalidf("line %d is not UTF-8 (byte %d of the file is 0x%02x)", lineAt(src, at), at+1, src[at]).WithHint(hint)
}

// wide reports whether text has two bytes for a character: blanks, signs and
// Latin letters then have a zero in each pair, always on the same side.
func wide(src []byte) bool {
	var zeros [2]int
	for i, b := range src {
		if b == 0 {
			zeros[i%2]++
		}
	}
	return max(zeros[0], zeros[1]) >= 3 && min(zeros[0], zeros[1]) == 0
}

func lineAt(src []byte, at int) int { return 1 + bytes.Count(src[:at], []byte("\n")) }
