package collate

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/words"
)

// holdsOne reports whether a text is in exactly one variant of every bracket
// that it comes to.
func holdsOne(pieces []Piece, text int) bool {
	for _, p := range pieces {
		held := 0
		for _, v := range p.Variants {
			if slices.Contains(v.Texts, text) {
				held++
				if !holdsOne(v.Pieces, text) {
					return false
				}
			}
		}
		if p.Variants != nil && held != 1 {
			return false
		}
	}
	return true
}

// noneTwice reports whether every bracket has two variants or more, no two of
// which read the same.
func noneTwice(pieces []Piece) bool {
	for _, p := range pieces {
		if p.Variants != nil && (len(p.Variants) < 2 || readTwice(p.Variants)) {
			return false
		}
		for _, v := range p.Variants {
			if !noneTwice(v.Pieces) {
				return false
			}
		}
	}
	return true
}

func check(t interface{ Fatalf(string, ...any) }, texts []string, grain Grain) {
	pieces := Texts(texts, grain)
	if !noneTwice(pieces) {
		t.Fatalf("a bracket has one variant only, or two that read the same: %q\n%+v", texts, pieces)
	}
	for i, want := range texts {
		if !holdsOne(pieces, i) {
			t.Fatalf("text %d is not in exactly one variant of every bracket: %q", i, texts)
		}
		if got := reading(pieces, i); got != want {
			t.Fatalf("text %d: got %q, want %q\nall: %q\n%+v", i, got, want, texts, pieces)
		}
	}
}

var vocabulary = strings.Fields(`the of and , . ; : ( ) " - – / [ ] a b c d e f g war peace 25 km 600,000 1 000 % $5 and/or
 State's self-defence 不 超 过 六 十 万 人 在 和平 мир війна Європа السلام في “x” ‘y’ « » … ? ! 5km x² ( a) (a) a_b 第3条 , , . .`)

func TestLossless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 30).Draw(t, "base")
		glue := rapid.SampledFrom([]string{" ", " ", " ", " ", "", "\n"})
		n := rapid.IntRange(1, 6).Draw(t, "n")
		join := func(ws []string) string {
			var b strings.Builder
			for _, w := range ws {
				b.WriteString(w)
				b.WriteString(glue.Draw(t, "glue"))
			}
			return words.Normalise(b.String())
		}
		texts := []string{join(base)}
		for range n {
			var ws []string
			for _, w := range base {
				switch rapid.IntRange(0, 9).Draw(t, "edit") {
				case 0:
				case 1:
					ws = append(ws, rapid.SampledFrom(vocabulary).Draw(t, "w"))
				case 2:
					ws = append(ws, w, rapid.SampledFrom(vocabulary).Draw(t, "w"))
				default:
					ws = append(ws, w)
				}
			}
			texts = append(texts, join(ws))
		}
		for _, g := range []Grain{Word, Phrase, Sentence} {
			check(t, texts, g)
		}
	})
}
