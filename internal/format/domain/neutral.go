package domain

import (
	"slices"

	"nonpaper/internal/bargain"
)

// neutral reads a problem with its utilities in tables, or with hyper-rectangles.
func (r *reader) neutral(n node) error {
	d := &Domain{Numbers: true}
	kind, rects := n.get("kind")
	if rects && kind.Value != "hyperrectangle" {
		return kind.wrong("the kind of utilities is %q; hyperrectangle is known, and none for tables", kind.Value)
	}
	listed, _ := n.get("issues")
	issues, err := listed.list("issues")
	if err != nil {
		return err
	}
	var known []issue
	for _, x := range issues {
		i, err := neutralIssue(x, rects)
		if err != nil {
			return err
		}
		known = append(known, i)
		d.Problem.Choices = append(d.Problem.Choices, bargain.Choice{Name: i.name, Variants: i.values})
	}
	listed, _ = n.get("parties")
	parties, err := listed.list("parties")
	if err != nil {
		return err
	}
	for _, x := range parties {
		pt, err := neutralParty(x, known, rects)
		if err != nil {
			return err
		}
		pt.Name = unlike(pt.Name, "party", d.Problem.Parties)
		d.Problem.Parties = append(d.Problem.Parties, pt)
	}
	if l, ok := n.get("linkages"); ok {
		if d.Problem.Linkages, err = neutralLinkages(l, known); err != nil {
			return err
		}
	}
	if b, ok := n.get("baseline"); ok {
		items, err := b.list("the baseline")
		if err != nil {
			return err
		}
		if len(items) != len(known) {
			return b.wrong("the baseline has %d variants for %d issues", len(items), len(known))
		}
		for k, x := range items {
			v, err := x.whole("a variant of the baseline")
			if err != nil {
				return err
			}
			if v < 0 || v >= len(known[k].values) {
				return x.wrong("the issue %q has no variant %d", known[k].name, v)
			}
			d.Problem.Baseline = append(d.Problem.Baseline, v)
		}
	}
	if r.whole != nil {
		return n.wrong("there is a second whole problem here")
	}
	r.whole = d
	return nil
}

func neutralIssue(x node, rects bool) (i issue, err error) {
	name, err := x.need("name", "an issue")
	if err != nil {
		return i, err
	}
	if i.name, err = name.text("the name of an issue"); err != nil {
		return i, err
	}
	if rects {
		var at [3]int
		for k, key := range []string{"index", "lo", "hi"} {
			v, err := x.need(key, "the issue "+i.name)
			if err != nil {
				return i, err
			}
			if at[k], err = v.whole("the " + key + " of an issue"); err != nil {
				return i, err
			}
		}
		i.index, i.lo = at[0], at[1]
		i.values, err = span(at[1], at[2], x.wrong)
		return i, err
	}
	o, err := x.need("options", "the issue "+i.name)
	if err != nil {
		return i, err
	}
	options, err := o.list("the options")
	if err != nil {
		return i, err
	}
	if len(options) > bargain.MaxVariants {
		return i, o.wrong("%d variants are more than the %d that are calculated with", len(options), bargain.MaxVariants)
	}
	for _, v := range options {
		s, err := v.text("an option")
		if err != nil {
			return i, err
		}
		i.values = append(i.values, s)
	}
	return i, nil
}

func neutralParty(x node, issues []issue, rects bool) (pt bargain.Party, err error) {
	if v, ok := x.get("name"); ok {
		if pt.Name, err = v.text("the name of a party"); err != nil {
			return pt, err
		}
	}
	if v, ok := x.get("bias"); ok {
		if pt.Bias, err = v.number("the bias"); err != nil {
			return pt, err
		}
	}
	if v, ok := x.get("reservation"); ok {
		if pt.Reservation, err = v.reservation(); err != nil {
			return pt, err
		}
	}
	if rects {
		return pt, neutralRects(x, &pt, issues)
	}
	u, err := x.need("utilities", "the party "+pt.Name)
	if err != nil {
		return pt, err
	}
	rows, err := u.list("the utilities")
	if err != nil {
		return pt, err
	}
	if len(rows) != len(issues) {
		return pt, u.wrong("%s has utilities for %d of %d issues", pt.Name, len(rows), len(issues))
	}
	for k, row := range rows {
		cells, err := row.list("the utilities of an issue")
		if err != nil {
			return pt, err
		}
		if len(cells) != len(issues[k].values) {
			return pt, row.wrong("%s has utilities for %d of the %d variants of %q", pt.Name, len(cells), len(issues[k].values), issues[k].name)
		}
		values := make([]float64, len(cells))
		for a, c := range cells {
			if values[a], err = c.number("a utility"); err != nil {
				return pt, err
			}
		}
		pt.Values = append(pt.Values, values)
	}
	return pt, nil
}

func neutralRects(x node, pt *bargain.Party, issues []issue) error {
	v, err := x.need("maxutility", "the party "+pt.Name)
	if err != nil {
		return err
	}
	most, err := v.number("the highest utility")
	if err != nil {
		return err
	}
	if most <= 0 {
		return v.wrong("the highest utility has to be above 0")
	}
	pt.Cap = 1
	pt.Values = zeros(issues)
	rs, err := x.need("rects", "the party "+pt.Name)
	if err != nil {
		return err
	}
	rects, err := rs.list("the hyper-rectangles")
	if err != nil {
		return err
	}
	for _, rect := range rects {
		u, err := rect.need("utility", "a hyper-rectangle")
		if err != nil {
			return err
		}
		worth, err := u.number("the utility of a hyper-rectangle")
		if err != nil {
			return err
		}
		t := bargain.Term{Value: worth / most}
		if cs, ok := rect.get("conds"); ok {
			conds, err := cs.list("the conditions")
			if err != nil {
				return err
			}
			for _, c := range conds {
				var at [3]int
				for k, key := range []string{"index", "min", "max"} {
					v, err := c.need(key, "a condition")
					if err != nil {
						return err
					}
					if at[k], err = v.whole("the " + key + " of a condition"); err != nil {
						return err
					}
				}
				kind, _ := c.get("kind")
				if kind.Node == nil || kind.Value != "INCLUDES" && kind.Value != "EXCLUDES" {
					return c.wrong("a condition is INCLUDES or EXCLUDES")
				}
				cond, ok := bounds(issues, at[0], at[1], at[2], kind.Value == "INCLUDES")
				if !ok {
					return c.wrong("there is no issue with the index %d", at[0])
				}
				t.When = append(t.When, cond)
			}
		}
		pt.Terms = append(pt.Terms, t)
	}
	return nil
}

// bounds is a condition on a whole number.
func bounds(issues []issue, index, low, high int, within bool) (c bargain.Condition, ok bool) {
	at := slices.IndexFunc(issues, func(i issue) bool { return i.index == index })
	if at < 0 {
		return c, false
	}
	c.Choice = at
	for v := range issues[at].values {
		if x := v + issues[at].lo; (x >= low && x <= high) == within {
			c.Variants = append(c.Variants, v)
		}
	}
	return c, true
}

func zeros(issues []issue) (out [][]float64) {
	for _, i := range issues {
		out = append(out, make([]float64, len(i.values)))
	}
	return out
}

func neutralLinkages(n node, issues []issue) (out []bargain.Linkage, err error) {
	items, err := n.list("the linkages")
	if err != nil {
		return nil, err
	}
	at := func(x node) (c bargain.Condition, err error) {
		two, err := x.list("a variant of an issue")
		if err != nil {
			return c, err
		}
		if len(two) != 2 {
			return c, x.wrong("a variant is named by two numbers: the issue's and its own, both from 0")
		}
		i, err := two[0].whole("an issue")
		if err != nil {
			return c, err
		}
		v, err := two[1].whole("a variant")
		if err != nil {
			return c, err
		}
		if i < 0 || i >= len(issues) || v < 0 || v >= len(issues[i].values) {
			return c, x.wrong("there is no variant %d of an issue %d", v, i)
		}
		return bargain.Condition{Choice: i, Variants: []int{v}}, nil
	}
	for _, x := range items {
		var l bargain.Linkage
		if not, ok := x.get("not"); ok {
			all, err := not.list("an exclusion")
			if err != nil {
				return nil, err
			}
			for _, y := range all {
				c, err := at(y)
				if err != nil {
					return nil, err
				}
				l.If = append(l.If, c)
			}
		} else {
			for _, key := range []string{"if", "then"} {
				y, err := x.need(key, "a linkage")
				if err != nil {
					return nil, err
				}
				c, err := at(y)
				if err != nil {
					return nil, err
				}
				if key == "if" {
					l.If = []bargain.Condition{c}
				} else {
					l.Then = []bargain.Condition{c}
				}
			}
		}
		out = append(out, l)
	}
	return out, nil
}
