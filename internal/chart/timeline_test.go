package chart

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

// drawTimeline draws a timeline, with hostile names.
func drawTimeline(t *rapid.T, id string) (x Timeline, dots int) {
	words := rapid.StringMatching(`[A-Za-z<>&"' \x{410}-\x{42f}]{0,12}`)
	x = Timeline{ID: id, Title: words.Draw(t, "title"), Desc: words.Draw(t, "desc")}
	for range rapid.IntRange(1, 30).Draw(t, "rows") {
		m := Mark{Name: words.Draw(t, "name"), Said: words.Draw(t, "said"), Never: rapid.Bool().Draw(t, "never")}
		if !m.Never {
			m.After = float64(rapid.IntRange(0, 400000).Draw(t, "after"))
			dots++
		}
		x.Rows = append(x.Rows, m)
	}
	return x, dots
}

// A timeline is sound XML without scripts, links and styles, has a dot for each that got it
// and none for those that did not, and its dots stand in the order of time, inside of it.
func TestTimeline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, dots := drawTimeline(t, "a")
		svg, err := x.SVG()
		if err != nil {
			t.Fatal(err)
		}
		names, texts := elements(t, svg)
		if names["circle"] != dots || names["title"] != 1 || names["desc"] != 1 || names["style"] != 0 {
			t.Fatalf("%d dots of %d, %v", names["circle"], dots, names)
		}
		all := strings.Join(texts, "\n")
		for _, r := range x.Rows {
			if !strings.Contains(all, clip(r.Said, 52)) {
				t.Fatalf("%q is not said", r.Said)
			}
		}
		most := 0.0
		for _, r := range x.Rows {
			if !r.Never {
				most = max(most, r.After)
			}
		}
		last := -1.0
		for _, m := range marks(most) {
			if m <= last || m > most*1.001 {
				t.Fatalf("the axis of %v minutes is marked at %v", most, marks(most))
			}
			last = m
		}
		if n := len(marks(most)); n > 6 {
			t.Fatalf("%d marks", n)
		}
	})
}

func TestStack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, one := drawTimeline(t, "a")
		b, two := drawTimeline(t, "b")
		svg, err := Stack("Who was given what", []Timeline{a, b})
		if err != nil {
			t.Fatal(err)
		}
		names, _ := elements(t, svg)
		if names["circle"] != one+two || names["style"] != 1 || names["svg"] != 3 {
			t.Fatalf("%v", names)
		}
		for _, id := range []string{`id="at"`, `id="bt"`} {
			if strings.Count(svg, id) != 1 {
				t.Fatalf("%s stands %d times", id, strings.Count(svg, id))
			}
		}
	})
}

func TestTimelineRefuses(t *testing.T) {
	for name, x := range map[string]Timeline{
		"nothing": {}, "before": {Rows: []Mark{{After: -1}}}, "no number": {Rows: []Mark{{After: math.NaN()}}}, "no end": {Rows: []Mark{{After: math.Inf(1)}}},
	} {
		if _, err := x.SVG(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Stack("x", []Timeline{x}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s, stacked: %v", name, err)
		}
	}
	if _, err := Stack("x", nil); err == nil {
		t.Error("nothing was drawn")
	}
}

func TestSpan(t *testing.T) {
	for minutes, want := range map[float64]string{0: "less than a minute", 1: "1 minute", 59: "59 minutes", 60: "1 hour", 120: "2 hours", 150: "2 h 30 min", 1440: "1 day", 1500: "1 day, 1 hour", 4500: "3 days, 3 hours"} {
		if got := Span(minutes); got != want {
			t.Errorf("%v minutes: %q, want %q", minutes, got, want)
		}
	}
}
