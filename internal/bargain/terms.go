package bargain

import (
	"math"
	"slices"
)

// maxLooked is how many packages are looked at one by one at most.
const maxLooked = 300_000

// efficientTerms finds the efficient packages where combinations count, or utilities
// have a cap. Partial packages cannot be compared then. Small problems are looked
// through; full where there are more than two parties and too many packages.
func (p *Problem) efficientTerms(opt Options) (out EfficientSet, full bool) {
	best := p.Best(opt)
	s := newSpace(p, Sum, best)
	alive := s.start()
	n := 1.0
	for i := range s.n {
		n *= float64(count(alive[s.off[i]:s.off[i+1]]))
	}
	switch {
	case n <= maxLooked:
		return p.lookThrough(s, alive, opt), false
	case len(p.Parties) == 2:
		return p.sweep(best, opt), false
	}
	return EfficientSet{}, true
}

func (p *Problem) lookThrough(s *space, alive []bool, opt Options) EfficientSet {
	out := EfficientSet{Complete: true}
	pkg, values := make([]int, s.n), make([][]int, s.n)
	for i := range s.n {
		for v := s.off[i]; v < s.off[i+1]; v++ {
			if alive[v] {
				values[i] = append(values[i], v-s.off[i])
			}
		}
		if len(values[i]) == 0 {
			return out
		}
	}
	at := make([]int, s.n)
	for looked := 1; ; looked++ {
		for i := range pkg {
			pkg[i] = values[i][at[i]]
		}
		if p.Check(pkg).Allowed() {
			c := Package{slices.Clone(pkg), p.Values(pkg)}
			if !slices.ContainsFunc(out.Packages, func(o Package) bool { return Better(o.Values, c.Values) || alike(o.Values, c.Values) }) {
				out.Packages = slices.DeleteFunc(out.Packages, func(o Package) bool { return Better(c.Values, o.Values) })
				out.Packages = append(out.Packages, c)
			}
		}
		if looked%4096 == 0 && opt.Go != nil && !opt.Go(Progress{}) {
			out.Complete = false
			break
		}
		i := 0
		for ; i < s.n; i++ {
			if at[i]++; at[i] < len(values[i]) {
				break
			}
			at[i] = 0
		}
		if i == s.n {
			break
		}
	}
	out.Packages = distinct(out.Packages, false)
	return out
}

// sweep finds the efficient packages of two parties: those that are best for the one
// and for the other, and between two that it knows the one that is best for both
// together, weighed so that the two are worth the same, until there is none between
// two neighbours (L. G. Chalmet, L. Lemonidis and D. J. Elzinga, An Algorithm for the
// Bi-criterion Integer Programming Problem, European Journal of Operational Research
// 25, 1986).
func (p *Problem) sweep(best []float64, opt Options) EfficientSet {
	out := EfficientSet{Complete: true}
	q := *p
	q.Parties = slices.Clone(p.Parties)
	// search finds the best by weights of those that give each party its least.
	search := func(weights, least [2]float64, above float64) (Package, bool) {
		for k := range q.Parties {
			q.Parties[k].Reservation = least[k]
		}
		s := newSpace(&q, Sum, best)
		s.weigh(weights[:])
		x := newSearch(s, opt)
		x.found = (above - s.shift) / s.unit // no package below it is looked for
		sol := x.run()
		out.Complete = out.Complete && sol.Proven
		return Package{sol.Package, sol.Values}, sol.Found
	}
	least := [2]float64{p.Parties[0].Reservation, p.Parties[1].Reservation}
	var ends [2]Package
	for k := range ends {
		weights := [2]float64{1, 1}
		weights[1-k] = 0
		one, found := search(weights, least, math.Inf(-1))
		if !found {
			return out
		}
		limits := least
		limits[k] = max(limits[k], one.Values[k])
		if two, found := search([2]float64{1, 1}, limits, math.Inf(-1)); found {
			one = two
		}
		ends[k] = one
	}
	out.Packages = append(out.Packages, ends[0], ends[1])
	type pair struct{ a, b Package }
	for open := []pair{{ends[0], ends[1]}}; len(open) > 0 && out.Complete; {
		a, b := open[len(open)-1].a, open[len(open)-1].b
		open = open[:len(open)-1]
		corner := [2]float64{b.Values[0] + 3*Tolerance, a.Values[1] + 3*Tolerance}
		if corner[0] >= a.Values[0] || corner[1] >= b.Values[1] {
			continue
		}
		weights := [2]float64{b.Values[1] - a.Values[1], a.Values[0] - b.Values[0]}
		if c, found := search(weights, corner, weights[0]*corner[0]+weights[1]*corner[1]-Tolerance*(weights[0]+weights[1])); found {
			out.Packages = append(out.Packages, c)
			open = append(open, pair{a, c}, pair{c, b})
		}
	}
	out.Packages = distinct(out.Packages, false)
	return out
}

// weigh makes the sum one of weighed utilities.
func (s *space) weigh(weights []float64) {
	s.weights = weights
	s.shift, s.whole = 0, 0
	for q, w := range s.weights {
		s.floor[q] = w * s.scale[q] / s.unit
		s.shift += w * s.p.Parties[q].Bias
	}
}
