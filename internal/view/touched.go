package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Touch is one thing that is touched by the date of a meeting, and where it stands.
type Touch struct {
	event.Touched
	Room    *room.State
	Numbers []string // of the points, as they are printed
	Newly   bool     // it is so since the date is another
	Hangs   string   // of a deadline: on what
}

// Touching is what is asked: a meeting as it is or would be, and what the viewer reads.
type Touching struct {
	In       *room.State   // where the meeting is kept, as it is or would be
	Meeting  *room.Meeting // there
	Was      *event.Date   // the date that it had, where that is another; else nil
	Rooms    []*room.State // all that the viewer reads, In among them
	Before   []*room.State // the same before the meeting had another date; nil: they are the same
	Drafting *room.State   // the viewer's drafting room among them, nil for none
	Now      int64         // Unix µs
}

// Touches says what the date of a meeting touches, or that it does not take place: the
// points on its agenda that bind somebody who was not consulted, the silences and
// authorities that end before it, the deadlines that hang on it, words that were given
// and are superseded, and meetings that are to be before or after it. It is a function of
// the rooms handed over: whoever reads fewer is told less.
func Touches(q *Touching) []Touch {
	x := &toucher{Touching: q, parties: partiesIn(q.In, q.Meeting), agenda: q.agenda()}
	on := q.Meeting.On
	called := q.Meeting.NotHeld != nil
	if !called {
		x.unheard()
	}
	if !called && (on.From == 0 || on.From >= q.Now) {
		x.silences()
		x.authorities()
	}
	x.deadlines()
	if !called {
		x.stale()
	}
	x.follows()
	return x.out
}

type toucher struct {
	*Touching
	parties map[ident.Code]bool  // of those who take part
	agenda  map[ident.Point]bool // as the drafting room calls the points, where it is read; else as In does
	out     []Touch
}

func (x *toucher) add(s *room.State, t event.Touched, numbers []string, newly bool) {
	x.out = append(x.out, Touch{Touched: t, Room: s, Numbers: numbers, Newly: newly})
}

// partiesIn are the parties of those who take part in a meeting; where nobody is named
// whose party is known, all of the room.
func partiesIn(s *room.State, m *room.Meeting) map[ident.Code]bool {
	out := map[ident.Code]bool{}
	for _, w := range m.With {
		party := w.Party
		if party == "" {
			party = s.PartyOf(w.Person)
		}
		if party != "" {
			out[party] = true
		}
	}
	if len(out) == 0 {
		for c := range s.Parties {
			out[c] = true
		}
	}
	return out
}

// behind is what the drafting room calls a point of a room.
func (q *Touching) behind(s *room.State, p ident.Point) ident.Point {
	if q.Drafting == nil || s.ID == q.Drafting.ID {
		return p
	}
	return q.Drafting.Behind(s.ID, p)
}

func (q *Touching) agenda() map[ident.Point]bool {
	out := map[ident.Point]bool{}
	for _, p := range q.Meeting.Points {
		if own := q.behind(q.In, p); own != "" {
			out[own] = true
		}
	}
	return out
}

// unheard are those whom points of the agenda bind and who were not consulted on them.
func (x *toucher) unheard() {
	if x.Drafting == nil || len(x.agenda) == 0 || len(x.Drafting.Binds) == 0 {
		return
	}
	type who struct {
		party ident.Code
		name  string
	}
	at := map[who]int{}
	for _, b := range Bindings(x.Drafting, x.Rooms) {
		if !x.agenda[b.ID] || b.Keeps || b.How == event.Consulted {
			continue
		}
		w := who{b.Party, b.Name}
		i, seen := at[w]
		if !seen {
			i = len(x.out)
			at[w] = i
			x.add(x.Drafting, event.Touched{What: event.TouchUnheard, Party: b.Party, Name: b.Name}, nil, false)
		}
		if t := &x.out[i]; !slices.Contains(t.Points, b.ID) {
			t.Points, t.Numbers = append(t.Points, b.ID), append(t.Numbers, b.Number)
		}
	}
	part := x.out
	slices.SortStableFunc(part, func(a, b Touch) int {
		if (a.Party == "") != (b.Party == "") {
			return -cmp.Compare(a.Party, b.Party)
		}
		return cmp.Or(x.Drafting.Compare(a.Party, b.Party), strings.Compare(a.Name, b.Name))
	})
}

// silences are those that run now and end before the meeting, or still run at it.
func (x *toucher) silences() {
	date, in := x.Meeting.On.From, readIn(x.Rooms)
	for _, s := range x.Rooms {
		for _, y := range s.Silences {
			if y.Until <= x.Now || y.Broken() || !y.Source.Room.IsZero() && in(y.Source.Room) != nil {
				continue
			}
			about := false
			for _, p := range y.SilenceOpened.Points {
				own := x.behind(s, p.Point)
				about = about || own != "" && x.agenda[own]
			}
			asked := slices.ContainsFunc(y.Parties, func(c ident.Code) bool { return x.parties[c] })
			if !about && !asked && s.ID != x.In.ID {
				continue
			}
			t := event.Touched{What: event.TouchSilence, Label: y.Label, Until: y.Until, Offset: y.Offset}
			var numbers []string
			for _, p := range y.SilenceOpened.Points {
				t.Points = append(t.Points, p.Point)
				numbers = append(numbers, cmp.Or(s.NumberOf(p.Point), string(p.Point)))
			}
			had := x.Was != nil && x.Was.From != 0
			switch {
			case date == 0:
				x.add(s, t, numbers, had && y.Until >= x.Was.From)
			case y.Until < date:
				x.add(s, t, numbers, had && y.Until >= x.Was.From)
			case about || had && y.Until < x.Was.From:
				t.What = event.TouchRuns
				x.add(s, t, numbers, had && y.Until < x.Was.From)
			}
		}
	}
}

// authorities are those of people who take part, or whose party does, that were seen and
// do not hold at the meeting, as all rooms together know it.
func (x *toucher) authorities() {
	date := x.Meeting.On.From
	seen := map[ident.Person]bool{}
	for _, s := range x.Rooms {
		for _, p := range s.PeopleInOrder() {
			if p.Party == "" || !x.parties[p.Party] || seen[p.Person] || len(p.Authority) == 0 {
				continue
			}
			seen[p.Person] = true
			now, endless, end, begins, offset := x.held(p.Person, x.Now)
			t := event.Touched{What: event.TouchAuthority, Party: p.Party, Person: p.Person, Until: end, Offset: offset}
			switch {
			case now && endless:
			case now && (date == 0 || end < date):
				x.add(s, t, nil, x.Was != nil && x.Was.From != 0 && end >= x.Was.From)
			case !now && begins != 0 && date != 0 && begins > date:
				t.What, t.Until = event.TouchLater, begins
				x.add(s, t, nil, x.Was != nil && x.Was.From != 0 && begins <= x.Was.From)
			}
		}
	}
}

// held says whether somebody's authority holds at a moment, whether it has no end, else
// when the last that holds ends, and where none does when the next begins.
func (x *toucher) held(who ident.Person, now int64) (holds, endless bool, end, begins int64, offset int) {
	for _, s := range x.Rooms {
		p := s.People[who]
		if p == nil {
			continue
		}
		for i := range p.Authority {
			a := &p.Authority[i]
			switch {
			case a.Shown == nil || a.Withdrawn || a.Shown.To != 0 && a.Shown.To < now:
			case a.Shown.From > now:
				if begins == 0 || a.Shown.From < begins {
					begins, offset = a.Shown.From, a.When.Offset
				}
			case a.Shown.To == 0:
				holds, endless = true, true
			default:
				holds = true
				if a.Shown.To > end {
					end, offset = a.Shown.To, a.When.Offset
				}
			}
		}
	}
	return
}

// deadlines are those that hang on the meeting, and pens likewise.
func (x *toucher) deadlines() {
	in, before := readIn(x.Rooms), readIn(x.Rooms)
	if x.Before != nil {
		before = readIn(x.Before)
	}
	touched := func(s *room.State, label ident.Label, d *event.Due) {
		if !hangsOn(s, d, x.In.ID, x.Meeting.Label, in) {
			return
		}
		now, was := s.Reckon(d, in), before(s.ID).Reckon(d, before)
		if x.Was != nil && now.Until == was.Until {
			return
		}
		t := Touch{Touched: event.Touched{What: event.TouchDeadline, Label: label, From: was.Until, Until: now.Until, Offset: now.Offset, Precision: now.Precision}, Room: s, Newly: x.Was != nil, Hangs: SayDue(d)}
		if now.Until == 0 {
			t.Offset, t.Precision = was.Offset, was.Precision
		}
		x.out = append(x.out, t)
	}
	for _, s := range x.Rooms {
		for _, d := range s.Deadlines {
			if d.Ended == nil {
				touched(s, d.Label, &d.Due)
			}
		}
		for _, p := range s.Pens {
			if p.Back == nil {
				touched(s, p.Label, &p.Due)
			}
		}
	}
}

// hangsOn reports whether something hangs on a meeting, by itself or through deadlines.
func hangsOn(s *room.State, d *event.Due, of ident.Room, label ident.Label, in func(ident.Room) *room.State) bool {
	for n := 0; d.Hangs() && n < deepest; n++ {
		if !d.Room.IsZero() {
			if s = in(d.Room); s == nil {
				return false
			}
		}
		if other := s.Deadline(d.Of); other != nil {
			d = &other.Due
			continue
		}
		m := s.Meeting(d.Of)
		return m != nil && s.ID == of && m.Label == label
	}
	return false
}

// stale are the words of points on the agenda, or of the whole text where there is none,
// that those who take part hold and that are others now.
func (x *toucher) stale() {
	if x.Drafting == nil {
		for i := range x.In.Given {
			g := x.In.Given[i]
			if g.Superseded == "" {
				continue
			}
			for _, l := range Own(x.In) {
				if l.Label == g.Label && l.Level == event.KnowsCopy && !l.Own && x.parties[l.Party] {
					x.add(x.In, event.Touched{What: event.TouchStale, Label: g.Label, Party: l.Party}, nil, false)
				}
			}
		}
		return
	}
	hold := x.copies()
	now := map[ident.Point]*room.Point{}
	for _, in := range x.Drafting.Instruments {
		for _, p := range in.Points {
			now[p.ID] = p
		}
	}
	newest := newestOf(x.Drafting)
	for _, q := range x.Drafting.InOrder() {
		at := map[ident.Label]int{}
		for _, in := range x.Drafting.Instruments {
			for _, p := range in.Points {
				h, holds := hold[q.Code][p.ID]
				if !holds || len(x.agenda) > 0 && !x.agenda[p.ID] || !h.old(now[p.ID], newest) {
					continue
				}
				i, seen := at[h.label]
				if !seen {
					i = len(x.out)
					at[h.label] = i
					x.add(x.Drafting, event.Touched{What: event.TouchStale, Label: h.label, Party: q.Code}, nil, false)
				}
				t := &x.out[i]
				t.Points, t.Numbers = append(t.Points, p.ID), append(t.Numbers, cmp.Or(p.Number, string(p.ID)))
			}
		}
	}
}

// copied is a copy of a point that a party holds.
type copied struct {
	label         ident.Label // under which it was given
	from          ident.Label // the circulated text, "" where it was the working text
	heading, body string      // without the brackets that were compiled into it
}

// copies are what the parties that take part hold last of each point, in copies that are
// still out.
func (x *toucher) copies() map[ident.Code]map[ident.Point]copied {
	acts, bases := map[uint64]*room.Conveyed{}, map[uint64]map[ident.Point]*event.Base{}
	for _, c := range x.Drafting.Conveyed {
		acts[c.Seq], bases[c.Seq] = c, map[ident.Point]*event.Base{}
		for i := range c.Bases {
			bases[c.Seq][c.Bases[i].Point] = &c.Bases[i]
		}
	}
	stands := map[ident.Point]ident.Instrument{}
	for _, in := range x.Drafting.Instruments {
		for _, p := range in.Points {
			if !p.Deleted || stands[p.ID] == "" {
				stands[p.ID] = in.Instrument
			}
		}
	}
	lines := Ledger(x.Drafting, x.Rooms)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.When.From, b.When.From) })
	out := map[ident.Code]map[ident.Point]copied{}
	for i := range lines {
		l := &lines[i]
		if !l.Told() || l.Own || l.Level != event.KnowsCopy || !x.parties[l.Party] || x.Drafting.Rival(l.From) != nil {
			continue
		}
		c := acts[l.Seq]
		if out[l.Party] == nil {
			out[l.Party] = map[ident.Point]copied{}
		}
		if l.Whole { // what it no longer has is not taken to be in the text
			for id := range out[l.Party] {
				if stands[id] == c.Instrument {
					delete(out[l.Party], id)
				}
			}
		}
		for k := range l.Points {
			p := &l.Points[k]
			if p.Deleted {
				delete(out[l.Party], p.ID)
				continue
			}
			h := copied{l.Label, l.From, p.Heading, p.Body}
			if b := bases[l.Seq][p.ID]; b != nil {
				h.heading, h.body = b.Heading, b.Body
			}
			out[l.Party][p.ID] = h
		}
	}
	return out
}

// texts are the words that points have in circulated texts.
type texts struct {
	in     map[ident.Label]map[ident.Point]string
	newest map[ident.Point]ident.Label
}

func newestOf(s *room.State) *texts {
	x := &texts{map[ident.Label]map[ident.Point]string{}, map[ident.Point]ident.Label{}}
	for _, t := range s.Texts {
		of := make(map[ident.Point]string, len(t.Points))
		for i := range t.Points {
			of[t.Points[i].ID] = t.Points[i].Heading + "\n" + t.Points[i].Body
			x.newest[t.Points[i].ID] = t.Label
		}
		x.in[t.Label] = of
	}
	return x
}

// old reports whether a copy of a point has other words than the point has now, or than
// the text that was circulated last has in its brackets.
func (h *copied) old(now *room.Point, x *texts) bool {
	if now.Deleted || now.Heading != h.heading || now.Body != h.body {
		return true
	}
	newest := x.newest[now.ID]
	then, there := x.in[h.from][now.ID]
	return there && newest != h.from && x.in[newest][now.ID] != then
}

// follows are the meetings of the room that are to be before or after this one.
func (x *toucher) follows() {
	for _, m := range x.In.Meetings {
		if s := m.Status(); m == x.Meeting || s != room.MeetingPlanned && s != room.MeetingUndated {
			continue
		}
		if m.On.Before == string(x.Meeting.Label) || m.On.After == string(x.Meeting.Label) {
			x.add(x.In, event.Touched{What: event.TouchFollows, Label: m.Label, Until: m.On.From, Offset: m.On.Offset}, nil, false)
		}
	}
}

// SayTouched writes what is touched as the record has it, in one line.
func SayTouched(t *event.Touched) string {
	who := Whose(t.Person, t.Name, t.Party)
	until := "at no date"
	if t.Until != 0 {
		until = momentOf(t.Until, t.Offset).as(t.Precision)
	}
	on := ""
	if len(t.Points) > 0 {
		on = " on " + list(t.Points)
	}
	switch t.What {
	case event.TouchUnheard:
		return who + " not consulted" + on
	case event.TouchSilence:
		return string(t.Label) + " ends " + until
	case event.TouchRuns:
		return string(t.Label) + " runs until " + until
	case event.TouchAuthority:
		return "authority of " + who + " ends " + until
	case event.TouchLater:
		return "authority of " + who + " begins " + until
	case event.TouchDeadline:
		from := "no date"
		if t.From != 0 {
			from = momentOf(t.From, t.Offset).as(t.Precision)
		}
		return string(t.Label) + " due " + until + ", was " + from
	case event.TouchStale:
		return who + " holds " + string(t.Label) + on + ", superseded"
	case event.TouchFollows:
		return string(t.Label) + " is to be before or after it"
	}
	return string(t.What)
}
