// Package domain reads what a negotiation is about and what is known of its
// parties: nonpaper's own packages.yaml (or JSON), problems in the neutral form of
// published answers, and the domains and profiles of GENIUS, NegMAS, GeniusWeb and
// NegoLog.
//
// It promises that every number, choice and variant of the files is in what it
// returns or that reading fails with the place; what is odd and can be read all the
// same is said in notes. It refuses numbers that are none, variants that the choice
// does not have, and more variants than can be calculated with, before it makes
// room for them. Estimates may stand in a file of their own; Divide makes one of a
// file that has them with the rest.
//
// Discounts by time are left aside: a package is worth what it says when it is
// signed.
package domain

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// File is a file to be read.
type File struct {
	Name    string
	Content []byte
}

// Domain is what was read.
type Domain struct {
	Title   string
	Text    string // the bracketed text that the choices are from, as a file's name, "" where it is not said
	Problem bargain.Problem
	// Titles say what each choice is about; "" where nothing is said.
	Titles []string
	// Words are those of each variant, by choice.
	Words [][]string
	// Names are the parties' names for their codes.
	Names []string
	// Numbers is false where no utility was stated: the problem then has only what
	// must be and what may not, and every utility in it is 0.
	Numbers bool
	// By and Date say whose the estimates are, and of when.
	By, Date string
	// Asks are what each party asked for, by party and choice; nil where nobody did.
	Asks [][]Ask
	// Notes are what is odd.
	Notes []string
}

// Ask is what a party asked for in one choice.
type Ask struct {
	Class  Class
	Wants  []int    // variants
	Source string   // where it said so, "" where that is not known
	Shares []string // by variant: all, most, some, none of what it asked for, or ""
}

// Class is how much a choice means to a party, as it said.
type Class string

// The classes. Only MustHave excludes packages; Important and CanTrade never become
// numbers.
const (
	MustHave    Class = "must have"
	Important   Class = "important"
	CanTrade    Class = "can trade"
	Indifferent Class = "indifferent"
)

// Read reads one problem from its files: one file, or a domain and a profile for
// each party. The errors are of kind Invalid and name file and line.
func Read(files []File) (Domain, error) {
	if len(files) == 0 {
		return Domain{}, fault.Invalidf("no file is named")
	}
	r := &reader{}
	for _, f := range files {
		if err := r.file(f); err != nil {
			return Domain{}, err
		}
	}
	d, err := r.domain()
	if err != nil {
		return Domain{}, err
	}
	if err := d.Problem.Validate(); err != nil {
		return Domain{}, fmt.Errorf("%s: %w", files[0].Name, err)
	}
	if d.Names == nil {
		d.Names = make([]string, len(d.Problem.Parties))
	}
	if d.Titles == nil {
		d.Titles = make([]string, len(d.Problem.Choices))
	}
	if d.Words == nil {
		for _, c := range d.Problem.Choices {
			d.Words = append(d.Words, c.Variants)
		}
	}
	return d, nil
}

// issue is a choice in a file of another program.
type issue struct {
	name   string
	values []string
	index  int // GENIUS
	lo     int // of whole numbers
}

// reader gathers the files.
type reader struct {
	whole  *Domain
	mine   *own    // the packages.yaml that whole is, nil where it is another form
	apart  node    // estimates in a file of their own
	issues []issue // of a domain, or of the first profile that has them
	of     string  // the file that they are from
	agents []profile
	notes  []string
}

// profile is a party in a file of another program.
type profile struct {
	party bargain.Party
	file  string
}

func (r *reader) file(f File) error {
	src := bytes.TrimPrefix(f.Content, []byte("\xef\xbb\xbf"))
	switch trimmed := bytes.TrimSpace(src); {
	case len(trimmed) == 0:
		return fault.Invalidf("%s is empty", f.Name).WithHint("Say what is to be chosen: docs/packages.md has an example.")
	case bytes.IndexByte(src, 0) >= 0:
		return fault.Invalidf("%s is no text", f.Name)
	case trimmed[0] == '<':
		return r.genius(f.Name, src)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(unTabbed(src), &doc); err != nil {
		return fault.Invalidf("%s cannot be read: %s", f.Name, strings.TrimPrefix(err.Error(), "yaml: ")).WithHint("It has to be YAML, JSON or XML.")
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return fault.Invalidf("%s does not say what is to be chosen", f.Name).WithHint("docs/packages.md says how a file has to look.")
	}
	n := node{f.Name, doc.Content[0]}
	has := func(key string) bool { _, ok := n.get(key); return ok }
	switch {
	case has("choices"):
		return r.own(n)
	case has("issues") && has("parties"):
		return r.neutral(n)
	case has("issueWeights"):
		return r.negolog(n)
	case has("LinearAdditiveUtilitySpace"):
		return r.geniusWeb(n)
	case has("issuesValues"):
		return r.webIssues(n)
	case has("weights") || has("ufun") || has("values"):
		return r.negmas(n)
	case has("issues"):
		return r.negmasIssues(n)
	case has("estimates"):
		return r.estimatesApart(n)
	}
	return fault.Invalidf("%s is none of the forms that are known", f.Name).
		WithHint("It needs choices and parties: docs/packages.md says how. GENIUS, NegMAS, GeniusWeb and NegoLog files are read too.")
}

// unTabbed makes blanks of the tabs of JSON, which may be indented with what YAML may
// not.
func unTabbed(src []byte) []byte {
	if trimmed := bytes.TrimSpace(src); len(trimmed) > 0 && trimmed[0] == '{' {
		return bytes.ReplaceAll(src, []byte("\t"), []byte(" "))
	}
	return src
}

// take notes the issues of a file; they have to be those of the others. Where they
// stand in another order, the values of the party are put into that of the first;
// pt is nil for a file without a party.
func (r *reader) take(of string, issues []issue, pt *bargain.Party) error {
	if r.issues == nil {
		r.issues, r.of = issues, of
		return nil
	}
	if len(issues) != len(r.issues) {
		return fault.Invalidf("%s has %d issues and %s has %d", of, len(issues), r.of, len(r.issues)).WithHint("Name the files of one domain.")
	}
	values := make([][]float64, len(issues))
	for k, want := range r.issues {
		at := slices.IndexFunc(issues, func(i issue) bool { return i.name == want.name })
		if at < 0 {
			return fault.Invalidf("%s has no issue %q, and %s has", of, want.name, r.of).WithHint("Name the files of one domain.")
		}
		order, ok := r.ordered(of, issues[at], want)
		if !ok {
			return fault.Invalidf("%s and %s do not have the same values for the issue %q", of, r.of, want.name).WithHint("Name the files of one domain.")
		}
		if pt == nil {
			continue
		}
		if len(pt.Terms) > 0 && (at != k || !slices.IsSorted(order)) {
			return fault.Invalidf("%s and %s do not have issues and values in the same order, which hyper-rectangles need", of, r.of)
		}
		for _, a := range order {
			values[k] = append(values[k], pt.Values[at][a])
		}
	}
	if pt != nil {
		pt.Values = values
	}
	return nil
}

// ordered says where the values of an issue stand in that of another file. As many
// that are called otherwise are taken one after the other, and a note says so.
func (r *reader) ordered(of string, in, want issue) (order []int, ok bool) {
	if len(in.values) != len(want.values) {
		return nil, false
	}
	order = make([]int, len(want.values))
	other := -1
	for a, v := range want.values {
		if order[a] = slices.Index(in.values, v); order[a] < 0 {
			other = a
		}
	}
	if other < 0 {
		return order, true
	}
	if in.index == 0 {
		return nil, false // only GENIUS numbers issues and values
	}
	for a := range order {
		order[a] = a
	}
	r.notes = append(r.notes, fmt.Sprintf("%s: the issue %q has the value %q where %s has %q; they are taken for the same", of, want.name, in.values[other], r.of, want.values[other]))
	return order, true
}

func (r *reader) domain() (Domain, error) {
	if r.whole != nil {
		if len(r.agents) > 0 || r.issues != nil {
			return Domain{}, fault.Invalidf("one of the files has a whole problem, and others have parts of another")
		}
		if r.apart.Node != nil {
			if r.mine == nil {
				return Domain{}, r.apart.wrong("estimates in a file of their own belong to a packages.yaml, and the other file is none")
			}
			if err := r.mine.estimatesFrom(r.apart); err != nil {
				return Domain{}, err
			}
		}
		return *r.whole, nil
	}
	if r.apart.Node != nil {
		return Domain{}, fault.Invalidf("%w", r.apart.wrong("these are estimates, and not what is to be chosen")).WithHint("Name the packages.yaml too, that they are of.")
	}
	if len(r.agents) == 0 {
		return Domain{}, fault.Invalidf("%s says what is to be chosen and not what it is worth to whom", r.of).WithHint("Name the parties' profiles too, after it.")
	}
	d := Domain{Numbers: true, Notes: r.notes}
	for _, i := range r.issues {
		d.Problem.Choices = append(d.Problem.Choices, bargain.Choice{Name: i.name, Variants: i.values})
	}
	for _, a := range r.agents {
		a.party.Name = unlike(a.party.Name, a.file, d.Problem.Parties)
		d.Problem.Parties = append(d.Problem.Parties, a.party)
	}
	return d, nil
}

// unlike gives a party a name that no other has.
func unlike(name, file string, others []bargain.Party) string {
	taken := func(n string) bool {
		return n == "" || slices.ContainsFunc(others, func(o bargain.Party) bool { return o.Name == n })
	}
	if !taken(name) {
		return name
	}
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	for n, tried := 2, base; ; n++ {
		if !taken(tried) {
			return tried
		}
		tried = fmt.Sprintf("%s %d", base, n)
	}
}
