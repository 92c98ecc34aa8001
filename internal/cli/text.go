package cli

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

// Widths of a page on a terminal; piped output is not wrapped.
const (
	leastWidth = 80
	mostWidth  = 110
)

// width is how wide a page may be where the result goes, 0 for no bound.
func (p *program) width(output string) int {
	if p.held != nil && output == "" {
		return p.columns
	}
	f, ok := p.stdout.(terminal)
	if output != "" || !ok {
		return 0
	}
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil || w == 0 {
		w, _ = strconv.Atoi(os.Getenv("COLUMNS"))
	}
	return min(max(w, leastWidth), mostWidth)
}

// unsure is the measure below which a match wants a person's look.
const unsure = 0.8

// tally counts the brackets and the words.
func tally(t bracket.Text, only []ident.Point) string {
	var brackets, agreed, all int
	for _, p := range t.Points {
		if len(only) > 0 && !slices.Contains(only, p.ID) {
			continue
		}
		for _, w := range []bracket.Wording{p.Heading, p.Wording} {
			brackets += w.Count()
			a, n := count(w, 0)
			agreed, all = agreed+a, all+n
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s; %d of %s outside brackets.\n", plural(brackets, "bracket"), agreed, plural(all, "word"))
	return b.String()
}

// tellDoubts says how many matches a person should look at, and which.
func (p *program) tellDoubts(t bracket.Text, only []ident.Point) {
	const most = 8
	var doubtful []string
	for _, code := range t.Parties {
		for _, pl := range t.Sequence[code] {
			if pl.Sure < unsure && pl.Why != newPoint && (len(only) == 0 || slices.Contains(only, pl.ID)) {
				doubtful = append(doubtful, fmt.Sprintf("%s %s at %s", code, pl.Number, t.Point(pl.ID).Spoken()))
			}
		}
	}
	n, verb, more := len(doubtful), "matches are", ""
	switch {
	case n == 0:
		return
	case n == 1:
		verb = "match is"
	case n > most:
		doubtful, more = doubtful[:most], ", …"
	}
	p.say("%d %s not sure (%s%s): see \"sure\" in --as json; overrule with --match FILE.", n, verb, strings.Join(doubtful, ", "), more)
}

// newPoint is why a point stands alone: nothing in the base is like it.
const newPoint = "new"

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// count gives the words outside of brackets and all words shown.
func count(w bracket.Wording, depth int) (outside, all int) {
	for _, it := range w {
		if it.Bracket != nil {
			for _, v := range it.Bracket.Variants {
				_, n := count(v.Wording, depth+1)
				all += n
			}
			continue
		}
		n := 0
		for _, t := range words.Tokens(it.Words) {
			if t.Class == words.Content || t.Class == words.Stop {
				n++
			}
		}
		all += n
		if depth == 0 {
			outside += n
		}
	}
	return outside, all
}
