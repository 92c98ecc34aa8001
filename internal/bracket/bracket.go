// Package bracket is the bracketed text: agreed words, brackets, the competing
// variants inside them, and who holds which.
package bracket

import (
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Wording is agreed words and brackets in reading order. No two items of words
// stand side by side and none is empty; an empty wording means "no words here".
type Wording []Item

// Item is either words (Bracket is nil) or a bracket.
type Item struct {
	Words   string
	Bracket *Bracket
}

// Bracket is a stretch of wording that is not agreed, with at least two variants.
type Bracket struct {
	Number   ident.Bracket
	Variants []Variant
}

// Variant is one of the competing wordings of a bracket. Holders are all whose
// text reads so here, and serve projection. By is who is printed: the base at
// its own variant, and a party if and only if the base does not hold the
// variant or the party expressly retains it.
type Variant struct {
	Holders   []ident.Code
	By        []ident.Code
	Wording   Wording
	MovedFrom ident.Bracket // the words stood in that bracket in the base
	MovedTo   ident.Bracket // the words stand in that bracket in other versions
}

// Text is a whole compiled text.
type Text struct {
	Parties  []ident.Code // in printed order
	Texts    map[ident.Code]Source
	Sequence map[ident.Code][]Place // each text's points in its own order
	Points   []Point
}

// Source is what is kept of a text beside its points.
type Source struct {
	Title    string
	Front    []plan.Field
	Complete bool
	Retain   bool // the party expressly retains the base's words wherever it has them
}

// Place is where a point of one text stands in the compiled text. For the base
// Sure, Why and Answers are empty.
type Place struct {
	ID        ident.Point // the compiled point
	Own       ident.Point // the identifier that the text itself gives, "" for none
	Kind      plan.Kind
	Label     string
	Number    string
	PartLabel string
	Part      string
	Act       plan.Act
	After     ident.Point
	Answers   []ident.Point // other compiled points that it answers as well
	Sure      float64       // 0 to 1: how sure the match is
	Why       string

	// What the text itself leaves out or gives beside the compiled wording, so
	// that projection gives the file back as it was.
	NoHeading bool   // it uses no headings, and is silent on them
	NoWording bool   // it gives an act only: keep, delete, move
	Heading   string // the heading of a point that it deletes
}

// Point is one point of the compiled text.
type Point struct {
	ID        ident.Point
	Kind      plan.Kind
	Label     string
	Number    string
	PartLabel string
	Part      string
	Speaks    []ident.Code // who addresses it, the base first, then in printed order
	Heading   Wording
	Wording   Wording
}
