package markdown

import (
	"reflect"
	"strings"

	"nonpaper/internal/plan"
)

// Write writes the canonical Markdown of a text: what is read from it is the
// same text.
func Write(t plan.Text) string { return canonical(t, true) }

// WritePlain writes the canonical plain text, of which the same holds.
func WritePlain(t plan.Text) string { return canonical(t, false) }

// How much care a point is written with: as people write it; with its words
// protected; with everything said in attributes.
const (
	plainly = iota
	protected
	expressly
)

// canonical writes a text as people would, reads it back, and takes more care
// with what came back different, which only words that look like structure do.
func canonical(t plan.Text, markdown bool) string {
	w := writer{markdown: markdown, care: make([]int, len(t.Points))}
	for range 6 {
		w.write(t)
		got, _ := read(w.b.String())
		if w.same(t, got) {
			break
		}
	}
	if w.failed {
		for i := range w.care {
			w.care[i] = expressly
		}
		w.head = expressly
		w.write(t)
	}
	return w.b.String()
}

type writer struct {
	markdown bool
	care     []int
	head     int // care for title and parts
	failed   bool
	b        strings.Builder
}

// same compares what came back, and raises the care for what differs.
func (w *writer) same(want, got plan.Text) bool {
	w.failed = false
	if want.Title != got.Title {
		w.head, w.failed = expressly, true
	}
	n := min(len(want.Points), len(got.Points))
	for i := range n {
		if !equal(want.Points[i], got.Points[i]) {
			w.failed = true
			w.care[i] = min(w.care[i]+1, expressly)
			if want.Points[i].Part != got.Points[i].Part || want.Points[i].PartLabel != got.Points[i].PartLabel {
				w.head = expressly
			}
			if len(want.Points) != len(got.Points) {
				// what follows is shifted and says nothing
				for k := max(i-1, 0); k < min(i+2, len(w.care)); k++ {
					w.care[k] = min(w.care[k]+1, expressly)
				}
				return false
			}
		}
	}
	if len(want.Points) != len(got.Points) {
		w.failed = true
		for k := range w.care {
			w.care[k] = min(w.care[k]+1, expressly)
		}
	}
	return !w.failed
}

func equal(a, b plan.Point) bool {
	a.Line, b.Line = 0, 0
	return reflect.DeepEqual(a, b)
}

func (w *writer) write(t plan.Text) {
	w.b.Reset()
	if len(t.Front) > 0 {
		w.b.WriteString("---\n")
		for _, f := range t.Front {
			w.b.WriteString(strings.TrimRight(f.Key+": "+f.Value, " "))
			w.b.WriteByte('\n')
		}
		w.b.WriteString("---\n")
	}
	if t.Title != "" {
		w.title(t.Title)
	}
	label, part := "", ""
	for i, p := range t.Points {
		if inParts(p.Kind) && (p.PartLabel != label || p.Part != part) {
			label, part = p.PartLabel, p.Part
			w.part(label, part)
		}
		w.point(p, w.care[i])
	}
}

// inParts reports whether points of the kind stand in parts; the others stand
// before or after them.
func inParts(k plan.Kind) bool { return k == plan.KindPoint || k == plan.KindDefinition }

// apart leaves an empty line before what follows.
func (w *writer) apart() {
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
}

func (w *writer) title(s string) {
	w.apart()
	if w.markdown {
		w.b.WriteString("# ")
	}
	if w.head == expressly {
		w.b.WriteString("{title heading=" + quoted(s) + "}\n")
		return
	}
	w.b.WriteString(w.escapeHeading(s) + "\n")
}

func (w *writer) part(label, title string) {
	w.apart()
	if w.markdown {
		w.b.WriteString("## ")
	}
	if gotLabel, gotTitle, labelled := parsePart(joinPart(label, title)); w.head == expressly ||
		gotLabel != label || gotTitle != title || !w.markdown && !labelled || title == "" && label == "" {
		w.b.WriteString("{part label=" + quoted(label) + " heading=" + quoted(title) + "}\n")
		return
	}
	w.b.WriteString(w.escapeHeading(joinPart(label, title)) + "\n")
}

func (w *writer) point(p plan.Point, care int) {
	w.apart()
	if p.Kind == plan.KindFootnote && care < expressly && p.ID == "" && p.Act == plan.ActNone && p.Heading == "" && p.Label == "" &&
		footnote().MatchString("[^"+p.Number+"]: ") {
		w.b.WriteString("[^" + p.Number + "]: ")
		w.body(p.Body, care, true)
		return
	}
	line := w.pointLine(p, care)
	if line != "" {
		if w.markdown {
			w.b.WriteString("### ")
		}
		w.b.WriteString(line + "\n")
		if p.Body != "" && !(care == plainly && !w.markdown && line == p.Number+".") {
			w.b.WriteByte('\n')
		}
	}
	w.body(p.Body, care, false)
}

// pointLine is the heading of a point, "" for a preamble that needs none.
func (w *writer) pointLine(p plan.Point, care int) string {
	if p.Kind == plan.KindPreamble && p.Heading == "" && p.ID == "" && p.Act == plan.ActNone && care < expressly {
		return ""
	}
	h := head{label: p.Label, number: p.Number, heading: p.Heading}
	slot := p.Act == plan.ActDelete && p.Heading == ""
	if slot {
		h.heading = "[deleted]"
	}
	var attrs []string
	if p.ID != "" {
		attrs = append(attrs, "#"+string(p.ID))
	}
	if p.Act != plan.ActNone && !slot {
		attrs = append(attrs, "act="+string(p.Act))
	}
	if p.After != "" {
		attrs = append(attrs, "after="+string(p.After))
	}
	text := h.join()
	got := parseHead(text)
	if care == expressly || got.label != p.Label || got.number != p.Number || got.heading != h.heading {
		attrs = append(attrs, "kind="+string(p.Kind))
		if p.Label != "" {
			attrs = append(attrs, "label="+quoted(p.Label))
		}
		attrs = append(attrs, "number="+quoted(p.Number), "heading="+quoted(h.heading))
		return "{" + strings.Join(attrs, " ") + "}"
	}
	if got.kind != p.Kind || care == protected && len(attrs) == 0 {
		attrs = append(attrs, "kind="+string(p.Kind))
	}
	text = w.escapeHeading(text)
	if len(attrs) > 0 {
		text = strings.TrimSpace(text + " {" + strings.Join(attrs, " ") + "}")
	}
	return text
}

// body writes the lines of a point; follows says that the first goes on with
// what stands in its line already.
func (w *writer) body(body string, care int, follows bool) {
	if body == "" {
		if follows {
			w.b.WriteByte('\n')
		}
		return
	}
	before := ""
	for i, l := range strings.Split(body, "\n") {
		if i > 0 && (care > plainly || !item().MatchString(l[:runeCut(l, 24)]) || !startsItem(before, len(before), l)) {
			w.b.WriteByte('\n')
		}
		before = l
		switch {
		case w.markdown:
			w.b.WriteString(escapeLine(l, i == 0 && follows))
		case care > plainly && !(i == 0 && follows):
			w.b.WriteString(`\` + l)
		default:
			w.b.WriteString(l)
		}
		w.b.WriteByte('\n')
	}
}

// escapeHeading protects the words of a heading.
func (w *writer) escapeHeading(s string) string {
	if !w.markdown {
		return s
	}
	s = escapeSigns(s)
	if strings.HasSuffix(s, "}") || strings.HasSuffix(s, "#") {
		s = s[:len(s)-1] + `\` + s[len(s)-1:]
	}
	return s
}

// escapeSigns protects what a reader of Markdown would take for an escape or a
// comment.
func escapeSigns(s string) string {
	if !strings.Contains(s, `\`) && !strings.Contains(s, "<!--") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && isPunctuation(s[i+1]), strings.HasPrefix(s[i:], "<!--"):
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isPunctuation reports whether c is ASCII punctuation, as Markdown has it.
func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// escapeLine protects a line of words from being read as structure.
func escapeLine(l string, follows bool) string {
	out := escapeSigns(l)
	if follows || out == "" {
		return out
	}
	switch {
	case out[0] == '#', out[0] == '>', rule().MatchString(out[:runeCut(out, longest)]), strings.HasPrefix(out, "[^") && footnote().MatchString(out[:runeCut(out, longest)]):
		return `\` + out
	}
	return out
}
