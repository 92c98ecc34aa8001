package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/folder"
	"nonpaper/internal/sqlite"
	"nonpaper/internal/vault"
)

// source is a folder from which a process is made: rows and texts, or a list of
// commands.
type source struct {
	files    fs.FS
	folder   *folder.Folder
	loader   *loader
	commands []listed
	root     *os.Root // of a folder on the disk
}

// close lets go of a folder on the disk.
func (x *source) close() {
	if x != nil && x.root != nil {
		x.root.Close()
	}
}

// readSource reads a folder, and all that can be wrong in it before anything is made.
func readSource(p *program, files fs.FS) (*source, error) {
	f, err := folder.Read(files)
	if err != nil {
		return nil, err
	}
	out := &source{files: files, folder: f}
	if f.Commands == nil {
		out.loader, err = newLoader(p, f)
		return out, err
	}
	src, err := fs.ReadFile(files, f.Commands.Path)
	if err != nil {
		return nil, err
	}
	out.commands, err = commandList(f.Commands.Path, string(src))
	return out, err
}

// source reads the folder of new --from, and takes from it what the process is called
// and what it is made from.
func (c *newCmd) source(p *program) (*source, error) {
	if p.held != nil {
		return nil, fault.Invalidf("a process is not made from a folder by a list of commands")
	}
	if info, err := os.Stat(c.From); errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NotFoundf("%s is not there; nothing was made", c.From).WithHint("Name a folder with a %s.", folder.ManifestName)
	} else if err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, fault.Invalidf("%s is no folder; nothing was made", c.From).WithHint("Name a folder with a %s.", folder.ManifestName)
	}
	if c.Delegation != "" {
		return nil, fault.Invalidf("a delegation's own file is not made from a folder; nothing was made").WithHint("Leave out --from or --delegation.")
	}
	root, err := os.OpenRoot(c.From) // a link in it may lead nowhere else
	if err != nil {
		return nil, fault.Invalidf("%s cannot be read: %w; nothing was made", c.From, err)
	}
	out, err := readSource(p, root.FS())
	if err != nil {
		root.Close()
		return nil, err
	}
	out.root = root
	m := &out.folder.Manifest
	if out.commands != nil {
		if c.Name != "" || c.At != "" || c.PublicRecord || c.Notice != "" || len(c.Keeper) > 0 || !c.NoPassphrase {
			return nil, fault.Invalidf("%s is a list of commands, which says itself how the process is called and kept; nothing was made", filepath.Join(c.From, m.Commands.Path)).
				WithHint("nonpaper new FILE --from %s --no-passphrase", quoted(c.From))
		}
		return out, nil
	}
	if (c.PublicRecord || c.Notice != "") && !m.PublicRecord {
		return nil, fault.Invalidf("whether a process is made from the public record is said in its %s; nothing was made", folder.ManifestName).WithHint("Leave out --public-record and --notice.")
	}
	out.founded(c)
	return out, nil
}

// founded says how the process begins, where the command does not.
func (x *source) founded(c *newCmd) {
	m := &x.folder.Manifest
	c.PublicRecord = m.PublicRecord
	if c.Notice = ""; m.PublicRecord {
		c.Notice = m.Notice
	}
	c.Name = orWords(c.Name, m.Title)
	c.At = orWords(c.At, string(x.loader.begins()))
}

// fill records what the folder has in a process that was just made.
func (x *source) fill(p *program) func(*session) error {
	return func(s *session) error { return x.loader.load(s, p.progress()) }
}

// carryOut makes the process by the folder's list of commands.
func (x *source) carryOut(p *program, file string) error {
	if err := p.carryOut(file, sqlite.Options{}, x.files, x.folder.Commands.Path, x.commands); err != nil {
		return err
	}
	p.say("Made %s: %s, by %s", file, x.folder.Title, plural(len(x.commands), "command"))
	return nil
}

// inMemory makes a process that is gone when the program ends.
func (x *source) inMemory(p *program) (*session, error) {
	var c newCmd
	x.founded(&c)
	f, err := c.founding()
	if err != nil {
		return nil, err
	}
	if f.When, err = p.when(c.At); err != nil {
		return nil, err
	}
	ring, err := vault.NewRing(p.rand)
	if err != nil {
		return nil, err
	}
	process, err := app.Create(p.ctx, app.Config{Log: eventlog.NewMemory(), Ring: ring, Clock: p.clock, Rand: p.rand}, f)
	if err != nil {
		return nil, err
	}
	s := asKeeper(p, process, "", nil)
	return s, x.fill(p)(s)
}

// asKeeper is a session of the keeper of the file.
func asKeeper(p *program, process *app.Process, file string, log *sqlite.Log) *session {
	who := process.Keeper()
	return &session{Process: process, ctx: p.ctx, file: file, log: log, actor: app.Actor{Person: who, Entered: who, Known: event.KnownAtFile}}
}

// progress says how far loading is: on a terminal in one line that changes.
func (p *program) progress() func(done, all int) {
	if p.quiet {
		return nil
	}
	shown := -1
	return func(done, all int) {
		tenth := done * 10 / all
		if tenth == shown {
			return
		}
		shown = tenth
		switch t, is := p.stderr.(terminal); {
		case is && done < all:
			fmt.Fprintf(t.File, "\rRecording … %d%%", tenth*10)
		case is:
			fmt.Fprint(t.File, "\r\x1b[K")
		case tenth == 0:
			p.say("Recording %s …", plural(all, "row"))
		}
	}
}

// removeProcess removes a process's file that was not made whole.
func removeProcess(file string) {
	for _, end := range []string{"", ".lock", "-wal", "-shm"} {
		os.Remove(file + end)
	}
}
