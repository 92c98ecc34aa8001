package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"time"

	"github.com/gofrs/flock"

	"nonpaper/internal/fault"
)

// Holder is who holds a process's file, as FILE.lock says.
type Holder struct {
	PID    int       `json:"pid"`
	Host   string    `json:"host"`
	User   string    `json:"user"`
	Since  time.Time `json:"since"`
	Socket string    `json:"socket,omitempty"` // where it can be reached, if it can
}

func (h Holder) String() string {
	if h.PID == 0 {
		return "it does not say who it is"
	}
	return fmt.Sprintf("program %d of %s on %s, since %s", h.PID, h.User, h.Host, h.Since.Format("15:04 on 2 January"))
}

// Held is the error for a file that another program holds.
type Held struct {
	Path   string
	Holder Holder
}

func (e *Held) Error() string {
	return fmt.Sprintf("%s is held by another program (%s); nothing was changed", e.Path, e.Holder)
}

// Unwrap gives the fault that it is.
func (e *Held) Unwrap() error {
	return fault.Unavailablef("%s", e.Error()).WithHint("Wait until it is done, or end it there: nonpaper lock -C FILE. Two programs never write to one process.")
}

// Lock is the right to open a process's file, which one program has at a time.
// The system takes it back when the program ends, however it ends.
type Lock struct {
	file *flock.Flock
	name string
	held Holder
}

const (
	lockRetry = 20 * time.Millisecond
	// leastWait covers another program's look at who holds the file (HolderOf).
	leastWait = 60 * time.Millisecond
)

func takeLock(ctx context.Context, path string, wait time.Duration) (*Lock, error) {
	name := path + ".lock"
	// The lock lies on the first byte where systems lock bytes (Windows), and
	// nobody else may then read it: what is said about the holder begins behind.
	if f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
		_, err = f.WriteString("\n")
		if e := f.Close(); err != nil || e != nil {
			return nil, fileFault(name, errors.Join(err, e))
		}
	}
	l := flock.New(name, flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, max(wait, leastWait))
	defer cancel()
	ok, err := l.TryLockContext(waiting, lockRetry)
	switch {
	case ok:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return nil, &Held{path, readHolder(name)}
	default:
		return nil, fileFault(name, err)
	}
	host, _ := os.Hostname()
	lock := &Lock{file: l, name: name, held: Holder{PID: os.Getpid(), Host: host, Since: time.Now().UTC().Truncate(time.Second)}}
	if u, err := user.Current(); err == nil {
		lock.held.User = u.Username
	}
	if err := lock.announce(""); err != nil {
		l.Unlock()
		return nil, fileFault(name, err)
	}
	return lock, nil
}

// HolderOf tells who holds a process's file; the zero value where nobody does.
// What a program that was killed left in the lock file does not count.
func HolderOf(path string) Holder {
	full, err := fullName(path)
	if err != nil {
		return Holder{}
	}
	name := full + ".lock"
	if _, err := os.Stat(name); err != nil {
		return Holder{} // looking leaves nothing behind
	}
	l := flock.New(name)
	if free, err := l.TryRLock(); err == nil && free {
		l.Unlock()
		return Holder{}
	}
	return readHolder(name)
}

func readHolder(name string) (h Holder) {
	f, err := os.Open(name)
	if err != nil {
		return h
	}
	defer f.Close()
	if _, err := f.Seek(1, io.SeekStart); err == nil {
		_ = json.NewDecoder(io.LimitReader(f, 4<<10)).Decode(&h) // half written: then nobody is named
	}
	return h
}

// announce writes who holds the file. It writes into the locked file itself: a
// new one in its place would not be locked.
func (l *Lock) announce(socket string) error {
	l.held.Socket = socket
	src, err := json.Marshal(l.held)
	if err != nil {
		return err
	}
	return l.write(append(src, '\n'))
}

func (l *Lock) write(src []byte) error {
	f, err := os.OpenFile(l.name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(src, 1)
	if err == nil {
		err = f.Truncate(1 + int64(len(src)))
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

func (l *Lock) release() error {
	err := l.write(nil) // nobody holds it from here on
	if e := l.file.Unlock(); err == nil {
		err = e
	}
	return err
}
