package marked

import (
	"strings"
	"unicode/utf8"

	"nonpaper/internal/marks"
)

// before is what stands before a bracket of which the items to its left are made.
func (s *side) before(out []item, n *marks.Node, deep bool) marks.Before {
	b := marks.Before{Deep: deep}
	if k := len(out); k == 0 || k > 1 && out[k-1].words == " " && !out[k-1].hard && out[k-2].behind {
		return b // what stands before may all be missing
	} else if deep && k == 1 && strings.Trim(out[0].words, " \u2060") == "" && out[0].place == nil {
		return b // the variant's own blank, or its mark
	}
	b.Last, _ = utf8.DecodeLastRuneInString(s.in.Marks.Source[max(s.from, n.From-utf8.UTFMax):n.From])
	return b
}

// bracket makes a place of a bracket, or of several that are one place, and finds
// the blanks that its variants own by the rules of marks.
func (s *side) bracket(n *marks.Node, at marks.Before) item {
	it := item{place: []variant{}}
	var texts []string
	var own []blank
	vs := n.Variants()
	trade := n.Form == marks.Trade || s.in.Marks.Dialect == marks.InTrade || n.Kind == marks.Run && n.Children[0].Form == marks.Trade
	lead := false // a blank stands behind the opening mark
	for i, v := range vs {
		s.tell(v.Stances, true)
		it.place = append(it.place, variant{s.items(v.Children, true), v.Stances})
		b, text, blank := s.blankOf(v, i == 0 && !trade)
		lead = lead || blank
		own, texts = append(own, b), append(texts, text)
	}
	if n.Kind == marks.Run && !trade || len(vs) == 0 {
		return it // each of them is written as it reads
	}
	derived := at.Blanks(texts, lead)
	if trade {
		derived = at.Attached(texts)
	}
	for i := range it.place {
		b := own[i]
		if !b.marked {
			b.lead = derived[i]
		}
		it.place[i].items = b.put(it.place[i].items)
	}
	it.behind = at.Behind(texts, lead, absent(it.place, at.Deep))
	return it
}

// blank says which blanks a variant has by the marks at its words.
type blank struct{ marked, lead, tail bool }

// blankOf is what is marked at the words of a variant, and its source from where
// its words begin. first says that a blank before them is the bracket's, and lead
// that one stands there.
func (s *side) blankOf(v *marks.Node, first bool) (b blank, text string, lead bool) {
	from, to := v.From, v.To
	for i := range v.Children {
		if c := &v.Children[i]; c.Kind != marks.Mark {
			from = c.From
			break
		}
	}
	for i := len(v.Children) - 1; i >= 0; i-- {
		if c := &v.Children[i]; c.Kind != marks.Mark {
			to = c.To
			break
		}
	}
	to = max(from, to)
	text = s.in.Marks.Source[from:]
	if lead = first && strings.HasPrefix(text, " "); lead {
		from, text = from+1, text[1:]
	}
	for _, r := range []rune{marks.HardBlank, marks.Joiner} {
		if rest, is := strings.CutPrefix(text, string(r)); is {
			b.marked, b.lead = true, r == marks.HardBlank
			from, text = from+len(string(r)), rest
			break
		}
	}
	b.tail = strings.HasSuffix(s.in.Marks.Source[min(from, to):to], string(marks.HardBlank))
	return b, text, lead
}

// put gives the words of a variant its blanks.
func (b blank) put(items []item) []item {
	if len(items) > 0 && items[0].place == nil {
		items[0].words = strings.TrimPrefix(strings.TrimLeft(items[0].words, " "), string(marks.Joiner))
		if items[0].words == "" {
			items = items[1:]
		}
	}
	if k := len(items) - 1; b.tail && k >= 0 && items[k].place == nil {
		items[k].words = strings.TrimRight(items[k].words, " ")
	}
	lead, tail := "", ""
	if b.lead {
		lead = " "
	}
	if b.tail {
		tail = " "
	}
	if len(items) == 0 && (b.lead || b.tail) {
		return []item{{words: lead + tail}}
	}
	place := []variant{{items: items}}
	pad(place, lead, tail)
	return place[0].items
}

// absent reports whether somebody has no words at the place. In a variant it is not
// known whether that is the base, where all words have a proposer.
func absent(place []variant, deep bool) bool {
	if !deep || len(place) == 1 {
		return none(place)
	}
	for _, v := range place {
		for _, st := range v.stances {
			if st.Verb == marks.Delete || st.Verb == marks.Oppose {
				return true
			}
		}
	}
	return false
}
