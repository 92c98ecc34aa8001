package view

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// along are the items without which others are not to go, and whose words go along
// with some points or were given to the room before: of each all that its party put
// in. One that no longer stands goes along with nothing.
func along(drafting *room.State, given *roomWords, points []event.Point) (out []ident.Label) {
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
		var runs [][]string
		for _, x := range putIn(it)[:2] { // as it was given
			runs = append(runs, x.changed(1)...)
		}
		there := func(run []string) bool {
			whole := len(run) >= leastHeld
			return whole && given.hasRun(run) ||
				slices.ContainsFunc(points, func(q event.Point) bool { return (whole || q.ID == it.Proposal.Point) && hasRun(q, run) })
		}
		if len(runs) > 0 && !slices.ContainsFunc(runs, func(run []string) bool { return !there(run) }) {
			out = append(out, it.Label)
		}
	}
	return out
}

// hasRun reports whether words in a row stand in a point.
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
