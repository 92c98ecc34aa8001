package ident

import (
	"testing"

	"pgregory.net/rapid"
)

func TestRandomRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b [16]byte
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		b[0] |= 1
		r, err := ParseRoom(Room(b).String())
		if err != nil || r != Room(b) || r.IsZero() {
			t.Fatalf("room %x reads back as %x, %v", b, r, err)
		}
		e, err := ParseEntry(Entry(b).String())
		if err != nil || e != Entry(b) || e.IsZero() {
			t.Fatalf("entry %x reads back as %x, %v", b, e, err)
		}
	})
}

func TestRandomRefuses(t *testing.T) {
	for _, s := range []string{
		"", "1", "00000000000000000000000000000000",
		"0123456789abcdef0123456789ABCDEF", "0123456789abcdef0123456789abcdeg",
		"0123456789abcdef0123456789abcdef0", " 123456789abcdef0123456789abcdef",
	} {
		if r, err := ParseRoom(s); err == nil {
			t.Errorf("ParseRoom(%q) = %v", s, r)
		}
		if e, err := ParseEntry(s); err == nil {
			t.Errorf("ParseEntry(%q) = %v", s, e)
		}
	}
}
