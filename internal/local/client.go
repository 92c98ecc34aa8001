package local

import (
	"context"
	"io"
	"os"
	"time"

	"nonpaper/internal/fault"
)

// maxStored bounds a file that a holder has written through a client.
const maxStored = 1 << 30

// afterInterrupt is how long an interrupted command has to end by itself.
const afterInterrupt = 5 * time.Second

// Request is a command for the holder, and what it may use of the client.
type Request struct {
	Version  string // of this program
	Args     []string
	Dir      string   // "" is the working folder
	Env      []string // only those of Environment cross
	Terminal Terminal

	Stdin          io.Reader // nil is empty
	Stdout, Stderr io.Writer // nil discards
	Files          Files     // nil is Folder{Dir: Dir}

	// Ask and AskSecret ask the person; nil where nobody can be asked. When ctx
	// ends Run may return before they do: what they changed of the terminal
	// (the echo) they have to put back as soon as ctx ends.
	Ask       func(ctx context.Context, question string) (string, error)
	AskSecret func(ctx context.Context, question string) ([]byte, error)
}

// Run has the holder at an address run a command, and gives its exit status.
// ErrNoHolder means that nobody listens there. With any other error the command
// has no exit status; the error says whether it can have taken effect.
//
// When ctx ends, the command is cancelled and has five seconds to end by itself.
// A read of Stdin that was under way may outlast Run, as may a blocked write.
func Run(ctx context.Context, address string, r Request) (exit int, err error) {
	if r.Dir == "" {
		if r.Dir, err = os.Getwd(); err != nil {
			return 0, err
		}
	}
	if r.Files == nil {
		r.Files = Folder{Dir: r.Dir}
	}
	if r.Stdin == nil {
		r.Stdin = eof{}
	}
	if r.Stdout == nil {
		r.Stdout = io.Discard
	}
	if r.Stderr == nil {
		r.Stderr = io.Discard
	}
	mine := newHello(toCall, r.Version)
	opening, err := r.opening(mine)
	if err != nil {
		return 0, err
	}
	err = twice(address, func() error {
		exit, err = r.attempt(ctx, address, mine, opening)
		return err
	})
	return exit, err
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// opening is all that a client says without waiting for an answer.
func (r Request) opening(mine hello) ([]byte, error) {
	b, err := appendFrame(nil, fHello, mine.encode())
	total := 0
	for _, a := range r.Args {
		total += len(a)
		if err == nil {
			b, err = appendFrame(b, fArg, []byte(a))
		}
	}
	if err == nil {
		s := start{dir: r.Dir, terminal: r.Terminal, env: Environment(r.Env)}
		b, err = appendFrame(b, fStart, s.encode())
	}
	if err != nil || total > maxArgBytes || len(r.Args) > maxArgs {
		return nil, fault.Invalidf("the command has more arguments, or longer ones, than can be handed to the holder").
			WithHint("Nothing was done. Put what is long into a file and name the file.")
	}
	return b, nil
}

func (r Request) attempt(ctx context.Context, address string, mine hello, opening []byte) (int, error) {
	conn, err := dial(ctx, address)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // also what is being asked
	s := &session{Request: r, ctx: ctx, conn: conn, in: newFrameReader(conn), out: frameWriter{w: conn}}
	type result struct {
		exit int
		err  error
	}
	over := make(chan result, 1)
	conn.SetDeadline(time.Now().Add(patience))
	go func() {
		exit, err := s.run(mine, opening)
		over <- result{exit, err}
	}()
	select {
	case r := <-over:
		return r.exit, r.err
	case <-ctx.Done():
	}
	go s.out.send(fCancel)
	select {
	case r := <-over:
		return r.exit, r.err
	case <-time.After(afterInterrupt):
		return 0, fault.Unavailablef("the command was interrupted and did not end: %w", ctx.Err()).WithHint(uncertain)
	}
}
