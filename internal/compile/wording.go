package compile

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/ident"
)

// voice is one text of a stretch of wording, and whose it is.
type voice struct {
	code   ident.Code
	words  string
	retain bool // expressly retains the base's words wherever it has them
}

// wording brings the voices, the base's first, into one bracketed wording.
func wording(voices []voice, grain collate.Grain) bracket.Wording {
	same := true
	for _, v := range voices[1:] {
		same = same && v.words == voices[0].words
	}
	if same {
		if voices[0].words == "" {
			return nil
		}
		return bracket.Wording{{Words: voices[0].words}}
	}
	texts := make([]string, len(voices))
	for i, v := range voices {
		texts[i] = v.words
	}
	return convert(collate.Texts(texts, grain), voices)
}

// convert puts codes for indexes, and says who is printed: a party where the
// base does not hold the variant or where it expressly retains it.
func convert(pieces []collate.Piece, voices []voice) bracket.Wording {
	if len(pieces) == 0 {
		return nil
	}
	w := make(bracket.Wording, len(pieces))
	for i, p := range pieces {
		if p.Variants == nil {
			w[i].Words = p.Words
			continue
		}
		b := &bracket.Bracket{Variants: make([]bracket.Variant, len(p.Variants))}
		for k, v := range p.Variants {
			to := &b.Variants[k]
			ofBase := slices.Contains(v.Texts, 0)
			for _, t := range v.Texts {
				to.Holders = append(to.Holders, voices[t].code)
				if !ofBase || t == 0 || voices[t].retain {
					to.By = append(to.By, voices[t].code)
				}
			}
			to.Wording = convert(v.Pieces, voices)
		}
		w[i].Bracket = b
	}
	return w
}
