package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
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
	log     *sqlite.Log
	ring    *vault.Ring
	holder  *local.Holder
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
	defer log.Close()
	held, err := p.hold(log, c.PassphraseFD)
	if err != nil {
		return err
	}
	l, err := local.Listen(address)
	if err != nil {
		return err
	}
	held.holder = local.NewHolder(l, func(ctx context.Context, call *local.Call) int { return answerCall(ctx, p, held, call) },
		local.Options{Program: versionString(), Idle: c.Idle})
	if err := log.Announce(address); err != nil {
		l.Close()
		return err
	}
	forgetWhoActs()
	fmt.Fprintln(p.stdout, ready)
	return held.holder.Serve(p.ctx)
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
	return &heldOpen{process: process, log: log, ring: ring}, nil
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
	p := &program{
		ctx: ctx, stdin: call.Stdin, stdout: call.Stdout, stderr: call.Stderr, clock: own.clock, rand: own.rand, held: held,
		dir: call.Dir, columns: call.Width, readFile: call.ReadFile, writeFile: call.WriteFile, ask: call.Ask, askSecret: call.Secret,
	}
	return p.run(call.Args)
}

type lockCmd struct{ onProcess }

func (c *lockCmd) Run(p *program) error {
	if p.held != nil { // the holder, asked to end
		p.held.holder.End()
		return nil
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
	_, err = local.Do(p.ctx, h.Socket, p.hello([]string{"lock"}), p.surroundings())
	if err != nil && !errors.Is(err, local.ErrNoHolder) {
		return err
	}
	// the holder lets commands finish that run
	log, err := sqlite.Open(p.ctx, file, sqlite.Options{Wait: 15 * time.Second})
	if err != nil {
		return err
	}
	if err := log.Close(); err != nil {
		return err
	}
	p.say("Locked.")
	return nil
}

// hello is what this program says of itself to a holder.
func (p *program) hello(args []string) local.Hello {
	dir, _ := os.Getwd()
	return local.Hello{Program: versionString(), Args: args, Dir: dir, Width: p.width("")}
}

func (p *program) surroundings() local.Surroundings {
	return local.Surroundings{Stdin: p.stdin, Stdout: p.stdout, Stderr: p.stderr, ReadFile: p.readFile, WriteFile: p.writeFile, Ask: p.ask, Secret: p.askSecret}
}

// reach lets the holder carry out this program's command. What the environment
// says of who acts goes along as arguments.
func (p *program) reach(f *forward, args []string) int {
	for _, e := range []struct{ name, flag string }{{"NONPAPER_ACTOR", "--actor"}, {"NONPAPER_BY", "--by"}} {
		if v := os.Getenv(e.name); v != "" && !hasFlag(args, e.flag) {
			args = append(args, e.flag+"="+v)
		}
	}
	exit, err := local.Do(p.ctx, f.socket, p.hello(args), p.surroundings())
	if errors.Is(err, local.ErrNoHolder) {
		return p.fail(f.held)
	}
	if err != nil {
		return p.fail(err)
	}
	return exit
}

func hasFlag(args []string, flag string) bool {
	for _, a := range args {
		if a == flag || strings.HasPrefix(a, flag+"=") {
			return true
		}
	}
	return false
}
