package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/domain"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

type packagesDraftCmd struct {
	File         string `arg:"" help:"packages.yaml or JSON."`
	Package      string `arg:"" help:"As for packages check: a file with a variant for each choice, an answer of packages --json, or CHOICE=VARIANT,… with the rest as in the present text."`
	Text         string `placeholder:"COMPILED" help:"The bracketed text; else the one that the packages file names (text:)."`
	Unattributed bool   `help:"Do not say whose words they were."`
	As           string `placeholder:"FORMAT" help:"text, markdown or json; by the ending of -o, else text."`
	JSON         bool   `name:"json" help:"Short for --as json."`
	Output       string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what packages draft --help says beside its flags.
func (packagesDraftCmd) Help() string {
	return "Every bracket that is a choice is closed as the package has it; brackets that are no choice stay. Behind the text stand the choices that are in it."
}

const draftHead = "The mediator's non-paper. Wording of nobody until given."

// drafted is a choice as it stands in a draft.
type drafted struct {
	Choice  string       `json:"choice"`
	Title   string       `json:"title,omitempty"`
	Words   string       `json:"words"`   // "" for none
	Present bool         `json:"present"` // as in the present text
	Own     bool         `json:"own"`     // words of no variant of the text
	Whose   []ident.Code `json:"whose,omitempty"`
	Placed  bool         `json:"placed"` // it is a bracket of the text
}

func (c *packagesDraftCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if as == "html" {
		return fault.Invalidf("packages draft writes text, markdown or json")
	}
	d, err := p.readDomain([]string{c.File}, sealed{})
	if err != nil {
		return err
	}
	f := &packagesFound{Domain: d}
	pkg, err := f.readPackage(p, c.Package)
	if err != nil {
		return err
	}
	name := c.Text
	if name == "" && d.Text != "" {
		if name = d.Text; !filepath.IsAbs(name) && c.File != "-" {
			name = filepath.Join(filepath.Dir(c.File), name)
		}
	}
	if name == "" {
		return fault.Invalidf("%s does not say which text its choices are from", calledFile(c.File)).WithHint("Name it: --text compiled.json")
	}
	var codes []ident.Code
	for _, pt := range d.Problem.Parties {
		if code, err := ident.ParseCode(pt.Name); err == nil {
			codes = append(codes, code)
		}
	}
	t, err := p.readBracketed(name, codes)
	if err != nil {
		return err
	}
	t, choices := f.close(t, pkg)
	placed := 0
	for _, x := range choices {
		if x.Placed {
			placed++
		} else {
			p.say("%s is no bracket of %s; it stands in the list of choices only.", x.Choice, calledFile(name))
		}
	}
	if placed == 0 {
		return fault.Invalidf("none of the choices is a bracket of %s; nothing was written", calledFile(name)).WithHint("Choices are called as the brackets are: 8a.")
	}
	if lines := f.brokenLines(f.Problem.Check(pkg), pkg); len(lines) > 0 {
		p.say("The package does not keep: %s.", strings.Join(lines, "; "))
	}
	if c.Unattributed {
		t = styles.Only(t, "")
		for i := range choices {
			choices[i].Whose = nil
		}
	}
	out, err := c.written(p, t, choices, as)
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// close closes the brackets of a text as a package has them. A point of which nothing
// stays is left out.
func (f *packagesFound) close(t bracket.Text, pkg []int) (bracket.Text, []drafted) {
	open := map[string]domain.Open{}
	for _, o := range domain.OpenChoices(t, nil) {
		open[o.Name] = o
	}
	points := map[ident.Point]bracket.Point{}
	for i := range t.Points {
		points[t.Points[i].ID] = t.Points[i]
	}
	touched := map[ident.Point]bool{}
	var list []drafted
	for i, choice := range f.Problem.Choices {
		x := drafted{Choice: choice.Name, Title: f.Titles[i], Words: f.Words[i][pkg[i]], Own: true}
		if x.Words == domain.NoWords {
			x.Words = ""
		}
		o, is := open[choice.Name]
		if x.Placed = is; is {
			point, number := points[o.Point], ident.Bracket(choice.Name)
			by := point.Bracket(number).Bridge(x.Words)
			for a, v := range o.Variants {
				if onOneLine(v.Words) == onOneLine(f.Words[i][pkg[i]]) {
					by, x.Whose, x.Own, x.Present = v.Wording, v.By, false, a == 0
				}
			}
			points[o.Point], touched[o.Point] = point.Resolve(number, by), true
		} else {
			x.Own = false
			x.Present = f.Problem.Baseline != nil && f.Problem.Baseline[i] == pkg[i]
		}
		list = append(list, x)
	}
	out := t
	out.Points = nil
	for _, was := range t.Points {
		now := points[was.ID]
		if touched[was.ID] && len(now.Wording) == 0 && len(now.Heading) == 0 {
			continue
		}
		out.Points = append(out.Points, now)
	}
	return out, list
}

func (c *packagesDraftCmd) written(p *program, t bracket.Text, choices []drafted, as string) ([]byte, error) {
	style := notation.Conference
	if c.Unattributed {
		style = styles.Unattributed
	}
	notice := draftHead
	if n := noticeOf(t); n != "" {
		notice += " " + n
	}
	switch as {
	case "json":
		return c.json(t, choices, notice, style)
	case "markdown":
		var b strings.Builder
		b.WriteString(notation.Markdown(t, style, c.Unattributed, notice))
		b.WriteString("\n## Choices in this draft\n\n")
		for _, x := range choices {
			b.WriteString("- " + x.line() + "\n")
		}
		return []byte(b.String()), nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", orWords(t.Texts[ident.Base].Title, "Draft"), notice)
	b.WriteString(notation.Text(t, notation.Page{Style: style, Apart: c.Unattributed, Width: p.width(c.Output)}))
	b.WriteString("\nChoices in this draft\n")
	for _, x := range choices {
		b.WriteString("  " + x.line() + "\n")
	}
	return []byte(b.String()), nil
}

// line says a choice in one line: which bracket, the words, and whose they were.
func (x drafted) line() string {
	out := x.Choice
	if x.Title != "" {
		out += " (" + x.Title + ")"
	}
	if x.Words == "" {
		out += ": no words"
	} else {
		out += ": “" + onOneLine(x.Words) + "”"
	}
	var of []string
	if x.Present {
		of = append(of, "the present text")
	}
	if x.Own {
		of = append(of, "bridging words")
	}
	if len(x.Whose) > 0 {
		of = append(of, names(x.Whose))
	}
	if !x.Placed {
		of = append(of, "no bracket of the text")
	}
	if len(of) > 0 {
		out += " – " + strings.Join(of, "; ")
	}
	return out
}

func (c *packagesDraftCmd) json(t bracket.Text, choices []drafted, notice string, style notation.Style) ([]byte, error) {
	type point struct {
		ID      ident.Point     `json:"id"`
		Part    string          `json:"part,omitempty"`
		Number  string          `json:"number,omitempty"`
		Heading string          `json:"heading,omitempty"`
		Words   string          `json:"words"`
		Open    []ident.Bracket `json:"open,omitempty"`
	}
	out := struct {
		Title   string    `json:"title"`
		Notice  string    `json:"notice"`
		Points  []point   `json:"points"`
		Choices []drafted `json:"choices"`
	}{orWords(t.Texts[ident.Base].Title, "Draft"), notice, []point{}, choices}
	for i := range t.Points {
		q := &t.Points[i]
		x := point{ID: q.ID, Part: notation.PartTitle(q.PartLabel, q.Part), Number: q.Number,
			Heading: notation.Write(q.Heading, style, nil), Words: strings.TrimSpace(notation.Write(q.Wording, style, nil))}
		for _, w := range []bracket.Wording{q.Heading, q.Wording} {
			w.Brackets(func(b *bracket.Bracket) bool {
				x.Open = append(x.Open, b.Number)
				return true
			})
		}
		out.Points = append(out.Points, x)
	}
	return toJSON(out)
}
