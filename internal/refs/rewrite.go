package refs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Line is one line of a concordance.
type Line struct {
	Point    ident.Point `json:"point"`
	Kind     Kind        `json:"kind"`
	Old, New string      // printed numbers; New is "" for a slot that is dropped
	Deleted  bool        // an empty slot: references to it are not rewritten
}

// Concordance says of every numbered point of a text which number it had and
// which it has now, in the text's order.
type Concordance []Line

// Of gives the number that a point has now, its old one for an empty slot that
// stays; "" for one that is dropped or not there.
func (c Concordance) Of(id ident.Point) string {
	for _, l := range c {
		if l.Point == id {
			return l.New
		}
	}
	return ""
}

// Afresh numbers the points of a text afresh, 1, 2, 3, …, in the order in which
// they stand; annexes and footnotes keep theirs, empty slots too. Where several
// parts of a text begin with 1, they go on doing so, and PP1 and OP1 are
// counted apart.
func (ix *Index) Afresh() Concordance {
	next := map[string]int{}
	part := ""
	one, _ := plan.ParseNumber("1")
	restarts := len(ix.found[string(Point)+one.Key()]) > 1 || len(ix.found[string(Article)+one.Key()]) > 1
	var out Concordance
	for _, p := range ix.places {
		if p.Number == "" {
			continue
		}
		line := Line{Point: p.ID, Kind: placeKind(p), Old: p.Number, New: p.Number, Deleted: p.Deleted}
		if l, _ := plan.ParseNumber(p.Number); restarts && p.Part != part && l.Compare(one) == 0 && !p.Deleted {
			next = map[string]int{}
		}
		if (p.Kind == plan.KindPoint || p.Kind == plan.KindDefinition) && !p.Deleted {
			series := p.Number[:strings.IndexFunc(p.Number+"0", func(r rune) bool { return !unicode.IsUpper(r) })]
			if _, ok := plan.ParseNumber(p.Number); ok {
				series = ""
			}
			series = string(line.Kind) + "\x00" + series
			next[series]++
			_, prefix, _ := strings.Cut(series, "\x00")
			line.New = prefix + strconv.Itoa(next[series])
		}
		part = p.Part
		out = append(out, line)
	}
	return out
}

// Renumber gives a text the numbers of a concordance and rewrites the references
// in its headings and bodies. Points without an identity get one.
func Renumber(t plan.Text, c Concordance, lang *Language) (plan.Text, []Change) {
	t.Points = slices.Clone(t.Points)
	places, parts := Places(&t)
	ix := NewIndex(t.Title, places, parts)
	rw := ix.Rewriter(c, lang)
	var all []Change
	for i := range t.Points {
		p := &t.Points[i]
		for _, s := range []*string{&p.Heading, &p.Body} {
			now, changes := rw.String(*s, i)
			*s = now
			all = append(all, changes...)
		}
	}
	for i := range t.Points {
		if now := c.Of(t.Points[i].ID); now != "" {
			t.Points[i].Number = now
		}
	}
	return t, all
}

// Change is what became of one number of a reference.
type Change struct {
	At       int // the place of the point in which it stands
	Ref      Ref // as found, with this target only
	Old, New string
	Why      string // why it is as it was and a person has to look; "" where it was rewritten, or names what keeps its number
}

// Edit puts words in place of the bytes From to To.
type Edit struct {
	From, To int
	Text     string
}

// Apply carries out edits, in any order, that do not overlap.
func Apply(s string, edits []Edit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b Edit) int { return a.From - b.From })
	return apply(s, 0, edits)
}

// Rewriter rewrites the references of one text by one concordance.
type Rewriter struct {
	ix   *Index
	c    Concordance
	now  map[ident.Point]string
	keys map[Kind][]plan.Number // the new numbers of a kind that are in use
	lang *Language
}

// Rewriter makes ready to rewrite by a concordance.
func (ix *Index) Rewriter(c Concordance, lang *Language) *Rewriter {
	rw := &Rewriter{ix: ix, c: c, now: map[ident.Point]string{}, keys: map[Kind][]plan.Number{}, lang: lang}
	for _, l := range c {
		if l.Deleted || l.New == "" {
			continue
		}
		rw.now[l.Point] = l.New
		if n, ok := plan.ParseNumber(l.New); ok {
			rw.keys[l.Kind] = append(rw.keys[l.Kind], n)
		}
	}
	return rw
}

// String rewrites words without brackets that stand in the point at.
func (rw *Rewriter) String(s string, at int) (string, []Change) {
	if s == "" {
		return s, nil
	}
	edits, changes := rw.Nodes([]Node{{Words: s}}, func(int) int { return at })
	return apply(s, 0, edits), changes
}

// Wording rewrites a bracketed wording; brackets, variants and holders stay.
func (rw *Rewriter) Wording(w bracket.Wording, at int) (bracket.Wording, []Change) {
	edits, changes := rw.Nodes(Nodes(w), func(int) int { return at })
	if len(edits) == 0 {
		return w, changes
	}
	offset := 0
	return edited(w, &offset, edits), changes
}

func edited(w bracket.Wording, at *int, edits []Edit) bracket.Wording {
	out := slices.Clone(w)
	for i := range out {
		if b := out[i].Bracket; b != nil {
			own := *b
			own.Variants = slices.Clone(b.Variants)
			for k := range own.Variants {
				own.Variants[k].Wording = edited(own.Variants[k].Wording, at, edits)
			}
			out[i].Bracket = &own
			continue
		}
		words := out[i].Words
		out[i].Words = apply(words, *at, edits)
		*at += len(words)
	}
	return out
}

// apply carries out the edits that lie within words that begin at an offset.
func apply(words string, at int, edits []Edit) string {
	var b strings.Builder
	done := 0
	for _, e := range edits {
		if e.From < at+done || e.To > at+len(words) {
			continue
		}
		b.WriteString(words[done : e.From-at])
		b.WriteString(e.Text)
		done = e.To - at
	}
	if done == 0 {
		return words
	}
	b.WriteString(words[done:])
	return b.String()
}

// Nodes gives the edits that rewrite the references of nodes, in their order, by
// the offsets of the nodes. where says in which point an offset lies.
func (rw *Rewriter) Nodes(nodes []Node, where func(offset int) int) (edits []Edit, changes []Change) {
	for _, r := range Find(nodes, rw.lang) {
		at := where(r.From)
		rw.ix.Resolve(&r, at)
		if len(r.Groups) == 0 {
			changes = append(changes, Change{At: at, Ref: r, Old: r.Words, New: r.Words, Why: "which is meant depends on what stands near it"})
			continue
		}
		for i := range r.Groups[0].Targets {
			c, e := rw.target(r, i)
			c.At = at
			changes, edits = append(changes, c), append(edits, e...)
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return a.From - b.From })
	return edits, changes
}

// target rewrites one number of a reference.
func (rw *Rewriter) target(r Ref, i int) (Change, []Edit) {
	t := r.Groups[0].Targets[i]
	alone := r
	alone.Groups = slices.Clone(r.Groups)
	alone.Groups[0].Targets = []Target{t}
	c := Change{Ref: alone, Old: t.typed()}
	c.New = c.Old
	if len(t.Points) == 0 || t.stem < 0 || r.Scope != Inside {
		if !steady(r, t) {
			c.Why = t.Why
		}
		return c, nil
	}
	if t.Until == "" {
		now, live := rw.now[t.Points[0]]
		if !live {
			c.Why = cmp.Or(t.Why, "what it names is deleted")
			return c, nil
		}
		if t.stem < len(t.Number) {
			now += t.Number[t.stem:]
		}
		if rw.same(now, t.Number) {
			return c, nil
		}
		c.New = now
		return c, []Edit{{t.From, t.To, now}}
	}
	return rw.span(r, i, c)
}

// steady reports whether a number that names no point is no matter for a person:
// that of another text, of a part, of a paragraph of the own point.
func steady(r Ref, t Target) bool {
	k := r.Groups[0].Kind
	return r.Scope == Outside || t.stem < 0 && t.Why == "" || t.Why != "" && len(t.Points) == 0 && (k == Part || k == Chapter) && strings.HasPrefix(t.Why, "it names a part")
}

// same reports whether two numbers are one, printed this way or that.
func (rw *Rewriter) same(a, b string) bool {
	n, ok := plan.ParseNumber(a)
	m, too := plan.ParseNumber(b)
	return a == b || ok && too && n.Compare(m) == 0
}

// span rewrites a range: as a range where it still is one, else as a list.
func (rw *Rewriter) span(r Ref, i int, c Change) (Change, []Edit) {
	t := r.Groups[0].Targets[i]
	if t.Why != "" && len(t.Points) == 0 {
		c.Why = t.Why
		return c, nil
	}
	type numbered struct {
		n    plan.Number
		text string
	}
	var now []numbered
	for _, id := range t.Points {
		text, live := rw.now[id]
		n, ok := plan.ParseNumber(text)
		if !live || !ok {
			c.Why = "what it names is deleted"
			return c, nil
		}
		now = append(now, numbered{n, text})
	}
	slices.SortFunc(now, func(a, b numbered) int { return a.n.Compare(b.n) })
	kind := rw.kindOf(t.Points[0])
	// the runs of numbers between which there is nothing else
	var runs [][]numbered
	for _, x := range now {
		if k := len(runs) - 1; k >= 0 && rw.between(kind, runs[k][len(runs[k])-1].n, x.n) == 0 {
			runs[k] = append(runs[k], x)
		} else {
			runs = append(runs, []numbered{x})
		}
	}
	typed := func(a, b string) string { return a + rw.joiner(r, t) + b }
	if len(runs) == 1 && len(now) > 1 {
		a, b := now[0].text, now[len(now)-1].text
		c.New = typed(a, b)
		var edits []Edit
		if !rw.same(a, t.Number) {
			edits = append(edits, Edit{t.From, t.From + len(t.Number), a})
		}
		if !rw.same(b, t.Until) {
			edits = append(edits, Edit{t.untilFrom, t.untilFrom + len(t.Until), b})
		}
		if len(edits) == 0 {
			c.New = c.Old
		}
		return c, edits
	}
	if t.apart || len(t.Items) > 0 {
		c.Why = "it is no range any more, and cannot be written as a list where it stands"
		return c, nil
	}
	var list []string
	for _, run := range runs {
		if len(run) > 2 {
			list = append(list, typed(run[0].text, run[len(run)-1].text))
			continue
		}
		for _, x := range run {
			list = append(list, x.text)
		}
	}
	targets := r.Groups[0].Targets
	if len(list) == 1 {
		c.New = list[0]
		return c, []Edit{{t.From, t.To, c.New}}
	}
	if i < len(targets)-1 {
		c.New = strings.Join(list, rw.lang.List)
		return c, []Edit{{t.From, t.To, c.New}}
	}
	last := len(list) - 1
	c.New = strings.Join(list[:last], rw.lang.List) + rw.lang.Last + list[last]
	edits := []Edit{{t.From, t.To, c.New}}
	if i > 0 && t.separator >= 0 { // "3 and 7 to 9" -> "3, 5, 8 and 9"
		edits = append(edits, Edit{t.separator, t.From, rw.lang.List})
	}
	return c, edits
}

func (rw *Rewriter) kindOf(id ident.Point) Kind {
	if i := rw.ix.At(id); i >= 0 {
		return placeKind(rw.ix.places[i])
	}
	return Point
}

// between counts the numbers in use between two others.
func (rw *Rewriter) between(kind Kind, a, b plan.Number) (n int) {
	for _, x := range rw.keys[kind] {
		if x.Compare(a) > 0 && x.Compare(b) < 0 {
			n++
		}
	}
	return n
}

// joiner is what stands between the ends of a range as typed.
func (rw *Rewriter) joiner(r Ref, t Target) string {
	if i := strings.Index(r.Words, t.Number); i >= 0 {
		rest := r.Words[i+len(t.Number):]
		if k := oneOf(rest, rw.lang.Range); k > 0 {
			return rest[:k]
		}
	}
	return rw.lang.Range[0]
}

// typed is the target as the text has it.
func (t Target) typed() string {
	if t.Until != "" {
		return t.Number + "–" + t.Until
	}
	return t.Number
}
