package bargain

import (
	"flag"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// outcomes calls back for every package.
func outcomes(p *Problem, each func(pkg []int)) {
	pkg := make([]int, len(p.Choices))
	for {
		each(pkg)
		i := 0
		for ; i < len(pkg); i++ {
			if pkg[i]++; pkg[i] < len(p.Choices[i].Variants) {
				break
			}
			pkg[i] = 0
		}
		if i == len(pkg) {
			return
		}
	}
}

// brute is the best of all packages, one looked at after the other.
func brute(p *Problem, kind Kind) (obj float64, found bool) {
	best := make([]float64, len(p.Parties))
	for q := range best {
		best[q] = math.Inf(-1)
	}
	outcomes(p, func(pkg []int) {
		for q, u := range p.Values(pkg) {
			best[q] = max(best[q], u)
		}
	})
	sign := 1.0
	if kind == LeastChange {
		sign = -1
	}
	obj = math.Inf(-1)
	outcomes(p, func(pkg []int) {
		if !p.Check(pkg).Allowed() {
			return
		}
		if x, ok := p.Objective(kind, pkg, best); ok {
			obj, found = max(obj, sign*x), true
		}
	})
	return sign * obj, found
}

// someProblem draws small problems, with equal parties, zero weights and ties.
func someProblem(t *rapid.T) *Problem {
	p := &Problem{}
	n := rapid.IntRange(1, 5).Draw(t, "choices")
	for i := range n {
		c := Choice{Name: string(rune('a' + i))}
		for a := range rapid.IntRange(1, 4).Draw(t, "variants") {
			c.Variants = append(c.Variants, string(rune('A'+a)))
		}
		p.Choices = append(p.Choices, c)
		p.Baseline = append(p.Baseline, rapid.IntRange(0, len(c.Variants)-1).Draw(t, "baseline"))
	}
	coarse := rapid.Bool().Draw(t, "coarse")
	for q := range rapid.IntRange(1, 4).Draw(t, "parties") {
		if q > 0 && rapid.IntRange(0, 5).Draw(t, "equal") == 0 {
			p.Parties = append(p.Parties, p.Parties[q-1])
			continue
		}
		pt := Party{Name: string(rune('P' + q))}
		for i := range n {
			weight := rapid.SampledFrom([]float64{0, 1, 1, 3, 0.37}).Draw(t, "weight")
			row := make([]float64, len(p.Choices[i].Variants))
			for a := range row {
				if coarse {
					row[a] = weight * float64(rapid.IntRange(0, 4).Draw(t, "rating"))
				} else {
					row[a] = weight * rapid.Float64Range(-1, 3).Draw(t, "worth")
				}
				if rapid.IntRange(0, 20).Draw(t, "red") == 0 && len(row) > 1 {
					pt.RedLines = append(pt.RedLines, Pair{i, a})
				}
			}
			pt.Values = append(pt.Values, row)
		}
		pt.Bias = rapid.SampledFrom([]float64{0, 0, 1, -0.5}).Draw(t, "bias")
		for range rapid.SampledFrom([]int{0, 0, 0, 2}).Draw(t, "terms") {
			tm := Term{Value: float64(rapid.IntRange(-3, 3).Draw(t, "together"))}
			for range rapid.IntRange(1, 3).Draw(t, "conditions") {
				tm.When = append(tm.When, someCondition(t, p))
			}
			pt.Terms = append(pt.Terms, tm)
		}
		pt.Reservation = rapid.SampledFrom([]float64{-5, 0, 1, 2, 4}).Draw(t, "reservation")
		p.Parties = append(p.Parties, pt)
	}
	for range rapid.IntRange(0, 4).Draw(t, "linkages") {
		l := Linkage{If: []Condition{someCondition(t, p)}}
		if rapid.Bool().Draw(t, "two") {
			l.If = append(l.If, someCondition(t, p))
		}
		for range rapid.IntRange(0, 2).Draw(t, "then") {
			l.Then = append(l.Then, someCondition(t, p))
		}
		p.Linkages = append(p.Linkages, l)
	}
	return p
}

func someCondition(t *rapid.T, p *Problem) Condition {
	c := Condition{Choice: rapid.IntRange(0, len(p.Choices)-1).Draw(t, "of")}
	for a := range p.Choices[c.Choice].Variants {
		if rapid.IntRange(0, 2).Draw(t, "in") == 0 {
			c.Variants = append(c.Variants, a)
		}
	}
	return c
}

func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }

var soak = flag.Bool("soak", false, "compare 10,000 small problems with brute force")

// often runs a property a hundred times, or as rapid is told; with -soak, 10,000
// times.
func often(t *testing.T, property func(*rapid.T)) {
	rapid.Check(t, property)
	for n := 100; *soak && n < 10_000; n += 100 {
		rapid.Check(t, property)
	}
}

func TestSolveIsBrute(t *testing.T) {
	often(t, func(t *rapid.T) {
		p := someProblem(t)
		for _, kind := range Kinds[:5] {
			want, found := brute(p, kind)
			got, err := p.Solve(kind, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !got.Proven || got.Found != found {
				t.Fatalf("%s: found %v, proven %v; there is one: %v", kind, got.Found, got.Proven, found)
			}
			if !found {
				continue
			}
			if !same(got.Objective, want) || !same(got.Bound, want) {
				t.Fatalf("%s: %v (bound %v), want %v", kind, got.Objective, got.Bound, want)
			}
			if !p.Check(got.Package).Allowed() {
				t.Fatalf("%s: %v is not allowed", kind, got.Package)
			}
		}
	})
}

// bruteEfficient counts the efficient outcomes as they are defined.
func bruteEfficient(p *Problem) (n int) {
	var all [][]float64
	outcomes(p, func(pkg []int) {
		if p.Check(pkg).Allowed() {
			all = append(all, p.Values(pkg))
		}
	})
	var kept [][]float64
	for _, u := range all {
		if slices.ContainsFunc(all, func(o []float64) bool { return Better(o, u) }) ||
			slices.ContainsFunc(kept, func(o []float64) bool { return alike(o, u) }) {
			continue
		}
		kept = append(kept, u)
	}
	return len(kept)
}

func TestEfficientIsBrute(t *testing.T) {
	often(t, func(t *rapid.T) {
		p := someProblem(t)
		got, err := p.Efficient(0, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want := bruteEfficient(p); len(got.Packages) != want || !got.Complete {
			t.Fatalf("%d efficient packages, want %d", len(got.Packages), want)
		}
		for _, x := range got.Packages {
			if !p.Check(x.Choices).Allowed() {
				t.Fatalf("%v is not allowed", x.Choices)
			}
		}
	})
}
