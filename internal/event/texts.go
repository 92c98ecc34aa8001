package event

import "nonpaper/internal/ident"

// Point is one point as an entry has it, complete in itself.
type Point struct {
	ID        ident.Point
	Kind      string // plan.Kind
	Label     string // what stands before the number: "Article"
	Number    string // as printed
	PartLabel string
	Part      string
	Heading   string
	Body      string
	Deleted   bool          // an empty slot: the number stays, the words are gone
	Into      []ident.Point // of a deleted point: where its words went
	Act       string        // of a text of others: what it expressly does with the point (plan.Act)
	After     ident.Point   // of a point that such a text moves: what it is to follow
	Own       ident.Point   // the identifier that such a text itself gives the point
}

func pointFields(c *coder, p *Point) {
	text(c, 1, &p.ID)
	text(c, 2, &p.Kind)
	text(c, 3, &p.Label)
	text(c, 4, &p.Number)
	text(c, 5, &p.PartLabel)
	text(c, 6, &p.Part)
	text(c, 7, &p.Heading)
	text(c, 8, &p.Body)
	flag(c, 9, &p.Deleted)
	texts(c, 10, &p.Into)
	text(c, 11, &p.Act)
	text(c, 12, &p.After)
	text(c, 13, &p.Own)
}

// InstrumentOpened begins an instrument.
type InstrumentOpened struct {
	Instrument ident.Instrument
	Title      string
	Parties    []ident.Code // none: all of the room
	Languages  []string     // BCP 47
}

func (*InstrumentOpened) kind() Kind { return KindInstrumentOpened }
func (f *InstrumentOpened) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Title)
	texts(c, 3, &f.Parties)
	texts(c, 4, &f.Languages)
}

// TextImported sets the working text of an instrument from a file: the first
// draft, or a later one whose points keep their identities.
type TextImported struct {
	Instrument ident.Instrument
	Title      string
	Points     []Point
	Source     string // in words, where the file came from
}

func (*TextImported) kind() Kind { return KindTextImported }
func (f *TextImported) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Title)
	parts(c, 3, &f.Points, pointFields)
	text(c, 4, &f.Source)
}

// PointWorded gives a point of the working text other words.
type PointWorded struct {
	Instrument    ident.Instrument
	Point         ident.Point
	Heading, Body string
	Reason        string
}

func (*PointWorded) kind() Kind { return KindPointWorded }
func (f *PointWorded) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Point)
	text(c, 3, &f.Heading)
	text(c, 4, &f.Body)
	text(c, 5, &f.Reason)
}

// PointAdded puts a new point into the working text.
type PointAdded struct {
	Instrument ident.Instrument
	After      ident.Point // "" for the beginning
	Point      Point
	Reason     string
}

func (*PointAdded) kind() Kind { return KindPointAdded }
func (f *PointAdded) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.After)
	part(c, 3, func(c *coder) { pointFields(c, &f.Point) })
	text(c, 4, &f.Reason)
}

// PointDeleted empties a point's slot, which stays visible.
type PointDeleted struct {
	Instrument ident.Instrument
	Point      ident.Point
	Into       []ident.Point // where its words went, where they went on
	Reason     string
}

func (*PointDeleted) kind() Kind { return KindPointDeleted }
func (f *PointDeleted) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Point)
	texts(c, 3, &f.Into)
	text(c, 4, &f.Reason)
}

// PointMoved puts a point elsewhere in the same text; its number stays until
// the text is renumbered.
type PointMoved struct {
	Instrument      ident.Instrument
	Point           ident.Point
	After           ident.Point // "" for the beginning
	PartLabel, Part string      // the part it then stands in
	Reason          string
}

func (*PointMoved) kind() Kind { return KindPointMoved }
func (f *PointMoved) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Point)
	text(c, 3, &f.After)
	text(c, 4, &f.PartLabel)
	text(c, 5, &f.Part)
	text(c, 6, &f.Reason)
}

// PointTransferred moves a point to another instrument, where it keeps its
// identity; its old slot stays visible.
type PointTransferred struct {
	From, To ident.Instrument
	Point    ident.Point
	After    ident.Point // in the new instrument, "" for the end
	Number   string      // printed there
	Reason   string
}

func (*PointTransferred) kind() Kind { return KindPointTransferred }
func (f *PointTransferred) fields(c *coder) {
	text(c, 1, &f.From)
	text(c, 2, &f.To)
	text(c, 3, &f.Point)
	text(c, 4, &f.After)
	text(c, 5, &f.Number)
	text(c, 6, &f.Reason)
}

// Renumbering is one line of a concordance.
type Renumbering struct {
	Point    ident.Point
	Old, New string
}

// PointsRenumbered gives points other printed numbers; it is the only act that
// changes them. Slots of deleted points go where Dropped names them.
type PointsRenumbered struct {
	Instrument ident.Instrument
	Changes    []Renumbering
	Dropped    []ident.Point // empty slots that are no longer printed
}

func (*PointsRenumbered) kind() Kind { return KindPointsRenumbered }
func (f *PointsRenumbered) fields(c *coder) {
	text(c, 1, &f.Instrument)
	parts(c, 2, &f.Changes, func(c *coder, r *Renumbering) {
		text(c, 1, &r.Point)
		text(c, 2, &r.Old)
		text(c, 3, &r.New)
	})
	texts(c, 3, &f.Dropped)
}

// TextCirculated fixes a text: from now on it never changes.
type TextCirculated struct {
	Instrument  ident.Instrument
	Label       ident.Label // "Text 5", "Chair's text of 12 November"
	Nature      string      // "non-paper", "zero draft", "compilation", "Chair's text", "clean text"
	Title       string
	RunningHead string
	Legend      string
	Points      []Point
	Corrects    ident.Label   // of a correction: the text whose copies it supersedes
	Sources     string        // the source table, only where it was asked for
	Rendering   Rendering     // of a text into which proposals were compiled
	Bases       []Base        // of such a text: the working text's own words of the points that have brackets
	Proposals   []ident.Label // of such a text: what was compiled into it, on whose terms it is given
}

// Base is a point as the working text had it when proposals were compiled into it.
type Base struct {
	Point   ident.Point // as the drafting room calls it
	Heading string      // its heading, without brackets
	Body    string      // its words, without brackets
}

func baseFields(c *coder, b *Base) {
	text(c, 1, &b.Point)
	text(c, 2, &b.Heading)
	text(c, 3, &b.Body)
}

func (*TextCirculated) kind() Kind { return KindTextCirculated }
func (f *TextCirculated) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Label)
	text(c, 3, &f.Nature)
	text(c, 4, &f.Title)
	text(c, 5, &f.RunningHead)
	text(c, 6, &f.Legend)
	parts(c, 7, &f.Points, pointFields)
	text(c, 8, &f.Corrects)
	text(c, 9, &f.Sources)
	text(c, 10, &f.Rendering)
	parts(c, 11, &f.Bases, baseFields)
	texts(c, 12, &f.Proposals)
}

// TextReceived is a rival text under its own identity.
type TextReceived struct {
	Label      ident.Label // "E3 paper of 23 November"
	Instrument ident.Instrument
	Parties    []ident.Code // whose text it is
	From       string       // in words, who handed it over
	Title      string
	Complete   bool
	Points     []Point
}

func (*TextReceived) kind() Kind { return KindTextReceived }
func (f *TextReceived) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Instrument)
	texts(c, 3, &f.Parties)
	text(c, 4, &f.From)
	text(c, 5, &f.Title)
	flag(c, 6, &f.Complete)
	parts(c, 7, &f.Points, pointFields)
}

// Clause is what is known of one clause of a text whose words are not known.
type Clause struct {
	Number string
	Title  string
	Gist   string
	About  ident.Point // the point of ours that it answers, "" where not known
}

// TextReported is a text that is known by report only.
type TextReported struct {
	Label      ident.Label
	Instrument ident.Instrument
	Parties    []ident.Code
	Count      int // of points, 0 where not known
	Clauses    []Clause
	Source     string
	Certainty  string // "confirmed", "reported by several", "one source"
}

func (*TextReported) kind() Kind { return KindTextReported }
func (f *TextReported) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Instrument)
	texts(c, 3, &f.Parties)
	whole(c, 4, &f.Count)
	parts(c, 5, &f.Clauses, func(c *coder, l *Clause) {
		text(c, 1, &l.Number)
		text(c, 2, &l.Title)
		text(c, 3, &l.Gist)
		text(c, 4, &l.About)
	})
	text(c, 6, &f.Source)
	text(c, 7, &f.Certainty)
}
