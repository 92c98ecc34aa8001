// Package plan is the document: title, parts, points with headings and
// paragraphs, preamble, annexes, footnotes, definitions.
//
// It promises that a text holds everything that a reader of a file could
// place, in the file's own order and under its own numbers, and that what
// could not be placed is said (Note). A point keeps its identity for life; its
// printed number is something else. It refuses to interpret words: brackets in
// a version are words like any other.
package plan

import "nonpaper/internal/ident"

// Kind says what a point is in the document.
type Kind string

const (
	KindPoint      Kind = "point"
	KindPreamble   Kind = "preamble"
	KindAnnex      Kind = "annex"
	KindFootnote   Kind = "footnote"
	KindDefinition Kind = "definition"
)

// Act is what a version expressly does with a point, where it says so.
type Act string

const (
	ActNone   Act = ""       // the wording speaks for itself
	ActDelete Act = "delete" // the point goes; its slot stays visible
	ActKeep   Act = "keep"   // the base's wording is expressly retained
	ActMove   Act = "move"   // the point moves; After says where to
)

// Text is one whole text: the base, or one party's version of it.
type Text struct {
	Front    []Field // front matter, in the file's order
	Title    string
	Complete bool // what is not in it, it deletes
	Points   []Point
}

// Field is one entry of the front matter. Value is the rest of the entry as
// written, further lines included.
type Field struct{ Key, Value string }

// Point is one point as one text has it.
//
// Body is normalised (words.Normalise): paragraphs and items are lines, parted
// by "\n"; an item begins with its label, "(a) the plant …". An empty heading
// or body means that there are no words there.
type Point struct {
	ID        ident.Point // "" where the text gives none
	Kind      Kind
	Label     string // what stands before the number: "Article", "" for none
	Number    string // as printed: "6", "3 bis", "IV"; "" for none
	PartLabel string // "Part II", "" where the part has no label
	Part      string // the part's title; "" before the first part
	Heading   string
	Body      string
	Act       Act
	After     ident.Point // for ActMove: the point it is to follow, "" for the beginning
	Line      int         // where it begins in the file, from 1; 0 where unknown
}

// Start says that a point, a part or the title begins at a line of the file.
type Start struct {
	Line  int    // from 1
	Point int    // the index of the point, -1 for a part or the title
	Part  string // the part, with its label, that this begins or stands in
}

// Origin says where in the file the words of a point stand.
type Origin struct{ Heading, Body []Stretch }

// Stretch is words that stand in the file as they stand in the heading or the
// body: Len bytes at At there, at From in the file. Stretches ascend in both.
type Stretch struct{ At, From, Len int }

// Note is something that a reader has to tell: what it could not place, or
// what it took as something that the writer may not have meant.
type Note struct {
	Line int // from 1; 0 for the file as a whole
	Text string
}
