package lint

import (
	"strings"

	"nonpaper/internal/plan"
)

// list is a list of items that is open.
type list struct {
	style  string // the label with its number taken out: "()", ")", "."
	class  string // letter, roman, figure, with a capital or not
	last   int
	indent int
	label  string
	slip   bool // the last label was wrong: the next may go on as if it had been right
}

// reading is one way to read what stands in a label: (i) is a Roman one or a letter.
type reading struct {
	class string
	value int
}

// items checks the labels of items and paragraphs within each point.
func (c *checker) items() {
	var open []list
	starts := c.Source.Starts()
	var hidden int
	next := false // the line before, empty ones apart, is an item too
	prev := ""    // the line before, "" behind an empty one
	for n := 1; n <= c.Source.Lines(); n++ {
		from, to := c.Source.Line(n)
		for hidden < len(c.hidden) && c.hidden[hidden][1] <= from {
			hidden++
		}
		line := c.src[from:to]
		was := prev
		prev = strings.TrimSpace(line)
		if prev == "" || hidden < len(c.hidden) && c.hidden[hidden][0] <= from && from < c.hidden[hidden][1] {
			continue
		}
		if len(starts) > 0 && starts[0] <= n {
			for len(starts) > 0 && starts[0] <= n {
				starts = starts[1:]
			}
			open = open[:0]
			if at := c.Source.Place(n); at >= 0 && c.Plan.Points[at].Number != "" {
				continue
			}
		}
		if prev[0] == '#' || prev == "…" || isReference(prev) {
			open = open[:0]
			continue
		}
		if was != "" && !strings.ContainsAny(was[len(was)-1:], ".;:,)]*_}") && !strings.HasSuffix(was, " and") && !strings.HasSuffix(was, " or") {
			continue // a line that goes on
		}
		indent := len(line) - len(strings.TrimLeft(line, " \t>"))
		text := strings.TrimLeft(line[indent:], "[*_{")
		label, _ := plan.Label(text)
		if label != "" {
			open = c.item(open, label, indent, from+len(line)-len(text), next)
		}
		next = label != ""
	}
}

// isReference reports whether a line is the reference of a proposal in the style
// of ITU conferences, HAR/3/9 MOD 9: what follows is a piece of a point.
func isReference(line string) bool {
	ref, rest, _ := strings.Cut(strings.Trim(line, "*_ "), " ")
	verb, _, _ := strings.Cut(rest, " ")
	return strings.Count(ref, "/") > 1 && (verb == "MOD" || verb == "ADD" || verb == "SUP" || verb == "NOC")
}

// item puts one label into the lists that are open, and says what does not fit.
// next says that it comes right behind another item.
func (c *checker) item(open []list, label string, indent, at int, next bool) []list {
	inner := strings.Trim(label, "().°")
	style := strings.Replace(label, inner, "", 1)
	is := readings(inner)
	if len(is) == 0 {
		return open
	}
	for len(open) > 0 && open[len(open)-1].indent > indent {
		open = open[:len(open)-1]
	}
	for k := len(open) - 1; k >= 0; k-- {
		for _, r := range is {
			if open[k].style == style && open[k].class == r.class && r.value == open[k].last+1 {
				open[k].last, open[k].label, open[k].slip = r.value, label, false
				return open[:k+1]
			}
		}
	}
	if k := len(open) - 1; k >= 0 && next && open[k].last == 1 && open[k].label == label && open[k].indent == indent && open[k].class != "figure" {
		open[k].slip = true
		c.add("item-twice", at, "%s is there twice in one list", label)
		return open
	}
	for _, r := range is {
		if r.value == 1 {
			return append(open, list{style: style, class: r.class, last: 1, indent: indent, label: label})
		}
	}
	for k := len(open) - 1; k >= 0; k-- {
		for _, r := range is {
			l := &open[k]
			if l.style != style || l.class != r.class || l.indent != indent {
				continue
			}
			switch {
			case l.slip && (r.value == l.last || r.value == l.last+2):
				l.slip = false
			case r.value == l.last:
				l.slip = true
				c.add("item-twice", at, "%s is there twice in one list", label)
			case r.value > l.last && r.value-l.last < 6:
				l.slip = true
				c.gapIn[c.Source.Place(c.Source.LineOf(at))] = true
				c.add("item-gap", at, "%s follows %s in this list", label, l.label)
			default:
				continue
			}
			l.last, l.label = r.value, label
			return open[:k+1]
		}
	}
	return open
}

func readings(s string) (out []reading) {
	if s == "" || len(s) > 6 {
		return nil
	}
	n, ok := plan.ParseNumber(s)
	if s[0] >= '0' && s[0] <= '9' {
		stem, letter, ordinal, alt := n.Parts()
		if ok && len(stem) == 1 && letter+ordinal+alt == 0 {
			out = append(out, reading{"figure", stem[0]})
		}
		return out
	}
	capital := ""
	if s != strings.ToLower(s) {
		capital = "capital "
	}
	if len(s) == 1 && s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' {
		out = append(out, reading{capital + "letter", int(s[0]|0x20-'a') + 1})
	}
	if len(s) == 2 && s[0] == s[1] && s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' {
		out = append(out, reading{capital + "letter", int(s[0]|0x20-'a') + 27})
	}
	if strings.Trim(strings.ToLower(s), "ivxlc") == "" && ok {
		if stem, _, _, _ := n.Parts(); len(stem) == 1 && (len(s) > 1 || strings.Contains("ivx", strings.ToLower(s))) {
			out = append(out, reading{capital + "roman", stem[0]})
		}
	}
	return out
}
