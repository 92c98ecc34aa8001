package bargain

import (
	"slices"
	"sort"
)

// stairs are points of which none is at least as high as another in both: y
// descends, z ascends. They lie in chunks, so that one can be put between others
// without moving all that follow.
type stairs struct{ chunks [][]stair }

type stair struct{ y, z float64 }

const chunkSize = 96

// above is the highest z of the points with y or more; lower than any number if
// there is none.
func (s *stairs) above(y float64) float64 {
	k := sort.Search(len(s.chunks), func(k int) bool { return s.chunks[k][0].y < y }) // the first that begins too low
	if k == 0 {
		return lowest
	}
	c := s.chunks[k-1]
	at := sort.Search(len(c), func(a int) bool { return c[a].y < y })
	return c[at-1].z // the chunk begins with one that is high enough
}

const lowest = -1.7976931348623157e308

// add puts a point in and takes those out that it is as high as in both.
func (s *stairs) add(y, z float64) {
	if s.above(y) >= z {
		return // it is no stair of its own
	}
	// those that it covers have y or less and z or less: they follow each other
	k := sort.Search(len(s.chunks), func(k int) bool { c := s.chunks[k]; return c[len(c)-1].y <= y })
	if k == len(s.chunks) {
		if k == 0 {
			s.chunks = append(s.chunks, []stair{{y, z}})
			return
		}
		s.put(k-1, len(s.chunks[k-1]), stair{y, z})
		return
	}
	at := sort.Search(len(s.chunks[k]), func(a int) bool { return s.chunks[k][a].y <= y })
	to := at
	for to < len(s.chunks[k]) && s.chunks[k][to].z <= z {
		to++
	}
	whole := k + 1 // chunks that are covered whole
	if to == len(s.chunks[k]) {
		for whole < len(s.chunks) && s.chunks[whole][len(s.chunks[whole])-1].z <= z {
			whole++
		}
		if whole < len(s.chunks) {
			c := s.chunks[whole]
			n := 0
			for c[n].z <= z {
				n++
			}
			s.chunks[whole] = c[n:]
		}
	}
	s.chunks[k] = slices.Delete(s.chunks[k], at, to)
	s.chunks = slices.Delete(s.chunks, k+1, whole)
	s.put(k, at, stair{y, z})
}

// put puts a point into a chunk, and divides the chunk where it is too long.
func (s *stairs) put(k, at int, p stair) {
	c := slices.Insert(s.chunks[k], at, p)
	s.chunks[k] = c
	if len(c) > chunkSize {
		half := len(c) / 2
		s.chunks[k] = slices.Clone(c[:half])
		s.chunks = slices.Insert(s.chunks, k+1, slices.Clone(c[half:]))
	}
}
