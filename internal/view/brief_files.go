package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Files are what the secretariat's parts of packs are drawn from, put in order once for
// all of them.
type Files struct {
	drafting *room.State
	seats    []*room.State
	lines    []Line
	printed  map[ident.Code][]Printed
	links    []Linkage
	words    map[wording]int // each wording that was given, numbered
	given    map[ident.Code]map[int]bool
	said     map[uint64][]int // the wordings of each conveyance
	current  []event.Point    // of the working texts
	others   []OtherHolds
	ideas    []Idea
	changed  map[*room.Item]string
	members  map[ident.Code][]*room.State // rooms that somebody of a party reads
	numbers  map[ident.Point]string
}

type wording struct {
	id            ident.Point
	heading, body string
}

// NewFiles puts in order what the secretariat's parts are drawn from: the drafting room,
// the rooms that the actor reads, the instruments as they are compiled and how the
// linkages stand.
func NewFiles(drafting *room.State, seats []*room.State, texts []bracket.Text, links []Linkage) *Files {
	f := &Files{drafting: drafting, seats: seats, lines: Ledger(drafting, seats), printed: map[ident.Code][]Printed{}, links: links,
		words: map[wording]int{}, given: map[ident.Code]map[int]bool{}, changed: map[*room.Item]string{}, members: map[ident.Code][]*room.State{}, numbers: map[ident.Point]string{}}
	for i := range texts {
		f.print(&texts[i])
	}
	for _, in := range drafting.Instruments {
		for _, q := range in.Points {
			f.numbers[q.ID] = q.Number
			if !q.Deleted {
				f.current = append(f.current, q.Point)
			}
		}
	}
	f.said = map[uint64][]int{}
	for i := range f.lines {
		l := &f.lines[i]
		if !l.Told() || l.Own || l.Party == "" || rank(l.Level) < rank(event.KnowsWords) {
			continue
		}
		ids := f.wordings(l)
		if f.given[l.Party] == nil {
			f.given[l.Party] = map[int]bool{}
		}
		for _, id := range ids {
			f.given[l.Party][id] = true
		}
	}
	for _, s := range seats {
		for who := range s.Members {
			if code := s.PartyOf(who); code != "" && s.Reads(who) && !slices.Contains(f.members[code], s) {
				f.members[code] = append(f.members[code], s)
			}
		}
		if s.Kind == event.RoomPlenary {
			for code := range s.Parties {
				if takesPart(s, code) && !slices.Contains(f.members[code], s) {
					f.members[code] = append(f.members[code], s)
				}
			}
		}
	}
	f.holdings()
	f.putForward()
	return f
}

// wordings are the numbers of the wordings that were conveyed in one act.
func (f *Files) wordings(l *Line) []int {
	ids, done := f.said[l.Seq]
	if done {
		return ids
	}
	for k := range l.Points {
		w := wording{l.Points[k].ID, l.Points[k].Heading, l.Points[k].Body}
		n, there := f.words[w]
		if !there {
			n = len(f.words)
			f.words[w] = n
		}
		ids = append(ids, n)
	}
	f.said[l.Seq] = ids
	return ids
}

// print finds at which variants each party is printed.
func (f *Files) print(text *bracket.Text) {
	for i := range text.Points {
		add := func(b *bracket.Bracket) bool {
			for k := range b.Variants {
				v := &b.Variants[k]
				for _, c := range v.By {
					if c == ident.Base {
						continue
					}
					p := Printed{Bracket: b.Number, Words: plainReading(v.Wording)}
					for _, o := range v.By {
						switch o {
						case ident.Base:
							p.Base = true
						case c:
						default:
							p.With = append(p.With, o)
						}
					}
					f.printed[c] = append(f.printed[c], p)
				}
			}
			return true
		}
		text.Points[i].Heading.Brackets(add)
		text.Points[i].Wording.Brackets(add)
	}
}

// asked are the parties that packs can be about, in printed order.
func asked(s *room.State) (out []ident.Code) {
	for _, q := range s.InOrder() {
		if !slices.Contains(q.Roles, event.RoleMediator) && len(q.PartyIntroduced.Members) == 0 {
			out = append(out, q.Code)
		}
	}
	return out
}

// holdings finds what each party holds.
func (f *Files) holdings() {
	for _, code := range asked(f.drafting) {
		h := OtherHolds{Party: code, Of: len(f.current)}
		var mine []*Line
		for i := range f.lines {
			if l := &f.lines[i]; l.Told() && !l.Own && l.Party == code {
				mine = append(mine, l)
			}
		}
		slices.SortStableFunc(mine, func(a, b *Line) int { return cmp.Compare(a.When.From, b.When.From) })
		for _, l := range mine {
			if l.Whole && rank(l.Level) >= rank(event.KnowsWords) {
				h.Label, h.When, h.Since = l.Label, l.When, nil
			} else {
				h.Since = append(h.Since, l.Label)
			}
		}
		for i := range f.current {
			if n, known := f.words[wording{f.current[i].ID, f.current[i].Heading, f.current[i].Body}]; known && f.given[code][n] {
				h.Same++
			}
		}
		f.others = append(f.others, h)
	}
}

// putForward finds the mediator's own ideas: what was conveyed under a label of
// proposals, one idea for what was put to several in one act or in the same words.
func (f *Files) putForward() {
	type same struct {
		label ident.Label
		gist  string
		act   uint64
	}
	at := map[same]int{}
	for _, c := range f.drafting.Conveyed {
		if c.Whole && c.Mode != event.ModeBriefed || !isProposal(c.Label) {
			continue
		}
		k := same{c.Label, c.Gist, c.Act}
		i, there := at[k]
		if !there {
			i = len(f.ideas)
			at[k] = i
			idea := Idea{Label: c.Label, When: c.When, Words: c.Gist}
			for _, q := range c.Points {
				idea.Points = append(idea.Points, q.Number)
				if c.Gist == "" {
					idea.Words = strings.TrimSpace(idea.Words + " " + q.Body)
				}
			}
			f.ideas = append(f.ideas, idea)
		}
		for _, k := range c.Copies {
			if !slices.Contains(f.ideas[i].To, k.Party) {
				f.ideas[i].To = append(f.ideas[i].To, k.Party)
			}
		}
	}
	for i := range f.ideas {
		x := &f.ideas[i]
		for _, it := range f.drafting.Items {
			on := it.Reply != nil && it.Reply.On == x.Label || it.Position != nil && it.Position.On == x.Label
			if on && it.Live() && slices.ContainsFunc(it.Sponsors(), func(c ident.Code) bool { return slices.Contains(x.To, c) }) {
				x.Said = append(x.Said, it)
			}
		}
	}
}
