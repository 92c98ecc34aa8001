package bargain

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestLookEff(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	for _, kind := range []string{"uniform", "spatial", "blocs", "coarse"} {
		for _, c := range [][3]int{{28, 2, 0}, {28, 2, 20}, {100, 2, 0}, {28, 3, 0}, {28, 3, 20}} {
			p := generated(kind, c[0], 5, c[1], c[2], 1, 40)
			t0 := time.Now()
			f := newFront(p, 0, Options{Go: func(Progress) bool { return time.Since(t0) < 20*time.Second }})
			full := f.run()
			n := 0
			for _, l := range f.layers {
				n += len(l.from)
			}
			t1 := time.Since(t0)
			set := f.result()
			fmt.Println(kind, c, len(set.Packages), "full", full, "stopped", f.stopped, "states", n, "layers", len(f.layers), t1, time.Since(t0))
		}
	}
}
