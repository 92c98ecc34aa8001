package cli

import (
	"nonpaper/internal/app"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/view"
)

type textHoldersCmd struct {
	reads
	Label string `arg:"" help:"Text 5."`
}

func (c *textHoldersCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, seats, err := s.draftingAnd(at)
		if err != nil {
			return "", nil, err
		}
		label := r.Canonical(ident.Label(c.Label))
		if r.Text(label) == nil {
			return "", nil, fault.NotFoundf("no text %q stands in the room %q", label, r.Name).WithHint("Try: nonpaper text list")
		}
		h := view.Holders(r, seats, label)
		return sayHolders(string(label), h), holdersJSON(h), nil
	})
}

func sayHolders(label string, holders []view.Holding) string {
	if len(holders) == 0 {
		return "Nobody holds a copy of " + label + ".\n"
	}
	rows := [][]string{}
	for _, h := range holders {
		reached := ""
		switch {
		case h.Gone != nil:
			reached = "copy destroyed " + sayWhen(h.Gone.When)
		case h.Returned != nil:
			reached = "copy returned " + sayWhen(h.Returned.When)
		}
		if reached != "" && h.Corrected {
			reached += ", "
		}
		switch {
		case h.Reached:
			reached += "the correction has reached them"
		case h.Corrected:
			reached += "the correction has not reached them"
		}
		which := "copy " + itoa(h.Copy)
		if h.Copy == 0 {
			which = "a copy"
		}
		rows = append(rows, []string{"  " + knower(&h.Line), which, sayWhen(h.When), h.Room, reached})
	}
	return "Holders of " + label + "\n" + columns(rows)
}

type holderJSON struct {
	Party     string    `json:"party"`
	Person    string    `json:"person,omitempty"`
	Own       bool      `json:"ownCapacity,omitempty"`
	Copy      int       `json:"copy"`
	Room      string    `json:"room"`
	When      *whenJSON `json:"when"`
	Returned  *whenJSON `json:"returned,omitempty"`
	Gone      *whenJSON `json:"destroyed,omitempty"`
	Corrected bool      `json:"corrected"`
	Reached   bool      `json:"correctionReached"`
}

func holdersJSON(list []view.Holding) []holderJSON {
	out := []holderJSON{}
	for _, h := range list {
		x := holderJSON{Party: string(h.Party), Person: string(h.Person), Own: h.Own, Copy: h.Copy, Room: h.Room, When: jsonWhen(h.When), Corrected: h.Corrected, Reached: h.Reached}
		if h.Returned != nil {
			x.Returned = jsonWhen(h.Returned.When)
		}
		if h.Gone != nil {
			x.Gone = jsonWhen(h.Gone.When)
		}
		out = append(out, x)
	}
	return out
}
