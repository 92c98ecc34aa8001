package lint

import (
	"slices"
	"sort"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
)

// stanceAt is what a party says of words, and where that stands.
type stanceAt struct {
	code ident.Code
	at   int
	of   *marks.Stance
}

// nodes goes through the tree; in is the innermost bracket of words around it,
// run the run that it is directly a part of.
func (c *checker) nodes(ns []marks.Node, in, run *marks.Node) {
	for i := range ns {
		n := &ns[i]
		inner, part := in, (*marks.Node)(nil)
		switch n.Kind {
		case marks.Hidden:
			c.hidden = append(c.hidden, [2]int{n.From, n.To})
		case marks.Note:
			c.footnote = append(c.footnote, noteAt{c.src[n.From:n.To], n.From})
		case marks.Instruction:
			c.hidden = append(c.hidden, [2]int{n.From, n.To})
			c.add("instruction-left", n.From, "an editor's instruction is left in the text")
		case marks.Run:
			c.choice(n)
			c.edges(n, ns, i)
			part = n
		case marks.Options:
			c.choice(n)
			c.emptyOptions(n)
		case marks.Bracket:
			c.bracket(n, in, run)
			if run == nil {
				c.edges(n, ns, i)
			}
			if n.Sort == marks.Text {
				inner = n
			}
		}
		c.named(n)
		c.nodes(n.Children, inner, part)
	}
}

// bracket checks one pair of brackets. Those of a run are checked as its variants.
func (c *checker) bracket(n, in, run *marks.Node) {
	switch n.Sort {
	case marks.Placeholder:
		c.add("placeholder-left", n.From, "a placeholder is still open: %s", clip(c.src[n.From:n.To]))
		return
	case marks.EndMark:
		if in != nil {
			c.add("end-mark-inside", n.From, "%s says how far a paragraph has come, and stands inside of a bracket", clip(c.src[n.From:n.To]))
		} else {
			c.ended = append(c.ended, n.From)
		}
		return
	case marks.Slot:
		return
	}
	c.form[n.Form]++
	if c.inTable(n.From) {
		return
	}
	if c.isEmpty(n) {
		c.add("empty-bracket", n.From, "a bracket with nothing in it")
		return
	}
	c.opened = append(c.opened, n.From)
	vs := n.Variants()
	for _, v := range vs {
		c.dashes(n, v)
		if strings.Trim(c.words(v), " *_\n") == "" && !c.wordless(v) {
			c.add("empty-variant", v.From, "a variant without words; who wants none says delete")
		}
	}
	if run != nil {
		return
	}
	c.choice(n)
	if len(vs) == 1 {
		c.lone(n, vs[0])
	}
}

// dashes finds dashes before stances behind which nobody can be read.
func (c *checker) dashes(n, v *marks.Node) {
	if len(v.Stances) > 0 || len(v.Children) == 0 || n.Form != marks.Conference {
		return
	}
	last := &v.Children[len(v.Children)-1]
	if last.Kind != marks.Words {
		return
	}
	words := strings.TrimRight(c.src[last.From:last.To], " \n")
	if strings.HasSuffix(words, " -") || strings.HasSuffix(words, " –") {
		c.add("unclear-party", last.From+strings.LastIndexAny(words, "-–"), "nobody is named behind this dash")
		return
	}
	i := max(strings.LastIndex(words, " - "), strings.LastIndex(words, " – "))
	if i < 0 || len(words)-i > 80 {
		return
	}
	at := last.From + i + 1 + len(words[i+1:]) - len(strings.TrimLeft(words[i+1:], "-– "))
	names := strings.Trim(words[at-last.From:], ", ")
	if len(codesIn(names)) > 0 && names == strings.ToUpper(names) {
		c.add("unclear-party", at, "what stands behind the dash does not read as a list of codes: %s", clip(words[at-last.From:]))
	} else if k := slices.IndexFunc(c.Parties, func(p ident.Code) bool { return strings.EqualFold(string(p), names) }); k >= 0 {
		c.add("unknown-party", at, "%s is not among the parties; is %s meant?", names, c.Parties[k])
	}
}

// isEmpty reports whether nothing stands in a bracket.
func (c *checker) isEmpty(n *marks.Node) bool {
	if strings.TrimSpace(c.src[n.From+1:n.To-1]) == "" {
		return true
	}
	for _, v := range n.Variants() {
		if strings.Trim(c.words(v), " *_\n") != "" || c.wordless(v) {
			return false
		}
	}
	return true
}

// unclearIn reports whether the reader of marks found something unclear in a
// bracket: what else is said of it would follow from that.
func (c *checker) unclearIn(n *marks.Node) bool {
	i := sort.SearchInts(c.unclear, n.From)
	return i < len(c.unclear) && c.unclear[i] < n.To
}

// lone checks a bracket that has one variant: somebody has to propose it, or to
// want it out.
func (c *checker) lone(n, v *marks.Node) {
	switch {
	case n.Form == marks.Plain:
		if !n.Spans {
			c.unnamed = append(c.unnamed, n)
		}
	case n.Form == marks.Whole:
	case len(v.Stances) > 0:
		for _, s := range v.Stances {
			switch s.Verb {
			case marks.Retain, marks.Support, marks.AdRef, marks.Flexible, marks.Join:
			default:
				return
			}
		}
		c.add("single-variant", n.From, "the bracket has one variant, and nobody proposes it or wants it out: nothing is open here")
	}
}

// choice compares the variants of a bracket, of a run or of options.
func (c *checker) choice(n *marks.Node) {
	vs := variants(n)
	if len(vs) < 2 {
		if len(vs) == 1 {
			c.twiceNamed(vs[0])
		}
		return
	}
	const most = 7 // brackets side by side that are still one choice (the draft of October 2015 has runs of two to seven)
	several := n.Kind == marks.Run && len(vs) > most
	seen := map[string]int{}
	holds := map[ident.Code]int{}
	for i, v := range vs {
		c.twiceNamed(v)
		words := squeezed(c.words(v))
		if first, dup := seen[words]; dup && words != "" && !several {
			at := v.From
			if n.Kind == marks.Bracket {
				at += len(c.src[at:v.To]) - len(strings.TrimLeft(c.src[at:v.To], " "))
			}
			c.add("duplicate-variant", at, "this variant reads the same as the one in line %d: %s", vs[first].Line, clip(words))
			continue
		} else if !dup {
			seen[words] = i
		}
		if several || c.ownMarks && n.Kind == marks.Run { // they may be of several places
			continue
		}
		for k := range v.Stances {
			s := &v.Stances[k]
			if s.Verb != marks.Propose && s.Verb != marks.Support && s.Verb != marks.Retain {
				continue
			}
			for _, code := range s.Parties {
				if other, twice := holds[code]; twice && other != i {
					c.add("two-variants-of-one-party", c.where(s, code), "%s holds another variant of this bracket as well", code)
					continue
				}
				holds[code] = i
			}
		}
	}
}

// twiceNamed finds a party that is named twice at one variant in the same sense,
// or for and against it.
func (c *checker) twiceNamed(v *marks.Node) {
	type sense struct {
		code ident.Code
		verb marks.Verb
	}
	seen := map[sense]bool{}
	for k := range v.Stances {
		s := &v.Stances[k]
		named := map[ident.Code]int{}
		for _, code := range s.Parties {
			named[code]++
			verb := side(s.Verb)
			switch {
			case named[code] > 1:
				c.add("party-named-twice", c.whereNth(s, code, named[code]), "%s is named twice in one stance", code)
			case seen[sense{code, verb}]:
				c.add("party-named-twice", c.where(s, code), "%s is named twice at this variant", code)
			case verb == marks.Propose && seen[sense{code, marks.Delete}], verb == marks.Delete && seen[sense{code, marks.Propose}]:
				c.add("party-named-twice", c.where(s, code), "%s is for these words and against them", code)
			}
			seen[sense{code, verb}] = true
		}
	}
}

// side brings verbs together that say the same of the words.
func side(v marks.Verb) marks.Verb {
	switch v {
	case marks.Support, marks.Retain:
		return marks.Propose
	case marks.Oppose:
		return marks.Delete
	}
	return v
}

// variants are what somebody chooses from.
func variants(n *marks.Node) []*marks.Node {
	if n.Kind != marks.Options {
		return n.Variants()
	}
	var out []*marks.Node
	for i := range n.Children {
		if n.Children[i].Kind == marks.Option {
			out = append(out, &n.Children[i])
		}
	}
	return out
}

func (c *checker) emptyOptions(n *marks.Node) {
	for _, o := range variants(n) {
		if i := doubled(c.src[o.From:min(o.To, o.From+120)]); i > 0 && len(o.Stances) == 0 {
			c.add("double-stroke", o.From+i, "two strokes stand between the codes of parties; it is read as words")
		}
		if strings.TrimSpace(strings.Trim(c.words(o), "*_:. \n")) == "" && !c.wordless(o) {
			c.add("empty-variant", o.From, "an option without words; one that wants none reads \"No text\"")
		}
	}
}

// doubled is where two strokes stand between codes in the round brackets behind a
// label, "Option 1 (HAR//SEL):"; 0 for nowhere.
func doubled(s string) int {
	open, shut := strings.IndexByte(s, '('), strings.IndexByte(s, ')')
	if open < 0 || shut < open || open > 20 {
		return 0
	}
	in := s[open+1 : shut]
	if i := strings.Index(in, "//"); i > 0 && in == strings.ToUpper(in) && !strings.ContainsAny(in, ".:") {
		return open + 1 + i
	}
	return 0
}

// words are the words of a node, marks of the notation left out, those of nested
// brackets kept.
func (c *checker) words(n *marks.Node) string {
	if len(n.Children) == 0 {
		if n.Kind == marks.Words {
			return c.src[n.From:n.To]
		}
		return ""
	}
	if !nests(n) {
		var b strings.Builder
		for i := range n.Children {
			if k := n.Children[i].Kind; k == marks.Words || k == marks.Link {
				b.WriteString(c.src[n.Children[i].From:n.Children[i].To])
			}
		}
		return b.String()
	}
	from, to := n.From, n.To // with everything in it, but for the marks at its ends
	for i := range n.Children {
		if n.Children[i].Kind != marks.Mark {
			from = n.Children[i].From
			break
		}
	}
	for i := len(n.Children) - 1; i >= 0; i-- {
		if n.Children[i].Kind != marks.Mark {
			to = n.Children[i].To
			break
		}
	}
	return c.src[from:to]
}

func nests(n *marks.Node) bool {
	for i := range n.Children {
		switch n.Children[i].Kind {
		case marks.Bracket, marks.Run, marks.Options, marks.Option, marks.Variant:
			return true
		}
	}
	return false
}

// wordless reports whether a node has no words and need not: it holds a footnote
// mark, an instruction or brackets.
func (c *checker) wordless(n *marks.Node) bool {
	for i := range n.Children {
		switch n.Children[i].Kind {
		case marks.Note, marks.Instruction, marks.Bracket, marks.Run, marks.Options, marks.Link:
			return true
		}
	}
	return false
}

// where is the offset at which a stance names a party.
func (c *checker) where(s *marks.Stance, code ident.Code) int { return c.whereNth(s, code, 1) }

func (c *checker) whereNth(s *marks.Stance, code ident.Code, nth int) int {
	at := s.From
	for {
		i := strings.Index(c.src[at:s.To], string(code))
		if i < 0 {
			return s.From
		}
		at += i
		before, after := byte(' '), byte(' ')
		if at > s.From {
			before = c.src[at-1]
		}
		if end := at + len(code); end < s.To {
			after = c.src[end]
		}
		if strings.IndexByte(" ,/;(", before) >= 0 && strings.IndexByte(" ,/;):", after) >= 0 {
			if nth--; nth == 0 {
				return at
			}
		}
		at += len(code)
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// clip shortens words for a message.
func clip(s string) string {
	s = squeezed(s)
	if r := []rune(s); len(r) > 50 {
		return strings.TrimSpace(string(r[:46])) + " …"
	}
	return s
}
