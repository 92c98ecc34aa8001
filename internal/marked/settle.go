package marked

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
)

// tidy brings items into the form of the model: a place has two variants at
// least, no two of which read the same, and owns the blank that comes and goes
// with its words; one without any words is none.
//
// deep says that they are those of a variant, byHand that nonpaper did not write
// them: what it wrote has its blanks where the rules of marks put them.
func tidy(items []item, deep, byHand bool) []item {
	var out []item
	for _, it := range items {
		if it.place == nil {
			k := len(out)
			if out = addWords(out, it.words); len(out) > k {
				out[k].hard = it.hard
			}
			continue
		}
		var place []variant
		seen := map[string]int{}
		for _, v := range it.place {
			v.items = tidy(v.items, true, byHand)
			said := flat(v.items)
			if k, twice := seen[said]; twice {
				place[k].stances = append(place[k].stances, v.stances...)
				continue
			}
			seen[said] = len(place)
			v.stances = slices.Clip(v.stances) // others' may stand behind them
			place = append(place, v)
		}
		switch _, none := seen[""]; {
		case none && len(place) == 1:
			continue
		case len(place) == 1 && !attributed(place):
			place = append(place, variant{})
		}
		out = append(out, item{place: place, behind: it.behind})
	}
	return own(out, deep, byHand)
}

// flat is what items say, with marks between variants.
func flat(items []item) string {
	if len(items) == 1 && items[0].place == nil {
		return items[0].words
	}
	var b strings.Builder
	for _, it := range items {
		b.WriteString(it.words)
		for i, v := range it.place {
			b.WriteByte("\x01\x02"[min(i, 1)])
			b.WriteString(flat(v.items))
		}
		if it.place != nil {
			b.WriteByte('\x03')
		}
	}
	return b.String()
}

func attributed(place []variant) bool {
	return slices.ContainsFunc(place, func(v variant) bool { return len(v.stances) > 0 })
}

// none reports whether somebody may read no words at the place.
func none(place []variant) bool {
	if len(place) == 1 {
		return true
	}
	proposed := true
	for _, v := range place {
		if len(v.items) == 0 {
			return true
		}
		wanted, opposed := false, false
		for _, st := range v.stances {
			wanted = wanted || st.Verb.Wants() && st.Verb != marks.Retain
			opposed = opposed || st.Verb == marks.Oppose
			if st.Verb == marks.Delete {
				return true
			}
		}
		if opposed && !wanted { // the base's words
			return true
		}
		proposed = proposed && wanted
	}
	return proposed && attributed(place)
}

// rivals reports whether the place has several wordings, each with somebody who
// proposes it, and nobody is said to want none.
func rivals(place []variant) bool {
	for _, v := range place {
		if len(v.items) == 0 || !slices.ContainsFunc(v.stances, func(st marks.Stance) bool { return st.Verb.Wants() }) ||
			slices.ContainsFunc(v.stances, func(st marks.Stance) bool { return st.Verb == marks.Delete }) {
			return false
		}
	}
	return len(place) > 1
}

// own gives places whose words may be missing the blank before them, where one
// stands behind them too, or the one behind them, where nothing stands before.
func own(items []item, deep, byHand bool) []item {
	isBlank := func(c byte) bool { return c == ' ' || c == '\n' }
	for i, it := range items {
		if it.place == nil || !absent(it.place, deep) {
			continue
		}
		behind, hard := "\n", false // as at the end of the words
		if i+1 < len(items) {
			behind, hard = items[i+1].words, items[i+1].hard
		}
		switch {
		case behind == "" || hard: // another place, or a blank of its own
		case it.behind && behind[0] == ' ':
			pad(it.place, "", " ")
			items[i+1].words = behind[1:]
		case !byHand:
		case rivals(it.place): // as written: nobody says that none of them is to stand
		case i > 0:
			before := &items[i-1].words
			if n := len(*before) - 1; n >= 0 && isBlank((*before)[n]) && strings.IndexByte(" \n.,;:)", behind[0]) >= 0 {
				pad(it.place, (*before)[n:], "")
				*before = (*before)[:n]
			}
		case i+1 < len(items) && behind[0] == '\n':
			pad(it.place, "", behind[:1])
			items[i+1].words = behind[1:]
		}
	}
	return slices.DeleteFunc(items, func(it item) bool { return it.place == nil && it.words == "" })
}

// pad puts blanks around the words of every variant that has any.
func pad(place []variant, before, after string) {
	for i := range place {
		v := &place[i]
		if len(v.items) == 0 {
			continue
		}
		v.items = slices.Clone(v.items)
		if first := &v.items[0]; before != "" && first.place == nil {
			first.words = before + first.words
		} else if before != "" {
			v.items = slices.Insert(v.items, 0, item{words: before})
		}
		if after != "" {
			v.items = addWords(v.items, after)
		}
	}
}

// cover is how many holders are needed for every unattributed variant to be
// held by one of them.
func cover(items []item) int {
	most := 1
	for _, it := range items {
		n := 0
		if attributed(it.place) {
			if k := ofBase(it.place); k >= 0 {
				n = cover(it.place[k].items)
			}
		} else {
			for _, v := range it.place {
				n += cover(v.items)
			}
		}
		most = max(most, n)
	}
	return most
}

// ofBase is the variant of an attributed place that nobody proposes, -1 where
// all are proposed.
func ofBase(place []variant) int {
	return slices.IndexFunc(place, func(v variant) bool {
		return !slices.ContainsFunc(v.stances, func(st marks.Stance) bool {
			return st.Verb.Wants() && st.Verb != marks.Retain && !slices.Equal(st.Parties, []ident.Code{ident.Base})
		})
	})
}

// holders are those who read a wording.
type holders struct {
	base     bool
	parties  []ident.Code
	readings []ident.Code
}

func (h holders) all() []ident.Code {
	var out []ident.Code
	if h.base {
		out = append(out, ident.Base)
	}
	return append(append(out, h.parties...), h.readings...)
}

// settle makes a wording of items for those who read it.
func settle(items []item, h holders) bracket.Wording {
	var w bracket.Wording
	for _, it := range items {
		switch {
		case it.place == nil:
			w = append(w, bracket.Item{Words: it.words})
		case attributed(it.place):
			w = append(w, bracket.Item{Bracket: byStances(it.place, h)})
		default:
			w = append(w, bracket.Item{Bracket: byReadings(it.place, h)})
		}
	}
	return w
}

// byReadings gives the first variant to the base and the parties, and each
// other to as many readings as it needs.
func byReadings(place []variant, h holders) *bracket.Bracket {
	b := &bracket.Bracket{}
	left := h.readings
	shares := make([]holders, len(place))
	for i, v := range place {
		need := cover(v.items)
		if i == 0 && h.base {
			need--
		}
		need = min(need, len(left))
		shares[i].readings, left = left[:need:need], left[need:]
	}
	shares[0].base, shares[0].parties = h.base, h.parties
	shares[0].readings = append(shares[0].readings, left...)
	for i, v := range place {
		to := bracket.Variant{Holders: shares[i].all(), Wording: settle(v.items, shares[i])}
		if i == 0 && h.base {
			to.By = []ident.Code{ident.Base}
		}
		b.Variants = append(b.Variants, to)
	}
	return b
}

// byStances gives every variant to those who are said to want it.
func byStances(place []variant, h holders) *bracket.Bracket {
	base := ofBase(place)
	by := make([][]ident.Code, len(place)+1) // the last without words
	nothing := slices.IndexFunc(place, func(v variant) bool { return len(v.items) == 0 })
	if nothing < 0 {
		nothing = len(place)
	}
	if base < 0 {
		base = nothing
	}
	if base >= 0 && h.base {
		by[base] = []ident.Code{ident.Base}
	}
	given := map[ident.Code]bool{ident.Base: true}
	give := func(to int, list []ident.Code) {
		for _, c := range list {
			if !given[c] {
				given[c] = true
				by[to] = append(by[to], c)
			}
		}
	}
	for i, v := range place {
		for _, st := range v.stances {
			if st.Verb.Wants() {
				give(i, st.Parties)
			}
		}
	}
	for i, v := range place {
		for _, st := range v.stances {
			// who opposes what is added to the base wants nothing there
			if st.Verb == marks.Delete || st.Verb == marks.Oppose && (i == base || base == nothing) {
				give(nothing, st.Parties)
			}
		}
	}
	b := &bracket.Bracket{}
	for i := range by {
		to := bracket.Variant{By: by[i]}
		own := holders{base: i == base && h.base}
		for _, c := range by[i] {
			if c != ident.Base {
				own.parties = append(own.parties, c)
			}
		}
		if i == base {
			for _, c := range h.parties {
				if !given[c] {
					own.parties = append(own.parties, c)
				}
			}
			own.readings = h.readings
		}
		if to.Holders = own.all(); i == len(place) && len(to.Holders) == 0 && len(place) > 1 {
			continue
		}
		if i < len(place) {
			to.Wording = settle(place[i].items, own)
		}
		b.Variants = append(b.Variants, to)
	}
	return b
}
