//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nonpaper/internal/fault"
)

func (h *held) ended(t *testing.T, want End) {
	t.Helper()
	select {
	case end := <-h.end:
		if end != want {
			t.Errorf("the holder ended: %v, want %v", end, want)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the holder does not end")
	}
}

func TestLockLetsCallsEndAndTakesNoNewOnes(t *testing.T) {
	running, let := make(chan struct{}), make(chan struct{})
	h := hold(t, Options{}, func(ctx context.Context, c *Call) int {
		close(running)
		<-let
		if ctx.Err() != nil {
			t.Error("cancelled, though there was time")
		}
		fmt.Fprint(c.Stdout, "whole")
		return 5
	})
	var all sync.WaitGroup
	all.Go(func() {
		var out strings.Builder
		if exit, err := h.run(Request{Stdout: &out}); exit != 5 || err != nil || out.String() != "whole" {
			t.Error(exit, err, out.String())
		}
	})
	<-running
	locked := make(chan error, 2)
	for range 2 {
		go func() { locked <- Lock(context.Background(), h.address) }()
	}
	waitFor(t, "a refusal", func() bool {
		_, err := h.run(Request{})
		return fault.KindOf(err) == fault.Unavailable && strings.Contains(err.Error(), "being locked") && fault.HintOf(err) != ""
	})
	close(let)
	all.Wait()
	h.ended(t, Locked)
	select {
	case err := <-locked:
		t.Fatalf("locked (%v) before the file was let go", err)
	case <-time.After(50 * time.Millisecond):
	}
	if _, err := h.run(Request{}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("while the file is being closed: %v", err)
	}
	must(t, h.l.Close())
	for range 2 {
		if err := <-locked; err != nil {
			t.Error(err)
		}
	}
	if _, err := h.run(Request{}); !errors.Is(err, ErrNoHolder) {
		t.Errorf("afterwards: %v", err)
	}
	if err := Lock(t.Context(), h.address); !errors.Is(err, ErrNoHolder) {
		t.Errorf("locking again: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Dir(h.address)); len(left) != 1 || left[0].Name() != "lock" {
		t.Errorf("left behind: %v", left)
	}
}

// A call that does not end is cancelled, and one that prints into a pager that
// nobody pages is cut off.
func TestLockCancelsWhatDoesNotEnd(t *testing.T) {
	running := make(chan struct{}, 2)
	h := hold(t, Options{Drain: 50 * time.Millisecond}, func(ctx context.Context, c *Call) int {
		running <- struct{}{}
		if len(c.Args) > 0 {
			c.Stdout.Write(make([]byte, 8<<20))
			return 1
		}
		<-ctx.Done()
		fmt.Fprint(c.Stderr, context.Cause(ctx))
		return 6
	})
	var all sync.WaitGroup
	all.Go(func() {
		var said strings.Builder
		if exit, err := h.run(Request{Stderr: &said}); exit != 6 || err != nil || !strings.Contains(said.String(), "locked while") {
			t.Error(exit, err, said.String())
		}
	})
	stuck, free := io.Pipe()
	defer stuck.Close()
	all.Go(func() {
		if _, err := h.run(Request{Args: []string{"x"}, Stdout: free}); err == nil {
			t.Error("the call that was cut off ended well")
		}
	})
	<-running
	<-running
	go Lock(context.Background(), h.address)
	h.ended(t, Locked)
	stuck.Close()
	all.Wait()
}

func TestEndOfServeCancelsCalls(t *testing.T) {
	running := make(chan struct{})
	h := hold(t, Options{}, func(ctx context.Context, c *Call) int {
		close(running)
		<-ctx.Done()
		return 6
	})
	over := make(chan error)
	go func() { _, err := h.run(Request{}); over <- err }()
	<-running
	h.stop()
	h.ended(t, Stopped)
	if err := <-over; err != nil {
		t.Error(err)
	}
}

// fakeClock goes on as the test says.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Time
	alarms map[chan time.Time]time.Time
}

func (f *fakeClock) clock() Clock {
	f.alarms = map[chan time.Time]time.Time{}
	return Clock{
		Now: func() time.Time { f.mu.Lock(); defer f.mu.Unlock(); return f.now },
		After: func(d time.Duration) <-chan time.Time {
			f.mu.Lock()
			defer f.mu.Unlock()
			c := make(chan time.Time, 1)
			f.alarms[c] = f.now.Add(d)
			return c
		},
	}
}

func (f *fakeClock) set(t *testing.T) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.alarms) > 0
}

func (f *fakeClock) forward(t *testing.T, d time.Duration) {
	t.Helper()
	waitFor(t, "an alarm", func() bool { return f.set(t) })
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
	for c, at := range f.alarms {
		if !at.After(f.now) {
			c <- f.now
			delete(f.alarms, c)
		}
	}
}

func TestIdleHolderEnds(t *testing.T) {
	f := &fakeClock{}
	started, let := make(chan struct{}, 1), make(chan struct{})
	h := hold(t, Options{Clock: f.clock()}, func(ctx context.Context, c *Call) int {
		started <- struct{}{}
		if len(c.Args) > 0 {
			<-let
		}
		return 0
	})
	alive := func(what string) {
		t.Helper()
		time.Sleep(20 * time.Millisecond)
		if _, err := Look(t.Context(), h.address); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		select {
		case end := <-h.end:
			t.Fatalf("%s: ended, %v", what, end)
		default:
		}
	}
	f.forward(t, 20*time.Minute)
	h.run(Request{})
	<-started
	f.forward(t, 20*time.Minute)
	alive("20 minutes after the last call")
	over := make(chan struct{})
	go func() { h.run(Request{Args: []string{"long"}}); close(over) }()
	<-started
	f.forward(t, 2*time.Hour)
	alive("while a call works")
	let <- struct{}{}
	<-over
	f.forward(t, 29*time.Minute)
	alive("29 minutes after it")
	f.forward(t, 30*time.Minute)
	h.ended(t, Idle)
}

// A question that nobody answers does not keep the process open all night.
func TestWaitingForThePersonIsIdle(t *testing.T) {
	f := &fakeClock{}
	asked := make(chan struct{})
	h := hold(t, Options{Clock: f.clock()}, func(ctx context.Context, c *Call) int {
		_, err := c.Ask("hand it over?")
		fmt.Fprint(c.Stderr, err)
		return 4
	})
	var said strings.Builder
	over := make(chan error)
	go func() {
		exit, err := h.run(Request{Stderr: &said, Ask: func(ctx context.Context, _ string) (string, error) {
			close(asked)
			<-ctx.Done()
			return "", ctx.Err()
		}})
		if exit != 4 {
			t.Errorf("exit %d", exit)
		}
		over <- err
	}()
	<-asked
	f.forward(t, 31*time.Minute)
	h.ended(t, Idle)
	if err := <-over; err != nil || !strings.Contains(said.String(), "waited for 30m") {
		t.Errorf("%v, said %q", err, said.String())
	}
}
