package event

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"nonpaper/internal/ident"
)

func TestHeaderRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytesOf := func(name string, to []byte) { copy(to, rapid.SliceOfN(rapid.Byte(), len(to), len(to)).Draw(t, name)) }
		h := Header{Version: Version, Seq: rapid.Uint64().Draw(t, "seq"), Time: rapid.Int64().Draw(t, "time")}
		bytesOf("room", h.Room[:])
		bytesOf("id", h.ID[:])
		bytesOf("commitment", h.Commitment[:])
		b := h.Bytes()
		got, err := ParseHeader(b[:])
		if err != nil || got != h {
			t.Fatalf("%+v reads back as %+v, %v", h, got, err)
		}
	})
}

// The bytes are those of docs/storage.md, today and for good.
func TestHeaderBytes(t *testing.T) {
	h := Header{Version: 1, Room: ident.Room{0: 0xa1, 15: 0xaf}, Seq: 0x0102030405060708, ID: ident.Entry{0: 0xb1, 15: 0xbf}, Time: -2, Commitment: [32]byte{0: 0xc1, 31: 0xcf}}
	want := []byte("\x01" + "\xa1" + strings.Repeat("\x00", 14) + "\xaf" + "\x01\x02\x03\x04\x05\x06\x07\x08" +
		"\xb1" + strings.Repeat("\x00", 14) + "\xbf" + "\xff\xff\xff\xff\xff\xff\xff\xfe" + "\xc1" + strings.Repeat("\x00", 30) + "\xcf")
	if b := h.Bytes(); !bytes.Equal(b[:], want) {
		t.Errorf("the header is %x, not %x", b, want)
	}
	for _, n := range []int{0, 4, 751, 752, 753, 5000} {
		body := bytes.Repeat([]byte("b"), n)
		if Commit(body) != sha256.Sum256(append([]byte("nonpaper body 1\x00"), body...)) {
			t.Errorf("the commitment to %d bytes is another", n)
		}
	}
	if Leaf(want) != tlog.Hash(sha256.Sum256(append([]byte{0}, want...))) {
		t.Error("the leaf is another")
	}
}

func TestHeaderRefuses(t *testing.T) {
	good := Header{Version: Version}.Bytes()
	newer := good
	newer[0] = Version + 1
	for _, src := range [][]byte{nil, good[:80], append(good[:], 0), make([]byte, HeaderSize), newer[:]} {
		if h, err := ParseHeader(src); err == nil {
			t.Errorf("%x is read as %+v", src, h)
		}
	}
	if _, err := ParseHeader(newer[:]); err == nil || !strings.Contains(err.Error(), "version 2") {
		t.Errorf("a newer version gives %v", err)
	}
}

func FuzzParseHeader(f *testing.F) {
	h := Header{Version: Version}.Bytes()
	f.Add(h[:])
	f.Add([]byte("nonsense"))
	f.Fuzz(func(t *testing.T, src []byte) {
		h, err := ParseHeader(src)
		if err != nil {
			return
		}
		if b := h.Bytes(); !bytes.Equal(b[:], src) {
			t.Errorf("%x reads as %+v, which writes %x", src, h, b)
		}
	})
}
