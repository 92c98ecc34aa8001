package event

import "nonpaper/internal/ident"

// Entry is an entry of a room as its members read it.
type Entry struct {
	Seq  uint64
	ID   ident.Entry
	Time int64 // of entry, Unix µs
	Gone bool  // the body was destroyed; Body is empty
	Body Body
}
