package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// terminal is a terminal that prints words and carries out nothing in them.
type terminal struct{ *os.File }

// ontoTerminal makes what is written to a terminal harmless to it. To a file and
// through a pipe everything goes as it is.
func ontoTerminal(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return terminal{f}
	}
	return w
}

func (t terminal) Write(src []byte) (int, error) {
	if _, err := t.File.WriteString(harmless(string(src))); err != nil {
		return 0, err
	}
	return len(src), nil
}

// isTerminal says whether a person reads or writes there.
func isTerminal(f any) bool {
	file, ok := f.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(file.Fd()))
}

// harmless shows what a terminal would obey, and what turns the direction of
// the words behind it, as <U+001B>. Such signs come with words that others wrote.
func harmless(s string) string {
	if strings.IndexFunc(s, obeyed) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if obeyed(r) {
			fmt.Fprintf(&b, "<%U>", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func obeyed(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
