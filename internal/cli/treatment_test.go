package cli

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The report has every line of the ledger that tells of something given to a party, once,
// and says of each the order in which the parties were given it: against a count that is
// drawn from the ledger's own output.
func TestTreatmentIsTheLedger(t *testing.T) {
	if raceEnabled {
		t.Skip("test.sh runs this by itself without -race")
	}
	checks(t, 60, 3000)
	total := 0
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.IntRange(15, 60).Draw(t, "acts"))
		var lines []struct {
			Party, Mode string
			Own         bool `json:"ownCapacity"`
		}
		var out treatmentOut
		for _, x := range []struct {
			args []string
			into any
		}{{[]string{"ledger", "--json"}, &lines}, {[]string{"treatment", "--json"}, &out}} {
			said, exit := d.run(nil, append(x.args, "--by", keeperOf)...)
			if exit != Done {
				t.Fatalf("exit %d: %s", exit, said)
			}
			if err := json.Unmarshal([]byte(said), x.into); err != nil {
				t.Fatal(err, said)
			}
		}
		told, own := map[string]int{}, 0
		for _, l := range lines {
			switch {
			case l.Mode == "" || l.Party == "":
			case l.Own:
				own++
			default:
				told[l.Party]++
			}
		}
		if len(out.Own) != own {
			t.Fatalf("%d were told in their own capacity, the ledger has %d", len(out.Own), own)
		}
		reported := map[string]int{}
		for _, g := range out.Given {
			var order []int
			var after []int64
			for _, y := range g.To {
				if !y.Given {
					if y.When != nil || y.Again != 0 || y.Order != 0 {
						t.Fatalf("not given, and %+v", y)
					}
					continue
				}
				total++
				reported[y.Party] += 1 + y.Again
				order, after = append(order, y.Order), append(after, y.After)
			}
			if len(order) == 0 {
				t.Fatalf("%q was given to nobody", g.Label)
			}
			for i := range order { // so many before it, and one more
				before := 0
				for k := range after {
					if after[k] < after[i] {
						before++
					}
				}
				if order[i] < before+1 || slices.Min(after) != 0 || slices.Min(order) != 1 {
					t.Fatalf("%q: order %v, minutes after the first %v", g.Label, order, after)
				}
			}
		}
		for _, p := range out.Parties {
			if reported[p.Party] != told[p.Party] {
				t.Fatalf("%s was given %d times by the report, %d by the ledger", p.Party, reported[p.Party], told[p.Party])
			}
			things := 0
			for _, g := range out.Given {
				for _, y := range g.To {
					if y.Party == p.Party && y.Given {
						things++
					}
				}
			}
			if things != p.Given {
				t.Fatalf("%s: %d things, said %d", p.Party, things, p.Given)
			}
		}
	})
	if total == 0 {
		t.Error("nothing was ever given")
	}
}
