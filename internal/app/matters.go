package app

import (
	"context"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// RefuseInPublic refuses what is not done in a process made from the public record,
// and says why: there, real people and Governments would be meant.
func (p *Process) RefuseInPublic(what string) error {
	if !p.About().PublicRecord {
		return nil
	}
	return fault.Forbiddenf("this process is made from the public record, and %s is refused there: it would say of real people and Governments what nobody has put on record", what).
		WithHint("Nothing was recorded. The invented process has it: nonpaper demo meridian-lakes --keep lakes")
}

// refuseIdeas refuses terms by which a party's idea could be floated as the
// mediator's own, in a process made from the public record.
func (p *Process) refuseIdeas(t event.Terms) error {
	if t.Release != event.ReleaseIdea {
		return nil
	}
	return p.RefuseInPublic("floating a party's idea as the mediator's own (terms " + string(event.ReleaseIdea) + ")")
}

// Issues are the contentious subjects as the actor's drafting room has them, with how
// the points that they touch stand in the text.
func (p *Process) Issues(ctx context.Context, a Actor, asOf AsOf) (*room.State, []view.IssueView, view.Counts, error) {
	collating := p.collated.now() // before the state is taken
	s, err := p.Seat(ctx, a, Drafting, asOf)
	if err != nil {
		return nil, nil, nil, err
	}
	statuses := map[ident.Instrument][]view.PointStatus{}
	for _, in := range s.Instruments {
		if len(s.Issues) == 0 {
			break
		}
		text, _, pending, err := compileSaid(collating, s, in, func(*room.Item) bool { return true })
		if err != nil {
			return nil, nil, nil, err
		}
		statuses[in.Instrument] = view.Statuses(s, in, &text, pending, p.Moment(asOf), func(b *bracket.Bracket) [32]byte { return BracketHash(s, b) })
	}
	list, counts := view.Issues(s, statuses)
	return s, list, counts, nil
}

// PressGiven says who had been given all of what a press item says by the day on
// which it was published: the points that it is about, in the words that it agrees
// with, and the words that it quotes. Given is not known, and not told on. last gives
// the last moment that a time may mean.
func (p *Process) PressGiven(ctx context.Context, a Actor, label ident.Label, asOf AsOf, last func(event.When) int64) (*view.PressGiven, error) {
	s, err := p.Seat(ctx, a, Drafting, asOf)
	if err != nil {
		return nil, err
	}
	if err := p.RefuseInPublic("narrowing down who could have passed something on"); err != nil {
		return nil, err
	}
	c, err := FindPress(s, label)
	if err != nil {
		return nil, err
	}
	by := int64(0)
	if c.Date.From != 0 {
		by = last(c.Date)
	}
	out := view.GivenOfPress(s, c, by)
	if len(out.Points)+len(out.Phrases) == 0 {
		return nil, fault.Invalidf("%s names no point of the text and quotes no words of it: there is nothing that could be held against what was given", c.Label).
			WithHint("Record it again with --about POINTS or --quote WORDS, and --corrects.")
	}
	return out, nil
}

// FindPress finds a press item in a state of the drafting room.
func FindPress(s *room.State, label ident.Label) (*room.PressItem, error) {
	if c := s.PressItem(label); c != nil {
		return c, nil
	}
	return nil, fault.NotFoundf("no press item %q", label).WithHint("nonpaper press list shows them.")
}
