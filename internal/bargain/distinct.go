package bargain

import (
	"cmp"
	"math"
	"slices"
)

// result reads the packages from the last layer.
func (f *front) result() EfficientSet {
	out := EfficientSet{Complete: !f.stopped}
	if f.stopped || len(f.layers) <= f.n {
		return out
	}
	out.Packages = f.packages()
	out.Packages = distinct(out.Packages, true)
	return out
}

// packages reads the packages of the last layer back through all layers, some at a
// time: those that lie beside each other go on from states that do.
func (f *front) packages() []Package {
	const most = 64
	n := len(f.layers[f.n].steps)
	out := make([]Package, n)
	choices, values := make([]int, n*f.n), make([]float64, n*f.np)
	variants := make([]int32, f.n*most) // by choice and package
	whole := f.wholeNumbers()
	if whole {
		copy(values, f.layers[f.n].u)
	}
	for begin := 0; begin < n; begin += most {
		some := min(most, n-begin)
		var at [most]int32
		for a := range some {
			at[a] = int32(begin + a)
		}
		for k := f.n; k > 0; k-- {
			l, i := &f.layers[k], f.order[k-1]
			to, off := variants[i*most:i*most+some], int32(f.off[i])
			for a := range to {
				s := l.steps[at[a]]
				to[a], at[a] = s.value-off, s.from
			}
		}
		for a := range some {
			pkg := choices[(begin+a)*f.n : (begin+a+1)*f.n : (begin+a+1)*f.n]
			for i := range pkg {
				pkg[i] = int(variants[i*most+a])
			}
			out[begin+a] = Package{pkg, values[(begin+a)*f.np : (begin+a+1)*f.np : (begin+a+1)*f.np]}
		}
		if whole {
			continue
		}
		var sums [most]float64
		for q := range f.np {
			pt := &f.p.Parties[q]
			for a := range some {
				sums[a] = pt.Bias
			}
			for i, row := range pt.Values { // as Utility adds them
				for a, v := range variants[i*most : i*most+some] {
					sums[a] += row[v]
				}
			}
			for a := range some {
				out[begin+a].Values[q] = sums[a]
			}
		}
	}
	return out
}

// wholeNumbers reports whether utilities add up to the same in whatever order.
func (f *front) wholeNumbers() bool {
	const most = 1 << 53
	for q := range f.p.Parties {
		pt := &f.p.Parties[q]
		sum := 0.0
		if pt.Bias != 0 { // it is not in what layers have
			return false
		}
		for _, row := range pt.Values {
			top := 0.0
			for _, x := range row {
				if x != math.Trunc(x) {
					return false
				}
				top = max(top, math.Abs(x))
			}
			sum += top
		}
		if sum > most {
			return false
		}
	}
	return true
}

// distinct applies the tolerance: a package is not efficient if another gives no
// party less by more than it and one party more by more than it; packages that
// differ by no more are one. Compared says that of no two of them one has at least
// as much for all: then only those can be better by the tolerance that have less by
// no more than it for some party.
func distinct(all []Package, compared bool) []Package {
	slices.SortStableFunc(all, func(a, b Package) int { return slices.Compare(b.Values, a.Values) })
	worse := make([]bool, len(all))
	if compared {
		nearlyLess(all, worse)
	} else {
		for n, c := range all {
			for k := 0; k < len(all) && !worse[n] && all[k].Values[0] >= c.Values[0]-Tolerance; k++ {
				worse[n] = k != n && Better(all[k].Values, c.Values)
			}
		}
	}
	out := make([]Package, 0, len(all))
	for n, c := range all {
		if worse[n] {
			continue
		}
		again := false
		for k := len(out) - 1; k >= 0 && !again && out[k].Values[0] <= c.Values[0]+Tolerance; k-- {
			again = alike(out[k].Values, c.Values)
		}
		if !again {
			out = append(out, c)
		}
	}
	return out
}

// nearlyLess marks what is worse than a package that has less for one party by no
// more than the tolerance, or the same: added up in another order, what was less by
// a hair may have become the same.
func nearlyLess(all []Package, worse []bool) {
	if len(all) == 0 {
		return
	}
	order := make([]int, len(all))
	for n := range order {
		order[n] = n
	}
	for q := range all[0].Values {
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(all[a].Values[q], all[b].Values[q]) })
		for at, n := range order {
			x := all[n].Values[q]
			for k := at - 1; k >= 0 && !worse[n] && all[order[k]].Values[q] >= x-Tolerance; k-- {
				worse[n] = Better(all[order[k]].Values, all[n].Values)
			}
			for k := at + 1; k < len(order) && !worse[n] && all[order[k]].Values[q] == x; k++ {
				worse[n] = Better(all[order[k]].Values, all[n].Values)
			}
		}
	}
}

// Better reports whether a is better than b for one and as good for all.
func Better(a, b []float64) bool {
	more := false
	for q, x := range a {
		if x < b[q]-Tolerance {
			return false
		}
		more = more || x > b[q]+Tolerance
	}
	return more
}

func alike(a, b []float64) bool {
	for q, x := range a {
		if math.Abs(x-b[q]) > Tolerance {
			return false
		}
	}
	return true
}
