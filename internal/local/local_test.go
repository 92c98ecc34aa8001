//go:build unix

package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nonpaper/internal/fault"
)

// held is a holder that runs in the test.
type held struct {
	address string
	l       *Listener
	stop    context.CancelFunc
	end     chan End // Serve has returned
}

func hold(t testing.TB, o Options, handler Handler) *held {
	t.Helper()
	h := &held{address: filepath.Join(shortDir(t), "s"), end: make(chan End, 1)}
	var err error
	h.l, err = Listen(h.address)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	h.stop = cancel
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		h.end <- Serve(ctx, h.l, handler, o)
	}()
	t.Cleanup(func() {
		cancel()
		<-gone
		h.l.Close()
	})
	return h
}

func (h *held) run(r Request) (int, error) { return Run(context.Background(), h.address, r) }

// waitFor waits until something is so.
func waitFor(t testing.TB, what string, so func() bool) {
	t.Helper()
	for range 1000 {
		if so() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("waited in vain: %s", what)
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func TestCommandRunsAsIfByTheClient(t *testing.T) {
	big, input := noise(10<<20), noise(3<<20+17)
	args := []string{"convey", "", "p\xff\xfe6", strings.Repeat("x", 100_000), "-C", "ü.np"}
	h := hold(t, Options{Version: "1"}, func(ctx context.Context, c *Call) int {
		if !slices.Equal(c.Args, args) || c.Getenv("LANG") != "fr" || c.Getenv("PASSPHRASE") != "" || len(c.Env) != 1 {
			t.Errorf("arguments %.80q, variables %q", c.Args, c.Env)
		}
		if c.Terminal != (Terminal{Stdin: true, Stderr: true, Width: 97}) {
			t.Errorf("terminal %+v", c.Terminal)
		}
		in, err := io.ReadAll(c.Stdin)
		if err != nil || !bytes.Equal(in, input) {
			t.Errorf("stdin: %d bytes, %v", len(in), err)
		}
		file, err := c.ReadFile("big")
		if err != nil || !bytes.Equal(file, big) {
			t.Errorf("file: %d bytes, %v", len(file), err)
		}
		_, err = c.ReadFile("none")
		if _, ok := errors.AsType[*fs.PathError](err); !ok || !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), "no such file or directory") {
			t.Errorf("file that is not there: %v", err)
		}
		if _, err := c.ReadFile("."); fault.KindOf(err) != fault.Invalid || fault.HintOf(err) == "" {
			t.Errorf("folder: %v", err)
		}
		if err := c.WriteFile("copy", big, true); err != nil {
			t.Error(err)
		}
		if err := c.WriteFile("copy", nil, true); !errors.Is(err, fs.ErrExist) {
			t.Errorf("file that is there: %v", err)
		}
		if err := c.WriteFile("kept", []byte("new"), false); err != nil {
			t.Error(err)
		}
		if a, err := c.Ask("sure?"); a != "yes" || err != nil {
			t.Errorf("answer %q, %v", a, err)
		}
		if a, err := c.AskSecret("passphrase"); string(a) != "horse\x00" || err != nil {
			t.Errorf("secret %q, %v", a, err)
		}
		fmt.Fprintln(c.Stderr, "said")
		c.Stdout.Write(big)
		return -3
	})
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "big"), big, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "kept"), []byte("old"), 0o640))
	var out, said bytes.Buffer
	exit, err := h.run(Request{
		Version: "1", Args: args, Dir: dir, Env: []string{"LANG=fr", "PASSPHRASE=horse", "x"},
		Terminal: Terminal{Stdin: true, Stderr: true, Width: 97},
		Stdin:    bytes.NewReader(input), Stdout: &out, Stderr: &said,
		Ask: func(_ context.Context, q string) (string, error) {
			if q != "sure?" {
				t.Errorf("asked %q", q)
			}
			return "yes", nil
		},
		AskSecret: func(context.Context, string) ([]byte, error) { return []byte("horse\x00"), nil },
	})
	if exit != -3 || err != nil {
		t.Errorf("exit %d, %v", exit, err)
	}
	if !bytes.Equal(out.Bytes(), big) || said.String() != "said\n" {
		t.Errorf("%d bytes came out, said %q", out.Len(), said.String())
	}
	if b, err := os.ReadFile(filepath.Join(dir, "copy")); err != nil || !bytes.Equal(b, big) {
		t.Errorf("copy: %d bytes, %v", len(b), err)
	}
	info, err := os.Stat(filepath.Join(dir, "kept"))
	must(t, err)
	if b, _ := os.ReadFile(filepath.Join(dir, "kept")); string(b) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("replaced: %q, %v", b, info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestLimitsOfFilesAndQuestions(t *testing.T) {
	h := hold(t, Options{MaxFile: 1000}, func(_ context.Context, c *Call) int {
		if _, err := c.ReadFile("long"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("too long a file: %v", err)
		}
		if b, err := c.ReadFile("fits"); len(b) != 1000 || err != nil {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		if _, err := c.Ask("sure?"); fault.KindOf(err) != fault.Unavailable || fault.HintOf(err) == "" {
			t.Errorf("nobody to ask: %v", err)
		}
		if _, err := c.Ask(strings.Repeat("?", maxFrame)); err == nil {
			t.Error("too long a question was asked")
		}
		if b, err := io.ReadAll(c.Stdin); len(b) != 0 || err != nil {
			t.Errorf("no stdin: %q, %v", b, err)
		}
		fmt.Fprint(c.Stdout, "nobody listens")
		return 0
	})
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "long"), make([]byte, 1001), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "fits"), make([]byte, 1000), 0o600))
	if exit, err := h.run(Request{Dir: dir}); exit != 0 || err != nil {
		t.Error(exit, err)
	}
	if _, err := h.run(Request{Args: []string{strings.Repeat("x", maxFrame+1)}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too long an argument: %v", err)
	}
}

func TestFiftyCallsAtOnce(t *testing.T) {
	var meet sync.WaitGroup
	meet.Add(50)
	h := hold(t, Options{}, func(_ context.Context, c *Call) int {
		meet.Done()
		meet.Wait() // all run at once
		in, _ := io.ReadAll(c.Stdin)
		file, _ := c.ReadFile(c.Args[0])
		a, _ := c.Ask(c.Args[0])
		for range 20 {
			fmt.Fprintln(c.Stdout, c.Args[0], string(in), string(file), a)
		}
		return len(c.Args[0])
	})
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			name := strings.Repeat("n", i+1)
			must(t, os.WriteFile(filepath.Join(dir, name), []byte("file of "+name), 0o600))
			var out bytes.Buffer
			exit, err := h.run(Request{
				Args: []string{name}, Dir: dir, Stdin: strings.NewReader("in of " + name), Stdout: &out,
				Ask: func(_ context.Context, q string) (string, error) { return "answer of " + q, nil },
			})
			want := strings.Repeat(fmt.Sprintf("%s in of %[1]s file of %[1]s answer of %[1]s\n", name), 20)
			if exit != i+1 || err != nil || out.String() != want {
				t.Errorf("call %d: exit %d, %v, %.80q", i, exit, err, out.String())
			}
		})
	}
	all.Wait()
}

func TestTooManyCalls(t *testing.T) {
	running, let := make(chan struct{}, 2), make(chan struct{})
	h := hold(t, Options{Most: 2}, func(context.Context, *Call) int {
		running <- struct{}{}
		<-let
		return 7
	})
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if exit, err := h.run(Request{}); exit != 7 || err != nil {
				t.Error(exit, err)
			}
		})
	}
	<-running
	<-running
	_, err := h.run(Request{Args: []string{strings.Repeat("x", 900_000), strings.Repeat("y", 900_000)}})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "2 commands") || fault.HintOf(err) == "" {
		t.Errorf("one too many: %v", err)
	}
	if who, err := Look(t.Context(), h.address); err != nil || who.PID != os.Getpid() {
		t.Errorf("looking: %v, %v", who, err)
	}
	close(let)
	all.Wait()
	waitFor(t, "a free place", func() bool { exit, err := h.run(Request{}); return err == nil && exit == 7 })
}

// What a command leaves of its stdin is the next one's, and a terminal is not
// read unasked.
func TestStdinIsReadOnlyAsAsked(t *testing.T) {
	h := hold(t, Options{}, func(_ context.Context, c *Call) int {
		b := make([]byte, len(c.Args))
		n, _ := io.ReadFull(c.Stdin, b)
		c.Stdout.Write(b[:n])
		return 0
	})
	in := strings.NewReader("abcdef")
	for _, want := range []string{"", "a", "bcd", "ef"} {
		var out bytes.Buffer
		args := make([]string, len(want))
		if want == "ef" {
			args = make([]string, 10)
		}
		_, err := h.run(Request{Args: args, Stdin: in, Stdout: &out})
		if out.String() != want || err != nil {
			t.Errorf("read %q, %v, want %q", out.String(), err, want)
		}
	}
	if _, err := h.run(Request{Stdin: readerFunc(func([]byte) (int, error) { t.Error("read unasked"); return 0, io.EOF })}); err != nil {
		t.Error(err)
	}
	if _, err := h.run(Request{Args: []string{"1"}, Stdin: readerFunc(func([]byte) (int, error) { return 0, fs.ErrPermission })}); err != nil {
		t.Error(err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestPanicEndsOneCallOnly(t *testing.T) {
	h := hold(t, Options{}, func(_ context.Context, c *Call) int {
		if len(c.Args) > 0 {
			panic("lost the thread")
		}
		return 0
	})
	_, err := h.run(Request{Args: []string{"x"}})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "lost the thread") || !strings.Contains(fault.HintOf(err), "Only this command") {
		t.Errorf("a panic: %v", err)
	}
	if exit, err := h.run(Request{}); exit != 0 || err != nil {
		t.Errorf("after it: %d, %v", exit, err)
	}
}
