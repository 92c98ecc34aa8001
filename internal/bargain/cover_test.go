package bargain

import (
	"testing"

	"pgregory.net/rapid"
)

// A cover has, for every efficient package, one that gives no party less by more than
// its tolerance; looked for long enough, it is all of them.
func TestCover(t *testing.T) {
	often(t, func(t *rapid.T) {
		p := someProblem(t)
		exact, full := p.exactly(Options{})
		if full || exact.Tolerance > 0 {
			t.Fatal("not exact")
		}
		tolerance := rapid.Float64Range(0, 3).Draw(t, "tolerance")
		steps := rapid.IntRange(0, 60).Draw(t, "steps")
		check := func(got EfficientSet) {
			if len(got.Packages) == 0 {
				if got.Complete && len(exact.Packages) > 0 {
					t.Fatal("nothing, and it is called complete")
				}
				return
			}
			for _, c := range got.Packages {
				if !p.Check(c.Choices).Allowed() {
					t.Fatal("a package that is not allowed")
				}
			}
		each:
			for _, e := range exact.Packages {
				for _, c := range got.Packages {
					if covers(c.Values, e.Values, got.Tolerance+2*Tolerance) {
						continue each
					}
				}
				t.Fatalf("%v is not covered to within %v by %v of %+v", e.Values, got.Tolerance, got.Packages, p)
			}
		}
		all := p.cover(0, 1<<30, Options{})
		check(all)
		if !all.Complete || all.Tolerance > 0 || len(all.Packages) != len(exact.Packages) {
			t.Fatalf("%d packages to within %v; there are %d", len(all.Packages), all.Tolerance, len(exact.Packages))
		}
		asked := p.cover(tolerance, 1<<30, Options{})
		if check(asked); asked.Tolerance > max(tolerance, Tolerance) {
			t.Fatalf("to within %v, not %v", asked.Tolerance, tolerance)
		}
		check(p.cover(tolerance, rapid.IntRange(1, 4).Draw(t, "most"), Options{}))
		check(p.cover(tolerance, 1<<30, Options{Go: func(Progress) bool { steps--; return steps > 0 }}))
		some, err := p.Efficient(tolerance, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if check(some); some.Tolerance > tolerance {
			t.Fatal("thinned to another tolerance")
		}
	})
}
