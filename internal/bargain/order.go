package bargain

import (
	"cmp"
	"math"
	"slices"
)

// setOrder takes the choices in an order in which few partial packages have to be
// kept. Without linkages those come first by which least is moved: small differences
// lie closest together while there are few of them. With linkages it is a guess at
// how many there will be that is made small, since every linkage that is open
// divides them into groups.
func (f *front) setOrder() {
	moved := make([]float64, f.n)
	for i := range f.n {
		moved[i], f.order = f.moved(i), append(f.order, i)
	}
	slices.SortStableFunc(f.order, func(a, b int) int { return cmp.Compare(moved[a], moved[b]) })
	if len(f.cl) == 0 {
		return
	}
	o := newOrdering(f, moved)
	for range 20 { // it ends by itself before that
		better := false
		for _, i := range slices.Clone(f.order) {
			better = o.place(i) || better
		}
		if !better {
			break
		}
	}
}

// moved is by how much the variants of a choice differ, over the parties.
func (f *front) moved(i int) (sum float64) {
	for q := range f.np {
		low, high := math.Inf(1), math.Inf(-1)
		for v := f.off[i]; v < f.off[i+1]; v++ {
			if f.alive[v] {
				low, high = min(low, f.u[v*f.np+q]), max(high, f.u[v*f.np+q])
			}
		}
		sum += (high - low) / max(f.best[q]-f.r[q], Tolerance)
	}
	return sum
}

// ordering finds a place for one choice after the other among the rest.
type ordering struct {
	*front
	moved []float64
	of    [][]int32 // by choice: clauses that it is in
	seen  []int     // by clause: how many of its choices come before
	rest  []int     // the order without the choice that is placed
	a, b  []float64 // by choice in rest: what is kept after it; and before it, if the choice came before it
}

func newOrdering(f *front, moved []float64) *ordering {
	o := &ordering{front: f, moved: moved, of: make([][]int32, f.n), seen: make([]int, len(f.cl)), a: make([]float64, f.n), b: make([]float64, f.n)}
	for k, c := range f.cl {
		for _, i := range c.choice {
			o.of[i] = append(o.of[i], int32(k))
		}
	}
	return o
}

// kept guesses how many partial packages are kept after choices by which so much is
// moved, with so many linkages open: as many points as a front of that size has,
// twice for each linkage.
func (o *ordering) kept(moved float64, open int) float64 {
	x := float64(uint64(1) << min(open, 62))
	for range min(o.np-1, 3) {
		x *= moved
	}
	return x
}

// opens is by how many more linkages are open after a choice.
func (o *ordering) opens(i int) (more int) {
	for _, k := range o.of[i] {
		switch all := len(o.cl[k].choice); {
		case all == 1:
		case o.seen[k] == 0:
			more++
		case o.seen[k] == all-1:
			more--
		}
	}
	return more
}

// place puts a choice where the guess is least, and reports whether that is
// somewhere else. What is kept with it at t is a of the choices of rest before t, b
// of the others, and all at the end.
func (o *ordering) place(i int) bool {
	o.rest = o.rest[:0]
	clear(o.seen)
	was, moved, open := 0, 0.0, 0
	sum := 0.0 // with the choice first
	for k, j := range o.order {
		if j == i {
			was = k
			continue
		}
		n := len(o.rest)
		o.b[n] = o.kept(moved+o.moved[i], open+o.opens(i))
		sum += o.b[n]
		open += o.opens(j)
		moved += o.moved[j]
		for _, c := range o.of[j] {
			o.seen[c]++
		}
		o.a[n] = o.kept(moved, open)
		o.rest = append(o.rest, j)
	}
	at, least, now := 0, sum, sum
	for t := range o.rest {
		if sum += o.a[t] - o.b[t]; t+1 == was {
			now = sum
		}
		if sum < least {
			at, least = t+1, sum
		}
	}
	if at == was || least >= now*(1-1e-9) {
		return false
	}
	o.order = append(append(append(o.order[:0], o.rest[:at]...), i), o.rest[at:]...)
	return true
}
