package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"nonpaper/internal/fault"
)

// Handler carries a call out and gives its exit status.
type Handler func(context.Context, *Call) int

// Options of a holder.
type Options struct {
	Program string        // its version
	Idle    time.Duration // it ends after so long without a call; 0 never
}

const (
	maxCalls  = 64
	helloWait = 5 * time.Second
	sendWait  = 30 * time.Second // for a peer that does not read
)

// Holder answers calls.
type Holder struct {
	listener net.Listener
	handle   Handler
	opts     Options

	mu    sync.Mutex
	calls int
	ended bool
	idle  *time.Timer
	wg    sync.WaitGroup
	over  chan struct{}
}

// Listen puts the socket at its address. One that a killed holder left there is
// taken away, a live one never.
func Listen(address string) (net.Listener, error) {
	if c, err := net.DialTimeout("unix", address, time.Second); err == nil {
		c.Close()
		return nil, fault.Conflictf("another program answers at %s", address)
	}
	if err := os.Remove(address); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", address)
	if err != nil {
		return nil, fault.Unavailablef("the socket cannot be made: %w", err)
	}
	if err := os.Chmod(address, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// NewHolder makes a holder that answers at a listener.
func NewHolder(l net.Listener, handle Handler, o Options) *Holder {
	return &Holder{listener: l, handle: handle, opts: o, over: make(chan struct{})}
}

// Serve answers until the context ends, End is called or nobody has called for
// the idle time; then it waits for running calls.
func (h *Holder) Serve(ctx context.Context) error {
	if h.opts.Idle > 0 {
		h.idle = time.AfterFunc(h.opts.Idle, h.endIfIdle)
		defer h.idle.Stop()
	}
	stop := context.AfterFunc(ctx, h.End)
	defer stop()
	for {
		c, err := h.listener.Accept()
		if err != nil {
			select {
			case <-h.over:
				h.wg.Wait()
				return nil
			default:
			}
			if ne, ok := errors.AsType[net.Error](err); ok && ne.Timeout() {
				continue
			}
			h.End()
			h.wg.Wait()
			return err
		}
		if !samePeer(c) {
			c.Close()
			continue
		}
		go h.serve(ctx, c)
	}
}

// End refuses new calls; Serve returns when those that run are done.
func (h *Holder) End() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ended {
		h.ended = true
		close(h.over)
		h.listener.Close()
	}
}

func (h *Holder) endIfIdle() {
	h.mu.Lock()
	busy := h.calls > 0
	h.mu.Unlock()
	if busy {
		h.idle.Reset(h.opts.Idle)
		return
	}
	h.End()
}

// enter counts a call in, or says why it is not carried out.
func (h *Holder) enter() *refusal {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.ended:
		return &refusal{"the process is being closed; nothing was done", "Try again in a moment."}
	case h.calls >= maxCalls:
		return &refusal{fmt.Sprintf("%d commands run at once already; nothing was done", h.calls), "Try again in a moment."}
	}
	h.calls++
	h.wg.Add(1)
	return nil
}

func (h *Holder) leave() {
	h.mu.Lock()
	h.calls--
	h.mu.Unlock()
	if h.idle != nil {
		h.idle.Reset(h.opts.Idle)
	}
	h.wg.Done()
}

// serve answers one call.
func (h *Holder) serve(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(helloWait))
	kind, content, err := readFrame(conn)
	var hello Hello
	if err != nil || kind != 'h' || readJSON(content, &hello) != nil {
		return // no command of ours: there is nobody to tell
	}
	conn.SetReadDeadline(time.Time{})
	call := newCall(conn, hello)
	if hello.Protocol != Protocol {
		call.send('f', refusal{fmt.Sprintf("the process is held by nonpaper %s, and this is %s; they do not understand each other", h.opts.Program, hello.Program),
			"End the holder (with that version): nonpaper lock, then nonpaper unlock."})
		return
	}
	if no := h.enter(); no != nil {
		call.send('f', *no)
		return
	}
	defer h.leave()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go call.listen(cancel)
	exit := h.carryOut(ctx, call)
	call.finish(exit)
}

// carryOut runs the handler; a panic ends its own call only.
func (h *Holder) carryOut(ctx context.Context, call *Call) (exit int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(call.Stderr, "nonpaper: a fault of the program: %v\nNothing half done was recorded. Please report this with the lines below.\n%s", r, debug.Stack())
			exit = 1
		}
	}()
	return h.handle(ctx, call)
}

// Call is a command as the holder sees it.
type Call struct {
	Hello
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	conn    net.Conn
	sending sync.Mutex
	asking  sync.Mutex // one question at a time
	frames  chan frame
}

type frame struct {
	kind    byte
	content []byte
}

func newCall(conn net.Conn, hello Hello) *Call {
	c := &Call{Hello: hello, conn: conn, frames: make(chan frame, 4)}
	c.Stdin = &stdin{call: c}
	c.Stdout, c.Stderr = stream{c, 'o'}, stream{c, 'e'}
	return c
}

// listen takes what the command sends; when it is gone, the call is cancelled.
func (c *Call) listen(cancel func()) {
	defer close(c.frames)
	for {
		kind, content, err := readFrame(c.conn)
		if err != nil {
			cancel()
			return
		}
		select {
		case c.frames <- frame{kind, content}:
		case <-time.After(sendWait): // it sends what nobody asked for
			cancel()
			return
		}
	}
}

func (c *Call) frame(kind byte, content []byte) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	c.conn.SetWriteDeadline(time.Now().Add(sendWait))
	return writeFrame(c.conn, kind, content)
}

func (c *Call) send(kind byte, v any) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	c.conn.SetWriteDeadline(time.Now().Add(sendWait))
	return writeJSON(c.conn, kind, v)
}

func (c *Call) finish(exit int) { _ = c.frame('x', []byte{byte(exit)}) }

// errGone is the error of a command that is no longer there.
var errGone = fault.Unavailablef("the command is no longer there")

// ask sends a request, with content where there is some, and waits for what
// comes back.
func (c *Call) ask(q request, content []byte) ([]byte, reply, error) {
	c.asking.Lock()
	defer c.asking.Unlock()
	if err := c.send('q', q); err != nil {
		return nil, reply{}, errGone
	}
	if q.Op == opWrite {
		if len(content) > 0 {
			if err := c.frame('d', content); err != nil {
				return nil, reply{}, errGone
			}
		}
		if err := c.frame('z', nil); err != nil {
			return nil, reply{}, errGone
		}
	}
	var got bytes.Buffer
	for f := range c.frames {
		switch f.kind {
		case 'd':
			if q.Op != opRead || int64(got.Len()+len(f.content)) > q.Max+1 {
				return nil, reply{}, errFrame
			}
			got.Write(f.content)
		case 'r':
			var r reply
			if err := readJSON(f.content, &r); err != nil {
				return nil, r, err
			}
			return got.Bytes(), r, r.err()
		default:
			return nil, reply{}, errFrame
		}
	}
	return nil, reply{}, errGone
}

func (r *reply) err() error {
	if r.Err == "" {
		return nil
	}
	e := fault.Invalidf("%s", r.Err)
	e.Kind, e.Hint = fault.Kind(r.Kind), r.Hint
	return e
}

// ReadFile reads a file of the command's, at most so many bytes and one more.
func (c *Call) ReadFile(name string, most int64) ([]byte, error) {
	content, _, err := c.ask(request{Op: opRead, Name: name, Max: most}, nil)
	return content, err
}

// WriteFile writes a file of the command's, whole and at once.
func (c *Call) WriteFile(name string, content []byte) error {
	_, _, err := c.ask(request{Op: opWrite, Name: name}, content)
	return err
}

// Ask asks the person at the command; Secret does so without showing the answer.
func (c *Call) Ask(question string) (string, error) {
	_, r, err := c.ask(request{Op: opAsk, Name: question}, nil)
	return r.Answer, err
}

// Secret asks for something that is not shown while it is typed.
func (c *Call) Secret(question string) ([]byte, error) {
	_, r, err := c.ask(request{Op: opSecret, Name: question}, nil)
	return []byte(r.Answer), err
}

// stream is one of the command's outputs.
type stream struct {
	call *Call
	kind byte
}

// Write sends output.
func (s stream) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if err := s.call.frame(s.kind, b); err != nil {
		return 0, errGone
	}
	return len(b), nil
}

// stdin is the command's input, read only as far as it is asked for.
type stdin struct {
	call *Call
	rest []byte
	end  bool
}

// Read asks for input.
func (s *stdin) Read(b []byte) (int, error) {
	if len(s.rest) == 0 && !s.end {
		s.call.asking.Lock()
		defer s.call.asking.Unlock()
		if err := s.call.frame('n', nil); err != nil {
			return 0, errGone
		}
		f, ok := <-s.call.frames
		if !ok || f.kind != 'i' {
			return 0, errGone
		}
		s.rest, s.end = f.content, len(f.content) == 0
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
