package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/plan"
)

// scanner reads one stretch of words from left to right.
type scanner struct {
	s    string
	lang *Language
}

// all are the references in reading order.
func (sc *scanner) all() (out []Ref) {
	apart := true
	for i := 0; i < len(sc.s); {
		c := sc.s[i]
		if apart && sc.lang.initials[c] {
			if kind, size := sc.lang.noun(sc.s[i:]); size > 0 {
				if r, end, ok := sc.ref(i, i+size, kind); ok {
					if k := len(out) - 1; k >= 0 && r.Scope == Outside && out[k].Of == "" && oneOf(sc.s[out[k].To:], sc.lang.And) == r.From-out[k].To {
						out[k].beside = r.Of
					}
					out = append(out, r)
					i, apart = max(end, i+size), true
					continue
				}
			}
		}
		if c < utf8.RuneSelf {
			apart = !asciiLetter(c) && (c < '0' || c > '9')
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(sc.s[i:])
		apart = !unicode.In(r, unicode.L, unicode.M, unicode.N)
		i += size
	}
	return out
}

// ref reads the reference whose first noun stands at from..behind.
func (sc *scanner) ref(from, behind int, kind Kind) (Ref, int, bool) {
	r := Ref{From: from, To: behind, Scope: Inside}
	prev, prevAt := sc.before(from)
	g, end := sc.group(kind, behind)
	if len(g.Targets) == 0 {
		return sc.relative(r, prev, prevAt)
	}
	if sc.lang.is(prev, isThis) && !sc.lang.is(prev, isNear) && kind == Point { // "at this point 3 monitors"
		return r, end, false
	}
	r.Groups = []Group{g}
	end = sc.chain(&r, end)
	sc.said(&r, from)
	r.To = end
	r.Words = strings.TrimSpace(sc.s[r.From:r.To])
	return r, end, true
}

// relative reads "the preceding paragraph" and "the paragraph above".
func (sc *scanner) relative(r Ref, prev string, prevAt int) (Ref, int, bool) {
	next, _, end := sc.word(sc.blank(r.To))
	switch {
	case sc.lang.is(prev, isNear):
		r.From = prevAt
		if det, at := sc.before(prevAt); sc.lang.is(det, isArticle) {
			r.From = at
		}
	case sc.lang.is(next, isBehind) && sc.lang.is(prev, isArticle|isThat):
		r.From, r.To = prevAt, end
	default:
		return r, r.To, false
	}
	r.Scope = Relative
	r.Words = sc.s[r.From:r.To]
	return r, r.To, true
}

// group reads the numbers behind a noun.
func (sc *scanner) group(kind Kind, at int) (Group, int) {
	g := Group{Kind: kind}
	start := sc.blank(at)
	if start == at && !strings.HasPrefix(sc.s[at:], "(") {
		return g, at
	}
	t, end, ok := sc.target(kind, start)
	if !ok || sc.quantity(end) { // "at point 3 km west of the river"
		return g, at
	}
	t.separator = -1
	t, end = sc.rest(kind, t, end)
	g.Targets = append(g.Targets, t)
	for {
		size := oneOf(sc.s[end:], sc.lang.And)
		if size == 0 {
			break
		}
		if label, to := itemLabel(sc.s, end+size); to > 0 && len(g.Targets[len(g.Targets)-1].Items) > 0 {
			last := &g.Targets[len(g.Targets)-1]
			last.Items = append(last.Items, label)
			end = to
			continue
		}
		t, to, ok := sc.target(kind, end+size)
		if !ok || sc.quantity(to) {
			break
		}
		t.separator = end
		t, end = sc.rest(kind, t, to)
		g.Targets = append(g.Targets, t)
	}
	return g, end
}

// rest reads what belongs to a number: its items, and the other end of a range.
func (sc *scanner) rest(kind Kind, t Target, end int) (Target, int) {
	t.Items, end = sc.items(end)
	size := oneOf(sc.s[end:], sc.lang.Range)
	if size == 0 {
		return t, end
	}
	if label, to := itemLabel(sc.s, end+size); to > 0 && len(t.Items) > 0 {
		t.Items = append(t.Items, label)
		return t, to
	}
	from := end + size
	twice := false
	if k, n := sc.lang.noun(sc.s[from:]); n > 0 && k == kind { // from Article 4 to Article 9
		from, twice = sc.blank(from+n), true
	}
	u, to, ok := sc.target(kind, from)
	if !ok || sc.quantity(to) {
		return t, end
	}
	t.Until, t.untilFrom, t.To, t.apart = u.Number, u.From, u.To, twice
	if items, after := sc.items(to); len(items) > 0 {
		t.Items, to = append(t.Items, items...), after
		t.apart = true
	}
	return t, to
}

// target reads one number.
func (sc *scanner) target(kind Kind, at int) (Target, int, bool) {
	t := Target{From: at}
	s := sc.s[at:]
	if strings.HasPrefix(s, "[") { // a placeholder: paragraph [X]
		if end := strings.IndexByte(s[:min(len(s), 12)], ']'); end > 1 && isOpen(s[1:end]) {
			t.Number, t.To = s[:end+1], at+end+1
			return t, t.To, true
		}
		return t, at, false
	}
	if strings.HasPrefix(s, "(") && level[kind] >= level[Paragraph] { // paragraph (1), item (a)
		if label, to := itemLabel(sc.s, at); to > 0 {
			t.From, t.To, t.Number = at+1, to-1, label
			return t, to, true
		}
		return t, at, false
	}
	if _, size := plan.ScanNumber(s); size > 0 {
		for _, x := range sc.lang.Range { // Artikel 4 bis 9
			if x[0] == ' ' && strings.HasSuffix(s[:size]+" ", x) && digitAt(s[min(size+1, len(s)):]) {
				size -= len(x) - 1
			}
		}
		t.Number, t.To = s[:size], at+size
		return t, t.To, true
	}
	end := 0
	for end < len(s) && s[end] >= 'A' && s[end] <= 'Z' {
		end++
	}
	if end == 0 || end < len(s) && letterAt(s[end:]) || end > 1 && !isOpen(s[:end]) && !romanCapitals(s[:end]) {
		return t, at, false
	}
	if s[:end] == "A" && strings.HasPrefix(s[end:], " ") && letterAt(s[end+1:]) && kind != Option && kind != Annex && kind != Part && kind != Section {
		return t, at, false
	}
	t.Number, t.To = s[:end], at+end
	return t, t.To, true
}

func romanCapitals(s string) bool { return strings.Trim(s, "IVXLC") == "" }

// isOpen reports whether a number is still to be filled in: X, XX, X-Y, …, ___.
func isOpen(s string) bool {
	return s != "" && strings.Trim(s, "XYZ-–_.… ") == "" && s != "."
}

// items reads labels in brackets behind a number: 2 (a) (i), 4(b).
func (sc *scanner) items(at int) (labels []string, end int) {
	end = at
	for {
		from := end
		if len(labels) == 0 || strings.HasPrefix(sc.s[from:], " (") {
			from = sc.blank(end)
		}
		label, to := itemLabel(sc.s, from)
		if to == 0 {
			return labels, end
		}
		labels, end = append(labels, label), to
	}
}

// itemLabel reads "(a)", "(iv)", "(2)" at s[at:]; the end is 0 for anything else.
func itemLabel(s string, at int) (label string, end int) {
	if at >= len(s) || s[at] != '(' {
		return "", 0
	}
	close := strings.IndexByte(s[at:min(len(s), at+10)], ')')
	if close < 2 {
		return "", 0
	}
	label = s[at+1 : at+close]
	letters := 0
	for _, r := range label {
		switch {
		case unicode.IsDigit(r):
		case unicode.IsLetter(r):
			letters++
		case r == ' ':
			letters -= 3 // (a bis)
		default:
			return "", 0
		}
	}
	if letters > 1 && strings.Trim(label, "ivxlcIVXLC") != "" && (letters != 2 || label[0] != label[1]) || !unicode.IsLetter(rune(label[0])) && len(label) > 3 {
		return "", 0
	}
	return label, at + close + 1
}

// chain reads what a group lies in or holds: "Article 4, paragraph 2", "paragraph
// 2 (a) of Article 5", and the text that it is said to be of.
func (sc *scanner) chain(r *Ref, end int) int {
	for {
		at := end
		if strings.HasPrefix(sc.s[at:], ", ") {
			at += 2
			outer := r.Groups[len(r.Groups)-1]
			if kind, n := sc.lang.noun(sc.s[at:]); n > 0 && holds(outer.Kind, kind) && len(r.Groups) < 4 {
				if g, to := sc.group(kind, at+n); len(g.Targets) > 0 {
					r.Groups = append(r.Groups, g)
					end = to
					continue
				}
			}
		} else {
			at = sc.blank(at)
		}
		if w, from, to := sc.word(at); from == at && at > end && sc.lang.is(w, isBehind) {
			r.Of = w
			if sc.lang.is(w, isThat) { // thereof
				r.Scope = Relative
			}
			return to
		} else if from == at && at > end && sc.lang.is(w, isOf) {
			next, more := sc.of(r, w, to)
			if next > 0 {
				end = next
			}
			if more {
				continue
			}
		}
		return end
	}
}

// of reads what stands behind "of": a group that holds what was read, this text,
// another one. It gives where it ends, 0 where there is nothing of the sort.
func (sc *scanner) of(r *Ref, of string, at int) (end int, more bool) {
	at = sc.elided(at)
	weak := sc.lang.is(of, isWeak)
	if kind, n := sc.lang.noun(sc.s[at:]); n > 0 {
		if !holds(kind, r.Groups[0].Kind) {
			return 0, false
		}
		g, to := sc.group(kind, at+n)
		if len(g.Targets) == 0 {
			return 0, false
		}
		r.Groups = append([]Group{g}, r.Groups...)
		return to, true
	}
	w, from, to := sc.word(at)
	this, that, its, det := false, false, false, false
	for n := 0; n < 3 && w != ""; n++ {
		switch {
		case sc.lang.is(w, isThis):
			this = true
		case sc.lang.is(w, isThat):
			that = true
		case sc.lang.is(w, isIts):
			its = true
		case sc.lang.is(w, isArticle):
			det = true
		default:
			n = 3
			continue
		}
		from = sc.elided(to)
		w, from, to = sc.word(from)
	}
	if w == "" {
		return 0, false
	}
	if kind, n := sc.lang.noun(sc.s[from:]); n > 0 {
		switch {
		case this:
			r.Of, r.own = sc.s[at:from+n], true
			return from + n, false
		case that:
			r.Scope, r.Of = Relative, sc.s[at:from+n]
			return from + n, false
		}
		if g, end := sc.group(kind, from+n); len(g.Targets) > 0 && holds(kind, r.Groups[0].Kind) {
			r.Groups = append([]Group{g}, r.Groups...)
			return end, true
		}
		if !sc.lang.is(w, isInstrument) {
			return 0, false
		}
	}
	name, stop, instrument := sc.name(from)
	switch {
	case this && (instrument || name != ""):
		r.Of, r.own = sc.s[at:stop], true
	case that && instrument:
		r.Scope, r.Of = Relative, sc.s[at:stop]
	case instrument:
		r.Scope, r.Of = Outside, sc.s[from:stop]
	case sc.lang.is(w, isActor) || weak:
		return 0, false
	case name == "" && (det || its): // the list, its statutes
		r.Scope, r.Of = Unclear, w
		return to, false
	case name == "":
		return 0, false
	default:
		r.Scope, r.Of = Unclear, sc.s[from:stop]
	}
	return stop, false
}

// name reads the name of a text: words with a capital and what joins them, or a
// noun of texts; it says whether a noun of texts, or a word of capitals alone,
// is among them.
func (sc *scanner) name(at int) (name string, end int, instrument bool) {
	end = at
	count := 0
	for i := at; count < 14; count++ {
		w, from, to := sc.word(i)
		if w == "" || from != i {
			break
		}
		r, _ := utf8.DecodeRuneInString(w)
		noun := sc.lang.is(w, isInstrument)
		switch {
		case noun:
			instrument = true
			end = to
		case unicode.IsUpper(r) && !(count > 0 && isNounOf(sc, i)):
			instrument = instrument || len(w) > 1 && w == strings.ToUpper(w) && !romanCapitals(w)
			end = to
		case !instrument && count < 3 && !sc.lang.is(w, isOf|isArticle|isBehind): // the United Nations climate convention
			if !sc.instrumentWithin(to) {
				return sc.s[at:end], end, instrument
			}
		case count > 0 && (sc.lang.is(w, isArticle) || sc.lang.is(w, isOf) && !sc.lang.is(w, isWeak)):
		default:
			return sc.s[at:end], end, instrument
		}
		if noun {
			end = sc.designation(to)
			to = end
		}
		next := sc.blank(to)
		if next == to {
			break
		}
		i = next
	}
	return sc.s[at:end], end, instrument
}

func isNounOf(sc *scanner, at int) bool {
	_, n := sc.lang.noun(sc.s[at:])
	return n > 0
}

// instrumentWithin reports whether one of the two words behind is a noun of texts.
func (sc *scanner) instrumentWithin(at int) bool {
	for range 2 {
		w, from, to := sc.word(sc.blank(at))
		if w == "" || from != sc.blank(at) {
			return false
		}
		if sc.lang.is(w, isInstrument) {
			return true
		}
		at = to
	}
	return false
}

// designation reads the number of a text: 2334 (2016), 1/CP.17, 70/1.
func (sc *scanner) designation(at int) int {
	from := sc.blank(at)
	to := from
	for to < len(sc.s) && (sc.s[to] >= '0' && sc.s[to] <= '9' || to > from && (asciiLetter(sc.s[to]) || sc.s[to] == '/' || sc.s[to] == '.' && to+1 < len(sc.s) && sc.s[to+1] >= '0' && sc.s[to+1] <= '9')) {
		to++
	}
	if to == from {
		return at
	}
	if year := sc.blank(to); year+6 <= len(sc.s) && sc.s[year] == '(' && sc.s[year+5] == ')' {
		return year + 6
	}
	return to
}

// said looks at what stands before the reference for the text that it is of:
// "resolution 2334 (2016), paragraph 3", "the Charter's Article 51".
func (sc *scanner) said(r *Ref, at int) {
	if r.Of != "" {
		return
	}
	lo := at
	for n := 0; lo > 0 && n < 64; n++ {
		lo--
	}
	for lo > 0 && !utf8.RuneStart(sc.s[lo]) {
		lo--
	}
	head := sc.s[lo:at]
	trimmed := strings.TrimRight(head, " \u00a0")
	comma := strings.HasSuffix(trimmed, ",")
	trimmed = strings.TrimSuffix(trimmed, ",")
	if own, ok := strings.CutSuffix(trimmed, "'s"); ok {
		trimmed = own
	} else if own, ok := strings.CutSuffix(trimmed, "’s"); ok {
		trimmed = own
	}
	possessive := len(trimmed) < len(strings.TrimSuffix(strings.TrimRight(head, " \u00a0"), ","))
	fields := strings.FieldsFunc(trimmed, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\n' })
	if len(fields) == 0 || strings.HasSuffix(head, "\n") {
		return
	}
	last := len(fields) - 1
	numbered := false
	for last > 0 && (strings.HasPrefix(fields[last], "(") && strings.HasSuffix(fields[last], ")") || strings.IndexFunc(fields[last], unicode.IsDigit) == 0) {
		numbered = true
		last--
	}
	noun := strings.TrimLeft(fields[last], `("“‘[*_`)
	if !sc.lang.is(noun, isInstrument) {
		if possessive && noun != "" && unicode.IsUpper([]rune(noun)[0]) && !comma {
			r.Scope, r.Of = Unclear, noun
		}
		return
	}
	if comma && !numbered {
		if last > 0 && sc.lang.is(fields[last-1], isThis) || !unicode.IsUpper([]rune(noun)[0]) {
			return
		}
		r.Scope, r.Of = Unclear, noun
		return
	}
	if !numbered && !possessive && !unicode.IsUpper([]rune(noun)[0]) {
		return // "decide under point 7": a verb is no text
	}
	if last > 0 && sc.lang.is(fields[last-1], isThis) {
		return
	}
	r.Scope, r.Of = Outside, strings.Join(fields[last:], " ")
}

// quantity reports whether what follows a number makes it no number of a point.
func (sc *scanner) quantity(at int) bool {
	if strings.HasPrefix(sc.s[at:], "%") || strings.HasPrefix(sc.s[at:], "°") {
		return true
	}
	next := sc.blank(at)
	if next == at || next >= len(sc.s) {
		return false
	}
	if sc.s[next] == '%' || strings.HasPrefix(sc.s[next:], "°") {
		return true
	}
	w, from, _ := sc.word(next)
	return from == next && sc.lang.is(w, isUnit)
}

// blank skips one blank, no-break or not, and an asterisk or two of emphasis.
func (sc *scanner) blank(at int) int {
	switch {
	case at >= len(sc.s):
		return at
	case sc.s[at] == ' ':
		return at + 1
	case strings.HasPrefix(sc.s[at:], "\u00a0"):
		return at + len("\u00a0")
	case strings.HasPrefix(sc.s[at:], "\u202f"):
		return at + len("\u202f")
	}
	return at
}

// elided skips a blank, or the apostrophe of d' and l'.
func (sc *scanner) elided(at int) int {
	for _, a := range []string{"'", "’"} {
		if strings.HasPrefix(sc.s[at:], a) {
			return at + len(a)
		}
	}
	return sc.blank(at)
}

// word is the word that begins at s[at:], "" where none does.
func (sc *scanner) word(at int) (w string, from, to int) {
	if at >= len(sc.s) {
		return "", at, at
	}
	end := wordEnd(sc.s[at:])
	return sc.s[at : at+end], at, at + end
}

// before is the word that ends one blank before at, "" where none does.
func (sc *scanner) before(at int) (w string, from int) {
	end := at
	if end > 0 && sc.s[end-1] == ' ' {
		end--
	} else if strings.HasSuffix(sc.s[:end], "\u00a0") {
		end -= len("\u00a0")
	}
	from = end
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(sc.s[:from])
		if !unicode.IsLetter(r) {
			break
		}
		from -= size
	}
	return sc.s[from:end], from
}

func oneOf(s string, list []string) int {
	for _, x := range list {
		if strings.HasPrefix(s, x) {
			return len(x)
		}
	}
	return 0
}
