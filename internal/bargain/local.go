package bargain

import (
	"math"
	"slices"
)

// local improves packages by changing one choice or two at a time. What it
// maximises is the objective, with what is not allowed taken off.
type local struct {
	*space
	y      []float64 // margins of the package
	t      []float64
	value  []int
	seed   uint64
	moves  int
	bad    int       // linkages that the package breaks
	linked [][]int32 // by choice: clauses that it is in
}

func newLocal(s *space) *local {
	l := &local{space: s, y: make([]float64, s.np), t: make([]float64, s.np), value: make([]int, s.n), seed: 1, linked: make([][]int32, s.n)}
	for k, c := range s.cl {
		for _, i := range c.choice {
			l.linked[i] = append(l.linked[i], int32(k))
		}
	}
	return l
}

// worth of margins and own objective.
func (l *local) worth(y []float64, own float64) float64 {
	switch l.kind {
	case Nash:
		x := 0.0
		for _, v := range y {
			if v > 1e-3 {
				x += math.Log(v)
			} else {
				x += math.Log(1e-3) + (v-1e-3)*1e3
			}
		}
		return x
	case MaxMin, KS, MostAcceptable:
		least, mean := math.Inf(1), 0.0
		for q, v := range y {
			if l.active[q] {
				least = min(least, v)
			} else {
				least = min(least, v*1e3)
			}
			mean += v
		}
		return least + 1e-3*mean/float64(len(y))
	}
	if l.kind == Sum {
		for q, v := range y {
			own += v * l.floor[q]
		}
	}
	weight := 20.0
	if l.kind == LeastChange {
		weight = 40 * float64(l.n)
	}
	for _, v := range y {
		if v < -Tolerance {
			own += weight * v
		}
	}
	return own
}

func (l *local) broken(k int32) bool {
	c := &l.cl[k]
	for j, i := range c.choice {
		if c.holds[j][l.value[i]-l.off[i]] {
			return false
		}
	}
	return true
}

// brokenAt counts the linkages that are broken and touch one of two choices.
func (l *local) brokenAt(i, j int) (n int) {
	for _, k := range l.linked[i] {
		if l.broken(k) {
			n++
		}
	}
	if j >= 0 {
		for _, k := range l.linked[j] {
			if l.broken(k) && !slices.Contains(l.linked[i], k) {
				n++
			}
		}
	}
	return n
}

const perLinkage = 3.0 // what a broken linkage takes off

// begin reads a package; where one of its values is not alive, the first that is.
func (l *local) begin(pkg []int, alive []bool) (own float64) {
	for q := range l.y {
		l.y[q] = -l.r[q]
	}
	for i := range pkg {
		v := l.off[i] + pkg[i]
		for b := l.off[i]; !alive[v] && b < l.off[i+1]; b++ {
			if alive[b] {
				v = b
			}
		}
		l.value[i] = v
		own += l.own[v]
		for q := range l.y {
			l.y[q] += l.u[v*l.np+q]
		}
	}
	return own
}

// climb takes single and then double changes while there are better ones.
func (l *local) climb(pkg []int, alive []bool) float64 {
	if len(l.terms) > 0 {
		return l.climbTerms(pkg, alive)
	}
	own := l.begin(pkg, alive)
	now := l.worth(l.y, own)
	l.bad = 0
	for k := range l.cl {
		if l.broken(int32(k)) {
			l.bad++
		}
	}
	for range 20 * l.n { // what is lost in rounding could make it go in a circle
		if l.single(alive, &own, &now) {
			continue
		}
		if l.n > 60 || !l.double(alive, &own, &now) {
			break
		}
	}
	for i, v := range l.value {
		pkg[i] = v - l.off[i]
	}
	return now - perLinkage*float64(l.bad)
}

func (l *local) single(alive []bool, own, now *float64) (moved bool) {
	np := l.np
	for i := range l.n {
		for v := l.off[i]; v < l.off[i+1]; v++ {
			from := l.value[i]
			if v == from || !alive[v] {
				continue
			}
			l.moves++
			for q := range l.t {
				l.t[q] = l.y[q] + l.u[v*np+q] - l.u[from*np+q]
			}
			o := *own + l.own[v] - l.own[from]
			x := l.worth(l.t, o)
			if x+perLinkage*float64(l.bad) <= *now+1e-12 {
				continue
			}
			if len(l.linked[i]) > 0 {
				before := l.brokenAt(i, -1)
				l.value[i] = v
				after := l.brokenAt(i, -1)
				l.value[i] = from
				if x-perLinkage*float64(after-before) <= *now+1e-12 {
					continue
				}
				l.bad += after - before
			}
			l.value[i], *own, *now, moved = v, o, x, true
			copy(l.y, l.t)
		}
	}
	return moved
}

func (l *local) double(alive []bool, own, now *float64) bool {
	np := l.np
	half := make([]float64, np)
	for i := range l.n {
		for v := l.off[i]; v < l.off[i+1]; v++ {
			from := l.value[i]
			if v == from || !alive[v] {
				continue
			}
			for q := range half {
				half[q] = l.y[q] + l.u[v*np+q] - l.u[from*np+q]
			}
			for j := i + 1; j < l.n; j++ {
				was := l.value[j]
				for b := l.off[j]; b < l.off[j+1]; b++ {
					if b == was || !alive[b] {
						continue
					}
					l.moves++
					ub, uw := l.u[b*np:b*np+np], l.u[was*np:was*np+np]
					for q := range l.t {
						l.t[q] = half[q] + ub[q] - uw[q]
					}
					o := *own + l.own[v] - l.own[from] + l.own[b] - l.own[was]
					x := l.worth(l.t, o)
					if x+perLinkage*float64(l.bad) <= *now+1e-12 {
						continue
					}
					if len(l.cl) > 0 {
						before := l.brokenAt(i, j)
						l.value[i], l.value[j] = v, b
						after := l.brokenAt(i, j)
						l.value[i], l.value[j] = from, was
						if x-perLinkage*float64(after-before) <= *now+1e-12 {
							continue
						}
						l.bad += after - before
					}
					l.value[i], l.value[j], *own, *now = v, b, o, x
					copy(l.y, l.t)
					return true
				}
			}
		}
	}
	return false
}

// climbTerms is climb where combinations count: each package is valued whole.
func (l *local) climbTerms(pkg []int, alive []bool) float64 {
	l.begin(pkg, alive)
	value := func() float64 {
		own := 0.0
		for q := range l.t {
			pt := &l.p.Parties[q]
			l.t[q] = (pt.Utility(pkg) - pt.Reservation) / l.scale[q]
		}
		for i, a := range pkg {
			own += l.own[l.off[i]+a]
		}
		x := l.worth(l.t, own)
		for k := range l.cl {
			for i, a := range pkg {
				l.value[i] = l.off[i] + a
			}
			if l.broken(int32(k)) {
				x -= perLinkage
			}
		}
		return x
	}
	for i, v := range l.value {
		pkg[i] = v - l.off[i]
	}
	now := value()
	moved := true
	for round := 0; moved && round < 20*l.n; round++ {
		moved = false
		for i := range l.n {
			for v := l.off[i]; v < l.off[i+1]; v++ {
				was := pkg[i]
				if !alive[v] || v-l.off[i] == was {
					continue
				}
				pkg[i] = v - l.off[i]
				if x := value(); x > now+1e-12 {
					now, moved = x, true
				} else {
					pkg[i] = was
				}
			}
		}
	}
	return now
}

// wander climbs again and again from the best package with a few choices changed
// by chance, the same each time that it is called.
func (l *local) wander(pkg []int, alive []bool, x *search) {
	rng := splitMix(l.seed)
	if x.best != nil {
		copy(pkg, x.best)
	}
	at := l.climb(pkg, alive)
	x.offer(pkg)
	best := slices.Clone(pkg)
	limit := 1500 * l.np * l.np // more parties make it harder to bound, not to find
	begun := l.moves
	for r := range 20 * l.np {
		if x.stop || l.moves-begun > limit {
			return
		}
		copy(pkg, best)
		for range 2 + rng.below(4) {
			i := rng.below(l.n)
			v := l.off[i] + rng.below(l.off[i+1]-l.off[i])
			if alive[v] {
				pkg[i] = v - l.off[i]
			}
		}
		if got := l.climb(pkg, alive); got > at {
			at = got
			copy(best, pkg)
			x.offer(pkg)
		}
		if r%8 == 7 {
			x.tell()
		}
	}
}

// splitMix is the generator of Steele, Lea and Flood, Fast Splittable Pseudorandom
// Number Generators (2014).
type splitMix uint64

func (s *splitMix) next() uint64 {
	*s += 0x9E3779B97F4A7C15
	z := uint64(*s)
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// below is a number from 0 to n-1; the bias of the remainder is of no matter here.
func (s *splitMix) below(n int) int { return int(s.next() % uint64(n)) }
