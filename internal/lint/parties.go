package lint

import (
	"slices"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
)

// named notes who is named at a node.
func (c *checker) named(n *marks.Node) {
	for i := range n.Stances {
		s := &n.Stances[i]
		for _, code := range s.Parties {
			c.stances = append(c.stances, stanceAt{code, c.where(s, code), s})
		}
	}
}

// parties checks who is named. Each code that is not known makes one finding,
// where it stands first.
func (c *checker) parties() {
	count := map[ident.Code]int{}
	for _, s := range c.stances {
		count[s.code]++
	}
	told := map[ident.Code]bool{}
	for _, s := range c.stances {
		if told[s.code] || s.code == ident.Base {
			continue
		}
		switch near := c.near(s.code, count); {
		case len(c.Parties) > 0 && slices.Contains(c.Parties, s.code):
		case len(c.Parties) > 0 && near != "":
			c.add("unknown-party", s.at, "%s is not among the parties%s; is %s meant?", s.code, times(count[s.code]), near)
		case len(c.Parties) > 0:
			c.add("unknown-party", s.at, "%s is not among the parties%s", s.code, times(count[s.code]))
		case near != "" && count[s.code] == 1:
			c.add("unknown-party", s.at, "%s is named here only; is %s meant?", s.code, near)
		}
		told[s.code] = true
	}
	c.nobody()
}

func times(n int) string {
	if n > 1 {
		return ", and is named in other places too"
	}
	return ""
}

// near is the one party whose code is nearly this one: known, or named three
// times and more where nobody is known; "" for none.
func (c *checker) near(code ident.Code, count map[ident.Code]int) (found ident.Code) {
	if len(code) < 3 {
		return ""
	}
	list := c.Parties
	if len(list) == 0 {
		for other, n := range count {
			if n > 2 {
				list = append(list, other)
			}
		}
		slices.Sort(list)
	}
	for _, other := range list {
		if other == code || !mistyped(string(code), string(other)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = other
	}
	return found
}

// mistyped reports whether two codes differ in one letter, one more or less, or
// two that are exchanged; numbers at their end are no slip: EU24 and EU27.
func mistyped(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	if strings.ContainsAny(a+b, "0123456789") {
		return false
	}
	if len(a) == len(b) {
		diff := []int{}
		for i := range len(a) {
			if a[i] != b[i] {
				diff = append(diff, i)
			}
		}
		return len(diff) == 1 && len(a) > 3 || len(diff) == 2 && diff[1] == diff[0]+1 && a[diff[0]] == b[diff[1]] && a[diff[1]] == b[diff[0]]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) != len(a)+1 || len(a) < 3 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[i+1:]
}

// nobody finds brackets that name nobody in a text that names somebody at nearly
// all others.
func (c *checker) nobody() {
	attributed := c.form[marks.Conference] + c.form[marks.Trade]
	if attributed < 3 || 5*len(c.unnamed) > attributed {
		return
	}
	for _, n := range c.unnamed {
		if c.unclearIn(n) {
			continue // somebody is named, and it cannot be read
		}
		c.add("nobody-named", n.From, "nobody is named at this bracket, in a text that names who wants what")
	}
}
