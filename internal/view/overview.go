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

// Overview is where the parties stand on the points of one text. A point that finds a
// party in different minds is one cell, and says the most and the least favourable. It
// ranks neither parties nor, in a room that is shared, points.
type Overview struct {
	Room    *room.State
	Shared  bool // no drafting room: only what was given and stated there
	Parties []ident.Code
	Points  []OverviewPoint
	Whole   []WholeMind // said of the text as a whole
	Counts  map[Status]int
	Total   int // points that are not deleted, the proposed ones aside
	Stale   int // points on which something was agreed that no longer stands
}

// OverviewPoint is a point, how it stands, and where each party stands on it.
type OverviewPoint struct {
	PointStatus
	Part     string // of the text, with its label
	Proposed bool   // it stands in no text yet: proposed, and not settled
	Cells    []Cell // of Overview.Parties, in their order
}

// Mind is how a party sees the words that the text has itself: of one bracket, or of the
// point as a whole.
type Mind struct {
	Bracket ident.Bracket // "" for the point as a whole
	Stance  event.Stance
	Label   ident.Label // under which it was given; "" where the text prints the party at the bracket, and for what was said at the table
	When    event.When  // zero where the text prints it
}

// Cell is where a party stands on a point.
type Cell struct {
	Minds       []Mind       // none: no position stated
	Best, Worst event.Stance // the most and the least favourable; the same where it is of one mind
	Reservation string       // with its last position
	Earlier     bool         // its last position was taken on words that have changed since
	Apart       bool         // nothing of it was stated in a plenary
}

// Mixed reports whether the brackets of the point find the party in different minds.
func (c *Cell) Mixed() bool { return c.Best != c.Worst }

// WholeMind is a party's position on the text as a whole.
type WholeMind struct {
	Party  ident.Code
	Stance event.Stance
	Label  ident.Label
}

// favour is the place of a stance among the six, the most favourable first.
func favour(s event.Stance) int { return slices.Index(event.Stances(), s) }

// Overlook draws up the overview of an instrument in the drafting room: of the working
// text with what the parties propose. plenaries are the plenary rooms that the viewer reads.
func Overlook(s *room.State, in *room.Instrument, text *bracket.Text, statuses []PointStatus, plenaries []*room.State) Overview {
	o := Overview{Room: s, Counts: map[Status]int{}}
	b := newBoard(s)
	b.plenaries = plenaries
	compiled := make(map[ident.Point]*bracket.Point, len(text.Points))
	for i := range text.Points {
		if q := &text.Points[i]; slices.Contains(q.Speaks, ident.Base) {
			compiled[q.ID] = q
		}
	}
	words := make(map[ident.Point]*room.Point, len(in.Points))
	for _, q := range in.Points {
		words[q.ID] = q
	}
	after := map[ident.Point][]*bracket.Point{} // the proposed points, by the text's own that they follow
	last := ident.Point("")
	for i := range text.Points {
		if q := &text.Points[i]; slices.Contains(q.Speaks, ident.Base) {
			last = q.ID
		} else {
			after[last] = append(after[last], q)
		}
	}
	propose := func(list []*bracket.Point) {
		for _, q := range list {
			p := OverviewPoint{PointStatus: PointStatus{ID: q.ID, Number: q.Spoken(), Heading: q.Heading.Reading(q.Speaks[0]), Status: StatusBrackets, Brackets: q.Heading.Count() + q.Wording.Count()},
				Part: partOf(q.PartLabel, q.Part), Proposed: true}
			if n := len(o.Points); p.Part == "" && n > 0 {
				p.Part = o.Points[n-1].Part
			}
			b.take(&p, q, [32]byte{})
			o.Points = append(o.Points, p)
		}
	}
	propose(after[""])
	for i := range statuses {
		st := statuses[i]
		p := OverviewPoint{PointStatus: st}
		if q := words[st.ID]; q != nil {
			p.Part = partOf(q.PartLabel, q.Part)
			b.take(&p, compiled[st.ID], s.Words(q.Heading, q.Body))
		}
		o.add(p)
		propose(after[st.ID])
	}
	b.fill(&o)
	return o
}

// OverlookRoom draws up the overview of a room that keeps no text: of what was given
// there last, with the positions stated there.
func OverlookRoom(s *room.State, statuses []PointStatus) Overview {
	o := Overview{Room: s, Shared: true, Counts: map[Status]int{}}
	b := newBoard(s)
	b.shared = true
	given, read := map[ident.Point]*event.Point{}, map[ident.Point]*bracket.Point{}
	for _, g := range slices.Backward(s.Given) {
		said := asGiven(s, g)
		for i := range g.Points {
			if id := g.Points[i].ID; given[id] == nil {
				given[id], read[id] = &g.Points[i], said[id]
			}
		}
		if g.Whole { // it takes the place of all that was given before
			break
		}
	}
	for i := range statuses {
		st := statuses[i]
		q := given[st.ID]
		if q == nil {
			continue
		}
		p := OverviewPoint{PointStatus: st, Part: partOf(q.PartLabel, q.Part)}
		b.take(&p, read[st.ID], s.Words(q.Heading, q.Body))
		o.add(p)
	}
	b.fill(&o)
	return o
}

func (o *Overview) add(p OverviewPoint) {
	o.Points = append(o.Points, p)
	if p.Status == StatusDeleted {
		return
	}
	o.Counts[p.Status]++
	o.Total++
	if len(p.Reopened) > 0 {
		o.Stale++
	}
}

// Brackets are all brackets of the text, and in how many points they stand, those
// that are proposed only among them.
func (o *Overview) Brackets() (brackets, points int) {
	for i := range o.Points {
		if n := o.Points[i].Brackets; n > 0 {
			brackets, points = brackets+n, points+1
		}
	}
	return brackets, points
}

func partOf(label, title string) string {
	if label != "" && title != "" {
		return label + ". " + title
	}
	return label + title
}

// board collects the minds of the parties.
type board struct {
	s         *room.State
	shared    bool // no drafting room
	plenaries []*room.State
	held      map[standpoint]*Cell
	latest    map[standpoint]said
	proposals map[ident.Point][]*room.Item
	parties   []*room.Party
	spoke     map[ident.Code]bool
	whole     map[ident.Code]WholeMind
}

type standpoint struct {
	point ident.Point
	party ident.Code
}

// said is what a party said of a point as a whole last.
type said struct {
	Mind
	reservation string
	words       [32]byte // that it was said of; zero where that is not known
}

// newBoard reads what stands of what the parties gave.
func newBoard(s *room.State) *board {
	b := &board{s: s, held: map[standpoint]*Cell{}, latest: map[standpoint]said{}, proposals: map[ident.Point][]*room.Item{}, parties: s.InOrder(), spoke: map[ident.Code]bool{}, whole: map[ident.Code]WholeMind{}}
	for _, it := range s.Items {
		if it.Proposal == nil && it.Position == nil || !it.Live() {
			continue
		}
		if it.Proposal != nil {
			at := it.Wants().Point
			b.proposals[at] = append(b.proposals[at], it)
			continue
		}
		for _, c := range it.Sponsors() {
			b.position(c, it)
		}
	}
	return b
}

func (b *board) position(c ident.Code, it *room.Item) {
	f := it.Position
	switch {
	case f.Point == "" && f.Whole:
		b.spoke[c] = true
		b.whole[c] = WholeMind{c, f.Stance, it.Label}
	case f.Point == "" || b.s.Item(f.On) != nil: // a view of a proposal: with it, or with nothing that the text says itself
	default:
		at := standpoint{f.Point, c}
		if was, is := b.latest[at]; !is || it.When.From >= was.When.From {
			b.latest[at] = said{Mind{"", f.Stance, it.Label, it.When}, f.Reservation, f.Hash}
		}
	}
}

// take takes the minds of all parties on a point whose words have this hash.
func (b *board) take(p *OverviewPoint, q *bracket.Point, words [32]byte) {
	cell := func(c ident.Code) *Cell {
		at := standpoint{p.ID, c}
		if b.held[at] == nil {
			b.held[at] = &Cell{}
			b.spoke[c] = true
		}
		return b.held[at]
	}
	if q != nil {
		printed(q, func(c ident.Code, m Mind) {
			x := cell(c)
			x.Minds = append(x.Minds, m)
		})
		b.kept(p.ID, cell)
	}
	if b.shared {
		b.proposed(p.ID, cell)
	}
	atTable := map[ident.Code]PartyStatus{}
	for _, w := range p.Parties {
		atTable[w.Party] = w
	}
	for _, y := range b.parties {
		c := y.Code
		l, stated := b.latest[standpoint{p.ID, c}]
		w, agreed := atTable[c]
		m, does := mindOf(w)
		switch {
		case agreed && does && (!stated || w.Agreed.When.From >= l.When.From):
			x := cell(c)
			x.Minds = append(x.Minds, m)
		case stated:
			x := cell(c)
			x.Reservation = l.reservation
			x.Earlier = l.words != [32]byte{} && l.words != words
			if l.Stance != event.NotStated {
				x.Minds = append(x.Minds, l.Mind)
			}
		case agreed && (w.Stands == room.StandsOther || w.Stands == room.StandsReopened):
			cell(c).Earlier = true
		}
	}
}

// mindOf is what a party's word at the table says; false where it is no position.
func mindOf(w PartyStatus) (Mind, bool) {
	switch w.Stands {
	case room.StandsAgreed:
		return Mind{Stance: event.Supports, When: w.Agreed.When}, true
	case room.StandsAdRef, room.StandsUnseen:
		return Mind{Stance: event.AdReferendum, When: w.Agreed.When}, true
	}
	return Mind{}, false
}

// proposed takes what parties propose in a room whose text is not compiled there.
func (b *board) proposed(point ident.Point, cell func(ident.Code) *Cell) {
	for _, it := range b.proposals[point] {
		if it.Met {
			continue
		}
		m := Mind{Stance: event.NeedsChange, Label: it.Label, When: it.When}
		switch it.Wants().Act {
		case "keep":
			m.Stance = event.Supports
		case "delete":
			m.Stance = event.Opposes
		}
		for _, c := range it.Sponsors() {
			x := cell(c)
			x.Minds = append(x.Minds, m)
		}
	}
}

// kept takes those who want a point kept as it is, where no bracket prints them.
func (b *board) kept(point ident.Point, cell func(ident.Code) *Cell) {
	for _, it := range b.proposals[point] {
		if it.Wants().Act != "keep" {
			continue
		}
		for _, c := range it.Sponsors() {
			if x := cell(c); len(x.Minds) == 0 {
				x.Minds = append(x.Minds, Mind{Stance: event.Supports, Label: it.Label, When: it.When})
			}
		}
	}
}

// printed says how the parties that a point prints at its brackets see the text's own
// words there: who retains them supports them, who would have the whole point taken out
// opposes them, who is printed at other words needs a change.
func printed(q *bracket.Point, take func(ident.Code, Mind)) {
	struck := func(b *bracket.Bracket, w bracket.Wording) bool { return len(w) == 1 && w[0].Bracket == b }
	whole := len(q.Wording) == 1 && q.Wording[0].Bracket != nil && slices.Contains(q.Speaks, ident.Base)
	each := func(b *bracket.Bracket) bool {
		for i := range b.Variants {
			v := &b.Variants[i]
			m := Mind{Bracket: b.Number, Stance: event.NeedsChange}
			switch {
			case slices.Contains(v.Holders, ident.Base):
				m.Stance = event.Supports
			case whole && len(v.Wording) == 0 && (struck(b, q.Wording) || struck(b, q.Heading)):
				m.Stance = event.Opposes
			}
			for _, c := range v.By {
				if c != ident.Base {
					take(c, m)
				}
			}
		}
		return true
	}
	q.Heading.Brackets(each)
	q.Wording.Brackets(each)
}

// fill puts the cells into the overview, in the printed order of the parties: all that may
// be asked, and whoever else spoke.
func (b *board) fill(o *Overview) {
	for _, q := range b.parties {
		if b.spoke[q.Code] || !slices.Contains(q.Roles, event.RoleMediator) && len(q.PartyIntroduced.Members) == 0 {
			o.Parties = append(o.Parties, q.Code)
		}
	}
	aloud := b.inPlenary()
	for i := range o.Points {
		p := &o.Points[i]
		p.Cells = make([]Cell, len(o.Parties))
		for k, c := range o.Parties {
			at := standpoint{p.ID, c}
			x := &p.Cells[k]
			if h := b.held[at]; h != nil {
				*x = *h
			}
			x.Best, x.Worst = event.NotStated, event.NotStated
			if len(x.Minds) > 0 {
				least := func(a, b Mind) int { return cmp.Compare(favour(a.Stance), favour(b.Stance)) }
				x.Best, x.Worst = slices.MinFunc(x.Minds, least).Stance, slices.MaxFunc(x.Minds, least).Stance
			}
			x.Apart = len(b.plenaries) > 0 && len(x.Minds) > 0 && !p.Proposed && !aloud[at]
		}
	}
	for _, c := range o.Parties {
		if w, is := b.whole[c]; is {
			o.Whole = append(o.Whole, w)
		}
	}
}

// inPlenary is on which points parties stated something in a plenary, or a text that was
// given there names them.
func (b *board) inPlenary() map[standpoint]bool {
	out := map[standpoint]bool{}
	if len(b.plenaries) == 0 {
		return out
	}
	is := map[ident.Room]bool{}
	for _, r := range b.plenaries {
		is[r.ID] = true
		for _, g := range slices.Backward(r.Given) { // a text that names them states it for them
			for id, q := range asGiven(r, g) {
				point := b.s.Behind(r.ID, id)
				printed(q, func(c ident.Code, _ Mind) { out[standpoint{point, c}] = true })
			}
			if g.Whole {
				break
			}
		}
	}
	for _, it := range b.s.Items {
		if !is[it.Source.Room] || !it.Live() {
			continue
		}
		point := ident.Point("")
		switch {
		case it.Proposal != nil:
			point = it.Wants().Point
		case it.Position != nil:
			point = it.Position.Point
		}
		for _, c := range it.Sponsors() {
			out[standpoint{point, c}] = true
		}
	}
	for _, g := range b.s.Agreed {
		if is[g.Source.Room] {
			for _, c := range g.Parties {
				out[standpoint{g.Point, c}] = true
			}
		}
	}
	return out
}

// SayCell says in words where a party stands on a point: "mixed: supports 10a; 10b needs
// change".
func SayCell(c *Cell) string {
	var out []string
	switch {
	case len(c.Minds) == 0:
		out = append(out, SayStance(event.NotStated))
	case !c.Mixed():
		out = append(out, SayStance(c.Best))
	default:
		out = append(out, "mixed: "+sayMinds(c.Minds))
	}
	if c.Reservation != "" {
		out = append(out, c.Reservation+" reservation")
	}
	if c.Earlier {
		out = append(out, "last position taken on earlier words")
	}
	if c.Apart {
		out = append(out, "not stated in plenary")
	}
	return strings.Join(out, "; ")
}

// sayMinds joins what is said of each bracket, the most favourable first.
func sayMinds(minds []Mind) string {
	var out []string
	for _, st := range event.Stances() {
		var at []string
		for _, m := range minds {
			if m.Stance != st {
				continue
			}
			name := orText(string(m.Bracket), "the point")
			if !slices.Contains(at, name) {
				at = append(at, name)
			}
		}
		if len(at) == 0 {
			continue
		}
		switch st {
		case event.NeedsChange:
			out = append(out, "needs change in "+strings.Join(at, ", "))
		case event.CanLiveWith:
			out = append(out, "can live with "+strings.Join(at, ", "))
		default:
			out = append(out, SayStance(st)+" "+strings.Join(at, ", "))
		}
	}
	return strings.Join(out, ", ")
}

// SayStance writes a position in words.
func SayStance(s event.Stance) string { return strings.ReplaceAll(string(s), "-", " ") }
