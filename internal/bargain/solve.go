package bargain

import (
	"math"

	"nonpaper/internal/fault"
)

// Solve finds the package that is best in one sense among those that are allowed:
// every party has its reservation, no red line is crossed, every linkage is kept.
// Of max-min, the package has the greatest least margin, and of those found with
// it the greatest sum. The errors are of kind Invalid.
func (p *Problem) Solve(kind Kind, opt Options) (Solution, error) {
	if err := p.Validate(); err != nil {
		return Solution{}, err
	}
	if kind == LeastChange && p.Baseline == nil {
		return Solution{}, fault.Invalidf("there is no baseline to change least").WithHint("Name one variant of each choice as the present text.")
	}
	best := p.Best(opt)
	if kind == MostAcceptable {
		return p.mostAcceptable(best, opt), nil
	}
	x := newSearch(newSpace(p, kind, best), opt)
	if kind == KS && !anyOf(x.active) {
		x.enough = math.Inf(-1) // nobody can gain: every allowed package is as good
	}
	s := x.run()
	if s.Found && (kind == MaxMin || kind == KS) && s.Proven {
		p.betterTie(&s, best, opt)
	}
	return s, nil
}

func anyOf(a []bool) bool {
	for _, x := range a {
		if x {
			return true
		}
	}
	return false
}

// betterTie looks, within a fixed number of steps, for a package with the same
// least margin that gives more in sum.
func (p *Problem) betterTie(s *Solution, best []float64, opt Options) {
	q := *p
	q.Parties = append([]Party(nil), p.Parties...)
	for i := range q.Parties {
		pt := &q.Parties[i]
		gain := 1.0
		if s.Kind == KS {
			if gain = best[i] - pt.Reservation; gain <= Tolerance {
				continue
			}
		}
		pt.Reservation = max(pt.Reservation, pt.Reservation+s.Objective*gain)
	}
	x := newSearch(newSpace(&q, Sum, best), Options{Go: opt.Go})
	x.budget, x.brief = 40, true
	x.offer(s.Package)
	t := x.run()
	if !t.Found {
		return
	}
	if obj, ok := p.Objective(s.Kind, t.Package, best); ok && obj >= s.Objective-1e-12*max(1, math.Abs(s.Objective)) && p.Check(t.Package).Allowed() {
		s.Package, s.Values, s.Objective = t.Package, t.Values, max(obj, s.Objective)
		s.Bound = s.Objective
	}
}

// Best are the parties' highest utilities over all outcomes, whatever these break.
func (p *Problem) Best(opt Options) []float64 {
	out := make([]float64, len(p.Parties))
	for q := range p.Parties {
		pt := &p.Parties[q]
		top := pt.Bias
		for _, row := range pt.Values {
			m := math.Inf(-1)
			for _, x := range row {
				m = max(m, x)
			}
			top += m
		}
		out[q] = top
		if len(pt.Terms) > 0 || pt.Cap != 0 {
			out[q] = p.bestOf(q, opt)
		}
	}
	return out
}

// bestOf is a single party's highest utility where combinations count.
func (p *Problem) bestOf(q int, opt Options) float64 {
	one := Problem{Choices: p.Choices, Parties: []Party{p.Parties[q]}}
	pt := &one.Parties[0]
	pt.RedLines, pt.Reservation = nil, pt.Bias
	top := pt.Bias
	for _, row := range pt.Values {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, x := range row {
			lo, hi = min(lo, x), max(hi, x)
		}
		pt.Reservation += lo
		top += hi
	}
	for _, t := range pt.Terms {
		pt.Reservation += min(0, t.Value)
		top += max(0, t.Value)
	}
	x := newSearch(newSpace(&one, Sum, []float64{top}), opt)
	if pt.Cap != 0 {
		x.enough = pt.Cap / x.unit
	}
	s := x.run()
	if !s.Found {
		return top
	}
	return s.Objective
}
