package bracket

import (
	"slices"
	"strings"

	"nonpaper/internal/ident"
)

// Where says where in a holder's reading of the wording the words of a bracket
// stand, in bytes; false where the holder reads nothing of that bracket.
func (w Wording) Where(holder ident.Code, number ident.Bracket) (from, to int, ok bool) {
	at := 0
	ok = w.where(holder, number, &at, &from, &to)
	return from, to, ok
}

func (w Wording) where(holder ident.Code, number ident.Bracket, at, from, to *int) bool {
	for _, it := range w {
		if it.Bracket == nil {
			*at += len(it.Words)
			continue
		}
		for i := range it.Bracket.Variants {
			v := &it.Bracket.Variants[i]
			if !slices.Contains(v.Holders, holder) {
				continue
			}
			if strings.EqualFold(string(it.Bracket.Number), string(number)) {
				*from, *to = *at, *at+len(v.Wording.Reading(holder))
				return true
			}
			if v.Wording.where(holder, number, at, from, to) {
				return true
			}
			break
		}
	}
	return false
}
