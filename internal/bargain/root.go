package bargain

import (
	"cmp"
	"math"
	"slices"
)

// root prepares the whole problem: many steps of prices, packages from what they
// take, and these improved. False where nothing is left to look at.
func (x *search) root(n *node) bool {
	if !x.propagate(n.alive) {
		return false
	}
	x.d.spread(n.alive)
	pkg := make([]int, x.n)
	tried := 0
	for round := range 3 {
		steps := rootSteps
		if round > 0 || x.brief {
			steps /= 3
		}
		aim := x.goal()
		val := x.d.improve(n.alive, aim, steps, func() {
			if tried++; tried <= 4 && !x.brief || tried == 1 || tried%24 == 0 {
				x.try(pkg, n.alive)
			}
		})
		n.bound = min(n.bound, x.asBound(val))
		if x.shared() {
			val = min(val, x.share(n, 2*rootSteps, func() {
				if tried++; tried%24 == 0 {
					x.try(pkg, n.alive)
				}
			}))
		}
		x.limit = min(x.limit, n.bound)
		x.tell()
		if x.stop {
			break
		}
		if x.settled(val, n) {
			return false
		}
		if round == 0 && !x.brief {
			x.l.wander(pkg, n.alive, x)
			if x.settled(val, n) {
				return false
			}
		}
		if !x.strike(n.alive) {
			return false
		}
		x.d.spread(n.alive)
		if x.brief {
			break
		}
	}
	n.w, n.m = narrow(x.d.bw), narrow(x.d.bm)
	return true
}

// try offers what the prices take, improved. While no package is known it first
// looks for any that is allowed, near what they take.
func (x *search) try(pkg []int, alive []bool) {
	if x.best == nil {
		x.d.show()
		left := 20 * x.n
		found := x.descend(alive, pkg, &left)
		x.d.spread(alive) // for the values of all of the part again
		if found {
			x.offer(pkg)
			x.l.climb(pkg, alive)
			x.offer(pkg)
			return
		}
	}
	x.picked(pkg)
	x.l.climb(pkg, alive)
	x.offer(pkg)
}

// descend decides one choice after the other, that with the fewest values left
// first and for what the prices like best, and goes back where nothing is left;
// left counts down what it may look at. False where it found nothing.
func (x *search) descend(alive []bool, pkg []int, left *int) bool {
	at, few := -1, math.MaxInt
	for i := range x.n {
		if k := count(alive[x.off[i]:x.off[i+1]]); k > 1 && k < few {
			at, few = i, k
		}
	}
	if at < 0 {
		x.left(alive, pkg)
		return true
	}
	order := make([]int, 0, few)
	for v := x.off[at]; v < x.off[at+1]; v++ {
		if alive[v] {
			order = append(order, v)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x.d.score[b], x.d.score[a]) })
	for _, v := range order {
		if *left--; *left < 0 {
			return false
		}
		next := slices.Clone(alive)
		for b := x.off[at]; b < x.off[at+1]; b++ {
			next[b] = b == v
		}
		if x.propagate(next) && x.descend(next, pkg, left) {
			return true
		}
	}
	return false
}
