package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"nonpaper/internal/fault"
)

// Listener is the socket of a holder.
type Listener struct {
	address string
	socket  *net.UnixListener
	file    fs.FileInfo // the socket's own, to know it again

	mu      sync.Mutex
	closed  bool
	lockers []net.Conn     // asked to lock, and wait until the file is free
	serving sync.WaitGroup // Serve's accepting
}

// Listen takes an address that no live program listens at. What a holder left
// that was killed is replaced; a live holder is a fault of kind Conflict that
// names it.
func Listen(address string) (*Listener, error) {
	release, err := lockFolder(address)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := clearStale(address); err != nil {
		return nil, err
	}
	socket, err := net.ListenUnix("unix", &net.UnixAddr{Name: address, Net: "unix"})
	if err != nil {
		return nil, fault.Unavailablef("commands cannot be answered at a socket: %w", err)
	}
	socket.SetUnlinkOnClose(false) // Close looks whose it is first
	if err := restrict(address); err != nil {
		socket.Close()
		os.Remove(address)
		return nil, fault.Unavailablef("the socket cannot be kept from others: %w", err)
	}
	file, err := os.Lstat(address)
	if err != nil {
		socket.Close()
		return nil, err
	}
	return &Listener{address: address, socket: socket, file: file}, nil
}

// lockFolder keeps programs that start at the same time from each other: between
// finding a socket dead and replacing it nobody else may do the same.
func lockFolder(address string) (release func(), err error) {
	f, err := os.OpenFile(filepath.Join(filepath.Dir(address), "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Unavailablef("the folder of the socket cannot be used: %w", err)
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, fault.Unavailablef("the folder of the socket cannot be used: %w", err)
	}
	return func() { f.Close() }, nil // which unlocks
}

// clearStale removes a socket that nobody listens at.
func clearStale(address string) error {
	info, err := os.Lstat(address)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.Unavailablef("the place of the socket cannot be seen: %w", err)
	}
	if info.Mode()&fs.ModeSocket == 0 {
		return fault.Conflictf("%s is in the place of the socket and is none", address).
			WithHint("Nothing was done. Look what it is, and move it away.")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	holder, err := Look(ctx, address)
	switch {
	case err == nil:
		return fault.Conflictf("the process is held already, by %s", holder).
			WithHint("Commands with -C reach it. To end it: nonpaper lock.")
	case !errors.Is(err, ErrNoHolder):
		return fault.Conflictf("the process is held already, by a program that does not answer: %w", err).
			WithHint("Nothing was done. Wait a moment, or end that program.")
	}
	if err := os.Remove(address); err != nil {
		return fault.Unavailablef("the socket of a holder that is gone cannot be removed: %w", err)
	}
	return nil
}

// Close frees the address and then answers those who asked to lock. A holder
// calls it when Serve has returned and the process file is closed.
func (l *Listener) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	lockers := l.lockers
	l.mu.Unlock()

	if release, err := lockFolder(l.address); err == nil {
		if now, err := os.Lstat(l.address); err == nil && os.SameFile(now, l.file) {
			os.Remove(l.address)
		}
		release()
	}
	err := l.socket.Close()
	l.serving.Wait()
	for _, c := range lockers {
		c.Close()
	}
	return err
}

// keep holds the connection of somebody who asked to lock until Close.
func (l *Listener) keep(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		conn.Close()
		return
	}
	l.lockers = append(l.lockers, conn)
}

// String names a holder for a person.
func (h Holder) String() string {
	return fmt.Sprintf("nonpaper %s (PID %d)", called(h.Version), h.PID)
}
