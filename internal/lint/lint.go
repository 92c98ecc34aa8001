// Package lint finds the faults of a bracketed text: brackets that do not match
// or say nothing, parties that are named twice or are not known, references to
// what is not there, options, numbers, footnotes and defined terms that do not
// fit together.
//
// It promises that every finding names a rule, a line and a column, that one
// cause makes one finding, that the time it takes grows with the length of the
// text only, and that what is normal in any tradition (brackets.md, sections 2
// to 4) is no fault. It refuses to judge the words: what is proposed, and by
// whom, is the parties' own affair.
package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// Finding is one fault.
type Finding struct {
	Rule      string `json:"rule"`
	Line      int    `json:"line"` // from 1
	Col       int    `json:"col"`  // from 1, in characters
	Text      string `json:"text"` // what is wrong, in plain words
	at, order int
}

// Text is a text made ready for checking.
type Text struct {
	Read     *marks.Read
	Plan     plan.Text
	Source   *refs.Source
	Parties  []ident.Code // who may be named; none where that is not known
	Language *refs.Language
	page     bool // a page printed for people
	ownMarks bool // nonpaper wrote the marks itself in a style whose blanks follow from the style
}

// New makes a text ready: as it was read with its marks, and with its points. The
// parties are those given, else those that the text itself lists.
func New(read *marks.Read, t plan.Text, parties []ident.Code, lang *refs.Language) *Text {
	x := &Text{Read: read, Plan: t, Source: refs.NewSource(read.Source, &t), Parties: parties, Language: lang}
	if len(parties) == 0 {
		x.Parties = listed(read.Source, &t)
	}
	for _, f := range t.Front {
		x.ownMarks = x.ownMarks || strings.EqualFold(f.Key, "style") && (f.Value == "trade" || f.Value == "options")
	}
	if !strings.HasPrefix(strings.TrimSpace(read.Source), "#") {
		head, rest, _ := strings.Cut(read.Source, "\n")
		x.page = strings.Contains(head, ", compiled from ") && strings.Contains(rest[:min(len(rest), 400)], "Wording outside brackets is not thereby agreed.")
	}
	return x
}

// IsPage reports whether the text is a page that nonpaper printed for people, with
// the numbers of brackets in its margin. Of such a page only the brackets are
// looked at: what stands in the margin is no text.
func (x *Text) IsPage() bool { return x.page }

// NamesParties reports whether the text names anybody at its brackets.
func (x *Text) NamesParties() bool {
	named := false
	x.Read.Walk(func(n *marks.Node) bool {
		named = named || len(n.Stances) > 0
		return !named
	})
	return named
}

// Check carries out the rules that are on and gives what they find, in the order
// of the text.
func Check(x *Text, on func(rule string) bool) []Finding {
	c := &checker{Text: x, src: x.Read.Source, broken: map[int]bool{}, unclosed: map[int]bool{}, kinds: map[string]int{}, missing: map[string]int{}, gapIn: map[int]bool{}, excerpts: map[string]bool{}}
	for i, r := range Rules {
		c.kinds[r.Name] = i
	}
	c.problems()
	if x.page {
		balance := []string{"unclosed-bracket", "unopened-bracket", "brackets-too-deep", "stray-brace"}
		return c.result(func(rule string) bool { return on(rule) && slices.Contains(balance, rule) })
	}
	c.nodes(x.Read.Nodes, nil, nil)
	c.parties()
	c.numbers()
	c.items()
	c.references()
	c.notes()
	c.terms()
	return c.result(on)
}

// checker is the state of one check.
type checker struct {
	*Text
	src      string
	found    []Finding
	kinds    map[string]int // the place of each rule in the table
	unclosed map[int]bool   // lines of broken in which a bracket is not closed
	broken   map[int]bool   // lines with an unbalanced bracket: what is said of marks there would follow from it

	stances  []stanceAt
	form     [5]int        // brackets by their form
	unnamed  []*marks.Node // brackets that name nobody and could
	footnote []noteAt
	hidden   [][2]int        // stretches that are no text
	opened   []int           // where text brackets open that hold words
	unclear  []int           // where the reader of marks found something unclear
	twice    bool            // a number stands for two points
	missing  map[string]int  // numbers that a gap leaves out, by kind and number: which finding says so
	excerpts map[string]bool // kinds of which only some numbers are there
	gapIn    map[int]bool    // points in whose lists a label is missing
	ended    []int           // where end marks stand outside of brackets
}

// add notes a finding at an offset of the source.
func (c *checker) add(rule string, at int, format string, args ...any) {
	order, known := c.kinds[rule]
	if !known {
		panic("no rule " + rule)
	}
	c.found = append(c.found, Finding{Rule: rule, Text: fmt.Sprintf(format, args...), at: at, order: order})
}

// result puts the findings in order, leaves out those of rules that are off, and
// of several at one place all but the first in the table.
func (c *checker) result(on func(string) bool) []Finding {
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return a.order - b.order
	})
	out := []Finding{}
	last := -1
	begin, at, col := 0, 0, 1 // a line may be long and hold many findings
	for _, f := range c.found {
		if f.at == last || !on(f.Rule) {
			continue
		}
		last = f.at
		f.Line = c.Source.LineOf(f.at)
		if from, _ := c.Source.Line(f.Line); from != begin || at < from {
			begin, at, col = from, from, 1
		}
		col += utf8.RuneCountInString(c.src[at:f.at])
		at, f.Col = f.at, col
		out = append(out, f)
	}
	return out
}

// ofMarks are the rules whose findings the reader of marks makes.
var ofMarks = map[string]string{
	marks.Unclosed: "unclosed-bracket", marks.Unopened: "unopened-bracket", marks.StrayBrace: "stray-brace", marks.TooDeep: "brackets-too-deep",
	marks.OrphanOption: "orphan-option", marks.LoneOption: "lone-option", marks.OptionOrder: "option-order", marks.UnknownVerb: "unknown-verb",
	marks.DoubleStroke: "double-stroke", marks.UnclearParty: "unclear-party", marks.UnclearLink: "unclear-link",
}

func (c *checker) problems() {
	slipped := -1 // the point in which an option has the label of the one before it
	for _, p := range c.Read.Problems {
		at, place := c.again(p), c.Source.Place(p.Line)
		switch {
		case at > 0:
			c.add("option-order", at, "this option has the label of the one before it")
			slipped = place
			continue
		case place == slipped && (p.Kind == marks.LoneOption || p.Kind == marks.OptionOrder):
			slipped = -1 // it follows from that
			continue
		}
		rule, known := ofMarks[p.Kind]
		if !known {
			continue
		}
		if p.Kind == marks.Unclosed || p.Kind == marks.Unopened || p.Kind == marks.TooDeep {
			c.broken[p.Line] = true
			c.unclosed[p.Line] = c.unclosed[p.Line] || p.Kind == marks.Unclosed
		}
		if p.Kind == marks.UnclearLink && c.broken[p.Line] {
			continue
		}
		at = p.From
		c.unclear = append(c.unclear, at)
		switch words := c.src[p.From:p.To]; p.Kind {
		case marks.DoubleStroke:
			at += max(0, strings.Index(words, "//"))
		case marks.UnknownVerb:
			at += verbIn(words)
		}
		c.add(rule, at, "%s", p.Text)
	}
}

// again is where behind a lone option one begins that has the same label; 0 for
// nowhere. Two options of one label make no series, and the fault is the second's.
func (c *checker) again(p marks.Problem) int {
	label, _, ok := strings.Cut(c.src[p.From:p.To], ":")
	if p.Kind != marks.LoneOption || !ok || len(label) > 60 {
		return 0
	}
	label, _, _ = strings.Cut(label, " (")
	label = strings.Trim(label, "*_ ")
	const most = 20_000 // bytes of an option in which the next is looked for
	end := min(len(c.src), p.To+80, p.From+most)
	for at := p.From; ; {
		i := strings.IndexByte(c.src[at:end], '\n')
		if i < 0 {
			return 0
		}
		at += i + 1
		line := c.src[at:end]
		begin := at + len(line) - len(strings.TrimLeft(line, " \t"))
		bare := strings.TrimLeft(c.src[begin:end], "*_")
		if len(bare) > len(label) && strings.EqualFold(bare[:len(label)], label) && !letterBefore(bare[:len(label)+1]) {
			return begin
		}
	}
}

// verbIn is where behind codes the word begins that is no verb: behind the last
// word that has a capital or a figure.
func verbIn(s string) int {
	at := 0
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\n' {
			i++
			continue
		}
		end := i
		for end < len(s) && s[end] != ' ' && s[end] != '\n' {
			end++
		}
		if w := s[i:end]; w == strings.ToLower(w) && strings.ContainsFunc(w, unicode.IsLetter) {
			return i
		}
		i = end
	}
	return at
}

// listed are the parties that a text lists itself: in its front matter, or in a
// line such as "Parties: HAR (Harran), SEL (Selm)".
func listed(src string, t *plan.Text) []ident.Code {
	for _, f := range t.Front {
		if strings.EqualFold(f.Key, "parties") {
			return codesIn(f.Value)
		}
	}
	for line := range strings.SplitSeq(src, "\n") {
		if len(line) > 2000 {
			continue
		}
		key, value, ok := strings.Cut(strings.TrimLeft(line, "*_> -"), ":")
		if !ok {
			continue
		}
		switch strings.ToLower(strings.Trim(key, "*_ ")) {
		case "parties", "legend", "codes", "parties named", "delegations", "key":
			if codes := codesIn(value); len(codes) > 1 {
				return codes
			}
		}
	}
	return nil
}

// codesIn are the words of a list that have capitals only.
func codesIn(s string) (out []ident.Code) {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(" ,;()[]{}=:|*_`'\"\n\t", r) }) {
		if len(w) < 2 || w != strings.ToUpper(w) || w == strings.ToLower(w) {
			continue
		}
		if code, err := ident.ParseCode(w); err == nil && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}
