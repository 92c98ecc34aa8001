package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/vault"
)

var soak = flag.Bool("soak", false, "run the long tests: thousands of histories")

// world is a process in memory on which commands are run, with a clock and chance
// that the test has in its hands.
type world struct {
	t      *rapid.T
	held   *heldOpen
	now    time.Time
	chance *rand.ChaCha8
}

func (w *world) Read(b []byte) (int, error) { return w.chance.Read(b) }

// seed sets the chance for one act: acts that happen in both worlds have the same.
func (w *world) seed(of string) {
	w.chance = rand.NewChaCha8(sha256.Sum256([]byte(of)))
}

const keeperOf = "m.rhee"

func newWorld(t *rapid.T) *world {
	w := &world{t: t, now: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC)}
	w.seed("founding")
	ring, err := vault.NewRing(w)
	if err != nil {
		t.Fatal(err)
	}
	p, err := app.Create(context.Background(), app.Config{Log: eventlog.NewMemory(), Ring: ring, Clock: func() time.Time { return w.now }, Rand: w},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: keeperOf, Name: "Magnus Rhee"}}})
	if err != nil {
		t.Fatal(err)
	}
	w.held = &heldOpen{process: p, file: "lakes.nonpaper"}
	return w
}

// run runs a command as the program would for somebody at the socket, and gives
// all that they get to see.
func (w *world) run(files map[string]string, args ...string) (out string, exit int) {
	var b bytes.Buffer
	p := &program{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &b, stderr: &b, clock: func() time.Time { return w.now }, rand: w, held: w.held}
	p.readFile = func(name string, _ int64) ([]byte, error) {
		if src, there := files[name]; there {
			return []byte(src), nil
		}
		return nil, fmt.Errorf("%s is not there", name)
	}
	p.writeFile = func(string, []byte) error { return nil }
	p.ask = func(string) (string, error) { return "n", nil }
	p.askSecret = func(string) ([]byte, error) { return nil, io.EOF }
	exit = p.run(args)
	return b.String(), exit
}

// step is an act that both worlds have, and beside it what is hidden in one world
// and in the other.
type step struct {
	shown   int
	hidden  [2][]int
	minutes [2][]int
}

func drawSteps(t *rapid.T) []step {
	steps := make([]step, rapid.IntRange(1, 6).Draw(t, "steps"))
	for i := range steps {
		steps[i].shown = rapid.IntRange(0, 999).Draw(t, "shown")
		for k := range 2 {
			steps[i].hidden[k] = rapid.SliceOfN(rapid.IntRange(0, 9999), 0, 5).Draw(t, "hidden")
			for range steps[i].hidden[k] {
				steps[i].minutes[k] = append(steps[i].minutes[k], rapid.IntRange(0, 50).Draw(t, "minutes"))
			}
		}
	}
	return steps
}
