package plan

import "testing"

func TestNumberOrder(t *testing.T) {
	rising := []string{"premier", "2", "3", "3 alt", "3 bis", "3 bis alt 2", "3 ter", "3.1", "3.2", "3.10", "4", "VI", "6a", "7"}
	for i, a := range rising {
		n, ok := ParseNumber(a)
		if !ok {
			t.Fatalf("%q is no number", a)
		}
		for _, b := range rising[i+1:] {
			m, ok := ParseNumber(b)
			if !ok {
				t.Fatalf("%q is no number", b)
			}
			if n.Compare(m) >= 0 {
				t.Errorf("%s does not come before %s", a, b)
			}
		}
	}
	for _, s := range []string{"", "the", "6 persons", "[deleted]"} {
		if _, ok := ParseNumber(s); ok {
			t.Errorf("%q is a number", s)
		}
	}
}

func TestAddedTo(t *testing.T) {
	for _, x := range []struct {
		n, m string
		want bool
	}{{"9 bis", "9", true}, {"9 ter", "9", true}, {"9", "9", false}, {"9 alt", "9", false}, {"9 bis", "8", false}, {"3.bis", "3", true}} {
		n, _ := ParseNumber(x.n)
		m, _ := ParseNumber(x.m)
		if n.AddedTo(m) != x.want {
			t.Errorf("%s added to %s: %v", x.n, x.m, !x.want)
		}
	}
}
