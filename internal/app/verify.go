package app

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/vault"
)

// Damage is one thing that is not as it was recorded.
type Damage struct {
	Room  ident.Room // zero for what concerns no room
	Entry uint64     // from 1; 0 for the room as a whole
	What  string
}

func (d Damage) String() string {
	switch {
	case d.Room.IsZero():
		return d.What
	case d.Entry == 0:
		return fmt.Sprintf("room %s %s", d.Room, d.What)
	}
	return fmt.Sprintf("room %s, entry %d %s", d.Room, d.Entry, d.What)
}

// Verification is what was found in a process's file. It holds no wording, name
// or label.
type Verification struct {
	Rooms     int
	Entries   uint64
	Destroyed uint64
	Damage    []Damage // the first of each room
	Roots     []Root
}

// Root is the hash over all of a room's headers.
type Root struct {
	Room ident.Room
	Size uint64
	Hash tlog.Hash
}

// Verify checks every stored record: that it stands in its place, that its
// header recomputes the stored hashes, that its key and body open and are what
// the header commits to, and that every body that is missing was destroyed by an
// act on record. It is an act of whoever holds the file.
//
// A rollback to an older copy of the whole file looks like that older copy, and
// is not found: that needs a checkpoint kept elsewhere.
func Verify(ctx context.Context, log eventlog.Log, ring *vault.Ring) (Verification, error) {
	var v Verification
	rooms, err := log.Rooms(ctx)
	if err != nil {
		return v, err
	}
	for _, r := range rooms {
		v.Rooms++
		root, damage, err := v.room(ctx, log, ring, r)
		if err != nil {
			return v, err
		}
		if damage != nil {
			v.Damage = append(v.Damage, *damage)
			continue
		}
		v.Roots = append(v.Roots, root)
	}
	return v, nil
}

// room checks one room up to the first damage.
func (v *Verification) room(ctx context.Context, log eventlog.Log, ring *vault.Ring, r eventlog.Room) (Root, *Damage, error) {
	key, err := ring.OpenRoom(r.ID, r.Key)
	if err != nil {
		return Root{}, &Damage{r.ID, 0, "has a key that does not open"}, nil
	}
	o := opener{key: key}
	var computed storedHashes
	gone := map[uint64]bool{}
	hashes := log.Hashes(ctx, r.ID)
	n := uint64(0)
	for rec, err := range log.After(ctx, r.ID, 0) {
		if ctx.Err() != nil {
			return Root{}, nil, ctx.Err()
		}
		at := func(what string) *Damage { return &Damage{r.ID, n + 1, what} }
		if err != nil {
			return Root{}, at(err.Error()), nil
		}
		h, err := event.ParseHeader(rec.Header[:])
		if err != nil || h.Room != r.ID || h.Seq != n {
			return Root{}, at("does not stand in its place"), nil
		}
		more, err := tlog.StoredHashesForRecordHash(int64(n), event.Leaf(rec.Header[:]), computed)
		if err != nil {
			return Root{}, nil, err
		}
		indexes := make([]int64, len(more))
		for i := range indexes {
			indexes[i] = int64(len(computed) + i)
		}
		stored, err := hashes.ReadHashes(indexes)
		if err != nil {
			return Root{}, at("has no hashes"), nil
		}
		for i := range more {
			if stored[i] != more[i] {
				return Root{}, at("has other hashes than its header recomputes"), nil
			}
		}
		computed = append(computed, more...)
		err = o.open(&rec)
		e := &o.entry
		switch {
		case err != nil:
			return Root{}, at("has a body that was changed, or does not open"), nil
		case e.Gone:
			gone[n] = true
			v.Destroyed++
		default:
			if f, is := e.Body.Fact.(*event.BodiesDestroyed); is {
				for _, q := range f.Seqs {
					delete(gone, q)
				}
			}
		}
		n++
		v.Entries++
	}
	if n != r.Length || n == 0 {
		return Root{}, &Damage{r.ID, 0, fmt.Sprintf("has %d entries where %d are said to be", n, r.Length)}, nil
	}
	for q := range gone {
		return Root{}, &Damage{r.ID, q + 1, "has lost its body, and no act on record destroyed it"}, nil
	}
	root, err := tlog.TreeHash(int64(n), computed)
	if err != nil {
		return Root{}, nil, err
	}
	return Root{r.ID, n, root}, nil, nil
}

type storedHashes []tlog.Hash

// ReadHashes reads stored hashes.
func (h storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		out[i] = h[x]
	}
	return out, nil
}
