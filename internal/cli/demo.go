package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nonpaper/examples"
	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// november is the example's folder, november2025 the texts in it: the base and
// the versions with their codes.
const november = "november-2025"

var november2025 = struct {
	base     string
	versions []struct {
		code ident.Code
		file string
	}
}{
	base: "us-28.md",
	versions: []struct {
		code ident.Code
		file string
	}{{"E3", "e3.md"}, {"EU24", "eu24.md"}, {"D20", "draft-20.md"}},
}

type demoCmd struct {
	Style   string `enum:"conference,unattributed" default:"conference" help:"conference or unattributed."`
	As      string `placeholder:"FORMAT" help:"text, markdown, html or json; by the ending of -o, else text."`
	JSON    bool   `name:"json" help:"Short for --as json."`
	Points  string `placeholder:"6,8" help:"Show these points; else 6 and 7, or all points in another format than text."`
	Files   string `placeholder:"FOLDER" help:"Write the example's files into a new folder instead."`
	Process string `placeholder:"FILE" help:"Make an invented process to try the other commands on instead: the Meridian Lakes, in a new file without a passphrase."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *demoCmd) Run(p *program) error {
	if c.Process != "" {
		return p.makeProcess(c.Process)
	}
	if c.Files != "" {
		return p.copyExample(c.Files)
	}
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if err := notNamed(c.Style, as); err != nil {
		return err
	}
	in, err := demoInput()
	if err != nil {
		return err
	}
	t, _, err := compile.Texts(in)
	if err != nil {
		return err
	}
	points := c.Points
	if points == "" && as == "text" {
		points = "6,7"
	}
	only, err := selectPoints(t, points)
	if err != nil {
		return err
	}
	out, err := print(t, only, notation.Style(c.Style), as, p.width(c.Output))
	if err != nil {
		return err
	}
	if as == "text" && c.Points == "" {
		out = append([]byte(demoHead(in)), out...)
		out = append(out, demoFoot(t)...)
	}
	return p.write(c.Output, out)
}

func demoInput() (compile.Input, error) {
	base, err := exampleText(november2025.base)
	if err != nil {
		return compile.Input{}, err
	}
	in := compile.Input{Base: base}
	for _, v := range november2025.versions {
		t, err := exampleText(v.file)
		if err != nil {
			return compile.Input{}, err
		}
		in.Versions = append(in.Versions, compile.Version{Code: v.code, Text: t})
	}
	return in, nil
}

func exampleText(name string) (plan.Text, error) {
	src, err := fs.ReadFile(examples.Files, november+"/"+name)
	if err != nil {
		return plan.Text{}, err
	}
	t, _, err := markdown.Read(src)
	return t, named(name, err)
}

// demoHead says what is shown, and how to read it.
func demoHead(in compile.Input) string {
	var b strings.Builder
	b.WriteString("One plan, and three texts that answered it. Each point below shows what all of them say,\n" +
		"and in square brackets what they do not: the base's words first, then who wants what instead.\n\n")
	fmt.Fprintf(&b, "  base  %s (%s)\n", in.Base.Title, plural(len(in.Base.Points), "point"))
	for _, v := range in.Versions {
		fmt.Fprintf(&b, "  %-4s  %s (%s)\n", v.Code, v.Text.Title, plural(len(v.Text.Points), "point"))
	}
	b.WriteByte('\n')
	return b.String()
}

func demoFoot(t bracket.Text) string {
	open := 0
	for _, p := range t.Points {
		if p.Heading.Count()+p.Wording.Count() > 0 {
			open++
		}
	}
	return fmt.Sprintf(`
These are two of %d points; %d have brackets. Where to look next:
  nonpaper demo --points 21               another point
  nonpaper demo -o plan.html              the whole text as a page to read, print or project
  nonpaper demo --style unattributed      the same without names
  nonpaper demo --files plan              the files, to change and compile yourself:
  nonpaper compile plan/us-28.md E3=plan/e3.md EU24=plan/eu24.md D20=plan/draft-20.md
`, len(t.Points), open)
}

// copyExample writes the example's files into a new folder.
func (p *program) copyExample(to string) error {
	if _, err := os.Stat(to); err == nil {
		return fault.Invalidf("%s is there already; nothing was written", to).WithHint("Name a folder that is not there yet.")
	}
	files, err := fs.Sub(examples.Files, november)
	if err != nil {
		return err
	}
	if err := os.CopyFS(to, files); err != nil {
		return fmt.Errorf("the example was not written whole: %w", err)
	}
	p.say("Written to %s", filepath.Clean(to))
	return nil
}

// notNamed refuses what would name parties in the unattributed style.
func notNamed(style, as string) error {
	if style == string(notation.Unattributed) && as == "json" {
		return fault.Invalidf("JSON says who holds what, so it cannot be unattributed").
			WithHint("Use --as text, markdown or html with --style unattributed.")
	}
	return nil
}
