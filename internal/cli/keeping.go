package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/sqlite"
	"nonpaper/internal/vault"
)

type newCmd struct {
	File         string   `arg:"" placeholder:"FILE" help:"The process's file; .nonpaper is added where it has no ending."`
	From         string   `placeholder:"FOLDER" help:"Make it from a process that is written as files: docs/format.md."`
	Name         string   `help:"What the process is called."`
	Keeper       []string `sep:"none" placeholder:"HANDLE=NAME" help:"Who keeps it, repeatable; the first one is the keeper of the file."`
	Delegation   string   `placeholder:"CODE" help:"A delegation's own file, on its own machine."`
	PublicRecord bool     `help:"Made from the public record: its notice stands on every output."`
	Notice       string   `help:"The notice of a process from the public record."`
	At           string   `placeholder:"TIME" help:"When it began; else now."`
	NoPassphrase bool     `help:"Keep it without a passphrase. It is not secret then."`
	PassphraseFD int      `name:"passphrase-fd" default:"-1" placeholder:"N" help:"Read the passphrase from this open file; 0 is stdin."`
}

// publicNotice is the notice of a process from the public record where none is given.
const publicNotice = "From the public record, paraphrased. No Government wrote or endorsed these words."

func (c *newCmd) Run(p *program) error {
	var from *source
	if c.From != "" {
		var err error
		if from, err = c.source(p); err != nil {
			return err
		}
		defer from.close()
	}
	f, err := c.founding()
	if err != nil {
		return err
	}
	file := c.File
	if name := strings.TrimSuffix(filepath.Base(file), extension); file == "" || strings.TrimSpace(name) == "" {
		return fault.Invalidf("%q is no name of a process's file; nothing was made", file).WithHint("For example: nonpaper new lakes")
	}
	if filepath.Ext(file) == "" {
		file += extension
	}
	if _, err := os.Lstat(file); err == nil {
		return fault.Invalidf("%s is there already; nothing was changed", file).WithHint("Name a file that is not there yet, or go on with that one: -C %s", file)
	}
	if from != nil && from.commands != nil {
		return from.carryOut(p, file)
	}
	if f.When, err = p.when(c.At); err != nil {
		return err
	}
	var passphrase []byte
	if !c.NoPassphrase {
		if passphrase, err = p.newPassphrase(c.PassphraseFD, "Give it with --passphrase-fd N, or keep the process without one: --no-passphrase."); err != nil {
			return err
		}
		defer clear(passphrase)
	}
	var fill func(*session) error
	if from != nil {
		fill = from.fill(p)
	}
	if err := createProcess(p, file, passphrase, f, fill); err != nil {
		return err
	}
	p.say("Made %s: %s", file, f.Name)
	if c.NoPassphrase {
		p.say("It has no passphrase: it is not secret, and whoever has the file can read it.")
	} else {
		p.say("Without the passphrase nobody can open it, and no program can find it out.")
	}
	if from == nil {
		p.say("Next: nonpaper party add ALD Aldmark; nonpaper text import DRAFT.md; nonpaper --help")
	}
	return nil
}

func (c *newCmd) founding() (app.Founding, error) {
	f := app.Founding{ProcessOpened: event.ProcessOpened{Name: c.Name, PublicRecord: c.PublicRecord, Notice: c.Notice}}
	if f.Name == "" {
		f.Name = strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	}
	if f.PublicRecord && f.Notice == "" {
		f.Notice = publicNotice
	}
	if c.Delegation != "" {
		code, err := ident.ParseCode(c.Delegation)
		if err != nil {
			return f, fault.Invalidf("%w", err)
		}
		f.Delegation = code
	}
	if len(c.Keeper) == 0 {
		c.Keeper = []string{"mediator=The mediator's secretariat"}
		if f.Delegation != "" {
			c.Keeper = []string{"delegation=The delegation"}
		}
	}
	for _, k := range c.Keeper {
		handle, name, _ := strings.Cut(k, "=")
		who, err := ident.ParsePerson(handle)
		if err != nil {
			return f, fault.Invalidf("%w", err).WithHint("Write a keeper as m.rhee=\"Magnus Rhee\".")
		}
		f.Keepers = append(f.Keepers, event.PersonIntroduced{Person: who, Name: orWords(name, string(who)), Capacity: "secretariat"})
	}
	return f, nil
}

// createProcess makes a process's file, with what fill records in it, whole or not
// at all.
func createProcess(p *program, file string, passphrase []byte, f app.Founding, fill func(*session) error) error {
	log, err := sqlite.Create(p.ctx, file, sqlite.Options{})
	if err != nil {
		return err
	}
	err = func() error {
		ring, err := vault.NewRing(p.rand)
		if err != nil {
			return err
		}
		locked, err := ring.Lock(passphrase, p.rand)
		if err != nil {
			return err
		}
		if err := log.SetKeyring(p.ctx, locked); err != nil {
			return err
		}
		process, err := app.Create(p.ctx, app.Config{Log: log, Ring: ring, Clock: p.clock, Rand: p.rand}, f)
		if err != nil || fill == nil {
			return err
		}
		return fill(asKeeper(p, process, file, log))
	}()
	if e := log.Close(); err == nil {
		err = e
	}
	if err != nil {
		removeProcess(file)
	}
	return err
}

// newPassphrase asks for a new passphrase, twice where a person types it.
func (p *program) newPassphrase(fd int, hint string) ([]byte, error) {
	first, err := p.passphrase(fd, "New passphrase: ")
	if err != nil {
		if fault.HintOf(err) == "" {
			return nil, fault.Invalidf("%w", err).WithHint("%s", hint)
		}
		return nil, err
	}
	const least = 8
	if len(first) < least {
		return nil, fault.Invalidf("a passphrase has %d characters at least; nothing was done", least).WithHint("Four or five words that nobody else would put together are good.")
	}
	if fd >= 0 || os.Getenv("CREDENTIALS_DIRECTORY") != "" {
		return first, nil
	}
	second, err := p.askSecret("The same again: ")
	if err != nil {
		return nil, err
	}
	if string(first) != string(second) {
		return nil, fault.Invalidf("the two are not the same; nothing was done")
	}
	return first, nil
}

type passphraseCmds struct {
	Change passphraseChangeCmd `cmd:"" help:"Change the passphrase."`
}

type passphraseChangeCmd struct {
	onProcess
	NewFD int `name:"new-fd" default:"-1" placeholder:"N" help:"Read the new passphrase from this open file."`
}

func (c *passphraseChangeCmd) Run(p *program) error {
	if p.held != nil {
		return fault.Invalidf("the process is held open").WithHint("End that first: nonpaper lock")
	}
	file, err := c.path(p)
	if err != nil {
		return err
	}
	log, err := openLog(p.ctx, file, c.Wait)
	if err != nil {
		if _, held := err.(*forward); held {
			return fault.Invalidf("the process is held open").WithHint("End that first: nonpaper lock")
		}
		return err
	}
	defer log.Close()
	locked, err := log.Keyring(p.ctx)
	if err != nil {
		return err
	}
	var old []byte
	if vault.Secret(locked) {
		if old, err = p.passphrase(c.PassphraseFD, "Passphrase: "); err != nil {
			return err
		}
	}
	ring, err := vault.Unlock(locked, old)
	if err != nil {
		return err
	}
	fresh, err := p.newPassphrase(c.NewFD, "The passphrase is as it was. Give the new one with --new-fd N.")
	if err != nil {
		return err
	}
	relocked, err := ring.Lock(fresh, p.rand)
	if err != nil {
		return err
	}
	if err := log.SetKeyring(p.ctx, relocked); err != nil {
		return err
	}
	p.say("The passphrase is changed. Backups made before still open with the old one.")
	return nil
}

type backupCmd struct {
	onProcess
	To string `arg:"" placeholder:"FILE" help:"A file that is not there yet."`
}

func (c *backupCmd) Run(p *program) error {
	file, err := c.path(p)
	if err != nil && p.held == nil {
		return err
	}
	log := p.heldLog()
	if log == nil {
		if log, err = openLog(p.ctx, file, c.Wait); err != nil {
			return err
		}
		defer log.Close()
	}
	to := p.abs(c.To)
	if err := log.Backup(p.ctx, to); err != nil {
		return err
	}
	info, err := os.Stat(to)
	if err != nil {
		return err
	}
	p.say("Backed up to %s (%s). It opens with the same passphrase.", c.To, bytesOf(info.Size()))
	return nil
}

type restoreCmd struct {
	From string `arg:"" placeholder:"BACKUP" help:"The backup."`
	To   string `arg:"" placeholder:"FILE" help:"A file that is not there yet."`
}

func (c *restoreCmd) Run(p *program) error {
	if err := sqlite.Restore(p.ctx, c.From, c.To); err != nil {
		return err
	}
	p.say("Restored to %s. Check it: nonpaper verify -C %s", c.To, c.To)
	return nil
}

type verifyCmd struct {
	onProcess
	JSON bool `name:"json" help:"Answer in JSON."`
}

// Help is what verify --help says beside its flags.
func (verifyCmd) Help() string { return "Exit status 3 where damage or a change is found." }

func (c *verifyCmd) Run(p *program) error {
	file, v, err := c.verify(p)
	if err != nil {
		return err
	}
	out := []byte(file + ": " + v.String())
	if c.JSON {
		if out, err = verifiedJSON(file, v); err != nil {
			return err
		}
	}
	if err := p.write("", out); err != nil {
		return err
	}
	if len(v.Damage) > 0 {
		return status(Differences)
	}
	return nil
}

func verifiedJSON(file string, v sqlite.Report) ([]byte, error) {
	type damage struct {
		Room  string  `json:"room,omitempty"`
		Entry *uint64 `json:"entry,omitempty"` // from 1
		What  string  `json:"what"`
	}
	type room struct {
		Room      string `json:"room"`
		Entries   uint64 `json:"entries"`
		Destroyed uint64 `json:"destroyed"`
		Whole     uint64 `json:"whole"` // entries before the first that is damaged
		Root      string `json:"root"`
	}
	rooms, found := []room{}, []damage{}
	for _, r := range v.Rooms {
		rooms = append(rooms, room{r.Room.String(), r.Entries, r.Destroyed, r.Whole, hex.EncodeToString(r.Root[:])})
	}
	for _, d := range v.Damage {
		x := damage{What: d.What}
		if !d.Room.IsZero() {
			x.Room = d.Room.String()
		}
		if d.Of == "entry" {
			n := d.Seq + 1
			x.Entry = &n
		}
		found = append(found, x)
	}
	return toJSON(map[string]any{"file": file, "opened": v.Opened, "rooms": rooms, "damage": found, "limits": sqlite.Limits})
}

// verify checks the file; it reads the log itself, so that damage which keeps
// the process from opening is found and named.
func (c *verifyCmd) verify(p *program) (file string, v sqlite.Report, err error) {
	log, ring := p.heldLog(), p.heldRing()
	if log == nil {
		if file, err = c.path(p); err != nil {
			return "", v, err
		}
		if log, err = openLog(p.ctx, file, c.Wait); err != nil {
			return "", v, err
		}
		defer log.Close()
	}
	file = log.Path()
	if ring == nil {
		locked, err := log.Keyring(p.ctx)
		if err != nil {
			return file, v, err
		}
		var passphrase []byte
		if vault.Secret(locked) {
			if passphrase, err = p.passphrase(c.PassphraseFD, "Passphrase: "); err != nil {
				return file, v, err
			}
			defer clear(passphrase)
		}
		if ring, err = vault.Unlock(locked, passphrase); err != nil {
			if fault.KindOf(err) == fault.Forbidden && vault.Secret(locked) {
				return file, v, err
			}
			ring = nil
			v.Damage = append(v.Damage, sqlite.Damage{Of: "file", What: "the keyring does not open"})
		}
	}
	broken := v.Damage
	destroyed := map[ident.Room]map[uint64]bool{} // by acts on record
	v, err = log.Verify(p.ctx, ring, func(room ident.Room, _ uint64, plain []byte) error {
		b, err := event.Decode(plain)
		if err != nil {
			return err
		}
		if f, is := b.Fact.(*event.BodiesDestroyed); is {
			if destroyed[room] == nil {
				destroyed[room] = map[uint64]bool{}
			}
			for _, q := range f.Seqs {
				destroyed[room][q] = true
			}
		}
		return nil
	})
	v.Damage = append(broken, v.Damage...)
	for _, r := range v.Rooms {
		if n := uint64(len(destroyed[r.Room])); ring != nil && r.Whole == r.Entries && n != r.Destroyed {
			v.Damage = append(v.Damage, sqlite.Damage{Of: "room", Room: r.Room, What: fmt.Sprintf("%d bodies are gone, and acts on record destroyed %d", r.Destroyed, n)})
		}
	}
	return file, v, err
}

type doctorCmd struct {
	onProcess
	JSON bool `name:"json" help:"Answer in JSON."`
}

func (c *doctorCmd) Run(p *program) error {
	type check struct {
		What string `json:"what"`
		Is   string `json:"is"`
		OK   bool   `json:"ok"`
	}
	var checks []check
	add := func(ok bool, what, format string, args ...any) {
		checks = append(checks, check{what, fmt.Sprintf(format, args...), ok})
	}
	add(true, "program", "%s, %s/%s", versionString(), runtime.GOOS, runtime.GOARCH)
	for _, v := range []string{"NONPAPER_FILE", "NONPAPER_ACTOR", "NONPAPER_BY", "NO_COLOR"} {
		if os.Getenv(v) != "" {
			add(true, v, "set in the environment")
		}
	}
	there := false
	file, err := c.path(p)
	if log := p.heldLog(); log != nil {
		file, err = log.Path(), nil
	}
	if err != nil {
		add(false, "process", "%v", err)
	} else {
		from := "-C or NONPAPER_FILE"
		if c.File == "" {
			from = "the only one here"
		}
		add(true, "process", "%s (%s)", file, from)
		info, err := os.Stat(file)
		if there = !errors.Is(err, fs.ErrNotExist); !there {
			add(false, "file", "not there")
		} else if err != nil {
			add(false, "file", "%v", err)
		} else {
			add(info.Mode().Perm()&0o077 == 0 || runtime.GOOS == "windows", "file", "%s, mode %v", bytesOf(info.Size()), info.Mode().Perm())
		}
		switch h := sqlite.HolderOf(file); {
		case h.PID == 0:
			add(true, "held", "by nobody")
		case h.Socket != "":
			add(true, "held", "by %s, reachable", h)
		default:
			add(true, "held", "by %s", h)
		}
		if err := writable(filepath.Dir(p.abs(file))); err != nil {
			add(false, "folder", "%v", err)
		} else {
			add(true, "folder", "can be written")
		}
		if there && p.held == nil && sqlite.HolderOf(file).PID == 0 {
			if err := sqlite.Sound(p.ctx, file); err != nil {
				add(false, "database", "%v", err)
			} else {
				add(true, "database", "sound; nonpaper verify checks every entry")
			}
		}
	}
	sick := false
	rows := [][]string{}
	for _, x := range checks {
		mark := "ok"
		if !x.OK {
			mark, sick = "look", true
		}
		rows = append(rows, []string{mark, x.What, x.Is})
	}
	out := []byte(columns(rows))
	if c.JSON {
		if out, err = toJSON(checks); err != nil {
			return err
		}
	}
	if err := p.write("", out); err != nil {
		return err
	}
	if sick {
		return status(Failed)
	}
	return nil
}

// writable reports whether files can be made in a folder.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".nonpaper-*")
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

func bytesOf(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
