package event

import "nonpaper/internal/ident"

// whenFields writes a time inside a fact: when something was, which need not be
// when it came to be known.
func whenFields(c *coder, w *When) {
	whole(c, 1, &w.From)
	whole(c, 2, &w.To)
	whole(c, 3, &w.Offset)
	whole(c, 4, &w.Precision)
}

// PrincipleRecorded is an earlier understanding from which points are said to
// derive. When it came to be known is the envelope's; Date is when it was reached.
type PrincipleRecorded struct {
	Label      ident.Label // "pr1"
	Title      string      // in one line
	Place      string      // where it was reached
	Date       When        // when it was reached, no more exactly than is known
	WordsKnown bool        // whether its words are known
	Words      string      // the words, where they are on file
	AssertedBy []string    // who says that there is such an understanding
	Absent     []string    // parties or others that were not there when it was reached
	Source     string      // where this comes from: addresses, labels
	Certainty  string      // in words
	Note       string      // in words
	Corrects   bool        // it takes the place of what was recorded under the label
}

func (*PrincipleRecorded) kind() Kind { return KindPrincipleRecorded }
func (f *PrincipleRecorded) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Title)
	text(c, 3, &f.Place)
	part(c, 4, func(c *coder) { whenFields(c, &f.Date) })
	flag(c, 5, &f.WordsKnown)
	text(c, 6, &f.Words)
	texts(c, 7, &f.AssertedBy)
	texts(c, 8, &f.Absent)
	text(c, 9, &f.Source)
	text(c, 10, &f.Certainty)
	text(c, 11, &f.Note)
	flag(c, 12, &f.Corrects)
}

// Reception is what somebody says of a principle. The texts are stored: append only.
type Reception string

const (
	PrincipleConfirmed Reception = "confirmed"
	PrincipleContested Reception = "contested"
)

// PrincipleAnswered says that somebody confirms or contests a principle.
type PrincipleAnswered struct {
	Label     ident.Label // of the principle
	Reception Reception   // one of the two
	By        string      // a party's code, or a name
	Source    string      // where it was said
	Note      string      // in words: "later statements"
}

func (*PrincipleAnswered) kind() Kind { return KindPrincipleAnswered }
func (f *PrincipleAnswered) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Reception)
	text(c, 3, &f.By)
	text(c, 4, &f.Source)
	text(c, 5, &f.Note)
}

// PrincipleDerived says which points cite a principle as their basis, or that it is
// not said which do.
type PrincipleDerived struct {
	Label      ident.Label      // of the principle
	Instrument ident.Instrument // of the points
	Points     []ident.Point    // that derive from it
	NotSaid    bool             // which points do is not said
	Ended      bool             // they are no longer said to
	Source     string           // who says so
	Note       string           // in words
}

func (*PrincipleDerived) kind() Kind { return KindPrincipleDerived }
func (f *PrincipleDerived) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Instrument)
	texts(c, 3, &f.Points)
	flag(c, 4, &f.NotSaid)
	flag(c, 5, &f.Ended)
	text(c, 6, &f.Source)
	text(c, 7, &f.Note)
}
