// Package find searches the entries of a room.
//
// The index lives in memory only and is of one room, so that whoever hands over
// those of the rooms that a viewer may read finds nothing else, and nothing of it
// lies on a disk. Words are compared without regard to capitals and marks on letters
// put together or apart (NFC), in every script; all words asked for must stand
// in the entry, and a phrase in quotation marks in one piece.
package find

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

// Entry is an entry that can be found.
type Entry struct {
	Seq  uint64
	Kind event.Kind
	Time int64 // of entry, Unix µs
	When event.When
}

// Hit is an entry that was found.
type Hit struct {
	Entry
	Room    ident.Room
	Excerpt string
}

// Index is what can be searched of one room. Its zero value is empty and ready.
type Index struct {
	entries []entry
	next    uint64
}

type entry struct {
	Entry
	lines []string
	whole string // the lines as they are compared
}

// Next is the number of the first entry that is not in the index.
func (x *Index) Next() uint64 { return x.next }

// Add puts the next entry of the room into the index.
func (x *Index) Add(e *event.Entry) {
	x.next = e.Seq + 1 + e.Content()
	if e.Gone {
		return
	}
	lines := view.WordsOf(e.Body.Fact)
	x.entries = append(x.entries, entry{
		Entry: Entry{e.Seq, event.KindOf(e.Body.Fact), e.Time, e.Body.When}, lines: lines, whole: lowered(strings.Join(lines, "\n")),
	})
}

func lowered(s string) string { return words.Normalise(strings.ToLower(s)) }

// split gives the words of a line as they are compared: what stands together
// between blanks and signs, so that "600,000" and "and/or" are two each.
func split(s string) []string {
	var out []string
	for _, t := range words.Tokens(lowered(s)) {
		out = append(out, strings.FieldsFunc(t.Text, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) })...)
	}
	return out
}

// Query is what is looked for.
type Query struct{ phrases, terms []string }

// Parse reads a query: words, and phrases in quotation marks.
func Parse(query string) Query {
	phrases, terms := parse(query)
	return Query{phrases, terms}
}

// Search finds the entries of a room that hold all of the query and are among those
// asked for, in their order.
func (x *Index) Search(room ident.Room, q Query, among func(Entry) bool) (out []Hit) {
	if len(q.phrases)+len(q.terms) == 0 {
		return nil
	}
	for i := range x.entries {
		e := &x.entries[i]
		// A word of a line stands in it as it is, however the line is divided: most are
		// told apart without dividing them.
		if slices.ContainsFunc(q.terms, func(w string) bool { return !strings.Contains(e.whole, w) }) || !among(e.Entry) {
			continue
		}
		if line, ok := e.holds(q); ok {
			out = append(out, Hit{e.Entry, room, excerpt(line, q.terms)})
		}
	}
	return out
}

// Sort puts hits of several rooms in their order: the latest first.
func Sort(hits []Hit) {
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.When.From, a.When.From), slices.Compare(a.Room[:], b.Room[:]), cmp.Compare(b.Seq, a.Seq))
	})
}

// parse takes a query apart: phrases in quotation marks, and all its words.
func parse(query string) (phrases, terms []string) {
	query = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(query)
	for i, piece := range strings.Split(query, `"`) {
		terms = append(terms, split(piece)...)
		if p := strings.Join(split(piece), " "); i%2 == 1 && p != "" {
			phrases = append(phrases, p)
		}
	}
	return phrases, terms
}

// holds reports whether every word and phrase stands in the entry, and gives the line
// that shows most of them.
func (e *entry) holds(q Query) (string, bool) {
	missing := make(map[string]bool, len(q.terms)+len(q.phrases))
	for _, w := range q.terms {
		missing[w] = true
	}
	for _, p := range q.phrases {
		missing[" "+p+" "] = true
	}
	best, most := "", -1
	for _, l := range e.lines {
		has := split(l)
		n := 0
		for _, w := range q.terms {
			if slices.Contains(has, w) {
				delete(missing, w)
				n++
			}
		}
		for _, p := range q.phrases {
			if strings.Contains(" "+strings.Join(has, " ")+" ", " "+p+" ") {
				delete(missing, " "+p+" ")
			}
		}
		if n > most {
			best, most = l, n
		}
	}
	return best, len(missing) == 0
}

// excerpt shows the first term with some words around it.
func excerpt(line string, terms []string) string {
	const before, after = 60, 100
	line = strings.Join(strings.Fields(line), " ")
	at := strings.Index(strings.ToLower(line), terms[0])
	if at < 0 || at > len(line) {
		at = 0
	}
	from, to := max(0, at-before), min(len(line), at+after)
	for from > 0 && line[from-1] != ' ' {
		from--
	}
	for to < len(line) && line[to] != ' ' {
		to++
	}
	out := line[from:to]
	if from > 0 {
		out = "… " + out
	}
	if to < len(line) {
		out += " …"
	}
	return out
}
