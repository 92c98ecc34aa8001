package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/sqlite"
)

// listed is one command of a list.
type listed struct {
	line int
	args []string
}

// commandList reads a list of commands, one a line: words divided by blanks,
// quotation marks as in a shell, and # before what is said to the reader.
func commandList(name, src string) ([]listed, error) {
	var out []listed
	for i, line := range strings.Split(src, "\n") {
		args, err := shellWords(line)
		if err != nil {
			return nil, fault.Invalidf("%s:%d: %w", name, i+1, err)
		}
		if len(args) > 0 {
			out = append(out, listed{i + 1, args})
		}
	}
	return out, nil
}

// shellWords takes a line apart into words. Between quotation marks of either
// kind everything stands for itself; there is no other way to quote.
func shellWords(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	in, quote := false, rune(0)
	end := func() {
		if in {
			out = append(out, word.String())
			word.Reset()
			in = false
		}
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			in, quote = true, r
		case r == ' ' || r == '\t' || r == '\r':
			end()
		case r == '#' && !in:
			return out, nil
		default:
			in = true
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quotation mark %c is not closed", quote)
	}
	end()
	return out, nil
}

// quoted writes a word so that a shell takes it as one.
func quoted(s string) string {
	if strings.ContainsAny(s, " \t'\"$`\\!*?[]{}()<>|&;#~") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// carryOut makes a process in a new file by a list of commands, the first of
// which is new, and opens it once for all the others. Files that they name are
// looked up beside the list. Where one of them fails, no file is left.
func (p *program) carryOut(file string, o sqlite.Options, beside fs.FS, name string, commands []listed) (err error) {
	if len(commands) == 0 || len(commands[0].args) < 2 || commands[0].args[0] != "new" {
		return fault.Invalidf("%s does not begin with nonpaper new; nothing was made", name)
	}
	if _, err := os.Lstat(file); err == nil {
		return fault.Invalidf("%s is there already; nothing was changed", file).WithHint("Name a file that is not there yet.")
	}
	forgetWhoActs()
	first := commands[0]
	first.args = slices.Clone(first.args)
	first.args[1] = file
	if err := p.carryOne(nil, beside, name, first); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			removeProcess(file)
		}
	}()
	log, err := sqlite.Open(p.ctx, file, o)
	if err != nil {
		return err
	}
	defer log.Close()
	held, err := p.hold(log, -1)
	if err != nil {
		return err
	}
	for _, c := range commands[1:] {
		if err := p.carryOne(held, beside, name, c); err != nil {
			return err
		}
	}
	return log.Close()
}

// carryOne carries one command of a list out. What it prints is kept back; what
// it says where it fails becomes the error.
func (p *program) carryOne(held *heldOpen, beside fs.FS, name string, c listed) error {
	var said bytes.Buffer
	q := &program{
		ctx: p.ctx, stdin: strings.NewReader(""), stdout: io.Discard, stderr: &said, clock: p.clock, rand: p.rand, held: held,
		readFile: func(name string, most int64) ([]byte, error) {
			src, err := fs.ReadFile(beside, name)
			if err != nil {
				return nil, fault.NotFoundf("%s is not there", name)
			}
			return src, nil
		},
		writeFile: func(string, []byte) error { return fault.Invalidf("a list of commands writes no files") },
		ask: func(string) (string, error) {
			return "", fault.Invalidf("this asks before it goes on, and a list answers nothing").WithHint("Add --yes.")
		},
		askSecret: func(string) ([]byte, error) { return nil, fault.Invalidf("a list of commands has no passphrase") },
	}
	if exit := q.run(c.args); exit != Done {
		why := strings.TrimSpace(strings.TrimPrefix(said.String(), "nonpaper: "))
		var typed strings.Builder
		for _, a := range c.args {
			typed.WriteString(" " + quoted(a))
		}
		return fmt.Errorf("%s:%d: nonpaper%s\n%s", name, c.line, typed.String(), why)
	}
	return nil
}
