package markdown

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nonpaper/internal/plan"
)

// originReader keeps where the words of a bracketed text come from.
type originReader struct {
	src       string
	lines     []int   // where each line begins, and the end
	pieces    []piece // of the open point
	headLine  int     // the line with its heading
	points    []plan.Origin
	footnotes []plan.Origin
}

// piece is words of one line of the source in a line of the body.
type piece struct {
	words string
	line  int // of the source, from 1
	of    int // the line of the body, from 0
	at    int // where in it the piece begins
}

// commentBlanks stands for the bytes of a comment: in a bracketed text lines
// keep their length, so that places in them stay true.
func (r *reader) commentBlanks(n int) string {
	if !r.marked {
		return ""
	}
	return strings.Repeat(" ", n)
}

// closeOrigin finds where the words of a point that is finished come from.
func (r *reader) closeOrigin(p *plan.Point) {
	o := &r.origin
	var out plan.Origin
	if p.Heading != "" {
		out.Heading = r.stretches(nil, p.Heading, o.headLine, 0, len(p.Heading))
	}
	at, of := 0, 0 // where the line of the body begins
	for _, x := range o.pieces {
		for ; of < x.of; of++ {
			at += len(r.body[of]) + 1
		}
		if p.Body != "" {
			if n := len(out.Body); n > 0 { // the blank or the line end before the piece
				last := &out.Body[n-1]
				last.Len = min(last.Len, at+x.at-last.At) // a hyphen that was the line's
				if end := last.At + last.Len; end < at+x.at {
					// behind any blank that stands at the line's end: a mark may end with it
					from := max(last.From+last.Len, o.lines[x.line-1]-1)
					out.Body = append(out.Body, plan.Stretch{At: end, From: from, Len: at + x.at - end})
				}
			}
			out.Body = r.stretches(out.Body, x.words, x.line, at+x.at, len(p.Body))
		}
	}
	o.pieces = o.pieces[:0]
	if p.Kind == plan.KindFootnote {
		o.footnotes = append(o.footnotes, out)
	} else {
		o.points = append(o.points, out)
	}
}

// longestSkip is how many bytes are passed over that are no blanks: a sign that
// was composed of several.
const longestSkip = 8

// blanks are what one blank of the words can stand for.
const blanks = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

// stretches finds the words of a piece in their line, from the end: what the
// reader took away stands before them, or is blanks and backslashes.
func (r *reader) stretches(out []plan.Stretch, words string, line, at, most int) []plan.Stretch {
	from := r.origin.lines[line-1]
	raw := strings.ReplaceAll(r.origin.src[from:r.origin.lines[line]], "\ufeff", "\x00\x00\x00")
	if kept := r.lines[line-1]; len(kept) <= len(raw) && len(kept) >= len(strings.TrimRight(raw, "\r\n\v\f\x1c\x1d\x1e\u0085\u2028\u2029")) {
		raw = kept
	}
	raw, _, _ = splitAttributes(raw, r.markdown)
	var back []plan.Stretch
	end, composed := len(raw), -1 // composed is where the first composed sign begins
	for i := len(words); i > 0; {
		if n := commonEnd(words[:i], raw[:end]); n > 0 { // most of a line stands there as it is
			i, end = i-n, end-n
			back = append(back, plan.Stretch{At: at + i, From: from + end, Len: n})
			continue
		}
		if k, n := composedEnd(words[:i], raw[:end]); n > 0 {
			i, end, composed = i-n, k, k
			continue
		}
		c, size := utf8.DecodeLastRuneInString(words[:i])
		k := -1
		if c == ' ' {
			k = strings.LastIndexAny(raw[:end], blanks)
		} else {
			k = strings.LastIndex(raw[:end], words[i-size:i])
		}
		i -= size
		if k >= 0 && end-k-size > longestSkip && end < len(raw) && strings.Trim(raw[k+size:end], " \t\\") != "" {
			k = -1
		}
		if k < 0 {
			continue // a sign that was composed; the words before it follow
		}
		end = k
		if n := len(back); n > 0 && back[n-1].At == at+i+size && back[n-1].From == from+k+size {
			back[n-1].At, back[n-1].From, back[n-1].Len = at+i, from+k, back[n-1].Len+size
			continue
		}
		back = append(back, plan.Stretch{At: at + i, From: from + k, Len: size})
	}
	add := func(s plan.Stretch) {
		if s.Len = min(s.Len, most-s.At); s.Len > 0 {
			out = append(out, s)
		}
	}
	next := at // the words up to here are placed
	for i := len(back) - 1; i >= 0; i-- {
		s := back[i]
		if gap := s.At - next; gap > 0 { // signs that were composed stand where nothing else does
			begin := s.From - gap
			if i+1 < len(back) {
				begin = back[i+1].From + back[i+1].Len
			}
			add(plan.Stretch{At: next, From: max(begin, from), Len: gap})
		}
		add(s)
		next = s.At + s.Len
	}
	if rest := at + len(words) - next; rest > 0 && len(back) > 0 {
		add(plan.Stretch{At: next, From: back[0].From + back[0].Len, Len: rest})
	} else if len(back) == 0 && composed >= 0 { // nothing but composed signs
		add(plan.Stretch{At: at, From: from + composed, Len: len(words)})
	}
	return out
}

// composedEnd finds what words end with in raw where it is written as several
// signs, such as a letter and its accent: where it begins in raw, and its length
// in words, 0 where nothing is composed there. Blanks may follow it in raw.
func composedEnd(words, raw string) (k, n int) {
	const most = 64 // bytes of a letter with its accents
	raw = strings.TrimRight(raw, blanks)
	from := max(0, len(raw)-most)
	k = norm.NFC.LastBoundary([]byte(raw[from:]))
	if k < 0 {
		return 0, 0
	}
	k += from
	composed := norm.NFC.String(raw[k:])
	if composed == raw[k:] || !strings.HasSuffix(words, composed) {
		return 0, 0
	}
	return k, len(composed)
}

// commonEnd is the length of what two strings end with, in whole characters.
func commonEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return n
}
