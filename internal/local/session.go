package local

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"nonpaper/internal/fault"
)

// uncertain is what is known of a command whose holder was lost.
const uncertain = "Whether the command took effect is not known; what was recorded is there whole or not at all. Look before you repeat it."

// session is one connection as the client sees it.
type session struct {
	Request
	ctx  context.Context // the person's; what is asked ends with it
	conn *net.UnixConn
	in   *frameReader
	out  frameWriter

	serving atomic.Bool // something the holder asked for is being done
	storing *stored     // its content is arriving
}

type stored struct {
	name      string
	exclusive bool
	content   []byte
}

func (s *session) run(mine hello, opening []byte) (int, error) {
	s.out.raw(opening) // a holder that did not want to read it says why
	holder, err := readHello(s.ctx, s.in)
	if err != nil {
		return 0, err
	}
	if !mine.matches(holder) {
		return 0, mismatch(holder, mine)
	}
	s.conn.SetDeadline(time.Time{})
	for {
		k, payload, err := s.in.next()
		if err != nil {
			if errors.Is(err, errMalformed) {
				return 0, broken(err)
			}
			return 0, fault.Unavailablef("the program that holds the process ended before it answered: %w", err).WithHint(uncertain)
		}
		d := decoder{b: payload}
		switch k {
		case fStdout:
			if _, err := s.Stdout.Write(payload); err != nil {
				return 0, fault.Unavailablef("the answer cannot be written: %w", err).WithHint(uncertain)
			}
		case fStderr:
			s.Stderr.Write(payload) // no place to complain at
		case fExit:
			exit := int32(d.number(4))
			if !d.ok() {
				return 0, broken(errMalformed)
			}
			return int(exit), nil
		case fFault:
			return 0, decodeError(payload)
		default:
			if err := s.request(k, d); err != nil {
				return 0, broken(err)
			}
		}
	}
}

func broken(err error) error {
	return fault.Unavailablef("the program that holds the process answered what cannot be understood: %w", err).WithHint(uncertain)
}

// request takes what the holder wants of the client. It is done beside the
// reading, so that output and the end of the call come through meanwhile.
func (s *session) request(k frame, d decoder) error {
	switch {
	case k == fData && s.storing != nil:
		if len(s.storing.content)+len(d.b) > maxStored {
			return errMalformed
		}
		s.storing.content = append(s.storing.content, d.b...)
		return nil
	case k == fEnd && s.storing != nil:
		st := s.storing
		s.storing = nil
		go func() { s.answer(nil, s.Files.WriteFile(st.name, st.content, st.exclusive)) }()
		return nil
	case s.storing != nil || !s.serving.CompareAndSwap(false, true):
		return errMalformed
	}
	switch k {
	case fRead:
		most := int(d.number(4))
		if !d.ok() || most < 1 || most > maxFrame {
			return errMalformed
		}
		go func() { s.answer(readSome(s.Stdin, most)) }()
	case fLoad:
		most, name := int64(d.number(8)), d.rest()
		if !d.ok() || most < 0 {
			return errMalformed
		}
		go func() { s.answer(s.load(name, most)) }()
	case fStore:
		exclusive, name := d.number(1), d.rest()
		if !d.ok() || exclusive > 1 {
			return errMalformed
		}
		s.storing = &stored{name: name, exclusive: exclusive == 1}
	case fAsk:
		secret, question := d.number(1), d.rest()
		if !d.ok() || secret > 1 {
			return errMalformed
		}
		go s.ask(question, secret == 1)
	default:
		return errMalformed
	}
	return nil
}

// answer sends what the holder wanted, or why it cannot have it. The holder may
// want the next thing as soon as it sees the end.
func (s *session) answer(content []byte, err error) {
	for err == nil && len(content) > 0 {
		n := min(len(content), piece)
		if s.out.send(fData, content[:n]) != nil {
			return
		}
		content = content[n:]
	}
	s.serving.Store(false)
	if err != nil {
		s.out.send(fFailure, encodeError(err))
	} else {
		s.out.send(fEnd)
	}
}

// readSome reads what there is, one byte at least; nothing at the end.
func readSome(from io.Reader, most int) ([]byte, error) {
	b := make([]byte, min(most, piece))
	for {
		n, err := from.Read(b)
		if n > 0 { // an error comes again
			return b[:n], nil
		}
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (s *session) load(name string, most int64) ([]byte, error) {
	files := s.Files
	if f, ok := files.(Folder); ok && (f.Most <= 0 || f.Most > most) {
		f.Most = most // stops before it has read too much
		files = f
	}
	content, err := files.ReadFile(name)
	if err == nil && int64(len(content)) > most {
		err = fault.Invalidf("%s is larger than %s, the most that is read", name, size(most)).WithHint("Nothing was read or written.")
	}
	return content, err
}

func (s *session) ask(question string, secret bool) {
	var answer []byte
	err := error(fault.Unavailablef("nobody can be asked: %s", question).
		WithHint("Nothing was done. Run the command on a terminal, or say the answer by its options."))
	switch {
	case secret && s.AskSecret != nil:
		answer, err = s.AskSecret(s.ctx, question)
	case !secret && s.Ask != nil:
		var text string
		text, err = s.Ask(s.ctx, question)
		answer = []byte(text)
	}
	if err == nil && len(answer) > maxFrame {
		err = fault.Invalidf("the answer is too long").WithHint("Nothing was done.")
	}
	s.answer(answer, err)
	if secret {
		clear(answer)
	}
}
