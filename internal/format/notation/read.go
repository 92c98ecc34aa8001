package notation

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/styles"
)

// Read reads a wording in the conference style, as Write writes it. What is
// printed is all that can be read: a party that was not printed at a bracket
// stands in no variant of it. The variant without a code, or with parties that
// retain or would delete it, is the base's; where every variant has a proposer,
// the base has no words there.
func Read(s string) (bracket.Wording, error) { return ReadStyle(s, Conference) }

// ReadStyle reads a wording in the conference, trade or options style.
func ReadStyle(s string, style Style) (bracket.Wording, error) {
	if style == Options {
		if firstOption.MatchString(s) {
			return readOptions(s)
		}
		s, style = wasOption.ReplaceAllString(s, "$1"), Conference
	}
	r := &reader{s: s, style: style}
	w, err := r.wording(0)
	if err != nil {
		return nil, err
	}
	if r.at < len(s) {
		return nil, r.fault("a bracket is closed that was not opened")
	}
	return w, nil
}

// maxDepth bounds brackets within brackets, far above what any text has.
const maxDepth = 100

// reader reads from left to right.
type reader struct {
	s     string
	at    int
	style Style
}

func (r *reader) fault(what string) error {
	return fault.Invalidf("character %d: %s", len([]rune(r.s[:r.at]))+1, what).
		WithHint(`Brackets, strokes and dashes that are words are written \[ \] \/ \-.`)
}

func (r *reader) next(s string) bool { return strings.HasPrefix(r.s[r.at:], s) }

// wording reads up to the mark that ends it: a stroke, a dash or a closing
// bracket inside of a bracket, a closing bracket or the end outside.
func (r *reader) wording(depth int) (bracket.Wording, error) {
	var w bracket.Wording
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			w = append(w, bracket.Item{Words: words.String()})
			words.Reset()
		}
	}
	from := r.at
	at := marks.Before{Deep: depth > 0}
	for r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c == '\\' && r.at+1 < len(r.s) && strings.IndexByte(`[]\/-`, r.s[r.at+1]) >= 0:
			words.WriteByte(r.s[r.at+1])
			r.at += 2
			continue
		case c == ']', depth > 0 && r.style == Conference && (r.next(" / ") || r.next(" - ")):
			flush()
			return w, nil
		case c == '[':
			flush()
			if r.at > from {
				at.Last, _ = utf8.DecodeLastRuneInString(r.s[from:r.at])
			}
			b, behind, err := r.bracket(depth+1, at)
			if err != nil {
				return nil, err
			}
			w = append(w, bracket.Item{Bracket: b})
			if behind && r.next(" ") && !(depth > 0 && r.style == Conference && (r.next(" / ") || r.next(" - "))) {
				r.at++
				for i := range b.Variants {
					if v := &b.Variants[i]; len(v.Wording) > 0 {
						v.Wording = padded(v.Wording, false, true)
					}
				}
				from = r.at // as if nothing stood there
			}
			continue
		case r.next(string(marks.HardBlank)):
			words.WriteByte(' ')
			r.at += len(string(marks.HardBlank))
			continue
		}
		words.WriteByte(r.s[r.at])
		r.at++
	}
	if depth > 0 {
		return nil, r.fault("a bracket is opened and not closed")
	}
	flush()
	return w, nil
}

// read is one variant as it is printed.
type read struct {
	wording bracket.Wording
	stances []styles.Stance
	printed string // from the beginning of its words
	marked  bool   // whether it has a blank is marked
	lead    bool
}

// bracket reads a bracket, or in the trade style all brackets of one place. behind
// says that a blank that follows is that of its words.
func (r *reader) bracket(depth int, at marks.Before) (b *bracket.Bracket, behind bool, err error) {
	if depth > maxDepth {
		return nil, false, r.fault("brackets lie too deep in each other")
	}
	r.at++
	lead := r.style == Conference && r.next(" ")
	if lead {
		r.at++
	}
	var variants []read
	for {
		v, err := r.variant(depth)
		if err != nil {
			return nil, false, err
		}
		variants = append(variants, v)
		if r.style == Trade && r.next("] [") {
			r.at += 3
			continue
		}
		if r.style != Conference || !r.next(" / ") {
			break
		}
		r.at += 3
	}
	tail := r.next(" ]")
	if tail {
		r.at++
	}
	if !r.next("]") {
		return nil, false, r.fault("a bracket is opened and not closed")
	}
	r.at++
	var texts []string
	for _, v := range variants {
		texts = append(texts, v.printed)
	}
	derived := at.Blanks(texts, lead)
	if r.style == Trade {
		derived = at.Attached(texts)
	}
	for i := range variants {
		v := &variants[i]
		v.wording = padded(v.wording, v.marked && v.lead || !v.marked && derived[i], tail)
	}
	b = assemble(variants)
	return b, at.Behind(texts, lead, someNone(b, at.Deep)), nil
}

// variant reads one variant with what is said of it.
func (r *reader) variant(depth int) (v read, err error) {
	if r.style == Trade {
		if list, rest, ok := cutGroups(r.s[r.at:]); ok {
			v.stances = list
			r.at = len(r.s) - len(rest)
		}
	}
	switch {
	case r.next(string(marks.HardBlank)):
		v.marked, v.lead = true, true
		r.at += len(string(marks.HardBlank))
	case r.next(string(marks.Joiner)):
		v.marked = true
		r.at += len(string(marks.Joiner))
	}
	v.printed = r.s[r.at:]
	if v.wording, err = r.wording(depth); err != nil {
		return v, err
	}
	if r.style == Conference && r.next(" - ") {
		r.at += 3
		v.stances, err = r.stances()
	}
	if n := len(v.wording); n > 0 && r.next("]") && len(v.stances) == 0 && strings.HasSuffix(r.s[:r.at], " ") {
		// "[universal and ]sustained": the blank before the mark is everybody's, and is read again as theirs
		last := &v.wording[n-1]
		last.Words = strings.TrimSuffix(last.Words, " ")
		r.at--
	}
	return v, err
}

// stances reads "SEL, CG; HAR delete".
func (r *reader) stances() ([]styles.Stance, error) {
	end := strings.IndexAny(r.s[r.at:], "]/")
	if end < 0 {
		return nil, r.fault("a bracket is opened and not closed")
	}
	text := strings.TrimRight(r.s[r.at:r.at+end], " ")
	var out []styles.Stance
	for part := range strings.SplitSeq(text, "; ") {
		var st styles.Stance
		for _, verb := range []string{"retain", "delete"} {
			if before, ok := strings.CutSuffix(part, " "+verb); ok {
				part, st.Verb = before, verb
			}
		}
		for name := range strings.SplitSeq(part, ", ") {
			code, err := ident.ParseCode(name)
			if err != nil {
				return nil, r.fault("behind a dash stands " + strings.TrimSpace(text) + ", which names no parties")
			}
			st.Parties = append(st.Parties, code)
		}
		out = append(out, st)
	}
	r.at += len(text)
	return out, nil
}

// assemble makes the bracket that is printed so. Whoever is not printed is not
// in it but the base, which has no words there where no variant is its own.
func assemble(variants []read) *bracket.Bracket {
	b := &bracket.Bracket{}
	var against []ident.Code
	ofBase := false
	for _, v := range variants {
		to := bracket.Variant{Wording: v.wording}
		base := len(v.stances) == 0
		for _, st := range v.stances {
			switch st.Verb {
			case "delete":
				against = append(against, st.Parties...)
				base = base || len(v.stances) == 1
			case "retain":
				base = true
				to.By = append(to.By, st.Parties...)
			default:
				to.By = append(to.By, st.Parties...)
			}
		}
		if base {
			to.By = append([]ident.Code{ident.Base}, to.By...)
			ofBase = true
		} else {
			notOfBase(to.Wording)
		}
		to.Holders = to.By
		b.Variants = append(b.Variants, to)
	}
	if !ofBase || len(against) > 0 || len(variants) == 1 {
		none := bracket.Variant{By: against}
		if !ofBase {
			none.By = append([]ident.Code{ident.Base}, against...)
		}
		none.Holders = none.By
		b.Variants = append(b.Variants, none)
	}
	return b
}

// notOfBase takes the base out of the brackets in a variant that is not its own.
func notOfBase(w bracket.Wording) {
	for _, it := range w {
		if it.Bracket == nil {
			continue
		}
		var left []bracket.Variant
		for _, v := range it.Bracket.Variants {
			if len(v.By) > 0 && v.By[0] == ident.Base {
				v.By = v.By[1:]
				if len(v.By) == 0 {
					v.By = nil
				}
				v.Holders = v.By
				notOfBase(v.Wording)
				if len(v.By) == 0 && len(v.Wording) == 0 && len(it.Bracket.Variants) > 2 {
					continue
				}
			}
			left = append(left, v)
		}
		it.Bracket.Variants = left
	}
}

// padded gives a variant its blanks.
func padded(w bracket.Wording, lead, tail bool) bracket.Wording {
	if lead {
		w = join(bracket.Wording{{Words: " "}}, w)
	}
	if tail {
		w = join(w, bracket.Wording{{Words: " "}})
	}
	return w
}

// join joins two wordings; words side by side become one item.
func join(a, b bracket.Wording) bracket.Wording {
	if len(a) > 0 && len(b) > 0 && a[len(a)-1].Bracket == nil && b[0].Bracket == nil {
		words := a[len(a)-1].Words + b[0].Words
		return append(append(a[:len(a)-1:len(a)-1], bracket.Item{Words: words}), b[1:]...)
	}
	return append(a[:len(a):len(a)], b...)
}

var (
	firstOption = regexp.MustCompile(`^Option 1(?: \([^()\n]*\))?:[ \n]`)
	anyOption   = regexp.MustCompile(`(?m)^Option (\d+)(?: \(([^()\n]*)\))?:[ \n]`)
)

// readOptions reads options that stand one below the other. The first is the
// base's.
func readOptions(s string) (bracket.Wording, error) {
	b := &bracket.Bracket{}
	at := anyOption.FindAllStringSubmatchIndex(s, -1)
	for i, m := range at {
		if n, _ := strconv.Atoi(s[m[2]:m[3]]); n != i+1 {
			return nil, fault.Invalidf("option %d stands where option %d is expected", n, i+1)
		}
		var v bracket.Variant
		if i == 0 {
			v.By = []ident.Code{ident.Base}
		}
		if m[4] >= 0 {
			for name := range strings.SplitSeq(s[m[4]:m[5]], ", ") {
				code, err := ident.ParseCode(name)
				if err != nil {
					return nil, fault.Invalidf("option %d is labelled (%s), which names no parties", i+1, s[m[4]:m[5]])
				}
				v.By = append(v.By, code)
			}
		}
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0] - 1
		}
		words := s[m[1]:end]
		switch words {
		case noText:
			words = ""
		case `\` + noText:
			words = noText
		default:
			words = plainWords(wasOption.ReplaceAllString(words, "$1"))
		}
		if words != "" {
			v.Wording = bracket.Wording{{Words: words}}
		}
		v.Holders = v.By
		b.Variants = append(b.Variants, v)
	}
	if len(b.Variants) < 2 {
		return nil, fault.Invalidf("a single option stands here, and nothing to choose")
	}
	return bracket.Wording{{Bracket: b}}, nil
}

// plainWords takes escaped signs as words.
func plainWords(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`[]\/-`, s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
