package bargain

import (
	"math"
	"slices"
)

// local improves packages by changing one choice or two at a time. What it
// maximises is the objective, with what is not allowed taken off.
type local struct {
	*space
	y     []float64 // margins of the package
	t     []float64 // of the change that is tried
	sum   []float64 // by value: its margins added up, each with its share
	share []float64 // by party: with what a margin counts in such a sum
	weak  int       // the party for whom the last change that failed was too little
	value []int
	seed  uint64
	moves int
	bad   int   // linkages that the package breaks
	kept  []int // by clause: how many of its literals hold
}

func newLocal(s *space) *local {
	l := &local{space: s, y: make([]float64, s.np), t: make([]float64, s.np), value: make([]int, s.n), seed: 1, kept: make([]int, len(s.cl))}
	l.share, l.sum = make([]float64, s.np), make([]float64, len(s.of))
	for q := range l.share {
		if l.share[q] = 1e-3 / float64(s.np); s.kind == Sum {
			l.share[q] = s.floor[q]
		}
	}
	for v := range l.sum {
		l.sum[v] = l.summed(s.u[v*s.np : (v+1)*s.np])
	}
	return l
}

func (l *local) summed(margins []float64) (sum float64) {
	for q, x := range margins {
		sum += x * l.share[q]
	}
	return sum
}

// worth of margins, which add up to sum, and own objective.
func (l *local) worth(y []float64, sum, own float64) float64 {
	switch l.kind {
	case Nash:
		// one logarithm for many margins, since none is much above 1 (see setScales)
		x, product := 0.0, 1.0
		for q, v := range y {
			if v <= 1e-3 {
				x += (v - 1e-3) * 1e3
				v = 1e-3
			}
			if product *= v; q%32 == 31 {
				x += math.Log(product)
				product = 1
			}
		}
		return x + math.Log(product)
	case MaxMin, KS, MostAcceptable:
		least := math.Inf(1)
		for q, v := range y {
			least = min(least, l.pressed(q, v))
		}
		return least + sum
	}
	if l.kind == Sum {
		own += sum
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

// pressed is a margin as it counts in the least one: that of a party that is not
// counted there only where it is far under its reservation.
func (l *local) pressed(q int, v float64) float64 {
	if l.active[q] {
		return v
	}
	return v * 1e3
}

// slip is what the sums that are kept may differ from those that are made anew.
const slip = 1e-9

// hopeless says of a change of from to v, for margins y that add up to sum, that it
// surely is not worth more than bar, as far as one look tells.
func (l *local) hopeless(y []float64, sum float64, v, from int, own, bar float64) bool {
	sum += l.sum[v] - l.sum[from]
	switch l.kind {
	case Nash:
		return false
	case Sum:
		return own+sum <= bar-slip
	case LeastChange:
		return own <= bar-slip
	}
	q := l.weak
	return l.pressed(q, y[q]+l.u[v*l.np+q]-l.u[from*l.np+q])+sum <= bar-slip
}

// tried values a change and leaves the new margins in t; false where it is not
// worth more than bar, and then t is not whole.
func (l *local) tried(y []float64, sum float64, v, from int, own, bar float64) (float64, bool) {
	np := l.np
	sum += l.sum[v] - l.sum[from]
	with, without := l.u[v*np:v*np+np], l.u[from*np:from*np+np]
	least := math.Inf(-1) // that a margin has to be above
	switch l.kind {
	case MaxMin, KS, MostAcceptable:
		least = bar - slip - sum
	}
	for q, x := range y {
		x += with[q] - without[q]
		l.t[q] = x
		if l.pressed(q, x) <= least {
			l.weak = q
			return 0, false
		}
	}
	x := l.worth(l.t, sum, own)
	return x, x > bar
}

// breaks is by how many broken linkages a change of from to v makes more.
func (l *local) breaks(from, v int) (more int) {
	lost, won := l.in[from], l.in[v] // both ascend
	for len(lost) > 0 || len(won) > 0 {
		switch {
		case len(won) == 0 || len(lost) > 0 && lost[0] < won[0]:
			if l.kept[lost[0]] == 1 {
				more++
			}
			lost = lost[1:]
		case len(lost) == 0 || won[0] < lost[0]:
			if l.kept[won[0]] == 0 {
				more--
			}
			won = won[1:]
		default:
			lost, won = lost[1:], won[1:]
		}
	}
	return more
}

// put takes v for from in the count of what is kept.
func (l *local) put(from, v int) {
	for _, k := range l.in[from] {
		l.kept[k]--
	}
	for _, k := range l.in[v] {
		l.kept[k]++
	}
}

const perLinkage = 3.0 // what a broken linkage takes off

// begin reads a package; where one of its values is not alive, the first that is.
func (l *local) begin(pkg []int, alive []bool) (own float64) {
	for q := range l.y {
		l.y[q] = -l.r[q]
	}
	clear(l.kept)
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
		for _, k := range l.in[v] {
			l.kept[k]++
		}
	}
	l.bad = 0
	for _, n := range l.kept {
		if n == 0 {
			l.bad++
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
	now := l.worth(l.y, l.summed(l.y), own)
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
	sum := l.summed(l.y)
	for i := range l.n {
		for v := l.off[i]; v < l.off[i+1]; v++ {
			from := l.value[i]
			if v == from || !alive[v] {
				continue
			}
			l.moves++
			o := *own + l.own[v] - l.own[from]
			bar := *now + 1e-12
			if l.hopeless(l.y, sum, v, from, o, bar-perLinkage*float64(l.bad)) {
				continue
			}
			more := l.breaks(from, v)
			x, ok := l.tried(l.y, sum, v, from, o, bar+perLinkage*float64(more))
			if !ok {
				continue
			}
			l.put(from, v)
			l.bad += more
			l.value[i], *own, *now, moved = v, o, x, true
			copy(l.y, l.t)
			sum = l.summed(l.y)
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
			sum, first := l.summed(half), l.breaks(from, v)
			l.put(from, v)
			for j := i + 1; j < l.n; j++ {
				was := l.value[j]
				for b := l.off[j]; b < l.off[j+1]; b++ {
					if b == was || !alive[b] {
						continue
					}
					l.moves++
					o := *own + l.own[v] - l.own[from] + l.own[b] - l.own[was]
					bar := *now + 1e-12
					if l.hopeless(half, sum, b, was, o, bar-perLinkage*float64(l.bad)) {
						continue
					}
					more := first + l.breaks(was, b)
					x, ok := l.tried(half, sum, b, was, o, bar+perLinkage*float64(more))
					if !ok {
						continue
					}
					l.put(was, b)
					l.bad += more
					l.value[i], l.value[j], *own, *now = v, b, o, x
					copy(l.y, l.t)
					return true
				}
			}
			l.put(v, from)
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
		x := l.worth(l.t, l.summed(l.t), own)
		l.begin(pkg, alive)
		return x - perLinkage*float64(l.bad)
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
