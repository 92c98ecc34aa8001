package room

import (
	"crypto/sha256"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// OpenProcess begins the desk of a process.
type OpenProcess struct{ event.ProcessOpened }

func (c OpenProcess) decide(s *State) ([]event.Fact, error) {
	if s.Kind != event.RoomDesk || s.Process != nil {
		return nil, fault.Invalidf("a process is opened once, at its desk")
	}
	if strings.TrimSpace(c.Name) == "" {
		return nil, fault.Invalidf("a process needs a name").WithHint("Say it with --name \"…\"")
	}
	f := c.ProcessOpened
	var err error
	if f.Name, err = oneLine("the name of the process", f.Name); err != nil {
		return nil, err
	}
	return one(&f)
}

// SetOrder sets the printed order of the parties.
type SetOrder struct{ Order []ident.Code }

func (c SetOrder) decide(s *State) ([]event.Fact, error) {
	for i, code := range c.Order {
		if s.Parties[code] == nil {
			return nil, s.unknownParty(code)
		}
		if slices.Contains(c.Order[:i], code) {
			return nil, fault.Invalidf("%s stands twice in the order; nothing was recorded", code)
		}
	}
	return one(&event.OrderSet{Order: c.Order})
}

func (s *State) unknownParty(code ident.Code) error {
	if s.Kind == event.RoomDesk {
		return fault.NotFoundf("no party %s is known at the desk", code).WithHint("Add it first: nonpaper party add %s NAME", code)
	}
	return fault.NotFoundf("no party %s is known in the room %q", code, s.Name).
		WithHint("Try: nonpaper party list --room %s, or nonpaper party introduce %s --room %s", s.Name, code, s.Name)
}

// IntroduceParty makes a party known in the room.
type IntroduceParty struct{ event.PartyIntroduced }

func (c IntroduceParty) decide(s *State) ([]event.Fact, error) {
	if strings.TrimSpace(c.Name) == "" {
		return nil, fault.Invalidf("party %s needs a name", c.Code)
	}
	for other := range s.Parties {
		if other != c.Code && strings.EqualFold(string(other), string(c.Code)) {
			return nil, fault.Invalidf("there is a party %s already; codes that differ in capitals only are not told apart on paper", other)
		}
	}
	for _, r := range c.Roles {
		if !slices.Contains(event.Roles(), r) {
			return nil, fault.Invalidf("%q is no role of a party", r).WithHint("Roles are: %s", join(event.Roles()))
		}
	}
	for _, m := range c.Members {
		if m == c.Code || s.Parties[m] == nil {
			return nil, s.unknownParty(m)
		}
		if len(s.Parties[m].PartyIntroduced.Members) > 0 {
			return nil, fault.Invalidf("%s is a group itself; name its members", m)
		}
	}
	f := c.PartyIntroduced
	var err error
	if f.Name, err = oneLine("the name of party "+string(f.Code), f.Name); err != nil {
		return nil, err
	}
	return one(&f)
}

func join[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

// Deviate says that a member does not go along with its group, or does again.
type Deviate struct{ event.GroupDeviated }

func (c Deviate) decide(s *State) ([]event.Fact, error) {
	g := s.Parties[c.Group]
	if g == nil {
		return nil, s.unknownParty(c.Group)
	}
	if !slices.Contains(g.Members, c.Member) {
		return nil, fault.Invalidf("%s is no member of %s", c.Member, c.Group)
	}
	f := c.GroupDeviated
	return one(&f)
}

// IntroducePerson makes a person known in the room.
type IntroducePerson struct{ event.PersonIntroduced }

func (c IntroducePerson) decide(s *State) ([]event.Fact, error) {
	if c.Party != "" && s.Parties[c.Party] == nil {
		return nil, s.unknownParty(c.Party)
	}
	if c.Principal && c.Party == "" {
		return nil, fault.Invalidf("a principal decides for a party, and none is named").WithHint("Add --party CODE")
	}
	f := c.PersonIntroduced
	var err error
	if f.Name, err = oneLine("the name of "+string(f.Person), f.Name); err != nil {
		return nil, err
	}
	if f.Capacity, err = oneLine("the capacity of "+string(f.Person), f.Capacity); err != nil {
		return nil, err
	}
	if f.Name == "" {
		f.Name = string(f.Person)
	}
	return one(&f)
}

func (s *State) unknownPerson(p ident.Person) error {
	return fault.NotFoundf("%s is not known in the room %q", p, s.Name).
		WithHint("Try: nonpaper person list --room %s, or nonpaper person introduce %s --room %s", s.Name, p, s.Name)
}

// ShowAuthority records an authority as it was shown.
type ShowAuthority struct{ event.AuthorityShown }

func (c ShowAuthority) decide(s *State) ([]event.Fact, error) {
	if s.People[c.Person] == nil {
		return nil, s.unknownPerson(c.Person)
	}
	if s.PartyOf(c.Person) == "" {
		return nil, fault.Invalidf("%s acts for no party, so there is nobody to bind", c.Person)
	}
	if c.To != 0 && c.To < c.From {
		return nil, fault.Invalidf("the authority would end before it begins; nothing was recorded")
	}
	if !slices.Contains([]event.Binding{event.BindFullPowers, event.BindCredentials, event.BindLimits}, c.Binding) {
		return nil, fault.Invalidf("%q is no authority", c.Binding).WithHint("It is full-powers, credentials or stated-limits.")
	}
	if c.Binding == event.BindLimits && strings.TrimSpace(c.Limits) == "" {
		return nil, fault.Invalidf("stated limits need their words").WithHint("Add --limits \"…\"")
	}
	for _, a := range c.Acts {
		if a != ActInitial && a != ActSign {
			return nil, fault.Invalidf("%q is no act that needs authority", a).WithHint("It is initial or sign.")
		}
	}
	f := c.AuthorityShown
	return one(&f)
}

// The acts that need an authority.
const (
	ActInitial = "initial"
	ActSign    = "sign"
)

// NoAuthority records that none was seen, or that one was withdrawn.
type NoAuthority struct{ event.AuthorityNotSeen }

func (c NoAuthority) decide(s *State) ([]event.Fact, error) {
	if s.People[c.Person] == nil {
		return nil, s.unknownPerson(c.Person)
	}
	f := c.AuthorityNotSeen
	return one(&f)
}

// May reports whether a person's authority, as shown in this room, covers an act
// at a moment (Unix µs). Stated limits and credentials cover initialling;
// signing needs full powers, or an authority that names signing.
func (s *State) May(p ident.Person, act string, at int64) bool {
	who := s.People[p]
	if who == nil {
		return false
	}
	for _, a := range who.Authority {
		if a.Shown == nil || a.Withdrawn || at < a.Shown.From || a.Shown.To != 0 && at > a.Shown.To {
			continue
		}
		switch {
		case slices.Contains(a.Shown.Acts, act):
			return true
		case len(a.Shown.Acts) > 0:
		case act == ActInitial, a.Shown.Binding == event.BindFullPowers:
			return true
		}
	}
	return false
}

// Initial initials or signs the words of a text that stands in this room.
type Initial struct {
	Person ident.Person
	Label  ident.Label
	Sign   bool
	At     int64 // when, Unix µs
}

func (c Initial) decide(s *State) ([]event.Fact, error) {
	act, acting := ActInitial, "initialling"
	if c.Sign {
		act, acting = ActSign, "signing"
	}
	if s.People[c.Person] == nil {
		return nil, s.unknownPerson(c.Person)
	}
	var points []event.Point
	if t := s.Text(c.Label); t != nil {
		points = t.Points
	} else if g := s.GivenAs(c.Label); g != nil && g.Whole {
		points = g.Points
	} else {
		return nil, s.unknownText(c.Label)
	}
	if !s.May(c.Person, act, c.At) {
		return nil, fault.Forbiddenf("no authority of %s that covers %s has been shown in the room %q; nothing was recorded", c.Person, acting, s.Name).
			WithHint("Record what was shown: nonpaper authority show %s …, or what was said: nonpaper authority not-seen %s --said \"…\"", c.Person, c.Person)
	}
	for _, m := range s.Marks {
		if m.Person == c.Person && m.Label == c.Label && m.Signed == c.Sign {
			return nil, fault.Invalidf("%s has done so already", c.Person)
		}
	}
	if c.Sign {
		return one(&event.Signed{Person: c.Person, Label: c.Label, Hash: MarkHash(s.ID, points)})
	}
	return one(&event.Initialled{Person: c.Person, Label: c.Label, Hash: MarkHash(s.ID, points)})
}

// MarkHash is what an initialling or a signature keeps of the words: bound to the
// room, so that the records of two rooms that were given the same words have no
// hash in common.
func MarkHash(in ident.Room, points []event.Point) [32]byte {
	words := Hash(points)
	return sha256.Sum256(slices.Concat([]byte("nonpaper mark 1\x00"), in[:], words[:]))
}

// MarkedAgain is a mark that is carried over from another room, with the hash that
// it has in this one; the words that it is on have been carried over before.
func (s *State) MarkedAgain(f event.Fact) (event.Fact, error) {
	again := func(l ident.Label) (hash [32]byte, err error) {
		g := s.GivenAs(l)
		if g == nil {
			return hash, fault.Invalidf("a mark on %s cannot be carried over without the text; nothing was recorded", l).WithHint("Choose the entry that gave it, too.")
		}
		return MarkHash(s.ID, g.Points), nil
	}
	switch f := f.(type) {
	case *event.Initialled:
		hash, err := again(f.Label)
		return &event.Initialled{Person: f.Person, Label: f.Label, Hash: hash}, err
	case *event.Signed:
		hash, err := again(f.Label)
		return &event.Signed{Person: f.Person, Label: f.Label, Hash: hash}, err
	}
	return f, nil
}

func (s *State) unknownText(l ident.Label) error {
	return fault.NotFoundf("no text %q stands in the room %q", l, s.Name).WithHint("Try: nonpaper text list --room %s", s.Name)
}
