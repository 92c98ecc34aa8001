package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"nonpaper/internal/fault"
)

// ErrNoHolder says that nobody listens at an address: a command opens the
// process by itself.
var ErrNoHolder = errors.New("no program holds the process")

// Holder says who holds a process.
type Holder struct {
	Version  string // of the program
	Protocol int
	PID      int
}

// patience is how long a client waits for the first word of a holder, which
// comes without any work: one that is silent for so long was stopped.
const patience = 10 * time.Second

// dial connects to a holder of ours.
func dial(ctx context.Context, address string) (*net.UnixConn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", address)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case nobody(err):
		return nil, ErrNoHolder
	default:
		return nil, fault.Unavailablef("the program that holds the process cannot be reached: %w", err).
			WithHint("Nothing was done. Try again in a moment.")
	}
	peer := conn.(*net.UnixConn)
	if err := samePeer(peer); err != nil {
		peer.Close()
		return nil, err
	}
	return peer, nil
}

// errDropped is how a holder looks that ends just now, and one that takes the
// client for somebody else.
var errDropped = errors.New("the connection was closed without a word")

// twice tries again what met a holder at its end; if it meets one that is alive
// it says so.
func twice(address string, do func() error) error {
	err := do()
	if errors.Is(err, errDropped) {
		time.Sleep(20 * time.Millisecond)
		err = do()
	}
	if errors.Is(err, errDropped) {
		return fault.Unavailablef("the program that holds the process closed the connection without a word").
			WithHint("Nothing was done. It may run as another user, or be no nonpaper: see who listens at %s.", address)
	}
	return err
}

// readHello reads the first word of a holder.
func readHello(ctx context.Context, in *frameReader) (hello, error) {
	k, payload, err := in.next()
	if err != nil {
		if ctx.Err() != nil {
			return hello{}, ctx.Err()
		}
		if ne, ok := errors.AsType[net.Error](err); ok && ne.Timeout() {
			return hello{}, fault.Unavailablef("the program that holds the process does not answer").
				WithHint("It may have been stopped. End it, then run nonpaper unlock again.")
		}
		return hello{}, errDropped
	}
	if k != fHello {
		return hello{}, notOurs(errMalformed)
	}
	h, err := decodeHello(payload)
	if err != nil {
		return hello{}, notOurs(err)
	}
	return h, nil
}

func notOurs(err error) error {
	return fault.Unavailablef("what answers for the process is no nonpaper: %w", err).WithHint("Nothing was done.")
}

// greetHolder says what a client wants that is no call, and gives the
// connection after the holder's answer.
func greetHolder(ctx context.Context, address string, want purpose) (Holder, *net.UnixConn, error) {
	var h hello
	var open *net.UnixConn
	err := twice(address, func() error {
		conn, err := dial(ctx, address)
		if err != nil {
			return err
		}
		conn.SetDeadline(time.Now().Add(patience))
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		defer stop()
		out := frameWriter{w: conn}
		out.send(fHello, newHello(want, "").encode()) // what went wrong is seen below
		if h, err = readHello(ctx, newFrameReader(conn)); err != nil {
			conn.Close()
			return err
		}
		open = conn
		return nil
	})
	return Holder{Version: h.version, Protocol: int(h.protocol), PID: int(h.pid)}, open, err
}

// Look says who listens at an address, of whatever version, or ErrNoHolder.
func Look(ctx context.Context, address string) (Holder, error) {
	h, conn, err := greetHolder(ctx, address, toLook)
	if conn != nil {
		conn.Close()
	}
	return h, err
}

// Lock ends the holder at an address, of whatever version, and returns when it
// has let go of the process file. Calls that run are finished first.
func Lock(ctx context.Context, address string) error {
	_, conn, err := greetHolder(ctx, address, toLock)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Time{})
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	n, err := io.Copy(io.Discard, conn)
	if ctx.Err() != nil {
		return fmt.Errorf("the holder is finishing what runs, and will end then: %w", ctx.Err())
	}
	if err == nil && n > 0 {
		return notOurs(errMalformed)
	}
	return nil // closed, or killed: either way it holds nothing any more
}
