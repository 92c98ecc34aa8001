package bargain

import "math"

// mergeTwo merges lists that descend by the first party and ascend by the second.
func (f *front) mergeTwo(next, last *layer, lists []list, taken int) {
	type cursor struct {
		at, to int
		du, dw float64
		value  int32
	}
	cs := make([]cursor, len(lists))
	for k, l := range lists {
		cs[k] = cursor{l.from, l.to, f.u[l.value*2], f.u[l.value*2+1], int32(l.value)}
	}
	slack := f.noise
	needW := f.r[1] - Tolerance - f.rest[taken*2+1]
	needU := f.r[0] - Tolerance - f.rest[taken*2]
	top, begun := math.Inf(-1), len(next.steps)
	heads := make([]float64, len(cs))
	for k := range cs {
		heads[k] = last.u[cs[k].at*2] + cs[k].du
	}
	u, n := next.u[:cap(next.u)], begun // there is room for all
	steps := next.steps[:cap(next.steps)]
	lu := last.u
	for {
		at, most := -1, math.Inf(-1)
		for k, h := range heads {
			if h > most {
				at, most = k, h
			}
		}
		if at < 0 || most < needU {
			break
		}
		c := &cs[at]
		w := lu[c.at*2+1] + c.dw
		if w > top+slack && w >= needW {
			// of those with the same first, the highest second
			if n > begun && u[n*2-2] <= most {
				n--
			}
			u[n*2], u[n*2+1] = most, w
			steps[n] = step{int32(c.at), c.value}
			n++
			top = w
		}
		// skip what is not above top any more
		a, floor := c.at+1, top+slack-c.dw
		for a < c.to && lu[a*2+1] <= floor {
			a++
		}
		if c.at = a; a < c.to {
			heads[at] = lu[a*2] + c.du
		} else {
			heads[at] = math.Inf(-1)
		}
	}
	next.u, next.steps = u[:n*2], steps[:n]
}

// mergeThree merges lists that descend by the first party, then the second, then the
// third, and keeps what the second and third parties have as stairs.
func (f *front) mergeThree(next, last *layer, lists []list, taken int) {
	type cursor struct {
		at, to int
		u, add [3]float64
		value  int32
	}
	heads := make([]cursor, 0, len(lists)) // a heap, the highest on top
	before := func(a, b *cursor) bool {
		for q := range 3 {
			if a.u[q] != b.u[q] {
				return a.u[q] > b.u[q]
			}
		}
		return a.value < b.value || a.value == b.value && a.at < b.at
	}
	down := func(k int) {
		for {
			c := 2*k + 1
			if c >= len(heads) {
				return
			}
			if c+1 < len(heads) && before(&heads[c+1], &heads[c]) {
				c++
			}
			if !before(&heads[c], &heads[k]) {
				return
			}
			heads[c], heads[k] = heads[k], heads[c]
			k = c
		}
	}
	for _, l := range lists {
		c := cursor{at: l.from, to: l.to, value: int32(l.value)}
		copy(c.add[:], f.u[l.value*3:])
		for q := range 3 {
			c.u[q] = last.u[c.at*3+q] + c.add[q]
		}
		heads = append(heads, c)
	}
	for k := len(heads)/2 - 1; k >= 0; k-- {
		down(k)
	}
	var least [3]float64
	for q := range 3 {
		least[q] = f.r[q] - Tolerance - f.rest[taken*3+q]
	}
	slack := f.noise
	var st stairs
	for n := 1; len(heads) > 0; n++ {
		if n%8192 == 0 && !f.goOn() {
			return
		}
		c := &heads[0]
		if c.u[0] < least[0] {
			return
		}
		if y, z := c.u[1], c.u[2]; y >= least[1] && z >= least[2] && st.add(y, z, slack) {
			next.u = append(next.u, c.u[:]...)
			next.steps = append(next.steps, step{int32(c.at), c.value})
		}
		if c.at++; c.at < c.to {
			row := last.u[c.at*3 : c.at*3+3]
			c.u = [3]float64{row[0] + c.add[0], row[1] + c.add[1], row[2] + c.add[2]}
		} else {
			heads[0] = heads[len(heads)-1]
			heads = heads[:len(heads)-1]
		}
		down(0)
	}
}
