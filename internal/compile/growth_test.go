package compile_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// edits says how a made-up set of versions departs from its base.
type edits struct {
	parties, points, words int // words: of the whole text
	every                  int // one edit in so many words
	speaks                 int // a party speaks to one point in so many
}

func (e edits) String() string {
	return fmt.Sprintf("parties=%d/points=%d/words=%d/every=%d/speaks=1in%d", e.parties, e.points, e.words, e.every, e.speaks)
}

// made makes a base and versions of it: words changed, left out and put in,
// points without identifiers, numbered as in the base.
func (e edits) made() compile.Input {
	r := rand.New(rand.NewPCG(5, 6))
	word := func() string {
		// frequent words are frequent, as in any language (Zipf)
		return fmt.Sprintf("w%d", int(6000*r.Float64()*r.Float64()*r.Float64()*r.Float64()))
	}
	var base plan.Text
	for i := range e.points {
		ws := make([]string, e.words/e.points)
		for k := range ws {
			ws[k] = word()
			if k%17 == 16 || k == len(ws)-1 {
				ws[k] += "."
			}
		}
		base.Points = append(base.Points, plan.Point{
			Kind: plan.KindPoint, Number: fmt.Sprint(i + 1),
			Heading: word() + " " + word() + " " + word(), Body: strings.Join(ws, " "),
		})
	}
	in := compile.Input{Base: base}
	for p := range e.parties {
		var v plan.Text
		for _, point := range base.Points {
			if r.IntN(e.speaks) > 0 {
				continue
			}
			var ws []string
			for w := range strings.SplitSeq(point.Body, " ") {
				switch {
				case r.IntN(e.every) > 0:
					ws = append(ws, w)
				case r.IntN(4) == 0:
				case r.IntN(3) == 0:
					ws = append(ws, w, word(), word())
				default:
					ws = append(ws, word())
				}
			}
			point.Body = strings.Join(ws, " ")
			v.Points = append(v.Points, point)
		}
		in.Versions = append(in.Versions, compile.Version{Code: ident.Code(fmt.Sprintf("P%02d", p+1)), Text: v})
	}
	return in
}

// BenchmarkGrowth shows how the cost of compiling whole texts grows with the
// number of parties, with length, and with how much they change.
func BenchmarkGrowth(b *testing.B) {
	for _, e := range []edits{
		{30, 400, 20000, 500, 1}, {30, 400, 20000, 100, 1}, {30, 400, 20000, 25, 1}, {30, 400, 20000, 100, 3},
		{2, 400, 20000, 100, 1}, {5, 400, 20000, 100, 1}, {10, 400, 20000, 100, 1}, {20, 400, 20000, 100, 1},
		{30, 50, 2500, 100, 1}, {30, 100, 5000, 100, 1}, {30, 200, 10000, 100, 1},
	} {
		in := e.made()
		b.Run(e.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := compile.Texts(in); err != nil {
					b.Fatal(err)
				}
			}
			runtime.KeepAlive(in)
		})
	}
}
