package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"

	"golang.org/x/crypto/chacha20poly1305"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// RoomKey seals and opens the bodies of one room.
type RoomKey struct {
	room ident.Room
	wrap cipher.AEAD
}

// The keys of bodies are wrapped under AES-256-GCM with random nonces: at most
// 2^32 under one key (NIST SP 800-38D, section 8.3), and no room has as many
// entries. It takes a third of the time of XChaCha20-Poly1305 for so short a
// message, and opening a process consists of this.
func newRoomKey(room ident.Room, key []byte) (*RoomKey, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &RoomKey{room, aead}, err
}

// maxPlain bounds a body: SQLite keeps no larger value, and PostgreSQL neither.
const maxPlain = 512 << 20

const (
	wrapNonce = 12
	wrapSize  = wrapNonce + keySize + 16
)

var noNonce [chacha20poly1305.NonceSize]byte

// errBody is the error of a body that does not open.
var errBody = errors.New("its bytes were changed, or come from elsewhere")

// Seal seals a body under a key of its own and wraps that key.
//
// The body is the plain bytes, zeros up to a padded length, and at its end the
// plain bytes' length (4 bytes, big-endian), under ChaCha20-Poly1305 with the zero nonce,
// since the key is used once; the header is bound in. The wrapped key is a
// nonce of 12 bytes and the key under AES-256-GCM; the header's room, seq and
// identifier are bound in.
func (k *RoomKey) Seal(rand io.Reader, h event.Header, plain []byte) (body, wrapped []byte, err error) {
	var secret [keySize + wrapNonce]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return nil, nil, err
	}
	defer clear(secret[:])
	key, nonce := secret[:keySize], secret[keySize:]
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, nil, err
	}
	if uint64(len(plain)) > maxPlain {
		return nil, nil, fault.Invalidf("an entry of %d bytes is larger than one may be (%d); nothing was recorded", len(plain), maxPlain).WithHint("Record it in parts.")
	}
	if h.Room != k.room {
		return nil, nil, errors.New("an entry of one room cannot be sealed under the key of another")
	}
	header := h.Bytes()
	padded := make([]byte, paddedLen(4+len(plain)), paddedLen(4+len(plain))+chacha20poly1305.Overhead)
	copy(padded, plain)
	binary.BigEndian.PutUint32(padded[len(padded)-4:], uint32(len(plain)))
	body = aead.Seal(padded[:0], noNonce[:], padded, header[:])
	wrapped = make([]byte, wrapNonce, wrapSize)
	copy(wrapped, nonce)
	return body, k.wrap.Seal(wrapped, nonce, key, header[1:41]), nil
}

// Open opens a body and checks it against the header's commitment. The plain
// bytes lie in dst, which is grown where it is too small.
func (k *RoomKey) Open(dst []byte, header *[event.HeaderSize]byte, body, wrapped []byte) ([]byte, error) {
	if len(wrapped) != wrapSize || ident.Room(header[1:17]) != k.room {
		return nil, errBody
	}
	if n := max(len(body), keySize); cap(dst) < n {
		dst = make([]byte, 0, n)
	}
	// The body's key lies where the body then overwrites it.
	key, err := k.wrap.Open(dst[:0], wrapped[:wrapNonce], wrapped[wrapNonce:], header[1:41])
	if err != nil {
		return nil, errBody
	}
	aead, err := chacha20poly1305.New(key)
	clear(key)
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(dst[:0], noNonce[:], body, header[:])
	if err != nil || len(padded) < 4 {
		return nil, errBody
	}
	n := binary.BigEndian.Uint32(padded[len(padded)-4:])
	if uint64(n) > uint64(len(padded)-4) {
		return nil, errBody
	}
	plain := padded[:n]
	if event.Commit(plain) != [32]byte(header[49:]) {
		return nil, errors.New("it is not what its header commits to")
	}
	return plain, nil
}

// paddedLen is the length up to which n bytes are padded, so that the size of an
// entry tells little of what it says: multiples of 64 up to 1 KiB, then as Padmé
// does (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
// Communication with PURBs", PoPETs 2019, section 4), at most 12 % more.
func paddedLen(n int) int {
	const step, small = 64, 1024
	if n <= small {
		return (n + step - 1) / step * step
	}
	e := bits.Len(uint(n)) - 1
	s := bits.Len(uint(e))
	mask := 1<<(e-s) - 1
	return (n + mask) &^ mask
}
