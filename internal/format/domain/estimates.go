package domain

import (
	"math"
	"slices"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// shares are how much of what it asked for a party gets, in words.
var shares = map[string]float64{"all": 1, "most": 0.75, "some": 0.4, "none": 0}

// estimatesApart takes note of a file that has estimates and nothing else.
func (r *reader) estimatesApart(n node) error {
	if err := known(n, "a file of estimates", "estimates"); err != nil {
		return err
	}
	if r.apart.Node != nil {
		return n.wrong("there are estimates in another file already")
	}
	r.apart, _ = n.get("estimates")
	return nil
}

// estimates reads what variants are estimated to be worth.
func (o *own) estimates() error {
	in, ok := o.top.get("estimates")
	if !ok {
		return nil
	}
	return o.estimatesFrom(in)
}

func (o *own) estimatesFrom(in node) error {
	if o.Numbers {
		return fault.Invalidf("%w", in.wrong("there are estimates in %s already", o.top.file)).WithHint("Use either these or those: nonpaper packages estimates seal --remove takes them out of a file.")
	}
	if err := known(in, "the estimates", "by", "date", "parties", "together"); err != nil {
		return err
	}
	var err error
	if v, ok := in.get("by"); ok {
		if o.By, err = v.text("whose estimates they are"); err != nil {
			return err
		}
	}
	if o.By == "" {
		return in.wrong("estimates have to say whose they are (by)")
	}
	if v, ok := in.get("date"); ok {
		if o.Date, err = v.text("the date"); err != nil {
			return err
		}
	}
	ps, err := in.need("parties", "the estimates")
	if err != nil {
		return err
	}
	pairs, err := ps.pairs("the parties of the estimates")
	if err != nil {
		return err
	}
	done := map[int]bool{}
	for _, p := range pairs {
		q, ok := o.party[p.key.Value]
		if !ok {
			return p.key.wrong("there is no party %q", p.key.Value)
		}
		done[q] = true
		if err := o.estimate(p.value, q); err != nil {
			return err
		}
	}
	for q, pt := range o.Problem.Parties {
		if !done[q] {
			return ps.wrong("there are no estimates for %s; estimates are made for all parties, or for none", pt.Name)
		}
	}
	o.Numbers = true
	return o.together(in)
}

// estimate reads one party's: a limit, weights, and what each variant is worth, from
// 0 to 1 or in words.
func (o *own) estimate(n node, q int) error {
	pt := &o.Problem.Parties[q]
	if err := known(n, "the estimates of "+pt.Name, "limit", "limit-spread", "weights", "shares", "spread", "total"); err != nil {
		return err
	}
	var err error
	for _, of := range []struct {
		key string
		to  *float64
	}{{"limit", &pt.Reservation}, {"limit-spread", &pt.ReservationSpread}} {
		if v, ok := n.get(of.key); ok {
			if *of.to, err = v.number("the " + of.key + " of " + pt.Name); err != nil {
				return err
			}
		}
	}
	spread := 0.0 // of a share
	if v, ok := n.get("spread"); ok {
		if spread, err = v.number("the spread"); err != nil {
			return err
		}
		if spread < 0 || spread > 1 {
			return v.wrong("a spread is from 0 to 1, a part of what a choice is worth")
		}
	}
	ws, err := n.need("weights", "the estimates of "+pt.Name)
	if err != nil {
		return err
	}
	weights, err := ws.pairs("the weights")
	if err != nil {
		return err
	}
	ss, err := n.need("shares", "the estimates of "+pt.Name)
	if err != nil {
		return err
	}
	sum := 0.0
	for _, w := range weights {
		i, err := o.choiceNamed(w.key)
		if err != nil {
			return err
		}
		x, err := w.value.number("the weight of " + w.key.Value)
		if err != nil {
			return err
		}
		if x < 0 {
			return w.value.wrong("the weight of %s is below 0", w.key.Value)
		}
		sum += x
		s, ok := ss.get(w.key.Value)
		if !ok {
			if x > 0 {
				return ss.wrong("%s has a weight for %s, and no shares", pt.Name, w.key.Value)
			}
			continue
		}
		if err := o.shares(s, q, i, x); err != nil {
			return err
		}
		if spread > 0 {
			for len(pt.Spread) < len(o.Problem.Choices) {
				pt.Spread = append(pt.Spread, make([]float64, len(o.Problem.Choices[len(pt.Spread)].Variants)))
			}
			for a := range pt.Spread[i] {
				pt.Spread[i][a] = spread * x
			}
		}
	}
	pairs, err := ss.pairs("the shares")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if _, err := o.choiceNamed(p.key); err != nil {
			return err
		}
		if !slices.ContainsFunc(weights, func(w pair) bool { return w.key.Value == p.key.Value }) {
			return p.key.wrong("%s has shares for %s, and no weight", pt.Name, p.key.Value)
		}
	}
	total := 100.0
	if v, ok := n.get("total"); ok {
		if total, err = v.number("the total"); err != nil {
			return err
		}
	}
	if math.Abs(sum-total) > 1e-6*max(1, math.Abs(total)) {
		return ws.wrong("the weights of %s add up to %s, not to %s", pt.Name, short(sum), short(total))
	}
	return nil
}

func (o *own) shares(n node, q, i int, weight float64) error {
	pt := &o.Problem.Parties[q]
	ps, err := n.pairs("the shares")
	if err != nil {
		return err
	}
	seen := make([]bool, len(o.variants[i]))
	ask := &o.Asks[q][i]
	ask.Shares = make([]string, len(seen))
	for _, p := range ps {
		a, err := o.variantNamed(p.key, i)
		if err != nil {
			return err
		}
		seen[a] = true
		x, word := shares[p.value.Value]
		if word {
			ask.Shares[a] = p.value.Value
		} else if x, err = p.value.number("a share"); err != nil {
			return err
		}
		if x < 0 || x > 1 {
			return p.value.wrong("a share is all, most, some, none, or from 0 to 1, not %s", short(x))
		}
		pt.Values[i][a] = weight * x
	}
	if a := slices.Index(seen, false); a >= 0 {
		return n.wrong("%s has no share for the variant %s", pt.Name, o.variants[i][a].name)
	}
	return nil
}

// together reads what variants are worth beside what each is worth by itself.
func (o *own) together(in node) error {
	ts, ok := in.get("together")
	if !ok {
		return nil
	}
	items, err := ts.list("what counts together")
	if err != nil {
		return err
	}
	for _, x := range items {
		if err := known(x, "what counts together", "party", "when", "adds"); err != nil {
			return err
		}
		name, err := x.need("party", "what counts together")
		if err != nil {
			return err
		}
		q, ok := o.party[name.Value]
		if !ok {
			return name.wrong("there is no party %q", name.Value)
		}
		when, err := x.need("when", "what counts together")
		if err != nil {
			return err
		}
		t := bargain.Term{}
		if t.When, err = o.conditions(when); err != nil {
			return err
		}
		adds, err := x.need("adds", "what counts together")
		if err != nil {
			return err
		}
		if t.Value, err = adds.number("what is added"); err != nil {
			return err
		}
		o.Problem.Parties[q].Terms = append(o.Problem.Parties[q].Terms, t)
	}
	return nil
}
