// Package fault has the few kinds of error that the program distinguishes.
//
// A fault says three things to a person: what happened, what is safe, and what
// to do next (the hint). Its kind is for the program: each edge translates the
// kind once, the command line into an exit status. Errors that carry no kind
// are failures of the program or the machine.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of error it is. The numbers are part of stored records
// later on: append only, never reorder.
type Kind uint8

const (
	// Failed is an error that has no kind of its own.
	Failed Kind = iota
	// Invalid means that what was handed over cannot be used as it is.
	Invalid
	// Forbidden means that the actor may not do this.
	Forbidden
	// NotFound means that what was named is not there.
	NotFound
	// Conflict means that somebody was faster, and a person has to decide.
	Conflict
	// Unavailable means that something needed cannot be reached now.
	Unavailable
)

// Error is an error of a known kind with a hint for the person.
type Error struct {
	Kind Kind
	Hint string // what to do next; may be empty
	err  error
}

func (e *Error) Error() string { return e.err.Error() }

// Unwrap gives the error that the fault was made of.
func (e *Error) Unwrap() error { return e.err }

// WithHint says what to do next.
func (e *Error) WithHint(format string, args ...any) *Error {
	return &Error{Kind: e.Kind, Hint: fmt.Sprintf(format, args...), err: e.err}
}

// Invalidf makes a fault of kind Invalid; %w wraps as in fmt.Errorf.
func Invalidf(format string, args ...any) *Error {
	return &Error{Kind: Invalid, err: fmt.Errorf(format, args...)}
}

// Forbiddenf makes a fault of kind Forbidden; %w wraps as in fmt.Errorf.
func Forbiddenf(format string, args ...any) *Error {
	return &Error{Kind: Forbidden, err: fmt.Errorf(format, args...)}
}

// NotFoundf makes a fault of kind NotFound; %w wraps as in fmt.Errorf.
func NotFoundf(format string, args ...any) *Error {
	return &Error{Kind: NotFound, err: fmt.Errorf(format, args...)}
}

// Conflictf makes a fault of kind Conflict; %w wraps as in fmt.Errorf.
func Conflictf(format string, args ...any) *Error {
	return &Error{Kind: Conflict, err: fmt.Errorf(format, args...)}
}

// Unavailablef makes a fault of kind Unavailable; %w wraps as in fmt.Errorf.
func Unavailablef(format string, args ...any) *Error {
	return &Error{Kind: Unavailable, err: fmt.Errorf(format, args...)}
}

// KindOf returns the kind of the first fault in err's chain, Failed if none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Failed
}

// HintOf returns the hint of the first fault in err's chain, "" if none.
func HintOf(err error) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Hint
	}
	return ""
}
