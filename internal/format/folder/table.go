package folder

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// encoded reports whether a file is in UTF-8.
func (r *reader) encoded(name string, src []byte) bool {
	if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) {
		r.wrong(Place{File: name}, "it is in UTF-16, not in UTF-8")
		return false
	}
	at := bytes.IndexByte(src, 0)
	if at < 0 && utf8.Valid(src) {
		return true
	}
	for i := 0; at < 0; {
		c, n := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && n <= 1 {
			at = i
		}
		i += n
	}
	line := bytes.Count(src[:at], []byte("\n")) + 1
	col := at - bytes.LastIndexByte(src[:at], '\n')
	if src[at] == 0 {
		r.wrong(Place{name, line, col}, "it holds a NUL byte, and is no text")
		return false
	}
	r.wrong(Place{name, line, col}, "it is not in UTF-8 (byte 0x%02x)", src[at])
	return false
}

// cell is one cell of a table.
type cell struct {
	at   Place
	text string
}

// list are the values in a cell that are parted by semicolons.
func (c cell) list() (out []cell) {
	for _, s := range strings.Split(c.text, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, cell{c.at, s})
		}
	}
	return out
}

func (c cell) texts() (out []string) {
	for _, x := range c.list() {
		out = append(out, x.text)
	}
	return out
}

// row is one row of a table.
type row struct {
	at    Place
	cells map[string]cell
}

// text is what stands in a column, "" where the table does not have it.
func (w row) text(column string) string { return w.cells[column].text }

// columns are what a table has to have and what it may have.
type columns struct{ needed, allowed []string }

// table reads a table. A table that has a fault gives no rows.
func (r *reader) table(f File, has columns) []row {
	src, ok := r.read(f.Path, f.At)
	if !ok {
		return nil
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			r.wrong(Place{File: f.Path}, "it is empty; a table has a line with the names of its columns")
		} else {
			r.broken(f.Path, err)
		}
		return nil
	}
	names := slices.Clone(head)
	before := len(r.faults)
	for i, name := range names {
		line, col := in.FieldPos(i)
		at := Place{f.Path, line, col}
		switch {
		case slices.Index(names, name) < i:
			r.wrong(at, "the column %q stands twice", name)
		case !slices.Contains(has.needed, name) && !slices.Contains(has.allowed, name):
			r.wrong(at, "no column %q is known in a table of kind %s", name, f.Kind)
		}
	}
	for _, name := range has.needed {
		if !slices.Contains(names, name) {
			r.wrong(Place{f.Path, 1, 1}, "the column %q is missing", name)
		}
	}
	if len(r.faults) > before {
		return nil
	}
	var out []row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.broken(f.Path, err)
			return nil
		}
		if len(out) == MaxRows {
			line, _ := in.FieldPos(0)
			r.wrong(Place{f.Path, line, 1}, "the table has more than %d rows", MaxRows)
			return nil
		}
		line, col := in.FieldPos(0)
		w := row{Place{f.Path, line, col}, make(map[string]cell, len(names))}
		for i, s := range record {
			line, col := in.FieldPos(i)
			w.cells[names[i]] = cell{Place{f.Path, line, col}, strings.Clone(strings.TrimSpace(s))}
		}
		out = append(out, w)
	}
	if f.Rows != 0 && f.Rows != len(out) {
		r.wrong(f.At, "%s has %d rows, and the manifest says %d", f.Path, len(out), f.Rows)
	}
	return out
}

// broken notes what the reader of tables says.
func (r *reader) broken(name string, err error) {
	if p, is := errors.AsType[*csv.ParseError](err); is {
		r.wrong(Place{name, p.Line, p.Column}, "%s", map[error]string{
			csv.ErrFieldCount: "the row has more or fewer cells than the table has columns",
			csv.ErrQuote:      "a quotation mark is not closed, or more words follow it",
			csv.ErrBareQuote:  "a quotation mark stands in a cell that is not in quotation marks",
		}[p.Err])
		return
	}
	r.wrong(Place{File: name}, "%v", err)
}

// needed is what stands in a column that may not be empty.
func (r *reader) needed(w row, column string) string {
	c := w.cells[column]
	if c.text == "" {
		r.wrong(c.at, "nothing stands in the column %q", column)
	}
	return c.text
}

// day reads a date; empty is none.
func (r *reader) day(c cell) Day {
	if c.text == "" {
		return ""
	}
	if t, err := time.Parse("2006-01-02", c.text); err != nil || t.Year() < 1800 {
		r.wrong(c.at, "%q is no date; write it as 2025-11-21", c.text)
		return ""
	}
	return Day(c.text)
}

func (r *reader) neededDay(w row, column string) Day {
	if r.needed(w, column) == "" {
		return ""
	}
	return r.day(w.cells[column])
}

// whole reads a number; empty is 0.
func (r *reader) whole(c cell) int {
	if c.text == "" {
		return 0
	}
	n, err := strconv.Atoi(c.text)
	if err != nil || n < 0 {
		r.wrong(c.at, "%q is no number", c.text)
	}
	return n
}
