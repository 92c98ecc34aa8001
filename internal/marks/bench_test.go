package marks

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkOf reads the draft of 23 October 2015, and many times as much of it;
// the time per byte must not grow.
func BenchmarkOf(b *testing.B) {
	src := draft(b, "23-oct-2015.md")
	for _, n := range []int{1, 9, 87} {
		text := strings.Repeat(src, n)
		b.Run(fmt.Sprintf("%dKB", len(text)>>10), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Of(text, Setting{})
			}
		})
	}
}

// BenchmarkHostile reads what could make a reader slow, of two lengths; the
// time per byte must not grow.
func BenchmarkHostile(b *testing.B) {
	for _, s := range []string{"[", "]", "[\n\n", "]\n\n", "[a](", "{[", "[^", "Option 1: ", "\n\nOption 1: [", "[a - ", "[A propose: ", "<!--", "[a]\n\n]", "a [b] - C", "a / ", "Option 1: \n\nOption A: \n\n", "Option 1: [Option A: \n\n"} {
		for _, n := range []int{100_000, 1_000_000} {
			text := strings.Repeat(s, n/len(s))
			b.Run(fmt.Sprintf("%q/%dKB", s, len(text)>>10), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					Of(text, Setting{})
				}
			})
		}
	}
}
