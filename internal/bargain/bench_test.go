package bargain

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

var preferences = []string{"uniform", "spatial", "blocs", "coarse"}

// measured solves one problem after the other, each with another seed, and reports
// the slowest of 95 in a hundred, how many were proven, and the greatest gap of
// those that were not.
func measured(b *testing.B, kind Kind, limit time.Duration, of func(seed uint64) *Problem) {
	var took []float64
	proven, gap, first := 0, 0.0, 0.0
	for n := 0; b.Loop(); n++ {
		p := of(uint64(n + 1))
		begun := time.Now()
		found := 0.0
		s, err := p.Solve(kind, Options{Go: func(pr Progress) bool {
			if pr.Found && found == 0 {
				found = time.Since(begun).Seconds()
			}
			return time.Since(begun) < limit
		}})
		if err != nil || !s.Found {
			b.Fatal(s.Found, err)
		}
		took, first = append(took, time.Since(begun).Seconds()), max(first, found)
		if s.Proven {
			proven++
		} else {
			gap = max(gap, math.Abs(s.Bound-s.Objective)/math.Abs(s.Objective))
		}
	}
	slices.Sort(took)
	b.ReportMetric(1000*took[min(len(took)-1, len(took)*95/100)], "p95-ms")
	b.ReportMetric(1000*first, "first-ms")
	b.ReportMetric(100*float64(proven)/float64(len(took)), "%proven")
	b.ReportMetric(100*gap, "%gap")
}

// The bars are in docs/performance.md. Run with -benchtime 20x: each time another
// problem is solved.
func BenchmarkSolve(b *testing.B) {
	for _, of := range []struct {
		name              string
		parties, linkages int
		limit             time.Duration
	}{{"6", 6, 20, time.Minute}, {"6, 300 linkages", 6, 300, time.Minute}, {"30", 30, 20, 10 * time.Second}} {
		for _, prefer := range preferences {
			for _, kind := range Kinds {
				b.Run(fmt.Sprintf("%s/%s/%s", of.name, prefer, kind), func(b *testing.B) {
					measured(b, kind, of.limit, func(seed uint64) *Problem {
						return generated(prefer, 28, 5, of.parties, of.linkages, seed, 40)
					})
				})
			}
		}
	}
}

// Max-min is hardest where preferences have no structure. Run with -benchtime 3x.
func BenchmarkHard(b *testing.B) {
	for _, prefer := range []string{"uniform", "coarse"} {
		for _, parties := range []int{15, 20, 30} {
			b.Run(fmt.Sprintf("%s/%d", prefer, parties), func(b *testing.B) {
				measured(b, MaxMin, time.Minute, func(seed uint64) *Problem {
					return generated(prefer, 28, 5, parties, 20, seed, 40)
				})
			})
		}
	}
}

func BenchmarkEfficient(b *testing.B) {
	for _, of := range []struct{ points, parties, linkages int }{{28, 2, 0}, {28, 2, 20}, {100, 2, 0}, {28, 3, 0}, {28, 3, 20}} {
		for _, prefer := range preferences {
			b.Run(fmt.Sprintf("%dx5/%d parties/%d linkages/%s", of.points, of.parties, of.linkages, prefer), func(b *testing.B) {
				p := generated(prefer, of.points, 5, of.parties, of.linkages, 1, 40)
				n := 0
				for b.Loop() {
					set, err := p.Efficient(0, Options{})
					if err != nil || !set.Complete || set.Tolerance > 0 {
						b.Fatal(set.Tolerance, err)
					}
					n = len(set.Packages)
				}
				b.ReportMetric(float64(n), "packages")
			})
		}
	}
}

func BenchmarkDomain16(b *testing.B) {
	p := publishedProblem(b, "06-Domain16")
	for b.Loop() {
		set, err := p.Efficient(0, Options{})
		if err != nil || len(set.Packages) != 3031 {
			b.Fatal(len(set.Packages), err)
		}
	}
}
