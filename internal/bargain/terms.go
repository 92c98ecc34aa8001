package bargain

import (
	"slices"

	"nonpaper/internal/fault"
)

// maxLooked is how many packages are looked at one by one at most.
const maxLooked = 300_000

// efficientTerms finds the efficient packages where combinations count, or utilities
// have a cap. Partial packages cannot be compared then. Small problems are looked
// through; for two parties, the search goes from the package that is best for the
// first to the one that is best for the second, each time asking for more for the
// second.
func (p *Problem) efficientTerms(opt Options) (EfficientSet, error) {
	best := p.Best(opt)
	s := newSpace(p, Sum, best)
	alive := s.start()
	n := 1.0
	for i := range s.n {
		n *= float64(count(alive[s.off[i]:s.off[i+1]]))
	}
	switch {
	case n <= maxLooked:
		return p.lookThrough(s, alive, opt), nil
	case len(p.Parties) == 2:
		return p.sweep(s, best, opt), nil
	}
	return EfficientSet{}, fault.Invalidf("all efficient packages are found for two parties only where combinations of variants count, and there are %d", len(p.Parties)).
		WithHint("Leave out --efficient; the best package in each sense is found all the same.")
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

// sweep goes along the efficient packages of two parties.
func (p *Problem) sweep(s *space, best []float64, opt Options) EfficientSet {
	out := EfficientSet{Complete: true}
	q := *p
	q.Parties = slices.Clone(p.Parties)
	search := func(first bool) (Solution, bool) {
		sp := newSpace(&q, Sum, best)
		sp.weigh(first)
		x := newSearch(sp, opt)
		sol := x.run()
		return sol, sol.Proven
	}
	for {
		one, ok := search(true)
		if !ok {
			out.Complete = false
			break
		}
		if !one.Found {
			break
		}
		was := q.Parties[0].Reservation
		q.Parties[0].Reservation = max(was, one.Values[0])
		two, ok := search(false)
		if q.Parties[0].Reservation = was; !ok || !two.Found {
			out.Complete = false
			break
		}
		out.Packages = append(out.Packages, Package{two.Package, two.Values})
		q.Parties[1].Reservation = two.Values[1] + 3*Tolerance
	}
	out.Packages = distinct(out.Packages, false)
	return out
}

// weigh makes the sum one of the first party's utility, or the second's.
func (s *space) weigh(first bool) {
	s.weights = []float64{1, 0}
	if !first {
		s.weights = []float64{0, 1}
	}
	s.shift = 0
	for q, w := range s.weights {
		s.floor[q] = w * s.scale[q] / s.unit
		s.shift += w * s.p.Parties[q].Bias
	}
	s.whole = 0
}
