package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/lint"
	"nonpaper/internal/refs"
)

type lintCmd struct {
	File     string   `arg:"" optional:"" help:"Markdown or plain text; - for stdin."`
	Parties  []string `placeholder:"CODE" help:"Who may be named; else whom the text lists (parties: in its front matter, or a line \"Parties: …\")."`
	Only     []string `placeholder:"RULE" help:"These rules and no others."`
	Off      []string `placeholder:"RULE" help:"All rules but these."`
	Rules    bool     `help:"List the rules."`
	Explain  string   `placeholder:"RULE" help:"What a rule means, with an example, how to mend it, and where it comes from."`
	Language string   `default:"en" placeholder:"TAG" help:"In which references are found: en, fr or de."`
	As       string   `placeholder:"FORMAT" help:"text or json; by the ending of -o, else text."`
	JSON     bool     `name:"json" help:"Short for --as json."`
	Output   string   `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what lint --help says beside its flags.
func (lintCmd) Help() string {
	return "Exit status 3 where it finds a fault, 0 where it finds none. One cause is told once, by line and column."
}

func (c *lintCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if as == "html" || c.As == "markdown" {
		return fault.Invalidf("lint writes text or json")
	}
	switch {
	case c.Explain != "":
		return c.explain(p, as)
	case c.Rules:
		return c.list(p, as)
	case c.File == "":
		return fault.Invalidf("which text?").WithHint("For example: nonpaper lint draft.md. The rules: nonpaper lint --rules")
	}
	on, err := c.rules()
	if err != nil {
		return err
	}
	var parties []ident.Code
	for _, s := range commas(c.Parties) {
		code, err := ident.ParseCode(s)
		if err != nil {
			return fault.Invalidf("%w", err)
		}
		parties = append(parties, code)
	}
	lang := refs.LanguageOf(c.Language)
	if lang == nil {
		return fault.Invalidf("there is no table for the language %.20q", c.Language).WithHint("--language is en, fr or de.")
	}
	text, err := c.read(p, parties, lang)
	if err != nil {
		return err
	}
	found := lint.Check(text, on)
	if as == "json" {
		err = p.writeJSON(c.Output, found)
	} else {
		err = p.write(c.Output, []byte(sayFindings(c.name(), found)))
	}
	if err != nil {
		return err
	}
	if text.IsPage() {
		p.say("This page was printed for people: only its brackets were looked at. To check it whole, print it as Markdown (--as markdown).")
	} else if len(text.Parties) == 0 && on("unknown-party") && text.NamesParties() {
		p.say("The parties are not known: --parties CODE,CODE lets lint check who is named.")
	}
	if len(found) > 0 {
		return status(Differences)
	}
	return nil
}

func (c *lintCmd) read(p *program, parties []ident.Code, lang *refs.Language) (*lint.Text, error) {
	src, err := p.read(c.File)
	if err != nil {
		return nil, err
	}
	if jsontext.Looks(src) || strings.EqualFold(filepath.Ext(c.File), ".json") {
		return nil, fault.Invalidf("lint reads Markdown and plain text, and %s is JSON", c.name()).
			WithHint("Print it first: nonpaper project %s base -o base.md", c.File)
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0 {
		return nil, fault.Invalidf("%s is empty", c.name()).WithHint("Nothing was checked.")
	}
	m, err := markdown.ReadMarked(src, parties)
	if err != nil {
		return nil, named(c.File, err)
	}
	return lint.New(m.Marks, m.Text, parties, lang), nil
}

func (c *lintCmd) name() string {
	if c.File == "-" {
		return "standard input"
	}
	return filepath.Base(c.File)
}

// rules says which rules are on.
func (c *lintCmd) rules() (func(string) bool, error) {
	only, off := commas(c.Only), commas(c.Off)
	for _, name := range slices.Concat(only, off) {
		if _, known := lint.Named(name); !known {
			return nil, noRule(name)
		}
	}
	return func(name string) bool {
		switch r, _ := lint.Named(name); {
		case slices.Contains(off, name):
			return false
		case len(only) > 0:
			return slices.Contains(only, name)
		default:
			return !r.Off
		}
	}, nil
}

func noRule(name string) error {
	return fault.NotFoundf("there is no rule %.40q", name).WithHint("Try: nonpaper lint --rules")
}

// sayFindings lists findings one a line, and counts them by rule.
func sayFindings(file string, found []lint.Finding) string {
	if len(found) == 0 {
		return file + ": no fault found.\n"
	}
	var b strings.Builder
	rows := [][]string{}
	count := map[string]int{}
	for _, f := range found {
		rows = append(rows, []string{fmt.Sprintf("%s:%d:%d", file, f.Line, f.Col), f.Rule, f.Text})
		count[f.Rule]++
	}
	b.WriteString(columns(rows))
	sums := [][]string{}
	for _, r := range lint.Rules {
		if n := count[r.Name]; n > 0 {
			sums = append(sums, []string{fmt.Sprint(n), r.Name, r.Says})
		}
	}
	fmt.Fprintf(&b, "\n%s:\n%s\nWhat a rule means: nonpaper lint --explain %s\n", countOf(len(found), "fault"), columns(sums), sums[0][1])
	return b.String()
}

// ruleJSON is a rule as it is listed in JSON.
type ruleJSON struct {
	Name    string `json:"rule"`
	Says    string `json:"says"`
	Means   string `json:"means"`
	Example string `json:"example"`
	Mend    string `json:"mend"`
	Source  string `json:"source"`
	On      bool   `json:"on"` // unless it is switched off
}

func (c *lintCmd) explain(p *program, as string) error {
	r, known := lint.Named(c.Explain)
	if !known {
		return noRule(c.Explain)
	}
	if as == "json" {
		return p.writeJSON(c.Output, ruleJSON{r.Name, r.Says, r.Means, r.Example, r.Mend, r.Source, !r.Off})
	}
	out := fmt.Sprintf("%s: %s\n\n%s\n\nExample: %s\nMend:    %s\nSource:  %s\n", r.Name, r.Says, r.Means, r.Example, r.Mend, r.Source)
	return p.write(c.Output, []byte(out))
}

func (c *lintCmd) list(p *program, as string) error {
	if as == "json" {
		out := []ruleJSON{}
		for _, r := range lint.Rules {
			out = append(out, ruleJSON{r.Name, r.Says, r.Means, r.Example, r.Mend, r.Source, !r.Off})
		}
		return p.writeJSON(c.Output, out)
	}
	rows := [][]string{}
	for _, r := range lint.Rules {
		says := r.Says
		if r.Off {
			says += " (only where it is asked for: --only " + r.Name + ")"
		}
		rows = append(rows, []string{r.Name, says})
	}
	return p.write(c.Output, []byte(columns(rows)))
}
