package refs

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Source is a text as its file has it, so that what is found can be shown where
// it stands.
type Source struct {
	text  string
	lines []int // where each line begins
	begin []int // the lines where the points begin, ascending
	point []int // which point that is
}

// NewSource makes a file's text ready; t is what was read from it.
func NewSource(text string, t *plan.Text) *Source {
	s := &Source{text: text, lines: []int{0}}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			i += 2
		case c == '\n', c == '\r', c == '\v', c == '\f', c >= 0x1c && c <= 0x1e:
			i++
		case c >= utf8.RuneSelf && strings.IndexAny(text[i:min(len(text), i+3)], "\u0085\u2028\u2029") == 0:
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
		default:
			i++
			continue
		}
		s.lines = append(s.lines, i)
	}
	for i := range t.Points {
		if t.Points[i].Line > 0 {
			s.point = append(s.point, i)
		}
	}
	slices.SortStableFunc(s.point, func(a, b int) int { return t.Points[a].Line - t.Points[b].Line })
	for _, i := range s.point {
		s.begin = append(s.begin, t.Points[i].Line)
	}
	return s
}

// Position gives line and column, both from 1, the column in characters.
func (s *Source) Position(offset int) (line, col int) {
	line = sort.SearchInts(s.lines, offset+1)
	return line, utf8.RuneCountInString(s.text[s.lines[line-1]:offset]) + 1
}

// LineOf gives the line of an offset, from 1.
func (s *Source) LineOf(offset int) int { return sort.SearchInts(s.lines, offset+1) }

// Lines is how many lines there are.
func (s *Source) Lines() int { return len(s.lines) }

// Starts are the lines where points begin, ascending.
func (s *Source) Starts() []int { return s.begin }

// Place says in which point a line lies, -1 before the first.
func (s *Source) Place(line int) int {
	if i := sort.SearchInts(s.begin, line+1) - 1; i >= 0 {
		return s.point[i]
	}
	return -1
}

// Line is where a line begins and ends, without its line end.
func (s *Source) Line(n int) (from, to int) {
	from, to = s.lines[n-1], len(s.text)
	if n < len(s.lines) {
		to = s.lines[n]
	}
	return from, from + len(strings.TrimRight(s.text[from:to], "\r\n\v\f\u0085\u2028\u2029"))
}

// FromMarks gives a text that was read with its marks as nodes, whose offsets
// are those of the source. What is no text (instructions, end marks, links'
// addresses) and the numbers of headings are left out; a line end within a
// paragraph counts as a blank.
func FromMarks(r *marks.Read, s *Source) []Node {
	soft := []byte(softened(r.Source))
	for n := range s.lines {
		from, to := s.Line(n + 1)
		if _, begins := slices.BinarySearch(s.begin, n+1); !begins && !strings.HasPrefix(s.text[from:to], "#") {
			continue
		}
		at := from + len(s.text[from:to]) - len(strings.TrimLeft(s.text[from:to], "#*_>[{ \t"))
		for _, l := range Languages {
			if _, size := l.noun(s.text[at:to]); size > 0 {
				copy(soft[at:at+size], strings.Repeat("-", size))
				break
			}
		}
	}
	return fromMarks(string(soft), r.Nodes)
}

func fromMarks(src string, ns []marks.Node) (out []Node) {
	words := func(n *marks.Node) { out = append(out, Node{Words: src[n.From:n.To], At: n.From}) }
	for i := range ns {
		n := &ns[i]
		switch n.Kind {
		case marks.Words:
			words(n)
		case marks.Link:
			out = append(out, fromMarks(src, n.Children)...)
		case marks.Bracket, marks.Run:
			if n.Kind == marks.Bracket && n.Sort == marks.Placeholder {
				words(n)
				continue
			}
			if n.Kind == marks.Bracket && n.Sort != marks.Text {
				continue
			}
			b := Node{Variants: [][]Node{}}
			for _, v := range n.Variants() {
				b.Variants = append(b.Variants, fromMarks(src, v.Children))
			}
			out = append(out, b)
		case marks.Options:
			b := Node{Variants: [][]Node{}}
			for k := range n.Children {
				if o := &n.Children[k]; o.Kind == marks.Option {
					b.Variants = append(b.Variants, fromMarks(src, o.Children))
				}
			}
			out = append(out, b)
		}
	}
	return out
}

// softened is the source with a blank for each line end that only wraps a line;
// offsets stay.
func softened(src string) string {
	if !strings.Contains(src, "\n") {
		return src
	}
	out := []byte(src)
	for i := 0; i+1 < len(src); i++ {
		if src[i] != '\n' || i > 0 && src[i-1] == '\n' {
			continue
		}
		next := src[i+1:]
		next = next[:min(len(next), 40)]
		if end := strings.IndexByte(next, '\n'); end >= 0 {
			next = next[:end]
		}
		trimmed := strings.TrimLeft(next, " \t")
		if trimmed == "" || strings.ContainsAny(trimmed[:1], "#>|-*+[{\r") {
			continue
		}
		if label, _ := plan.Label(trimmed); label != "" {
			continue
		}
		out[i] = ' '
	}
	return string(out)
}
