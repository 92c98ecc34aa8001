package event

import "nonpaper/internal/ident"

// ProcessOpened says what process a desk keeps. It follows the opening of the desk.
type ProcessOpened struct {
	Name         string
	Delegation   ident.Code // the delegation whose own file this is, "" for the mediator's
	PublicRecord bool       // made from the public record: the notice stands on every output
	Notice       string
}

func (*ProcessOpened) kind() Kind { return KindProcessOpened }
func (f *ProcessOpened) fields(c *coder) {
	text(c, 1, &f.Name)
	text(c, 2, &f.Delegation)
	flag(c, 3, &f.PublicRecord)
	text(c, 4, &f.Notice)
}

// OrderSet sets the printed order of the parties of a room.
type OrderSet struct{ Order []ident.Code }

func (*OrderSet) kind() Kind        { return KindOrderSet }
func (f *OrderSet) fields(c *coder) { texts(c, 1, &f.Order) }

// RoomKind is what a room is for. The texts are stored: append only.
type RoomKind string

const (
	RoomDesk         RoomKind = "desk"
	RoomDrafting     RoomKind = "drafting"
	RoomConsultation RoomKind = "consultation"
	RoomPlenary      RoomKind = "plenary"
	RoomPrivate      RoomKind = "private"    // one author's untabled drafts
	RoomDelegation   RoomKind = "delegation" // a party's own, in a file of its own
)

// RoomOpened is the first entry of a room.
type RoomOpened struct {
	Name      string
	Kind      RoomKind
	Purpose   string
	Succeeded bool // goes on from an earlier room, with chosen entries
}

func (*RoomOpened) kind() Kind { return KindRoomOpened }
func (f *RoomOpened) fields(c *coder) {
	text(c, 1, &f.Name)
	text(c, 2, &f.Kind)
	text(c, 3, &f.Purpose)
	flag(c, 4, &f.Succeeded)
}

// RoomClosed ends a room: nothing more is recorded in it.
type RoomClosed struct{ Reason string }

func (*RoomClosed) kind() Kind        { return KindRoomClosed }
func (f *RoomClosed) fields(c *coder) { text(c, 1, &f.Reason) }

// MemberAdded lets a person read the whole room, what stands before included.
type MemberAdded struct {
	Person ident.Person
	Writes bool // keeps the room: may record in it
}

func (*MemberAdded) kind() Kind { return KindMemberAdded }
func (f *MemberAdded) fields(c *coder) {
	text(c, 1, &f.Person)
	flag(c, 2, &f.Writes)
}

// MemberLeft ends a membership. What was read has been read.
type MemberLeft struct {
	Person ident.Person
	Reason string
}

func (*MemberLeft) kind() Kind { return KindMemberLeft }
func (f *MemberLeft) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Reason)
}

// NoteMade is a note in a room.
type NoteMade struct {
	Words  string
	Points []ident.Point
}

func (*NoteMade) kind() Kind { return KindNoteMade }
func (f *NoteMade) fields(c *coder) {
	text(c, 1, &f.Words)
	texts(c, 2, &f.Points)
}

// DraftKept is an untabled draft in its author's private log.
type DraftKept struct {
	Name       string
	Instrument ident.Instrument
	Point      ident.Point // "" for a draft of no point yet
	Heading    string
	Body       string
}

func (*DraftKept) kind() Kind { return KindDraftKept }
func (f *DraftKept) fields(c *coder) {
	text(c, 1, &f.Name)
	text(c, 2, &f.Instrument)
	text(c, 3, &f.Point)
	text(c, 4, &f.Heading)
	text(c, 5, &f.Body)
}

// DraftTabled says that a draft was tabled; its words are destroyed here.
type DraftTabled struct{ Draft uint64 } // the seq of the draft in this log

func (*DraftTabled) kind() Kind        { return KindDraftTabled }
func (f *DraftTabled) fields(c *coder) { whole(c, 1, &f.Draft) }

// DraftGivenUp says that a draft was given up; its words are destroyed.
type DraftGivenUp struct{ Draft uint64 }

func (*DraftGivenUp) kind() Kind        { return KindDraftGivenUp }
func (f *DraftGivenUp) fields(c *coder) { whole(c, 1, &f.Draft) }

// BodiesDestroyed says which entries of this room can no longer be read, and why.
type BodiesDestroyed struct {
	Seqs        []uint64
	Reason      string
	Certificate string // what copies made earlier still hold
}

func (*BodiesDestroyed) kind() Kind { return KindBodiesDestroyed }
func (f *BodiesDestroyed) fields(c *coder) {
	wholes(c, 1, &f.Seqs)
	text(c, 2, &f.Reason)
	text(c, 3, &f.Certificate)
}

// HandedAcross says that a text or a note went out as a plain file, to a
// process in another file.
type HandedAcross struct {
	What ident.Label
	To   string // in words, to whom
	Hash [32]byte
}

func (*HandedAcross) kind() Kind { return KindHandedAcross }
func (f *HandedAcross) fields(c *coder) {
	text(c, 1, &f.What)
	text(c, 2, &f.To)
	fixed(c, 3, f.Hash[:])
}

// Taken says that a plain file was taken in: a text or a note.
type Taken struct {
	What   ident.Label
	From   string // in words, from whom
	Note   string // the words of a note
	Title  string // of a text
	Points []Point
}

func (*Taken) kind() Kind { return KindTakenFromOutside }
func (f *Taken) fields(c *coder) {
	text(c, 1, &f.What)
	text(c, 2, &f.From)
	text(c, 3, &f.Note)
	text(c, 4, &f.Title)
	parts(c, 5, &f.Points, pointFields)
}
