package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Binding says that a point obliges or tasks an actor, and how the actor was
// involved in it.
type Binding struct {
	PointRef
	*room.Binds
	Other    bool              // it was said of other words than the point has now
	How      event.Involvement // as somebody said, else as the record has it
	Keeps    bool              // the party keeps the text: it is not asked whether it was told
	Stated   bool              // How was said by somebody
	StatedBy string            // who says so
	Since    event.When        // since when, as the record has it
	Reported event.Level       // the most that is reported of what the party knows, beside what it was given; "" for nothing
	By       string            // who reports that
}

// Bindings says whom the points of the working texts bind, in the order of the text
// and of each point in the printed order of the parties, then by name.
func Bindings(drafting *room.State, seats []*room.State) []Binding {
	ledger := Ledger(drafting, seats)
	var out []Binding
	for _, r := range livePoints(drafting) {
		type actor struct {
			party ident.Code
			name  string
		}
		type tie struct {
			actor
			event.Obligation
		}
		latest := map[tie]*Binding{}
		in := drafting.Instrument(r.Instrument)
		p := in.Point(r.ID)
		stated := map[actor]*room.Binds{}
		for _, b := range drafting.Binds {
			for _, w := range b.Points {
				if b.Instrument != r.Instrument || w.Point != r.ID {
					continue
				}
				who := actor{b.Party, b.Name}
				if b.Involvement != "" {
					stated[who] = b
				}
				latest[tie{who, b.Obligation}] = &Binding{PointRef: r, Binds: b, Other: w.Hash != drafting.Words(p.Heading, p.Body)}
			}
		}
		var here []Binding
		for t, b := range latest {
			if b.Ended {
				continue
			}
			b.involve(drafting, ledger, in, p)
			if x := stated[t.actor]; x != nil {
				b.How, b.Stated, b.StatedBy, b.Since = x.Involvement, true, x.Source, event.When{}
			}
			here = append(here, *b)
		}
		slices.SortFunc(here, func(a, b Binding) int {
			if (a.Party == "") != (b.Party == "") {
				return -cmp.Compare(a.Party, b.Party) // parties first
			}
			return cmp.Or(drafting.Compare(a.Party, b.Party), strings.Compare(a.Name, b.Name), cmp.Compare(a.Obligation, b.Obligation))
		})
		out = append(out, here...)
	}
	return out
}

// involve finds out from the record how a party was involved in a point: consulted
// where it gave something on it, informed where it was given or told of it.
func (b *Binding) involve(s *room.State, ledger []Line, in *room.Instrument, p *room.Point) {
	b.How = event.Neither
	if b.Party == "" {
		return
	}
	if q := s.Parties[b.Party]; q != nil && slices.Contains(q.Roles, event.RoleMediator) {
		b.Keeps = true
		return
	}
	since := func(w event.When) {
		if b.Since.From == 0 || w.From < b.Since.From {
			b.Since = w
		}
	}
	for _, it := range s.Items {
		if slices.Contains(it.Parties, b.Party) && gaveOn(s, it, p.ID) {
			b.How = event.Consulted
			since(it.When)
		}
	}
	for i := range ledger {
		l := &ledger[i]
		if l.Party != b.Party || l.Own || !concerns(l, in, p) {
			continue
		}
		switch {
		case !l.Told():
			if b.Reported == "" || rank(l.Level) > rank(b.Reported) {
				b.Reported, b.By = l.Level, l.Source
			}
		case b.How != event.Consulted:
			b.How = event.Informed
			since(l.When)
		}
	}
}

// gaveOn reports whether an item was given on a point, by itself or on what was
// given on it. What was recorded by mistake, or is disowned, was not given.
func gaveOn(s *room.State, it *room.Item, id ident.Point) bool {
	if slices.ContainsFunc(it.Ends, func(e room.Ended) bool { return e.End == event.Undone }) {
		return false
	}
	if n := len(it.Answers); n > 0 && it.Answers[n-1].Answer == event.Disowned {
		return false
	}
	if it.Position != nil {
		if it.Position.Stance == event.NotStated {
			return false
		}
		if it.Position.Point == "" {
			on := s.Item(it.Position.On)
			return on != nil && slices.Contains(PointsOf(on), id)
		}
	}
	return slices.Contains(PointsOf(it), id)
}
