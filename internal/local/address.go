package local

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"nonpaper/internal/fault"
)

// maxAddress is what every system takes for a socket's name: macOS has 104
// bytes with the zero at the end.
const maxAddress = 103

// Address gives the name of the socket for a process file, which need not be
// there yet. Two names of one file, relative or through symbolic links, have
// one address. It makes the folder of the socket where it is not there.
//
// Holder and client have to come to the same answer, so it depends on nothing
// but the user and which of the user's folders can be used.
func Address(processFile string) (string, error) {
	full, err := resolve(processFile)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(full))
	name := hex.EncodeToString(sum[:16]) + ".sock"
	var why []error
	for _, dir := range folders() {
		address := filepath.Join(dir, name)
		if len(address) > maxAddress {
			why = append(why, fmt.Errorf("%s: too long a name for a socket", dir))
			continue
		}
		if err := ownFolder(dir); err != nil {
			why = append(why, err)
			continue
		}
		return address, nil
	}
	return "", fault.Unavailablef("there is no folder of yours for the socket: %w", errors.Join(why...)).
		WithHint("Nothing was done. Set XDG_RUNTIME_DIR to a folder that is yours and that nobody else may enter (mode 0700).")
}

// resolve gives the one name of a file that may not be there yet.
func resolve(name string) (string, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(full)
	if err == nil {
		return real, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s cannot be reached: %w", name, err)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(full))
	if err != nil {
		return "", fault.NotFoundf("the folder of %s is not there", name).
			WithHint("Look at the name; nothing was read or written.")
	}
	return filepath.Join(dir, filepath.Base(full)), nil
}

// folders lists where the socket may lie, the best first. Programs without a
// session (cron, ssh) often lack XDG_RUNTIME_DIR and are to find the same place,
// so the folder that it names nearly everywhere on Linux is tried without it.
func folders() []string {
	var dirs []string
	runtimeDir := os.Getenv("XDG_RUNTIME_DIR")
	if runtimeDir == "" && runtime.GOOS == "linux" {
		runtimeDir = "/run/user/" + strconv.Itoa(os.Getuid())
	}
	if filepath.IsAbs(runtimeDir) && runtime.GOOS != "windows" && isOwn(runtimeDir) == nil {
		dirs = append(dirs, filepath.Join(runtimeDir, "nonpaper"))
	}
	if cache, err := os.UserCacheDir(); err == nil && filepath.IsAbs(cache) && os.MkdirAll(cache, 0o700) == nil {
		dirs = append(dirs, filepath.Join(cache, "nonpaper", "held"))
	}
	if runtime.GOOS != "windows" { // there, the folder for temporary files needs no owner
		dirs = append(dirs, filepath.Join(os.TempDir(), "nonpaper-"+strconv.Itoa(os.Getuid())))
	}
	return dirs
}

// ownFolder makes a folder that is ours alone, or sees that it is. Others may
// have put something of that name into the folder for temporary files: what is
// there is never made to fit.
func ownFolder(dir string) error {
	if filepath.Base(dir) == "held" {
		if err := os.Mkdir(filepath.Dir(dir), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return isOwn(dir)
}
