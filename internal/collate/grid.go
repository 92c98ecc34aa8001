package collate

import "slices"

// grid is the columns of a block as one alignment has them, cut where other
// contents have words than before. Every bracket begins and ends at such a
// place, so that all costs are counted on the grid's rows and no column is looked
// at twice.
type grid struct {
	rows    []span
	at      []int32  // per column, and for the end: its row
	who     []uint64 // per row: the contents that have its words, as wide bit sets
	wide    int
	strands []strand // per row: its words
	set     []uint64 // the contents that are asked about
}

// strand is a run of words.
type strand struct {
	hash, power uint64 // as a polynomial that can be joined
	cost        int32
	any         bool
	solid       bool // there are words that are no stop words
}

// prime is the base of the polynomial.
const prime = 0x9e3779b97f4a7c15

// lay cuts columns. edges are where it has to cut besides, nil for nowhere.
func (g *grid) lay(c *collation, k *columns, edges []bool) {
	g.wide = k.wide
	g.rows, g.who, g.strands = g.rows[:0], g.who[:0], g.strands[:0]
	g.at = resize(g.at, len(k.ids)+1)
	for col, id := range k.ids {
		last := len(g.rows) - 1
		if last < 0 || edges != nil && edges[col] || !slices.Equal(k.whoOf(col), g.whoOf(last)) {
			last++
			g.rows = append(g.rows, span{col, col})
			g.who = append(g.who, k.whoOf(col)...)
			g.strands = append(g.strands, strand{power: 1})
		}
		g.rows[last].to = col + 1
		g.at[col] = int32(last)
		g.strands[last].add(&strand{c.mixed[id], prime, c.units[id], true, !c.trips[id]})
	}
	g.at[len(k.ids)] = int32(len(g.rows))
}

// span is the rows between two columns.
func (g *grid) span(from, to int) (int, int) { return int(g.at[from]), int(g.at[to]) }

func (g *grid) whoOf(r int) []uint64 { return g.who[r*g.wide : (r+1)*g.wide] }

// strand is what one content has between two columns.
func (g *grid) strand(from, to int, u int32) strand {
	out := strand{power: 1}
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		if has(g.whoOf(r), u) {
			out.add(&g.strands[r])
		}
	}
	return out
}

// add puts words behind a strand.
func (a *strand) add(b *strand) {
	a.hash = a.hash*b.power + b.hash
	a.power *= b.power
	a.cost += b.cost
	a.any, a.solid = true, a.solid || b.solid
}

// plainCost is the cost of one content's words between two columns as a variant.
func (g *grid) plainCost(from, to int, u int32) int32 {
	st := g.strand(from, to, u)
	if st.any {
		return st.cost + variantCost
	}
	return st.cost
}

// different keeps one of those of a set that have the same words in the same
// columns.
func (g *grid) different(from, to int, set []int32) []int32 {
	if len(set) == 1 {
		return set
	}
	out := make([]int32, 0, 4)
	for _, u := range set {
		if !slices.ContainsFunc(out, func(v int32) bool { return g.alike(from, to, u, v) }) {
			out = append(out, u)
		}
	}
	return out
}

func (g *grid) alike(from, to int, u, v int32) bool {
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		if who := g.whoOf(r); has(who, u) != has(who, v) {
			return false
		}
	}
	return true
}

// common is the cost of the words in columns where all of both sets agree.
func (g *grid) common(from, to int, a, b []int32) int32 {
	g.set = bits(g.set, g.wide, a)
	for _, u := range b {
		g.set[u>>6] |= 1 << (u & 63)
	}
	var cost int32
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		if _, all := within(g.set, g.whoOf(r)); all {
			cost += g.strands[r].cost
		}
	}
	return cost
}

// shown is the least that the words of the set cost: every word once, and what
// all agree on twice.
func (g *grid) shown(w span, set []int32) int32 {
	g.set = bits(g.set, g.wide, set)
	var cost int32
	first, end := g.span(w.from, w.to)
	for r := first; r < end; r++ {
		none, all := within(g.set, g.whoOf(r))
		if !none {
			cost += g.strands[r].cost
		}
		if all {
			cost += g.strands[r].cost
		}
	}
	return cost
}

// once is the cost of the words of the set, each column's once, and whether all
// of the set have all of them.
func (g *grid) once(from, to int, set []int32) (cost int32, agreed bool) {
	g.set = bits(g.set, g.wide, set)
	agreed = true
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		none, all := within(g.set, g.whoOf(r))
		if !none {
			cost += g.strands[r].cost
			agreed = agreed && all
		}
	}
	return cost, agreed
}

// stretch is a run of rows in which the same contents of a set have words. A
// bracket that ended inside one would be no longer if it ended at one of its
// edges, since every column of it costs the same, so the cuts are looked for at
// the edges alone.
type stretch struct {
	from, to int
	agreed   bool
	empty    bool // no content of the set has anything here
	words    strand
	who      int // where its bit set begins in settler.who
}

// stretches divides the columns from i to j for a set.
func (s *settler) stretches(i, j int, set []int32) []stretch {
	g := &s.grid
	g.set = bits(g.set, g.wide, set)
	out, who := s.run[:0], s.who[:0]
	first, end := g.span(i, j)
	for r := first; r < end; r++ {
		at := len(who)
		for w, x := range g.whoOf(r) {
			who = append(who, x&g.set[w])
		}
		last := len(out) - 1
		if last < 0 || !slices.Equal(who[at:], who[at-g.wide:at]) || s.edges != nil && s.edges[g.rows[r].from] {
			none, all := within(g.set, who[at:])
			out = append(out, stretch{from: g.rows[r].from, agreed: none || all, empty: none, words: strand{power: 1}, who: at})
			last++
		} else {
			who = who[:at]
		}
		out[last].to = g.rows[r].to
		if !out[last].empty {
			out[last].words.add(&g.strands[r])
		}
	}
	s.run, s.who = out, who
	return out
}
