package app_test

import (
	"testing"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Whoever acts for somebody sees no room that is not their own too.
func TestReadsOnlyWhatBothMay(t *testing.T) {
	p := founded(t, eventlog.NewMemory(), ring(t))
	must(t, p.KeepDraft(ctx, keeper, event.When{}, event.DraftKept{Name: "d", Point: "p7", Body: "Untabled words."}))
	for who, want := range map[app.Actor][]string{
		{Person: "m.rhee", Entered: "m.rhee"}:     {"desk", "drafting", "drafts-of-m.rhee", "north"},
		{Person: "ald.head", Entered: "m.rhee"}:   {"north"},
		{Person: "m.rhee", Entered: "ald.head"}:   {"north"},
		{Person: "ald.head", Entered: "ald.head"}: {"north"},
	} {
		seats, err := p.Seats(ctx, who, app.AsOf{})
		must(t, err)
		var got []string
		for _, s := range seats {
			got = append(got, s.Name)
		}
		if len(got) != len(want) {
			t.Errorf("%s, entered by %s, reads %q, not %q", who.Person, who.Entered, got, want)
		}
	}
	borrowed := app.Actor{Person: "m.rhee", Entered: "ald.head"}
	if _, _, err := p.Export(ctx, borrowed, "drafting"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the drafting room is exported for somebody who is no member: %v", err)
	}
	for _, who := range []ident.Person{"ald.head", "nobody"} { // whom the desk knows is not theirs to find out
		if _, err := p.Introduce(ctx, borrowed, event.When{}, "north", nil, []ident.Person{who}); fault.KindOf(err) == fault.NotFound {
			t.Errorf("introducing %s says whether the desk knows them: %v", who, err)
		}
	}
}
