package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

type positionsCmd struct {
	looksAt
	Expected bool `help:"What somebody expects positions to be, and nothing else."`
}

func (c *positionsCmd) Run(p *program) error {
	if c.Expected {
		return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
			rows, out, err := c.expected(s, at)
			if err != nil || len(rows) == 0 {
				return "No position expected.\n", out, err
			}
			return columns(rows), out, nil
		})
	}
	return c.stated(p)
}

// stated lists positions; what is only expected stands apart beneath them, with whose
// expectation it is.
func (c *positionsCmd) stated(p *program) error {
	if c.Point == "" && c.Party == "" {
		return c.listWith(p, "No position stated.", func(it *room.Item) bool { return it.Position != nil }, c.sayExpected)
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		items, in, err := c.items(s, at, func(it *room.Item) bool { return it.Position != nil })
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []itemOut{}
		said := map[ident.Code]bool{}
		for i, it := range items {
			for _, code := range it.Sponsors() {
				said[code] = true
				rows = append(rows, []string{string(code), string(it.Position.Stance) + onWhat(it), sayWhen(it.When), howSaid(it), howItStands(it)})
			}
			out = append(out, itemJSON(it, in[i]))
		}
		order, err := c.asked(s, at)
		if err != nil {
			return "", nil, err
		}
		for _, code := range order {
			if !said[code] && (c.Party == "" || strings.EqualFold(c.Party, string(code))) {
				rows = append(rows, []string{string(code), "no position stated"})
				out = append(out, itemOut{Kind: "position", Parties: []string{string(code)}, Points: []string{}, Stance: string(event.NotStated)})
			}
		}
		slices.SortStableFunc(rows, func(a, b []string) int {
			return slices.Index(order, ident.Code(a[0])) - slices.Index(order, ident.Code(b[0]))
		})
		expected, err := c.sayExpected(s, at)
		if err != nil {
			return "", nil, err
		}
		if len(rows) == 0 {
			return "No position stated.\n" + expected, out, nil
		}
		return columns(rows) + expected, out, nil
	})
}

// asked are the parties that could have said something where is looked, in printed
// order: those who said nothing are named as well.
func (c *looksAt) asked(s *session, at app.AsOf) (out []ident.Code, err error) {
	place := app.Drafting
	if c.Room != "" {
		place = app.In(c.Room)
	}
	r, err := s.Seat(s.ctx, s.actor, place, at)
	if err != nil && c.Room == "" {
		if r, err = s.partyRoom("", nil); err != nil {
			return nil, nil // several rooms: who is asked where is not one list
		}
	}
	if err != nil {
		return nil, err
	}
	for _, p := range r.InOrder() {
		if !slices.Contains(p.Roles, event.RoleMediator) && len(p.PartyIntroduced.Members) == 0 {
			out = append(out, p.Code)
		}
	}
	return out, nil
}

// onWhat says what a position is on, beside the point.
func onWhat(it *room.Item) string {
	s := ""
	if it.Position.Reservation != "" {
		s += ", " + it.Position.Reservation + " reservation"
	}
	if it.Position.On != "" {
		s += " (on " + string(it.Position.On) + ")"
	}
	if it.Position.Whole {
		s += " (on the text as a whole)"
	}
	return s + positionMore(it.Position)
}

// howSaid says who said it, how, and how sure it is.
func howSaid(it *room.Item) string {
	s := string(it.Form)
	if it.Speaker != "" {
		s = "said by " + string(it.Speaker) + ", " + s
	} else if it.Position.SaidBy != "" {
		s = "said by " + it.Position.SaidBy + ", " + s
	}
	if it.Position.Hedge != "" {
		s += "; " + it.Position.Hedge
	}
	if it.Position.Certainty != "" {
		s += "; " + it.Position.Certainty
	}
	return s
}
