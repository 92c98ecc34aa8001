package domain

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/fault"
)

// Divided is a file with its estimates apart from the rest.
type Divided struct {
	Estimates []byte // a file of estimates by itself
	Rest      []byte // the file without them, byte for byte else; nil where nothing else stands in it
}

// Divide takes the estimates out of a packages.yaml or JSON, or reads a file that has
// them alone. It promises that the two parts read together as the file did. Where the
// estimates stand in lines of their own, these lines are taken, with the comments in
// them, right above them and behind them up to what follows. The errors are of kind
// Invalid and name file and line.
func Divide(f File) (Divided, error) {
	src := bytes.TrimPrefix(f.Content, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(src)) == 0 {
		return Divided{}, fault.Invalidf("%s is empty", f.Name)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(unTabbed(src), &doc); err != nil {
		return Divided{}, fault.Invalidf("%s cannot be read: %s", f.Name, strings.TrimPrefix(err.Error(), "yaml: ")).WithHint("It has to be YAML or JSON.")
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return Divided{}, fault.Invalidf("%s has no estimates", f.Name)
	}
	top := node{f.Name, doc.Content[0]}
	ps, err := top.pairs("the file")
	if err != nil {
		return Divided{}, err
	}
	at := slices.IndexFunc(ps, func(p pair) bool { return p.key.Value == "estimates" })
	if at < 0 {
		return Divided{}, fault.Invalidf("%s has no estimates", f.Name).WithHint("They stand in it under \"estimates\": docs/packages.md has an example.")
	}
	if len(ps) == 1 {
		return Divided{Estimates: src}, ps[at].value.estimatesAlone()
	}
	whole, err := Read([]File{f})
	if err != nil {
		return Divided{}, err
	}
	var out Divided
	switch {
	case json.Valid(src):
		out, err = divideJSON(src)
	case top.Style&yaml.FlowStyle != 0:
		err = fault.Invalidf("%w", ps[at].key.wrong("the estimates stand in one line with the rest")).WithHint("Write them in lines of their own, as docs/packages.md has them, or make the file JSON.")
	default:
		out = divideLines(src, ps, at)
	}
	if err != nil {
		return Divided{}, err
	}
	again, err := Read([]File{{f.Name, out.Rest}, {f.Name, out.Estimates}})
	if err != nil || !reflect.DeepEqual(whole, again) {
		return Divided{}, fault.Invalidf("%w", ps[at].key.wrong("the estimates cannot be taken out, since the rest would not read as it did")).
			WithHint("Write them in lines of their own, as docs/packages.md has them. Nothing was written.")
	}
	return out, nil
}

// estimatesAlone looks at estimates whose choices and parties are not at hand.
func (n node) estimatesAlone() error {
	if err := known(n, "the estimates", "by", "date", "parties", "together"); err != nil {
		return err
	}
	by, err := n.need("by", "the estimates")
	if err == nil {
		_, err = by.text("whose estimates they are")
	}
	if err != nil {
		return err
	}
	ps, err := n.need("parties", "the estimates")
	if err == nil {
		_, err = ps.pairs("the parties of the estimates")
	}
	return err
}

// divideLines takes out the lines from the key of the estimates to the next key.
func divideLines(src []byte, ps []pair, at int) Divided {
	lines := bytes.SplitAfter(src, []byte("\n"))
	from, to := ps[at].key.Line-1, len(lines)
	for _, p := range ps {
		if p.key.Line-1 > from {
			to = min(to, p.key.Line-1)
		}
	}
	for k := from + 1; k < to; k++ { // the end of a document
		if bytes.HasPrefix(lines[k], []byte("...")) || bytes.HasPrefix(lines[k], []byte("---")) {
			to = k
		}
	}
	for from > 0 && bytes.HasPrefix(bytes.TrimSpace(lines[from-1]), []byte("#")) {
		from--
	}
	return Divided{
		Estimates: bytes.Join(lines[from:to], nil),
		Rest:      slices.Concat(bytes.Join(lines[:from], nil), bytes.Join(lines[to:], nil)),
	}
}

// divideJSON takes a member out of an object, and leaves the others as they are.
func divideJSON(src []byte) (Divided, error) {
	dec := json.NewDecoder(bytes.NewReader(src))
	if _, err := dec.Token(); err != nil {
		return Divided{}, err
	}
	var rest, estimates []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return Divided{}, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return Divided{}, err
		}
		name, err := json.Marshal(key)
		if err != nil {
			return Divided{}, err
		}
		member := "  " + string(name) + ": " + string(value)
		if key == "estimates" {
			estimates = append(estimates, member)
		} else {
			rest = append(rest, member)
		}
	}
	object := func(members []string) []byte { return []byte("{\n" + strings.Join(members, ",\n") + "\n}\n") }
	return Divided{object(estimates), object(rest)}, nil
}
