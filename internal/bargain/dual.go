package bargain

import (
	"math"
	"slices"
)

// dual is the Lagrangian bound of a part of the search. Every party's margin and
// every linkage gets a price; with prices, the choices no longer depend on each
// other, and the best variant of each gives a bound. The prices are moved along
// subgradients (deflected, with Polyak's step towards what has to be shown).
//
// The bound is, for prices w >= 0 of parties and m >= 0 of clauses,
//
//	sum over choices of max(own + w·u + m·fulfils) - sum m - (w - floor)·(r + need) + h(w)
//
// where floor is what a margin is of the sum of utilities, if that is sought, and
// h(w) = sum(-log w - 1) for Nash, since log y <= log y0 + (y - y0)/y0 with
// y0 = 1/w, and 0 else; for the least margin the prices of parties add up to 1.
type dual struct {
	*space
	w, m   []float64 // prices now
	priced []float64 // by party: what a margin counts with in the choices: w, less what is the cap's
	bw, bm []float64 // prices of the best bound
	gw, gm []float64 // direction
	table  table     // the values that are alive, for eval
	score  []float64 // by value that is open, as show last wrote it
	pick   []int     // by choice: the value taken
	often  []float64 // by value: how often it was taken, lately most
	gain   float64   // how much once counts now
	need   []float64 // by party: the margin to be reached
	u      []float64 // margins by value and party, combinations spread over them
	r      []float64 // as the space's, less the combinations that surely hold
	at     []float64 // by party: the margin of pick
	raw    []float64 // at without the cap
	full   []int     // by clause: how many literals pick fulfils
	shares shares    // how combinations and caps are divided
	slopes shares
	fixed  [][]bool // by combination and literal: it holds whatever is taken
	closed []bool   // by combination: it does not count as it is divided
	room   []float64
	steps  int // how many were done in all
}

func newDual(s *space) *dual {
	nv := len(s.of)
	d := &dual{
		space: s, w: make([]float64, s.np), bw: make([]float64, s.np), gw: make([]float64, s.np),
		m: make([]float64, len(s.cl)), bm: make([]float64, len(s.cl)), gm: make([]float64, len(s.cl)),
		score: make([]float64, nv), often: make([]float64, nv), pick: make([]int, s.n),
		need: make([]float64, s.np), at: make([]float64, s.np), full: make([]int, len(s.cl)), u: s.u, r: s.r,
		raw: make([]float64, s.np), shares: newShares(s), fixed: make([][]bool, len(s.terms)), closed: make([]bool, len(s.terms)), priced: make([]float64, s.np),
		room: make([]float64, s.np), table: newTable(s),
	}
	for k, t := range s.terms {
		d.fixed[k] = make([]bool, len(t.choice))
	}
	for q := range d.bw {
		switch s.kind {
		case MaxMin, KS:
			d.bw[q] = 1 / float64(s.np)
		case Nash:
			d.bw[q] = 2
		default:
			d.bw[q] = s.floor[q]
		}
	}
	if s.kind == MaxMin || s.kind == KS {
		d.project(d.bw)
	}
	return d
}

// table has the values that are alive close together, so that a step of the prices
// goes over them without looking for them. The values of all choices that are
// decided are one row of it, the first.
type table struct {
	live   []int32 // values, choice by choice; -1 for the row of what is decided
	open   []int32 // choices that are not decided
	begin  []int   // by choice in open: where its values begin in live; one more at the end
	place  []int32 // by value: where it is in live; -1 where it is not alive
	full   []int   // by clause: how many literals what is decided fulfils
	sure   []float64
	column []float64 // margins, party by party, each as long as live
	own    []float64
	score  []float64
}

func newTable(s *space) table {
	nv := len(s.of)
	return table{
		live: make([]int32, 0, nv+1), open: make([]int32, 0, s.n), begin: make([]int, 0, s.n+1), place: make([]int32, nv), full: make([]int, len(s.cl)),
		sure: make([]float64, s.np), column: make([]float64, (nv+1)*s.np), own: make([]float64, nv+1), score: make([]float64, nv+1),
	}
}

// gather fills the table, and pick with what is decided. It is to be called where
// values or margins are others than they were, before eval.
func (d *dual) gather(alive []bool) {
	t := &d.table
	t.live, t.open, t.begin = append(t.live[:0], -1), t.open[:0], t.begin[:0]
	clear(t.full)
	clear(t.sure)
	sure := 0.0
	for i := range d.n {
		from, v := len(t.live), d.off[i]
		for w := v; w < d.off[i+1]; w++ {
			t.place[w] = -1
			if alive[w] {
				t.place[w] = int32(len(t.live))
				t.live = append(t.live, int32(w))
				v = w
			}
		}
		if len(t.live) > from+1 {
			t.open, t.begin = append(t.open, int32(i)), append(t.begin, from)
			continue
		}
		t.live = t.live[:from]
		t.place[v], d.pick[i] = 0, v
		sure += d.own[v]
		for q, x := range d.u[v*d.np : (v+1)*d.np] {
			t.sure[q] += x
		}
		for _, c := range d.in[v] {
			t.full[c]++
		}
	}
	n := len(t.live)
	t.begin = append(t.begin, n)
	t.own, t.score = t.own[:n], t.score[:n]
	t.own[0] = sure
	for q, x := range t.sure {
		t.column[q*n] = x
	}
	for k, v := range t.live[1:] {
		t.own[k+1] = d.own[v]
		for q, x := range d.u[int(v)*d.np : int(v+1)*d.np] {
			t.column[q*n+k+1] = x
		}
	}
}

// value scores the values of the table at prices of parties.
func (t *table) value(priced []float64) {
	n := len(t.score)
	copy(t.score, t.own)
	var some [4]int // parties that have a price, gone over together
	k := 0
	for q, w := range priced {
		if w == 0 {
			continue
		}
		some[k] = q
		if k++; k < len(some) {
			continue
		}
		k = 0
		a, b := t.column[some[0]*n:][:n], t.column[some[1]*n:][:n]
		c, e := t.column[some[2]*n:][:n], t.column[some[3]*n:][:n]
		wa, wb, wc, we := priced[some[0]], priced[some[1]], priced[some[2]], priced[some[3]]
		for v, x := range t.score {
			t.score[v] = x + (wa*a[v] + wb*b[v]) + (wc*c[v] + we*e[v])
		}
	}
	for _, q := range some[:k] {
		w := priced[q]
		for v, x := range t.column[q*n:][:n] {
			t.score[v] += w * x
		}
	}
}

// show writes the scores of the last eval by value.
func (d *dual) show() {
	for k, v := range d.table.live[1:] {
		d.score[v] = d.table.score[k+1]
	}
}

// eval is the bound at w and m for the values of the table.
func (d *dual) eval() float64 {
	np, t := d.np, &d.table
	copy(d.full, t.full)
	for q := range np {
		d.at[q] = t.sure[q] - d.r[q]
		d.priced[q] = d.w[q] * d.shares.part[q]
	}
	t.value(d.priced)
	for c, m := range d.m {
		if m == 0 {
			continue
		}
		for _, v := range d.fulfil[c] {
			if k := t.place[v]; k >= 0 {
				t.score[k] += m * d.lam
			}
		}
	}
	total := t.score[0]
	for k, i := range t.open {
		from := t.begin[k]
		best, at := math.Inf(-1), from
		for k, x := range t.score[from:t.begin[k+1]] {
			if x > best {
				best, at = x, from+k
			}
		}
		total += best
		v := int(t.live[at])
		d.pick[i] = v
		row := d.u[v*np : v*np+np]
		for q := range d.at[:len(row)] {
			d.at[q] += row[q]
		}
		for _, c := range d.in[v] {
			d.full[c]++
		}
	}
	for _, m := range d.m {
		total -= m * d.lam
	}
	copy(d.raw, d.at)
	for q, w := range d.w {
		total += d.floor[q]*d.space.r[q] - d.priced[q]*d.r[q] - (w-d.floor[q])*d.need[q]
		if part := d.shares.part[q]; part < 1 {
			top, _ := d.ceiling(q)
			total += w * (1 - part) * top
			d.at[q] = part*d.at[q] + (1-part)*top
		}
		if d.kind == Nash {
			total -= math.Log(w) + 1
		}
	}
	return total
}

// improve lowers the bound until it is under goal or some steps are done. It
// leaves the best prices in bw and bm. After each step it calls each, with what
// the step's prices take in pick.
func (d *dual) improve(alive []bool, goal float64, steps int, each func()) float64 {
	copy(d.w, d.bw)
	copy(d.m, d.bm)
	clear(d.often)
	d.gain = 1
	best := math.Inf(1)
	clear(d.gw)
	clear(d.gm)
	d.gather(alive)
	norm := 0.0 // of the direction
	pull, stale := 1.0, 0
	for k := range steps {
		x := d.eval()
		d.steps++
		if x < best-1e-12*math.Abs(best) || k == 0 {
			best, stale = x, 0
			copy(d.bw, d.w)
			copy(d.bm, d.m)
		} else if stale++; stale >= 6 {
			stale, pull = 0, pull*0.6
		}
		if d.gain *= 1.0 / 0.85; d.gain > 1e100 {
			clear(d.often)
			d.gain = 1
		}
		for _, v := range d.pick {
			d.often[v] += d.gain // what came before fades
		}
		if each != nil {
			each()
		}
		if best < goal || k == steps-1 {
			break
		}
		// deflection: a new direction never turns against the old one
		dot, g2 := 0.0, 0.0
		for q := range d.w {
			g := d.slope(q)
			dot += g * d.gw[q]
			g2 += g * g
		}
		for c := range d.m {
			g := d.short(c)
			dot += g * d.gm[c]
			g2 += g * g
		}
		if g2 == 0 {
			break // every price is right: the bound is reached
		}
		beta := 0.0
		if dot < 0 && norm > 0 {
			beta = -1.5 * dot / norm
		}
		norm = 0
		for q := range d.w {
			g := d.slope(q) + beta*d.gw[q]
			if g > 0 && d.w[q] <= d.floor[q] {
				g = 0
			}
			d.gw[q] = g
			norm += g * g
		}
		for c := range d.m {
			g := d.short(c) + beta*d.gm[c]
			if g > 0 && d.m[c] <= 0 {
				g = 0
			}
			d.gm[c] = g
			norm += g * g
		}
		if norm == 0 {
			continue
		}
		aim := goal
		if math.IsInf(goal, -1) {
			aim = best - 0.05*max(1, math.Abs(best))
		}
		t := pull * max(x-aim, 1e-9) / norm
		d.move(t)
	}
	return best
}

// slope is the bound's by the price of a party; short by that of a clause.
func (d *dual) slope(q int) float64 {
	g := d.at[q] - d.need[q]
	if d.kind == Nash {
		return d.w[q]*g - 1 // by the logarithm of the price
	}
	return g
}

func (d *dual) short(c int) float64 { return d.lam * float64(d.full[c]-1) }

// move takes a step against the direction.
func (d *dual) move(t float64) {
	for q, g := range d.gw {
		if d.kind == Nash {
			d.w[q] = min(1e9, max(1e-9, d.w[q]*math.Exp(max(-1.0, min(1.0, -t*g)))))
		} else {
			d.w[q] = d.w[q] - t*g
			if d.kind != MaxMin && d.kind != KS {
				d.w[q] = max(d.floor[q], d.w[q])
			}
		}
	}
	if d.kind == MaxMin || d.kind == KS {
		d.project(d.w)
	}
	for c, g := range d.gm {
		d.m[c] = max(0, d.m[c]-t*g)
	}
}

// project takes prices to the nearest that are not negative and add up to 1 over
// the parties that count.
func (d *dual) project(w []float64) {
	counted := d.room[:0]
	for q, x := range w {
		if d.active[q] {
			counted = append(counted, x)
		} else {
			w[q] = max(0, x)
		}
	}
	cut := toOne(counted)
	for q := range w {
		if d.active[q] {
			w[q] = max(0, w[q]-cut)
		}
	}
}

// toOne is what has to be taken off each of some numbers so that those that stay
// above 0 add up to 1: those that are not above it are left out until all are. It
// moves the numbers about. (C. Michelot, A finite algorithm for finding the
// projection of a point onto the canonical simplex, 1986.)
func toOne(x []float64) (cut float64) {
	for len(x) > 0 {
		sum := 0.0
		for _, y := range x {
			sum += y
		}
		cut = (sum - 1) / float64(len(x))
		n := 0
		for _, y := range x {
			if y > cut {
				x[n] = y
				n++
			}
		}
		if n == len(x) {
			break
		}
		x = x[:n]
	}
	return cut
}

// spread writes the combinations into the margins of single values, for the values
// that are alive, so that no package is worth less than its values: one that adds
// is divided over the literals that are not decided yet by their shares, one that
// takes counts as soon as a single literal is left.
func (d *dual) spread(alive []bool) {
	if len(d.terms) == 0 {
		return
	}
	if &d.u[0] == &d.space.u[0] {
		d.u, d.r = slices.Clone(d.space.u), slices.Clone(d.space.r)
	}
	copy(d.u, d.space.u)
	copy(d.r, d.space.r)
	for k := range d.terms {
		t, fixed := &d.terms[k], d.fixed[k]
		open, possible, sum := 0, true, 0.0
		for l, i := range t.choice {
			some, all := d.holding(alive, int(i), t.holds[l])
			possible = possible && some
			if fixed[l] = all; !all {
				open++
				sum += d.shares.of[k][l]
			}
		}
		d.closed[k] = !possible || t.value < 0 && open > 1
		switch {
		case d.closed[k]:
			continue
		case open == 0:
			d.r[t.party] -= t.value
			continue
		}
		for l, i := range t.choice {
			if fixed[l] {
				continue
			}
			share := 1 / float64(open)
			if sum > 1e-9 {
				share = d.shares.of[k][l] / sum
			}
			for a, in := range t.holds[l] {
				if in {
					d.u[(d.off[i]+a)*d.np+t.party] += t.value * share
				}
			}
		}
	}
}

// holding says whether some and whether all values of a choice that are alive are
// in a set.
func (s *space) holding(alive []bool, i int, set []bool) (some, all bool) {
	all = true
	for a, v := 0, s.off[i]; v < s.off[i+1]; a, v = a+1, v+1 {
		if alive[v] {
			some = some || set[a]
			all = all && set[a]
		}
	}
	return some, all
}
