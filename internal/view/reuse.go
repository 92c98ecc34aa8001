package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/reuse"
	"nonpaper/internal/room"
)

// Reuse is wording by which a source may be recognised: words of points that are to
// be conveyed that are those of a party's proposal, or nearly.
type Reuse struct {
	Item   ident.Label
	Party  []ident.Code
	When   event.When   // when they gave it
	Words  int          // how many of its words
	Same   bool         // all in a row; else divided, in another order or reworded
	Points []string     // printed numbers of the points in which they stand
	Quote  []string     // as they stand there
	Known  []ident.Code // receivers who were given the proposal's wording as that party's
	Lacks  []ident.Code // and who were not, as far as is recorded
	Why    string       // why the proposal's own words may not be conveyed, "" where they may
}

// Check fills in what of the points belongs to others: beside the words that terms
// hold back, wording by which a source may be recognised. What is held is not said
// twice.
func (s *Sheet) Check(drafting *room.State, to ident.Room, parties []ident.Code, points []event.Point, attributed bool, at int64) {
	s.Recognisable = slices.DeleteFunc(Recognisable(drafting, to, parties, points, attributed, at), func(r Reuse) bool {
		return slices.ContainsFunc(s.Held, func(h Held) bool { return h.Item == r.Item })
	})
}

// Recognisable finds, in points that are to be conveyed to parties into a room,
// wording by which a source may be recognised: words that a proposal put in, in
// whatever order and lightly reworded or not, that the receivers have not been
// given before as the mediator's. Proposals that have ended are looked at like those
// that stand. Handing such words over is allowed, and whoever does should know.
//
// What the receivers gave themselves is no news to them. Where the points print who
// proposes what (attributed), only proposals whose terms forbid that are looked at.
// Of several proposals of the same parties that the same words could be from, the
// one with the most of them is named, and of those with as many the latest.
func Recognisable(drafting *room.State, to ident.Room, parties []ident.Code, points []event.Point, attributed bool, at int64) []Reuse {
	f := reuse.New()
	seen := map[string]bool{}
	var given []string                       // to the receivers, as the mediator's words
	theirs := map[ident.Code][]event.Point{} // given to a receiver with the name of whose words they are
	for _, c := range drafting.Conveyed {
		if c.Mode == event.ModeBriefed {
			continue
		}
		reached := reachedBy(c, parties)
		all := c.Room == to || len(parties) > 0 && len(reached) == len(parties)
		for _, p := range c.Points {
			text := whole(p)
			if p.Deleted {
				continue
			}
			if !seen[text] {
				seen[text] = true
				f.Known(text, c.Seq)
			}
			if attributes(drafting, c, p) {
				for _, q := range reached {
					theirs[q] = append(theirs[q], p)
				}
			} else if all {
				given = append(given, text)
			}
		}
	}
	var items []*room.Item
	for _, it := range drafting.Items {
		p := it.Proposal
		if p == nil || p.Body == "" {
			continue
		}
		text := whole(event.Point{Heading: p.Heading, Body: p.Body})
		if gave(it, parties) {
			given = append(given, text)
			continue
		}
		if may, _ := MayConvey(it, parties, true, at, nil); attributed && may {
			continue
		}
		items = append(items, it)
		f.Add(reuse.Draft{Author: list(it.Parties), Place: string(p.Point), Words: text,
			Base: whole(event.Point{Heading: p.BaseHeading, Body: p.BaseBody}), At: it.Seq})
	}
	found := f.Find(textsOf(points), unique(given))
	slices.SortStableFunc(found, func(a, b reuse.Found) int {
		return cmp.Or(cmp.Compare(b.Words, a.Words), cmp.Compare(b.Draft, a.Draft))
	})
	taken := map[string]map[[2]int]bool{} // words of the points, by whose they are said to be
	found = slices.DeleteFunc(found, func(x reuse.Found) bool {
		author, fresh := list(items[x.Draft].Parties), 0
		if taken[author] == nil {
			taken[author] = map[[2]int]bool{}
		}
		for _, s := range x.Stretches {
			for i := s.From; i < s.To; i++ {
				if key := [2]int{s.Text, i}; !taken[author][key] {
					taken[author][key] = true
					fresh++
				}
			}
		}
		return 2*fresh < x.Words // a better source of these words is named
	})
	slices.SortFunc(found, func(a, b reuse.Found) int { return cmp.Compare(a.Draft, b.Draft) })
	var out []Reuse
	for _, x := range found {
		out = append(out, told(items[x.Draft], &x, points, parties, at))
	}
	whoKnows(drafting, out, parties, theirs)
	return out
}

// told says what was found of one proposal.
func told(it *room.Item, x *reuse.Found, points []event.Point, parties []ident.Code, at int64) Reuse {
	r := Reuse{Item: it.Label, Party: it.Parties, When: it.When, Words: x.Words, Same: x.Row == x.Words}
	for _, s := range x.Stretches {
		q := points[s.Text]
		if !slices.Contains(r.Points, q.Number) {
			r.Points = append(r.Points, q.Number)
		}
		r.Quote = append(r.Quote, strings.Join(reuse.Words(whole(q))[s.From:s.To], " "))
	}
	if may, why := MayConvey(it, parties, false, at, nil); !may {
		r.Why = why
	}
	return r
}

// whoKnows says which receivers were given the wording as its party's.
func whoKnows(drafting *room.State, list []Reuse, parties []ident.Code, theirs map[ident.Code][]event.Point) {
	f := reuse.New()
	for i := range list {
		if len(theirs) == 0 {
			break
		}
		p := drafting.Item(list[i].Item).Proposal
		f.Add(reuse.Draft{Place: string(p.Point), Words: whole(event.Point{Heading: p.Heading, Body: p.Body}),
			Base: whole(event.Point{Heading: p.BaseHeading, Body: p.BaseBody})})
	}
	for _, q := range parties {
		known := map[int]bool{}
		for _, x := range f.Find(textsOf(theirs[q]), nil) {
			known[x.Draft] = true
		}
		for i := range list {
			r := &list[i]
			switch {
			case slices.Contains(r.Party, q):
			case known[i]:
				r.Known = append(r.Known, q)
			default:
				r.Lacks = append(r.Lacks, q)
			}
		}
	}
}

// reachedBy are those of some parties that a conveyance gave words to.
func reachedBy(c *room.Conveyed, parties []ident.Code) (out []ident.Code) {
	for _, q := range parties {
		if slices.ContainsFunc(c.Copies, func(k event.Copy) bool { return k.Party == q && !k.Own }) {
			out = append(out, q)
		}
	}
	return out
}

// attributes reports whether a point was conveyed with the name of whose words they
// are: brackets with codes, or a point of a party's own text.
func attributes(drafting *room.State, c *room.Conveyed, p event.Point) bool {
	if r := drafting.Rival(c.From); r != nil && len(r.Parties) > 0 {
		return true
	}
	if c.Rendering != event.Attributed {
		return false
	}
	for code := range drafting.Parties {
		if hasWord(p.Body, string(code)) {
			return true
		}
	}
	return false
}

// gave reports whether all of some parties gave an item themselves.
func gave(it *room.Item, parties []ident.Code) bool {
	return len(parties) > 0 && !slices.ContainsFunc(parties, func(c ident.Code) bool { return !slices.Contains(it.Parties, c) })
}

func whole(p event.Point) string { return p.Heading + "\n" + p.Body }

func textsOf(points []event.Point) []reuse.Text {
	out := make([]reuse.Text, len(points))
	for i, p := range points {
		if !p.Deleted {
			out[i] = reuse.Text{Place: string(p.ID), Words: whole(p)}
		}
	}
	return out
}

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}
