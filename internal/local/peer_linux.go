package local

import (
	"net"

	"golang.org/x/sys/unix"
)

// peerUser asks the system who is at the other end; known says whether it told.
func peerUser(conn *net.UnixConn) (uid int, known bool, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, true, err
	}
	var cred *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return 0, true, err
	}
	if failed != nil {
		return 0, true, failed
	}
	return int(cred.Uid), true, nil
}
