package event

import "nonpaper/internal/ident"

// MeetingKind is what sort of meeting it is, or of something that is no meeting. The
// texts are stored: append only.
type MeetingKind string

const (
	Bilateral    MeetingKind = "bilateral"
	Plenary      MeetingKind = "plenary"
	Visit        MeetingKind = "visit"
	Call         MeetingKind = "call"
	Consultation MeetingKind = "consultation"
	AnyMeeting   MeetingKind = "meeting"    // of another sort, or the sort is not known
	Disclosure   MeetingKind = "disclosure" // no meeting: something became known
	Statement    MeetingKind = "statement"  // no meeting: somebody said something in public
	Deadline     MeetingKind = "deadline"   // no meeting: something is to be done by then
)

// MeetingKinds are all kinds, those that are no meetings last.
func MeetingKinds() []MeetingKind {
	return []MeetingKind{Bilateral, Plenary, Visit, Call, Consultation, AnyMeeting, Disclosure, Statement, Deadline}
}

// IsMeeting reports whether people meet or speak with each other.
func (k MeetingKind) IsMeeting() bool { return k != Disclosure && k != Statement && k != Deadline }

// Date is when a meeting is to be or was, as far as it is known: by the clock, or only
// before or after something else.
type Date struct {
	From      int64     // Unix µs; 0: undated
	To        int64     // Unix µs; 0 where it is one moment or one day
	Offset    int       // minutes against UTC
	Precision Precision // how exactly it is meant
	Before    string    // "the next meeting of the principals", or the label of a meeting
	After     string    // likewise
}

// ByClock is the date by the clock, without what it is before or after.
func (d *Date) ByClock() When { return When{d.From, d.To, d.Offset, d.Precision} }

func dateFields(c *coder, d *Date) {
	whole(c, 1, &d.From)
	whole(c, 2, &d.To)
	whole(c, 3, &d.Offset)
	whole(c, 4, &d.Precision)
	text(c, 5, &d.Before)
	text(c, 6, &d.After)
}

// Participant is who takes part: a person or a party that the room knows, or somebody
// by name.
type Participant struct {
	Person ident.Person // known in the room
	Party  ident.Code   // of which party, or the party as such
	Name   string       // of somebody who is not known in the room, as it was written
}

func participantFields(c *coder, p *Participant) {
	text(c, 1, &p.Person)
	text(c, 2, &p.Party)
	text(c, 3, &p.Name)
}

// Account is what somebody says of a meeting: several stand side by side.
type Account struct {
	Words     string       // what they say
	Person    ident.Person // who says so, where the room knows them
	SaidBy    string       // who says so, by name
	Party     ident.Code   // for which party
	Source    string       // where it stands, with addresses
	Certainty string       // how sure it is, in words
	Hedge     string       // how it was hedged: "reportedly", "it is understood"
}

func accountFields(c *coder, a *Account) {
	text(c, 1, &a.Words)
	text(c, 2, &a.Person)
	text(c, 3, &a.SaidBy)
	text(c, 4, &a.Party)
	text(c, 5, &a.Source)
	text(c, 6, &a.Certainty)
	text(c, 7, &a.Hedge)
}

// Occasion is a meeting as an act describes it. Of a meeting that the room knows
// already, what is left out stays as it was.
type Occasion struct {
	Label  ident.Label   // "M 3", "ev17"
	Kind   MeetingKind   // one of the nine
	Stated string        // how a file calls the kind, where it calls it otherwise
	Title  string        // what it is called
	On     Date          // when it is to be, or was
	Place  string        // where, in words
	Zone   string        // whose clocks hold there: "Europe/Helsinki"
	With   []Participant // who takes part
	Points []ident.Point // the points to be taken, or taken, in this order
	Shown  []ident.Code  // in which order parties were shown the words
}

func (m *Occasion) fields(c *coder) {
	text(c, 1, &m.Label)
	text(c, 2, &m.Kind)
	text(c, 3, &m.Stated)
	text(c, 4, &m.Title)
	part(c, 5, func(c *coder) { dateFields(c, &m.On) })
	text(c, 6, &m.Place)
	text(c, 7, &m.Zone)
	parts(c, 8, &m.With, participantFields)
	texts(c, 9, &m.Points)
	texts(c, 10, &m.Shown)
}

// MeetingPlanned begins a meeting that is to come, or a deadline.
type MeetingPlanned struct {
	Occasion         // as it is planned
	Said     Account // who says so, where that matters
}

func (*MeetingPlanned) kind() Kind { return KindMeetingPlanned }
func (f *MeetingPlanned) fields(c *coder) {
	part(c, 1, f.Occasion.fields)
	part(c, 2, func(c *coder) { accountFields(c, &f.Said) })
}

// MeetingMoved gives a meeting another date or place. Without a date it is undated, not
// gone.
type MeetingMoved struct {
	Label     ident.Label // of the meeting
	On        Date        // from now on
	Place     string      // another place, "" for the same
	Zone      string      // another clock, "" for the same
	Postponed bool        // put off; else moved
	Said      Account     // why, and who says so
}

func (*MeetingMoved) kind() Kind { return KindMeetingMoved }
func (f *MeetingMoved) fields(c *coder) {
	text(c, 1, &f.Label)
	part(c, 2, func(c *coder) { dateFields(c, &f.On) })
	text(c, 3, &f.Place)
	text(c, 4, &f.Zone)
	flag(c, 5, &f.Postponed)
	part(c, 6, func(c *coder) { accountFields(c, &f.Said) })
}

// MeetingHeld says that a meeting took place, planned here before or not; of something
// that is no meeting, that it happened.
type MeetingHeld struct {
	Occasion         // as it was
	Said     Account // what came of it, and who says so
}

func (*MeetingHeld) kind() Kind { return KindMeetingHeld }
func (f *MeetingHeld) fields(c *coder) {
	part(c, 1, f.Occasion.fields)
	part(c, 2, func(c *coder) { accountFields(c, &f.Said) })
}

// MeetingNotHeld says that a meeting did not take place.
type MeetingNotHeld struct {
	Occasion         // as it was to be
	Said     Account // why, and who says so
}

func (*MeetingNotHeld) kind() Kind { return KindMeetingNotHeld }
func (f *MeetingNotHeld) fields(c *coder) {
	part(c, 1, f.Occasion.fields)
	part(c, 2, func(c *coder) { accountFields(c, &f.Said) })
}

// MeetingAccount is one more account of a meeting, beside the others.
type MeetingAccount struct {
	Label ident.Label // of the meeting
	Said  Account     // what is said, and by whom
}

func (*MeetingAccount) kind() Kind { return KindMeetingAccount }
func (f *MeetingAccount) fields(c *coder) {
	text(c, 1, &f.Label)
	part(c, 2, func(c *coder) { accountFields(c, &f.Said) })
}

// MeetingNote is what somebody said at a meeting.
type MeetingNote struct {
	Label   ident.Label   // of the meeting
	Words   string        // what was said
	Person  ident.Person  // by whom, where the room knows them
	SaidBy  string        // by whom, by name
	Party   ident.Code    // for which party
	Binding bool          // said to bind the party; else not
	Points  []ident.Point // on which points
}

func (*MeetingNote) kind() Kind { return KindMeetingNote }
func (f *MeetingNote) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Words)
	text(c, 3, &f.Person)
	text(c, 4, &f.SaidBy)
	text(c, 5, &f.Party)
	flag(c, 6, &f.Binding)
	texts(c, 7, &f.Points)
}

// MeetingDecision is what was decided at a meeting. It changes nothing by itself: what it
// led to stands in acts of their own, which it names.
type MeetingDecision struct {
	Label   ident.Label // of the meeting
	Words   string      // what was decided
	Links   []string    // what it led to, as the room calls it: "bracket 10b", "point 16", "Text 12", "entry 45"
	Entries []uint64    // the entries of this room in which that stands, from 0
}

func (*MeetingDecision) kind() Kind { return KindMeetingDecision }
func (f *MeetingDecision) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Words)
	texts(c, 3, &f.Links)
	wholes(c, 4, &f.Entries)
}

// MeetingAttended adds to who took part in a meeting.
type MeetingAttended struct {
	Label ident.Label   // of the meeting
	With  []Participant // who took part as well
}

func (*MeetingAttended) kind() Kind { return KindMeetingAttended }
func (f *MeetingAttended) fields(c *coder) {
	text(c, 1, &f.Label)
	parts(c, 2, &f.With, participantFields)
}

// PartyZone says whose clocks hold where a party sits, so that times can be said in its
// own.
type PartyZone struct {
	Party ident.Code // as the room knows it
	Zone  string     // IANA name: "Europe/Helsinki"
}

func (*PartyZone) kind() Kind { return KindPartyZone }
func (f *PartyZone) fields(c *coder) {
	text(c, 1, &f.Party)
	text(c, 2, &f.Zone)
}
