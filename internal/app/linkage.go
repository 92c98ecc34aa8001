package app

import (
	"context"
	"slices"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// named is a name in a linkage, and as in which text it stays.
type named struct {
	ref  string
	text ident.Label
}

// namesIn are the names in a linkage that have to be found, each once.
func namesIn(l linkage.Linkage) (out []named) {
	add := func(n named) {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, t := range l.Targets {
		add(named{ref: t})
	}
	for _, a := range l.If.Atoms() {
		add(named{ref: a.Ref})
		if a.Test == linkage.Stays && a.Words != "" {
			add(named{a.Ref, ident.Label(a.Words)})
		}
	}
	return out
}

// placeLinkage finds what a linkage names, for the party's room (g) and for the
// drafting room (here).
func (g *Gift) placeLinkage(t *room.State, drafting *part, here *Gift, actor ident.Person) error {
	l, err := linkage.Parse(g.Linkage.Condition)
	if err != nil {
		return err
	}
	g.Linkage.On, here.Linkage.On = nil, nil
	for _, n := range namesIn(l) {
		against := ""
		if n.text != "" {
			against = string(t.Canonical(n.text))
		}
		there := event.Linked{Ref: n.ref, Text: n.text}
		x, err := placePoint(t, drafting, n.ref, against, actor)
		if err != nil {
			point, letters := bracketCalled(n.ref)
			if letters == "" {
				return err
			}
			var e error
			if x, e = placePoint(t, drafting, point, against, actor); e != nil {
				return err
			}
			if !x.brackets && (drafting == nil || !drafting.state.Reads(actor)) { // it was given none
				return err
			}
			there.Bracket = n.ref
		}
		there.Point, there.Heading, there.Body = x.local, x.localText.Heading, x.localText.Body
		ours := there
		ours.Point, ours.Heading, ours.Body = x.own, x.base.Heading, x.base.Body
		if drafting != nil {
			if err := linkedOurs(drafting.state, &ours, x.against == "", actor); err != nil {
				return err
			}
		}
		g.Linkage.On, here.Linkage.On = append(g.Linkage.On, there), append(here.Linkage.On, ours)
	}
	return nil
}

// linkedOurs completes what a name stands for in the drafting room. A bracket that is
// not there is told to whoever reads that room.
func linkedOurs(s *room.State, on *event.Linked, notGiven bool, actor ident.Person) error {
	for _, in := range s.Instruments {
		q := in.Point(on.Point)
		if q == nil {
			continue
		}
		if notGiven && on.Text == "" {
			on.Heading, on.Body = q.Heading, q.Body
		}
		if on.Bracket == "" {
			continue
		}
		text, _, err := compileItems(s, in, func(*room.Item) bool { return true })
		if err != nil {
			return err
		}
		if b := bracketOf(&text, on.Bracket); b != nil {
			on.Variants = view.VariantsOf(b)
		} else if s.Reads(actor) {
			return fault.NotFoundf("there is no bracket %s in the text as it stands; nothing was recorded", on.Bracket).WithHint("nonpaper show %s prints the brackets of the point with their letters.", q.Number)
		}
	}
	return nil
}

func bracketOf(text *bracket.Text, number string) (found *bracket.Bracket) {
	for i := range text.Points {
		look := func(b *bracket.Bracket) bool {
			if flat(string(b.Number)) == flat(number) {
				found = b
			}
			return found == nil
		}
		if text.Points[i].Heading.Brackets(look) {
			text.Points[i].Wording.Brackets(look)
		}
	}
	return found
}

// bracketCalled divides the name of a bracket into its point's and its letters.
func bracketCalled(ref string) (point, letters string) {
	point = strings.TrimRight(ref, "abcdefghijklmnopqrstuvwxyz")
	return strings.TrimSpace(point), ref[len(point):]
}

// OwnLinkage records a linkage of the mediator's own, in the drafting room and nowhere
// else.
func (p *Process) OwnLinkage(ctx context.Context, a Actor, when event.When, f event.LinkageGiven) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		l, err := linkage.Parse(f.Condition)
		if err != nil {
			return err
		}
		f.On = nil
		for _, n := range namesIn(l) {
			on, err := ownPoint(t.state, n)
			if err != nil {
				return err
			}
			if err := linkedOurs(t.state, on, false, w.actor.Person); err != nil {
				return err
			}
			f.On = append(f.On, *on)
		}
		if err := w.record(t, room.GiveLinkage{LinkageGiven: f}); err != nil {
			return err
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// ownPoint is what a name stands for in the working texts of a drafting room.
func ownPoint(s *room.State, n named) (*event.Linked, error) {
	point, letters := bracketCalled(n.ref)
	for _, spec := range []string{n.ref, point} {
		for _, in := range s.Instruments {
			q, err := in.FindPoint(spec)
			if err != nil || spec != n.ref && letters == "" {
				continue
			}
			on := &event.Linked{Ref: n.ref, Text: n.text, Point: q.ID, Heading: q.Heading, Body: q.Body}
			if spec != n.ref {
				on.Bracket = n.ref
			}
			if n.text == "" {
				return on, nil
			}
			if t := s.Text(s.Canonical(n.text)); t != nil {
				for i := range t.Points {
					if t.Points[i].ID == q.ID {
						on.Heading, on.Body = t.Points[i].Heading, t.Points[i].Body
						return on, nil
					}
				}
			}
			return nil, fault.NotFoundf("point %s does not stand in a text %q of ours; nothing was recorded", q.Number, n.text).WithHint("Try: nonpaper text list")
		}
	}
	return nil, fault.NotFoundf("no point and no bracket %s stands in the working text; nothing was recorded", n.ref).WithHint("nonpaper text show prints the points, nonpaper show their brackets.")
}

// Linkages are the linkages of a room that stand, and what they are looked at on.
type Linkages struct {
	Room    *room.State
	List    []view.Linkage
	Grounds []view.Ground
}

// Linkages looks at the linkages of a room: in the drafting room on the working text as
// it is compiled with what the parties propose, elsewhere on what was given there.
func (p *Process) Linkages(ctx context.Context, a Actor, at Place, asOf AsOf) (*Linkages, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, at, asOf)
	if err != nil {
		return nil, err
	}
	out := &Linkages{Room: s}
	if out.Grounds, _, err = grounds(collating, s, p.Moment(asOf)); err != nil {
		return nil, err
	}
	out.List = view.Linkages(s, out.Grounds)
	return out, nil
}

// grounds are what the linkages of a room are looked at on, by instrument, and the
// proposals in each that are to be carried over.
func grounds(collating collating, s *room.State, now int64) (out []view.Ground, waiting [][]*room.Item, err error) {
	if len(s.Instruments) == 0 {
		return []view.Ground{view.GivenGround(s, now)}, [][]*room.Item{nil}, nil
	}
	for _, in := range s.Instruments {
		text, _, pending, err := compileSaid(collating, s, in, func(*room.Item) bool { return true })
		if err != nil {
			return nil, nil, err
		}
		points := view.Statuses(s, in, &text, pending, now, func(b *bracket.Bracket) [32]byte { return BracketHash(s, b) })
		out, waiting = append(out, view.Ground{Text: text, Points: points}), append(waiting, pending)
	}
	return out, waiting, nil
}
