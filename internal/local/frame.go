package local

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

const (
	maxFrame = 1 << 20  // bytes of payload
	piece    = 64 << 10 // bytes of content that are sent in one frame
	headSize = 5
)

// frame is the type of a frame. The numbers are the protocol.
type frame byte

const (
	fHello   frame = 1
	fArg     frame = 2
	fStart   frame = 3
	fCancel  frame = 4
	fData    frame = 5
	fEnd     frame = 6
	fFailure frame = 7
	fStdout  frame = 8
	fStderr  frame = 9
	fRead    frame = 10
	fLoad    frame = 11
	fStore   frame = 12
	fAsk     frame = 13
	fExit    frame = 14
	fFault   frame = 15
)

// errMalformed is what a peer sends that does not keep to the protocol.
var errMalformed = errors.New("what came over the socket is not of this protocol")

// errTooLong is what we do not send.
var errTooLong = errors.New("too long for the socket")

// frameReader reads frames. It allocates as bytes arrive, not as a length
// announces them.
type frameReader struct {
	r    *bufio.Reader
	head [headSize]byte
	buf  []byte
}

func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 16<<10)}
}

// next gives the next frame; the payload is valid until the next call. The
// error is io.EOF only between frames.
func (f *frameReader) next() (frame, []byte, error) {
	if _, err := io.ReadFull(f.r, f.head[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.BigEndian.Uint32(f.head[:4]))
	if n < 0 || n > maxFrame {
		return 0, nil, fmt.Errorf("%w: a frame of %d bytes", errMalformed, uint32(n))
	}
	have := 0
	for have < n {
		to := min(n, max(have*2, piece))
		if cap(f.buf) < to {
			grown := make([]byte, to)
			copy(grown, f.buf[:have])
			f.buf = grown
		}
		m, err := io.ReadFull(f.r, f.buf[have:to])
		have += m
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, nil, err
		}
	}
	return frame(f.head[4]), f.buf[:n], nil
}

// frameWriter writes frames, each whole and in one piece. Once a write has
// failed no frame boundary is certain, and nothing more is written.
type frameWriter struct {
	mu  sync.Mutex
	w   io.Writer
	buf []byte
	err error
}

func (f *frameWriter) send(k frame, parts ...[]byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	b, err := appendFrame(f.buf[:0], k, parts...)
	if err != nil {
		return err
	}
	f.buf = b
	_, f.err = f.w.Write(b)
	return f.err
}

// sendContent sends a content in pieces and its end.
func (f *frameWriter) sendContent(content []byte) error {
	for len(content) > 0 {
		n := min(len(content), piece)
		if err := f.send(fData, content[:n]); err != nil {
			return err
		}
		content = content[n:]
	}
	return f.send(fEnd)
}

// raw sends frames that were put together before.
func (f *frameWriter) raw(frames []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		_, f.err = f.w.Write(frames)
	}
	return f.err
}

// stop lets nothing more be written.
func (f *frameWriter) stop(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func appendFrame(b []byte, k frame, parts ...[]byte) ([]byte, error) {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if n > maxFrame {
		return nil, fmt.Errorf("%w: %d bytes, more than %d", errTooLong, n, maxFrame)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(n))
	b = append(b, byte(k))
	for _, p := range parts {
		b = append(b, p...)
	}
	return b, nil
}
