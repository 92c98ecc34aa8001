package bargain

import (
	"math"
	"slices"
)

// space is a problem made ready for the search for one kind. A value is a variant
// of a choice; values are counted through, choice by choice. Utilities stand as
// margins: above the reservation, in units of scale.
type space struct {
	p       *Problem
	kind    Kind
	n, np   int
	off     []int     // where the values of a choice begin; n+1 of them
	of      []int32   // the choice of a value
	u       []float64 // by value and party: the margin that it adds
	own     []float64 // by value: what it adds to the objective by itself
	r       []float64 // by party: minus the margin of nothing
	scale   []float64 // by party: how much utility a margin of 1 is
	unit    float64   // how much of the objective 1 in the search is
	shift   float64   // what is added to it: the logarithms of the scales, the biases
	weights []float64 // of the parties' utilities in the sum; nil: 1 each
	floor   []float64 // by party: the least price, what its margin is of the sum
	step    []float64 // by party: margins lie on multiples of it above -r; 0 if unknown
	whole   float64   // objectives lie on multiples of it; 0 if unknown
	active  []bool    // by party: counted in the least margin
	free    []bool    // by party, for max-min: only the reservation counts; nil for nobody
	best    []float64 // by party: highest utility over all outcomes
	cl      []clause
	in      [][]int32   // by value: clauses that it fulfils
	fulfil  [][]int32   // by clause: values that fulfil it
	terms   []spaceTerm // combinations, by party
	lam     float64     // how much 1 of a linkage's price is
}

// clause asks that one of its literals hold; a literal is a set of values of one
// choice.
type clause struct {
	choice []int32
	holds  [][]bool // by literal and variant
	index  int      // of the linkage
}

// spaceTerm adds a margin to a party where all literals hold.
type spaceTerm struct {
	party  int
	value  float64
	choice []int32
	holds  [][]bool
}

// literals gathers conditions, several of the same choice into one: by
// intersection where all have to hold (and), by union where one has to.
func (p *Problem) literals(cs []Condition, and, negate bool) (choice []int32, holds [][]bool) {
	for _, c := range cs {
		set := make([]bool, len(p.Choices[c.Choice].Variants))
		for _, v := range c.Variants {
			set[v] = true
		}
		if negate {
			for v := range set {
				set[v] = !set[v]
			}
		}
		at := slices.Index(choice, int32(c.Choice))
		if at < 0 {
			choice, holds = append(choice, int32(c.Choice)), append(holds, set)
			continue
		}
		for v := range set {
			if and {
				holds[at][v] = holds[at][v] && set[v]
			} else {
				holds[at][v] = holds[at][v] || set[v]
			}
		}
	}
	return choice, holds
}

func (p *Problem) clause(l Linkage, index int) clause {
	c := clause{index: index}
	c.choice, c.holds = p.literals(l.If, false, true)
	ch, hs := p.literals(l.Then, false, false)
	for k := range ch {
		if at := slices.Index(c.choice, ch[k]); at >= 0 {
			for v := range hs[k] {
				c.holds[at][v] = c.holds[at][v] || hs[k][v]
			}
			continue
		}
		c.choice, c.holds = append(c.choice, ch[k]), append(c.holds, hs[k])
	}
	return c
}

// newSpace builds the space. best are the highest utilities over all outcomes.
func newSpace(p *Problem, kind Kind, best []float64) *space {
	s := &space{p: p, kind: kind, n: len(p.Choices), np: len(p.Parties), best: best, unit: 1}
	s.off = make([]int, s.n+1)
	for i, c := range p.Choices {
		s.off[i+1] = s.off[i] + len(c.Variants)
	}
	nv := s.off[s.n]
	s.of, s.u, s.own = make([]int32, nv), make([]float64, nv*s.np), make([]float64, nv)
	s.in = make([][]int32, nv)
	for i := range s.n {
		for v := s.off[i]; v < s.off[i+1]; v++ {
			s.of[v] = int32(i)
		}
	}
	s.setScales()
	for q := range s.np {
		pt := &p.Parties[q]
		s.r[q] = (pt.Reservation - pt.Bias) / s.scale[q]
		for i, row := range pt.Values {
			for a, x := range row {
				s.u[(s.off[i]+a)*s.np+q] = x / s.scale[q]
			}
		}
		for _, t := range pt.Terms {
			ch, hs := p.literals(t.When, true, false)
			s.terms = append(s.terms, spaceTerm{party: q, value: t.Value / s.scale[q], choice: ch, holds: hs})
		}
	}
	if kind == LeastChange {
		for i := range s.n {
			for v := s.off[i]; v < s.off[i+1]; v++ {
				if p.Baseline != nil && v-s.off[i] != p.Baseline[i] {
					s.own[v] = -p.change(i)
				}
			}
		}
	}
	for k, l := range p.Linkages {
		s.cl = append(s.cl, p.clause(l, k))
	}
	s.fulfil = make([][]int32, len(s.cl))
	for k, c := range s.cl {
		for l, i := range c.choice {
			for a, in := range c.holds[l] {
				if in {
					s.fulfil[k] = append(s.fulfil[k], int32(s.off[i]+a))
					s.in[s.off[i]+a] = append(s.in[s.off[i]+a], int32(k))
				}
			}
		}
	}
	s.setLattice()
	return s
}

// change is how much it counts to leave the baseline's variant of a choice.
func (p *Problem) change(i int) float64 {
	if p.Changed == nil {
		return 1
	}
	return p.Changed[i]
}

func (s *space) setScales() {
	s.scale, s.r, s.active = make([]float64, s.np), make([]float64, s.np), make([]bool, s.np)
	mean := 0.0
	for q := range s.np {
		gain := s.best[q] - s.p.Parties[q].Reservation
		s.active[q] = true
		if gain <= Tolerance {
			s.active[q] = s.kind != KS
			gain = max(1, math.Abs(s.best[q]))
		}
		s.scale[q] = gain
		mean += gain / float64(s.np)
	}
	if s.kind == Sum || s.kind == MaxMin {
		s.unit = mean
	}
	if s.kind == MaxMin {
		for q := range s.scale {
			s.scale[q] = mean
		}
	}
	s.floor = make([]float64, s.np)
	switch s.kind {
	case Sum:
		for q := range s.floor {
			s.floor[q] = s.scale[q] / s.unit
			s.shift += s.p.Parties[q].Bias
		}
	case Nash:
		for _, x := range s.scale {
			s.shift += math.Log(x)
		}
	}
	s.lam = 1
	if s.kind == MaxMin || s.kind == KS {
		s.lam = 3 / float64(s.n)
	}
}

// setLattice finds whether utilities are multiples of something, so that bounds
// can be rounded.
func (s *space) setLattice() {
	s.step = make([]float64, s.np)
	all := 0.0
	known := true
	for q := range s.np {
		pt := &s.p.Parties[q]
		g := 0.0
		for _, row := range pt.Values {
			for _, x := range row {
				g = gcd(g, x-row[0])
			}
		}
		for _, t := range pt.Terms {
			g = gcd(g, t.Value)
		}
		if g > 0 && pt.Cap == 0 {
			s.step[q] = g / s.scale[q]
		}
		if pt.Cap != 0 || math.IsNaN(g) || g == 0 {
			s.step[q] = 0
		}
		base := pt.Bias
		for _, row := range pt.Values {
			base += row[0]
		}
		if s.kind == MaxMin {
			base -= pt.Reservation
		}
		all = gcd(gcd(all, g), base)
		known = known && pt.Cap == 0
	}
	switch s.kind {
	case LeastChange:
		all, known = 0, true
		for i := range s.n {
			all = gcd(all, s.p.change(i))
		}
	case Sum, MaxMin:
	default:
		known = false
	}
	if known && all > 0 {
		s.whole = all / s.unit
	}
}

// gcd of whole numbers; not a number where one is not whole.
func gcd(a, b float64) float64 {
	b = math.Abs(b)
	if b != math.Trunc(b) || b > 1<<52 || math.IsNaN(a) {
		return math.NaN()
	}
	for b != 0 {
		a, b = b, math.Mod(a, b)
	}
	return a
}

// objective is that of a package in units of the search, and whether it is allowed.
func (s *space) objective(pkg []int) (float64, bool) {
	if !s.p.Check(pkg).Allowed() {
		return math.Inf(-1), false
	}
	x, ok := s.p.Objective(s.kind, pkg, s.best)
	if s.weights != nil {
		x = 0
		for q, w := range s.weights {
			x += w * s.p.Parties[q].Utility(pkg)
		}
	}
	if s.free != nil {
		x = math.Inf(1)
		for q, free := range s.free {
			if !free {
				x = min(x, s.p.Parties[q].Utility(pkg)-s.p.Parties[q].Reservation)
			}
		}
	}
	if s.kind == LeastChange {
		x = -x
	}
	return (x - s.shift) / s.unit, ok
}

// Objective is a package's in one sense; whether it has one is said too (a party
// that does not gain has no logarithm). best are the parties' highest utilities.
func (p *Problem) Objective(kind Kind, pkg []int, best []float64) (x float64, ok bool) {
	u := p.Values(pkg)
	switch kind {
	case Sum:
		for _, v := range u {
			x += v
		}
	case Nash:
		for q, v := range u {
			if v -= p.Parties[q].Reservation; v <= 0 {
				return math.Inf(-1), false
			}
			x += math.Log(u[q] - p.Parties[q].Reservation)
		}
	case MaxMin, MostAcceptable:
		x = math.Inf(1)
		for q, v := range u {
			x = min(x, v-p.Parties[q].Reservation)
		}
	case KS:
		x = math.Inf(1)
		for q, v := range u {
			if r := p.Parties[q].Reservation; best[q]-r > Tolerance {
				x = min(x, (v-r)/(best[q]-r))
			}
		}
		if math.IsInf(x, 1) {
			x = 0 // nobody can gain
		}
	case LeastChange:
		for i, a := range pkg {
			if p.Baseline != nil && a != p.Baseline[i] {
				x += p.change(i)
			}
		}
	}
	return x, true
}
