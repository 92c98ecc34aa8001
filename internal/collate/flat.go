package collate

// variant is a variant of a plain bracket while the bracket grows.
type variant struct {
	hash uint64 // of its words
	cost int32  // 0 where it has no words
	any  bool
	grew bool // at the last stretch
	who  int  // where its bit set begins in settler.members
}

func (v *variant) add(words *strand) {
	v.hash = v.hash*words.power + words.hash
	v.cost += words.cost
	v.any = true
}

// flatFrom tries every plain bracket that begins at stretch k. A bracket is
// given up as soon as its words alone cost more than another way to the same
// place: what follows is then never cheaper inside it than in a bracket after it.
func (s *settler) flatFrom(run []stretch, k int, set []int32, best int32, state uint8) {
	s.variants = append(s.variants[:0], variant{})
	s.members = bits(s.members, s.grid.wide, set)
	for to := k + 1; to <= len(run); to++ {
		now := &run[to-1]
		if now.empty {
			continue
		}
		if now.agreed {
			for x := range s.variants {
				s.variants[x].add(&now.words)
			}
		} else {
			s.grow(now)
		}
		different, filled, cost := int32(len(s.variants)), int32(0), best
		for x := range s.variants {
			if s.variants[x].any {
				filled++
				cost += s.variants[x].cost
			}
		}
		f := &s.flows[to]
		if cost > min(f[plainRun].cost, f[justAfter].cost, f[trippedRun].cost+s.chaff) {
			return
		}
		switch {
		case s.edges != nil && !s.edges[now.to]:
		case different >= 2:
			relax(&f[justAfter], flow{cost + s.open + filled*variantCost + (different-filled)*emptyCost, int32(k), state, flat})
		case to > k+1:
			// all have the same words, in other columns
			relax(&f[plainRun], flow{cost, int32(k), state, agreed})
		}
	}
}

// grow puts a stretch behind the variants: those whose holders all have its
// words get longer, those of which some have them are split, and those that have
// come to read the same become one: a longer one and one that is not, since those
// that differed differ behind the same words.
func (s *settler) grow(by *stretch) {
	wide := s.grid.wide
	who := s.who[by.who : by.who+wide]
	for x := range len(s.variants) {
		v := &s.variants[x]
		v.grew = false
		var some, rest uint64
		for w, has := range who {
			some |= s.members[v.who+w] & has
			rest |= s.members[v.who+w] &^ has
		}
		switch {
		case some == 0:
		case rest == 0:
			v.add(&by.words)
			v.grew = true
		default:
			longer := variant{v.hash, v.cost, v.any, true, len(s.members)}
			longer.add(&by.words)
			for w, has := range who {
				s.members = append(s.members, s.members[v.who+w]&has)
				s.members[v.who+w] &^= has
			}
			s.variants = append(s.variants, longer)
		}
	}
	for x := len(s.variants) - 1; x > 0; x-- {
		v := &s.variants[x]
		for y := range x {
			if u := &s.variants[y]; u.grew != v.grew && u.hash == v.hash && u.any == v.any {
				for w := range wide {
					s.members[u.who+w] |= s.members[v.who+w]
				}
				last := len(s.variants) - 1
				*v = s.variants[last]
				s.variants = s.variants[:last]
				break
			}
		}
	}
}
