package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"nonpaper/examples"
	"nonpaper/internal/app"
	"nonpaper/internal/fault"
	"nonpaper/internal/sqlite"
)

type demoCmd struct {
	Example string `arg:"" optional:"" placeholder:"EXAMPLE" help:"november-2025, the default, or meridian-lakes."`
	AsOf    string `name:"as-of" placeholder:"TIME" help:"What was known at that time."`
	Print   bool   `help:"Print the summary and end, which is what it does without this, too."`
	JSON    bool   `name:"json" help:"Answer in JSON."`
	HTML    string `name:"html" placeholder:"FILE" help:"Write the summary as a page as well."`
	Keep    string `placeholder:"FILE" help:"Keep the process, in a new file without a passphrase."`
	Files   string `placeholder:"FOLDER" help:"Write the example's files into a new folder instead."`
}

func (c *demoCmd) Run(p *program) error {
	name := orWords(c.Example, examples.First)
	files, err := fs.Sub(examples.Files, name)
	if err != nil {
		return fault.Invalidf("%q is no example; nothing was made", name)
	}
	if _, err := fs.Stat(files, "."); err != nil {
		return fault.NotFoundf("there is no example %q; nothing was made", name).WithHint("Try: nonpaper demo %s", examples.First)
	}
	if c.Files != "" {
		return p.copyExample(files, c.Files)
	}
	at, err := (&reads{AsOf: c.AsOf}).asOf(p)
	if err != nil {
		return err
	}
	from, err := readSource(p, files)
	if err != nil {
		return err
	}
	s, done, err := c.make(p, from)
	if err != nil {
		return err
	}
	defer done()
	sum, err := summarise(s, &from.folder.Manifest, at)
	if err != nil {
		return err
	}
	sum.next(name, c.Keep)
	if c.Keep != "" {
		p.say("Kept in %s. It has no passphrase: it is not secret, and whoever has the file can read it.", c.Keep)
	}
	out := []byte(sum.text(p.width("")))
	if c.JSON {
		if out, err = toJSON(sum); err != nil {
			return err
		}
	}
	if c.HTML != "" {
		page, err := sum.page()
		if err != nil {
			return err
		}
		if err := p.write(c.HTML, page); err != nil {
			return err
		}
	}
	return p.write("", out)
}

// make makes the process: in memory, or where it is to be kept in its file.
func (c *demoCmd) make(p *program, from *source) (*session, func(), error) {
	none := func() {}
	if c.Keep != "" && filepath.Ext(c.Keep) == "" {
		c.Keep += extension
	}
	if c.Keep == "" && from.commands == nil {
		s, err := from.inMemory(p)
		return s, none, err
	}
	file := c.Keep
	if file == "" { // a list of commands needs a file
		folder, err := os.MkdirTemp("", "nonpaper-demo-")
		if err != nil {
			return nil, nil, fmt.Errorf("no process was made: %w", err)
		}
		none = func() { os.RemoveAll(folder) }
		file = filepath.Join(folder, "demo"+extension)
	} else if _, err := os.Lstat(file); err == nil {
		return nil, nil, fault.Invalidf("%s is there already; nothing was changed", file).WithHint("Name a file that is not there yet.")
	}
	s, err := from.inFile(p, file, sqlite.Options{Relaxed: c.Keep == ""})
	if err != nil {
		none()
		return nil, nil, err
	}
	return s, func() { s.close(); none() }, nil
}

// inFile makes the process in a file without a passphrase, and opens it.
func (x *source) inFile(p *program, file string, o sqlite.Options) (*session, error) {
	if x.commands != nil {
		if err := p.carryOut(file, o, x.files, x.folder.Commands.Path, x.commands); err != nil {
			return nil, err
		}
	} else {
		c := newCmd{File: file}
		x.founded(&c)
		f, err := c.founding()
		if err != nil {
			return nil, err
		}
		if f.When, err = p.when(c.At); err != nil {
			return nil, err
		}
		if err := createProcess(p, file, nil, f, x.fill(p)); err != nil {
			return nil, err
		}
	}
	log, err := sqlite.Open(p.ctx, file, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	held, err := p.hold(log, -1)
	if err != nil {
		log.Close()
		return nil, err
	}
	s := asKeeper(p, held.process, file, log)
	s.owned = true
	return s, nil
}

// copyExample writes an example's files into a new folder.
func (p *program) copyExample(files fs.FS, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fault.Invalidf("%s is there already; nothing was written", to).WithHint("Name a folder that is not there yet.")
	}
	if err := os.CopyFS(to, files); err != nil {
		return fmt.Errorf("the example was not written whole: %w", err)
	}
	p.say("Written to %s", filepath.Clean(to))
	return nil
}

// drafting is the drafting room as the keeper of the file sees it.
func (s *session) drafting(at app.AsOf) (*app.Compiled, error) {
	r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		return nil, err
	}
	if len(r.Instruments) == 0 || len(r.Instruments[0].Points) == 0 {
		return &app.Compiled{Drafting: r}, nil
	}
	return s.Compiled(s.ctx, s.actor, r.Instruments[0].Instrument, at)
}
