// Package vault keeps what is said secret: the keys of a process, its rooms and
// its bodies, and the sealing under them.
//
// A passphrase unlocks the process's key (Argon2id), which wraps the keys of
// rooms, which wrap the keys of bodies. Each body has a key of its own, used
// once: removing the wrapped key destroys the body wherever its sealed bytes
// may lie. What is sealed is bound to where it stands (the room, the entry), so
// that it opens nowhere else. A file by itself is sealed under a passphrase of its own
// in the format of age, so that it can be opened without this program.
//
// The package promises that a wrong passphrase, a changed byte or bytes from
// another place are an error and never other words. It refuses keyrings that
// ask for more memory or work than it would itself. It cannot undo that copies
// were made, and it cannot keep the memory of the program from being read by
// whoever may read it.
package vault

import (
	"crypto/cipher"
	"encoding/binary"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

const keySize = chacha20poly1305.KeySize

// Ring is the process's key, unlocked.
type Ring struct {
	key [keySize]byte // the only copy that lasts, so that Wipe leaves none
}

// NewRing makes a process's key.
func NewRing(rand io.Reader) (*Ring, error) {
	var r Ring
	if _, err := io.ReadFull(rand, r.key[:]); err != nil {
		return nil, err
	}
	return &r, nil
}

// Wipe overwrites the process's key, where the ring is no longer needed. Go may
// have moved copies of it about; nothing reaches those.
func (r *Ring) Wipe() { clear(r.key[:]) }

// A locked ring, as it is stored:
//
//	 0  1  version, 1
//	 1  1  how it is locked: 0 openly, 1 by a passphrase
//	 2 16  salt
//	18  4  Argon2id: passes, big-endian
//	22  4  Argon2id: memory in KiB, big-endian
//	26  1  Argon2id: lanes
//	27 24  nonce
//	51 48  the process's key under XChaCha20-Poly1305; bytes 0 to 26 are bound in
const (
	ringVersion   = 1
	lockedOpenly  = 0
	lockedByWords = 1
	ringHead      = 27
	ringSize      = ringHead + chacha20poly1305.NonceSizeX + keySize + chacha20poly1305.Overhead
)

// Argon2id as RFC 9106, section 4, recommends it where memory is dear (second
// choice: 3 passes, 64 MiB, 4 lanes). A keyring may ask for up to 16 times that
// work, and for no more memory than 1 GiB: a later version may ask for more than
// this one, and a forged file may not bring the machine down.
const (
	passes    = 3
	memory    = 64 << 10 // KiB
	lanes     = 4
	maxMemory = 1 << 20 // KiB
	maxWork   = 16 * passes * memory
	maxLanes  = 64
)

// openly is the passphrase of a ring that is not secret. It stands here for
// everybody to see.
const openly = "nonpaper: this process is not secret"

// LockOpenly stores the process's key under a passphrase that everybody knows,
// which keeps nothing secret.
func (r *Ring) LockOpenly(rand io.Reader) ([]byte, error) { return r.Lock(nil, rand) }

// Lock seals the process's key under a passphrase. Nil locks it openly; an empty
// passphrase that somebody typed is refused, for that is not what they meant.
// Locking a ring again changes the passphrase: the key stays, and what was
// locked before still opens with the old one.
func (r *Ring) Lock(passphrase []byte, rand io.Reader) ([]byte, error) {
	out := make([]byte, ringHead+chacha20poly1305.NonceSizeX, ringSize)
	out[0], out[1] = ringVersion, lockedByWords
	switch {
	case passphrase == nil:
		out[1] = lockedOpenly
	case len(passphrase) == 0:
		return nil, fault.Invalidf("an empty passphrase keeps nothing secret; nothing was changed").WithHint("Type one, or say --no-passphrase.")
	}
	if _, err := io.ReadFull(rand, out[2:18]); err != nil {
		return nil, err
	}
	binary.BigEndian.PutUint32(out[18:], passes)
	binary.BigEndian.PutUint32(out[22:], memory)
	out[26] = lanes
	if out[1] == lockedOpenly { // there is nothing to make hard
		binary.BigEndian.PutUint32(out[18:], 1)
		binary.BigEndian.PutUint32(out[22:], 64)
		out[26] = 1
	}
	if _, err := io.ReadFull(rand, out[ringHead:]); err != nil {
		return nil, err
	}
	aead, err := underPassphrase(out, passphrase)
	if err != nil {
		return nil, err
	}
	return aead.Seal(out, out[ringHead:], r.key[:], out[:ringHead]), nil
}

// Secret reports whether a locked ring asks for a passphrase.
func Secret(locked []byte) bool { return len(locked) > 1 && locked[1] != lockedOpenly }

// Unlock opens a locked ring.
func Unlock(locked, passphrase []byte) (*Ring, error) {
	if len(locked) > 0 && locked[0] > ringVersion {
		return nil, fault.Unavailablef("the keyring is of version %d, which this program does not know; nothing was changed", locked[0]).WithHint("Use the version of nonpaper that wrote it, or a newer one.")
	}
	if len(locked) != ringSize || locked[0] != ringVersion || locked[1] > lockedByWords {
		return nil, damaged("the keyring of the process")
	}
	aead, err := underPassphrase(locked, passphrase)
	if err != nil {
		return nil, err
	}
	const at = ringHead + chacha20poly1305.NonceSizeX
	var r Ring
	key, err := aead.Open(r.key[:0], locked[ringHead:at], locked[at:], locked[:ringHead])
	if err != nil && locked[1] == lockedOpenly {
		return nil, damaged("the keyring of the process")
	}
	if err != nil || len(key) != keySize {
		return nil, fault.Forbiddenf("this is not the passphrase; nothing was changed").WithHint("Try again. Without the passphrase nobody can open the process, and no program can find it out.")
	}
	return &r, nil
}

func underPassphrase(head, passphrase []byte) (cipher.AEAD, error) {
	t, m, p := binary.BigEndian.Uint32(head[18:]), binary.BigEndian.Uint32(head[22:]), head[26]
	if t < 1 || m < 8 || m > maxMemory || uint64(t)*uint64(m) > maxWork || p < 1 || p > maxLanes || uint32(p)*8 > m {
		return nil, damaged("the keyring of the process")
	}
	if head[1] == lockedOpenly {
		passphrase = []byte(openly)
	}
	// the same words typed on another machine may come with their marks apart
	passphrase = norm.NFC.Bytes(passphrase)
	kek := argon2.IDKey(passphrase, head[2:18], t, m, p, keySize)
	defer clear(kek)
	return chacha20poly1305.NewX(kek)
}

// NewRoom makes a room's key, and wraps it to be stored.
func (r *Ring) NewRoom(rand io.Reader, room ident.Room) (*RoomKey, []byte, error) {
	var key [keySize]byte
	wrapped := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+keySize+chacha20poly1305.Overhead)
	if _, err := io.ReadFull(rand, key[:]); err != nil {
		return nil, nil, err
	}
	if _, err := io.ReadFull(rand, wrapped); err != nil {
		return nil, nil, err
	}
	aead, err := chacha20poly1305.NewX(r.key[:])
	if err != nil {
		return nil, nil, err
	}
	wrapped = aead.Seal(wrapped, wrapped, key[:], roomAAD(room))
	k, err := newRoomKey(room, key[:])
	clear(key[:])
	return k, wrapped, err
}

// OpenRoom opens a room's wrapped key.
func (r *Ring) OpenRoom(room ident.Room, wrapped []byte) (*RoomKey, error) {
	const n = chacha20poly1305.NonceSizeX
	if len(wrapped) != n+keySize+chacha20poly1305.Overhead {
		return nil, damaged("the key of room " + room.String())
	}
	aead, err := chacha20poly1305.NewX(r.key[:])
	if err != nil {
		return nil, err
	}
	key, err := aead.Open(nil, wrapped[:n], wrapped[n:], roomAAD(room))
	if err != nil {
		return nil, damaged("the key of room " + room.String())
	}
	defer clear(key)
	return newRoomKey(room, key)
}

// damaged is the fault of something sealed that does not open and should.
func damaged(what string) error {
	return fault.Unavailablef("%s does not open: the file is damaged or was changed; nothing was written", what).
		WithHint("nonpaper verify says what still stands. Restore a backup: nonpaper restore BACKUP FILE")
}

func roomAAD(room ident.Room) []byte { return append([]byte("nonpaper room 1\x00"), room[:]...) }
