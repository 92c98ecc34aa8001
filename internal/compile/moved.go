package compile

import (
	"math"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

// minMoved is how many words a sentence must have for its move to be worth a
// mark; shorter ones occur twice by chance.
const minMoved = 4

// site is where a sentence of one variant stands.
type site struct {
	bracket *bracket.Bracket
	variant int
}

// markMoves marks a sentence or more that a version has in another place of the
// same wording: at the variant that holds it in the base's place, and at the
// variant that holds it in the new one. The marks are the numbers of the
// brackets, so the text has to be numbered before.
func markMoves(w bracket.Wording) {
	left := map[string]site{} // sentences that the base has and others lack here
	var sites []site
	w.Brackets(func(b *bracket.Bracket) bool {
		for k := range b.Variants {
			sites = append(sites, site{b, k})
			if v := &b.Variants[k]; slices.Contains(v.Holders, ident.Base) {
				for _, s := range longSentences(v.Wording.Reading(ident.Base)) {
					if _, twice := left[s]; !twice {
						left[s] = site{b, k}
					}
				}
			}
		}
		return true
	})
	if len(left) == 0 {
		return
	}
	shortest := math.MaxInt
	for s := range left {
		shortest = min(shortest, len(s))
	}
	for _, to := range sites {
		v := &to.bracket.Variants[to.variant]
		if slices.Contains(v.Holders, ident.Base) || len(v.Holders) == 0 {
			continue
		}
		reading := v.Wording.Reading(v.Holders[0])
		if len(reading) < shortest {
			continue
		}
		for _, s := range longSentences(reading) {
			from, known := left[s]
			if !known || from.bracket == to.bracket || holdsSentence(from, v.Holders[0], s) {
				continue
			}
			v.MovedFrom = from.bracket.Number
			from.bracket.Variants[from.variant].MovedTo = to.bracket.Number
		}
	}
}

// holdsSentence reports whether the holder has the sentence at the site too.
func holdsSentence(at site, holder ident.Code, sentence string) bool {
	for i := range at.bracket.Variants {
		if v := &at.bracket.Variants[i]; slices.Contains(v.Holders, holder) {
			return slices.Contains(longSentences(v.Wording.Reading(holder)), sentence)
		}
	}
	return false
}

// longSentences gives the sentences of a stretch that are long enough to speak
// of as moved.
func longSentences(s string) []string {
	if strings.Count(s, " ") < minMoved-1 && len(s) < 3*minMoved { // too short, in any script
		return nil
	}
	return words.Sentences(s, minMoved)
}
