package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/ident"
)

// verbs are the verbs of the notation and the forms in which they are written.
var verbs = []struct {
	form string
	verb Verb
}{
	{"will join consensus", Join}, {"ad referendum", AdRef}, {"ad ref", AdRef}, {"considering", Consider},
	{"proposes", Propose}, {"proposed", Propose}, {"proposal", Propose}, {"propose", Propose},
	{"supports", Support}, {"supported", Support}, {"supporting", Support}, {"support", Support},
	{"retains", Retain}, {"retain", Retain}, {"deletes", Delete}, {"delete", Delete},
	{"opposes", Oppose}, {"opposed", Oppose}, {"oppose", Oppose},
	{"brackets", Objects}, {"bracket", Objects}, {"reserves", Reserve}, {"reserve", Reserve}, {"flexible", Flexible},
}

// code reads the code of a party. In a text as people write it a word is one
// where it is known or has no small letters; a name with a capital is one where
// a verb stands behind it.
func (r *reader) code(s string, verb bool) (ident.Code, bool) {
	if r.set.Dialect != Any && s == string(ident.Base) {
		return ident.Base, r.set.Dialect != InConference
	}
	c, err := ident.ParseCode(s)
	if err != nil {
		return "", false
	}
	if r.set.Dialect != Any || r.known[c] {
		return c, true
	}
	first, _ := utf8.DecodeRuneInString(s)
	if unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first) {
		return c, verb || !strings.ContainsFunc(s, unicode.IsLower)
	}
	return "", false
}

// fate is how the reading of stances went.
type fate uint8

const (
	good      fate = iota
	noStances      // these are words
	doubled        // "//" stands between codes
	badVerb        // codes, and behind them what is no verb
	badCode        // a verb, and before it what is no code
)

// stances reads "HAR, SEL propose; UNI oppose" between two places of the source.
func (r *reader) stances(from, to int, verbNeeded bool) ([]Stance, fate) {
	var out []Stance
	for at := from; ; {
		end := strings.IndexByte(r.src[at:to], ';')
		stop := to
		if end >= 0 {
			stop = at + end
		}
		st, f := r.stance(at, stop, verbNeeded)
		if f == noStances && len(out) > 0 && !verbNeeded {
			f = badCode
		}
		if f != good {
			return nil, f
		}
		out = append(out, st)
		if end < 0 {
			return out, good
		}
		at = stop + 1
	}
}

// stance reads one: parties, and the verb.
func (r *reader) stance(from, to int, verbNeeded bool) (Stance, fate) {
	s := r.src[from:to]
	lead := len(s) - len(strings.TrimLeft(s, " \t\n"))
	s = strings.TrimRight(s[lead:], " \t\n")
	st := Stance{From: from + lead, To: from + lead + len(s)}
	if len(s) > 400 {
		return st, noStances
	}
	parties := s
	st.Verb = Propose
	verb := false
	if head, v, kind, pending, ok := splitVerb(s); ok {
		parties, st.Verb, st.Kind, st.Pending, verb = head, v, kind, pending, true
	} else if verbNeeded {
		return st, r.likeStance(s)
	}
	if strings.Contains(parties, "//") {
		return st, doubled
	}
	names := strings.FieldsFunc(parties, func(c rune) bool { return c == ',' || c == '/' })
	for pass := range 2 { // a name with small letters is one beside a code in capitals
		st.Parties = st.Parties[:0]
		for _, name := range names {
			if c, ok := r.code(strings.TrimSpace(name), verb || pass == 1); ok {
				st.Parties = append(st.Parties, c)
			}
		}
		if len(st.Parties) == 0 || len(st.Parties) == len(names) {
			break
		}
	}
	switch some := len(st.Parties); {
	case some == len(names):
	case some > 0 && len(names) < 12 && !strings.ContainsAny(parties, ".()"):
		return st, badCode
	default:
		return st, r.likeStance(s)
	}
	if len(st.Parties) == 0 || strings.HasSuffix(strings.TrimSpace(parties), ",") || strings.Contains(parties, ",,") || strings.HasPrefix(parties, ",") {
		return st, noStances
	}
	return st, good
}

// splitVerb divides what stands at the end of a stance from the parties.
func splitVerb(s string) (parties string, v Verb, kind, pending string, ok bool) {
	if head, tail, found := strings.Cut(s, " reserve"); found && head != "" {
		tail = strings.TrimPrefix(tail, "s")
		if inner, rest, has := strings.Cut(tail, ")"); has && strings.HasPrefix(inner, " (") {
			kind, tail = inner[2:], rest
		}
		pending, has := strings.CutPrefix(tail, " pending ")
		if tail == "" || has {
			return head, Reserve, kind, pending, true
		}
	}
	s = strings.TrimRight(s, "0123456789") // the mark of a footnote that was copied without its raising
	for _, x := range verbs {
		if head, found := strings.CutSuffix(s, x.form); found && head != "" && (head[len(head)-1] == ' ' || head[len(head)-1] == '\n') {
			return strings.TrimRight(head, " \n"), x.verb, "", "", true
		}
	}
	return "", "", "", "", false
}

// likeStance says whether words that are no stance were probably meant as one:
// codes in capitals and one or two small words, or a verb behind what is nearly
// a list of codes.
func (r *reader) likeStance(s string) fate {
	head, _, _, _, verb := splitVerb(s)
	if !verb {
		fields := strings.Fields(s)
		n := len(fields)
		for n > 0 && len(fields)-n < 3 && !strings.ContainsFunc(fields[n-1], func(c rune) bool { return !unicode.IsLower(c) }) {
			n--
		}
		if n == 0 || len(fields)-n > 2 || len(fields) == n {
			return noStances
		}
		head = strings.Join(fields[:n], " ")
		if !codeList(head, true) {
			return noStances
		}
		if strings.Contains(head, "//") {
			return doubled
		}
		return badVerb
	}
	switch {
	case !codeList(head, false):
		return noStances
	case strings.Contains(head, "//"):
		return doubled
	}
	return badCode
}

// codeList reports whether words are a list of codes, or nearly one: no blanks
// but behind commas, and capitals in it; only capitals where strict.
func codeList(s string, strict bool) bool {
	if !strings.ContainsFunc(s, unicode.IsUpper) || strings.Contains(strings.ReplaceAll(s, ", ", ","), " ") {
		return false
	}
	for _, c := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == '/' || c == ' ' }) {
		if utf8.RuneCountInString(c) > 24 || strict && (len(c) < 2 || strings.ContainsFunc(c, unicode.IsLower)) {
			return false
		}
	}
	return true
}

// told reports a stance that was probably meant as one and could not be read.
func (r *reader) told(f fate, from, to int) {
	switch f {
	case doubled:
		r.problem(DoubleStroke, from, to, "two strokes stand between the codes of parties; it is read as words")
	case badVerb:
		r.problem(UnknownVerb, from, to, "behind the parties stands no verb of the notation; it is read as words")
	case badCode:
		r.problem(UnclearParty, from, to, "what should be parties does not read as codes; it is read as words")
	}
}

// holders reads what stands in round brackets behind the label of an option.
func (r *reader) holders(from, to int) ([]Stance, bool) {
	if to-from > 400 {
		return nil, false
	}
	out, f := r.stances(from, to, false)
	return out, f == good
}

// suffixed is a stance behind a closing bracket: [words] - HAR.
type suffixed struct {
	stances []Stance
	to      int
}

// behind reads a stance behind a closing bracket; it goes up to the end of the
// line or the next bracket, and a full stop behind it is no part of it.
func (r *reader) behind(at, to int) suffixed {
	if r.set.Dialect != Any {
		return suffixed{}
	}
	n := dash(r.src[at:to])
	if n == 0 {
		return suffixed{}
	}
	rest := r.src[at+n : min(to, at+n+200)]
	if i := strings.IndexAny(rest, "[]{}\n\r"); i >= 0 {
		rest = rest[:i]
	}
	rest = strings.TrimRight(rest, " \t.*_")
	sts, f := r.stances(at+n, at+n+len(rest), false)
	if f != good || rest == "" {
		return suffixed{}
	}
	for i := range sts {
		if sts[i].Verb == Propose {
			sts[i].Verb = Objects
		}
	}
	return suffixed{sts, at + n + len(rest)}
}

// dash is the length of a dash between blanks at the beginning of s.
func dash(s string) int {
	for _, d := range []string{" - ", " – ", " — "} {
		if strings.HasPrefix(s, d) {
			return len(d)
		}
	}
	return 0
}
