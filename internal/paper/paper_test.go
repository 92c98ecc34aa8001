package paper

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
)

// drawPaper draws a paper; the same lines may stand in it twice.
func drawPaper(t *rapid.T) *Paper {
	words := rapid.SampledFrom([]string{"", "a", "b", "a (2)", "P 1", "P 2"})
	x := &Paper{Title: "Title"}
	for i := range rapid.IntRange(0, 4).Draw(t, "sections") {
		s := Section{ID: fmt.Sprint(i), Title: fmt.Sprint("Section ", i), None: "Nothing."}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			s.Rows = append(s.Rows, Row{Say(words.Draw(t, "name")), Say(words.Draw(t, "cell"))})
		}
		if rapid.Bool().Draw(t, "text") {
			s.Text = &Text{Label: "Text 1", Points: []event.Point{{Number: "1", Body: words.Draw(t, "body")}, {Number: "2", Body: words.Draw(t, "body")}}}
		}
		x.Add(s)
	}
	return x
}

// Two papers have the same grounds if and only if they read the same, and what differs is
// told: for every line that was changed, added or left out something is said of its section.
func TestDrifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawPaper(t), drawPaper(t)
		if d := Drifts(x.Grounds(), x.Grounds()); len(d) > 0 {
			t.Fatalf("a paper differs from itself: %v", d)
		}
		same := slices.Equal(x.Grounds(), y.Grounds())
		if d := Drifts(x.Grounds(), y.Grounds()); (len(d) == 0) != same {
			t.Fatalf("same grounds: %v, and %v is said to differ", same, d)
		}
		rows := [][2]int{}
		for i := range x.Sections {
			for k := range x.Sections[i].Rows {
				rows = append(rows, [2]int{i, k})
			}
		}
		if len(rows) == 0 {
			return
		}
		at := rapid.SampledFrom(rows).Draw(t, "row")
		was := x.Grounds()
		s := &x.Sections[at[0]]
		switch rapid.IntRange(0, 2).Draw(t, "what") {
		case 0:
			s.Rows[at[1]][1] = Say("something else")
		case 1:
			s.Rows = slices.Insert(s.Rows, at[1], Row{Say("fresh"), Say("x")})
		case 2:
			s.Rows = slices.Delete(s.Rows, at[1], at[1]+1)
		}
		d := Drifts(was, x.Grounds())
		if !slices.ContainsFunc(d, func(d Drift) bool { return d.Section == s.Title }) {
			t.Fatalf("what changed in %q is not told: %v", s.Title, d)
		}
		if slices.ContainsFunc(d, func(d Drift) bool { return d.Section != s.Title }) {
			t.Fatalf("more is told than changed: %v", d)
		}
	})
}

func TestAddLeavesOutWhatSaysNothing(t *testing.T) {
	x := &Paper{}
	x.Add(Section{Title: "Empty"})
	x.Add(Section{Title: "Said", None: "None."})
	x.Add(Section{Title: "Words", Words: []string{"x"}})
	if len(x.Sections) != 2 {
		t.Errorf("%d sections, want 2", len(x.Sections))
	}
}
