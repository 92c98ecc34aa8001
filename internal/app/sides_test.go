package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// What is said of an item that was not taken in is taken in without what the room calls
// that: a draw of TestMarkers read such a label in the drafting room.
func TestLabelsOfWhatWasNotTakenIn(t *testing.T) {
	p := both(t)
	bor := app.Actor{Person: "bor.head", Entered: "bor.head"}
	const label = ident.Label("Our demand on the port")
	common := func(l ident.Label) event.Common { return event.Common{Label: l, Parties: []ident.Code{"BOR"}} }
	_, err := p.Give(ctx, bor, event.When{}, "south", app.Gift{Concern: &event.ConcernRaised{Common: common(label), Words: "It is ours."}})
	must(t, err)
	_, err = p.Give(ctx, keeper, event.When{}, "south", app.Gift{Position: &event.PositionTaken{Common: common(""), Stance: event.Supports, On: label}})
	must(t, err)
	there := seat(t, p, "south").Items
	if got := there[len(there)-1].Position.On; got != label {
		t.Errorf("in its room the position is on %q", got)
	}
	s, err := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	must(t, err)
	if len(s.Items) != 1 || s.Items[0].Position == nil {
		t.Fatalf("%d items were taken in", len(s.Items))
	}
	src, err := json.Marshal(s.Items)
	must(t, err)
	if strings.Contains(string(src), "demand") {
		t.Errorf("the drafting room has the label: %s", src)
	}
}
