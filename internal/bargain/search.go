package bargain

import (
	"container/heap"
	"math"
	"slices"
)

// Options says how long and how to search.
type Options struct {
	// Go is asked now and then whether to go on, and told how far the search is.
	// Nil goes on to the end.
	Go func(Progress) bool
	// Seed is where drawn scenarios begin.
	Seed uint64
	// Scenarios is how many are drawn; 200 where it is 0.
	Scenarios int
}

// Progress is how far a search is.
type Progress struct {
	Kind      Kind
	Found     bool    // a package that is allowed is known
	Objective float64 // of it
	Bound     float64 // no package's objective is better
	Package   []int   // not to be changed
}

// Solution is the best package in one sense that was found.
type Solution struct {
	Kind      Kind
	Found     bool  // false: Package is nil
	Package   []int // a variant of each choice
	Values    []float64
	Objective float64
	Bound     float64 // no package's objective is better than it
	Proven    bool    // nothing is better; where nothing was found, nothing is there
}

// node is a part of the search: the values that are alive.
type node struct {
	alive []bool
	w, m  []float32
	bound float64 // in units of the search
}

func (n *node) rank() float64 { return n.bound }

// How the search is set; found by measuring (docs/performance.md).
const (
	rootSteps = 300
	nodeSteps = 24
	maxNodes  = 200_000 // that wait; above that the search goes depth first
)

type search struct {
	*space
	d          *dual
	l          *local
	opt        Options
	best       []int
	found      float64 // objective of best in units of the search
	eps        float64
	wait       queue[*node] // parts that are open, the best bound on top
	dive       []*node
	limit      float64 // the bound of all that is open, as last told
	count      int
	budget     int  // parts that may be looked at; 0: no limit
	brief      bool // a good package is enough, and a bound near the best one
	enough     float64
	stop       bool
	top, slack []float64 // for enoughFor
}

func newSearch(s *space, opt Options) *search {
	x := &search{space: s, d: newDual(s), opt: opt, found: math.Inf(-1), limit: math.Inf(1), enough: math.Inf(1)}
	big := 1.0
	for q := range s.np {
		big = max(big, math.Abs(s.r[q]), s.best[q]/s.scale[q])
	}
	x.eps = 1e-12 * big * float64(s.np)
	x.l = newLocal(s)
	x.top, x.slack = make([]float64, s.n*s.np), make([]float64, s.np)
	return x
}

// goal is the bound that a part has to have to be looked at further.
func (x *search) goal() float64 {
	switch x.kind {
	case MaxMin, KS:
		return 0
	}
	if math.IsInf(x.found, -1) {
		return x.found
	}
	if x.whole > 0 {
		return x.found + x.whole*(1-1e-6)
	}
	return x.found + x.eps
}

// setNeeds sets the margins that a better package has to reach.
func (x *search) setNeeds() {
	for q := range x.d.need {
		least := -Tolerance / x.scale[q]
		if x.kind == Nash {
			x.d.need[q] = 0
			continue
		}
		if (x.kind == MaxMin || x.kind == KS) && x.active[q] && !math.IsInf(x.found, -1) {
			least = max(least, x.found+x.eps)
			if st := x.step[q]; st > 0 {
				base := -x.r[q]
				for i := range x.n {
					base += x.u[x.off[i]*x.np+q]
				}
				k := math.Ceil((least - base - 1e-9*st) / st)
				least = max(least, base+k*st-1e-7*st)
			}
		}
		x.d.need[q] = least
	}
}

// offer takes a package where it is better than the best.
func (x *search) offer(pkg []int) {
	obj, ok := x.objective(pkg)
	if !ok || obj <= x.found {
		return
	}
	x.found = obj
	x.best = slices.Clone(pkg)
	x.setNeeds()
	x.tell()
	if obj >= x.enough {
		x.stop = true
	}
}

// real is an objective as it is shown.
func (x *search) real(obj float64) float64 {
	obj = obj*x.unit + x.shift
	if x.kind == LeastChange {
		return -obj
	}
	return obj
}

// bound is that of all that is open, and never rises.
func (x *search) bound(now *node) float64 {
	b := x.found
	if len(x.wait) > 0 {
		b = max(b, x.wait[0].bound)
	}
	for _, n := range x.dive {
		b = max(b, n.bound)
	}
	if now != nil {
		b = max(b, now.bound)
	}
	x.limit = min(x.limit, b)
	return max(x.limit, x.found)
}

func (x *search) tell() {
	if x.opt.Go == nil || x.stop {
		return
	}
	b := max(x.limit, x.found)
	if !x.opt.Go(Progress{Kind: x.kind, Found: x.best != nil, Objective: x.real(x.found), Bound: x.real(b), Package: x.best}) {
		x.stop = true
	}
}

// run searches to the end or until it is stopped. The bound holds for whatever it
// stopped at.
func (x *search) run() Solution {
	root := &node{alive: x.start(), bound: math.Inf(1)}
	x.setNeeds()
	open := x.root(root)
	if open {
		x.push(root)
	}
	var now *node
	for !x.stop {
		if now = x.next(); now == nil {
			break
		}
		if !x.worth(now.bound) {
			continue
		}
		if x.count++; x.budget > 0 && x.count > x.budget {
			x.stop = true
			break
		}
		if x.count%8 == 0 {
			x.bound(now)
			x.tell()
			if x.stop {
				break
			}
		}
		x.expand(now)
	}
	s := Solution{Kind: x.kind, Found: x.best != nil, Package: x.best}
	s.Proven = now == nil && !x.stop
	if s.Found {
		s.Values = x.p.Values(x.best)
		s.Objective, _ = x.p.Objective(x.kind, x.best, x.space.best)
	}
	if s.Proven {
		s.Bound = s.Objective
	} else {
		s.Bound = x.real(x.bound(now))
		if x.found >= x.limit-x.eps {
			s.Proven, s.Bound = true, s.Objective
		}
	}
	return s
}

func (x *search) push(n *node) { heap.Push(&x.wait, n) }

// next takes the part to look at: the last one that was made by a dive, else the
// one with the best bound.
func (x *search) next() *node {
	if k := len(x.dive); k > 0 {
		n := x.dive[k-1]
		x.dive = x.dive[:k-1]
		return n
	}
	if len(x.wait) > 0 {
		return heap.Pop(&x.wait).(*node)
	}
	return nil
}

// worth reports whether a part with a bound can have a better package.
func (x *search) worth(bound float64) bool {
	if math.IsInf(x.found, -1) {
		return true
	}
	if x.whole > 0 {
		return bound >= x.found+x.whole*(1-1e-6)
	}
	return bound > x.found+x.eps
}

// asBound is what the bound of the dual says of the objective.
func (x *search) asBound(val float64) float64 {
	if x.kind == MaxMin || x.kind == KS {
		for q, w := range x.d.bw {
			if x.active[q] {
				val += w * x.d.need[q]
			}
		}
	}
	if x.whole > 0 {
		val = math.Floor(val/x.whole+1e-6) * x.whole
	}
	return val
}

// shared reports whether there are combinations or caps to divide.
func (x *search) shared() bool {
	return len(x.terms) > 0 || slices.ContainsFunc(x.p.Parties, func(pt Party) bool { return pt.Cap != 0 })
}

// share divides combinations and caps better, and finds prices for that.
func (x *search) share(n *node, steps int, each func()) float64 {
	val := x.d.divide(n.alive, x.goal(), steps, each)
	n.bound = min(n.bound, x.asBound(val))
	if val >= x.goal() {
		val = min(val, x.d.improve(n.alive, x.goal(), steps/4, nil))
		n.bound = min(n.bound, x.asBound(val))
	}
	return val
}

// settled reports whether no better package is left. The prices were found with
// other needs where a package was found meanwhile, so the bound is asked too.
func (x *search) settled(val float64, n *node) bool {
	return val < x.goal() || !x.worth(n.bound)
}

func narrow(in []float64) []float32 {
	out := make([]float32, len(in))
	for i, x := range in {
		out[i] = float32(x)
	}
	return out
}

// widen reads prices back; for the least margin they have to add up to 1 again.
func (d *dual) widen(w, m []float32) {
	for i, x := range w {
		d.bw[i] = float64(x)
	}
	for i, x := range m {
		d.bm[i] = float64(x)
	}
	if d.kind == MaxMin || d.kind == KS {
		d.project(d.bw)
	}
}

func (x *search) picked(pkg []int) {
	for i, v := range x.d.pick {
		pkg[i] = v - x.off[i]
	}
}

// left reads the only package of what is alive.
func (x *search) left(alive []bool, pkg []int) {
	for v, a := range alive {
		if a {
			pkg[x.of[v]] = v - x.off[x.of[v]]
		}
	}
}

// expand looks at a part: bounds it, strikes values off, and divides it.
func (x *search) expand(n *node) {
	if !x.propagate(n.alive) {
		return
	}
	x.d.widen(n.w, n.m)
	for round := range 2 {
		x.d.spread(n.alive)
		val := x.d.improve(n.alive, x.goal(), nodeSteps, nil)
		if val < x.goal() {
			return
		}
		n.bound = min(n.bound, x.asBound(val))
		if x.shared() && x.share(n, nodeSteps, nil) < x.goal() {
			return
		}
		if !x.worth(n.bound) {
			return
		}
		before := count(n.alive)
		if !x.strike(n.alive) {
			return
		}
		if before-count(n.alive) < x.n/8+1 || round == 1 {
			break
		}
	}
	pkg := make([]int, x.n)
	x.picked(pkg)
	x.offer(pkg)
	if x.count&(x.count-1) == 0 || x.count%64 == 0 {
		x.l.climb(pkg, n.alive)
		x.offer(pkg)
	}
	if x.stop || !x.worth(n.bound) {
		if x.stop {
			x.push(n)
		}
		return
	}
	x.divide(n)
}

func count(alive []bool) (n int) {
	for _, a := range alive {
		if a {
			n++
		}
	}
	return n
}

// strike evaluates the best prices once more and strikes off what is not in a
// better package by them. pick holds afterwards what they take.
func (x *search) strike(alive []bool) bool {
	x.d.spread(alive)
	copy(x.d.w, x.d.bw)
	copy(x.d.m, x.d.bm)
	x.d.gather(alive)
	val := x.d.eval()
	x.d.show()
	goal := x.goal()
	for v, a := range alive {
		if a && val-(x.d.score[x.d.pick[x.of[v]]]-x.d.score[v]) < goal {
			alive[v] = false
		}
	}
	return x.propagate(alive)
}

// divide makes the parts of a part: one for each variant of the choice about which
// the prices were least decided.
func (x *search) divide(n *node) {
	at, least := -1, math.Inf(1)
	for i := range x.n {
		open, top, total := 0, 0.0, 0.0
		for v := x.off[i]; v < x.off[i+1]; v++ {
			if n.alive[v] {
				open++
				top = max(top, x.d.often[v])
				total += x.d.often[v]
			}
		}
		if open < 2 {
			continue
		}
		y := 1.0
		if total > 0 {
			y = top / total
		}
		lo := math.Inf(1) // what is lost by the second
		for v := x.off[i]; v < x.off[i+1]; v++ {
			if n.alive[v] && v != x.d.pick[i] {
				lo = min(lo, x.d.score[x.d.pick[i]]-x.d.score[v])
			}
		}
		if y > 0.999 {
			y += lo // undecided by nothing but how near they are
		}
		if y < least {
			at, least = i, y
		}
	}
	if at < 0 { // one package is left, which need not be what the prices took before
		pkg := make([]int, x.n)
		x.left(n.alive, pkg)
		x.offer(pkg)
		return
	}
	type part struct {
		v     int
		often float64
	}
	var parts []part
	for v := x.off[at]; v < x.off[at+1]; v++ {
		if n.alive[v] {
			parts = append(parts, part{v, x.d.often[v]/x.d.gain + 1e-6*(x.d.score[v]-x.d.score[x.d.pick[at]])})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		switch {
		case a.often > b.often:
			return -1
		case a.often < b.often:
			return 1
		}
		return 0
	})
	w, m := narrow(x.d.bw), narrow(x.d.bm)
	deep := len(x.wait) >= maxNodes
	for k := len(parts) - 1; k >= 0; k-- {
		c := &node{alive: slices.Clone(n.alive), w: w, m: m, bound: n.bound}
		for v := x.off[at]; v < x.off[at+1]; v++ {
			c.alive[v] = v == parts[k].v
		}
		if k == 0 || deep {
			x.dive = append(x.dive, c)
		} else {
			x.push(c)
		}
	}
}
