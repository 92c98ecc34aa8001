package event

import "nonpaper/internal/ident"

// Role is a party's part in the process; a party may have several. The texts
// are stored: append only.
type Role string

const (
	RoleSide      Role = "side"
	RoleMediator  Role = "mediator"
	RoleCoDrafter Role = "co-drafter"
	RoleGuarantor Role = "guarantor"
	RoleHost      Role = "host"
	RoleObserver  Role = "observer"
	RolePartner   Role = "consulted-partner"
	RoleBound     Role = "bound" // bound or tasked by the text
)

// Roles are all roles, in the order in which they are offered.
func Roles() []Role {
	return []Role{RoleSide, RoleMediator, RoleCoDrafter, RoleGuarantor, RoleHost, RoleObserver, RolePartner, RoleBound}
}

// PartyIntroduced makes a party known in a room, or corrects what was said of it.
type PartyIntroduced struct {
	Code    ident.Code
	Name    string
	Roles   []Role
	Members []ident.Code // of a group: the parties it stands for
}

func (*PartyIntroduced) kind() Kind { return KindPartyIntroduced }
func (f *PartyIntroduced) fields(c *coder) {
	text(c, 1, &f.Code)
	text(c, 2, &f.Name)
	texts(c, 3, &f.Roles)
	texts(c, 4, &f.Members)
}

// GroupDeviated says that a member does not go along with its group, on some
// points or on all; Ended says that it does again.
type GroupDeviated struct {
	Group, Member ident.Code
	Points        []ident.Point // none: on all
	Note          string
	Ended         bool
}

func (*GroupDeviated) kind() Kind { return KindGroupDeviated }
func (f *GroupDeviated) fields(c *coder) {
	text(c, 1, &f.Group)
	text(c, 2, &f.Member)
	texts(c, 3, &f.Points)
	text(c, 4, &f.Note)
	flag(c, 5, &f.Ended)
}

// PersonIntroduced makes a person known in a room, or corrects what was said of them.
type PersonIntroduced struct {
	Person    ident.Person
	Name      string
	Party     ident.Code // "" for somebody of no party
	Capacity  string     // "head of delegation", "adviser", "interpreter", "keeper of the text"
	Principal bool       // decides for the party
}

func (*PersonIntroduced) kind() Kind { return KindPersonIntroduced }
func (f *PersonIntroduced) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Name)
	text(c, 3, &f.Party)
	text(c, 4, &f.Capacity)
	flag(c, 5, &f.Principal)
}

// Binding is what a representative may bind their party to. The texts are
// stored: append only.
type Binding string

const (
	BindFullPowers  Binding = "full-powers"
	BindCredentials Binding = "credentials"
	BindLimits      Binding = "stated-limits"
)

// AuthorityShown says what a person may bind, as it was shown in this room.
type AuthorityShown struct {
	Person   ident.Person
	Binding  Binding
	Limits   string   // in words, as stated
	Acts     []string // of "initial", "sign": what it covers; none: both
	From, To int64    // Unix µs; 0: not limited
	Document string   // by which instrument: "letter of 3 November"
}

func (*AuthorityShown) kind() Kind { return KindAuthorityShown }
func (f *AuthorityShown) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Binding)
	text(c, 3, &f.Limits)
	texts(c, 4, &f.Acts)
	whole(c, 5, &f.From)
	whole(c, 6, &f.To)
	text(c, 7, &f.Document)
}

// AuthorityNotSeen says that somebody acted as though with authority, and that
// none was seen; or, with Withdrawn, that what had been shown no longer holds.
type AuthorityNotSeen struct {
	Person    ident.Person
	Said      string // what was said, in words
	Withdrawn bool
}

func (*AuthorityNotSeen) kind() Kind { return KindAuthorityNotSeen }
func (f *AuthorityNotSeen) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Said)
	flag(c, 3, &f.Withdrawn)
}

// Initialled says that a person has initialled the words of a text.
type Initialled struct {
	Person ident.Person
	Label  ident.Label
	Hash   [32]byte // of the words in this room, as room.MarkHash makes it
}

func (*Initialled) kind() Kind { return KindInitialled }
func (f *Initialled) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Label)
	fixed(c, 3, f.Hash[:])
}

// Signed says that a person has signed the words of a text.
type Signed struct {
	Person ident.Person
	Label  ident.Label
	Hash   [32]byte
}

func (*Signed) kind() Kind { return KindSigned }
func (f *Signed) fields(c *coder) {
	text(c, 1, &f.Person)
	text(c, 2, &f.Label)
	fixed(c, 3, f.Hash[:])
}
