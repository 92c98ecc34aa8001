package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"nonpaper/internal/fault"
)

// readHere reads a whole file of this machine, at most so many bytes and one more.
func readHere(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.NotFoundf("%s is not there", name).WithHint("Look at the name; nothing was read or written.")
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, errors.Unwrap(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if info.IsDir() {
		return nil, fault.Invalidf("%s is a folder, not a text", name).WithHint("Name a file in it.")
	}
	if info.Size() > most {
		return nil, tooLarge(name, most)
	}
	src, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	return src, nil
}

// makeHere writes a file that is not there yet, whole or not at all, for whoever runs the
// command alone. Its folder is made where it is not there.
func makeHere(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, ofProcess)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}

// askHere asks the person at the terminal. Where there is none, nobody is asked.
func (p *program) askHere(question string) (string, error) {
	f, ok := p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", fault.Invalidf("this asks before it goes on, and there is nobody to ask; nothing was done").WithHint("Add --yes.")
	}
	fmt.Fprint(p.stderr, question)
	line, err := typedIn(p.ctx, f, func() (string, error) { return bufio.NewReader(f).ReadString('\n') })
	if p.ctx.Err() != nil {
		fmt.Fprintln(p.stderr)
	}
	if err != nil && line == "" {
		return "", fault.Invalidf("nothing was done")
	}
	return strings.TrimSpace(line), nil
}

// typedIn waits for what a person types, and no longer than until they break off.
// The terminal then shows again what is typed.
func typedIn[T any](ctx context.Context, f *os.File, read func() (T, error)) (T, error) {
	type answer struct {
		is  T
		err error
	}
	before, _ := term.GetState(int(f.Fd()))
	answered := make(chan answer, 1)
	go func() {
		is, err := read()
		answered <- answer{is, err}
	}()
	select {
	case a := <-answered:
		return a.is, a.err
	case <-ctx.Done():
		if before != nil {
			_ = term.Restore(int(f.Fd()), before)
		}
		var none T
		return none, ctx.Err()
	}
}

// secretHere asks for something that is not shown while it is typed.
func (p *program) secretHere(question string) ([]byte, error) {
	f, ok := p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, fault.Invalidf("the passphrase is needed, and there is no terminal to ask at; nothing was done").
			WithHint("Give it with --passphrase-fd N. A process can be held open instead: nonpaper unlock.")
	}
	fmt.Fprint(p.stderr, question)
	src, err := typedIn(p.ctx, f, func() ([]byte, error) { return term.ReadPassword(int(f.Fd())) })
	fmt.Fprintln(p.stderr)
	if err != nil {
		return nil, fault.Invalidf("the passphrase was not read; nothing was done")
	}
	if len(src) > maxPassphrase {
		return nil, fault.Invalidf("the passphrase is longer than %d bytes", maxPassphrase)
	}
	return src, nil
}

// abs is the full name of a file that the command names, in its own folder.
func (p *program) abs(name string) string {
	if filepath.IsAbs(name) || p.dir == "" {
		return name
	}
	return filepath.Join(p.dir, name)
}
