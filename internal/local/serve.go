package local

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"nonpaper/internal/fault"
)

// Handler runs one command. Its context ends when the client is gone or was
// interrupted, or when the holder ends; context.Cause says which, as a fault.
type Handler func(ctx context.Context, call *Call) (exit int)

// Options say how to serve. The zero value is of use.
type Options struct {
	Version string        // of the program; clients of another one are refused
	Idle    time.Duration // without a call ends the holder; 0 is 30 minutes, less is never
	Drain   time.Duration // running calls have so long to end after lock; 0 is 30 seconds
	Most    int           // calls at once; 0 is 64
	MaxFile int64         // bytes of a file that a command reads; 0 is 64 MB
	Clock   Clock

	peer     func(*net.UnixConn) error // nil is samePeer; tests play another user
	patience time.Duration             // for a greeting; 0 is 5 seconds
}

// Clock is where the holder takes the time from; the zero value is the
// machine's.
type Clock struct {
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// End says why a holder ended.
type End int

// Reasons.
const (
	Stopped End = iota // the context of Serve ended
	Locked             // somebody asked to lock
	Idle               // no call for too long
)

// grace is what a cancelled call has to say its last words, before its
// connection is cut.
const grace = 2 * time.Second

// errGone and errInterrupted are why a call's context ended on its client's
// side.
func errGone() error { return fault.Unavailablef("the command's terminal or caller is gone") }

func errInterrupted() error {
	return fault.Unavailablef("the command was interrupted: %w", context.Canceled)
}

// holder is what the calls of one Serve have in common.
type holder struct {
	Options
	handler Handler
	l       *Listener
	lock    chan struct{} // closed when somebody asks to lock
	toLock  sync.Once

	mu       sync.Mutex
	calls    map[*Call]struct{}
	done     chan struct{} // closed when the holder is ending and no call is left
	ending   error         // set: new calls are refused so
	busy     int           // calls that do not wait for their client
	since    time.Time     // since when busy is 0
	greeting int           // connections that are no call yet
}

// Serve answers calls until the context ends, somebody asks to lock, or no call
// has come for too long. On lock, running calls have Options.Drain to end by
// themselves, otherwise they are cancelled; Serve returns when none runs. New
// calls are refused until the Listener is closed, which the caller does.
func Serve(ctx context.Context, l *Listener, handler Handler, o Options) End {
	if o.Idle == 0 {
		o.Idle = 30 * time.Minute
	}
	if o.Drain == 0 {
		o.Drain = 30 * time.Second
	}
	if o.Most == 0 {
		o.Most = 64
	}
	if o.MaxFile == 0 {
		o.MaxFile = 64 << 20
	}
	if o.Clock.Now == nil {
		o.Clock.Now = time.Now
	}
	if o.Clock.After == nil {
		o.Clock.After = time.After
	}
	if o.peer == nil {
		o.peer = samePeer
	}
	if o.patience == 0 {
		o.patience = 5 * time.Second
	}
	h := &holder{Options: o, handler: handler, l: l, lock: make(chan struct{}), calls: map[*Call]struct{}{}, done: make(chan struct{}), since: o.Clock.Now()}
	l.serving.Go(h.accept)
	end := h.wait(ctx)
	h.finish(ctx, end)
	return end
}

// wait returns when the holder has to end, with new calls refused already.
func (h *holder) wait(ctx context.Context) End {
	var alarm <-chan time.Time
	if h.Idle > 0 {
		alarm = h.Clock.After(h.Idle)
	}
	for {
		select {
		case <-ctx.Done():
			h.refuse(fault.Unavailablef("the holder of the process is being ended").WithHint("Nothing was done. Try again in a moment."))
			return Stopped
		case <-h.lock:
			h.refuse(fault.Unavailablef("the process is being locked").WithHint("Nothing was done. Try again in a moment; nonpaper unlock opens it again."))
			return Locked
		case <-alarm:
			left := h.refuseIfIdle()
			if left <= 0 {
				return Idle
			}
			alarm = h.Clock.After(left)
		}
	}
}

// refuseIfIdle gives how long there is to the idle limit; at zero it lets no
// call begin any more.
func (h *holder) refuseIfIdle() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy > 0 {
		return h.Idle
	}
	left := h.Idle - h.Clock.Now().Sub(h.since)
	if left <= 0 {
		h.setEnding(fault.Unavailablef("the process is being locked, after %s without a command", h.Idle).
			WithHint("Nothing was done. Try again in a moment; nonpaper unlock opens it again."))
	}
	return left
}

func (h *holder) refuse(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.setEnding(why)
}

func (h *holder) setEnding(why error) {
	h.ending = why
	if len(h.calls) == 0 {
		close(h.done)
	}
}

// finish returns when no call runs any more. It waits for handlers as long as
// they take: the caller closes what they work on.
func (h *holder) finish(ctx context.Context, end End) {
	why := fault.Unavailablef("the holder of the process is being ended")
	switch end {
	case Locked:
		select {
		case <-h.done:
			return
		case <-ctx.Done():
		case <-h.Clock.After(h.Drain):
			why = fault.Unavailablef("the process was locked while the command ran")
		}
	case Idle:
		why = fault.Unavailablef("the process was locked: the command waited for %s", h.Idle)
	}
	h.each(func(c *Call) { c.cancel(why) })
	select {
	case <-h.done:
		return
	case <-h.Clock.After(grace):
	}
	h.each(func(c *Call) { c.conn.Close() })
	<-h.done
}

func (h *holder) each(do func(*Call)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.calls {
		do(c)
	}
}

// accept takes connections until the Listener is closed. What goes wrong
// meanwhile (too many open files) passes.
func (h *holder) accept() {
	var wait time.Duration
	for {
		conn, err := h.l.socket.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			wait = min(max(2*wait, 5*time.Millisecond), time.Second)
			time.Sleep(wait)
			continue
		}
		wait = 0
		go h.greet(conn)
	}
}

// admit lets a call begin, or says why not.
func (h *holder) admit(c *Call) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ending != nil {
		return h.ending
	}
	if len(h.calls) >= h.Most {
		return fault.Unavailablef("the holder of the process runs %d commands already, the most it does at once", h.Most).
			WithHint("Nothing was done. Try again in a moment.")
	}
	h.calls[c] = struct{}{}
	h.busy++
	return nil
}

// leave takes a call out that is over.
func (h *holder) leave(c *Call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.left = true
	if c.away == 0 {
		h.idleFrom()
	}
	delete(h.calls, c)
	if h.ending != nil && len(h.calls) == 0 {
		close(h.done)
	}
}

// await brackets what waits for a call's client, and is no work of the holder's.
func (h *holder) await(c *Call, wait func()) {
	h.mu.Lock()
	c.away++
	if c.away == 1 && !c.left {
		h.idleFrom()
	}
	h.mu.Unlock()
	wait()
	h.mu.Lock()
	c.away--
	if c.away == 0 && !c.left {
		h.busy++
	}
	h.mu.Unlock()
}

func (h *holder) idleFrom() {
	h.busy--
	if h.busy == 0 {
		h.since = h.Clock.Now()
	}
}

// String names a reason for a person.
func (e End) String() string {
	switch e {
	case Locked:
		return "locked"
	case Idle:
		return "no command for too long"
	case Stopped:
		return "ended"
	}
	return fmt.Sprintf("reason %d", int(e))
}
