package align

import (
	"cmp"
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
	c := &corpus{ids: map[string]int32{}}
	n, k := len(m.version), len(m.base)
	counts := make([][2]map[int32]int, n+k)
	for i := range counts {
		p := m.point(i)
		counts[i] = [2]map[int32]int{c.count(p.Heading + "\n" + p.Body), nil}
	}
	heads := &corpus{ids: map[string]int32{}}
	for i := range counts {
		counts[i][1] = heads.count(m.point(i).Heading)
	}
	all, head := make([]vector, n+k), make([]vector, n+k)
	for i := range counts {
		all[i], head[i] = c.weigh(counts[i][0]), heads.weigh(counts[i][1])
	}
	// an index from rare terms to the base's points, so that far ones are never looked at
	index := map[int32][]int{}
	for b := range m.base {
		if m.taken[b] {
			continue
		}
		for _, id := range all[n+b].ids {
			if int(c.docs[id]) <= max(c.total/3, 6) {
				index[id] = append(index[id], b)
			}
		}
	}
	var pairs []pair
	met := make([]int, k)
	for v := range m.version {
		if m.settled[v] {
			continue
		}
		var now []pair
		looked := 0
		for _, id := range byRarity(all[v].ids, c.docs) {
			if looked >= maxLooked {
				break
			}
			for _, b := range index[id] {
				if met[b] == v+1 || !sameKind(m.version[v].Kind, m.base[b].Kind) {
					continue
				}
				met[b] = v + 1
				looked++
				if p := m.score(v, b, all[v], all[n+b], head[v], head[n+b]); p.score >= least {
					now = append(now, p)
				}
			}
		}
		slices.SortFunc(now, comparePairs)
		pairs = append(pairs, now[:min(len(now), maxCandidates)]...)
	}
	return pairs
}

// byRarity gives terms in the order of how few points have them.
func byRarity(ids, docs []int32) []int32 {
	out := slices.Clone(ids)
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(docs[a], docs[b]) })
	return out
}

func (m *matcher) point(i int) (p struct{ Heading, Body string }) {
	if i < len(m.version) {
		p.Heading, p.Body = m.version[i].Heading, m.version[i].Body
		return p
	}
	q := m.base[i-len(m.version)]
	p.Heading, p.Body = q.Heading, q.Body
	return p
}

// score is what the words and the headings of two points say.
func (m *matcher) score(v, b int, va, ba, vh, bh vector) pair {
	p := pair{v: v, b: b}
	cosine, contained := alike(va, ba)
	if !long(m.version[v].Body) || !long(m.base[b].Body) {
		contained = cosine
	}
	p.words = 0.7*cosine + 0.3*contained
	p.head, _ = alike(vh, bh)
	p.score = p.words
	if vh.norm > 0 && bh.norm > 0 {
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
	score := make([][]float64, n)
	for i := range score {
		score[i] = make([]float64, m)
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
	for i := 1; i <= n; i++ {
		row[0] = i
		at := 0
		least := make([]float64, width+1)
		way := make([]int, width+1)
		used := make([]bool, width+1)
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
