package collate

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/words"
)

func reading(pieces []Piece, text int, b *strings.Builder) bool {
	for _, p := range pieces {
		if p.Variants == nil {
			b.WriteString(p.Words)
			continue
		}
		held := 0
		for _, v := range p.Variants {
			for _, t := range v.Texts {
				if t == text {
					held++
					reading(v.Pieces, text, b)
				}
			}
		}
		if held != 1 {
			return false
		}
	}
	return true
}

func check(t interface{ Fatalf(string, ...any) }, texts []string, grain Grain) {
	pieces := Texts(texts, grain)
	for i, want := range texts {
		var b strings.Builder
		if !reading(pieces, i, &b) {
			t.Fatalf("text %d is not in exactly one variant of every bracket: %q", i, texts)
		}
		if b.String() != want {
			t.Fatalf("text %d: got %q, want %q\nall: %q\n%+v", i, b.String(), want, texts, pieces)
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
