package bargain

import (
	"math"
	"slices"

	"nonpaper/internal/fault"
)

// Tolerance is the difference of utilities that is none: an outcome is allowed
// down to so much below a reservation, and outcomes that differ by no more for
// every party are one.
const Tolerance = 1e-9

// The sizes above which a problem is refused.
const (
	MaxChoices  = 2000
	MaxVariants = 5000
	MaxParties  = 100
	MaxLinkages = 20000
	maxTable    = 4 << 20 // variants of all choices, times parties
)

// Problem is what is to be agreed, and what is known of those who have to agree.
type Problem struct {
	Choices  []Choice
	Parties  []Party
	Linkages []Linkage
	// Baseline is the present text, one variant for each choice; nil if none.
	Baseline []int
	// Changed says how much it is to take another variant than the baseline's, by
	// choice; nil counts 1 for each.
	Changed []float64
}

// Choice is an open bracket or point.
type Choice struct {
	Name     string
	Variants []string
}

// Party is somebody whose agreement is needed.
type Party struct {
	Name string
	// Bias is added to the utility of every package.
	Bias float64
	// Reservation is the least utility that the party would sign.
	Reservation float64
	// Values are utilities by choice and variant, weights multiplied in.
	Values [][]float64
	// Spread is by how much a value may be higher or lower than stated, by choice
	// and variant: evenly between the two. Nil where the values are certain.
	Spread [][]float64
	// ReservationSpread is the same of the reservation.
	ReservationSpread float64
	// Terms are worths of several variants together.
	Terms []Term
	// Cap is the highest utility that counts; none where it is 0.
	Cap float64
	// RedLines are variants that the party would not sign.
	RedLines []Pair
}

// Pair is a variant of a choice.
type Pair struct{ Choice, Variant int }

// Term adds to a party's utility where all conditions hold.
type Term struct {
	Value float64
	When  []Condition
}

// Condition holds for a package that has one of some variants of a choice.
type Condition struct {
	Choice   int
	Variants []int
}

// Linkage is kept by a package of which not every condition of If holds, or any
// of Then. So an implication has both, and an exclusion has no Then.
type Linkage struct {
	Name     string
	If, Then []Condition
}

// Kind is a sense in which a package is best.
type Kind string

// The kinds. The objective of each is what Solution says, and is the greatest
// that there is, but for LeastChange, where it is the least.
const (
	Sum            Kind = "sum"             // the sum of utilities
	Nash           Kind = "nash"            // the sum of log(u - r) where every u > r
	MaxMin         Kind = "maxmin"          // the least u - r
	KS             Kind = "ks"              // the least (u - r)/(best - r)
	LeastChange    Kind = "least-change"    // how much differs from the baseline
	MostAcceptable Kind = "most-acceptable" // the share of drawn scenarios in which all accept
)

// Kinds are all kinds in the order in which they are shown.
var Kinds = []Kind{Sum, Nash, MaxMin, KS, LeastChange, MostAcceptable}

// Utility is what a package is worth to a party.
func (pt *Party) Utility(pkg []int) float64 {
	u := pt.Bias
	for i, a := range pkg {
		u += pt.Values[i][a]
	}
	for _, t := range pt.Terms {
		if holdAll(t.When, pkg) {
			u += t.Value
		}
	}
	if pt.Cap != 0 {
		u = min(u, pt.Cap)
	}
	return u
}

// Values are what a package is worth, party by party.
func (p *Problem) Values(pkg []int) []float64 {
	out := make([]float64, len(p.Parties))
	for i := range p.Parties {
		out[i] = p.Parties[i].Utility(pkg)
	}
	return out
}

func holdAll(when []Condition, pkg []int) bool {
	for _, c := range when {
		if !c.holds(pkg) {
			return false
		}
	}
	return true
}

func (c Condition) holds(pkg []int) bool { return slices.Contains(c.Variants, pkg[c.Choice]) }

// Keeps reports whether a package keeps the linkage.
func (l Linkage) Keeps(pkg []int) bool {
	for _, c := range l.If {
		if !c.holds(pkg) {
			return true
		}
	}
	for _, c := range l.Then {
		if c.holds(pkg) {
			return true
		}
	}
	return false
}

// Broken is what a package breaks.
type Broken struct {
	Linkages []int // indexes
	RedLines []int // parties, each once
	Below    []int // parties whose reservation is not reached
}

// Check says what a package breaks; nothing where it is allowed.
func (p *Problem) Check(pkg []int) (b Broken) {
	for i, l := range p.Linkages {
		if !l.Keeps(pkg) {
			b.Linkages = append(b.Linkages, i)
		}
	}
	for i := range p.Parties {
		pt := &p.Parties[i]
		if slices.ContainsFunc(pt.RedLines, func(r Pair) bool { return pkg[r.Choice] == r.Variant }) {
			b.RedLines = append(b.RedLines, i)
		}
		if pt.Utility(pkg) < pt.Reservation-Tolerance {
			b.Below = append(b.Below, i)
		}
	}
	return b
}

// Allowed reports whether nothing is broken.
func (b Broken) Allowed() bool { return len(b.Linkages)+len(b.RedLines)+len(b.Below) == 0 }

// Outcomes is the number of packages, whatever they break.
func (p *Problem) Outcomes() float64 {
	n := 1.0
	for _, c := range p.Choices {
		n *= float64(len(c.Variants))
	}
	return n
}

// Validate refuses what cannot be calculated with.
func (p *Problem) Validate() error {
	switch {
	case len(p.Choices) == 0:
		return fault.Invalidf("there is no choice to make")
	case len(p.Choices) > MaxChoices:
		return fault.Invalidf("%d choices are more than the %d that are calculated with", len(p.Choices), MaxChoices)
	case len(p.Parties) == 0:
		return fault.Invalidf("there is no party")
	case len(p.Parties) > MaxParties:
		return fault.Invalidf("%d parties are more than the %d that are calculated with", len(p.Parties), MaxParties)
	case len(p.Linkages) > MaxLinkages:
		return fault.Invalidf("%d linkages are more than the %d that are calculated with", len(p.Linkages), MaxLinkages)
	}
	total := 0
	for _, c := range p.Choices {
		switch n := len(c.Variants); {
		case n == 0:
			return fault.Invalidf("choice %s has no variant", c.Name)
		case n > MaxVariants:
			return fault.Invalidf("choice %s has %d variants, more than the %d that are calculated with", c.Name, n, MaxVariants)
		default:
			total += n
		}
	}
	if total*len(p.Parties) > maxTable {
		return fault.Invalidf("%d variants for %d parties are more than can be calculated with", total, len(p.Parties))
	}
	for i := range p.Parties {
		if err := p.validateParty(&p.Parties[i]); err != nil {
			return err
		}
	}
	for _, l := range p.Linkages {
		if len(l.If)+len(l.Then) == 0 {
			return fault.Invalidf("linkage %q has no condition", l.Name)
		}
		if !p.known(l.If) || !p.known(l.Then) {
			return fault.Invalidf("linkage %q names a choice or variant that is not there", l.Name)
		}
	}
	if p.Baseline != nil && !p.whole(p.Baseline) {
		return fault.Invalidf("the baseline does not name one variant of every choice")
	}
	if p.Changed != nil && (len(p.Changed) != len(p.Choices) || slices.ContainsFunc(p.Changed, func(x float64) bool { return !(x >= 0) || math.IsInf(x, 0) })) {
		return fault.Invalidf("how much a change counts has to be said of every choice, and to be 0 or more")
	}
	return nil
}

// Whole reports whether a package has one variant of every choice.
func (p *Problem) whole(pkg []int) bool {
	if len(pkg) != len(p.Choices) {
		return false
	}
	for i, a := range pkg {
		if a < 0 || a >= len(p.Choices[i].Variants) {
			return false
		}
	}
	return true
}

func (p *Problem) known(cs []Condition) bool {
	for _, c := range cs {
		if c.Choice < 0 || c.Choice >= len(p.Choices) {
			return false
		}
		for _, v := range c.Variants {
			if v < 0 || v >= len(p.Choices[c.Choice].Variants) {
				return false
			}
		}
	}
	return true
}

func (p *Problem) validateParty(pt *Party) error {
	number := func(x float64, what string) error {
		if math.IsNaN(x) || math.Abs(x) > 1e15 {
			return fault.Invalidf("%s: the %s is %v, which is no number to calculate with", pt.Name, what, x)
		}
		return nil
	}
	if err := number(pt.Bias, "bias"); err != nil {
		return err
	}
	if err := number(pt.Reservation, "reservation"); err != nil {
		return err
	}
	if err := number(pt.Cap, "cap"); err != nil {
		return err
	}
	if err := number(pt.ReservationSpread, "spread of the reservation"); err != nil {
		return err
	}
	for k, table := range [][][]float64{pt.Values, pt.Spread} {
		if k == 1 && table == nil {
			continue
		}
		if len(table) != len(p.Choices) {
			return fault.Invalidf("%s has values for %d of %d choices", pt.Name, len(table), len(p.Choices))
		}
		for i, row := range table {
			if len(row) != len(p.Choices[i].Variants) {
				return fault.Invalidf("%s has values for %d of the %d variants of %s", pt.Name, len(row), len(p.Choices[i].Variants), p.Choices[i].Name)
			}
			for a, x := range row {
				if err := number(x, "value of "+p.Choices[i].Variants[a]+" in "+p.Choices[i].Name); err != nil {
					return err
				}
			}
		}
	}
	for _, t := range pt.Terms {
		if err := number(t.Value, "value of a combination"); err != nil {
			return err
		}
		if !p.known(t.When) {
			return fault.Invalidf("%s: a combination names a choice or variant that is not there", pt.Name)
		}
	}
	for _, r := range pt.RedLines {
		if !p.known([]Condition{{r.Choice, []int{r.Variant}}}) {
			return fault.Invalidf("%s: a red line names a choice or variant that is not there", pt.Name)
		}
	}
	return nil
}
