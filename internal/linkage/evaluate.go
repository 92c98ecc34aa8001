package linkage

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

// Truth is whether something is the case: in no reading that is still open, in all,
// or not decidable yet.
type Truth uint8

const (
	Undecided Truth = iota
	False
	True
)

// String is the truth in words.
func (t Truth) String() string {
	switch t {
	case False:
		return "false"
	case True:
		return "true"
	}
	return "not decidable yet"
}

func not(t Truth) Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Undecided
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Subject is the point or bracket that a condition is about, as it stands.
type Subject struct {
	ID      ident.Point     // of the point; conditions on one point are looked at together
	Wording bracket.Wording // of the whole point, as Whole makes it
	Bracket ident.Bracket   // the bracket that is meant, "" for the whole point
	Settled *string         // where the bracket no longer stands: what was settled on
	Deleted bool            // the point is taken out
	Agreed  Truth           // whether it is agreed; Undecided while it may still be
	As      string          // what Stays is held against, as Whole reads
	Unknown string          // why nothing can be said of its words, "" where they are known
	Fallen  bool            // the point is supposed to fall: it is deleted and nothing else
}

// Whole is a point's wording with its heading, as conditions look at it.
func Whole(heading, body bracket.Wording) bracket.Wording {
	out := slices.Clone(heading)
	out = append(out, bracket.Item{Words: "\n"})
	return append(out, body...)
}

// WholeText is Whole for words without brackets.
func WholeText(heading, body string) string { return heading + "\n" + body }

// Result says whether a condition holds, and by which words.
type Result struct {
	Truth    Truth
	Findings []Finding // one of each condition, in reading order
	Bounded  bool      // there were too many readings to look at: it may be decidable
}

// Finding is what was found of one condition by itself.
type Finding struct {
	Atom   Atom
	Truth  Truth
	Quotes []Quote // at most four
	Why    string  // why it is not decidable, where words do not say it
}

// Quote is words by which a condition is true, or false, or neither.
type Quote struct {
	Truth Truth
	Words string
}

// The bounds within which all readings are looked at. A point that can be read in
// more ways says nothing, and where the points together can be read in more ways, the
// conditions are looked at one by one: what cannot be said then is not decidable.
const (
	maxReadings = 4096    // of one point
	maxWorlds   = 1 << 18 // combinations of what the points can read
	maxQuotes   = 4
)

// Evaluate says whether a condition holds in all readings that are still open, in
// none, or whether that is not decided yet. at says how each condition's point or
// bracket stands.
func Evaluate(e Expr, at func(Atom) Subject) Result {
	atoms := e.Atoms()
	x := evaluation{expr: e, atoms: atoms, findings: make([]Finding, len(atoms))}
	byPoint := map[ident.Point]int{}
	for i, a := range atoms {
		s := at(a)
		k, seen := byPoint[s.ID]
		if !seen || s.ID == "" {
			k = len(x.points)
			byPoint[s.ID] = k
			x.points = append(x.points, pointAtoms{})
		}
		p := &x.points[k]
		p.atoms, p.subjects = append(p.atoms, i), append(p.subjects, s)
		x.findings[i].Atom = a
	}
	for k := range x.points {
		x.look(&x.points[k])
	}
	out := Result{Findings: x.findings}
	out.Truth, out.Bounded = x.decide()
	return out
}

type evaluation struct {
	expr     Expr
	atoms    []Atom
	points   []pointAtoms
	findings []Finding
}

// pointAtoms are the conditions on one point, and what they can be at once.
type pointAtoms struct {
	atoms    []int
	subjects []Subject
	vectors  [][]Truth // each what the conditions are in some readings
	bounded  bool
}

// look goes through the readings of one point.
func (x *evaluation) look(p *pointAtoms) {
	seen := map[string]bool{}
	add := func(v []Truth) {
		key := make([]byte, len(v))
		for i, t := range v {
			key[i] = byte(t)
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			p.vectors = append(p.vectors, slices.Clone(v))
		}
	}
	agreed := []Truth{p.subjects[0].Agreed}
	if agreed[0] == Undecided && slices.ContainsFunc(p.atoms, func(i int) bool { return x.atoms[i].Test == Agreed }) {
		agreed = []Truth{True, False}
	}
	var marks []ident.Bracket
	for _, s := range p.subjects {
		if s.Bracket != "" && !slices.Contains(marks, s.Bracket) {
			marks = append(marks, s.Bracket)
		}
	}
	all := readings(p.subjects[0].Wording, marks, maxReadings)
	p.bounded = all == nil
	if p.bounded { // then no more can be said than of words that are not known
		all = []reading{{}}
		for i := range p.subjects {
			if s := &p.subjects[i]; s.Unknown == "" && s.Settled == nil && !s.Fallen && !s.Deleted {
				s.Unknown = "its open brackets leave too many readings to look at"
			}
		}
	}
	v := make([]Truth, len(p.atoms))
	for _, r := range all {
		for _, yes := range agreed {
			for k, i := range p.atoms {
				var said string
				v[k], said = holds(x.atoms[i], &p.subjects[k], r, yes)
				x.findings[i].quote(v[k], said)
			}
			add(v)
		}
	}
	for k, i := range p.atoms {
		f := &x.findings[i]
		f.Truth = v[k]
		for _, u := range p.vectors {
			if u[k] != f.Truth {
				f.Truth = Undecided
			}
		}
		switch s := &p.subjects[k]; {
		case f.Truth != Undecided:
		case s.Unknown != "":
			f.Why = s.Unknown
		case x.atoms[i].Test == Agreed:
			f.Why = "it is not agreed yet"
		case len(f.Quotes) == 0:
			f.Why = "it gives no figure in " + x.atoms[i].Unit
		}
	}
}

// quote keeps words by which a condition is so in a reading.
func (f *Finding) quote(t Truth, said string) {
	if said == "" || len(f.Quotes) >= maxQuotes || slices.Contains(f.Quotes, Quote{t, said}) {
		return
	}
	f.Quotes = append(f.Quotes, Quote{t, said})
}

// decide puts together what the points can be.
func (x *evaluation) decide() (Truth, bool) {
	worlds, bounded := 1, false
	for i := range x.points {
		bounded = bounded || x.points[i].bounded
		if worlds *= len(x.points[i].vectors); worlds > maxWorlds {
			return x.value(x.expr, new(int), func(i int) Truth { return x.findings[i].Truth }), true
		}
	}
	at := make([]Truth, len(x.atoms))
	var result Truth
	first := true
	var try func(k int) bool
	try = func(k int) bool {
		if k == len(x.points) {
			t := x.value(x.expr, new(int), func(i int) Truth { return at[i] })
			if first {
				result, first = t, false
			}
			if t != result {
				result = Undecided
			}
			return result != Undecided
		}
		for _, v := range x.points[k].vectors {
			for j, i := range x.points[k].atoms {
				at[i] = v[j]
			}
			if !try(k + 1) {
				return false
			}
		}
		return true
	}
	try(0)
	return result, bounded && result == Undecided
}

// value is what an expression is where its conditions are these, in reading order.
func (x *evaluation) value(e Expr, next *int, at func(int) Truth) Truth {
	switch e.Op {
	case Is:
		*next++
		return at(*next - 1)
	case Not:
		return not(x.value(e.Of[0], next, at))
	}
	absorbs, out := False, True
	if e.Op == Or {
		absorbs, out = True, False
	}
	for _, y := range e.Of {
		switch t := x.value(y, next, at); {
		case t == absorbs:
			out = absorbs
		case t == Undecided && out != absorbs:
			out = Undecided
		}
	}
	return out
}

// reading is one way to read a point, and where its brackets stand in it.
type reading struct {
	text string
	at   map[ident.Bracket][2]int
}

// readings are all ways to read a wording, nil where there are more than most.
func readings(w bracket.Wording, marks []ident.Bracket, most int) []reading {
	out := []reading{{}}
	for _, it := range w {
		if it.Bracket == nil {
			for i := range out {
				out[i].text += it.Words
			}
			continue
		}
		var ways []reading
		for i := range it.Bracket.Variants {
			inner := readings(it.Bracket.Variants[i].Wording, marks, most)
			if inner == nil || len(ways)+len(inner) > most {
				return nil
			}
			ways = append(ways, inner...)
		}
		if len(out)*len(ways) > most {
			return nil
		}
		next := make([]reading, 0, len(out)*len(ways))
		for _, r := range out {
			for _, y := range ways {
				z := reading{text: r.text + y.text, at: r.at}
				if slices.Contains(marks, it.Bracket.Number) || len(y.at) > 0 {
					z.at = make(map[ident.Bracket][2]int, len(r.at)+len(y.at)+1)
					for b, p := range r.at {
						z.at[b] = p
					}
					for b, p := range y.at {
						z.at[b] = [2]int{p[0] + len(r.text), p[1] + len(r.text)}
					}
					if slices.Contains(marks, it.Bracket.Number) {
						z.at[it.Bracket.Number] = [2]int{len(r.text), len(z.text)}
					}
				}
				next = append(next, z)
			}
		}
		out = next
	}
	return out
}

// holds says whether a condition holds in one reading, and by which words.
func holds(a Atom, s *Subject, r reading, agreed Truth) (Truth, string) {
	switch {
	case s.Fallen:
		return truth(a.Test == Deleted), ""
	case s.Deleted:
		return truth(a.Test == Deleted), ""
	case a.Test == Agreed:
		return agreed, ""
	case s.Settled != nil:
		return settledHolds(a, s, words.Normalise(r.text), words.Normalise(*s.Settled))
	case s.Unknown != "":
		return Undecided, ""
	}
	text := words.Normalise(r.text)
	if s.Bracket == "" {
		return pointHolds(a, s, text)
	}
	at, there := r.at[s.Bracket]
	if !there { // it stands in a variant that is not read here
		return truth(a.Test == Deleted), ""
	}
	return bracketHolds(a, s, r.text, at[0], at[1])
}

// settledHolds is holds for a bracket that was settled: its words are looked for in the
// point, and looked at by themselves where they do not stand there any more.
func settledHolds(a Atom, s *Subject, text, settled string) (out Truth, said string) {
	places := 0
	for i := find(text, settled, 0); i >= 0; i = find(text, settled, i+1) {
		t, w := bracketHolds(a, s, text, i, i+len(settled))
		if places++; places > 1 && t != out {
			return Undecided, w
		}
		out, said = t, w
	}
	if places > 0 {
		return out, said
	}
	return bracketHolds(a, s, settled, 0, len(settled))
}

// pointHolds is holds for a whole point; text is as words.Normalise makes it.
func pointHolds(a Atom, s *Subject, text string) (Truth, string) {
	heading, body, _ := strings.Cut(text, "\n")
	if !strings.Contains(text, "\n") {
		heading, body = "", text
	}
	switch a.Test {
	case Stays:
		as := words.Normalise(s.As)
		return truth(text == as), around(text, as)
	case Deleted:
		return truth(text == ""), ""
	case Reads:
		return truth(body == a.Words || text == a.Words || heading != "" && heading+" "+body == a.Words), around(body, a.Words)
	case Contains, Has:
		if i := find(text, a.Words, 0); i >= 0 {
			return True, a.Words
		}
		return False, ""
	}
	return compared(a, figures(text, a.Unit), text)
}

// bracketHolds is holds for a bracket whose words stand from and to in the reading.
func bracketHolds(a Atom, s *Subject, text string, from, to int) (Truth, string) {
	inside := strings.TrimSpace(text[from:to])
	switch a.Test {
	case Stays:
		return truth(words.Normalise(inside) == words.Normalise(s.As)), inside
	case Deleted:
		return truth(inside == ""), inside
	case Reads:
		return truth(words.Normalise(inside) == a.Words), inside
	case Contains:
		return truth(find(inside, a.Words, 0) >= 0), inside
	case Has:
		return truth(covers(text, a.Words, from, to)), inside
	}
	var list []figure
	for _, f := range figures(text, a.Unit) {
		if f.from < to && f.to > from {
			list = append(list, f)
		}
	}
	return compared(a, list, text)
}

// covers reports whether the words stand in the text so that they take in what
// stands between two places.
func covers(text, w string, from, to int) bool {
	for from < to && text[from] == ' ' {
		from++
	}
	for to > from && text[to-1] == ' ' {
		to--
	}
	for at := 0; ; {
		i := find(text, w, at)
		if i < 0 || i > from {
			return false
		}
		end := i + len(w)
		if end >= to && (from < to || i < from && from < end) {
			return true
		}
		at = i + 1
	}
}

// find is where words stand as words, from a place on.
func find(text, w string, at int) int {
	for w != "" && at <= len(text) {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return -1
		}
		i += at
		if boundary(text, i) && boundary(text, i+len(w)) {
			return i
		}
		at = i + 1
	}
	return -1
}

// compared holds figures against a number. No figure says nothing; of several that
// do not all say the same neither.
func compared(a Atom, list []figure, text string) (Truth, string) {
	yes, no := 0, 0
	var said []string
	for _, f := range list {
		c := f.number.compare(a.Number)
		if a.Test == AtLeast && c >= 0 || a.Test == AtMost && c <= 0 || a.Test == Exactly && c == 0 {
			yes++
		} else {
			no++
		}
		if w := strings.TrimSpace(text[f.from:f.to]); !slices.Contains(said, w) {
			said = append(said, w)
		}
	}
	quote := strings.Join(said, ", ")
	switch {
	case yes+no == 0 || yes > 0 && no > 0:
		return Undecided, quote
	}
	return truth(yes > 0), quote
}

// around is the words of a text about the first place where it reads otherwise.
func around(text, other string) string {
	if text == other {
		return ""
	}
	t, o := strings.Fields(text), strings.Fields(other)
	i := 0
	for i < len(t) && i < len(o) && t[i] == o[i] {
		i++
	}
	from, to := max(0, i-3), min(len(t), i+4)
	if from >= to {
		return ""
	}
	s := strings.Join(t[from:to], " ")
	if from > 0 {
		s = "… " + s
	}
	if to < len(t) {
		s += " …"
	}
	return s
}
