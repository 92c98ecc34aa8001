package vault

import (
	"bytes"
	"crypto/rand"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

func newRing(t testing.TB) *Ring {
	r, err := NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPassphrase(t *testing.T) {
	r := newRing(t)
	room := ident.Room{1}
	_, wrapped, err := r.NewRoom(rand.Reader, room)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"", "seven small stones", "сім каменів"} {
		locked, err := r.Lock([]byte(words), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if Secret(locked) != (words != "") {
			t.Errorf("%q: secret is %v", words, Secret(locked))
		}
		again, err := Unlock(locked, []byte(words))
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		if _, err := again.OpenRoom(room, wrapped); err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		if words == "" {
			continue
		}
		if _, err := Unlock(locked, []byte("seven small stone")); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a wrong passphrase gives %v", err)
		}
		if bytes.Contains(locked, r.key[:]) {
			t.Error("the key lies open in the locked ring")
		}
	}
}

// What is sealed opens at its place and nowhere else, and not with a bit changed.
func TestSealed(t *testing.T) {
	r := newRing(t)
	a, _, _ := r.NewRoom(rand.Reader, ident.Room{1})
	b, _, _ := r.NewRoom(rand.Reader, ident.Room{2})
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "plain")
		h := event.Header{Version: event.Version, Room: ident.Room{1}, Seq: 7, ID: ident.Entry{9}, Time: 5, Commitment: event.Commit(plain)}
		body, key, err := a.Seal(rand.Reader, h, plain)
		if err != nil {
			t.Fatal(err)
		}
		header := h.Bytes()
		got, err := a.Open(nil, &header, body, key)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%v: %d bytes came back of %d", err, len(got), len(plain))
		}
		if _, err := b.Open(nil, &header, body, key); err == nil {
			t.Fatal("it opens in another room")
		}
		what := rapid.SampledFrom([][]byte{header[:], body, key}).Draw(t, "what")
		bit := rapid.IntRange(0, len(what)*8-1).Draw(t, "bit")
		what[bit/8] ^= 1 << (bit % 8)
		if _, err := a.Open(nil, &header, body, key); err == nil {
			t.Fatal("it opens with a changed bit")
		}
	})
}

func TestPaddedLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1<<24).Draw(t, "n")
		p := paddedLen(n)
		if p < n || n > 1024 && float64(p) > 1.13*float64(n) || paddedLen(p) != p {
			t.Fatalf("%d is padded to %d, and that to %d", n, p, paddedLen(p))
		}
	})
}

func FuzzUnlock(f *testing.F) {
	r := newRing(f)
	for _, words := range []string{"", "seven small stones"} {
		locked, _ := r.Lock([]byte(words), rand.Reader)
		f.Add(locked)
	}
	f.Fuzz(func(t *testing.T, locked []byte) {
		if len(locked) > 26 && locked[1] != lockedOpenly { // an honest cost is too dear to fuzz
			locked[20], locked[21], locked[18], locked[19] = 0, 1, 0, 0
			locked[22], locked[23], locked[24] = 0, 0, 0
		}
		Unlock(locked, []byte("a guess"))
	})
}

func BenchmarkOpen(b *testing.B) {
	r := newRing(b)
	k, _, _ := r.NewRoom(rand.Reader, ident.Room{1})
	plain := bytes.Repeat([]byte("x"), 200)
	h := event.Header{Version: event.Version, Room: ident.Room{1}, Commitment: event.Commit(plain)}
	body, key, _ := k.Seal(rand.Reader, h, plain)
	header := h.Bytes()
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Open(buf, &header, body, key); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	r := newRing(b)
	k, _, _ := r.NewRoom(rand.Reader, ident.Room{1})
	plain := bytes.Repeat([]byte("x"), 200)
	h := event.Header{Version: event.Version, Room: ident.Room{1}, Commitment: event.Commit(plain)}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := k.Seal(rand.Reader, h, plain); err != nil {
			b.Fatal(err)
		}
	}
}
