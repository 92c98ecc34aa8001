package marks

import (
	"slices"
	"unicode/utf8"
)

// problem notes a problem; place says later where it is.
func (r *reader) problem(kind string, from, to int, text string) {
	r.out.Problems = append(r.out.Problems, Problem{Kind: kind, From: from, To: to, Text: text})
}

// place gives nodes, stances and problems their lines and columns, in one walk
// in the order of the source.
func (r *reader) place() {
	slices.SortStableFunc(r.out.Problems, func(a, b Problem) int { return a.From - b.From })
	c := cursor{r: r}
	for i := range r.out.Problems {
		p := &r.out.Problems[i]
		p.Line, p.Col = c.to(p.From)
	}
	c = cursor{r: r}
	c.nodes(r.out.Nodes)
}

// cursor goes through the source once, forwards but for short steps back.
type cursor struct {
	r              *reader
	line, at, runs int
}

func (c *cursor) to(offset int) (number, col int) {
	lines := c.r.lines
	for c.line+1 < len(lines) && lines[c.line+1].from <= offset {
		c.line++
		c.at, c.runs = lines[c.line].from, 0
	}
	switch {
	case offset >= c.at:
		c.runs += utf8.RuneCountInString(c.r.src[c.at:offset])
	case offset >= lines[c.line].from:
		c.runs -= utf8.RuneCountInString(c.r.src[offset:c.at])
	default:
		c.line, _ = slices.BinarySearchFunc(lines, offset+1, func(l line, o int) int { return l.from - o })
		c.line--
		c.runs = utf8.RuneCountInString(c.r.src[lines[c.line].from:offset])
	}
	c.at = offset
	return c.line + 1, c.runs + 1
}

func (c *cursor) nodes(ns []Node) {
	for i := range ns {
		n := &ns[i]
		n.Line, n.Col = c.to(n.From)
		if n.Kind == Option || n.Kind == Variant && len(n.Stances) > 0 && n.Stances[0].From < firstFrom(n) {
			c.stances(n)
			c.nodes(n.Children)
			continue
		}
		c.nodes(n.Children)
		c.stances(n)
	}
}

func firstFrom(n *Node) int {
	if len(n.Children) == 0 {
		return n.To
	}
	return n.Children[0].To
}

func (c *cursor) stances(n *Node) {
	for i := range n.Stances {
		n.Stances[i].Line, n.Stances[i].Col = c.to(n.Stances[i].From)
	}
}
