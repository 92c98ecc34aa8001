package cli

import (
	"fmt"
	"math"
	"time"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// limits is how long a command on packages searches.
type limits struct {
	Limit     time.Duration `default:"10s" help:"How long to search for each answer; the best that was found is printed with what is proven."`
	Seed      uint64        `default:"1" help:"Where drawn scenarios begin; the same seed draws the same."`
	Scenarios int           `default:"200" help:"How many scenarios are drawn where estimates are uncertain."`
}

func (l limits) check() error {
	if l.Limit <= 0 {
		return fault.Invalidf("--limit has to be longer than nothing")
	}
	if l.Scenarios < 1 || l.Scenarios > 1_000_000 {
		return fault.Invalidf("--scenarios is from 1 to 1000000")
	}
	return nil
}

// watch lets searches go on until each one's limit, or until somebody breaks off,
// and shows on a terminal how far they are.
type watch struct {
	p *program
	limits
	shown time.Time
	open  bool // a line stands on the terminal
}

// How often a terminal is told, and how long nothing needs to be said.
const (
	firstTold = time.Second
	nextTold  = 200 * time.Millisecond
)

// options are for one search, whose time begins now.
func (w *watch) options() bargain.Options {
	begun := w.p.clock()
	tells := isTerminal(w.p.stderr) && !w.p.quiet
	return bargain.Options{Seed: w.Seed, Scenarios: w.Scenarios, Go: func(pr bargain.Progress) bool {
		now := w.p.clock()
		if tells && now.Sub(begun) >= firstTold && now.Sub(w.shown) >= nextTold {
			w.shown = now
			w.tell(pr, now.Sub(begun))
		}
		return w.p.ctx.Err() == nil && now.Sub(begun) < w.Limit
	}}
}

// tell writes the line anew: nothing of it is words that others wrote.
func (w *watch) tell(pr bargain.Progress, since time.Duration) {
	line := "looking at packages"
	if pr.Kind != "" {
		line = string(pr.Kind) + ": nothing found yet"
		if pr.Found {
			line = string(pr.Kind) + ": found " + number(pr.Objective)
		}
		if !math.IsInf(pr.Bound, 0) {
			line += ", none beyond " + number(pr.Bound)
		}
	}
	w.raw(fmt.Sprintf("\r\x1b[K%s; %d of %v, Ctrl-C ends it with what is found", line, int(since.Seconds()), w.Limit))
	w.open = true
}

// wipe takes the line away.
func (w *watch) wipe() {
	if w.open {
		w.raw("\r\x1b[K")
		w.open = false
	}
}

// raw writes past what makes words harmless to a terminal.
func (w *watch) raw(s string) {
	if t, ok := w.p.stderr.(terminal); ok {
		_, _ = t.WriteString(s) // a line that is not seen harms nothing
	}
}

func (w *watch) brokenOff() bool { return w.p.ctx.Err() != nil }
