package room

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Command is something that somebody wants to record in one room.
type Command interface {
	// decide gives the facts to record, or a fault that says why not.
	decide(*State) ([]event.Fact, error)
}

// Decide says what is recorded if a command is carried out on the room as it
// stands. It records nothing.
func (s *State) Decide(c Command) ([]event.Fact, error) {
	if _, opens := c.(Open); !opens && s.Closed {
		return nil, fault.Invalidf("the room %q is closed; nothing more is recorded in it", s.Name).
			WithHint("Go on in another room, or in one that succeeds it: nonpaper room succeed.")
	}
	facts, err := c.decide(s)
	if err != nil {
		return nil, err
	}
	return facts, s.refuseClosed(facts)
}

// maxWords bounds one wording, so that a mistaken file does not become a point.
const maxWords = 4 << 20 // bytes

// checked refuses words that cannot be kept as they are.
func checked(what, s string) error {
	switch {
	case !utf8.ValidString(s):
		return fault.Invalidf("%s is not UTF-8; nothing was recorded", what)
	case len(s) > maxWords:
		return fault.Invalidf("%s is longer than %d MB; nothing was recorded", what, maxWords>>20)
	case strings.ContainsRune(s, 0):
		return fault.Invalidf("%s holds NUL characters; nothing was recorded", what)
	}
	return nil
}

const maxName = 200 // characters

// oneLine gives a name or a title as it is kept: one line that can stand in a list.
func oneLine(what, s string) (string, error) {
	if err := checked(what, s); err != nil {
		return "", err
	}
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case utf8.RuneCountInString(s) > maxName:
		return "", fault.Invalidf("%s is longer than %d characters; nothing was recorded", what, maxName)
	case strings.ContainsFunc(s, unicode.IsControl):
		return "", fault.Invalidf("%s holds control characters; nothing was recorded", what)
	}
	return s, nil
}

func one(f event.Fact) ([]event.Fact, error) { return []event.Fact{f}, nil }

// Open opens a room; it is the first command of its life.
type Open struct {
	Name      string
	Kind      event.RoomKind
	Purpose   string
	Succeeded bool
}

func (c Open) decide(s *State) ([]event.Fact, error) {
	if s.Entries > 0 {
		return nil, fault.Conflictf("the room is open already")
	}
	if _, err := ident.ParsePerson(c.Name); err != nil {
		return nil, fault.Invalidf("%.48q is no name of a room: letters and digits, with . _ - inside, 40 at most", c.Name)
	}
	if _, err := ident.ParseRoom(strings.ToLower(c.Name)); err == nil {
		return nil, fault.Invalidf("%q reads like the identifier of a room, and a name may not; nothing was recorded", c.Name)
	}
	if err := checked("the purpose", c.Purpose); err != nil {
		return nil, err
	}
	return one(&event.RoomOpened{Name: strings.ToLower(c.Name), Kind: c.Kind, Purpose: c.Purpose, Succeeded: c.Succeeded})
}

// Close closes the room.
type Close struct{ Reason string }

func (c Close) decide(s *State) ([]event.Fact, error) {
	if s.Kind == event.RoomDesk {
		return nil, fault.Invalidf("the desk stays open: without it no room could be opened and nobody made known; nothing was recorded")
	}
	return one(&event.RoomClosed{Reason: c.Reason})
}

// AddMember lets a person read the room.
type AddMember struct {
	Person ident.Person
	Writes bool
}

func (c AddMember) decide(s *State) ([]event.Fact, error) {
	if s.People[c.Person] == nil {
		return nil, fault.NotFoundf("%s is not known in the room %q", c.Person, s.Name).
			WithHint("Introduce them first: nonpaper person introduce %s --room %s", c.Person, s.Name)
	}
	if s.Keeps(c.Person) && !c.Writes {
		if err := s.keptByOthers(c.Person); err != nil {
			return nil, err
		}
		return nil, fault.Invalidf("%s keeps the room %q already, and would no longer; nothing was recorded", c.Person, s.Name).
			WithHint("If that is meant: nonpaper room leave %s --room %s, and then add them.", c.Person, s.Name)
	}
	if m := s.Members[c.Person]; m != nil && !m.Left && m.Writes == c.Writes {
		return nil, fault.Invalidf("%s is a member of the room %q already; nothing was recorded", c.Person, s.Name)
	}
	return one(&event.MemberAdded{Person: c.Person, Writes: c.Writes})
}

// RemoveMember ends a membership.
type RemoveMember struct {
	Person ident.Person
	Reason string
}

func (c RemoveMember) decide(s *State) ([]event.Fact, error) {
	if !s.Reads(c.Person) {
		return nil, fault.NotFoundf("%s is no member of the room %q", c.Person, s.Name)
	}
	if s.Keeps(c.Person) {
		if err := s.keptByOthers(c.Person); err != nil {
			return nil, err
		}
	}
	return one(&event.MemberLeft{Person: c.Person, Reason: c.Reason})
}

// keptByOthers refuses that the last who keeps a room ceases to.
func (s *State) keptByOthers(last ident.Person) error {
	for p := range s.Members {
		if p != last && s.Keeps(p) {
			return nil
		}
	}
	return fault.Invalidf("%s is the last who keeps the room %q; nobody could record in it", last, s.Name).
		WithHint("Add somebody else who keeps it first: nonpaper room add PERSON --keeps --room %s", s.Name)
}

// MakeNote makes a note.
type MakeNote struct{ event.NoteMade }

func (c MakeNote) decide(s *State) ([]event.Fact, error) {
	if strings.TrimSpace(c.Words) == "" {
		return nil, fault.Invalidf("a note without words; nothing was recorded")
	}
	if err := checked("the note", c.Words); err != nil {
		return nil, err
	}
	f := c.NoteMade
	return one(&f)
}

// KeepDraft keeps an untabled draft in its author's private log.
type KeepDraft struct{ event.DraftKept }

func (c KeepDraft) decide(s *State) ([]event.Fact, error) {
	if s.Kind != event.RoomPrivate {
		return nil, fault.Invalidf("drafts lie in their author's private log only")
	}
	if err := checked("the draft", c.Heading+c.Body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.Heading+c.Body) == "" {
		return nil, fault.Invalidf("a draft without words; nothing was recorded")
	}
	for _, d := range s.Drafts {
		if d.Name == c.Name && !d.Tabled && !d.GivenUp {
			return nil, fault.Invalidf("there is a draft %q already; nothing was recorded", c.Name).
				WithHint("Give this one another name, or end the other: nonpaper draft table %s, nonpaper draft give-up %s", c.Name, c.Name)
		}
	}
	f := c.DraftKept
	return one(&f)
}

// Draft finds an open draft by its name.
func (s *State) Draft(name string) (*Draft, error) {
	for _, d := range s.Drafts {
		if d.Name == name && !d.Tabled && !d.GivenUp {
			return d, nil
		}
	}
	return nil, fault.NotFoundf("no open draft %q", name).WithHint("Try: nonpaper draft list")
}

// EndDraft says what became of a draft; whoever carries it out destroys the
// draft's words in the same append.
type EndDraft struct {
	Draft  uint64
	Tabled bool // else given up
}

func (c EndDraft) decide(*State) ([]event.Fact, error) {
	if c.Tabled {
		return one(&event.DraftTabled{Draft: c.Draft})
	}
	return one(&event.DraftGivenUp{Draft: c.Draft})
}

// binding are the kinds that hold a room together: without them nobody could
// say who may read it.
var binding = map[event.Kind]bool{
	event.KindProcessOpened: true, event.KindRoomOpened: true, event.KindRoomClosed: true,
	event.KindMemberAdded: true, event.KindMemberLeft: true, event.KindBodiesDestroyed: true,
}

// Forget destroys the bodies of entries. Kinds says of each what it is.
type Forget struct {
	Seqs   []uint64
	Kinds  []event.Kind
	Reason string
}

func (c Forget) decide(s *State) ([]event.Fact, error) {
	if len(c.Seqs) == 0 {
		return nil, fault.Invalidf("no entry is named; nothing was destroyed")
	}
	if strings.TrimSpace(c.Reason) == "" {
		return nil, fault.Invalidf("a destruction needs a reason; nothing was destroyed").WithHint("Say why: --reason \"…\"")
	}
	for i, k := range c.Kinds {
		if binding[k] {
			return nil, fault.Invalidf("entry %d (%s) holds the room together and cannot be destroyed; nothing was", c.Seqs[i]+1, k)
		}
	}
	seqs := slices.Clone(c.Seqs)
	slices.Sort(seqs)
	return one(&event.BodiesDestroyed{Seqs: seqs, Reason: c.Reason, Certificate: fmt.Sprintf(
		"The keys of %d entries of this record were removed, and with them every way to read those entries here. Their headers stay and show that they existed and when they were made. "+
			"Copies of this process made before this entry (backups, exported rooms, printed pages, words given into other rooms) still hold what they held then.", len(seqs))})
}
