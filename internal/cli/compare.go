package cli

import (
	"bytes"
	"fmt"
	"path/filepath"

	"nonpaper/internal/compare"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/plan"
)

type compareCmd struct {
	Old    string `arg:"" name:"A" help:"The older text; - for stdin."`
	New    string `arg:"" name:"B" help:"The newer text."`
	Whole  bool   `help:"Take each file as one wording: line ends kept, no structure."`
	Grain  string `enum:"word,phrase,sentence" default:"phrase" help:"How finely: word, phrase or sentence."`
	As     string `placeholder:"FORMAT" help:"text, html or json; by the ending of -o, else text."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what compare --help says beside its flags.
func (compareCmd) Help() string { return "Exit status 3 where the texts differ, 0 where they do not." }

func (c *compareCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if as == "markdown" {
		return fault.Invalidf("compare writes text, html or json")
	}
	if c.Old == "-" && c.New == "-" {
		return fault.Invalidf("both texts cannot come from stdin")
	}
	read := p.readPlan
	if c.Whole {
		read = p.readWhole
	}
	older, err := read(c.Old)
	if err != nil {
		return err
	}
	newer, err := read(c.New)
	if err != nil {
		return err
	}
	var (
		result compare.Comparison
		notes  []plan.Note
	)
	if c.Whole {
		result, err = compare.Whole(older.Points[0].Body, newer.Points[0].Body, grains[c.Grain])
	} else {
		result, notes, err = compare.Texts(older, newer, grains[c.Grain])
	}
	if err != nil {
		return err
	}
	for _, n := range notes {
		p.say("%s", n.Text)
	}
	result.Old, result.New = nameOf(c.Old, result.Old), nameOf(c.New, result.New)
	if result.Old == result.New { // two states of one text
		result.Old, result.New = nameOf(c.Old, ""), nameOf(c.New, "")
	}
	var out []byte
	switch as {
	case "json":
		out = jsontext.WriteComparison(result)
	case "html":
		var b bytes.Buffer
		err = html.Comparison(&b, result)
		out = b.Bytes()
	default:
		out = []byte(notation.Comparison(result, p.width(c.Output)))
	}
	if err != nil {
		return err
	}
	if err := p.write(c.Output, out); err != nil {
		return err
	}
	if result.Differs() {
		return status(Differences)
	}
	return nil
}

// nameOf names a text by its title, else by its file.
func nameOf(file, title string) string {
	switch {
	case title != "":
		return title
	case file == "-":
		return "standard input"
	}
	return fmt.Sprint(filepath.Base(file))
}
