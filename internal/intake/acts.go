package intake

import (
	"strings"

	"nonpaper/internal/amend"
	"nonpaper/internal/pattern"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

const asks = `(?:(?:please|kindly|we\s+(?:would\s+|also\s+|therefore\s+)*(?:like|propose|suggest|request|ask|want|wish|prefer)s?\s+(?:to\s+|that\s+)*|nous\s+(?:proposons|souhaitons|demandons|suggérons)\s+(?:de\s+|d['’]\s*)?|il convient de|prière de|merci de)\s*)?`

var (
	whole      = `(?:\s+(?:entirely|altogether|completely|in (?:its|their) entirety|as a whole|en entier|entièrement|dans (?:son|leur) intégralité))?\s*[.!;]?\s*$`
	deletePt   = pattern.New(`(?i)^\s*` + asks + `(?:delet(?:e|ing)|strik(?:e|ing)(?: out)?|remov(?:e|ing)|omit(?:ting)?|drop(?:ping)?|supprimer|retirer)\s+(?:the\s+)?(?:whole\s+|entire\s+)?(?:(?:of\s+)?(?:the\s+|le\s+|les\s+|l['’]\s*)?` + kind + `\s+(` + numbers + `)|(?:the |this |le |ce |cet |l['’]\s*)?(?:whole |entire )?(?:point|article))` + whole)
	deleteIt   = pattern.New(`(?i)^\s*(?:(?:should|shall|must|is to|are to|to|doit|doivent|devrait|est|sont)\s+(?:be\s+|être\s+)?)?(?:delete|deleted|removed|struck|dropped|omitted|supprimer|supprimée?s?|à supprimer|to be deleted|deletion|suppression)` + whole)
	keepPt     = pattern.New(`(?i)^\s*` + asks + `(?:keep|keeping|retain|retaining|leave|maintain|maintenir|conserver|garder)\s+(?:the\s+(?:text|wording) of\s+)?(?:the\s+|le\s+|les\s+|l['’]\s*)?` + kind + `\s+(` + numbers + `)(?:\s+(?:as (?:it |they )?(?:is|are|stands?|drafted)|unchanged|as is|en l['’]état|tel(?:le)?s? quel(?:le)?s?|inchangée?s?|sans (?:changement|modification)))?\s*[.!;]?\s*$`)
	noChange   = pattern.New(`(?i)^\s*(?:(?:we have )?no (?:changes?|amendments?)|(?:aucune|pas de|sans) (?:modification|changement|amendement)s?)(?:\s+(?:to|on|in|for|au|à|aux|sur)\s+(?:the\s+|le\s+|l['’]\s*)?(?:` + kind + `\s+)?(` + numbers + `))?\s*[.!;]?\s*$`)
	newAfter   = pattern.New(`(?is)^\s*` + asks + `(?:(?:add|adding|insert|inserting|ajouter|insérer)\s*,?\s*)?(?:a\s+|one\s+|un\s+)?(?:new|further|additional|nouveau|nouvel)\s+(?:` + kind + `)\s*(` + number + `)?\s*,?\s*(?:(?:to be (?:added|inserted)\s+)?(?:(after|before|après|avant)\s+(?:the\s+|le\s+|l['’]\s*)?(?:` + kind + `\s+)?(` + number + `))|at the end|à la fin)?\s*,?\s*(?:(?:which |that )?(?:would |should |shall |to )?read(?:ing|s)?(?: as follows)?|as follows|saying|ainsi rédigé|rédigé comme suit|libellé comme suit)?\s*(?::|\n|$)\s*(.*)$`)
	afterNew   = pattern.New(`(?is)^\s*` + asks + `(after|before|après|avant)\s+(?:the\s+|le\s+|l['’]\s*)?` + kind + `\s+(` + number + `)\s*,?\s*` + asks + `(?:add|insert|ajouter|insérer)\s+(?:a\s+|un\s+)?(?:new\s+|nouveau\s+|nouvel\s+)?(?:` + kind + `)\s*(` + number + `)?\s*,?\s*(?:(?:which |that )?(?:would |should |shall |to )?read(?:ing|s)?(?: as follows)?|as follows|saying|ainsi rédigé|rédigé comme suit)?\s*(?::|\n|$)\s*(.*)$`)
	changeHead = pattern.New(`(?i)\b(?:title|heading|headline|intitulé|titre)\b`)
	reasonRe   = pattern.New(`(?i)^\s*(?:reasons?|justification|rationale|explanation|exposé(?: sommaire| des motifs)?|objet|motifs?|motivation)\s*(?::\s*|$)`)
)

func isReason(s string) bool { return reasonRe.MatchString(s) }

func afterReason(s string) string { return strings.TrimSpace(reasonRe.ReplaceAllString(s, "")) }

// operative reports whether a paragraph begins as an instruction does, or holds one
// behind a place or words.
func operative(s string) bool {
	if amend.Operative(s) {
		return true
	}
	_, err := amend.Read(s)
	return err == nil
}

// saysWhole reports whether a paragraph speaks of a whole point.
func saysWhole(s string) bool {
	s = listMark.ReplaceAllString(s, "")
	return deletePt.MatchString(s) || keepPt.MatchString(s) || noChange.MatchString(s) || newAfter.MatchString(s) || afterNew.MatchString(s)
}

// act reads a wish on a whole point: to delete it, to keep it.
func (r *reader) act(b block, p Paragraph) bool {
	what, refs := "", []string(nil)
	switch {
	case deletePt.MatchString(p.Text):
		what = Delete
		if m := deletePt.FindStringSubmatch(p.Text); m[1] != "" {
			refs = list(m[1])
		}
	case b.head.Text != "" && deleteIt.MatchString(p.Text):
		what = Delete
	case keepPt.MatchString(p.Text):
		what, refs = Keep, list(keepPt.FindStringSubmatch(p.Text)[1])
	case noChange.MatchString(p.Text):
		what = Keep
		if m := noChange.FindStringSubmatch(p.Text); m[1] != "" {
			refs = list(m[1])
		}
	default:
		return false
	}
	points, bad := b.points, ""
	if refs != nil {
		points, bad = r.named(refs)
	}
	switch {
	case bad != "":
		r.say(p, Blocked, bad)
	case len(points) == 0:
		r.say(p, Blocked, "it does not say which point")
	default:
		for _, k := range points {
			r.wish(Wish{What: what, Points: []int{k}, How: "by its number"}, p)
		}
		r.say(p, Understood, map[string]string{Delete: "deletes ", Keep: "keeps "}[what]+r.numbers(points))
	}
	return true
}

// newPoint reads a new point and the paragraphs of its wording.
func (r *reader) newPoint(b block, list []Paragraph) int {
	p := list[0]
	if b.head.Text != "" && p.Line == b.head.Line { // "After point 12, …" begins with a point
		p.Text = b.head.Text
	}
	var side, after, num, body string
	if m := newAfter.FindStringSubmatch(p.Text); m != nil {
		num, side, after, body = m[1], m[2], m[3], m[4]
	} else if m := afterNew.FindStringSubmatch(p.Text); m != nil {
		side, after, num, body = m[1], m[2], m[3], m[4]
	} else {
		return 0
	}
	w := Wish{What: New, After: -1, Number: strings.TrimSpace(num), How: "by its number"}
	if after == "" && len(b.points) == 1 && b.head.Text != p.Text {
		w.After = b.points[0]
	}
	if after != "" {
		if w.After = r.find(after); w.After < 0 {
			r.say(p, Blocked, "there is no point "+after+" in the text that the room was given")
			return 1
		}
		if strings.EqualFold(side, "before") || strings.EqualFold(side, "avant") {
			if w.After--; w.After < 0 {
				r.say(p, Blocked, "a new point before the first cannot be filed from a message")
				return 1
			}
		}
	}
	n := 1
	lines := []string{}
	if body != "" {
		lines = append(lines, body)
	}
	for ; n < len(list); n++ {
		label, _ := plan.Label(list[n].Text)
		if so := strings.Join(lines, "\n"); so != "" && label == "" && !open(so) {
			break
		}
		lines = append(lines, list[n].Text)
	}
	w.Body = unquoted(words.Normalise(strings.Join(lines, "\n")))
	if w.Body == "" {
		r.say(p, Blocked, "it does not say what the new point is to read")
		return 1
	}
	r.wish(w, list[:n]...)
	for _, q := range list[:n] {
		if q.Line == p.Line {
			q = p
		}
		r.say(q, Understood, "a new point")
	}
	return n
}

// open reports whether a quotation was begun and not closed.
func open(s string) bool { return inQuotes(s, len(s)) }

// unquoted takes away the marks around a whole wording.
func unquoted(s string) string {
	for _, pair := range [][2]string{{`"`, `"`}, {"“", "”"}, {"«", "»"}, {"„", "“"}} {
		inner, ok := strings.CutPrefix(s, pair[0])
		if !ok {
			continue
		}
		for _, end := range []string{pair[1], pair[1] + ".", pair[1] + ";"} {
			if cut, ok := strings.CutSuffix(inner, end); ok && !strings.Contains(cut, pair[0]) {
				return strings.TrimSpace(cut)
			}
		}
	}
	return s
}

// How alike a pasted wording has to be to a point's.
const (
	alikeNamed = 0.50 // where the writer names the point
	alikeWords = 0.60 // where the words alone tell
	margin     = 0.20 // how much more alike than to the next point
)

// pasted reads a whole wording of a point.
func (r *reader) pasted(b block, list []Paragraph) int {
	if len(b.points) > 1 || len(b.points) == 0 && r.base == nil {
		return 0
	}
	if len(b.points) == 1 {
		k := b.points[0]
		best, n := 0.0, 0
		joined := ""
		for i, p := range list {
			if !r.partOf(k, p.Text, i == 0) {
				break
			}
			joined = strings.TrimSpace(joined + "\n" + p.Text)
			a := r.alike(wordingOf(joined, r.text.Points[k]), k)
			if i > 0 && len(joined) > 4*len(r.text.Points[k].Body)+1000 {
				break
			}
			if a > best {
				best, n = a, i+1
			}
		}
		if n == 0 || best < alikeNamed {
			return 0
		}
		for n < len(list) { // items that are added
			if label, _ := plan.Label(list[n].Text); label == "" || !r.partOf(k, list[n].Text, false) {
				break
			}
			n++
		}
		return r.paste(k, list[:n], "by its number")
	}
	joined, best, at, n := "", 0.0, -1, 0
	for i, p := range list[:min(len(list), maxJoined)] {
		if at >= 0 && !r.partOf(at, p.Text, false) {
			break
		}
		joined = strings.TrimSpace(joined + "\n" + p.Text)
		if i > 8 && at < 0 || at >= 0 && len(joined) > 4*len(r.text.Points[at].Body)+1000 { // long past any wording of it
			break
		}
		k, score, next := r.nearest(joined)
		if k < 0 || i == 0 && !r.partOf(k, p.Text, true) {
			break
		}
		if score >= alikeWords && score-next >= margin && score > best && (at < 0 || at == k) {
			best, at, n = score, k, i+1
		}
	}
	if n == 0 || len(strings.Fields(list[0].Text)) < 5 {
		return 0
	}
	// the program's own matching has to agree
	m, _ := r.base.Points(plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: wordingOf(joinOf(list[:n]), r.text.Points[at])}}}, nil)
	if m[0].Base != at || m[0].Sure < 0.8 {
		return 0
	}
	return r.paste(at, list[:n], "by its words")
}

func joinOf(list []Paragraph) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Text)
	}
	return strings.Join(out, "\n")
}

// wordingOf is a pasted wording without the point's heading and without marks.
func wordingOf(s string, p plan.Point) string {
	s = words.Normalise(s)
	if first, rest, ok := strings.Cut(s, "\n"); ok && isHeading(first, p.Heading) {
		s = rest
	}
	if p.Heading != "" && len(s) > len(p.Heading) && strings.EqualFold(s[:len(p.Heading)], p.Heading) {
		if rest := strings.TrimLeft(s[len(p.Heading):], " "); strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ":") {
			s = strings.TrimSpace(rest[1:])
		}
	}
	return unquoted(s)
}

func (r *reader) paste(k int, list []Paragraph, how string) int {
	body := wordingOf(joinOf(list), r.text.Points[k])
	what := "a new wording of " + r.numbers([]int{k})
	if body == r.text.Points[k].Body {
		what = r.numbers([]int{k}) + " as it was given; nothing is filed of it"
	} else {
		r.wish(Wish{What: Wording, Points: []int{k}, Body: body, How: how}, list...)
	}
	for _, p := range list {
		r.say(p, Understood, what)
	}
	return len(list)
}

// partOf reports whether a paragraph may be part of a wording of a point: most of
// its words are the point's, or it is an item behind such words.
func (r *reader) partOf(k int, s string, first bool) bool {
	share := r.contained(unquoted(s), k)
	if share < alikeWords && (operative(s) || isReason(s) || saysSomething(s) || courtesy.MatchString(s)) {
		return false
	}
	label, _ := plan.Label(s)
	return share >= alikeNamed || isHeading(s, r.text.Points[k].Heading) || !first && label != ""
}

// nearest is the point most like a wording, and how like it and the next are.
func (r *reader) nearest(s string) (at int, score, next float64) {
	at = -1
	for i := range r.text.Points {
		a := r.alike(wordingOf(s, r.text.Points[i]), i)
		switch {
		case a > score:
			at, score, next = i, a, score
		case a > next:
			next = a
		}
	}
	return at, score, next
}

// bag are the words of a wording, and how often each stands there.
type bag struct {
	of map[string]int
	n  int
}

func bagOf(s string) bag {
	b := bag{of: map[string]int{}}
	for _, t := range words.Tokens(words.Normalise(s)) {
		b.of[strings.ToLower(t.Text)]++
		b.n++
	}
	return b
}

// alike is the share of words that a wording and a point's have in common, in any
// order.
func (r *reader) alike(s string, k int) float64 {
	if r.bags == nil {
		r.bags = make([]bag, len(r.text.Points))
		for i := range r.text.Points {
			r.bags[i] = bagOf(r.text.Points[i].Body)
		}
	}
	p, b := r.bags[k], bagOf(s)
	if p.n+b.n == 0 {
		return 0
	}
	both := 0
	for w, n := range b.of {
		both += min(n, p.of[w])
	}
	return 2 * float64(both) / float64(p.n+b.n)
}

// contained is the share of the words of a paragraph that a point has.
func (r *reader) contained(s string, k int) float64 {
	r.alike("", k)
	b, both := bagOf(s), 0
	for w, n := range b.of {
		if r.bags[k].of[w] > 0 {
			both += n
		}
	}
	return float64(both) / float64(max(b.n, 1))
}
