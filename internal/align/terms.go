package align

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stem bounds a word to its first letters, which in most languages with
// endings is the part that stays (English, French, Ukrainian, Russian, German).
const stem = 6

// fold is a text without what does not count in a heading: case, signs.
func fold(s string) string {
	var b strings.Builder
	eachTerm(s, func(term []byte) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.Write(term)
	})
	return b.String()
}

// eachTerm calls f with the words of a text in small letters, cut to their
// stems; where a script has no spaces, with its characters in pairs. A term is
// valid until f returns.
func eachTerm(s string, f func(term []byte)) {
	word := make([]byte, 0, 64)
	length, digit := 0, false // of the word, in characters; whether the last one is a digit
	flush := func() {
		if length > 0 {
			f(word)
		}
		word, length, digit = word[:0], 0, false
	}
	var last rune // of a script without spaces, 0 for none
	for _, r := range s {
		switch {
		case spaceless(r):
			flush()
			if last != 0 {
				word = utf8.AppendRune(word, last)
			}
			f(utf8.AppendRune(word, r))
			word = word[:0]
			last = r
			continue
		case inWord(r):
			if length < stem {
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
			length++
			digit = unicode.IsDigit(r)
		case r == ',' || r == '.': // inside of a number
			if !digit {
				flush()
			}
		default:
			flush()
		}
		last = 0
	}
	flush()
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func spaceless(r rune) bool {
	return r >= 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// bag is the terms of a text and how often each occurs, by rising number.
type bag []struct{ id, n int32 }

// corpus numbers terms and counts in how many points each occurs.
type corpus struct {
	ids   map[string]int32
	known map[string]int32 // terms that are numbered already, of the corpus below; nil for none
	docs  []int32          // per term
	total int
}

func newCorpus() *corpus { return &corpus{ids: map[string]int32{}} }

// above is a corpus that goes on from c, which stays as it is.
func (c *corpus) above() *corpus {
	return &corpus{ids: map[string]int32{}, known: c.ids, docs: slices.Clone(c.docs), total: c.total}
}

func (c *corpus) number(term []byte) int32 {
	if id, known := c.known[string(term)]; known {
		return id
	}
	id, known := c.ids[string(term)]
	if !known {
		id = int32(len(c.docs))
		c.ids[string(term)] = id
		c.docs = append(c.docs, 0)
	}
	return id
}

// bag numbers the terms of a text. It is not counted yet.
func (c *corpus) bag(s string) bag {
	ids := make([]int32, 0, len(s)/5+1)
	eachTerm(s, func(term []byte) { ids = append(ids, c.number(term)) })
	slices.Sort(ids)
	b := make(bag, 0, len(ids))
	for i, id := range ids {
		if i == 0 || ids[i-1] != id {
			b = append(b, struct{ id, n int32 }{id, 0})
		}
		b[len(b)-1].n++
	}
	return b
}

// count enters a point into the corpus.
func (c *corpus) count(b bag) {
	for _, t := range b {
		c.docs[t.id]++
	}
	c.total++
}

// rarity gives for every term how much it says.
func (c *corpus) rarity() []float64 {
	rare := make([]float64, len(c.docs))
	for id, n := range c.docs {
		rare[id] = math.Log(1 + float64(c.total)/float64(n+1))
	}
	return rare
}

// often is what n occurrences weigh in one point.
func often(n int32) float64 {
	if n == 1 {
		return 1
	}
	return 1 + math.Log(float64(n))
}

// vector is the weighted terms of a text, by rising number.
type vector struct {
	ids     []int32
	weights []float64
	norm    float64 // Euclidean
	sum     float64
}

// weigh makes a vector: 1 + log of the count, times how rare the term is.
func weigh(b bag, rare []float64) vector {
	v := vector{ids: make([]int32, len(b)), weights: make([]float64, len(b))}
	for i, t := range b {
		w := often(t.n) * rare[t.id]
		v.ids[i], v.weights[i] = t.id, w
		v.norm += w * w
		v.sum += w
	}
	v.norm = math.Sqrt(v.norm)
	return v
}

// alike is the cosine of two vectors.
func alike(a, b vector) float64 {
	if a.norm == 0 || b.norm == 0 {
		return 0
	}
	var dot float64
	for i, j := 0, 0; i < len(a.ids) && j < len(b.ids); {
		switch {
		case a.ids[i] < b.ids[j]:
			i++
		case a.ids[i] > b.ids[j]:
			j++
		default:
			dot += a.weights[i] * b.weights[j]
			i, j = i+1, j+1
		}
	}
	return dot / (a.norm * b.norm)
}

// shortText is how many characters a text must have for containment to mean
// anything.
const shortText = 25

func long(s string) bool {
	return len(s) >= shortText*utf8.UTFMax || utf8.RuneCountInString(s) >= shortText
}
