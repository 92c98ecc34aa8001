package event

import "nonpaper/internal/ident"

// Release says on what terms something was given to the mediator. The texts are
// stored: append only.
type Release string

const (
	ReleaseMediator   Release = "mediator-only" // the default
	ReleaseIdea       Release = "as-own-idea"   // may be used as the mediator's own idea
	ReleaseAttributed Release = "may-be-attributed"
)

// Releases are all releases, from the least to the most that is allowed.
func Releases() []Release { return []Release{ReleaseMediator, ReleaseIdea, ReleaseAttributed} }

// Terms are release terms, with what has to come with or before the release.
type Terms struct {
	Release   Release     // "" is ReleaseMediator
	With      ident.Label // only together with this item of the same party
	NotBefore int64       // Unix µs; 0 for no date
}

func termsFields(c *coder, t *Terms) {
	text(c, 1, &t.Release)
	text(c, 2, &t.With)
	whole(c, 3, &t.NotBefore)
}

// Form is how something was given. The texts are stored: append only.
type Form string

const (
	FormSpoken   Form = "spoken"
	FormWritten  Form = "written"
	FormMessaged Form = "messaged"
	FormScanned  Form = "scanned"
)

// Forms are all forms.
func Forms() []Form { return []Form{FormSpoken, FormWritten, FormMessaged, FormScanned} }

// Source says in the drafting room where something was taken in from. In the
// room in which it was given there is none.
type Source struct {
	Room     ident.Room  // in which it was given
	RoomName string      // as the room was called then
	Label    ident.Label // as it is called there
}

func sourceFields(c *coder, s *Source) {
	fixed(c, 1, s.Room[:])
	text(c, 2, &s.RoomName)
	text(c, 3, &s.Label)
}

// Common is what every item has that a party gives.
type Common struct {
	Label   ident.Label  // "P 12"; in the drafting room "BOR P 12"
	Parties []ident.Code // who gives it; of a joint proposal several
	Speaker ident.Person // who said it, where known
	Form    Form         // how it was given
	Terms   Terms        // on what terms, as it was given
	Reason  string       // why, in words
	Source  Source       // in the drafting room only
}

func (m *Common) fields(c *coder) {
	text(c, 1, &m.Label)
	texts(c, 2, &m.Parties)
	text(c, 3, &m.Speaker)
	text(c, 4, &m.Form)
	part(c, 5, func(c *coder) { termsFields(c, &m.Terms) })
	text(c, 6, &m.Reason)
	part(c, 7, func(c *coder) { sourceFields(c, &m.Source) })
}

// Sub is a partial change of a proposal, which others can answer by itself.
type Sub struct {
	Number string // "1", "2"
	Words  string // what it changes, in words
}

// Proposed is what a party wants a point to say: a whole wording against a named
// text, or an act.
type Proposed struct {
	Common                  // what every item has
	Against     ident.Label // the text, as the room calls it; "" for the last that was given there
	Point       ident.Point // "" where a new point is proposed
	Act         string      // plan.Act: "" is a wording
	Number      string      // of a new point
	After       ident.Point // of a new or moved point
	Heading     string      // as the party wants it
	Body        string      // the whole wording that it wants
	Conditions  string      // on what conditions, in words
	Subs        []Sub       // partial changes that others can answer one by one
	BaseHeading string      // the point as it read in the text that it is against, so that
	BaseBody    string      // it can be told what the party changed, and carried over
	Origin      string      // the source that says so, with addresses
	SaidBy      string      // who said it, by name, where the room does not know them
	Hedge       string      // how it was hedged
	Certainty   string      // how sure it is, in words
}

func (*Proposed) kind() Kind { return KindProposed }
func (f *Proposed) fields(c *coder) {
	part(c, 1, f.Common.fields)
	text(c, 2, &f.Against)
	text(c, 3, &f.Point)
	text(c, 4, &f.Act)
	text(c, 5, &f.Number)
	text(c, 6, &f.After)
	text(c, 7, &f.Heading)
	text(c, 8, &f.Body)
	text(c, 9, &f.Conditions)
	parts(c, 10, &f.Subs, func(c *coder, s *Sub) {
		text(c, 1, &s.Number)
		text(c, 2, &s.Words)
	})
	text(c, 11, &f.BaseHeading)
	text(c, 12, &f.BaseBody)
	text(c, 13, &f.Origin)
	text(c, 14, &f.SaidBy)
	text(c, 15, &f.Hedge)
	text(c, 16, &f.Certainty)
}

// Stance is a party's view. The texts are stored: append only.
type Stance string

const (
	Supports     Stance = "supports"
	AdReferendum Stance = "accepts-ad-referendum"
	CanLiveWith  Stance = "can-live-with-it"
	NeedsChange  Stance = "needs-change"
	Opposes      Stance = "opposes"
	NotStated    Stance = "no-position-stated"
)

// Stances are the six, from the most to the least favourable, then none.
func Stances() []Stance {
	return []Stance{Supports, AdReferendum, CanLiveWith, NeedsChange, Opposes, NotStated}
}

// Taken positions: on a point, or on an item that the party was told of.
type PositionTaken struct {
	Common                  // what every item has
	Point       ident.Point // on which point, "" where it is on an item alone
	On          ident.Label // the text or item that it is a view of
	Stance      Stance      // one of the six
	Reservation string      // scrutiny, substantive, linguistic, pending another point
	Certainty   string      // how sure it is, in words
	Hash        [32]byte    // of the point's words that it was taken on, zero where none stood
	Until       int64       // of an acceptance ad referendum: confirmed by when
	Statement   string      // what was said, in words
	Origin      string      // the source that says so, with addresses
	SaidBy      string      // who said it, by name, where the room does not know them
	Hedge       string      // how it was hedged
	Stated      string      // the stance as a file has it, where it has another word
	Version     string      // the text whose point it is on, where that is none of the room's
	Whole       bool        // on the text as a whole
}

func (*PositionTaken) kind() Kind { return KindPositionTaken }
func (f *PositionTaken) fields(c *coder) {
	part(c, 1, f.Common.fields)
	text(c, 2, &f.Point)
	text(c, 3, &f.On)
	text(c, 4, &f.Stance)
	text(c, 5, &f.Reservation)
	text(c, 6, &f.Certainty)
	fixed(c, 7, f.Hash[:])
	whole(c, 8, &f.Until)
	text(c, 9, &f.Statement)
	text(c, 10, &f.Origin)
	text(c, 11, &f.SaidBy)
	text(c, 12, &f.Hedge)
	text(c, 13, &f.Stated)
	text(c, 14, &f.Version)
	flag(c, 15, &f.Whole)
}

// ConcernRaised is what a party dislikes or needs, without an amendment.
type ConcernRaised struct {
	Common                  // what every item has
	Points    []ident.Point // on which points; none: on the text as a whole
	Words     string        // what the party dislikes or needs
	Origin    string        // the source that says so, with addresses
	SaidBy    string        // who said it, by name, where the room does not know them
	Hedge     string        // how it was hedged
	Certainty string        // how sure it is, in words
}

func (*ConcernRaised) kind() Kind { return KindConcernRaised }
func (f *ConcernRaised) fields(c *coder) {
	part(c, 1, f.Common.fields)
	texts(c, 2, &f.Points)
	text(c, 3, &f.Words)
	text(c, 4, &f.Origin)
	text(c, 5, &f.SaidBy)
	text(c, 6, &f.Hedge)
	text(c, 7, &f.Certainty)
}

// TermsLifted gives an item other release terms, by whose word and how.
type TermsLifted struct {
	Label  ident.Label  // of the item
	Terms  Terms        // as they are from now on
	By     ident.Person // who lifted them
	How    string       // "orally, by telephone"
	Source Source       // in the drafting room: where the item was given
	Party  ident.Code   // for whom, of those who gave it together; "" for all
}

func (*TermsLifted) kind() Kind { return KindTermsLifted }
func (f *TermsLifted) fields(c *coder) {
	text(c, 1, &f.Label)
	part(c, 2, func(c *coder) { termsFields(c, &f.Terms) })
	text(c, 3, &f.By)
	text(c, 4, &f.How)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
	text(c, 6, &f.Party)
}

// Answer is what a party says of an item that was recorded on its behalf.
type Answer string

const (
	Confirmed Answer = "confirmed" // by the party
	Disowned  Answer = "disowned"  // it never said so
)

// ItemAnswered says whether a party stands by what was recorded on its behalf.
type ItemAnswered struct {
	Label  ident.Label  // of the item
	Answer Answer       // what the party says of it
	By     ident.Person // who said so
	Note   string       // in words
	Source Source       // in the drafting room: where the item was given
}

func (*ItemAnswered) kind() Kind { return KindItemAnswered }
func (f *ItemAnswered) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Answer)
	text(c, 3, &f.By)
	text(c, 4, &f.Note)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
}

// End is what became of an item by its givers' own act.
type End string

const (
	Withdrawn End = "withdrawn"
	Lapsed    End = "lapsed"
	Undone    End = "undone" // it was recorded by mistake
)

// ItemEnded ends an item, or the part of one sponsor in a joint one.
type ItemEnded struct {
	Label  ident.Label  // of the item
	End    End          // how it ended
	Party  ident.Code   // a sponsor that leaves; "" for the whole item
	By     ident.Person // who said so
	Note   string       // in words
	Source Source       // in the drafting room: where the item was given
}

func (*ItemEnded) kind() Kind { return KindItemEnded }
func (f *ItemEnded) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.End)
	text(c, 3, &f.Party)
	text(c, 4, &f.By)
	text(c, 5, &f.Note)
	part(c, 6, func(c *coder) { sourceFields(c, &f.Source) })
}

// Fate is what the mediator did with an item.
type Fate string

const (
	Considered   Fate = "considered"
	Reflected    Fate = "reflected"
	PartlyTaken  Fate = "partly-reflected"
	InBrackets   Fate = "retained-in-brackets"
	NotReflected Fate = "not-reflected"
)

// Fates are all fates.
func Fates() []Fate { return []Fate{Considered, Reflected, PartlyTaken, InBrackets, NotReflected} }

// ItemFate says what became of a proposal or concern, and why. It reaches its
// author as a conveyed act.
type ItemFate struct {
	Label  ident.Label // of the item
	Fate   Fate        // what the mediator did with it
	At     string      // where it is reflected: "Text 14, point 10"
	Reason string      // why
	Source Source      // in the drafting room: where the item was given
}

func (*ItemFate) kind() Kind { return KindItemFate }
func (f *ItemFate) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Fate)
	text(c, 3, &f.At)
	text(c, 4, &f.Reason)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
}
