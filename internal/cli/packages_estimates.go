package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/domain"
	"nonpaper/internal/vault"
)

type packagesEstimatesCmds struct {
	Seal    estimatesSealCmd    `cmd:"" help:"Put the estimates of a packages file into a file of their own, under a passphrase."`
	Show    estimatesShowCmd    `cmd:"" help:"Print sealed estimates."`
	Destroy estimatesDestroyCmd `cmd:"" help:"Overwrite and remove sealed estimates."`
}

// underPassphrase is what commands take that need the passphrase of sealed estimates.
type underPassphrase struct {
	PassphraseFD int `name:"passphrase-fd" default:"-1" placeholder:"N" help:"Read the passphrase from this open file; 0 is stdin."`
}

// sealed is what commands on packages take where scores are used.
type sealed struct {
	Estimates string `placeholder:"FILE" help:"Sealed estimates, from packages estimates seal."`
	underPassphrase
}

// openEstimates reads and opens sealed estimates.
func (p *program) openEstimates(name string, fd int) ([]byte, error) {
	if name == "-" && fd == 0 {
		return nil, fault.Invalidf("the estimates and their passphrase cannot both come from stdin").WithHint("Name a file.")
	}
	src, err := p.readSome(name, maxFile)
	if err != nil {
		return nil, err
	}
	if !vault.IsFile(src) {
		return nil, fault.Invalidf("%s is not sealed estimates", calledFile(name)).WithHint("nonpaper packages estimates seal packages.yaml -o estimates.age makes them.")
	}
	passphrase, err := p.passphrase(fd, "Passphrase of "+calledFile(name)+": ")
	if err != nil {
		return nil, err
	}
	defer clear(passphrase)
	content, err := vault.OpenFile(src, passphrase)
	return content, named(calledFile(name), err)
}

type estimatesSealCmd struct {
	File   string `arg:"" help:"packages.yaml or JSON with estimates, or a file with the estimates alone."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Write the sealed estimates to FILE."`
	Remove bool   `help:"Then take the estimates out of the clear file."`
	underPassphrase
	asks
}

// Help is what packages estimates seal --help says beside its flags.
func (estimatesSealCmd) Help() string {
	return "The format is that of age, under a passphrase. With --remove, the lines of the estimates leave the clear file, and with them the comments in them, " +
		"right above them and behind them up to what follows. What the disk still holds of the old file is not reached, nor are copies, backups and the history of a folder under version control."
}

func (c *estimatesSealCmd) Run(p *program) error {
	if p.held != nil {
		return fault.Invalidf("estimates are not sealed by a list of commands")
	}
	if c.Output == "-" || c.File == "-" && (c.PassphraseFD == 0 || c.Remove) {
		return fault.Invalidf("sealing needs a file to read and a file to write").WithHint("nonpaper packages estimates seal packages.yaml -o estimates.age")
	}
	src, err := p.read(c.File)
	if err != nil {
		return err
	}
	if vault.IsFile(src) {
		return fault.Invalidf("%s is sealed already", c.File).WithHint("Nothing was written.")
	}
	d, err := domain.Divide(domain.File{Name: c.File, Content: src})
	if err != nil {
		return err
	}
	if c.Remove && d.Rest == nil {
		return fault.Invalidf("%s has nothing but estimates, and would be empty without them; nothing was done", c.File).WithHint("Seal it without --remove, and remove the file yourself.")
	}
	if err := c.mayWrite(p); err != nil {
		return err
	}
	passphrase, err := p.newPassphrase(c.PassphraseFD, "Give it with --passphrase-fd N.")
	if err != nil {
		return err
	}
	defer clear(passphrase)
	out, err := vault.SealFile(d.Estimates, passphrase)
	if err != nil {
		return err
	}
	if err := writeLasting(c.Output, out, ofProcess); err != nil {
		return fmt.Errorf("%s was not written: %w", c.Output, err)
	}
	p.say("Sealed in %s. Without the passphrase nobody can open it, and no program can find it out.", c.Output)
	if !c.Remove {
		p.say("The estimates still stand in clear in %s; --remove takes them out.", calledFile(c.File))
		return nil
	}
	return c.remove(p, src, d, passphrase)
}

// mayWrite asks before other estimates are replaced, and refuses to replace anything
// else.
func (c *estimatesSealCmd) mayWrite(p *program) error {
	old, err := os.ReadFile(c.Output)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w; nothing was written", c.Output, errors.Unwrap(err))
	}
	if !vault.IsFile(old) {
		return fault.Invalidf("%s is there and is no sealed estimates; nothing was written", c.Output).WithHint("Name a file that is not there yet.")
	}
	return p.confirm(c.Yes, c.Output+" has sealed estimates already, and they will be replaced.")
}

// remove takes the estimates out of the clear file, once the sealed ones have been read
// again from the disk and opened.
func (c *estimatesSealCmd) remove(p *program, src []byte, d domain.Divided, passphrase []byte) error {
	written, err := os.ReadFile(c.Output)
	if err == nil {
		written, err = vault.OpenFile(written, passphrase)
	}
	if err != nil || !bytes.Equal(written, d.Estimates) {
		return fault.Unavailablef("%s does not open as it was written; the estimates still stand in clear in %s", c.Output, c.File).WithHint("Is the disk in order? Seal them again.")
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(c.File); err != nil || !bytes.Equal(now, src) {
		return fault.Conflictf("%s has changed meanwhile, and the estimates were not taken out of it", c.File).WithHint("Seal them again.")
	}
	if err := writeLasting(c.File, d.Rest, info.Mode().Perm()); err != nil {
		return fmt.Errorf("the estimates were not taken out of %s: %w", c.File, err)
	}
	p.say("Taken out of %s. What the disk still holds of the old file is not reached, nor are copies, backups and the history of a folder under version control.", c.File)
	return nil
}

// writeLasting replaces a file whole, and returns when it would outlast a power cut.
func writeLasting(name string, content []byte, mode fs.FileMode) error {
	if err := replaceFile(name, content, mode); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	syncFolder(name)
	return nil
}

// syncFolder makes a file's coming or going last. Where the machine cannot do that, it is
// left to the machine.
func syncFolder(name string) {
	if d, err := os.Open(filepath.Dir(name)); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

type estimatesShowCmd struct {
	File string `arg:"" help:"Sealed estimates."`
	underPassphrase
}

func (c *estimatesShowCmd) Run(p *program) error {
	content, err := p.openEstimates(c.File, c.PassphraseFD)
	if err != nil {
		return err
	}
	return p.write("-", content)
}

type estimatesDestroyCmd struct {
	File string `arg:"" help:"Sealed estimates."`
	asks
}

// Help is what packages estimates destroy --help says beside its flags.
func (estimatesDestroyCmd) Help() string {
	return "The passphrase is not needed. " + notReached
}

const notReached = "Copies and backups of the file are not reached, nor the journal and the spare blocks of the disk, nor estimates in clear elsewhere; whoever has a copy and the passphrase can still open it."

func (c *estimatesDestroyCmd) Run(p *program) error {
	if p.held != nil {
		return fault.Invalidf("estimates are not destroyed by a list of commands")
	}
	info, err := os.Lstat(c.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.NotFoundf("%s is not there; nothing was destroyed", c.File)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fault.Invalidf("%s is a link, a folder or a device, and was not touched", c.File).WithHint("Name the file itself.")
	}
	begins, err := beginning(c.File)
	if err != nil {
		return err
	}
	if !vault.IsFile(begins) {
		return fault.Invalidf("%s is not sealed estimates, and was not touched", c.File).WithHint("Only what was sealed is destroyed.")
	}
	if err := p.confirm(c.Yes, c.File+" will be overwritten and removed, and cannot be had back from here.\n"+notReached); err != nil {
		return err
	}
	if err := overwrite(c.File, info.Size(), p.rand); err != nil {
		return fmt.Errorf("%s was not destroyed whole: %w", c.File, err)
	}
	if err := os.Remove(c.File); err != nil {
		return fmt.Errorf("%s was overwritten and not removed: %w", c.File, err)
	}
	syncFolder(c.File)
	p.say("Destroyed: %s was overwritten and removed.\n%s", c.File, notReached)
	return nil
}

// beginning reads as much of a file as tells what it is.
func beginning(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 1<<10))
}

// overwrite puts chance where a file's content was, on the disk.
func overwrite(name string, size int64, rand io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.CopyN(f, rand, size); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Truncate(0)
}
