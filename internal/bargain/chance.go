package bargain

import (
	"math"
	"slices"
)

// Chance is how likely it is that all accept a package, if values and reservations
// lie anywhere within what was said of them, each by itself.
type Chance struct {
	Share     float64 // of the scenarios drawn, those in which all accept
	Error     float64 // the standard error of the share
	Scenarios int
}

const defaultScenarios = 200

// Robustness draws scenarios and counts those in which all accept. The same seed
// draws the same scenarios.
func (p *Problem) Robustness(pkg []int, opt Options) Chance {
	n := opt.Scenarios
	if n <= 0 {
		n = defaultScenarios
	}
	b := p.Check(pkg)
	hit := 0
	if len(b.Linkages)+len(b.RedLines) == 0 {
		for _, s := range p.draw(n, opt.Seed) {
			if s.accept(p, pkg) {
				hit++
			}
		}
	}
	share := float64(hit) / float64(n)
	return Chance{share, math.Sqrt(share * (1 - share) / float64(n)), n}
}

// scenario is one way that the estimates may be: by party, what is to be added to
// its values and to its reservation.
type scenario struct {
	add [][][]float64
	r   []float64
}

func (p *Problem) uncertain() bool {
	return slices.ContainsFunc(p.Parties, func(pt Party) bool { return pt.Spread != nil || pt.ReservationSpread != 0 })
}

func (p *Problem) draw(n int, seed uint64) []scenario {
	rng := splitMix(seed)
	even := func(spread float64) float64 {
		return spread * (2*float64(rng.next()>>11)/(1<<53) - 1)
	}
	out := make([]scenario, n)
	for k := range out {
		s := &out[k]
		s.add, s.r = make([][][]float64, len(p.Parties)), make([]float64, len(p.Parties))
		for q := range p.Parties {
			pt := &p.Parties[q]
			s.r[q] = pt.Reservation + even(pt.ReservationSpread)
			for _, row := range pt.Spread {
				add := make([]float64, len(row))
				for a, x := range row {
					add[a] = even(x)
				}
				s.add[q] = append(s.add[q], add)
			}
		}
	}
	return out
}

func (s *scenario) accept(p *Problem, pkg []int) bool {
	for q := range p.Parties {
		u := p.Parties[q].Utility(pkg)
		for i, row := range s.add[q] {
			u += row[pkg[i]]
		}
		if u < s.r[q]-Tolerance {
			return false
		}
	}
	return true
}

// acceptable is the search for the package that all accept in the most scenarios:
// depth first, with the number of scenarios that can still be met as bound.
type acceptable struct {
	*search
	all  []scenario
	rest [][]float64 // by depth and scenario and party: the most that the choices from there on add
	best []int
	hits int
	open int // the greatest bound of what was not looked at
	pkg  []int
}

// mostAcceptable finds the package that all accept in the most scenarios; where
// nothing is uncertain, any that is allowed, with the margins that a short search
// gives.
func (p *Problem) mostAcceptable(best []float64, opt Options) Solution {
	x := newSearch(newSpace(p, MaxMin, best), opt)
	if !p.uncertain() {
		x.enough = -Tolerance / x.unit
		s := x.run()
		s.Kind, s.Objective, s.Bound = MostAcceptable, 0, 1
		if s.Found {
			s.Objective, s.Bound, s.Proven = 1, 1, true
		} else if s.Proven {
			s.Bound = 0
		}
		return s
	}
	n := opt.Scenarios
	if n <= 0 {
		n = defaultScenarios
	}
	a := &acceptable{search: x, all: p.draw(n, opt.Seed), pkg: make([]int, x.n)}
	for q := range x.d.need {
		x.d.need[q] = -1e12 // what is uncertain is looked at scenario by scenario
	}
	alive := x.plain() // a variant that another covers may be luckier
	if start := a.begin(best, opt); start != nil {
		a.take(start)
	}
	a.setRest(alive)
	live := make([]int, n)
	for k := range live {
		live[k] = k
	}
	a.dig(0, alive, live)
	s := Solution{Kind: MostAcceptable, Found: a.best != nil, Package: a.best, Proven: !x.stop}
	if s.Found {
		s.Values = p.Values(s.Package)
	}
	s.Objective = float64(a.hits) / float64(n)
	s.Bound = max(s.Objective, float64(a.open)/float64(n))
	s.Proven = s.Bound == s.Objective
	return s
}

// begin is the package with the greatest least margin, as a start.
func (a *acceptable) begin(best []float64, opt Options) []int {
	y := newSearch(newSpace(a.p, MaxMin, best), Options{Go: opt.Go})
	y.budget = 200
	return y.run().Package
}

func (a *acceptable) take(pkg []int) {
	b := a.p.Check(pkg)
	if len(b.Linkages)+len(b.RedLines) > 0 {
		return
	}
	hits := 0
	for k := range a.all {
		if a.all[k].accept(a.p, pkg) {
			hits++
		}
	}
	if hits > a.hits {
		a.hits, a.best = hits, slices.Clone(pkg)
		a.report()
	}
}

func (a *acceptable) report() {
	n := float64(len(a.all))
	if a.opt.Go != nil && !a.stop && !a.opt.Go(Progress{Kind: MostAcceptable, Found: a.best != nil, Objective: float64(a.hits) / n, Bound: 1, Package: a.best}) {
		a.stop = true
	}
}

// worthIn is what a value adds to a party's utility in a scenario.
func (a *acceptable) worthIn(k, q, i, v int) float64 {
	x := a.p.Parties[q].Values[i][v]
	if add := a.all[k].add[q]; add != nil {
		x += add[i][v]
	}
	return x
}

func (a *acceptable) setRest(alive []bool) {
	a.rest = make([][]float64, a.n+1)
	a.rest[a.n] = make([]float64, len(a.all)*a.np)
	for k := range a.all {
		for q := range a.np {
			for _, t := range a.p.Parties[q].Terms {
				a.rest[a.n][k*a.np+q] += max(0, t.Value)
			}
		}
	}
	for i := a.n - 1; i >= 0; i-- {
		a.rest[i] = slices.Clone(a.rest[i+1])
		for k := range a.all {
			for q := range a.np {
				top := math.Inf(-1)
				for v := a.off[i]; v < a.off[i+1]; v++ {
					if alive[v] {
						top = max(top, a.worthIn(k, q, i, v-a.off[i]))
					}
				}
				a.rest[i][k*a.np+q] += top
			}
		}
	}
}

// dig goes on with the choice i; live are the scenarios that can still be met.
func (a *acceptable) dig(i int, alive []bool, live []int) {
	if len(live) <= a.hits {
		return
	}
	if a.stop {
		a.open = max(a.open, len(live))
		return
	}
	if i == a.n {
		a.take(a.pkg)
		return
	}
	if a.count++; a.count%256 == 0 {
		a.report()
	}
	type branch struct {
		v     int
		alive []bool
		live  []int
	}
	var branches []branch
	for v := a.off[i]; v < a.off[i+1]; v++ {
		if !alive[v] {
			continue
		}
		next := slices.Clone(alive)
		for b := a.off[i]; b < a.off[i+1]; b++ {
			next[b] = b == v
		}
		if !a.propagate(next) {
			continue
		}
		a.pkg[i] = v - a.off[i]
		if can := a.can(i, live); len(can) > a.hits {
			branches = append(branches, branch{a.pkg[i], next, can})
		}
	}
	slices.SortStableFunc(branches, func(b, c branch) int { return len(c.live) - len(b.live) })
	for _, b := range branches {
		a.pkg[i] = b.v
		a.dig(i+1, b.alive, b.live)
	}
}

// can are the scenarios that can still be met with the choices up to i.
func (a *acceptable) can(i int, live []int) (out []int) {
next:
	for _, k := range live {
		for q := range a.np {
			u := a.p.Parties[q].Bias + a.rest[i+1][k*a.np+q]
			for j := 0; j <= i; j++ {
				u += a.worthIn(k, q, j, a.pkg[j])
			}
			if u < a.all[k].r[q]-Tolerance {
				continue next
			}
		}
		out = append(out, k)
	}
	return out
}

// Sample draws packages evenly from all, whatever they break. The same seed draws
// the same.
func (p *Problem) Sample(n int, seed uint64) [][]int {
	rng := splitMix(seed)
	out := make([][]int, n)
	for k := range out {
		for _, c := range p.Choices {
			out[k] = append(out[k], rng.below(len(c.Variants)))
		}
	}
	return out
}
