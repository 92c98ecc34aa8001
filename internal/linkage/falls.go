package linkage

import (
	"slices"

	"nonpaper/internal/ident"
)

// Link is a linkage with the points that it is about, as it is looked at together
// with others.
type Link struct {
	Label   string        // how it is called
	Targets []ident.Point // what depends
	If      Expr
	At      func(Atom) Subject // how each condition's point or bracket stands
}

// Needs are the points on which it depends, each once.
func (l *Link) Needs() (out []ident.Point) {
	for _, a := range l.If.Atoms() {
		if id := l.At(a).ID; id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Cycle is points each of which depends on the next, and the last on the first.
type Cycle struct {
	Points []ident.Point
	By     []string // the linkage by which each depends on the next
}

// Cycles names linkages that go round in a circle: of every set of points that all
// depend on each other a shortest circle, in the order in which the linkages come.
func Cycles(links []Link) (out []Cycle) {
	type edge struct {
		to ident.Point
		by string
	}
	next := map[ident.Point][]edge{}
	var nodes []ident.Point
	for i := range links {
		for _, t := range links[i].Targets {
			if !slices.Contains(nodes, t) {
				nodes = append(nodes, t)
			}
			for _, n := range links[i].Needs() {
				if n != t { // what a point itself reads is no circle
					next[t] = append(next[t], edge{n, links[i].Label})
				}
			}
		}
	}
	// shortest is a shortest way from a point back to it.
	shortest := func(start ident.Point) *Cycle {
		type step struct {
			at   ident.Point
			from int
			by   string
		}
		queue, seen := []step{{start, -1, ""}}, map[ident.Point]bool{}
		for q := 0; q < len(queue); q++ {
			for _, e := range next[queue[q].at] {
				if e.to == start {
					c := &Cycle{By: []string{e.by}}
					for k := q; k >= 0; k = queue[k].from {
						c.Points = append(c.Points, queue[k].at)
						if queue[k].from >= 0 {
							c.By = append(c.By, queue[k].by)
						}
					}
					slices.Reverse(c.Points)
					slices.Reverse(c.By)
					return c
				}
				if !seen[e.to] {
					seen[e.to] = true
					queue = append(queue, step{e.to, q, e.by})
				}
			}
		}
		return nil
	}
	reaches := func(from ident.Point) map[ident.Point]bool {
		seen, queue := map[ident.Point]bool{}, []ident.Point{from}
		for len(queue) > 0 {
			p := queue[0]
			queue = queue[1:]
			for _, e := range next[p] {
				if !seen[e.to] {
					seen[e.to] = true
					queue = append(queue, e.to)
				}
			}
		}
		return seen
	}
	reach := map[ident.Point]map[ident.Point]bool{}
	for _, n := range nodes {
		reach[n] = reaches(n)
	}
	done := map[ident.Point]bool{}
	for _, n := range nodes {
		if done[n] || !reach[n][n] {
			continue
		}
		best := shortest(n)
		for _, m := range nodes { // those that depend on each other with it
			if m != n && reach[n][m] && reach[m][n] {
				done[m] = true
				if c := shortest(m); len(c.Points) < len(best.Points) {
					best = c
				}
			}
		}
		done[n] = true
		out = append(out, *best)
	}
	return out
}

// Fall is a point that no longer has its party's word where another falls.
type Fall struct {
	Point ident.Point
	By    string      // the linkage that can then not be true any more
	Since ident.Point // the point that fell before, on which that linkage depends
}

// Falls is what falls if one point falls: the points of every linkage that can then
// not be true any more, and what falls with them. The point itself is not among them.
func Falls(start ident.Point, links []Link) (out []Fall) {
	fallen := []ident.Point{start}
	done := make([]bool, len(links))
	for again := true; again; {
		again = false
		for i := range links {
			l := &links[i]
			if done[i] {
				continue
			}
			var since ident.Point
			for _, n := range l.Needs() {
				if since == "" && slices.Contains(fallen, n) {
					since = n
				}
			}
			if since == "" {
				continue
			}
			r := Evaluate(l.If, func(a Atom) Subject {
				s := l.At(a)
				s.Fallen = s.Fallen || slices.Contains(fallen, s.ID)
				return s
			})
			if r.Truth != False {
				continue
			}
			done[i], again = true, true
			for _, t := range l.Targets {
				if !slices.Contains(fallen, t) {
					fallen = append(fallen, t)
					out = append(out, Fall{t, l.Label, since})
				}
			}
		}
	}
	return out
}
