package amend

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Apply carries out instructions on a normalised wording, whose paragraphs are
// its lines, all of them or none.
func Apply(body string, list []Instruction) (string, error) {
	edits, err := Edits(body, list)
	if err != nil {
		return "", err
	}
	return Carry(body, edits)
}

// Edits finds what instructions change in a wording.
func Edits(body string, list []Instruction) ([]Edit, error) {
	var out []Edit
	for i := range list {
		edits, err := list[i].edits(body)
		if err != nil {
			return nil, err
		}
		out = append(out, edits...)
	}
	return out, nil
}

// EditsNear is Edits where only words are meant that touch a stretch of the
// wording: those of a bracket.
func EditsNear(body string, from, to int, list []Instruction) ([]Edit, error) {
	list = slices.Clone(list)
	for i := range list {
		list[i].near = &span{from, to}
	}
	return Edits(body, list)
}

// Carry makes edits, which are all against the same wording. The same edit twice
// is made once; two that touch the same words are refused.
func Carry(body string, edits []Edit) (string, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(min(a.To-a.From, 1), min(b.To-b.From, 1)))
	})
	var b strings.Builder
	at := 0
	for i, e := range edits {
		if slices.Contains(edits[:i], e) {
			continue
		}
		if e.From < at {
			return "", &Problem{Said: body[e.From:max(e.To, min(at, len(body)))], Why: "two changes touch the same words"}
		}
		b.WriteString(body[at:e.From])
		b.WriteString(e.Text)
		at = e.To
	}
	b.WriteString(body[at:])
	return tidy(b.String()), nil
}

// tidy takes out blank lines and blanks that nothing stands between.
func tidy(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func (in *Instruction) edits(body string) ([]Edit, error) {
	if in.Op == Keep {
		return nil, nil
	}
	places := in.Places
	if len(places) == 0 {
		places = []Place{{}}
	}
	var out []Edit
	for _, p := range places {
		at, err := p.resolve(body)
		if err != nil {
			return nil, &Problem{Said: in.Said, Why: err.Error()}
		}
		edits, err := in.at(body, p, at)
		if err != nil {
			return nil, err
		}
		out = append(out, edits...)
	}
	return out, nil
}

// at carries the instruction out in one place.
func (in *Instruction) at(body string, p Place, at span) ([]Edit, error) {
	if len(in.Ways) == 0 {
		if in.Op != Strike {
			return nil, &Problem{Said: in.Said, Why: "it does not say which words"}
		}
		return []Edit{strikePlace(body, at)}, nil
	}
	if in.Ways[0].Old != "" {
		return in.atWords(body, p, at)
	}
	text := asSet(body, in.Ways[0].New)
	switch in.Op {
	case Rewrite:
		return []Edit{rewrite(body, at, text)}, nil
	case Complete:
		return []Edit{complete(body, at, text)}, nil
	case Begin:
		from := afterLabel(body, at)
		return []Edit{{from, from, text + gap(text, body[from:])}}, nil
	case AddSentence:
		switch in.Side {
		case Before:
			from := afterLabel(body, at)
			return []Edit{{from, from, text + " "}}, nil
		case After:
			return []Edit{{at.to, at.to, " " + text}}, nil
		}
		end := beforeClosing(body, at)
		return []Edit{{end, end, " " + text}}, nil
	case AddParagraph:
		if p.Sentence != 0 {
			return nil, &Problem{Said: in.Said, Why: "a paragraph cannot stand beside a sentence"}
		}
		at = wholeLines(body, at)
		if in.Side == Before {
			return []Edit{{at.from, at.from, inQuotation(body, at.from, text) + "\n"}}, nil
		}
		return []Edit{{at.to, at.to, "\n" + inQuotation(body, at.to+1, text)}}, nil
	}
	return nil, &Problem{Said: in.Said, Why: "it does not say which words"}
}

// atWords carries out what works on words that stand in the place.
func (in *Instruction) atWords(body string, p Place, at span) ([]Edit, error) {
	type fit struct {
		words Words
		found []span
	}
	var fits []fit
	var first error
	for _, w := range in.Ways {
		found, err := in.choose(body, p, at, w.Old)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		fits = append(fits, fit{w, found})
	}
	switch {
	case len(fits) == 0 && len(in.Ways) > 1:
		return nil, &Problem{Said: in.Said, Why: "the words that it speaks of do not stand there once; put them between quotation marks"}
	case len(fits) == 0:
		return nil, first
	case len(fits) > 1:
		return nil, &Problem{Said: in.Said, Why: "it can be read in several ways; put the words between quotation marks"}
	}
	var out []Edit
	text := asSet(body, fits[0].words.New)
	for _, w := range fits[0].found {
		switch in.Op {
		case Replace:
			out = append(out, replace(body, w, text))
		case Strike:
			out = append(out, strike(body, w))
		case Insert:
			out = append(out, insert(body, w, text, in.Side))
		case RewriteEnd:
			if p.Sentence == 0 && p.Paragraph == 0 && len(linesOf(body)) > 1 {
				at = wholeLines(body, w)
			}
			end := beforeClosing(body, at)
			if !endsInMark(text) {
				end = beforeMark(body, span{w.to, end})
			}
			out = append(out, Edit{w.to, max(end, w.to), before(text) + text})
		case RewriteStart:
			from := afterLabel(body, at)
			out = append(out, Edit{min(from, w.from), w.from, text + " "})
		default:
			return nil, &Problem{Said: in.Said, Why: "it does not say what becomes of the words"}
		}
	}
	return out, nil
}

// choose finds the words that are meant.
func (in *Instruction) choose(body string, p Place, at span, old string) ([]span, error) {
	found := occurrences(body, old, at)
	if in.near != nil {
		found = slices.DeleteFunc(found, func(w span) bool { return w.to <= in.near.from || w.from >= in.near.to })
	}
	if p.Edge != Within && len(found) > 0 {
		k := 0
		if p.Edge == After {
			k = len(found) - 1
		}
		if atEdge(body, at, found[k], p.Edge) {
			return found[k : k+1], nil
		}
		return nil, &Problem{Said: old, Why: "these words do not stand at the end or the beginning that is named"}
	}
	n := len(found)
	switch {
	case n == 0:
		return nil, &Problem{Said: old, Why: "these words do not stand there", Missing: true}
	case in.Which > 0 && in.Which <= n:
		return found[in.Which-1 : in.Which], nil
	case in.Which < 0 && -in.Which <= n:
		return found[n+in.Which : n+in.Which+1], nil
	case in.Which != 0:
		return nil, &Problem{Said: old, Why: "these words do not stand there so often"}
	case in.Times < 0 || in.Times == n || n == 1 && in.Times == 0:
		return found, nil
	case in.Times > 0:
		return nil, &Problem{Said: old, Why: "these words stand there " + times(n) + ", not " + times(in.Times)}
	}
	return nil, &Problem{Said: old, Why: "these words stand there " + times(n)}
}

// atEdge reports whether only marks and blanks are between words and an edge.
func atEdge(body string, at, w span, edge Side) bool {
	rest := body[w.to:at.to]
	if edge == Before {
		rest = body[afterLabel(body, at):max(w.from, afterLabel(body, at))]
	}
	return strings.IndexFunc(rest, inWord) < 0
}

func replace(body string, w span, text string) Edit {
	if text == "" {
		return strike(body, w)
	}
	from := w.from
	if closeMark(text) {
		from = trimBlank(body, from)
	}
	return Edit{from, w.to, text}
}

// strike takes words out with a blank beside them.
func strike(body string, w span) Edit {
	from := trimBlank(body, w.from)
	if from == w.from && w.to < len(body) && body[w.to] == ' ' {
		w.to++
	}
	return Edit{from, w.to, ""}
}

func insert(body string, w span, text string, side Side) Edit {
	if side == Before {
		return Edit{w.from, w.from, text + gap(text, body[w.from:])}
	}
	s := before(text) + text
	if r, _ := utf8.DecodeRuneInString(body[w.to:]); inWord(r) { // after an elided word
		s = text + " "
	}
	return Edit{w.to, w.to, s}
}

// before is what stands between words and what is put behind them.
func before(text string) string {
	if closeMark(text) {
		return ""
	}
	return " "
}

// gap is what stands between words that are put in and those behind them.
func gap(text, rest string) string {
	if strings.HasSuffix(text, "'") || strings.HasSuffix(text, "’") || rest == "" || rest[0] == ' ' || rest[0] == '\n' {
		return ""
	}
	if r, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune(",.)", r) {
		return ""
	}
	return " "
}

// closeMark reports whether words begin with a mark that stands close to the
// word before it.
func closeMark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == ',' || r == '.' || r == ')'
}

func trimBlank(body string, at int) int {
	for at > 0 && body[at-1] == ' ' {
		at--
	}
	return at
}

// complete puts words at the end of a place, before the mark that ends it; where
// the words bring a mark, theirs ends it.
func complete(body string, at span, text string) Edit {
	end := beforeClosing(body, at)
	mark := beforeMark(body, span{at.from, end})
	s := before(text) + text
	if endsInMark(text) {
		return Edit{mark, end, s}
	}
	return Edit{mark, mark, s}
}

const marks = ".;:!?…"

func endsInMark(s string) bool {
	s = strings.TrimRight(s, " \"»”")
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && strings.ContainsRune(marks+",", r)
}

// beforeMark is the end of a stretch without the mark that ends it.
func beforeMark(body string, at span) int {
	s := strings.TrimRight(body[at.from:at.to], " ")
	if t := strings.TrimRight(s, marks); t != s {
		return at.from + len(strings.TrimRight(t, " "))
	}
	return at.from + len(s)
}

// strikePlace takes a place out: whole lines, or sentences with a blank.
func strikePlace(body string, at span) Edit {
	if w := wholeLines(body, at); w == at {
		if at.to < len(body) {
			return Edit{at.from, at.to + 1, ""}
		}
		return Edit{max(at.from-1, 0), at.to, ""}
	}
	return strike(body, at)
}

// rewrite puts other words in a place. A paragraph of a quotation stays one: the
// marks that begin and end it are kept.
func rewrite(body string, at span, text string) Edit {
	if at != wholeLines(body, at) { // a sentence
		from := afterLabel(body, at)
		end := beforeClosing(body, at)
		return Edit{from, max(end, from), text}
	}
	old := body[at.from:at.to]
	if r, n := utf8.DecodeRuneInString(old); isQuote(r) && n > 0 {
		inner := span{at.from, at.to}
		end := beforeClosing(body, inner)
		return Edit{at.from, at.to, openLines(string(r), text) + body[end:at.to]}
	}
	return Edit{at.from, at.to, text}
}

func isQuote(r rune) bool { return strings.ContainsRune(`"«“”»`, r) }

// openLines begins every line with a quotation mark.
func openLines(mark, text string) string {
	if mark == "«" {
		mark += " "
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if r, _ := utf8.DecodeRuneInString(l); !isQuote(r) {
			lines[i] = mark + l
		}
	}
	return strings.Join(lines, "\n")
}

// inQuotation writes new paragraphs as those of a quotation where the paragraph
// that they come before goes one on.
func inQuotation(body string, next int, text string) string {
	if next <= 0 || next >= len(body) {
		return text
	}
	line, _, _ := strings.Cut(body[next:], "\n")
	prev := body[:max(next-1, 0)]
	prev = prev[strings.LastIndexByte(prev, '\n')+1:]
	r, _ := utf8.DecodeRuneInString(line)
	p, _ := utf8.DecodeRuneInString(prev)
	if isQuote(r) && isQuote(p) && beforeClosing(prev, span{0, len(prev)}) == len(prev) {
		return openLines(string(r), text)
	}
	return text
}

// beforeClosing is the end of a place without the mark that closes a quotation of
// several paragraphs, and what follows that mark.
func beforeClosing(body string, at span) int {
	line := wholeLines(body, span{max(at.to-1, at.from), at.to})
	s := body[at.from:at.to]
	if r, n := utf8.DecodeRuneInString(body[line.from:]); n == 0 || !isQuote(r) || line.to != at.to {
		return at.to
	}
	t := strings.TrimRight(s, " ;.,")
	r, n := utf8.DecodeLastRuneInString(t)
	if !isQuote(r) || len(t) == n {
		return at.to
	}
	// a mark that closes a quotation within the paragraph leaves the outer one open
	if quotes := strings.Count(body[line.from:line.to], string(r)); r == '"' && quotes%2 == 1 {
		return at.to
	}
	return at.from + len(strings.TrimRight(t[:len(t)-n], " "))
}

// afterLabel is the beginning of a place without what numbers it.
func afterLabel(body string, at span) int {
	if at.from > 0 && body[at.from-1] != '\n' {
		return at.from
	}
	return at.from + len(labelRe.FindString(body[at.from:at.to]))
}

// asSet writes apostrophes as the wording does, where it has one sort only.
func asSet(body, text string) string {
	straight, curly := strings.Contains(body, "'"), strings.Contains(body, "’")
	switch {
	case straight && !curly:
		return strings.ReplaceAll(text, "’", "'")
	case curly && !straight:
		return strings.ReplaceAll(text, "'", "’")
	}
	return text
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return itoa(n) + " times"
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func upper(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }
