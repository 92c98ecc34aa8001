package bargain

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
)

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	P, _ := strconv.Atoi(os.Getenv("P"))
	if P == 0 {
		P = 6
	}
	L, _ := strconv.Atoi(os.Getenv("L"))
	if L == 0 {
		L = 20
	}
	if s := os.Getenv("NS"); s != "" {
		nodeSteps, _ = strconv.Atoi(s)
	}
	lim := 10 * time.Second
	if s := os.Getenv("LIM"); s != "" {
		lim, _ = time.ParseDuration(s)
	}
	for _, kind := range []string{"uniform", "spatial", "blocs", "coarse"} {
		if k := os.Getenv("K"); k != "" && k != kind {
			continue
		}
		for seed := uint64(1); seed <= 2; seed++ {
			p := generated(kind, 28, 5, P, L, seed, 40)
			for _, k := range Kinds[:5] {
				if s := os.Getenv("S"); s != "" && s != string(k) {
					continue
				}
				t0 := time.Now()
				best := p.Best(Options{})
				var first time.Duration
				x := newSearch(newSpace(p, k, best), Options{Go: func(pr Progress) bool {
					if first == 0 && pr.Found {
						first = time.Since(t0)
					}
					return time.Since(t0) < lim
				}})
				s := x.run()
				fmt.Printf("%s/%d %s: %.6g bound %.6g proven %v nodes %d steps %d moves %d first %v %v\n", kind, seed, k, s.Objective, s.Bound, s.Proven, x.count, x.d.steps, x.l.moves, first.Round(time.Millisecond), time.Since(t0).Round(time.Millisecond))
			}
		}
	}
}
