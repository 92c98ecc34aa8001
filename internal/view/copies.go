package view

import (
	"cmp"
	"fmt"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// LastCopy is what a party was given last of an instrument, and what it would read now.
type LastCopy struct {
	Party   ident.Code
	Last    Last
	Line    *Line    // of the ledger, with the copy and the receipt; nil where no words were given
	Changed []string // printed numbers of the points that would read otherwise now, or be new to it
}

// LastCopies says of each party that may be told what it was given last. now gives the
// points as they would be given to it today. Receipts are looked up in the seats.
func LastCopies(drafting *room.State, seats []*room.State, in *room.Instrument, now func(ident.Code, Last) ([]event.Point, error)) ([]LastCopy, error) {
	ledger := Ledger(drafting, seats)
	words := map[ident.Code][]Line{} // that each was given, in the ledger's order
	for _, l := range ledger {
		if l.Told() && !l.Own {
			words[l.Party] = append(words[l.Party], l)
		}
	}
	type drawn struct {
		last    Last
		changed []string
	}
	same := map[string]*drawn{} // those who were given the same in the same acts
	var out []LastCopy
	for _, q := range drafting.InOrder() {
		if slices.Contains(q.Roles, event.RoleMediator) || len(q.PartyIntroduced.Members) > 0 {
			continue
		}
		c := LastCopy{Party: q.Code}
		key := ""
		for i := range words[q.Code] {
			key += fmt.Sprint(words[q.Code][i].Seq, " ")
		}
		d := same[key]
		if d == nil {
			d = &drawn{last: lastGiven(drafting, words[q.Code], q.Code, in.Instrument)}
			if len(d.last.Points) > 0 {
				current, err := now(q.Code, d.last)
				if err != nil {
					return nil, err
				}
				d.changed = changed(d.last.Points, current)
			}
			if len(d.last.Compiled) == 0 { // else it depends on the party what it may be shown now
				same[key] = d
			}
		}
		c.Last, c.Changed = d.last, d.changed
		for i := range words[q.Code] {
			if l := &words[q.Code][i]; len(c.Last.Points) > 0 && l.When == c.Last.When && l.Label == c.Last.Label {
				c.Line = l
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// changed are the points that read otherwise, are new or gone, by the numbers printed now.
func changed(was, is []event.Point) (out []string) {
	before := make(map[ident.Point]*event.Point, len(was))
	for i := range was {
		before[was[i].ID] = &was[i]
	}
	for i := range is {
		q := &is[i]
		p := before[q.ID]
		switch {
		case p == nil && q.Deleted, p != nil && p.Deleted && q.Deleted:
		case p == nil, p.Deleted != q.Deleted, p.Heading != q.Heading, p.Body != q.Body:
			out = append(out, q.Number)
		}
	}
	return out
}

// Hard is a point that is hard to settle, by facts: brackets, since when it is open, and
// who stand at different variants.
type Hard struct {
	Point    ident.Point
	Number   string
	Heading  string
	Brackets int
	Since    event.When   // the earliest of the proposals that stand on it
	Apart    []ident.Code // those who stand at different variants of the most of its brackets
	Next     *Dated       // the next meeting that takes it
}

// Hardest are the points with the most brackets, those that have been open the longest
// first among equals; so many at most. It is for who keeps the drafting room: no list
// that is shared ranks points.
func Hardest(s *room.State, o *Overview, text *bracket.Text, dues []Dated, now int64, most int) []Hard {
	since := map[ident.Point]event.When{}
	for _, it := range s.Items {
		if it.Proposal == nil || !it.Live() {
			continue
		}
		p := it.Wants().Point
		if was, is := since[p]; !is || it.When.From < was.From {
			since[p] = it.When
		}
	}
	var out []Hard
	for i := range o.Points {
		p := &o.Points[i]
		if p.Brackets == 0 || p.Proposed {
			continue
		}
		out = append(out, Hard{Point: p.ID, Number: p.Number, Heading: p.Heading, Brackets: p.Brackets, Since: since[p.ID]})
	}
	slices.SortStableFunc(out, func(a, b Hard) int {
		return cmp.Or(cmp.Compare(b.Brackets, a.Brackets), cmp.Compare(orLate(a.Since.From), orLate(b.Since.From)))
	})
	out = out[:min(most, len(out))]
	for i := range out {
		h := &out[i]
		if q := text.Point(h.Point); q != nil {
			h.Apart = apart(s, q)
		}
		for k := range dues {
			if d := &dues[k]; d.Kind == DatedMeeting && !Over(&d.On, now) && slices.Contains(d.Points, h.Number) {
				h.Next = d
				break
			}
		}
	}
	return out
}

func orLate(at int64) int64 {
	if at == 0 {
		return 1 << 62
	}
	return at
}

// apart are the parties of the pairs that are printed at different variants of the most
// brackets of a point, in printed order.
func apart(s *room.State, q *bracket.Point) (out []ident.Code) {
	type pair struct{ a, b ident.Code }
	times := map[pair]int{}
	most := 0
	each := func(b *bracket.Bracket) bool {
		for i := range b.Variants {
			for k := i + 1; k < len(b.Variants); k++ {
				for _, x := range b.Variants[i].By {
					for _, y := range b.Variants[k].By {
						if x == ident.Base || y == ident.Base || x == y {
							continue
						}
						at := pair{min(x, y), max(x, y)}
						times[at]++
						most = max(most, times[at])
					}
				}
			}
		}
		return true
	}
	q.Heading.Brackets(each)
	q.Wording.Brackets(each)
	for at, n := range times {
		if n == most {
			for _, c := range []ident.Code{at.a, at.b} {
				if !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortFunc(out, s.Compare)
	return out
}
