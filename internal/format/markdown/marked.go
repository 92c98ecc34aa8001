package markdown

import (
	"slices"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Marked is a bracketed text as people write it.
type Marked struct {
	// Text is the text as Read gives it, but that signs that are no marks keep
	// their backslash, that options and definitions of links have lines of
	// their own, and that a bracket opened before the number of a point stands
	// before its words: "[9 bis. Local police …]" is point 9 bis, "[Local
	// police …]".
	Text   plan.Text
	Notes  []plan.Note
	Starts []plan.Start // where points, parts and the title begin, in order
	Marks  *marks.Read  // of the source, with lines and columns

	// Origins say of every point where its words stand in the source.
	Origins []plan.Origin
}

// ReadMarked reads a bracketed text in either form. parties are codes that are
// known.
func ReadMarked(src []byte, parties []ident.Code) (Marked, error) {
	if err := CheckEncoding(src); err != nil {
		return Marked{}, err
	}
	r := &reader{ids: map[ident.Point]bool{}, marked: true}
	m := Marked{}
	r.origin.lines = marks.Lines(string(src))
	r.origin.src = string(src)
	m.Text, m.Notes = r.read(string(src))
	m.Origins = append(r.origin.points, r.origin.footnotes...)
	for i, p := range m.Text.Points {
		r.starts = append(r.starts, plan.Start{Line: p.Line, Point: i, Part: joinPart(p.PartLabel, p.Part)})
	}
	slices.SortStableFunc(r.starts, func(a, b plan.Start) int { return a.Line - b.Line })
	m.Starts = r.starts
	set := marks.Setting{Parties: parties}
	for _, s := range m.Starts {
		set.Starts = append(set.Starts, s.Line)
	}
	m.Marks = marks.Of(string(src), set)
	return m, nil
}

// starting notes where a part or the title begins.
func (r *reader) starting(line int, part string) {
	if r.marked {
		r.starts = append(r.starts, plan.Start{Line: line, Point: -1, Part: part})
	}
}

// parseHead takes a heading apart, also behind brackets in a bracketed text.
func (r *reader) parseHead(s string) head {
	if r.marked {
		words := strings.TrimLeft(s, "[*_{ ")
		lead := s[:len(s)-len(words)]
		if h := parseHead(words); strings.ContainsAny(lead, "[{") && h.numbered && h.kind != plan.KindAnnex {
			h.heading = lead + h.heading
			return h
		}
	}
	return parseHead(s)
}

// alone reports whether a line of a bracketed text is one of its own: an
// option, or the definition of a link.
func (r *reader) alone(l string) bool {
	return r.marked && (marks.BeginsOption(l) || linkDefinition().MatchString(l))
}

var linkDefinition = pattern(`^\[[^\[\]^][^\[\]]{0,100}\]:\s`)

// unescape takes the backslash from before ASCII punctuation; in a bracketed
// text not from before signs that could be marks.
func (r *reader) unescape(s string) string {
	if !r.marked || !strings.Contains(s, `\`) {
		return unescape(s)
	}
	return escaped().ReplaceAllStringFunc(s, func(x string) string {
		if strings.IndexByte(`[]{}\/-:`, x[1]) >= 0 {
			return x
		}
		return x[1:]
	})
}
