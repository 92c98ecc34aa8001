package bracket

import (
	"slices"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

// Bracket finds a bracket of the point by its number, nil where there is none.
func (p *Point) Bracket(number ident.Bracket) *Bracket {
	var found *Bracket
	look := func(b *Bracket) bool {
		if b.Number == number {
			found = b
		}
		return found == nil
	}
	if p.Heading.Brackets(look) {
		p.Wording.Brackets(look)
	}
	return found
}

// Resolve gives the point with a bracket of it replaced by a wording, and every
// other bracket as it was, numbers included.
func (p Point) Resolve(number ident.Bracket, by Wording) Point {
	p.Heading = p.Heading.resolve(number, by)
	p.Wording = p.Wording.resolve(number, by)
	return p
}

func (w Wording) resolve(number ident.Bracket, by Wording) Wording {
	var out Wording
	add := func(items ...Item) {
		for _, it := range items {
			if last := len(out) - 1; it.Bracket == nil && last >= 0 && out[last].Bracket == nil {
				out[last].Words += it.Words
			} else if it.Bracket != nil || it.Words != "" {
				out = append(out, it)
			}
		}
	}
	for _, it := range w {
		switch {
		case it.Bracket == nil:
			add(it)
		case it.Bracket.Number == number:
			add(by...)
		default:
			b := *it.Bracket
			b.Variants = slices.Clone(b.Variants)
			for i := range b.Variants {
				b.Variants[i].Wording = b.Variants[i].Wording.resolve(number, by)
			}
			add(Item{Bracket: &b})
		}
	}
	return out
}

// Joined gives the wording with others at every variant that somebody holds, so that
// they read it as they do.
func (w Wording) Joined(who ident.Code, others []ident.Code) Wording {
	out := slices.Clone(w)
	for i := range out {
		if out[i].Bracket == nil {
			continue
		}
		b := *out[i].Bracket
		b.Variants = slices.Clone(b.Variants)
		for k := range b.Variants {
			if v := &b.Variants[k]; slices.Contains(v.Holders, who) {
				v.Holders = append(slices.Clone(v.Holders), others...)
				v.Wording = v.Wording.Joined(who, others)
			}
		}
		out[i].Bracket = &b
	}
	return out
}

// Bridge gives words as a wording that can take the bracket's place: a blank
// before them where the bracket owns one. No words leave none.
func (b *Bracket) Bridge(s string) Wording {
	s = words.Normalise(s)
	if s == "" {
		return nil
	}
	for i := range b.Variants {
		if strings.HasPrefix(b.Variants[i].Wording.first(), " ") {
			s = " " + s
			break
		}
	}
	return Wording{{Words: s}}
}

// first is how the wording begins, by its first variants.
func (w Wording) first() string {
	for _, it := range w {
		if it.Bracket == nil {
			return it.Words
		}
		for i := range it.Bracket.Variants {
			if s := it.Bracket.Variants[i].Wording.first(); s != "" {
				return s
			}
		}
	}
	return ""
}
