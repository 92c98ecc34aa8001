package local

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"nonpaper/internal/fault"
)

// Files are the files that a command reads and writes besides the process: with
// a holder a [Call], without one a [Folder].
type Files interface {
	ReadFile(name string) ([]byte, error)
	// WriteFile writes whole or not at all; exclusive refuses to replace a
	// file, with an error that is fs.ErrExist.
	WriteFile(name string, content []byte, exclusive bool) error
}

// Folder has the files of this machine; relative names are looked up in Dir, ""
// for the working folder.
type Folder struct {
	Dir  string
	Most int64 // bytes that are read of a file at most; 0 for no limit
}

func (f Folder) path(name string) string {
	if f.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(f.Dir, name)
}

// ReadFile reads a whole file.
func (f Folder) ReadFile(name string) ([]byte, error) {
	file, err := os.Open(f.path(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fault.Invalidf("%s is a folder, not a file", name).WithHint("Name a file in it.")
	}
	if f.Most <= 0 {
		return io.ReadAll(file)
	}
	var content []byte
	if info.Size() <= f.Most {
		content, err = io.ReadAll(io.LimitReader(file, f.Most+1))
	}
	if err != nil {
		return nil, err
	}
	if info.Size() > f.Most || int64(len(content)) > f.Most {
		return nil, fault.Invalidf("%s is larger than %s, the most that is read", name, size(f.Most)).WithHint("Nothing was read or written.")
	}
	return content, nil
}

func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// WriteFile writes a file so that at every moment the old or the new one is
// there whole, also after a power cut. A file that is replaced keeps its mode.
func (f Folder) WriteFile(name string, content []byte, exclusive bool) error {
	to := f.path(name)
	if exclusive {
		return writeNew(to, content, 0o666)
	}
	mode := fs.FileMode(0)
	switch info, err := os.Stat(to); {
	case err == nil && info.IsDir():
		return fault.Invalidf("%s is a folder, not a file", name).WithHint("Nothing was written. Name a file in it.")
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(to, content, 0o666) // a device or a pipe
	case err == nil:
		mode = info.Mode().Perm()
		if real, err := filepath.EvalSymlinks(to); err == nil {
			to = real
		}
	}
	part := fmt.Sprintf("%s.%d.part", to, os.Getpid())
	os.Remove(part) // of a program that was killed and had our number
	if err := writeNew(part, content, 0o666); err != nil {
		return err
	}
	err := error(nil)
	if mode != 0 {
		err = os.Chmod(part, mode)
	}
	if err == nil {
		err = os.Rename(part, to)
	}
	if err != nil {
		os.Remove(part)
	}
	return err
}

// writeNew writes a file that is not there yet, and leaves none behind if it
// cannot.
func writeNew(to string, content []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		os.Remove(to)
	}
	return err
}
