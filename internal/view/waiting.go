package view

import (
	"maps"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Owed is something that somebody is waited for with.
type Owed struct {
	By    ident.Code // the party; "" for the secretariat
	What  string     // in words
	On    string     // a point's number, or the label of what was given
	Since event.When
	Until int64          // Unix µs, 0 for no date
	Due   *room.Reckoned // of a deadline or a pen: by when, or why it has no date; nil for others
}

// Waiting lists who owes what, as a room knows it: the parties the confirmation of
// what was recorded on their behalf and of what they agreed ad referendum, and in
// the drafting room the secretariat an answer to what it took in, and a decision on
// what cannot stand in the text as it is. The secretariat comes first, then the
// parties in printed order. now (Unix µs) is when.
func Waiting(s *room.State, statuses []PointStatus, pending []*room.Item, now int64) []Owed {
	var out []Owed
	for _, it := range pending {
		out = append(out, Owed{What: "carry over: made on words that have changed since", On: string(it.Label), Since: it.When})
	}
	revised := s.Revised()
	for _, it := range s.Items {
		if !it.Live() || revised[it] != nil {
			continue
		}
		if it.Source.Label != "" && it.Position == nil && len(it.Fates) == 0 && (it.Proposal != nil || it.Concern != nil) {
			out = append(out, Owed{What: "say what became of it", On: string(it.Label), Since: it.When})
		}
		if it.Confirmed() {
			continue
		}
		for _, p := range it.Sponsors() {
			out = append(out, Owed{By: p, What: "confirm or disown what was recorded on its behalf", On: string(it.Label), Since: it.When})
		}
	}
	out = append(out, runs(s, now)...)
	for i := range statuses {
		st := &statuses[i]
		for _, p := range st.Owed {
			what := "confirm what was agreed ad referendum"
			if p.Stands == room.StandsUnseen {
				what = "show authority, or confirm: agreed, authority not seen"
			}
			out = append(out, Owed{By: p.Party, What: what, On: "point " + st.Number, Since: p.Agreed.When, Until: p.Agreed.Until})
		}
	}
	return byWhom(out, s)
}

// byWhom puts what is owed in the order of those who owe it, ourselves first, then the
// parties as a room prints them; what one owes stays in its order.
func byWhom(list []Owed, s *room.State) []Owed {
	of := map[ident.Code][]Owed{}
	for _, o := range list {
		of[o.By] = append(of[o.By], o)
	}
	codes := slices.SortedFunc(maps.Keys(of), func(a, b ident.Code) int {
		if a == "" || b == "" {
			return strings.Compare(string(a), string(b))
		}
		return s.Compare(a, b)
	})
	out := list[:0]
	for _, c := range codes {
		out = append(out, of[c]...)
	}
	return out
}

// runs is what is waited for by a date: those who were asked in a silence that has not
// ended, and from the secretariat whether a meeting took place whose day is over.
func runs(s *room.State, now int64) (out []Owed) {
	for _, m := range s.Meetings {
		if m.Status() == room.MeetingPlanned && m.Kind != event.Deadline && Over(&m.On, now) {
			out = append(out, Owed{What: "say whether it took place", On: string(m.Label), Since: m.On.ByClock()})
		}
	}
	for _, x := range s.Silences {
		if x.Until <= now || x.Broken() {
			continue
		}
		for _, c := range x.Parties {
			if !slices.ContainsFunc(x.Breaks, func(b room.Break) bool { return b.Party == c }) {
				out = append(out, Owed{By: c, What: "object, or have no objection", On: string(x.Label), Since: x.When, Until: x.Until})
			}
		}
	}
	return out
}
