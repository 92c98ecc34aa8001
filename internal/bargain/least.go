package bargain

import (
	"math"
	"slices"
)

// Least lists packages that are allowed, those that change least first, at most n.
// Of two of which one makes all the changes of the other and more, only the other
// is listed. Sure is false where the search was stopped. It needs a baseline.
func (p *Problem) Least(n int, opt Options) (out [][]int, sure bool, err error) {
	first, err := p.Solve(LeastChange, opt)
	if err != nil || !first.Found {
		return nil, first.Proven, err
	}
	x := newSearch(newSpace(p, LeastChange, p.Best(opt)), opt)
	x.setNeeds()
	all := 0.0
	for i := range p.Choices {
		all += p.change(i)
	}
	// each round allows more change; what the round before allowed is known
	from := -1.0
	to := first.Objective
	for step := 0; step < 12 && len(out) < n && from < all && !x.stop; step++ {
		l := lister{search: x, from: from, to: to, most: n, out: out}
		alive := x.plain()
		if x.propagate(alive) {
			l.list(0, alive, 0)
		}
		out = l.out
		least := math.Inf(1)
		for i := range p.Choices {
			if c := p.change(i); c > 0 {
				least = min(least, c)
			}
		}
		from, to = to, to+least
	}
	return out, !x.stop, nil
}

// plain is start without leaving out what another value covers, for the packages
// that are listed are not only the best.
func (s *space) plain() []bool {
	alive := make([]bool, len(s.of))
	for v := range alive {
		alive[v] = true
	}
	for _, pt := range s.p.Parties {
		for _, r := range pt.RedLines {
			alive[s.off[r.Choice]+r.Variant] = false
		}
	}
	return alive
}

// lister lists the packages that change more than from and at most to.
type lister struct {
	*search
	from, to float64
	most     int
	out      [][]int
	looked   int
}

func (l *lister) list(i int, alive []bool, changed float64) {
	if l.stop || len(l.out) >= l.most {
		return
	}
	if l.looked++; l.looked%256 == 0 {
		l.tell()
	}
	if slices.ContainsFunc(l.out, func(o []int) bool { return l.makes(o, i, alive) }) {
		return
	}
	must := changed // what surely changes
	for j := i; j < l.n; j++ {
		if !alive[l.off[j]+l.p.Baseline[j]] {
			must += l.p.change(j)
		}
	}
	if must > l.to+Tolerance {
		return
	}
	if i == l.n {
		if changed <= l.from+Tolerance {
			return
		}
		pkg := make([]int, l.n)
		for v, a := range alive {
			if a {
				pkg[l.of[v]] = v - l.off[l.of[v]]
			}
		}
		if l.p.Check(pkg).Allowed() {
			l.out = append(l.out, pkg)
		}
		return
	}
	base := l.off[i] + l.p.Baseline[i]
	order := []int{base}
	for v := l.off[i]; v < l.off[i+1]; v++ {
		if v != base {
			order = append(order, v)
		}
	}
	for _, v := range order {
		if !alive[v] {
			continue
		}
		next := slices.Clone(alive)
		for b := l.off[i]; b < l.off[i+1]; b++ {
			next[b] = b == v
		}
		cost := changed
		if v != base {
			cost += l.p.change(i)
		}
		if cost <= l.to+Tolerance && l.propagate(next) {
			l.list(i+1, next, cost)
		}
	}
}

// makes reports whether all packages that go on from the first choices, which are taken,
// make all changes of one that is listed.
func (l *lister) makes(listed []int, taken int, alive []bool) bool {
	for i, v := range listed {
		if v != l.p.Baseline[i] && (i >= taken || !alive[l.off[i]+v]) {
			return false
		}
	}
	return true
}
