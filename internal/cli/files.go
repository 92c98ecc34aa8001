package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// maxFile bounds a file that is read: some 2,500,000 words, a hundred times the
// longest text that was ever negotiated in brackets.
const maxFile = 16 << 20

// read reads a whole file, "-" for stdin.
func (p *program) read(name string) ([]byte, error) {
	src, err := p.readSome(name, maxFile)
	if err != nil {
		return nil, err
	}
	return src, refuse(name, src)
}

// maxExport bounds an exported room that is read.
const maxExport = 1 << 30

// readLarge reads one of our own files, which may be larger than a text.
func (p *program) readLarge(name string) ([]byte, error) { return p.readSome(name, maxExport) }

func (p *program) readSome(name string, most int64) (src []byte, err error) {
	if name == "-" {
		if src, err = io.ReadAll(io.LimitReader(p.stdin, most+1)); err != nil {
			err = fmt.Errorf("%s cannot be read: %w", name, err)
		}
	} else {
		src, err = p.readFile(name, most)
	}
	if err != nil {
		return nil, err
	}
	if int64(len(src)) > most {
		return nil, tooLarge(name, most)
	}
	return src, nil
}

func tooLarge(name string, most int64) error {
	if most != maxFile {
		return fault.Invalidf("%s is larger than %d MB, the most that is read of such a file", name, most>>20).WithHint("Nothing was read or recorded.")
	}
	return fault.Invalidf("%s is larger than %d MB, which no negotiated text is", name, maxFile>>20).
		WithHint("Nothing was read or written. If it is one text indeed, divide it by parts.")
}

// refuse turns down files that hold words only inside of something else.
func refuse(name string, src []byte) error {
	for _, f := range []struct{ magic, what, hint string }{
		{"PK\x03\x04", "a Word or other packed file", "Save it as text or Markdown (in Word: Save as, Plain text, UTF-8)."},
		{"\xd0\xcf\x11\xe0", "an old Word file", "Save it as text (in Word: Save as, Plain text, UTF-8)."},
		{"%PDF", "a PDF", "Its words have to be taken out first: open it, select all, paste into a text file."},
		{"{\\rtf", "a rich text file", "Save it as text (Plain text, UTF-8)."},
	} {
		if bytes.HasPrefix(src, []byte(f.magic)) {
			return fault.Invalidf("%s is %s, which nonpaper does not read", name, f.what).WithHint("%s", f.hint)
		}
	}
	return nil
}

// readPlan reads a text in any of the formats and tells what could not be
// placed.
func (p *program) readPlan(name string) (plan.Text, error) {
	src, err := p.read(name)
	if err != nil {
		return plan.Text{}, err
	}
	return p.parsePlan(name, src)
}

func (p *program) parsePlan(name string, src []byte) (plan.Text, error) {
	if name == "-" {
		name = "standard input"
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0 {
		return plan.Text{}, fault.Invalidf("%s is empty", name).
			WithHint("An empty file says nothing about any point. To delete a point, write it as \"7. [deleted]\"; with --whole, an empty file deletes.")
	}
	if jsontext.Looks(src) || strings.EqualFold(filepath.Ext(name), ".json") {
		t, err := jsontext.ReadPlan(src)
		return t, named(name, err)
	}
	t, notes, err := markdown.Read(src)
	if err != nil {
		return plan.Text{}, named(name, err)
	}
	p.tell(name, notes)
	return t, nil
}

// tell prints a reader's notes, line by line.
func (p *program) tell(name string, notes []plan.Note) {
	const most = 10
	for i, n := range notes {
		if i == most {
			p.say("%s: and %d more of the kind", name, len(notes)-most)
			return
		}
		if n.Line > 0 {
			p.say("%s:%d: %s", name, n.Line, n.Text)
		} else {
			p.say("%s: %s", name, n.Text)
		}
	}
}

// readWhole reads a file as the wording of a single point, without looking for
// structure.
func (p *program) readWhole(name string) (plan.Text, error) {
	src, err := p.read(name)
	if err != nil {
		return plan.Text{}, err
	}
	if err := markdown.CheckEncoding(src); err != nil {
		return plan.Text{}, named(name, err)
	}
	return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Body: words.Normalise(string(src))}}}, nil
}

// named says which file an error is about, and keeps its kind and hint.
func named(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}

// version is one argument of compile: CODE[+complete][+retain][+brackets]=FILE.
type version struct {
	code             ident.Code
	complete, retain bool
	brackets         bool
	file             string
}

func parseVersion(arg string) (version, error) {
	const form = "A version is named CODE=FILE, CODE+complete=FILE, CODE+retain=FILE or CODE+brackets=FILE; the base comes first, alone."
	left, file, ok := strings.Cut(arg, "=")
	if name := strings.TrimSuffix(filepath.Base(arg), filepath.Ext(arg)); !ok && name != arg {
		if code, err := ident.ParseCode(strings.ToUpper(name)); err == nil {
			return version{}, fault.Invalidf("%q does not say whose version it is", arg).WithHint("For example: %s=%s. The base comes first, alone.", code, arg)
		}
	}
	if !ok || file == "" {
		return version{}, fault.Invalidf("%q names no version", arg).WithHint(form)
	}
	name, flags, _ := strings.Cut(left, "+")
	code, err := ident.ParseCode(name)
	if err != nil {
		return version{}, fault.Invalidf("%s: %w", arg, err).WithHint(form)
	}
	v := version{code: code, file: file}
	if flags != "" {
		for f := range strings.SplitSeq(flags, "+") {
			switch f {
			case "complete":
				v.complete = true
			case "retain":
				v.retain = true
			case "brackets":
				v.brackets = true
			default:
				return version{}, fault.Invalidf("%s: %q is none of +complete, +retain, +brackets", arg, "+"+f).WithHint(form)
			}
		}
	}
	return v, nil
}
