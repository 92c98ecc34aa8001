package bargain

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Stairs answer as a list of all points that were put in does.
func TestStairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int{3, 20, 3000}).Draw(t, "most") // few values make many equal ones
		n := rapid.IntRange(0, 1000).Draw(t, "points")
		seed := rapid.Uint64().Draw(t, "seed")
		rng := splitMix(seed)
		var s stairs
		var all []stair
		for range n {
			p := stair{float64(rng.below(most)), float64(rng.below(most))}
			want := math.Inf(-1)
			for _, x := range all {
				if x.y >= p.y {
					want = max(want, x.z)
				}
			}
			if s.add(p.y, p.z, 0) != (want < p.z) {
				t.Fatalf("%v is taken in, though %v stands above it, or it is not", p, want)
			}
			all = append(all, p)
		}
		before := stair{math.Inf(1), math.Inf(-1)}
		for k, c := range s.chunks {
			if len(c) == 0 || s.first[k] != c[0].y {
				t.Fatalf("chunk %d of %d begins with %v", k, len(c), s.first[k])
			}
			for _, x := range c {
				if x.y >= before.y || x.z <= before.z {
					t.Fatalf("%v behind %v", x, before)
				}
				before = x
			}
		}
	})
}
