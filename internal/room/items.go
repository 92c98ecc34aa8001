package room

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Item is what a party gave: a proposal, a position, a concern, a reply, a signal, an
// attachment or a linkage, and what became of it since.
type Item struct {
	About
	event.Common
	Proposal *event.Proposed      // one of these
	Position *event.PositionTaken //
	Concern  *event.ConcernRaised //

	Reply      *event.ReplyGiven      // or of these
	Signal     *event.SignalGiven     //
	Attachment *event.AttachmentGiven //
	Linkage    *event.LinkageGiven    // without parties the mediator's own

	standing *event.Proposed // what stands of a proposal, nil for all of it
	decided  *event.Proposed // what a person had before them last, nil for what was given
	Met      bool            // when a bracket was settled or it was carried over, the text read as what stands of it
	Carries  []Carried       // to words that had changed
	Now      event.Terms     // the terms as they are
	Lifted   []Lifting
	Answers  []Answered
	Ends     []Ended
	Fates    []Fated
}

// Lifting is how terms came to be others.
type Lifting struct {
	About
	event.TermsLifted
}

// Answered is what the party said of what was recorded on its behalf.
type Answered struct {
	About
	event.ItemAnswered
}

// Ended is an end of the item, or of one sponsor's part in it.
type Ended struct {
	About
	event.ItemEnded
}

// Fated is what the mediator did with it.
type Fated struct {
	About
	event.ItemFate
}

// Item finds what was given by its label, however it is written: "p 12", "P12".
func (s *State) Item(label ident.Label) *Item {
	for _, key := range []string{exactly(label), flat(label)} {
		if i, ok := s.itemAt[key]; ok {
			return s.Items[i]
		}
	}
	return nil
}

// exactly and flat are a label as it is looked up: first as it is written, then however
// it is written.
func exactly(l ident.Label) string { return "\x00" + string(l) }

func flat(l ident.Label) string { return strings.ToUpper(strings.ReplaceAll(string(l), " ", "")) }

// sameLabel reports whether two labels are the same however they are written: flat of
// both, without making it.
func sameLabel(a, b ident.Label) bool {
	i, k := 0, 0
	for {
		for i < len(a) && a[i] == ' ' {
			i++
		}
		for k < len(b) && b[k] == ' ' {
			k++
		}
		if i == len(a) || k == len(b) {
			return i == len(a) && k == len(b)
		}
		x, y := a[i], b[k]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return flat(a) == flat(b)
		}
		if 'a' <= x && x <= 'z' {
			x -= 'a' - 'A'
		}
		if 'a' <= y && y <= 'z' {
			y -= 'a' - 'A'
		}
		if x != y {
			return false
		}
		i, k = i+1, k+1
	}
}

func (s *State) findItem(label ident.Label) (*Item, error) {
	if it := s.Item(label); it != nil {
		return it, nil
	}
	return nil, fault.NotFoundf("nothing was given in the room %q as %q", s.Name, label).WithHint("Try: nonpaper proposals, nonpaper positions, nonpaper concerns")
}

// Said is who said what was given, where that stands, how it was hedged and how sure it
// is, of a proposal, a position or a concern that is known from others.
type Said struct{ By, Origin, Hedge, Certainty string }

// Said gives what is known of who said it.
func (it *Item) Said() Said {
	switch {
	case it.Proposal != nil:
		return Said{it.Proposal.SaidBy, it.Proposal.Origin, it.Proposal.Hedge, it.Proposal.Certainty}
	case it.Position != nil:
		return Said{it.Position.SaidBy, it.Position.Origin, it.Position.Hedge, it.Position.Certainty}
	case it.Concern != nil:
		return Said{it.Concern.SaidBy, it.Concern.Origin, it.Concern.Hedge, it.Concern.Certainty}
	}
	return Said{}
}

// Sponsors are those who still give it. The list is only to be read.
func (it *Item) Sponsors() []ident.Code {
	if len(it.Ends) == 0 {
		return slices.Clip(it.Parties)
	}
	return slices.DeleteFunc(slices.Clone(it.Parties), func(p ident.Code) bool {
		return slices.ContainsFunc(it.Ends, func(e Ended) bool { return e.Party == p })
	})
}

// TermsOf are the terms on which one of those who gave it would have it now.
func (it *Item) TermsOf(sponsor ident.Code) event.Terms {
	out := it.Terms
	for _, l := range it.Lifted {
		if l.Party == "" || l.Party == sponsor {
			out = l.Terms
		}
	}
	if out.Release == "" {
		out.Release = event.ReleaseMediator
	}
	return out
}

// terms are those on which it is held: of what several gave together, the strictest
// that any of them has it on, in every respect. Where two of them name different
// things that it is to go with, it is for the mediator only until they name one.
func (it *Item) terms() event.Terms {
	sponsors := it.Sponsors()
	if len(sponsors) == 0 { // it is over
		return it.Now
	}
	now := it.TermsOf(sponsors[0])
	for _, p := range sponsors[1:] {
		next := it.TermsOf(p)
		if next.With != "" && now.With != "" && next.With != now.With {
			now.Release = event.ReleaseMediator
		}
		now.With = cmp.Or(now.With, next.With)
		now.NotBefore = max(now.NotBefore, next.NotBefore)
		if strictness(next.Release) < strictness(now.Release) {
			now.Release = next.Release
		}
	}
	return now
}

// strictness is the place of a release among all, the strictest first.
func strictness(r event.Release) int { return slices.Index(event.Releases(), r) }

// Live reports whether it still stands: not withdrawn, lapsed, undone or disowned.
func (it *Item) Live() bool {
	if n := len(it.Answers); n > 0 && it.Answers[n-1].Answer == event.Disowned {
		return false
	}
	return (len(it.Sponsors()) > 0 || len(it.Parties) == 0) && !slices.ContainsFunc(it.Ends, func(e Ended) bool { return e.Party == "" })
}

// Revised are the proposals in whose place those who gave them have put others on the
// same point since, and which: of the two the later counts.
func (s *State) Revised() map[*Item]*Item {
	type on struct {
		party ident.Code
		point ident.Point
	}
	latest, out := map[on]*Item{}, map[*Item]*Item{}
	for _, it := range slices.Backward(s.Items) {
		if it.Proposal == nil || !it.Live() || it.Wants().Point == "" {
			continue
		}
		var by *Item
		for i, c := range it.Sponsors() {
			k := on{c, it.Wants().Point}
			if i == 0 || by != nil {
				by = latest[k]
			}
			if latest[k] == nil {
				latest[k] = it
			}
		}
		if by != nil {
			out[it] = by
		}
	}
	return out
}

// Since are the entries that say on what terms it is now, and whether it stands.
func (it *Item) Since() (seqs []uint64) {
	for _, x := range it.Lifted {
		seqs = append(seqs, x.Seq)
	}
	for _, x := range it.Answers {
		seqs = append(seqs, x.Seq)
	}
	for _, x := range it.Ends {
		seqs = append(seqs, x.Seq)
	}
	return seqs
}

// Confirmed reports whether the party itself stands by it: given in its own name,
// or confirmed later.
func (it *Item) Confirmed() bool {
	if it.Source.Label == "" && it.CarriedUnconfirmed() { // in its own room; of the drafting room's reading it knows nothing
		return false
	}
	if n := len(it.Answers); n > 0 {
		return it.Answers[n-1].Answer == event.Confirmed
	}
	return it.Entered == it.Actor && it.For != ""
}

// evolveItems takes what parties give into the state.
func (s *State) evolveItems(fact event.Fact, at About) {
	add := func(m *event.Common, it Item) {
		it.About, it.Common, it.Now = at, *m, m.Terms
		if it.Now.Release == "" {
			it.Now.Release = event.ReleaseMediator
		}
		if s.itemAt == nil {
			s.itemAt = map[string]int{}
		}
		for _, key := range []string{exactly(m.Label), flat(m.Label)} {
			if _, twice := s.itemAt[key]; !twice { // of two that are called the same the first is meant
				s.itemAt[key] = len(s.Items)
			}
		}
		s.Items = append(s.Items, &it)
	}
	switch f := fact.(type) {
	case *event.Proposed:
		add(&f.Common, Item{Proposal: f})
	case *event.PositionTaken:
		add(&f.Common, Item{Position: f})
	case *event.ConcernRaised:
		add(&f.Common, Item{Concern: f})
	case *event.ReplyGiven:
		add(&f.Common, Item{Reply: f})
	case *event.SignalGiven:
		add(&f.Common, Item{Signal: f})
	case *event.AttachmentGiven:
		add(&f.Common, Item{Attachment: f})
	case *event.LinkageGiven:
		add(&f.Common, Item{Linkage: f})
		s.Entries += (&event.Entry{Body: event.Body{Fact: f}}).Content() // its content stands behind it
	case *event.TermsLifted:
		if it := s.Item(f.Label); it != nil {
			it.Lifted = append(it.Lifted, Lifting{at, *f})
			it.Now = it.terms()
		}
	case *event.ItemAnswered:
		if it := s.Item(f.Label); it != nil {
			it.Answers = append(it.Answers, Answered{at, *f})
		}
	case *event.ItemEnded:
		if it := s.Item(f.Label); it != nil {
			it.Ends = append(it.Ends, Ended{at, *f})
			it.Now = it.terms()
		}
	case *event.ItemFate:
		if it := s.Item(f.Label); it != nil {
			it.Fates = append(it.Fates, Fated{at, *f})
		}
	case *event.ProposalCarried:
		if it := s.Item(f.Label); it != nil && it.Proposal != nil {
			it.carry(f, at)
		}
	default:
		s.evolveSettling(fact, at)
	}
}

// common checks what every item has.
func (s *State) common(m *event.Common) error {
	if len(m.Parties) == 0 {
		return fault.Invalidf("who gives it? Nothing was recorded").WithHint("Add --from CODE")
	}
	if err := s.knownParties(m.Parties); err != nil {
		return err
	}
	for i, p := range m.Parties {
		if slices.Contains(m.Parties[:i], p) {
			return fault.Invalidf("%s stands twice among those who give it; nothing was recorded", p)
		}
	}
	if m.Speaker != "" && s.People[m.Speaker] == nil {
		return s.unknownPerson(m.Speaker)
	}
	if m.Form == "" {
		m.Form = event.FormSpoken
	}
	if !slices.Contains(event.Forms(), m.Form) {
		return fault.Invalidf("%q is no form", m.Form).WithHint("It is one of: %s", join(event.Forms()))
	}
	if err := checked("the reason", m.Reason); err != nil {
		return err
	}
	if s.Item(m.Label) != nil || s.hasLabel(m.Label) {
		return fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", m.Label, s.Name)
	}
	return s.terms(&m.Terms)
}

func (s *State) terms(t *event.Terms) error {
	if t.Release == "" {
		t.Release = event.ReleaseMediator
	}
	if !slices.Contains(event.Releases(), t.Release) {
		return fault.Invalidf("%q are no release terms", t.Release).WithHint("They are one of: %s", join(event.Releases()))
	}
	if t.With != "" {
		it, err := s.findItem(t.With)
		if err != nil {
			return err
		}
		t.With = it.Label
	}
	return nil
}

// Propose records a proposal.
type Propose struct{ event.Proposed }

func (c Propose) decide(s *State) ([]event.Fact, error) {
	f := c.Proposed
	if f.Label == "" {
		f.Label = s.NextLabel("P")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if err := checked("the proposal", f.Heading+f.Body+f.Conditions+f.Origin+f.SaidBy+f.Hedge+f.Certainty); err != nil {
		return nil, err
	}
	empty := strings.TrimSpace(f.Heading+f.Body) == ""
	switch plan.Act(f.Act) {
	case plan.ActNone:
		switch {
		case empty:
			return nil, fault.Invalidf("a proposal without words; nothing was recorded").WithHint("To have the point taken out: --act delete. To keep it as it is: --act keep.")
		case f.Point != "" && f.BaseBody == f.Body && f.BaseHeading == f.Heading:
			return nil, fault.Invalidf("point %s reads so already; nothing was recorded", f.Point).WithHint("To keep it as it is, expressly: --act keep")
		}
	case plan.ActDelete, plan.ActKeep, plan.ActMove:
		if f.Point == "" {
			return nil, fault.Invalidf("which point? Nothing was recorded")
		}
		if !empty {
			return nil, fault.Invalidf("%s takes no words; nothing was recorded", f.Act)
		}
	default:
		return nil, fault.Invalidf("%q is no act of a proposal", f.Act).WithHint("It is delete, keep or move; a wording needs none.")
	}
	return one(&f)
}

// TakePosition records a position.
type TakePosition struct{ event.PositionTaken }

func (c TakePosition) decide(s *State) ([]event.Fact, error) {
	f := c.PositionTaken
	if f.Label == "" {
		f.Label = s.NextLabel("V")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if !slices.Contains(event.Stances(), f.Stance) {
		return nil, fault.Invalidf("%q is no position", f.Stance).WithHint("It is one of: %s", join(event.Stances()))
	}
	if err := checked("the position", f.Statement+f.Origin+f.SaidBy+f.Hedge+f.Certainty+f.Stated+f.Version); err != nil {
		return nil, err
	}
	if f.Point == "" && f.On == "" && !f.Whole {
		return nil, fault.Invalidf("a position on what? Nothing was recorded").WithHint("Name a point, all for the text as a whole, or a proposal with --on \"P 3\"")
	}
	return one(&f)
}

// RaiseConcern records a concern.
type RaiseConcern struct{ event.ConcernRaised }

func (c RaiseConcern) decide(s *State) ([]event.Fact, error) {
	f := c.ConcernRaised
	if f.Label == "" {
		f.Label = s.NextLabel("C")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if strings.TrimSpace(f.Words) == "" {
		return nil, fault.Invalidf("a concern without words; nothing was recorded")
	}
	if err := checked("the concern", f.Words+f.Origin+f.SaidBy+f.Hedge+f.Certainty); err != nil {
		return nil, err
	}
	return one(&f)
}

// LiftTerms gives an item other terms.
type LiftTerms struct{ event.TermsLifted }

func (c LiftTerms) decide(s *State) ([]event.Fact, error) {
	it, err := s.findItem(c.Label)
	if err != nil {
		return nil, err
	}
	f := c.TermsLifted
	f.Label, f.Party = it.Label, ""
	if f.By == "" {
		return nil, fault.Invalidf("who lifted them? Nothing was recorded").WithHint("Add --by-word-of PERSON")
	}
	if s.People[f.By] == nil {
		return nil, s.unknownPerson(f.By)
	}
	p := s.PartyOf(f.By)
	if !slices.Contains(it.Sponsors(), p) {
		return nil, fault.Forbiddenf("%s gave %s, and %s does not act for them; nothing was lifted", join(it.Sponsors()), it.Label, f.By)
	}
	if len(it.Parties) > 1 {
		f.Party = p
	}
	if err := s.terms(&f.Terms); err != nil {
		return nil, err
	}
	switch {
	case f.Terms != it.TermsOf(p):
		return one(&f)
	case f.Terms == it.Now:
		return nil, fault.Invalidf("the terms of %s are these already; nothing was recorded", it.Label)
	}
	return nil, fault.Invalidf("%s lifted its part of the terms of %s so already; nothing was recorded", p, it.Label).
		WithHint("It holds when all who gave it have: %s.", join(it.Sponsors()))
}

// AnswerItem records that a party stands by what was recorded on its behalf, or
// that it never said so.
type AnswerItem struct{ event.ItemAnswered }

func (c AnswerItem) decide(s *State) ([]event.Fact, error) {
	it, err := s.findItem(c.Label)
	if err != nil {
		return nil, err
	}
	f := c.ItemAnswered
	f.Label = it.Label
	if f.Answer != event.Confirmed && f.Answer != event.Disowned {
		return nil, fault.Invalidf("%q is no answer", f.Answer)
	}
	if f.By != "" && !slices.Contains(it.Parties, s.PartyOf(f.By)) {
		return nil, fault.Forbiddenf("%s was given by %s, and %s does not act for them; nothing was recorded", it.Label, join(it.Parties), f.By)
	}
	if n := len(it.Answers); n > 0 && it.Answers[n-1].Answer == f.Answer && it.Source.Label == "" && !it.CarriedUnconfirmed() {
		return nil, fault.Invalidf("%s is %s already; nothing was recorded", it.Label, f.Answer)
	}
	return one(&f)
}

// EndItem ends an item, or one sponsor's part.
type EndItem struct{ event.ItemEnded }

func (c EndItem) decide(s *State) ([]event.Fact, error) {
	it, err := s.findItem(c.Label)
	if err != nil {
		return nil, err
	}
	f := c.ItemEnded
	f.Label = it.Label
	if !slices.Contains([]event.End{event.Withdrawn, event.Lapsed, event.Undone}, f.End) {
		return nil, fault.Invalidf("%q is no end of what was given", f.End)
	}
	if !it.Live() {
		return nil, fault.Invalidf("%s no longer stands; nothing was recorded", it.Label)
	}
	if f.Party != "" && !slices.Contains(it.Sponsors(), f.Party) {
		return nil, fault.Invalidf("%s is not among those who give %s (%s); nothing was recorded", f.Party, it.Label, join(it.Sponsors()))
	}
	return one(&f)
}

// TellFate records what became of an item.
type TellFate struct{ event.ItemFate }

func (c TellFate) decide(s *State) ([]event.Fact, error) {
	it, err := s.findItem(c.Label)
	if err != nil {
		return nil, err
	}
	f := c.ItemFate
	f.Label = it.Label
	if !slices.Contains(event.Fates(), f.Fate) {
		return nil, fault.Invalidf("%q is no fate", f.Fate).WithHint("It is one of: %s", join(event.Fates()))
	}
	if it.Proposal == nil && it.Concern == nil {
		return nil, fault.Invalidf("%s is a %s; proposals and concerns have a fate", it.Label, it.Sort())
	}
	if f.Fate == event.NotReflected && strings.TrimSpace(f.Reason) == "" {
		return nil, fault.Invalidf("not reflected, for what reason? Nothing was recorded").WithHint("Add --reason \"…\"")
	}
	return one(&f)
}
