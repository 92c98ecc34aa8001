//go:build unix

package local

import (
	"bytes"
	"context"
	"testing"
)

func BenchmarkCall(b *testing.B) {
	answer := bytes.Repeat([]byte("x"), 1024)
	h := hold(b, Options{}, func(_ context.Context, c *Call) int { c.Stdout.Write(answer); return 0 })
	for b.Loop() {
		var out bytes.Buffer
		if exit, err := h.run(Request{Args: []string{"who-knows", "p21"}, Stdout: &out}); exit != 0 || err != nil || out.Len() != 1024 {
			b.Fatal(exit, err)
		}
	}
}

func BenchmarkOutput(b *testing.B) {
	answer := make([]byte, 10<<20)
	h := hold(b, Options{}, func(_ context.Context, c *Call) int { c.Stdout.Write(answer); return 0 })
	b.SetBytes(int64(len(answer)))
	for b.Loop() {
		if _, err := h.run(Request{}); err != nil {
			b.Fatal(err)
		}
	}
}
