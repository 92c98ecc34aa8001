package align

import (
	"slices"
	"unicode"
)

// What a point must have in common with another to be a piece of it, or to
// hold it: so many runs of three words, and so large a share of all its runs.
// One word in ten changed leaves about seven runs in ten.
const (
	leastRuns  = 3
	pieceShare = 0.5
	strayShare = 0.2 // below, a piece of something else is like a point by chance
)

// overlap is what a point of the version has of one point of the base, word
// for word. Bags of words do not see it: a piece of a long point is less like
// the whole than like a short point on the same subject.
type overlap struct {
	b            int
	ofV, ofB     float64 // the share of the version's and of the base's runs
	piece, holds bool    // it is a piece of b; it holds b
}

// mostHomes is in how many points of the base a run may stand and still tell
// something; a formula that stands in more tells nothing.
const mostHomes = 4

// homes says in which points of the base each run stands.
type homes struct {
	first map[uint64]int32 // where the chain of a run begins
	chain []home
}

type home struct {
	b     int
	next  int32 // -1 at the end
	count int   // how long the chain is, where it begins
}

func homesOf(base [][]uint64) *homes {
	all := 0
	for _, rs := range base {
		all += len(rs)
	}
	h := &homes{first: make(map[uint64]int32, all), chain: make([]home, 0, all)}
	for b, rs := range base {
		for _, r := range rs {
			at := home{b: b, next: -1, count: 1}
			if k, known := h.first[r]; known {
				at.next, at.count = k, h.chain[k].count+1
			}
			h.first[r] = int32(len(h.chain))
			h.chain = append(h.chain, at)
		}
	}
	return h
}

// of calls f with every point that the run stands in, and reports whether it
// tells something.
func (h *homes) of(run uint64, f func(b int)) bool {
	k, known := h.first[run]
	if !known {
		return true
	}
	if h.chain[k].count > mostHomes {
		return false
	}
	for ; k >= 0; k = h.chain[k].next {
		f(h.chain[k].b)
	}
	return true
}

// overlaps finds for every point of the version what it has of the base's
// points.
func (m *matcher) overlaps() [][]overlap {
	out := make([][]overlap, len(m.version))
	if !slices.Contains(m.settled, false) && !slices.Contains(m.taken, false) {
		return out
	}
	h, size := m.ready.homes()
	common := make([]int, len(m.base))
	for v, p := range m.version {
		if m.matches[v].Why == BySame {
			continue
		}
		all := 0
		var met []int
		for _, r := range runs(p.Body) {
			tells := h.of(r, func(b int) {
				if common[b]++; common[b] == 1 {
					met = append(met, b)
				}
			})
			if tells {
				all++
			}
		}
		slices.Sort(met)
		for _, b := range met {
			n := common[b]
			common[b] = 0
			if n < leastRuns || !sameKind(p.Kind, m.base[b].Kind) {
				continue
			}
			o := overlap{b: b, ofV: float64(n) / float64(all), ofB: float64(n) / float64(size[b])}
			if o.piece, o.holds = o.ofV >= pieceShare, o.ofB >= pieceShare; o.piece || o.holds {
				out[v] = append(out[v], o)
			}
		}
	}
	return out
}

// homes says in which points of the base each run stands, and how many runs of
// each tell something.
func (b *Base) homes() (*homes, []int) {
	if b.home == nil {
		all := make([][]uint64, len(b.points))
		for i := range b.points {
			all[i] = runs(b.points[i].Body)
		}
		b.home, b.telling = homesOf(all), make([]int, len(b.points))
		for i, rs := range all {
			for _, r := range rs {
				if b.home.of(r, func(int) {}) {
					b.telling[i]++
				}
			}
		}
	}
	return b.home, b.telling
}

// runs are the runs of three words of a text, each once; where a script has no
// spaces, of three characters.
func runs(s string) []uint64 {
	const prime = 1099511628211 // of FNV-1a
	var out []uint64
	var word, one, two uint64 // this word and the two before it
	end := func() {
		if word == 0 {
			return
		}
		if two != 0 {
			out = append(out, (two*prime^one)*prime^word)
		}
		two, one, word = one, word, 0
	}
	for _, r := range s {
		switch {
		case spaceless(r):
			end()
			word = 14695981039346656037 ^ uint64(r)
			end()
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if word == 0 {
				word = 14695981039346656037
			}
			word = (word ^ uint64(unicode.ToLower(r))) * prime
		default:
			end()
		}
	}
	end()
	slices.Sort(out)
	return slices.Compact(out)
}

// withPieces lets a pair count for what is the same word for word, and takes
// away the pairs by which a piece of one point would stray to another.
func withPieces(pairs []pair, overlaps [][]overlap) []pair {
	out := pairs[:0]
	for _, p := range pairs {
		share, isPiece := 0.0, false
		for _, o := range overlaps[p.v] {
			isPiece = isPiece || o.piece
			if o.b == p.b {
				share = o.ofV
				p.literal = o.piece || o.holds
			}
		}
		p.score = max(p.score, pieceScore*share)
		if !isPiece || share >= strayShare || p.score >= sureScore {
			out = append(out, p)
		}
	}
	return out
}

// pieceScore is the score of a piece that stands in the base word for word.
const pieceScore = 0.6

// namePieces makes points name what they are pieces of and what they hold.
func (m *matcher) namePieces(overlaps [][]overlap) {
	holds := make([]float64, len(m.base)) // how much of it the point has that stands there
	for v, os := range overlaps {
		for _, o := range os {
			if m.matches[v].Base == o.b {
				holds[o.b] = o.ofB
			}
		}
	}
	for v, os := range overlaps {
		match := &m.matches[v]
		if match.Why == ByHand {
			continue
		}
		for _, o := range os {
			held := o.holds && (!m.taken[o.b] || o.ofB > holds[o.b])
			if o.b != match.Base && (o.piece || held) && !slices.Contains(match.Answers, o.b) {
				match.Answers = append(match.Answers, o.b)
			}
		}
		slices.Sort(match.Answers)
	}
}
