package html

import (
	"fmt"
	"slices"

	"nonpaper/internal/ident"
)

// Grid is where the parties stand on the points of a text: a table of marks, and beside
// it the same in words.
type Grid struct {
	Title, Note string
	Parties     []ident.Code
	Names       []string // of the parties
	Parts       []GridPart
	Apart       bool // some of it was not stated in a plenary, and is marked
	Earlier     bool // some of it was said of earlier words, and is marked
	Hint        string
}

// GridPart is a part of the text.
type GridPart struct {
	Title  string
	Points []GridPoint
}

// GridPoint is a column of marks.
type GridPoint struct {
	Number, Heading string
	State           State
	Status          string // in words
	Brackets        int
	Cells           []GridCell // in the order of the parties
}

// State is the mark of how a point stands; "" for the number of its brackets.
type State string

// The states that have a mark.
const (
	StateAgreed  State = "ok"
	StateAdRef   State = "adref"
	StateSome    State = "some" // agreed by some, no objection, discussed
	StateNone    State = "none" // not taken up
	StateParked  State = "park"
	StateDeleted State = "dash"
)

// GridCell is where a party stands, by the place of its position among the six (0 to 5, the
// last not stated): the most and the least favourable.
type GridCell struct {
	Best, Worst    int
	Said           string // in words
	Apart, Earlier bool
}

// marks of the six positions, and the classes of their ground.
var (
	positionMarks = [...]string{"yes", "adref", "live", "chg", "no", "dash"}
	positionClass = [...]string{"v0", "v0", "v1", "v2", "v3", "vx"}
	mixedBest     = [...]string{"m0", "m0", "m1", "m2", "m3", "m0"}
	mixedWorst    = [...]string{"n0", "n0", "n1", "n2", "n3", "n0"}
	positionNames = [...]string{"supports", "accepts ad referendum", "can live with it", "needs change", "opposes", "no position stated"}
)

// mostColumns is how many points stand side by side at most.
const mostColumns = 14

func (p *leafWriter) grid(g *Grid) {
	fmt.Fprintf(&p.b, "<section class=\"card\" aria-labelledby=\"grid\">\n<h2 id=\"grid\">%s <small>%s</small></h2>\n<div class=\"heats\">\n", esc(g.Title), esc(g.Note))
	for _, part := range g.Parts {
		for i, points := range slices.Collect(slices.Chunk(part.Points, mostColumns)) {
			title := part.Title
			if i > 0 && title != "" {
				title += ", continued"
			}
			p.heat(g, title, points)
		}
	}
	p.b.WriteString("</div>\n")
	p.legend(g)
	if g.Hint != "" {
		fmt.Fprintf(&p.b, `<p class="hint" dir="auto">%s</p>`, esc(g.Hint))
	}
	p.twin(g)
	p.b.WriteString("</section>\n")
}

// heat is one table of marks.
func (p *leafWriter) heat(g *Grid, title string, points []GridPoint) {
	fmt.Fprintf(&p.b, `<table class="heat n%d"><caption dir="auto">%s</caption><thead><tr><td class="lab"></td>`, len(points), esc(orDefault(title, "The points")))
	for i := range points {
		q := &points[i]
		fmt.Fprintf(&p.b, `<th scope="col" title="%s">%s</th>`, esc(q.Heading), esc(q.Number))
	}
	p.b.WriteString("</tr></thead><tbody>\n<tr><th scope=\"row\">Status</th>")
	for i := range points {
		q := &points[i]
		if q.State == "" {
			fmt.Fprintf(&p.b, `<td><span class="st" title="%s">[%d]</span><span class="vh"> %s</span></td>`, esc(q.Status), q.Brackets, esc(q.Status))
		} else {
			fmt.Fprintf(&p.b, `<td><span class="st" title="%s">%s<span class="vh">%s</span></span></td>`, esc(q.Status), mark(string(q.State)), esc(q.Status))
		}
	}
	p.b.WriteString("</tr>\n")
	for k, c := range g.Parties {
		p.b.WriteString(`<tr><th scope="row">`)
		p.codes([]ident.Code{c})
		if k < len(g.Names) {
			fmt.Fprintf(&p.b, `<span class="name" dir="auto">%s</span>`, esc(g.Names[k]))
		}
		p.b.WriteString("</th>")
		for i := range points {
			p.cell(c, &points[i], &points[i].Cells[k])
		}
		p.b.WriteString("</tr>\n")
	}
	p.b.WriteString("</tbody></table>\n")
}

// cell is one mark. There are very many: what is the same in all is written as it is.
func (p *leafWriter) cell(c ident.Code, q *GridPoint, x *GridCell) {
	b := &p.b
	b.WriteString(`<td><span class="c `)
	mixed := x.Best != x.Worst
	if mixed {
		b.WriteString("mx " + mixedBest[x.Best] + " " + mixedWorst[x.Worst])
	} else {
		b.WriteString(positionClass[x.Best])
	}
	if x.Apart {
		b.WriteString(" kept")
	}
	if x.Earlier {
		b.WriteString(" stale")
	}
	said := esc(x.Said)
	if x.Said != positionNames[5] {
		b.WriteString(`" title="`)
		b.WriteString(esc(string(c)))
		b.WriteString(", ")
		b.WriteString(esc(q.Number))
		b.WriteString(": ")
		b.WriteString(said)
	}
	b.WriteString(`">`)
	b.WriteString(mark(positionMarks[x.Best]))
	if mixed {
		b.WriteString(mark(positionMarks[x.Worst]))
	}
	b.WriteString(`<span class="vh">`)
	b.WriteString(said)
	b.WriteString("</span></span></td>")
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (p *leafWriter) legend(g *Grid) {
	p.b.WriteString(`<p class="legend">`)
	for i, name := range positionNames {
		fmt.Fprintf(&p.b, `<span><i class="c %s">%s</i>%s</span>`, positionClass[i], mark(positionMarks[i]), name)
	}
	p.b.WriteString(`<span><i class="c mx m0 n3">` + mark("yes") + mark("no") + `</i>mixed: most and least favourable</span>`)
	if g.Apart {
		p.b.WriteString(`<span><i class="c v1 kept"></i>not stated in plenary</span>`)
	}
	if g.Earlier {
		p.b.WriteString(`<span><i class="c v0 stale"></i>last position taken on earlier words</span>`)
	}
	p.b.WriteString("</p>\n<p class=\"legend\">")
	for _, s := range []struct {
		of   State
		name string
	}{{StateAgreed, "provisionally agreed"}, {StateAdRef, "agreed ad referendum"}, {"", "brackets"}, {StateParked, "parked for principals"}, {StateSome, "agreed by some, no objection, or discussed"}, {StateNone, "not taken up"}} {
		if s.of == "" {
			p.b.WriteString(`<span><b class="st">[2]</b>` + s.name + "</span>")
			continue
		}
		fmt.Fprintf(&p.b, `<span><i class="st">%s</i>%s</span>`, mark(string(s.of)), s.name)
	}
	p.b.WriteString("</p>\n")
}

// twin is the grid in words.
func (p *leafWriter) twin(g *Grid) {
	p.b.WriteString(`<details class="twin"><summary>The same in words</summary><div class="scroll" role="region" tabindex="0" aria-label="Where the parties stand, in words"><table class="tbl"><thead><tr><th scope="col">Point</th><th scope="col">Status</th>`)
	for _, c := range g.Parties {
		p.b.WriteString(`<th scope="col">`)
		p.codes([]ident.Code{c})
		p.b.WriteString("</th>")
	}
	p.b.WriteString("</tr></thead><tbody>\n")
	for _, part := range g.Parts {
		for i := range part.Points {
			q := &part.Points[i]
			fmt.Fprintf(&p.b, `<tr><th scope="row" dir="auto"><b>%s</b> %s</th><td>%s</td>`, esc(q.Number), esc(q.Heading), esc(q.Status))
			for k := range q.Cells {
				said := q.Cells[k].Said
				if said == positionNames[5] {
					said = "–"
				}
				p.b.WriteString("<td>")
				p.b.WriteString(esc(said))
				p.b.WriteString("</td>")
			}
			p.b.WriteString("</tr>\n")
		}
	}
	p.b.WriteString("</tbody></table></div></details>\n")
}
