package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/fault"
	"nonpaper/internal/local"
	"nonpaper/internal/sqlite"
	"nonpaper/internal/vault"
)

// heldOpen is the process that this program holds open for others.
type heldOpen struct {
	process *app.Process
	file    string
	log     *sqlite.Log
	ring    *vault.Ring
}

func (p *program) heldLog() *sqlite.Log {
	if p.held == nil {
		return nil
	}
	return p.held.log
}

func (p *program) heldRing() *vault.Ring {
	if p.held == nil {
		return nil
	}
	return p.held.ring
}

type unlockCmd struct {
	onProcess
	Idle time.Duration `default:"30m" help:"Lock again after so long without a command."`
	Stay bool          `help:"Stay in the foreground."`
}

// ready is the line with which a holder says that it answers.
const ready = "ready"

func (c *unlockCmd) Run(p *program) error {
	if p.held != nil {
		return alreadyHeld()
	}
	file, err := c.path(p)
	if err != nil {
		return err
	}
	if c.Stay {
		return c.stay(p, file)
	}
	// The passphrase is asked for here, where the person is; the holder goes on
	// in the background and gets it through a pipe.
	log, err := openLog(p.ctx, file, c.Wait)
	if _, held := errors.AsType[*forward](err); held {
		return alreadyHeld()
	}
	if err != nil {
		return err
	}
	locked, err := log.Keyring(p.ctx)
	if e := log.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	var passphrase []byte
	if vault.Secret(locked) {
		if passphrase, err = p.passphrase(c.PassphraseFD, "Passphrase: "); err != nil {
			return err
		}
		defer clear(passphrase)
		if _, err := vault.Unlock(locked, passphrase); err != nil {
			return err
		}
	}
	if err := c.background(file, passphrase); err != nil {
		return err
	}
	p.say("Unlocked: commands reach it without the passphrase, until nonpaper lock or %s without a command.", sayDuration(c.Idle))
	return nil
}

func alreadyHeld() error {
	return fault.Invalidf("the process is unlocked already").WithHint("nonpaper lock ends that.")
}

// background starts the holder and waits until it answers.
func (c *unlockCmd) background(file string, passphrase []byte) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "unlock", "--stay", "--passphrase-fd", "0", "--idle", c.Idle.String(), "-C", file)
	cmd.Stdin = strings.NewReader(string(passphrase) + "\n")
	detach(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	said := &strings.Builder{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		return err
	}
	line := make(chan string, 1)
	go func() {
		l, _ := bufio.NewReader(out).ReadString('\n')
		line <- strings.TrimSpace(l)
	}()
	select {
	case l := <-line:
		if l == ready {
			return cmd.Process.Release()
		}
	case <-time.After(30 * time.Second):
		_ = cmd.Process.Kill()
	}
	_ = cmd.Wait()
	return fault.Unavailablef("the holder did not start: %s", strings.TrimSpace(said.String()))
}

// stay holds the process open and answers until the end.
func (c *unlockCmd) stay(p *program, file string) error {
	address, err := local.Address(file)
	if err != nil {
		return err
	}
	log, err := sqlite.Open(p.ctx, file, sqlite.Options{Wait: c.Wait})
	if err != nil {
		return err
	}
	defer log.Close() // closing it again is nothing
	held, err := p.hold(log, c.PassphraseFD)
	if err != nil {
		return err
	}
	l, err := local.Listen(address)
	if err != nil {
		return err
	}
	defer l.Close() // after the file is let go: whoever asked to lock is answered then
	defer log.Close()
	if err := log.Announce(address); err != nil {
		return err
	}
	forgetWhoActs()
	fmt.Fprintln(p.stdout, ready)
	local.Serve(p.ctx, l, func(ctx context.Context, call *local.Call) int { return answerCall(ctx, p, held, call) },
		local.Options{Version: versionString(), Idle: c.Idle})
	return nil
}

// hold opens a process for one command after the other.
func (p *program) hold(log *sqlite.Log, passphraseFD int) (*heldOpen, error) {
	locked, err := log.Keyring(p.ctx)
	if err != nil {
		return nil, err
	}
	var passphrase []byte
	if vault.Secret(locked) {
		if passphrase, err = p.passphrase(passphraseFD, "Passphrase: "); err != nil {
			return nil, err
		}
		defer clear(passphrase)
	}
	ring, err := vault.Unlock(locked, passphrase)
	if err != nil {
		return nil, err
	}
	process, err := app.Open(p.ctx, app.Config{Log: log, Ring: ring, Clock: p.clock, Rand: p.rand})
	if err != nil {
		return nil, err
	}
	return &heldOpen{process: process, file: log.Path(), log: log, ring: ring}, nil
}

// forgetWhoActs drops what the environment says of who acts and on which file:
// each command that is carried out for others says that itself.
func forgetWhoActs() {
	for _, name := range []string{"NONPAPER_ACTOR", "NONPAPER_BY", "NONPAPER_FILE"} {
		os.Unsetenv(name)
	}
}

// answerCall carries out another program's command on the process held here.
func answerCall(ctx context.Context, own *program, held *heldOpen, call *local.Call) int {
	out := bufio.NewWriter(call.Stdout)
	p := &program{
		ctx: ctx, stdin: call.Stdin, stdout: out, stderr: call.Stderr, clock: own.clock, rand: own.rand, held: held,
		dir: call.Dir, ask: call.Ask, askSecret: call.AskSecret,
		readFile:  func(name string, _ int64) ([]byte, error) { return call.ReadFile(name) },
		writeFile: func(name string, content []byte) error { return call.WriteFile(name, content, false) },
		makeFile:  func(name string, content []byte) error { return call.WriteFile(name, content, true) },
	}
	if call.Terminal.Stdout {
		p.columns = min(max(call.Terminal.Width, leastWidth), mostWidth)
	}
	exit := p.run(call.Args)
	if err := out.Flush(); err != nil && exit == Done {
		exit = Failed
	}
	return exit
}

type lockCmd struct{ onProcess }

func (c *lockCmd) Run(p *program) error {
	if p.held != nil {
		return fault.Invalidf("a holder is not asked to lock itself")
	}
	file, err := c.path(p)
	if err != nil {
		return err
	}
	h := sqlite.HolderOf(file)
	if h.Socket == "" {
		p.say("It is locked already: no program holds it.")
		return nil
	}
	if err := local.Lock(p.ctx, h.Socket); err != nil && !errors.Is(err, local.ErrNoHolder) {
		return err
	}
	p.say("Locked.")
	return nil
}

// here are this machine's files, as far as a holder may ask for them.
type here struct{}

const maxForHolder = 64 << 20

// ReadFile reads a file.
func (here) ReadFile(name string) ([]byte, error) { return readHere(name, maxForHolder) }

// WriteFile writes a file, whole or not at all; exclusive one that is not there yet, with
// its folder.
func (here) WriteFile(name string, content []byte, exclusive bool) error {
	if exclusive {
		return makeHere(name, content)
	}
	return replaceFile(name, content, ofProcess)
}

// reach lets the holder carry out this program's command. What the environment
// says of who acts goes along as arguments.
func (p *program) reach(f *forward, args []string) int {
	for _, e := range []struct{ flag, who string }{{"--actor", f.actor}, {"--by", f.by}} {
		if e.who != "" && !hasFlag(args, e.flag) {
			args = withFlag(args, e.flag+"="+e.who)
		}
	}
	width := p.width("")
	exit, err := local.Run(p.ctx, f.socket, local.Request{
		Version: versionString(), Args: args, Env: os.Environ(), Stdin: p.stdin, Stdout: p.stdout, Stderr: p.stderr, Files: here{},
		Terminal:  local.Terminal{Stdin: isTerminal(p.stdin), Stdout: isTerminal(p.stdout), Stderr: isTerminal(p.stderr), Width: width},
		Ask:       func(_ context.Context, question string) (string, error) { return p.ask(question) },
		AskSecret: func(_ context.Context, question string) ([]byte, error) { return p.askSecret(question) },
	})
	if errors.Is(err, local.ErrNoHolder) {
		return p.fail(f.held)
	}
	if err != nil {
		return p.fail(err)
	}
	return exit
}

// withFlag adds a flag, before what -- says are no flags.
func withFlag(args []string, flag string) []string {
	return slices.Insert(slices.Clone(args), flagsEnd(args), flag)
}

// flagsEnd is where the flags end: at --, behind which everything is words.
func flagsEnd(args []string) int {
	if i := slices.Index(args, "--"); i >= 0 {
		return i
	}
	return len(args)
}

func hasFlag(args []string, flag string) bool {
	for _, a := range args[:flagsEnd(args)] {
		if a == flag || strings.HasPrefix(a, flag+"=") {
			return true
		}
	}
	return false
}
