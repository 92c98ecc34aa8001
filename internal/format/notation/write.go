// Package notation writes bracketed wordings and whole texts in the styles of
// multilateral texts (package styles), as characters: conference, trade,
// unattributed, options, ITU, columns, colour; and reads wordings back.
//
// It promises that literal brackets, strokes and dashes in the words are
// written so that no reader takes them for marks (\[ \] \/ \-), that only those
// are printed at a variant who proposed or expressly retained it, that the
// unattributed style names nobody, and that what is written in the conference,
// trade and options style is read back as it was. It refuses to put in order
// what the compiled text has in order: variants stand as they are there, the
// base's first.
package notation

import (
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/styles"
)

// Style is a way of writing a bracketed text; see package styles.
type Style = styles.Style

// The styles in which a wording by itself can be written. The others are those
// of whole texts.
const (
	Conference   = styles.Conference
	Trade        = styles.Trade
	Unattributed = styles.Unattributed
	Options      = styles.Options
)

// Mark is told of every bracket when it is opened, at the offset in the written
// string; nil tells nobody.
type Mark func(number ident.Bracket, at int)

// Write writes a wording in a style; in one of whole texts, as the conference
// style does. Options stand one below the other and tell no brackets.
func Write(w bracket.Wording, s Style, mark Mark) string {
	if s == Options {
		return options(w)
	}
	p := printer{style: s}
	p.wording(w, false)
	if mark != nil {
		for _, m := range p.marks {
			mark(m.number, m.at)
		}
	}
	return p.b.String()
}

// printer writes one wording.
type printer struct {
	b     strings.Builder
	style Style
	marks []mark
}

type mark struct {
	number ident.Bracket
	at     int
}

func (p *printer) wording(w bracket.Wording, deep bool) {
	at := marks.Before{Deep: deep}
	hard := false // the blank that follows would be read as the bracket's
	for i, it := range w {
		if it.Bracket == nil {
			s := escape(it.Words, deep && p.style != Trade)
			switch {
			case hard && strings.HasPrefix(s, " "), p.style == Trade && s == " " && i > 0 && i+1 < len(w):
				s = string(marks.HardBlank) + s[1:]
			case i > 0 && !deep && strings.HasPrefix(s, " - "): // no stance on the bracket before it
				s = ` \- ` + s[3:]
			}
			p.b.WriteString(s)
			at.Last, _ = utf8.DecodeLastRuneInString(s)
			hard = false
			continue
		}
		p.marks = append(p.marks, mark{it.Bracket.Number, p.b.Len()})
		hard = false
		if p.style == Unattributed || p.style == styles.OwnNamed {
			p.unattributed(it.Bracket)
		} else {
			follows := i+1 < len(w) && (w[i+1].Bracket != nil && p.style != Trade || w[i+1].Words != "" && w[i+1].Words[0] != ' ')
			moved, rule := p.attributed(it.Bracket, at, follows)
			if moved {
				p.b.WriteByte(' ')
				continue
			}
			hard = rule
		}
		at.Last = ']'
	}
}

// unattributed writes [15][25][40]: every variant that has words in brackets of
// its own. Whether words are added or struck out is not told. In a text in which
// one party alone is named its own are marked: [15][25][40 - SEL].
func (p *printer) unattributed(b *bracket.Bracket) {
	stances := styles.Stances(b)
	for i, v := range b.Variants {
		if len(v.Wording) > 0 {
			p.b.WriteByte('[')
			p.wording(v.Wording, true)
			if p.style == styles.OwnNamed && len(stances[i]) > 0 {
				p.b.WriteString(" - " + stancesText(stances[i]))
			}
			p.b.WriteByte(']')
		}
	}
}

// written is a variant on its way to paper.
type written struct {
	text       string
	marks      []mark
	lead, tail bool // its own blanks
	stances    []styles.Stance
}

// attributed writes [15 - HAR / 25 - UNI retain / 40 - SEL], or the same in the
// trade style, [HAR propose: 15] [UNI retain: 25] [SEL propose: 40].
//
// A variant without words is not written: who wants none is named, with "delete"
// or "oppose", at the base's words, or, where the base has none there, at the last
// variant. follows says that something stands behind that does not begin with a
// blank; moved, that the variants' last blank is to be written there, and rule,
// that a blank there would be read as theirs.
func (p *printer) attributed(b *bracket.Bracket, at marks.Before, follows bool) (moved, rule bool) {
	stances := styles.Stances(b)
	var list []written
	var texts []string
	tails := true
	for i, v := range b.Variants {
		if len(v.Wording) == 0 {
			continue
		}
		q := printer{style: p.style}
		core, lead, tail := bare(v.Wording)
		q.wording(core, true)
		list = append(list, written{q.b.String(), q.marks, lead, tail, stances[i]})
		texts = append(texts, q.b.String())
		tails = tails && tail
	}
	lead, derived := p.leads(list, texts, at)
	rule = at.Behind(texts, lead, someNone(b, at.Deep))
	moved = tails && follows && rule
	for i, v := range list {
		switch {
		case p.style == Trade && i > 0:
			p.b.WriteString(" [")
		case i > 0:
			p.b.WriteString(" / ")
		default:
			p.b.WriteByte('[')
		}
		if lead && i == 0 {
			p.b.WriteByte(' ')
		}
		if p.style == Trade && len(v.stances) > 0 {
			p.b.WriteString(groups(v.stances) + ": ")
		}
		p.variant(v, derived[i], moved)
		if p.style == Trade {
			p.b.WriteByte(']')
		} else if len(v.stances) > 0 {
			p.b.WriteString(" - " + stancesText(v.stances))
		}
	}
	if p.style != Trade {
		p.b.WriteByte(']')
	}
	return moved, rule
}

// leads chooses whether a blank stands behind the opening mark: as it takes fewer
// marks at the variants.
func (p *printer) leads(list []written, texts []string, at marks.Before) (lead bool, derived []bool) {
	if p.style == Trade {
		return false, at.Attached(texts)
	}
	derived = at.Blanks(texts, false)
	if len(list) == 0 || !list[0].lead {
		return false, derived
	}
	wrong := func(derived []bool) (n int) {
		for i, v := range list {
			if derived[i] != v.lead {
				n++
			}
		}
		return n
	}
	if with := at.Blanks(texts, true); wrong(with) < wrong(derived) {
		return true, with
	}
	return false, derived
}

// variant writes the words of a variant, with a mark for a blank that would be
// read otherwise.
func (p *printer) variant(v written, derived, moved bool) {
	first, _ := utf8.DecodeRuneInString(v.text)
	grouped := p.style == Trade && len(v.stances) == 0 && looksGrouped(v.text)
	switch {
	case v.lead == derived && v.text != "" && first != marks.Joiner && !grouped:
	case v.lead:
		p.b.WriteRune(marks.HardBlank)
		if grouped {
			p.b.WriteRune(marks.Joiner)
		}
	default:
		p.b.WriteRune(marks.Joiner)
	}
	for _, m := range v.marks {
		p.marks = append(p.marks, mark{m.number, p.b.Len() + m.at})
	}
	p.b.WriteString(v.text)
	if v.tail && !moved {
		p.b.WriteRune(marks.HardBlank)
	}
}

// someNone reports whether a reader of the printed bracket finds somebody in it
// who has no words there. In a variant it is not known yet whether that is the
// base's.
func someNone(b *bracket.Bracket, deep bool) bool {
	full, base, against := 0, false, false
	for _, v := range b.Variants {
		of := contains(v.By, ident.Base) || contains(v.Holders, ident.Base)
		if len(v.Wording) == 0 {
			against = against || len(v.By) > 1 || len(v.By) == 1 && v.By[0] != ident.Base
			continue
		}
		full++
		base = base || of
	}
	return !base && !deep || against || full == 1
}

func contains(codes []ident.Code, c ident.Code) bool {
	for _, x := range codes {
		if x == c {
			return true
		}
	}
	return false
}

func stancesText(list []styles.Stance) string {
	out := make([]string, len(list))
	for i, st := range list {
		out[i] = st.String()
	}
	return strings.Join(out, "; ")
}

// escape writes words so that nothing in them is taken for a mark. Strokes and
// dashes are marks only inside of a bracket.
func escape(s string, inside bool) string {
	if !strings.ContainsAny(s, "[]\\/-\u00a0") {
		return s
	}
	s = strings.ReplaceAll(s, string(marks.HardBlank), " ")
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
