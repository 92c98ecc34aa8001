package bargain

import (
	"cmp"
	"math"
	"slices"
)

// feasible looks for any package that is allowed. Sure is false where the search
// was stopped without an answer.
func (p *Problem) feasible(best []float64, opt Options) (pkg []int, sure bool) {
	x := newSearch(newSpace(p, MaxMin, best), opt)
	x.enough = -Tolerance / x.unit
	s := x.run()
	return s.Package, s.Found || s.Proven
}

// Demand is something that has to be kept: a linkage, a party's red line, or its
// reservation.
type Demand struct {
	Linkage int  // an index, or -1
	Party   int  // an index, or -1
	RedLine Pair // of the party; Choice is -1 where it is the reservation
}

// Conflict are demands that cannot be kept together, while all but any one of them
// can.
type Conflict struct {
	Demands []Demand
	// Smallest is true where it was shown that no fewer demands conflict.
	Smallest bool
}

// mostTried is how many sets of demands are tried to find a smaller one.
const mostTried = 2000

// Conflict names a smallest set of demands that exclude each other; none where some
// package is allowed, or where the search was stopped (then sure is false).
func (p *Problem) Conflict(opt Options) (c Conflict, sure bool, err error) {
	if err := p.Validate(); err != nil {
		return Conflict{}, false, err
	}
	all := p.demands()
	best := p.Best(opt)
	quiet := Options{Go: opt.Go}
	excluded := func(of []Demand) (bool, bool) {
		pkg, sure := p.only(of).feasible(best, quiet)
		return pkg == nil, sure
	}
	if bad, sure := excluded(all); !bad || !sure {
		return Conflict{}, sure, nil
	}
	left := slices.Clone(all)
	for k := len(left) - 1; k >= 0; k-- {
		without := slices.Delete(slices.Clone(left), k, k+1)
		bad, sure := excluded(without)
		if !sure {
			return Conflict{Demands: left}, false, nil
		}
		if bad {
			left = without
		}
	}
	c = Conflict{Demands: left, Smallest: len(left) <= 1}
	tried := 0
	for size := 1; size < len(left); size++ {
		ways := 1
		for k := range size {
			ways = ways * (len(all) - k) / (k + 1)
		}
		if tried += ways; tried > mostTried {
			return c, true, nil
		}
		set := make([]Demand, size)
		if found, sure := smaller(all, set, 0, 0, excluded); !sure {
			return c, true, nil
		} else if found {
			return Conflict{Demands: set, Smallest: true}, true, nil
		}
	}
	c.Smallest = true
	return c, true, nil
}

// smaller goes through the sets of one size until one excludes itself.
func smaller(all, set []Demand, at, from int, excluded func([]Demand) (bool, bool)) (found, sure bool) {
	if at == len(set) {
		return excluded(set)
	}
	for k := from; k < len(all); k++ {
		set[at] = all[k]
		if found, sure = smaller(all, set, at+1, k+1, excluded); found || !sure {
			return found, sure
		}
	}
	return false, true
}

func (p *Problem) demands() (out []Demand) {
	for q := range p.Parties {
		for _, r := range p.Parties[q].RedLines {
			out = append(out, Demand{-1, q, r})
		}
	}
	for k := range p.Linkages {
		out = append(out, Demand{k, -1, Pair{-1, -1}})
	}
	for q := range p.Parties {
		out = append(out, Demand{-1, q, Pair{-1, -1}})
	}
	return out
}

// only is the problem with no demands but some.
func (p *Problem) only(ds []Demand) *Problem {
	q := *p
	q.Parties, q.Linkages = slices.Clone(p.Parties), nil
	for k := range q.Parties {
		pt := &q.Parties[k]
		pt.RedLines = nil
		if !slices.Contains(ds, Demand{-1, k, Pair{-1, -1}}) {
			pt.Reservation = pt.least()
		}
	}
	for _, d := range ds {
		switch {
		case d.Linkage >= 0:
			q.Linkages = append(q.Linkages, p.Linkages[d.Linkage])
		case d.RedLine.Choice >= 0:
			q.Parties[d.Party].RedLines = append(q.Parties[d.Party].RedLines, d.RedLine)
		}
	}
	return &q
}

// least is a utility that no package is below.
func (pt *Party) least() float64 {
	u := pt.Bias
	for _, row := range pt.Values {
		u += slices.Min(row)
	}
	for _, t := range pt.Terms {
		u += min(0, t.Value)
	}
	if pt.Cap != 0 {
		u = min(u, pt.Cap)
	}
	return u - Tolerance
}

// Block is what it costs to leave one choice as it is.
type Block struct {
	Choice int
	// Without is the greatest least margin with the choice at the baseline; Found is
	// false where no package is allowed then.
	Without float64
	Found   bool
	Gain    float64 // by how much the margin rises when the choice may change; 0 where not found
}

// Blocking says of every choice what it costs to leave it at the baseline, those
// first without which no package is allowed, then by gain. Sure is false where a
// search was stopped.
func (p *Problem) Blocking(opt Options) (out []Block, sure bool, err error) {
	free, err := p.Solve(MaxMin, opt)
	if err != nil || !free.Found || p.Baseline == nil {
		return nil, free.Proven, err
	}
	sure = free.Proven
	for i := range p.Choices {
		if free.Package[i] == p.Baseline[i] {
			out = append(out, Block{Choice: i, Without: free.Objective, Found: true})
			continue
		}
		q := *p
		q.Linkages = append(slices.Clone(p.Linkages), Linkage{Then: []Condition{{i, []int{p.Baseline[i]}}}})
		s, err := q.Solve(MaxMin, opt)
		if err != nil {
			return nil, false, err
		}
		sure = sure && s.Proven
		b := Block{Choice: i, Found: s.Found}
		if s.Found {
			b.Without, b.Gain = s.Objective, max(0, free.Objective-s.Objective)
		}
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b Block) int {
		if a.Found != b.Found {
			if b.Found {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Gain, a.Gain)
	})
	return out, sure, nil
}

// Change is an estimate that changes the answer if it is wrong.
type Change struct {
	Party, Choice int // Choice is -1 where it is the reservation that may be higher
	Variant       int
	By            float64 // so much lower (a reservation: higher), and the answer is another
	Instead       []int   // the answer then; nil where the party would not accept this one
}

// Sensitivity says which estimates change the answer if they are wrong, the nearest
// first: of each value that a party has in the package, by how much it may be lower
// before a package without that variant is better, and of each reservation by how
// much it may be higher. For nash, max-min and Kalai-Smorodinsky another package
// with the variant may be better a little earlier.
func (p *Problem) Sensitivity(s Solution, opt Options) (out []Change, sure bool, err error) {
	if err := p.Validate(); err != nil || !s.Found {
		return nil, true, err
	}
	best := p.Best(opt)
	for q, u := range s.Values {
		out = append(out, Change{Party: q, Choice: -1, By: max(0, u-p.Parties[q].Reservation)})
	}
	sure = true
	if s.Kind != Sum && s.Kind != Nash && s.Kind != MaxMin && s.Kind != KS {
		return sortChanges(out), sure, nil
	}
	for i, a := range s.Package {
		if len(p.Choices[i].Variants) < 2 {
			continue
		}
		q := *p
		q.Linkages = append(slices.Clone(p.Linkages), Linkage{If: []Condition{{i, []int{a}}}})
		t, err := q.Solve(s.Kind, opt)
		if err != nil {
			return nil, false, err
		}
		sure = sure && t.Proven
		if !t.Found {
			continue
		}
		for k := range p.Parties {
			if by, ok := p.until(s, k, t.Objective, best); ok {
				out = append(out, Change{Party: k, Choice: i, Variant: a, By: by, Instead: t.Package})
			}
		}
	}
	return sortChanges(out), sure, nil
}

func sortChanges(out []Change) []Change {
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(a.By, b.By) })
	return out
}

// until is by how much a party's utility of a package may fall until its objective
// is another.
func (p *Problem) until(s Solution, q int, other float64, best []float64) (by float64, ok bool) {
	margin := s.Values[q] - p.Parties[q].Reservation
	switch s.Kind {
	case Sum:
		by = s.Objective - other
	case Nash:
		by = margin * (1 - math.Exp(other-s.Objective))
	case MaxMin:
		by = margin - other
	case KS:
		gain := best[q] - p.Parties[q].Reservation
		if gain <= Tolerance {
			return 0, false
		}
		by = margin - other*gain
	}
	return max(0, by), true
}

// Improve looks for a package that is better for somebody and worse for nobody than
// one that was agreed. It keeps linkages and red lines, and takes what each party
// has in the agreed one for its reservation.
func (p *Problem) Improve(agreed []int, opt Options) (better Solution, found bool, err error) {
	if err := p.Validate(); err != nil {
		return Solution{}, false, err
	}
	q := *p
	q.Parties = slices.Clone(p.Parties)
	before := 0.0
	for k, u := range p.Values(agreed) {
		q.Parties[k].Reservation = u
		before += u
	}
	s, err := q.Solve(Sum, opt)
	if err != nil || !s.Found || s.Objective <= before+Tolerance*float64(len(p.Parties)) {
		return s, false, err
	}
	return s, true, nil
}
