package notation

import (
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Read reads a wording in the conference style, as Write writes it. What is
// printed is all that can be read: a party that was not printed at a bracket
// stands in no variant of it. The variant without a code, or with parties that
// retain or would delete it, is the base's; where every variant has a proposer,
// the base has no words there.
func Read(s string) (bracket.Wording, error) {
	r := &reader{s: s}
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
	s  string
	at int
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
	for r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c == '\\' && r.at+1 < len(r.s) && strings.IndexByte(`[]\/-`, r.s[r.at+1]) >= 0:
			words.WriteByte(r.s[r.at+1])
			r.at += 2
			continue
		case c == ']', depth > 0 && (r.next(" / ") || r.next(" - ")):
			flush()
			return w, nil
		case c == '[':
			flush()
			b, err := r.bracket(depth + 1)
			if err != nil {
				return nil, err
			}
			w = append(w, bracket.Item{Bracket: b})
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
	stances []Stance
}

func (r *reader) bracket(depth int) (*bracket.Bracket, error) {
	if depth > maxDepth {
		return nil, r.fault("brackets lie too deep in each other")
	}
	r.at++
	lead := false
	if r.next(" ") {
		lead = !r.next("  ")
		r.at++
	}
	var variants []read
	for {
		w, err := r.wording(depth)
		if err != nil {
			return nil, err
		}
		v := read{wording: w}
		if r.next(" - ") {
			r.at += 3
			if v.stances, err = r.stances(); err != nil {
				return nil, err
			}
		}
		variants = append(variants, v)
		if !r.next(" / ") {
			break
		}
		r.at += 3
	}
	tail := false
	if last := &variants[len(variants)-1]; r.next(" ]") {
		tail = true
		r.at++
	} else if n := len(last.wording); n > 0 && last.stances == nil && strings.HasSuffix(last.wording[n-1].Words, " ") {
		// one blank before the bracket is everybody's, two are the variant's own
		words := &last.wording[n-1].Words
		tail = !strings.HasSuffix(*words, "  ")
		*words = (*words)[:len(*words)-1]
	}
	if !r.next("]") {
		return nil, r.fault("a bracket is opened and not closed")
	}
	r.at++
	return assemble(variants, lead, tail), nil
}

// stances reads "SEL, CG; HAR delete".
func (r *reader) stances() ([]Stance, error) {
	end := strings.IndexAny(r.s[r.at:], "]/")
	if end < 0 {
		return nil, r.fault("a bracket is opened and not closed")
	}
	text := strings.TrimRight(r.s[r.at:r.at+end], " ")
	var out []Stance
	for part := range strings.SplitSeq(text, "; ") {
		var st Stance
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

// assemble makes the bracket that is printed so.
func assemble(variants []read, lead, tail bool) *bracket.Bracket {
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
		}
		to.Holders = to.By
		to.Wording = padded(to.Wording, lead, tail)
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

// padded gives a variant the blanks that its bracket wrote for it.
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
