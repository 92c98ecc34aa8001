package reuse

import (
	"iter"
	"slices"
)

// texts are the texts in which reuse is looked for, ready to be asked.
type texts struct {
	list  []Text
	ids   [][]int32
	at    []map[int32][]int    // where a word that carries meaning and was not given before stands
	two   map[[2]int32][]int32 // the texts in which two such words are neighbours
	place map[string][]int32   // the texts of a place
}

func (f *Finder) open(list []Text, given []string) *texts {
	t := &texts{list: list, two: map[[2]int32][]int32{}, place: map[string][]int32{}}
	known := map[long]bool{}
	for _, g := range given {
		for _, x := range longs(f.read(g, false)) {
			known[x] = true
		}
	}
	for k, text := range list {
		ids := f.read(text.Words, false)
		fresh := make([]bool, len(ids))
		set(fresh, true)
		for i, g := range longs(ids) {
			if known[g] {
				set(fresh[i:i+len(g)], false)
			}
		}
		at := map[int32][]int{}
		for i, id := range ids {
			if fresh[i] && !f.words[id].function {
				at[id] = append(at[id], i)
			}
		}
		for two := range f.neighbours(ids, fresh) {
			if in := t.two[two]; len(in) == 0 || in[len(in)-1] != int32(k) {
				t.two[two] = append(in, int32(k))
			}
		}
		t.ids, t.at = append(t.ids, ids), append(t.at, at)
		if text.Place != "" {
			t.place[text.Place] = append(t.place[text.Place], int32(k))
		}
	}
	return t
}

// neighbours are pairs of words that carry meaning and follow one another, with
// no more than one such word between them.
func (f *Finder) neighbours(ids []int32, fresh []bool) iter.Seq[[2]int32] {
	return func(yield func([2]int32) bool) {
		last := [2]int{-1, -1}
		for i, id := range ids {
			if !fresh[i] || f.words[id].function {
				continue
			}
			for _, j := range last {
				if j >= 0 && i-j <= reach && !yield([2]int32{ids[j], id}) {
					return
				}
			}
			last = [2]int{last[1], i}
		}
	}
}

// near are the texts in which it is worth looking: those of the draft's place,
// and those in which two of its words are neighbours.
func (t *texts) near(f *Finder, d *draft, fresh []bool) []int32 {
	var out []int32
	if d.place != "" {
		out = slices.Clone(t.place[d.place])
	}
	for two := range f.neighbours(d.ids, fresh) {
		out = append(out, t.two[two]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pair is a word of the draft and the same word in a text.
type pair struct{ in, at int }

// pairs are the words that carry meaning and that both have. What stands in the
// place of the draft as the author found it was not taken from them; a word that
// stands everywhere says nothing.
//
// own says, in the draft's place, which words of the text the author did not find
// there.
func (t *texts) pairs(f *Finder, d *draft, fresh []bool, k int32) (out []pair, own []bool) {
	for i, id := range d.ids {
		if at := t.at[k][id]; fresh[i] && !f.words[id].function && len(at) <= oftenest {
			for _, j := range at {
				out = append(out, pair{i, j})
			}
		}
	}
	if len(out) > 0 && d.place != "" && t.list[k].Place == d.place {
		own = putIn(t.ids[k], d.base.ids)
		out = slices.DeleteFunc(out, func(p pair) bool { return !own[p.at] })
	}
	return out, own
}

// run is words that follow one another in the draft and in a text.
type run struct {
	text  int
	pairs []pair
	sum   float64
}

// goesOn reports whether a run goes on in the draft where words that were found
// begin or end.
func (r *run) goesOn(used []bool) bool {
	from, to := r.pairs[0].in, r.pairs[len(r.pairs)-1].in
	return slices.Contains(used[max(0, from-joins):from], true) || slices.Contains(used[to+1:min(len(used), to+1+joins)], true)
}

// maxRuns bounds how many runs are looked for between a draft and one text.
const maxRuns = 12

// runs finds the runs of most worth, each word of the draft and of the text in
// one of them.
func (f *Finder) runs(d *draft, t *texts, k int32, pairs []pair, own []bool, cost float64) []run {
	var out []run
	best, from := make([]float64, len(pairs)), make([]int, len(pairs))
	for len(pairs) > 0 && len(out) < maxRuns {
		end := -1
		for n, p := range pairs {
			worth := f.weigh(d, p.in)
			best[n], from[n] = worth, -1
			for m := n - 1; m >= 0 && p.in-pairs[m].in <= reach; m-- {
				q := pairs[m]
				if q.in >= p.in || q.at >= p.at || p.at-q.at > reach {
					continue
				}
				between := f.between(d, t.ids[k], q, p, nil)
				gap := max(p.in-q.in, p.at-q.at) - 1 - between
				sum := best[m] + worth + functions*float64(between) - skipped*float64(gap)
				if gap == 0 {
					sum += beside * float64(1+between)
				}
				if sum > best[n] {
					best[n], from[n] = sum, m
				}
			}
			if end < 0 || best[n] > best[end] {
				end = n
			}
		}
		if best[end]-cost < leastSum-joined {
			break
		}
		r := run{text: int(k), sum: best[end] - cost}
		for n := end; n >= 0; n = from[n] {
			r.pairs = append(r.pairs, pairs[n])
			if from[n] >= 0 {
				f.between(d, t.ids[k], pairs[from[n]], pairs[n], &r.pairs)
			}
		}
		slices.SortFunc(r.pairs, func(a, b pair) int { return a.in - b.in })
		r.sum += functions * float64(f.around(d, t.ids[k], own, &r.pairs))
		out = append(out, r)
		pairs = slices.DeleteFunc(pairs, func(p pair) bool {
			return slices.ContainsFunc(r.pairs, func(q pair) bool { return p.in == q.in || p.at == q.at })
		})
	}
	return out
}

// between counts the function words that both have between two matches, and adds
// them to a list where there is one.
func (f *Finder) between(d *draft, text []int32, a, b pair, to *[]pair) int {
	n, j := 0, a.at+1
	for i := a.in + 1; i < b.in; i++ {
		for k := j; k < b.at; k++ {
			if d.ids[i] == text[k] && f.words[text[k]].function {
				if to != nil {
					*to = append(*to, pair{i, k})
				}
				n, j = n+1, k+1
				break
			}
		}
	}
	return n
}

// around takes the words before and behind a run into it, and counts them: function
// words; and whatever the author did not find in this place, since of two phrases
// that begin or end alike either may be the one that was put in.
func (f *Finder) around(d *draft, text []int32, own []bool, run *[]pair) int {
	n := len(*run)
	same := func(p pair) bool {
		if p.in < 0 || p.at < 0 || p.in >= len(d.ids) || p.at >= len(text) || d.ids[p.in] != text[p.at] {
			return false
		}
		return own != nil && own[p.at] || d.fresh[p.in] && f.words[text[p.at]].function
	}
	for p := (pair{(*run)[0].in - 1, (*run)[0].at - 1}); same(p); p = (pair{p.in - 1, p.at - 1}) {
		*run = slices.Insert(*run, 0, p)
	}
	last := (*run)[len(*run)-1]
	for p := (pair{last.in + 1, last.at + 1}); same(p); p = (pair{p.in + 1, p.at + 1}) {
		*run = append(*run, p)
	}
	return len(*run) - n
}
