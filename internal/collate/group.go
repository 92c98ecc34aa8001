package collate

import "slices"

// bundle is a variant in the making.
type bundle struct {
	set       []int32 // nil where it was joined to another
	different []int32 // those of the set that stand in the columns in different ways
	cost      int32   // with the variant's own mark
	wordings  int     // how many it was joined of, which differ in their words
}

// grouping divides the contents between two columns into variants.
type grouping struct {
	s        *settler
	from, to int
	bundles  []bundle
	alive    int
	gain     []int32 // per pair of bundles x < y, at x*n+y: what joining saves, negative where it was not measured
	joined   []int32 // per pair: the cost of the joined one
	common   []int32 // per pair: the cost of the words in columns where both agree
}

// group divides the contents between two columns into variants that hold
// brackets themselves, by joining the two that save most, again and again. flat
// are those with the same words. It is false where that costs as much as most or
// more.
func (s *settler) group(from, to int, flat []group, most int32, depth int) (arc, bool) {
	n := len(flat)
	g := grouping{s: s, from: from, to: to, bundles: s.bundles.take(n), alive: n}
	for x, f := range flat {
		g.bundles[x] = bundle{set: f.set, different: s.grid.different(from, to, f.set), cost: s.grid.plainCost(from, to, f.set[0]), wordings: 1}
	}
	pairs := s.ints.take(3 * n * n)
	g.gain, g.joined, g.common = pairs[:n*n], pairs[n*n:2*n*n], pairs[2*n*n:]
	for y := range g.bundles {
		for x := range y {
			g.meet(x, y)
		}
	}
	for y := range g.bundles {
		for _, x := range g.near(y) {
			if x < y {
				g.measure(x, y)
			}
		}
	}
	for g.alive > 2 && g.join() {
	}
	if g.alive == n || g.least() >= most {
		return arc{}, false
	}
	a := arc{to: to, cost: s.open}
	for _, b := range g.bundles {
		if b.set == nil {
			continue
		}
		variant := group{set: b.set}
		if b.wordings > 1 {
			cost, nodes := s.best(from, to, b.set, b.different, depth+1)
			b.cost, variant.nodes = cost+variantCost, nodes
		}
		a.cost += b.cost
		a.groups = append(a.groups, variant)
	}
	return a, a.cost < most
}

// least is a bound below which the bracket cannot cost: of wordings that were
// joined, every word has to be shown once, and they have to be told apart.
func (g *grouping) least() int32 {
	cost := g.s.open
	for _, b := range g.bundles {
		switch {
		case b.set == nil:
		case b.wordings > 1:
			words, _ := g.s.grid.once(g.from, g.to, b.different)
			cost += words + variantCost + g.s.leastMarks(b.wordings).told
		default:
			cost += b.cost
		}
	}
	return cost
}

// meet counts what two bundles, x < y, have in common; they are not measured yet.
func (g *grouping) meet(x, y int) {
	at := x*len(g.bundles) + y
	g.gain[at] = -1
	g.common[at] = g.s.grid.common(g.from, g.to, g.bundles[x].different, g.bundles[y].different)
}

// leastCommon is how many words two bundles have to have in common to be tried.
const leastCommon = 3 * unit

// near are the bundles that have most words in common with x, until it is asked again.
func (g *grouping) near(x int) []int {
	n := len(g.bundles)
	near := g.s.near[:0]
	common := func(y int) int32 { return g.common[min(x, y)*n+max(x, y)] }
	for y := range g.bundles {
		if y != x && g.bundles[y].set != nil && common(y) >= leastCommon {
			near = append(near, y)
		}
	}
	g.s.near = near
	slices.SortStableFunc(near, func(a, b int) int { return int(common(b) - common(a)) })
	return near[:min(len(near), maxNear)]
}

// measure finds what joining two bundles, x < y, saves.
func (g *grouping) measure(x, y int) {
	a, b := &g.bundles[x], &g.bundles[y]
	both := append(append(g.s.both[:0], a.different...), b.different...)
	g.s.both = both
	slices.Sort(both)
	g.s.work += (g.to - g.from) * (len(both) + 4)
	if g.s.work > maxWork {
		return
	}
	at := x*len(g.bundles) + y
	if len(both) == 2 {
		g.joined[at] = g.s.twoCost(g.from, g.to, both[0], both[1]) + variantCost
	} else {
		g.joined[at] = g.s.segmentCost(g.from, g.to, both) + variantCost
	}
	g.gain[at] = a.cost + b.cost - g.joined[at]
}

// join joins the two bundles that save most. It is false where none save.
func (g *grouping) join() bool {
	n := len(g.bundles)
	best, bx, by := int32(0), -1, -1
	for x := range g.bundles {
		if g.bundles[x].set == nil {
			continue
		}
		for y := x + 1; y < n; y++ {
			if gain := g.gain[x*n+y]; gain > best && g.bundles[y].set != nil {
				best, bx, by = gain, x, y
			}
		}
	}
	if bx < 0 {
		return false
	}
	a, b := &g.bundles[bx], &g.bundles[by]
	*a = bundle{slices.Concat(a.set, b.set), slices.Concat(a.different, b.different), g.joined[bx*n+by], a.wordings + b.wordings}
	slices.Sort(a.set)
	slices.Sort(a.different)
	b.set = nil
	g.alive--
	if g.alive == 2 {
		return true // nothing is joined any more
	}
	for y := range g.bundles {
		if y != bx && g.bundles[y].set != nil {
			g.meet(min(bx, y), max(bx, y))
		}
	}
	for _, y := range g.near(bx) {
		g.measure(min(bx, y), max(bx, y))
	}
	return true
}

// plain is the bracket of the columns without brackets inside.
func (s *settler) plain(from, to int, set []int32) node {
	return node{from: from, to: to, groups: s.flatGroups(from, to, set)}
}

// flatGroups puts those together that have the same words between two columns.
func (s *settler) flatGroups(from, to int, set []int32) []group {
	firsts := s.firsts[:0]              // per group: what its first one has
	s.label = resize(s.label, len(set)) // per content: its group
	for x, u := range set {
		st := s.grid.strand(from, to, u)
		k := slices.IndexFunc(firsts, func(f strand) bool { return f.hash == st.hash && f.any == st.any })
		if k < 0 {
			k = len(firsts)
			firsts = append(firsts, st)
		}
		s.label[x] = int32(k)
	}
	s.firsts = firsts
	groups, ids := s.groups.take(len(firsts)), s.ints.take(len(set))[:0]
	for k := range firsts {
		at := len(ids)
		for x, u := range set {
			if s.label[x] == int32(k) {
				ids = append(ids, u)
			}
		}
		groups[k].set = ids[at:len(ids):len(ids)]
	}
	return groups
}
