package domain

import (
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// node is a place in a YAML or JSON file.
type node struct {
	file string
	*yaml.Node
}

// wrong is an error at the place.
func (n node) wrong(format string, args ...any) error {
	return fault.Invalidf("%s:%d: "+format, append([]any{n.file, n.Line}, args...)...)
}

func (n node) get(key string) (node, bool) {
	if n.Node == nil || n.Kind != yaml.MappingNode {
		return node{file: n.file}, false
	}
	for k := 0; k+1 < len(n.Content); k += 2 {
		if n.Content[k].Value == key {
			v := n.Content[k+1]
			return node{n.file, v}, v.Kind != yaml.ScalarNode || v.Tag != "!!null"
		}
	}
	return node{file: n.file}, false
}

// need is get for what has to be there.
func (n node) need(key, what string) (node, error) {
	v, ok := n.get(key)
	if !ok {
		return v, n.wrong("%s has no %q", what, key)
	}
	return v, nil
}

// pair is a key with its value.
type pair struct {
	key   node
	value node
}

func (n node) pairs(what string) (out []pair, err error) {
	if n.Kind != yaml.MappingNode {
		return nil, n.wrong("%s has to be a list of names with values", what)
	}
	seen := map[string]bool{}
	for k := 0; k+1 < len(n.Content); k += 2 {
		key := n.Content[k]
		if seen[key.Value] {
			return nil, node{n.file, key}.wrong("%q stands twice in %s", key.Value, what)
		}
		seen[key.Value] = true
		out = append(out, pair{node{n.file, key}, node{n.file, n.Content[k+1]}})
	}
	return out, nil
}

func (n node) list(what string) (out []node, err error) {
	if n.Kind != yaml.SequenceNode {
		return nil, n.wrong("%s has to be a list", what)
	}
	for _, c := range n.Content {
		out = append(out, node{n.file, c})
	}
	return out, nil
}

// listOrOne takes a single value for a list of one.
func (n node) listOrOne() []node {
	if n.Kind == yaml.SequenceNode {
		out, _ := n.list("")
		return out
	}
	return []node{n}
}

func (n node) text(what string) (string, error) {
	if n.Kind != yaml.ScalarNode {
		return "", n.wrong("%s has to be a word or a number", what)
	}
	return strings.TrimSpace(n.Value), nil
}

// number reads a number that can be calculated with.
func (n node) number(what string) (float64, error) {
	s, err := n.text(what)
	if err != nil {
		return 0, err
	}
	var x float64
	if err := n.Decode(&x); err != nil {
		if x, err = strconv.ParseFloat(s, 64); err != nil {
			return 0, n.wrong("%s has to be a number, not %q", what, s)
		}
	}
	if math.IsNaN(x) || math.Abs(x) > 1e15 {
		return 0, n.wrong("%s is %s, which is no number to calculate with", what, s)
	}
	return x, nil
}

// reservation reads the least utility that a party would sign; none given, or minus
// infinity, is 0.
func (n node) reservation() (float64, error) {
	var x float64
	if n.Kind == yaml.ScalarNode && n.Decode(&x) == nil && math.IsInf(x, -1) {
		return 0, nil
	}
	return n.number("the reservation")
}

// whole reads a number that has no fraction.
func (n node) whole(what string) (int, error) {
	x, err := n.number(what)
	if err == nil && (x != math.Trunc(x) || math.Abs(x) > 1e12) {
		err = n.wrong("%s has to be a whole number", what)
	}
	return int(x), err
}

// span makes the whole numbers from lo to hi variants.
func span(lo, hi int, wrong func(string, ...any) error) ([]string, error) {
	switch {
	case hi < lo:
		return nil, wrong("the bounds %d and %d leave no variant", lo, hi)
	case hi-lo >= bargain.MaxVariants:
		return nil, wrong("%d variants are more than the %d that are calculated with", hi-lo+1, bargain.MaxVariants)
	}
	out := make([]string, 0, hi-lo+1)
	for v := lo; v <= hi; v++ {
		out = append(out, strconv.Itoa(v))
	}
	return out, nil
}

// short writes a number for a person.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
