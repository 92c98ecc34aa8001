package amend

import (
	"strings"

	"nonpaper/internal/pattern"
)

// how reads how often words stand there, or which of them is meant, from the
// named parts of an expression.
func how(re *pattern.Pattern, m []string, number func(string) int, in *Instruction) {
	if m == nil {
		return
	}
	for i, name := range re.Regexp().SubexpNames() {
		if i >= len(m) || m[i] == "" {
			continue
		}
		switch name {
		case "times":
			in.Times = map[string]int{"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5}[m[i]]
		case "which":
			in.Which = number(m[i])
		case "each":
			in.Times = -1
		}
	}
}

func named(re *pattern.Pattern, m []string, name string) string {
	if i := re.Regexp().SubexpIndex(name); i >= 0 && i < len(m) {
		return m[i]
	}
	return ""
}

// rewriteTo reads what a place is to read.
func (p *parser) rewriteTo() bool {
	if len(p.aim) > 0 && p.done && p.depth == 0 {
		p.aim = nil
	}
	places := p.places()
	text, ok := p.block()
	if !ok {
		return p.fail("it does not say what is to stand there")
	}
	for i := range p.aim {
		if p.aim[i].edge != Within || p.aim[i].side != Within {
			return p.fail("it does not say how far the part reaches that is to read so")
		}
	}
	return p.rewriteRange(places, text)
}

// rewriteRange puts a text in place of one or several paragraphs.
func (p *parser) rewriteRange(places []Place, text string) bool {
	if len(places) == 0 {
		return p.emit(Instruction{Op: Rewrite, Ways: []Words{{New: text}}})
	}
	if !p.emit(Instruction{Op: Rewrite, Places: places[:1], Ways: []Words{{New: text}}}) {
		return false
	}
	if len(places) > 1 {
		return p.emit(Instruction{Op: Strike, Places: places[1:]})
	}
	return true
}

// frenchPlaces reads places that stand between a verb and its words.
func (p *parser) inner() bool {
	q := *p
	if q.place() {
		*p = q
		return true
	}
	return false
}

func replaceFR(p *parser, m []string) bool {
	swapped := strings.HasPrefix(m[0], "substituer")
	start := *p // "substituer à l'alinéa 4 les deux alinéas suivants", "remplacer l'alinéa 4 par …"
	if !frWords.MatchString(p.rest()) || re(frDet+`(?:`+frOrds+`|alineas?)`).MatchString(p.rest()) {
		if p.inner() {
			p.eat(joint)
			if p.eat(frByText) != nil || p.eat(frByNew) != nil || swapped && (p.eat(frNewRe) != nil || p.eat(frText) != nil) {
				return p.rewriteTo()
			}
		}
	}
	if swapped { // "substituer aux mots « X » les mots « Y »"
		if h := p.eat(frToRe); h != nil {
			in := Instruction{Op: Replace}
			how(frToRe, h, frenchNumber, &in)
			old, ok := p.words(frWords)
			if !ok {
				return p.fail("it does not say which words")
			}
			p.eat(blanks)
			if p.eat(frWords) == nil {
				return p.fail("it does not say by which words")
			}
			by, ok := p.words(nil)
			if !ok {
				return p.fail("it does not say by which words")
			}
			in.Ways = []Words{{old, by}}
			return p.emit(in)
		}
	}
	if !frWords.MatchString(p.rest()) {
		if _, ok := p.peekQuoted(); !ok {
			*p = start
			p.inner()
			p.eat(joint)
		}
	}
	if _, ok := p.peekQuoted(); !ok && !frWords.MatchString(p.rest()) {
		return p.bareWays(re(`par\s+`), Replace)
	}
	for {
		h := p.eat(frWords)
		in := Instruction{Op: Replace}
		how(frWords, h, frenchNumber, &in)
		old, ok := p.words(frPar)
		if !ok {
			return p.fail("it does not say which words")
		}
		p.eat(blanks)
		h = p.eat(frHowRe)
		how(frHowRe, h, frenchNumber, &in)
		p.eat(blanks)
		if p.eat(frPar) == nil && p.eat(frBy) == nil {
			return p.fail("it does not say by which words")
		}
		by, ok := p.words(frAnd)
		if !ok {
			return p.fail("it does not say by which words")
		}
		p.often(&in)
		in.Ways = []Words{{old, by}}
		if !p.emit(in) {
			return false
		}
		q := *p
		q.eat(blanks)
		if q.eat(re(`et\s+`)) == nil || !frWords.MatchString(q.rest()) {
			return true
		}
		*p = q
	}
}

var (
	frHowRe = re(frHow)
	frText  = re(`(?:les dispositions suivantes|le texte suivant|la redaction suivante)\s*:?`)
)

// often reads "(deux fois)" behind the words of an instruction.
func (p *parser) often(in *Instruction) {
	q := *p
	q.eat(joint)
	if h := q.eat(frHowRe); h != nil && strings.TrimSpace(h[0]) != "" {
		how(frHowRe, h, frenchNumber, in)
		*p = q
	}
}

func (p *parser) peekQuoted() (string, bool) {
	q := *p
	return q.quoted()
}

// bareWays reads "X par Y" without marks and without a word that says what X is:
// every way to part the two is kept, and one has to fit.
func (p *parser) bareWays(sep *pattern.Pattern, op Op) bool {
	start := p.pos
	p.eat(colon)
	if strings.Contains(p.s[start:p.pos], "\n") || p.pos >= len(p.s) {
		return p.fail("it does not say which words")
	}
	line, _, _ := strings.Cut(p.rest(), "\n")
	end := len(line)
	for i := 1; i < len(line); i++ {
		if sentenceEnds(line, i) {
			end = i
			break
		}
	}
	var ways []Words
	for i := 1; i < end; i++ {
		if line[i-1] != ' ' {
			continue
		}
		m := sep.FindString(line[i:end])
		if m == "" {
			continue
		}
		old := strings.TrimSpace(p.src[p.at[p.pos]:p.at[p.pos+i]])
		by := strings.TrimSpace(strings.TrimRight(strings.TrimSpace(p.src[p.at[p.pos+i+len(m)]:p.at[p.pos+end]]), ".;,"))
		q := *p
		q.pos += i + len(m)
		if s, ok := q.quoted(); ok && strings.Trim(q.s[q.pos:p.pos+end], " .;,") == "" {
			by = s
		}
		if old != "" && by != "" {
			ways = append(ways, Words{strings.Trim(old, `,:"“”«» `), by})
		}
	}
	if len(ways) == 0 {
		return p.fail("it does not say which words become which")
	}
	p.pos += end
	if op == Insert { // "Y after X": the new words come first
		for i := range ways {
			ways[i] = Words{Old: ways[i].New, New: ways[i].Old}
		}
	}
	return p.emit(Instruction{Op: op, Ways: ways})
}

func strikeFR(p *parser, _ []string) bool {
	if re(`(?:la fin|le debut)\b`).MatchString(p.rest()) {
		return p.fail("it does not say how far the part reaches that goes")
	}
	if !frWords.MatchString(p.rest()) || re(frDet+`(?:`+frOrds+`|alineas?)\b`).MatchString(p.rest()) {
		q := *p
		if q.place() {
			if q.places() == nil && !re(`(?:cet article|ce point|l'article|le point|ce texte)`).MatchString(p.rest()) {
				return p.fail("it does not say what goes")
			}
			*p = q
			q.eat(joint)
			if !frWords.MatchString(q.rest()) {
				return p.emit(Instruction{Op: Strike})
			}
			p.pos = q.pos
		}
	}
	for {
		in := Instruction{Op: Strike}
		how(frWords, p.eat(frWords), frenchNumber, &in)
		old, ok := p.words(frAnd)
		if !ok {
			return p.fail("it does not say which words go")
		}
		in.Ways = []Words{{Old: old}}
		if !p.emit(in) {
			return false
		}
		for { // several words in one go
			q := *p
			q.eat(blanks)
			q.eat(re(`et\s+`))
			more, ok := q.quoted()
			if !ok || strings.Contains(p.s[p.pos:q.pos-len(more)], "\n\n") {
				break
			}
			*p = q
			if !p.emit(Instruction{Op: Strike, Ways: []Words{{Old: more}}}) {
				return false
			}
		}
		q := *p
		q.eat(blanks)
		if q.eat(re(`et\s+`)) == nil || !frWords.MatchString(q.rest()) {
			return true
		}
		*p = q
	}
}

// anchorFR reads "après les mots : X, insérer les mots : Y" and its kin.
func anchorFR(p *parser, m []string) bool {
	in := Instruction{Op: Insert, Side: sideOf(m[1] == "avant")}
	how(frAfterW, m, frenchNumber, &in)
	old, ok := p.words(frVerb)
	if !ok {
		return p.fail("it does not say which words")
	}
	p.eat(blanks)
	if h := p.eat(frHowRe); h != nil {
		how(frHowRe, h, frenchNumber, &in)
	}
	p.eat(blanks)
	if !frEndIs.MatchString(p.rest()) {
		p.inner() // "après les mots « X » de l'alinéa 3"
	}
	p.eat(blanks)
	switch {
	case p.eat(frCut) != nil:
		p.inner()
		return p.emit(Instruction{Op: RewriteEnd, Which: in.Which, Ways: []Words{{Old: old}}})
	case frEndIs.MatchString(p.rest()): // "après le mot « X », la fin de l'alinéa 3 est ainsi rédigée"
		e := p.eat(frEndIs)
		p.inner()
		p.eat(joint)
		in.Op = RewriteEnd
		if e[1] == "le debut" {
			in.Op = RewriteStart
		}
		if p.eat(frGone) != nil && in.Op == RewriteEnd {
			in.Ways = []Words{{Old: old}}
			return p.emit(in)
		}
		if p.eat(frIsSo) == nil {
			return p.fail("it does not say what is to stand there")
		}
		text, ok := p.block()
		if !ok {
			return p.fail("it does not say what is to stand there")
		}
		in.Ways = []Words{{old, text}}
		return p.emit(in)
	case frEnd.MatchString(p.rest()):
		e := p.eat(frEnd)
		p.eat(re(`\s*(?:de|du|des)?\s*`))
		p.inner()
		text, ok := p.block()
		if !ok {
			return p.fail("it does not say what is to stand there")
		}
		in.Op = RewriteEnd
		if e[1] == "le debut" {
			in.Op = RewriteStart
		}
		in.Ways = []Words{{old, text}}
		return p.emit(in)
	case p.eat(frInsert) != nil:
		p.eat(re(`\s*,?\s*`))
		if n := p.eat(frNewRe); n != nil {
			if named(frNewRe, n, "what") != "phrase" {
				return p.fail("a paragraph cannot stand beside words")
			}
		} else if p.eat(frWords) == nil {
			if _, ok := p.peekQuoted(); !ok {
				return p.fail("it does not say what is put there")
			}
		}
		text, ok := p.words(nil)
		if !ok {
			return p.fail("it does not say what is put there")
		}
		in.Ways = []Words{{old, text}}
		return p.emit(in)
	}
	return p.fail("it does not say what is put beside these words")
}

func insertFR(p *parser, _ []string) bool {
	if frAfterW.MatchString(p.rest()) { // "insérer, après les mots : X, les mots : Y"
		m := p.eat(frAfterW)
		in := Instruction{Op: Insert, Side: sideOf(m[1] == "avant")}
		how(frAfterW, m, frenchNumber, &in)
		old, ok := p.words(frWords)
		if !ok {
			return p.fail("it does not say which words")
		}
		p.eat(blanks)
		p.eat(frWords)
		text, ok := p.words(nil)
		if !ok {
			return p.fail("it does not say what is put there")
		}
		in.Ways = []Words{{old, text}}
		return p.emit(in)
	}
	if !frNewRe.MatchString(p.rest()) && !frWords.MatchString(p.rest()) {
		p.inner()
		p.eat(joint)
	}
	if n := p.eat(frNewRe); n != nil {
		return p.addFR(named(frNewRe, n, "what"))
	}
	p.eat(frWords)
	text, ok := p.words(frAfterW)
	if !ok {
		return p.fail("it does not say what is put there")
	}
	q := *p
	q.eat(blanks)
	if m := q.eat(frAfterW); m != nil {
		*p = q
		in := Instruction{Op: Insert, Side: sideOf(m[1] == "avant")}
		how(frAfterW, m, frenchNumber, &in)
		old, ok := p.words(nil)
		if !ok {
			return p.fail("it does not say where")
		}
		in.Ways = []Words{{old, text}}
		return p.emit(in)
	}
	op := Op(0)
	for _, g := range p.aim {
		switch {
		case g.edge == Before && op != Complete:
			op = Begin
		case g.edge == After && op != Begin:
			op = Complete
		default:
			return p.fail("it does not say where these words are put")
		}
	}
	if op == 0 || p.done {
		return p.fail("it does not say where these words are put")
	}
	places := p.places()
	for i := range places {
		places[i].Edge = Within
	}
	return p.emit(Instruction{Op: op, Places: places, Ways: []Words{{New: text}}})
}

// addFR puts in new sentences or paragraphs.
func (p *parser) addFR(what string) bool {
	in := Instruction{Op: AddParagraph, Side: p.side()}
	switch what {
	case "article", "division":
		return p.fail("it puts something new beside this text, not into it")
	case "phrase":
		in.Op = AddSentence
		if len(p.aim) == 0 {
			return p.fail("it does not say where this sentence is put")
		}
	case "membre de phrase":
		return p.fail("it does not say where these words are put")
	}
	if in.Side == Within && edge(p.aim) != Within { // "au début de l'article, insérer un alinéa"
		in.Side = edge(p.aim)
		for i := range p.aim {
			p.aim[i].edge = Within
		}
	}
	text, ok := p.block()
	if !ok {
		return p.fail("it does not say what is put there")
	}
	in.Ways = []Words{{New: text}}
	return p.emit(in)
}

func completeFR(p *parser, _ []string) bool {
	p.inner()
	p.eat(joint)
	if p.eat(frBy) == nil {
		return p.fail("it does not say by what")
	}
	if n := p.eat(frNewRe); n != nil {
		switch what := named(frNewRe, n, "what"); what {
		case "membre de phrase":
		default:
			return p.addFR(what)
		}
	} else if p.eat(frWords) == nil {
		if _, ok := p.peekQuoted(); !ok {
			return p.fail("it does not say by what")
		}
	}
	text, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say by what")
	}
	return p.emit(Instruction{Op: Complete, Ways: []Words{{New: text}}})
}

func rewriteFR(p *parser, _ []string) bool {
	if re(`(?:la fin|le debut)\b`).MatchString(p.rest()) {
		return p.fail("it does not say how far the part reaches that is to read so")
	}
	at := p.rest()
	before := p.aim
	if !p.inner() {
		return p.fail("it does not say what is to read so")
	}
	if re(`(?:cet article|l'article|ce point|le point|le texte|ce texte)`).MatchString(at) && len(before) > 0 && !p.done && len(p.places()) > 0 {
		return p.fail("it does not say what is to read so")
	}
	return p.rewriteTo()
}

// againFR reads "procéder à la même suppression".
func againFR(p *parser, _ []string) bool {
	if len(p.list) == 0 {
		return p.fail("there is nothing before that it could repeat")
	}
	last := p.list[len(p.list)-1]
	p.eat(joint)
	p.inner()
	if p.done {
		return p.fail("it does not say where")
	}
	last.Places = p.places()
	return p.emit(last)
}

// passiveFR reads "les mots « X » sont remplacés par les mots « Y »".
func passiveFR(p *parser, m []string) bool {
	in := Instruction{}
	how(frWords, m, frenchNumber, &in)
	old, ok := p.quoted()
	if !ok {
		return false
	}
	p.eat(blanks)
	switch {
	case p.eat(frBecome) != nil:
		by, ok := p.words(frAnd)
		if !ok {
			return p.fail("it does not say by which words")
		}
		in.Op, in.Ways = Replace, []Words{{old, by}}
		return p.emit(in)
	case p.eat(frGone) != nil:
		in.Op, in.Ways = Strike, []Words{{Old: old}}
		return p.emit(in)
	}
	return false
}
