package event

import "nonpaper/internal/ident"

// IssueRecorded is a contentious subject.
type IssueRecorded struct {
	Label       ident.Label // "i01"
	Title       string      // in one line
	About       []string    // what it touches: identities of points, or words such as "process"
	Description string      // what is at issue
	Positions   string      // who wants what, in words
	State       string      // how it stands, in words
	Source      string      // where this comes from: addresses, labels
	Certainty   string      // in words
	Note        string      // in words
	Corrects    bool        // it takes the place of what was recorded under the label
}

func (*IssueRecorded) kind() Kind { return KindIssueRecorded }
func (f *IssueRecorded) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Title)
	texts(c, 3, &f.About)
	text(c, 4, &f.Description)
	text(c, 5, &f.Positions)
	text(c, 6, &f.State)
	text(c, 7, &f.Source)
	text(c, 8, &f.Certainty)
	text(c, 9, &f.Note)
	flag(c, 10, &f.Corrects)
}

// Coverage is how points deal with an issue. The texts are stored: append only.
type Coverage string

const (
	CoversFully   Coverage = "addresses"
	CoversPartly  Coverage = "partly"
	CoversSilent  Coverage = "silent"    // they say nothing of it
	CoversOpen    Coverage = "left-open" // on purpose
	CoversUnknown Coverage = "unknown"   // it is not known to us
)

// Coverages are all coverages, from the most that is said to the least.
func Coverages() []Coverage {
	return []Coverage{CoversFully, CoversPartly, CoversOpen, CoversUnknown, CoversSilent}
}

// WordedPoint is a point in the words that something was said of.
type WordedPoint struct {
	Point ident.Point // as the room calls it
	Hash  [32]byte    // of its words then, as room.MarkHash makes it
}

func wordedPointFields(c *coder, p *WordedPoint) {
	text(c, 1, &p.Point)
	fixed(c, 2, p.Hash[:])
}

// IssueCovered says how points deal with an issue, bound to their words; without
// points how the text as a whole does, which takes the place of all that was said
// before.
type IssueCovered struct {
	Label      ident.Label      // of the issue
	Instrument ident.Instrument // of the points
	Points     []WordedPoint    // none: the text as a whole
	Coverage   Coverage         // one of the five
	Why        string           // in words
	Source     string           // who says so
}

func (*IssueCovered) kind() Kind { return KindIssueCovered }
func (f *IssueCovered) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Instrument)
	parts(c, 3, &f.Points, wordedPointFields)
	text(c, 4, &f.Coverage)
	text(c, 5, &f.Why)
	text(c, 6, &f.Source)
}

// IssueStated says how an issue stands, in words.
type IssueStated struct {
	Label  ident.Label // of the issue
	State  string      // in words
	Source string      // who says so
}

func (*IssueStated) kind() Kind { return KindIssueStated }
func (f *IssueStated) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.State)
	text(c, 3, &f.Source)
}

// Obligation is what a point does to an actor. The texts are stored: append only.
type Obligation string

const (
	Obliges Obligation = "obliges" // it has to do or leave something
	Tasks   Obligation = "tasks"   // it is given something to do
)

// Involvement is how an actor was involved in the words that bind it. The texts are
// stored: append only.
type Involvement string

const (
	Consulted Involvement = "consulted" // it gave something on them, was asked, or was met about them
	Informed  Involvement = "informed"  // it was told of them
	Neither   Involvement = "neither"
)

// Involvements are all involvements.
func Involvements() []Involvement { return []Involvement{Consulted, Informed, Neither} }

// PointBinds says whom points oblige or task, bound to their words.
type PointBinds struct {
	Instrument  ident.Instrument // of the points
	Points      []WordedPoint    // that bind
	Party       ident.Code       // whom; "" for an actor that is no party
	Name        string           // of an actor that is no party
	Obligation  Obligation       // one of the two
	Involvement Involvement      // as somebody says; "" where it is computed from the ledger
	Source      string           // who says so
	Note        string           // in words
	Ended       bool             // they do not bind it, or no longer
}

func (*PointBinds) kind() Kind { return KindPointBinds }
func (f *PointBinds) fields(c *coder) {
	text(c, 1, &f.Instrument)
	parts(c, 2, &f.Points, wordedPointFields)
	text(c, 3, &f.Party)
	text(c, 4, &f.Name)
	text(c, 5, &f.Obligation)
	text(c, 6, &f.Involvement)
	text(c, 7, &f.Source)
	text(c, 8, &f.Note)
	flag(c, 9, &f.Ended)
}
