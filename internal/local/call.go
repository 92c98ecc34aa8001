package local

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"time"

	"nonpaper/internal/fault"
)

// ErrNoHolder is the error where nobody answers at an address.
var ErrNoHolder = errors.New("nobody answers at the socket")

// Surroundings are what a command has and the holder may ask for.
type Surroundings struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	ReadFile       func(name string, most int64) ([]byte, error)
	WriteFile      func(name string, content []byte) error
	Ask            func(question string) (string, error)
	Secret         func(question string) ([]byte, error)
}

const stdinPiece = 64 << 10

// Do lets the holder at an address carry out a command, and gives its exit status.
func Do(ctx context.Context, address string, hello Hello, s Surroundings) (int, error) {
	d := net.Dialer{Timeout: 2 * time.Second}
	conn, err := d.DialContext(ctx, "unix", address)
	if err != nil {
		return 0, ErrNoHolder
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	hello.Protocol = Protocol
	if err := writeJSON(conn, 'h', hello); err != nil {
		return 0, err
	}
	var writing *request
	var content bytes.Buffer
	for {
		kind, got, err := readFrame(conn)
		if err != nil {
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			return 0, fault.Unavailablef("the holder of the process broke off; it is not certain whether this was recorded").WithHint("Look before you repeat it: nonpaper record")
		}
		switch kind {
		case 'o':
			_, err = s.Stdout.Write(got)
		case 'e':
			_, err = s.Stderr.Write(got)
		case 'n':
			err = sendInput(conn, s.Stdin)
		case 'd':
			content.Write(got)
		case 'z':
			if writing == nil {
				return 0, errFrame
			}
			err = answer(conn, "", s.WriteFile(writing.Name, content.Bytes()))
			writing = nil
			content.Reset()
		case 'q':
			var q request
			if err = readJSON(got, &q); err != nil {
				return 0, err
			}
			if q.Op == opWrite {
				writing = &q
				continue
			}
			err = s.serve(conn, &q)
		case 'x':
			if len(got) != 1 {
				return 0, errFrame
			}
			return int(got[0]), nil
		case 'f':
			var no refusal
			if err := readJSON(got, &no); err != nil {
				return 0, err
			}
			return 0, fault.Unavailablef("%s", no.Err).WithHint("%s", no.Hint)
		default:
			return 0, errFrame
		}
		if err != nil {
			return 0, err
		}
	}
}

func sendInput(conn net.Conn, in io.Reader) error {
	buf := make([]byte, stdinPiece)
	for {
		n, err := in.Read(buf)
		if n > 0 || err != nil {
			return writeFrame(conn, 'i', buf[:n])
		}
	}
}

// serve answers a request of the holder's.
func (s *Surroundings) serve(conn net.Conn, q *request) error {
	switch q.Op {
	case opRead:
		content, err := s.ReadFile(q.Name, q.Max)
		if err == nil && len(content) > 0 {
			if err := writeFrame(conn, 'd', content); err != nil {
				return err
			}
		}
		return answer(conn, "", err)
	case opAsk:
		text, err := s.Ask(q.Name)
		return answer(conn, text, err)
	case opSecret:
		text, err := s.Secret(q.Name)
		return answer(conn, string(text), err)
	}
	return errFrame
}

func answer(conn net.Conn, text string, err error) error {
	r := reply{Answer: text}
	if err != nil {
		r.Err, r.Hint, r.Kind = err.Error(), fault.HintOf(err), uint8(fault.KindOf(err))
	}
	return writeJSON(conn, 'r', r)
}
