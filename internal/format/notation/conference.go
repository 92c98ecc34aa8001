// Package notation writes bracketed wordings in the styles of multilateral
// texts: the conference style, with who wants what behind each variant, and the
// unattributed style.
//
// It promises that literal brackets, strokes and dashes in the words are
// written so that no reader takes them for marks (\[ \] \/ \-), that only those
// are printed at a variant who proposed or expressly retained it, and that the
// unattributed style names nobody. It refuses to put in order what the compiled
// text has in order: variants stand as they are there, the base's first.
package notation

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Style is a way of writing a bracketed wording.
type Style string

const (
	Conference   Style = "conference"
	Unattributed Style = "unattributed"
)

// Styles are all styles, in the order in which help names them.
var Styles = []Style{Conference, Unattributed}

// Mark is told of every bracket when it is opened, at the offset in the written
// string; nil tells nobody.
type Mark func(number ident.Bracket, at int)

// Write writes a wording in a style.
func Write(w bracket.Wording, s Style, mark Mark) string {
	p := printer{style: s, mark: mark}
	p.wording(w, 0)
	return p.b.String()
}

type printer struct {
	b     strings.Builder
	style Style
	mark  Mark
}

func (p *printer) wording(w bracket.Wording, depth int) {
	for _, it := range w {
		switch {
		case it.Bracket == nil:
			p.b.WriteString(escape(it.Words, depth > 0 && p.style == Conference))
		case p.style == Unattributed:
			p.unattributed(it.Bracket, depth)
		default:
			p.conference(it.Bracket, depth)
		}
	}
}

func (p *printer) opened(b *bracket.Bracket) {
	if p.mark != nil {
		p.mark(b.Number, p.b.Len())
	}
}

// unattributed writes [15][25][40]: every variant that has words in brackets of
// its own. Whether words are added or struck out is not told.
func (p *printer) unattributed(b *bracket.Bracket, depth int) {
	p.opened(b)
	for _, v := range b.Variants {
		if len(v.Wording) > 0 {
			p.b.WriteByte('[')
			p.wording(v.Wording, depth+1)
			p.b.WriteByte(']')
		}
	}
}

// conference writes [15 - HAR / 25 - UNI retain / 40 - SEL].
//
// A variant without words is not written: who wants none is named, with
// "delete", behind the base's words, or, where the base has none there, behind
// the last variant.
func (p *printer) conference(b *bracket.Bracket, depth int) {
	p.opened(b)
	p.b.WriteByte('[')
	stances := Stances(b)
	lead, tail := sharedBlanks(b)
	if lead {
		p.b.WriteByte(' ')
	}
	first, own := true, false
	for i, v := range b.Variants {
		if len(v.Wording) == 0 {
			continue
		}
		if !first {
			p.b.WriteString(" / ")
		} else if !lead && v.Wording[0].Words != "" && v.Wording[0].Words[0] == ' ' {
			p.b.WriteByte(' ') // two blanks: the variant's own, not the bracket's
		}
		first = false
		end := v.Wording[len(v.Wording)-1].Words
		own = !tail && end != "" && end[len(end)-1] == ' ' && len(stances[i]) == 0
		p.wording(trimmed(v.Wording, lead, tail), depth+1)
		if s := stances[i]; len(s) > 0 {
			p.b.WriteString(" - ")
			for k, st := range s {
				if k > 0 {
					p.b.WriteString("; ")
				}
				p.b.WriteString(st.String())
			}
		}
	}
	if tail || own {
		p.b.WriteByte(' ')
	}
	p.b.WriteByte(']')
}

// sharedBlanks reports whether all variants with words begin with a blank, and
// whether all end with one. Such a blank is written once, inside of the
// bracket's marks: "the[ immediate / early - SEL] withdrawal".
func sharedBlanks(b *bracket.Bracket) (lead, tail bool) {
	lead, tail = true, true
	for _, v := range b.Variants {
		if n := len(v.Wording); n > 0 {
			first, last := v.Wording[0].Words, v.Wording[n-1].Words
			lead = lead && len(first) > 1 && first[0] == ' '
			tail = tail && len(last) > 1 && last[len(last)-1] == ' '
		}
	}
	return lead, tail
}

// trimmed is a wording without the blanks that its bracket writes for it.
func trimmed(w bracket.Wording, lead, tail bool) bracket.Wording {
	if !lead && !tail {
		return w
	}
	w = slices.Clone(w)
	if lead {
		w[0].Words = w[0].Words[1:]
	}
	if last := &w[len(w)-1]; tail {
		last.Words = last.Words[:len(last.Words)-1]
	}
	return w
}

// Stance is what parties say of a variant: they propose it (no verb), retain it
// or would delete it.
type Stance struct {
	Parties []ident.Code
	Verb    string // "", "retain" or "delete"
}

func (s Stance) String() string {
	codes := make([]string, len(s.Parties))
	for i, c := range s.Parties {
		codes[i] = string(c)
	}
	out := strings.Join(codes, ", ")
	if s.Verb != "" {
		out += " " + s.Verb
	}
	return out
}

// Stances gives for every variant of the bracket what is printed behind it;
// nothing behind one without words.
func Stances(b *bracket.Bracket) [][]Stance {
	out := make([][]Stance, len(b.Variants))
	last, ofBase := -1, -1
	var against []ident.Code
	for i, v := range b.Variants {
		parties, base := without(v.By)
		holdsBase := base || contains(v.Holders, ident.Base)
		if len(v.Wording) == 0 {
			against = parties
			continue
		}
		last = i
		if holdsBase {
			ofBase = i
		}
		switch {
		case len(parties) == 0:
		case holdsBase:
			out[i] = append(out[i], Stance{parties, "retain"})
		default:
			out[i] = append(out[i], Stance{parties, ""})
		}
	}
	if ofBase < 0 {
		ofBase = last
	}
	if len(against) > 0 && ofBase >= 0 {
		del := Stance{against, "delete"}
		if s := out[ofBase]; len(s) > 0 && s[0].Verb == "retain" {
			out[ofBase] = []Stance{del, s[0]} // as in "HAR delete; UNI retain"
		} else {
			out[ofBase] = append(s, del)
		}
	}
	return out
}

func without(codes []ident.Code) (parties []ident.Code, base bool) {
	for _, c := range codes {
		if c == ident.Base {
			base = true
			continue
		}
		parties = append(parties, c)
	}
	return parties, base
}

func contains(codes []ident.Code, c ident.Code) bool {
	for _, x := range codes {
		if x == c {
			return true
		}
	}
	return false
}

// escape writes words so that nothing in them is taken for a mark. Strokes and
// dashes are marks only inside of a bracket.
func escape(s string, inside bool) string {
	if !strings.ContainsAny(s, `[]\/-`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '[', ']':
			b.WriteByte('\\')
		case '\\': // one that a reader could take for an escape
			if i+1 == len(s) || strings.IndexByte(`[]\/-`, s[i+1]) >= 0 {
				b.WriteByte('\\')
			}
		case '/', '-':
			if inside && apart(s, i) {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// apart reports whether the sign at i stands between blanks, or at an end of
// the words, where a blank may come to stand.
func apart(s string, i int) bool {
	return (i == 0 || s[i-1] == ' ' || s[i-1] == '\n') && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\n')
}
