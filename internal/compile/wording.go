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

	unnamed bool // nobody's: never printed
}

// stretches are the wordings that are not agreed, to be collated together.
type stretches struct {
	to     []*bracket.Wording
	voices [][]voice
	texts  [][]string
}

// add takes the voices of one wording, the base's first; where all say the same
// it is written at once.
func (s *stretches) add(to *bracket.Wording, voices []voice) {
	same := true
	for _, v := range voices[1:] {
		same = same && v.words == voices[0].words
	}
	if same {
		if voices[0].words != "" {
			*to = bracket.Wording{{Words: voices[0].words}}
		}
		return
	}
	texts := make([]string, len(voices))
	for i, v := range voices {
		texts[i] = v.words
	}
	s.to, s.voices, s.texts = append(s.to, to), append(s.voices, voices), append(s.texts, texts)
}

// collate brings the voices of each into one bracketed wording.
func (s *stretches) collate(in Input) {
	var pieces [][]collate.Piece
	if in.Collate != nil {
		pieces = in.Collate(s.texts, in.Grain)
	} else {
		pieces = make([][]collate.Piece, len(s.texts))
		var c collate.Collator
		for i, texts := range s.texts {
			pieces[i] = c.Texts(texts, in.Grain)
		}
	}
	in.each(len(pieces), func(i int) { *s.to[i] = convert(pieces[i], s.voices[i]) })
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
				if !voices[t].unnamed && (!ofBase || t == 0 || voices[t].retain) {
					to.By = append(to.By, voices[t].code)
				}
			}
			to.Wording = convert(v.Pieces, voices)
		}
		w[i].Bracket = b
	}
	return w
}
