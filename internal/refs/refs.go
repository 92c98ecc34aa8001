// Package refs finds the references in wordings ("points 7 and 14", "paragraph
// 2 (a) of Article 5"), resolves them to the points of a text, and rewrites
// their numbers when the numbers of the points change.
//
// It promises that a rewriting changes numbers and nothing else, except that a
// range which is none any more becomes a list, and that every reference which it
// does not rewrite is said with the reason. It refuses to guess: a reference to
// another text ("Article 51 of the Charter"), one that is relative ("the
// preceding paragraph"), and one that names what is not there, or is there
// twice, stay as they are.
//
// A language is a table (english.go, french.go, german.go): the nouns, the words
// of lists and ranges, what begins the name of a text. Another language is
// another table.
package refs

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Kind says what a reference names.
type Kind string

const (
	Point     Kind = "point"
	Article   Kind = "article"
	Clause    Kind = "clause"
	Paragraph Kind = "paragraph"
	Item      Kind = "item" // subparagraph, letter, indent
	Annex     Kind = "annex"
	Part      Kind = "part"
	Section   Kind = "section"
	Chapter   Kind = "chapter"
	Option    Kind = "option"
	Footnote  Kind = "footnote"
)

// level puts kinds in order, from what holds to what is held.
var level = map[Kind]int{
	Part: 1, Chapter: 2, Section: 3, Annex: 4, Article: 5, Point: 5, Clause: 5, Footnote: 5, Paragraph: 6, Option: 7, Item: 8,
}

// holds reports whether what a noun names can hold what another names.
func holds(outer, inner Kind) bool {
	switch {
	case inner == Annex:
		return false
	case outer == Annex:
		return inner != Footnote
	}
	return level[outer] < level[inner]
}

// Scope says which text a reference is about.
type Scope string

const (
	Inside   Scope = "here"     // this text
	Outside  Scope = "outside"  // a text that it names
	Relative Scope = "relative" // what stands near it: "the preceding paragraph"
	Unclear  Scope = "unclear"  // something that may be another text
)

// Ref is one reference as it stands in a wording. Offsets are bytes of what was
// searched: of a string, or of the stretches of words of a wording one behind
// the other (Nodes).
type Ref struct {
	From, To int
	Words    string
	Scope    Scope
	Of       string  // what it is said to be a part of: "the Charter of the United Nations", "this Article"
	Groups   []Group // the outermost first: Article 5, then its paragraph 2; none for a relative one

	own    bool   // Of is the point or text in which it stands: "this Article"
	beside string // the text of the reference that this one is joined to by "and"
}

// OfThisText reports whether the reference says itself that it is of the text or
// point in which it stands: "of this Agreement".
func (r *Ref) OfThisText() bool { return r.own }

// Group are the targets of one noun.
type Group struct {
	Kind    Kind
	Targets []Target
}

// Target is one number, or a range of them, with what it names below it.
type Target struct {
	From, To int // the number as typed, of a range both and what is between
	Number   string
	Until    string        // the other end of a range, "" for none
	Items    []string      // what is named below: the a of 2 (a)
	Points   []ident.Point // what the number names in the text; of a range all that it holds
	Why      string        // why it names no point; "" where it does
	Lack     Lack          // what sort of reason that is

	untilFrom int  // where Until begins
	separator int  // where what stands between the target before and this one begins; -1 for the first
	stem      int  // how many bytes of Number name the point, and not something below it
	apart     bool // its parts stand on different sides of a bracket, or the noun is said twice
}

// Lack is a sort of reason why a number names nothing in the text.
type Lack uint8

const (
	Names     Lack = iota // it names something
	Absent                // the text numbers such things, and has none of this number
	Uncounted             // the text numbers no such things
	Lacks                 // the point is there, and has no such paragraph, item or option
	Gone                  // the point is deleted
	Twice                 // there is more than one
	Backwards             // a range from a higher to a lower number
	StillOpen             // a placeholder
	Elsewhere             // another text, or what stands near
)

// Node is a stretch of words, or a bracket with its variants.
type Node struct {
	Words    string
	At       int // offset of the words
	Variants [][]Node
}

// Nodes gives a wording as nodes. Offsets count the bytes of the words alone, in
// reading order, all variants included.
func Nodes(w bracket.Wording) []Node {
	at := 0
	return nodes(w, &at)
}

func nodes(w bracket.Wording, at *int) []Node {
	out := make([]Node, 0, len(w))
	for _, it := range w {
		if it.Bracket == nil {
			out = append(out, Node{Words: it.Words, At: *at})
			*at += len(it.Words)
			continue
		}
		var n Node
		for i := range it.Bracket.Variants {
			n.Variants = append(n.Variants, nodes(it.Bracket.Variants[i].Wording, at))
		}
		out = append(out, n)
	}
	return out
}

// Find finds the references of a wording, in brackets and across their marks
// too: of "points [7 / 9] and 14" it finds 7, 9 and 14. They are not resolved yet.
func Find(nodes []Node, lang *Language) []Ref {
	f := finder{lang: lang}
	f.walk(nodes, nil, nil)
	return f.out
}

// FindIn finds the references of words without brackets.
func FindIn(words string, lang *Language) []Ref {
	if words == "" {
		return nil
	}
	return Find([]Node{{Words: words}}, lang)
}

// finder looks at every stretch of words with what is read before and behind it.
type finder struct {
	lang *Language
	out  []Ref
}

// context is how many bytes before and behind a stretch of words are looked at,
// and across how many nodes.
const (
	context = 160
	reach   = 12
)

// piece is a stretch of words, or the end of one, and where it stands.
type piece struct {
	words string
	at    int
}

// before is what is read before a place, the nearest piece first.
type before struct {
	piece
	up *before
}

// behind is what is read behind a place: nodes, and what follows what they lie in.
type behind struct {
	nodes []Node
	up    *behind
}

// walk looks at nodes between what is read before and behind them, and gives
// what is read before whatever follows: of each bracket the first variant that
// has words.
func (f *finder) walk(nodes []Node, left *before, right *behind) *before {
	for i, n := range nodes {
		if n.Variants == nil {
			own := piece{n.Words, n.At}
			if f.lang.mayRefer(n.Words) {
				f.leaf(own, left, &behind{nodes[i+1:], right})
			}
			left = &before{own, left}
			continue
		}
		next := &behind{nodes[i+1:], right}
		past := left
		chosen := false
		for _, v := range n.Variants {
			after := f.walk(v, left, next)
			if !chosen && len(v) > 0 {
				past, chosen = after, true
			}
		}
		left = past
	}
	return left
}

// pieces are what a reference can reach back to, in reading order.
func (b *before) pieces() (out []piece) {
	size := 0
	for ; b != nil && size < context && len(out) < reach; b = b.up {
		p := b.piece
		if cut := len(p.words) - (context - size); cut > 0 {
			for cut < len(p.words) && !utf8.RuneStart(p.words[cut]) {
				cut++
			}
			p = piece{p.words[cut:], p.at + cut}
		}
		size += len(p.words)
		out = append(out, p)
	}
	slices.Reverse(out)
	return out
}

// pieces are what a reference can reach on to: of each bracket the first variant
// that has words.
func (b *behind) pieces() (out []piece) {
	size := 0
	var add func([]Node) bool
	add = func(nodes []Node) bool {
		for i, n := range nodes {
			if size >= context || i > reach || len(out) > reach {
				return false
			}
			if n.Variants == nil {
				w := n.Words[:min(len(n.Words), context)]
				out = append(out, piece{w, n.At})
				size += len(w)
				continue
			}
			for _, v := range n.Variants {
				had := len(out)
				if !add(v) {
					return false
				}
				if len(out) > had {
					break
				}
			}
		}
		return true
	}
	for ; b != nil && add(b.nodes); b = b.up {
	}
	return out
}

// leaf finds the references whose numbers stand in one stretch of words.
func (f *finder) leaf(own piece, back *before, on *behind) {
	pieces := []piece{own}
	from := 0
	left, right := back.pieces(), on.pieces()
	if len(left) > 0 || len(right) > 0 {
		pieces = make([]piece, 0, len(left)+1+len(right))
		pieces = append(append(append(pieces, left...), own), right...)
		for _, p := range left {
			from += len(p.words)
		}
	}
	text := own.words
	if len(pieces) > 1 {
		var b strings.Builder
		n := 0
		for _, p := range pieces {
			n += len(p.words)
		}
		b.Grow(n)
		for _, p := range pieces {
			b.WriteString(p.words)
		}
		text = b.String()
	}
	to := from + len(own.words)
	s := scanner{s: text, lang: f.lang}
	for _, r := range s.all() {
		if f.keep(&r, from, to) {
			place(&r, pieces)
			f.out = append(f.out, r)
		}
	}
}

// keep leaves of a reference what stands in the stretch from..to by its
// outermost numbers, and reports whether that is anything.
func (f *finder) keep(r *Ref, from, to int) bool {
	if len(r.Groups) == 0 {
		return r.From >= from && r.From < to
	}
	var mine []Target
	for _, t := range r.Groups[0].Targets {
		if t.From >= from && t.From < to {
			t.apart = t.apart || t.To > to || t.separator >= 0 && t.separator < from
			mine = append(mine, t)
		}
	}
	r.Groups[0].Targets = mine
	return len(mine) > 0
}

// place gives the offsets of a reference as those of the source.
func place(r *Ref, pieces []piece) {
	source := func(at int, end bool) int {
		for _, p := range pieces {
			if at < len(p.words) || end && at == len(p.words) {
				return p.at + at
			}
			at -= len(p.words)
		}
		last := pieces[len(pieces)-1]
		return last.at + len(last.words)
	}
	r.From, r.To = source(r.From, false), source(r.To, true)
	for g := range r.Groups {
		for i := range r.Groups[g].Targets {
			t := &r.Groups[g].Targets[i]
			t.From, t.To = source(t.From, false), source(t.To, true)
			if t.Until != "" {
				t.untilFrom = source(t.untilFrom, false)
			}
			if t.separator >= 0 {
				t.separator = source(t.separator, false)
			}
		}
	}
}
