package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/plan"
)

// Carried is how a proposal was carried over to words that had changed.
type Carried struct {
	About
	event.ProposalCarried
}

// Decided is the proposal as a person had it before them last: as it was given, or
// as it went on from words that were settled on or was carried over by hand. It is
// from this that it is carried over, however often it was carried over by the rule
// since, so that nothing gets lost from one text to the next.
func (it *Item) Decided() *event.Proposed {
	if it.decided != nil {
		return it.decided
	}
	return it.Proposal
}

// CarriedUnconfirmed reports whether it was carried over since the party last
// answered for it, to words that do not say what it wanted.
func (it *Item) CarriedUnconfirmed() bool {
	if len(it.Carries) == 0 {
		return false
	}
	last := &it.Carries[len(it.Carries)-1]
	return !last.Met && (len(it.Answers) == 0 || it.Answers[len(it.Answers)-1].Seq < last.Seq)
}

// carry takes a carrying-over into the item.
func (it *Item) carry(f *event.ProposalCarried, at About) {
	p := *it.Wants()
	p.Against, p.Point, p.Act, p.After = f.Against, f.Point, f.Act, f.After
	p.Heading, p.Body, p.BaseHeading, p.BaseBody = f.Heading, f.Body, f.BaseHeading, f.BaseBody
	it.standing, it.Met = &p, f.Met
	if f.How != event.WordByWord {
		it.decided = &p
	}
	it.Carries = append(it.Carries, Carried{at, *f})
}

// CarryOver records how a proposal stands on words that have changed.
type CarryOver struct{ event.ProposalCarried }

func (c CarryOver) decide(s *State) ([]event.Fact, error) {
	it, err := s.findItem(c.Label)
	if err != nil {
		return nil, err
	}
	f := c.ProposalCarried
	f.Label = it.Label
	switch {
	case it.Proposal == nil:
		return nil, fault.Invalidf("%s is no proposal; only those are carried over", it.Label)
	case !it.Live():
		return nil, fault.Invalidf("%s no longer stands; nothing was recorded", it.Label)
	case !slices.Contains(event.Carryings(), f.How):
		return nil, fault.Invalidf("%q is no way to carry a proposal over", f.How).WithHint("It is one of: %s", join(event.Carryings()))
	}
	if err := checked("the wording", f.Heading+f.Body+f.Reason); err != nil {
		return nil, err
	}
	if f.Act == string(plan.ActNone) && !f.Met && strings.TrimSpace(f.Heading+f.Body) == "" {
		return nil, fault.Invalidf("a proposal without words; nothing was recorded").WithHint("If the words now say what it wanted: --as-met")
	}
	if w := it.Wants(); len(it.Carries) > 0 && it.Met == f.Met && w.Against == f.Against && w.Point == f.Point && w.Act == f.Act && w.After == f.After &&
		w.Heading == f.Heading && w.Body == f.Body && w.BaseHeading == f.BaseHeading && w.BaseBody == f.BaseBody {
		return nil, fault.Invalidf("%s stands so already; nothing was recorded", it.Label)
	}
	return one(&f)
}
