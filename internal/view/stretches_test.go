package view

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
)

// The stretches that the index finds are the longest that stand in both, looked for
// from the left, by a plain comparison of every word with every word.
func TestStretches(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "B", "b", "c", "d", "E"})
	rapid.Check(t, func(t *rapid.T) {
		run := rapid.SliceOfN(word, 0, 12).Draw(t, "run")
		points := []event.Point{{Body: strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "one"), " ")}, {Body: strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "two"), " ")}}
		in := indexed(points)
		for k := range points {
			text := wordsOf(points[k])
			var want [][]string
			for i := 0; i < len(run); {
				best := 0
				for j := range text {
					n := 0
					for i+n < len(run) && j+n < len(text) && strings.EqualFold(run[i+n], text[j+n]) {
						n++
					}
					best = max(best, n)
				}
				if best < leastHeld {
					i++
					continue
				}
				want = append(want, run[i:i+best])
				i += best
			}
			if got := in.stretches(k, run); !slices.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("%v, want %v", got, want)
			}
			if has := slices.Contains(in.pointsWith(run), k); has != (len(want) > 0) {
				t.Fatalf("point %d: %v, want %v", k, has, want)
			}
		}
	})
}
