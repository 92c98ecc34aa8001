package event

import "nonpaper/internal/ident"

// Linked is a point or bracket that a linkage names, with the words that it then had.
type Linked struct {
	Ref      string      // as the linkage calls it: "12", "6a"
	Text     ident.Label // of "stays as in Text 12": the text
	Point    ident.Point // the point, or the point of the bracket; "" where it is none of the room's
	Bracket  string      // its letters, of a bracket: "6a"
	Variants []string    // in the drafting room, of a bracket: how it could be read then
	Heading  string      // of the point then, or in the text
	Body     string      // likewise
}

func linkedFields(c *coder, l *Linked) {
	text(c, 1, &l.Ref)
	text(c, 2, &l.Text)
	text(c, 3, &l.Point)
	text(c, 4, &l.Bracket)
	texts(c, 5, &l.Variants)
	text(c, 6, &l.Heading)
	text(c, 7, &l.Body)
}

// LinkageGiven is what a party makes its word on points depend on. One without
// parties is the mediator's own, and stands in the drafting room only.
type LinkageGiven struct {
	Common             // what every item has
	Condition string   // as package linkage writes it: "7 if 12 stays"
	On        []Linked // every point and bracket that it names, with the words that it then had
}

func (*LinkageGiven) kind() Kind { return KindLinkageGiven }
func (f *LinkageGiven) fields(c *coder) {
	part(c, 1, f.Common.fields)
	text(c, 2, &f.Condition)
	parts(c, 3, &f.On, linkedFields)
}

// UnderstandingReached is a side understanding on points, or a letter: words that bind
// those who confirm them and stand in no instrument. With the label of an earlier one
// it gives that other words, which nobody has confirmed then.
type UnderstandingReached struct {
	Label   ident.Label   // "U 1"; in the drafting room with the room's name before it
	Title   string        // what it is called
	Words   string        // its words; none where they stand in what is attached only
	Points  []ident.Point // the points that it is about
	Parties []ident.Code  // between whom
	Letters []ident.Label // attachments of the same room in which it stands
	Note    string        // in words
	Source  Source        // in the drafting room: in which room it stands
}

func (*UnderstandingReached) kind() Kind { return KindUnderstandingReached }
func (f *UnderstandingReached) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Title)
	text(c, 3, &f.Words)
	texts(c, 4, &f.Points)
	texts(c, 5, &f.Parties)
	texts(c, 6, &f.Letters)
	text(c, 7, &f.Note)
	part(c, 8, func(c *coder) { sourceFields(c, &f.Source) })
}

// UnderstandingConfirmed says that a party confirms an understanding, in the words
// that it had then.
type UnderstandingConfirmed struct {
	Label  ident.Label  // of the understanding
	Party  ident.Code   // that confirms
	By     ident.Person // who said so, where known
	How    string       // "by letter of 20 November"
	Hash   [32]byte     // of the words, as room.MarkHash makes it
	Source Source       // in the drafting room: in which room it was said
}

func (*UnderstandingConfirmed) kind() Kind { return KindUnderstandingConfirmed }
func (f *UnderstandingConfirmed) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Party)
	text(c, 3, &f.By)
	text(c, 4, &f.How)
	fixed(c, 5, f.Hash[:])
	part(c, 6, func(c *coder) { sourceFields(c, &f.Source) })
}

// InstrumentsTied says that instruments close only together, or, with Apart, no longer.
type InstrumentsTied struct {
	Instruments []ident.Instrument // two or more
	Apart       bool               // they are tied no longer
	Note        string             // who asked for it, in words
}

func (*InstrumentsTied) kind() Kind { return KindInstrumentsTied }
func (f *InstrumentsTied) fields(c *coder) {
	texts(c, 1, &f.Instruments)
	flag(c, 2, &f.Apart)
	text(c, 3, &f.Note)
}

// InstrumentClosed says that an instrument is closed: everything in it is agreed, and
// its words change no more.
type InstrumentClosed struct {
	Instrument ident.Instrument   // that is closed
	With       []ident.Instrument // those that close with it in the same act
	Parties    []ident.Code       // who agreed
	Points     int                // how many are agreed
	Hash       [32]byte           // of its words, as room.MarkHash makes it
	Retention  []string           // what is kept and what was destroyed, in words
	Note       string             // in words
}

func (*InstrumentClosed) kind() Kind { return KindInstrumentClosed }
func (f *InstrumentClosed) fields(c *coder) {
	text(c, 1, &f.Instrument)
	texts(c, 2, &f.With)
	texts(c, 3, &f.Parties)
	whole(c, 4, &f.Points)
	fixed(c, 5, f.Hash[:])
	texts(c, 6, &f.Retention)
	text(c, 7, &f.Note)
}
