// Package reuse finds the words of one text that stand in another, also where
// they were divided, put in another order or lightly reworded.
//
// It promises to look for what an author put in and nothing else: not the words
// that the author found there, not what had been given out before, not what many
// authors have in common. It finds runs of words across places, in any order,
// through other endings, and through single words left out, put in or replaced. It
// refuses to know what words mean: a text that says the same in other words is not
// found. What is found is evidence with a measured chance of error, never a proof.
//
// How sure it is. A word that both texts have is worth the surprise of meeting it:
// minus the binary logarithm of how often it stands in the texts handed over,
// within bounds (weigh). It is worth less where the author found it in the same
// place or where it belongs to a turn of phrase that was given out before, since
// whoever writes about that place will use it; a function word is worth little, and
// function words alone nothing at all. Words add up along a run. A run pays for
// having been looked for anywhere in both texts (openRun), in another place for
// having been looked for in all of them, and for every word skipped on either side
// (skipped). Runs add up too, in whatever order they stand; one that goes on in the
// draft where another ends gets part of its price back (joined), since where it
// begins was no longer free. If words were drawn independently, the chance of so
// high a sum by accident would halve with each point of it. They are not, since
// writers on one matter share its turns of phrase. So the figures below were not
// computed but set on one half of a set of real amendments, with at most one false
// notice in fifty, and measured on the other half; docs/performance.md has the
// shares.
package reuse

import (
	"cmp"
	"math"
	"slices"
)

// Draft is what an author wrote.
type Draft struct {
	Author string
	Place  string // what it speaks to, "" for a place of its own
	Words  string
	Base   string // the words that the author found there
	At     uint64 // when, in the order of events
}

// Text is one of the texts in which reuse is looked for.
type Text struct {
	Place string
	Words string
}

// Stretch is a run of words in one text that a draft has as well.
type Stretch struct {
	Text     int
	From, To int // counted in words (Words), To behind the last
	Words    int // of them the draft's
}

// Found is what the texts have of one draft.
type Found struct {
	Draft     int // in the order in which they were added
	Words     int // how many of its words
	Row       int // the most that stand in a row
	Stretches []Stretch
}

// What the sums are made of, in bits.
const (
	rarest, commonest = 6.0, 4.0 // what a word that carries meaning is worth
	surprise          = 1.3      // the logarithm is divided by this: words come in company
	functions         = 1.0      // a function word within a run or beside it
	beside            = 0.25     // two words next to each other in both
	inBase, inTurn    = 0.7, 0.7 // what is left of a word that lay near at hand
	openRun           = 4.0
	skipped           = 1.0
	joined            = 4.0
	leastSum          = -1.0 // a run that is worth less is none
	enough            = 8.0
	tooFew            = 6.0 // how much more is asked for each word that few lacks
)

// What is counted in words.
const (
	reach       = 5 // how far two matches of one run may stand apart
	leastRun    = 4 // of a run by itself
	leastJoined = 3 // of one that goes on where another ends
	joins       = 3 // how many words may lie between these
	few         = 7
	leastWords  = 4
	leastSaid   = 2 // words that carry meaning
	inRow       = 8 // so many words in a row are reuse, however common
	shared      = 3 // what so many authors have is nobody's
	oftenest    = 32
)

// nearly is how much of a stretch of few words or more has to be found for it to
// be reuse, however common its words.
const nearly = 0.85

// Finder looks for reuse. What was given out is added first, then the drafts.
type Finder struct {
	lexicon
	turns   map[gram]uint64 // when three words in a row were first given out
	known   map[long]uint64 // when a long run was
	authors map[gram][]string
	bases   map[string]*base // many drafts are made on the same words
	drafts  []draft
}

// base is what an author found.
type base struct {
	ids []int32
	has map[int32]bool
	run map[long]bool
}

// New is a finder that knows no texts.
func New() *Finder {
	return &Finder{lexicon: lexicon{ids: map[string]int32{}, spelt: map[string]int32{}}, turns: map[gram]uint64{}, known: map[long]uint64{}, authors: map[gram][]string{}, bases: map[string]*base{}}
}

type draft struct {
	place string
	ids   []int32
	base  *base
	fresh []bool // put in by the author
	turn  []bool // part of a turn of phrase that had been given out
}

// Known adds words that were given out at a time: drafts that are later do not
// bring them in. Times are handed over in their order.
func (f *Finder) Known(words string, at uint64) {
	ids := f.read(words, true)
	for _, g := range grams(ids) {
		if _, ok := f.turns[g]; !ok {
			f.turns[g] = at
		}
	}
	for _, g := range longs(ids) {
		if _, ok := f.known[g]; !ok {
			f.known[g] = at
		}
	}
}

// Add adds a draft.
func (f *Finder) Add(d Draft) {
	x := draft{place: d.Place, ids: f.read(d.Words, true), base: f.base(d.Base)}
	x.fresh, x.turn = putIn(x.ids, x.base.ids), make([]bool, len(x.ids))
	for i, g := range longs(x.ids) {
		if at, ok := f.known[g]; x.base.run[g] || ok && at < d.At {
			set(x.fresh[i:i+len(g)], false)
		}
	}
	for i, g := range grams(x.ids) {
		if at, ok := f.turns[g]; ok && at < d.At {
			set(x.turn[i:i+len(g)], true)
		}
		if a := f.authors[g]; x.fresh[i] && x.fresh[i+1] && x.fresh[i+2] && len(a) < shared && !slices.Contains(a, d.Author) {
			f.authors[g] = append(a, d.Author)
		}
	}
	f.drafts = append(f.drafts, x)
}

func (f *Finder) base(words string) *base {
	b := f.bases[words]
	if b == nil {
		b = &base{ids: f.read(words, false), has: map[int32]bool{}, run: map[long]bool{}}
		for _, id := range b.ids {
			b.has[id] = true
		}
		for _, g := range longs(b.ids) {
			b.run[g] = true
		}
		f.bases[words] = b
	}
	return b
}

func set(flags []bool, to bool) {
	for i := range flags {
		flags[i] = to
	}
}

// Find finds the drafts of which the texts have so much that it is no accident.
// Words that stand in given in the same way are no reuse.
func (f *Finder) Find(texts []Text, given []string) []Found {
	in := f.open(texts, given)
	var out []Found
	for i := range f.drafts {
		if found, ok := f.find(&f.drafts[i], in); ok {
			found.Draft = i
			out = append(out, found)
		}
	}
	return out
}

// weigh is what it is worth that the i-th word of a draft stands in a text.
func (f *Finder) weigh(d *draft, i int) float64 {
	w := f.words[d.ids[i]]
	if w.function {
		return functions
	}
	const pretended = 2048 // words not read: a short text says little of how rare a word is
	bits := min(max(-math.Log2(float64(w.count+1)/float64(f.total+pretended))/surprise, commonest), rarest)
	if w.short {
		bits /= 2
	}
	if d.base.has[d.ids[i]] {
		bits *= inBase
	}
	if d.turn[i] {
		bits *= inTurn
	}
	return bits
}

// find compares one draft with the texts: it takes the run that is worth the most,
// then the next, each word of the draft once.
func (f *Finder) find(d *draft, in *texts) (Found, bool) {
	fresh := f.own(d)
	var runs []run
	for _, k := range in.near(f, d, fresh) {
		cost := openRun
		if in.list[k].Place != d.place || d.place == "" {
			cost += math.Log2(float64(len(in.list)))
		}
		pairs, own := in.pairs(f, d, fresh, k)
		runs = append(runs, f.runs(d, in, k, pairs, own, cost)...)
	}
	if len(runs) == 0 {
		return Found{}, false
	}
	var out Found
	var sum float64
	said := 0
	used := make([]bool, len(d.ids))
	for {
		best, value := -1, 0.0
		for i, r := range runs {
			v, least := r.sum, leastRun
			if r.goesOn(used) {
				v, least = v+joined, leastJoined
			}
			if v >= leastSum && len(r.pairs) >= least && (best < 0 || v > value) && !slices.ContainsFunc(r.pairs, func(p pair) bool { return used[p.in] }) {
				best, value = i, v
			}
		}
		if best < 0 {
			break
		}
		r := runs[best]
		runs = slices.Delete(runs, best, best+1)
		row := 0
		for i, p := range r.pairs {
			used[p.in] = true
			if !f.words[d.ids[p.in]].function {
				said++
			}
			if row++; i > 0 && p != (pair{r.pairs[i-1].in + 1, r.pairs[i-1].at + 1}) {
				row = 1
			}
			out.Row = max(out.Row, row)
		}
		sum += value
		out.Words += len(r.pairs)
		out.Stretches = append(out.Stretches, Stretch{r.text, r.pairs[0].at, r.pairs[len(r.pairs)-1].at + 1, len(r.pairs)})
	}
	slices.SortFunc(out.Stretches, func(a, b Stretch) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.From, b.From)) })
	switch {
	case out.Row >= inRow && said > 0:
		return out, true
	case said < leastSaid || out.Words < leastWords:
		return out, false
	}
	return out, whole(used) || sum >= enough+tooFew*float64(max(0, few-out.Words))
}

// whole reports whether a stretch of the draft is found nearly whole.
func whole(used []bool) bool {
	for from := range used {
		n := 0
		for to := from; to < len(used) && used[from]; to++ {
			if used[to] {
				n++
			}
			if span := to + 1 - from; span >= few && float64(n) >= nearly*float64(span) {
				return true
			} else if n+joins <= span {
				break
			}
		}
	}
	return false
}

// own are the words that the author put in, without those that many have.
func (f *Finder) own(d *draft) []bool {
	fresh := slices.Clone(d.fresh)
	for i, g := range grams(d.ids) {
		if len(f.authors[g]) >= shared {
			set(fresh[i:i+len(g)], false)
		}
	}
	return fresh
}
