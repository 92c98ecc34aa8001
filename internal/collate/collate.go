// Package collate brings many versions of one stretch of words into one
// sequence of agreed words and brackets.
//
// It promises that the result is lossless (joining the words along a version's
// variants gives that version back, blank for blank), that it does not depend
// on the order in which the versions are handed over, that no word or number
// is cut, and that it is about the shortest such text: its cost is the words
// shown, plus the variants that hold words, plus the brackets. It refuses to
// know who wrote a version; it speaks of them by index.
//
// How it works. Each version is aligned with the base on anchors, runs of words
// that occur once in both (pairwise.go). Where all agree on a long run, the
// text is cut into blocks that are settled alone (block.go). In a block every
// version in turn, nearest to the base first, is aligned with all that were
// there before, in several ways, into columns (profile.go). Columns are cut
// into agreed words and brackets by dynamic programming over the cost
// (segment.go), with brackets inside variants where that is shorter (nest.go),
// and the cheapest result is kept. For reading aloud, brackets that a reader
// would trip over are joined (phrase.go). Last, blanks find their owner
// (emit.go).
package collate

import (
	"slices"
	"sort"

	"nonpaper/internal/words"
)

// Grain says how finely a text may be bracketed.
type Grain uint8

const (
	// Phrase joins what a reader would trip over: no two neighbouring brackets
	// that divide the versions in the same way with fewer than three words
	// between them, no agreed run of stop words or signs alone.
	Phrase Grain = iota
	// Word is the shortest text.
	Word
	// Sentence brackets whole sentences, paragraphs and items.
	Sentence
)

// Piece is agreed words, or a bracket where Variants is not empty.
type Piece struct {
	Words    string
	Variants []Variant
}

// Variant is one wording of a bracket and the versions that read so, by index
// in ascending order.
type Variant struct {
	Texts  []int
	Pieces []Piece
}

// Texts collates the versions, each normalised (words.Normalise); texts[0] is
// the base. Variants stand in the order of the lowest index that holds them.
func Texts(texts []string, grain Grain) []Piece { return new(Collator).Texts(texts, grain) }

// Collator collates one set of versions after the other, with the tables of the
// one before. Its zero value is ready for use, by one caller at a time.
type Collator struct {
	c        collation
	pairwise pairwise
	settler  settler
}

// Texts is the function Texts.
func (k *Collator) Texts(texts []string, grain Grain) []Piece {
	if len(texts) == 0 {
		return nil
	}
	distinct, members := merge(texts)
	return restore(k.collate(distinct, grain), members)
}

// collate collates texts that differ from each other.
func (k *Collator) collate(distinct []string, grain Grain) []Piece {
	if len(distinct) == 1 {
		if distinct[0] == "" {
			return nil
		}
		return []Piece{{Words: distinct[0]}}
	}
	if empty := slices.Index(distinct, ""); empty >= 0 {
		return k.around(distinct, empty, grain)
	}
	k.c.read(distinct, grain)
	k.pairwise.alignAll(&k.c)
	k.settler.reset(&k.c)
	return slide(unite(k.c.run(&k.settler), all(len(distinct))))
}

// around collates where one version has no words: one bracket around everything,
// with the words of the others in it, listed or with brackets of their own,
// whichever is shorter.
func (k *Collator) around(distinct []string, empty int, grain Grain) []Piece {
	rest := slices.Delete(slices.Clone(distinct), empty, empty+1)
	others := make([][]int, 0, len(rest)) // the indexes of the rest
	for i := range distinct {
		if i != empty {
			others = append(others, []int{i})
		}
	}
	p := Piece{Variants: []Variant{{Texts: []int{empty}}}}
	if len(rest) == 1 {
		p.Variants = append(p.Variants, Variant{Texts: others[0], Pieces: []Piece{{Words: rest[0]}}})
		return []Piece{p}
	}
	inner := restore(k.collate(rest, grain), others)
	listed := make([]Variant, len(rest))
	for i, text := range rest {
		listed[i] = Variant{Texts: others[i], Pieces: []Piece{{Words: text}}}
	}
	switch {
	case len(inner) == 1: // a bracket around everything already
		p.Variants = append(p.Variants, inner[0].Variants...)
	case cost([]Piece{{Variants: listed}}) <= cost(inner)+2:
		p.Variants = append(p.Variants, listed...)
	default:
		all := slices.Sorted(slices.Values(slices.Concat(others...)))
		p.Variants = append(p.Variants, Variant{Texts: all, Pieces: inner})
	}
	return []Piece{p}
}

// cost is what a reader of the pieces reads: words, variants that hold words,
// brackets.
func cost(pieces []Piece) int {
	n := 0
	for _, p := range pieces {
		if p.Variants == nil {
			for _, t := range words.Tokens(p.Words) {
				if t.Class != words.LineEnd {
					n += int(t.Cost)
				}
			}
			continue
		}
		n++
		for _, v := range p.Variants {
			if len(v.Pieces) > 0 {
				n += 1 + cost(v.Pieces)
			}
		}
	}
	return n
}

// merge drops copies and puts the versions into an order that depends on their
// words alone: the base, then by distance to it in the crude sense of length
// and then by the words themselves. members maps each kept version to the
// indexes that it stands for.
func merge(texts []string) (distinct []string, members [][]int) {
	at := map[string]int{}
	for i, t := range texts {
		k, known := at[t]
		if !known {
			k = len(distinct)
			at[t] = k
			distinct = append(distinct, t)
			members = append(members, nil)
		}
		members[k] = append(members[k], i)
	}
	order := make([]int, len(distinct))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order[1:], func(a, b int) bool { return distinct[order[1+a]] < distinct[order[1+b]] })
	d, m := make([]string, len(order)), make([][]int, len(order))
	for i, o := range order {
		d[i], m[i] = distinct[o], members[o]
	}
	return d, m
}

// restore puts the callers' indexes back.
func restore(pieces []Piece, members [][]int) []Piece {
	for i := range pieces {
		for k := range pieces[i].Variants {
			v := &pieces[i].Variants[k]
			var all []int
			for _, t := range v.Texts {
				all = append(all, members[t]...)
			}
			slices.Sort(all)
			v.Texts = all
			v.Pieces = restore(v.Pieces, members)
		}
		slices.SortStableFunc(pieces[i].Variants, func(a, b Variant) int { return a.Texts[0] - b.Texts[0] })
	}
	return pieces
}

// lexicon numbers the different tokens of a collation.
type lexicon struct {
	ids   map[lexeme]int32
	token []words.Token // by number
}

type lexeme struct {
	text        string
	left, right bool
}

func (l *lexicon) number(t words.Token) int32 {
	key := lexeme{t.Text, t.Left, t.Right}
	id, known := l.ids[key]
	if !known {
		id = int32(len(l.token))
		l.ids[key] = id
		l.token = append(l.token, t)
	}
	return id
}

// version is one distinct text as numbers.
type version struct {
	ids    []int32
	blank  []bool  // a blank stands before the token
	base   []int32 // per token: the base's token it is aligned with, -1 for none
	starts []bool  // at sentence grain, per token and for the end: a sentence begins there
}

// collation is the state of one call, and the tables that are kept for the next.
type collation struct {
	grain    Grain
	lex      lexicon
	versions []version
	weight   []float32 // per token number
	cost     []int32   // per token number: what a reader counts in it
	units    []int32   // the same in units of the cost; nothing for a line end
	trips    []bool    // per token number: a stop word or a sign
	mixed    []uint64  // per token number: its part of a hash

	tokens []words.Token   // of the line at hand
	lines  map[string]span // the lines read, most of which stand in several versions
	ids    []int32         // of the lines
	blank  []bool          // of the lines
	places arena[int32]    // of cut and of places
}

// read makes the collation that of other texts.
func (c *collation) read(distinct []string, grain Grain) {
	if c.lines == nil {
		c.lines, c.lex.ids = map[string]span{}, map[lexeme]int32{}
	}
	clear(c.lines)
	clear(c.lex.ids)
	c.grain, c.lex.token, c.ids, c.blank = grain, c.lex.token[:0], c.ids[:0], c.blank[:0]
	c.places.release(mark{})
	end := c.lex.number(words.Token{Text: "\n", Class: words.LineEnd})
	c.versions = resize(c.versions, len(distinct))
	for i, text := range distinct {
		v := &c.versions[i]
		v.ids, v.blank, v.starts = v.ids[:0], v.blank[:0], nil
		for first := true; ; first = false {
			line, rest, more := cutLine(text)
			if !first {
				v.ids, v.blank = append(v.ids, end), append(v.blank, false)
			}
			at := c.line(line)
			v.ids, v.blank = append(v.ids, c.ids[at.from:at.to]...), append(v.blank, c.blank[at.from:at.to]...)
			if !more {
				break
			}
			text = rest
		}
	}
	c.weigh()
	if grain == Sentence {
		c.markSentences()
	}
}

// line reads a line, once, and says where its tokens stand.
func (c *collation) line(line string) span {
	at, known := c.lines[line]
	if !known {
		at.from = len(c.ids)
		c.tokens = words.AppendLine(c.tokens[:0], line)
		for _, t := range c.tokens {
			c.ids, c.blank = append(c.ids, c.lex.number(t)), append(c.blank, t.Blank)
		}
		at.to = len(c.ids)
		c.lines[line] = at
	}
	return at
}

// markSentences says in every version where a sentence begins.
func (c *collation) markSentences() {
	for i := range c.versions {
		v := &c.versions[i]
		tokens := make([]words.Token, len(v.ids))
		for k, id := range v.ids {
			tokens[k] = c.lex.token[id]
			tokens[k].Blank = v.blank[k]
		}
		v.starts = words.SentenceStarts(tokens)
	}
}

// all are the indexes of n texts.
func all(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func cutLine(s string) (line, rest string, more bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// weigh gives every token its weight in a match: what a match of it says about
// the two places being the same place.
func (c *collation) weigh() {
	n := len(c.lex.token)
	c.weight, c.mixed = resize(c.weight, n), resize(c.mixed, n)
	c.cost, c.units, c.trips = resize(c.cost, n), resize(c.units, n), resize(c.trips, n)
	for i, t := range c.lex.token {
		c.cost[i] = int32(t.Cost)
		c.units[i] = int32(t.Cost) * unit
		class := c.class(int32(i))
		c.trips[i] = class == words.Stop || class == words.Sign
		c.mixed[i] = mix(uint64(i) + 1)
		switch t.Class {
		case words.Content:
			c.weight[i] = 1
		case words.Stop:
			c.weight[i] = 0.5
		case words.LineEnd:
			c.weight[i], c.units[i] = 0.4, 0
		default:
			c.weight[i] = 0.4
		}
	}
}

// class is the class of a token to a reader, to whom the label (a) alone
// between two brackets is an article.
func (c *collation) class(id int32) words.Class {
	if t := &c.lex.token[id]; t.Text != "(a)" {
		return t.Class
	}
	return words.Stop
}
