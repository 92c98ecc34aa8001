package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

type packagesCheckCmd struct {
	Args []string `arg:"" name:"FILE PACKAGE" help:"As for packages; and last the package: a file with a variant for each choice, an answer of packages --json, or CHOICE=VARIANT,… with the rest as in the present text."`
	sealed
	limits
	As     string `placeholder:"FORMAT" help:"text or json."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what packages check --help says beside its flags.
func (packagesCheckCmd) Help() string {
	return "Exit status 3 where the package breaks something, 0 where everybody could sign it as far as is known."
}

func (c *packagesCheckCmd) Run(p *program) error {
	as, err := packagesFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if as != "text" && as != "json" {
		return fault.Invalidf("packages check writes text or json")
	}
	if err := c.limits.check(); err != nil {
		return err
	}
	if len(c.Args) < 2 {
		return fault.Invalidf("a package is needed, after the file").WithHint("For example: nonpaper packages check packages.yaml 8a=v1,10a=v2")
	}
	last := len(c.Args) - 1
	d, err := p.readDomain(c.Args[:last], c.sealed)
	if err != nil {
		return err
	}
	f := &packagesFound{Domain: d}
	pkg, err := f.readPackage(p, c.Args[last])
	if err != nil {
		return err
	}
	broken := f.Problem.Check(pkg)
	var better *bargain.Solution
	if f.Numbers {
		w := &watch{p: p, limits: c.limits}
		s, found, err := f.Problem.Improve(pkg, w.options())
		w.wipe()
		if err != nil {
			return err
		}
		if found {
			better = &s
		}
	}
	var out []byte
	if as == "json" {
		out = f.checkedJSON(pkg, broken, better)
	} else {
		out = []byte(f.checkedText(pkg, broken, better))
	}
	if err := p.write(c.Output, out); err != nil {
		return err
	}
	if !broken.Allowed() {
		p.exit = Differences
	}
	return nil
}

// readPackage reads a package from a file or from what was typed.
func (f *packagesFound) readPackage(p *program, arg string) ([]int, error) {
	named := map[string]string{}
	if strings.Contains(arg, "=") {
		for part := range strings.SplitSeq(arg, ",") {
			choice, variant, ok := strings.Cut(part, "=")
			if !ok {
				return nil, fault.Invalidf("%q does not say which variant of which choice", part).WithHint("For example: 8a=v1,10a=v2")
			}
			named[strings.TrimSpace(choice)] = strings.TrimSpace(variant)
		}
	} else {
		src, err := p.read(arg)
		if err != nil {
			return nil, err
		}
		if named, err = packageOf(src); err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
	}
	return f.packageNamed(named)
}

// packageOf reads choices and variants: by themselves, under "choices", or those of
// the first solution.
func packageOf(src []byte) (map[string]string, error) {
	var whole struct {
		Solutions []struct{ Choices map[string]string }
		Choices   map[string]string
	}
	if err := yaml.Unmarshal(src, &whole); err == nil {
		switch {
		case len(whole.Solutions) > 0:
			return whole.Solutions[0].Choices, nil
		case len(whole.Choices) > 0:
			return whole.Choices, nil
		}
	}
	var plain map[string]string
	if err := yaml.Unmarshal(src, &plain); err != nil || len(plain) == 0 {
		return nil, fault.Invalidf("no package stands in it").WithHint("It needs a variant for each choice, as in 8a: v1.")
	}
	return plain, nil
}

func (f *packagesFound) packageNamed(named map[string]string) ([]int, error) {
	pkg := slices.Clone(f.Problem.Baseline)
	if pkg == nil {
		pkg = slices.Repeat([]int{-1}, len(f.Problem.Choices))
	}
	for i, c := range f.Problem.Choices {
		v, ok := named[c.Name]
		if !ok {
			continue
		}
		delete(named, c.Name)
		if pkg[i] = slices.Index(c.Variants, v); pkg[i] < 0 {
			pkg[i] = slices.Index(f.Words[i], v)
		}
		if pkg[i] < 0 {
			return nil, fault.Invalidf("the choice %s has no variant %q", c.Name, v).WithHint("It has: %s", strings.Join(c.Variants, ", "))
		}
	}
	for name := range named {
		return nil, fault.Invalidf("there is no choice %q", name)
	}
	if i := slices.Index(pkg, -1); i >= 0 {
		return nil, fault.Invalidf("the package has no variant for %s, and there is no present text to take it from", f.Problem.Choices[i].Name)
	}
	return pkg, nil
}

// brokenLines says what a package breaks.
func (f *packagesFound) brokenLines(b bargain.Broken, pkg []int) (out []string) {
	for _, k := range b.Linkages {
		out = append(out, f.demand(bargain.Demand{Linkage: k, Party: -1}))
	}
	for _, q := range b.RedLines {
		for _, r := range f.Problem.Parties[q].RedLines {
			if pkg[r.Choice] == r.Variant {
				out = append(out, f.demand(bargain.Demand{Linkage: -1, Party: q, RedLine: r}))
			}
		}
	}
	for _, q := range b.Below {
		out = append(out, f.demand(bargain.Demand{Linkage: -1, Party: q, RedLine: bargain.Pair{Choice: -1}}))
	}
	return out
}

func (f *packagesFound) checkedText(pkg []int, broken bargain.Broken, better *bargain.Solution) string {
	var b strings.Builder
	if lines := f.brokenLines(broken, pkg); len(lines) > 0 {
		b.WriteString("The package does not keep\n")
		for _, l := range lines {
			b.WriteString("  - " + l + "\n")
		}
	} else {
		b.WriteString("The package keeps every must-have, limit and linkage.\n")
	}
	for _, l := range f.accepting(pkg) {
		b.WriteString(l + "\n")
	}
	if !f.Numbers {
		return b.String()
	}
	b.WriteString("\n" + f.whose() + "\n")
	rows := [][]string{{"Party", "estimate", "limit", "margin"}}
	if better != nil {
		rows[0] = append(rows[0], "another package")
	}
	for q, u := range f.Problem.Values(pkg) {
		r := f.Problem.Parties[q].Reservation
		row := []string{f.Problem.Parties[q].Name, number(u), number(r), number(u - r)}
		if better != nil {
			row = append(row, number(better.Values[q]))
		}
		rows = append(rows, row)
	}
	b.WriteString(columns(rows))
	if better == nil {
		b.WriteString("No package is known that gives somebody more and nobody less.\n")
		return b.String()
	}
	b.WriteString("Another package gives somebody more and nobody less:\n")
	for i, a := range better.Package {
		if a != pkg[i] {
			fmt.Fprintf(&b, "  %s: %s (here %s)\n", f.choice(i), f.variant(i, a), f.variant(i, pkg[i]))
		}
	}
	return b.String()
}

func (f *packagesFound) checkedJSON(pkg []int, broken bargain.Broken, better *bargain.Solution) []byte {
	out := struct {
		Allowed bool               `json:"allowed"`
		Breaks  []string           `json:"breaks"`
		Choices map[string]string  `json:"choices"`
		Values  map[string]float64 `json:"values,omitempty"`
		Better  *efficientJSON     `json:"better,omitempty"`
	}{Allowed: broken.Allowed(), Breaks: append([]string{}, f.brokenLines(broken, pkg)...), Choices: f.choices(pkg)}
	if f.Numbers {
		out.Values = f.values(f.Problem.Values(pkg))
	}
	if better != nil {
		out.Better = &efficientJSON{f.choices(better.Package), f.values(better.Values)}
	}
	src, err := json.Marshal(out)
	if err != nil {
		panic(err) // numbers that JSON cannot have were refused when they were read
	}
	return append(src, '\n')
}
