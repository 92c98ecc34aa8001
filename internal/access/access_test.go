package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

var people = []ident.Person{"m.rhee", "ald.head", "ald.pm", "bor.head", "outsider"}

// drawn is a room with drawn members.
func drawn(t *rapid.T) *room.State {
	s := room.New(ident.Room{})
	take := func(f event.Fact) {
		s.Evolve(&event.Entry{Seq: s.Entries, Body: event.Body{Fact: f}})
	}
	take(&event.RoomOpened{Name: "north", Kind: rapid.SampledFrom([]event.RoomKind{event.RoomConsultation, event.RoomDrafting, event.RoomPrivate}).Draw(t, "kind")})
	for who, party := range map[ident.Person]ident.Code{"m.rhee": "", "ald.head": "ALD", "ald.pm": "ALD", "bor.head": "BOR"} {
		take(&event.PersonIntroduced{Person: who, Party: party})
	}
	for _, l := range []ident.Label{"P 1", "P 2"} {
		take(&event.Proposed{Common: event.Common{Label: l, Parties: rapid.SampledFrom([][]ident.Code{{"ALD"}, {"BOR"}, {"ALD", "BOR"}}).Draw(t, "parties")}})
	}
	for range rapid.IntRange(0, 8).Draw(t, "acts") {
		who := rapid.SampledFrom(people).Draw(t, "who")
		if rapid.Bool().Draw(t, "leaves") {
			take(&event.MemberLeft{Person: who})
		} else {
			take(&event.MemberAdded{Person: who, Writes: rapid.Bool().Draw(t, "keeps")})
		}
	}
	return s
}

// Nobody does anything in a room that either they or whoever enters it may not
// read; and nobody keeps it through somebody who does.
func TestMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		for _, actor := range people {
			for _, entered := range people {
				for _, act := range []access.Act{access.Read, access.Speak, access.Keep, access.Person} {
					if !access.May(s, act, actor, entered) {
						continue
					}
					keep := s.Keeps(actor) && s.Keeps(entered)
					switch {
					case !s.Reads(actor), !s.Reads(entered):
						t.Fatalf("act %d of %s, entered by %s: one of them is no member", act, actor, entered)
					case act == access.Speak && actor != entered && !s.Keeps(entered),
						act == access.Keep && !keep,
						act == access.Person && (actor != entered || s.Kind != event.RoomPrivate || !keep):
						t.Fatalf("act %d of %s, entered by %s", act, actor, entered)
					}
				}
			}
		}
	})
}

// What stands in the record as a party's was said by its people, or by whoever
// keeps the room.
func TestOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		actor, of := rapid.SampledFrom(people).Draw(t, "actor"), rapid.SampledFrom(people).Draw(t, "of")
		for _, c := range []room.Command{
			room.Acknowledge{Receipt: event.Receipt{Label: "Text 1", Party: s.PartyOf(of)}},
			room.Initial{Person: of, Label: "Text 1"},
			room.ShowAuthority{AuthorityShown: event.AuthorityShown{Person: of}},
			room.NoAuthority{AuthorityNotSeen: event.AuthorityNotSeen{Person: of, Withdrawn: true}},
		} {
			if access.Own(s, c, actor) && !s.Keeps(actor) && s.PartyOf(actor) != s.PartyOf(of) {
				t.Fatalf("%s says %T of %s", actor, c, of)
			}
		}
		for _, l := range []ident.Label{"P 1", "P 2"} {
			for _, c := range []room.Command{
				room.Propose{Proposed: event.Proposed{Common: event.Common{Parties: s.Item(l).Parties}}},
				room.RaiseConcern{ConcernRaised: event.ConcernRaised{Common: event.Common{Parties: s.Item(l).Parties}}},
				room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Withdrawn}},
			} {
				if access.Own(s, c, actor) && !s.Keeps(actor) && !slices.Equal(s.Item(l).Parties, []ident.Code{s.PartyOf(actor)}) {
					t.Fatalf("%s says %T for %v", actor, c, s.Item(l).Parties)
				}
			}
			for _, c := range []room.Command{
				room.LiftTerms{TermsLifted: event.TermsLifted{Label: l, By: of}},
				room.AnswerItem{ItemAnswered: event.ItemAnswered{Label: l, By: of}},
				room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Withdrawn, Party: s.PartyOf(of)}},
			} {
				if _, ends := c.(room.EndItem); ends && s.PartyOf(of) == "" { // the whole of it
					continue
				}
				if access.Own(s, c, actor) && !s.Keeps(actor) && (s.PartyOf(actor) != s.PartyOf(of) || !slices.Contains(s.Item(l).Parties, s.PartyOf(of))) {
					t.Fatalf("%s says %T of %s for %v", actor, c, of, s.Item(l).Parties)
				}
			}
			if access.Own(s, room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Undone}}, actor) && !s.Keeps(actor) {
				t.Fatalf("%s takes back what others recorded", actor)
			}
		}
		if !access.Own(s, room.MakeNote{}, actor) {
			t.Fatal("a note is its author's own")
		}
	})
}
