package app

import (
	"context"
	"maps"
	"slices"
	"sync"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

// Progress is how a text came on over time.
type Progress struct {
	Room       *room.State
	Instrument *room.Instrument // of the drafting room; nil in others
	Title      string
	Texts      []view.Grown // in their order, the working text last where it reads otherwise
	Weeks      []Week
	Dates      []view.Dated // of the actor's rooms, or of the one room
	Now        int64        // Unix µs
}

// Week is how the points stood at the end of a week, or now.
type Week struct {
	End    int64 // Unix µs
	Counts map[view.Status]int
}

const (
	aDay  = 24 * 3600 * 1_000_000
	aWeek = 7 * aDay

	mostWeeks = 26
)

// Progress says how the text of an instrument came on: in the drafting room, or in another
// by what was given and said there. offset (minutes against UTC) is the clock by which weeks end: on
// Sunday at midnight.
func (p *Process) Progress(ctx context.Context, a Actor, at Place, id ident.Instrument, offset int, asOf AsOf) (*Progress, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, at, asOf)
	if err != nil {
		return nil, err
	}
	out := &Progress{Room: s, Now: p.Moment(asOf)}
	seats := []*room.State{s}
	var first int64
	var last Week
	if s.Kind == event.RoomDrafting {
		if len(s.Instruments) == 0 {
			return nil, fault.NotFoundf("there is no instrument yet").WithHint("Import a first draft: nonpaper text import FILE")
		}
		in, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		text, statuses, _, err := standing(collating, s, in, out.Now)
		if err != nil {
			return nil, err
		}
		if seats, err = p.Seats(ctx, a, asOf); err != nil {
			return nil, err
		}
		out.Instrument, out.Title, first = in, orText(in.Title, in.TextTitle), in.When.From
		out.Texts = append(view.Growth(s, in.Instrument), view.Working(in, text, out.Now))
		last = Week{out.Now, view.Counted(statuses)}
	} else {
		statuses := view.RoomStatuses(s, out.Now)
		out.Texts = view.GrowthGiven(s)
		for _, g := range s.Given {
			out.Title = orText(g.Title, out.Title)
		}
		last = Week{out.Now, view.Counted(statuses)}
	}
	if len(out.Texts) > 0 && (first == 0 || out.Texts[0].When.From < first) {
		first = out.Texts[0].When.From
	}
	out.Dates = view.Dates(seats, map[ident.Room][]view.PointStatus{})
	if first == 0 || first > out.Now {
		out.Weeks = []Week{last}
		return out, nil
	}
	ends := weekEnds(first, out.Now, offset)
	counts, err := p.weeks(ctx, a, s, out.Instrument, ends, asOf)
	if err != nil {
		return nil, err
	}
	for i, end := range ends {
		out.Weeks = append(out.Weeks, Week{end, counts[i]})
	}
	out.Weeks = append(out.Weeks, last)
	return out, nil
}

// weekEnds are the ends of the weeks between two moments, the last of them at most.
func weekEnds(from, until int64, offset int) (out []int64) {
	shift := int64(offset)*60_000_000 + 3*aDay // 1 January 1970 was a Thursday
	end := ((from+shift)/aWeek+1)*aWeek - shift - 1
	for ; end < until; end += aWeek {
		out = append(out, end)
	}
	return out[max(0, len(out)-mostWeeks):]
}

// pastWeeks keeps how points stood at the ends of weeks. An entry that says what happened
// before such an end drops what it changes; a destruction drops all. It is in memory only,
// a function of the room's log, and asked for by those who read the room.
type pastWeeks struct {
	mu    sync.Mutex
	drops uint64
	seen  map[ident.Room]uint64 // entries that were looked at
	at    map[weekOf]map[view.Status]int
}

type weekOf struct {
	room       ident.Room
	instrument ident.Instrument
	end        int64
}

// weeks says how the points stood at each of some moments.
func (p *Process) weeks(ctx context.Context, a Actor, s *room.State, in *room.Instrument, ends []int64, asOf AsOf) ([]map[view.Status]int, error) {
	if len(ends) == 0 {
		return nil, nil
	}
	name := ident.Instrument("")
	if in != nil {
		name = in.Instrument
	}
	out := make([]map[view.Status]int, len(ends))
	kept := asOf == (AsOf{})
	drops := p.collated.now().drops
	var upTo uint64
	if kept {
		var err error
		if upTo, err = p.past.look(ctx, p, a, s, drops); err != nil {
			return nil, err
		}
		p.past.mu.Lock()
		for i, end := range ends {
			out[i] = p.past.at[weekOf{s.ID, name, end}]
		}
		p.past.mu.Unlock()
	}
	var missing []int
	for i := range ends {
		if out[i] == nil {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	then := newThens(s.ID, ends, missing)
	for e, err := range p.Entries(ctx, a, In(s.ID.String())) {
		if err != nil {
			return nil, err
		}
		if kept && e.Seq >= upTo {
			break
		}
		if asOf.Has(e) {
			then.evolve(e)
		}
	}
	for k, i := range missing {
		counts, err := countThen(then.at(k), name, ends[i])
		if err != nil {
			return nil, err
		}
		out[i] = counts
	}
	if kept {
		p.past.mu.Lock()
		defer p.past.mu.Unlock()
		if p.past.drops == drops && p.past.seen[s.ID] == upTo {
			for _, i := range missing {
				p.past.at[weekOf{s.ID, name, ends[i]}] = out[i]
			}
		}
	}
	return out, nil
}

// thens are the states of a room at several moments, the earliest first. Neighbours share
// one as long as the same has happened by both: a record that was made as things happened
// is evolved once and not once for each.
type thens struct {
	ends []int64 // Unix µs
	runs []thenRun
}

type thenRun struct {
	from, to int // of the moments
	state    *room.State
}

func newThens(id ident.Room, ends []int64, of []int) *thens {
	t := &thens{runs: []thenRun{{0, len(of), room.New(id)}}}
	for _, i := range of {
		t.ends = append(t.ends, ends[i])
	}
	return t
}

// evolve takes an entry in, for the moments by which what it says had happened.
func (t *thens) evolve(e *event.Entry) {
	for k := len(t.runs) - 1; k >= 0; k-- {
		r := &t.runs[k]
		first := r.from
		for ; first < r.to; first++ {
			if then := (AsOf{Happened: t.ends[first]}); then.Has(e) && !then.anew(r.state, e) {
				break
			}
		}
		if first == r.to {
			continue
		}
		if first > r.from {
			later := thenRun{first, r.to, r.state.Clone()}
			r.to, r.state = first, r.state.Clone()
			t.runs = slices.Insert(t.runs, k+1, later)
			r = &t.runs[k+1]
		}
		r.state.Evolve(e)
	}
}

// at is the state at one of the moments.
func (t *thens) at(k int) *room.State {
	return t.runs[slices.IndexFunc(t.runs, func(r thenRun) bool { return k < r.to })].state
}

// look drops what entries changed that were made since it was looked last, and says how many
// entries there are.
func (w *pastWeeks) look(ctx context.Context, p *Process, a Actor, s *room.State, drops uint64) (uint64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.at == nil || w.drops != drops {
		w.drops, w.seen, w.at = drops, map[ident.Room]uint64{}, map[weekOf]map[view.Status]int{}
	}
	from, known := w.seen[s.ID]
	if known && from >= s.Entries {
		return from, nil
	}
	if known {
		p.mu.RLock()
		key := p.rooms[s.ID].key
		p.mu.RUnlock()
		for e, err := range p.entries(ctx, key, s.ID, from) {
			if err != nil {
				return 0, err
			}
			if e.Seq >= s.Entries {
				break
			}
			maps.DeleteFunc(w.at, func(of weekOf, _ map[view.Status]int) bool {
				return of.room == s.ID && (AsOf{Happened: of.end}).Has(e)
			})
		}
	}
	w.seen[s.ID] = s.Entries
	return s.Entries, nil
}

// countThen counts the points of a room as it stood, by how they stood.
func countThen(s *room.State, instrument ident.Instrument, now int64) (map[view.Status]int, error) {
	if s.Kind != event.RoomDrafting {
		return view.Counted(view.RoomStatuses(s, now)), nil
	}
	in := s.Instrument(instrument)
	if in == nil {
		return map[view.Status]int{}, nil
	}
	text, err := openText(s, in)
	if err != nil {
		return nil, err
	}
	return view.Counted(view.Statuses(s, in, &text, nil, now, func(b *bracket.Bracket) [32]byte { return BracketHash(s, b) })), nil
}

// openText says of the text with what the parties propose only at which points it has
// brackets: for that it need not be collated. Only points of which a bracket was
// parked are compiled, and those that somebody would move.
func openText(s *room.State, in *room.Instrument) (bracket.Text, error) {
	at := placesOf(in)
	said, _ := at.voices(s, func(*room.Item) bool { return true })
	open, exact := map[ident.Point]bool{}, map[ident.Point]bool{}
	for _, x := range s.Settled {
		exact[x.Point] = exact[x.Point] || x.How == event.Parked
	}
	for _, list := range said {
		for _, v := range list {
			q := at.point(v.point.ID)
			switch {
			case q == nil:
			case v.point.Act == plan.ActMove:
				exact[q.ID] = true
			case v.point.Act == plan.ActDelete, v.point.Act == "" && (words.Normalise(v.point.Heading) != words.Normalise(q.Heading) || words.Normalise(v.point.Body) != words.Normalise(q.Body)):
				open[q.ID] = true
			}
		}
	}
	var text bracket.Text
	if slices.ContainsFunc(in.Points, func(q *room.Point) bool { return exact[q.ID] }) {
		compiled, _, err := compileItems(s, in, func(it *room.Item) bool {
			on := it
			if it.Position != nil {
				if on = s.Item(it.Position.On); on == nil {
					return false
				}
			}
			return on.Proposal != nil && exact[on.Wants().Point]
		})
		if err != nil {
			return text, err
		}
		for _, q := range compiled.Points {
			if exact[q.ID] {
				text.Points = append(text.Points, q)
			}
		}
	}
	for _, q := range in.Points {
		if open[q.ID] && !exact[q.ID] {
			text.Points = append(text.Points, bracket.Point{ID: q.ID, Speaks: []ident.Code{ident.Base}, Wording: bracket.Wording{{Bracket: &bracket.Bracket{}}}})
		}
	}
	return text, nil
}
