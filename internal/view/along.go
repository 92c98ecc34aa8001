package view

import (
	"slices"

	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// along are the items without which others are not to go, and whose words go along
// with some points or were given to the room before: of each all that its party put
// in. One that no longer stands goes along with nothing.
func along(drafting *room.State, to ident.Room, points []event.Point) (out []ident.Label) {
	wanted := map[ident.Label]bool{}
	for _, it := range drafting.Items {
		if it.Now.With != "" {
			wanted[it.Now.With] = true
		}
	}
	for _, it := range drafting.Items {
		if !wanted[it.Label] || it.Proposal == nil || !it.Live() {
			continue
		}
		runs := changed(it.Proposal, 1)
		there := func(run []string) bool {
			whole := len(run) >= leastHeld
			return whole && wasGivenRun(drafting, to, run) ||
				slices.ContainsFunc(points, func(q event.Point) bool { return (whole || q.ID == it.Proposal.Point) && hasRun(q, run) })
		}
		if len(runs) > 0 && !slices.ContainsFunc(runs, func(run []string) bool { return !there(run) }) {
			out = append(out, it.Label)
		}
	}
	return out
}

// changed are the words that a proposal puts into a heading and a wording, in
// stretches of so many and more.
func changed(p *event.Proposed, least int) [][]string {
	var out [][]string
	for _, pair := range [][2]string{{p.BaseHeading, p.Heading}, {p.BaseBody, p.Body}} {
		if pair[1] == "" || pair[0] == pair[1] {
			continue
		}
		c, err := compare.Whole(pair[0], pair[1], collate.Word)
		if err != nil || len(c.Points) == 0 {
			continue
		}
		for _, r := range c.Points[0].Wording {
			if w := wordsOf(event.Point{Body: r.New}); r.New != "" && len(w) >= least {
				out = append(out, w)
			}
		}
	}
	return out
}
