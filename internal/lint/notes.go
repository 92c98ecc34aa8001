package lint

import (
	"sort"
	"strings"
	"unicode"
)

// noteAt is the mark of a footnote, "[^1]", or what begins a footnote, and where.
type noteAt struct {
	raw string
	at  int
}

// notes checks footnotes against their marks, and end marks against what stands
// in their paragraphs.
func (c *checker) notes() {
	marked := map[string]bool{}
	notes := map[string]int{}
	var calls []noteAt
	for _, n := range c.footnote {
		name := strings.ToLower(strings.Trim(n.raw, "[]^: "))
		begin, near := c.lineBegin(n.at)
		behind := c.src[n.at+len(n.raw):]
		if near && strings.TrimSpace(c.src[begin:n.at]) == "" && (strings.HasPrefix(behind, ":") || strings.HasSuffix(strings.TrimSpace(n.raw), ":")) {
			if _, twice := notes[name]; twice {
				c.add("footnote-twice", n.at, "footnote %s is there twice", name)
				continue
			}
			notes[name] = n.at
			continue
		}
		marked[name] = true
		calls = append(calls, noteAt{name, n.at})
	}
	for line := range c.broken { // a mark that has lost a bracket is that fault, and no other
		from, to := c.Source.Line(line)
		for rest := c.src[from:to]; ; {
			_, behind, found := strings.Cut(rest, "^")
			if !found {
				break
			}
			name := strings.ToLower(behind[:len(behind)-len(strings.TrimLeftFunc(behind, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))])
			marked[name] = true
			if _, there := notes[name]; !there {
				notes[name] = from
			}
			rest = behind
		}
	}
	told := map[string]bool{}
	for _, m := range calls {
		if _, there := notes[m.raw]; !there && !told[m.raw] {
			c.add("footnote-missing", m.at, "footnote %s is marked here and is not there", m.raw)
			told[m.raw] = true
		}
	}
	for name, at := range notes {
		if !marked[name] {
			c.add("footnote-unmarked", at, "no mark in the text leads to footnote %s", name)
		}
	}
	c.agreed()
}

// agreed finds paragraphs that are marked as agreed and hold open brackets.
func (c *checker) agreed() {
	sort.Ints(c.opened)
	for _, e := range c.ended {
		words := strings.ToLower(strings.TrimLeft(c.src[e:min(len(c.src), e+40)], "[*_ "))
		if !strings.HasPrefix(words, "agreed") && !strings.HasPrefix(words, "provisionally agreed") && !strings.HasPrefix(words, "ad ref") || strings.HasPrefix(words, "agreed subject to") {
			continue
		}
		begin := c.paragraph(e)
		if k := sort.SearchInts(c.opened, begin); k < len(c.opened) && c.opened[k] < e {
			c.add("agreed-with-brackets", e, "the paragraph is marked as agreed, and holds words in brackets")
		}
	}
}

// paragraph is where the paragraph of an offset begins: behind an empty line, or
// at the line in which a point or an item begins.
func (c *checker) paragraph(at int) int {
	for n := c.Source.LineOf(at); ; n-- {
		from, to := c.Source.Line(n)
		line := strings.TrimSpace(c.src[from:to])
		if n == 1 || line == "" {
			return from
		}
		if _, begins := sort.Find(len(c.Source.Starts()), func(i int) int { return n - c.Source.Starts()[i] }); begins {
			return from
		}
		if from < at && labelled(line) {
			return from
		}
	}
}
