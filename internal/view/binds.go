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
	Through  string            // by what it was consulted: a label, or "at the table"
	Reported event.Level       // the most that is reported of what the party knows, beside what it was given; "" for nothing
	By       string            // who reports that
}

// Bindings says whom the points of the working texts bind, in the order of the text
// and of each point in the printed order of the parties, then by name.
func Bindings(drafting *room.State, seats []*room.State) []Binding {
	ledger := Ledger(drafting, seats)
	known := reportedOf(ledger)
	record := involved(drafting, ledger)
	binds := bindsByPoint(drafting)
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
		words := drafting.Words(p.Heading, p.Body)
		for _, x := range binds[boundPoint{r.Instrument, r.ID}] {
			who := actor{x.Party, x.Name}
			if x.Involvement != "" {
				stated[who] = x.Binds
			}
			latest[tie{who, x.Obligation}] = &Binding{PointRef: r, Binds: x.Binds, Other: x.hash != words}
		}
		var here []Binding
		for t, b := range latest {
			if b.Ended {
				continue
			}
			b.involve(drafting, record, known)
			if x := stated[t.actor]; x != nil {
				b.How, b.Stated, b.StatedBy, b.Since = x.Involvement, true, x.Source, event.When{}
				b.Through = ""
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

// involve says how the party was involved in the point by the record, and what it is
// reported to know of it.
func (b *Binding) involve(s *room.State, record *involvements, known map[ident.Code][]*Line) {
	b.How = event.Neither
	if b.Party == "" {
		return
	}
	if q := s.Parties[b.Party]; q != nil && slices.Contains(q.Roles, event.RoleMediator) {
		b.Keeps = true
		return
	}
	i := record.at(b.Party, b.ID)
	b.How, b.Since, b.Through = i.How, i.Since, i.By
	for _, l := range known[b.Party] {
		if (len(l.About) == 0 || slices.Contains(l.About, b.ID)) && (b.Reported == "" || rank(l.Level) > rank(b.Reported)) {
			b.Reported, b.By = l.Level, l.Source
		}
	}
}

// reportedOf is what is reported that parties know, beside what they were given.
func reportedOf(ledger []Line) map[ident.Code][]*Line {
	out := map[ident.Code][]*Line{}
	for i := range ledger {
		if l := &ledger[i]; !l.Told() && !l.Own && l.Party != "" {
			out[l.Party] = append(out[l.Party], l)
		}
	}
	return out
}

// boundPoint is a point of an instrument, and boundBy one act that says whom it binds,
// and in which words.
type boundPoint struct {
	in ident.Instrument
	id ident.Point
}

type boundBy struct {
	*room.Binds
	hash [32]byte
}

func bindsByPoint(s *room.State) map[boundPoint][]boundBy {
	out := map[boundPoint][]boundBy{}
	for _, b := range s.Binds {
		for _, w := range b.Points {
			k := boundPoint{b.Instrument, w.Point}
			out[k] = append(out[k], boundBy{b, w.Hash})
		}
	}
	return out
}
