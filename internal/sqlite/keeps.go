package sqlite

import (
	"io"
	"os"
	"strings"
)

// magic is what a database begins with.
const magic = "SQLite format 3\x00"

// Keeps says whether a file is a process's, or one of those beside it: what is
// written over it is lost.
func Keeps(name string) bool {
	for _, beside := range []string{"-wal", "-shm", ".lock"} {
		name = strings.TrimSuffix(name, beside)
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == magic
}
