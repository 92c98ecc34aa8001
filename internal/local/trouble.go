package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"nonpaper/internal/fault"
)

// maxText bounds each text of an error that crosses the socket.
const maxText = 128 << 10

// causes are the errors that code looks for by errors.Is on the other side.
// The place in the list is the protocol.
func causes() []error {
	return []error{nil, fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, io.EOF, context.Canceled}
}

// distant is an error that happened at the other end.
type distant struct {
	message string
	cause   error
}

func (d *distant) Error() string { return d.message }
func (d *distant) Unwrap() error { return d.cause }

// encodeError keeps of an error what a person and the code at the other end can
// use: kind, hint, cause, and whether it is about a path.
func encodeError(err error) []byte {
	var op, path string
	message, cause := err.Error(), 0
	for i, c := range causes() {
		if c != nil && errors.Is(err, c) {
			cause = i
			break
		}
	}
	if p, ok := err.(*fs.PathError); ok && p.Op != "" {
		op, path, message = p.Op, p.Path, p.Err.Error()
	}
	b := []byte{byte(fault.KindOf(err)), byte(cause)}
	for _, s := range []string{op, path, message, fault.HintOf(err)} {
		b = appendString(b, strings.ToValidUTF8(s[:min(len(s), maxText)], "?"))
	}
	return b
}

func decodeError(b []byte) error {
	d := decoder{b: b}
	kind, cause := fault.Kind(d.number(1)), int(d.number(1))
	op, path, message, hint := d.str(), d.str(), d.str(), d.str()
	if !d.ok() || cause >= len(causes()) {
		return fmt.Errorf("%w: no error", errMalformed)
	}
	var err error = &distant{message, causes()[cause]}
	if op != "" {
		err = &fs.PathError{Op: op, Path: path, Err: err}
	}
	var make func(string, ...any) *fault.Error
	switch kind {
	case fault.Invalid:
		make = fault.Invalidf
	case fault.Forbidden:
		make = fault.Forbiddenf
	case fault.NotFound:
		make = fault.NotFoundf
	case fault.Conflict:
		make = fault.Conflictf
	case fault.Unavailable:
		make = fault.Unavailablef
	default:
		return err
	}
	return make("%w", err).WithHint("%s", hint)
}
