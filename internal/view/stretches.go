package view

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// three are as many words in a row, in small letters, as may be held.
type three [leastHeld]string

// pointIndex says where words in a row stand in points that are to be conveyed.
type pointIndex struct {
	words [][]string // small letters; none for an empty slot
	at    map[three][]place
}

type place struct{ point, word int }

func indexed(points []event.Point) *pointIndex {
	in := &pointIndex{words: make([][]string, len(points)), at: map[three][]place{}}
	for k, p := range points {
		if p.Deleted {
			continue
		}
		in.words[k] = lower(wordsOf(p))
		for i := 0; i+leastHeld <= len(in.words[k]); i++ {
			t := three(in.words[k][i:])
			in.at[t] = append(in.at[t], place{k, i})
		}
	}
	return in
}

func lower(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ToLower(w)
	}
	return out
}

// mayHold reports whether the points have any words in a row that a rewording has and
// its base has not: only then it is worth comparing the two.
func (in *pointIndex) mayHold(x rewording) bool {
	words := lower(wordsOf(event.Point{Body: x.by}))
	var base map[three]bool
	for i := 0; i+leastHeld <= len(words); i++ {
		t := three(words[i:])
		if len(in.at[t]) == 0 {
			continue
		}
		if base == nil {
			base = map[three]bool{}
			b := lower(wordsOf(event.Point{Body: x.base}))
			for k := 0; k+leastHeld <= len(b); k++ {
				base[three(b[k:])] = true
			}
		}
		if !base[t] {
			return true
		}
	}
	return false
}

// pointsWith are the points that have any stretch of a run.
func (in *pointIndex) pointsWith(run []string) (out []int) {
	small := lower(run)
	for i := 0; i+leastHeld <= len(small); i++ {
		for _, at := range in.at[three(small[i:])] {
			out = append(out, at.point)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stretches are the longest stretches of words, of leastHeld and more, that stand
// in a run and in one of the points.
func (in *pointIndex) stretches(point int, run []string) [][]string {
	var out [][]string
	small, text := lower(run), in.words[point]
	for i := 0; i+leastHeld <= len(run); {
		best := 0
		for _, at := range in.at[three(small[i:])] {
			if at.point != point {
				continue
			}
			n := leastHeld
			for i+n < len(run) && at.word+n < len(text) && small[i+n] == text[at.word+n] {
				n++
			}
			best = max(best, n)
		}
		if best == 0 {
			i++
			continue
		}
		out = append(out, run[i:i+best])
		i += best
	}
	return out
}

// roomWords are the words that a room was given in any text. What was only told in
// a briefing gave it none.
type roomWords struct {
	texts [][]string // small letters
	known map[string]bool
}

func givenTo(drafting *room.State, to ident.Room) *roomWords {
	g := &roomWords{known: map[string]bool{}}
	seen := map[[2]string]bool{}
	for _, c := range drafting.Conveyed {
		if c.Room != to || c.Mode == event.ModeBriefed {
			continue
		}
		for _, p := range c.Points {
			if key := [2]string{p.Heading, p.Body}; !p.Deleted && !seen[key] {
				seen[key] = true
				words := lower(wordsOf(p))
				g.texts = append(g.texts, words)
				for _, w := range words {
					g.known[w] = true
				}
			}
		}
	}
	return g
}

// hasRun reports whether words in a row were given there.
func (g *roomWords) hasRun(run []string) bool {
	run = lower(run)
	return slices.ContainsFunc(g.texts, func(text []string) bool {
		for i := 0; i+len(run) <= len(text); i++ {
			if slices.Equal(text[i:i+len(run)], run) {
				return true
			}
		}
		return false
	})
}

// strange reports whether a room has not been given so many of the words in any
// text: then they are nobody's turn of phrase.
func (g *roomWords) strange(run []string) bool {
	n := 0
	for _, w := range lower(run) {
		if !g.known[w] {
			n++
		}
	}
	return n >= leastHeld
}
