package local

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const maxFrame = 1 << 20

// errFrame is the error of what is no frame.
var errFrame = errors.New("what came over the socket is no frame")

// writeFrame writes one frame; longer content is cut into several of its kind.
func writeFrame(w io.Writer, kind byte, content []byte) error {
	for {
		piece := content[:min(len(content), maxFrame)]
		head := make([]byte, 5, 5+len(piece))
		head[0] = kind
		binary.BigEndian.PutUint32(head[1:], uint32(len(piece)))
		if _, err := w.Write(append(head, piece...)); err != nil {
			return err
		}
		if content = content[len(piece):]; len(content) == 0 {
			return nil
		}
	}
}

func writeJSON(w io.Writer, kind byte, v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if len(content) > maxFrame {
		return fmt.Errorf("%d bytes of arguments are too many", len(content))
	}
	return writeFrame(w, kind, content)
}

// readFrame reads one frame. The content is read as it comes, so that a length
// that is a lie costs nothing.
func readFrame(r io.Reader) (kind byte, content []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, errFrame
	}
	content, err = io.ReadAll(io.LimitReader(r, int64(n)))
	if err == nil && len(content) != int(n) {
		err = io.ErrUnexpectedEOF
	}
	return head[0], content, err
}

func readJSON(content []byte, v any) error {
	if err := json.Unmarshal(content, v); err != nil {
		return errFrame
	}
	return nil
}
