// Package paper is what stands on a paper that is drawn up from a process, before it is
// written in a format: sections of words, tables, texts, redlines and pictures.
//
// It promises that a paper holds nothing but what it was given, that equal papers are
// written as equal bytes, and that Grounds names everything that stands on it, so that two
// papers can be told apart line by line. A paper that is to be kept says who may read it
// (Private); one that is handed over says that it is without prejudice (Legend).
package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"nonpaper/internal/compare"
	"nonpaper/internal/event"
)

// Paper is one paper.
type Paper struct {
	Title    string
	Lines    []string // beneath the title
	Private  string   // who may read it, of one that is kept; "" of one that is handed over
	Legend   string   // at its foot, on every page where that can be
	Notice   string   // stands at both ends
	Sections []Section
}

// Section is one part of a paper.
type Section struct {
	ID       string // in JSON and in links: "positions"
	Title    string
	Words    []string // paragraphs, before all else
	Columns  []Column
	Rows     []Row
	None     string // what is said where there is nothing in it, "" for leaving it out
	Text     *Text
	Compared *compare.Comparison
	Picture  string // SVG; its table are the rows
	Break    bool   // begins a page
	Within   bool   // belongs to the section before: its heading is one level lower
}

// Column is the head of a column.
type Column struct {
	ID    string // in JSON: "since"
	Title string
	Point bool // holds numbers, short labels, dates: never broken
}

// Row is one line of a table, a cell for each column.
type Row []Cell

// Cell is what stands in one cell.
type Cell struct {
	Words string
	When  event.When // of a time: what Words say
	List  []string   // of a list: what Words say
	Count int        // of a number: what Words say
	Is    Kind
}

// Kind is what a cell holds.
type Kind int

// Kinds of cells.
const (
	Words Kind = iota
	Time
	List
	Count
)

// Text is a text as it was given, complete in itself.
type Text struct {
	Label   string
	Head    string // "Without prejudice · Text 14 · compilation · 21 Nov 2026 18:58 · copy 2"
	Title   string
	Legend  string
	Sources string
	When    event.When
	Points  []event.Point
}

// Add appends a section unless there is nothing in it and nothing to be said of that.
func (p *Paper) Add(s Section) {
	if len(s.Rows) == 0 && len(s.Words) == 0 && s.Text == nil && s.Compared == nil && s.None == "" {
		return
	}
	p.Sections = append(p.Sections, s)
}

// Ground is one thing that a paper rests on: what it is called on the paper, and a sum
// of how it reads there.
type Ground struct {
	Section string `json:"section"`
	Of      string `json:"of"`
	Sum     string `json:"sum"` // the first 16 bytes of a SHA-256, in hexadecimal
}

// Grounds names everything that stands on a paper but its head, in order. Of two that
// are called the same the second is numbered.
func (p *Paper) Grounds() (out []Ground) {
	for i := range p.Sections {
		s := &p.Sections[i]
		seen := map[string]bool{}
		add := func(of string, read ...string) {
			for name, n := of, 2; seen[of]; n++ {
				of = fmt.Sprintf("%s (%d)", name, n)
			}
			seen[of] = true
			sum := sha256.Sum256([]byte(strings.Join(read, "\x00")))
			out = append(out, Ground{s.Title, of, hex.EncodeToString(sum[:16])})
		}
		for _, w := range s.Words {
			add("its words", w)
		}
		for _, r := range s.Rows {
			var cells []string
			for _, c := range r {
				cells = append(cells, c.Words)
			}
			if len(cells) > 0 {
				add(cells[0], cells...)
			}
		}
		if t := s.Text; t != nil {
			add(t.Label, t.Head, t.Title, t.Legend, t.Sources)
			for _, q := range t.Points {
				add("point "+q.Number, q.Part, q.Heading, q.Body, fmt.Sprint(q.Deleted))
			}
		}
		if c := s.Compared; c != nil {
			for _, q := range c.Points {
				if q.Change == compare.Same && !q.Moved && !q.Renumbered() {
					continue
				}
				at := q.New
				if at == nil {
					at = q.Old
				}
				add("point "+at.Number, string(q.Change), fmt.Sprint(q.Moved), fmt.Sprint(q.Heading), fmt.Sprint(q.Wording))
			}
		}
	}
	return out
}

// Drift is what is no longer as it was.
type Drift struct {
	Section string `json:"section"`
	Of      string `json:"of"`
	How     string `json:"how"` // new, gone, changed
}

// Drifts tells what a paper rested on and what it would rest on now apart, in the order
// of the sections; what is gone comes last in its section.
func Drifts(was, is []Ground) (out []Drift) {
	type key struct{ section, of string }
	before := map[key]string{}
	for _, g := range was {
		before[key{g.Section, g.Of}] = g.Sum
	}
	now := map[key]bool{}
	for _, g := range is {
		k := key{g.Section, g.Of}
		now[k] = true
		switch sum, there := before[k]; {
		case !there:
			out = append(out, Drift{g.Section, g.Of, "new"})
		case sum != g.Sum:
			out = append(out, Drift{g.Section, g.Of, "changed"})
		}
	}
	for _, g := range was {
		if !now[key{g.Section, g.Of}] {
			out = append(out, Drift{g.Section, g.Of, "gone"})
		}
	}
	return out
}

// Say is a cell of words.
func Say(words string) Cell { return Cell{Words: words} }

// Items is a cell of a list.
func Items(list []string, separator string) Cell {
	return Cell{Words: strings.Join(list, separator), List: append([]string{}, list...), Is: List}
}

// Number is a cell of a count.
func Number(n int) Cell { return Cell{Words: fmt.Sprint(n), Count: n, Is: Count} }
