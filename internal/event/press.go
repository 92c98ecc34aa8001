package event

import "nonpaper/internal/ident"

// SourceType is what a press item rests on. The texts are stored: append only.
type SourceType string

const (
	SourceNamed    SourceType = "named"    // a person, by name
	SourceUnnamed  SourceType = "unnamed"  // somebody who is described only
	SourceOfficial SourceType = "official" // somebody who speaks for an office, by name
	SourceDocument SourceType = "document" // a paper
	SourceOutlet   SourceType = "outlet"   // the outlet itself
)

// SourceTypes are all types of sources.
func SourceTypes() []SourceType {
	return []SourceType{SourceNamed, SourceUnnamed, SourceOfficial, SourceDocument, SourceOutlet}
}

// PressRecorded is what somebody outside said. It is a claim, and no fact of the
// process.
type PressRecorded struct {
	Label       ident.Label   // "c01"
	Date        When          // when it was published, where that is known
	Outlet      string        // where
	RelayedBy   string        // through whom it was read: "Axios, 19 November 2025"
	Speaker     string        // a name, or how somebody unnamed is described
	SourceType  SourceType    // one of the five
	Hedge       string        // "citing officials", "opinion"
	Claim       string        // in words
	Quotes      []string      // words of it that are printed as a quotation
	About       []string      // identities of points, labels of texts, meetings or events, or words such as "plan"
	DiffersFrom []ident.Label // other press items, recorded or not
	Source      string        // addresses
	Sort        string        // what sort of knowledge it is: "knowledge: existence"
	Note        string        // in words
	Corrects    bool          // it takes the place of what was recorded under the label
}

func (*PressRecorded) kind() Kind { return KindPressRecorded }
func (f *PressRecorded) fields(c *coder) {
	text(c, 1, &f.Label)
	part(c, 2, func(c *coder) { whenFields(c, &f.Date) })
	text(c, 3, &f.Outlet)
	text(c, 4, &f.RelayedBy)
	text(c, 5, &f.Speaker)
	text(c, 6, &f.SourceType)
	text(c, 7, &f.Hedge)
	text(c, 8, &f.Claim)
	texts(c, 9, &f.Quotes)
	texts(c, 10, &f.About)
	texts(c, 11, &f.DiffersFrom)
	text(c, 12, &f.Source)
	text(c, 13, &f.Sort)
	text(c, 14, &f.Note)
	flag(c, 15, &f.Corrects)
}

// LineAs is what is done with a line to take. The texts are stored: append only.
type LineAs string

const (
	LineConfirm   LineAs = "confirm"    // we confirm it
	LineNoComment LineAs = "no-comment" // we do not comment on it
	LinePublic    LineAs = "public"     // it is public, and may be pointed to
)

// LinesAs are all that is done with a line.
func LinesAs() []LineAs { return []LineAs{LinePublic, LineConfirm, LineNoComment} }

// LineRecorded is a line to take on press items.
type LineRecorded struct {
	On    []ident.Label // press items
	As    LineAs        // one of the three
	Words string        // the line
	Note  string        // for those who keep the room
}

func (*LineRecorded) kind() Kind { return KindLineRecorded }
func (f *LineRecorded) fields(c *coder) {
	texts(c, 1, &f.On)
	text(c, 2, &f.As)
	text(c, 3, &f.Words)
	text(c, 4, &f.Note)
}
