package view

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Held is words that may not be conveyed as they stand, and why.
type Held struct {
	Item  ident.Label // as the drafting room calls it
	Party []ident.Code
	Terms event.Terms
	Point string // printed number of the point in which they stand
	Words string
	Why   string
}

// Place says where they stand.
func (h *Held) Place() string {
	if h.Point == "" {
		return "what is conveyed"
	}
	return "point " + h.Point
}

// MayConvey says whether an item's words may go to some parties at a moment, and
// if not why. What a party gave may always go back to it.
func MayConvey(it *room.Item, to []ident.Code, attributed bool, at int64, along []ident.Label) (bool, string) {
	if len(to) > 0 && !slices.ContainsFunc(to, func(p ident.Code) bool { return !slices.Contains(it.Parties, p) }) {
		return true, ""
	}
	switch {
	case it.Now.Release == event.ReleaseMediator || it.Now.Release == "":
		return false, "for the mediator only"
	case it.Now.NotBefore > at:
		return false, "not before a date that is to come"
	case it.Now.With != "" && !slices.Contains(along, it.Now.With):
		return false, "only together with " + string(it.Now.With)
	case attributed && it.Now.Release != event.ReleaseAttributed:
		return false, "as the mediator's own idea, not attributed"
	}
	return true, ""
}

// leastHeld is how many words in a row of what a party changed make them known
// for its own.
const leastHeld = 3

// Gist is what HeldWords calls, among points, what is said of them: no point is
// called so.
const Gist ident.Point = "(gist)"

// HeldWords finds, in points that are to be conveyed, what parties put into them
// on terms that forbid it: words in a row that a party's proposal has and the text
// that it was made on has not, in the same point, and that the receivers were not
// given before; in another point only where most of the words are strange to the
// receivers, since a turn of phrase belongs to nobody. Also what was withdrawn or disowned was
// given on its terms.
func HeldWords(drafting *room.State, to ident.Room, parties []ident.Code, points []event.Point, at int64) []Held {
	var out []Held
	together := along(drafting, to, points)
	for _, it := range drafting.Items {
		if it.Proposal == nil {
			continue
		}
		may, why := MayConvey(it, parties, false, at, together)
		if may {
			continue
		}
		for _, run := range putIn(it) {
			for _, q := range points {
				for _, same := range stretches(wordsOf(q), run) {
					own := q.ID == it.Proposal.Point || q.ID == Gist && len(same) == len(run) // told in short, a party's whole change is its own
					if q.Deleted || wasGivenRun(drafting, to, same) || !own && !strange(drafting, to, same) {
						continue
					}
					out = append(out, Held{it.Label, it.Parties, it.Now, q.Number, strings.Join(same, " "), why})
				}
			}
		}
	}
	return out
}

// putIn are the words that an item's givers put in, in stretches: in what they gave,
// and in what it became when somebody carried it over by hand, who had it from them.
func putIn(it *room.Item) [][]string {
	var out [][]string
	if it.Proposal.Body != "" {
		out = ChangedRuns(it.Proposal)
	}
	for i := range it.Carries {
		if c := &it.Carries[i]; c.How == event.ByHand && c.Body != "" {
			out = append(out, ChangedRuns(&event.Proposed{Body: c.Body, BaseBody: c.BaseBody})...)
		}
	}
	return out
}

// ChangedRuns are the words that a proposal puts in, in stretches: those between
// words of the base.
func ChangedRuns(p *event.Proposed) [][]string { return changed(p, leastHeld) }

// stretches are the longest stretches of words, of leastHeld and more, that stand in
// both.
func stretches(text, run []string) [][]string {
	var out [][]string
	for i := 0; i < len(run); {
		best := 0
		for j := range text {
			n := 0
			for i+n < len(run) && j+n < len(text) && strings.EqualFold(run[i+n], text[j+n]) {
				n++
			}
			best = max(best, n)
		}
		if best < leastHeld {
			i++
			continue
		}
		out = append(out, run[i:i+best])
		i += best
	}
	return out
}

func hasRun(p event.Point, run []string) bool {
	if p.Deleted {
		return false
	}
	w := wordsOf(p)
	for i := 0; i+len(run) <= len(w); i++ {
		if slices.EqualFunc(w[i:i+len(run)], run, strings.EqualFold) {
			return true
		}
	}
	return false
}

func wasGivenRun(drafting *room.State, to ident.Room, run []string) bool {
	return slices.ContainsFunc(drafting.Conveyed, func(c *room.Conveyed) bool {
		return c.Room == to && c.Mode != event.ModeBriefed && slices.ContainsFunc(c.Points, func(p event.Point) bool { return hasRun(p, run) })
	})
}

// strange reports whether a room has not been given so many of the words in any
// text: then they are nobody's turn of phrase.
func strange(drafting *room.State, to ident.Room, run []string) bool {
	known := map[string]bool{}
	for _, c := range drafting.Conveyed {
		if c.Room != to || c.Mode == event.ModeBriefed {
			continue
		}
		for _, p := range c.Points {
			for _, w := range wordsOf(p) {
				known[strings.ToLower(w)] = true
			}
		}
	}
	n := 0
	for _, w := range run {
		if !known[strings.ToLower(w)] {
			n++
		}
	}
	return n >= leastHeld
}

// Reuse is wording by which a source may be recognised: words in a row that are
// the same as those of a party, and that the receivers did not have before.
type Reuse struct {
	Item  ident.Label
	Party []ident.Code
	Point string
	Words int
}

// leastReuse is how many words in a row make a source recognisable.
const leastReuse = 8

// Recognisable finds such wording in any point, of items that may be conveyed: it
// is allowed, and whoever hands it over should know.
func Recognisable(drafting *room.State, to ident.Room, parties []ident.Code, points []event.Point) []Reuse {
	var out []Reuse
	for _, it := range drafting.Items {
		p := it.Proposal
		if p == nil || len(parties) > 0 && !slices.ContainsFunc(parties, func(c ident.Code) bool { return !slices.Contains(it.Parties, c) }) {
			continue
		}
		for _, run := range putIn(it) {
			if len(run) < leastReuse || wasGivenRun(drafting, to, run[:leastReuse]) {
				continue
			}
			for _, q := range points {
				if n := longest(wordsOf(q), run); n >= leastReuse {
					out = append(out, Reuse{it.Label, it.Parties, q.Number, n})
				}
			}
		}
	}
	return out
}

// longest is the length of the longest stretch that two lists of words share.
func longest(a, b []string) int {
	best := 0
	row := make([]int, len(b)+1)
	for _, x := range a {
		last := 0
		for j, y := range b {
			now := row[j+1]
			if strings.EqualFold(x, y) {
				row[j+1] = last + 1
				best = max(best, last+1)
			} else {
				row[j+1] = 0
			}
			last = now
		}
	}
	return best
}
