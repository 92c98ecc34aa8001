package collate

import (
	"testing"

	"pgregory.net/rapid"
)

// worth is the greatest score of any alignment, by the full table.
func worth(weight []int32, open int32, columns, ids []int32) int32 {
	w := len(columns) + 1
	match, gap := make([]int32, w), make([]int32, w)
	for i := range len(ids) + 1 {
		upMatch, upGap := append([]int32{}, match...), append([]int32{}, gap...)
		for j := range w {
			match[j], gap[j] = minusInf, minusInf
			if i == 0 && j == 0 {
				match[j] = 0
			}
			if i > 0 {
				gap[j] = max(upGap[j], upMatch[j]-open)
			}
			if j > 0 {
				gap[j] = max(gap[j], gap[j-1], match[j-1]-open)
			}
			if i > 0 && j > 0 && columns[j-1] == ids[i-1] {
				match[j] = max(upMatch[j-1], upGap[j-1]) + weight[ids[i-1]]
			}
		}
	}
	return max(match[w-1], gap[w-1])
}

// TestAligner compares the aligner with the full table.
func TestAligner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.Int32Range(0, 5)
		columns := rapid.SliceOfN(token, 1, 14).Draw(t, "columns")
		ids := rapid.SliceOfN(token, 1, 14).Draw(t, "ids")
		open := rapid.SampledFrom([]int32{3, 5, 12, 24}).Draw(t, "open")
		var al aligner
		al.use(&collation{weight: []float32{1, 1, 1, 0.5, 0.5, 0.4}}, open)
		for range 2 { // again, on what is left of the first time
			al.reset()
			for _, c := range columns {
				al.column(c)
			}
			var score int32
			row, column := -1, int32(-1) // of the match before
			for i, c := range al.align(ids) {
				if c < 0 {
					continue
				}
				if c <= column || columns[c] != ids[i] {
					t.Fatalf("token %d stands in column %d", i, c)
				}
				if i > row+1 || c > column+1 {
					score -= open
				}
				score += al.weight[ids[i]]
				row, column = i, c
			}
			if row+1 < len(ids) || int(column)+1 < len(columns) {
				score -= open
			}
			if want := worth(al.weight, open, columns, ids); score != want {
				t.Fatalf("worth %d, could be %d", score, want)
			}
		}
	})
}

// TestAlignerRepeats aligns what would have too many pairs of equal words.
func TestAlignerRepeats(t *testing.T) {
	var al aligner
	al.use(&collation{weight: []float32{1, 1}}, openPairwise)
	al.reset()
	ids := make([]int32, 3000)
	for range ids {
		al.column(0)
	}
	al.column(1)
	ids = append(ids, 1)
	if out := al.align(ids); out[len(ids)-1] != 3000 || len(al.pairs) > maxPairs+1 {
		t.Errorf("the rare word stands at %d, with %d pairs", out[len(ids)-1], len(al.pairs))
	}
}
