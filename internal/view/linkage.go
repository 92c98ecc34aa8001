package view

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/pattern"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

// Ground is what the linkages of a room are looked at on: the text of one instrument
// as it is compiled, and how its points stand. In a room that keeps no text it is what
// was given there last.
type Ground struct {
	Text   bracket.Text
	Points []PointStatus
	Dark   map[ident.Point]string // points of whose words nothing can be said, and why
}

// Linkage is a linkage that stands, or a reservation until another point is agreed, and
// whether it holds.
type Linkage struct {
	Item   *room.Item
	Reads  linkage.Linkage // with the numbers that the points have now
	Result linkage.Result
	Link   linkage.Link
}

// Linkages are the linkages of a room that stand, in the order in which they were
// given, with the reservations that wait for another point.
func Linkages(s *room.State, grounds []Ground) (out []Linkage) {
	for _, it := range s.Items {
		if !it.Live() {
			continue
		}
		f := it.Linkage
		if f == nil {
			if f = pendingOn(s, it); f == nil {
				continue
			}
		}
		l, err := linkage.Parse(f.Condition)
		if err != nil { // it was parsed before it was recorded
			continue
		}
		x := lookup{s, grounds, it, f}
		v := Linkage{Item: it, Link: linkage.Link{Label: string(it.Label), If: l.If, At: x.subject}}
		for _, ref := range l.Targets {
			if on := x.linked(ref, ""); on != nil && on.Point != "" {
				v.Link.Targets = append(v.Link.Targets, on.Point)
			}
		}
		v.Result = linkage.Evaluate(l.If, x.subject)
		v.Reads = l.Renamed(x.nowCalled)
		out = append(out, v)
	}
	return out
}

var pending = pattern.New(`(?i)^\s*pending\s+(?:the\s+outcome\s+of\s+)?(?:points?\s+|article\s+)?(.{1,40}?)\s*$`)

// pendingOn is a reservation until another point is agreed as a linkage: nil of any
// other item.
func pendingOn(s *room.State, it *room.Item) *event.LinkageGiven {
	if it.Position == nil || it.Position.Point == "" {
		return nil
	}
	m := pending.Regexp().FindStringSubmatch(it.Position.Reservation)
	if m == nil {
		return nil
	}
	on, found := pointCalled(s, m[1])
	if !found {
		return nil
	}
	l := linkage.Linkage{Targets: []string{"target"}, If: linkage.Expr{Atom: linkage.Atom{Ref: "other", Test: linkage.Agreed}}}
	return &event.LinkageGiven{Common: it.Common, Condition: l.String(), On: []event.Linked{{Ref: "target", Point: it.Position.Point}, {Ref: "other", Point: on}}}
}

// pointCalled finds a point of the room by what people call it.
func pointCalled(s *room.State, spec string) (ident.Point, bool) {
	for _, in := range s.Instruments {
		if q, err := in.FindPoint(spec); err == nil {
			return q.ID, true
		}
	}
	for _, g := range slices.Backward(s.Given) {
		for i := range g.Points {
			if g.Points[i].Number == spec || string(g.Points[i].ID) == spec {
				return g.Points[i].ID, true
			}
		}
	}
	return "", false
}

// lookup finds what one linkage names.
type lookup struct {
	s       *room.State
	grounds []Ground
	item    *room.Item
	given   *event.LinkageGiven
}

// linked is what a name in the linkage stands for; text is of "stays as in".
func (x *lookup) linked(ref, text string) *event.Linked {
	var plain *event.Linked
	for i := range x.given.On {
		on := &x.given.On[i]
		switch {
		case on.Ref != ref:
		case string(on.Text) == text:
			return on
		case on.Text == "":
			plain = on
		}
	}
	return plain
}

// nowCalled is how a point or bracket is called now.
func (x *lookup) nowCalled(ref string) string {
	on := x.linked(ref, "")
	if on == nil {
		for i := range x.given.On {
			if x.given.On[i].Ref == ref {
				on = &x.given.On[i]
			}
		}
	}
	if on == nil || on.Point == "" {
		return ref
	}
	if on.Bracket != "" {
		if p, _ := x.point(on.Point); p != nil {
			if b := x.bracket(p, on); b != nil {
				return string(b.Number)
			}
		}
		return on.Bracket
	}
	if n := x.s.NumberOf(on.Point); n != "" {
		return n
	}
	return ref
}

// point is a point as it is compiled, and how it stands.
func (x *lookup) point(id ident.Point) (*bracket.Point, *PointStatus) {
	for i := range x.grounds {
		g := &x.grounds[i]
		st := slices.IndexFunc(g.Points, func(p PointStatus) bool { return p.ID == id })
		if st < 0 {
			continue
		}
		return g.Text.Point(id), &g.Points[st]
	}
	return nil, nil
}

// dark is why nothing can be said of a point's words, "" where it can.
func (x *lookup) dark(id ident.Point) string {
	for i := range x.grounds {
		if why := x.grounds[i].Dark[id]; why != "" {
			return why
		}
	}
	return ""
}

// subject says how the point or bracket of a condition stands.
func (x *lookup) subject(a linkage.Atom) linkage.Subject {
	text := ""
	if a.Test == linkage.Stays {
		text = a.Words
	}
	on := x.linked(a.Ref, text)
	if on == nil || on.Point == "" {
		return linkage.Subject{Unknown: "it is no point of the text"}
	}
	out := linkage.Subject{ID: on.Point, As: linkage.WholeText(on.Heading, on.Body), Unknown: x.dark(on.Point)}
	if on.Heading+on.Body == "" && a.Test == linkage.Stays && on.Bracket == "" {
		out.Unknown = "its words had not been given then"
	}
	p, st := x.point(on.Point)
	if st == nil {
		out.Deleted = true
		return out
	}
	switch st.Status {
	case StatusDeleted:
		out.Deleted = true
		return out
	case StatusProvisionally, StatusHere:
		out.Agreed = linkage.True
	}
	if p == nil {
		if out.Unknown == "" {
			out.Unknown = "its words were not given"
		}
		return out
	}
	out.Wording = linkage.Whole(p.Heading, p.Wording)
	if on.Bracket == "" {
		return out
	}
	if len(on.Variants) == 1 {
		out.As = on.Variants[0]
	}
	if b := x.bracket(p, on); b != nil {
		out.Bracket = b.Number
		if a.Test == linkage.Stays {
			out.Unknown = "it is open"
		}
		return out
	}
	out.Unknown = orText(out.Unknown, "bracket "+on.Bracket+" is no longer there")
	if w, ok := x.settledOn(on); ok {
		out.Settled, out.Bracket, out.Unknown = &w, ident.Bracket(on.Bracket), ""
	}
	return out
}

func orText(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// bracket is the bracket of a point that a linkage named when it was given: the one
// that shares most of the variants that it had then; nil where none shares any.
func (x *lookup) bracket(p *bracket.Point, on *event.Linked) (found *bracket.Bracket) {
	most := 0
	look := func(b *bracket.Bracket) bool {
		n := 0
		for i := range b.Variants {
			if slices.Contains(on.Variants, plainReading(b.Variants[i].Wording)) {
				n++
			}
		}
		if n > most || n == most && n > 0 && string(b.Number) == on.Bracket {
			found, most = b, n
		}
		return true
	}
	p.Heading.Brackets(look)
	p.Wording.Brackets(look)
	return found
}

// VariantsOf are how a bracket can be read, as linkages keep it.
func VariantsOf(b *bracket.Bracket) (out []string) {
	for i := range b.Variants {
		out = append(out, plainReading(b.Variants[i].Wording))
	}
	return out
}

// plainReading is a variant with the words of its own first variants.
func plainReading(w bracket.Wording) string {
	var b strings.Builder
	for _, it := range w {
		if it.Bracket == nil {
			b.WriteString(it.Words)
		} else {
			b.WriteString(plainReading(it.Bracket.Variants[0].Wording))
		}
	}
	return words.Normalise(b.String())
}

// settledOn is what a bracket was settled on since the linkage was given.
func (x *lookup) settledOn(on *event.Linked) (string, bool) {
	for _, d := range slices.Backward(x.s.Settled) {
		if d.Point != on.Point || d.Seq < x.item.Seq || d.How != event.Chosen && d.How != event.Bridged {
			continue
		}
		for _, v := range d.Variants {
			if slices.Contains(on.Variants, words.Normalise(v.Words)) {
				return words.Normalise(d.Words), true
			}
		}
	}
	return "", false
}

// GivenGround is what the linkages of a room that keeps no text are looked at on: the
// words that were given there last. Of words with brackets in them nothing is said.
func GivenGround(s *room.State, now int64) Ground {
	out := Ground{Points: RoomStatuses(s, now), Dark: map[ident.Point]string{}}
	for i := range out.Points {
		id := out.Points[i].ID
		q, _ := s.LastGiven(id)
		if q == nil || q.Deleted {
			continue
		}
		if strings.Contains(q.Heading+q.Body, "[") {
			out.Dark[id] = "it was given with brackets"
		}
		p := bracket.Point{ID: id, Number: q.Number}
		if q.Heading != "" {
			p.Heading = bracket.Wording{{Words: q.Heading}}
		}
		if q.Body != "" {
			p.Wording = bracket.Wording{{Words: q.Body}}
		}
		out.Text.Points = append(out.Text.Points, p)
	}
	return out
}

// Links are linkages as they are looked at together.
func Links(list []Linkage) (out []linkage.Link) {
	for i := range list {
		out = append(out, list[i].Link)
	}
	return out
}

// AgreedOn are the agreements that stand and were given on the words of other points, as
// links: they no longer stand if one of those points falls.
func AgreedOn(s *room.State) (out []linkage.Link) {
	for _, g := range s.Agreed {
		if g.Reopened != nil || !bound(g.Agreement) {
			continue
		}
		var of []linkage.Expr
		ids := map[string]ident.Point{}
		for _, b := range g.Bound {
			ids[string(b.Point)] = b.Point
			of = append(of, linkage.Expr{Atom: linkage.Atom{Ref: string(b.Point), Test: linkage.Contains}})
		}
		if len(of) == 0 {
			continue
		}
		e := of[0]
		if len(of) > 1 {
			e = linkage.Expr{Op: linkage.And, Of: of}
		}
		out = append(out, linkage.Link{Label: "what " + list(g.Parties) + " agreed", Targets: []ident.Point{g.Point}, If: e,
			At: func(a linkage.Atom) linkage.Subject { return linkage.Subject{ID: ids[a.Ref], Unknown: "it stands"} }})
	}
	return out
}
