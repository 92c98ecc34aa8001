package compile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/align"
	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// place matches the points of every version with the base's and lays out the
// slots: the base's points in its order, each addition after the point that it
// follows in its own text.
func (c *compilation) place() []plan.Note {
	base := &c.in.Base
	texts := make([]plan.Text, len(c.versions))
	matches := make([][]align.Match, len(c.versions))
	var notes []plan.Note
	var ready *align.Base
	if !c.in.Named {
		ready = align.NewBase(*base)
	}
	for i, v := range c.versions {
		if c.in.Named {
			texts[i], matches[i] = v.Text, align.Named(*base, v.Text)
			continue
		}
		var overrules []align.Overrule
		for _, o := range c.in.Matches {
			if o.Code == "" || o.Code == v.Code {
				overrules = append(overrules, o)
			}
		}
		texts[i] = v.Text
		var said []plan.Note
		matches[i], said = ready.Points(v.Text, overrules)
		for _, n := range said {
			notes = append(notes, plan.Note{Line: n.Line, Text: fmt.Sprintf("%s: %s", v.Code, n.Text)})
		}
	}
	ids := names{taken: map[ident.Point]bool{}, given: map[ident.Point]bool{}}
	for i := range base.Points {
		ids.given[base.Points[i].ID] = true
	}
	c.slots = make([]slot, len(base.Points))
	for i := range base.Points {
		p := &base.Points[i]
		c.slots[i] = slot{id: ids.of(p), point: *p, base: true, has: map[ident.Code]*plan.Point{ident.Base: p}}
	}
	slotOf := make([][]int, len(c.versions)) // per version, per point
	for i, ms := range matches {
		slotOf[i] = make([]int, len(ms))
		for k, m := range ms {
			slotOf[i][k] = m.Base
			if m.Base >= 0 {
				c.slots[m.Base].has[c.versions[i].Code] = &texts[i].Points[k]
			}
		}
	}
	after := c.add(align.Additions(texts, matches), texts, slotOf, ids)
	c.absences(matches)
	c.sequences(texts, matches, slotOf)
	c.order(after)
	return notes
}

// add makes a slot for every addition and returns for each base point, and for
// the beginning (-1), the slots that follow it.
func (c *compilation) add(groups [][]align.Place, texts []plan.Text, slotOf [][]int, ids names) map[int][]int {
	after := map[int][]int{}
	for _, g := range groups {
		first := g[0]
		p := &texts[first.Version].Points[first.Point]
		s := slot{point: *p, has: map[ident.Code]*plan.Point{}}
		in, placed := c.versions[first.Version].Places[p.ID]
		before := -1
		if placed {
			before = slices.IndexFunc(c.in.Base.Points, func(b plan.Point) bool { return b.ID == in.After && in.After != "" })
			s.rank = in.Rank
		} else {
			before = c.before(first, texts[first.Version].Points, slotOf[first.Version])
		}
		for _, pl := range g {
			s.has[c.versions[pl.Version].Code] = &texts[pl.Version].Points[pl.Point]
			slotOf[pl.Version][pl.Point] = len(c.slots)
		}
		if placed {
			s.id = ids.of(&s.point)
		} else {
			c.number(&s, before, len(after[before]), ids)
		}
		after[before] = append(after[before], len(c.slots))
		c.slots = append(c.slots, s)
	}
	return after
}

// before finds the base's point that an addition follows, -1 for none: the one
// that its number names (9 bis), else the one at which the point before it in
// its own text stands, else the one before that at which the next one stands.
func (c *compilation) before(at align.Place, points []plan.Point, slotOf []int) int {
	if n, ok := plan.ParseNumber(points[at.Point].Number); ok {
		for i, m := range c.baseNumbers() {
			if n.AddedTo(m) {
				return i
			}
		}
	}
	inBase := func(k int) bool { return slotOf[k] >= 0 && slotOf[k] < len(c.in.Base.Points) }
	for k := at.Point - 1; k >= 0; k-- {
		if inBase(k) {
			return slotOf[k]
		}
	}
	for k := at.Point + 1; k < len(points); k++ {
		if inBase(k) {
			return slotOf[k] - 1
		}
	}
	return len(c.in.Base.Points) - 1
}

// baseNumbers are the base's printed numbers taken apart, once for all
// additions.
func (c *compilation) baseNumbers() []plan.Number {
	if c.numbers == nil {
		c.numbers = make([]plan.Number, len(c.in.Base.Points))
		for i := range c.numbers {
			c.numbers[i], _ = plan.ParseNumber(c.in.Base.Points[i].Number)
		}
	}
	return c.numbers
}

// addedTo reports whether a printed number says that the point comes behind
// another: 9 bis behind 9.
func addedTo(number, other string) bool {
	n, ok := plan.ParseNumber(number)
	m, known := plan.ParseNumber(other)
	return ok && known && n.AddedTo(m)
}

// Latin ordinals for what is added after a point (UN Editorial Manual; live
// practice uses them for additions).
var ordinals = []string{"bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"}

// number gives an addition its identity and the number it is printed under,
// which follow the base's point before it: 24 bis.
func (c *compilation) number(s *slot, before, nth int, ids names) {
	ordinal := fmt.Sprintf("add %d", nth+1)
	if nth < len(ordinals) {
		ordinal = ordinals[nth]
	}
	switch s.point.Kind {
	case plan.KindPoint, plan.KindDefinition:
	default: // an annex, a note or a preamble keeps what it is called
		s.id = ids.of(&s.point)
		return
	}
	number := "0"
	s.point.Label = ""
	if before >= 0 {
		b := &c.in.Base.Points[before]
		s.point.Part, s.point.PartLabel = b.Part, b.PartLabel
		s.point.Label = b.Label
		if b.Number != "" {
			number = b.Number
		}
		if s.point.ID == "" {
			s.point.ID = ident.Point(string(c.slots[before].id) + strings.ReplaceAll(ordinal, " ", ""))
		}
	} else if len(c.in.Base.Points) > 0 {
		s.point.Part, s.point.PartLabel = c.in.Base.Points[0].Part, c.in.Base.Points[0].PartLabel
	}
	if given := s.point.Number; before < 0 || !addedTo(given, c.in.Base.Points[before].Number) || c.numbered(given) {
		s.point.Number = number + " " + ordinal
	}
	s.id = ids.of(&s.point)
}

// numbered reports whether a slot has that printed number already.
func (c *compilation) numbered(number string) bool {
	return slices.ContainsFunc(c.slots, func(s slot) bool { return s.point.Number == number })
}

// absences notes which complete texts have no point at a slot of the base. A
// point that another point of the text answers as well is not absent.
func (c *compilation) absences(matches [][]align.Match) {
	for i, v := range c.versions {
		if !v.Text.Complete {
			continue
		}
		answered := map[int]bool{}
		for _, m := range matches[i] {
			for _, a := range m.Answers {
				answered[a] = true
			}
		}
		for k := range c.in.Base.Points {
			if s := &c.slots[k]; s.has[v.Code] == nil && !answered[k] {
				s.absent = append(s.absent, v.Code)
			}
		}
	}
}

// sequences writes down where each point of each text stands.
func (c *compilation) sequences(texts []plan.Text, matches [][]align.Match, slotOf [][]int) {
	base := make([]bracket.Place, len(c.in.Base.Points))
	for i := range base {
		base[i] = placeOf(&c.in.Base.Points[i], c.slots[i].id)
	}
	c.out.Sequence[ident.Base] = base
	for i, v := range c.versions {
		seq := make([]bracket.Place, len(matches[i]))
		for k, m := range matches[i] {
			p := &texts[i].Points[k]
			to := placeOf(p, c.slots[slotOf[i][k]].id)
			to.Sure, to.Why = m.Sure, m.Why
			for _, a := range m.Answers {
				to.Answers = append(to.Answers, c.slots[a].id)
			}
			to.NoHeading, to.NoWording = noHeading(c.headed[v.Code], p), noWording(p)
			if p.Act == plan.ActDelete {
				to.Heading, to.NoHeading = p.Heading, true
			}
			seq[k] = to
		}
		c.out.Sequence[v.Code] = seq
	}
}

func placeOf(p *plan.Point, id ident.Point) bracket.Place {
	return bracket.Place{
		ID: id, Own: p.ID, Kind: p.Kind, Label: p.Label, Number: p.Number,
		PartLabel: p.PartLabel, Part: p.Part, Act: p.Act, After: p.After,
	}
}

// order puts the slots into the order in which they are printed.
func (c *compilation) order(after map[int][]int) {
	sorted := make([]slot, 0, len(c.slots))
	take := func(k int) {
		slices.SortStableFunc(after[k], func(a, b int) int { // those of a bracketed base in its order, before others
			x, y := c.slots[a].rank, c.slots[b].rank
			switch {
			case x == 0 || y == 0:
				return y - x
			}
			return x - y
		})
		for _, s := range after[k] {
			sorted = append(sorted, c.slots[s])
		}
	}
	take(-1)
	for k := range c.in.Base.Points {
		sorted = append(sorted, c.slots[k])
		take(k)
	}
	c.slots = sorted
}

// Identities gives the points of a text their identities, as those of a base
// get them.
func Identities(points []plan.Point) []ident.Point {
	ids := names{taken: map[ident.Point]bool{}, given: map[ident.Point]bool{}}
	for i := range points {
		ids.given[points[i].ID] = true
	}
	out := make([]ident.Point, len(points))
	for i := range points {
		out[i] = ids.of(&points[i])
	}
	return out
}

// names hands out identities, each once. What the base gives is kept for the
// point that it gives it to.
type names struct{ taken, given map[ident.Point]bool }

// of is the point's own identifier, or one made from its kind and number, with
// a figure behind it where that is taken.
func (n names) of(p *plan.Point) ident.Point {
	id := p.ID
	if id == "" {
		prefix := map[plan.Kind]string{
			plan.KindPoint: "p", plan.KindPreamble: "preamble", plan.KindAnnex: "annex",
			plan.KindFootnote: "note", plan.KindDefinition: "p",
		}[p.Kind]
		number := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				return r
			}
			return -1
		}, p.Number)
		id = ident.Point(prefix + number)
		if number == "" && prefix == "p" {
			id = "p-unnumbered"
		}
	}
	for k, stem := 2, id; n.taken[id] || n.given[id] && id != p.ID; k++ {
		id = ident.Point(fmt.Sprintf("%s-%d", stem, k))
	}
	n.taken[id] = true
	return id
}
