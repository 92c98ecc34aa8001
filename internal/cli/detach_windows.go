package cli

import (
	"os/exec"
	"syscall"
)

// detach lets a program go on when the window it was started from is closed.
func detach(c *exec.Cmd) {
	const detached, group = 0x8, 0x200 // DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP
	c.SysProcAttr = &syscall.SysProcAttr{CreationFlags: detached | group}
}
