package collate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nonpaper/internal/words"
)

func BenchmarkTexts(b *testing.B) {
	for _, name := range strings.Fields("m04 m10 m20 m10heavy m10ukr h06 h10 h10ukr") {
		texts := loadSet(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Texts(texts, Word)
			}
		})
	}
}

// BenchmarkGrowth shows how cost grows with the number of versions and with
// their length, at one edit in a hundred words.
func BenchmarkGrowth(b *testing.B) {
	for _, x := range []struct{ versions, words int }{{5, 10000}, {10, 10000}, {25, 10000}, {50, 10000}, {50, 1000}, {50, 2500}, {50, 5000}, {30, 20000}} {
		texts := edited(x.versions, x.words, 100)
		b.Run(fmt.Sprintf("versions=%d/words=%d", x.versions, x.words), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Texts(texts, Word)
			}
		})
	}
}

// edited makes a base and versions with one edit in every so many words: words
// changed, left out, put in, and now and then a sentence left out or moved.
func edited(versions, length, every int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		// frequent words are frequent, as in any language (Zipf)
		k := int(float64(6000) * (r.Float64() * r.Float64() * r.Float64() * r.Float64()))
		return fmt.Sprintf("w%d", k)
	}
	var base [][]string
	for n := 0; n < length; {
		s := make([]string, 8+r.IntN(24))
		for i := range s {
			s[i] = word()
		}
		s[len(s)-1] += "."
		base = append(base, s)
		n += len(s)
	}
	out := []string{}
	write := func(sentences [][]string) string {
		var b strings.Builder
		for i, s := range sentences {
			b.WriteString(strings.Join(s, " "))
			b.WriteByte(" \n"[min(1, i%4/3)])
		}
		return words.Normalise(b.String())
	}
	out = append(out, write(base))
	for range versions {
		var v [][]string
		for _, s := range base {
			t := []string{}
			for _, w := range s {
				if r.IntN(every) > 0 {
					t = append(t, w)
					continue
				}
				switch r.IntN(4) {
				case 0:
				case 1:
					t = append(t, w, word(), word())
				default:
					t = append(t, word())
				}
			}
			switch r.IntN(60 * every / 20) {
			case 0:
			case 1:
				v = append([][]string{t}, v...)
			default:
				v = append(v, t)
			}
		}
		out = append(out, write(v))
	}
	return out
}
