package align

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// maxCandidates bounds how many points of the base one point is weighed
// against in the assignment.
const maxCandidates = 12

// maxLooked bounds how many points of the base one point is scored against at
// all, those with which it shares its rarest words first: the work would grow
// with the square of the length otherwise.
const maxLooked = 256

// candidates scores what is left on both sides against each other.
func (m *matcher) candidates() []pair {
	if !slices.Contains(m.settled, false) || !slices.Contains(m.taken, false) {
		return nil
	}
	same := func(v int) int {
		if b := m.matches[v].Base; b >= 0 && m.version[v].Heading == m.base[b].Heading && m.version[v].Body == m.base[b].Body {
			return b
		}
		return -1
	}
	words, heads := m.likenesses(same)
	var pairs, now []pair
	for v := range m.version {
		if m.settled[v] {
			continue
		}
		now = now[:0]
		for p := range m.near(v, words, heads) {
			if p.score >= least {
				now = append(now, p)
			}
		}
		slices.SortFunc(now, comparePairs)
		pairs = append(pairs, now[:min(len(now), maxCandidates)]...)
	}
	return pairs
}

// likenesses makes the version ready for near.
func (m *matcher) likenesses(same func(v int) int) (words, heads *likeness) {
	return m.ready.words.likeness(m.version, same), m.ready.heads.likeness(m.version, same)
}

// near scores a point of the version against those of the base that may still
// be taken and have rare words in common with it.
func (m *matcher) near(v int, words, heads *likeness) iter.Seq[pair] {
	return func(yield func(pair) bool) {
		words.look(v)
		heads.look(v)
		looked := 0
		met := words.met
		for _, id := range byRarity(words.at.ids, words.corpus.docs) {
			// rare terms alone make two points worth a look
			if looked >= maxLooked || int(words.corpus.docs[id]) > max(words.corpus.total/3, 6) {
				return
			}
			for _, at := range words.having(id) {
				b := int(at.point)
				if met[b] == v+1 || m.taken[b] || !sameKind(m.version[v].Kind, m.base[b].Kind) {
					continue
				}
				met[b] = v + 1
				looked++
				if !yield(m.score(v, b, words, heads)) {
					return
				}
			}
		}
	}
}

// byRarity gives terms in the order of how few points have them.
func byRarity(ids, docs []int32) []int32 {
	out := slices.Clone(ids)
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(docs[a], docs[b]) })
	return out
}

// score is what the words and the headings of two points say; both likenesses
// look at v.
func (m *matcher) score(v, b int, words, heads *likeness) pair {
	p := pair{v: v, b: b}
	cosine, contained := words.to(b)
	if !long(m.version[v].Body) || !long(m.base[b].Body) {
		contained = cosine
	}
	p.words = 0.7*cosine + 0.3*contained
	p.head, _ = heads.to(b)
	p.score = p.words
	if heads.at.norm > 0 && heads.norm[b] > 0 {
		p.score = 0.72*p.words + 0.28*p.head
	}
	p.sameNumber = m.version[v].Number != "" && m.version[v].Number == m.base[b].Number
	return p
}

// numbersAgree is how far numbers can be trusted: of the pairs that are each
// other's best by far, the share that has the same number, less what chance
// would give.
func (m *matcher) numbersAgree(pairs []pair) float64 {
	agree, all := 0, 0
	for v := range m.version {
		if b := m.matches[v].Base; m.settled[v] && b >= 0 && m.version[v].Number != "" {
			all++
			if m.version[v].Number == m.base[b].Number {
				agree++
			}
		}
	}
	best := map[int]pair{}
	for _, p := range pairs { // the best of every point comes first
		if _, known := best[p.v]; !known {
			best[p.v] = p
		}
	}
	for _, p := range best {
		if p.score >= sureScore && m.version[p.v].Number != "" {
			all++
			if p.sameNumber {
				agree++
			}
		}
	}
	if all < 3 {
		return 0.3 // too little to go by: a number is a hint
	}
	return max(0, 2*float64(agree)/float64(all)-1)
}

// assign chooses pairs so that no point is used twice and the sum of the scores
// is greatest (the assignment problem; shortest augmenting paths, Jonker and
// Volgenant 1987). It returns the base's point for every point of the version
// that got one.
func assign(pairs []pair, versions, bases int) map[int]int {
	// only points that have a pair at all take part
	rows, cols := map[int]int{}, map[int]int{}
	var rowOf, colOf []int
	for _, p := range pairs {
		if _, known := rows[p.v]; !known {
			rows[p.v] = len(rowOf)
			rowOf = append(rowOf, p.v)
		}
		if _, known := cols[p.b]; !known {
			cols[p.b] = len(colOf)
			colOf = append(colOf, p.b)
		}
	}
	n, m := len(rowOf), len(colOf)
	if n > maxAssigned || m > maxAssigned {
		return greedy(pairs)
	}
	// every row may also stay alone, at a column of its own
	score, all := make([][]float64, n), make([]float64, n*m)
	for i := range score {
		score[i] = all[i*m : (i+1)*m]
	}
	for _, p := range pairs {
		score[rows[p.v]][cols[p.b]] = p.score
	}
	columns := augment(score, n, m)
	out := map[int]int{}
	for c, r := range columns {
		if r >= 0 && score[r][c] > 0 {
			out[rowOf[r]] = colOf[c]
		}
	}
	return out
}

// maxAssigned bounds the exact assignment, which takes the cube of it.
const maxAssigned = 500

// greedy takes the best pair, then the best of what is left, and so on.
func greedy(pairs []pair) map[int]int {
	sorted := slices.SortedFunc(slices.Values(pairs), comparePairs)
	out, used := map[int]int{}, map[int]bool{}
	for _, p := range sorted {
		if _, has := out[p.v]; !has && !used[p.b] {
			out[p.v] = p.b
			used[p.b] = true
		}
	}
	return out
}

// augment solves the assignment for n rows and m columns plus one spare column
// of score 0 for every row, and returns for each of the m columns its row, -1
// for none.
func augment(score [][]float64, n, m int) []int {
	width := m + n
	cost := func(r, c int) float64 {
		if c < m {
			return -score[r][c]
		}
		if c-m == r {
			return 0
		}
		return 1 // another row's spare column: never better than one's own
	}
	u, v := make([]float64, n+1), make([]float64, width+1)
	row := make([]int, width+1) // 1-based; 0 for none
	least, way, used := make([]float64, width+1), make([]int, width+1), make([]bool, width+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		at := 0
		clear(used)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for row[at] != 0 {
			used[at] = true
			r, next, delta := row[at], 0, math.Inf(1)
			for j := 1; j <= width; j++ {
				if used[j] {
					continue
				}
				if d := cost(r-1, j-1) - u[r] - v[j]; d < least[j] {
					least[j], way[j] = d, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := 0; j <= width; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = next
		}
		for at != 0 {
			row[at] = row[way[at]]
			at = way[at]
		}
	}
	out := make([]int, m)
	for c := range out {
		out[c] = row[c+1] - 1
	}
	return out
}
