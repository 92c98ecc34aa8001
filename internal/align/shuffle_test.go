package align

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/format/markdown"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// source is a text whose copies must be matched whole.
type source struct {
	name string
	text plan.Text
}

// sources are the plans of the examples and texts made from the real input,
// where that is there: the Universal Declaration in two languages, provisions
// of the GDPR with and without headings.
func sources(t testing.TB) []source {
	t.Helper()
	var out []source
	files, err := filepath.Glob("../../examples/*/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, f := range files {
		if filepath.Base(f) == "README.md" {
			continue
		}
		out = append(out, source{filepath.Base(filepath.Dir(f)) + "/" + filepath.Base(f), readText(t, f)})
	}
	if _, err := os.Stat(shared); err != nil {
		return out
	}
	for _, set := range []string{"m10", "m10ukr"} {
		out = append(out, source{set, readText(t, filepath.Join(shared, "collation", set, "BASE.txt"))})
	}
	with, without := provisions(t)
	return append(out, source{"gdpr", with}, source{"gdpr without headings", without})
}

func readText(t testing.TB, name string) plan.Text {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := markdown.Read(src)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// provisions makes points of the provisions that have a base.
func provisions(t testing.TB) (with, without plan.Text) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "amendments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	seen := map[string]bool{}
	for lines.Scan() {
		var r struct {
			Title string
			Base  string
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		body := words.Normalise(r.Base)
		if body == "" || seen[body] {
			continue
		}
		seen[body] = true
		p := plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(len(with.Points) + 1), Heading: words.Normalise(r.Title), Body: body}
		with.Points = append(with.Points, p)
		p.Heading = ""
		without.Points = append(without.Points, p)
	}
	return with, without
}

// renumbering says what a copy's numbers are.
type renumbering int

const (
	numbersAnew renumbering = iota
	numbersShuffled
	numbersGone
	numbersForeign
	renumberings
)

// copyOf is a shuffled and renumbered copy without identifiers, and for each of
// its points the source's.
func copyOf(t plan.Text, r *rand.Rand, how renumbering, shuffle bool) (plan.Text, []int) {
	order := make([]int, len(t.Points))
	for i := range order {
		order[i] = i
	}
	if shuffle {
		order = r.Perm(len(order))
	}
	numbers := r.Perm(len(order))
	var out plan.Text
	for i, k := range order {
		p := t.Points[k]
		p.ID, p.After = "", ""
		switch how {
		case numbersAnew:
			p.Number = fmt.Sprint(i + 1)
		case numbersShuffled:
			p.Number = t.Points[numbers[i]].Number
		case numbersGone:
			p.Number = ""
		case numbersForeign:
			p.Number = fmt.Sprint(900 + i)
		}
		out.Points = append(out.Points, p)
	}
	return out, order
}

// edited changes about one word in n.
func edited(t plan.Text, r *rand.Rand, n int) plan.Text {
	pool := strings.Fields("joint no later than monitoring 45 mission immediate neutral shall may appropriate council спільний не пізніше місія")
	change := func(s string) string {
		ws := strings.SplitAfter(s, " ")
		for i := range ws {
			if r.IntN(n) > 0 {
				continue
			}
			switch in := pool[r.IntN(len(pool))]; r.IntN(3) {
			case 0:
				ws[i] = ""
			case 1:
				ws[i] = in + " "
			default:
				ws[i] += " " + in + " "
			}
		}
		return words.Normalise(strings.Join(ws, ""))
	}
	out := t
	out.Points = nil
	for _, p := range t.Points {
		if body := change(p.Body); p.Body != "" && body != "" {
			p.Body = body
		}
		out.Points = append(out.Points, p)
	}
	return out
}

func sameWords(a, b plan.Point) bool {
	return a.Kind == b.Kind && a.Heading == b.Heading && a.Body == b.Body
}

// right reports whether a match is the source's point, or one with its words.
func right(base plan.Text, m Match, want int) bool {
	return m.Base == want || m.Base >= 0 && sameWords(base.Points[m.Base], base.Points[want])
}

// wantWhole checks that every point of a copy stands where it came from; an empty
// slot with nothing but a number that is not the base's may only not be sure.
func wantWhole(t interface {
	Errorf(string, ...any)
}, name string, base, version plan.Text, order []int) {
	matches, _ := NewBase(base).Points(version, nil)
	wrong := 0
	for i, m := range matches {
		if right(base, m, order[i]) || emptySlot(version.Points[i]) && m.Sure < sureFrom {
			continue
		}
		if wrong++; wrong <= 4 {
			at := "nowhere"
			if m.Base >= 0 {
				at = base.Points[m.Base].Number + " " + base.Points[m.Base].Heading + ": " + base.Points[m.Base].Body
			}
			t.Errorf("%s: point %s %s: %.150s\nstands at %.150s\n(sure %.2f, %s, %v), want %s %s %.150s", name,
				version.Points[i].Number, version.Points[i].Heading, version.Points[i].Body, at, m.Sure, m.Why, m.Answers,
				base.Points[order[i]].Number, base.Points[order[i]].Heading, base.Points[order[i]].Body)
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d wrong", name, wrong, len(matches))
	}
}

// unedited is one word in how many, where none is changed.
const unedited = 1 << 30

var thorough = flag.Bool("thorough", false, "match 20 copies of each kind instead of one")

// TestCopies matches shuffled, renumbered, edited copies of every source, with
// headings and without.
func TestCopies(t *testing.T) {
	seeds := uint64(1)
	if *thorough {
		seeds = 20
	}
	for _, s := range sources(t) {
		for seed := range seeds {
			for how := range renumberings {
				for _, n := range []int{unedited, 20, 10} {
					r := rand.New(rand.NewPCG(seed, uint64(how)))
					c, order := copyOf(s.text, r, how, seed != 1)
					c = edited(c, r, n)
					name := fmt.Sprintf("%s, seed %d, numbers %d, one in %d", s.name, seed, how, n)
					wantWhole(t, name, s.text, c, order)
					for i := range c.Points {
						c.Points[i].Heading = ""
					}
					wantWhole(t, name+", no headings", s.text, c, order)
				}
			}
		}
	}
}

// TestDrawnCopies does the same with texts of 10 to 400 points drawn from all
// sources, none of which is a rewording of another.
func TestDrawnCopies(t *testing.T) {
	var pool []plan.Point
	seen := map[uint64]bool{}
	for _, s := range sources(t) {
		for _, p := range s.text.Points {
			all, known := runs(p.Body), 0
			for _, r := range all {
				if seen[r] {
					known++
				}
				seen[r] = true
			}
			if p.Kind == plan.KindPoint && p.Body != "" && 2*known <= len(all) {
				pool = append(pool, p)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := min(rapid.IntRange(10, 60).Draw(t, "points"), len(pool))
		if rapid.IntRange(0, 19).Draw(t, "long") == 0 {
			n = min(rapid.IntRange(60, 400).Draw(t, "more points"), len(pool))
		}
		var base plan.Text
		for i, k := range r.Perm(len(pool))[:n] {
			p := pool[k]
			p.Number = fmt.Sprint(i + 1)
			base.Points = append(base.Points, p)
		}
		c, order := copyOf(base, r, renumbering(rapid.IntRange(0, int(renumberings)-1).Draw(t, "numbers")), rapid.Bool().Draw(t, "shuffle"))
		c = edited(c, r, rapid.SampledFrom([]int{unedited, 20, 15, 10}).Draw(t, "one in"))
		wantWhole(t, "drawn", base, c, order)
	})
}

// TestSplitAndMerged divides points in two and joins neighbours: every piece
// stands at the point it is of or names it, and a joined point both.
func TestSplitAndMerged(t *testing.T) {
	for _, s := range sources(t) {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, 7))
			c, order := copyOf(s.text, r, numbersAnew, seed > 0)
			version, from := splitAndMerge(c, order, r)
			matches, _ := NewBase(s.text).Points(version, nil)
			for i, m := range matches {
				named := append(slices.Clone(m.Answers), m.Base)
				for _, want := range from[i] {
					if !slices.Contains(named, want) && !right(s.text, m, want) &&
						!formula(s.text, version.Points[i].Body) && !formula(s.text, s.text.Points[want].Body) {
						t.Errorf("%s, seed %d: %.80s stands at %d and answers %v, and is of %v: %s", s.name, seed, version.Points[i].Body, m.Base, m.Answers, from[i], s.text.Points[want].Body)
					}
				}
				if m.Base >= 0 && m.Sure >= sureFrom && !slices.ContainsFunc(from[i], func(want int) bool { return right(s.text, m, want) }) {
					t.Errorf("%s, seed %d: %.80s is sure to stand at %d, and is of %v", s.name, seed, version.Points[i].Body, m.Base, from[i])
				}
			}
		}
	}
}

// formula reports whether most of the words stand in several points of a text.
func formula(t plan.Text, body string) bool {
	count := map[uint64]int{}
	for _, p := range t.Points {
		for _, r := range runs(p.Body) {
			count[r]++
		}
	}
	all, several := runs(body), 0
	for _, r := range all {
		if count[r] > 1 {
			several++
		}
	}
	return 2*several > len(all)
}

// splitAndMerge says of every point of the result which of the source's it is
// made of. Parts of fewer than eight words are too little to go by.
func splitAndMerge(c plan.Text, order []int, r *rand.Rand) (out plan.Text, from [][]int) {
	const least = 8
	long := func(s string) bool { return len(strings.Fields(s)) >= least }
	add := func(p plan.Point, of ...int) {
		out.Points, from = append(out.Points, p), append(from, of)
	}
	for i := 0; i < len(c.Points); i++ {
		p := c.Points[i]
		parts := strings.Split(p.Body, "\n")
		if len(parts) < 2 {
			parts = words.Sentences(p.Body, 0)
		}
		k := (len(parts) + 1) / 2
		one, two := strings.Join(parts[:k], "\n"), strings.Join(parts[k:], "\n")
		switch what := r.IntN(6); {
		case what < 2 && long(one) && long(two):
			q := p
			p.Body, q.Body, q.Heading = one, two, ""
			add(p, order[i])
			add(q, order[i])
		case what == 2 && i+1 < len(c.Points) && long(p.Body) && long(c.Points[i+1].Body) && p.Kind == c.Points[i+1].Kind:
			p.Body += "\n" + c.Points[i+1].Body
			add(p, order[i], order[i+1])
			i++
		default:
			add(p, order[i])
		}
	}
	return out, from
}

// TestForeign matches texts on other subjects: nothing is the same for sure.
func TestForeign(t *testing.T) {
	all := sources(t)
	family := func(name string) string {
		before, _, _ := strings.Cut(strings.ReplaceAll(name, " ", "/"), "/")
		return before
	}
	for _, a := range all {
		for _, b := range all {
			if family(a.name) == family(b.name) {
				continue
			}
			version, _ := copyOf(b.text, rand.New(rand.NewPCG(1, 1)), numbersAnew, false)
			matches, _ := NewBase(a.text).Points(version, nil)
			for i, m := range matches {
				if m.Base >= 0 && m.Sure >= sureFrom {
					t.Errorf("%.60q of %s is sure to stand at %.60q of %s (%.2f, %s)", version.Points[i].Body, b.name, a.text.Points[m.Base].Body, a.name, m.Sure, m.Why)
				}
			}
		}
	}
}

// TestEmptySlots checks that a slot with nothing but a number takes no place
// from a point that the words find, and is sure only where numbers hold.
func TestEmptySlots(t *testing.T) {
	base := readText(t, "../../examples/meridian-lakes/framework.md")
	version, order := copyOf(base, rand.New(rand.NewPCG(1, 1)), numbersAnew, true)
	version.Points[4] = plan.Point{Kind: plan.KindPoint, Number: "5", Act: plan.ActDelete}
	matches, _ := NewBase(base).Points(version, nil)
	for i, m := range matches {
		if i != 4 && m.Base != order[i] {
			t.Errorf("point %d stands at %d, want %d", i+1, m.Base, order[i])
		}
	}
	if m := matches[4]; m.Sure >= sureFrom {
		t.Errorf("the slot is sure to stand at %d", m.Base)
	}
	same, _ := copyOf(base, rand.New(rand.NewPCG(1, 1)), numbersShuffled, false)
	for i := range same.Points {
		same.Points[i].Number = base.Points[i].Number
	}
	same.Points[4] = plan.Point{Kind: plan.KindPoint, Number: base.Points[4].Number, Act: plan.ActDelete}
	if matches, _ = NewBase(base).Points(same, nil); matches[4].Base != 4 || matches[4].Sure < sureFrom {
		t.Errorf("the slot stands at %+v, want 4", matches[4])
	}
	if _, notes := NewBase(base).Points(plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Number: "99", Act: plan.ActDelete}}}, nil); len(notes) != 1 {
		t.Errorf("a slot that stands nowhere: %d notes, want 1", len(notes))
	}
}
