// Package burndown counts what is left open in a bracketed text: brackets, words in
// them, depth, options, placeholders; by part, point and party; and follows
// brackets from one version of a text to the next by their words.
//
// It promises that every bracket and every word is counted at exactly one
// point, so that the counts of points add up to those of the text, and that of
// two versions every bracket of the first is settled, changed or carried, and
// every bracket of the second carried, changed or new. It refuses to say who
// gained: it counts at how many places a party stands, in the order of codes.
package burndown

import (
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Text is a bracketed text as it was read.
type Text struct {
	Name   string
	Plan   plan.Text
	Starts []plan.Start
	Marks  *marks.Read
}

// Count is what is counted of a text or a piece of it.
type Count struct {
	Words        int // of the text: no labels of options, instructions, footnote marks or front matter
	InBrackets   int // of Words
	Open         int // of Words: in brackets or in options
	Brackets     int // text that is not agreed, in a pair of brackets
	Places       int // where it is not agreed: brackets side by side are one place
	Depth        int // how deep brackets lie in each other, counted across paragraphs
	Spanning     int // brackets that close in another paragraph
	Series       int // series of options
	Options      int
	Placeholders int
	Slots        int
	EndMarks     int
	Instructions int
}

func (c *Count) add(d Count) {
	c.Words += d.Words
	c.InBrackets += d.InBrackets
	c.Open += d.Open
	c.Brackets += d.Brackets
	c.Places += d.Places
	c.Depth = max(c.Depth, d.Depth)
	c.Spanning += d.Spanning
	c.Series += d.Series
	c.Options += d.Options
	c.Placeholders += d.Placeholders
	c.Slots += d.Slots
	c.EndMarks += d.EndMarks
	c.Instructions += d.Instructions
}

// Share is the share of words in brackets, 0 to 1.
func (c Count) Share() float64 {
	if c.Words == 0 {
		return 0
	}
	return float64(c.InBrackets) / float64(c.Words)
}

// Part is the count of a part of the text; the name is "" where the text has none.
type Part struct {
	Name string
	Count
}

// Point is the count of a point. What stands before the first point and in the
// headings of parts is counted at a point without a line.
type Point struct {
	Line    int
	Part    string
	Kind    plan.Kind
	Label   string
	Number  string
	Heading string
	Count
}

// Party is at how many places a party is named, and as what.
type Party struct {
	Code     ident.Code
	Places   int // variants and options at which it is named
	Proposes int // it proposes or supports
	Retains  int
	Against  int // it would delete or opposes
	Reserves int // it reserves, brackets, considers or waits
}

// Report is all that is counted of a text.
type Report struct {
	Name   string
	Total  Count
	Parts  []Part
	Points []Point
	// Parties in the order of their codes.
	Parties     []Party
	Opened      marks.Account
	Shut        marks.Account
	Problems    []marks.Problem
	SquareMarks int // square brackets in the source
}

// Of counts a text.
func Of(t Text) Report {
	r := Report{Name: t.Name, Opened: t.Marks.Opened, Shut: t.Marks.Shut, Problems: t.Marks.Problems}
	r.SquareMarks = r.Opened.Sum() + r.Shut.Sum()
	c := counter{src: t.Marks, parties: map[ident.Code]*Party{}}
	lines := marks.Lines(t.Marks.Source)
	c.counts = make([]Count, len(t.Plan.Points)+1)
	for _, s := range t.Starts {
		c.starts = append(c.starts, start{lines[min(s.Line-1, len(lines)-1)], s.Point + 1})
	}
	c.nodes(t.Marks.Nodes, within{})
	for i, n := range c.counts {
		p := Point{Count: n}
		if i > 0 {
			x := t.Plan.Points[i-1]
			p = Point{Line: x.Line, Part: partOf(x), Kind: x.Kind, Label: x.Label, Number: x.Number, Heading: x.Heading, Count: n}
		} else if n == (Count{}) {
			continue
		}
		r.Points = append(r.Points, p)
		r.Total.add(n)
		k := slices.IndexFunc(r.Parts, func(x Part) bool { return x.Name == p.Part })
		if k < 0 {
			k = len(r.Parts)
			r.Parts = append(r.Parts, Part{Name: p.Part})
		}
		r.Parts[k].add(n)
	}
	for _, p := range c.parties {
		r.Parties = append(r.Parties, *p)
	}
	slices.SortFunc(r.Parties, func(a, b Party) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return r
}

func partOf(p plan.Point) string {
	if p.PartLabel != "" && p.Part != "" {
		return p.PartLabel + ". " + p.Part
	}
	return p.PartLabel + p.Part
}

// Called is what a point is called: "Article 3", "9 bis", "preamble", or its
// heading.
func (p Point) Called() string {
	switch {
	case p.Kind == "":
		return "before the points"
	case p.Number != "" && p.Kind == plan.KindFootnote:
		return "note " + p.Number
	case p.Number != "":
		return strings.TrimSpace(p.Label + " " + p.Number)
	case p.Heading != "":
		return p.Heading
	}
	return string(p.Kind)
}

// start is where the words of a point begin in the source; 0 stands for what
// belongs to none.
type start struct{ at, point int }

// counter goes through the tree once.
type counter struct {
	src     *marks.Read
	starts  []start
	next    int
	counts  []Count
	parties map[ident.Code]*Party
}

// within says what encloses a node.
type within struct{ bracket, option bool }

// at is the count of the point to which a place of the source belongs. Places
// are asked for in the order of the source.
func (c *counter) at(place int) *Count {
	for c.next < len(c.starts) && c.starts[c.next].at <= place {
		c.next++
	}
	if c.next == 0 {
		return &c.counts[0]
	}
	return &c.counts[c.starts[c.next-1].point]
}

func (c *counter) nodes(ns []marks.Node, in within) {
	for i := range ns {
		n := &ns[i]
		inside := in
		switch n.Kind {
		case marks.Words:
			c.words(n.From, n.To, in)
			continue
		case marks.Instruction:
			c.at(n.From).Instructions++
			continue
		case marks.Mark, marks.Hidden, marks.Note:
			continue
		case marks.Run:
			c.at(n.From).Places++
			for k := range n.Children {
				c.bracket(&n.Children[k])
			}
			inside.bracket = true
			for k := range n.Children {
				c.nodes(n.Children[k].Children, inside)
			}
			continue
		case marks.Bracket:
			c.at(n.From).Places++
			c.bracket(n)
			inside.bracket = true
		case marks.Variant:
			c.named(n.Stances)
		case marks.Options:
			to := c.at(n.From)
			to.Series++
			to.Options += len(n.Children)
		case marks.Option:
			c.named(n.Stances)
			inside.option = true
		}
		c.nodes(n.Children, inside)
	}
}

func (c *counter) bracket(n *marks.Node) {
	if n.Kind != marks.Bracket {
		return
	}
	to := c.at(n.From)
	to.Brackets++
	to.Depth = max(to.Depth, n.Depth)
	if n.Spans {
		to.Spanning++
	}
	switch n.Sort {
	case marks.Placeholder:
		to.Placeholders++
	case marks.Slot:
		to.Slots++
	case marks.EndMark:
		to.EndMarks++
	}
	c.named(n.Stances)
}

// words counts the words of a leaf, which may begin in one point and end in another.
func (c *counter) words(from, to int, in within) {
	for from < to {
		count := c.at(from)
		end := to
		if c.next < len(c.starts) {
			end = min(end, c.starts[c.next].at)
		}
		n := Words(c.src.Source[from:end])
		count.Words += n
		if in.bracket {
			count.InBrackets += n
		}
		if in.bracket || in.option {
			count.Open += n
		}
		from = end
	}
}

// Words is the number of words: what stands between blanks and has a letter or
// a figure in it.
func Words(s string) int {
	n := 0
	counted := false
	for _, r := range s {
		switch {
		case r <= ' ' || r >= 0x80 && unicode.IsSpace(r):
			counted = false
		case counted:
		case r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'), r >= 0x80 && unicode.In(r, unicode.L, unicode.N):
			counted = true
			n++
		}
	}
	return n
}

func (c *counter) named(sts []marks.Stance) {
	for _, s := range sts {
		for _, code := range s.Parties {
			p := c.parties[code]
			if p == nil {
				p = &Party{Code: code}
				c.parties[code] = p
			}
			p.Places++
			switch {
			case s.Verb == marks.Retain:
				p.Retains++
			case s.Verb.Wants():
				p.Proposes++
			case s.Verb == marks.Delete || s.Verb == marks.Oppose:
				p.Against++
			default:
				p.Reserves++
			}
		}
	}
}
