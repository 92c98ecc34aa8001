// Package align matches the points of one text with the points of another.
//
// It promises that every point of a version stands at exactly one place, that
// no two of them stand at the same one, that every match says how sure it is
// and why, and that a person's word overrules. A point that was split, merged
// or answered elsewhere names the others (Answers) instead of being cut up. The
// result depends on the texts alone, never on the order in which versions come.
// It refuses to trust numbers: they speak for a match only where the matches
// that the words make sure of have the same numbers too.
package align

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Match says where one point of a version stands.
type Match struct {
	Base    int     // index into the base's points, -1 where it stands alone
	Sure    float64 // 0 to 1; from 0.8 on the program calls it sure
	Why     string
	Answers []int // other points of the base that it answers as well, rising
}

// What Why says.
const (
	ByHand       = "by hand"
	ByIdentifier = "identifier"
	BySame       = "same words"
	ByNumber     = "number"
	ByHeading    = "heading"
	ByWords      = "words"
	New          = "new"
)

// Scores, all between 0 and 1, found on the rival texts of November 2025 and on
// rewritten copies; docs/performance.md has the figures.
const (
	least      = 0.16 // below, two points are not the same
	alsoLeast  = 0.30 // from here on a point answers another one as well
	sureScore  = 0.45 // a score that can be sure, with a margin
	sureMargin = 0.18
	tooWeak    = 0.20 // less sure, a point stands alone and names what it is like
	sureFrom   = 0.80 // what calls itself sure
	clearOf    = 0.10 // how much more like each other they must be for that than two points of the base,
	farClearOf = 0.28 // and where they are not the same word for word in most places
	doubtful   = 0.75 // how sure a match is at most where they are not
	notTrusted = 0.40 // a number alone, where the other numbers are not the base's
)

// Points matches the points of a version with the base's. There is one match
// for every point of the version, in its order. Notes name the overrules that
// could not be followed.
func (b *Base) Points(version plan.Text, overrules []Overrule) ([]Match, []plan.Note) {
	m := &matcher{ready: b, base: b.points, version: version.Points}
	m.matches = make([]Match, len(m.version))
	m.taken = make([]bool, len(m.base))
	m.settled = make([]bool, len(m.version))
	for i := range m.matches {
		m.matches[i] = Match{Base: -1, Sure: 1, Why: New}
	}
	notes := m.byHand(overrules)
	m.byIdentifier()
	m.bySameWords()
	m.byActHeading()
	m.byScore()
	return m.matches, append(notes, m.lostSlots()...)
}

// matcher is the state of one call.
type matcher struct {
	ready         *Base
	base, version []plan.Point
	matches       []Match
	taken         []bool // per point of the base
	settled       []bool // per point of the version
}

func (m *matcher) settle(v, b int, sure float64, why string) {
	m.settled[v] = true
	m.matches[v] = Match{Base: b, Sure: sure, Why: why}
	if b >= 0 {
		m.taken[b] = true
	}
}

// byIdentifier matches what has the same identifier on both sides.
func (m *matcher) byIdentifier() {
	at := map[ident.Point]int{}
	for b, p := range m.base {
		if _, twice := at[p.ID]; !twice && p.ID != "" && !m.taken[b] {
			at[p.ID] = b
		}
	}
	for v, p := range m.version {
		if b, known := at[p.ID]; known && !m.settled[v] && !m.taken[b] {
			m.settle(v, b, 1, ByIdentifier)
		}
	}
}

// bySameWords matches points whose words are the same to the letter and stand
// only once on either side, whatever their numbers.
func (m *matcher) bySameWords() {
	type key struct {
		kind          plan.Kind
		heading, body string
	}
	keyOf := func(p plan.Point) key { return key{p.Kind, p.Heading, p.Body} }
	at := map[key][]int{}
	for b, p := range m.base {
		if !m.taken[b] && p.Body != "" {
			at[keyOf(p)] = append(at[keyOf(p)], b)
		}
	}
	count := map[key]int{}
	for v, p := range m.version {
		if !m.settled[v] {
			count[keyOf(p)]++
		}
	}
	for v, p := range m.version {
		if k := keyOf(p); !m.settled[v] && len(at[k]) == 1 && count[k] == 1 {
			m.settle(v, at[k][0], 1, BySame)
		}
	}
}

// byActHeading matches points that have an act, a heading and no words.
func (m *matcher) byActHeading() {
	for v, p := range m.version {
		if m.settled[v] || !actOnly(p) || p.Heading == "" {
			continue
		}
		found, sure := -1, 0.0
		folded := fold(p.Heading)
		for b, q := range m.base {
			if m.taken[b] || !sameKind(p.Kind, q.Kind) || folded != m.ready.folds[b] {
				continue
			}
			switch {
			case p.Number != "" && p.Number == q.Number:
				found, sure = b, 1
			case sure < 0.9:
				found, sure = b, 0.9
			}
		}
		if found >= 0 {
			m.settle(v, found, sure, ByHeading)
		}
	}
}

// byActNumber matches points that have an act and nothing but their number to
// go by; sure is how far numbers can be trusted.
func (m *matcher) byActNumber(sure float64) {
	for v, p := range m.version {
		if m.settled[v] || !emptySlot(p) {
			continue
		}
		for b, q := range m.base {
			if !m.taken[b] && sameKind(p.Kind, q.Kind) && p.Number != "" && p.Number == q.Number {
				m.settle(v, b, sure, ByNumber)
				break
			}
		}
		if !m.settled[v] && sure < sureFrom {
			m.settle(v, -1, sure, New)
		}
	}
}

// lostSlots tells of empty slots that stand at no point of the base, and so
// delete or keep nothing.
func (m *matcher) lostSlots() []plan.Note {
	var notes []plan.Note
	for v, p := range m.version {
		if actOnly(p) && m.matches[v].Base < 0 && m.matches[v].Why == New {
			name := strings.TrimSpace(p.Number + " " + p.Heading)
			notes = append(notes, plan.Note{Text: fmt.Sprintf("point %s (%s) has no words, and no point of the base is known by its number or heading; say with --match which is meant", name, p.Act)})
		}
	}
	return notes
}

// emptySlot reports whether there is nothing but a number to go by.
func emptySlot(p plan.Point) bool { return actOnly(p) && p.Heading == "" }

// actOnly reports whether a point has an act and no words.
func actOnly(p plan.Point) bool { return p.Act != plan.ActNone && p.Body == "" }

// sameKind reports whether points of the two kinds can be the same: a
// definition is a point, the others are what they are.
func sameKind(a, b plan.Kind) bool {
	plain := func(k plan.Kind) plan.Kind {
		if k == plan.KindDefinition {
			return plan.KindPoint
		}
		return k
	}
	return plain(a) == plain(b)
}

// pair is a possible match and what speaks for it.
type pair struct {
	v, b        int
	score       float64
	words, head float64
	sameNumber  bool
	neighbourly bool
	literal     bool // most of the one stands in the other word for word
}

// byScore matches what is left by number, heading and words together.
func (m *matcher) byScore() {
	overlaps := m.overlaps()
	defer m.namePieces(overlaps)
	pairs := withPieces(m.candidates(), overlaps)
	numbers := m.numbersAgree(pairs)
	if numbers > 0 {
		m.byActNumber(sureFrom)
		pairs = slices.DeleteFunc(pairs, func(p pair) bool { return m.taken[p.b] })
	}
	// Where the numbers are not the base's, an empty slot may not take the place
	// of a point that the words find.
	defer m.byActNumber(notTrusted)
	if len(pairs) == 0 {
		return
	}
	for i := range pairs {
		p := &pairs[i]
		if p.sameNumber {
			p.score += 0.15 * numbers
		}
	}
	chosen := assign(pairs, len(m.version), len(m.base))
	// neighbours of what is chosen: weak evidence, for a second look
	place := map[int]int{}
	for v, b := range chosen {
		place[v] = b
	}
	for v := range m.version {
		if m.settled[v] && m.matches[v].Base >= 0 {
			place[v] = m.matches[v].Base
		}
	}
	for i := range pairs {
		p := &pairs[i]
		before, hasBefore := place[p.v-1]
		after, hasAfter := place[p.v+1]
		if hasBefore && before == p.b-1 || hasAfter && after == p.b+1 {
			p.score += 0.05
			p.neighbourly = true
		}
	}
	chosen = assign(pairs, len(m.version), len(m.base))
	m.record(pairs, chosen)
}

// record writes the chosen matches down, how sure each is, and what else each
// point answers.
func (m *matcher) record(pairs []pair, chosen map[int]int) {
	byVersion := map[int][]pair{}
	byBase := map[int][]pair{}
	for _, p := range pairs {
		byVersion[p.v] = append(byVersion[p.v], p)
		byBase[p.b] = append(byBase[p.b], p)
	}
	for v := range m.version {
		if m.settled[v] || emptySlot(m.version[v]) {
			continue
		}
		b, has := chosen[v]
		if !has {
			// it stands alone; what it is like was better answered elsewhere
			best := 0.0
			for _, p := range byVersion[v] {
				best = max(best, p.score)
				if p.score >= alsoLeast {
					m.matches[v].Answers = append(m.matches[v].Answers, p.b)
				}
			}
			m.matches[v].Sure = newness(best)
			slices.Sort(m.matches[v].Answers)
			m.settled[v] = true
			continue
		}
		var this pair
		rival := 0.0
		for _, p := range byVersion[v] {
			if p.b == b {
				this = p
				continue
			}
			rival = max(rival, p.score)
		}
		for _, p := range byBase[b] {
			if p.v != v {
				rival = max(rival, p.score)
			}
		}
		sure := sureness(this.score, this.score-rival)
		if sure < tooWeak {
			m.matches[v] = Match{Base: -1, Sure: newness(this.score), Why: New, Answers: []int{b}}
			m.settled[v] = true
			continue
		}
		if sure >= sureFrom {
			sure = m.unlessTwin(this, sure)
		}
		m.settle(v, b, sure, why(this))
		for _, p := range byVersion[v] {
			if p.b != b && p.score >= alsoLeast && !m.takenBetter(byBase[p.b], chosen, p) {
				m.matches[v].Answers = append(m.matches[v].Answers, p.b)
			}
		}
		slices.Sort(m.matches[v].Answers)
	}
}

// unlessTwin takes a match for doubtful where the two are little more like each
// other than points are that stand side by side in the base: what is missing on
// either side may be the true partner. It takes less where they are the same
// word for word in most places.
func (m *matcher) unlessTwin(p pair, sure float64) float64 {
	bar := m.ready.twin(p.b)
	if p.literal {
		bar += clearOf
	} else {
		bar += farClearOf
	}
	if p.score >= bar {
		return sure
	}
	return round(doubtful * p.score / bar)
}

// takenBetter reports whether another point of the version stands at p's place
// with a better score, so that p says nothing.
func (m *matcher) takenBetter(rivals []pair, chosen map[int]int, p pair) bool {
	if m.taken[p.b] && len(rivals) == 1 {
		return true
	}
	for _, q := range rivals {
		if b, has := chosen[q.v]; has && b == p.b && q.score > p.score {
			return true
		}
	}
	return false
}

// sureness turns a score and its margin over the best rival into how sure the
// match is: 0.8 and more only where both are good.
func sureness(score, margin float64) float64 {
	s := min(score/sureScore, 1)
	d := min(max(margin, 0)/sureMargin, 1)
	sure := 0.8 * s * (0.5 + 0.5*d)
	if s == 1 && d == 1 {
		sure = 0.8 + 0.2*min((score-sureScore)/(1-sureScore), 1)
	}
	return round(sure)
}

// newness is how sure it is that a point is like none of the base.
func newness(best float64) float64 { return round(1 - min(best/sureScore, 1)/2) }

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }

func why(p pair) string {
	switch {
	case p.head > 0.8 && p.words > 0.3 && p.sameNumber:
		return "number, heading and words"
	case p.head > 0.8 && p.words > 0.3:
		return "heading and words"
	case p.head > 0.8:
		return ByHeading
	case p.sameNumber && p.words > 0.3:
		return "number and words"
	}
	return ByWords
}

// comparePairs puts the best first, and is never in doubt.
func comparePairs(a, b pair) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.b, b.b), cmp.Compare(a.v, b.v))
}
