package domain

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/styles"
)

// MostVariants is the number of variants up to which a bracket is taken for a choice.
const MostVariants = 13

// NoWords are the words of a variant that has none.
const NoWords = "(no words)"

// Open is an open bracket as a choice.
type Open struct {
	Name     string // the bracket's number: 8a
	Title    string // the point's heading, "" for none
	Point    ident.Point
	Variants []OpenVariant // distinct; the first is the present text
}

// OpenVariant is one reading of a bracket, and the parties that are printed at it.
type OpenVariant struct {
	Words   string
	Wording bracket.Wording // as it takes the bracket's place
	By      []ident.Code
}

// OpenChoices are the open brackets of a text as choices, in reading order. A bracket
// within a bracket is no choice of its own: the variants of the outer one are its whole
// readings, those that somebody is named at and those of every wording at which nobody
// is. With points, only theirs.
func OpenChoices(t bracket.Text, points []ident.Point) (out []Open) {
	for i := range t.Points {
		p := &t.Points[i]
		if len(points) > 0 && !slices.Contains(points, p.ID) {
			continue
		}
		title := oneLine(styles.Reading(p.Heading, ident.Base))
		for _, w := range []bracket.Wording{p.Heading, p.Wording} {
			for _, it := range w {
				if it.Bracket != nil {
					out = append(out, Open{Name: string(it.Bracket.Number), Title: title, Point: p.ID, Variants: readings(it)})
				}
			}
		}
	}
	return out
}

func readings(it bracket.Item) (out []OpenVariant) {
	w := bracket.Wording{it}
	add := func(words string, by ...ident.Code) {
		v := OpenVariant{Words: strings.TrimSpace(words), By: by}
		if words != "" {
			v.Wording = bracket.Wording{{Words: words}}
		}
		if v.Words == "" {
			v.Words = NoWords
		}
		if at := slices.IndexFunc(out, func(x OpenVariant) bool { return x.Words == v.Words }); at >= 0 {
			out[at].By = append(out[at].By, by...)
		} else {
			out = append(out, v)
		}
	}
	for _, o := range styles.ListOptions(w) {
		add(o.Words, o.By...)
	}
	// a party that is named at words within another's, in a text that was read from paper
	w.Brackets(func(b *bracket.Bracket) bool {
		for i, v := range b.Variants {
			for _, c := range v.By {
				if c == ident.Base || slices.ContainsFunc(out, func(x OpenVariant) bool { return slices.Contains(x.By, c) }) {
					continue
				}
				if words, is := styles.Through(w, b, i); is {
					add(words, c)
				}
			}
		}
		return true
	})
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Start is what a packages.yaml begins with: choices, and what each party has in the
// text. How much a choice means to a party is not in it.
type Start struct {
	Title   string
	Text    string // the file that the choices are from, "" for none
	Head    string // what is said at the beginning
	Choices []Open
	Parties []ident.Code
	Names   map[ident.Code]string
	Source  func(party ident.Code, c Open) string // where a party says what it wants
	Rules   []Rule
	Apart   []string // linkages that are not among the rules, and why
}

// Rule is a linkage as what must not be together.
type Rule struct {
	Name string
	Not  []RuleSide
}

// RuleSide is some variants of a choice, by their places.
type RuleSide struct {
	Choice   int
	Variants []int
}

func variantName(a int) string { return "v" + strconv.Itoa(a+1) }

// node makes the file.
func (s *Start) node() *yaml.Node {
	top := mapping(0)
	if s.Title != "" {
		top.Content = append(top.Content, word("title"), word(s.Title))
	}
	if s.Text != "" {
		top.Content = append(top.Content, word("text"), word(s.Text))
	}
	choices, parties := list(0), list(0)
	for _, c := range s.Choices {
		variants := list(0)
		for a, v := range c.Variants {
			variants.Content = append(variants.Content, mapping(0, word("name"), word(variantName(a)), word("words"), word(v.Words)))
		}
		x := mapping(0, word("name"), word(c.Name))
		if c.Title != "" {
			x.Content = append(x.Content, word("title"), word(c.Title))
		}
		x.Content = append(x.Content, word("baseline"), word(variantName(0)), word("variants"), variants)
		choices.Content = append(choices.Content, x)
	}
	for _, code := range s.Parties {
		x := mapping(0, word("code"), word(string(code)))
		if name := s.Names[code]; name != "" {
			x.Content = append(x.Content, word("name"), word(name))
		}
		asks := mapping(0)
		for _, c := range s.Choices {
			wants := list(yaml.FlowStyle)
			for a, v := range c.Variants {
				if slices.Contains(v.By, code) {
					wants.Content = append(wants.Content, word(variantName(a)))
				}
			}
			if len(wants.Content) == 0 {
				continue
			}
			ask := mapping(yaml.FlowStyle, word("wants"), wants)
			if from := s.Source(code, c); from != "" {
				ask.Content = append(ask.Content, word("source"), word(from))
			}
			asks.Content = append(asks.Content, word(c.Name), ask)
		}
		if len(asks.Content) > 0 {
			x.Content = append(x.Content, word("asks"), asks)
		}
		parties.Content = append(parties.Content, x)
	}
	top.Content = append(top.Content, word("choices"), choices, word("parties"), parties)
	if len(s.Rules) > 0 {
		rules := list(0)
		for _, r := range s.Rules {
			not := mapping(yaml.FlowStyle)
			for _, side := range r.Not {
				vs := list(yaml.FlowStyle)
				for _, a := range side.Variants {
					vs.Content = append(vs.Content, word(variantName(a)))
				}
				not.Content = append(not.Content, word(s.Choices[side.Choice].Name), vs)
			}
			rules.Content = append(rules.Content, mapping(0, word("name"), word(r.Name), word("not"), not))
		}
		top.Content = append(top.Content, word("linkages"), rules)
	}
	return top
}

func word(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

func mapping(style yaml.Style, of ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Style: style, Content: of}
}

func list(style yaml.Style) *yaml.Node { return &yaml.Node{Kind: yaml.SequenceNode, Style: style} }

// YAML writes the file. It is an error if it would not read back; then something in the
// text cannot be in such a file, and the error says what.
func (s *Start) YAML() ([]byte, error) {
	var b bytes.Buffer
	comment(&b, s.Head)
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(s.node()); err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	for _, line := range s.Apart {
		comment(&b, line)
	}
	_, err := Read([]File{{"the packages file", b.Bytes()}})
	return b.Bytes(), err
}

func comment(b *bytes.Buffer, said string) {
	for line := range strings.SplitSeq(said, "\n") {
		if line != "" {
			b.WriteString("# " + line + "\n")
		}
	}
}

// JSON is the file as a value for JSON; what the YAML has as comments is not in it.
func (s *Start) JSON() (any, error) {
	var out any
	if err := s.node().Decode(&out); err != nil {
		return nil, err
	}
	src, err := json.Marshal(out)
	if err == nil {
		_, err = Read([]File{{"the packages file", src}})
	}
	return out, err
}

// Listable refuses brackets that have too many variants to be listed, by their names.
func Listable(choices []Open) error {
	var many []string
	for _, c := range choices {
		if len(c.Variants) > MostVariants {
			many = append(many, c.Name+" ("+strconv.Itoa(len(c.Variants))+")")
		}
	}
	if len(many) > 0 {
		return fault.Invalidf("more variants than the %d that are listed for a choice: %s; nothing was written", MostVariants, strings.Join(many, ", ")).
			WithHint("Leave them out with --except, or take some points only with --points.")
	}
	return nil
}

// mostTogether bounds the combinations of variants that a linkage is looked at in.
const mostTogether = 4096

// Linked makes rules of a linkage: of each part that has to hold by itself one, where the
// choices decide it. What the choices do not decide is returned in words.
//
// A party's word on a point is needed in every package, so a condition has to hold in
// every package.
func Linked(name string, l linkage.Link, called string, choices []Open) (rules []Rule, apart string) {
	parts := []linkage.Expr{l.If}
	for i := 0; i < len(parts); i++ {
		if parts[i].Op == linkage.And {
			parts = slices.Replace(parts, i, i+1, parts[i].Of...)
			i--
		}
	}
	var why []string
	for _, part := range parts {
		r, said := linkedPart(part, l.At, choices)
		if said != "" && !slices.Contains(why, said) {
			why = append(why, said)
		}
		if r != nil {
			rules = append(rules, Rule{Name: name + ": " + called, Not: r})
		}
	}
	if len(why) > 0 {
		apart = name + ": " + called + " (" + strings.Join(why, "; ") + ")"
	}
	return rules, apart
}

// linkedPart says in which variants a condition does not hold: none where it holds
// whatever is chosen; or why that cannot be said.
func linkedPart(e linkage.Expr, at func(linkage.Atom) linkage.Subject, choices []Open) (not []RuleSide, why string) {
	var on []int // the choices that it is about
	for _, a := range e.Atoms() {
		s := at(a)
		for i, c := range choices {
			if (s.Bracket == "" && s.ID != "" && c.Point == s.ID || s.Bracket != "" && c.Name == string(s.Bracket)) && !slices.Contains(on, i) {
				on = append(on, i)
			}
		}
	}
	slices.Sort(on)
	all := 1
	for _, i := range on {
		if all *= len(choices[i].Variants); all > mostTogether {
			return nil, "it can be read in too many ways"
		}
	}
	pick := make([]int, len(on))
	bad := make([][]bool, len(on))
	for k, i := range on {
		bad[k] = make([]bool, len(choices[i].Variants))
	}
	fails := 0
	for n := range all {
		for k, rest := len(on)-1, n; k >= 0; k-- {
			pick[k], rest = rest%len(bad[k]), rest/len(bad[k])
		}
		switch linkage.Evaluate(e, chosen(at, choices, on, pick)).Truth {
		case linkage.Undecided:
			return nil, "the choices do not decide it"
		case linkage.False:
			fails++
			for k, a := range pick {
				bad[k][a] = true
			}
		}
	}
	switch fails {
	case 0:
		return nil, ""
	case all:
		return nil, "it does not hold, whatever is chosen"
	}
	box := 1 // the combinations of variants that fail somewhere
	for k, i := range on {
		side := RuleSide{Choice: i}
		for a, x := range bad[k] {
			if x {
				side.Variants = append(side.Variants, a)
			}
		}
		box *= len(side.Variants)
		if len(side.Variants) < len(bad[k]) {
			not = append(not, side)
		}
	}
	if box != fails {
		return nil, "one rule does not say it"
	}
	return not, ""
}

// chosen is how points and brackets stand where each of these brackets can be read in one
// way only.
func chosen(at func(linkage.Atom) linkage.Subject, choices []Open, on, pick []int) func(linkage.Atom) linkage.Subject {
	return func(a linkage.Atom) linkage.Subject {
		s := at(a)
		for k, i := range on {
			if c := choices[i]; c.Point == s.ID {
				number := ident.Bracket(c.Name)
				p := bracket.Point{Wording: s.Wording}
				p = p.Resolve(number, bracket.Wording{{Bracket: &bracket.Bracket{Number: number, Variants: []bracket.Variant{{Wording: c.Variants[pick[k]].Wording}}}}})
				s.Wording = p.Wording
			}
		}
		return s
	}
}
