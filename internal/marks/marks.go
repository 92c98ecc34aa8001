// Package marks reads the marks of a bracketed text as people write it: square
// brackets and what stands in them, who proposes, retains or opposes which
// words, options, placeholders, end marks, editor's instructions, links and
// footnote marks.
//
// It promises that no text is refused and that nothing is lost: the leaves of
// the tree that it makes give the source back byte for byte, every square
// bracket of the source is accounted for exactly once, and what is unclear is
// kept as words and told as a problem with its line and column. The time that
// it takes grows with the length of the text only. It refuses to judge: whether
// a bracket is empty or a party stands in it twice is the concern of those who
// read the tree. It refuses to know what a point is; whoever calls says where
// points begin.
//
// The grammar is that of multilateral practice, in one piece for all dialects:
//
//	[15 - HAR / 25 - UNI retain / 40 - SEL]     conference
//	[HAR/SEL propose; UNI oppose: words]        trade
//	[15][25][40], [15/25/40], [a lone one]      unattributed
//	[words] - HAR, [HAR bracket: words]         a bare objection
//	Option 1 (HAR, SEL): words                  options
//	[X], [20XX], [40-70], [deleted], [Agreed ad ref], {instruction}
package marks

import "nonpaper/internal/ident"

// Kind says what a node is.
type Kind uint8

const (
	Words       Kind = iota // a leaf: words of the text, escapes as written
	Mark                    // a leaf: what belongs to the notation
	Hidden                  // a leaf: no words of the text (front matter, comments, attributes, definitions of links)
	Note                    // a leaf: the mark of a footnote, [^1]
	Link                    // marks and words of a link
	Instruction             // {words that are not text}
	Bracket                 // one pair of square brackets, with variants
	Variant                 // the words of a variant, and the mark that says who holds it
	Run                     // adjacent brackets that are the variants of one place
	Options                 // a series of options
	Option                  // one of them: its label, and its words
)

// Form says how a bracket says who wants what.
type Form uint8

const (
	Plain      Form = iota // names nobody, one variant
	Slashed                // names nobody, variants between strokes
	Conference             // stances behind the variants
	Trade                  // groups before the words
	Whole                  // a party brackets the words: [HAR bracket: words]; or says so behind them: [words] - HAR
)

// Sort says what a bracket is for.
type Sort uint8

const (
	Text        Sort = iota // words that are not agreed
	Placeholder             // a number, date or words to come: [X], [20XX], [40-70], [placeholder for finance]
	Slot                    // a place that is kept: [deleted], [moved to 17], [intentionally left blank]
	EndMark                 // what is said of the paragraph before it: [Agreed ad ref], [HAR general reserve]
)

// Node is a piece of the source, From to To in bytes. Line and Col are where it
// begins, from 1, Col in characters. The children of a node that has any cover
// it without gaps.
type Node struct {
	Kind      Kind
	Form      Form // of a bracket
	Sort      Sort // of a bracket
	Spans     bool // of a bracket: it closes in another paragraph
	Depth     int  // of a bracket: 1 where it stands in no other
	From, To  int
	Line, Col int
	Label     string   // of an option: "1", "(a)"
	Stances   []Stance // of a variant, an option or a Whole bracket
	Children  []Node
}

// Stance is what parties say of words.
type Stance struct {
	Parties   []ident.Code
	Verb      Verb
	Kind      string // of Reserve: "scrutiny" in "reserve (scrutiny)"
	Pending   string // of Reserve: "14" in "reserve pending 14"
	From, To  int
	Line, Col int
}

// Verb is what a party does. Propose is the empty verb of the conference style.
type Verb string

const (
	Propose  Verb = "propose"
	Support  Verb = "support"
	Retain   Verb = "retain"
	Delete   Verb = "delete"
	Oppose   Verb = "oppose"
	Objects  Verb = "bracket"
	Reserve  Verb = "reserve"
	AdRef    Verb = "ad ref"
	Flexible Verb = "flexible"
	Consider Verb = "considering"
	Join     Verb = "will join consensus"
)

// Wants reports whether who takes the stance wants the words to stand, now or
// in the end.
func (v Verb) Wants() bool {
	switch v {
	case Delete, Oppose, Objects, Reserve, Consider:
		return false
	}
	return true
}

// The kinds of problems. The names are stable.
const (
	Unclosed     = "unclosed-bracket" // an opening bracket that nothing closes
	Unopened     = "unopened-bracket" // a closing bracket that nothing opened
	StrayBrace   = "stray-brace"      // a brace without its other
	TooDeep      = "too-deep"         // brackets lie deeper in each other than MaxDepth
	OrphanOption = "orphan-option"    // an option label that belongs to no series
	LoneOption   = "lone-option"      // a series of one option
	OptionOrder  = "option-order"     // an option label that does not follow the one before
	UnknownVerb  = "unknown-verb"     // behind a party stands a word that is no verb of the notation
	DoubleStroke = "double-stroke"    // "//" between codes
	UnclearParty = "unclear-party"    // what should be parties does not read as codes
	UnclearLink  = "unclear-link"     // brackets that are a link to some readers and words to others
)

// Problem is something that is unclear or wrong with the marks. What it is
// about was kept as words; Text says so where it was read all the same.
type Problem struct {
	Kind      string
	From, To  int
	Line, Col int
	Text      string // what is said to a person
}

// Account says of all square brackets of one direction what they were taken
// for. Their sum is the number in the source.
type Account struct {
	Text       int // text brackets
	Link       int // links and definitions of links
	Note       int // footnote marks and footnotes
	Escaped    int // \[ and \]
	Hidden     int // in front matter, comments, attributes and instructions
	Unbalanced int
	Deep       int // deeper than MaxDepth
}

// Sum is the number of brackets.
func (a Account) Sum() int {
	return a.Text + a.Link + a.Note + a.Escaped + a.Hidden + a.Unbalanced + a.Deep
}

// Read is a text that was read.
type Read struct {
	Source       string
	Dialect      Dialect
	Nodes        []Node
	Problems     []Problem // in the order of the source
	Opened, Shut Account
}

// Dialect says which way of writing is read. The zero value is for texts as
// people write them; the others are for what nonpaper wrote itself, where
// every sign that could be a mark is one.
type Dialect uint8

const (
	Any Dialect = iota
	InConference
	InTrade
	InOptions
)

// Setting says how a text is read.
type Setting struct {
	Dialect Dialect
	Starts  []int        // the lines, from 1 and ascending, where points, parts and footnotes begin
	Parties []ident.Code // known codes; they are read as such where a stranger would not be
}

// MaxDepth is how deep brackets may lie in each other, far above what any text has.
const MaxDepth = 100

// Of reads a text. It is for any string; what is not UTF-8 is words.
func Of(src string, set Setting) *Read {
	r := &reader{src: src, set: set, known: map[ident.Code]bool{}}
	for _, c := range set.Parties {
		r.known[c] = true
	}
	r.divide()
	r.scan()
	r.pair()
	r.pairAcross()
	return r.build()
}

// Walk calls f with every node in reading order, parents first; where f is
// false, it does not go into the node.
func (r *Read) Walk(f func(*Node) bool) { walk(r.Nodes, f) }

func walk(ns []Node, f func(*Node) bool) {
	for i := range ns {
		if f(&ns[i]) {
			walk(ns[i].Children, f)
		}
	}
}

// Raw is the source of a node.
func (r *Read) Raw(n *Node) string { return r.Source[n.From:n.To] }

// Variants are the variants of a bracket, or of all brackets of a run.
func (n *Node) Variants() []*Node {
	var out []*Node
	for i := range n.Children {
		switch c := &n.Children[i]; c.Kind {
		case Variant:
			out = append(out, c)
		case Bracket:
			if n.Kind == Run {
				out = append(out, c.Variants()...)
			}
		}
	}
	return out
}
