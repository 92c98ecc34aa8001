package carry

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/words"
)

// leastRun is how many words in a row make a passage that can be told to have been
// moved, or to have been put in twice.
const leastRun = 3

// deny are words that turn the sense of a sentence round, weigh words that say how
// much it binds. The lists can only make the program ask more.
var (
	deny  = set(`not no nor never neither none nothing nobody cannot without except excluding unless`)
	weigh = set(`shall must may should can could might will would only if until provided notwithstanding before after either and/or or`)
)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// cluster is edits of the two about which a person is asked together.
type cluster struct {
	why      Why
	from, to int // tokens of the base
}

// ask finds the places at which a person has to decide.
func (x *pairing) ask() {
	x.overlaps()
	x.passages()
	x.sentences()
	if x.partyOwn() && x.nowOwn() && (x.party.littleLeft(0, len(x.party.base)) || x.now.littleLeft(0, len(x.now.base))) && len(x.clusters) == 0 {
		x.whole(Rewritten)
	}
	x.join()
}

func (x *pairing) partyOwn() bool { return slices.Contains(x.sharedParty, false) }
func (x *pairing) nowOwn() bool   { return slices.Contains(x.sharedNow, false) }

// whole asks about all of the text.
func (x *pairing) whole(why Why) {
	x.clusters = []cluster{{why, 0, len(x.now.base)}}
}

// overlaps asks about edits of the two that do not stand apart.
func (x *pairing) overlaps() {
	base := x.now.base
	solid := make([]int, len(base)+1) // how many solid tokens stand before
	for i := range base {
		solid[i+1] = solid[i]
		if base[i].Class != words.Sign {
			solid[i+1]++
		}
	}
	apart := func(a, b *edit) bool {
		if a.lo > b.lo || a.lo == b.lo && a.hi > b.hi {
			a, b = b, a
		}
		return a.hi <= b.lo && solid[b.lo] > solid[a.hi]
	}
	first := 0
	for i := range x.party.edits {
		p := &x.party.edits[i]
		if x.sharedParty[i] {
			continue
		}
		for first < len(x.now.edits) && x.now.edits[first].hi < p.lo && apart(&x.now.edits[first], p) {
			first++
		}
		for j := first; j < len(x.now.edits); j++ {
			n := &x.now.edits[j]
			if n.lo > p.hi && apart(p, n) {
				break
			}
			if !x.sharedNow[j] && !apart(p, n) {
				x.clusters = append(x.clusters, cluster{Overlap, min(p.from, n.from), max(p.to, n.to)})
			}
		}
	}
}

// passages asks about words that stand in an edit of the one and in another edit of
// the other.
func (x *pairing) passages() {
	for i := range x.party.edits {
		p := &x.party.edits[i]
		pOld, pNew := said(x.party.base[p.from:p.to]), said(p.words)
		if len(pOld) < leastRun && len(pNew) < leastRun {
			continue
		}
		for j := range x.now.edits {
			n := &x.now.edits[j]
			if x.sharedParty[i] && x.sharedNow[j] {
				continue
			}
			nOld, nNew := said(x.now.base[n.from:n.to]), said(n.words)
			why := Why("")
			switch {
			case runs(pOld, nNew), runs(pNew, nOld):
				why = Moved
			case !x.sharedParty[i] && !x.sharedNow[j] && runs(pNew, nNew):
				why = Twice
			default:
				continue
			}
			for _, e := range []*edit{p, n} {
				x.clusters = append(x.clusters, cluster{why, e.from, e.to})
			}
		}
	}
}

// said are the words among tokens, in small letters.
func said(list []words.Token) (out []string) {
	for i := range list {
		if list[i].Class == words.Content || list[i].Class == words.Stop {
			out = append(out, strings.ToLower(list[i].Text))
		}
	}
	return out
}

// runs reports whether leastRun words in a row stand in both.
func runs(a, b []string) bool {
	for i := 0; i+leastRun <= len(a); i++ {
		for j := 0; j+leastRun <= len(b); j++ {
			if slices.Equal(a[i:i+leastRun], b[j:j+leastRun]) {
				return true
			}
		}
	}
	return false
}

// sentences asks about sentences that both change, and that could come to say what
// neither said, but for those about which a person is asked already.
func (x *pairing) sentences() {
	asked := slices.Clone(x.clusters)
	starts := words.SentenceStarts(x.now.base)
	for from := 0; from < len(x.now.base); {
		to := from + 1
		for to < len(starts)-1 && !starts[to] {
			to++
		}
		p, n := x.party.within(from, to, x.sharedParty), x.now.within(from, to, x.sharedNow)
		switch {
		case !p.changes || !n.changes:
		case slices.ContainsFunc(asked, func(c cluster) bool { return c.from <= to && c.to >= from }):
		case x.party.littleLeft(from, to) || x.now.littleLeft(from, to):
			x.clusters = append(x.clusters, cluster{Rewritten, from, to})
		case p.denies || n.denies || p.weighs && n.weighs:
			x.clusters = append(x.clusters, cluster{Sense, from, to})
		}
		from = to
	}
}

// change is what a text does to a sentence of its base: whether it puts in or takes
// out words that turn its sense round, or that say how much it binds.
type change struct{ changes, denies, weighs bool }

// within says what the edits that only this text made do to a sentence of the base.
func (d *Diff) within(from, to int, shared []bool) (c change) {
	open := d.base[to-1].Class != words.Sentence && d.base[to-1].Class != words.LineEnd // what is put behind it goes on with it
	for i := range d.edits {
		e := &d.edits[i]
		in := e.from < to && e.to > from
		if e.from == e.to {
			in = from < e.from && e.from < to || open && e.from == to
		}
		if !in || shared[i] {
			continue
		}
		c.changes = true
		for _, list := range [][]words.Token{e.words, d.base[e.from:e.to]} {
			for k := range list {
				w := strings.ToLower(list[k].Text)
				c.denies = c.denies || deny[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")
				c.weighs = c.weighs || weigh[w]
			}
		}
	}
	return c
}

// littleLeft reports whether a text leaves less than half of the words of a stretch.
func (d *Diff) littleLeft(from, to int) bool {
	count := func(a, b int) (n int) {
		for i := a; i < b; i++ {
			if c := d.base[i].Class; c == words.Content || c == words.Stop {
				n++
			}
		}
		return n
	}
	gone := 0
	for i := range d.edits {
		e := &d.edits[i]
		gone += count(max(e.from, from), min(e.to, to))
	}
	return 2*gone > count(from, to)
}

// join makes one of clusters that overlap or touch; the weightiest reason, which is
// the first, stays.
func (x *pairing) join() {
	order := []Why{Overlap, Moved, Twice, Rewritten, Sense, Joined}
	slices.SortStableFunc(x.clusters, func(a, b cluster) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out []cluster
	for _, c := range x.clusters {
		if n := len(out); n > 0 && c.from <= out[n-1].to {
			last := &out[n-1]
			last.to = max(last.to, c.to)
			if slices.Index(order, c.why) < slices.Index(order, last.why) {
				last.why = c.why
			}
			continue
		}
		out = append(out, c)
	}
	x.clusters = out
}

// places are the clusters as they read in the three texts.
func (x *pairing) places() []Place {
	out := make([]Place, 0, len(x.clusters))
	for _, c := range x.clusters {
		p := Place{Why: c.why, AtBase: span(x.now.baseAt, x.now.base, c.from, c.to)}
		p.Base = cut(x.now.base, c.from, c.to)
		p.Party, p.AtParty = x.party.there(c)
		p.Now, p.AtNow = x.now.there(c)
		out = append(out, p)
	}
	return out
}

// there is how a stretch of the base reads in the text.
func (d *Diff) there(c cluster) (string, Span) {
	from, to := d.moved(c.from, true), d.moved(c.to, false)
	from = min(from, to)
	return cut(d.tokens, from, to), span(d.at, d.tokens, from, to)
}

// moved is which token of the text stands where one of the base stood: of what is
// put in there, the first or the one behind the last.
func (d *Diff) moved(at int, first bool) int {
	by := 0
	for i := range d.edits {
		e := &d.edits[i]
		switch {
		case e.from > at, first && e.from == at:
			return at + by
		case e.to > at: // the place lies in what is gone
			if first {
				return e.of
			}
			return e.of + len(e.words)
		}
		by = e.of + len(e.words) - e.to
	}
	return at + by
}

func span(at []int, list []words.Token, from, to int) Span {
	if from == to {
		return Span{at[from], at[from]}
	}
	return Span{at[from], at[to-1] + len(list[to-1].Text)}
}

// cut writes some of the tokens.
func cut(list []words.Token, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if list[i].Blank && i > from {
			b.WriteByte(' ')
		}
		b.WriteString(list[i].Text)
	}
	return b.String()
}
