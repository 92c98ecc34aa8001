package find

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

func note(seq uint64, at int64, words string) *event.Entry {
	return &event.Entry{Seq: seq, Body: event.Body{When: event.When{From: at}, Fact: &event.NoteMade{Words: words}}}
}

func search(x *Index, query string) (out []uint64) {
	hits := x.Search(ident.Room{1}, Parse(query), func(Entry) bool { return true })
	Sort(hits)
	for _, h := range hits {
		out = append(out, h.Seq)
	}
	return out
}

func TestSearch(t *testing.T) {
	var x Index
	x.Add(note(0, 1, "The Parties shall open two crossing points."))
	x.Add(note(1, 2, "Crossing of the lake by night; points of order."))
	x.Add(note(2, 3, "Лінія зіткнення та пункти перетину."))
	x.Add(note(3, 4, "双方应开放两个过境点。"))
	x.Add(&event.Entry{Seq: 4, Gone: true})
	for _, c := range []struct {
		query string
		want  []uint64
	}{
		{"crossing points", []uint64{1, 0}},
		{"CROSSING", []uint64{1, 0}},
		{`"crossing points"`, []uint64{0}},
		{"“crossing points” open", []uint64{0}},
		{"лінія", []uint64{2}},
		{"过境点", []uint64{3}},
		{"crossing mines", nil},
		{"", nil},
		{`""`, nil},
		{"%", nil},
	} {
		if got := search(&x, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q finds %v, not %v", c.query, got, c.want)
		}
	}
}

// Every word of an entry finds it, whatever else is in the index, and a query
// with a word that stands nowhere finds nothing.
func TestEveryWordFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x Index
		texts := rapid.SliceOfN(rapid.StringMatching(`[a-zА-я0-9 ,.()]{1,60}`), 1, 20).Draw(t, "texts")
		for i, s := range texts {
			x.Add(note(uint64(i), int64(i), s))
		}
		i := rapid.IntRange(0, len(texts)-1).Draw(t, "which")
		for _, w := range strings.FieldsFunc(texts[i], func(r rune) bool { return strings.ContainsRune(" ,.()", r) }) {
			if !slices.Contains(search(&x, w), uint64(i)) {
				t.Fatalf("%q does not find %q", w, texts[i])
			}
			if len(search(&x, w+" qqqqqqq")) > 0 {
				t.Fatalf("%q and a word that is nowhere finds something", w)
			}
		}
	})
}
