package bargain

import "testing"

// Two partial packages differed for the first party by 1e-17 and were both kept; added
// up in the order of the choices they were the same for it, and one better for another.
func TestDistinctOfTheSame(t *testing.T) {
	for _, q := range []int{0, 1, 2} {
		a, b := []float64{5, 5, 5}, []float64{5, 5, 5}
		b[q]--
		for _, all := range [][]Package{{{Values: a}, {Values: b}}, {{Values: b}, {Values: a}}} {
			if got := distinct(all, true); len(got) != 1 || got[0].Values[q] != 5 {
				t.Errorf("party %d: %v", q, got)
			}
		}
	}
}
