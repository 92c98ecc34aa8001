package local

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"

	"nonpaper/internal/fault"
)

// Address is where the socket of a process's file lies: in a folder that only
// the user may enter, under a name that is made from the file's full path and
// tells nothing of it. A socket's path is short (104 bytes on some systems), so
// it cannot lie beside every file.
func Address(file string) (string, error) {
	full, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		full = real
	}
	folder, err := folder()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(full))
	return filepath.Join(folder, hex.EncodeToString(sum[:10])+".sock"), nil
}

// folder is the user's own: that of the session where there is one, else one in
// the cache.
func folder() (string, error) {
	base := os.Getenv("XDG_RUNTIME_DIR")
	if base == "" || private(base) != nil {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", fault.Unavailablef("there is no folder of your own for the socket: %w", err)
		}
		base = cache
	}
	dir := filepath.Join(base, "nonpaper")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fault.Unavailablef("the folder for the socket cannot be made: %w", err)
	}
	return dir, private(dir)
}

// private refuses a folder that is another user's or that others may enter.
func private(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 || !ours(info) {
		return fault.Unavailablef("%s is not a folder that only you may enter, so no socket is put there", dir).WithHint("Give it to yourself alone: chmod 700 %s", dir)
	}
	return nil
}
