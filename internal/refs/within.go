package refs

import (
	"fmt"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// within resolves a number in the point in which the reference stands: its own
// paragraphs, items and options.
func (ix *Index) within(groups []Group, t *Target, at int) {
	if at < 0 {
		t.Why = "it stands in no point"
		return
	}
	if kind := groups[0].Kind; kind == Option && !hasOption(ix.places[at].Body, t.Number) {
		t.Why = fmt.Sprintf("%s has no option %s", ix.called(at), t.Number)
		return
	} else if (kind == Paragraph || kind == Item) && !ix.inner(at, t) {
		t.Why = ix.lacks(at, kind, t.Number)
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
	return t.Number != "" && hasLabel(ix.places[at].Body, t.Number) && (t.Until == "" || hasLabel(ix.places[at].Body, t.Until))
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
					if !hasOption(p.Body, number) {
						t.Why = fmt.Sprintf("%s has no option %s", ix.called(at), number)
						return
					}
				case p.Kind == plan.KindAnnex && g.Kind != Item: // an annex numbers its own parts, not always as lines
				case !hasLabel(p.Body, number):
					t.Why = ix.lacks(at, g.Kind, number)
					return
				}
			}
			for _, label := range x.Items {
				if !hasLabel(p.Body, label) {
					t.Why = ix.lacks(at, Item, label)
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
		if !hasLabel(ix.places[at].Body, l) {
			t.Why = ix.lacks(at, Item, l)
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

// hasLabel reports whether a line of a body has the label; of a body without
// labelled lines, whether it has that many paragraphs. An item (b) may be the
// second 2. of a body that has figures only.
func hasLabel(body, label string) bool {
	want, counted := plan.ParseNumber(label)
	labels, nested := 0, 0
	lettered := false
	lines := strings.Split(body, "\n")
	for _, l := range lines {
		own, _ := plan.Label(strings.TrimLeft(l, "[{*_ "))
		if own == "" || strings.Trim(own, "-–•*—") == "" {
			continue
		}
		labels++
		own = strings.Trim(own, "().°）（、")
		if strings.EqualFold(own, label) {
			return true
		}
		lettered = lettered || !isDigits(own)
		if n, ok := plan.ParseNumber(own); ok && counted && n.Compare(want) == 0 {
			if isDigits(own) == isDigits(label) {
				return true
			}
			nested++
		}
	}
	if !lettered && nested > 1 { // Markdown prints the (a) below a 1. as a 1. too
		return true
	}
	for n := 1; labels == 0 && n <= len(lines); n++ {
		if label == fmt.Sprint(n) {
			return true
		}
	}
	return false
}

func isDigits(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// hasOption reports whether a body holds the label of an option.
func hasOption(body, number string) bool {
	body = strings.ToLower(body)
	for _, l := range Languages {
		for noun, k := range l.Nouns {
			if k != Option {
				continue
			}
			rest := body
			for {
				i := strings.Index(rest, noun+" ")
				if i < 0 {
					break
				}
				rest = rest[i+len(noun)+1:]
				if after, ok := strings.CutPrefix(strings.TrimLeft(rest, "(["), strings.ToLower(number)); ok && strings.IndexAny(after, ":.)]( *") == 0 {
					return true
				}
			}
		}
	}
	return false
}
