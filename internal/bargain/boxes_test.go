package bargain

import (
	"bytes"
	"fmt"
	"math"
	"testing"
)

// boxes draws a problem of two parties whose utilities are sums of hyper-rectangles,
// as those published for 10, 30 and 50 choices of ten variants are: two of them for a
// choice and party, on one to four choices, with a cap and a reservation.
func boxes(choices int, seed uint64) *Problem {
	rng := splitMix(seed)
	p := &Problem{}
	for i := range choices {
		p.Choices = append(p.Choices, Choice{Name: fmt.Sprintf("c%d", i+1), Variants: make([]string, 10)})
	}
	for q := range 2 {
		pt := Party{Name: fmt.Sprintf("P%d", q+1), Cap: 1, Reservation: 0.6}
		for range choices {
			pt.Values = append(pt.Values, make([]float64, 10))
		}
		sum := 0.0
		for range 2 * choices {
			tm := Term{Value: float64(1 + rng.below(100))}
			sum += tm.Value
			for range []int{1, 1, 2, 2, 2, 3, 3, 4}[rng.below(8)] {
				from, to := rng.below(10), rng.below(10)
				c := Condition{Choice: rng.below(choices)}
				for v := min(from, to); v <= max(from, to); v++ {
					c.Variants = append(c.Variants, v)
				}
				tm.When = append(tm.When, c)
			}
			pt.Terms = append(pt.Terms, tm)
		}
		for k := range pt.Terms {
			pt.Terms[k].Value /= math.Round(0.62 * sum)
		}
		p.Parties = append(p.Parties, pt)
	}
	return p
}

// boxProgram is the linear program of such a problem: the greatest sum, or the
// greatest least margin, of what gives each party more than its least.
func boxProgram(p *Problem, kind Kind, least []float64) []byte {
	var b, binaries bytes.Buffer
	if kind == MaxMin {
		b.WriteString("Maximize\n obj: t\nSubject To\n")
	} else {
		b.WriteString("Maximize\n obj: u0 + u1\nSubject To\n")
	}
	for i, c := range p.Choices {
		fmt.Fprintf(&b, " one%d:", i)
		for a := range c.Variants {
			fmt.Fprintf(&b, " + x_%d_%d\n", i, a)
			fmt.Fprintf(&binaries, " x_%d_%d\n", i, a)
		}
		b.WriteString(" = 1\n")
	}
	for q, pt := range p.Parties {
		var have bytes.Buffer
		fmt.Fprintf(&have, " u%dis: u%d\n", q, q)
		for k, tm := range pt.Terms {
			fmt.Fprintf(&have, " - %.12g y_%d_%d\n", tm.Value, q, k)
			fmt.Fprintf(&binaries, " y_%d_%d\n", q, k)
			for l, c := range tm.When {
				fmt.Fprintf(&b, " h_%d_%d_%d: y_%d_%d", q, k, l, q, k)
				for _, v := range c.Variants {
					fmt.Fprintf(&b, " - x_%d_%d\n", c.Choice, v)
				}
				b.WriteString(" <= 0\n")
			}
		}
		fmt.Fprintf(&b, "%s <= 0\n cap%d: u%d <= %g\n least%d: u%d >= %.9f\n", &have, q, q, pt.Cap, q, q, least[q])
		if kind == MaxMin {
			fmt.Fprintf(&b, " t%d: u%d - t >= %g\n", q, q, pt.Reservation)
		}
	}
	fmt.Fprintf(&b, "Binaries\n%sEnd\n", &binaries)
	return b.Bytes()
}

// TestBoxes solves problems of 10^12, 10^30 and 10^50 packages, and asks CBC whether
// they are solved, and, of the first (of all with -soak), whether another efficient
// package lies between any two.
func TestBoxes(t *testing.T) {
	for _, choices := range []int{12, 30, 50} {
		p := boxes(choices, uint64(choices))
		least := []float64{p.Parties[0].Reservation, p.Parties[1].Reservation}
		for _, kind := range []Kind{Sum, MaxMin} {
			got, err := p.Solve(kind, Options{})
			if err != nil || !got.Proven {
				t.Fatal(got.Proven, err)
			}
			if want, found := cbc(t, boxProgram(p, kind, least)); !found || math.Abs(want-got.Objective) > 1e-6 {
				t.Errorf("10^%d, %s: %v; cbc has %v, %v", choices, kind, got.Objective, want, found)
			}
		}
		if choices > 12 && !*soak {
			continue
		}
		set, err := p.Efficient(0, Options{})
		if err != nil || !set.Complete || len(set.Packages) < 3 {
			t.Fatal(set.Complete, len(set.Packages), err)
		}
		t.Logf("10^%d: %d efficient packages", choices, len(set.Packages))
		for k, a := range set.Packages[1:] {
			before := set.Packages[k]
			if !(a.Values[0] < before.Values[0] && a.Values[1] > before.Values[1]) {
				t.Fatalf("%v before %v", before.Values, a.Values)
			}
			if _, found := cbc(t, boxProgram(p, Sum, []float64{a.Values[0] + 1e-5, before.Values[1] + 1e-5})); found {
				t.Errorf("10^%d: another lies between %v and %v", choices, before.Values, a.Values)
			}
		}
		ends := [2][]float64{{set.Packages[0].Values[0] + 1e-5, least[1]}, {least[0], set.Packages[len(set.Packages)-1].Values[1] + 1e-5}}
		for _, e := range ends {
			if _, found := cbc(t, boxProgram(p, Sum, e)); found {
				t.Errorf("10^%d: another gives %v", choices, e)
			}
		}
	}
}
