package sqlite

import (
	"bufio"
	"bytes"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A program that is killed at any moment, with 8 writers at work, leaves a file
// that opens, with every acknowledged entry in it and no half batch. The file is
// written to again after most kills, so that what a kill left is built upon.
func TestKill(t *testing.T) {
	var path string
	var acknowledged []string
	for i := range 20 * times(t) {
		if i%7 == 0 {
			path, acknowledged = filepath.Join(t.TempDir(), "p.np"), nil
			seeded(t, path)
		}
		acknowledged = append(acknowledged, killed(t, path)...)
		if lost := missing(t, path, acknowledged); len(lost) > 0 {
			t.Fatalf("kill %d: %d acknowledged are not there, first %s", i, len(lost), lost[0])
		}
	}
}

// killed runs a writer, kills it some time after its first word, and returns
// what it acknowledged.
func killed(t testing.TB, path string) (lines []string) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "NONPAPER_TEST_WRITER="+path)
	out, err := cmd.StdoutPipe()
	must(t, err)
	var said bytes.Buffer
	cmd.Stderr = &said
	must(t, cmd.Start())
	in := bufio.NewReader(out)
	for first := true; ; first = false {
		line, err := in.ReadString('\n')
		if first {
			if err != nil {
				t.Fatalf("the writer says nothing: %s", said.String())
			}
			time.AfterFunc(time.Duration(mrand.IntN(120_000))*time.Microsecond, func() { cmd.Process.Kill() })
		}
		if err != nil { // what was cut off was not said
			break
		}
		lines = append(lines, line)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("the writer was not killed, it ended: %v %s", err, said.String())
	}
	return lines
}
