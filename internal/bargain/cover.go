package bargain

import (
	"container/heap"
	"math"
	"slices"
)

// How far a cover goes that nobody gave a tolerance for, and how many zones are kept.
const (
	mostCovering = 1000
	maxZones     = 200_000
)

// zone is a part of what parties may have that no package of the cover is as good
// as: more than low for the parties that are bound, and the reservation for the others.
type zone struct {
	low    []float64
	of     [][]int32 // by party: packages of the cover that low is from; nil where the party is not bound
	gap    float64   // no allowed package gives every party that is bound more than this above low
	priced bool      // prices were found for the gap
	budget int       // parts that were looked at for that; 0: none yet
	pkg    []int     // the package with the most above low that was found; nil for none
	margin float64   // how much that is
}

func (z *zone) rank() float64 { return z.gap }

// covering finds a cover, the widest gap first, so that it is one at every moment.
//
// A package that is not covered to within t lies, less t, where nothing of the cover
// reaches: in some zone, so that it gives every party that is bound there at least t
// more than low. So the cover is one to within the greatest gap, and that is the
// greatest least margin above a low (M. Masin and Y. Bukchin, Diversity Maximization Approach for
// Multiobjective Optimization, Operations Research 56, 2008). How zones are divided
// and which parts of them others hold already is after K. Klamroth, R. Lacour and
// D. Vanderpooten, On the Representation of the Search Region in Multi-Objective
// Optimization, European Journal of Operational Research 245 (2015).
type covering struct {
	p       *Problem
	opt     Options
	best    []float64
	found   []Package
	open    queue[*zone]
	stopped bool

	space  *space // margins are above the reservations
	dual   *dual
	alive  []bool
	bounds []bound
}

// bound says of all allowed packages that their margins above the reservations, each
// times its price, add up to at most a limit.
type bound struct {
	price []float64
	limit float64
}

// cover finds allowed packages of which, for every allowed package, one gives no
// party less by more than a tolerance: by no more than the one asked for, or by as little
// as the time and room allow. None of them is better than another.
func (p *Problem) cover(tolerance float64, most int, opt Options) EfficientSet {
	c := &covering{p: p, opt: opt, best: p.Best(opt)}
	if opt.Go != nil {
		c.opt.Go = func(Progress) bool { // how far a single zone is tells nobody anything
			c.stopped = c.stopped || !opt.Go(Progress{})
			return !c.stopped
		}
	}
	whole := &zone{of: make([][]int32, len(p.Parties)), gap: math.Inf(1)}
	for q := range p.Parties {
		whole.low = append(whole.low, p.Parties[q].Reservation)
	}
	c.open = queue[*zone]{whole}
	c.space = newSpace(p, MaxMin, c.best)
	c.dual, c.alive = newDual(c.space), c.space.start()
	x := newSearch(c.space, c.opt)
	x.setNeeds()
	if !x.propagate(c.alive) {
		return EfficientSet{Complete: true} // nothing is allowed
	}
	c.dual.spread(c.alive)
	for len(c.open) > 0 && !c.stopped && c.open[0].gap > max(tolerance, Tolerance) && len(c.found) < most && len(c.open) < maxZones {
		z := c.open[0]
		if !z.priced {
			c.price(z)
			continue
		}
		if z.budget == 0 || z.margin <= Tolerance {
			c.look(z)
			if z.gap <= Tolerance {
				heap.Pop(&c.open)
			} else {
				heap.Fix(&c.open, 0)
			}
			continue
		}
		c.add(z)
	}
	out := EfficientSet{Packages: c.found, Complete: len(c.found) > 0 || len(c.open) == 0}
	if len(c.found) > 0 && len(c.open) > 0 && c.open[0].gap > Tolerance {
		out.Tolerance = c.open[0].gap
	}
	out.Packages = distinct(out.Packages, false)
	return out
}

// price finds prices by which the gap of a zone is small, and makes those of all
// zones smaller by them: whatever the prices, no package has more in sum.
func (c *covering) price(z *zone) {
	const steps = 60
	z.priced = true
	if !z.bound() {
		return
	}
	d, s := c.dual, c.space
	for q, of := range z.of {
		s.active[q], d.need[q] = of != nil, 0
		if of != nil {
			d.need[q] = (z.low[q] - s.p.Parties[q].Reservation) / s.scale[q]
		}
	}
	for q := range d.bw {
		d.bw[q] = max(d.bw[q], 1e-3/float64(len(d.bw))) // what was nobody's matter may be now
	}
	d.project(d.bw)
	val := d.improve(c.alive, 0, steps, nil)
	b := bound{price: slices.Clone(d.bw), limit: val}
	for q, w := range b.price {
		b.limit += w * d.need[q]
	}
	c.bounds = append(c.bounds, b)
	for _, z := range c.open {
		c.lower(z, &b)
	}
	heap.Init(&c.open)
}

// bound reports whether any party is.
func (z *zone) bound() bool {
	return slices.ContainsFunc(z.of, func(of []int32) bool { return of != nil })
}

// lower lowers the gap of a zone to what a bound allows.
func (c *covering) lower(z *zone, b *bound) {
	left, prices := b.limit, 0.0
	for q, w := range b.price {
		if z.of[q] != nil {
			left -= w * (z.low[q] - c.p.Parties[q].Reservation) / c.space.scale[q]
			prices += w
		}
	}
	if prices > 1e-6 {
		z.gap = min(z.gap, left/prices*c.space.scale[0]+Tolerance) // for max-min all have the same scale
	}
}

// look searches a zone for the package with the greatest least margin above its low,
// longer each time. Where nobody is bound, any package will do.
func (c *covering) look(z *zone) {
	z.budget = max(20, 4*z.budget)
	s := newSpace(c.from(z.low), MaxMin, c.best)
	bound := z.bound()
	if bound {
		s.free = make([]bool, len(z.of))
		for q, of := range z.of {
			s.free[q] = of == nil
			s.active[q] = of != nil
		}
	}
	x := newSearch(s, c.opt)
	x.budget, x.brief = z.budget, z.budget < 100
	sol := x.run()
	switch {
	case sol.Found && !bound:
		z.pkg, z.margin = sol.Package, z.gap
	case sol.Found:
		z.pkg, z.margin = sol.Package, x.real(x.found)
		if sol.Proven {
			z.gap = z.margin // the solution's bound counts all parties
		} else {
			z.gap = min(z.gap, sol.Bound)
		}
	case sol.Proven:
		z.gap = math.Inf(-1)
	}
}

// from is the problem with other reservations.
func (c *covering) from(low []float64) *Problem {
	p := *c.p
	p.Parties = slices.Clone(c.p.Parties)
	for q := range p.Parties {
		p.Parties[q].Reservation = low[q]
	}
	return &p
}

// add takes the package of a zone into the cover, or one that is better, and divides
// the zones that it lies in.
func (c *covering) add(z *zone) {
	x := newSearch(newSpace(c.from(c.p.Values(z.pkg)), Sum, c.best), c.opt)
	x.budget, x.brief = 20, true
	x.offer(z.pkg)
	x.run()
	pkg := z.pkg
	if x.best != nil && Better(c.p.Values(x.best), c.p.Values(z.pkg)) && c.p.Check(x.best).Allowed() {
		pkg = x.best
	}
	values, id := c.p.Values(pkg), int32(len(c.found))
	c.found = append(c.found, Package{slices.Clone(pkg), values})
	var kept queue[*zone]
	for _, z := range c.open {
		switch above, equal := z.above(values); {
		case above == len(values):
			kept = append(kept, c.divide(z, values, id)...)
		case above == len(values)-1 && equal >= 0:
			z.of[equal] = append(z.of[equal], id)
			kept = append(kept, z)
		default:
			kept = append(kept, z)
		}
	}
	c.open = kept
	heap.Init(&c.open)
}

// above counts the parties that are not bound or have more than low, and says who
// has just that.
func (z *zone) above(values []float64) (n, equal int) {
	equal = -1
	for q, x := range values {
		switch {
		case z.of[q] == nil || x > z.low[q]:
			n++
		case x == z.low[q]:
			equal = q
		}
	}
	return n, equal
}

// divide makes the zones that are left of one: a party each has more than in the new
// package. Those that lie in another zone are left out: where for some party no
// package that low is from gives the first party more than the new one does.
func (c *covering) divide(z *zone, values []float64, id int32) (out []*zone) {
next:
	for q, x := range values {
		n := &zone{low: slices.Clone(z.low), of: make([][]int32, len(values)), gap: min(z.gap, c.best[q]-x)}
		n.low[q], n.of[q] = x, []int32{id}
		for k, of := range z.of {
			if k == q || of == nil {
				continue
			}
			for _, f := range of {
				if c.found[f].Values[q] > x {
					n.of[k] = append(n.of[k], f)
				}
			}
			if n.of[k] == nil {
				continue next
			}
		}
		for k := range c.bounds {
			c.lower(n, &c.bounds[k])
		}
		if n.gap >= 0 {
			out = append(out, n)
		}
	}
	return out
}

// thin leaves of all efficient packages a cover to within a tolerance; where that
// would be most of them, all.
func thin(all []Package, tolerance float64) ([]Package, bool) {
	const most = 4096
	var out []Package
	covered := make([]bool, len(all))
	for n, e := range all {
		if covered[n] {
			continue
		}
		if len(out) == most {
			return all, false
		}
		out = append(out, e)
		for k := n; k < len(all); k++ {
			covered[k] = covered[k] || covers(e.Values, all[k].Values, tolerance)
		}
	}
	return out, len(out) < len(all)
}

// covers reports whether a gives no party less than b by more than a tolerance.
func covers(a, b []float64, tolerance float64) bool {
	for q, x := range a {
		if x < b[q]-tolerance {
			return false
		}
	}
	return true
}
