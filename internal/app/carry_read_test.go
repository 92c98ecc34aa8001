package app

import (
	"strings"
	"testing"

	"nonpaper/internal/carry"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// What becomes of each act when its point changes: silence is never read as consent
// to new words.
func TestRead(t *testing.T) {
	const old, grown = "The line holds.", "The line of contact holds."
	gone := &event.Point{ID: "p1", Number: "1", Deleted: true, Into: []ident.Point{"p2"}}
	now := func(s string) *event.Point { return &event.Point{ID: "p1", Number: "1", Body: s} }
	for _, c := range []struct {
		name     string
		act      string
		wants    string
		now      *event.Point
		gone     bool // what it is to follow
		body     string
		met      bool
		whyWords string
	}{
		{"a wording", "", "The line holds for a year.", now(grown), false, "The line of contact holds for a year.", false, ""},
		{"a wording that is there now", "", grown, now(grown), false, grown, true, ""},
		{"a wording for the words as they were", "", old, now(grown), false, "", false, "as they were"},
		{"a wording of a point that is gone", "", "The line holds for a year.", gone, false, "", false, "taken out; its words went into p2"},
		{"delete", "delete", "", now(grown), false, "", false, "of other words: delete"},
		{"delete, and it was", "delete", "", gone, false, "", true, ""},
		{"delete, on the same words", "delete", "", now(old), false, "", false, ""},
		{"keep", "keep", "", now(grown), false, "", false, "of other words: keep"},
		{"keep, and it was taken out", "keep", "", gone, false, "", false, "taken out"},
		{"move", "move", "", now(grown), false, "", false, ""},
		{"move behind what is gone", "move", "", now(grown), true, "", false, "follow is gone"},
		{"move of what is gone", "move", "", gone, false, "", false, "taken out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &event.Proposed{Point: "p1", Act: c.act, Body: c.wants, BaseBody: old}
			x := read(&room.Item{Proposal: p}, c.now, c.gone, new(carry.Merger))
			switch {
			case c.whyWords != "":
				if x.Fact != nil || !strings.Contains(x.Why, c.whyWords) {
					t.Fatalf("%+v %q, want it asked: %s", x.Fact, x.Why, c.whyWords)
				}
			case x.Fact == nil || x.Fact.Body != c.body || x.Fact.Met != c.met || x.Fact.Act != c.act:
				t.Fatalf("%+v %q, want %q, met %v", x.Fact, x.Why, c.body, c.met)
			}
		})
	}
}
