package domain

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// variant is one of packages.yaml, with the number that thresholds compare.
type variant struct {
	name, words string
	number      float64
	counts      bool
}

// own reads packages.yaml; docs/packages.md says what it has.
type own struct {
	*Domain
	top      node
	variants [][]variant
	choice   map[string]int
	party    map[string]int
}

func (r *reader) own(n node) error {
	if r.whole != nil {
		return n.wrong("there is a second whole problem here")
	}
	o := &own{Domain: &Domain{}, top: n, choice: map[string]int{}, party: map[string]int{}}
	if err := known(n, "the file", "title", "text", "public-record", "choices", "parties", "linkages", "estimates"); err != nil {
		return err
	}
	if v, ok := n.get("public-record"); ok && v.Value != "false" {
		return fault.Forbiddenf("%s:%d: what is made from the public record has no packages: they would say of real people what nobody has put on record", v.file, v.Line).
			WithHint("Try them on an invented process: docs/packages.md has one.")
	}
	for _, step := range []func() error{o.title, o.choices, o.parties, o.linkages, o.estimates} {
		if err := step(); err != nil {
			return err
		}
	}
	r.whole, r.mine = o.Domain, o
	return nil
}

// known refuses keys that are not known, so that a misspelt one is not passed over.
func known(n node, what string, keys ...string) error {
	ps, err := n.pairs(what)
	if err != nil {
		return err
	}
	for _, p := range ps {
		if !slices.Contains(keys, p.key.Value) {
			return p.key.wrong("%q is not known in %s; known are %s", p.key.Value, what, strings.Join(keys, ", "))
		}
	}
	return nil
}

func (o *own) title() (err error) {
	for _, of := range []struct {
		key string
		to  *string
	}{{"title", &o.Title}, {"text", &o.Text}} {
		if v, ok := o.top.get(of.key); ok {
			if *of.to, err = v.text("the " + of.key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *own) choices() error {
	in, err := o.top.need("choices", "the file")
	if err != nil {
		return err
	}
	items, err := in.list("choices")
	if err != nil {
		return err
	}
	bases := 0
	for _, x := range items {
		if err := known(x, "a choice", "name", "title", "variants", "baseline"); err != nil {
			return err
		}
		name, err := x.need("name", "a choice")
		if err != nil {
			return err
		}
		c := bargain.Choice{}
		if c.Name, err = name.text("the name of a choice"); err != nil {
			return err
		}
		if _, again := o.choice[c.Name]; again {
			return name.wrong("there are two choices with the name %q", c.Name)
		}
		title := ""
		if v, ok := x.get("title"); ok {
			if title, err = v.text("the title of a choice"); err != nil {
				return err
			}
		}
		vs, err := x.need("variants", "the choice "+c.Name)
		if err != nil {
			return err
		}
		variants, err := o.variantsOf(vs)
		if err != nil {
			return err
		}
		var words []string
		for _, v := range variants {
			c.Variants, words = append(c.Variants, v.name), append(words, v.words)
		}
		o.choice[c.Name] = len(o.Problem.Choices)
		o.Problem.Choices = append(o.Problem.Choices, c)
		o.Titles, o.Words, o.variants = append(o.Titles, title), append(o.Words, words), append(o.variants, variants)
		if b, ok := x.get("baseline"); ok {
			at, err := o.variantNamed(b, len(o.variants)-1)
			if err != nil {
				return err
			}
			o.Problem.Baseline = append(o.Problem.Baseline, at)
			bases++
		}
	}
	if bases > 0 && bases < len(items) {
		return in.wrong("%d of %d choices have a baseline; all need one, or none", bases, len(items))
	}
	return nil
}

func (o *own) variantsOf(n node) (out []variant, err error) {
	items, err := n.list("variants")
	if err != nil {
		return nil, err
	}
	if len(items) > bargain.MaxVariants {
		return nil, n.wrong("%d variants are more than the %d that are calculated with", len(items), bargain.MaxVariants)
	}
	for k, x := range items {
		v := variant{name: "v" + strconv.Itoa(k+1)}
		if x.Kind == yaml.ScalarNode {
			v.words = strings.TrimSpace(x.Value)
		} else {
			if err := known(x, "a variant", "name", "words", "number"); err != nil {
				return nil, err
			}
			if y, ok := x.get("name"); ok {
				if v.name, err = y.text("the name of a variant"); err != nil {
					return nil, err
				}
			}
			if y, ok := x.get("words"); ok {
				if v.words, err = y.text("the words of a variant"); err != nil {
					return nil, err
				}
			}
			if y, ok := x.get("number"); ok {
				if v.number, err = y.number("the number of a variant"); err != nil {
					return nil, err
				}
				v.counts = true
			}
		}
		if v.words == "" {
			v.words = v.name
		}
		if slices.ContainsFunc(out, func(w variant) bool { return w.name == v.name }) {
			return nil, x.wrong("there are two variants with the name %q", v.name)
		}
		out = append(out, v)
	}
	return out, nil
}

// variantNamed finds a variant by name or by its words.
func (o *own) variantNamed(n node, choice int) (int, error) {
	s, err := n.text("a variant")
	if err != nil {
		return 0, err
	}
	for _, by := range []func(variant) bool{func(v variant) bool { return v.name == s }, func(v variant) bool { return v.words == s }} {
		if at := slices.IndexFunc(o.variants[choice], by); at >= 0 {
			return at, nil
		}
	}
	return 0, n.wrong("the choice %s has no variant %q; it has %s", o.Problem.Choices[choice].Name, s, strings.Join(o.Problem.Choices[choice].Variants, ", "))
}

// some reads which variants are meant: one, a list, or a threshold such as ">= 30".
func (o *own) some(n node, choice int) (out []int, err error) {
	if n.Kind == yaml.ScalarNode {
		for _, op := range []string{">=", "<=", ">", "<"} {
			rest, ok := strings.CutPrefix(strings.TrimSpace(n.Value), op)
			if !ok {
				continue
			}
			limit, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			if err != nil {
				return nil, n.wrong("%q is no threshold: a number has to follow %s", n.Value, op)
			}
			for k, v := range o.variants[choice] {
				if !v.counts {
					return nil, n.wrong("%q compares numbers, and variant %s of %s has none", n.Value, v.name, o.Problem.Choices[choice].Name)
				}
				if op == ">=" && v.number >= limit || op == "<=" && v.number <= limit || op == ">" && v.number > limit || op == "<" && v.number < limit {
					out = append(out, k)
				}
			}
			return out, nil
		}
	}
	for _, x := range n.listOrOne() {
		at, err := o.variantNamed(x, choice)
		if err != nil {
			return nil, err
		}
		out = append(out, at)
	}
	return out, nil
}

func (o *own) choiceNamed(n node) (int, error) {
	at, ok := o.choice[n.Value]
	if !ok {
		return 0, n.wrong("there is no choice %q", n.Value)
	}
	return at, nil
}

func (o *own) parties() error {
	in, err := o.top.need("parties", "the file")
	if err != nil {
		return err
	}
	items, err := in.list("parties")
	if err != nil {
		return err
	}
	for _, x := range items {
		if err := known(x, "a party", "code", "name", "asks"); err != nil {
			return err
		}
		code, err := x.need("code", "a party")
		if err != nil {
			return err
		}
		pt := bargain.Party{}
		if pt.Name, err = code.text("the code of a party"); err != nil {
			return err
		}
		if _, again := o.party[pt.Name]; again {
			return code.wrong("there are two parties with the code %q", pt.Name)
		}
		name := ""
		if v, ok := x.get("name"); ok {
			if name, err = v.text("the name of a party"); err != nil {
				return err
			}
		}
		for _, c := range o.Problem.Choices {
			pt.Values = append(pt.Values, make([]float64, len(c.Variants)))
		}
		asks := make([]Ask, len(o.Problem.Choices))
		if a, ok := x.get("asks"); ok {
			if err := o.asks(a, &pt, asks); err != nil {
				return err
			}
		}
		o.party[pt.Name] = len(o.Problem.Parties)
		o.Problem.Parties = append(o.Problem.Parties, pt)
		o.Names, o.Asks = append(o.Names, name), append(o.Asks, asks)
	}
	return nil
}

func (o *own) asks(n node, pt *bargain.Party, asks []Ask) error {
	ps, err := n.pairs("the asks of " + pt.Name)
	if err != nil {
		return err
	}
	for _, p := range ps {
		i, err := o.choiceNamed(p.key)
		if err != nil {
			return err
		}
		if err := known(p.value, "what a party asks", "class", "wants", "never", "source"); err != nil {
			return err
		}
		a := &asks[i]
		if v, ok := p.value.get("class"); ok {
			a.Class = Class(v.Value)
			if !slices.Contains([]Class{MustHave, Important, CanTrade, Indifferent}, a.Class) {
				return v.wrong("%q is none of must have, important, can trade, indifferent", v.Value)
			}
		}
		if v, ok := p.value.get("source"); ok {
			if a.Source, err = v.text("the source"); err != nil {
				return err
			}
		}
		if v, ok := p.value.get("wants"); ok {
			if a.Wants, err = o.some(v, i); err != nil {
				return err
			}
		}
		if a.Class == MustHave {
			if len(a.Wants) == 0 {
				return p.value.wrong("%s must have something in %s, and no variant of it is that", pt.Name, p.key.Value)
			}
			for v := range o.variants[i] {
				if !slices.Contains(a.Wants, v) {
					pt.RedLines = append(pt.RedLines, bargain.Pair{Choice: i, Variant: v})
				}
			}
		}
		if v, ok := p.value.get("never"); ok {
			never, err := o.some(v, i)
			if err != nil {
				return err
			}
			for _, a := range never {
				if r := (bargain.Pair{Choice: i, Variant: a}); !slices.Contains(pt.RedLines, r) {
					pt.RedLines = append(pt.RedLines, r)
				}
			}
			out := 0
			for _, red := range pt.RedLines {
				if red.Choice == i {
					out++
				}
			}
			if out == len(o.variants[i]) {
				return v.wrong("%s accepts no variant of %s: what it must have and what it never accepts contradict each other", pt.Name, p.key.Value)
			}
		}
	}
	return nil
}

func (o *own) linkages() error {
	in, ok := o.top.get("linkages")
	if !ok {
		return nil
	}
	items, err := in.list("linkages")
	if err != nil {
		return err
	}
	for _, x := range items {
		if err := known(x, "a linkage", "name", "if", "then", "not"); err != nil {
			return err
		}
		l := bargain.Linkage{}
		if v, ok := x.get("name"); ok {
			if l.Name, err = v.text("the name of a linkage"); err != nil {
				return err
			}
		}
		_, implies := x.get("if")
		_, excludes := x.get("not")
		if implies == excludes {
			return x.wrong("a linkage has either if and then, or not")
		}
		if excludes {
			v, _ := x.get("not")
			l.If, err = o.conditions(v)
		} else {
			v, _ := x.get("if")
			if l.If, err = o.conditions(v); err != nil {
				return err
			}
			if v, err = x.need("then", "a linkage"); err != nil {
				return err
			}
			var then []bargain.Condition
			if then, err = o.conditions(v); err != nil {
				return err
			}
			// all of then have to hold: one linkage for each
			for _, c := range then {
				o.Problem.Linkages = append(o.Problem.Linkages, bargain.Linkage{Name: l.Name, If: l.If, Then: []bargain.Condition{c}})
			}
			continue
		}
		if err != nil {
			return err
		}
		o.Problem.Linkages = append(o.Problem.Linkages, l)
	}
	return nil
}

func (o *own) conditions(n node) (out []bargain.Condition, err error) {
	ps, err := n.pairs("the conditions of a linkage")
	if err != nil {
		return nil, err
	}
	if len(ps) == 0 {
		return nil, n.wrong("there is no condition")
	}
	for _, p := range ps {
		i, err := o.choiceNamed(p.key)
		if err != nil {
			return nil, err
		}
		vs, err := o.some(p.value, i)
		if err != nil {
			return nil, err
		}
		out = append(out, bargain.Condition{Choice: i, Variants: vs})
	}
	return out, nil
}
