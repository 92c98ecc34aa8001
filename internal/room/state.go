// Package room is the whole life of one room: what may be recorded in it
// (Decide), and what is then the case (Evolve).
//
// It promises that a room's state follows from its entries alone, in their
// order, and that what has been circulated, given or received is never changed
// by a later entry. Decide refuses what cannot be, with a fault that says why,
// and records nothing itself. Evolve refuses nothing: what stands in the record
// has happened, and an entry whose ground was destroyed is taken as far as it
// goes. The package knows nothing of other rooms, keys or files.
package room

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// State is a room as it stands after some of its entries.
type State struct {
	ID        ident.Room // of the log; set by whoever reads it
	Name      string
	Kind      event.RoomKind
	Purpose   string
	Succeeded bool
	Opened    event.When
	Closed    bool
	Process   *event.ProcessOpened // of the desk

	Entries uint64 // how many there are
	Last    int64  // time of the last one, Unix µs

	Parties map[ident.Code]*Party
	Order   []ident.Code // set by an act; parties not named follow by the alphabet
	People  map[ident.Person]*Person
	Members map[ident.Person]*Member

	Instruments []*Instrument
	Texts       []*Text // circulated here, in their order
	Rivals      []*Rival
	Reports     []*Report
	Conveyed    []*Conveyed
	Given       []*Given
	Knowledge   []*Knowledge
	Notes       []*Note
	Drafts      []*Draft
	Taken       []*Taken
	Marks       []*Mark
	Destroyed   []*Destruction
	Deviations  []*Deviation
	Items       []*Item
	Settled     []*Settled
	Agreed      []*Agreed
	Principles  []*Principle
	Issues      []*Issue
	Binds       []*Binds
	Press       []*PressItem
	Lines       []*LineToTake
	Meetings    []*Meeting
	Silences    []*Silence
	Expected    []*Expected
	Zones       []event.PartyZone

	Understandings []*Understanding
	Ties           []*Tie
	Closings       []*InstrumentClosed
	Deadlines      []*Deadline
	Pens           []*Pen

	itemAt     map[string]int // where in Items a label stands, as it is looked up
	meetingAt  map[string]int // where in Meetings
	deadlineAt map[string]int // where in Deadlines
}

// About says of something recorded who did it and when, and by which entry.
type About struct {
	Seq     uint64
	Time    int64 // of entry
	When    event.When
	Actor   ident.Person
	For     ident.Code
	Entered ident.Person
	Known   event.Known
}

// Party is a party as it is known in this room.
type Party struct {
	About
	event.PartyIntroduced
}

// Person is a person as they are known in this room.
type Person struct {
	About
	event.PersonIntroduced
	Authority []Authority
}

// Authority is what was shown, or that nothing was.
type Authority struct {
	About
	Shown     *event.AuthorityShown   // nil where none was seen
	NotSeen   *event.AuthorityNotSeen // nil where it was shown
	Withdrawn bool
}

// Member is a person who may read the room.
type Member struct {
	About
	Writes bool
	Left   bool
}

// Deviation is a member that does not go along with its group.
type Deviation struct {
	About
	event.GroupDeviated
}

// Note is a note made in the room.
type Note struct {
	About
	event.NoteMade
}

// Draft is an untabled draft; Tabled or GivenUp say what became of it.
type Draft struct {
	About
	event.DraftKept
	Tabled, GivenUp bool
}

// Taken is a plain file that was taken in.
type Taken struct {
	About
	event.Taken
}

// Mark is an initialling or a signature.
type Mark struct {
	About
	Person ident.Person
	Label  ident.Label
	Hash   [32]byte
	Signed bool // else initialled
}

// Destruction is what can no longer be read.
type Destruction struct {
	About
	event.BodiesDestroyed
}

// New is a room without entries.
func New(id ident.Room) *State {
	return &State{ID: id, Parties: map[ident.Code]*Party{}, People: map[ident.Person]*Person{}, Members: map[ident.Person]*Member{}}
}

// Reads reports whether a person may read the room.
func (s *State) Reads(p ident.Person) bool {
	m := s.Members[p]
	return m != nil && !m.Left
}

// Keeps reports whether a person is a member who keeps the room: text, members,
// conveyances.
func (s *State) Keeps(p ident.Person) bool {
	m := s.Members[p]
	return m != nil && !m.Left && m.Writes
}

// PartyOf is the party of a person as this room knows it, "" for none.
func (s *State) PartyOf(p ident.Person) ident.Code {
	if x := s.People[p]; x != nil {
		return x.Party
	}
	return ""
}

// InOrder are the room's parties in their printed order.
func (s *State) InOrder() []*Party {
	out := make([]*Party, 0, len(s.Parties))
	for _, p := range s.Parties {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *Party) int { return s.Compare(a.Code, b.Code) })
	return out
}

// Compare puts two parties in printed order.
func (s *State) Compare(a, b ident.Code) int {
	return cmp.Or(cmp.Compare(s.rank(a), s.rank(b)), strings.Compare(string(a), string(b)))
}

func (s *State) rank(c ident.Code) int {
	if i := slices.Index(s.Order, c); i >= 0 {
		return i
	}
	return len(s.Order)
}

// PeopleInOrder are the people known in the room: those of no party first, then
// by party in printed order, then by handle.
func (s *State) PeopleInOrder() []*Person {
	out := slices.Collect(maps.Values(s.People))
	s.sortPeople(out)
	return out
}

func (s *State) sortPeople(list []*Person) {
	slices.SortFunc(list, func(a, b *Person) int {
		if (a.Party == "") != (b.Party == "") {
			if a.Party == "" {
				return -1
			}
			return 1
		}
		return cmp.Or(s.Compare(a.Party, b.Party), strings.Compare(string(a.Person), string(b.Person)))
	})
}

// MembersInOrder are those who may read the room, in the order of PeopleInOrder;
// one whose introduction was destroyed reads it still, and is among them.
func (s *State) MembersInOrder() []*Person {
	var out []*Person
	for who := range s.Members {
		if !s.Reads(who) {
			continue
		}
		p := s.People[who]
		if p == nil {
			p = &Person{PersonIntroduced: event.PersonIntroduced{Person: who}}
		}
		out = append(out, p)
	}
	s.sortPeople(out)
	return out
}
