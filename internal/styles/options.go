package styles

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Option is one way in which a wording reads as a whole, "" where it has no
// words, and the parties that are printed at it.
type Option struct {
	By    []ident.Code
	Words string
}

// ListOptions gives the distinct readings of a wording, the base's first, the
// others as their parties first occur in it. A party is printed at the reading
// that it holds if it is printed anywhere along it. A variant at which
// nobody is named gives a reading with the base's words in all other places, so that every
// wording is in some option. A wording without brackets is its only option.
func ListOptions(w bracket.Wording) []Option {
	out := []Option{{Words: Reading(w, ident.Base)}}
	add := func(words string, by ...ident.Code) {
		for i := range out {
			if out[i].Words == words {
				out[i].By = append(out[i].By, by...)
				return
			}
		}
		out = append(out, Option{By: by, Words: words})
	}
	var codes []ident.Code
	w.Brackets(func(b *bracket.Bracket) bool {
		for _, v := range b.Variants {
			for _, c := range parties(v.By) {
				if !slices.Contains(codes, c) {
					codes = append(codes, c)
				}
			}
		}
		return true
	})
	for _, c := range codes {
		if spoke(w, c) {
			add(Reading(w, c), c)
		}
	}
	w.Brackets(func(b *bracket.Bracket) bool {
		for i, v := range b.Variants {
			if len(v.By) == 0 && !slices.Contains(v.Holders, ident.Base) {
				if words, ok := Through(w, b, i); ok {
					add(words)
				}
			}
		}
		return true
	})
	return out
}

// Effort is about how many bytes the options of a wording hold together; a text of
// thousands of brackets without names has as many options, each as long as it is.
func Effort(w bracket.Wording) int {
	length, n := 0, 1
	codes := map[ident.Code]bool{}
	var count func(w bracket.Wording)
	count = func(w bracket.Wording) {
		for _, it := range w {
			length += len(it.Words)
			if it.Bracket == nil {
				continue
			}
			for _, v := range it.Bracket.Variants {
				if len(v.By) == 0 {
					n++
				}
				for _, c := range v.By {
					codes[c] = true
				}
				count(v.Wording)
			}
		}
	}
	count(w)
	return length * (n + len(codes))
}

// spoke reports whether the party is printed at a variant that it reads.
func spoke(w bracket.Wording, c ident.Code) bool {
	for _, it := range w {
		if it.Bracket == nil {
			continue
		}
		v := &it.Bracket.Variants[with(it.Bracket, c)]
		if slices.Contains(v.By, c) || spoke(v.Wording, c) {
			return true
		}
	}
	return false
}

// Through reads the wording with variant i of one bracket, and with the base's
// words wherever the way there does not decide; false where the bracket is not in it.
func Through(w bracket.Wording, to *bracket.Bracket, i int) (words string, found bool) {
	for _, it := range w {
		if it.Bracket == nil {
			words += it.Words
			continue
		}
		take := with(it.Bracket, ident.Base)
		if it.Bracket == to {
			take, found = i, true
		}
		inner, ok := "", false
		for k := range it.Bracket.Variants {
			if inner, ok = Through(it.Bracket.Variants[k].Wording, to, i); ok {
				break
			}
		}
		if !ok {
			inner = Reading(it.Bracket.Variants[take].Wording, ident.Base)
		}
		words, found = words+inner, found || ok
	}
	return words, found
}
