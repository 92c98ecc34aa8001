package event

import "nonpaper/internal/ident"

// Silent is a point on which silence is kept, bound to its exact words.
type Silent struct {
	Point ident.Point // as the room calls it
	Hash  [32]byte    // of its words, as room.MarkHash makes it
}

func silentFields(c *coder, s *Silent) {
	text(c, 1, &s.Point)
	fixed(c, 2, s.Hash[:])
}

// SilenceOpened asks parties whether they object to words that they were given: who has
// not broken the silence by then has no objection. It makes nothing agreed.
type SilenceOpened struct {
	Label   ident.Label  // "S 1"
	Text    ident.Label  // under which the words were given in the room
	Points  []Silent     // on which words
	Parties []ident.Code // who was asked
	Until   int64        // Unix µs
	Offset  int          // of the clock by which the time was said, minutes against UTC
	Note    string       // in words
	Source  Source       // in the drafting room: where they were asked
}

func (*SilenceOpened) kind() Kind { return KindSilenceOpened }
func (f *SilenceOpened) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Text)
	parts(c, 3, &f.Points, silentFields)
	texts(c, 4, &f.Parties)
	whole(c, 5, &f.Until)
	whole(c, 6, &f.Offset)
	text(c, 7, &f.Note)
	part(c, 8, func(c *coder) { sourceFields(c, &f.Source) })
}

// SilenceExtended gives a silence that has not ended another end.
type SilenceExtended struct {
	Label  ident.Label // of the silence
	Until  int64       // Unix µs
	Offset int         // minutes against UTC
	Note   string      // why
	Source Source      // in the drafting room: where they were asked
}

func (*SilenceExtended) kind() Kind { return KindSilenceExtended }
func (f *SilenceExtended) fields(c *coder) {
	text(c, 1, &f.Label)
	whole(c, 2, &f.Until)
	whole(c, 3, &f.Offset)
	text(c, 4, &f.Note)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
}

// SilenceBroken says that a party that was asked objects, on some points or on all: on
// those nobody's silence says anything any more.
type SilenceBroken struct {
	Label  ident.Label   // of the silence
	Party  ident.Code    // that breaks it
	Points []ident.Point // none: on all
	By     ident.Person  // who said so, where known
	Note   string        // what was said
	Source Source        // in the drafting room: where they were asked
}

func (*SilenceBroken) kind() Kind { return KindSilenceBroken }
func (f *SilenceBroken) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Party)
	texts(c, 3, &f.Points)
	text(c, 4, &f.By)
	text(c, 5, &f.Note)
	part(c, 6, func(c *coder) { sourceFields(c, &f.Source) })
}

// ExpectationWithdrawn takes back what was recorded of an expectation.
type ExpectationWithdrawn struct {
	Label  ident.Label // of the expectation
	Reason string      // why, in words
}

func (*ExpectationWithdrawn) kind() Kind { return KindExpectationWithdrawn }
func (f *ExpectationWithdrawn) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Reason)
}

// PositionExpected is what somebody expects a party's position to be. It is no position,
// and stands in the drafting room only.
type PositionExpected struct {
	Label     ident.Label  // "E 1"
	Party     ident.Code   // whose position is expected
	Point     ident.Point  // on which point, "" for the text as a whole
	Stance    Stance       // what is expected
	Statement string       // what is expected, in words
	Person    ident.Person // whose expectation it is, where the room knows them
	SaidBy    string       // whose expectation it is, by name
	Source    string       // where it stands, with addresses
	Public    bool         // the source is public
	Certainty string       // how sure it is, in words
	Hedge     string       // how it was hedged
}

func (*PositionExpected) kind() Kind { return KindPositionExpected }
func (f *PositionExpected) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Party)
	text(c, 3, &f.Point)
	text(c, 4, &f.Stance)
	text(c, 5, &f.Statement)
	text(c, 6, &f.Person)
	text(c, 7, &f.SaidBy)
	text(c, 8, &f.Source)
	flag(c, 9, &f.Public)
	text(c, 10, &f.Certainty)
	text(c, 11, &f.Hedge)
}
