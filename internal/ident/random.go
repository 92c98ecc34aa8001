package ident

import (
	"encoding/hex"
	"fmt"
)

// Room identifies a room: 128 bits of chance, which tell nothing of it.
type Room [16]byte

// Entry identifies an entry: 128 bits of chance, so that the same entry written
// again after an uncertain commit is known for the same.
type Entry [16]byte

// String writes the identifier in 32 hexadecimal digits.
func (r Room) String() string { return hex.EncodeToString(r[:]) }

// String writes the identifier in 32 hexadecimal digits.
func (e Entry) String() string { return hex.EncodeToString(e[:]) }

// IsZero reports whether it is no room's identifier.
func (r Room) IsZero() bool { return r == Room{} }

// IsZero reports whether it is no entry's identifier.
func (e Entry) IsZero() bool { return e == Entry{} }

// ParseRoom reads what String writes.
func ParseRoom(s string) (Room, error) {
	b, err := parse16(s)
	return Room(b), err
}

// ParseEntry reads what String writes.
func ParseEntry(s string) (Entry, error) {
	b, err := parse16(s)
	return Entry(b), err
}

func parse16(s string) (out [16]byte, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(out) {
		return out, fmt.Errorf("%.40q is no identifier: it has 32 hexadecimal digits", s)
	}
	return [16]byte(b), nil
}
