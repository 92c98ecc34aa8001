package app_test

import (
	"slices"
	"testing"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// What is kept for searching follows the record: new entries are found, those that
// were destroyed are not, and nobody finds what they may not read.
func TestFind(t *testing.T) {
	p := both(t)
	find := func(who ident.Person, at app.AsOf, query string) (seqs []uint64) {
		t.Helper()
		hits, _, err := p.Find(ctx, app.Actor{Person: who, Entered: who}, "", at, query)
		must(t, err)
		for _, h := range hits {
			seqs = append(seqs, h.Seq)
		}
		return seqs
	}
	do(t, p, room.MakeNote{NoteMade: event.NoteMade{Words: "A ferry to be forgotten."}})
	if got := find(keeper.Person, app.AsOf{}, "ferry"); len(got) != 1 {
		t.Fatalf("a note is found at %v", got)
	}
	do(t, p, room.MakeNote{NoteMade: event.NoteMade{Words: "Another ferry, to be kept."}})
	both := find(keeper.Person, app.AsOf{}, "ferry")
	if len(both) != 2 {
		t.Fatalf("two notes are found at %v", both)
	}
	if got := find("bor.head", app.AsOf{}, "ferry"); len(got) != 0 {
		t.Errorf("a delegation finds the drafting room's %v", got)
	}
	if got := find(keeper.Person, app.AsOf{Entered: 1}, "ferry"); len(got) != 0 {
		t.Errorf("%v are found before anything was entered", got)
	}
	_, err := p.Forget(ctx, keeper, event.When{}, "drafting", []uint64{slices.Min(both)}, "asked for")
	must(t, err)
	if got := find(keeper.Person, app.AsOf{}, "forgotten"); len(got) != 0 {
		t.Errorf("what was destroyed is found at %v", got)
	}
	if got := find(keeper.Person, app.AsOf{}, "ferry"); !slices.Equal(got, []uint64{slices.Max(both)}) {
		t.Errorf("after one of %v was destroyed, %v are found", both, got)
	}
}
