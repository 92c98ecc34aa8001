package amend

import (
	"slices"
	"strings"

	"nonpaper/internal/pattern"
	"nonpaper/internal/words"
)

// language is what the reader knows of one language. The expressions are matched
// where the reader stands, against small letters without accents.
type language struct {
	filler   *pattern.Pattern // what says nothing: "please", "en conséquence"
	and      *pattern.Pattern // what joins places
	reason   *pattern.Pattern // what begins the reasons, which end the instructions
	stop     *pattern.Pattern // what begins an instruction on a line of its own
	lone     *pattern.Pattern // a line that names a place and nothing else
	single   bool             // words stand between single quotation marks too
	locators []locator
	forms    []form
}

// locator is a way to name a place.
type locator struct {
	re   *pattern.Pattern
	take func(p *parser, m []string, g *group) bool
}

// form is a way to begin an instruction.
type form struct {
	re   *pattern.Pattern
	read func(p *parser, m []string) bool
}

var languages = []*language{&english, &french}

var tags = pattern.New(`(?i)</?(?:u|i|b|em|strong|sup|sub|br|p|div|span)\b[^>\n]*>`)

// maxText bounds a text of instructions: a hundred pages.
const maxText = 256 << 10

// Read reads a text of instructions, all of it or nothing.
func Read(text string) ([]Instruction, error) {
	text = words.Normalise(tags.ReplaceAllString(text, " "))
	switch {
	case text == "":
		return nil, &Problem{Why: "there is nothing"}
	case len(text) > maxText:
		return nil, &Problem{Said: text, Why: "it is longer than any instruction"}
	}
	var failed *parser
	for _, l := range languages {
		p := &parser{language: l, folded: foldKeys(text)}
		if p.run() {
			return p.list, nil
		}
		if failed == nil || p.read() > failed.read() {
			failed = p
		}
	}
	return failed.list, failed.problem
}

// Operative reports whether a line begins as an instruction does.
func Operative(line string) bool {
	f := foldKeys(words.Normalise(line))
	for _, l := range languages {
		p := &parser{language: l, folded: f}
		p.skip()
		if l.stop.MatchString(p.rest()) {
			return true
		}
	}
	return false
}

// group are places that are named in one go: paragraphs and sentences of them.
type group struct {
	labels     []string
	paragraphs []int
	sentences  []int
	edge       Side
	noted      string
	side       Side
	this       bool // "this paragraph", "cet alinéa"
}

type parser struct {
	*language
	folded
	pos     int
	list    []Instruction
	aim     []group    // the places named last
	done    bool       // an instruction has used them
	ended   int        // where that instruction ended
	outer   [4][]group // by depth of the numbering, what was named there
	series  [4]int     // the number read last, by depth
	depth   int        // 0 where nothing is numbered
	problem *Problem
}

func (p *parser) rest() string { return p.s[p.pos:] }

// read is how far it came, an instruction counting for more than a place.
func (p *parser) read() int { return len(p.list)*1_000_000 + p.pos }

func (p *parser) fail(why string) bool {
	if p.problem == nil {
		from := min(p.pos, len(p.s))
		from = strings.LastIndexByte(p.s[:from], '\n') + 1
		to := len(p.s)
		if k := strings.IndexByte(p.s[p.pos:], '\n'); k > 0 {
			to = p.pos + k
		}
		p.problem = &Problem{Said: strings.TrimSpace(p.src[p.at[from]:p.at[to]]), Why: why}
	}
	return false
}

// eat takes an expression where the reader stands.
func (p *parser) eat(re *pattern.Pattern) []string {
	m := re.FindStringSubmatch(p.rest())
	if m == nil {
		return nil
	}
	p.pos += len(m[0])
	return m
}

func (p *parser) run() bool {
	for {
		p.skip()
		if p.pos >= len(p.s) {
			break
		}
		start := p.pos
		if p.lineStart() {
			if p.marker() {
				continue
			}
			if len(p.list) > 0 && p.reason.MatchString(p.rest()) {
				break
			}
		}
		n := len(p.list)
		switch {
		case p.form():
			p.after(n, start)
			continue
		case p.problem != nil:
			return false
		case p.place():
			continue
		}
		return p.fail("this is no instruction that the reader knows")
	}
	if len(p.list) == 0 {
		return p.fail("this is no instruction that the reader knows")
	}
	if !p.done && len(p.aim) > 0 {
		return p.fail("it does not say what becomes of this place")
	}
	return true
}

func (p *parser) lineStart() bool { return p.pos == 0 || p.s[p.pos-1] == '\n' }

var blanks = pattern.New(`^[\s,;:.?!]+`)

// skip passes what says nothing.
func (p *parser) skip() {
	for p.eat(blanks) != nil || p.eat(p.filler) != nil {
	}
}

var markers = []*pattern.Pattern{
	pattern.New(`^([ivx]+)\s*(?:[.)]\s*-?|-)\s*`),
	pattern.New(`^(\d+)\s*(?:°|\)|\.)\s*-?\s*`),
	pattern.New(`^\(?([a-z])\)\s*`),
	pattern.New(`^([a-h])\.?\s*-\s*`), // "A. - ", an outer one
	pattern.New(`^(?:[-•*·]|o\s)\s*`),
}

// marker reads what numbers an instruction: "II. - ", "1° ", "a) ".
func (p *parser) marker() bool {
	for i, re := range markers {
		m := re.FindStringSubmatch(p.rest())
		if m == nil || !p.begins(p.pos+len(m[0])) {
			continue
		}
		p.pos += len(m[0])
		if i == len(markers)-1 {
			return true
		}
		depth := i + 1
		if i == 3 {
			depth = 1
		}
		p.outer[p.depth] = p.aim
		if p.depth >= depth { // back to what holds for all at this depth
			p.aim = p.outer[depth-1]
			if p.depth == depth && p.series[depth] == 0 {
				p.aim = nil
			}
		}
		for d := p.depth + 1; d < depth; d++ {
			p.outer[d] = p.aim
		}
		p.outer[depth-1] = p.aim
		p.depth, p.done = depth, true
		p.series[depth] = ordinalOf(i, m[1])
		return true
	}
	return false
}

func ordinalOf(kind int, s string) int {
	switch kind {
	case 0:
		n, last := 0, 0
		for i := len(s) - 1; i >= 0; i-- {
			v := map[byte]int{'i': 1, 'v': 5, 'x': 10}[s[i]]
			if v < last {
				n -= v
			} else {
				n, last = n+v, v
			}
		}
		return n
	case 1:
		return number(s)
	}
	return int(s[0]-'a') + 1
}

// begins reports whether an instruction or a place begins there.
func (p *parser) begins(at int) bool {
	q := *p
	q.pos = at
	q.skip()
	return q.stop.MatchString(q.rest()) || q.lone.MatchString(q.rest())
}

func (p *parser) form() bool {
	for _, f := range p.forms {
		q := *p
		q.list = slices.Clip(p.list) // what a failed try adds is not seen here
		m := q.eat(f.re)
		if m == nil {
			continue
		}
		if f.read(&q, m) {
			*p = q
			return true
		}
		if q.problem != nil && p.problem == nil {
			p.problem = q.problem
			return false
		}
	}
	return false
}

var joint = pattern.New(`^[ ,]*`)

// place reads places into the aim.
func (p *parser) place() bool {
	begin := p.pos
	var list []group
	var g group
	any := false
	for {
		start := p.pos
		p.eat(joint)
		joined := any && p.eat(p.and) != nil
		p.eat(joint)
		took := false
		for _, l := range p.locators {
			q := *p
			m := q.eat(l.re)
			if m == nil {
				continue
			}
			h := g
			if joined {
				h = group{}
			}
			if !l.take(&q, m, &h) { // that is named already: another place
				h = group{}
				if !l.take(&q, m, &h) {
					continue
				}
				joined = true
			}
			if joined {
				list = append(list, g)
			}
			p.pos, g, took, any = q.pos, h, true, true
			break
		}
		if !took {
			p.pos = start
			break
		}
	}
	if !any {
		return false
	}
	list = append(list, g)
	for i := len(list) - 2; i >= 0; i-- { // "the first and the last sentence of paragraph 3"
		if list[i].paragraphs == nil && list[i].labels == nil && list[i].sentences != nil {
			list[i].paragraphs, list[i].labels = list[i+1].paragraphs, list[i+1].labels
		}
	}
	p.setAim(list, p.done && p.ended <= begin && !strings.ContainsAny(p.s[p.ended:begin], ".;\n"))
	return true
}

// setAim makes places the aim. What they leave open is what was named before: of
// a heading, of the depth above, or in the same sentence.
func (p *parser) setAim(list []group, same bool) {
	base := p.aim
	switch {
	case same: // "in paragraph 3 delete X and insert Y at the end"
		base = nil
		for _, g := range p.aim {
			base = append(base, group{labels: g.labels, paragraphs: g.paragraphs})
		}
	case p.done:
		base = nil
		if p.depth > 0 {
			base = p.outer[p.depth-1]
		}
	}
	var out []group
	for _, g := range list {
		if len(base) == 0 || g.paragraphs != nil && !g.this {
			out = append(out, g)
			continue
		}
		for _, b := range base {
			h := g
			h.paragraphs = b.paragraphs
			if len(h.labels) == 0 {
				h.labels = b.labels
			}
			if h.sentences == nil {
				h.sentences = b.sentences
			}
			if h.edge == Within {
				h.edge = b.edge
			}
			if h.side == Within {
				h.side = b.side
			}
			out = append(out, h)
		}
	}
	p.aim, p.done = out, false
}

func (p *parser) places() []Place {
	var out []Place
	for _, g := range p.aim {
		paragraphs, sentences := g.paragraphs, g.sentences
		if paragraphs == nil {
			paragraphs = []int{0}
		}
		if sentences == nil {
			sentences = []int{0}
		}
		for _, a := range paragraphs {
			for _, b := range sentences {
				q := Place{Label: g.labels, Paragraph: a, Sentence: b, Edge: g.edge, Noted: g.noted}
				if q.isZero() {
					continue
				}
				out = append(out, q)
			}
		}
	}
	return out
}

func (q Place) isZero() bool {
	return q.Label == nil && q.Paragraph == 0 && q.Sentence == 0 && q.Edge == Within && q.Noted == ""
}

func (p *parser) side() Side {
	for _, g := range p.aim {
		if g.side != Within {
			return g.side
		}
	}
	return Within
}

// emit takes an instruction in. A side belongs to what is put beside a place.
func (p *parser) emit(in Instruction) bool {
	if in.Places == nil {
		in.Places = p.places()
	}
	for i := range p.aim {
		if in.Op != AddParagraph && in.Op != AddSentence && p.aim[i].side != Within {
			return p.fail("it does not say what stands beside this place")
		}
	}
	p.list = append(p.list, in)
	p.done = true
	return true
}

// after looks for places that stand behind an instruction, in the same sentence,
// and notes how it was written.
func (p *parser) after(n, start int) {
	if n < len(p.list) && len(p.list[n].Ways) == 1 && p.pos < len(p.s) && p.s[p.pos-1] != '\n' {
		q := *p
		q.eat(joint)
		if q.place() && (q.pos >= len(q.s) || strings.ContainsAny(q.s[q.pos:q.pos+1], ".;,?!\n")) {
			for i := n; i < len(q.list); i++ {
				q.list[i].Places = q.places()
			}
			q.done = true
			if q.side() == Within {
				*p = q
			}
		}
	}
	p.ended = p.pos
	said := strings.TrimSpace(p.src[p.at[start]:p.at[p.pos]])
	for i := n; i < len(p.list); i++ {
		p.list[i].Said = said
	}
}

func number(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			break
		}
		n = min(n*10+int(r-'0'), 100_000)
	}
	return n
}
