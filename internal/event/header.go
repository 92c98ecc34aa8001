package event

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"nonpaper/internal/ident"
)

// Version is the version of the stored entry that this program writes.
const Version = 1

// HeaderSize is the length of a stored header in bytes.
const HeaderSize = 81

// Header is what of an entry is stored in the clear, and stays when its body is
// destroyed:
//
//	 0  1  version, 1
//	 1 16  room
//	17  8  seq, from 0, big-endian
//	25 16  identifier of the entry, random
//	41  8  time of entry, Unix µs, big-endian
//	49 32  commitment (Commit)
type Header struct {
	Version    uint8
	Room       ident.Room
	Seq        uint64
	ID         ident.Entry
	Time       int64
	Commitment [32]byte
}

// Bytes writes the header as it is stored.
func (h Header) Bytes() (out [HeaderSize]byte) {
	out[0] = h.Version
	copy(out[1:], h.Room[:])
	binary.BigEndian.PutUint64(out[17:], h.Seq)
	copy(out[25:], h.ID[:])
	binary.BigEndian.PutUint64(out[41:], uint64(h.Time))
	copy(out[49:], h.Commitment[:])
	return out
}

// ParseHeader reads a stored header. It refuses what a newer version wrote.
func ParseHeader(src []byte) (Header, error) {
	if len(src) != HeaderSize {
		return Header{}, fmt.Errorf("the header of an entry has %d bytes, not %d", len(src), HeaderSize)
	}
	if src[0] != Version {
		return Header{}, fmt.Errorf("the header of an entry is of version %d; this program knows %d", src[0], Version)
	}
	return Header{
		Version:    src[0],
		Room:       ident.Room(src[1:17]),
		Seq:        binary.BigEndian.Uint64(src[17:]),
		ID:         ident.Entry(src[25:41]),
		Time:       int64(binary.BigEndian.Uint64(src[41:])),
		Commitment: [32]byte(src[49:]),
	}, nil
}

// commitmentDomain keeps a commitment apart from every other hash.
const commitmentDomain = "nonpaper body 1\x00"

// Commit is the commitment over a body's plain bytes: SHA-256 over a domain
// string and the body. The salt is inside the body.
func Commit(body []byte) (sum [32]byte) {
	var one [768]byte // most bodies: hashed in one go, without a hash of their own on the heap
	if n := len(commitmentDomain) + len(body); n <= len(one) {
		copy(one[copy(one[:], commitmentDomain):], body)
		return sha256.Sum256(one[:n])
	}
	h := sha256.New()
	h.Write([]byte(commitmentDomain))
	h.Write(body)
	h.Sum(sum[:0])
	return sum
}

// Leaf is the hash of a stored header as a leaf of the room's Merkle log
// (RFC 6962, section 2.1).
func Leaf(header []byte) tlog.Hash { return tlog.RecordHash(header) }
