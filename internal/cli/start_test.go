package cli

import (
	"io"
	"strings"
	"testing"
)

// BenchmarkStart is what a command pays before it does anything.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if Main([]string{"version"}, strings.NewReader(""), io.Discard, io.Discard) != Done {
			b.Fatal("it fails")
		}
	}
}
