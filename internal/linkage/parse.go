package linkage

import (
	"strings"
	"unicode/utf8"

	"nonpaper/internal/fault"
	"nonpaper/internal/words"
)

// The bounds of a linkage: it is something that people say aloud.
const (
	maxLength = 4000 // bytes
	maxDepth  = 30   // parentheses and nots inside one another
	maxAtoms  = 24   // conditions
)

type tokenKind uint8

const (
	word tokenKind = iota
	quoted
	open
	closed
	comma
)

type token struct {
	kind   tokenKind
	text   string
	column int // in characters, from 1
}

var quotes = []struct{ open, close rune }{{'“', '”'}, {'"', '"'}, {'«', '»'}}

// lex divides a linkage into words, quoted words, parentheses and commas.
func lex(s string) (out []token, err error) {
	column := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		column++
		switch {
		case isBlank(r):
			i += n
			continue
		case r == '(' || r == ')' || r == ',':
			out = append(out, token{map[rune]tokenKind{'(': open, ')': closed, ',': comma}[r], string(r), column})
			i += n
			continue
		}
		if q := closing(r); q != 0 {
			from := i + n
			end := strings.IndexRune(s[from:], q)
			if end < 0 {
				return nil, wrong(column, "the quotation mark %c is not closed", r).WithHint("End the words with %c.", q)
			}
			out = append(out, token{quoted, words.Normalise(s[from : from+end]), column})
			column += utf8.RuneCountInString(s[from : from+end+utf8.RuneLen(q)])
			i = from + end + utf8.RuneLen(q)
			continue
		}
		from, at := i, column
		for i < len(s) {
			r, n = utf8.DecodeRuneInString(s[i:])
			if isBlank(r) || r == '(' || r == ')' || closing(r) != 0 || r == ',' && !digitAt(s, i+n) {
				break
			}
			i += n
			column++
		}
		column--
		out = append(out, token{word, s[from:i], at})
	}
	return out, nil
}

// digitAt reports whether a digit stands at a place: "1,000" is one word.
func digitAt(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

func closing(r rune) rune {
	for _, q := range quotes {
		if r == q.open {
			return q.close
		}
	}
	return 0
}

func wrong(column int, format string, args ...any) *fault.Error {
	return fault.Invalidf("column %d: "+format, append([]any{column}, args...)...)
}

// keyword is a word that divides, in small letters; "" for any other.
func keyword(w string) string {
	switch k := strings.ToLower(w); k {
	case "if", "and", "or", "not", "is", "stays", "reads", "contains":
		return k
	}
	return ""
}

// join puts words together again as they are kept.
func join(list []token) string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.text
	}
	return words.Normalise(strings.Join(out, " "))
}

type parser struct {
	toks  []token
	at    int
	end   int // column behind the last word
	atoms int
}

// Parse reads a linkage: "7 if 12 stays and 14 is at least 30 days". What is wrong
// is a fault that names the column.
func Parse(s string) (Linkage, error) {
	var l Linkage
	p, err := newParser(s)
	if err != nil {
		return l, err
	}
	for {
		ref, err := p.ref("which point? A linkage begins with the point that it is about")
		if err != nil {
			return l, err
		}
		l.Targets = append(l.Targets, ref)
		if p.kind(comma) || p.word("and") {
			continue
		}
		break
	}
	if !p.word("if") {
		return l, wrong(p.column(), "%q stands where \"if\" is expected", p.here()).WithHint("For example: 7 if 12 stays and 14 is at least 30 days")
	}
	if l.If, err = p.or(0); err != nil {
		return l, err
	}
	return l, p.done()
}

// ParseIf reads a condition by itself: "12 stays or 6a is 40 km".
func ParseIf(s string) (Expr, error) {
	p, err := newParser(s)
	if err != nil {
		return Expr{}, err
	}
	e, err := p.or(0)
	if err != nil {
		return Expr{}, err
	}
	return e, p.done()
}

func newParser(s string) (*parser, error) {
	switch {
	case !utf8.ValidString(s):
		return nil, fault.Invalidf("the linkage is not UTF-8")
	case len(s) > maxLength:
		return nil, fault.Invalidf("the linkage is longer than %d characters", maxLength).WithHint("Give it as several, or as a concern in words.")
	case strings.ContainsRune(s, 0):
		return nil, fault.Invalidf("the linkage holds NUL characters")
	}
	toks, err := lex(s)
	if err != nil {
		return nil, err
	}
	return &parser{toks: toks, end: utf8.RuneCountInString(strings.TrimSpace(s)) + 1}, nil
}

func (p *parser) done() error {
	if p.at < len(p.toks) {
		return wrong(p.column(), "%q stands behind the end", p.here()).WithHint("Join conditions with and, or; quote words that hold these: 12 reads \"…\"")
	}
	return nil
}

func (p *parser) column() int {
	if p.at < len(p.toks) {
		return p.toks[p.at].column
	}
	return p.end
}

// here is what stands where the parser is.
func (p *parser) here() string {
	if p.at < len(p.toks) {
		return p.toks[p.at].text
	}
	return "the end"
}

func (p *parser) kind(k tokenKind) bool {
	if p.at < len(p.toks) && p.toks[p.at].kind == k {
		p.at++
		return true
	}
	return false
}

// word takes a word if it stands there.
func (p *parser) word(w string) bool {
	if p.at < len(p.toks) && p.toks[p.at].kind == word && strings.EqualFold(p.toks[p.at].text, w) {
		p.at++
		return true
	}
	return false
}

// run takes the words up to the next that divides.
func (p *parser) run() []token {
	from := p.at
	for p.at < len(p.toks) && p.toks[p.at].kind == word && keyword(p.toks[p.at].text) == "" {
		p.at++
	}
	return p.toks[from:p.at]
}

// ref takes what a point or bracket is called.
func (p *parser) ref(missing string) (string, error) {
	column := p.column()
	list := p.run()
	if len(list) > 1 && (strings.EqualFold(list[0].text, "point") || strings.EqualFold(list[0].text, "points") || strings.EqualFold(list[0].text, "bracket")) {
		list = list[1:]
	}
	if len(list) == 0 {
		return "", wrong(column, "%s", missing).WithHint("For example: 7 if 12 stays and 14 is at least 30 days")
	}
	if len(list) > 4 {
		return "", wrong(column, "%q is no point and no bracket", join(list)).WithHint("Points are called by their numbers: 7, 9 bis, annex I; brackets by their letters: 6a")
	}
	return join(list), nil
}

func (p *parser) or(depth int) (Expr, error)  { return p.joined(depth, Or, "or", p.and) }
func (p *parser) and(depth int) (Expr, error) { return p.joined(depth, And, "and", p.not) }

func (p *parser) joined(depth int, op Op, by string, next func(int) (Expr, error)) (Expr, error) {
	first, err := next(depth)
	if err != nil {
		return Expr{}, err
	}
	of := []Expr{first}
	for p.word(by) {
		x, err := next(depth)
		if err != nil {
			return Expr{}, err
		}
		of = append(of, x)
	}
	if len(of) == 1 {
		return first, nil
	}
	return Expr{Op: op, Of: of}, nil
}

func (p *parser) not(depth int) (Expr, error) {
	column := p.column()
	if depth > maxDepth {
		return Expr{}, wrong(column, "more than %d parentheses or nots inside one another", maxDepth)
	}
	if p.word("not") {
		x, err := p.not(depth + 1)
		if err != nil {
			return Expr{}, err
		}
		return Expr{Op: Not, Of: []Expr{x}}, nil
	}
	if p.kind(open) {
		x, err := p.or(depth + 1)
		if err != nil {
			return Expr{}, err
		}
		if !p.kind(closed) {
			return Expr{}, wrong(p.column(), "the parenthesis of column %d is not closed", column)
		}
		return x, nil
	}
	return p.atom()
}

func (p *parser) atom() (Expr, error) {
	column := p.column()
	if p.atoms++; p.atoms > maxAtoms {
		return Expr{}, wrong(column, "more than %d conditions", maxAtoms).WithHint("Give it as several linkages.")
	}
	a := Atom{}
	var err error
	if a.Ref, err = p.ref("which point? A condition begins with the point or bracket that it is about"); err != nil {
		return Expr{}, err
	}
	switch {
	case p.word("stays"):
		err = p.stays(&a)
	case p.word("reads"):
		a.Test, err = Reads, p.quoted(&a)
	case p.word("contains"):
		a.Test, err = Contains, p.quoted(&a)
	case p.word("is"):
		if p.word("not") {
			if err = p.is(&a); err == nil {
				return Expr{Op: Not, Of: []Expr{{Atom: a}}}, nil
			}
			return Expr{}, err
		}
		err = p.is(&a)
	default:
		return Expr{}, wrong(column, "what of %s? %q stands where a condition is expected", a.Ref, p.here()).
			WithHint("It is one of: stays, stays as in Text 12, is agreed, is deleted, reads \"…\", contains \"…\", is at least 30 days, is at most, is exactly, is 40 km")
	}
	return Expr{Atom: a}, err
}

func (p *parser) stays(a *Atom) error {
	a.Test = Stays
	if !p.word("as") {
		return nil
	}
	column := p.column()
	switch {
	case p.word("it"):
		if !p.word("is") {
			return wrong(p.column(), "%q stands where \"as it is\" is expected", p.here())
		}
		return nil
	case p.word("in"):
		if p.at < len(p.toks) && p.toks[p.at].kind == quoted {
			a.Words = p.toks[p.at].text
			p.at++
		} else {
			a.Words = join(p.run())
		}
		if a.Words == "" {
			return wrong(p.column(), "as in which text?").WithHint("For example: 12 stays as in Text 12")
		}
		return nil
	}
	return wrong(column, "%q stands where \"as it is\" or \"as in Text 12\" is expected", p.here())
}

// quoted takes words between quotation marks.
func (p *parser) quoted(a *Atom) error {
	if p.at < len(p.toks) && p.toks[p.at].kind == quoted && p.toks[p.at].text != "" {
		a.Words = p.toks[p.at].text
		p.at++
		return nil
	}
	return wrong(p.column(), "which words? %q stands where words between quotation marks are expected", p.here()).WithHint("For example: 12 reads \"The zone is 5 km deep.\"")
}

// is reads what stands behind "is".
func (p *parser) is(a *Atom) error {
	column := p.column()
	switch {
	case p.word("agreed"):
		a.Test = Agreed
		return nil
	case p.word("deleted"):
		a.Test = Deleted
		return nil
	case p.word("exactly"):
		a.Test = Exactly
		return p.figure(a)
	case p.word("at"):
		switch {
		case p.word("least"):
			a.Test = AtLeast
		case p.word("most"):
			a.Test = AtMost
		default:
			return wrong(p.column(), "%q stands where \"at least\" or \"at most\" is expected", p.here())
		}
		return p.figure(a)
	}
	a.Test = Has
	if p.at < len(p.toks) && p.toks[p.at].kind == quoted {
		a.Words = p.toks[p.at].text
		p.at++
	} else {
		a.Words = join(p.run())
	}
	if a.Words == "" {
		return wrong(column, "%s is what? %q stands where words are expected", a.Ref, p.here()).WithHint("For example: 6a is 40 km; 6a is \"two, rising to four\"")
	}
	return nil
}

// figure takes a number and its unit.
func (p *parser) figure(a *Atom) error {
	column := p.column()
	list := p.run()
	if len(list) == 0 {
		return wrong(column, "how many? %q stands where a number is expected", p.here()).WithHint("For example: 14 is at least 30 days")
	}
	first := list[0].text
	digits := strings.TrimRight(first, "%")
	n, ok := ParseNumber(digits)
	if !ok {
		return wrong(column, "%q is no number", first).WithHint("For example: 14 is at least 30 days")
	}
	a.Number = n
	a.Unit = join(list[1:])
	if digits != first {
		a.Unit = words.Normalise("% " + a.Unit)
	}
	if a.Unit == "" {
		return wrong(p.column(), "%s of what?", n).WithHint("Name the unit: 30 days, 40 km, 5 %%")
	}
	return nil
}
