package collate

import "slices"

// grid is the columns of a block as one alignment has them, cut where the
// contents begin to divide in another way. Every bracket begins and ends at
// such a place, so that all costs are counted on the grid's rows and no column
// is looked at twice.
type grid struct {
	n       int      // contents
	rows    []span   // columns in which all contents divide in the same way
	at      []int32  // per column, and for the end: its row
	labels  []int32  // per row, per content: which words it has, numbered from 0; -1 for none
	strands []strand // per row, per content

	label []int32 // per token number, valid where tick is now
	tick  []uint32
	now   uint32
}

// strand is what one content has in a row, or in several.
type strand struct {
	hash, power uint64 // of its words, as a polynomial that can be joined
	cost        int32
	any         bool
	solid       bool // there are words that are no stop words
}

// prime is the base of the polynomial.
const prime = 0x9e3779b97f4a7c15

func newGrid(c *collation) grid {
	n := len(c.lex.token)
	return grid{label: make([]int32, n), tick: make([]uint32, n)}
}

// lay cuts columns of n contents. edges are where it has to cut besides, nil for
// nowhere.
func (g *grid) lay(c *collation, cells [][]int32, n int, edges []bool) {
	g.n = n
	g.rows, g.labels, g.strands = g.rows[:0], g.labels[:0], g.strands[:0]
	g.at = resize(g.at, len(cells)+1)
	for k, cell := range cells {
		from := len(g.labels)
		g.labels = g.divide(g.labels, cell)
		last := len(g.rows) - 1
		if last < 0 || edges != nil && edges[k] || !slices.Equal(g.labels[from-n:from], g.labels[from:]) {
			last++
			g.rows = append(g.rows, span{k, k})
			for range n {
				g.strands = append(g.strands, strand{power: 1})
			}
		} else {
			g.labels = g.labels[:from]
		}
		g.rows[last].to = k + 1
		g.at[k] = int32(last)
		for u, id := range cell {
			if id < 0 {
				continue
			}
			st := &g.strands[last*n+u]
			st.any = true
			st.cost += c.units[id]
			st.hash = st.hash*prime + c.mixed[id]
			st.power *= prime
			st.solid = st.solid || !c.trips[id]
		}
	}
	g.at[len(cells)] = int32(len(g.rows))
}

// divide labels the contents by what they have in a column.
func (g *grid) divide(labels, cell []int32) []int32 {
	g.now++
	different := int32(0)
	for _, id := range cell {
		if id < 0 {
			labels = append(labels, -1)
			continue
		}
		if g.tick[id] != g.now {
			g.tick[id], g.label[id] = g.now, different
			different++
		}
		labels = append(labels, g.label[id])
	}
	return labels
}

// span is the rows between two columns.
func (g *grid) span(from, to int) (int, int) { return int(g.at[from]), int(g.at[to]) }

func (g *grid) labelsOf(r int) []int32   { return g.labels[r*g.n : (r+1)*g.n] }
func (g *grid) strandsOf(r int) []strand { return g.strands[r*g.n : (r+1)*g.n] }

// emptyAt reports whether none of the set has anything in a row.
func (g *grid) emptyAt(r int, set []int32) bool {
	labels := g.labelsOf(r)
	for _, u := range set {
		if labels[u] >= 0 {
			return false
		}
	}
	return true
}

// strand is what one content has between two columns.
func (g *grid) strand(from, to int, u int32) strand {
	out := strand{power: 1}
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		out.add(&g.strands[r*g.n+int(u)])
	}
	return out
}

// add puts behind a strand what the same content has after it.
func (a *strand) add(b *strand) {
	if !b.any {
		return
	}
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
		if labels := g.labelsOf(r); labels[u] != labels[v] {
			return false
		}
	}
	return true
}

// common is the cost of the words in columns where all of both sets agree.
func (g *grid) common(from, to int, a, b []int32) int32 {
	var cost int32
	first, end := g.span(from, to)
rows:
	for r := first; r < end; r++ {
		labels := g.labelsOf(r)
		label := labels[a[0]]
		if label < 0 {
			continue
		}
		for _, u := range a[1:] {
			if labels[u] != label {
				continue rows
			}
		}
		for _, u := range b {
			if labels[u] != label {
				continue rows
			}
		}
		cost += g.strands[r*g.n+int(a[0])].cost
	}
	return cost
}

// shown is the least that the words of the set cost: every different word in
// every column once, and what all agree on twice.
func (g *grid) shown(w span, set []int32) int32 {
	var cost int32
	first, end := g.span(w.from, w.to)
	for r := first; r < end; r++ {
		labels, strands := g.labelsOf(r), g.strandsOf(r)
		g.now++
		different, gap := 0, false
		var once int32
		for _, u := range set {
			label := labels[u]
			if label < 0 {
				gap = true
			} else if g.tick[label] != g.now {
				g.tick[label] = g.now
				different++
				once = strands[u].cost
				cost += once
			}
		}
		if different == 1 && !gap {
			cost += once
		}
	}
	return cost
}

// stretch is a run of rows in which the contents of a set divide in the same
// way. A bracket that ended inside one would be no longer if it ended at one of
// its edges, since every column of it costs the same, so the cuts are looked
// for at the edges alone.
type stretch struct {
	from, to int
	agreed   bool
	empty    bool  // no content of the set has anything here
	cost     int32 // of the words, where all agree
	trips    bool  // agreed stop words and signs alone
	first    int   // where the strands of the set begin in settler.strands
}

// relabel labels the contents of a set by what they have in a row; different is
// how many different words that is, gaps that some have none.
func (s *settler) relabel(labels, set []int32) (different int32, gaps bool) {
	if len(set) <= 6 {
		for x, u := range set {
			label := labels[u]
			if label < 0 {
				s.labels[x], gaps = -1, true
				continue
			}
			s.labels[x] = different
			for y, v := range set[:x] {
				if labels[v] == label {
					s.labels[x] = s.labels[y]
					break
				}
			}
			if s.labels[x] == different {
				different++
			}
		}
		return different, gaps
	}
	g := &s.grid
	g.now++
	for x, u := range set {
		label := labels[u]
		if label < 0 {
			s.labels[x], gaps = -1, true
			continue
		}
		if g.tick[label] != g.now {
			g.tick[label], g.label[label] = g.now, different
			different++
		}
		s.labels[x] = g.label[label]
	}
	return different, gaps
}

// stretches divides the columns from i to j for a set.
func (s *settler) stretches(i, j int, set []int32) []stretch {
	n := len(set)
	s.labels, s.before = resize(s.labels, n), resize(s.before, n)
	out, strands := s.run[:0], s.strands[:0]
	first, end := s.grid.span(i, j)
	for r := first; r < end; r++ {
		at := &s.grid.rows[r]
		of := s.grid.strandsOf(r)
		different, gaps := s.relabel(s.grid.labelsOf(r), set)
		if len(out) > 0 && slices.Equal(s.labels, s.before) && !(s.edges != nil && s.edges[at.from]) {
			last := &out[len(out)-1]
			last.to = at.to
			if last.empty {
				continue
			}
			if last.agreed {
				last.cost += of[set[0]].cost
				last.trips = last.trips && !of[set[0]].solid
			}
			for x, u := range set {
				strands[last.first+x].add(&of[u])
			}
			continue
		}
		now := stretch{from: at.from, to: at.to, empty: different == 0, trips: true, first: len(strands)}
		if now.agreed = different == 0 || different == 1 && !gaps; now.agreed && !now.empty {
			now.cost, now.trips = of[set[0]].cost, !of[set[0]].solid
		}
		out = append(out, now)
		for _, u := range set {
			strands = append(strands, of[u])
		}
		s.labels, s.before = s.before, s.labels
	}
	s.strands, s.run = strands, out
	return out
}
