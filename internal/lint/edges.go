package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/marks"
)

// none stands where nothing is known of what is read next to a bracket: the
// beginning or end of a line, or another bracket.
const none = rune(0)

// loose stands where a blank and a comma or full stop stand behind a bracket.
const loose = rune(1)

// edges checks that keeping the words of a bracket and dropping the brackets, or
// dropping both where somebody wants none, gives single blanks and sane
// punctuation (brackets.md, section 6).
func (c *checker) edges(n *marks.Node, siblings []marks.Node, i int) {
	if n.Kind == marks.Bracket && (n.Sort != marks.Text || n.Spans) || c.nearBroken(n.Line) || c.ownMarks || c.inTable(n.From) {
		return
	}
	left, before := c.readBefore(siblings, i)
	right, known := c.readBehind(siblings, i)
	had := len(c.found) // what is wrong on one side of a bracket is told once
	brackets := bracketsOf(n)
	for k, b := range brackets {
		if b.Spans || c.isEmpty(b) || c.unclearIn(b) {
			continue
		}
		vs := b.Variants()
		if len(vs) == 0 {
			continue
		}
		lead, tail := c.blanks(b)
		first, _ := c.ends(vs[0])
		_, last := c.ends(vs[len(vs)-1])
		// of brackets side by side the inner ones may be of another place
		if k == 0 {
			c.kept(b, left, first, lead)
		}
		if k == len(brackets)-1 && len(c.found) == had {
			c.keptEnd(b, last, right, tail)
		}
	}
	if n.Kind == marks.Bracket && len(c.found) == had && known && !c.isEmpty(n) && !c.unclearIn(n) && c.mayGo(n) && !c.besides(siblings, i) {
		c.dropped(n, left, before, right)
	}
}

// nearBroken reports whether a bracket that has no other stands in a line or in
// the paragraphs around it: which brackets belong together there, behind one that
// is not closed or before one that was not opened, is not sure.
func (c *checker) nearBroken(line int) bool {
	const far, near = 8, 2
	for n := line - far; n <= line+far; n++ {
		if d := line - n; c.unclosed[n] && d >= -near || c.broken[n] && !c.unclosed[n] && d <= near {
			return true
		}
	}
	return false
}

// inTable reports whether an offset lies in a row of a table, whose cells show
// pieces of wordings.
func (c *checker) inTable(at int) bool {
	from, _ := c.Source.Line(c.Source.LineOf(at))
	return c.src[from] == '|'
}

// blanks reports whether a bracket begins and ends with a blank of its own.
func (c *checker) blanks(b *marks.Node) (lead, tail bool) {
	for _, n := range b.Variants()[0].Children {
		if n.Kind != marks.Mark {
			lead = c.src[n.From] == ' '
			break
		}
	}
	return lead || c.src[b.From+1] == ' ', c.src[b.To-2] == ' '
}

func bracketsOf(n *marks.Node) (out []*marks.Node) {
	if n.Kind != marks.Run {
		return []*marks.Node{n}
	}
	for i := range n.Children {
		if n.Children[i].Kind == marks.Bracket && n.Children[i].Sort == marks.Text {
			out = append(out, &n.Children[i])
		}
	}
	return out
}

// kept checks the left side of a bracket whose words are kept.
func (c *checker) kept(b *marks.Node, left, first rune, lead bool) {
	switch {
	case left == none:
	case left == ' ' && lead:
		c.add("bracket-spacing", b.From, "a blank stands before this bracket and another in it: with its words kept there are two")
	case left == ' ' && strings.ContainsRune(",.;:", first) && !c.elided(b.From+1):
		c.add("bracket-punctuation", b.From, "a blank stands before this bracket, which begins with %q: with its words kept the blank stands before the sign", first)
	case strings.ContainsRune(",;:", left) && strings.ContainsRune(",.;:", first):
		c.add("bracket-punctuation", b.From, "%q stands before this bracket and %q begins it: with its words kept both are there", left, first)
	case strings.ContainsRune(",;", left) && !lead && unicode.IsLetter(first) && spacedScript(first):
		c.add("bracket-spacing", b.From, "no blank stands between %q and the words of this bracket", left)
	case !lead && inWord(left) && inWord(first) && !c.affix(b, true) && !(unicode.IsDigit(left) && unicode.IsDigit(first)):
		c.add("bracket-spacing", b.From, "no blank stands before this bracket or at its beginning: with its words kept they run into the word before")
	}
}

// keptEnd checks the right side.
func (c *checker) keptEnd(b *marks.Node, last, right rune, tail bool) {
	switch {
	case right == none:
	case right == loose:
		c.add("bracket-spacing", b.To-1, "a blank stands between this bracket and the sign behind it")
	case right == ' ' && tail:
		c.add("bracket-spacing", b.To-1, "a blank stands at the end of this bracket and another behind it: with its words kept there are two")
	case tail && strings.ContainsRune(",.;:", right):
		c.add("bracket-punctuation", b.To-1, "this bracket ends with a blank, and %q stands behind it", right)
	case strings.ContainsRune(",.;:", right) && (last == right || strings.ContainsRune(",;:", last)):
		c.add("bracket-punctuation", b.To-1, "this bracket ends with %q, and %q stands behind it: with its words kept both are there", last, right)
	case !tail && inWord(last) && inWord(right) && !c.affix(b, false) && !(unicode.IsDigit(last) && unicode.IsDigit(right)):
		c.add("bracket-spacing", b.To-1, "no blank stands behind this bracket or at its end: with its words kept they run into the next word")
	}
}

// dropped checks a bracket whose words may go.
func (c *checker) dropped(n *marks.Node, left, before, right rune) {
	lead, tail := c.blanks(n)
	vs := n.Variants()
	first, _ := c.ends(vs[0])
	_, last := c.ends(vs[len(vs)-1])
	switch {
	case left == none || right == none:
	case left == ' ' && before == ',' && strings.ContainsRune(",.;:", right):
		c.add("bracket-punctuation", n.From, "with its words gone, the comma before this bracket meets %q: the bracket should own the comma", right)
	case left == ' ' && strings.ContainsRune(",.;:", right):
		c.add("bracket-punctuation", n.From, "with its words gone, a blank stands before %q: the bracket should own the blank", right)
	case strings.ContainsRune(",;:", left) && strings.ContainsRune(",.;:", right):
		c.add("bracket-punctuation", n.From, "with its words gone, %q stands before %q", left, right)
	case inWord(left) && inWord(right) && (lead || tail) && !strings.ContainsRune(",.;:", first):
		c.add("bracket-spacing", n.From, "with its words gone, the words around this bracket run together")
	case left == ' ' && before == ',' && right == ' ' && last != ',' && c.begins(n):
		c.add("bracket-punctuation", n.From, "the comma before this bracket comes and goes with its words, and stands outside")
	}
}

// besides reports whether another bracket stands beside one, with a blank, a
// comma, "and" or "or" between them at most: it may be its alternative, and not both go.
func (c *checker) besides(ns []marks.Node, i int) bool {
	beside := func(k, to int) bool {
		if k < 0 || k >= len(ns) {
			return false
		}
		if n := &ns[k]; n.Kind == marks.Words {
			switch strings.ToLower(strings.Trim(c.src[n.From:min(n.To, n.From+20)], " ,*_")) {
			case "", "or", "and", "and/or":
				k = to
			}
		}
		return k >= 0 && k < len(ns) && (ns[k].Kind == marks.Bracket || ns[k].Kind == marks.Run)
	}
	return beside(i-1, i-2) || beside(i+1, i+2)
}

// mayGo reports whether somebody wants none of the words of a bracket: it has one
// variant, and is neither a bare objection nor what all retain.
func (c *checker) mayGo(n *marks.Node) bool {
	vs := n.Variants()
	if n.Form == marks.Whole || n.Form == marks.Slashed || len(vs) == 0 {
		return false
	}
	if len(vs) == 1 { // a figure is chosen, and not left out
		w := c.words(vs[0])
		return n.Form != marks.Plain || strings.Trim(w, "0123456789.,:%-– ") != ""
	}
	for _, v := range vs {
		for _, s := range v.Stances {
			if s.Verb == marks.Delete {
				return true
			}
		}
	}
	return false
}

// begins reports whether the words of a bracket begin with a word by which a
// phrase is joined on.
func (c *checker) begins(n *marks.Node) bool {
	s := c.words(n.Variants()[0])
	s = strings.TrimLeft(s, " *_[")
	end := strings.IndexByte(s, ' ')
	if end < 0 {
		return false
	}
	switch strings.ToLower(s[:end]) {
	case "under", "with", "without", "including", "excluding", "subject", "through", "by", "as", "unless", "except", "which", "who", "whose", "where", "while", "provided", "within", "taking", "pursuant", "notwithstanding", "together":
		return true
	}
	return false
}

// affixes are beginnings and ends of words that are bracketed by themselves.
var affixes = strings.Fields("s es ies y ed d ing ly al er or ion ions ment un non non- in im re re- sub pre pre- co co- inter dis ity ities n't 's th st nd rd bis ter quater alt a b c i ii iii")

// affix reports whether a bracket holds a part of a word: "Part[ies]", "[un]clear".
func (c *checker) affix(b *marks.Node, behind bool) bool {
	for _, v := range b.Variants() {
		w := strings.ToLower(strings.TrimSpace(c.words(v)))
		for _, a := range affixes {
			if w == a {
				return true
			}
		}
		if behind && len(w) > 0 && strings.HasPrefix(w, "-") {
			return true
		}
	}
	return false
}

// elided reports whether "..." or a decimal begins at an offset.
func (c *checker) elided(at int) bool {
	s := strings.TrimLeft(c.src[at:min(len(c.src), at+8)], " *_")
	return strings.HasPrefix(s, "..") || len(s) > 1 && s[0] == '.' && s[1] >= '0' && s[1] <= '9'
}

// inWord reports whether a sign is a part of a word in a script that parts words
// with blanks.
func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && spacedScript(r)
}

func spacedScript(r rune) bool {
	return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// readBefore gives the sign that is read before a sibling, and, where that is a
// blank, the one before it.
func (c *checker) readBefore(ns []marks.Node, i int) (last, before rune) {
	for k := i - 1; k >= 0; k-- {
		switch n := &ns[k]; n.Kind {
		case marks.Note:
			continue
		case marks.Words:
			s := strings.TrimRight(c.src[n.From:n.To], "*_")
			if s == "" {
				continue
			}
			r, size := utf8.DecodeLastRuneInString(s)
			if r == '\u00a0' {
				r = ' '
			}
			if strings.ContainsRune("\n\r\t", r) || r == ' ' && c.blankLine(n.From+len(s)) {
				return none, none
			}
			b, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s[:len(s)-size], "*_"))
			return r, b
		default:
			return none, none
		}
	}
	return none, none
}

// blankLine reports whether only blanks, or the label of an item, stand in the
// line before an offset.
func (c *checker) blankLine(at int) bool {
	begin, found := c.lineBegin(at)
	if !found {
		return false
	}
	line := strings.Trim(c.src[begin:at], " \t#>*_-+•")
	return line == "" || len(line) <= 6 && strings.ContainsAny(line[len(line)-1:], ".):") && !strings.Contains(line, " ")
}

// lineBegin is where the line of an offset begins; false where that is far away.
func (c *checker) lineBegin(at int) (int, bool) {
	from := max(0, at-120)
	if i := strings.LastIndexByte(c.src[from:at], '\n'); i >= 0 {
		return from + i + 1, true
	}
	return from, from == 0
}

// readBehind gives the sign that is read behind a sibling; false where nothing is
// known of it.
func (c *checker) readBehind(ns []marks.Node, i int) (rune, bool) {
	for k := i + 1; k < len(ns); k++ {
		switch n := &ns[k]; n.Kind {
		case marks.Note:
			continue
		case marks.Words:
			s := strings.TrimLeft(c.src[n.From:n.To], "*_")
			if s == "" {
				continue
			}
			r, size := utf8.DecodeRuneInString(s)
			switch {
			case strings.ContainsRune("\n\r\t", r):
				return none, true
			case r == '.' && strings.HasPrefix(s[size:], "."):
				return none, true // an ellipsis
			case (strings.HasPrefix(s, " .") || strings.HasPrefix(s, " ,")) && !strings.HasPrefix(s, " ..") && !(len(s) > 2 && s[2] >= '0' && s[2] <= '9'):
				return loose, true
			}
			return r, true
		default:
			return none, false
		}
	}
	return none, true
}

// ends are the first and the last sign of the words of a variant, none where
// brackets or marks stand there.
func (c *checker) ends(v *marks.Node) (first, last rune) {
	for i := range v.Children {
		n := &v.Children[i]
		if n.Kind == marks.Note {
			continue
		}
		if n.Kind == marks.Words {
			if s := strings.TrimLeft(c.src[n.From:n.To], " *_"); s != "" {
				first, _ = utf8.DecodeRuneInString(s)
			}
		}
		break
	}
	for i := len(v.Children) - 1; i >= 0; i-- {
		n := &v.Children[i]
		if n.Kind == marks.Note || n.Kind == marks.Mark {
			continue
		}
		if n.Kind == marks.Words {
			if s := strings.TrimRight(c.src[n.From:n.To], " *_"); s != "" {
				last, _ = utf8.DecodeLastRuneInString(s)
			}
		}
		break
	}
	return first, last
}
