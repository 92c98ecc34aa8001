package event

import "nonpaper/internal/ident"

// Carrying is how a proposal was carried over to words that have changed. The texts
// are stored: append only.
type Carrying string

const (
	WordByWord Carrying = "word-by-word" // by the rule: what the party changed, on the words now
	ByHand     Carrying = "by-hand"      // a person decided, with both wordings before them
	AsMet      Carrying = "as-met"       // a person decided that the words now say what it wanted
)

// Carryings are all ways.
func Carryings() []Carrying { return []Carrying{WordByWord, ByHand, AsMet} }

// ProposalCarried gives a proposal words that have changed since for its base. What
// the party gave stays as it was given: this is how those who keep the room read it
// on the words now, and nothing that the party confirmed.
type ProposalCarried struct {
	Label       ident.Label // of the proposal
	Against     ident.Label // the text that has the words, as the room calls it; "" for the working text
	Point       ident.Point // of the proposal
	Act         string      // plan.Act: "" is a wording
	After       ident.Point // of a new or moved point
	Heading     string      // as it stands now
	Body        string      // likewise, whole
	BaseHeading string      // the point as it reads now
	BaseBody    string      // likewise
	How         Carrying    // one of the three
	Met         bool        // the words now say what it wanted: nothing of it is left to want
	Reason      string      // why a person decided so, in words
	Source      Source      // in the drafting room: where the proposal was given
}

func (*ProposalCarried) kind() Kind { return KindProposalCarried }
func (f *ProposalCarried) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Against)
	text(c, 3, &f.Point)
	text(c, 4, &f.Act)
	text(c, 5, &f.After)
	text(c, 6, &f.Heading)
	text(c, 7, &f.Body)
	text(c, 8, &f.BaseHeading)
	text(c, 9, &f.BaseBody)
	text(c, 10, &f.How)
	flag(c, 11, &f.Met)
	text(c, 12, &f.Reason)
	part(c, 13, func(c *coder) { sourceFields(c, &f.Source) })
}
