package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	markedtext "nonpaper/internal/marked"
	"nonpaper/internal/plan"
)

type printCmd struct {
	File string `arg:"" help:"A bracketed text: from compile --as json, or Markdown or plain text with brackets; - for stdin."`
	inStyle
	As     string `placeholder:"FORMAT" help:"text, markdown, html or json; by the ending of -o, else text."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Points string `placeholder:"6,8" help:"Print these points only, by number or identifier."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *printCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if err := c.check(as); err != nil {
		return err
	}
	var t bracket.Text
	t, c.asIs, err = p.readBracketed(c.File)
	if err != nil {
		return err
	}
	only, err := selectPoints(t, c.Points)
	if err != nil {
		return err
	}
	out, err := c.print(t, only, as, p.width(c.Output))
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// readBracketed reads a bracketed text: our own JSON, or words with brackets as
// people write them; asIs says that it was not compiled from versions.
func (p *program) readBracketed(name string) (t bracket.Text, asIs bool, err error) {
	src, err := p.read(name)
	if err != nil {
		return t, false, err
	}
	called := name
	if name == "-" {
		called = "standard input"
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0 {
		return t, false, fault.Invalidf("%s is empty", called).WithHint("Nothing was printed.")
	}
	if jsontext.Looks(src) || strings.EqualFold(filepath.Ext(name), ".json") {
		t, err := jsontext.ReadCompiled(src)
		return t, false, named(called, err)
	}
	m, err := markdown.ReadMarked(src, nil)
	if err != nil {
		return t, false, named(called, err)
	}
	p.tell(called, m.Notes)
	var unclear []plan.Note
	for _, x := range m.Marks.Problems {
		unclear = append(unclear, plan.Note{Line: x.Line, Text: fmt.Sprintf("column %d: %s", x.Col, x.Text)})
	}
	p.tell(called, unclear)
	t, notes := markedtext.Text(markedtext.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
	p.tell(called, notes)
	if len(t.Points) == 0 {
		return t, true, fault.Invalidf("%s holds no words", called).WithHint("Nothing was printed.")
	}
	return t, true, nil
}
