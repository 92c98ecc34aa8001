//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach lets a program go on when the terminal it was started from is closed.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
