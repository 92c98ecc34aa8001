package collate

import "slices"

// manner is one way of aligning the contents of a block; the cheapest result of
// several is kept.
type manner struct {
	open    int32 // price of a stretch without a match, in tenths of a word
	reverse bool  // the farthest from the base first
}

var manners = []manner{
	{open: 12},
	{open: 5},
	{open: 24},
	{open: 12, reverse: true},
	{open: 3},
}

// profile aligns the contents one after the other with all before them and
// returns the columns in their order, by their number in the settler's sheet.
func (s *settler) profile(b *block, m manner) []int32 {
	n := len(b.contents)
	s.al.open = m.open
	order := make([]int32, len(b.contents[0]), len(b.contents[0])+8)
	for c, id := range b.contents[0] {
		order[c] = s.sheet.add(id, 0)
	}
	for k := 1; k < n; k++ {
		u := k
		if m.reverse {
			u = n - k
		}
		order = s.insert(b, order, u)
	}
	return order
}

// insert aligns one content with the columns and gives it its place in them.
func (s *settler) insert(b *block, order []int32, u int) []int32 {
	ids := b.contents[u]
	place := s.locate(b, order, u)
	out := s.spare[:0]
	next := 0
	for j := 0; j < len(place); {
		if c := int(place[j]); c >= 0 {
			out = append(out, order[next:c+1]...)
			s.sheet.put(int(order[c]), int32(u))
			next = c + 1
			j++
			continue
		}
		// a stretch without a match goes behind the base's words that it stands
		// for, where there are some, else behind what others put in
		first := j
		for j < len(place) && place[j] < 0 {
			j++
		}
		upto := len(order)
		if j < len(place) {
			upto = int(place[j])
		}
		for c := upto - 1; c >= next; c-- {
			if s.sheet.has(int(order[c]), 0) {
				upto = c + 1
				break
			}
		}
		out = append(out, order[next:upto]...)
		next = upto
		for ; first < j; first++ {
			out = append(out, s.sheet.add(ids[first], int32(u)))
		}
	}
	out = append(out, order[next:]...)
	s.spare = order
	return out
}

// locate finds for every token of a content the column it matches, -1 for none:
// by one table, or, where that would be large, on the runs of words that the
// content has in common with the base and by tables between them.
func (s *settler) locate(b *block, order []int32, u int) []int32 {
	ids := b.contents[u]
	s.place = resize(s.place, len(ids))
	for j := range s.place {
		s.place[j] = -1
	}
	if len(ids)*len(order) <= fullTable {
		s.between(order, ids, 0, len(ids), 0, len(order))
		return s.place
	}
	owner := slices.Index(b.of, int32(u))
	matched := s.c.versions[owner].base[b.spans[owner].from:b.spans[owner].to]
	first := int32(b.spans[0].from)
	s.ofBase = s.ofBase[:0] // of the base's tokens
	for c, column := range order {
		if s.sheet.has(int(column), 0) {
			s.ofBase = append(s.ofBase, int32(c))
		}
	}
	fromToken, fromColumn := 0, 0
	for j := 0; j < len(ids); {
		end := j + 1
		for end < len(ids) && matched[j] >= 0 && matched[end] == matched[end-1]+1 {
			end++
		}
		if k := matched[j] - first; matched[j] >= 0 && end-j >= solidRun && k >= 0 && int(k)+end-j <= len(s.ofBase) {
			// the ends of the run stay free
			lo, hi := j+1, end-1
			at := func(t int) int { return int(s.ofBase[int(k)+t-j]) }
			if at(lo) >= fromColumn {
				s.between(order, ids, fromToken, lo, fromColumn, at(lo))
				for t := lo; t < hi; t++ {
					s.place[t] = int32(at(t))
				}
				fromToken, fromColumn = hi, at(hi-1)+1
			}
		}
		j = end
	}
	s.between(order, ids, fromToken, len(ids), fromColumn, len(order))
	return s.place
}

const (
	fullTable = 1 << 14 // cells of a table that is filled without a thought
	solidRun  = 5       // words in common with the base that are not questioned
)

// between aligns the tokens from..to with the columns left..right.
func (s *settler) between(order, ids []int32, from, to, left, right int) {
	for from < to && left < right && len(ids) > fullTable && s.sheet.ids[order[left]] == ids[from] && s.sheet.has(int(order[left]), 0) {
		s.place[from] = int32(left)
		from, left = from+1, left+1
	}
	if from == to || left == right || (to-from)*(right-left) > maxArea {
		return
	}
	s.al.reset()
	for _, column := range order[left:right] {
		s.al.column(s.sheet.ids[column])
	}
	for j, c := range s.al.align(ids[from:to]) {
		if c >= 0 {
			s.place[from+j] = int32(left) + c
		}
	}
}
