package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Sort is which of the things that parties give it is.
func (it *Item) Sort() string {
	switch {
	case it.Proposal != nil:
		return "proposal"
	case it.Position != nil:
		return "position"
	case it.Reply != nil:
		return "reply"
	case it.Signal != nil:
		return "signal"
	case it.Attachment != nil:
		return "attachment"
	case it.Linkage != nil:
		return "linkage"
	}
	return "concern"
}

// Points are the points that it is about, as the room calls them.
func (it *Item) Points() []ident.Point {
	switch {
	case it.Proposal != nil:
		return []ident.Point{it.Wants().Point}
	case it.Position != nil:
		return []ident.Point{it.Position.Point}
	case it.Reply != nil:
		return []ident.Point{it.Reply.Point}
	case it.Signal != nil:
		return it.Signal.Points
	case it.Attachment != nil:
		return nil
	case it.Linkage != nil:
		return linkedPoints(it.Linkage)
	}
	return it.Concern.Points
}

// Replies are the replies to a proposal of the room, in their order.
func (s *State) Replies(to ident.Label) []*Item {
	var out []*Item
	for _, it := range s.Items {
		if it.Reply != nil && it.Reply.On == to {
			out = append(out, it)
		}
	}
	return out
}

// Attachments are what was attached to an item of the room, in their order.
func (s *State) Attachments(to ident.Label) []*Item {
	var out []*Item
	for _, it := range s.Items {
		if it.Attachment != nil && it.Attachment.To == to {
			out = append(out, it)
		}
	}
	return out
}

// Reply records a reply.
type Reply struct{ event.ReplyGiven }

func (c Reply) decide(s *State) ([]event.Fact, error) {
	f := c.ReplyGiven
	if f.Label == "" {
		f.Label = s.NextLabel("R")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if !slices.Contains(event.Responses(), f.Response) {
		return nil, fault.Invalidf("%q is no reply; nothing was recorded", f.Response).WithHint("It is one of: %s", join(event.Responses()))
	}
	if err := checked("the reply", f.Words); err != nil {
		return nil, err
	}
	if strings.TrimSpace(f.Words) == "" && (f.Response == event.Counters || f.Response == event.Asks) {
		return nil, fault.Invalidf("it %s, with what words? Nothing was recorded", f.Response).WithHint("For example: nonpaper reply \"P 3\" %s \"…\" --from BOR", f.Response)
	}
	if f.Source != (event.Source{}) { // it was checked where it was given
		return one(&f)
	}
	if it := s.Item(f.On); it != nil {
		return s.replyTo(it, &f)
	}
	g := s.GivenAs(f.On)
	if g == nil {
		return nil, fault.NotFoundf("nothing was given in the room %q as %q; nothing was recorded", s.Name, f.On).WithHint("Try: nonpaper proposals, nonpaper text list")
	}
	switch {
	case f.Sub != "":
		return nil, fault.Invalidf("%s came without numbered changes; nothing was recorded", g.Label).WithHint("Name a point of it: --point 7")
	case f.Point == "" && len(g.Points) != 1:
		return nil, fault.Invalidf("to which point of %s? Nothing was recorded", g.Label).WithHint("Name it: --point 7")
	case f.Point == "":
		f.Point = g.Points[0].ID
	case !slices.ContainsFunc(g.Points, func(p event.Point) bool { return p.ID == f.Point }):
		return nil, fault.NotFoundf("no point %s was given as %s; nothing was recorded", f.Point, g.Label)
	}
	return one(&f)
}

// replyTo is a reply to something that was given in the room itself.
func (s *State) replyTo(it *Item, f *event.ReplyGiven) ([]event.Fact, error) {
	f.On = it.Label
	switch {
	case it.Proposal == nil:
		return nil, fault.Invalidf("%s is a %s; a reply answers a proposal, and nothing was recorded", it.Label, it.Sort())
	case !it.Live():
		return nil, fault.Invalidf("%s no longer stands; nothing was recorded", it.Label)
	}
	for _, p := range f.Parties {
		if slices.Contains(it.Sponsors(), p) {
			return nil, fault.Invalidf("%s gives %s itself; nothing was recorded", p, it.Label).WithHint("To say that it no longer does: nonpaper item withdraw %q", it.Label)
		}
	}
	if f.Sub != "" && !slices.ContainsFunc(it.Proposal.Subs, func(x event.Sub) bool { return x.Number == f.Sub }) {
		if len(it.Proposal.Subs) == 0 {
			return nil, fault.NotFoundf("%s has no numbered changes; nothing was recorded", it.Label).WithHint("Leave --sub out to answer all of it.")
		}
		var numbers []string
		for _, x := range it.Proposal.Subs {
			numbers = append(numbers, x.Number)
		}
		return nil, fault.NotFoundf("%s has no change %s; nothing was recorded", it.Label, f.Sub).WithHint("It has: %s", strings.Join(numbers, ", "))
	}
	return one(f)
}

// GiveSignal records a signal.
type GiveSignal struct{ event.SignalGiven }

func (c GiveSignal) decide(s *State) ([]event.Fact, error) {
	f := c.SignalGiven
	if f.Label == "" {
		f.Label = s.NextLabel("S")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if strings.TrimSpace(f.Words) == "" {
		return nil, fault.Invalidf("a signal without words; nothing was recorded")
	}
	if f.Speaker == "" && f.Source == (event.Source{}) {
		return nil, fault.Invalidf("who gave the signal? Nothing was recorded").WithHint("Add --speaker PERSON: a signal is as good as whoever gives it.")
	}
	return oneChecked(&f, "the signal", f.Words+f.Hedge)
}

// Attach records an attachment. That its content follows is the caller's.
type Attach struct{ event.AttachmentGiven }

func (c Attach) decide(s *State) ([]event.Fact, error) {
	f := c.AttachmentGiven
	if f.Label == "" {
		f.Label = s.NextLabel("A")
	}
	if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	if !slices.Contains(event.AttachmentKinds(), f.Sort) {
		return nil, fault.Invalidf("%q is no kind of attachment; nothing was recorded", f.Sort).WithHint("It is one of: %s", join(event.AttachmentKinds()))
	}
	if strings.TrimSpace(f.Caption) == "" {
		return nil, fault.Invalidf("what is to be seen on it? Nothing was recorded").WithHint("Add --caption \"…\"")
	}
	if f.Pieces > event.MaxPieces {
		return nil, fault.Invalidf("an attachment of %d pieces is too large; nothing was recorded", f.Pieces)
	}
	if f.To != "" && f.Source == (event.Source{}) {
		it, err := s.findItem(f.To)
		if err != nil {
			return nil, err
		}
		f.To = it.Label
	}
	return oneChecked(&f, "the caption", f.Caption)
}

// oneChecked is one fact whose words can be kept.
func oneChecked(f event.Fact, what, words string) ([]event.Fact, error) {
	if err := checked(what, words); err != nil {
		return nil, err
	}
	return one(f)
}
