//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"nonpaper/internal/fault"
)

func TestStaleSocketIsReplacedAndALiveOneIsNot(t *testing.T) {
	h := hold(t, Options{Version: "2.1"}, func(context.Context, *Call) int { return 9 })
	_, err := Listen(h.address)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), fmt.Sprintf("nonpaper 2.1 (PID %d)", os.Getpid())) {
		t.Errorf("a second holder: %v", err)
	}
	if exit, err := h.run(Request{Version: "2.1"}); exit != 9 || err != nil {
		t.Errorf("the first holder: %d, %v", exit, err)
	}
	info, err := os.Stat(h.address)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("socket has mode %v", info.Mode())
	}

	// What has the name and is no socket is somebody's file.
	file := filepath.Join(filepath.Dir(h.address), "file")
	must(t, os.WriteFile(file, []byte("kept"), 0o600))
	if _, err := Listen(file); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a file in the way: %v", err)
	}
	if b, _ := os.ReadFile(file); string(b) != "kept" {
		t.Error("the file was touched")
	}

	// Many start at once over a dead socket: one wins.
	for round := range 30 {
		dead := filepath.Join(filepath.Dir(h.address), fmt.Sprint("dead", round))
		l, err := Listen(dead)
		must(t, err)
		l.socket.Close()
		if _, err := Look(t.Context(), dead); !errors.Is(err, ErrNoHolder) {
			t.Errorf("a dead socket: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		won := make(chan *Listener, 8)
		for range 8 {
			all.Go(func() {
				l, err := Listen(dead)
				if err != nil {
					if fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
					return
				}
				won <- l
				go Serve(ctx, l, func(context.Context, *Call) int { return 0 }, Options{})
			})
		}
		all.Wait()
		if len(won) != 1 {
			t.Fatalf("%d holders of one process", len(won))
		}
		must(t, (<-won).Close())
		cancel()
	}
}

// TestHolderProcess is the holder of TestHolderIsKilled.
func TestHolderProcess(t *testing.T) {
	address := os.Getenv("LOCAL_TEST_ADDRESS")
	if address == "" {
		t.Skip("runs for another test only")
	}
	l, err := Listen(address)
	must(t, err)
	Serve(t.Context(), l, func(_ context.Context, c *Call) int {
		fmt.Fprint(c.Stdout, "begun")
		select {}
	}, Options{})
}

func TestHolderIsKilled(t *testing.T) {
	address := filepath.Join(shortDir(t), "s")
	cmd := exec.Command(os.Args[0], "-test.run=^TestHolderProcess$")
	cmd.Env = append(os.Environ(), "LOCAL_TEST_ADDRESS="+address)
	must(t, cmd.Start())
	waitFor(t, "the holder", func() bool { _, err := Look(t.Context(), address); return err == nil })
	kill := writerFunc(func(p []byte) (int, error) {
		cmd.Process.Kill()
		cmd.Wait()
		return len(p), nil
	})
	_, err := Run(t.Context(), address, Request{Stdout: kill})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "ended before it answered") || !strings.Contains(fault.HintOf(err), "not known") {
		t.Errorf("the holder was killed: %v", err)
	}
	if _, err := os.Stat(address); err != nil {
		t.Errorf("the dead socket: %v", err)
	}
	if _, err := Run(t.Context(), address, Request{}); !errors.Is(err, ErrNoHolder) {
		t.Errorf("afterwards: %v", err)
	}
	l, err := Listen(address)
	must(t, err)
	must(t, l.Close())
	if _, err := os.Stat(address); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after closing: %v", err)
	}
}

// A holder that was stopped (Ctrl-Z) is alive: its socket stays.
func TestStoppedHolderIsAlive(t *testing.T) {
	address := filepath.Join(shortDir(t), "s")
	cmd := exec.Command(os.Args[0], "-test.run=^TestHolderProcess$")
	cmd.Env = append(os.Environ(), "LOCAL_TEST_ADDRESS="+address)
	must(t, cmd.Start())
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	waitFor(t, "the holder", func() bool { _, err := Look(t.Context(), address); return err == nil })
	must(t, cmd.Process.Signal(syscall.SIGSTOP))
	waitFor(t, "the stop", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := Look(ctx, address)
		return err != nil
	})
	if _, err := Listen(address); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("a stopped holder: %v", err)
	}
	must(t, cmd.Process.Signal(syscall.SIGCONT))
	waitFor(t, "the holder again", func() bool { _, err := Look(t.Context(), address); return err == nil })
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
