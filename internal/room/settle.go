package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Settled is what was done about a bracket.
type Settled struct {
	About
	event.BracketSettled
}

// Agreed is what parties said of a point at the table, and which of them confirmed
// it or took it back since.
type Agreed struct {
	About
	event.PointAgreed
	Confirmed []Confirmed
	Reopened  *Reopened // nil while it was not
}

// Confirmed is a party's confirmation of what it agreed ad referendum.
type Confirmed struct {
	About
	event.AgreementConfirmed
}

// Reopened is an act by which a point was opened again.
type Reopened struct {
	About
	event.PointReopened
}

// evolveSettling takes what is settled and agreed into the state.
func (s *State) evolveSettling(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.BracketSettled:
		s.Settled = append(s.Settled, &Settled{at, *f})
		for _, x := range f.Follow {
			if it := s.Item(x.Label); it != nil && it.Proposal != nil {
				it.follow(f, x)
			}
		}
	case *event.PointAgreed:
		s.Agreed = append(s.Agreed, &Agreed{About: at, PointAgreed: *f})
	case *event.AgreementConfirmed:
		if g := s.agreement(f.Point, f.Party, f.Source.Room); g != nil {
			g.Confirmed = append(g.Confirmed, Confirmed{at, *f})
		}
	case *event.PointReopened:
		for _, g := range s.Agreed {
			if g.Point == f.Point && g.Reopened == nil && (f.Party == "" || slices.Contains(g.Parties, f.Party)) {
				g.Reopened = &Reopened{at, *f}
			}
		}
	default:
		s.evolveMatters(fact, at)
		s.evolveMeetings(fact, at)
		s.evolveLinkages(fact, at)
		s.evolveDeadlines(fact, at)
	}
}

// Wants is what stands of a proposal in the text: as it was given, or as it goes on
// from words that were settled on since. Only the text is compiled from it; what
// the party gave, and on what terms, is Proposal.
func (it *Item) Wants() *event.Proposed {
	if it.standing != nil {
		return it.standing
	}
	return it.Proposal
}

// follow lets a proposal go on from the words that were settled on.
func (it *Item) follow(f *event.BracketSettled, x event.Follows) {
	p := *it.Wants()
	p.Point, p.BaseHeading, p.BaseBody = f.Point, f.Heading, f.Body
	it.Met = x.Heading == f.Heading && x.Body == f.Body
	switch {
	case x.Heading+x.Body == "" && !it.Met:
		p.Act, p.Heading, p.Body = string(plan.ActDelete), "", ""
	case p.Act == string(plan.ActKeep) && it.Met && f.Chosen == ident.Base:
	default:
		p.Act, p.Heading, p.Body = "", x.Heading, x.Body
	}
	it.standing, it.decided = &p, &p
}

// agreement is the latest that a party said of a point in a room, zero for this one;
// nil where it said nothing.
func (s *State) agreement(point ident.Point, party ident.Code, in ident.Room) *Agreed {
	for _, g := range slices.Backward(s.Agreed) {
		if g.Point == point && g.Source.Room == in && slices.Contains(g.Parties, party) {
			return g
		}
	}
	return nil
}

// SettleBracket records what was done about a bracket of the compiled text.
type SettleBracket struct{ event.BracketSettled }

func (c SettleBracket) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	f := c.BracketSettled
	if !slices.Contains(event.Settlings(), f.How) {
		return nil, fault.Invalidf("%q is nothing that is done about a bracket", f.How).WithHint("It is one of: %s", join(event.Settlings()))
	}
	if err := checked("the wording", f.Words+f.Heading+f.Body+f.Reason); err != nil {
		return nil, err
	}
	return one(&f)
}

// Agree records what parties said of a point at the table. At is when, Unix µs.
type Agree struct {
	event.PointAgreed
	At int64
}

func (c Agree) decide(s *State) ([]event.Fact, error) {
	f := c.PointAgreed
	if !slices.Contains(event.Agreements(), f.Agreement) {
		return nil, fault.Invalidf("%q is not what can be said of a point", f.Agreement).WithHint("It is one of: %s", join(event.Agreements()))
	}
	if f.Point == "" {
		return nil, fault.Invalidf("which point? Nothing was recorded")
	}
	if len(f.Parties) == 0 {
		return nil, fault.Invalidf("which parties? Nothing was recorded").WithHint("Add --parties CODE,…")
	}
	if err := s.knownParties(f.Parties); err != nil {
		return nil, err
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	f.Parties = slices.Clone(f.Parties)
	slices.SortFunc(f.Parties, s.Compare)
	f.Parties = slices.Compact(f.Parties)
	for _, who := range f.By {
		if s.People[who] == nil {
			return nil, s.unknownPerson(who)
		}
		if !slices.Contains(f.Parties, s.PartyOf(who)) {
			return nil, fault.Invalidf("%s does not act for %s; nothing was recorded", who, join(f.Parties))
		}
	}
	f.Unseen = nil
	if f.Agreement == event.Provisionally && c.Source == (event.Source{}) {
		for _, p := range f.Parties {
			if !slices.ContainsFunc(f.By, func(who ident.Person) bool { return s.PartyOf(who) == p && s.May(who, ActInitial, c.At) }) {
				f.Unseen = append(f.Unseen, p)
			}
		}
	}
	return one(&f)
}

// Confirm records that a party confirms what it agreed ad referendum, on the words
// that stand: Hash is theirs.
type Confirm struct {
	event.AgreementConfirmed
	Hash [32]byte
}

func (c Confirm) decide(s *State) ([]event.Fact, error) {
	f := c.AgreementConfirmed
	g := s.agreement(f.Point, f.Party, ident.Room{})
	switch {
	case g == nil || g.Agreement == event.Objected:
		return nil, fault.NotFoundf("%s has not agreed to point %s in the room %q; nothing was recorded", f.Party, f.Point, s.Name).WithHint("Try: nonpaper status --room %s", s.Name)
	case g.Reopened != nil:
		return nil, fault.Invalidf("point %s was reopened since %s agreed to it; nothing was recorded", f.Point, f.Party).WithHint("Record a new agreement: nonpaper agree")
	case g.Hash != c.Hash:
		return nil, fault.Conflictf("%s agreed to other words of point %s than those that were given last; nothing was recorded", f.Party, f.Point).WithHint("Record a new agreement: nonpaper agree")
	case g.Agreement != event.AdRef && !slices.Contains(g.Unseen, f.Party):
		return nil, fault.Invalidf("what %s said of point %s needs no confirmation: %s; nothing was recorded", f.Party, f.Point, g.Agreement)
	case slices.ContainsFunc(g.Confirmed, func(x Confirmed) bool { return x.Party == f.Party }):
		return nil, fault.Invalidf("%s has confirmed it already; nothing was recorded", f.Party)
	}
	if f.By != "" {
		if s.People[f.By] == nil {
			return nil, s.unknownPerson(f.By)
		}
		if s.PartyOf(f.By) != f.Party {
			return nil, fault.Invalidf("%s does not act for %s; nothing was recorded", f.By, f.Party)
		}
	}
	return one(&f)
}

// Reopen records that a point is open again.
type Reopen struct{ event.PointReopened }

func (c Reopen) decide(s *State) ([]event.Fact, error) {
	f := c.PointReopened
	if strings.TrimSpace(f.Reason) == "" {
		return nil, fault.Invalidf("reopened for what reason? Nothing was recorded").WithHint("Add --reason \"…\"")
	}
	if err := checked("the reason", f.Reason); err != nil {
		return nil, err
	}
	if f.Party != "" {
		if err := s.knownParties([]ident.Code{f.Party}); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(s.Agreed, func(g *Agreed) bool {
		return g.Point == f.Point && g.Reopened == nil && (f.Party == "" || slices.Contains(g.Parties, f.Party))
	}) {
		return nil, fault.NotFoundf("nothing was agreed on point %s in the room %q that could be reopened; nothing was recorded", f.Point, s.Name).
			WithHint("Try: nonpaper status --room %s", s.Name)
	}
	return one(&f)
}

// Words is the hash of a point's heading and body in a room: what an agreement or a
// position is bound to.
func (s *State) Words(heading, body string) [32]byte {
	return MarkHash(s.ID, []event.Point{{Heading: heading, Body: body}})
}

// LastGiven is a point as it was given into the room last, and under which label;
// nil where it was not.
func (s *State) LastGiven(point ident.Point) (*event.Point, ident.Label) {
	for _, g := range slices.Backward(s.Given) {
		for i := range g.Points {
			if g.Points[i].ID == point {
				return &g.Points[i], g.Label
			}
		}
	}
	return nil, ""
}

// Stands says how a party's word on a point stands: on the words with this hash.
func (g *Agreed) Stands(party ident.Code, words [32]byte) Standing {
	switch {
	case g.Reopened != nil:
		return StandsReopened
	case g.Hash != words:
		return StandsOther
	case g.Agreement == event.Objected || g.Agreement == event.Discussed || g.Agreement == event.NoObjection:
		return Standing(g.Agreement)
	case slices.ContainsFunc(g.Confirmed, func(c Confirmed) bool { return c.Party == party }):
		return StandsAgreed
	case g.Agreement == event.AdRef:
		return StandsAdRef
	case slices.Contains(g.Unseen, party):
		return StandsUnseen
	}
	return StandsAgreed
}

// Standing is how what a party said of a point stands today.
type Standing string

const (
	StandsAgreed   Standing = "agreed"
	StandsAdRef    Standing = "agreed-ad-ref"
	StandsUnseen   Standing = "agreed-authority-not-seen" // counts as ad referendum
	StandsOther    Standing = "on-other-words"
	StandsReopened Standing = "reopened"
)

// LatestAgreements is the latest that each party said of a point, in printed order.
func (s *State) LatestAgreements(point ident.Point) []PartysWord {
	latest := map[ident.Code]*Agreed{}
	for _, g := range s.Agreed {
		if g.Point == point {
			for _, p := range g.Parties {
				latest[p] = g
			}
		}
	}
	out := make([]PartysWord, 0, len(latest))
	for p, g := range latest {
		out = append(out, PartysWord{p, g})
	}
	slices.SortFunc(out, func(a, b PartysWord) int { return s.Compare(a.Party, b.Party) })
	return out
}

// PartysWord is what a party said of a point last.
type PartysWord struct {
	Party ident.Code
	*Agreed
}
