package bargain

import (
	"cmp"
	"math"
	"slices"
)

// Package is a package with what it is worth.
type Package struct {
	Choices []int
	Values  []float64
}

// EfficientSet are the packages that are allowed and that no other allowed package
// is better than for one party and as good as for all. Packages that are worth the
// same to every party stand once.
type EfficientSet struct {
	Packages []Package // by the first party's utility, highest first
	// Tolerance is 0 where the set is exact. Else it is a cover: for every efficient
	// package one is in it that gives no party less by more than the tolerance.
	Tolerance float64
	// Complete is false where the search was stopped before anything is proven.
	Complete bool
}

// How much is kept and compared at most before a cover is looked for instead.
const (
	maxStates   = 6_000_000      // partial packages at once, parties counted
	maxSteps    = 8_000_000      // partial packages in all
	maxCompared = 200_000_000    // with four parties or more
	manyMore    = 20_000_000_000 // the same, where there are few packages
	fewPackages = 1e8
)

// Efficient finds all efficient packages, choice by choice: of the partial packages
// that leave the same linkages open, only those are kept that no other is at least
// as good as for all. Where more would have to be kept or compared than there is room
// and time for, it finds a cover, to within the tolerance if there is time for it.
// With a tolerance above 0 it is always a cover.
func (p *Problem) Efficient(tolerance float64, opt Options) (EfficientSet, error) {
	if err := p.Validate(); err != nil {
		return EfficientSet{}, err
	}
	most := mostCovering
	if tolerance > 0 {
		most = math.MaxInt
	}
	out, full := p.exactly(opt)
	if full {
		return p.cover(tolerance, most, opt), nil
	}
	if tolerance > 0 && out.Complete {
		var thinner bool
		if out.Packages, thinner = thin(out.Packages, tolerance); thinner {
			out.Tolerance = tolerance
		}
	}
	return out, nil
}

// exactly finds all efficient packages; full where they are too many.
func (p *Problem) exactly(opt Options) (out EfficientSet, full bool) {
	for i := range p.Parties {
		if len(p.Parties[i].Terms) > 0 || p.Parties[i].Cap != 0 {
			return p.efficientTerms(opt)
		}
	}
	f := newFront(p, opt)
	if f.run() {
		return EfficientSet{}, true
	}
	return f.result(), false
}

// front is the search for the efficient packages.
type front struct {
	*space
	opt     Options
	order   []int     // of choices
	rest    []float64 // by step and party: the most that the choices from it on add
	alive   []bool
	layers  []layer
	spare   layer // room for the next layer, used again and again
	noise   float64
	steps   int // partial packages that are kept, in all layers
	looked  int // that others were compared with
	stopped bool
	ticks   int
}

// layer has the partial packages after some choices.
type layer struct {
	u      []float64 // np for each; nil once the layer after it is there
	steps  []step
	groups []group // by what is open
}

// step is how a partial package came about: from one of the layer before, by a value.
type step struct{ from, value int32 }

// group are partial packages with the same open clauses not fulfilled.
type group struct {
	open     []int32
	from, to int
}

func newFront(p *Problem, opt Options) *front {
	best := p.Best(opt)
	s := newSpace(p, Sum, best)
	for q := range s.scale { // utilities as they are
		s.scale[q] = 1
		s.r[q] = p.Parties[q].Reservation - p.Parties[q].Bias
		for i, row := range p.Parties[q].Values {
			for a, x := range row {
				s.u[(s.off[i]+a)*s.np+q] = x
			}
		}
	}
	s.own = make([]float64, len(s.of))
	f := &front{space: s, opt: opt}
	for q := range best {
		f.noise = max(f.noise, math.Abs(best[q]), math.Abs(s.r[q]))
	}
	f.noise *= 1e-14
	f.alive = s.start()
	f.setOrder()
	f.rest = make([]float64, (s.n+1)*s.np)
	for k := s.n - 1; k >= 0; k-- {
		for q := range s.np {
			top := math.Inf(-1)
			for v := s.off[f.order[k]]; v < s.off[f.order[k]+1]; v++ {
				if f.alive[v] {
					top = max(top, s.u[v*s.np+q])
				}
			}
			f.rest[k*s.np+q] = f.rest[(k+1)*s.np+q] + top
		}
	}
	return f
}

// run reports whether there was not enough room.
func (f *front) run() (full bool) {
	begin := layer{u: make([]float64, f.np), steps: []step{{-1, -1}}, groups: []group{{nil, 0, 1}}}
	f.layers = []layer{begin}
	done := make([]int, len(f.cl))
	for k, i := range f.order {
		for c := range f.cl {
			if slices.Contains(f.cl[c].choice, int32(i)) {
				done[c]++
			}
		}
		next, full := f.step(k, i, done)
		if full {
			return true
		}
		f.layers = append(f.layers, next)
		f.steps += len(next.steps)
		if f.opt.Go != nil && !f.stopped && !f.opt.Go(Progress{}) {
			f.stopped = true
		}
		if f.stopped {
			return false
		}
	}
	return false
}

// bucket gathers what goes on to the same open clauses.
type bucket struct {
	open  []int32
	lists []list
}

// list are partial packages of one group, shifted by one value.
type list struct{ from, to, value int }

func (f *front) step(k, i int, done []int) (next layer, full bool) {
	last := &f.layers[k]
	next = layer{u: f.spare.u[:0], steps: f.spare.steps[:0]}
	defer func() {
		f.spare = layer{u: last.u, steps: next.steps}
		last.u, next.steps = nil, slices.Clone(next.steps)
	}()
	byOpen := map[string]int{}
	var buckets []bucket
	for _, g := range last.groups {
		for v := f.off[i]; v < f.off[i+1]; v++ {
			if !f.alive[v] {
				continue
			}
			open, ok := f.opened(g.open, i, v, done)
			if !ok {
				continue
			}
			key := keyOf(open)
			at, known := byOpen[key]
			if !known {
				at = len(buckets)
				byOpen[key] = at
				buckets = append(buckets, bucket{open: open})
			}
			buckets[at].lists = append(buckets[at].lists, list{g.from, g.to, v})
		}
	}
	for _, b := range buckets {
		from := len(next.steps)
		switch f.np {
		case 2:
			most := 0
			for _, l := range b.lists {
				most += l.to - l.from
			}
			next.u, next.steps = slices.Grow(next.u, most*f.np), slices.Grow(next.steps, most)
			f.mergeTwo(&next, last, b.lists, k+1)
		case 3:
			f.mergeThree(&next, last, b.lists, k+1)
		default:
			f.gather(&next, last, b.lists, k+1)
		}
		if to := len(next.steps); to > from {
			next.groups = append(next.groups, group{b.open, from, to})
		}
		if len(next.steps)*(f.np+1) > maxStates || f.steps+len(next.steps) > maxSteps || f.looked > f.mostLooked() {
			return next, true
		}
		if f.stopped {
			break
		}
	}
	return next, false
}

func keyOf(open []int32) string {
	b := make([]byte, 0, 3*len(open))
	for _, c := range open {
		b = append(b, byte(c), byte(c>>8), byte(c>>16))
	}
	return string(b)
}

// opened are the clauses that stay open after a value; false where one is broken.
func (f *front) opened(open []int32, i, v int, done []int) (out []int32, ok bool) {
	in := f.in[v]
	for _, c := range open {
		if slices.Contains(in, c) {
			continue
		}
		if done[c] == len(f.cl[c].choice) {
			return nil, false
		}
		out = append(out, c)
	}
	for c := range f.cl {
		cl := &f.cl[c]
		if done[c] == 1 && slices.Contains(cl.choice, int32(i)) && !slices.Contains(in, int32(c)) {
			if len(cl.choice) == 1 {
				return nil, false
			}
			out = append(out, int32(c))
		}
	}
	slices.Sort(out)
	return out, true
}

// reaches reports whether what is worth u can still give every party its
// reservation.
func (f *front) reaches(u []float64, taken int) bool {
	rest := f.rest[taken*f.np : taken*f.np+f.np]
	for q, x := range u {
		if x+rest[q] < f.r[q]-Tolerance {
			return false
		}
	}
	return true
}

// candidate is a partial package before it is compared with the others.
type candidate struct {
	u     []float64
	sum   float64
	from  int32
	value int32
}

// gather compares all partial packages of some lists.
func (f *front) gather(next, last *layer, lists []list, taken int) {
	total := 0
	for _, l := range lists {
		total += l.to - l.from
	}
	np := f.np
	flat := make([]float64, 0, total*np)
	all := make([]candidate, 0, total)
	for _, l := range lists {
		add := f.space.u[l.value*np : l.value*np+np]
		for a := l.from; a < l.to; a++ {
			n := len(flat)
			sum := 0.0
			for q, x := range last.u[a*np : a*np+np] {
				flat = append(flat, x+add[q])
				sum += x + add[q]
			}
			u := flat[n : n+np : n+np]
			if !f.reaches(u, taken) {
				flat = flat[:n]
				continue
			}
			all = append(all, candidate{u, sum, int32(a), int32(l.value)})
		}
	}
	mixed := false
	for k, l := range lists {
		for _, o := range lists[:k] {
			mixed = mixed || o.value == l.value
		}
	}
	for _, c := range f.undominated(all, f.noise, mixed) {
		next.u = append(next.u, c.u...)
		next.steps = append(next.steps, step{c.from, c.value})
	}
}

// undominated leaves those that no other is at least as good as, less the slack.
// Mixed says that they come from groups with different open linkages, so that those
// that go on with the same value have not been compared yet.
func (f *front) undominated(all []candidate, slack float64, mixed bool) []candidate {
	if f.np == 1 {
		top := slices.MaxFunc(append(all, candidate{u: []float64{math.Inf(-1)}}), func(a, b candidate) int { return cmp.Compare(a.u[0], b.u[0]) })
		if len(all) == 0 {
			return nil
		}
		return []candidate{top}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.sum, a.sum) })
	var kept []candidate
	// by value, which of kept go on with it, those that dominated lately first; of
	// those that go on with the same value, none dominates another
	var values []int32
	var order [][]int32
	for n, c := range all {
		if n%1024 == 1023 && (!f.goOn() || f.looked > f.mostLooked()) {
			return kept
		}
		own := slices.Index(values, c.value)
		if own < 0 {
			own = len(values)
			values, order = append(values, c.value), append(order, nil)
		}
		dominated := false
		for k := 0; k < len(order) && !dominated; k++ {
			if k != own || mixed {
				var looked int
				dominated, looked = dominatedBy(kept, order[k], c.u, slack)
				f.looked += looked
			}
		}
		if !dominated {
			order[own] = append(order[own], int32(len(kept)))
			kept = append(kept, c)
		}
	}
	return kept
}

func dominatedBy(kept []candidate, order []int32, u []float64, slack float64) (dominated bool, looked int) {
next:
	for n, k := range order {
		for q, x := range kept[k].u {
			if x < u[q]-slack {
				continue next
			}
		}
		if n > 0 { // what dominates one is likely to dominate the next
			m := n / 2
			order[m], order[n] = order[n], order[m]
		}
		return true, n + 1
	}
	return false, len(order)
}

func (f *front) mostLooked() int {
	if f.p.Outcomes() <= fewPackages {
		return manyMore
	}
	return maxCompared
}

func (f *front) goOn() bool {
	if f.ticks++; f.ticks%8 == 0 && f.opt.Go != nil && !f.stopped && !f.opt.Go(Progress{}) {
		f.stopped = true
	}
	return !f.stopped
}
