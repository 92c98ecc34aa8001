package align

import (
	"cmp"
	"slices"

	"nonpaper/internal/plan"
)

// Place is one point of one version.
type Place struct{ Version, Point int }

// sameAddition is the score from which two parties' additions are the same.
const sameAddition = 0.5

// Additions groups the points that stand alone in their versions: those of
// different versions that are the same addition. A group has at most one point
// of each version. The groups come in the order of the base's point that they
// follow, then of their words, so that neither depends on the order of the
// versions; so do the places in a group.
func Additions(versions []plan.Text, matches [][]Match) [][]Place {
	type addition struct {
		Place
		after int // the base's point before it in its own text, -1 for none
		nth   int // how many additions stand between
		p     plan.Point
	}
	var all []addition
	for i, ms := range matches {
		after, nth := -1, 0
		for k, m := range ms {
			if m.Base >= 0 {
				after, nth = m.Base, 0
				continue
			}
			all = append(all, addition{Place{i, k}, after, nth, versions[i].Points[k]})
			nth++
		}
	}
	slices.SortStableFunc(all, func(a, b addition) int {
		return cmp.Or(cmp.Compare(a.after, b.after), cmp.Compare(a.nth, b.nth),
			cmp.Compare(a.p.Heading, b.p.Heading), cmp.Compare(a.p.Body, b.p.Body))
	})
	c := newCorpus()
	bags := make([]bag, len(all))
	for i, a := range all {
		bags[i] = c.bag(textOf(&a.p))
		c.count(bags[i])
	}
	rare := c.rarity()
	vectors := make([]vector, len(all))
	for i := range all {
		vectors[i] = weigh(bags[i], rare)
	}
	var groups [][]Place
	used := make([]bool, len(all))
	for i, a := range all {
		if used[i] {
			continue
		}
		group := []Place{a.Place}
		for j := i + 1; j < len(all); j++ {
			b := all[j]
			if used[j] || !sameKind(a.p.Kind, b.p.Kind) || slices.ContainsFunc(group, func(g Place) bool { return g.Version == b.Version }) {
				continue
			}
			if a.p.ID != "" && a.p.ID == b.p.ID || alike(vectors[i], vectors[j]) >= sameAddition {
				used[j] = true
				group = append(group, b.Place)
			}
		}
		groups = append(groups, group)
	}
	return groups
}
