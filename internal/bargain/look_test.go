package bargain

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	for _, c := range []struct {
		k        string
		kind     Kind
		from, to uint64
	}{{"blocs", Sum, 1, 10}, {"coarse", KS, 1, 10}, {"blocs", MaxMin, 1, 10}, {"spatial", Nash, 1, 10}} {
		for s := c.from; s <= c.to; s++ {
			p := generated(c.k, 28, 5, 6, 300, s, 40)
			t0 := time.Now()
			x := newSearch(newSpace(p, c.kind, p.Best(Options{})), Options{Go: func(Progress) bool { return time.Since(t0) < 5*time.Second }})
			r := x.run()
			if time.Since(t0) > 400*time.Millisecond {
				fmt.Println(c.k, c.kind, s, r.Proven, x.count, x.d.steps, x.l.moves, time.Since(t0))
			}
		}
	}
}
