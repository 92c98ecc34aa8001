package local

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"nonpaper/internal/fault"
)

// Call is a command of a client, as its holder sees it. It implements [Files]:
// they are the client's. Its methods may be used by several goroutines; what
// asks the client for something is done one after the other.
type Call struct {
	Args     []string
	Dir      string   // the client's working folder; for showing, not for opening
	Env      []string // NAME=value, those of Environment
	Terminal Terminal
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer

	holder *holder
	conn   *net.UnixConn
	in     *frameReader
	out    *frameWriter
	// ctx is the handler's. It is kept because Stdin has no other way to it.
	ctx    context.Context
	cancel context.CancelCauseFunc
	turn   chan struct{} // has room for whoever asks the client for something
	mu     sync.Mutex
	answer *answer // awaited from the client

	away int  // goroutines that wait for the client; holder.mu
	left bool // holder.mu
}

// answer is what the client sends to one request.
type answer struct {
	content []byte
	most    int64
	err     error
	done    chan struct{}
}

func newCall(h *holder, conn *net.UnixConn, in *frameReader, out *frameWriter, args []string, s start) *Call {
	c := &Call{Args: args, Dir: s.dir, Env: s.env, Terminal: s.terminal, holder: h, conn: conn, in: in, out: out, turn: make(chan struct{}, 1)}
	c.ctx, c.cancel = context.WithCancelCause(context.Background())
	c.Stdin = &stdin{c: c}
	c.Stdout = &output{c, fStdout}
	c.Stderr = &output{c, fStderr}
	return c
}

// run runs the handler and tells the client how it ended.
func (c *Call) run() {
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		c.cancel(c.listen())
	}()
	exit, err := c.handle()
	c.holder.await(c, func() {
		if err != nil {
			c.out.send(fFault, encodeError(err))
		} else {
			c.out.send(fExit, binary.BigEndian.AppendUint32(nil, uint32(int32(exit))))
		}
	})
	c.out.stop(os.ErrClosed)
	c.cancel(os.ErrClosed)
	c.holder.leave(c)
	c.conn.CloseWrite()
	c.conn.SetReadDeadline(time.Now().Add(time.Second)) // as in linger
	<-heard
	c.conn.Close()
}

// handle runs the handler so that what goes wrong in it is this call's alone.
func (c *Call) handle() (exit int, err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		r := recover() // nil where the handler ended its goroutine
		err = fault.Unavailablef("a fault of the program: %v\n%s", r, debug.Stack()).
			WithHint("Only this command ended; the process is held as before, and what was recorded is there whole or not at all. Please report this with the lines above.")
	}()
	exit = c.holder.handler(c.ctx, c)
	returned = true
	return exit, nil
}

// listen reads what the client sends until it is gone, and says why the call is
// over. It never waits for the handler.
func (c *Call) listen() error {
	for {
		k, payload, err := c.in.next()
		if err != nil {
			return errGone()
		}
		switch k {
		case fCancel:
			c.cancel(errInterrupted())
		case fData, fEnd, fFailure:
			if !c.answered(k, payload) {
				c.conn.Close()
				return fmt.Errorf("%w: an answer nobody asked for", errMalformed)
			}
		default:
			c.conn.Close()
			return fmt.Errorf("%w: frame %d in a call", errMalformed, k)
		}
	}
}

func (c *Call) answered(k frame, payload []byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.answer
	switch {
	case a == nil:
		return false
	case k == fData && int64(len(a.content)+len(payload)) > a.most:
		return false
	case k == fData:
		if c.ctx.Err() == nil { // else nobody waits for it any more
			a.content = append(a.content, payload...)
		}
		return true
	case k == fFailure:
		a.content, a.err = nil, decodeError(payload)
	}
	c.answer = nil
	close(a.done)
	return true
}

// request asks the client for something and waits for the answer of at most so
// many bytes. For store, a content follows the request.
func (c *Call) request(k frame, most int64, store []byte, parts ...[]byte) (content []byte, err error) {
	c.holder.await(c, func() {
		select {
		case c.turn <- struct{}{}:
		case <-c.ctx.Done():
		}
		// After the end of ctx no request may be made: an earlier one may be
		// without an answer still.
		if c.ctx.Err() != nil {
			err = context.Cause(c.ctx)
			return
		}
		defer func() { <-c.turn }()
		a := &answer{most: most, done: make(chan struct{})}
		c.mu.Lock()
		c.answer = a
		c.mu.Unlock()
		if err = c.out.send(k, parts...); err == nil && k == fStore {
			err = c.out.sendContent(store)
		}
		if err != nil {
			c.mu.Lock()
			c.answer = nil
			c.mu.Unlock()
			if !errors.Is(err, errTooLong) { // what is sent to nobody
				err = errGone()
			}
			return
		}
		select {
		case <-a.done:
			content, err = a.content, a.err
		case <-c.ctx.Done():
			err = context.Cause(c.ctx)
		}
	})
	return content, err
}

// ReadFile has the client read a file of at most Options.MaxFile.
func (c *Call) ReadFile(name string) ([]byte, error) {
	most := c.holder.MaxFile
	return c.request(fLoad, most, nil, binary.BigEndian.AppendUint64(nil, uint64(most)), []byte(name))
}

// WriteFile has the client write a file: exclusive if none of the name may be
// there, otherwise in place of it.
func (c *Call) WriteFile(name string, content []byte, exclusive bool) error {
	if int64(len(content)) > maxStored {
		return fault.Invalidf("%s would have %d bytes, more than a command can write through the holder", name, len(content)).
			WithHint("Nothing was written. Run nonpaper lock and then the command, which then works by itself.")
	}
	_, err := c.request(fStore, 0, content, flag(exclusive), []byte(name))
	return err
}

// Ask asks the person at the client.
func (c *Call) Ask(question string) (string, error) {
	b, err := c.request(fAsk, maxFrame, nil, flag(false), []byte(question))
	return string(b), err
}

// AskSecret asks without showing the answer, which the caller clears after use.
func (c *Call) AskSecret(question string) ([]byte, error) {
	return c.request(fAsk, maxFrame, nil, flag(true), []byte(question))
}

func flag(is bool) []byte {
	if is {
		return []byte{1}
	}
	return []byte{0}
}

// Getenv gives one of the client's variables, "" if it has none.
func (c *Call) Getenv(name string) string {
	for _, e := range c.Env {
		if n, value, _ := strings.Cut(e, "="); n == name {
			return value
		}
	}
	return ""
}

// stdin is the client's, read when and as far as the command reads.
type stdin struct {
	c    *Call
	mu   sync.Mutex
	left []byte // read and not taken yet
	end  error
}

func (s *stdin) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	if len(s.left) == 0 && s.end == nil {
		// No more than asked for: what the command leaves is the next one's.
		most := uint32(min(len(p), piece))
		s.left, s.end = s.c.request(fRead, int64(most), nil, binary.BigEndian.AppendUint32(nil, most))
		if s.end == nil && len(s.left) == 0 {
			s.end = io.EOF
		}
	}
	if len(s.left) == 0 {
		return 0, s.end
	}
	n := copy(p, s.left)
	s.left = s.left[n:]
	return n, nil
}

// output is what the client prints.
type output struct {
	c *Call
	k frame
}

func (o *output) Write(p []byte) (n int, err error) {
	o.c.holder.await(o.c, func() {
		for n < len(p) && err == nil {
			m := min(len(p)-n, piece)
			if err = o.c.out.send(o.k, p[n:n+m]); err == nil {
				n += m
			}
		}
	})
	return n, err
}
