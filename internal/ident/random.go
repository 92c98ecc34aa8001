package ident

import (
	"encoding/hex"
	"fmt"
)

// Room identifies a room: 128 random bits, so that a room's identifier tells
// nothing of another room, not even which came first.
type Room [16]byte

// Entry identifies an entry of a room's record: 128 random bits. They are
// drawn before the entry is written, so that a retry after an uncertain commit
// is known for what it is.
type Entry [16]byte

// String writes the identifier in 32 hex digits.
func (r Room) String() string { return hex.EncodeToString(r[:]) }

// String writes the identifier in 32 hex digits.
func (e Entry) String() string { return hex.EncodeToString(e[:]) }

// IsZero tells whether the identifier was never set.
func (r Room) IsZero() bool { return r == Room{} }

// IsZero tells whether the identifier was never set.
func (e Entry) IsZero() bool { return e == Entry{} }

// ParseRoom reads a room's identifier: 32 hex digits.
func ParseRoom(s string) (Room, error) {
	r, err := parse16(s)
	if err != nil {
		return Room{}, fmt.Errorf("%.40q is no identifier of a room: %w", s, err)
	}
	return Room(r), nil
}

// ParseEntry reads an entry's identifier: 32 hex digits.
func ParseEntry(s string) (Entry, error) {
	r, err := parse16(s)
	if err != nil {
		return Entry{}, fmt.Errorf("%.40q is no identifier of an entry: %w", s, err)
	}
	return Entry(r), nil
}

// parse16 reads 16 bytes in hex digits, small ones only: one value has one
// text. Sixteen zero bytes stand for "never set" and are no identifier.
func parse16(s string) (b [16]byte, err error) {
	if len(s) != 2*len(b) {
		return b, fmt.Errorf("it has %d characters, not %d", len(s), 2*len(b))
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return b, fmt.Errorf("only the digits 0-9 and a-f stand in it")
		}
	}
	if _, err := hex.Decode(b[:], []byte(s)); err != nil {
		return b, err
	}
	if b == [16]byte{} {
		return b, fmt.Errorf("it is all zeros")
	}
	return b, nil
}
