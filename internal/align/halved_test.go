package align

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"nonpaper/internal/plan"
)

// half keeps about every second point of a text, in any case the one given and
// never the other given, and says which they were.
func half(t plan.Text, r *rand.Rand, with, without int) (out plan.Text, from []int) {
	for i, p := range t.Points {
		if i != without && (i == with || r.IntN(2) == 0) {
			out.Points, from = append(out.Points, p), append(from, i)
		}
	}
	return out, from
}

// commonRuns is the share of the runs of three words of one text that another has,
// the larger of the two.
func commonRuns(a, b string) float64 {
	one, two := runs(a), runs(b)
	if len(one) == 0 || len(two) == 0 {
		return 0
	}
	common := 0
	for _, r := range one {
		if _, found := slices.BinarySearch(two, r); found {
			common++
		}
	}
	return float64(common) / float64(min(len(one), len(two)))
}

// TestHalved takes half of the points out of a text and another half out of an
// edited copy, so that the true partner of a point is missing and what is most
// like it stands there. A wrong match may call itself sure only where most of
// the words stand there in the same order, as in two wordings of one provision,
// which nobody could tell from an amendment. A right one still does as a rule.
func TestHalved(t *testing.T) {
	step := 7
	if *thorough {
		step = 1
	}
	for _, s := range sources(t) {
		m := &matcher{ready: NewBase(s.text), base: s.text.Points, version: s.text.Points, taken: make([]bool, len(s.text.Points))}
		words, heads := m.likenesses(func(v int) int { return v })
		right, sure, wrong, wrongSure := 0, 0, 0, 0
		for i := 0; i < len(s.text.Points); i += step {
			twin, best := -1, 0.0
			for p := range m.near(i, words, heads) {
				if p.b != i && p.score > best {
					twin, best = p.b, p.score
				}
			}
			r := rand.New(rand.NewPCG(uint64(i), 11))
			base, baseFrom := half(s.text, r, twin, i)
			version, from := half(s.text, r, i, twin)
			version, order := copyOf(version, r, renumbering(r.IntN(int(renumberings))), r.IntN(2) == 0)
			version = edited(version, r, []int{unedited, 20, 10}[r.IntN(3)])
			matches, _ := NewBase(base).Points(version, nil)
			for v, match := range matches {
				if match.Base < 0 {
					continue
				}
				p, q, source := version.Points[v], base.Points[match.Base], s.text.Points[from[order[v]]]
				isSure := match.Sure >= sureFrom
				switch {
				case baseFrom[match.Base] == from[order[v]] || sameWords(q, source):
					if right++; isSure {
						sure++
					}
				default:
					if wrong++; !isSure {
						continue
					}
					wrongSure++
					if common := commonRuns(source.Body, q.Body); common < 0.5 {
						t.Errorf("%s, %d: %.200q is sure to stand at %.200q (%.2f, %s; %.2f)", s.name, i, p.Body, q.Body, match.Sure, match.Why, common)
					}
				}
			}
		}
		what := fmt.Sprintf("%s: %d of %d right matches are sure, %d of %d wrong ones", s.name, sure, right, wrongSure, wrong)
		t.Log(what)
		if 100*sure < 95*right || 50*wrongSure > wrong {
			t.Error(what)
		}
	}
}
