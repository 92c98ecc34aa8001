package markdown

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// longest is the length in bytes above which a line is no heading.
const longest = 600

// reader is the state of reading one text, in either form.
type reader struct {
	markdown bool
	lines    []string
	t        plan.Text
	notes    []plan.Note

	partLabel, part string
	partLine        int         // where the part at hand begins, 0 once it has a point
	open            *plan.Point // the point that words go to, nil before the first
	body            []string    // its finished lines
	line            strings.Builder
	tail            string // the end of the line that is being put together
	footnotes       []plan.Point
	ids             map[ident.Point]bool
	quoted          bool
	mailed          bool            // an e-mail stands around the text
	hyphen          bool            // the line being put together ends with one that is not written yet
	vocabulary      map[string]bool // the words of the text, for those broken at a line end

	marked bool         // brackets are marks: see Marked
	starts []plan.Start // of parts and the title
	origin originReader
}

func (r *reader) note(line int, format string, args ...any) {
	r.notes = append(r.notes, plan.Note{Line: line, Text: fmt.Sprintf(format, args...)})
}

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\x1c", "\n", "\x1d", "\n", "\x1e", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\ufeff", "")
	hashes     = pattern(`^ {0,3}(#{1,6})(?:[ \t]+(.*))?$`)
	frontField = pattern(`^([\p{L}_][\p{L}\p{Nd}_-]{0,63}):(?:[ \t]+(.*)|)$`)
	rule       = pattern(`^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$`)
	footnote   = pattern(`^\[\^([\p{L}\p{Nd}]{1,16})\]:\s*(.*)$`)
	quote      = pattern(`^(?: {0,3}>)+ ?`)
)

// read reads a text; src is UTF-8.
func read(src string) (plan.Text, []plan.Note) {
	r := &reader{ids: map[ident.Point]bool{}}
	return r.read(src)
}

func (r *reader) read(src string) (plan.Text, []plan.Note) {
	r.lines = strings.Split(lineEnds.Replace(src), "\n")
	first := r.frontMatter()
	for _, l := range r.lines[first:] {
		if len(l) <= longest && hashes().MatchString(l) {
			r.markdown = true
			break
		}
	}
	switch {
	case !r.markdown:
		r.mail(first)
		r.readPlain(first)
	case r.listed(first):
		r.comments(first)
		r.readPlain(first)
	default:
		r.comments(first)
		r.readMarkdown(first)
	}
	r.finish()
	return r.t, r.notes
}

// frontMatter reads the fields between two lines of three dashes at the
// beginning, and returns where the text begins.
func (r *reader) frontMatter() int {
	first := 0
	for first < len(r.lines) && strings.TrimSpace(r.lines[first]) == "" {
		first++
	}
	if first == len(r.lines) || strings.TrimRight(r.lines[first], " \t") != "---" {
		return 0
	}
	end := first + 1
	for end < len(r.lines) && strings.TrimRight(r.lines[end], " \t") != "---" {
		end++
	}
	if end == len(r.lines) || end == first+1 || !frontField().MatchString(r.lines[first+1]) {
		return 0
	}
	for _, l := range r.lines[first+1 : end] {
		l = strings.TrimRight(l, " \t")
		if m := frontField().FindStringSubmatch(l); m != nil {
			r.t.Front = append(r.t.Front, plan.Field{Key: m[1], Value: strings.TrimLeft(m[2], " \t")})
			continue
		}
		last := &r.t.Front[len(r.t.Front)-1]
		last.Value += "\n" + l
	}
	for _, f := range r.t.Front {
		switch strings.ToLower(f.Key) {
		case "complete":
			r.t.Complete = strings.EqualFold(unquote(f.Value), "true")
		case "title":
			r.t.Title = oneLine(unquote(f.Value))
		}
	}
	return end + 1
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

func oneLine(s string) string { return strings.ReplaceAll(words.Normalise(s), "\n", " ") }

// comments takes HTML comments out; they are no words of the text.
func (r *reader) comments(first int) {
	inside, n, where := false, 0, 0
	for i := first; i < len(r.lines); i++ {
		l := r.lines[i]
		if !inside && !strings.Contains(l, "<!--") {
			continue
		}
		var b strings.Builder
		for l != "" {
			if inside {
				at := strings.Index(l, "-->")
				if at < 0 {
					b.WriteString(r.commentBlanks(len(l)))
					l = ""
					break
				}
				b.WriteString(r.commentBlanks(at + 3))
				l, inside = l[at+3:], false
				continue
			}
			at := strings.Index(l, "<!--")
			if at > 0 && l[at-1] == '\\' {
				b.WriteString(l[:at+4])
				l = l[at+4:]
				continue
			}
			if at < 0 || !r.closes(i, l[at:]) {
				b.WriteString(l)
				break
			}
			b.WriteString(l[:at] + r.commentBlanks(4))
			l, inside = l[at+4:], true
			if n++; n == 1 {
				where = i + 1
			}
		}
		r.lines[i] = b.String()
	}
	if n > 0 {
		r.note(where, "%d comments (<!-- -->) are no words of the text and were left out; this is the first", n)
	}
}

// closes reports whether a comment that begins in the rest of line i ends
// within the next lines; one that never ends is words.
func (r *reader) closes(i int, rest string) bool {
	const most = 200
	if strings.Contains(rest[4:], "-->") {
		return true
	}
	for k := i + 1; k < min(len(r.lines), i+most); k++ {
		if strings.Contains(r.lines[k], "-->") {
			return true
		}
	}
	return false
}

// startPoint closes the point before and opens one.
func (r *reader) startPoint(h head, a attributes, line int) {
	r.closePoint()
	p := plan.Point{
		ID: a.id, Kind: h.kind, Label: oneLine(h.label), Number: oneLine(h.number), Heading: oneLine(h.heading),
		Act: a.act, After: a.after, PartLabel: r.partLabel, Part: r.part, Line: line,
	}
	if a.kind != "" {
		p.Kind = a.kind
	}
	if p.Kind != plan.KindPoint && p.Kind != plan.KindDefinition {
		p.PartLabel, p.Part = "", ""
	} else {
		r.partLine = 0
	}
	if a.after != "" && a.act != plan.ActMove {
		r.note(line, "after=%s is said of a point that is not moved; it was left out", a.after)
		p.After = ""
	}
	if p.ID != "" && r.ids[p.ID] {
		r.note(line, "another point has the identifier %s already; this one goes without", p.ID)
		p.ID = ""
	}
	r.ids[p.ID] = true
	r.origin.headLine = line
	if deleted().MatchString(p.Heading) && (p.Act == plan.ActNone || p.Act == plan.ActDelete) {
		p.Act, p.Heading = plan.ActDelete, ""
	}
	r.open = &p
}

// closePoint finishes the open point.
func (r *reader) closePoint() {
	r.endLine()
	if r.open == nil {
		return
	}
	p := r.open
	p.Body = strings.Join(r.body, "\n")
	if deleted().MatchString(p.Body) && (p.Act == plan.ActNone || p.Act == plan.ActDelete) {
		p.Act, p.Body = plan.ActDelete, ""
	}
	if p.Act == plan.ActDelete && p.Body != "" {
		r.note(p.Line, "this point is said to be deleted and has words; the words stand, the act was left out")
		p.Act = plan.ActNone
	}
	if p.Kind == plan.KindFootnote {
		r.footnotes = append(r.footnotes, *p)
	} else {
		r.t.Points = append(r.t.Points, *p)
	}
	if r.marked {
		r.closeOrigin(p)
	}
	r.open, r.body = nil, nil
}

// startPart opens a part.
func (r *reader) startPart(label, title string, line int) {
	r.closePoint()
	r.endPart()
	r.partLabel, r.part, r.partLine = oneLine(label), oneLine(title), line
	r.starting(line, joinPart(r.partLabel, r.part))
}

// endPart tells of a part that no point stands in.
func (r *reader) endPart() {
	if r.partLine > 0 {
		r.note(r.partLine, "the part %q has no points and was left out", joinPart(r.partLabel, r.part))
	}
	r.partLine = 0
}

// need opens a point for words that stand where none is open: the preamble at
// the beginning, a point without number or heading elsewhere.
func (r *reader) need(line int) {
	if r.open != nil {
		return
	}
	if len(r.t.Points) == 0 && r.partLabel == "" && r.part == "" {
		r.startPoint(head{kind: plan.KindPreamble}, attributes{}, line)
		return
	}
	r.note(line, "words before the first point of the part were taken as a point without a number")
	r.startPoint(head{kind: plan.KindPoint}, attributes{}, line)
}

// text adds a normalised line of words to the open point; joins says that it
// goes on with the line before, which an item never does.
func (r *reader) text(l string, joins bool, line int) {
	r.need(line)
	if r.line.Len() > 0 && (!joins || r.alone(l) || startsItem(r.tail, r.line.Len(), l)) {
		r.endLine()
	}
	switch {
	case r.line.Len() == 0:
	case brokenWord(r.tail, l):
		r.hyphen = r.joinBroken(r.tail, l, line)
		r.writeHyphen()
	case !setSolid(r.tail, l):
		r.writeHyphen()
		r.line.WriteByte(' ')
	}
	if r.marked {
		r.origin.pieces = append(r.origin.pieces, piece{words: l, line: line, of: len(r.body), at: r.line.Len()})
	}
	rest, hyphen := strings.CutSuffix(l, "-")
	r.line.WriteString(rest)
	r.tail, r.hyphen = l, hyphen
}

// writeHyphen writes the hyphen that is owed.
func (r *reader) writeHyphen() {
	if r.hyphen {
		r.line.WriteByte('-')
	}
	r.hyphen = false
}

// endLine finishes the line that is being put together.
func (r *reader) endLine() {
	r.writeHyphen()
	if r.line.Len() > 0 {
		r.body = append(r.body, words.Normalise(r.line.String()))
		r.line.Reset()
	}
	r.tail = ""
}

// startsItem reports whether a line begins an item, after a line that ends
// with tail. "Article" at the end of a line and "5. " at the beginning of the
// next is a reference that was wrapped; an item follows a stop or a short line.
func startsItem(tail string, length int, l string) bool {
	if !item().MatchString(l[:runeCut(l, 24)]) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(tail)
	if length < 45 || unicode.In(last, unicode.Po, unicode.Pe, unicode.Pf, unicode.Pd) {
		return true
	}
	at := strings.LastIndexByte(tail, ' ')
	switch strings.ToLower(tail[at+1:]) {
	case "and", "or", "et", "ou", "und", "oder", "y", "o", "та", "і", "або", "и", "или", "و", "أو":
		return true
	}
	return false
}

// runeCut is where s can be cut so that at most n bytes stay and no character
// is divided.
func runeCut(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// finish closes the last point and looks the whole over.
func (r *reader) finish() {
	r.closePoint()
	r.endPart()
	r.t.Points = append(r.t.Points, r.footnotes...)
	if len(r.t.Points) == 1 && r.t.Points[0].Kind == plan.KindPreamble && r.t.Points[0].Heading == "" {
		r.t.Points[0].Kind = plan.KindPoint
		r.note(r.t.Points[0].Line, "no points were found; the whole text is taken as one")
	}
	if len(r.t.Points) > 1 && r.t.Points[0].Kind == plan.KindPreamble && r.t.Points[0].Heading == "" {
		words, _, _ := strings.Cut(r.t.Points[0].Body, "\n")
		if r.mailed || greeting().MatchString(words[:runeCut(words, longest)]) {
			r.note(r.t.Points[0].Line, "the words before the first point were taken as the text's preamble; take them out if they are the e-mail's")
		}
	}
	seen := map[string]int{}
	for _, p := range r.t.Points {
		if key := string(p.Kind) + p.Label + p.Number; p.Number != "" && (p.Kind == plan.KindPoint || p.Kind == plan.KindDefinition) {
			if seen[key] > 0 {
				r.note(p.Line, "number %s is printed twice, first in line %d", p.Number, seen[key])
			} else {
				seen[key] = p.Line
			}
		}
	}
	if r.quoted {
		r.note(0, "marks of quotation (>) at the beginning of lines were left out")
	}
}
