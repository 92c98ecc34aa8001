package collate

import "testing"

// TestSlide checks that a parenthesis is opened and closed on one side of a
// bracket that could stand elsewhere at the same cost, also of two side by side.
func TestSlide(t *testing.T) {
	const start, one, two, end = "under Article 15(3)", ", Article 17(9)", ", Article 20(6)", ", Article 37(2), Article 81(3) and others."
	pieces := Texts([]string{start + one + end, start + end}, Phrase)
	if len(pieces) != 3 || pieces[0].Words != start || reading(pieces[1].Variants[0].Pieces, 0) != one {
		t.Errorf("%+v", pieces)
	}
	chain := []Piece{
		{Words: "under Article 15(3"},
		{Variants: []Variant{{Texts: []int{0, 1}, Pieces: []Piece{{Words: "), Article 17(9"}}}, {Texts: []int{2}}}},
		{Variants: []Variant{{Texts: []int{0, 2}, Pieces: []Piece{{Words: "), Article 20(6"}}}, {Texts: []int{1}}}},
		{Words: ")" + end},
	}
	pieces = slide(chain)
	if len(pieces) != 4 || pieces[0].Words != start || reading(pieces[1].Variants[0].Pieces, 0) != one || reading(pieces[2].Variants[0].Pieces, 0) != two || pieces[3].Words != end {
		t.Errorf("%+v", pieces)
	}
}
