package collate

import (
	"slices"
	"strings"
)

// unite makes one of variants that read the same. They come about where tokens
// differ only in how they stand to a neighbour ("days." before a blank and
// before none), and that neighbour lies in another bracket.
func unite(pieces []Piece, present []int) []Piece {
	for i := range pieces {
		p := &pieces[i]
		if p.Variants == nil {
			continue
		}
		for k := range p.Variants {
			p.Variants[k].Pieces = unite(p.Variants[k].Pieces, p.Variants[k].Texts)
		}
		if !readTwice(p.Variants) {
			continue
		}
		p.Variants = listed(p.Variants, present)
		if len(p.Variants) == 1 {
			words := ""
			if len(p.Variants[0].Pieces) > 0 {
				words = p.Variants[0].Pieces[0].Words
			}
			*p = Piece{Words: words}
		}
	}
	return compact(pieces)
}

// readTwice reports whether two variants read the same for somebody.
func readTwice(variants []Variant) bool {
	seen := map[string]int{}
	for k, v := range variants {
		for _, t := range v.Texts {
			r := reading(v.Pieces, t)
			if other, known := seen[r]; known && other != k {
				return true
			}
			seen[r] = k
			if isPlain(v.Pieces) {
				break // all its texts read so
			}
		}
	}
	return false
}

func isPlain(pieces []Piece) bool {
	return !slices.ContainsFunc(pieces, func(p Piece) bool { return p.Variants != nil })
}

// listed are the variants without brackets inside, each reading once.
func listed(variants []Variant, present []int) []Variant {
	var out []Variant
	at := map[string]int{}
	for _, t := range present {
		for _, v := range variants {
			if !slices.Contains(v.Texts, t) {
				continue
			}
			r := reading(v.Pieces, t)
			k, known := at[r]
			if !known {
				k = len(out)
				at[r] = k
				out = append(out, Variant{})
				if r != "" {
					out[k].Pieces = []Piece{{Words: r}}
				}
			}
			out[k].Texts = append(out[k].Texts, t)
		}
	}
	return out
}

// reading is what one text reads along its variants.
func reading(pieces []Piece, text int) string {
	if len(pieces) == 1 && pieces[0].Variants == nil {
		return pieces[0].Words
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Words)
		for _, v := range p.Variants {
			if slices.Contains(v.Texts, text) {
				b.WriteString(reading(v.Pieces, text))
			}
		}
	}
	return b.String()
}
