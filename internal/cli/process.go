package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/sqlite"
	"nonpaper/internal/vault"
)

// onProcess is what every command on a process's file takes.
type onProcess struct {
	File         string        `short:"C" name:"file" env:"NONPAPER_FILE" placeholder:"FILE" help:"The process; else the only *.nonpaper file here."`
	PassphraseFD int           `name:"passphrase-fd" default:"-1" placeholder:"N" help:"Read the passphrase from this open file; 0 is stdin."`
	Wait         time.Duration `default:"5s" help:"How long to wait for another program that holds the file."`
}

// acting is what every command takes that somebody carries out in rooms. What is
// done to the file as a whole is done by whoever holds it, and for nobody.
type acting struct {
	onProcess
	Actor string `env:"NONPAPER_ACTOR" placeholder:"PERSON" help:"For whom; else the keeper of the file."`
	By    string `env:"NONPAPER_BY" placeholder:"PERSON" help:"Who enters it at the file; else the keeper of the file."`
}

// writes is what every command takes that records something.
type writes struct {
	acting
	At   string `placeholder:"TIME" help:"When it happened: 2025-11-21 18:55 +02:00, 2025-11-21, FROM..TO; else now."`
	JSON bool   `name:"json" help:"Answer in JSON."`
}

// asks is what commands take that cannot be undone.
type asks struct {
	Yes bool `short:"y" help:"Do not ask."`
}

// reads is what every command takes that shows something.
type reads struct {
	acting
	As      string `placeholder:"FORMAT" help:"text or json; by the ending of -o, else text."`
	JSON    bool   `name:"json" help:"Short for --as json."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to FILE."`
	AsOf    string `name:"as-of" placeholder:"TIME" help:"What stood at that time, by when it happened."`
	AsKnown string `name:"as-known" placeholder:"TIME" help:"What stood at that time, by when it was entered."`
}

const extension = ".nonpaper"

// path is the file of the process.
func (o *onProcess) path(p *program) (string, error) {
	if o.File != "" {
		return o.File, nil
	}
	found, err := filepath.Glob("*" + extension)
	switch {
	case err != nil:
		return "", err
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", fault.Invalidf("which process? None is named, and there is none here").WithHint("Name its file: -C FILE. To start one: nonpaper new NAME%s", extension)
	}
	return "", fault.Invalidf("which process? There are %d here", len(found)).WithHint("Name its file: -C %s", found[0])
}

// session is a command's use of a process.
type session struct {
	*app.Process
	actor app.Actor
	ctx   context.Context
	file  string
	log   *sqlite.Log
	owned bool // closed when the command ends
}

func (s *session) close() {
	if s.owned {
		s.Process.Close()
	}
}

// open opens the process, or finds the one that this program holds. Where
// another program holds it and can be reached, the error is a forward.
func (o *acting) open(p *program) (*session, error) {
	s := &session{ctx: p.ctx}
	if p.held != nil {
		s.Process, s.file, s.log = p.held.process, p.held.file, p.held.log
	} else {
		file, err := o.path(p)
		if err != nil {
			return nil, err
		}
		log, err := openLog(p.ctx, file, o.Wait)
		if f, held := errors.AsType[*forward](err); held {
			f.actor, f.by = o.Actor, o.By
		}
		if err != nil {
			return nil, err
		}
		process, err := o.unlock(p, log)
		if err != nil {
			log.Close()
			return nil, err
		}
		s.Process, s.file, s.log, s.owned = process, file, log, true
		p.writeFile = func(name string, content []byte) error { return replaceFile(name, content, ofProcess) }
	}
	actor, err := o.who(s.Process)
	if err != nil {
		s.close()
		return nil, err
	}
	s.actor = actor
	return s, nil
}

// openLog opens a process's file. A holder that can be reached makes it a forward.
func openLog(ctx context.Context, file string, wait time.Duration) (*sqlite.Log, error) {
	if h := sqlite.HolderOf(file); h.Socket != "" { // no need to wait whether it ends
		return nil, &forward{socket: h.Socket, held: &sqlite.Held{Path: file, Holder: h}}
	}
	log, err := sqlite.Open(ctx, file, sqlite.Options{})
	held, isHeld := errors.AsType[*sqlite.Held](err)
	if !isHeld {
		return log, err
	}
	if held.Holder.Socket != "" {
		return nil, &forward{socket: held.Holder.Socket, held: held}
	}
	// another command, which is done in a moment
	log, err = sqlite.Open(ctx, file, sqlite.Options{Wait: wait})
	if held, isHeld := errors.AsType[*sqlite.Held](err); isHeld && held.Holder.Socket != "" {
		return nil, &forward{socket: held.Holder.Socket, held: held}
	}
	return log, err
}

// forward is the error of a command that the holder of the file is to carry out.
type forward struct {
	socket    string
	held      *sqlite.Held
	actor, by string // of a command that asks for whom it is
}

func (f *forward) Error() string { return f.held.Error() }

// Unwrap gives the fault, for where the holder cannot be reached after all.
func (f *forward) Unwrap() error { return f.held }

// unlock opens the keyring, asking for the passphrase where there is one.
func (o *onProcess) unlock(p *program, log *sqlite.Log) (*app.Process, error) {
	locked, err := log.Keyring(p.ctx)
	if err != nil {
		return nil, err
	}
	if locked == nil {
		return nil, fault.Unavailablef("%s has no keyring: making it was broken off, or it is damaged", log.Path()).WithHint("Restore a backup, or start again with nonpaper new.")
	}
	var passphrase []byte
	if vault.Secret(locked) {
		if passphrase, err = p.passphrase(o.PassphraseFD, "Passphrase: "); err != nil {
			return nil, err
		}
		defer clear(passphrase)
	} else {
		p.say("This process has no passphrase: whoever has the file can read it.")
	}
	ring, err := vault.Unlock(locked, passphrase)
	if err != nil {
		return nil, err
	}
	return app.Open(p.ctx, app.Config{Log: log, Ring: ring, Clock: p.clock})
}

// who finds out who acts and who enters it.
func (o *acting) who(process *app.Process) (app.Actor, error) {
	keeper := process.Keeper()
	a := app.Actor{Person: keeper, Entered: keeper, Known: event.KnownAtFile}
	if o.By != "" {
		by, err := ident.ParsePerson(o.By)
		if err != nil {
			return a, fault.Invalidf("%w", err)
		}
		if !process.Known(by, keeper) {
			return a, fault.NotFoundf("no person %s", by).WithHint("nonpaper person list shows who is known.")
		}
		a.Person, a.Entered = by, by
	}
	if o.Actor != "" {
		who, err := ident.ParsePerson(o.Actor)
		if err != nil {
			return a, fault.Invalidf("%w", err)
		}
		if !process.Known(who, a.Entered) {
			return a, fault.NotFoundf("no person %s", who).WithHint("nonpaper person list shows who is known.")
		}
		a.Person = who
	}
	return a, nil
}

// maxPassphrase bounds what is read as one.
const maxPassphrase = 1 << 10

// passphrase reads the passphrase: from the open file that is named, from a
// service's credential, or from the person. Never from an argument or the
// environment, where others on the machine can see it.
func (p *program) passphrase(fd int, question string) ([]byte, error) {
	var from io.Reader
	switch folder := os.Getenv("CREDENTIALS_DIRECTORY"); {
	case fd == 0:
		from = p.stdin
	case fd > 0 && p.held == nil:
		f := os.NewFile(uintptr(fd), "passphrase")
		if f == nil {
			return nil, fault.Invalidf("there is no open file %d to read the passphrase from", fd)
		}
		defer f.Close()
		from = f
	case fd < 0 && folder != "" && p.held == nil:
		if src, err := os.ReadFile(filepath.Join(folder, "nonpaper-passphrase")); err == nil {
			from = bytes.NewReader(src)
		}
	}
	if from == nil {
		return p.askSecret(question)
	}
	src, err := io.ReadAll(io.LimitReader(from, maxPassphrase+1))
	if err != nil {
		return nil, fmt.Errorf("the passphrase cannot be read: %w", err)
	}
	if line, _, more := bytes.Cut(src, []byte("\n")); more {
		src = line
	}
	src = bytes.TrimSuffix(src, []byte("\r"))
	if len(src) > maxPassphrase {
		return nil, fault.Invalidf("the passphrase is longer than %d bytes", maxPassphrase)
	}
	if len(src) == 0 {
		return nil, fault.Invalidf("the passphrase is empty; nothing was done")
	}
	return src, nil
}

// confirm asks before something that cannot be undone. It does not ask where
// nobody can answer.
func (p *program) confirm(yes bool, what string) error {
	if yes {
		return nil
	}
	answer, err := p.ask(what + "\nGo on? [y/N] ")
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return fault.Invalidf("nothing was done")
}

// when reads --at; without it, it is now on this machine's clock.
func (p *program) when(at string) (event.When, error) {
	if at == "" {
		now := p.clock()
		_, offset := now.Zone()
		return event.When{From: now.UnixMicro(), Offset: offset / 60}, nil
	}
	return parseWhen(at, p.clock())
}

// asOf reads --as-of and --as-known; a day means its end.
func (r *reads) asOf(p *program) (a app.AsOf, err error) {
	for _, x := range []struct {
		said string
		to   *int64
	}{{r.AsOf, &a.Happened}, {r.AsKnown, &a.Entered}} {
		if x.said == "" {
			continue
		}
		w, err := parseWhen(x.said, p.clock())
		if err != nil {
			return a, err
		}
		*x.to = endOf(w)
	}
	return a, nil
}

// wantsJSON reports whether the answer is asked for as data.
func (r *reads) wantsJSON() bool {
	as, err := outputFormat(r.As, r.JSON, r.Output)
	return err == nil && as == "json"
}

// show prints a result: the text, or v as JSON.
func (p *program) show(r *reads, text string, v any) error {
	as, err := outputFormat(r.As, r.JSON, r.Output)
	if err != nil {
		return err
	}
	switch as {
	case "json":
		out, err := toJSON(v)
		if err != nil {
			return err
		}
		return p.write(r.Output, out)
	case "text":
		return p.write(r.Output, []byte(text))
	}
	return fault.Invalidf("this is written as text or json, not as %s", as)
}

// recorded answers a command that recorded something.
func (p *program) recorded(w *writes, text string, v any) error {
	out := []byte(text)
	if w.JSON {
		var err error
		if out, err = toJSON(v); err != nil {
			return err
		}
	}
	if err := p.write("", out); err != nil {
		return fault.Unavailablef("it was recorded, but the answer was not printed: %w", err).WithHint("Do not do it again. What is recorded: nonpaper record")
	}
	return nil
}

func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// rawJSON puts a document into another as it is.
func rawJSON(src []byte) json.RawMessage { return json.RawMessage(src) }
