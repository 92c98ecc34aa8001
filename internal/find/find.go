// Package find searches the entries of the rooms that a viewer may read.
//
// The index lives in memory only and is made of what is handed over, so that a
// search can find nothing that its viewer may not read, and nothing of it lies
// on a disk. Words are compared without regard to capitals and marks on letters
// put together or apart (NFC), in every script; all words asked for must stand
// in the entry, and a phrase in quotation marks in one piece.
package find

import (
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

// Hit is an entry that was found.
type Hit struct {
	Room    ident.Room
	Seq     uint64
	Kind    event.Kind
	When    event.When
	Excerpt string
}

// Index is what can be searched. Its zero value is empty and ready, for any query.
type Index struct {
	only    []string // words of the one query that it is for, none for any
	entries []entry
	words   map[string][]int // word -> entries that hold it, rising
}

type entry struct {
	room  ident.Room
	seq   uint64
	kind  event.Kind
	when  event.When
	lines []string
}

// For is an index for one query: of other entries than those that may be found by it,
// no words are kept.
func For(query string) *Index {
	_, terms := parse(query)
	return &Index{only: terms}
}

// Add puts an entry of a room into the index.
func (x *Index) Add(room ident.Room, e *event.Entry) {
	if e.Gone || !x.mayHold(e) {
		return
	}
	if x.words == nil {
		x.words = map[string][]int{}
	}
	n := len(x.entries)
	en := entry{room, e.Seq, event.KindOf(e.Body.Fact), e.Body.When, view.WordsOf(e.Body.Fact)}
	x.entries = append(x.entries, en)
	for _, line := range en.lines {
		for _, w := range split(line) {
			if list := x.words[w]; len(list) == 0 || list[len(list)-1] != n {
				x.words[w] = append(list, n)
			}
		}
	}
}

// mayHold reports whether the entry may hold every word of the query that the index is
// for: a word of a line stands in it as it is, however the line is divided.
func (x *Index) mayHold(e *event.Entry) bool {
	if len(x.only) == 0 {
		return true
	}
	whole := lowered(strings.Join(view.WordsOf(e.Body.Fact), "\n"))
	return !slices.ContainsFunc(x.only, func(w string) bool { return !strings.Contains(whole, w) })
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

// Search finds the entries that hold all of the query, the latest first.
func (x *Index) Search(query string) []Hit {
	phrases, terms := parse(query)
	if len(phrases)+len(terms) == 0 {
		return nil
	}
	var among []int
	for i, w := range terms {
		if i == 0 {
			among = slices.Clone(x.words[w])
			continue
		}
		among = slices.DeleteFunc(among, func(n int) bool { _, has := slices.BinarySearch(x.words[w], n); return !has })
	}
	var out []Hit
	for _, n := range among {
		e := &x.entries[n]
		if line, ok := e.holds(phrases, terms); ok {
			out = append(out, Hit{e.room, e.seq, e.kind, e.when, excerpt(line, terms)})
		}
	}
	slices.SortStableFunc(out, func(a, b Hit) int {
		switch {
		case a.When.From != b.When.From:
			if a.When.From > b.When.From {
				return -1
			}
			return 1
		case a.Room != b.Room:
			return slices.Compare(a.Room[:], b.Room[:])
		case a.Seq > b.Seq:
			return -1
		}
		return 1
	})
	return out
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

// holds finds the line that shows the hit: one with every phrase, else with the
// first term.
func (e *entry) holds(phrases, terms []string) (string, bool) {
	for _, p := range phrases {
		if !slices.ContainsFunc(e.lines, func(l string) bool { return strings.Contains(" "+strings.Join(split(l), " ")+" ", " "+p+" ") }) {
			return "", false
		}
	}
	best, most := "", -1
	for _, l := range e.lines {
		has := split(l)
		n := 0
		for _, w := range terms {
			if slices.Contains(has, w) {
				n++
			}
		}
		if n > most {
			best, most = l, n
		}
	}
	return best, true
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
