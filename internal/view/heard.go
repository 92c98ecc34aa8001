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

// Unasked is a party, and the points whose words it was never given, on which it was
// not asked and gave nothing.
type Unasked struct {
	Party  ident.Code
	Points []string // by their printed numbers, with the instrument where there are several
	All    bool     // every point that there is
}

// NotConsulted are the parties that were given, asked and gave nothing on some points of
// the drafting room's texts. The mediator is not asked, and a group not beside its members.
func NotConsulted(drafting *room.State) []Unasked {
	given := map[ident.Code]map[ident.Point]bool{}
	all := map[ident.Point]bool{} // made public
	know := func(c ident.Code, p ident.Point) {
		if given[c] == nil {
			given[c] = map[ident.Point]bool{}
		}
		given[c][p] = true
	}
	for _, l := range Ledger(drafting, nil) {
		if !l.Told() || l.Own || levelOf(l.Mode) == event.KnowsGist {
			continue
		}
		for i := range l.Points {
			if l.Mode == event.ModePublic {
				all[l.Points[i].ID] = true
			}
			know(l.Party, l.Points[i].ID)
		}
	}
	for _, x := range drafting.Silences {
		for _, p := range x.SilenceOpened.Points {
			for _, c := range x.Parties {
				know(c, p.Point)
			}
		}
	}
	for _, it := range drafting.Items {
		for _, p := range PointsOf(it) {
			for _, c := range it.Parties {
				know(c, p)
			}
		}
	}
	for _, g := range drafting.Agreed {
		for _, c := range g.Parties {
			know(c, g.Point)
		}
	}
	var out []Unasked
	for _, q := range drafting.InOrder() {
		if slices.Contains(q.Roles, event.RoleMediator) || len(q.PartyIntroduced.Members) > 0 {
			continue
		}
		u, points := Unasked{Party: q.Code}, 0
		for _, in := range drafting.Instruments {
			for _, p := range in.Points {
				if p.Deleted {
					continue
				}
				points++
				if all[p.ID] || given[q.Code][p.ID] {
					continue
				}
				name := p.Number
				if len(drafting.Instruments) > 1 {
					name = string(in.Instrument) + " " + name
				}
				u.Points = append(u.Points, name)
			}
		}
		if u.All = len(u.Points) == points; len(u.Points) > 0 {
			out = append(out, u)
		}
	}
	return out
}
