package align

import (
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Named matches the points of a version that say themselves which point of the base
// they are, by its identifier. What no point of the base is called is new, however
// much its words are like another's, and no point answers another one.
func Named(base, version plan.Text) []Match {
	at := make(map[ident.Point]int, len(base.Points))
	for b, p := range base.Points {
		if _, twice := at[p.ID]; !twice && p.ID != "" {
			at[p.ID] = b
		}
	}
	out := make([]Match, len(version.Points))
	for v, p := range version.Points {
		out[v] = Match{Base: -1, Sure: 1, Why: New}
		if b, known := at[p.ID]; known {
			out[v] = Match{Base: b, Sure: 1, Why: ByIdentifier}
			delete(at, p.ID) // no two stand at the same one
		}
	}
	return out
}
