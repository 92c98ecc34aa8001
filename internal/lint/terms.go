package lint

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/plan"
)

// term is a defined term.
type term struct {
	words    []string // stems, in small letters
	shown    string
	capital  bool // it is written with a capital
	at       int  // of its definition: the term itself
	from, to int  // of the sentence that defines it
	before   int  // where it is used before, -1 for nowhere
	used     bool
	meant    bool // it is defined by "means": its point may use it before
}

// longestTerm bounds a term, in bytes.
const longestTerm = 90

// terms checks that every defined term is defined once, before it is used, and
// used at all. The preamble and the headings may use terms that the text defines
// later: that is the form of treaties.
func (c *checker) terms() {
	text := c.textOnly()
	list := c.definitions(text)
	if len(list) == 0 {
		return
	}
	byWord := map[string][]*term{}
	first := map[string]*term{}
	begins := c.freely()[0][1]
	for i := range list {
		t := &list[i]
		key := strings.Join(t.words, " ")
		if old := first[key]; old != nil && t.meant && !old.meant && old.at < begins {
			old.used = true // the preamble names what the definitions define
			t.used = true
			continue
		} else if old != nil {
			c.add("term-defined-twice", t.at, "%q is defined here and in line %d", t.shown, c.Source.LineOf(old.at))
			old.used = true
			continue
		}
		first[key] = t
		byWord[t.words[0]] = append(byWord[t.words[0]], t)
	}
	c.uses(text, byWord)
	for i := range list {
		t := &list[i]
		if first[strings.Join(t.words, " ")] != t {
			continue
		}
		switch {
		case t.before >= 0:
			c.add("term-before-definition", t.before, "%q is used here, and defined in line %d", t.shown, c.Source.LineOf(t.at))
		case !t.used:
			c.add("term-never-used", t.at, "%q is defined and never used", t.shown)
		}
	}
}

// textOnly is the source with line ends in place of what is no text: front
// matter, comments, instructions. Offsets stay.
func (c *checker) textOnly() string {
	if len(c.hidden) == 0 {
		return c.src
	}
	b := []byte(c.src)
	for _, h := range c.hidden {
		for i := h[0]; i < h[1]; i++ {
			b[i] = '\n'
		}
	}
	return string(b)
}

// before are the words in front of a quoted term that make it a definition, and
// behind those behind it.
var (
	before = []string{"hereinafter", "hereafter", "hereinafter referred to as", "hereafter referred to as", "referred to as", "called", "known as", "hereinafter called", "ci-après", "dénommé", "dénommée", "im folgenden"}
	behind = []string{"means ", "mean ", "shall mean ", "refers to ", "shall refer to ", "denotes ", "désigne ", "s'entend ", "bedeutet ", "bezeichnet "}
)

// definitions finds the terms that a text defines: “X” means …, (hereinafter
// "X"), (the "X"), and in the lines of a list X means ….
func (c *checker) definitions(text string) (out []term) {
	for at := 0; at < len(text); {
		open := quote(text, at)
		if open < 0 {
			break
		}
		r, size := utf8.DecodeRuneInString(text[open:])
		at = open + size
		end := strings.IndexAny(text[at:min(len(text), at+longestTerm)], closing(r))
		if end <= 0 {
			continue
		}
		words, stop := text[at:at+end], at+end
		if strings.ContainsAny(words, "\n[](){}.;:") || r == '"' && open > 0 && (letterBefore(text[:open]) || text[open+1] == ' ') {
			continue
		}
		_, q := utf8.DecodeRuneInString(text[stop:])
		yes, meant := c.defines(text, open, stop+q, isName(words))
		if !yes {
			continue
		}
		if t, ok := newTerm(words, open+size); ok {
			t.meant = meant
			t.from, t.to = sentence(text, open, stop)
			out = append(out, t)
			at = stop + q
		}
	}
	out = append(out, c.listedTerms(text)...)
	sort.SliceStable(out, func(i, k int) bool { return out[i].at < out[k].at })
	return out
}

// quote is where the next opening quotation mark stands, -1 for nowhere.
func quote(text string, at int) int {
	for ; at < len(text); at++ {
		switch c := text[at]; {
		case c == '"':
			return at
		case c >= utf8.RuneSelf && utf8.RuneStart(c):
			if r, _ := utf8.DecodeRuneInString(text[at:]); strings.ContainsRune("“„«‘", r) {
				return at
			}
		}
	}
	return -1
}

func closing(open rune) string {
	switch open {
	case '“':
		return "”"
	case '„':
		return "“”"
	case '«':
		return "»"
	case '‘':
		return "’"
	}
	return "\""
}

func letterBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// defines reports whether quoted words between two offsets are being defined, and
// whether that is by what they mean. name says that they are written as one.
func (c *checker) defines(text string, open, end int, name bool) (yes, meant bool) {
	tail := strings.ToLower(strings.TrimLeft(text[end:min(len(text), end+40)], " ,*_\u00a0"))
	for _, b := range behind {
		if strings.HasPrefix(tail, b) {
			return true, true
		}
	}
	from := max(0, open-60)
	for from < open && !utf8.RuneStart(text[from]) {
		from++
	}
	head := strings.ToLower(text[from:open])
	if i := strings.LastIndexByte(head, '\n'); i >= 0 && !strings.Contains(head[i:], "(") {
		head = head[i+1:]
	}
	head = strings.TrimRight(head, " \u00a0,:*_")
	for {
		for i, b := range before {
			if strings.HasSuffix(head, b) && (name || i < 4 || i > 6) { // what is "called" so need not be a term
				return true, false
			}
		}
		cut := head
		for _, w := range []string{" the", " as", " jointly", " collectively", " together", " simply", " le", " la", " die", " der", "(the", "(le", "(la"} {
			if rest, ok := strings.CutSuffix(cut, w); ok {
				if w[0] == '(' {
					return strings.HasPrefix(tail, ")"), false
				}
				cut = strings.TrimRight(rest, " ,")
			}
		}
		if cut == head {
			break
		}
		head = cut
	}
	return name && strings.HasSuffix(head, "(") && strings.HasPrefix(tail, ")"), false
}

// listedTerms are those of lines such as "(a) Monitor means a person …", without
// quotation marks.
func (c *checker) listedTerms(text string) (out []term) {
	for _, b := range []string{" means ", " shall mean "} {
		for at := 0; ; {
			i := strings.Index(text[at:], b)
			if i < 0 {
				break
			}
			i += at
			at = i + len(b)
			least := max(0, i-200)
			begin := least + strings.LastIndexByte(text[least:i], '\n') + 1
			head := strings.TrimLeft(text[begin:i], " \t>")
			if _, rest := plan.Label(head); rest != head {
				head = rest
			}
			bare := strings.Trim(head, "*_ ")
			if bare == "" || len(bare) > longestTerm || len(strings.Fields(bare)) > 5 || strings.ContainsAny(bare, "\"“”«»,.;:()[]") {
				continue
			}
			if !isArticle(text[at:]) { // "by peaceful means only"
				continue
			}
			if r, _ := utf8.DecodeRuneInString(bare); !unicode.IsUpper(r) && head == bare || isClause(bare) {
				continue
			}
			where := begin + strings.Index(text[begin:i], bare)
			if t, ok := newTerm(bare, where); ok {
				t.meant = true
				t.from, t.to = sentence(text, where, i)
				out = append(out, t)
			}
		}
	}
	return out
}

// isClause reports whether words are the beginning of a sentence and no term: "A
// Party that means …".
func isClause(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		switch w {
		case "a", "an", "any", "each", "every", "no", "nothing", "none", "this", "that", "these", "those", "which", "who", "it", "what", "neither", "if", "where", "when", "nor", "by", "all":
			return true
		}
	}
	return false
}

// isArticle reports whether what is meant begins with a word by which a
// definition begins.
func isArticle(s string) bool {
	end := wordAt(s, 0)
	switch strings.ToLower(s[:end]) {
	case "a", "an", "the", "any", "all", "each", "every", "one", "those", "that", "such", "both", "either":
		return true
	}
	return false
}

// isName reports whether all words of a term have capitals, but for the small
// ones between them.
func isName(s string) bool {
	for i, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) || i > 0 && unicode.IsDigit(r):
		case i == 0 && w == "the", i > 0 && (w == "of" || w == "the" || w == "and" || w == "for" || w == "on" || w == "in" || w == "de" || w == "des" || w == "du"):
		default:
			return false
		}
	}
	return true
}

func newTerm(words string, at int) (term, bool) {
	t := term{at: at, shown: squeezed(words), before: -1}
	for _, article := range []string{"the ", "The ", "a ", "an "} {
		words = strings.TrimPrefix(words, article)
	}
	for i := 0; i < len(words); {
		end := wordAt(words, i)
		if end == i {
			_, size := utf8.DecodeRuneInString(words[i:])
			i += size
			continue
		}
		r, _ := utf8.DecodeRuneInString(words[i:])
		t.capital = t.capital || unicode.IsUpper(r)
		t.words = append(t.words, stem(words[i:end]))
		i = end
	}
	return t, len(t.words) > 0 && len(t.words) < 10 && t.words[0] != ""
}

// stem brings the singular and the plural of a word together.
func stem(w string) string {
	w = strings.ToLower(w)
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// sentence is where the line or sentence that holds a definition begins and ends.
func sentence(text string, from, to int) (int, int) {
	const longest = 2000
	least, most := max(0, from-longest), min(len(text), to+longest)
	begin := least + strings.LastIndexByte(text[least:from], '\n') + 1
	for _, stop := range []string{". ", "; "} {
		if i := strings.LastIndex(text[begin:from], stop); i >= 0 {
			begin += i + len(stop)
		}
	}
	end := most
	if i := strings.IndexByte(text[to:most], '\n'); i >= 0 {
		end = to + i
	}
	for _, stop := range []string{". ", "; "} {
		if i := strings.Index(text[to:end], stop); i >= 0 {
			end = to + i
		}
	}
	return begin, end
}

// uses goes through the words of the text once and notes where terms are used.
func (c *checker) uses(text string, byWord map[string][]*term) {
	free := c.freely()
	next := 0
	for at := 0; at < len(text); {
		end := wordAt(text, at)
		if end == at {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		list := byWord[stem(text[at:end])]
		for _, t := range list {
			if at >= t.from && at < t.to {
				continue
			}
			if r, _ := utf8.DecodeRuneInString(text[at:]); t.used && (t.before >= 0 || at > t.at) || !follows(text, end, t.words[1:]) {
				continue
			} else if at < t.at && (!t.capital || unicode.IsUpper(r)) && t.before < 0 {
				for next < len(free) && free[next][1] <= at {
					next++
				}
				if (next == len(free) || at < free[next][0]) && !(t.meant && c.samePoint(at, t.at)) {
					t.before = at
				}
			}
			t.used = true
		}
		at = end
	}
}

// samePoint reports whether two offsets stand in one point.
func (c *checker) samePoint(a, b int) bool {
	return c.Source.Place(c.Source.LineOf(a)) == c.Source.Place(c.Source.LineOf(b))
}

// freely are the stretches in which terms may be used before their definition:
// what stands before the first numbered point, and the lines of headings.
func (c *checker) freely() (out [][2]int) {
	first := len(c.src)
	for i := range c.Plan.Points {
		if p := &c.Plan.Points[i]; p.Number != "" && p.Line > 0 && p.Kind != plan.KindFootnote {
			from, _ := c.Source.Line(p.Line)
			first = min(first, from)
		}
	}
	out = append(out, [2]int{0, first})
	for i := range c.Plan.Points {
		p := &c.Plan.Points[i]
		if p.Line > 0 && p.Heading != "" {
			from, to := c.Source.Line(p.Line)
			out = append(out, [2]int{from, to})
		}
	}
	for n := 1; n <= c.Source.Lines(); n++ {
		if from, to := c.Source.Line(n); to > from && c.src[from] == '#' {
			out = append(out, [2]int{from, to})
		}
	}
	sort.Slice(out, func(i, k int) bool { return out[i][0] < out[k][0] })
	return out
}

// follows reports whether the other words of a term stand behind an offset.
func follows(text string, at int, words []string) bool {
	for _, w := range words {
		for at < len(text) && strings.IndexByte(" \n*_", text[at]) >= 0 {
			at++
		}
		end := wordAt(text, at)
		if end == at || stem(text[at:end]) != w {
			return false
		}
		at = end
	}
	return true
}

// wordAt is where the word ends that begins at an offset: letters, figures, and
// hyphens and apostrophes inside.
func wordAt(s string, at int) int {
	end := at
	for end < len(s) {
		c := s[end]
		if c < utf8.RuneSelf {
			if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || (c == '-' || c == '\'') && end > at && end+1 < len(s) && s[end+1]|0x20 >= 'a' && s[end+1]|0x20 <= 'z' {
				end++
				continue
			}
			return end
		}
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.In(r, unicode.L, unicode.M, unicode.N) && r != '’' || r == '’' && end == at {
			return end
		}
		end += size
	}
	return end
}

// labelled reports whether a line begins with the label of an item.
func labelled(line string) bool {
	label, _ := plan.Label(line)
	return label != ""
}
