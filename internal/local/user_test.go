//go:build unix

package local

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"nonpaper/internal/fault"
)

const nobodyUser = 65534

// TestOtherUserProcess is the other user of TestAnotherUserIsDropped.
func TestOtherUserProcess(t *testing.T) {
	address := os.Getenv("LOCAL_TEST_OTHER_USER")
	if address == "" {
		t.Skip("runs for another test only")
	}
	conn, err := net.Dial("unix", address)
	must(t, err)
	hi, _ := appendFrame(nil, fHello, newHello(toLock, "").encode())
	conn.Write(hi)
	said, ok := closes(conn)
	_, err = Run(t.Context(), address, Request{Dir: "/"})
	fmt.Printf("dropped %t, told %d bytes; the client says kind %d: %v\n", ok, len(said), fault.KindOf(err), err)
}

// The folder alone keeps others out; were it open, the holder and the client
// would still look who is there.
func TestAnotherUserIsDropped(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only the superuser can be two users")
	}
	h := hold(t, Options{}, func(context.Context, *Call) int { return 0 })
	dir := filepath.Dir(h.address)
	must(t, os.Chmod(dir, 0o755))
	must(t, os.Chmod(h.address, 0o666))
	self, err := os.ReadFile(os.Args[0])
	must(t, err)
	program := filepath.Join(dir, "program")
	must(t, os.WriteFile(program, self, 0o755))
	cmd := exec.Command(program, "-test.run=^TestOtherUserProcess$")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LOCAL_TEST_OTHER_USER="+h.address)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyUser, Gid: nobodyUser}}
	out, err := cmd.CombinedOutput()
	want := fmt.Sprintf("dropped true, told 0 bytes; the client says kind %d: ", fault.Forbidden)
	if err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := h.run(Request{}); err != nil {
		t.Errorf("our own call: %v", err)
	}
}
