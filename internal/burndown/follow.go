package burndown

import (
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/align"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Fate is what became of a bracket from one version to the next.
type Fate string

const (
	Carried Fate = "carried" // it stands there with the same words
	Changed Fate = "changed" // it stands there with other words
	Settled Fate = "settled" // no bracket there is it
	New     Fate = "new"     // it was not there before
)

// Followed is one bracket, or brackets side by side that are one place, in two
// versions. What it is not in, has line 0.
type Followed struct {
	Fate               Fate
	Old, Now           string // its words
	OldLine, OldCol    int
	NowLine, NowCol    int
	OldPoint, NowPoint string // what the point is called
	Kept               bool   // of Settled: its words, or one variant, stand in the point now, agreed
}

// Step is what happened from one version to the next.
type Step struct {
	From, To                       string
	Carried, Changed, Settled, New int
	SettledKept                    int // of Settled: with words that stand there now
	Brackets                       []Followed
}

// place is a bracket or a run, to be followed.
type place struct {
	node    *marks.Node
	point   int // of the plan, -1 for none
	words   []string
	said    string
	context []string
	named   string
}

// Follow follows the places from one version to the next: within points that
// are the same, in their order, by their words and the words around them; and
// what moved to another point by its words alone.
func Follow(old, now Text) Step {
	step := Step{From: old.Name, To: now.Name}
	a, b := places(old), places(now)
	matches, _ := align.NewBase(old.Plan).Points(now.Plan, nil)
	of := make([]int, len(b)) // of each place now, the index of the place before, -1 for none
	for i := range of {
		of[i] = -1
	}
	byPoint := func(ps []place) map[int][]int {
		out := map[int][]int{}
		for i, p := range ps {
			out[p.point] = append(out[p.point], i)
		}
		return out
	}
	before, after := byPoint(a), byPoint(b)
	pair := func(x, y int) {
		for _, m := range inOrder(a, b, before[x], after[y]) {
			of[m[1]] = m[0]
		}
	}
	pair(-1, -1)
	for i, m := range matches {
		if m.Base >= 0 {
			pair(m.Base, i)
		}
	}
	moved(a, b, of)
	found := make([]bool, len(a))
	for i, k := range of {
		f := Followed{Fate: New, Now: b[i].said, NowLine: b[i].node.Line, NowCol: b[i].node.Col, NowPoint: b[i].named}
		if k >= 0 {
			found[k] = true
			f.Fate, f.Old, f.OldLine, f.OldCol, f.OldPoint = Changed, a[k].said, a[k].node.Line, a[k].node.Col, a[k].named
			if f.Old == f.Now {
				f.Fate = Carried
			}
		}
		step.Brackets = append(step.Brackets, f)
	}
	var settled []Followed
	agreed := agreedWords(now)
	for k, p := range a {
		if found[k] {
			continue
		}
		f := Followed{Fate: Settled, Old: p.said, OldLine: p.node.Line, OldCol: p.node.Col, OldPoint: p.named}
		for i, m := range matches {
			if m.Base == p.point && p.point >= 0 {
				f.Kept = stands(old.Marks, p.node, agreed[i])
			}
		}
		settled = append(settled, f)
	}
	step.Brackets = append(step.Brackets, settled...)
	for _, f := range step.Brackets {
		switch f.Fate {
		case Carried:
			step.Carried++
		case Changed:
			step.Changed++
		case New:
			step.New++
		case Settled:
			step.Settled++
			if f.Kept {
				step.SettledKept++
			}
		}
	}
	return step
}

// places are the brackets and runs of a text in reading order, at all depths.
func places(t Text) []place {
	var out []place
	lines := marks.Lines(t.Marks.Source)
	starts := make([]start, len(t.Starts))
	for i, s := range t.Starts {
		starts[i] = start{lines[min(s.Line-1, len(lines)-1)], s.Point}
	}
	next := 0
	const around = 90 // bytes of words before and behind a place that are compared
	var add func(ns []marks.Node, inRun bool)
	add = func(ns []marks.Node, inRun bool) {
		for i := range ns {
			n := &ns[i]
			if n.Kind == marks.Run || n.Kind == marks.Bracket && !inRun {
				for next < len(starts) && starts[next].at <= n.From {
					next++
				}
				p := place{node: n, point: -1}
				if next > 0 {
					p.point = starts[next-1].point
				}
				p.words = wordsOf(t.Marks, n)
				p.said = sayOf(t.Marks, n)
				src := t.Marks.Source
				p.context = append(terms(src[cutAt(src, n.From-around):n.From]), terms(src[n.To:cutAt(src, n.To+around)])...)
				if p.point >= 0 {
					x := t.Plan.Points[p.point]
					p.named = Point{Kind: x.Kind, Label: x.Label, Number: x.Number, Heading: x.Heading}.Called()
				}
				out = append(out, p)
			}
			add(n.Children, n.Kind == marks.Run)
		}
	}
	add(t.Marks.Nodes, false)
	return out
}

// cutAt is the nearest place where the source can be cut.
func cutAt(s string, at int) int {
	at = max(0, min(at, len(s)))
	for at > 0 && at < len(s) && s[at]&0xc0 == 0x80 {
		at--
	}
	return at
}

// terms are the words of a stretch in small letters, without signs.
func terms(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M)
	})
}

// wordsOf are the terms of all variants of a place.
func wordsOf(r *marks.Read, n *marks.Node) []string {
	var out []string
	for i := range n.Children {
		switch c := &n.Children[i]; c.Kind {
		case marks.Words:
			out = append(out, terms(r.Raw(c))...)
		case marks.Mark, marks.Hidden, marks.Note, marks.Instruction:
		default:
			out = append(out, wordsOf(r, c)...)
		}
	}
	return out
}

// sayOf is what a place says, its variants in brackets of their own, with
// single blanks.
func sayOf(r *marks.Read, n *marks.Node) string {
	var b strings.Builder
	var write func(n *marks.Node)
	write = func(n *marks.Node) {
		switch n.Kind {
		case marks.Words, marks.Link:
			b.WriteString(r.Dialect.Plain(r.Raw(n)))
		case marks.Variant:
			b.WriteByte('[')
			for i := range n.Children {
				write(&n.Children[i])
			}
			b.WriteByte(']')
		case marks.Mark, marks.Hidden, marks.Note, marks.Instruction:
		default:
			for i := range n.Children {
				write(&n.Children[i])
			}
		}
	}
	write(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// likeness is how much two lists of terms have in common, 0 to 1, by their
// counts (Dice).
func likeness(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	n := map[string]int{}
	for _, w := range a {
		n[w]++
	}
	both := 0
	for _, w := range b {
		if n[w] > 0 {
			n[w]--
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}

// score says how likely two places are the same; under least they are not.
func score(a, b *place) float64 {
	words := likeness(a.words, b.words)
	if a.said == b.said {
		words = 1
	}
	if words < 0.3 {
		return 0
	}
	return 0.65*words + 0.35*likeness(a.context, b.context)
}

const least = 0.5

// maxGrid bounds the comparisons of one pair of points.
const maxGrid = 1 << 20

// inOrder pairs places of two points so that their order is kept and the sum of
// the scores is greatest.
func inOrder(a, b []place, is, ks []int) [][2]int {
	if len(is) == 0 || len(ks) == 0 || len(is)*len(ks) > maxGrid {
		return nil
	}
	width := len(ks) + 1
	best := make([]float64, (len(is)+1)*width)
	scores := make([]float64, len(is)*len(ks))
	for i := len(is) - 1; i >= 0; i-- {
		for k := len(ks) - 1; k >= 0; k-- {
			s := score(&a[is[i]], &b[ks[k]])
			scores[i*len(ks)+k] = s
			here := max(best[(i+1)*width+k], best[i*width+k+1])
			if s >= least {
				here = max(here, s+best[(i+1)*width+k+1])
			}
			best[i*width+k] = here
		}
	}
	var out [][2]int
	for i, k := 0, 0; i < len(is) && k < len(ks); {
		s := scores[i*len(ks)+k]
		switch here := best[i*width+k]; {
		case s >= least && here == s+best[(i+1)*width+k+1]:
			out = append(out, [2]int{is[i], ks[k]})
			i, k = i+1, k+1
		case here == best[(i+1)*width+k]:
			i++
		default:
			k++
		}
	}
	return out
}

// moved pairs what stands with the same words in another point; a single word
// says nothing.
func moved(a, b []place, of []int) {
	taken := map[int]bool{}
	for _, k := range of {
		taken[k] = true
	}
	left := map[string][]int{}
	for k, p := range a {
		if !taken[k] && len(p.words) >= 4 {
			left[p.said] = append(left[p.said], k)
		}
	}
	for i, p := range b {
		if ks := left[p.said]; of[i] < 0 && len(ks) > 0 {
			of[i] = ks[0]
			left[p.said] = ks[1:]
		}
	}
}

// agreedWords are the terms of each point outside of brackets.
func agreedWords(t Text) []string {
	out := make([][]string, len(t.Plan.Points))
	lines := marks.Lines(t.Marks.Source)
	point := func(at int) int {
		i, found := slices.BinarySearchFunc(t.Starts, at, func(s plan.Start, at int) int { return lines[min(s.Line-1, len(lines)-1)] - at })
		if !found {
			i--
		}
		if i < 0 {
			return -1
		}
		return t.Starts[i].Point
	}
	t.Marks.Walk(func(n *marks.Node) bool {
		switch n.Kind {
		case marks.Bracket, marks.Run, marks.Instruction, marks.Hidden:
			return false
		case marks.Words:
			from := n.From
			for from < n.To {
				to, next := n.To, strings.IndexByte(t.Marks.Source[from:n.To], '\n')
				if next >= 0 {
					to = from + next + 1
				}
				if p := point(from); p >= 0 {
					out[p] = append(out[p], terms(t.Marks.Source[from:to])...)
				}
				from = to
			}
		}
		return true
	})
	texts := make([]string, len(out))
	for i, w := range out {
		texts[i] = " " + strings.Join(w, " ") + " "
	}
	return texts
}

// stands reports whether the words of one variant of a place stand among the
// agreed words of a point, one behind the other.
func stands(r *marks.Read, n *marks.Node, agreed string) bool {
	for _, v := range n.Variants() {
		if w := wordsOf(r, v); len(w) > 0 && strings.Contains(agreed, " "+strings.Join(w, " ")+" ") {
			return true
		}
	}
	return false
}
