package domain

import (
	"math"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/bargain"
)

// negmasIssues reads a domain of NegMAS.
func (r *reader) negmasIssues(n node) error {
	listed, _ := n.get("issues")
	items, err := listed.list("issues")
	if err != nil {
		return err
	}
	var out []issue
	for _, x := range items {
		var i issue
		name, err := x.need("name", "an issue")
		if err != nil {
			return err
		}
		if i.name, err = name.text("the name of an issue"); err != nil {
			return err
		}
		values, err := x.need("values", "the issue "+i.name)
		if err != nil {
			return err
		}
		kind, _ := x.get("type")
		cells := values.listOrOne()
		if kind.Node != nil && kind.Value != "CategoricalIssue" && len(cells) <= 2 {
			// a number is a count from 0, two numbers are bounds
			lo, hi := 0, 0
			if hi, err = cells[len(cells)-1].whole("the bound of an issue"); err != nil {
				return err
			}
			if len(cells) == 2 {
				if lo, err = cells[0].whole("the bound of an issue"); err != nil {
					return err
				}
			} else {
				hi--
			}
			i.lo = lo
			if i.values, err = span(lo, hi, values.wrong); err != nil {
				return err
			}
		} else {
			for _, c := range cells {
				s, err := c.text("a value")
				if err != nil {
					return err
				}
				i.values = append(i.values, s)
			}
		}
		out = append(out, i)
	}
	return r.take(n.file, out, nil)
}

// negmas reads a utility function of NegMAS.
func (r *reader) negmas(n node) error {
	u := n
	if in, ok := n.get("ufun"); ok { // a discount is wrapped around it
		u = in
	}
	kind, _ := u.get("type")
	affine := false
	if kind.Node != nil {
		affine = strings.HasSuffix(kind.Value, "AffineUtilityFunction")
		if !affine && !strings.HasSuffix(kind.Value, "LinearAdditiveUtilityFunction") {
			return kind.wrong("utility functions of the type %q are not read", kind.Value)
		}
	}
	p := profile{file: n.file}
	var err error
	for _, in := range []node{u, n} {
		if v, ok := in.get("name"); ok {
			if p.party.Name, err = v.text("the name"); err != nil {
				return err
			}
		}
		if v, ok := in.get("reserved_value"); ok {
			if p.party.Reservation, err = v.reservation(); err != nil {
				return err
			}
		}
	}
	if v, ok := u.get("bias"); ok {
		if p.party.Bias, err = v.number("the bias"); err != nil {
			return err
		}
	}
	if r.issues == nil {
		return n.wrong("this says what variants are worth, and none of the files before it which there are; name the domain first")
	}
	weights, err := r.weights(u, affine)
	if err != nil {
		return err
	}
	vs, given := u.get("values")
	if !given && !affine {
		return u.wrong("the utility function has no %q", "values")
	}
	var tables []node
	if given {
		if vs.Kind == yaml.MappingNode { // a mapping by issue
			for _, i := range r.issues {
				t, ok := vs.get(i.name)
				if !ok {
					return vs.wrong("there are no values for the issue %q", i.name)
				}
				tables = append(tables, t)
			}
		} else if tables, err = vs.list("values"); err != nil {
			return err
		}
		if len(tables) != len(r.issues) {
			return vs.wrong("there are values for %d of %d issues", len(tables), len(r.issues))
		}
	}
	for k, i := range r.issues {
		row := make([]float64, len(i.values))
		for a := range row {
			x := float64(i.lo + a) // an affine function of the number itself
			if given {
				if x, err = negmasValue(tables[k], i, a); err != nil {
					return err
				}
			}
			row[a] = weights[k] * x
		}
		p.party.Values = append(p.party.Values, row)
	}
	r.agents = append(r.agents, p)
	return nil
}

func (r *reader) weights(u node, affine bool) (out []float64, err error) {
	w, ok := u.get("weights")
	if !ok {
		return slices.Repeat([]float64{1}, len(r.issues)), nil
	}
	items, err := w.list("weights")
	if err != nil {
		return nil, err
	}
	if len(items) != len(r.issues) {
		return nil, w.wrong("there are %d weights for %d issues", len(items), len(r.issues))
	}
	sum := 0.0
	for _, x := range items {
		v, err := x.number("a weight")
		if err != nil {
			return nil, err
		}
		sum += v
		out = append(out, v)
	}
	if !affine {
		r.summed(u, sum)
	}
	return out, nil
}

// summed notes weights that do not add up to 1; they are taken as they are.
func (r *reader) summed(n node, sum float64) {
	if math.Abs(sum-1) > 0.005 {
		r.notes = append(r.notes, strings.TrimSpace(n.file+": the weights add up to "+short(sum)+", not to 1; they are taken as they are"))
	}
}

func negmasValue(t node, i issue, a int) (float64, error) {
	kind, _ := t.get("type")
	of := ""
	if kind.Node != nil {
		of = kind.Value
	}
	switch {
	case of == "IdentityFun":
		return float64(i.lo + a), nil
	case of == "LinearFun" || of == "AffineFun":
		slope, bias := 1.0, 0.0
		var err error
		if v, ok := t.get("slope"); ok {
			if slope, err = v.number("the slope"); err != nil {
				return 0, err
			}
		}
		if v, ok := t.get("bias"); ok {
			if bias, err = v.number("the bias"); err != nil {
				return 0, err
			}
		}
		return slope*float64(i.lo+a) + bias, nil
	case of != "" && of != "TableFun":
		return 0, kind.wrong("values of the type %q are not read", of)
	}
	m, ok := t.get("mapping")
	if !ok {
		m = t
	}
	v, ok := m.get(i.values[a])
	if !ok {
		return 0, m.wrong("the variant %q of the issue %q has no value", i.values[a], i.name)
	}
	return v.number("the value of " + i.values[a])
}

// negolog reads a profile of NegoLog: it names issues and values itself.
func (r *reader) negolog(n node) error {
	p := profile{file: n.file}
	var err error
	if v, ok := n.get("reservationValue"); ok {
		if p.party.Reservation, err = v.reservation(); err != nil {
			return err
		}
	}
	ws, _ := n.get("issueWeights")
	in, err := n.need("issues", "the profile")
	if err != nil {
		return err
	}
	pairs, err := in.pairs("issues")
	if err != nil {
		return err
	}
	var issues []issue
	sum := 0.0
	for _, x := range pairs {
		i := issue{name: x.key.Value}
		wv, err := ws.need(i.name, "issueWeights")
		if err != nil {
			return err
		}
		w, err := wv.number("a weight")
		if err != nil {
			return err
		}
		sum += w
		values, err := x.value.pairs("the issue " + i.name)
		if err != nil {
			return err
		}
		var row []float64
		for _, v := range values {
			u, err := v.value.number("the value of " + v.key.Value)
			if err != nil {
				return err
			}
			i.values, row = append(i.values, v.key.Value), append(row, w*u)
		}
		issues = append(issues, i)
		p.party.Values = append(p.party.Values, row)
	}
	r.summed(n, sum)
	if err := r.take(n.file, issues, &p.party); err != nil {
		return err
	}
	r.agents = append(r.agents, p)
	return nil
}

// geniusWeb reads a linear additive profile of GeniusWeb.
func (r *reader) geniusWeb(n node) error {
	u, _ := n.get("LinearAdditiveUtilitySpace")
	dom, err := u.need("domain", "the profile")
	if err != nil {
		return err
	}
	if err := r.webIssues(dom); err != nil {
		return err
	}
	p := profile{file: n.file}
	if v, ok := u.get("name"); ok {
		if p.party.Name, err = v.text("the name"); err != nil {
			return err
		}
	}
	us, err := u.need("issueUtilities", "the profile")
	if err != nil {
		return err
	}
	ws, err := u.need("issueWeights", "the profile")
	if err != nil {
		return err
	}
	least, reserved := u.get("reservationBid")
	bid, _ := least.get("issuevalues")
	sum := 0.0
	for _, i := range r.issues {
		wv, err := ws.need(i.name, "issueWeights")
		if err != nil {
			return err
		}
		w, err := wv.number("a weight")
		if err != nil {
			return err
		}
		sum += w
		iu, err := us.need(i.name, "issueUtilities")
		if err != nil {
			return err
		}
		row, err := webValues(iu, i)
		if err != nil {
			return err
		}
		for a := range row {
			row[a] *= w
		}
		if v, ok := bid.get(i.name); ok && reserved {
			at := slices.Index(i.values, v.Value)
			if at < 0 {
				return v.wrong("the issue %q has no value %q", i.name, v.Value)
			}
			p.party.Reservation += row[at]
		}
		p.party.Values = append(p.party.Values, row)
	}
	r.summed(n, sum)
	r.agents = append(r.agents, p)
	return nil
}

// webValues reads the values of one issue: a table, or a line between two numbers.
func webValues(n node, i issue) ([]float64, error) {
	row := make([]float64, len(i.values))
	if d, ok := n.get("discreteutils"); ok {
		m, err := d.need("valueUtilities", "the issue "+i.name)
		if err != nil {
			return nil, err
		}
		for a, name := range i.values {
			if v, ok := m.get(name); ok { // a value without utility is worth 0 there
				if row[a], err = v.number("the value of " + name); err != nil {
					return nil, err
				}
			}
		}
		return row, nil
	}
	return nil, n.wrong("of the issue %q only discreteutils are read", i.name)
}

// webIssues reads a domain of GeniusWeb.
func (r *reader) webIssues(n node) error {
	in, err := n.need("issuesValues", "the domain")
	if err != nil {
		return err
	}
	pairs, err := in.pairs("issuesValues")
	if err != nil {
		return err
	}
	var out []issue
	for _, x := range pairs {
		i := issue{name: x.key.Value}
		vs, err := x.value.need("values", "the issue "+i.name)
		if err != nil {
			return err
		}
		items, err := vs.list("the values")
		if err != nil {
			return err
		}
		if len(items) > bargain.MaxVariants {
			return vs.wrong("%d variants are more than the %d that are calculated with", len(items), bargain.MaxVariants)
		}
		for _, v := range items {
			s, err := v.text("a value")
			if err != nil {
				return err
			}
			i.values = append(i.values, s)
		}
		out = append(out, i)
	}
	return r.take(n.file, out, nil)
}
