package cli

import (
	"flag"
	"fmt"
	"testing"
)

// checks sets how many cases rapid draws in this test: so many, and in the soak
// more.
func checks(t *testing.T, n, soaking int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	old := f.Value.String()
	if old != f.DefValue { // somebody asked for a number
		return
	}
	if *soak {
		n = soaking
	}
	if err := flag.Set("rapid.checks", fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", old) })
}
