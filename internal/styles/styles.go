// Package styles knows what each style of bracketed texts shows: who says what
// of a variant, the distinct readings of a wording as options, each party's
// proposal against the base, the rows of a table of open places, and how far a
// point is open. Those who draw (package notation in characters, package html
// as a page) show the same, since they take it from here.
//
// It promises that nothing is shown that the text does not hold: a party is
// named only where it proposed, would delete or expressly retained, every
// wording of every bracket is shown in every style, and how far a point is open
// is counted, never judged. It refuses to say what is agreed: no text by itself
// knows that.
package styles

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Style is a way of writing a bracketed text.
type Style string

const (
	Conference   Style = "conference"   // [15 - HAR / 25 - UNI retain / 40 - SEL]
	Trade        Style = "trade"        // [HAR propose: 15] [UNI retain: 25] [SEL propose: 40]
	Unattributed Style = "unattributed" // [15][25][40]
	Options      Style = "options"      // Option 1 (UNI): … Option 2 (HAR): …
	ITU          Style = "itu"          // HAR/1/1 MOD 9, with words struck and added
	Columns      Style = "columns"      // a table: the base and each party, a row per open place
	Colour       Style = "colour"       // clean words, a mark in the margin, notes
)

// OwnNamed is the unattributed style of a text in which one party alone is named,
// at its own wordings (Only): [15][25][40 - SEL].
const OwnNamed Style = "own"

// All are all styles, in the order in which help names them.
var All = []Style{Conference, Trade, Unattributed, Options, ITU, Columns, Colour}

// Legend says in plain words how a text in the style is to be read. named says
// whether every party is named; where not, what has no code may be anybody's.
func Legend(s Style, named bool) []string {
	nobody := "What has no code is the base's."
	if !named {
		nobody = "What has no code may be the base's or any party's."
	}
	switch s {
	case Conference:
		return []string{"Strokes divide the variants; behind the dash stands who proposes, retains or would delete.", nobody}
	case Trade:
		return []string{"A bracket holds one wording; before the colon stands who proposes, retains or opposes it. Brackets side by side are wordings of the same place.", nobody}
	case OwnNamed:
		return append(Legend(Unattributed, false), "Behind a dash stands what is this party's own.")
	case Unattributed:
		return []string{"Brackets side by side are wordings of the same place; a single one may be put in or left out."}
	case Options:
		if !named {
			return []string{"Each option is one way in which a point reads as a whole.", nobody}
		}
		return []string{"Each option is one way in which a point reads as a whole; the first is the base's. In brackets stands who wants it."}
	case ITU:
		return []string{"MOD changes, ADD adds, SUP takes out, NOC keeps a point as it is; words are ~~struck~~ and __added__, and an ellipsis stands for paragraphs that stay. A reference names the party, its place in the printed order and the number of its proposal.",
			"A compiled text holds no reasons, so none stand here. A party that changes nothing and retains nothing expressly has no proposal."}
	case Columns:
		return []string{"One row for each place that is open, with the words around it in the base. A dash: the party did not address the place. “No text”: it gave none on the point."}
	case Colour:
		unmarked := "no party gave a text on the point"
		if !named {
			unmarked = "the point has no bracket"
		}
		return []string{"The words are the base's; a number in braces leads to the other wordings below the point.",
			Same.String() + " green: " + Same.Said() + ". " + Partly.String() + " yellow: " + Partly.Said() + ". " + Wholly.String() + " white: " + Wholly.Said() + ". No mark: " + unmarked + ".",
			"The marks are counted from the texts. What is agreed, and by whom, a text by itself does not know."}
	}
	return nil
}

// Is reports whether the style is one of them.
func (s Style) Is() bool { return slices.Contains(All, s) }

// with returns the variant that the holder holds, or else the base's, or else,
// where nobody holds the base's words, the first.
func with(b *bracket.Bracket, holder ident.Code) int {
	base := 0
	for i := range b.Variants {
		v := &b.Variants[i]
		if slices.Contains(v.Holders, holder) || slices.Contains(v.By, holder) {
			return i
		}
		if slices.Contains(v.Holders, ident.Base) {
			base = i
		}
	}
	return base
}

// Reading is how the holder reads the wording. Unlike bracket.Wording.Reading it
// gives whoever holds nothing in a bracket the base's words there: a text that
// was read from paper names only those who are printed.
func Reading(w bracket.Wording, holder ident.Code) string {
	if len(w) == 1 && w[0].Bracket == nil {
		return w[0].Words
	}
	var out []byte
	for _, it := range w {
		if it.Bracket == nil {
			out = append(out, it.Words...)
			continue
		}
		out = append(out, Reading(it.Bracket.Variants[with(it.Bracket, holder)].Wording, holder)...)
	}
	return string(out)
}

// parties are the codes without the base.
func parties(codes []ident.Code) []ident.Code {
	return slices.DeleteFunc(slices.Clone(codes), func(c ident.Code) bool { return c == ident.Base })
}
