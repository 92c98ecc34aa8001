// Package eventlog is the port through which everything is kept: an append-only
// log for each room.
//
// The contract. Append takes entries for one or several rooms and is all or
// nothing: when it returns nil, all of it is durable; when it returns an error,
// none of it is there, save where the error says that this is not certain, and
// then the same Append may be repeated and leaves one copy. Each part of a batch
// says how many entries it believes its room to have; where that is not so
// somebody was faster, and the whole batch is a Conflict. Sequence numbers of a
// room are dense from 0. After reads in their order and sees what was appended
// before it began. Everything else is derived from the log by others.
//
// A log knows nothing of what entries say: bodies come sealed and leave sealed.
// It keeps the hashes of the room's Merkle log (RFC 6962) beside the entries, so
// that proofs can be made without reading the whole.
//
// logtest holds the conformance suite that every store passes; Memory, in this
// package, is the reference.
package eventlog

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Record is an entry as it is stored. Body and Key are nil where the body has
// been destroyed.
type Record struct {
	Header [event.HeaderSize]byte
	Body   []byte // sealed
	Key    []byte // the body's key, wrapped
}

// Append is what a batch holds for one room. A batch names a room once.
type Append struct {
	Room    ident.Room
	Expect  uint64 // entries that stand in the room, as the writer believes
	Records []Record
	Destroy []uint64 // entries whose body and key go, with the same act
	RoomKey []byte   // wrapped, for a room that the batch opens; Expect is 0
}

// Room is a room as the log knows it.
type Room struct {
	ID     ident.Room
	Key    []byte // wrapped
	Length uint64
}

// Log is the port.
type Log interface {
	// Append appends a batch, or returns a *Conflict, or another error.
	Append(context.Context, []Append) error

	// After gives the records of a room from a sequence number on. A record is
	// valid until the next one is asked for.
	After(ctx context.Context, room ident.Room, from uint64) iter.Seq2[Record, error]

	// Rooms lists the rooms in the order of their identifiers.
	Rooms(context.Context) ([]Room, error)

	// Hashes reads the stored hashes of a room's Merkle log.
	Hashes(context.Context, ident.Room) tlog.HashReader

	// Keyring is what SetKeyring kept last, nil if nothing.
	Keyring(context.Context) ([]byte, error)
	SetKeyring(context.Context, []byte) error

	Close() error
}

// Conflict is the error of an append that came too late. Its kind is
// fault.Conflict.
type Conflict struct{ Room ident.Room }

func (c *Conflict) Error() string { return c.Unwrap().Error() }

// Unwrap gives the fault that it is.
func (c *Conflict) Unwrap() error {
	return fault.Conflictf("somebody recorded something in the same room just before; nothing of this was recorded").WithHint("Try again.")
}

// Check refuses a batch that no log may take: a room that stands in it twice or
// without an entry (also a destruction is an entry), headers of another room or
// seq, a body without a key.
func Check(batch []Append) error {
	seen := make(map[ident.Room]bool, len(batch))
	for _, a := range batch {
		if seen[a.Room] {
			return fmt.Errorf("a batch holds room %s twice", a.Room)
		}
		seen[a.Room] = true
		if len(a.Records) == 0 {
			return fmt.Errorf("a batch holds nothing for room %s", a.Room)
		}
		if a.RoomKey != nil && a.Expect != 0 {
			return fmt.Errorf("a batch opens room %s, which has entries", a.Room)
		}
		for i := range a.Records {
			r := &a.Records[i]
			h, err := event.ParseHeader(r.Header[:])
			if err != nil {
				return err
			}
			if h.Room != a.Room || h.Seq != a.Expect+uint64(i) {
				return fmt.Errorf("a header of room %s, seq %d stands where room %s, seq %d belongs", h.Room, h.Seq, a.Room, a.Expect+uint64(i))
			}
			if len(r.Body) == 0 || len(r.Key) == 0 {
				return fmt.Errorf("an entry without a body or its key cannot be appended")
			}
		}
		for _, seq := range a.Destroy {
			if seq >= a.Expect {
				return fmt.Errorf("entry %d of room %s cannot be destroyed before it stands", seq, a.Room)
			}
		}
	}
	return nil
}

// ID is the random identifier in a stored header.
func ID(header *[event.HeaderSize]byte) ident.Entry { return ident.Entry(header[25:41]) }
