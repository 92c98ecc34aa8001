package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bracket divides what stands between two square brackets into variants, and
// finds out who holds them. The first and the last child of the node are the
// marks; stances behind the bracket are taken in here.
func (b *builder) bracket(n *Node) {
	open, shut := n.Children[0], n.Children[len(n.Children)-1]
	content := n.Children[1 : len(n.Children)-1]
	from, to := open.To, shut.From
	n.Children = append(make([]Node, 0, 4), open)
	d := b.set.Dialect
	switch {
	case d != InConference && d != InOptions && b.trade(n, content, from, to):
	case d == InTrade:
		n.Children = append(n.Children, b.variant(content, from, to))
	default:
		b.conference(n, content, from, to)
	}
	if last := &n.Children[len(n.Children)-1]; last.To < shut.From { // a blank before the mark
		shut.From = last.To
	}
	n.Children = append(n.Children, shut)
	if n.Form == Plain {
		n.Sort = SortOf(b.src[from:to])
		if x := b.behind(n.To, b.lineEnd()); x.to > 0 && n.Sort == Text {
			n.Form, n.Stances = Whole, x.stances
			n.Children = append(n.Children, Node{Kind: Mark, From: n.To, To: x.to})
			n.To, b.at = x.to, x.to
		}
	}
}

// lineEnd is where the paragraph ends in which the source is being put together.
func (b *builder) lineEnd() int {
	if len(b.paras) == 0 {
		return len(b.src)
	}
	return b.paras[max(b.para-1, 0)].to
}

// variant makes a variant of what stands between two places.
func (b *builder) variant(content []Node, from, to int) Node {
	return Node{Kind: Variant, From: from, To: to, Children: joinRuns(b.set.Dialect, b.src, content)}
}

// longestGroup bounds what may stand before the colon of the trade style.
const longestGroup = 400

// trade reads "HAR/SEL propose; UNI oppose: words" and "HAR bracket: words".
func (b *builder) trade(n *Node, content []Node, from, to int) bool {
	if len(content) == 0 || content[0].Kind != Words {
		return false
	}
	s := b.src[from:min(content[0].To, from+longestGroup)]
	colon := strings.IndexByte(s, ':')
	if colon <= 0 || s[colon-1] == '\\' {
		return false
	}
	sts, f := b.stances(from, from+colon, true)
	if f != good {
		b.told(f, from, from+colon)
		return false
	}
	end := from + colon + 1
	if end < content[0].To && b.src[end] == ' ' {
		end++
	}
	n.Children = append(n.Children, Node{Kind: Mark, From: from, To: end})
	content = append([]Node(nil), content...)
	if content[0].From = end; end == content[0].To {
		content = content[1:]
	}
	v := b.variant(content, end, to)
	n.Form = Trade
	if len(sts) == 1 && sts[0].Verb == Objects {
		n.Form, n.Stances = Whole, sts
	} else {
		v.Stances = sts
	}
	n.Children = append(n.Children, v)
	return true
}

// piece is what stands between two strokes.
type piece struct {
	content  []Node
	from, to int
	next     int // where the stroke behind it ends
}

// conference reads "15 - HAR / 25 - UNI retain / 40 - SEL" and what has no
// stances or no strokes.
func (b *builder) conference(n *Node, content []Node, from, to int) {
	pieces := b.pieces(content, from, to)
	said := make([]attribution, len(pieces))
	any := false
	for i, p := range pieces {
		said[i] = b.behindDash(p)
		any = any || said[i].stances != nil
	}
	switch {
	case any:
		n.Form = Conference
	case len(pieces) > 1 && n.Spans && b.set.Dialect == Any: // "and / or" in a long text
		pieces = []piece{{content, from, to, to}}
	case len(pieces) > 1:
		n.Form = Slashed
	case b.compact(n, content, from, to):
		return
	}
	for i, p := range pieces {
		end := p.to
		if said[i].stances != nil {
			at := said[i].from
			end = said[i].to
			last := &p.content[len(p.content)-1]
			if last.To = at; last.From == last.To {
				p.content = p.content[:len(p.content)-1]
			}
			v := b.variant(p.content, p.from, end)
			v.Children = append(v.Children, Node{Kind: Mark, From: at, To: end})
			v.Stances = said[i].stances
			n.Children = append(n.Children, v)
		} else {
			n.Children = append(n.Children, b.variant(p.content, p.from, end))
		}
		if i+1 < len(pieces) {
			n.Children = append(n.Children, Node{Kind: Mark, From: end, To: p.next})
		}
	}
}

// pieces divides the content at strokes between blanks.
func (b *builder) pieces(content []Node, from, to int) []piece {
	var out []piece
	p := piece{from: from}
	for _, c := range content {
		for at := c.From; c.Kind == Words; {
			i := stroke(b.src[at:c.To])
			if i < 0 {
				break
			}
			i += at
			if i > c.From {
				p.content = append(p.content, Node{Kind: Words, From: c.From, To: i})
			}
			p.to, p.next = i, i+3
			out = append(out, p)
			p = piece{from: i + 3}
			c.From, at = i+3, i+3
		}
		if c.From < c.To {
			p.content = append(p.content, c)
		}
	}
	p.to, p.next = to, to
	return append(out, p)
}

// stroke is where a stroke between blanks stands with its blank, -1 for nowhere.
func stroke(s string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], "/")
		if i < 0 {
			return -1
		}
		i += at
		if i > 0 && i+1 < len(s) && isBlank(s[i-1]) && isBlank(s[i+1]) {
			return i - 1
		}
		at = i + 1
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

// lastDash is where the dash before stances stands: the last one, in what
// nonpaper wrote the first, since no other is possible there; -1 for none.
func lastDash(d Dialect, s string) int {
	if d != Any {
		return strings.Index(s, " - ")
	}
	at := -1
	for _, x := range []string{" - ", " – ", " — "} {
		at = max(at, strings.LastIndex(s, x))
	}
	return at
}

// attribution is what stands behind the words of a variant, with the dash.
type attribution struct {
	stances  []Stance // nil for none
	from, to int
}

// behindDash reads the stances at the end of a piece.
func (b *builder) behindDash(p piece) attribution {
	none := attribution{}
	k := len(p.content)
	if b.set.Dialect != Any {
		for i, c := range p.content {
			if at := strings.Index(b.src[c.From:c.To], " - "); c.Kind == Words && at >= 0 && i < k-1 {
				b.problem(UnclearParty, c.From+at, p.to, "behind a dash stands what names no parties")
				return none
			}
		}
	}
	if k == 0 || p.content[k-1].Kind != Words {
		return none
	}
	last := p.content[k-1]
	s := strings.TrimRight(b.src[last.From:last.To], " \t\n")
	end := last.From + len(s)
	if at := closeDash(s); at >= 0 && b.set.Dialect == Any {
		_, size := utf8.DecodeRuneInString(s[at+1:])
		sts, f := b.stances(last.From+at+1+size, end, false)
		if f == good {
			return attribution{sts, last.From + at, end}
		}
		if f != badVerb { // "low -GHG path" is words
			b.told(f, last.From+at+1+size, end)
		}
	}
	at := lastDash(b.set.Dialect, b.src[last.From:last.To])
	if at < 0 {
		return none
	}
	_, size := utf8.DecodeRuneInString(b.src[last.From+at+1:])
	begin := last.From + at + 2 + size
	sts, f := b.stances(begin, max(begin, end), false)
	switch {
	case f == good:
		return attribution{sts, last.From + at, end}
	case b.set.Dialect != Any:
		b.problem(UnclearParty, begin, max(begin, end), "behind a dash stands what names no parties")
	default:
		b.told(f, begin, max(begin, end))
	}
	return none
}

// closeDash is where a dash stands behind a blank and close to a capital, as in
// "[words –EU]"; -1 for nowhere.
func closeDash(s string) int {
	at := max(strings.LastIndex(s, " -"), strings.LastIndex(s, " –"), strings.LastIndex(s, " —"))
	if at < 0 {
		return -1
	}
	_, size := utf8.DecodeRuneInString(s[at+1:])
	if first, _ := utf8.DecodeRuneInString(s[at+1+size:]); !unicode.IsUpper(first) {
		return -1
	}
	return at
}

// compact reads [15/25/40]: single words or numbers between strokes, all
// numbers or none.
func (b *builder) compact(n *Node, content []Node, from, to int) bool {
	if b.set.Dialect != Any || len(content) != 1 || content[0].Kind != Words {
		return false
	}
	s := b.src[from:to]
	if !strings.Contains(s, "/") || strings.ContainsAny(s, " \t\n\\") || strings.EqualFold(s, "and/or") || len(s) > 200 {
		return false
	}
	parts := strings.Split(s, "/")
	figures := 0
	for _, p := range parts {
		if !strings.ContainsFunc(p, func(r rune) bool { return unicode.In(r, unicode.L, unicode.Nd) }) {
			return false
		}
		if strings.ContainsAny(p[:1], "0123456789") {
			figures++
		}
	}
	if figures != 0 && figures != len(parts) || strings.ContainsFunc(s, unicode.IsUpper) && strings.EqualFold(s, "n/a") {
		return false
	}
	at := from
	for i, p := range parts {
		if i > 0 {
			n.Children = append(n.Children, Node{Kind: Mark, From: at, To: at + 1})
			at++
		}
		n.Children = append(n.Children, b.variant([]Node{{Kind: Words, From: at, To: at + len(p)}}, at, at+len(p)))
		at += len(p)
	}
	n.Form = Slashed
	return true
}

// joinRuns puts brackets side by side that are the variants of one place into
// a run: [15][25][40], and in the trade style [A propose: 15] [B propose: 25].
func joinRuns(d Dialect, src string, ns []Node) []Node {
	if d == InConference || d == InOptions {
		return ns
	}
	joins := func(a, b *Node) bool {
		if a.Kind != Bracket || b.Kind != Bracket || a.Form != b.Form || a.Spans || b.Spans {
			return false
		}
		gap := src[a.To:b.From]
		switch a.Form {
		case Plain:
			return d == Any && gap == "" && a.Sort != EndMark && b.Sort != EndMark && a.Sort != Slot && b.Sort != Slot
		case Trade:
			return gap == " " || gap == "" && d == Any
		}
		return false
	}
	var out []Node
	for i := 0; i < len(ns); {
		end := i + 1
		for last := i; end < len(ns); {
			next := end
			if ns[next].Kind == Words && ns[next].To-ns[next].From == 1 && next+1 < len(ns) && src[ns[next].From] == ' ' {
				next++
			}
			if !joins(&ns[last], &ns[next]) {
				break
			}
			last, end = next, next+1
		}
		if end == i+1 {
			if out != nil {
				out = append(out, ns[i])
			}
			i = end
			continue
		}
		if out == nil {
			out = append(make([]Node, 0, len(ns)), ns[:i]...)
		}
		run := Node{Kind: Run, From: ns[i].From, To: ns[end-1].To, Children: append([]Node(nil), ns[i:end]...)}
		for k := range run.Children {
			if run.Children[k].Kind == Words {
				run.Children[k].Kind = Mark
			}
		}
		out = append(out, run)
		i = end
	}
	if out == nil {
		return ns
	}
	return out
}
