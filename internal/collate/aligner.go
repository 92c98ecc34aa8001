package collate

import "slices"

// Scores are in tenths of a content word.
const (
	openPairwise = 12
	minusInf     = -1 << 28
)

// maxPairs bounds the pairs of equal words that one alignment looks at. Where
// there are more, which takes words that are repeated again and again, those
// that are repeated most are not matched.
const maxPairs = 1 << 20

// aligner aligns a sequence of tokens with a sequence of columns, each of which
// holds one token. It maximises the weight of the tokens that find themselves in a column, less a price for
// every stretch in which they do not: a stretch is what becomes a bracket
// (affine gaps, Gotoh 1982, with one state for both kinds of gap, since a
// bracket holds an omission and an addition alike).
//
// A stretch costs the same however long it is. So only the places where a token
// meets its like have to be looked at, and the best way to one of them through a
// stretch is the best of all ways that end above and to the left of it: those
// are kept as a staircase (sparse dynamic programming, Eppstein, Galil, Giancarlo
// and Italiano 1992).
type aligner struct {
	weight  []int32 // per token number, in tenths
	open    int32
	columns int
	first   []int32 // per token number: its first place in places, -1 for none
	last    []int32
	count   []int32 // per token number: its places
	places  []place
	pairs   []pair
	steps   []step
	out     []int32
}

// place is a column in which a token stands.
type place struct{ token, column, next int32 }

// pair is a token in a column of its like. Rows and columns count from 1; the
// pair at 0, 0 is where every way begins.
type pair struct {
	row, column int32
	score       int32 // of the best way that ends here
	before      int32 // the pair before it on that way
}

// step is where the staircase rises: the first column from which a way of that
// score can be left behind.
type step struct{ column, score, pair int32 }

// use makes the aligner one for the tokens of a collation.
func (al *aligner) use(c *collation, open int32) {
	n := len(c.weight)
	al.open, al.columns, al.places = open, 0, al.places[:0]
	al.weight, al.first, al.last, al.count = resize(al.weight, n), resize(al.first, n), resize(al.last, n), resize(al.count, n)
	clear(al.count)
	for i, w := range c.weight {
		al.weight[i] = int32(w*10 + 0.5)
		al.first[i] = -1
	}
}

func (al *aligner) reset() {
	for _, p := range al.places {
		al.first[p.token], al.count[p.token] = -1, 0
	}
	al.places, al.columns = al.places[:0], 0
}

// column adds a column that holds a token.
func (al *aligner) column(id int32) {
	al.columns++
	at := int32(len(al.places))
	al.places = append(al.places, place{id, int32(al.columns), -1})
	if al.first[id] < 0 {
		al.first[id] = at
	} else {
		al.places[al.last[id]].next = at
	}
	al.last[id] = at
	al.count[id]++
}

// align returns for every token the column it stands in, -1 for none. The
// result is valid until the next call.
func (al *aligner) align(ids []int32) []int32 {
	most := al.most(ids)
	al.pairs = append(al.pairs[:0], pair{before: -1})
	al.steps = al.steps[:0]
	above, here := 0, 0 // where the pairs of the row above and of the one at hand begin
	for i, id := range ids {
		above, here = here, len(al.pairs)
		r := rowAbove{al: al, row: int32(i), next: above, to: here, left: -1}
		if al.count[id] <= most {
			for p := al.first[id]; p >= 0; p = al.places[p].next {
				column := al.places[p].column
				score, before := r.best(column - 1)
				al.pairs = append(al.pairs, pair{int32(i) + 1, column, score + al.weight[id], before})
			}
		}
		al.rise(above, here)
	}
	r := rowAbove{al: al, row: int32(len(ids)), next: here, to: len(al.pairs), left: -1}
	_, at := r.best(int32(al.columns))
	al.out = resize(al.out, len(ids))
	for i := range al.out {
		al.out[i] = -1
	}
	for ; at > 0; at = al.pairs[at].before {
		al.out[al.pairs[at].row-1] = al.pairs[at].column - 1
	}
	return al.out
}

// most is in how many columns a token may stand to be matched.
func (al *aligner) most(ids []int32) int32 {
	pairs := 0
	for _, id := range ids {
		pairs += int(al.count[id])
	}
	if pairs <= maxPairs {
		return int32(al.columns)
	}
	return int32(maxPairs / len(ids))
}

// rise adds the pairs from..to, which are of one row, to the staircase.
func (al *aligner) rise(from, to int) {
	for p := from; p < to; p++ {
		now := &al.pairs[p]
		at := al.step(now.column)
		if at >= 0 && al.steps[at].score >= now.score {
			continue
		}
		if at < 0 || al.steps[at].column < now.column {
			at++
		}
		end := at
		for end < len(al.steps) && al.steps[end].score <= now.score {
			end++
		}
		new := step{now.column, now.score, int32(p)}
		if end == at {
			al.steps = slices.Insert(al.steps, at, new)
		} else {
			al.steps[at] = new
			al.steps = slices.Delete(al.steps, at+1, end)
		}
	}
}

// step is the last step that begins at a column or before it, -1 for none.
func (al *aligner) step(column int32) int {
	lo, hi := 0, len(al.steps)
	for lo < hi {
		if mid := (lo + hi) / 2; al.steps[mid].column <= column {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// rowAbove answers for places of one row, from left to right, how they are best
// reached. The staircase has the rows before it.
type rowAbove struct {
	al    *aligner
	row   int32
	next  int // its pairs that are not yet to the left
	to    int
	left  int32 // the best of those to the left, -1 for none
	score int32
}

// best is the best way to the place in the row, straight on from a pair there or
// through a stretch; of equal ones straight on, then the way that leaves most to
// the right of it, then most below.
func (r *rowAbove) best(column int32) (score, pair int32) {
	pairs := r.al.pairs
	for r.next < r.to && pairs[r.next].column < column {
		if r.left < 0 || pairs[r.next].score > r.score {
			r.left, r.score = int32(r.next), pairs[r.next].score
		}
		r.next++
	}
	score, pair = minusInf, r.left
	if r.left >= 0 {
		score = r.score
	}
	if at := r.al.step(column); at >= 0 {
		up := r.al.steps[at]
		later := up.column < pairs[max(pair, 0)].column+1 || up.column == pairs[max(pair, 0)].column+1 && pairs[up.pair].row+1 < r.row
		if up.score > score || up.score == score && later {
			score, pair = up.score, up.pair
		}
	}
	score -= r.al.open
	if r.next < r.to && pairs[r.next].column == column && pairs[r.next].score >= score {
		return pairs[r.next].score, int32(r.next)
	}
	return score, pair
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
