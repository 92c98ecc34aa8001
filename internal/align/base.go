package align

import (
	"math"
	"slices"

	"nonpaper/internal/plan"
)

// Base is a base made ready: its terms are counted once for all versions that
// are matched with it, one after the other.
type Base struct {
	points []plan.Point
	folds  []string // per point: its heading, folded
	words  field
	heads  field

	twins []float64 // per point: how like it the point is that is most like it; nil until asked for
	usual float64   // how like each other points are that are not the same

	home    *homes // where the runs of words stand; nil until asked for
	telling []int
}

// NewBase makes a base ready.
func NewBase(text plan.Text) *Base {
	b := &Base{points: text.Points, folds: make([]string, len(text.Points))}
	for i := range b.points {
		b.folds[i] = fold(b.points[i].Heading)
	}
	b.words = newField(b.points, textOf)
	b.heads = newField(b.points, headingOf)
	return b
}

// usually is the share of the points that are no more like another point of
// their own text than usual.
const usually = 0.9

// twin is how like a point of the base other points of the same text are: the
// one that is most like it, or what is usual in this text if that is more. The
// scores are those of a version that has the base's words.
func (b *Base) twin(point int) float64 {
	if b.twins == nil {
		b.findTwins()
	}
	return max(b.twins[point], b.usual)
}

func (b *Base) findTwins() {
	m := &matcher{ready: b, base: b.points, version: b.points, taken: make([]bool, len(b.points))}
	words, heads := m.likenesses(func(v int) int { return v })
	b.twins = make([]float64, len(b.points))
	for v := range b.points {
		for p := range m.near(v, words, heads) {
			if p.b != v {
				b.twins[v] = max(b.twins[v], p.score)
			}
		}
	}
	sorted := slices.Sorted(slices.Values(b.twins))
	b.usual = sorted[int(usually*float64(len(sorted)-1))]
}

func textOf(p *plan.Point) string    { return p.Heading + "\n" + p.Body }
func headingOf(p *plan.Point) string { return p.Heading }

// field is the terms of one side of the base's points: all their words, or the
// headings alone.
type field struct {
	of       func(*plan.Point) string
	corpus   *corpus
	bags     []bag       // per point
	postings [][]posting // per term: the points that have it
}

type posting struct {
	point int32
	often float64
}

func newField(points []plan.Point, of func(*plan.Point) string) field {
	f := field{of: of, corpus: newCorpus(), bags: make([]bag, len(points))}
	for i := range points {
		f.bags[i] = f.corpus.bag(of(&points[i]))
		f.corpus.count(f.bags[i])
	}
	f.postings = make([][]posting, len(f.corpus.docs))
	for id, n := range f.corpus.docs {
		f.postings[id] = make([]posting, 0, n)
	}
	for i, b := range f.bags {
		for _, t := range b {
			f.postings[t.id] = append(f.postings[t.id], posting{int32(i), often(t.n)})
		}
	}
	return f
}

// likeness measures the points of one version against the base's in one field.
// What a term says depends on how many points of both texts have it.
type likeness struct {
	*field
	corpus    *corpus
	bags      []bag // per point of the version
	rare      []float64
	norm, sum []float64 // per point of the base
	at        vector    // of the version's point at hand
	dot, both []float64 // of it with each point of the base: the product; the weight in common
	met       []int     // per point of the base: the version's point that met it last, plus one
}

// likeness makes a version ready. Where a point has the same words as one of the
// base, as same says (-1 for none), its terms are not counted again.
func (f *field) likeness(version []plan.Point, same func(v int) int) *likeness {
	k := len(f.bags)
	l := &likeness{field: f, corpus: f.corpus.above(), bags: make([]bag, len(version))}
	for v := range version {
		if b := same(v); b >= 0 {
			l.bags[v] = f.bags[b]
		} else {
			l.bags[v] = l.corpus.bag(f.of(&version[v]))
		}
		l.corpus.count(l.bags[v])
	}
	l.rare = l.corpus.rarity()
	l.norm, l.sum = make([]float64, k), make([]float64, k)
	for b, bag := range f.bags {
		for _, t := range bag {
			w := often(t.n) * l.rare[t.id]
			l.norm[b] += w * w
			l.sum[b] += w
		}
		l.norm[b] = math.Sqrt(l.norm[b])
	}
	l.dot, l.both = make([]float64, k), make([]float64, k)
	l.met = make([]int, k)
	return l
}

// look measures the version's point v against all of the base.
func (l *likeness) look(v int) {
	clear(l.dot)
	clear(l.both)
	l.at = weigh(l.bags[v], l.rare)
	for i, id := range l.at.ids {
		w, rare := l.at.weights[i], l.rare[id]
		for _, p := range l.having(id) {
			other := p.often * rare
			l.dot[p.point] += w * other
			l.both[p.point] += min(w, other)
		}
	}
}

// having are the base's points that have a term.
func (l *likeness) having(id int32) []posting {
	if int(id) < len(l.postings) {
		return l.postings[id]
	}
	return nil // a term of the version alone
}

// to is the cosine of the point at hand with one of the base, and the share of
// the smaller one's weight that the other has too.
func (l *likeness) to(b int) (cosine, contained float64) {
	if l.at.norm == 0 || l.norm[b] == 0 {
		return 0, 0
	}
	return l.dot[b] / (l.at.norm * l.norm[b]), l.both[b] / min(l.at.sum, l.sum[b])
}
