package collate

// maxApart is for how many wordings all ways to part them in two are looked at.
const maxApart = 6

// apart is a bound below which the words cannot cost between two columns where the
// wordings are divided among two variants or more: what both sides of the division
// have is shown twice. Of all divisions in two it takes the cheapest; one into more
// shows no less. It is 0, which bounds nothing, for more wordings than maxApart.
func (s *settler) apart(from, to int, flat []group) int32 {
	g := &s.grid
	n := len(flat)
	if n > maxApart || g.wide > 1 {
		return 0
	}
	var holders [maxApart]uint64 // per wording
	for k, f := range flat {
		for _, u := range f.set {
			holders[k] |= 1 << u
		}
	}
	var cost [1 << maxApart]int32 // per set of wordings: the words that those have, and no others
	var sets [1 << maxApart]uint8 // those sets of two wordings or more that have some
	some := 0
	var all int32
	first, end := g.span(from, to)
	for r := first; r < end; r++ {
		has := uint8(0)
		for k := range flat {
			if g.who[r]&holders[k] != 0 {
				has |= 1 << k
			}
		}
		if has == 0 {
			continue
		}
		if has&(has-1) != 0 && cost[has] == 0 {
			sets[some] = has
			some++
		}
		cost[has] += g.strands[r].cost
		all += g.strands[r].cost
	}
	least := inf
	for side := uint8(1); side < 1<<(n-1); side++ { // the last wording is on the other side
		var twice int32
		for _, x := range sets[:some] {
			if x&side != 0 && x&^side != 0 {
				twice += cost[x]
			}
		}
		least = min(least, twice)
	}
	return all + least
}
