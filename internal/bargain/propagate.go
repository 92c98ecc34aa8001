package bargain

// start says which values are alive at first: not those behind a red line, and of
// values of which one is as good as another in everything, only the better.
func (s *space) start() []bool {
	alive := s.plain()
	in := make([][]bool, len(s.of)) // by value: in which literal of a term
	for k := range s.terms {
		t := &s.terms[k]
		for l, i := range t.choice {
			for a, x := range t.holds[l] {
				v := s.off[i] + a
				if in[v] == nil {
					in[v] = make([]bool, len(s.terms))
				}
				in[v][k] = x
			}
		}
	}
	for i := range s.n {
		if s.off[i+1]-s.off[i] > 300 {
			continue // comparing each with each would take longer than it saves
		}
		for v := s.off[i]; v < s.off[i+1]; v++ {
			for b := s.off[i]; b < s.off[i+1] && alive[v]; b++ {
				if b != v && alive[b] && s.covers(b, v, in) {
					alive[v] = false
				}
			}
		}
	}
	return alive
}

// covers reports whether value b is at least as good as v in every respect.
func (s *space) covers(b, v int, in [][]bool) bool {
	if s.own[b] < s.own[v] {
		return false
	}
	for q := range s.np {
		if s.u[b*s.np+q] < s.u[v*s.np+q] {
			return false
		}
	}
	for k := range s.terms {
		hb, hv := in[b] != nil && in[b][k], in[v] != nil && in[v][k]
		if hb != hv && hb != (s.terms[k].value > 0) {
			return false
		}
	}
	k := 0 // both lists ascend
	for _, c := range s.in[v] {
		for k < len(s.in[b]) && s.in[b][k] < c {
			k++
		}
		if k == len(s.in[b]) || s.in[b][k] != c {
			return false
		}
	}
	return true
}

// propagate strikes off values that no package has which keeps the linkages and
// gives every party what it needs; false where none is left of a choice.
func (x *search) propagate(alive []bool) bool {
	for {
		changed := false
		for k := range x.cl {
			c := &x.cl[k]
			can, at, sure := 0, -1, false
			for l, i := range c.choice {
				some, all := x.holding(alive, int(i), c.holds[l])
				if some && all {
					sure = true
					break
				}
				if some {
					can, at = can+1, l
				}
			}
			if sure || can > 1 {
				continue
			}
			if can == 0 {
				return false
			}
			o := x.off[c.choice[at]]
			for a, in := range c.holds[at] {
				if !in && alive[o+a] {
					alive[o+a], changed = false, true
				}
			}
		}
		x.d.spread(alive)
		struck, ok := x.enoughFor(alive)
		if !ok {
			return false
		}
		if !changed && !struck {
			return true
		}
	}
}

// enoughFor strikes off what leaves a party less than it needs.
func (x *search) enoughFor(alive []bool) (struck, ok bool) {
	u, np := x.d.u, x.np
	top, slack := x.top, x.slack
	for q := range slack {
		slack[q] = -x.d.r[q] - x.d.need[q] + 1e-12
	}
	for i := range x.n {
		row := top[i*np : i*np+np]
		first := true
		for v := x.off[i]; v < x.off[i+1]; v++ {
			if !alive[v] {
				continue
			}
			of := u[v*np : v*np+np]
			if first {
				copy(row, of)
				first = false
				continue
			}
			for q, m := range of[:len(row)] {
				if m > row[q] {
					row[q] = m
				}
			}
		}
		if first {
			return false, false
		}
		for q, m := range row {
			slack[q] += m
		}
	}
	for _, s := range slack {
		if !(s >= 0) {
			return false, false
		}
	}
	for i := range x.n {
		row := top[i*np : i*np+np]
		for v := x.off[i]; v < x.off[i+1]; v++ {
			if !alive[v] {
				continue
			}
			of := u[v*np : v*np+np]
			for q, m := range row {
				if m-of[q] > slack[q] {
					alive[v], struck = false, true
					break
				}
			}
		}
	}
	return struck, true
}
