package collate

// Scores are in tenths of a content word.
const (
	openPairwise = 12
	minusInf     = -1 << 28
)

// aligner aligns a sequence of tokens with a sequence of columns, each of which
// holds one token or several that stand for each other. It maximises the
// weight of the tokens that find themselves in a column, less a price for
// every stretch in which they do not: a stretch is what becomes a bracket
// (affine gaps, Gotoh 1982, with one state for both kinds of gap, since a
// bracket holds an omission and an addition alike).
type aligner struct {
	weight []int32 // per token number, in tenths
	open   int32
	first  []int32   // per column: its first token
	other  [][]int32 // per column: the others, nil for most
	m, g   []int32   // the row at hand
	from   []uint8
	out    []int32
}

func newAligner(c *collation, open int32) aligner {
	al := aligner{open: open, weight: make([]int32, len(c.weight))}
	for i, w := range c.weight {
		al.weight[i] = int32(w*10 + 0.5)
	}
	return al
}

func (al *aligner) reset(tokens int) {
	al.first, al.other = al.first[:0], al.other[:0]
	al.out = resize(al.out, tokens)
}

// column adds a column that holds the given different tokens.
func (al *aligner) column(ids []int32) {
	al.first = append(al.first, ids[0])
	if len(ids) > 1 {
		al.other = append(al.other, ids[1:])
	} else {
		al.other = append(al.other, nil)
	}
}

const (
	matchFromGap = 1 << iota
	gapUp        // the gap goes on with the token before left out (else the column)
	gapFromMatch
)

// align returns for every token the column it stands in, -1 for none. The
// result is valid until the next call.
func (al *aligner) align(ids []int32) []int32 {
	n, w := len(ids), len(al.first)+1
	al.m, al.g = resize(al.m, w), resize(al.g, w)
	if cap(al.from) < (n+1)*w {
		al.from = make([]uint8, (n+1)*w)
	}
	from := al.from[:(n+1)*w]
	m, g := al.m, al.g
	m[0], g[0] = 0, minusInf
	for j := 1; j < w; j++ {
		m[j], g[j] = minusInf, -al.open
		from[j] = 0
		if j == 1 {
			from[j] = gapFromMatch
		}
	}
	for i, id := range ids {
		row := from[(i+1)*w : (i+2)*w]
		weight := al.weight[id]
		diagM, diagG := m[0], g[0]
		// column 0: all tokens so far left out
		if i == 0 {
			row[0] = gapUp | gapFromMatch
		} else {
			row[0] = gapUp
		}
		m[0], g[0] = minusInf, -al.open
		for j := 1; j < w; j++ {
			upM, upG := m[j], g[j]
			var how uint8
			best := int32(minusInf)
			if al.first[j-1] == id || al.other[j-1] != nil && holds(al.other[j-1], id) {
				best = diagM
				if diagG > diagM {
					best = diagG
					how = matchFromGap
				}
				best += weight
			}
			gap := g[j-1]
			if upG > gap {
				gap = upG
				how |= gapUp
			}
			if s := m[j-1] - al.open; s > gap {
				gap = s
				how = how&^gapUp | gapFromMatch
			}
			if s := upM - al.open; s > gap {
				gap = s
				how = how&^gapFromMatch | gapUp | gapFromMatch
			}
			m[j], g[j] = best, gap
			row[j] = how
			diagM, diagG = upM, upG
		}
	}
	out := al.out[:n]
	i, j := n, w-1
	inGap := g[j] > m[j]
	for i > 0 || j > 0 {
		how := from[i*w+j]
		if !inGap {
			i, j = i-1, j-1
			out[i] = int32(j)
			inGap = how&matchFromGap != 0
			continue
		}
		inGap = how&gapFromMatch == 0
		if how&gapUp != 0 {
			i--
			out[i] = -1
		} else {
			j--
		}
	}
	return out
}

func holds(ids []int32, id int32) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
