package local

import (
	"net"
	"os"

	"nonpaper/internal/fault"
)

// samePeer refuses a connection to a program of another user. The superuser is
// another user too: it can read the file anyway, but not by accident.
func samePeer(conn *net.UnixConn) error {
	uid, known, err := peerUser(conn)
	if err != nil {
		return fault.Forbiddenf("who is at the other end of the socket is not known: %w", err)
	}
	if known && uid != os.Getuid() {
		return fault.Forbiddenf("at the other end of the socket is a program of another user (%d)", uid).
			WithHint("Nothing was done.")
	}
	return nil
}
