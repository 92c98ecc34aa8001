package plan

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Label divides an item into its label and its words: "(a)", "a)", "a.", "1.",
// "(1)", "1)", "1°", "(iv)", "2.1", "（一）", "一、", and the marks of unnumbered
// items, "-" to "----" by depth and the bullets of word processors. A line that is no item has the label "".
func Label(line string) (label, rest string) {
	it, end := scanLabel(line)
	if it.style == 0 {
		return "", line
	}
	return line[:end], strings.TrimPrefix(line[end:], " ")
}

// Follows reports whether next is the label that comes behind prev in a list:
// "(b)" behind "(a)", "-" behind "-".
func Follows(prev, next string) bool {
	a, _ := scanLabel(prev)
	b, _ := scanLabel(next)
	if a.style == 0 || a.style != b.style {
		return false
	}
	if a.style == '-' {
		return true
	}
	for _, x := range a.is {
		for _, y := range b.is {
			if x.class == y.class && y.value == x.value+1 {
				return true
			}
		}
	}
	return false
}

// class is the sort of numeral in a label.
type class uint8

const (
	figure class = iota
	small
	capital
	smallRoman
	capitalRoman
	han
	dotted
)

// numeral is one way to read a label: (i) is a Roman one or the letter i.
type numeral struct {
	class class
	value int
}

// item is a label taken apart: how it is set and how it may be read.
type item struct {
	style rune // '(' for (a), ')' for a), '.' for a., '°', '、', '-' for a mark, 0 for no label
	is    []numeral
}

// scanLabel reads the label at the beginning of a line and says where it ends.
func scanLabel(line string) (item, int) {
	none := item{}
	if line == "" {
		return none, 0
	}
	open, size := utf8.DecodeRuneInString(line)
	at := 0
	if open == '(' || open == '（' {
		at = size
	}
	if line[0] == '-' {
		n := len(line) - len(strings.TrimLeft(line[:min(len(line), 5)], "-")) - max(0, len(line)-5)
		if n <= 4 && n < len(line) && line[n] == ' ' {
			return item{'-', []numeral{{value: n}}}, n
		}
		return none, 0
	}
	if depth := bullets[open]; depth > 0 && size < len(line) && line[size] == ' ' {
		return item{'-', []numeral{{value: depth}}}, size
	}
	end := at
	for n := 0; end < len(line) && n < 8; n++ {
		r, w := utf8.DecodeRuneInString(line[end:])
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && r != '〇' {
			break
		}
		end += w
	}
	word := line[at:end]
	after, w := utf8.DecodeRuneInString(line[end:])
	if at > 0 && after == ' ' { // (a bis)
		tail := strings.IndexAny(line[end:min(len(line), end+14)], ")）")
		if tail > 0 && ordinals[line[end+1:end+tail]] > 0 {
			end += tail
			after, w = utf8.DecodeRuneInString(line[end:])
		}
	}
	is := numerals(word)
	if len(is) == 0 {
		return none, 0
	}
	stop := end + w
	it := item{is: is}
	switch {
	case at > 0 && (after == ')' || after == '）'):
		it.style = '('
	case at > 0:
		return none, 0
	case after == ')' || after == '）':
		it.style = ')'
	case after == '、' && is[0].class == han:
		return item{'、', is}, stop
	case after == '°' && is[0].class == figure:
		it.style = '°'
	case after == '.':
		it.style = '.'
		if n, size := scanNumber(line); len(n.stem) > 1 {
			return dottedLabel(line, n, size)
		}
	default:
		return none, 0
	}
	if next, _ := utf8.DecodeRuneInString(line[stop:]); stop < len(line) && next != ' ' && open != '（' && !unicode.Is(unicode.Han, next) {
		return none, 0
	}
	return it, stop
}

// bullets are the marks of word processors, and how deep they lie; the last two
// are of Word's symbol font.
var bullets = map[rune]int{'•': 1, '*': 1, '–': 1, '—': 1, '·': 1, '▪': 1, '◦': 2, 0xf0b7: 1, 0xf0a7: 1}

// dottedLabel takes 2.1 for a label where a full stop or a capital follows, so
// that "1.5 million" is none.
func dottedLabel(line string, n Number, size int) (item, int) {
	it := item{'.', []numeral{{dotted, n.stem[len(n.stem)-1]}}}
	rest := line[size:]
	switch {
	case rest == ".", strings.HasPrefix(rest, ". "):
		return it, size + 1
	case len(rest) > 1 && rest[0] == ' ':
		if r, _ := utf8.DecodeRuneInString(rest[1:]); unicode.IsLetter(r) && !unicode.IsLower(r) {
			return it, size
		}
	}
	return item{}, 0
}

// numerals are the ways to read what stands in a label.
func numerals(word string) []numeral {
	var is []numeral
	if v, size := figures(word); size > 0 {
		if size == len(word) {
			is = append(is, numeral{figure, v})
		}
		return is
	}
	if v := hanValue(word); v > 0 {
		return append(is, numeral{han, v})
	}
	r, size := utf8.DecodeRuneInString(word)
	letters, roman := small, smallRoman
	if unicode.IsUpper(r) {
		letters, roman = capital, capitalRoman
	}
	switch {
	case size == len(word) && unicode.IsLetter(r):
		is = append(is, numeral{letters, letterValue(r)})
	case 2*size == len(word) && word[:size] == word[size:] && r < utf8.RuneSelf: // aa behind z
		is = append(is, numeral{letters, letterValue(r) + 26})
	}
	if v := romanValue(word); v > 0 {
		is = append(is, numeral{roman, v})
	}
	return is
}

// Line is one line of a body: a paragraph, or an item with its label and how
// deep it lies.
type Line struct {
	Label string // "" for a paragraph
	Level int    // 0 for a paragraph, 1 to 4 for an item
	Text  string // without the label
}

// depth is how many levels of items there are; what lies deeper is shown there.
const depth = 4

// Lines divides a body into its lines and finds out from the labels how deep
// each item lies: (a) holds (i), and (i) behind (h) is the letter unless (ii)
// comes next. A paragraph ends all lists before it.
func Lines(body string) []Line {
	if body == "" {
		return nil
	}
	all := strings.Split(body, "\n")
	out := make([]Line, len(all))
	items := make([]item, len(all))
	for i, s := range all {
		items[i], _ = scanLabel(s)
		out[i].Label, out[i].Text = Label(s)
	}
	var open []level
	for i, it := range items {
		switch it.style {
		case 0:
			open = open[:0]
		case '-':
			out[i].Level = min(len(open)+it.is[0].value, depth)
		default:
			var next item
			if i+1 < len(items) {
				next = items[i+1]
			}
			open = place(open, it, next)
			out[i].Level = len(open)
		}
	}
	return out
}

// level is a list that is open: how its labels are set and the last of them.
type level struct {
	style rune
	last  numeral
}

// place finds the open list that the item goes on with, or opens one in the
// last; the lists below the item's own are closed.
func place(open []level, it, next item) []level {
	best, as := -1, it.is[0]
	exact := false
	for k := len(open) - 1; k >= 0 && !exact; k-- {
		for _, n := range it.is {
			if open[k].style != it.style || open[k].last.class != n.class || n.value <= open[k].last.value {
				continue
			}
			follows := n.value == open[k].last.value+1
			if follows || best < 0 {
				best, as, exact = k, n, follows
			}
			if exact {
				break
			}
		}
	}
	if first := opens(it); first != nil && best >= 0 && as.class != first.class && (!exact || isSecond(it.style, *first, next)) {
		best = -1
	}
	if best >= 0 {
		open[best].last = as
		return open[:best+1]
	}
	if first := opens(it); first != nil {
		as = *first
	}
	if as.value != 1 { // a list that goes on where nothing was: the nearest like it
		for k := len(open) - 1; k >= 0; k-- {
			if open[k].style == it.style && open[k].last.class == as.class {
				open[k].last = as
				return open[:k+1]
			}
		}
	}
	if len(open) == depth {
		open[depth-1] = level{it.style, as}
		return open
	}
	return append(open, level{it.style, as})
}

// opens gives the way to read a label as the first of a list, nil where there
// is none.
func opens(it item) *numeral {
	if k := slices.IndexFunc(it.is, func(n numeral) bool { return n.value == 1 }); k >= 0 {
		return &it.is[k]
	}
	return nil
}

// isSecond reports whether next can be read as the one behind first only.
func isSecond(style rune, first numeral, next item) bool {
	return next.style == style && slices.Contains(next.is, numeral{first.class, 2})
}
