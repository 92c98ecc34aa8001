// Package marked makes the model of a bracketed text out of one that people
// wrote: agreed words, brackets, variants, and who holds which.
//
// It promises that every word of the text is in the model, in its order: agreed,
// or in a variant of a bracket. It keeps to these rules:
//
//   - Who proposes, supports or retains words in an attribution holds them. In a
//     bracket with attributions the base holds the variant that nobody proposes,
//     and none of the words where all have a proposer; whoever is named at the
//     point and not in the bracket reads there as the base does.
//   - Who would delete words holds the variant without words, and who opposes a
//     proposal reads as the base does.
//   - Where nobody is named, the base holds the first variant: of [15][25][40]
//     it reads 15, and of a lone bracket its words. For the others there are
//     readings, holders that are no parties and are never printed: reading-2 has
//     the second variant of every such bracket, and the variant without words of
//     a lone one. There are as many readings as are needed for every such
//     variant to be held by one.
//   - A bracket that spans paragraphs or points is a bracket in each point that
//     it touches, with the point's share of its words. One around a whole point
//     is around its heading and its wording.
//   - Options are variants. "No text" is the variant without words.
//   - What says nothing of who wants which words is not kept as a mark, and is
//     told: reserves, bare objections, considerations. End marks, placeholders
//     and slots are brackets with one variant; instructions and links are words.
//   - A bracket owns the blank or line end that comes and goes with its words.
//
// It refuses to choose: two variants that read the same are one.
package marked

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
)

// Input is a bracketed text as it was read: its points, where in the source
// their words stand, and the marks of the source.
type Input struct {
	Text    plan.Text
	Origins []plan.Origin // as long as Text.Points
	Marks   *marks.Read
}

// Reading is the code of the n-th reading, from 2.
func Reading(n int) ident.Code { return ident.Code(fmt.Sprintf("reading-%02d", n)) }

// IsReading reports whether a code is that of a reading and not of a party.
func IsReading(c ident.Code) bool { return strings.HasPrefix(string(c), "reading-") }

// Text makes the model. Notes say what of the text has no place in it, with the
// lines of the source.
func Text(in Input) (bracket.Text, []plan.Note) {
	m := maker{in: in, noted: map[int]bool{}}
	out := bracket.Text{Texts: map[ident.Code]bracket.Source{}, Sequence: map[ident.Code][]bracket.Place{}}
	ids := compile.Identities(in.Text.Points)
	drafts := make([]draft, len(in.Text.Points))
	for i, p := range in.Text.Points {
		d := &drafts[i]
		d.heading = m.side(p.Heading, in.Origins[i].Heading, &d.named)
		d.wording = m.side(p.Body, in.Origins[i].Body, &d.named)
		slices.Sort(d.named)
		d.named = slices.Compact(d.named)
		out.Parties = append(out.Parties, d.named...)
		m.readings = max(m.readings, cover(d.heading), cover(d.wording))
	}
	slices.Sort(out.Parties)
	out.Parties = slices.Compact(out.Parties)
	var readings []ident.Code
	for n := 2; n <= m.readings; n++ {
		readings = append(readings, Reading(n))
	}
	source := bracket.Source{Title: in.Text.Title, Front: in.Text.Front, Complete: in.Text.Complete}
	out.Texts[ident.Base] = source
	for _, c := range out.Parties {
		out.Texts[c] = bracket.Source{Title: in.Text.Title}
	}
	source.Complete = true // a point that a reading has not, is not in it
	for _, c := range readings {
		out.Texts[c] = source
	}
	for i, p := range in.Text.Points {
		d := drafts[i]
		everybody := holders{base: true, parties: d.named, readings: readings}
		to := bracket.Point{
			ID: ids[i], Kind: p.Kind, Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part,
			Heading: settle(d.heading, everybody), Wording: settle(d.wording, everybody),
		}
		for _, c := range slices.Concat([]ident.Code{ident.Base}, d.named, readings) {
			has := p.Act != plan.ActNone || to.Heading.Reading(c) != "" || to.Wording.Reading(c) != "" || len(to.Heading)+len(to.Wording) == 0
			if has || c != ident.Base {
				to.Speaks = append(to.Speaks, c)
			}
			if has {
				place := bracket.Place{
					ID: to.ID, Own: p.ID, Kind: p.Kind, Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part, Act: p.Act, After: p.After,
				}
				if c != ident.Base {
					place.Sure, place.Why = 1, "read"
				}
				out.Sequence[c] = append(out.Sequence[c], place)
			}
		}
		out.Points = append(out.Points, to)
	}
	out.Number()
	slices.SortStableFunc(m.notes, func(a, b plan.Note) int { return a.Line - b.Line })
	return out, m.notes
}

// draft is a point in the making.
type draft struct {
	heading, wording []item
	named            []ident.Code
}

// item is words or a place where they are not agreed.
type item struct {
	words string
	place []variant // nil for words
}

// variant is one of the competing wordings, and what is said of it.
type variant struct {
	items   []item
	stances []marks.Stance
}

// maker makes the drafts of points.
type maker struct {
	in       Input
	readings int
	notes    []plan.Note
	noted    map[int]bool // stances that were told, by their place
}

// side makes the items of a heading or a body, and gathers who is named in it.
func (m *maker) side(words string, origin []plan.Stretch, named *[]ident.Code) []item {
	dialect := m.in.Marks.Dialect
	if len(origin) == 0 {
		if words == "" {
			return nil
		}
		return []item{{words: dialect.Plain(words)}}
	}
	last := origin[len(origin)-1]
	s := side{maker: m, words: words, origin: origin, from: origin[0].From, to: last.From + last.Len, named: named}
	return tidy(s.items(m.in.Marks.Nodes))
}

// side is a heading or a body, and its stretch of the source.
type side struct {
	*maker
	words    string
	origin   []plan.Stretch
	from, to int
	next     int // the stretch at which the search goes on
	named    *[]ident.Code
}

// at says where in the words a place of the source stands: behind the last of
// them that stands before it.
func (s *side) at(place int) int {
	for s.next > 0 && s.origin[s.next-1].From >= place {
		s.next--
	}
	for s.next < len(s.origin) && s.origin[s.next].From < place {
		s.next++
	}
	if s.next == 0 {
		return 0
	}
	o := s.origin[s.next-1]
	if place >= s.to {
		return len(s.words)
	}
	return o.At + min(o.Len, place-o.From)
}

// items makes items of the nodes that touch the side.
func (s *side) items(ns []marks.Node) []item {
	first, _ := slices.BinarySearchFunc(ns, s.from, func(n marks.Node, at int) int {
		if n.To <= at {
			return -1
		}
		return 1
	})
	var out []item
	for i := first; i < len(ns) && ns[i].From < s.to; i++ {
		n := &ns[i]
		switch n.Kind {
		case marks.Words:
			out = addWords(out, s.in.Marks.Dialect.Plain(s.between(n)))
		case marks.Hidden, marks.Note, marks.Link, marks.Instruction:
			out = addWords(out, s.between(n))
		case marks.Bracket:
			s.tell(n.Stances, false)
			out = append(out, item{place: s.variants(n)})
		case marks.Run:
			out = append(out, item{place: s.variants(n)})
		case marks.Options:
			out = append(out, s.options(n)...)
		}
	}
	return out
}

func (s *side) between(n *marks.Node) string {
	from := s.at(n.From)
	return s.words[from:max(from, s.at(n.To))]
}

func addWords(out []item, words string) []item {
	if words == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].place == nil {
		out[n-1].words += words
		return out
	}
	return append(out, item{words: words})
}

func (s *side) variants(n *marks.Node) []variant {
	out := []variant{}
	for _, v := range n.Variants() {
		s.tell(v.Stances, true)
		out = append(out, variant{s.items(v.Children), v.Stances})
	}
	return out
}

// options makes a place of a series of options; the line end between them is
// no word of theirs, and that behind the last stands behind the place.
func (s *side) options(n *marks.Node) []item {
	var place []variant
	tail := ""
	for i := range n.Children {
		o := &n.Children[i]
		s.tell(o.Stances, true)
		items := s.items(o.Children)
		if len(items) > 0 && items[0].place == nil {
			items[0].words = strings.TrimLeft(items[0].words, "\n ")
		}
		tail = ""
		if k := len(items) - 1; k >= 0 && items[k].place == nil {
			bare := strings.TrimRight(items[k].words, "\n ")
			tail = items[k].words[len(bare):]
			items[k].words = bare
		}
		items = slices.DeleteFunc(items, func(it item) bool { return it.place == nil && it.words == "" })
		if len(items) == 1 && marks.IsNoText(first(items[0])) {
			items = nil
		}
		if o.From < s.to && o.To > s.from {
			place = append(place, variant{items, o.Stances})
		}
	}
	if len(place) == 0 {
		return nil
	}
	return addWords([]item{{place: place}}, tail)
}

// first is what an item says where nobody is named.
func first(it item) string {
	if len(it.place) > 0 {
		return flat(it.place[0].items)
	}
	return it.words
}

// tell gathers the parties that are named, and notes what has no place in the
// model. chosen says that the stances are those of a variant.
func (s *side) tell(sts []marks.Stance, chosen bool) {
	for _, st := range sts {
		for _, c := range st.Parties {
			if c != ident.Base {
				*s.named = append(*s.named, c)
			}
		}
		kept := chosen && (st.Verb.Wants() || st.Verb == marks.Delete || st.Verb == marks.Oppose)
		if kept || s.noted[st.From] {
			continue
		}
		s.noted[st.From] = true
		what := string(st.Verb)
		if st.Kind != "" {
			what += " (" + st.Kind + ")"
		}
		if st.Pending != "" {
			what += " pending " + st.Pending
		}
		s.notes = append(s.notes, plan.Note{Line: st.Line, Text: fmt.Sprintf("%s: %q says nothing of who wants which words, and is not kept", codes(st.Parties), what)})
	}
}

func codes(list []ident.Code) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return strings.Join(out, ", ")
}
