package view

import (
	"slices"
	"strings"

	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
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
//
// Only words that are the same are held. What is lightly reworded is reported by
// Recognisable and not refused: that detector is wrong now and then, and a mediator
// who is refused a wording of their own, for the sake of a proposal that they may
// not speak of, could neither explain it nor send it.
func HeldWords(drafting *room.State, to ident.Room, parties []ident.Code, points []event.Point, at int64) []Held {
	var out []Held
	in, given := indexed(points), givenTo(drafting, to)
	together := along(drafting, given, points)
	for _, it := range drafting.Items {
		if it.Proposal == nil {
			continue
		}
		may, why := MayConvey(it, parties, false, at, together)
		if may {
			continue
		}
		for _, x := range putIn(it) {
			if !in.mayHold(x) {
				continue
			}
			for _, run := range x.changed(leastHeld) {
				for _, k := range in.pointsWith(run) {
					q := points[k]
					for _, same := range in.stretches(k, run) {
						own := q.ID == it.Proposal.Point || q.ID == Gist && len(same) == len(run) // told in short, a party's whole change is its own
						if given.hasRun(same) || !own && !given.strange(same) {
							continue
						}
						out = append(out, Held{it.Label, it.Parties, it.Now, q.Number, strings.Join(same, " "), why})
					}
				}
			}
		}
	}
	return out
}

// rewording is words that somebody put in the place of others.
type rewording struct{ base, by string }

// putIn are the rewordings by an item's givers: of a heading and a wording in what
// they gave, and of the wording in what it became when somebody carried it over by
// hand, who had it from them.
func putIn(it *room.Item) []rewording {
	p := it.Proposal
	out := []rewording{{p.BaseHeading, p.Heading}, {p.BaseBody, p.Body}}
	for i := range it.Carries {
		if c := &it.Carries[i]; c.How == event.ByHand && c.Body != "" {
			out = append(out, rewording{c.BaseBody, c.Body})
		}
	}
	return out
}

// changed are the words that are put in, in stretches of so many and more: those
// between words of the base.
func (x rewording) changed(least int) [][]string {
	if x.by == "" || x.by == x.base {
		return nil
	}
	c, err := compare.Whole(x.base, x.by, collate.Word)
	if err != nil || len(c.Points) == 0 {
		return nil
	}
	var out [][]string
	for _, r := range c.Points[0].Wording {
		if w := wordsOf(event.Point{Body: r.New}); r.New != "" && len(w) >= least {
			out = append(out, w)
		}
	}
	return out
}
