package linkage

import (
	"encoding/binary"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Move is a choice in a bracket that closes it, and who has to accept other words
// there than its own.
type Move struct {
	Point   ident.Point
	Bracket ident.Bracket
	Words   string       // what the bracket then reads
	Movers  []ident.Code // in the order in which they are named in the bracket
}

// Plan is the moves that settle most.
type Plan struct {
	Moves     []Move // in reading order; of brackets that stay open there is none
	Open      []ident.Bracket
	Satisfied []string // linkages that are then true
	Exact     bool     // no other choice closes more brackets, or as many with more linkages true, or as much with fewer moves
}

// maxLooks bounds how many choices are looked at in one set of brackets that hang
// together.
const maxLooks = 20000

// option is one way to close a bracket.
type option struct {
	wording bracket.Wording
	text    string
	movers  []ident.Code
}

// spot is a bracket that stands in no other.
type spot struct {
	point   int // of the text
	number  ident.Bracket
	options []option
}

// Moves finds the choices in the brackets that close most of them, of these the
// choices that make most linkages true, and of these the ones that need the fewest
// moves: one for every party that has to accept other words than its own. A point that
// a linkage is about can be closed only if the linkage is then true. Each linkage's At
// is asked for the rest of how its points stand; their wording is as chosen.
func Moves(text *bracket.Text, links []Link) Plan {
	var spots []spot
	for i := range text.Points {
		p := &text.Points[i]
		for _, w := range []bracket.Wording{p.Heading, p.Wording} {
			for _, it := range w {
				if it.Bracket != nil {
					spots = append(spots, spot{i, it.Bracket.Number, optionsOf(it.Bracket)})
				}
			}
		}
	}
	s := search{text: text, spots: spots, links: links, chosen: make([]int, len(spots)), exact: true}
	for i := range s.chosen {
		s.chosen[i] = cheapest(spots[i].options)
	}
	for i := range links {
		needs := links[i].Needs()
		var reads []int
		for k := range spots {
			if slices.Contains(needs, text.Points[spots[k].point].ID) {
				reads = append(reads, k)
			}
		}
		s.reads, s.known = append(s.reads, reads), append(s.known, map[string]bool{})
	}
	for _, c := range s.components() {
		s.solve(c)
	}
	out := Plan{Exact: s.exact}
	for i, k := range s.chosen {
		if k < 0 {
			out.Open = append(out.Open, spots[i].number)
			continue
		}
		o := spots[i].options[k]
		out.Moves = append(out.Moves, Move{text.Points[spots[i].point].ID, spots[i].number, strings.TrimSpace(o.text), o.movers})
	}
	for i := range links {
		if s.holds(i) {
			out.Satisfied = append(out.Satisfied, links[i].Label)
		}
	}
	return out
}

// optionsOf are the ways to close a bracket: its variants, and of a variant with
// brackets in it the ways to close those.
func optionsOf(b *bracket.Bracket) (out []option) {
	holders := []ident.Code{}
	for i := range b.Variants {
		for _, h := range b.Variants[i].Holders {
			if h != ident.Base && !slices.Contains(holders, h) {
				holders = append(holders, h)
			}
		}
	}
	for i := range b.Variants {
		for _, w := range ways(b.Variants[i].Wording) {
			o := option{wording: w.wording, text: readings(w.wording, nil, 1)[0].text}
			for _, h := range holders {
				if !slices.Contains(b.Variants[i].Holders, h) || slices.ContainsFunc(w.holders, func(list []ident.Code) bool { return !slices.Contains(list, h) }) {
					o.movers = append(o.movers, h)
				}
			}
			out = append(out, o)
		}
	}
	return out
}

// way is one way to read a wording, its brackets each with the one variant that is
// taken, and the holders of every such variant.
type way struct {
	wording bracket.Wording
	holders [][]ident.Code
}

func ways(w bracket.Wording) []way {
	out := []way{{}}
	for _, it := range w {
		if it.Bracket == nil {
			for i := range out {
				out[i].wording = append(slices.Clip(out[i].wording), it)
			}
			continue
		}
		var next []way
		for _, r := range out {
			for i := range it.Bracket.Variants {
				v := &it.Bracket.Variants[i]
				for _, y := range ways(v.Wording) {
					if len(next) < maxReadings {
						taken := bracket.Item{Bracket: &bracket.Bracket{Number: it.Bracket.Number, Variants: []bracket.Variant{{Wording: y.wording}}}}
						next = append(next, way{append(slices.Clip(r.wording), taken), slices.Concat(r.holders, [][]ident.Code{v.Holders}, y.holders)})
					}
				}
			}
		}
		out = next
	}
	return out
}

func cheapest(list []option) int {
	best := 0
	for i := range list {
		if len(list[i].movers) < len(list[best].movers) {
			best = i
		}
	}
	return best
}

type search struct {
	text   *bracket.Text
	spots  []spot
	links  []Link
	chosen []int // of every spot the option, -1 for open
	exact  bool

	reads [][]int           // of every linkage the spots in the points that it depends on
	known []map[string]bool // of every linkage whether it is true, by the choices in those
}

// component is brackets and linkages that hang together.
type component struct{ spots, links []int }

// components are the sets of linkages and of the brackets in the points that they
// are about or depend on.
func (s *search) components() (out []component) {
	group := map[ident.Point]int{} // points to the set that they are in
	var sets [][]int               // of linkages
	for i := range s.links {
		points := slices.Concat(s.links[i].Targets, s.links[i].Needs())
		at := len(sets)
		sets = append(sets, []int{i})
		for _, p := range points {
			old, seen := group[p]
			if seen && old != at {
				sets[at] = append(sets[at], sets[old]...)
				sets[old] = nil
				for q, g := range group {
					if g == old {
						group[q] = at
					}
				}
			}
			group[p] = at
		}
	}
	for g, links := range sets {
		if len(links) == 0 {
			continue
		}
		c := component{links: links}
		slices.Sort(c.links)
		for i := range s.spots {
			if at, in := group[s.text.Points[s.spots[i].point].ID]; in && at == g {
				c.spots = append(c.spots, i)
			}
		}
		out = append(out, c)
	}
	return out
}

// worth is what choices are compared by: more closed, more true, fewer moves.
type worth struct{ closed, satisfied, moves int }

func (w worth) better(o worth) bool {
	if w.closed != o.closed {
		return w.closed > o.closed
	}
	if w.satisfied != o.satisfied {
		return w.satisfied > o.satisfied
	}
	return w.moves < o.moves
}

// solve finds the best choices for one component, looking first at those with the
// fewest moves, so that a search that is cut short has something good.
func (s *search) solve(c component) {
	best, bestWorth, found := slices.Clone(s.chosen), worth{}, false
	looks := 0
	order := make([][]int, len(c.spots))
	for k, i := range c.spots {
		for o := range s.spots[i].options {
			order[k] = append(order[k], o)
		}
		slices.SortStableFunc(order[k], func(a, b int) int {
			return len(s.spots[i].options[a].movers) - len(s.spots[i].options[b].movers)
		})
		order[k] = append(order[k], -1)
	}
	var try func(k int, sofar worth)
	try = func(k int, sofar worth) {
		if looks >= maxLooks {
			s.exact = false
			return
		}
		// the best that can still come of it
		if most := (worth{sofar.closed + len(c.spots) - k, len(c.links), sofar.moves}); found && !most.better(bestWorth) {
			return
		}
		if k == len(c.spots) {
			looks++
			satisfied, allowed := s.weigh(c)
			if w := (worth{sofar.closed, satisfied, sofar.moves}); allowed && (!found || w.better(bestWorth)) {
				bestWorth, found = w, true
				copy(best, s.chosen)
			}
			return
		}
		for _, o := range order[k] {
			s.chosen[c.spots[k]] = o
			next := sofar
			if o >= 0 {
				next.closed++
				next.moves += len(s.spots[c.spots[k]].options[o].movers)
			}
			try(k+1, next)
		}
	}
	try(0, worth{})
	if !found { // to leave all open is always allowed
		for _, i := range c.spots {
			best[i] = -1
		}
	}
	s.chosen = best
}

// weigh counts the linkages of a component that are true under the choices, and
// reports whether none that is not has a bracket closed in its points.
func (s *search) weigh(c component) (satisfied int, allowed bool) {
	for _, l := range c.links {
		if s.holds(l) {
			satisfied++
			continue
		}
		for _, i := range c.spots {
			if s.chosen[i] >= 0 && slices.Contains(s.links[l].Targets, s.text.Points[s.spots[i].point].ID) {
				return 0, false
			}
		}
	}
	return satisfied, true
}

// holds reports whether a linkage is true under the choices. It follows from those in
// the points that it depends on, and is looked at once for each of them.
func (s *search) holds(link int) bool {
	var room [64]byte
	key := room[:0]
	for _, i := range s.reads[link] {
		key = binary.AppendVarint(key, int64(s.chosen[i]))
	}
	is, seen := s.known[link][string(key)]
	if !seen {
		is = s.isTrue(&s.links[link])
		s.known[link][string(key)] = is
	}
	return is
}

func (s *search) isTrue(l *Link) bool {
	return Evaluate(l.If, func(a Atom) Subject {
		x := l.At(a)
		for i := range s.text.Points {
			if s.text.Points[i].ID == x.ID && x.Unknown == "" && !x.Deleted {
				x.Wording = s.read(i)
			}
		}
		return x
	}).Truth == True
}

// read is a point under the choices. A bracket that is closed still has its number,
// so that conditions on it can be looked at.
func (s *search) read(point int) bracket.Wording {
	p := s.text.Points[point]
	take := func(w bracket.Wording) bracket.Wording {
		out := slices.Clone(w)
		for k := range out {
			if out[k].Bracket == nil {
				continue
			}
			i := slices.IndexFunc(s.spots, func(x spot) bool { return x.point == point && x.number == out[k].Bracket.Number })
			if o := s.chosen[i]; o >= 0 {
				out[k].Bracket = &bracket.Bracket{Number: out[k].Bracket.Number, Variants: []bracket.Variant{{Wording: s.spots[i].options[o].wording}}}
			}
		}
		return out
	}
	return Whole(take(p.Heading), take(p.Wording))
}
