package collate

// arena hands out slices that live until it is released, so that the many small
// tables of a collation cost no garbage.
type arena[T any] struct {
	chunks [][]T
	at     mark
}

// mark is a place in an arena.
type mark struct{ chunk, used int }

// leastChunk is how many values the first chunk holds: most collations are of a few words.
const leastChunk = 1 << 5

// take hands out a slice of n zero values, which cannot grow into the next.
func (a *arena[T]) take(n int) []T {
	for ; a.at.chunk < len(a.chunks); a.at = (mark{a.at.chunk + 1, 0}) {
		if c := a.chunks[a.at.chunk]; a.at.used+n <= len(c) {
			out := c[a.at.used : a.at.used+n : a.at.used+n]
			clear(out)
			a.at.used += n
			return out
		}
	}
	size := leastChunk
	if k := len(a.chunks); k > 0 {
		size = 2 * len(a.chunks[k-1])
	}
	a.chunks = append(a.chunks, make([]T, max(size, n)))
	return a.take(n)
}

// release takes back what was handed out since the mark.
func (a *arena[T]) release(to mark) { a.at = to }
