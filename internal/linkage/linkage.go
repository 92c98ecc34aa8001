// Package linkage is what a party makes its word on one point depend on: "7 if 12
// stays and 14 is at least 30 days". It reads and writes the notation, says of a
// linkage whether it holds on the words as they stand, which linkages go round in
// a circle, what falls if one point falls, and which choices in the brackets would
// settle most.
//
// It promises that what it writes reads back as the same linkage; that it calls a
// linkage true or false only where that is so in every reading that the open
// brackets leave, and otherwise says that it cannot be decided yet, and by which
// words; and that an answer which it calls exact is the best of all. It refuses a
// notation that can be read in two ways, says in which column, and never guesses
// which point or bracket was meant: that is told by whoever asks.
package linkage

import (
	"slices"
	"strings"
	"unicode"
)

// Linkage says on what the points that it is about depend.
type Linkage struct {
	Targets []string // points as people call them: "7", "9 bis"
	If      Expr
}

// Op joins conditions.
type Op uint8

const (
	Is Op = iota // one condition
	And
	Or
	Not
)

// Expr is a condition, or conditions joined.
type Expr struct {
	Op   Op
	Of   []Expr // what is joined: two or more, of Not one
	Atom Atom   // of Is
}

// Test is what a condition asks of a point or bracket.
type Test uint8

const (
	Stays    Test = iota // reads as it did
	Agreed               // is agreed, and no longer ad referendum
	Deleted              // is taken out
	Reads                // reads exactly so
	Contains             // holds these words
	Has                  // the bracket's words are part of these: "6a is 40 km"
	AtLeast              // gives a figure that is no smaller
	AtMost               // gives a figure that is no larger
	Exactly              // gives this figure
)

// Atom is one condition.
type Atom struct {
	Ref    string // the point or bracket as people call it: "12", "6a"
	Test   Test
	Words  string // of Reads, Contains, Has: which; of Stays: as in which text, "" as it is
	Number Number // of the figures
	Unit   string // of the figures: "days"
}

// String writes a linkage so that it can be read again.
func (l Linkage) String() string {
	return strings.Join(l.Targets, ", ") + " if " + l.If.String()
}

// String writes a condition.
func (e Expr) String() string {
	switch e.Op {
	case And, Or:
		parts := make([]string, len(e.Of))
		for i, x := range e.Of {
			parts[i] = x.String()
			if x.Op == And || x.Op == Or {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return strings.Join(parts, map[Op]string{And: " and ", Or: " or "}[e.Op])
	case Not:
		if x := e.Of[0]; x.Op == And || x.Op == Or {
			return "not (" + x.String() + ")"
		}
		return "not " + e.Of[0].String()
	}
	return e.Atom.String()
}

// String writes one condition.
func (a Atom) String() string {
	switch a.Test {
	case Stays:
		if a.Words == "" {
			return a.Ref + " stays"
		}
		return a.Ref + " stays as in " + plainOr(a.Words)
	case Agreed:
		return a.Ref + " is agreed"
	case Deleted:
		return a.Ref + " is deleted"
	case Reads:
		return a.Ref + " reads " + quote(a.Words)
	case Contains:
		return a.Ref + " contains " + quote(a.Words)
	case Has:
		return a.Ref + " is " + plainOr(a.Words)
	}
	how := map[Test]string{AtLeast: " is at least ", AtMost: " is at most ", Exactly: " is exactly "}[a.Test]
	return a.Ref + how + string(a.Number) + " " + a.Unit
}

// quote puts words between quotation marks that they do not end.
func quote(s string) string {
	for _, q := range quotes {
		if !strings.ContainsRune(s, q.close) {
			return string(q.open) + s + string(q.close)
		}
	}
	return "“" + strings.ReplaceAll(s, "”", "\"") + "”"
}

// plainOr writes words as they are where they would be read as they are, else
// between quotation marks.
func plainOr(s string) string {
	toks, err := lex(s)
	if err != nil || len(toks) == 0 {
		return quote(s)
	}
	for i, t := range toks {
		if t.kind != word || keyword(t.text) != "" || i == 0 && (begins[strings.ToLower(t.text)] || t.text == "not") {
			return quote(s)
		}
	}
	if join(toks) != s {
		return quote(s)
	}
	return s
}

// begins are the words that mean something else behind "is".
var begins = map[string]bool{"agreed": true, "deleted": true, "at": true, "exactly": true}

// Atoms are the conditions of an expression in reading order.
func (e Expr) Atoms() (out []Atom) {
	if e.Op == Is {
		return []Atom{e.Atom}
	}
	for _, x := range e.Of {
		out = append(out, x.Atoms()...)
	}
	return out
}

// Refs are the points and brackets that the conditions are about, each once.
func (e Expr) Refs() (out []string) {
	for _, a := range e.Atoms() {
		if !slices.Contains(out, a.Ref) {
			out = append(out, a.Ref)
		}
	}
	return out
}

// Renamed gives the linkage with other names for points and brackets.
func (l Linkage) Renamed(name func(string) string) Linkage {
	out := Linkage{Targets: make([]string, len(l.Targets)), If: l.If.renamed(name)}
	for i, t := range l.Targets {
		out.Targets[i] = name(t)
	}
	return out
}

func (e Expr) renamed(name func(string) string) Expr {
	if e.Op == Is {
		e.Atom.Ref = name(e.Atom.Ref)
		return e
	}
	of := make([]Expr, len(e.Of))
	for i, x := range e.Of {
		of[i] = x.renamed(name)
	}
	e.Of = of
	return e
}

func isBlank(r rune) bool { return unicode.IsSpace(r) }
