//go:build unix

package local

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nonpaper/internal/fault"
)

// raw is a connection that says what it likes.
func raw(t *testing.T, address string, say ...[]byte) *net.UnixConn {
	t.Helper()
	conn, err := net.Dial("unix", address)
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.Write(bytes.Join(say, nil))
	return conn.(*net.UnixConn)
}

func framed(t *testing.T, k frame, payload []byte) []byte {
	b, err := appendFrame(nil, k, payload)
	must(t, err)
	return b
}

// closes says whether the holder drops a connection, and what it said before.
func closes(conn net.Conn) (said []byte, ok bool) {
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	said, err := io.ReadAll(conn)
	ne, timeout := errors.AsType[net.Error](err)
	return said, !timeout || !ne.Timeout()
}

func TestHostileGreetingsAreDropped(t *testing.T) {
	h := hold(t, Options{patience: 500 * time.Millisecond}, func(_ context.Context, c *Call) int {
		if len(c.Args) == 0 {
			c.Ask("?")
		}
		return 0
	})
	hi := framed(t, fHello, newHello(toCall, "").encode())
	from := framed(t, fStart, start{}.encode())
	many := binary.BigEndian.AppendUint16(appendString(nil, ""), 0)
	many = append(many, 0, 0xff, 0xff)
	conns := map[string]*net.UnixConn{}
	for name, say := range map[string][]byte{
		"nothing":          {},
		"half a head":      {0, 0, 0},
		"half a frame":     hi[:9],
		"huge":             {0xff, 0xff, 0xff, 0xff, 1},
		"noise":            noise(100_000),
		"http":             []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"no magic":         framed(t, fHello, []byte("nonpapex\x00\x01\x00\x00\x00\x00\x00")),
		"long version":     framed(t, fHello, append(newHello(toCall, "").encode(), make([]byte, maxVersion+1)...)),
		"unknown purpose":  framed(t, fHello, newHello(77, "").encode()),
		"no hello":         from,
		"hello twice":      bytes.Join([][]byte{hi, hi}, nil),
		"no start":         hi,
		"start of noise":   bytes.Join([][]byte{hi, framed(t, fStart, noise(99))}, nil),
		"claimed settings": bytes.Join([][]byte{hi, framed(t, fStart, many)}, nil),
		"endless args":     bytes.Join([][]byte{hi, bytes.Repeat(framed(t, fArg, make([]byte, 1<<20)), 5)}, nil),
	} {
		conns[name] = raw(t, h.address, say)
	}
	for name, conn := range conns {
		if said, ok := closes(conn); !ok || len(said) > 100 {
			t.Errorf("%s: dropped: %t, said %q", name, ok, said)
		}
	}
	// Once a call runs, what nobody asked for ends it.
	for name, say := range map[string][]byte{
		"unasked data":    bytes.Join([][]byte{framed(t, fEnd, nil), framed(t, fEnd, nil)}, nil),
		"the wrong frame": framed(t, fExit, nil),
		"huge":            {0xff, 0xff, 0xff, 0xff, 5},
		"endless answer":  bytes.Repeat(framed(t, fData, make([]byte, 1<<20)), 3),
		"bad failure":     bytes.Join([][]byte{framed(t, fFailure, []byte{1}), framed(t, fFailure, nil)}, nil),
	} {
		if _, ok := closes(raw(t, h.address, hi, from, say)); !ok {
			t.Errorf("%s: the call goes on", name)
		}
	}
	if exit, err := h.run(Request{Args: []string{"x"}}); exit != 0 || err != nil {
		t.Errorf("an honest call: %d, %v", exit, err)
	}
}

// Silent connections use up the places for greetings and nothing else: calls
// that run go on, and the places are free again soon.
func TestSilentConnectionsHoldNothingUp(t *testing.T) {
	running := make(chan struct{})
	h := hold(t, Options{patience: 2 * time.Second}, func(_ context.Context, c *Call) int {
		if len(c.Args) > 0 {
			close(running)
			io.ReadAll(c.Stdin)
		}
		return 0
	})
	in, out := io.Pipe()
	over := make(chan error)
	go func() { _, err := h.run(Request{Args: []string{"x"}, Stdin: in}); over <- err }()
	<-running
	for range maxGreeting + 10 {
		raw(t, h.address)
	}
	waitFor(t, "a refusal", func() bool {
		_, err := h.run(Request{})
		return err != nil && strings.Contains(err.Error(), "too many commands")
	})
	out.Close()
	if err := <-over; err != nil {
		t.Error(err)
	}
	waitFor(t, "a free place", func() bool { _, err := h.run(Request{}); return err == nil })
}

func TestSlowReaderHoldsUpItselfOnly(t *testing.T) {
	var written atomic.Int64
	h := hold(t, Options{}, func(_ context.Context, c *Call) int {
		for range 160 {
			n, _ := c.Stdout.Write(make([]byte, 64<<10))
			written.Add(int64(n))
			if len(c.Args) == 0 {
				break
			}
		}
		return 0
	})
	from, to := io.Pipe()
	over := make(chan error)
	go func() {
		_, err := h.run(Request{Args: []string{"much"}, Stdout: to})
		to.Close()
		over <- err
	}()
	last := int64(-1)
	waitFor(t, "a full pipe", func() bool {
		now := written.Load()
		defer func() { last = now }()
		time.Sleep(20 * time.Millisecond)
		return now > 0 && now == last
	})
	if last > 4<<20 {
		t.Errorf("%d bytes are held for a client that reads none", last)
	}
	for range 20 {
		if _, err := h.run(Request{}); err != nil {
			t.Error(err)
		}
	}
	n, err := io.Copy(io.Discard, from)
	if n != 10<<20 || err != nil {
		t.Errorf("%d bytes came, %v", n, err)
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
}

func TestClientIsKilled(t *testing.T) {
	causes := make(chan error, 1)
	h := hold(t, Options{}, func(ctx context.Context, c *Call) int {
		switch c.Args[0] {
		case "work":
			<-ctx.Done()
		case "ask":
			if _, err := c.Ask("?"); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("asked a client that is gone: %v", err)
			}
		case "print":
			for {
				if _, err := c.Stdout.Write(make([]byte, 1<<16)); err != nil {
					break
				}
			}
		}
		if _, err := c.ReadFile("x"); err == nil {
			t.Error("a client that is gone read a file")
		}
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return 0
	})
	for _, what := range []string{"work", "ask", "print"} {
		conn := raw(t, h.address, framed(t, fHello, newHello(toCall, "").encode()), framed(t, fArg, []byte(what)), framed(t, fStart, start{}.encode()))
		conn.Read(make([]byte, 50))
		conn.Close()
		select {
		case err := <-causes:
			if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "gone") {
				t.Errorf("%s: ended by %v", what, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("%s: the call goes on without its client", what)
		}
	}
}

func TestInterrupt(t *testing.T) {
	h := hold(t, Options{}, func(ctx context.Context, c *Call) int {
		_, err := c.Ask("?")
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), context.Canceled) || err == nil {
			t.Errorf("interrupted: %v, asked: %v", context.Cause(ctx), err)
		}
		io.WriteString(c.Stderr, "undone")
		return 130
	})
	ctx, cancel := context.WithCancel(t.Context())
	var said strings.Builder
	exit, err := Run(ctx, h.address, Request{Stderr: &said, Ask: func(ctx context.Context, _ string) (string, error) {
		cancel()
		<-ctx.Done()
		return "", ctx.Err()
	}})
	if exit != 130 || err != nil || said.String() != "undone" {
		t.Errorf("exit %d, %v, said %q", exit, err, said.String())
	}
	if _, err := Run(ctx, h.address, Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted before: %v", err)
	}
}

func TestOtherVersionsAndUsers(t *testing.T) {
	h := hold(t, Options{Version: "1.0"}, func(context.Context, *Call) int { t.Error("it ran"); return 0 })
	for _, version := range []string{"1.1", "", "evil\x1b[2J"} {
		_, err := h.run(Request{Version: version, Args: []string{strings.Repeat("x", 1<<20)}})
		if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "holder is nonpaper 1.0, this is") || !strings.Contains(fault.HintOf(err), "nonpaper lock") {
			t.Errorf("version %q: %v", version, err)
		}
	}
	next := newHello(toCall, "1.0")
	next.protocol = 2
	said, ok := closes(raw(t, h.address, framed(t, fHello, next.encode()), framed(t, 99, noise(100))))
	if k, payload, err := newFrameReader(bytes.NewReader(said)).next(); !ok || k != fHello || err != nil {
		t.Errorf("a later protocol is answered %d, %q, %v", k, payload, err)
	}
	next.purpose = toLock
	conn := raw(t, h.address, framed(t, fHello, next.encode()))
	h.ended(t, Locked)
	must(t, h.l.Close())
	if _, ok := closes(conn); !ok {
		t.Error("a later protocol cannot lock")
	}

	other := hold(t, Options{peer: func(*net.UnixConn) error { return fault.Forbiddenf("another user") }},
		func(context.Context, *Call) int { t.Error("it ran for another user"); return 0 })
	_, err := other.run(Request{})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "without a word") {
		t.Errorf("another user: %v", err)
	}
	if said, ok := closes(raw(t, other.address)); len(said) > 0 || !ok {
		t.Errorf("another user was told %q", said)
	}
	if err := Lock(t.Context(), other.address); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("another user locks: %v", err)
	}
}

func TestSystemKnowsThePeer(t *testing.T) {
	h := hold(t, Options{}, func(context.Context, *Call) int { return 0 })
	if err := samePeer(raw(t, h.address)); err != nil {
		t.Error(err)
	}
}
