package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
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

// Files are what the secretariat's parts of packs are drawn from, put in order once for
// all of them.
type Files struct {
	drafting *room.State
	seats    []*room.State
	lines    []Line
	printed  map[ident.Code][]Printed
	links    []Linkage
	words    map[wording]int // each wording that was given, numbered
	given    map[ident.Code]map[int]bool
	said     map[uint64][]int // the wordings of each conveyance
	current  []event.Point    // of the working texts
	others   []OtherHolds
	ideas    []Idea
	changed  map[*room.Item]string
	members  map[ident.Code][]*room.State // rooms that somebody of a party reads
	numbers  map[ident.Point]string
}

type wording struct {
	id            ident.Point
	heading, body string
}

// NewFiles puts in order what the secretariat's parts are drawn from: the drafting room,
// the rooms that the actor reads, the instruments as they are compiled and how the
// linkages stand.
func NewFiles(drafting *room.State, seats []*room.State, texts []bracket.Text, links []Linkage) *Files {
	f := &Files{drafting: drafting, seats: seats, lines: Ledger(drafting, seats), printed: map[ident.Code][]Printed{}, links: links,
		words: map[wording]int{}, given: map[ident.Code]map[int]bool{}, changed: map[*room.Item]string{}, members: map[ident.Code][]*room.State{}, numbers: map[ident.Point]string{}}
	for i := range texts {
		f.print(&texts[i])
	}
	for _, in := range drafting.Instruments {
		for _, q := range in.Points {
			f.numbers[q.ID] = q.Number
			if !q.Deleted {
				f.current = append(f.current, q.Point)
			}
		}
	}
	f.said = map[uint64][]int{}
	for i := range f.lines {
		l := &f.lines[i]
		if !l.Told() || l.Own || l.Party == "" || rank(l.Level) < rank(event.KnowsWords) {
			continue
		}
		ids := f.wordings(l)
		if f.given[l.Party] == nil {
			f.given[l.Party] = map[int]bool{}
		}
		for _, id := range ids {
			f.given[l.Party][id] = true
		}
	}
	for _, s := range seats {
		for who := range s.Members {
			if code := s.PartyOf(who); code != "" && s.Reads(who) && !slices.Contains(f.members[code], s) {
				f.members[code] = append(f.members[code], s)
			}
		}
		if s.Kind == event.RoomPlenary {
			for code := range s.Parties {
				if takesPart(s, code) && !slices.Contains(f.members[code], s) {
					f.members[code] = append(f.members[code], s)
				}
			}
		}
	}
	f.holdings()
	f.putForward()
	return f
}

// wordings are the numbers of the wordings that were conveyed in one act.
func (f *Files) wordings(l *Line) []int {
	ids, done := f.said[l.Seq]
	if done {
		return ids
	}
	for k := range l.Points {
		w := wording{l.Points[k].ID, l.Points[k].Heading, l.Points[k].Body}
		n, there := f.words[w]
		if !there {
			n = len(f.words)
			f.words[w] = n
		}
		ids = append(ids, n)
	}
	f.said[l.Seq] = ids
	return ids
}

// print finds at which variants each party is printed.
func (f *Files) print(text *bracket.Text) {
	for i := range text.Points {
		add := func(b *bracket.Bracket) bool {
			for k := range b.Variants {
				v := &b.Variants[k]
				for _, c := range v.By {
					if c == ident.Base {
						continue
					}
					p := Printed{Bracket: b.Number, Words: plainReading(v.Wording)}
					for _, o := range v.By {
						switch o {
						case ident.Base:
							p.Base = true
						case c:
						default:
							p.With = append(p.With, o)
						}
					}
					f.printed[c] = append(f.printed[c], p)
				}
			}
			return true
		}
		text.Points[i].Heading.Brackets(add)
		text.Points[i].Wording.Brackets(add)
	}
}

// asked are the parties that packs can be about, in printed order.
func asked(s *room.State) (out []ident.Code) {
	for _, q := range s.InOrder() {
		if !slices.Contains(q.Roles, event.RoleMediator) && len(q.PartyIntroduced.Members) == 0 {
			out = append(out, q.Code)
		}
	}
	return out
}

// holdings finds what each party holds.
func (f *Files) holdings() {
	for _, code := range asked(f.drafting) {
		h := OtherHolds{Party: code, Of: len(f.current)}
		var mine []*Line
		for i := range f.lines {
			if l := &f.lines[i]; l.Told() && !l.Own && l.Party == code {
				mine = append(mine, l)
			}
		}
		slices.SortStableFunc(mine, func(a, b *Line) int { return cmp.Compare(a.When.From, b.When.From) })
		for _, l := range mine {
			if l.Whole && rank(l.Level) >= rank(event.KnowsWords) {
				h.Label, h.When, h.Since = l.Label, l.When, nil
			} else {
				h.Since = append(h.Since, l.Label)
			}
		}
		for i := range f.current {
			if n, known := f.words[wording{f.current[i].ID, f.current[i].Heading, f.current[i].Body}]; known && f.given[code][n] {
				h.Same++
			}
		}
		f.others = append(f.others, h)
	}
}

// putForward finds the mediator's own ideas: what was conveyed under a label of
// proposals, one idea for what was put to several in one act or in the same words.
func (f *Files) putForward() {
	type same struct {
		label ident.Label
		gist  string
		act   uint64
	}
	at := map[same]int{}
	for _, c := range f.drafting.Conveyed {
		if c.Whole && c.Mode != event.ModeBriefed || !isProposal(c.Label) {
			continue
		}
		k := same{c.Label, c.Gist, c.Act}
		i, there := at[k]
		if !there {
			i = len(f.ideas)
			at[k] = i
			idea := Idea{Label: c.Label, When: c.When, Words: c.Gist}
			for _, q := range c.Points {
				idea.Points = append(idea.Points, q.Number)
				if c.Gist == "" {
					idea.Words = strings.TrimSpace(idea.Words + " " + q.Body)
				}
			}
			f.ideas = append(f.ideas, idea)
		}
		for _, k := range c.Copies {
			if !slices.Contains(f.ideas[i].To, k.Party) {
				f.ideas[i].To = append(f.ideas[i].To, k.Party)
			}
		}
	}
	for i := range f.ideas {
		x := &f.ideas[i]
		for _, it := range f.drafting.Items {
			on := it.Reply != nil && it.Reply.On == x.Label || it.Position != nil && it.Position.On == x.Label
			if on && it.Live() && slices.ContainsFunc(it.Sponsors(), func(c ident.Code) bool { return slices.Contains(x.To, c) }) {
				x.Said = append(x.Said, it)
			}
		}
	}
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
