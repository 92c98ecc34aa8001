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
func fold(s string) string { return strings.Join(terms(s), " ") }

// terms are the words of a text in small letters, cut to their stems; where a
// script has no spaces, its characters in pairs.
func terms(s string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > stem {
			word = word[:stem]
		}
		if len(word) > 0 {
			out = append(out, string(word))
			word = word[:0]
		}
	}
	var last rune // of a script without spaces, 0 for none
	for _, r := range s {
		switch {
		case spaceless(r):
			flush()
			if last != 0 {
				out = append(out, string([]rune{last, r}))
			} else {
				out = append(out, string(r))
			}
			last = r
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			word = append(word, unicode.ToLower(r))
		case r == ',' || r == '.': // inside of a number
			if len(word) == 0 || !unicode.IsDigit(word[len(word)-1]) {
				flush()
			}
		default:
			flush()
		}
		last = 0
	}
	flush()
	return out
}

func spaceless(r rune) bool {
	return r >= 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// vector is the weighted terms of a text, by term number, rising.
type vector struct {
	ids     []int32
	weights []float64
	norm    float64 // Euclidean
	sum     float64
}

// corpus numbers terms and counts in how many points each occurs.
type corpus struct {
	ids   map[string]int32
	docs  []int32
	total int
}

// count enters a point into the corpus and gives its terms' counts.
func (c *corpus) count(s string) map[int32]int {
	out := map[int32]int{}
	for _, t := range terms(s) {
		id, known := c.ids[t]
		if !known {
			id = int32(len(c.docs))
			c.ids[t] = id
			c.docs = append(c.docs, 0)
		}
		if out[id] == 0 {
			c.docs[id]++
		}
		out[id]++
	}
	c.total++
	return out
}

// weigh makes a vector: 1 + log of the count, times how rare the term is.
func (c *corpus) weigh(counts map[int32]int) vector {
	v := vector{ids: make([]int32, 0, len(counts))}
	for id := range counts {
		v.ids = append(v.ids, id)
	}
	slices.Sort(v.ids)
	v.weights = make([]float64, len(v.ids))
	for i, id := range v.ids {
		rare := math.Log(1 + float64(c.total)/float64(c.docs[id]+1))
		w := (1 + math.Log(float64(counts[id]))) * rare
		v.weights[i] = w
		v.norm += w * w
		v.sum += w
	}
	v.norm = math.Sqrt(v.norm)
	return v
}

// alike is the cosine of two vectors, and the share of the smaller one's
// weight that the other has too.
func alike(a, b vector) (cosine, contained float64) {
	if a.norm == 0 || b.norm == 0 {
		return 0, 0
	}
	var dot, both float64
	for i, j := 0, 0; i < len(a.ids) && j < len(b.ids); {
		switch {
		case a.ids[i] < b.ids[j]:
			i++
		case a.ids[i] > b.ids[j]:
			j++
		default:
			dot += a.weights[i] * b.weights[j]
			both += min(a.weights[i], b.weights[j])
			i, j = i+1, j+1
		}
	}
	return dot / (a.norm * b.norm), both / min(a.sum, b.sum)
}

// shortText is how many characters a text must have for containment to mean
// anything.
const shortText = 25

func long(s string) bool {
	return len(s) >= utf8.UTFMax*shortText || utf8.RuneCountInString(s) >= shortText
}
