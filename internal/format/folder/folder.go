// Package folder reads a process that is written as files: a manifest, and the
// tables and texts that it names.
//
// It promises that every fault is reported with file, line and column, that a
// folder is read whole or not at all, and that nothing in a row is passed over: a
// column that it does not know is a fault, and so is a row that names a party,
// a text or a row that is nowhere. It refuses files that are larger than any table
// or text needs to be, and other encodings than UTF-8. It knows nothing of a
// process: what the rows become there is for those who load them. docs/format.md
// describes the form.
package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// ManifestName is the file that every folder has.
const ManifestName = "manifest.yaml"

// Limits of what is read.
const (
	MaxFile   = 16 << 20 // bytes of one file
	MaxFolder = 64 << 20 // bytes of all files
	MaxRows   = 50_000   // of one table
	maxFiles  = 1000
)

// Place is where something stands in a folder. Line and column count from 1; 0
// stands for the file as a whole.
type Place struct {
	File      string
	Line, Col int
}

func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Day is a date as it is written: 2025-11-19. Days compare as text does.
type Day string

// Folder is a process as its files have it.
type Folder struct {
	Manifest
	Parties    []Party
	Parts      []Part
	Wordings   []Wording
	Positions  []Position
	Events     []Event
	Issues     []Issue
	Press      []Press
	Claims     []Press
	Principles []Principle
	Told       []Told

	known map[string]Known      // by what became known later than its date
	party map[string]ident.Code // by code, name and alias
}

// Party gives the party that is called so: by its code, its name or an alias, read
// exactly.
func (f *Folder) Party(called string) (ident.Code, bool) {
	c, is := f.party[called]
	return c, is
}

// Known says when something became known that bears an earlier date, or none.
type Known struct {
	At    Place
	Of    string // a row's identifier, or "identifier:column"
	Since Day
	Why   string
	As    string // of a column: what it says until then
	By    string // the row by which it was known: of an issue a claim that says how it is dealt with
}

// Later gives what is said of when a row, or a column of it, became known.
func (f *Folder) Later(of string) (Known, bool) {
	k, is := f.known[of]
	return k, is
}

// Faults are what is wrong in a folder, each with its place.
type Faults []error

// most is how many faults are shown.
const most = 20

func (f Faults) Error() string {
	var b strings.Builder
	for i, e := range f {
		if i == most {
			fmt.Fprintf(&b, "\nand %d more", len(f)-most)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

// reader reads one folder.
type reader struct {
	files  fs.FS
	out    *Folder
	faults Faults
	total  int64
	rows   map[string]Place // identifiers of rows
	labels map[string]bool  // of texts, whether on file or known by report
}

// Read reads a folder.
func Read(files fs.FS) (*Folder, error) {
	r := &reader{files: files, out: &Folder{known: map[string]Known{}, party: map[string]ident.Code{}}, rows: map[string]Place{}, labels: map[string]bool{}}
	r.manifest()
	if len(r.faults) == 0 && r.out.Commands == nil {
		r.tables()
	}
	if len(r.faults) > 0 {
		return nil, fault.Invalidf("%w", r.faults).WithHint("Nothing was made. docs/format.md has the form of a folder.")
	}
	return r.out, nil
}

// wrong notes a fault.
func (r *reader) wrong(at Place, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s: "+format, append([]any{at}, args...)...))
}

// read reads one file.
func (r *reader) read(name string, from Place) ([]byte, bool) {
	if !fs.ValidPath(name) {
		r.wrong(from, "%q is no file of the folder", name)
		return nil, false
	}
	f, err := r.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		if name == ManifestName {
			r.wrong(Place{File: name}, "it is not there; a folder begins with it")
		} else {
			r.wrong(from, "%s is not there", name)
		}
		return nil, false
	}
	if err != nil {
		r.wrong(from, "%s cannot be read: %v", name, plainly(err))
		return nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		r.wrong(from, "%s cannot be read: %v", name, err)
		return nil, false
	case !info.Mode().IsRegular():
		r.wrong(from, "%s is no plain file", name)
		return nil, false
	case info.Size() > MaxFile:
		r.wrong(from, "%s is larger than %d MB", name, MaxFile>>20)
		return nil, false
	}
	src, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	switch {
	case err != nil:
		r.wrong(from, "%s cannot be read: %v", name, err)
		return nil, false
	case len(src) > MaxFile:
		r.wrong(from, "%s is larger than %d MB", name, MaxFile>>20)
		return nil, false
	}
	if r.total += int64(len(src)); r.total > MaxFolder {
		r.wrong(from, "the files are larger than %d MB together", MaxFolder>>20)
		return nil, false
	}
	return src, r.encoded(name, src)
}

// plainly says what is wrong with a file, without its name and the system's call.
func plainly(err error) error {
	if p, is := errors.AsType[*fs.PathError](err); is {
		err = p.Err
	}
	if err.Error() == "path escapes from parent" { // of os.Root, which gives it no name
		return errors.New("it is a link that leads out of the folder")
	}
	return err
}

// find gives a party's code by its code, name or alias, read exactly.
func (r *reader) find(c cell) ident.Code {
	code, is := r.out.party[c.text]
	if !is {
		r.wrong(c.at, "no party is called %q", c.text)
	}
	return code
}

// identify notes an identifier of a row, which stands once in a folder.
func (r *reader) identify(c cell) string {
	if l, err := ident.ParseLabel(c.text); err != nil || string(l) != c.text {
		r.wrong(c.at, "%q is no identifier of a row", c.text)
		return c.text
	}
	if was, twice := r.rows[c.text]; twice {
		r.wrong(c.at, "the identifier %q stands twice, first at %s", c.text, was)
		return c.text
	}
	r.rows[c.text] = c.at
	return c.text
}

// stances are how files call the stances, beside the program's own words.
var stances = map[string]event.Stance{
	"support": event.Supports, "accept": event.CanLiveWith, "conditional": event.NeedsChange, "oppose": event.Opposes, "unknown": event.NotStated,
}
