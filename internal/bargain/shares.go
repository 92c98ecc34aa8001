package bargain

import (
	"math"
	"slices"
)

// shares are how combinations are divided over their literals in the bound. Whatever
// the shares of one that adds, as long as they add up to 1, no package is worth less
// than its values: a bound holds for all of them, and the least of all bounds is that
// of the linear relaxation in which a combination counts for no more than each of its
// literals. A utility with a cap is divided in the same way between what it would be
// and the cap: the lesser of two is no more than any mean of them.
type shares struct {
	of   [][]float64 // by combination and literal
	part []float64   // by party: of what it would be; 1 where it has no cap
}

func newShares(s *space) shares {
	out := shares{of: make([][]float64, len(s.terms)), part: make([]float64, s.np)}
	for k, t := range s.terms {
		out.of[k] = make([]float64, len(t.choice))
		for l := range out.of[k] {
			out.of[k][l] = 1 / float64(len(t.choice))
		}
	}
	for q := range out.part {
		out.part[q] = 1
	}
	return out
}

func (s *shares) copy(from *shares) {
	for k, of := range from.of {
		copy(s.of[k], of)
	}
	copy(s.part, from.part)
}

func (s *shares) clone() shares {
	out := shares{of: make([][]float64, len(s.of)), part: slices.Clone(s.part)}
	for k, of := range s.of {
		out.of[k] = slices.Clone(of)
	}
	return out
}

// ceiling is the margin at a party's cap; 0 and false where it has none.
func (s *space) ceiling(q int) (float64, bool) {
	pt := &s.p.Parties[q]
	return (pt.Cap - pt.Reservation) / s.scale[q], pt.Cap != 0
}

// divide moves the shares along subgradients at the best prices until the bound is
// under goal or some steps are done, and returns the bound. It leaves the best shares,
// and what they make of the values that are alive.
func (d *dual) divide(alive []bool, goal float64, steps int, each func()) float64 {
	copy(d.w, d.bw)
	copy(d.m, d.bm)
	best, at := math.Inf(1), d.shares.clone()
	along, norm := d.shares.clone(), 0.0
	along.clear()
	pull, stale := 1.0, 0
	for k := range steps {
		d.spread(alive)
		d.gather(alive)
		x := d.eval()
		if x < best-1e-12*math.Abs(best) || k == 0 {
			best, stale = x, 0
			at.copy(&d.shares)
		} else if stale++; stale >= 6 {
			stale, pull = 0, pull*0.6
		}
		if each != nil {
			each()
		}
		if best < goal || k == steps-1 {
			break
		}
		g := d.sharesSlope(alive)
		dot := g.dot(&along)
		beta := 0.0
		if dot < 0 && norm > 0 {
			beta = -1.5 * dot / norm
		}
		along.deflect(&g, beta)
		if norm = along.dot(&along); norm < 1e-18 {
			break
		}
		aim := goal
		if math.IsInf(goal, -1) {
			aim = best - 0.05*max(1, math.Abs(best))
		}
		d.shares.move(&along, pull*max(x-aim, 1e-9)/norm)
	}
	d.shares.copy(&at)
	d.spread(alive)
	return best
}

// sharesSlope is the bound's slope by the shares, with what the prices take.
func (d *dual) sharesSlope(alive []bool) shares {
	if d.slopes.of == nil {
		d.slopes = d.shares.clone()
	}
	g := d.slopes
	g.clear()
	for k := range d.terms {
		t := &d.terms[k]
		if t.value <= 0 {
			continue
		}
		open, mean := 0, 0.0
		worth := d.w[t.party] * d.shares.part[t.party] * t.value
		for l, i := range t.choice {
			if d.fixed[k][l] {
				continue
			}
			open++
			if t.holds[l][d.pick[i]-d.off[i]] {
				g.of[k][l] = worth
				mean += worth
			}
		}
		if open < 2 || d.closed[k] {
			clear(g.of[k])
			continue
		}
		mean /= float64(open)
		for l := range g.of[k] {
			if !d.fixed[k][l] {
				g.of[k][l] -= mean
			}
		}
	}
	for q := range g.part {
		if top, capped := d.ceiling(q); capped {
			g.part[q] = d.w[q] * (d.raw[q] - top)
		}
	}
	return g
}

func (s *shares) clear() {
	for _, of := range s.of {
		clear(of)
	}
	clear(s.part)
}

func (s *shares) dot(o *shares) (sum float64) {
	for k, of := range s.of {
		for l, x := range of {
			sum += x * o.of[k][l]
		}
	}
	for q, x := range s.part {
		sum += x * o.part[q]
	}
	return sum
}

// deflect makes s a new direction: a slope, and some of what it was.
func (s *shares) deflect(g *shares, beta float64) {
	for k, of := range g.of {
		for l, x := range of {
			s.of[k][l] = x + beta*s.of[k][l]
		}
	}
	for q, x := range g.part {
		s.part[q] = x + beta*s.part[q]
	}
}

// move takes a step against a direction; the shares of a combination stay 0 or more
// and add up to 1.
func (s *shares) move(along *shares, t float64) {
	for k, of := range s.of {
		moved := false
		for l := range of {
			moved = moved || along.of[k][l] != 0
			of[l] -= t * along.of[k][l]
		}
		if moved {
			toSimplex(of)
		}
	}
	for q := range s.part {
		s.part[q] = min(1, max(0, s.part[q]-t*along.part[q]))
	}
}

// toSimplex takes shares to the nearest that are not negative and add up to 1.
func toSimplex(x []float64) {
	var room [8]float64
	cut := toOne(append(room[:0], x...))
	for l := range x {
		x[l] = max(0, x[l]-cut)
	}
}
