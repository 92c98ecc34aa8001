// Package amend reads amending instructions as people write them, in English and
// in French, and carries them out on a wording.
//
// It promises that an instruction is understood whole or not at all: a word that
// it cannot place, words that do not stand in the wording, or stand there more
// than once without being told apart, are said with the reason, and nothing is
// guessed. All instructions on one wording are carried out against the wording as
// it stands, so their order does not matter and the numbers of paragraphs are the
// wording's own; where two of them touch the same words, that is said too. It
// refuses to know what a wording means: it finds words and marks, no sense.
//
// A language is a table (french.go, english.go): what names a place, and what
// begins an instruction. Another language is another table.
package amend

import (
	"fmt"
	"strings"
)

// Op is what an instruction does.
type Op uint8

const (
	Replace      Op = iota + 1 // Old becomes New
	Strike                     // Old goes; without Old, the place
	Insert                     // New comes next to Old, after or before it
	Rewrite                    // the place reads New
	RewriteEnd                 // what follows Old in the place reads New
	RewriteStart               // what comes before Old in the place reads New
	Complete                   // New, words, comes at the end of the place
	AddSentence                // New, sentences, comes at the end of the place, or after or before it
	AddParagraph               // New, paragraphs, comes at the end of the place, or after or before it
	Begin                      // New, words, comes at the beginning of the place
	Keep                       // the wording stays as it is
)

// Side says on which side of words or of a place something is put.
type Side uint8

const (
	Within Side = iota
	After
	Before
)

// Words are what an instruction takes out and puts in. Where it is written
// without quotation marks there may be several ways to part the two.
type Words struct{ Old, New string }

// Place is where an instruction works. The zero value is the whole wording.
type Place struct {
	Label     []string // the paragraphs under labels, the outer one first: "II", "2°", "a"
	Paragraph int      // from 1, from the end -1; 0 for all
	Sentence  int      // from 1, from the end -1; 0 for all
	Edge      Side     // After: the end of it only; Before: its beginning only
	Noted     string   // a label that the paragraph is said to have, in brackets
}

// Instruction is one instruction as it was understood.
type Instruction struct {
	Op     Op
	Places []Place // none: the whole wording
	Side   Side    // where something is put
	Ways   []Words // the words; as a rule one way to read them
	Times  int     // how often Old stands there, where that is said; 0 for once
	Which  int     // which of several is meant, where that is said: from 1, from the end -1
	Said   string  // the instruction as it was written

	near *span // only words that touch this stretch are meant
}

// Problem is why something was not understood or could not be carried out.
type Problem struct {
	Said    string // the words in question
	Why     string
	Missing bool // the words do not stand there
}

func (p *Problem) Error() string {
	if p.Said == "" {
		return p.Why
	}
	return fmt.Sprintf("%s: “%s”", p.Why, clip(p.Said))
}

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 120 {
		return strings.TrimSpace(string(r[:110])) + " …"
	}
	return s
}

// Edit puts Text in place of the bytes From to To of a wording.
type Edit struct {
	From, To int
	Text     string
}
