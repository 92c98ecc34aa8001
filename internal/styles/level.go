package styles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Level says how far a point is open, counted from its words.
type Level uint8

const (
	Untouched Level = iota // no party gave a text on it
	Wholly                 // no words stand outside of brackets, or the base does not have it
	Partly                 // some words stand outside of brackets, others in them
	Same                   // every text that was given on it has the same words
)

// String is the mark in the margin.
func (l Level) String() string { return [...]string{"", "○", "◐", "●"}[l] }

// Said is what the mark means.
func (l Level) Said() string {
	return [...]string{"no party gave a text on it", "put forward by one side, or open as a whole", "words in common, others open", "no other wording was given"}[l]
}

// Short is what the mark means, in a few words.
func (l Level) Short(named bool) string {
	if l == Untouched && !named {
		return "no bracket"
	}
	return [...]string{"no text from any party", "open as a whole", "open in part", "no other wording"}[l]
}

// LevelOf counts how far a point is open. Where not every party is named, who
// gave a text without another wording is not told either: then a point without
// brackets has no mark.
func LevelOf(p *bracket.Point, named bool) Level {
	n := p.Heading.Count() + p.Wording.Count()
	others := slices.ContainsFunc(p.Speaks, func(c ident.Code) bool { return c != ident.Base })
	agreed := slices.ContainsFunc(p.Wording, func(it bracket.Item) bool { return strings.TrimSpace(it.Words) != "" })
	switch {
	case n == 0 && (!others || !named):
		return Untouched
	case n == 0:
		return Same
	case !agreed && p.Wording.Count() > 0, !slices.Contains(p.Speaks, ident.Base) && Reading(p.Wording, ident.Base) == "":
		return Wholly
	}
	return Partly
}

// Note is what stands below a point about one of its brackets: the reading that
// the clean words have there, and the others.
type Note struct {
	Bracket ident.Bracket
	Here    Option
	Others  []Option
	Range   string // "15 to 40", where every wording is a number
}

// NoteOf makes the note on a bracket that lies in no other.
func NoteOf(b *bracket.Bracket) Note {
	all := ListOptions(bracket.Wording{{Bracket: b}})
	for i := range all {
		all[i].Words = strings.TrimSpace(all[i].Words)
	}
	return Note{Bracket: b.Number, Here: all[0], Others: all[1:], Range: rangeOf(all)}
}

// rangeOf is the span of wordings that are all whole numbers, with their groups.
func rangeOf(all []Option) string {
	least, most := 0, 0
	var from, to string
	for i, o := range all {
		n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "").Replace(o.Words))
		if err != nil {
			return ""
		}
		if i == 0 || n < least {
			least, from = n, o.Words
		}
		if i == 0 || n > most {
			most, to = n, o.Words
		}
	}
	if len(all) < 2 {
		return ""
	}
	return fmt.Sprintf("%s to %s", from, to)
}

// Clean is the base's reading of a wording in pieces: words, and behind those of
// each bracket the bracket itself.
func Clean(w bracket.Wording) []Piece {
	var out []Piece
	for _, it := range w {
		if it.Bracket == nil {
			out = append(out, Piece{Words: it.Words})
			continue
		}
		out = append(out, Piece{Words: Reading(it.Bracket.Variants[with(it.Bracket, ident.Base)].Wording, ident.Base), Bracket: it.Bracket})
	}
	return out
}

// Piece is words of the clean text; where Bracket is not nil, they are open.
type Piece struct {
	Words   string
	Bracket *bracket.Bracket
}
