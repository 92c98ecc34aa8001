package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Kept is the secretariat's own part of a briefing pack on a party: what whoever speaks
// to it should have in mind, and what must not be said to it.
type Kept struct {
	Party     ident.Code
	Readers   []ident.Person // who reads all the rooms that it is drawn from
	Apart     []*room.State  // rooms with some of the parties that its own part leaves out
	Known     []string       // printed numbers of the points that it never was given
	Positions []*room.Item   // its own, of each point or proposal the latest, as the drafting room has them
	Expected  []*room.Expected
	Printed   []Printed // brackets at which it is printed
	Linkages  []Linkage // of others that touch what it cares about
	Ideas     []Idea    // the mediator's own, and to whom they were put
	Withheld  []Withheld
	NotTold   []Uneven // what others were given and it was not
	Authority []Representative
	Others    []OtherHolds // what the other parties hold
	Reports   []Line       // what is reported of its knowledge, and of others'
}

// Printed is a variant at which a party is printed.
type Printed struct {
	Bracket ident.Bracket
	Words   string
	With    []ident.Code // who else is, the text's own left out
	Base    bool         // the words are the text's own
}

// Idea is something that the mediator put to parties under a label of proposals.
type Idea struct {
	Label  ident.Label
	Points []string // printed numbers
	Words  string   // in short; of a briefing its gist
	To     []ident.Code
	When   event.When
	Said   []*room.Item // replies and positions on it that stand
}

// Withheld is something that must not be said to a party as it was given.
type Withheld struct {
	Item  *room.Item
	Point string // printed number, "" for the text as a whole
	Words string
	Idea  bool // it may be said as the mediator's own, and not whose it is
}

// Representative is somebody of a party, and what was shown or not seen of their
// authority, the latest.
type Representative struct {
	Person *room.Person
	Shown  *event.AuthorityShown // nil: none on record that stands
	Said   string                // where none was seen: what was said
	When   event.When
	Room   *room.State // where, nil for nowhere
}

// OtherHolds is which words another party was given last.
type OtherHolds struct {
	Party ident.Code
	Label ident.Label // of the last whole copy, "" for none
	When  event.When
	Since []ident.Label // given since then, not whole
	Same  int           // of how many points it was given the words as they stand in the working text
	Of    int
}

// Kept draws up the secretariat's own part on a party, at a moment (Unix µs). apart are
// the rooms that the party's own part leaves out.
func (f *Files) Kept(party ident.Code, apart []*room.State, now int64) Kept {
	out := Kept{Party: party, Apart: apart, Printed: f.printed[party], Ideas: f.ideas}
	from := []*room.State{f.drafting} // what it is drawn from
	out.positions(f.drafting)
	cares := f.cares(party)
	for _, l := range f.links {
		if slices.Contains(l.Item.Sponsors(), party) {
			continue
		}
		if f := l.Item.Linkage; slices.ContainsFunc(l.Link.Targets, func(p ident.Point) bool { return cares[p] }) ||
			f != nil && slices.ContainsFunc(f.On, func(on event.Linked) bool { return cares[on.Point] }) {
			out.Linkages = append(out.Linkages, l)
		}
	}
	out.Withheld = f.withheld(party, now)
	f.notTold(&out)
	from = f.authority(&out, from)
	for _, o := range f.others {
		if o.Party != party {
			out.Others = append(out.Others, o)
		}
	}
	for _, l := range f.lines {
		if !l.Told() {
			out.Reports = append(out.Reports, l)
		}
	}
	sortLines(f.drafting, out.Reports)
	for _, s := range apart {
		if !slices.Contains(from, s) {
			from = append(from, s) // that there is such a room
		}
	}
	for _, p := range f.drafting.MembersInOrder() {
		if !slices.ContainsFunc(from, func(s *room.State) bool { return !s.Reads(p.Person) }) {
			out.Readers = append(out.Readers, p.Person)
		}
	}
	return out
}

// positions takes the party's positions, of each point or proposal the latest, and what
// somebody expects them to be.
func (out *Kept) positions(s *room.State) {
	type on struct {
		point ident.Point
		label ident.Label
		kept  bool
	}
	latest := map[on]bool{}
	for _, it := range slices.Backward(s.Items) {
		f := it.Position
		if f == nil || !it.Live() || !slices.Contains(it.Sponsors(), out.Party) {
			continue
		}
		if k := (on{f.Point, f.On, f.Reservation != ""}); !latest[k] {
			latest[k] = true
			out.Positions = append(out.Positions, it)
		}
	}
	slices.Reverse(out.Positions)
	for _, e := range s.Expected {
		if e.Withdrawn == nil && e.Party == out.Party {
			out.Expected = append(out.Expected, e)
		}
	}
}

// cares are the points on which a party gave something that stands, or on which its own
// linkages depend.
func (f *Files) cares(party ident.Code) map[ident.Point]bool {
	out := map[ident.Point]bool{}
	for _, it := range f.drafting.Items {
		if !it.Live() || !slices.Contains(it.Sponsors(), party) || it.Position != nil && it.Position.Stance == event.NotStated {
			continue
		}
		for _, p := range it.Points() {
			if p != "" {
				out[p] = true
			}
		}
	}
	return out
}

// withheld finds what others gave on terms that keep it from the party. What was said in
// a room that the party reads is no secret from it.
func (f *Files) withheld(party ident.Code, now int64) (out []Withheld) {
	to := []ident.Code{party}
	type on struct {
		who   string
		point ident.Point
		label ident.Label
	}
	latest := map[on]bool{}
	for _, it := range slices.Backward(f.drafting.Items) {
		if len(it.Parties) == 0 || slices.Contains(it.Parties, party) {
			continue
		}
		if slices.ContainsFunc(f.members[party], func(s *room.State) bool { return s.ID == it.Source.Room }) {
			continue
		}
		may, _ := MayConvey(it, to, true, now, nil)
		if may {
			continue
		}
		if p := it.Position; p != nil { // of a party's positions on one thing the latest
			k := on{list(it.Parties), p.Point, p.On}
			if latest[k] {
				continue
			}
			latest[k] = true
		}
		w := Withheld{Item: it, Words: f.gist(it)}
		w.Idea, _ = MayConvey(it, to, false, now, nil)
		for _, p := range it.Points() {
			if n := f.numbers[p]; n != "" {
				w.Point = strings.TrimPrefix(w.Point+", "+n, ", ")
			}
		}
		if p := it.Proposal; p != nil && p.Point == "" {
			w.Point = "new " + p.Number
		}
		out = append(out, w)
	}
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b Withheld) int { return compareNumbers(a.Point, b.Point) })
	return out
}

// gist is in short what an item says.
func (f *Files) gist(it *room.Item) string {
	if s, done := f.changed[it]; done {
		return s
	}
	var s string
	switch {
	case it.Proposal != nil && it.Proposal.Act != "":
		s = it.Proposal.Act
	case it.Proposal != nil:
		s = putInShort(it.Proposal.BaseBody, it.Proposal.Body)
	case it.Position != nil:
		s = strings.ReplaceAll(string(it.Position.Stance), "-", " ")
		if it.Position.Reservation != "" {
			s += ", " + it.Position.Reservation + " reservation"
		}
		if it.Position.On != "" {
			s += " on " + string(it.Position.On)
		}
		if it.Position.Statement != "" {
			s += ": " + it.Position.Statement
		}
	case it.Concern != nil:
		s = it.Concern.Words
	case it.Reply != nil:
		s = strings.TrimSpace(string(it.Reply.Response) + " " + RepliesTo(it.Reply) + " " + it.Reply.Words)
	case it.Signal != nil:
		s = it.Signal.Words
	case it.Attachment != nil:
		s = it.Attachment.Caption
	case it.Linkage != nil:
		s = it.Linkage.Condition
	}
	f.changed[it] = s
	return s
}

// putInShort are the words that a wording has between what it shares with its base at its
// beginning and end; that words are taken out where it has none.
func putInShort(base, body string) string {
	a, b := strings.Fields(base), strings.Fields(body)
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	k := 0
	for k < min(len(a), len(b))-i && a[len(a)-1-k] == b[len(b)-1-k] {
		k++
	}
	if out := strings.Join(b[i:len(b)-k], " "); out != "" {
		return out
	}
	if out := strings.Join(a[i:len(a)-k], " "); out != "" {
		return "without “" + out + "”"
	}
	return "as it stands"
}

// notTold finds which words others were given that the party never was, of whole texts
// those that they were given last, and which points it never was given at all.
func (f *Files) notTold(out *Kept) {
	party := out.Party
	ever := map[ident.Point]bool{}
	for w, n := range f.words {
		if f.given[party][n] {
			ever[w.id] = true
		}
	}
	for _, q := range f.current {
		if !ever[q.ID] {
			out.Known = append(out.Known, q.Number)
		}
	}
	type held struct {
		party  ident.Code
		person ident.Person
		point  ident.Point
	}
	seen := map[held]bool{}
	lines := make([]*Line, 0, len(f.lines))
	for i := range f.lines {
		l := &f.lines[i]
		if l.Told() && l.Party != "" && l.Party != party && (rank(l.Level) >= rank(event.KnowsWords) || l.Mode == event.ModeBriefed && !f.briefed(l, party)) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b *Line) int { return cmp.Compare(a.When.From, b.When.From) })
	for _, l := range slices.Backward(lines) {
		var lacking []string
		all, ids := true, f.wordings(l)
		for k := range l.Points {
			q := &l.Points[k]
			if q.Deleted {
				continue
			}
			at := held{l.Party, own(l), q.ID}
			switch {
			case l.Mode == event.ModeBriefed:
				lacking = append(lacking, q.Number)
				continue
			case f.given[party][ids[k]]:
				all = false
			case !seen[at] || !l.Whole:
				lacking = append(lacking, q.Number)
			}
			seen[at] = true
		}
		if len(lacking) == 0 && !(l.Mode == event.ModeBriefed && len(l.Points) == 0) {
			continue
		}
		u := Uneven{Party: l.Party, Person: own(l), Label: l.Label, When: l.When, Points: lacking}
		if all && l.Whole {
			u.Points = nil
		}
		out.NotTold = append(out.NotTold, u)
	}
	slices.SortStableFunc(out.NotTold, func(a, b Uneven) int { return f.drafting.Compare(a.Party, b.Party) })
}

// briefed reports whether a party was told the same gist.
func (f *Files) briefed(l *Line, party ident.Code) bool {
	return slices.ContainsFunc(f.lines, func(o Line) bool { return o.Told() && o.Party == party && !o.Own && o.Gist == l.Gist })
}

// authority finds who of the party is known, and what was shown of their authority.
func (f *Files) authority(out *Kept, from []*room.State) []*room.State {
	at := map[ident.Person]int{}
	for _, s := range slices.Concat([]*room.State{f.drafting}, f.seats) {
		for _, p := range s.PeopleInOrder() {
			if p.Party != out.Party {
				continue
			}
			i, there := at[p.Person]
			if !there {
				i = len(out.Authority)
				at[p.Person] = i
				out.Authority = append(out.Authority, Representative{Person: p})
				if !slices.Contains(from, s) {
					from = append(from, s)
				}
			}
			for _, a := range p.Authority {
				r := &out.Authority[i]
				if a.Withdrawn || a.Shown == nil && a.NotSeen == nil || r.Room != nil && a.When.From < r.When.From {
					continue
				}
				r.Shown, r.Said, r.When, r.Room = a.Shown, "", a.When, s
				if a.NotSeen != nil {
					r.Said = a.NotSeen.Said
				}
				if !slices.Contains(from, s) {
					from = append(from, s)
				}
			}
		}
	}
	return from
}
