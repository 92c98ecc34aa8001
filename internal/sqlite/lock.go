package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

const lockRetry = 20 * time.Millisecond

func takeLock(ctx context.Context, path string, wait time.Duration) (*Lock, error) {
	name := path + ".lock"
	l := flock.New(name, flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if !ok && err == nil && wait > 0 {
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		ok, err = l.TryLockContext(waiting, lockRetry)
		if errors.Is(err, context.DeadlineExceeded) {
			ok, err = false, nil
		}
	}
	if err != nil {
		return nil, fileFault(name, err)
	}
	if !ok {
		return nil, &Held{path, readHolder(name)}
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

// HolderOf reads who holds or held a file; the zero value where nobody says.
func HolderOf(path string) Holder { return readHolder(path + ".lock") }

func readHolder(name string) (h Holder) {
	src, err := os.ReadFile(name)
	if err == nil {
		_ = json.Unmarshal(src, &h) // half written: then nobody is named
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
	return os.WriteFile(l.name, append(src, '\n'), 0o600)
}

func (l *Lock) release() error {
	err := os.Truncate(l.name, 0) // nobody holds it from here on
	if e := l.file.Unlock(); err == nil {
		err = e
	}
	return err
}
