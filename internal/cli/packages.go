package cli

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/domain"
	"nonpaper/internal/format/html"
)

type packagesCmds struct {
	Find  packagesFindCmd  `cmd:"" default:"withargs" help:"Find the packages that everybody could sign."`
	Check packagesCheckCmd `cmd:"" help:"Say what a package breaks, and whether another is better for all."`
	Start packagesStartCmd `cmd:"" help:"Make a packages file of a bracketed text: its brackets as choices, and what each party holds."`
	Draft packagesDraftCmd `cmd:"" help:"Turn a package into one clean text, with the choices listed."`

	Estimates packagesEstimatesCmds `cmd:"" help:"Estimates in a file of their own, under a passphrase."`
}

type packagesFindCmd struct {
	Files     []string `arg:"" name:"FILE" help:"packages.yaml or JSON; or a domain of GENIUS, NegMAS, GeniusWeb or NegoLog with a profile for each party."`
	Solve     string   `placeholder:"KIND,…" help:"In which sense a package is best: sum, nash, maxmin, ks, least-change, most-acceptable; else each that can be answered."`
	Efficient bool     `help:"List all packages in which nobody can have more without somebody having less."`
	Tolerance float64  `help:"List a cover of them instead: nobody misses more than this."`
	Sensitive bool     `help:"Say which estimate changes the answers if it is wrong, and which choices block."`
	sealed
	limits
	As     string `placeholder:"FORMAT" help:"text, json, html, svg or xlsx; by the ending of -o, else text."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what packages --help says beside its flags.
func (packagesFindCmd) Help() string {
	return "The first answer has no numbers: packages that keep every must-have, limit and linkage, the smallest change to the present text first. " +
		"Estimates are used only where the file has them, or --estimates names them; they are private to whoever holds them. Exit status 4 where no package keeps everything."
}

// packagesFound is what was found out.
type packagesFound struct {
	domain.Domain
	best      []float64
	least     [][]int // nil where there is no baseline
	leastSure bool
	solutions []bargain.Solution
	without   []bargain.Kind // asked for, and there is none
	set       *bargain.EfficientSet
	conflict  *bargain.Conflict
	blocks    []bargain.Block
	changes   map[bargain.Kind][]bargain.Change
	chances   map[bargain.Kind]bargain.Chance
}

func (c *packagesFindCmd) Run(p *program) error {
	as, err := packagesFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if math.IsNaN(c.Tolerance) || c.Tolerance < 0 || math.IsInf(c.Tolerance, 0) {
		return fault.Invalidf("--tolerance is 0 or more")
	}
	if err := c.limits.check(); err != nil {
		return err
	}
	kinds, err := kindsAsked(c.Solve)
	if err != nil {
		return err
	}
	d, err := p.readDomain(c.Files, c.sealed)
	if err != nil {
		return err
	}
	if as == "xlsx" && c.Output == "" && isTerminal(p.stdout) {
		return fault.Invalidf("a workbook is nothing for a terminal").WithHint("Write it to a file: -o packages.xlsx")
	}
	if (as == "html" || as == "svg") && !d.Numbers {
		return fault.Invalidf("there are no estimates to draw").WithHint("Without estimates packages are listed as text or JSON.")
	}
	f := &packagesFound{Domain: d}
	w := &watch{p: p, limits: c.limits}
	err = f.find(w, c, kinds, as)
	w.wipe()
	if err != nil {
		return err
	}
	var out []byte
	switch as {
	case "json":
		out = f.json()
	case "xlsx":
		if out, err = f.workbook(); err != nil {
			return err
		}
	case "html", "svg":
		var b bytes.Buffer
		if as == "html" {
			err = html.Packages(&b, f.picture())
		} else {
			err = html.PackagesChart(&b, f.picture())
		}
		if err != nil {
			return err
		}
		out = b.Bytes()
	default:
		out = []byte(f.text())
	}
	if err := p.write(c.Output, out); err != nil {
		return err
	}
	if f.conflict != nil {
		p.exit = Conflict
	}
	return nil
}

func packagesFormat(as string, json bool, output string) (string, error) {
	for _, own := range []string{"svg", "xlsx"} {
		if as == own || as == "" && !json && strings.HasSuffix(strings.ToLower(output), "."+own) {
			if json {
				return "", fault.Invalidf("--json and --as %s at once", as)
			}
			return own, nil
		}
	}
	as, err := outputFormat(as, json, output)
	if err == nil && as == "markdown" {
		err = fault.Invalidf("packages writes text, json, html, svg or xlsx")
	}
	return as, err
}

func kindsAsked(list string) (out []bargain.Kind, err error) {
	for name := range strings.SplitSeq(list, ",") {
		kind := bargain.Kind(strings.TrimSpace(name))
		if kind == "" {
			continue
		}
		if !slices.Contains(bargain.Kinds, kind) {
			return nil, fault.Invalidf("--solve is one or several of %s, not %s", names(bargain.Kinds), kind)
		}
		if !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out, nil
}

// readDomain reads what is to be chosen, with sealed estimates where they are named.
func (p *program) readDomain(names []string, e sealed) (domain.Domain, error) {
	var files []domain.File
	for _, name := range names {
		src, err := p.read(name)
		if err != nil {
			return domain.Domain{}, err
		}
		files = append(files, domain.File{Name: name, Content: src})
	}
	if e.Estimates != "" {
		if _, err := domain.Read(files); err != nil { // before anybody is asked for a passphrase
			return domain.Domain{}, err
		}
		src, err := p.openEstimates(e.Estimates, e.PassphraseFD)
		if err != nil {
			return domain.Domain{}, err
		}
		files = append(files, domain.File{Name: e.Estimates, Content: src})
	}
	d, err := domain.Read(files)
	if d.By != "" && e.Estimates == "" {
		p.say("The estimates stand in clear: whoever has the file can read them. nonpaper packages estimates seal puts them under a passphrase.")
	}
	for _, n := range d.Notes {
		p.say("%s", n)
	}
	return d, err
}

const mostListed = 20 // packages without numbers

func (f *packagesFound) find(w *watch, c *packagesFindCmd, kinds []bargain.Kind, as string) (err error) {
	pr := &f.Problem
	f.best = pr.Best(w.options())
	asked := kinds != nil
	if kinds == nil && f.Numbers {
		kinds = slices.Clone(bargain.Kinds)
		if pr.Baseline == nil {
			kinds = slices.DeleteFunc(kinds, func(k bargain.Kind) bool { return k == bargain.LeastChange })
		}
	}
	if asked && !f.Numbers && slices.ContainsFunc(kinds, func(k bargain.Kind) bool { return k != bargain.LeastChange }) {
		return fault.Invalidf("the file has no estimates, so there is no sense in which a package is best but least-change").
			WithHint("docs/packages.md says how estimates are written down. Without --solve, packages are listed without numbers.")
	}
	none := false // no package is allowed
	for _, kind := range kinds {
		if w.brokenOff() {
			break
		}
		s, err := pr.Solve(kind, w.options())
		if err != nil {
			return err
		}
		if !s.Found {
			f.without = append(f.without, kind)
			none = none || s.Proven && kind != bargain.Nash && kind != bargain.MostAcceptable
			continue
		}
		f.solutions = append(f.solutions, s)
	}
	if w.brokenOff() {
		return f.asFarAs(w)
	}
	if pr.Baseline != nil && !asked && !none {
		if f.least, f.leastSure, err = pr.Least(mostListed, w.options()); err != nil {
			return err
		}
		none = len(f.least) == 0 && f.leastSure
	}
	if w.brokenOff() {
		return f.asFarAs(w)
	}
	if none || len(kinds) == 0 && pr.Baseline == nil {
		conflict, sure, err := pr.Conflict(w.options())
		if err != nil {
			return err
		}
		if len(conflict.Demands) > 0 && (sure || none) {
			f.conflict = &conflict
			return nil
		}
	}
	if f.Numbers && (c.Efficient || c.Tolerance > 0 || as == "html" || as == "svg" || as == "xlsx") {
		set, err := pr.Efficient(c.Tolerance, w.options())
		if err != nil && (c.Efficient || c.Tolerance > 0) {
			return err
		}
		if err == nil {
			f.set = &set
		}
	}
	if w.brokenOff() {
		return f.asFarAs(w)
	}
	if f.Numbers && (c.Sensitive || as == "html" || as == "xlsx") {
		if err := f.findChanges(w); err != nil {
			return err
		}
		if w.brokenOff() {
			return f.asFarAs(w)
		}
	}
	return nil
}

// asFarAs lets what was found before somebody broke off be printed; where that is
// nothing, it is the error.
func (f *packagesFound) asFarAs(w *watch) error {
	if len(f.solutions) == 0 && len(f.least) == 0 {
		return w.p.ctx.Err()
	}
	w.wipe()
	w.p.say("Broken off: what was found until then is printed, with what is proven of it.")
	w.p.exit = Failed
	return nil
}

func (f *packagesFound) findChanges(w *watch) error {
	f.changes, f.chances = map[bargain.Kind][]bargain.Change{}, map[bargain.Kind]bargain.Chance{}
	opt := w.options()
	for _, s := range f.solutions {
		changes, _, err := f.Problem.Sensitivity(s, opt)
		if err != nil {
			return err
		}
		f.changes[s.Kind] = changes
		f.chances[s.Kind] = f.Problem.Robustness(s.Package, opt)
	}
	blocks, _, err := f.Problem.Blocking(w.options())
	f.blocks = blocks
	return err
}

// variant is a variant as it is shown: its words, and its name where that is
// another.
func (f *packagesFound) variant(i, a int) string {
	return onOneLine(f.Words[i][a])
}

// choice is a choice as it is shown.
func (f *packagesFound) choice(i int) string {
	if f.Titles[i] == "" {
		return f.Problem.Choices[i].Name
	}
	return f.Problem.Choices[i].Name + " (" + f.Titles[i] + ")"
}

// demand says what has to be kept, and whose it is.
func (f *packagesFound) demand(d bargain.Demand) string {
	switch {
	case d.Linkage >= 0:
		l := f.Problem.Linkages[d.Linkage]
		if l.Name != "" {
			return fmt.Sprintf("the linkage %q", l.Name)
		}
		return "the linkage " + f.linkage(l)
	case d.RedLine.Choice >= 0:
		return fmt.Sprintf("%s does not accept %q in %s", f.Problem.Parties[d.Party].Name, f.variant(d.RedLine.Choice, d.RedLine.Variant), f.choice(d.RedLine.Choice))
	}
	return "the estimated limit of " + f.Problem.Parties[d.Party].Name
}

func (f *packagesFound) linkage(l bargain.Linkage) string {
	side := func(cs []bargain.Condition) string {
		var out []string
		for _, c := range cs {
			var vs []string
			for _, v := range c.Variants {
				vs = append(vs, f.variant(c.Choice, v))
			}
			out = append(out, f.Problem.Choices[c.Choice].Name+" "+strings.Join(vs, " or "))
		}
		return strings.Join(out, " and ")
	}
	if len(l.Then) == 0 {
		return "not " + side(l.If)
	}
	return "if " + side(l.If) + ", then " + side(l.Then)
}
