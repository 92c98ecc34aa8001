package reuse

// leastFound is how many words in a row an author took over from the base; fewer
// between words of the author's own stand there anew.
const leastFound = 4

// maxTable bounds the work of comparing a draft with its base. Where there is more
// of both, only what stands at their beginning and end and their long runs are
// known for the base's.
const maxTable = 1 << 20

// putIn says which words of a draft are not the base's: what is left over when the
// longest run that both have, and the longest runs before it and behind it, are
// taken for the base's.
func putIn(ids, base []int32) []bool {
	fresh := make([]bool, len(ids))
	for i := range fresh {
		fresh[i] = true
	}
	lo := 0
	for lo < len(ids) && lo < len(base) && ids[lo] == base[lo] {
		fresh[lo] = false
		lo++
	}
	hi, end := len(ids), len(base)
	for hi > lo && end > lo && ids[hi-1] == base[end-1] {
		hi, end = hi-1, end-1
		fresh[hi] = false
	}
	takenOver(ids[lo:hi], base[lo:end], fresh[lo:hi], make([]uint16, end-lo+1))
	return fresh
}

// takenOver strikes what is the base's from fresh. It needs a row of one more than
// the base has words.
func takenOver(a, b []int32, fresh []bool, row []uint16) {
	if len(a) < leastFound || len(b) < leastFound || len(a)*len(b) > maxTable {
		return
	}
	row = row[:len(b)+1]
	clear(row)
	best, i, j := 0, 0, 0 // both runs end before these
	for x := range a {
		diagonal := uint16(0)
		for y := range b {
			above := row[y+1]
			row[y+1] = 0
			if a[x] == b[y] {
				row[y+1] = diagonal + 1
				if int(diagonal) >= best {
					best, i, j = int(diagonal)+1, x+1, y+1
				}
			}
			diagonal = above
		}
	}
	if best < leastFound {
		return
	}
	for k := i - best; k < i; k++ {
		fresh[k] = false
	}
	takenOver(a[:i-best], b[:j-best], fresh[:i-best], row)
	takenOver(a[i:], b[j:], fresh[i:], row)
}
