package amend

import (
	"strings"

	"nonpaper/internal/pattern"
)

const (
	enDet  = `(?:(?:in|at|of|to|from|for|on|under|within)\s+)?(?:the\s+|this\s+)?`
	enOrd  = `(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|penultimate|last but one|last|final|opening|\d+(?:st|nd|rd|th))`
	enOrds = enOrd + `(?:\s*(?:,|and|or)\s*(?:the\s+)?` + enOrd + `)*`
	enNums = `\d+\b(?:\s*(?:,|and|or|to|-)\s*\d+\b)*`
	enPara = `(?:sub-?paragraph|paragraph|para|indent|item|bullet(?: point)?)`
	enHow  = `(?:\s*,?\s*\(?(?:(?P<times>twice|two times|three times|four times)|(?:at )?(?:the |its )?(?P<which>first|second|third|last) (?:occurrence|mention|time)|(?P<each>throughout|wherever (?:it|they) (?:occurs?|appears?|stands?)|everywhere|each time|at every occurrence))\)?)?`
	enWN   = `(?:(?:the|this|these)\s+)?(?:new\s+)?(?:following\s+)?(?:words?|phrases?|figures?|numbers?|dates?|terms?|expressions?|references?|sums?|amounts?|percentages?|text|letters?|formulation|clause|wording|language)\b *:? *`
	enNew  = `(?:a|an|the|one|two|three|another)?\s*(?:following|further|additional)?\s*(?:new\s+)?(?:following\s+)?(?P<what>sentence|` + enPara + `|point|article)s?\s*(?:at the end|at the beginning)?`
	enMust = `(?:shall|should|to|must|is to|are to|would|could|will|needs? to|has to|have to|ought to)\s+(?:now\s+)?`
	enMark = `(?:["“‘'«])`
)

var (
	enHowRe   = re(enHow)
	enWords   = re(enWN)
	enBy      = re(`(?:by|with|to read|into|to|as)\s+`)
	enByText  = re(`(?:by|with|to read)\s*(?:(?:the following|this|a new)(?:\s+(?:text|wording|paragraph|sentence|language))?)?\s*:\s*`)
	enAround  = re(`(after|before|behind|between)\s+`)
	enNewRe   = re(enNew)
	enReading = re(`\s*,?\s*(?:(?:which|that)?\s*(?:shall |should |would |to )?read(?:s|ing)?|saying|stating|as follows|thus|in the following terms)?\s*(?:as follows|thus)?\s*:\s*`)
	enSelf    = re(`(?:the |this |that )?(?:whole |entire )?(?:point|article|text|wording|provision|clause)\b`)
)

var english = language{
	single:   true,
	locators: englishLocators,
	forms:    englishForms,
	filler: re(`(?:please|kindly|also|then|and|furthermore|moreover|in addition|additionally|consequently|accordingly|finally|firstly|secondly|thirdly|first of all|as a consequence|therefore|thus|instead|rather|we would be grateful if you could|could you(?: please)?|would you(?: please)?|can you(?: please)?|could we|can we|let us|our (?:amendment|proposal|suggestion|request|preference)s?(?: is| would be| are)?(?: as follows)?(?: to)?|proposed (?:amendment|change)s?)\b,?|` +
		`(?:we|i|our side|our delegation|my delegation|my side|our government|my government|the delegation)\s+(?:(?:would|also|therefore|strongly|still|again|should|could|must|have to|can|only|kindly|respectfully)\s+)*(?:like|propose|proposes|suggest|suggests|request|requests|ask|asks|want|wants|wish|wishes|prefer|prefers|need|needs|insist|insists)(?:\s+(?:you to|to|that|on|for|the following))*\b\s*:?|` +
		`(?:amend|modify)(?:ed)?(?: it| the text)? as follows`),
	and:    re(`(?:and|or|as well as)\b\s*`),
	reason: re(`(?:reasons?|justification|rationale|explanation|because|explanatory (?:note|statement))\s*:`),
	stop: re(`(?:(?:the |this )?(?:point|article|text|wording|provision|clause|paragraph)\s+)?(?:shall|should|must|to|is to)\s+(?:be (?:deleted|replaced|reworded|redrafted)|(?:now )?read)\b|reads?(?: as follows)?:|(?:replac|delet|strik|remov|omit|insert|add|chang|substitut|reword|rephras|redraft|rewrit|keep|retain|drop|take out)(?:e|ing|ting|k)?\b|(?:after|before) (?:the (?:words?|phrase|figure)\b|` + enMark + `)|` +
		`(?:after |before )?(?:at the (?:end|beginning|start) of )?` + enDet + `(?:` + enPara + `s?\.?\s+(?:\d|\()|` + enOrds + `\s+(?:` + enPara + `|sentence)s?\b)`),
	lone: re(`(?:in\s+)?(?:the\s+)?(?:` + enPara + `s?\.?\s+` + enNums + `|` + enOrds + `\s+` + enPara + `s?)(?:\s*,\s*(?:the\s+)?` + enOrds + `\s+sentences?)?\s*:?\s*(?:\n|$)`),
}

var enOrdinals = map[string]int{
	"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"last": -1, "final": -1, "penultimate": -2, "last but one": -2,
}

func englishNumber(s string) int {
	if n := enOrdinals[s]; n != 0 {
		return n
	}
	return number(s)
}

var englishLocators = []locator{
	{re(`(?:at|to|from)?\s*the\s+(end|beginning|start)\b(?:\s+of\b)?\s*`), func(_ *parser, m []string, g *group) bool {
		if g.edge != Within {
			return false
		}
		g.edge = sideOf(m[1] != "end")
		return true
	}},
	{re(`(after|before)\s+`), func(p *parser, m []string, g *group) bool {
		if g.side != Within || !re(enDet+`(?:`+enPara+`s?\.?\s+[\d(]|`+enOrd+`\s+(?:`+enPara+`|sentence)|this (?:paragraph|sentence))`).MatchString(p.rest()) {
			return false
		}
		g.side = sideOf(m[1] == "before")
		return true
	}},
	{re(enDet + enPara + `s?\.?\s+(` + enNums + `)`), func(_ *parser, m []string, g *group) bool { return g.setParagraphs(list(m[1], englishNumber)) }},
	{re(enDet + `(` + enOrds + `)\s+` + enPara + `s?\b`), func(_ *parser, m []string, g *group) bool { return g.setParagraphs(list(m[1], englishNumber)) }},
	{re(enDet + `(?:` + enPara + `|letter|point)\s+\(([a-z0-9]{1,4})\)`), func(_ *parser, m []string, g *group) bool {
		g.labels = append([]string{m[1]}, g.labels...)
		return true
	}},
	{re(enDet + `(` + enOrds + `)\s+sentences?\b`), func(_ *parser, m []string, g *group) bool { return g.setSentences(list(m[1], englishNumber)) }},
	{re(enDet + `sentences?\s+(` + enNums + `)`), func(_ *parser, m []string, g *group) bool { return g.setSentences(list(m[1], englishNumber)) }},
	{re(`(?:(?:in|on|of|to|at)\s+)?(?:the |this )?lines?\s+\d+\b(?:\s*(?:-|to|and)\s*\d+)?`), func(_ *parser, _ []string, _ *group) bool { return true }}, // a printed line: the words have to tell
	{re(`(?:(?:in|of|to)\s+)?(?:the |this )(?:point|article|text|wording|provision|clause)\b`), func(_ *parser, _ []string, _ *group) bool { return true }},
	{re(`(?:(?:in|of|to)\s+)?this\s+(?:paragraph|sentence)\b`), func(p *parser, _ []string, g *group) bool {
		g.this = true
		return len(p.aim) > 0
	}},
}

// enBe is what stands before what is to be done with something.
const enBe = `(?:` + enMust + `be\s+|(?:is|are)\s+)`

var englishForms = []form{
	{re(`(?:replac(?:e|ing)|chang(?:e|ing))\s*,?\s*`), replaceEN},
	{re(`substitut(?:e|ing)\s+`), func(p *parser, _ []string) bool { return p.pairEN(re(`for\s+`), Replace, true) }},
	{re(`(?:delet(?:e|ing)|strik(?:e|ing)(?:\s+out)?|remov(?:e|ing)|omit(?:ting)?|drop(?:ping)?|tak(?:e|ing)\s+out)\s*,?\s*`), strikeEN},
	{re(`(?:insert(?:ing)?|add(?:ing)?|includ(?:e|ing))\s*,?\s*`), insertEN},
	{re(`(after|before)\s+(?:` + enWN + `)?(?P<mark>` + enMark + `)`), anchorEN},
	{re(`(after|before)\s+` + enWN), anchorEN},
	{re(`(?:` + enMust + `)?(?:reads?|be (?:reworded|redrafted|rephrased|worded)(?: to read)?)(?:\s+(?:as follows|thus|simply))?\s*:?\s*`), readEN},
	{re(enBe + `(?:deleted|removed|struck(?: out)?|omitted|dropped|taken out)\b`), func(p *parser, _ []string) bool {
		return len(p.places()) > 0 && !p.done && p.emit(Instruction{Op: Strike})
	}},
	{re(enBe + `replaced\s+(?:by|with)\s*(?:the following(?:\s+\w+)?)?\s*:?\s*`), func(p *parser, _ []string) bool {
		return len(p.places()) > 0 && !p.done && p.rewriteTo()
	}},
	{re(`(?:reword|redraft|rephrase|rewrite|amend)(?:ing)?\s*`), rewordEN},
	{re(`(?:(?:our |the )?(?:new|proposed|alternative|suggested)\s+(?:wording|text|version|language|formulation))\s*`), rewordEN},
	{re(`(?:keep|retain|maintain|leave)(?:ing)?\s+(?:` + `(?:the|this)\s+(?:point|article|text|wording|paragraph|provision|clause)|it|as)?\s*(?:as (?:it )?(?:is|stands)|as drafted|as written|unchanged|is)\b`), keepEN},
	{re(`(?:no changes?|unchanged)\b`), keepEN},
	{re(`(?:use|say|write|have|put)\s+`), insteadEN},
	{re(`instead of\s+`), func(p *parser, _ []string) bool {
		return p.pairEN(re(`,?\s*(?:read|say|write|use|put)\s*:?\s*`), Replace, false)
	}},
	{re(`read\s+(?:` + enMark + `)`), func(p *parser, m []string) bool {
		p.pos -= len(m[0]) - len("read ")
		return p.pairEN(re(`(?:for|instead of)\s+`), Replace, true)
	}},
	{re(`(?:` + enWN + `)?(` + enMark + `)`), passiveEN},
	{re(`([^\n"“‘«]{1,200}?)\s+(?:instead of|in place of)\s+`), insteadBareEN},
	{re(`([^\n"“‘«>→]{1,300}?)\s*(?:->|=>|→|>)\s*`), arrowEN},
}

func keepEN(p *parser, _ []string) bool { return p.emit(Instruction{Op: Keep}) }

// pairEN reads two stretches of words and what stands between them; swapped where
// the new ones come first.
func (p *parser) pairEN(sep *pattern.Pattern, op Op, swapped bool) bool {
	in := Instruction{Op: op}
	start := *p
	p.eat(enWords)
	first, ok := p.quoted()
	if !ok {
		*p = start
		return p.bareEN(sep, op, swapped)
	}
	p.eat(joint)
	if h := p.eat(enHowRe); h != nil && !swapped {
		how(enHowRe, h, englishNumber, &in)
	}
	p.eat(joint)
	before := p.pos
	if p.inner() { // "replace "X" in paragraph 2 by "Y""
		p.eat(joint)
	} else {
		p.pos = before
	}
	if p.eat(sep) == nil {
		return p.fail("it does not say what becomes of these words")
	}
	p.eat(enWords)
	second, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say by which words")
	}
	q := *p
	q.eat(joint)
	if h := q.eat(enHowRe); h != nil && strings.TrimSpace(h[0]) != "" {
		how(enHowRe, h, englishNumber, &in)
		*p = q
	}
	in.Ways = []Words{{first, second}}
	if swapped {
		in.Ways = []Words{{second, first}}
	}
	return p.emit(in)
}

func (p *parser) bareEN(sep *pattern.Pattern, op Op, swapped bool) bool {
	p.eat(enWords)
	if !p.bareWays(sep, op) {
		return false
	}
	last := &p.list[len(p.list)-1]
	if swapped && op == Replace {
		for i, w := range last.Ways {
			last.Ways[i] = Words{w.New, w.Old}
		}
	}
	for i, w := range last.Ways { // "replace the words X by the words Y"
		if m := enWords.FindString(strings.ToLower(w.New)); m != "" && m != w.New {
			last.Ways[i].New = strings.TrimSpace(w.New[len(m):])
		}
	}
	return true
}

func replaceEN(p *parser, m []string) bool {
	start := *p
	if p.inner() {
		p.eat(joint)
		if p.eat(enByText) != nil {
			return p.rewriteTo()
		}
		if q := *p; q.eat(enBy) != nil {
			if _, ok := q.peekQuoted(); ok {
				*p = q
				return p.rewriteTo()
			}
		}
	} else if q := *p; q.eat(enSelf) != nil {
		q.eat(joint)
		if q.eat(enByText) != nil {
			*p = q
			return p.rewriteTo()
		}
	}
	if p.done || len(p.places()) == 0 {
		*p = start
	}
	return p.pairEN(enBy, Replace, false)
}

func strikeEN(p *parser, _ []string) bool {
	q := *p
	if q.place() && len(q.places()) > 0 {
		end := q
		end.eat(joint)
		if _, ok := end.peekQuoted(); !ok && !enWords.MatchString(end.rest()) {
			*p = q
			return p.emit(Instruction{Op: Strike})
		}
		*p = end
	}
	if q := *p; q.eat(enSelf) != nil && (q.pos >= len(q.s) || strings.ContainsAny(q.s[q.pos:q.pos+1], ".;,?!\n")) {
		*p = q
		return p.emit(Instruction{Op: Strike})
	}
	p.eat(enWords)
	if _, ok := p.peekQuoted(); !ok {
		old, ok := p.words(re(`(?:in|from)\s+(?:the\s+)?(?:` + enPara + `|` + enOrd + `|point|line|sentence)\b`))
		if !ok {
			return p.fail("it does not say which words go")
		}
		return p.emit(Instruction{Op: Strike, Ways: []Words{{Old: old}}})
	}
	for {
		in := Instruction{Op: Strike}
		old, ok := p.quoted()
		if !ok {
			return p.fail("it does not say which words go")
		}
		q := *p
		q.eat(joint)
		if h := q.eat(enHowRe); h != nil && strings.TrimSpace(h[0]) != "" {
			how(enHowRe, h, englishNumber, &in)
			*p = q
		}
		in.Ways = []Words{{Old: old}}
		if !p.emit(in) {
			return false
		}
		q = *p
		q.eat(joint)
		q.eat(re(`and\s+`))
		if _, ok := q.peekQuoted(); !ok || strings.Contains(p.s[p.pos:q.pos], "\n") {
			return true
		}
		*p = q
	}
}

func insertEN(p *parser, _ []string) bool {
	if q := *p; q.eat(enNewRe) != nil {
		n := p.eat(enNewRe)
		what := named(enNewRe, n, "what")
		edge := ""
		if strings.Contains(n[0], "at the beginning") {
			edge = "beginning"
		}
		p.eat(joint)
		p.inner()
		if p.eat(enReading) == nil && p.eat(colon) == nil {
			return p.fail("it does not say what is put there")
		}
		return p.addEN(what, edge)
	}
	if q := *p; q.place() && q.side() != Within { // "insert, after paragraph 2, a new paragraph: …"
		*p = q
		p.eat(joint)
		if n := p.eat(enNewRe); n != nil {
			p.eat(enReading)
			return p.addEN(named(enNewRe, n, "what"), "")
		}
		return p.addEN("paragraph", "")
	}
	if m := enAround.FindStringSubmatch(p.rest()); m != nil { // "insert after "X" the words "Y""
		p.pos += len(m[0])
		return p.insertAround(m[1])
	}
	if p.inner() {
		p.eat(joint)
	}
	start := *p
	p.eat(enWords)
	text, ok := p.quoted()
	if !ok {
		*p = start
		if edge(p.aim) == Within || p.done {
			q := *p
			q.eat(enWords)
			line, _, _ := strings.Cut(q.rest(), "\n")
			after, before := strings.Contains(line, " after "), strings.Contains(line, " before ")
			if after == before {
				return p.fail("it does not say where these words are put")
			}
			sep, side := re(`after\s+(?:`+enWN+`)?`), After
			if before {
				sep, side = re(`before\s+(?:`+enWN+`)?`), Before
			}
			if !q.bareWays(sep, Insert) {
				p.problem = q.problem
				return false
			}
			q.list[len(q.list)-1].Side = side
			*p = q
			return true
		}
		p.eat(enWords)
		if text, ok = p.words(nil); !ok {
			return p.fail("it does not say what is put there")
		}
	}
	p.eat(joint)
	if m := enAround.FindStringSubmatch(p.rest()); m != nil && m[1] != "between" {
		q := *p
		if !q.place() {
			p.pos += len(m[0])
			p.eat(enWords)
			in := Instruction{Op: Insert, Side: sideOf(m[1] == "before")}
			old, ok := p.words(re(`in\s+(?:the\s+)?(?:` + enPara + `|` + enOrd + `|point|line|sentence)\b`))
			if !ok {
				return p.fail("it does not say where these words are put")
			}
			in.Ways = []Words{{old, text}}
			return p.emit(in)
		}
	}
	if edge(p.aim) == Within || p.done {
		p.inner()
	}
	return p.edgeWords(text)
}

func edge(aim []group) Side {
	for _, g := range aim {
		return g.edge
	}
	return Within
}

// edgeWords puts words at the end or the beginning of the places named.
func (p *parser) edgeWords(text string) bool {
	e := edge(p.aim)
	if e == Within || p.done {
		return p.fail("it does not say where these words are put")
	}
	places := p.places()
	for i := range places {
		if places[i].Edge != e {
			return p.fail("it does not say where these words are put")
		}
		places[i].Edge = Within
	}
	op := Complete
	if e == Before {
		op = Begin
	}
	return p.emit(Instruction{Op: op, Places: places, Ways: []Words{{New: text}}})
}

func (p *parser) insertAround(where string) bool {
	if where == "between" {
		return p.fail("it does not say after which words")
	}
	p.eat(enWords)
	in := Instruction{Op: Insert, Side: sideOf(where == "before")}
	old, ok := p.quoted()
	if !ok {
		return p.bareColon(in)
	}
	p.eat(blanks)
	p.eat(enWords)
	text, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say what is put there")
	}
	in.Ways = []Words{{old, text}}
	return p.emit(in)
}

// bareColon reads "insert after X: Y" without marks.
func (p *parser) bareColon(in Instruction) bool {
	line, _, _ := strings.Cut(p.rest(), "\n")
	old, text, ok := strings.Cut(p.src[p.at[p.pos]:p.at[p.pos+len(line)]], ":")
	if old, text = strings.TrimSpace(old), strings.TrimSpace(text); !ok || old == "" || text == "" {
		return p.fail("it does not say what is put where")
	}
	p.pos += len(line)
	in.Ways = []Words{{old, strings.Trim(strings.TrimRight(text, "."), `"“”`)}}
	return p.emit(in)
}

// addEN puts in new sentences or paragraphs.
func (p *parser) addEN(what, edge string) bool {
	in := Instruction{Op: AddParagraph, Side: p.side()}
	switch {
	case what == "point" || what == "article":
		return p.fail("it puts something new beside this point, not into it")
	case what == "sentence":
		in.Op = AddSentence
	}
	if edge == "beginning" {
		in.Side = Before
	}
	places := p.places()
	for i := range places {
		if places[i].Edge == Before {
			in.Side = Before
		}
		places[i].Edge = Within
	}
	text, ok := p.block()
	if !ok {
		return p.fail("it does not say what is put there")
	}
	if p.done {
		places = nil
	}
	in.Ways, in.Places = []Words{{New: text}}, places
	if in.Places == nil {
		in.Places = []Place{}
	}
	return p.emit(in)
}

// anchorEN reads "after "X", insert "Y"".
func anchorEN(p *parser, m []string) bool {
	if r := re(`(after|before)\s+(?:` + enWN + `)?(?P<mark>` + enMark + `)`); r.MatchString(m[0]) {
		p.pos -= len(named(r, r.FindStringSubmatch(m[0]), "mark"))
	}
	verb := re(`(?:` + enMust + `be\s+)?(?:insert|add|put)(?:ed|ing)?\b`)
	in := Instruction{Op: Insert, Side: sideOf(m[1] == "before")}
	old, ok := p.words(verb)
	if !ok {
		return p.fail("it does not say after which words")
	}
	p.eat(blanks)
	p.inner()
	p.eat(blanks)
	if p.eat(verb) == nil {
		return p.fail("it does not say what is put beside these words")
	}
	p.eat(joint)
	p.eat(enWords)
	text, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say what is put there")
	}
	in.Ways = []Words{{old, text}}
	return p.emit(in)
}

// readEN reads "the second paragraph should read: …".
func readEN(p *parser, m []string) bool {
	opens := len(p.list) == 0 && len(p.aim) == 0 && strings.TrimSpace(p.s[:p.pos-len(m[0])]) == "" // of the whole wording
	if (p.done || len(p.aim) == 0) && !opens {
		return false
	}
	if _, ok := p.peekQuoted(); !ok && !strings.Contains(m[0], ":") && !strings.Contains(m[0], "follows") {
		return false
	}
	return p.rewriteTo()
}

func rewordEN(p *parser, _ []string) bool {
	if p.eat(enSelf) == nil {
		p.eat(re(`for\s+`))
		p.inner()
	}
	if p.eat(re(`\s*(?:(?:as follows|to read|so that it reads|to read as follows|is)\s*)?:\s*`)) == nil {
		return p.fail("it does not say what is to stand there")
	}
	return p.rewriteTo()
}

// insteadEN reads "use "Y" instead of "X"".
func insteadEN(p *parser, _ []string) bool {
	if _, ok := p.peekQuoted(); !ok {
		return false
	}
	return p.pairEN(re(`(?:instead of|rather than|in place of|for)\s+`), Replace, true)
}

// passiveEN reads words between marks and what is to be done with them.
func passiveEN(p *parser, m []string) bool {
	p.pos -= len(m[1])
	first, ok := p.quoted()
	if !ok {
		return p.fail("a quotation is not closed")
	}
	in := Instruction{}
	p.eat(joint)
	if h := p.eat(enHowRe); h != nil {
		how(enHowRe, h, englishNumber, &in)
	}
	p.eat(joint)
	if q := *p; q.place() {
		*p = q
		p.eat(joint)
	}
	be := `(?:` + enMust + `be\s+|(?:is|are|be)\s+|to\s+)?`
	switch {
	case p.eat(re(be+`(?:replaced|changed|substituted)\s+(?:by|with|to|into)\s+`)) != nil,
		p.eat(re(`(?:`+enMust+`)?(?:reads?|becomes?|become)\s*:?\s*`)) != nil,
		p.eat(re(`(?:->|=>|→|>)\s*`)) != nil:
		p.eat(enWords)
		text, ok := p.words(nil)
		if !ok {
			return p.fail("it does not say by which words")
		}
		in.Op, in.Ways = Replace, []Words{{first, text}}
		return p.emit(in)
	case p.eat(re(be+`(?:deleted|removed|struck(?: out)?|omitted|dropped|taken out)\b`)) != nil, p.eat(re(`(?:`+enMust+`)?(?:go|goes|disappear)\b`)) != nil:
		in.Op, in.Ways = Strike, []Words{{Old: first}}
		return p.emit(in)
	case p.eat(re(`(?:instead of|rather than|in place of)\s+`)) != nil:
		p.eat(enWords)
		old, ok := p.words(nil)
		if !ok {
			return p.fail("it does not say which words")
		}
		in.Op, in.Ways = Replace, []Words{{old, first}}
		return p.emit(in)
	}
	if p.eat(re(be+`(?:inserted|added|put)\s+`)) != nil {
		if w := p.eat(enAround); w != nil && w[1] != "between" {
			p.eat(enWords)
			old, ok := p.words(nil)
			if !ok {
				return p.fail("it does not say where these words are put")
			}
			return p.emit(Instruction{Op: Insert, Side: sideOf(w[1] == "before"), Ways: []Words{{old, first}}})
		}
		p.inner()
		return p.edgeWords(first)
	}
	return p.fail("it does not say what becomes of these words")
}

// insteadBareEN reads "sixty days instead of thirty days" on a line of its own.
func insteadBareEN(p *parser, m []string) bool {
	text := strings.TrimSpace(p.src[p.at[p.pos-len(m[0])]:p.at[p.pos-len(m[0])+len(m[1])]])
	p.eat(enWords)
	old, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say which words")
	}
	return p.emit(Instruction{Op: Replace, Ways: []Words{{old, text}}})
}

// arrowEN reads "60 days > 45 days" on a line of its own.
func arrowEN(p *parser, m []string) bool {
	old := strings.TrimSpace(p.src[p.at[p.pos-len(m[0])]:p.at[p.pos-len(m[0])+len(m[1])]])
	text, ok := p.words(nil)
	if !ok {
		return p.fail("it does not say by which words")
	}
	return p.emit(Instruction{Op: Replace, Ways: []Words{{old, text}}})
}
