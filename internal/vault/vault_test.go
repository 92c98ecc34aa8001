package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
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

// The same words are the same passphrase, with their marks on the letters or apart.
func TestMarksApart(t *testing.T) {
	locked, err := newRing(t).Lock([]byte("caf\u00e9 \u0457\u0436\u0430\u043a"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(locked, []byte("cafe\u0301 \u0456\u0308\u0436\u0430\u043a")); err != nil {
		t.Fatal(err)
	}
}

func TestPassphrase(t *testing.T) {
	r := newRing(t)
	room := ident.Room{1}
	_, wrapped, err := r.NewRoom(rand.Reader, room)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"", "seven small stones", "сім каменів"} {
		passphrase := []byte(words)
		if words == "" {
			passphrase = nil
		}
		locked, err := r.Lock(passphrase, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if Secret(locked) != (words != "") {
			t.Errorf("%q: secret is %v", words, Secret(locked))
		}
		again, err := Unlock(locked, passphrase)
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		if _, err := again.OpenRoom(room, wrapped); err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		if words == "" {
			continue
		}
		if _, err := Unlock(locked, nil); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("no passphrase gives %v", err)
		}
		if _, err := Unlock(locked, []byte("seven small stone")); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a wrong passphrase gives %v", err)
		}
		if bytes.Contains(locked, r.key[:]) {
			t.Error("the key lies open in the locked ring")
		}
	}
}

// A changed passphrase opens what was sealed before, and the old one opens only
// what was locked before. A wiped ring opens nothing.
func TestChangedPassphrase(t *testing.T) {
	r := newRing(t)
	_, wrapped, err := r.NewRoom(rand.Reader, ident.Room{1})
	must(t, err)
	before, err := r.Lock([]byte("old"), rand.Reader)
	must(t, err)
	again, err := Unlock(before, []byte("old"))
	must(t, err)
	after, err := again.Lock([]byte("new"), rand.Reader)
	must(t, err)
	if _, err := Unlock(after, []byte("old")); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("the old passphrase gives %v", err)
	}
	third, err := Unlock(after, []byte("new"))
	must(t, err)
	_, err = third.OpenRoom(ident.Room{1}, wrapped)
	must(t, err)
	third.Wipe()
	if _, err := third.OpenRoom(ident.Room{1}, wrapped); err == nil {
		t.Error("a wiped ring opens a room")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A forged keyring costs no more than an honest one may, and every changed bit
// of an open one is found.
func TestForgedKeyring(t *testing.T) {
	r := newRing(t)
	if _, err := r.Lock([]byte{}, rand.Reader); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an empty passphrase gives %v", err)
	}
	secret, err := r.Lock([]byte("x"), rand.Reader)
	must(t, err)
	for name, alter := range map[string]func([]byte) []byte{
		"100 GiB":                 func(b []byte) []byte { binary.BigEndian.PutUint32(b[22:], 100<<20); return b },
		"4 billion passes":        func(b []byte) []byte { binary.BigEndian.PutUint32(b[18:], 1<<32-1); return b },
		"much of both":            func(b []byte) []byte { binary.BigEndian.PutUint32(b[22:], 1<<20); b[21] = 48; return b },
		"no pass":                 func(b []byte) []byte { binary.BigEndian.PutUint32(b[18:], 0); return b },
		"no lane":                 func(b []byte) []byte { b[26] = 0; return b },
		"many lanes":              func(b []byte) []byte { b[26] = 255; return b },
		"cut off":                 func(b []byte) []byte { return b[:len(b)-1] },
		"longer":                  func(b []byte) []byte { return append(b, 0) },
		"nothing":                 func([]byte) []byte { return nil },
		"another way of locking":  func(b []byte) []byte { b[1] = 2; return b },
		"version 0":               func(b []byte) []byte { b[0] = 0; return b },
		"a newer version, longer": func(b []byte) []byte { b[0] = 2; return append(b, 1, 2, 3) },
	} {
		_, err := Unlock(alter(bytes.Clone(secret)), []byte("x"))
		if fault.KindOf(err) != fault.Unavailable || fault.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	open, err := r.LockOpenly(rand.Reader)
	must(t, err)
	for bit := range len(open) * 8 {
		b := bytes.Clone(open)
		b[bit/8] ^= 1 << (bit % 8)
		if b[18]|b[19]|b[20]|b[22]|b[23] != 0 { // honest work, and much of it
			continue
		}
		if _, err := Unlock(b, nil); err == nil {
			t.Errorf("it opens with bit %d changed", bit)
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
		if len(locked) > 26 { // an honest cost is too dear to fuzz
			locked = bytes.Clone(locked)
			locked[18], locked[19], locked[20], locked[21] = 0, 0, 0, locked[21]%4
			locked[22], locked[23], locked[24] = 0, 0, 0
		}
		if ring, err := Unlock(locked, []byte("a guess")); err == nil && (locked[1] != lockedOpenly || ring.key != r.key) {
			t.Fatal("a guess opens it")
		}
	})
}

// FuzzOpen opens hostile headers, bodies and keys: an error, and no crash.
func FuzzOpen(f *testing.F) {
	r := newRing(f)
	k, _, _ := r.NewRoom(rand.Reader, ident.Room{1})
	plain := []byte("twenty-eight points")
	h := event.Header{Version: event.Version, Room: ident.Room{1}, Commitment: event.Commit(plain)}
	body, key, err := k.Seal(rand.Reader, h, plain)
	must(f, err)
	header := h.Bytes()
	f.Add(header[:], body, key)
	f.Add(header[:], []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, head, b, w []byte) {
		var hd [event.HeaderSize]byte
		copy(hd[:], head)
		got, err := k.Open(nil, &hd, b, w)
		if err == nil && !(hd == header && bytes.Equal(b, body) && bytes.Equal(w, key) && bytes.Equal(got, plain)) {
			t.Fatal("what was never sealed opens")
		}
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
