package eventlog

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Memory is a log that lives as long as the program.
type Memory struct {
	mu      sync.RWMutex
	rooms   map[ident.Room]*memoryRoom
	keyring []byte
	closed  bool
}

type memoryRoom struct {
	key     []byte
	records []Record
	hashes  []tlog.Hash
}

// NewMemory makes an empty log.
func NewMemory() *Memory { return &Memory{rooms: map[ident.Room]*memoryRoom{}} }

// ErrClosed is the error of a log that has been closed.
var ErrClosed = fault.Unavailablef("the process is closed")

// Append appends a batch.
func (m *Memory) Append(ctx context.Context, batch []Append) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := Check(batch); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	if m.stands(batch) {
		return nil
	}
	for _, a := range batch {
		r := m.rooms[a.Room]
		if r == nil && a.RoomKey == nil {
			return fmt.Errorf("no room %s", a.Room)
		}
		if r != nil && (a.RoomKey != nil || uint64(len(r.records)) != a.Expect) {
			return &Conflict{a.Room}
		}
	}
	for _, a := range batch {
		r := m.rooms[a.Room]
		if r == nil {
			r = &memoryRoom{key: bytes.Clone(a.RoomKey)}
			m.rooms[a.Room] = r
		}
		for _, rec := range a.Records {
			rec.Body, rec.Key = bytes.Clone(rec.Body), bytes.Clone(rec.Key)
			hashes, err := tlog.StoredHashes(int64(len(r.records)), rec.Header[:], hashReader(r.hashes))
			if err != nil {
				return err
			}
			r.records, r.hashes = append(r.records, rec), append(r.hashes, hashes...)
		}
		for _, seq := range a.Destroy {
			clear(r.records[seq].Body)
			clear(r.records[seq].Key)
			r.records[seq].Body, r.records[seq].Key = nil, nil
		}
	}
	return nil
}

// stands reports whether the whole batch has been appended before.
func (m *Memory) stands(batch []Append) bool {
	for _, a := range batch {
		r := m.rooms[a.Room]
		if r == nil || uint64(len(r.records)) < a.Expect+uint64(len(a.Records)) {
			return false
		}
		for i := range a.Records {
			if ID(&a.Records[i].Header) != ID(&r.records[a.Expect+uint64(i)].Header) {
				return false
			}
		}
	}
	return len(batch) > 0
}

// After gives the records of a room from one on.
func (m *Memory) After(ctx context.Context, room ident.Room, from uint64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(Record{}, err)
			return
		}
		m.mu.RLock()
		var list []Record
		if r := m.rooms[room]; r != nil && from < uint64(len(r.records)) {
			list = slices.Clone(r.records[from:])
			for i := range list { // a body may be destroyed while it is read
				list[i].Body, list[i].Key = bytes.Clone(list[i].Body), bytes.Clone(list[i].Key)
			}
		}
		closed := m.closed
		m.mu.RUnlock()
		if closed {
			yield(Record{}, ErrClosed)
			return
		}
		for _, rec := range list {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// Rooms lists the rooms.
func (m *Memory) Rooms(ctx context.Context) ([]Room, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	var out []Room
	for id, r := range m.rooms {
		out = append(out, Room{id, bytes.Clone(r.key), uint64(len(r.records))})
	}
	slices.SortFunc(out, func(a, b Room) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return out, nil
}

type hashReader []tlog.Hash

// ReadHashes reads stored hashes.
func (h hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(h)) {
			return nil, fmt.Errorf("no stored hash %d", x)
		}
		out[i] = h[x]
	}
	return out, nil
}

// Hashes reads the stored hashes of a room.
func (m *Memory) Hashes(_ context.Context, room ident.Room) tlog.HashReader {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if r := m.rooms[room]; r != nil {
		return hashReader(slices.Clone(r.hashes))
	}
	return hashReader(nil)
}

// Keyring gives what SetKeyring kept.
func (m *Memory) Keyring(context.Context) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	return bytes.Clone(m.keyring), nil
}

// SetKeyring keeps the keyring.
func (m *Memory) SetKeyring(_ context.Context, k []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	m.keyring = bytes.Clone(k)
	return nil
}

// Close closes the log.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}
