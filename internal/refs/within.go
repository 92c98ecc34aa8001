package refs

import (
	"fmt"
	"strconv"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// within resolves a number in the point in which the reference stands: its own
// paragraphs, items and options.
func (ix *Index) within(groups []Group, t *Target, at int) {
	if at < 0 {
		t.Lack, t.Why = Uncounted, "it stands in no point"
		return
	}
	if kind := groups[0].Kind; kind == Option && !ix.of(at).options[strings.ToLower(t.Number)] {
		t.Lack, t.Why = Lacks, fmt.Sprintf("%s has no option %s", ix.called(at), t.Number)
		return
	} else if (kind == Paragraph || kind == Item) && !ix.inner(at, t) {
		t.Lack, t.Why = Lacks, ix.lacks(at, kind, t.Number)
		return
	}
	t.Points = []ident.Point{ix.places[at].ID}
	t.stem = -1 // names nothing that has a point's number
	if len(groups) > 1 {
		ix.below(groups[1:], t, at)
	}
	if t.Why == "" {
		ix.items(t, at)
	}
}

// inner reports whether a point has a paragraph or item of the number; without
// any labels its paragraphs are counted.
func (ix *Index) inner(at int, t *Target) bool {
	return t.Number != "" && ix.of(at).has(t.Number) && (t.Until == "" || ix.of(at).has(t.Until))
}

// below checks what is named within a point: paragraph 2 of Article 5.
func (ix *Index) below(groups []Group, t *Target, at int) {
	p := ix.places[at]
	for _, g := range groups {
		for _, x := range g.Targets {
			for _, number := range []string{x.Number, x.Until} {
				switch {
				case number == "":
				case g.Kind == Option:
					if !ix.of(at).options[strings.ToLower(number)] {
						t.Lack, t.Why = Lacks, fmt.Sprintf("%s has no option %s", ix.called(at), number)
						return
					}
				case p.Kind == plan.KindAnnex && g.Kind != Item: // an annex numbers its own parts, not always as lines
				case !ix.of(at).has(number):
					t.Lack, t.Why = Lacks, ix.lacks(at, g.Kind, number)
					return
				}
			}
			for _, label := range x.Items {
				if !ix.of(at).has(label) {
					t.Lack, t.Why = Lacks, ix.lacks(at, Item, label)
					return
				}
			}
		}
	}
}

// items checks the labels behind a number: the (a) of point 6 (a), the 2 of 4.2.
func (ix *Index) items(t *Target, at int) {
	labels := t.Items
	if t.stem > 0 && t.stem < len(t.Number) {
		labels = append([]string{strings.TrimPrefix(t.Number[t.stem:], ".")}, labels...)
	}
	for _, l := range labels {
		if !ix.of(at).has(l) {
			t.Lack, t.Why = Lacks, ix.lacks(at, Item, l)
			return
		}
	}
}

func (ix *Index) lacks(at int, kind Kind, number string) string {
	if kind == Item {
		return fmt.Sprintf("%s has no item (%s)", ix.called(at), number)
	}
	return fmt.Sprintf("%s has no %s %s", ix.called(at), kind, number)
}

// called is how a point is spoken of: Article 5, point 7, the preamble.
func (ix *Index) called(at int) string {
	p := ix.places[at]
	switch {
	case p.Label != "":
		return strings.TrimSpace(p.Label + " " + p.Number)
	case p.Number == "":
		return "the " + string(p.Kind)
	case p.Kind == plan.KindDefinition:
		return "point " + p.Number
	}
	return string(p.Kind) + " " + p.Number
}

// labels are the labels of the lines of a body.
type labels struct {
	typed    map[string]bool // as typed, in small letters
	figures  map[string]int  // lines by the key of their number, in figures
	others   map[string]bool // lines by the key of their number, in letters
	lettered bool            // there are lines with letters
	lines    int             // of a body without labelled lines
	options  map[string]bool // numbers of options
}

// of gives the labels of a place.
func (ix *Index) of(at int) *labels {
	if ix.labels[at] == nil {
		ix.labels[at] = labelsOf(ix.places[at].Body)
	}
	return ix.labels[at]
}

func labelsOf(body string) *labels {
	out := &labels{typed: map[string]bool{}, figures: map[string]int{}, others: map[string]bool{}, options: map[string]bool{}}
	labelled, lines := 0, 0
	for l := range strings.SplitSeq(body, "\n") {
		lines++
		own, _ := plan.Label(strings.TrimLeft(l, "[{*_ "))
		if own == "" || strings.Trim(own, "-–•*—") == "" {
			continue
		}
		labelled++
		own = strings.Trim(own, "().°）（、")
		out.typed[strings.ToLower(own)] = true
		n, ok := plan.ParseNumber(own)
		switch {
		case !isDigits(own):
			out.lettered = true
			if ok {
				out.others[n.Key()] = true
			}
		case ok:
			out.figures[n.Key()]++
		}
	}
	if labelled == 0 {
		out.lines = lines
	}
	out.findOptions(body)
	return out
}

// has reports whether a line has the label; of a body without labelled lines,
// whether it has that many paragraphs. An item (b) may be the second 2. of a body
// that has figures only: Markdown prints the (a) below a 1. as a 1. too.
func (l *labels) has(label string) bool {
	if l.typed[strings.ToLower(label)] {
		return true
	}
	n, ok := plan.ParseNumber(label)
	if !ok {
		return false
	}
	key := n.Key()
	if isDigits(label) {
		k, err := strconv.Atoi(label)
		return l.figures[key] > 0 || err == nil && k > 0 && k <= l.lines
	}
	return l.others[key] || !l.lettered && l.figures[key] > 1
}

func isDigits(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// findOptions finds the labels of options: "Option 2:", "Option (a)", "[Option II]".
func (l *labels) findOptions(body string) {
	lower := strings.ToLower(body)
	for _, noun := range []string{"option ", "alternative "} {
		for rest := lower; ; {
			i := strings.Index(rest, noun)
			if i < 0 {
				break
			}
			rest = rest[i+len(noun):]
			after := strings.TrimLeft(rest, "([")
			if end := strings.IndexAny(after, ":.)]( *\n"); end > 0 && end < 8 {
				l.options[after[:end]] = true
			}
		}
	}
}
