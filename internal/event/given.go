package event

import "nonpaper/internal/ident"

// Mode is how words were conveyed. The texts are stored: append only.
type Mode string

const (
	ModeBriefed    Mode = "briefed" // orally, the gist
	ModeReadOut    Mode = "read-out"
	ModeShown      Mode = "shown" // shown and taken back
	ModeHandedOver Mode = "handed-over"
	ModeSent       Mode = "sent"
	ModeCirculated Mode = "circulated"
	ModePublic     Mode = "made-public"
)

// Modes are all modes, from the least to the most that is given.
func Modes() []Mode {
	return []Mode{ModeBriefed, ModeReadOut, ModeShown, ModeHandedOver, ModeSent, ModeCirculated, ModePublic}
}

// Leaves reports whether a copy stays with the receiver.
func (m Mode) Leaves() bool {
	return m == ModeHandedOver || m == ModeSent || m == ModeCirculated || m == ModePublic
}

// Rendering is how a text is written for those who are given it. The texts are
// stored: append only.
type Rendering string

const (
	Attributed   Rendering = "attributed"
	Unattributed Rendering = "unattributed"
	OwnOnly      Rendering = "own" // own positions attributed, no others
)

// Copy is one numbered copy, and whom it was given to.
type Copy struct {
	Number int // 0 where no copy stayed
	Party  ident.Code
	Person ident.Person // to whom in person, "" for the party as such
	Own    bool         // told to the person in their own capacity, not to the party
	At     int64        // when it was given, Unix µs; 0 is with the others, and those who join a succeeding room are given it later
}

func copyFields(c *coder, v *Copy) {
	whole(c, 1, &v.Number)
	text(c, 2, &v.Party)
	text(c, 3, &v.Person)
	flag(c, 4, &v.Own)
	whole(c, 5, &v.At)
}

// Conveyed is the tie of a conveyance. It stands in the drafting room only: what
// was conveyed, from where, to whom and on what terms.
type Conveyed struct {
	Number     int         // of the conveyance in the drafting room
	Room       ident.Room  // the receiving room, zero for what was made public
	RoomName   string      // as the room was called then
	Label      ident.Label // as the receivers see it
	From       ident.Label // the text it was taken from, "" for the working text
	Instrument ident.Instrument
	Whole      bool    // the whole text
	Points     []Point // under the drafting room's identifiers, in the words that were given
	Gist       string  // of a briefing: what was said
	Rendering  Rendering
	Mode       Mode
	Copies     []Copy
	Order      int    // of showing, where several were shown one after the other
	Terms      string // on what terms
	Corrects   ident.Label
	Locals     []ident.Point // under which identifier each point stands in the receiving room
	Compiled   []ident.Label // the rival texts that were compiled into the words given
	Act        uint64        // joins what was conveyed to several rooms in one act: the number of the first
	Bases      []Base        // of words with brackets: the working text's own
	Proposals  []ident.Label // what parties gave and was compiled into the words
}

func (*Conveyed) kind() Kind { return KindConveyed }
func (f *Conveyed) fields(c *coder) {
	whole(c, 1, &f.Number)
	fixed(c, 2, f.Room[:])
	text(c, 3, &f.RoomName)
	text(c, 4, &f.Label)
	text(c, 5, &f.From)
	text(c, 6, &f.Instrument)
	flag(c, 7, &f.Whole)
	parts(c, 8, &f.Points, pointFields)
	text(c, 9, &f.Gist)
	text(c, 10, &f.Rendering)
	text(c, 11, &f.Mode)
	parts(c, 12, &f.Copies, copyFields)
	whole(c, 13, &f.Order)
	text(c, 14, &f.Terms)
	text(c, 15, &f.Corrects)
	texts(c, 16, &f.Locals)
	texts(c, 17, &f.Compiled)
	whole(c, 18, &f.Act)
	parts(c, 19, &f.Bases, baseFields)
	texts(c, 20, &f.Proposals)
}

// Given is what was conveyed into a room, complete in itself. Its points carry
// identifiers of this room.
type Given struct {
	Label       ident.Label
	Nature      string
	Title       string
	RunningHead string
	Legend      string
	Whole       bool
	Points      []Point
	Gist        string
	Rendering   Rendering
	Mode        Mode
	Copies      []Copy
	Place       string
	Corrects    ident.Label // the label in this room whose copies it supersedes
	Sources     string
	Bracketed   bool // the words hold brackets in the style of the rendering
}

func (*Given) kind() Kind { return KindGiven }
func (f *Given) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Nature)
	text(c, 3, &f.Title)
	text(c, 4, &f.RunningHead)
	text(c, 5, &f.Legend)
	flag(c, 6, &f.Whole)
	parts(c, 7, &f.Points, pointFields)
	text(c, 8, &f.Gist)
	text(c, 9, &f.Rendering)
	text(c, 10, &f.Mode)
	parts(c, 11, &f.Copies, copyFields)
	text(c, 12, &f.Place)
	text(c, 13, &f.Corrects)
	text(c, 14, &f.Sources)
	flag(c, 15, &f.Bracketed)
}

// CopyReturned says that a numbered copy came back.
type CopyReturned struct {
	Label ident.Label
	Copy  int
	Note  string
}

func (*CopyReturned) kind() Kind { return KindCopyReturned }
func (f *CopyReturned) fields(c *coder) {
	text(c, 1, &f.Label)
	whole(c, 2, &f.Copy)
	text(c, 3, &f.Note)
}

// CopyDestroyed says that a numbered copy was destroyed, and how that is known.
type CopyDestroyed struct {
	Label ident.Label
	Copy  int
	How   string // "before us", "the delegation says so"
}

func (*CopyDestroyed) kind() Kind { return KindCopyDestroyed }
func (f *CopyDestroyed) fields(c *coder) {
	text(c, 1, &f.Label)
	whole(c, 2, &f.Copy)
	text(c, 3, &f.How)
}

// Receipt says that a party acknowledged that it has received a copy.
type Receipt struct {
	Label  ident.Label
	Copy   int // 0: of no numbered copy
	Party  ident.Code
	Person ident.Person // who said so, where known
}

func (*Receipt) kind() Kind { return KindReceipt }
func (f *Receipt) fields(c *coder) {
	text(c, 1, &f.Label)
	whole(c, 2, &f.Copy)
	text(c, 3, &f.Party)
	text(c, 4, &f.Person)
}

// Level is how much of a text or point is known. The texts are stored: append
// only.
type Level string

const (
	KnowsExistence Level = "existence"
	KnowsOutline   Level = "outline"
	KnowsGist      Level = "gist"
	KnowsWords     Level = "words" // read out or shown
	KnowsCopy      Level = "copy"  // holds one
)

// Levels are all levels, from the least to the most.
func Levels() []Level {
	return []Level{KnowsExistence, KnowsOutline, KnowsGist, KnowsWords, KnowsCopy}
}

// Way is how it is known that somebody knows. The texts are stored: append only.
type Way string

const (
	WayPublic    Way = "public"
	WayElsewhere Way = "elsewhere" // they say they know it from elsewhere
	WayReported  Way = "reported"  // a source says so; not confirmed
)

// Knowledge is what is reported of somebody's knowledge; what we told ourselves
// stands in the conveyances.
type Knowledge struct {
	Label  ident.Label      // the text, "" for the working text
	Of     ident.Instrument // its instrument, "" where there is one only
	Points []ident.Point    // none: the text as a whole
	Party  ident.Code
	Person ident.Person
	Other  string // somebody outside the process, in words: "the press"
	Own    bool   // the person, not the party
	Level  Level
	Way    Way
	Source string
	Gist   string // what they know, where it is no more than that

	Ref       ident.Label // how the report is called: "t01"
	Said      string      // the level as it was said: "words or gist (discussed in detail)"
	ToldBy    string      // by whom they are said to have been told
	How       string      // in words: "in talks"
	Certainty string      // in words
	Corrects  bool        // it takes the place of what was reported under the same Ref
}

func (*Knowledge) kind() Kind { return KindKnowledge }
func (f *Knowledge) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Of)
	texts(c, 3, &f.Points)
	text(c, 4, &f.Party)
	text(c, 5, &f.Person)
	text(c, 6, &f.Other)
	flag(c, 7, &f.Own)
	text(c, 8, &f.Level)
	text(c, 9, &f.Way)
	text(c, 10, &f.Source)
	text(c, 11, &f.Gist)
	text(c, 12, &f.Ref)
	text(c, 13, &f.Said)
	text(c, 14, &f.ToldBy)
	text(c, 15, &f.How)
	text(c, 16, &f.Certainty)
	flag(c, 17, &f.Corrects)
}
