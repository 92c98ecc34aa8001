package collate

import "slices"

// unit is one word, variant or bracket of the cost; the rest of a unit is for
// choosing between results of the same cost.
const unit = 64

const (
	bracketCost = unit + 2 // of two equal results, the one with fewer brackets
	variantCost = unit
	emptyCost   = 3 // and the one where fewer words only come or go

	// Prices that no reader pays in words, and that keep the text readable.
	chaffPrice  = 3 * unit // an agreed run of stop words and signs alone between brackets
	phraseChaff = 4 * unit // the same at phrase grain
	phrasePrice = 100      // at phrase grain, for opening a bracket at all
)

const inf = int32(1 << 30)

// The states of a reader between brackets.
const (
	plainRun   = iota // no bracket before, or words enough since the last one
	justAfter         // directly after a bracket
	trippedRun        // since the last bracket only stop words and signs
	states
)

// settler settles one block after the other and keeps its tables between them.
type settler struct {
	c     *collation
	al    aligner
	n     int     // contents of the block at hand
	sheet columns // those of the block at hand, in every manner
	spare []int32 // of insert

	place, ofBase []int32 // of locate

	cols  columns // those of the manner at hand
	grid  grid    // of cols
	edges []bool  // at sentence grain, per column and for the end: whether a bracket may begin or end there; else nil
	open  int32   // cost of a bracket, with its price
	chaff int32   // price of an agreed run of stop words and signs alone
	work  int     // table cells filled for nesting in this block

	// tables of segment, kept between calls
	flows    [][states]flow
	run      []stretch
	who      []uint64  // of stretches
	variants []variant // of the bracket at hand
	members  []uint64  // of variants
	firsts   []strand  // of flatGroups
	label    []int32   // of flatGroups
	least    []leastMarks
	near     []int            // of group
	both     []int32          // of measure
	looked   [maxDepth][]span // of windows, by depth

	// what nodes are made of
	ints    arena[int32]
	groups  arena[group]
	bundles arena[bundle]
	nodes   arena[node]
}

// reset makes the settler that of a collation.
func (s *settler) reset(c *collation) {
	s.c = c
	s.al.use(c, openPairwise)
	s.edges, s.least = nil, s.least[:0]
	s.open, s.chaff = bracketCost, chaffPrice
	if c.grain == Phrase {
		s.open, s.chaff = bracketCost+phrasePrice, phraseChaff
	}
	s.release(keptBy{})
}

// keptBy says what is kept in the arenas of a settler.
type keptBy struct{ ints, groups, bundles, nodes mark }

func (s *settler) kept() keptBy {
	return keptBy{s.ints.at, s.groups.at, s.bundles.at, s.nodes.at}
}

// release gives back what was made since.
func (s *settler) release(to keptBy) {
	s.ints.release(to.ints)
	s.groups.release(to.groups)
	s.bundles.release(to.bundles)
	s.nodes.release(to.nodes)
}

// arc is one way to get over a stretch of columns.
type arc struct {
	to     int
	cost   int32
	groups []group
}

// flow is one entry of the table: the cheapest way to a place in a state.
type flow struct {
	cost  int32
	from  int32
	state uint8
	kind  uint8 // agreed, flat bracket, or 2+k for the k-th arc of from
}

const (
	agreed = iota
	flat
	nested
)

// mix spreads the bits of x (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// segment cuts the columns from i to j, as far as the contents of the set are
// concerned, into agreed words and brackets at the least cost. different are
// those of the set that stand there in different ways. arcs are brackets with
// brackets inside, by where they begin.
func (s *settler) segment(i, j int, set, different []int32, arcs map[int][]arc) (int32, []node) {
	run := s.stretches(i, j, different)
	cost, end := s.flow(run, different, arcs)
	return cost, s.trace(run, end, set, arcs)
}

// segmentCost is the cost of segment alone.
func (s *settler) segmentCost(i, j int, set []int32) int32 {
	cost, _ := s.flow(s.stretches(i, j, set), set, nil)
	return cost
}

// flow fills the table and returns the least cost and the state it ends in.
func (s *settler) flow(run []stretch, set []int32, arcs map[int][]arc) (int32, int) {
	n := len(run)
	s.flows = resize(s.flows, n+1)
	f := s.flows
	for k := range f {
		for st := range f[k] {
			f[k][st].cost = inf
		}
	}
	f[0][plainRun].cost = 0
	for k := range n {
		here := &f[k]
		if run[k].agreed {
			for st := range here {
				if here[st].cost >= inf {
					continue
				}
				to := st
				switch {
				case run[k].empty:
				case run[k].words.solid:
					to = plainRun
				case st == justAfter:
					to = trippedRun
				}
				relax(&f[k+1][to], flow{here[st].cost + run[k].words.cost, int32(k), uint8(st), agreed})
			}
			if run[k].empty {
				continue
			}
		}
		best, state := here[plainRun].cost, plainRun
		if here[justAfter].cost < best {
			best, state = here[justAfter].cost, justAfter
		}
		if c := here[trippedRun].cost; c < inf && c+s.chaff < best {
			best, state = c+s.chaff, trippedRun
		}
		if best >= inf {
			continue
		}
		for x, a := range arcs[run[k].from] {
			to := k
			for to < n && run[to].from < a.to {
				to++
			}
			relax(&f[to][justAfter], flow{best + a.cost, int32(k), uint8(state), uint8(nested + x)})
		}
		if s.edges == nil && run[k].agreed && (run[k].words.solid || state != justAfter) {
			continue // a bracket that begins behind these words is shorter
		}
		if s.edges == nil || s.edges[run[k].from] {
			s.flatFrom(run, k, set, best, uint8(state))
		}
	}
	end := plainRun
	for st := range f[n] {
		if f[n][st].cost < f[n][end].cost {
			end = st
		}
	}
	return f[n][end].cost, end
}

// trace follows the cheapest way back and returns its nodes in reading order.
func (s *settler) trace(run []stretch, state int, set []int32, arcs map[int][]arc) []node {
	steps := 0
	for k, st := len(run), state; k > 0; steps++ {
		e := s.flows[k][st]
		k, st = int(e.from), int(e.state)
	}
	nodes := s.nodes.take(steps)[:0]
	for k := len(run); k > 0; {
		e := s.flows[k][state]
		nd := node{from: run[e.from].from, to: run[k-1].to}
		switch {
		case e.kind == flat:
			nd = s.plain(nd.from, nd.to, set)
		case e.kind >= nested:
			nd.groups = arcs[nd.from][e.kind-nested].groups
		}
		nd.cost = e.cost - s.flows[e.from][e.state].cost
		if last := len(nodes) - 1; nd.groups == nil && last >= 0 && nodes[last].groups == nil {
			nodes[last].from = nd.from
			nodes[last].cost += nd.cost
		} else {
			nodes = append(nodes, nd)
		}
		k, state = int(e.from), int(e.state)
	}
	slices.Reverse(nodes)
	return nodes
}

func relax(to *flow, by flow) {
	if by.cost < to.cost {
		*to = by
	}
}
