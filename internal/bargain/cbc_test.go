package bargain

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// program writes a problem as a linear one, in the LP format: x_i_a is 1 where
// choice i has variant a.
func program(p *Problem, kind Kind, best []float64) []byte {
	var b bytes.Buffer
	name := func(i, a int) string { return fmt.Sprintf("x_%d_%d", i, a) }
	sum := func(q int, by float64) {
		for i, row := range p.Parties[q].Values {
			for a, u := range row {
				fmt.Fprintf(&b, " %+.12g %s\n", u*by, name(i, a))
			}
		}
	}
	if kind == LeastChange {
		b.WriteString("Minimize\n obj:")
	} else {
		b.WriteString("Maximize\n obj:")
	}
	switch kind {
	case Sum:
		for i, c := range p.Choices {
			for a := range c.Variants {
				u := 0.0
				for q := range p.Parties {
					u += p.Parties[q].Values[i][a]
				}
				fmt.Fprintf(&b, " %+.12g %s\n", u, name(i, a))
			}
		}
	case LeastChange:
		for i, c := range p.Choices {
			for a := range c.Variants {
				if a != p.Baseline[i] {
					fmt.Fprintf(&b, " + %s\n", name(i, a))
				}
			}
		}
	default:
		b.WriteString(" t\n")
	}
	b.WriteString("Subject To\n")
	for i, c := range p.Choices {
		fmt.Fprintf(&b, " one%d:", i)
		for a := range c.Variants {
			fmt.Fprintf(&b, " + %s\n", name(i, a))
		}
		b.WriteString(" = 1\n")
	}
	for q, pt := range p.Parties {
		fmt.Fprintf(&b, " r%d:", q)
		sum(q, 1)
		fmt.Fprintf(&b, " >= %.12g\n", pt.Reservation)
		if kind != MaxMin && kind != KS {
			continue
		}
		gain := 1.0
		if kind == KS {
			gain = best[q] - pt.Reservation
		}
		fmt.Fprintf(&b, " t%d:", q)
		sum(q, 1/gain)
		fmt.Fprintf(&b, " - t >= %.12g\n", pt.Reservation/gain)
	}
	for k, l := range p.Linkages {
		one := l.If[0]
		fmt.Fprintf(&b, " l%d: %s", k, name(one.Choice, one.Variants[0]))
		if len(l.Then) > 0 {
			fmt.Fprintf(&b, " - %s <= 0\n", name(l.Then[0].Choice, l.Then[0].Variants[0]))
		} else {
			fmt.Fprintf(&b, " + %s <= 1\n", name(l.If[1].Choice, l.If[1].Variants[0]))
		}
	}
	b.WriteString("Bounds\n t free\nBinaries\n")
	for i, c := range p.Choices {
		for a := range c.Variants {
			fmt.Fprintf(&b, " %s\n", name(i, a))
		}
	}
	b.WriteString("End\n")
	return bytes.Replace(b.Bytes(), []byte("Bounds\n t free\n"), map[bool][]byte{true: []byte("Bounds\n t free\n"), false: nil}[kind == MaxMin || kind == KS], 1)
}

// cbc solves a linear program: the best value, and whether there is one.
func cbc(t *testing.T, lp []byte) (best float64, found bool) {
	t.Helper()
	solver, err := exec.LookPath("cbc")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("cbc (Debian: coinor-cbc) is missing")
		}
		t.Skip("cbc (Debian: coinor-cbc) is not here; nothing was compared")
	}
	dir := t.TempDir()
	in, sol := filepath.Join(dir, "p.lp"), filepath.Join(dir, "p.sol")
	if err := os.WriteFile(in, lp, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(solver, in, "ratio", "0", "allow", "0", "solve", "solu", sol).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(sol)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if strings.Contains(first, "nfeasible") {
		return 0, false
	}
	_, value, ok := strings.Cut(first, "objective value")
	if !ok || !strings.HasPrefix(first, "Optimal") {
		t.Fatalf("cbc: %.200s", text)
	}
	if best, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
		t.Fatal(err)
	}
	return best, true
}

// TestSolveIsCBC compares with CBC, which shares no code: 4 problems, and 200 with
// -soak.
func TestSolveIsCBC(t *testing.T) {
	seeds := 1
	if *soak {
		seeds = 50
	}
	for _, of := range []string{"uniform", "spatial", "blocs", "coarse"} {
		for seed := range seeds {
			p := generated(of, 28, 5, 6, []int{20, 60, 300}[seed%3], uint64(100+seed), 40)
			best := p.Best(Options{})
			kinds := []Kind{Sum, MaxMin, KS, LeastChange}
			if !*soak {
				kinds = []Kind{kinds[0], kinds[1+int(of[0])%3]}
			}
			for _, kind := range kinds {
				want, found := cbc(t, program(p, kind, best))
				if !found {
					t.Fatalf("%s/%d %s: cbc finds nothing", of, seed, kind)
				}
				got, err := p.Solve(kind, Options{})
				if err != nil {
					t.Fatal(err)
				}
				// what CBC says is rounded, and it takes what is nearly whole for whole
				if math.Abs(got.Objective-math.Abs(want)) > 2e-6*max(1, math.Abs(want)) || !got.Proven {
					t.Errorf("%s/%d %s: %v, proven %v; cbc has %v", of, seed, kind, got.Objective, got.Proven, want)
				}
			}
		}
	}
}
