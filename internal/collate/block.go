package collate

import (
	"cmp"
	"slices"

	"nonpaper/internal/words"
)

// node is a stretch of columns of a block: agreed words, or a bracket where it
// has groups.
type node struct {
	from, to int
	groups   []group
	cost     int32
}

// group is a variant: the contents that hold it, and its own nodes where it
// holds brackets itself or the words of one content.
type group struct {
	set   []int32
	nodes []node // nil: the words of set[0] as they are
}

// block is a stretch that is settled alone, since all versions agree on the
// words before and after it.
type block struct {
	spans    []span    // per version: where it lies in it
	contents [][]int32 // the different contents, the base's first
	of       []int32   // per version: its content
	cols     columns
	nodes    []node
	weak     bool // only a short run parts it from the next one
}

type span struct{ from, to int }

// cut divides the text into blocks at the runs of words on which all versions
// agree and that no bracket would rather swallow.
func (c *collation) cut() []block {
	base := c.versions[0].ids
	n := len(c.versions)
	at := make([][]int32, n) // per version: the place of each base token, -1
	for i := range c.versions {
		at[i] = c.places.take(len(base))
		for k := range at[i] {
			at[i][k] = -1
		}
		for j, k := range c.versions[i].base {
			if k >= 0 {
				at[i][k] = int32(j)
			}
		}
	}
	common := func(k int) bool {
		for i := 1; i < n; i++ {
			if at[i][k] < 0 {
				return false
			}
		}
		return true
	}
	follows := func(k int) bool { // k-1 and k stand together in all versions
		for i := 1; i < n; i++ {
			if at[i][k] != at[i][k-1]+1 {
				return false
			}
		}
		return true
	}
	changes := func(from, to int) bool { // other versions differ after the run than before it
		for i := 1; i < n; i++ {
			before := from > 0 && at[i][from-1] != at[i][from]-1 || from == 0 && at[i][0] != 0
			after := at[i][to] != at[i][to-1]+1
			if before != after {
				return true
			}
		}
		return false
	}
	var blocks []block
	done := make([]int, n)
	emit := func(upto int) { // the block that ends after base token upto-1, an agreed one
		b := block{spans: make([]span, n)}
		for i := range b.spans {
			to := 0
			switch {
			case upto == len(base):
				to = len(c.versions[i].ids)
			case upto > 0:
				to = int(at[i][upto-1]) + 1
			}
			b.spans[i] = span{done[i], to}
			done[i] = to
		}
		blocks = append(blocks, b)
	}
	for k := 0; k < len(base); {
		if !common(k) {
			k++
			continue
		}
		end := k + 1
		for end < len(base) && common(end) && follows(end) {
			end++
		}
		// the ends of a run stay with the blocks, which may see better
		from, to := k+margin, end-margin
		if k == 0 && startsAll(at, n) {
			from = 0
		}
		if end == len(base) && c.endsAll(at, n) {
			to = end
		}
		if c.grain == Sentence {
			from, to = c.wholeSentences(at, from, end)
		}
		switch {
		case from < to && (c.grain == Sentence || c.parts(base[from:to])):
			emit(from)
			emit(to)
		case c.grain != Sentence && from <= to && from > 0 && end < len(base) && c.parted(base[k:end]) && changes(k, end):
			emit(from)
			blocks[len(blocks)-1].weak = true
		}
		k = end
	}
	emit(len(base))
	return blocks
}

// margin is how many words of an agreed run stay with the blocks beside it.
const margin = 1

func startsAll(at [][]int32, n int) bool {
	for i := 1; i < n; i++ {
		if at[i][0] != 0 {
			return false
		}
	}
	return true
}

func (c *collation) endsAll(at [][]int32, n int) bool {
	last := len(c.versions[0].ids) - 1
	for i := 1; i < n; i++ {
		if int(at[i][last]) != len(c.versions[i].ids)-1 {
			return false
		}
	}
	return true
}

// parts reports whether an agreed run is so long that joining the brackets on
// its two sides could never be shorter: each of k variants would repeat it,
// which saves at most a bracket and k variants. Nor may a reader trip over it.
func (c *collation) parts(run []int32) bool {
	var cost int32
	said, ends, solid := 0, false, false
	for _, id := range run {
		cost += c.cost[id]
		switch c.class(id) {
		case words.Content:
			solid = true
			said++
		case words.Stop:
			said++
		case words.LineEnd, words.Sentence:
			solid, ends = true, true
		}
	}
	return cost >= 4 && solid && (said >= 3 || ends)
}

// parted reports whether a short agreed run parts two brackets in which different
// versions differ. Joining those would repeat the run and the words of the one
// for every variant of the other.
func (c *collation) parted(run []int32) bool {
	var cost int32
	solid := false
	for _, id := range run {
		cost += c.cost[id]
		class := c.class(id)
		solid = solid || class != words.Stop && class != words.Sign
	}
	return cost >= 2 && solid
}

// wholeSentences narrows an agreed run of the base to the sentences that lie in
// it whole, in every version.
func (c *collation) wholeSentences(at [][]int32, from, to int) (int, int) {
	starts := func(k int) bool { // in all versions, after base token k-1
		for i := range c.versions {
			if k > 0 && !c.versions[i].starts[at[i][k-1]+1] || k == 0 && !c.versions[i].starts[at[i][0]] {
				return false
			}
		}
		return true
	}
	for from < to && !starts(from) {
		from++
	}
	for from < to && !starts(to) {
		to--
	}
	return from, to
}

// gather finds the block's different contents and puts them into the order in
// which they are aligned: the base, then those that keep most of it.
func (c *collation) gather(b *block) {
	b.of = make([]int32, len(b.spans))
	var distance []int32
	for i, s := range b.spans {
		ids := c.versions[i].ids[s.from:s.to]
		k := slices.IndexFunc(b.contents, func(x []int32) bool { return slices.Equal(x, ids) })
		if k < 0 {
			k = len(b.contents)
			b.contents = append(b.contents, ids)
			var kept, all int32
			for j, id := range ids {
				if c.versions[i].base[s.from+j] >= 0 {
					kept += c.cost[id]
				}
				all += c.cost[id]
			}
			var whole int32
			for _, id := range b.contents[0] {
				whole += c.cost[id]
			}
			distance = append(distance, whole+all-2*kept)
		}
		b.of[i] = int32(k)
	}
	order := make([]int32, len(b.contents))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order[1:], func(x, y int32) int {
		return cmp.Or(cmp.Compare(distance[x], distance[y]), slices.Compare(b.contents[x], b.contents[y]))
	})
	contents, place := make([][]int32, len(order)), make([]int32, len(order))
	for i, o := range order {
		contents[i], place[o] = b.contents[o], int32(i)
	}
	b.contents = contents
	for i, k := range b.of {
		b.of[i] = place[k]
	}
}

// run collates everything.
func (c *collation) run(s *settler) []Piece {
	var done []block
	for _, b := range c.cut() {
		c.gather(&b)
		s.settle(&b)
		for c.grain == Phrase && len(done) > 0 && done[len(done)-1].weak && c.tripsBetween(&done[len(done)-1], &b) {
			b = joinBlocks(done[len(done)-1], b)
			done = done[:len(done)-1]
			c.gather(&b)
			s.settle(&b)
		}
		done = append(done, b)
	}
	return c.emit(s, done)
}

// joinBlocks makes one block of two neighbours; what was settled is forgotten.
func joinBlocks(a, b block) block {
	joined := block{spans: make([]span, len(a.spans)), weak: b.weak}
	for i := range joined.spans {
		joined.spans[i] = span{a.spans[i].from, b.spans[i].to}
	}
	return joined
}

// tripsBetween reports whether a reader would trip between the last bracket of a
// block and the first of the next.
func (c *collation) tripsBetween(a, b *block) bool {
	said, solid := 0, false
	last := slices.IndexFunc(b.nodes, func(nd node) bool { return nd.groups != nil })
	first := len(a.nodes) - 1
	for first >= 0 && a.nodes[first].groups == nil {
		first--
	}
	if first < 0 || last < 0 {
		return false
	}
	for _, run := range []struct {
		cols     *columns
		from, to int
	}{{&a.cols, a.nodes[first].to, len(a.cols.ids)}, {&b.cols, 0, b.nodes[last].from}} {
		for k := run.from; k < run.to; k++ {
			if !run.cols.has(k, 0) {
				continue
			}
			switch c.class(run.cols.ids[k]) {
			case words.LineEnd, words.Sentence:
				return false
			case words.Content:
				solid = true
				said++
			case words.Stop:
				said++
			}
		}
	}
	return !solid || said < 3 && slices.Equal(a.division(first), b.division(last))
}

// division says of every version which variant of a node it holds, the variants
// numbered in the order in which versions come to them.
func (b *block) division(k int) []int {
	variant := make([]int, len(b.contents))
	for g, group := range b.nodes[k].groups {
		for _, u := range group.set {
			variant[u] = g
		}
	}
	number := map[int]int{}
	out := make([]int, len(b.of))
	for i, u := range b.of {
		v, known := number[variant[u]]
		if !known {
			v = len(number)
			number[variant[u]] = v
		}
		out[i] = v
	}
	return out
}
