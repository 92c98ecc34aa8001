package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
)

// Whoever breaks off at a question is not asked for an answer first.
func TestTypedInIsBrokenOff(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close() // ends the reading
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := typedIn(ctx, r, func() ([]byte, error) { return io.ReadAll(r) })
	if got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("typedIn = %q, %v, want nothing, broken off", got, err)
	}
}
