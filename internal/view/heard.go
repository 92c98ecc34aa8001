package view

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Heard are the concerns and proposals of a room, those of a party first that comes first
// in printed order, then as they were given. What became of each is said one by one: they
// are not counted and not compared.
func Heard(s *room.State) []*room.Item {
	var out []*room.Item
	for _, it := range s.Items {
		if it.Proposal != nil || it.Concern != nil {
			out = append(out, it)
		}
	}
	slices.SortStableFunc(out, func(a, b *room.Item) int { return s.Compare(firstCode(a.Parties), firstCode(b.Parties)) })
	return out
}

func firstCode(list []ident.Code) ident.Code {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Unasked is a party, and the points in which it was involved in no way: it was
// neither consulted nor informed.
type Unasked struct {
	Party  ident.Code
	Points []string // by their printed numbers, with the instrument where there are several
	All    bool     // every point that there is
}

// NotConsulted are the parties that were told of some points of the drafting room's
// texts in no way, were not asked and gave nothing: those of whom Bindings would say that
// they were neither consulted nor informed. The mediator is not asked, and a group not
// beside its members.
func NotConsulted(drafting *room.State, seats []*room.State) []Unasked {
	record := involved(drafting, Ledger(drafting, seats))
	live := livePoints(drafting)
	var out []Unasked
	for _, q := range drafting.InOrder() {
		if slices.Contains(q.Roles, event.RoleMediator) || len(q.PartyIntroduced.Members) > 0 {
			continue
		}
		u := Unasked{Party: q.Code}
		for _, r := range live {
			if record.at(q.Code, r.ID).How != event.Neither {
				continue
			}
			name := r.Number
			if len(drafting.Instruments) > 1 {
				name = string(r.Instrument) + " " + name
			}
			u.Points = append(u.Points, name)
		}
		if u.All = len(u.Points) == len(live); len(u.Points) > 0 {
			out = append(out, u)
		}
	}
	return out
}
