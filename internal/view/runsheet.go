package view

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// RunSheet is how a meeting is to run: its points in their order, with the papers of each,
// who speaks to it, how it stands and what is to be decided; what is to be handed out; and
// what ends before the meeting does.
type RunSheet struct {
	Meeting  Listed
	Points   []RunPoint
	HandOut  []HandOut
	Silences []*room.Silence // that end before the meeting does
	Due      []Due           // open deadlines that end before it does
	Until    int64           // the end of the meeting, or of its day, Unix µs; 0 for an undated one
}

// RunPoint is a point that is to be taken.
type RunPoint struct {
	Number  string
	Heading string
	Status  *PointStatus // nil where nothing can be said of it
	Open    []Open       // its brackets, where the text is at hand
	Papers  []Paper      // in which words those who take part have it
	Items   []*room.Item // proposals and concerns on it that stand
	Speak   []Speaker
	Pens    []*room.Pen // who drafts it
	Worded  *room.About // by whom its words were given last; nil where that is not known
}

// Open is a bracket, and who holds what.
type Open struct {
	Number   ident.Bracket
	Parked   bool
	Variants []VariantHeld
}

// VariantHeld is a variant, and who stands at it.
type VariantHeld struct {
	Words string
	By    []ident.Code // none: the text's own
}

// Paper is under which label some of those who take part were given a point last.
type Paper struct {
	Label ident.Label
	To    []ident.Code
}

// Speaker is somebody who spoke to a point on record for a party.
type Speaker struct {
	Party  ident.Code
	Person ident.Person
}

// HandOut is a text that some of those who take part were not given yet.
type HandOut struct {
	Label ident.Label
	To    []ident.Code
	Have  []ident.Label // what each of them was given last, "" for nothing
}

// Around is what a run sheet is drawn from beside the meeting: the drafting room with its
// text, or the meeting's own room alone.
type Around struct {
	Drafting *room.State   // nil: the meeting's room alone
	Texts    []Ground      // of the drafting room
	Given    []PointStatus // of the meeting's room, where it is alone
	Parked   func(*bracket.Bracket) bool
	Now      int64
}

// NewRunSheet draws up a run sheet.
func NewRunSheet(m Listed, a *Around) RunSheet {
	out := RunSheet{Meeting: m}
	if m.On.From != 0 {
		out.Until = endOf(&m.On)
	}
	with := takingPart(m)
	s := a.Drafting
	if s == nil {
		s = m.Room
	}
	for _, local := range m.Points {
		id := local
		if a.Drafting != nil && m.Room != a.Drafting {
			id = a.Drafting.Behind(m.Room.ID, local)
		}
		p := RunPoint{Number: orText(m.Room.NumberOf(local), string(local))}
		a.point(&p, m.Room, local, id, with)
		out.Points = append(out.Points, p)
	}
	if a.Drafting != nil {
		out.HandOut = handOut(a.Drafting, with)
	}
	ends := func(at int64) bool { return at > a.Now && out.Until != 0 && at <= out.Until }
	for _, x := range s.Silences {
		if ends(x.Until) && !x.Broken() {
			out.Silences = append(out.Silences, x)
		}
	}
	rooms := []*room.State{m.Room}
	if a.Drafting != nil && a.Drafting != m.Room {
		rooms = append(rooms, a.Drafting)
	}
	for _, d := range Deadlines(rooms, a.Now) {
		if d.Status == DueOpen && ends(d.Until) {
			out.Due = append(out.Due, d)
		}
	}
	return out
}

// endOf is the last moment that a date may mean, of one without an end that of its day.
func endOf(d *event.Date) int64 {
	if d.To != 0 && d.Precision != event.ToDay && d.Precision != event.ToMonth {
		return d.To
	}
	shift := int64(d.Offset) * 60_000_000
	at := max(d.From, d.To) + shift
	return at - at%day + day - 1 - shift
}

// takingPart are the parties that take part in a meeting, in printed order.
func takingPart(m Listed) (out []ident.Code) {
	for _, w := range m.With {
		code := w.Party
		if code == "" && w.Person != "" {
			code = m.Room.PartyOf(w.Person)
		}
		if p := m.Room.Parties[code]; p != nil && slices.Contains(p.Roles, event.RoleMediator) {
			continue
		}
		if code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	slices.SortFunc(out, m.Room.Compare)
	return out
}

// point says of one point what is on record.
func (a *Around) point(p *RunPoint, in *room.State, local, id ident.Point, with []ident.Code) {
	s := a.Drafting
	if s == nil {
		s, id = in, local
		for i := range a.Given {
			if a.Given[i].ID == local {
				p.Status, p.Heading = &a.Given[i], a.Given[i].Heading
			}
		}
		if _, label := in.LastGiven(local); label != "" {
			p.Papers = append(p.Papers, Paper{Label: label})
		}
	} else {
		for i := range a.Texts {
			a.ofText(p, &a.Texts[i], id)
		}
		for _, in := range s.Instruments {
			if q := in.Point(id); q != nil {
				p.Number, p.Heading, p.Worded = q.Number, q.Heading, &q.Changed
				p.Papers = papersOf(s, in, id, with)
			}
		}
	}
	p.Pens = PenOn(s, "", []ident.Point{id})
	if s != in {
		p.Pens = append(p.Pens, PenOn(in, "", []ident.Point{local})...)
	}
	revised := s.Revised()
	for _, it := range s.Items {
		if !it.Live() || revised[it] != nil || id == "" || !slices.Contains(it.Points(), id) {
			continue
		}
		if it.Proposal != nil || it.Concern != nil {
			p.Items = append(p.Items, it)
		}
		if it.Speaker == "" {
			continue
		}
		x := Speaker{s.PartyOf(it.Speaker), it.Speaker}
		if (len(with) == 0 || slices.Contains(with, x.Party)) && !slices.Contains(p.Speak, x) {
			p.Speak = append(p.Speak, x)
		}
	}
	slices.SortStableFunc(p.Speak, func(x, y Speaker) int { return s.Compare(x.Party, y.Party) })
}

// ofText takes how a point stands in a text, and its brackets.
func (a *Around) ofText(p *RunPoint, g *Ground, id ident.Point) {
	for i := range g.Points {
		if g.Points[i].ID == id {
			p.Status = &g.Points[i]
		}
	}
	q := g.Text.Point(id)
	if q == nil {
		return
	}
	add := func(b *bracket.Bracket) bool {
		o := Open{Number: b.Number, Parked: a.Parked != nil && a.Parked(b)}
		for i := range b.Variants {
			v := VariantHeld{Words: plainReading(b.Variants[i].Wording)}
			for _, c := range b.Variants[i].By {
				if c != ident.Base {
					v.By = append(v.By, c)
				}
			}
			o.Variants = append(o.Variants, v)
		}
		p.Open = append(p.Open, o)
		return true
	}
	q.Heading.Brackets(add)
	q.Wording.Brackets(add)
}

// papersOf says under which label each of some parties was given a point last.
func papersOf(s *room.State, in *room.Instrument, id ident.Point, with []ident.Code) (out []Paper) {
	for _, c := range with {
		label := LastGiven(s, c, in.Instrument).Labels[id]
		if i := slices.IndexFunc(out, func(p Paper) bool { return p.Label == label }); i >= 0 {
			out[i].To = append(out[i].To, c)
		} else {
			out = append(out, Paper{label, []ident.Code{c}})
		}
	}
	return out
}

// handOut finds, of each instrument, the last circulated text, and who of some parties was
// not given it.
func handOut(s *room.State, with []ident.Code) (out []HandOut) {
	for _, in := range s.Instruments {
		var last *room.Text
		for _, t := range s.Texts {
			if t.Instrument == in.Instrument {
				last = t
			}
		}
		if last == nil {
			continue
		}
		h := HandOut{Label: last.Label}
		for _, c := range with {
			if slices.ContainsFunc(s.Conveyed, func(x *room.Conveyed) bool {
				return x.From == last.Label && x.Whole && x.Mode.Leaves() && slices.ContainsFunc(x.Copies, func(k event.Copy) bool { return k.Party == c && !k.Own })
			}) {
				continue
			}
			h.To, h.Have = append(h.To, c), append(h.Have, LastGiven(s, c, in.Instrument).Label)
		}
		if len(h.To) > 0 {
			out = append(out, h)
		}
	}
	return out
}
