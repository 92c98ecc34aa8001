package local

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

func TestFramesArriveAsSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type sent struct {
			k       frame
			payload []byte
		}
		var all []sent
		var b bytes.Buffer
		w := frameWriter{w: &b}
		for range rapid.IntRange(0, 8).Draw(t, "frames") {
			n := rapid.SampledFrom([]int{0, 1, 5, 100, piece - 1, piece, piece + 1, 3 * piece, maxFrame}).Draw(t, "size")
			s := sent{frame(rapid.Byte().Draw(t, "type")), bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, n)}
			cut := rapid.IntRange(0, n).Draw(t, "cut")
			if err := w.send(s.k, s.payload[:cut], s.payload[cut:]); err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
		whole := b.Bytes()
		var from io.Reader = bytes.NewReader(whole)
		if rapid.Bool().Draw(t, "halves") {
			from = iotest.HalfReader(from)
		}
		r := newFrameReader(from)
		for i, s := range all {
			k, payload, err := r.next()
			if err != nil || k != s.k || !bytes.Equal(payload, s.payload) {
				t.Fatalf("frame %d: type %d, %d bytes, %v; sent type %d, %d bytes", i, k, len(payload), err, s.k, len(s.payload))
			}
		}
		if _, _, err := r.next(); err != io.EOF {
			t.Fatalf("after the last: %v", err)
		}

		if len(whole) == 0 {
			return
		}
		cut := rapid.IntRange(1, len(whole)).Draw(t, "short by")
		r = newFrameReader(bytes.NewReader(whole[:len(whole)-cut]))
		n := 0
		for {
			if _, _, err := r.next(); err != nil {
				break
			}
			n++
		}
		if n >= len(all) {
			t.Fatalf("%d frames out of a cut stream of %d", n, len(all))
		}
	})
}

// A length is a claim: what was not sent takes no memory.
func TestAnnouncedLengthTakesNoMemory(t *testing.T) {
	head := binary.BigEndian.AppendUint32(nil, maxFrame)
	r := newFrameReader(bytes.NewReader(append(head, byte(fData), 1, 2, 3)))
	if _, _, err := r.next(); err != io.ErrUnexpectedEOF {
		t.Errorf("half a frame: %v", err)
	}
	if cap(r.buf) > piece {
		t.Errorf("%d bytes of memory for 3 that came", cap(r.buf))
	}
	for _, n := range []uint32{maxFrame + 1, 1 << 31, 1<<32 - 1} {
		r := newFrameReader(bytes.NewReader(append(binary.BigEndian.AppendUint32(nil, n), 5)))
		if _, _, err := r.next(); !errors.Is(err, errMalformed) {
			t.Errorf("length %d: %v", n, err)
		}
	}
	w := frameWriter{w: io.Discard}
	if w.send(fData, make([]byte, maxFrame+1)) == nil {
		t.Error("too long a frame was sent")
	}
	if err := w.send(fData, make([]byte, maxFrame)); err != nil {
		t.Errorf("after it: %v", err)
	}
}

func FuzzFrames(f *testing.F) {
	ok, _ := appendFrame(nil, fHello, newHello(toCall, "1").encode())
	ok, _ = appendFrame(ok, fStart, start{dir: "/x", env: []string{"LANG=C"}}.encode())
	ok, _ = appendFrame(ok, fFailure, encodeError(fs.ErrNotExist))
	f.Add(ok)
	f.Add([]byte{0, 0, 0, 3, 1, 'a'})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := newFrameReader(bytes.NewReader(b))
		read := 0
		for {
			k, payload, err := r.next()
			if err != nil {
				break
			}
			read += headSize + len(payload)
			if again, err := appendFrame(nil, k, payload); err != nil || !bytes.Equal(again, b[read-len(again):read]) {
				t.Fatalf("frame %d reads otherwise than it is written", k)
			}
			if h, err := decodeHello(payload); err == nil && !bytes.Equal(h.encode(), payload) {
				t.Fatal("hello is not written as it is read")
			}
			if s, err := decodeStart(payload); err == nil && len(s.env) == 0 && len(s.encode()) > len(payload) {
				t.Fatal("start grew")
			}
			if err := decodeError(payload); err == nil || err.Error() == "" && len(payload) > 18 && fault.KindOf(err) > fault.Unavailable {
				t.Fatal("an error that is none")
			}
		}
		if read > len(b) {
			t.Fatal("read more than there was")
		}
	})
}

func TestStartArrives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := start{
			dir:      string(rapid.SliceOf(rapid.Byte()).Draw(t, "dir")),
			terminal: Terminal{rapid.Bool().Draw(t, "in"), rapid.Bool().Draw(t, "out"), rapid.Bool().Draw(t, "err"), rapid.IntRange(0, 65535).Draw(t, "width")},
		}
		secret := "NONPAPER_PASSPHRASE=" + rapid.String().Draw(t, "secret")
		s.env = []string{"LANG=" + rapid.String().Draw(t, "lang"), secret, "NO_COLOR="}
		got, err := decodeStart(s.encode())
		if err != nil || got.dir != s.dir || got.terminal != s.terminal {
			t.Fatalf("%+v became %+v, %v", s, got, err)
		}
		if len(got.env) != 2 || got.env[0] != s.env[0] || got.env[1] != s.env[2] {
			t.Fatalf("variables %q became %q", s.env, got.env)
		}
	})
}

func TestErrorsArriveWithKindHintAndCause(t *testing.T) {
	_, notThere := os.Open("not-there")
	for _, err := range []error{
		errors.New("plain"),
		notThere,
		fault.Invalidf("bad: %w", fs.ErrExist).WithHint("100%% sure: %s", "do"),
		fault.Forbiddenf("no"), fault.NotFoundf("none"), fault.Conflictf("slow"), fault.Unavailablef("away").WithHint("later"),
		fmt.Errorf("asking: %w", context.Canceled),
		&fs.PathError{Op: "read", Path: "x", Err: fs.ErrPermission},
	} {
		got := decodeError(encodeError(err))
		if got.Error() != err.Error() || fault.KindOf(got) != fault.KindOf(err) || fault.HintOf(got) != fault.HintOf(err) {
			t.Errorf("%v (%d, %q) became %v (%d, %q)", err, fault.KindOf(err), fault.HintOf(err), got, fault.KindOf(got), fault.HintOf(got))
		}
		for _, c := range causes()[1:] {
			if errors.Is(got, c) != errors.Is(err, c) {
				t.Errorf("%v: is %v: %t, was %t", err, c, errors.Is(got, c), errors.Is(err, c))
			}
		}
		_, was := errors.AsType[*fs.PathError](err)
		if _, is := errors.AsType[*fs.PathError](got); was != is {
			t.Errorf("%v: about a path: %t, was %t", err, is, was)
		}
	}
	long := errors.New(string(bytes.Repeat([]byte("x"), 3<<20)))
	if b := encodeError(fault.Invalidf("%w", long).WithHint("%s", long)); len(b) > maxFrame {
		t.Errorf("an error of %d bytes does not fit a frame", len(b))
	}
}
