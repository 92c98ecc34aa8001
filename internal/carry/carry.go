// Package carry carries a proposal over when the words that it was made on
// change: three texts go in, what the party was given, what it wants, and how
// the words read now, and either one wording comes out that says what both
// changed, or the places at which a person has to decide.
//
// The rule. What the party changed and what has changed since are edits over
// stretches of the words that the party was given, as collate finds them at the
// grain of words.
//
//  1. An edit that both made, at one place and in the same words, is made once.
//     Where nothing but such edits is the party's, the proposal is met: the new
//     words say all that it wanted.
//  2. Edits of the two that stand apart are both made. They stand apart where at
//     least one word, a line end or the end of a sentence that neither touches is
//     between them, wherever an edit that could be made at several places alike
//     ("a, a, a") may be made.
//  3. All others are one place about which a person is asked: two edits that
//     overlap or touch, and two insertions at one gap.
//  4. A person is also asked, though the edits stand apart, where the words could
//     come to say what neither said: where both change a sentence, or both change
//     the text, of which one of them leaves less than half of the words; where both
//     change a sentence and one of them puts in or takes out a word that turns its
//     sense round (not, no, except, unless, …), or both one that says how much it
//     binds (shall, may, if, …), in English; where three words in a row that one
//     takes out, the other puts in elsewhere (a passage that was moved), or both put
//     in at different places.
//
// It promises, of a wording that is carried: every word that either put in stands
// in it, no word that either took out stands in it where it stood, it is the same
// whichever of the two is called the party, and it is normalised. Carrying over
// to unchanged words gives the proposal. It refuses to guess: it has no rule by
// which one of two wordings of a place wins.
package carry

import (
	"strings"

	"nonpaper/internal/words"
)

// Why says why a person has to decide. The texts are shown and are in JSON.
type Why string

const (
	Overlap   Why = "both change these words"
	Rewritten Why = "little is left of the sentence or text that both change"
	Sense     Why = "both change this sentence, in words on which its sense hangs"
	Moved     Why = "words that one takes out, the other puts in elsewhere"
	Twice     Why = "both put in the same words, at different places"
	Joined    Why = "words of the two would run together"
)

// Place is where a person has to decide: the words there as the party was given
// them, as it wants them, and as they are now.
type Place struct {
	Why              Why
	Base, Party, Now string
	// where these stand in the three texts, in bytes of their normalised forms
	AtBase, AtParty, AtNow Span
}

// Span is a stretch of a text, in bytes.
type Span struct{ From, To int }

// Merged is what became of a proposal.
type Merged struct {
	Wording string  // where it could be carried over
	Met     bool    // the wording is that of the new words: nothing is left to want
	Places  []Place // where a person has to decide; none where it was carried over
}

// Carried reports whether the proposal could be carried over.
func (m *Merged) Carried() bool { return len(m.Places) == 0 }

// Merge carries a proposal over from the words that it was made on to those that
// stand now.
func Merge(base, proposal, newBase string) Merged {
	return Between(base, proposal).Onto(Between(base, newBase))
}

// Merger is Merge for many proposals on the same words. The zero value is ready.
type Merger struct {
	diffs map[[2]string]*Diff
}

// Merge is Merge; it finds but once what has changed between two texts.
func (m *Merger) Merge(base, proposal, newBase string) Merged {
	return m.between(base, proposal).Onto(m.between(base, newBase))
}

func (m *Merger) between(base, other string) *Diff {
	key := [2]string{base, other}
	d := m.diffs[key]
	if d == nil {
		if m.diffs == nil {
			m.diffs = map[[2]string]*Diff{}
		}
		d = Between(base, other)
		m.diffs[key] = d
	}
	return d
}

// Onto makes the edits of the party's wording on top of those of the new words.
// Both are of the same base.
func (d *Diff) Onto(now *Diff) Merged {
	x := pairing{party: d, now: now, sharedParty: make([]bool, len(d.edits)), sharedNow: make([]bool, len(now.edits))}
	x.pair()
	if x.ask(); len(x.clusters) > 0 {
		return Merged{Places: x.places()}
	}
	text, ok := x.write()
	if !ok {
		x.whole(Joined)
		return Merged{Places: x.places()}
	}
	return Merged{Wording: text, Met: text == now.text}
}

// pairing is the edits of the two side by side.
type pairing struct {
	party, now             *Diff
	sharedParty, sharedNow []bool // the other made it too
	clusters               []cluster
}

// pair finds the edits that both made.
func (x *pairing) pair() {
	at := map[int][]int{}
	for j := range x.now.edits {
		at[x.now.edits[j].lo] = append(at[x.now.edits[j].lo], j)
	}
	for i := range x.party.edits {
		for _, j := range at[x.party.edits[i].lo] {
			if !x.sharedNow[j] && x.party.edits[i].same(&x.now.edits[j]) {
				x.sharedParty[i], x.sharedNow[j] = true, true
				break
			}
		}
	}
}

// write makes the edits of both. It reports whether the tokens of what it wrote
// are those that it was written of.
func (x *pairing) write() (string, bool) {
	var b strings.Builder
	var said []string
	put := func(t *words.Token, blank bool) {
		if blank {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
		said = append(said, t.Text)
	}
	base := x.now.base
	blank, known := false, false // whether one stands before the next token of the base, where an edit says so
	at, i, j := 0, 0, 0
	upTo := func(end int) {
		for ; at < end; at++ {
			stands := base[at].Blank
			if known {
				stands, known = blank, false
			}
			put(&base[at], stands)
		}
	}
	for {
		for i < len(x.party.edits) && x.sharedParty[i] { // made once, as it is now
			i++
		}
		var e *edit
		switch {
		case i < len(x.party.edits) && (j == len(x.now.edits) || x.party.edits[i].from < x.now.edits[j].from):
			e = &x.party.edits[i]
			i++
		case j < len(x.now.edits):
			e = &x.now.edits[j]
			j++
		default:
			upTo(len(base))
			text := b.String()
			return text, words.Normalise(text) == text && sameTokens(text, said)
		}
		if e.from < at { // an edit that both made, the other way round about another of the party's
			return "", false
		}
		upTo(e.from)
		for k := range e.words {
			put(&e.words[k], e.words[k].Blank)
		}
		at, blank, known = e.to, e.after, true
	}
}

// sameTokens reports whether a text is made of these tokens, and no others.
func sameTokens(text string, want []string) bool {
	if text == "" {
		return len(want) == 0
	}
	tokens := words.Tokens(text)
	if len(tokens) != len(want) {
		return false
	}
	for i := range tokens {
		if tokens[i].Text != want[i] {
			return false
		}
	}
	return true
}

// Lost are words that a party put in first, that stood in what was decided on since,
// and that would no longer stand in a wording: what it had won in between, and would
// lose without anybody's asking. They are counted over the whole text.
func Lost(base, proposal, decided, wording string) (out []string) {
	had, put := counted(base), counted(proposal)
	stood, stands := counted(decided), counted(wording)
	seen := map[string]bool{}
	for _, w := range said(tokens(words.Normalise(proposal))) {
		if !seen[w] && put[w] > had[w] && stands[w] < min(put[w], stood[w]) {
			out = append(out, w)
		}
		seen[w] = true
	}
	return out
}

func counted(s string) map[string]int {
	out := map[string]int{}
	for _, w := range said(tokens(words.Normalise(s))) {
		out[w]++
	}
	return out
}

// SameWords reports whether two texts differ in nothing but blanks and line ends'
// marks.
func SameWords(a, b string) bool { return words.Normalise(a) == words.Normalise(b) }
