package bargain

import "slices"

// stairs are points of which none is at least as high as another in both: y
// descends, z ascends. They lie in chunks, so that one can be put between others
// without moving all that follow.
type stairs struct {
	chunks [][]stair
	first  []float64 // of each chunk: the y that it begins with
}

type stair struct{ y, z float64 }

const chunkSize = 48

// chunk is how many chunks begin with y or more.
func (s *stairs) chunk(y float64) int {
	at := 0
	for n := len(s.first); n > 0; {
		half := (n + 1) / 2
		if s.first[at+half-1] >= y {
			at += half
			n -= half
		} else {
			n = half - 1
		}
	}
	return at
}

// reach is how many points of a chunk have y or more.
func reach(c []stair, y float64) int {
	at, n := 0, len(c)
	for n > 1 {
		half := n / 2
		if c[at+half-1].y >= y {
			at += half
		}
		n -= half
	}
	if n == 1 && c[at].y >= y {
		at++
	}
	return at
}

// add puts a point in and takes those out that it is as high as in both, unless there
// is one as high as it in both, less a slack: then it is false.
func (s *stairs) add(y, z, slack float64) bool {
	if len(s.chunks) == 0 {
		s.chunks, s.first = append(s.chunks, []stair{{y, z}}), append(s.first, y)
		return true
	}
	k, at := s.chunk(y-slack)-1, 0
	if k >= 0 {
		at = reach(s.chunks[k], y-slack)
		if s.chunks[k][at-1].z >= z-slack {
			return false
		}
	}
	// those that it covers have y or less and z or less: they follow each other
	k = max(k, 0)
	for at > 0 && s.chunks[k][at-1].y <= y {
		if at--; at == 0 && k > 0 {
			k--
			at = len(s.chunks[k])
		}
	}
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
			s.chunks[whole], s.first[whole] = c[n:], c[n].y
		}
	}
	s.chunks[k] = slices.Delete(s.chunks[k], at, to)
	s.chunks, s.first = slices.Delete(s.chunks, k+1, whole), slices.Delete(s.first, k+1, whole)
	s.put(k, at, stair{y, z})
	return true
}

// put puts a point into a chunk, and divides the chunk where it is too long.
func (s *stairs) put(k, at int, p stair) {
	c := slices.Insert(s.chunks[k], at, p)
	s.chunks[k], s.first[k] = c, c[0].y
	if len(c) > chunkSize {
		half := len(c) / 2
		s.chunks[k] = slices.Clone(c[:half])
		s.chunks = slices.Insert(s.chunks, k+1, slices.Clone(c[half:]))
		s.first = slices.Insert(s.first, k+1, c[half].y)
	}
}
