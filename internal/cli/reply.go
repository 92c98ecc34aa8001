package cli

import (
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type replyCmd struct {
	gives
	On       string `arg:"" help:"The proposal as the room calls it, \"P 3\"; or a text that was given there, \"Text 5\"."`
	Response string `arg:"" help:"accepts, refuses, counters, asks."`
	Words    string `arg:"" optional:"" help:"In its words."`
	Sub      string `placeholder:"N" help:"To this numbered change only."`
	Point    string `placeholder:"POINT" help:"Of a text: to this point."`
	Reason   string `help:"Why."`
}

func (c *replyCmd) Run(p *program) error {
	return p.gift(&c.gives, func(m event.Common) app.Gift {
		m.Reason = c.Reason
		g := app.Gift{Reply: &event.ReplyGiven{Common: m, On: ident.Label(c.On), Sub: c.Sub, Response: event.Response(c.Response), Words: c.Words}}
		if c.Point != "" {
			g.Points = []string{c.Point}
		}
		return g
	})
}

// gift records what a party gives.
func (p *program) gift(c *gives, make func(event.Common) app.Gift) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		t, err := s.Give(s.ctx, s.actor, when, in, make(m))
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type repliesCmd struct {
	looksAt
	To string `placeholder:"LABEL" help:"To this proposal."`
}

func (c *repliesCmd) Run(p *program) error {
	return c.list(p, "No replies.", func(it *room.Item) bool {
		return it.Reply != nil && (c.To == "" || sameLabel(it.Reply.On, ident.Label(c.To)))
	})
}

type signalCmd struct {
	gives
	Words  string   `arg:"" help:"As it was said: \"cautiously optimistic\"."`
	Hedge  string   `help:"How the speaker limited it."`
	Points []string `placeholder:"7,8" help:"On these points."`
}

func (c *signalCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		if m.Speaker == "" { // whoever gives it in their own name
			if r, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{}); err == nil && len(m.Parties) == 1 && r.PartyOf(s.actor.Person) == m.Parties[0] {
				m.Speaker = s.actor.Person
			}
		}
		t, err := s.Give(s.ctx, s.actor, when, in, app.Gift{Signal: &event.SignalGiven{Common: m, Words: c.Words, Hedge: c.Hedge}, Points: commas(c.Points)})
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type signalsCmd struct{ looksAt }

func (c *signalsCmd) Run(p *program) error {
	return c.list(p, "No signals.", func(it *room.Item) bool { return it.Signal != nil })
}

// sayGift says in one line what a reply, a signal, an attachment or a linkage is.
func sayGift(it *room.Item) string {
	switch {
	case it.Reply != nil:
		s := string(it.Reply.Response) + " " + view.RepliesTo(it.Reply)
		if it.Reply.Words != "" {
			s += ": " + short(it.Reply.Words)
		}
		return s
	case it.Signal != nil:
		f := it.Signal
		s := short(f.Words)
		if len(f.Points) > 0 {
			s = names(f.Points) + ": " + s
		}
		if f.Hedge != "" {
			s += ", but: " + short(f.Hedge)
		}
		if f.Speaker != "" {
			s += ", said " + string(f.Speaker)
		}
		return s
	}
	if it.Linkage != nil {
		return it.Linkage.Condition
	}
	f := it.Attachment
	s := string(f.Sort)
	if f.To != "" {
		s += " to " + string(f.To)
	}
	return s + ": " + short(f.Caption)
}

// gift puts a reply, a signal, an attachment or a linkage into JSON.
func (o *itemOut) gift(it *room.Item) {
	o.Kind = it.Sort()
	switch {
	case it.Reply != nil:
		o.On, o.Sub, o.Response, o.Words = string(it.Reply.On), it.Reply.Sub, string(it.Reply.Response), it.Reply.Words
	case it.Signal != nil:
		o.Words, o.Hedge = it.Signal.Words, it.Signal.Hedge
	case it.Linkage != nil:
		o.Words = it.Linkage.Condition
	default:
		o.On, o.Words = string(it.Attachment.To), it.Attachment.Caption
	}
}

// sameLabel compares labels as people write them: "p 12", "P12".
func sameLabel(a, b ident.Label) bool {
	flat := func(l ident.Label) string { return strings.ReplaceAll(string(l), " ", "") }
	return strings.EqualFold(flat(a), flat(b))
}
