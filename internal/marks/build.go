package marks

import (
	"slices"
	"strings"
)

// frame is a node that is being put together.
type frame struct {
	node  Node
	token int // that opened it, -1 for none

	// of a series of options
	last   label // of its last option
	item   label // of the item that it began in or behind
	itemIn int   // how far that is indented
	indent int
	point  int
	count  int
	words  int  // where the words of its last option begin
	ended  bool // it ends as soon as the brackets in it are closed
}

// begin is the place where an option begins, and its label, which may stand
// behind brackets that the option opens with.
type begin struct {
	at    int
	label optionLabel
	para  int
}

// builder makes the tree in one pass over the tokens.
type builder struct {
	*reader
	stack    []frame
	at       int // the source is in the tree up to here
	depth    int // brackets that are open
	para     int // the next paragraph
	begins   []begin
	mark     *optionLabel // a label whose option has begun
	item     label        // of the last item of the point
	itemIn   int
	deepTold bool
}

func (r *reader) build() *Read {
	b := &builder{reader: r, stack: []frame{{token: -1}}}
	for i := range r.tokens {
		t := &r.tokens[i]
		b.upTo(t.from)
		if t.from < b.at {
			if t.sign == opens || t.sign == closes { // within a mark
				t.sign = stray
			}
			continue
		}
		b.words(t.from)
		b.token(i)
	}
	b.upTo(len(r.src))
	b.words(len(r.src))
	for len(b.stack) > 1 {
		b.pop()
	}
	root := b.stack[0].node
	r.out.Source, r.out.Dialect = r.src, r.set.Dialect
	r.out.Nodes = joinRuns(r.set.Dialect, r.src, root.Children)
	r.account()
	setDepth(r.out.Nodes, 0)
	r.place()
	return &r.out
}

func (b *builder) top() *frame { return &b.stack[len(b.stack)-1] }

// leaf adds a leaf that ends at to.
func (b *builder) leaf(k Kind, to int) {
	if to <= b.at {
		return
	}
	cs := &b.top().node.Children
	*cs = appendLeaf(*cs, Node{Kind: k, From: b.at, To: to})
	b.at = to
}

func appendLeaf(cs []Node, n Node) []Node {
	if k := len(cs); (n.Kind == Words || n.Kind == Hidden) && k > 0 && cs[k-1].Kind == n.Kind && cs[k-1].To == n.From {
		cs[k-1].To = n.To
		return cs
	}
	if cs == nil {
		cs = make([]Node, 0, 4) // most have two to four
	}
	return append(cs, n)
}

func (b *builder) words(to int) { b.leaf(Words, to) }

// upTo lets the paragraphs and options begin that begin up to a place.
func (b *builder) upTo(to int) {
	for {
		next := len(b.src) + 1
		if b.para < len(b.paras) {
			next = b.paras[b.para].from
		}
		switch {
		case b.mark != nil && b.mark.from <= to && b.mark.from <= next:
			m := b.mark
			b.mark = nil
			if m.from >= b.at {
				b.words(m.from)
				b.leaf(Mark, m.to)
			}
		case b.mark == nil && len(b.begins) > 0 && b.begins[0].at <= to && b.begins[0].at <= next:
			x := b.begins[0]
			b.begins = b.begins[1:]
			if x.at >= b.at {
				b.words(x.at)
				b.option(x)
			}
		case next <= to && next <= len(b.src):
			b.paragraph()
		default:
			return
		}
	}
}

// paragraph begins the next paragraph: it ends the series that do not go on in
// it, and finds the options that begin in it.
func (b *builder) paragraph() {
	k := b.para
	p := &b.paras[k]
	b.para++
	if p.from > b.at {
		b.words(p.from)
	}
	x, has := b.startLabel(k)
	inline := p.at
	if has {
		inline = x.label.to
		b.begins = append(b.begins, x)
	}
	for _, l := range b.inline(p, inline) {
		b.begins = append(b.begins, begin{l.from, l, k})
	}
	if p.first {
		b.item = label{}
	}
	for i := len(b.stack) - 1; i > 0; i-- {
		f := &b.stack[i]
		if f.node.Kind != Options || f.ended {
			continue
		}
		if p.point == f.point && has && x.label.follows(f.last) {
			break
		}
		f.ended = !has && IsNoText(b.src[f.words:b.at]) || p.point != f.point || p.indent < f.indent || p.item.size > 0 && p.indent <= f.itemIn && p.item.follows(f.item)
	}
	b.dropEnded()
	if p.item.size > 0 {
		b.item, b.itemIn = p.item, p.indent
	}
}

// dropEnded closes the series at the top that have ended.
func (b *builder) dropEnded() {
	for n := len(b.stack); n > 2 && b.stack[n-1].node.Kind == Option && b.stack[n-2].ended; n = len(b.stack) {
		b.pop()
		b.pop()
	}
}

// startLabel finds the label of an option at the start of a paragraph. Where a
// bracket is opened before it and closed in the same paragraph, the option
// begins before the bracket; where it is closed later, behind it.
func (b *builder) startLabel(k int) (begin, bool) {
	p := &b.paras[k]
	at := p.at
	for at < p.to && strings.IndexByte("[{ \t", b.src[at]) >= 0 && at < p.at+16 {
		at++
	}
	l, ok := b.optionAt(at, p.to, true)
	if !ok {
		return begin{}, false
	}
	from := l.from
	i, _ := slices.BinarySearchFunc(b.tokens, l.from, func(t token, at int) int { return t.from - at })
	for i--; i >= 0 && b.tokens[i].from >= p.at; i-- {
		if t := &b.tokens[i]; t.sign == braceOpens || t.sign == opens && (t.mate < 0 || t.apart) {
			break
		}
		from = b.tokens[i].from
	}
	return begin{from, l, k}, true
}

// option begins an option: the next of an open series, or the first of a new
// one. A label that belongs to none is words.
func (b *builder) option(x begin) {
	p, l := &b.paras[x.para], x.label
	at, near := -1, -1
search:
	for i := len(b.stack) - 1; i > 0; i-- {
		f := &b.stack[i]
		switch f.node.Kind {
		case Options:
			if l.follows(f.last) {
				at = i
				break search
			}
			if near < 0 && l.value > 1 && l.sort == f.last.sort && l.style == f.last.style {
				near = i
			}
		case Bracket:
			if !b.tokens[f.token].apart {
				break search
			}
		case Link, Instruction:
			return
		}
	}
	switch {
	case at < 0 && near >= 0:
		at = near
		b.problem(OptionOrder, l.from, l.to, "this label does not follow the one before; it is read as the next option all the same")
	case at < 0 && l.value != 1:
		b.problem(OrphanOption, l.from, l.to, "no option stands before this label; it is read as words")
		return
	}
	if at < 0 {
		if !b.again(l.label, p.indent) {
			b.problem(TooDeep, l.from, l.to, "options lie too deep in each other; this label is read as words")
			return
		}
		b.push(frame{node: Node{Kind: Options, From: x.at}, token: -1, item: b.item, itemIn: b.itemIn, indent: p.indent, point: p.point})
		at = len(b.stack) - 1
	}
	for len(b.stack)-1 > at {
		b.pop()
	}
	f := &b.stack[at]
	f.last, f.count, f.words = l.label, f.count+1, l.to
	b.push(frame{node: Node{Kind: Option, From: x.at, Label: l.text, Stances: l.stances}, token: -1})
	b.mark = &l
}

// maxSeries is how deep options may lie in each other.
const maxSeries = 16

// again makes way for a new series: where one with labels of the same sort is
// open that is indented as far, it begins anew and the one before has ended. It
// is false where options lie too deep.
func (b *builder) again(l label, indent int) bool {
	deep, anew := 0, -1
	for i := len(b.stack) - 1; i > 0; i-- {
		f := &b.stack[i]
		if f.node.Kind == Options {
			if deep++; anew < 0 && indent <= f.indent && f.last.style == l.style && f.last.sort == l.sort {
				anew = i
			}
		}
		if f.node.Kind == Bracket && !b.tokens[f.token].apart {
			break
		}
	}
	for anew >= 0 && len(b.stack) > anew {
		b.pop()
	}
	return anew >= 0 || deep < maxSeries
}

func (b *builder) push(f frame) {
	if f.node.Kind == Bracket {
		b.depth++
	}
	b.stack = append(b.stack, f)
}

// pop closes the node at the top. A bracket that is closed so has lost its
// other, and becomes words; a series of one option too.
func (b *builder) pop() {
	n := len(b.stack) - 1
	f := b.stack[n]
	b.stack = b.stack[:n]
	cs := &b.stack[n-1].node.Children
	switch f.node.Kind {
	case Bracket:
		b.depth--
		b.stray(f.token)
		fallthrough
	case Link, Instruction:
		f.node.Children[0].Kind = Words
		*cs = splice(*cs, f.node.Children)
	case Options:
		if f.count == 1 {
			o := &f.node.Children[0]
			b.problem(LoneOption, o.From, o.To, "this is the only option of its series; it is read as words")
			loosen(o.Children, o.Label)
			*cs = splice(*cs, o.Children)
			return
		}
		f.node.To = b.at
		*cs = append(*cs, f.node)
	default:
		f.node.To = b.at
		f.node.Children = joinRuns(b.set.Dialect, b.src, f.node.Children)
		*cs = append(*cs, f.node)
	}
}

// loosen makes the label of an option words.
func loosen(cs []Node, label string) {
	for i := range cs {
		if cs[i].Kind == Mark {
			cs[i].Kind = Words
			return
		}
		if cs[i].Kind == Bracket || cs[i].Kind == Variant {
			for k := range cs[i].Children {
				if c := &cs[i].Children[k]; c.Kind == Variant {
					loosen(c.Children, label)
					return
				}
			}
		}
	}
}

func splice(cs, more []Node) []Node {
	for _, c := range more {
		cs = appendLeaf(cs, c)
	}
	return cs
}

// stray says that a bracket has lost its other.
func (b *builder) stray(i int) {
	t := &b.tokens[i]
	if t.sign == opens {
		b.problem(Unclosed, t.from, t.to, "nothing closes this bracket; it is read as words")
	} else {
		b.problem(Unopened, t.from, t.to, "nothing opened the bracket that closes here; it is read as words")
	}
	t.sign = stray
}

// token adds what a token is to the tree.
func (b *builder) token(i int) {
	t := &b.tokens[i]
	switch t.sign {
	case escaped, inBraces:
		b.words(t.to)
	case hidden:
		b.leaf(Hidden, t.to)
	case note:
		b.leaf(Note, t.to)
	case braceOpens, linkOpens:
		kind := Instruction
		if t.sign == linkOpens {
			kind = Link
		}
		b.push(frame{node: Node{Kind: kind, From: t.from}, token: i})
		b.leaf(Mark, t.to)
	case braceCloses, linkCloses:
		if b.unwind(t.mate) {
			b.leaf(Mark, t.to)
			b.shut()
		} else {
			b.words(t.to)
		}
	case opens:
		switch {
		case t.mate < 0:
			b.stray(i)
			b.words(t.to)
		case b.depth == MaxDepth:
			if !b.deepTold {
				b.problem(TooDeep, t.from, t.to, "brackets lie deeper in each other than a hundredfold; those that lie deeper are read as words")
			}
			b.deepTold = true
			t.sign, b.tokens[t.mate].sign = deep, deep
			b.words(t.to)
		default:
			b.push(frame{node: Node{Kind: Bracket, From: t.from, Spans: t.apart}, token: i})
			b.leaf(Mark, t.to)
		}
	case closes:
		if t.mate < 0 || !b.unwind(t.mate) {
			b.stray(i)
			b.words(t.to)
			return
		}
		b.leaf(Mark, t.to)
		b.shut()
		b.dropEnded()
	case deep, stray:
		if sign := b.src[t.from]; t.sign == stray && (sign == '[' || sign == ']') {
			if t.sign = opens; sign == ']' {
				t.sign = closes
			}
			b.stray(i)
		}
		b.words(t.to)
	}
}

// unwind closes what stands above the node that a token opened; false where
// that is not open.
func (b *builder) unwind(token int) bool {
	for i := len(b.stack) - 1; i > 0; i-- {
		if b.stack[i].token == token {
			for len(b.stack)-1 > i {
				b.pop()
			}
			return true
		}
	}
	return false
}

// shut finishes the node at the top, whose closing mark is in it.
func (b *builder) shut() {
	n := len(b.stack) - 1
	f := b.stack[n]
	b.stack = b.stack[:n]
	f.node.To = b.at
	if f.node.Kind == Bracket {
		b.depth--
		b.bracket(&f.node)
	}
	cs := &b.stack[n-1].node.Children
	*cs = append(*cs, f.node)
}

// account counts what every square bracket was taken for.
func (r *reader) account() {
	whole := func(t token, add func(*Account) *int) {
		*add(&r.out.Opened) += strings.Count(r.src[t.from:t.to], "[")
		*add(&r.out.Shut) += strings.Count(r.src[t.from:t.to], "]")
	}
	for _, t := range r.tokens {
		switch t.sign {
		case opens:
			r.out.Opened.Text++
		case closes:
			r.out.Shut.Text++
		case linkOpens:
			r.out.Opened.Link++
		case note:
			r.out.Opened.Note++
			r.out.Shut.Note++
		case escaped:
			whole(t, func(a *Account) *int { return &a.Escaped })
		case inBraces:
			whole(t, func(a *Account) *int { return &a.Hidden })
		case linkCloses:
			whole(t, func(a *Account) *int { return &a.Link })
		case hidden:
			whole(t, func(a *Account) *int {
				if t.link {
					return &a.Link
				}
				return &a.Hidden
			})
		case stray, deep:
			a := &r.out.Opened
			if r.src[t.from] == ']' {
				a = &r.out.Shut
			} else if r.src[t.from] != '[' {
				continue
			}
			if t.sign == deep {
				a.Deep++
			} else {
				a.Unbalanced++
			}
		}
	}
}

// setDepth says how deep every bracket lies.
func setDepth(ns []Node, depth int) {
	for i := range ns {
		n, d := &ns[i], depth
		if n.Kind == Bracket {
			d++
			n.Depth = d
		}
		setDepth(n.Children, d)
	}
}
