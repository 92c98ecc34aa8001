package local

import (
	"io"
	"net"
	"time"

	"nonpaper/internal/fault"
)

const (
	maxGreeting = 64      // connections that may be at their greeting at once
	maxArgs     = 1 << 16 // arguments of a command
	maxArgBytes = 4 << 20 // of all arguments together; Linux allows 2 MB
)

// greet reads what a connection comes for. A peer that does not say it in time,
// or says something else, is dropped.
func (h *holder) greet(conn *net.UnixConn) {
	keep := false
	defer func() {
		if !keep {
			conn.Close()
		}
	}()
	if h.peer(conn) != nil {
		return
	}
	conn.SetDeadline(time.Now().Add(h.patience))
	out := &frameWriter{w: conn}
	if !h.beginGreeting() {
		h.decline(conn, out, fault.Unavailablef("too many commands come to the holder of the process at once").WithHint("Nothing was done. Try again in a moment."))
		return
	}
	greeting := true
	endGreeting := func() {
		if greeting {
			h.endGreeting()
		}
		greeting = false
	}
	defer endGreeting()

	in := newFrameReader(conn)
	k, payload, err := in.next()
	if err != nil || k != fHello {
		return
	}
	client, err := decodeHello(payload)
	if err != nil {
		return
	}
	mine := newHello(toCall, h.Version)
	if client.purpose == toLook {
		out.send(fHello, mine.encode())
		return
	}
	if client.purpose == toLock {
		if out.send(fHello, mine.encode()) == nil {
			keep = true
			conn.SetDeadline(time.Time{})
			h.l.keep(conn)
			h.toLock.Do(func() { close(h.lock) })
		}
		return
	}
	if client.purpose != toCall {
		return
	}
	if !mine.matches(client) { // the client knows what that means
		out.send(fHello, mine.encode())
		linger(conn)
		return
	}
	c, err := h.readCall(conn, in, out)
	if err != nil {
		return
	}
	if err := h.admit(c); err != nil {
		h.decline(conn, out, err)
		return
	}
	endGreeting()
	if out.send(fHello, mine.encode()) != nil {
		h.leave(c)
		return
	}
	conn.SetDeadline(time.Time{})
	c.run()
}

// readCall reads the arguments and the rest of a call.
func (h *holder) readCall(conn *net.UnixConn, in *frameReader, out *frameWriter) (*Call, error) {
	var args []string
	for total := 0; ; {
		k, payload, err := in.next()
		if err != nil {
			return nil, err
		}
		switch k {
		case fArg:
			total += len(payload)
			if len(args) == maxArgs || total > maxArgBytes {
				return nil, errMalformed
			}
			args = append(args, string(payload))
		case fStart:
			s, err := decodeStart(payload)
			if err != nil {
				return nil, err
			}
			return newCall(h, conn, in, out, args, s), nil
		default:
			return nil, errMalformed
		}
	}
}

// decline tells a client that its command is not run.
func (h *holder) decline(conn *net.UnixConn, out *frameWriter, why error) {
	if out.send(fHello, newHello(toCall, h.Version).encode()) == nil && out.send(fFault, encodeError(why)) == nil {
		linger(conn)
	}
}

// linger lets a client that is still writing read what was sent to it: on some
// systems closing with bytes unread takes it away.
func linger(conn *net.UnixConn) {
	conn.CloseWrite()
	conn.SetReadDeadline(time.Now().Add(time.Second))
	io.CopyN(io.Discard, conn, 2*maxArgBytes)
}

func (h *holder) beginGreeting() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.greeting >= maxGreeting {
		return false
	}
	h.greeting++
	return true
}

func (h *holder) endGreeting() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.greeting--
}
