package room

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// life leads a drafting room through drawn commands.
type life struct {
	t       *rapid.T
	state   *State
	entries []event.Entry
}

// do carries a command out on a clone, as a writer does, and reports whether it
// was allowed.
func (l *life) do(c Command) bool {
	facts, err := l.state.Decide(c)
	if err != nil {
		return false
	}
	next := l.state.Clone()
	for _, f := range facts {
		e := event.Entry{Seq: next.Entries, Time: int64(next.Entries), Body: event.Body{Actor: "m.rhee", Entered: "m.rhee", When: event.When{From: int64(next.Entries)}, Fact: f}}
		body := event.Encode(&e.Body) // what is recorded is what is read back
		if err := new(event.Decoder).Decode(body, &e.Body); err != nil {
			l.t.Fatal(err)
		}
		next.Evolve(&e)
		l.entries = append(l.entries, e)
	}
	l.state = next
	return true
}

// folded is the state that the first n entries make.
func (l *life) folded(n int) *State {
	s := New(ident.Room{})
	for i := range l.entries[:n] {
		e := l.entries[i]
		body := event.Encode(&e.Body) // facts of its own, so that nothing is shared by chance
		if err := new(event.Decoder).Decode(body, &e.Body); err != nil {
			l.t.Fatal(err)
		}
		s.Evolve(&e)
	}
	return s
}

var sentences = []string{
	"The Parties shall observe a standstill along the line of contact.", "A mission of eighty monitors shall watch the lakes by day.",
	"Two crossing points shall be opened for residents.", "A fund for the fisheries shall be filled in equal parts.",
	"Any dispute shall be brought before the Joint Council.", "Mines shall be cleared within ninety days.", "Ця рамкова угода набирає чинності після підписання.",
}

func (l *life) words() string {
	n := rapid.IntRange(1, 3).Draw(l.t, "sentences")
	s := ""
	for range n {
		s += rapid.SampledFrom(sentences).Draw(l.t, "sentence") + " "
	}
	return s[:len(s)-1]
}

// point names a point as somebody might: by identity, by number, or wrongly.
func (l *life) point() string {
	if len(l.state.Instruments) == 0 || rapid.IntRange(0, 9).Draw(l.t, "wrong") == 0 {
		return "p99"
	}
	in := rapid.SampledFrom(l.state.Instruments).Draw(l.t, "instrument")
	if len(in.Points) == 0 {
		return "1"
	}
	p := rapid.SampledFrom(in.Points).Draw(l.t, "point")
	if rapid.Bool().Draw(l.t, "by number") {
		return p.Number
	}
	return string(p.ID)
}

func (l *life) instrument() ident.Instrument {
	return rapid.SampledFrom([]ident.Instrument{"", "text", "fund"}).Draw(l.t, "name")
}

func (l *life) text() plan.Text {
	var t plan.Text
	for i := range rapid.IntRange(1, 8).Draw(l.t, "points") {
		t.Points = append(t.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Heading: "Point", Body: l.words()})
	}
	return t
}

func (l *life) command() Command {
	switch rapid.IntRange(0, 16).Draw(l.t, "command") {
	case 0, 1:
		return Import{Instrument: l.instrument(), Text: l.text()}
	case 2, 3, 4:
		return Word{Instrument: l.instrument(), Point: l.point(), Heading: "Point", Body: l.words()}
	case 5:
		return Add{Instrument: l.instrument(), After: l.point(), Body: l.words()}
	case 6:
		return Delete{Instrument: l.instrument(), Point: l.point(), Into: []string{l.point()}}
	case 7:
		return Move{Instrument: l.instrument(), Point: l.point(), After: l.point()}
	case 8:
		return Transfer{From: l.instrument(), Point: l.point(), To: "fund"}
	case 9:
		return OpenInstrument{event.InstrumentOpened{Instrument: "fund", Title: "Fund"}}
	case 10:
		return Renumber{Instrument: l.instrument(), Drop: rapid.Bool().Draw(l.t, "drop")}
	case 11, 12:
		return Circulate{Instrument: l.instrument()}
	case 13:
		in, err := l.state.Find(l.instrument())
		if err != nil {
			return MakeNote{event.NoteMade{Words: "nothing yet"}}
		}
		points := in.Current()
		return Convey{event.Conveyed{Room: ident.Room{byte(rapid.IntRange(1, 3).Draw(l.t, "room"))}, Instrument: in.Instrument, Mode: event.ModeHandedOver, Points: points,
			Locals: l.state.Locals(ident.Room{1}, New(ident.Room{1}), points)}}
	case 14:
		return MakeNote{event.NoteMade{Words: l.words()}}
	case 15:
		return IntroducePerson{event.PersonIntroduced{Person: "ald.head", Name: l.words(), Party: "ALD"}}
	}
	return ShowAuthority{event.AuthorityShown{Person: "ald.head", Binding: event.BindFullPowers}}
}

func begin(t *rapid.T) *life {
	l := &life{t: t, state: New(ident.Room{})}
	for _, c := range []Command{Open{Name: "drafting", Kind: event.RoomDrafting}, IntroduceParty{event.PartyIntroduced{Code: "ALD", Name: "Aldmark"}},
		IntroducePerson{event.PersonIntroduced{Person: "m.rhee", Name: "Magnus Rhee"}}, AddMember{Person: "m.rhee", Writes: true}} {
		if !l.do(c) {
			t.Fatalf("%T is refused", c)
		}
	}
	return l
}

// A state is what its entries make, whatever clones were made on the way, and one
// that was cloned is not changed by what happens to the clone.
func TestStateFollowsFromEntries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		type snapshot struct {
			state *State
			n     int
		}
		var kept []snapshot
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			kept = append(kept, snapshot{l.state, len(l.entries)})
			l.do(l.command())
		}
		kept = append(kept, snapshot{l.state, len(l.entries)})
		for _, k := range kept {
			if want := l.folded(k.n); !reflect.DeepEqual(k.state, want) {
				t.Fatalf("after %d entries the state is not what they make", k.n)
			}
		}
	})
}

// What was circulated, conveyed or received never changes; a point keeps its
// identity and stands once; printed numbers change by acts that say so.
func TestTextsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		circulated := map[ident.Label][32]byte{}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			numbers := map[string]string{}
			for _, in := range l.state.Instruments {
				for _, p := range in.Points {
					numbers[string(in.Instrument)+" "+string(p.ID)] = p.Number
				}
			}
			c := l.command()
			if !l.do(c) {
				continue
			}
			for _, x := range l.state.Texts {
				h := Hash(x.Points)
				if was, known := circulated[x.Label]; known && was != h {
					t.Fatalf("%T changed %s", c, x.Label)
				}
				circulated[x.Label] = h
			}
			for _, in := range l.state.Instruments {
				seen := map[ident.Point]bool{}
				for _, p := range in.Points {
					if seen[p.ID] {
						t.Fatalf("%T: %s stands twice in %s", c, p.ID, in.Instrument)
					}
					seen[p.ID] = true
					was, known := numbers[string(in.Instrument)+" "+string(p.ID)]
					switch c.(type) {
					case Renumber, Import, Transfer:
					default:
						if known && was != p.Number {
							t.Fatalf("%T changed the number of %s from %s to %s", c, p.ID, was, p.Number)
						}
					}
				}
			}
		}
	})
}

// A point that leaves a text leaves its slot, in every act but one that says it
// drops slots.
func TestSlotsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		known := map[string]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			c := l.command()
			if !l.do(c) {
				continue
			}
			if r, is := c.(Renumber); is && r.Drop {
				clear(known)
			}
			now := map[string]bool{}
			for _, in := range l.state.Instruments {
				for _, p := range in.Points {
					now[string(in.Instrument)+" "+string(p.ID)] = true
				}
			}
			for k := range known {
				if !now[k] {
					t.Fatalf("%T lost %s", c, k)
				}
			}
			known = now
		}
	})
}

// Entries whose ground was destroyed are taken as far as they go.
func TestEntriesWithoutGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			l.do(l.command())
		}
		s := New(ident.Room{})
		for i := range l.entries {
			e := l.entries[i]
			e.Gone = rapid.Bool().Draw(t, "gone")
			s.Evolve(&e)
		}
		if s.Entries != uint64(len(l.entries)) {
			t.Fatalf("%d entries are counted", s.Entries)
		}
	})
}

// An identity is used once in a room's life, also when its slot is no longer
// printed.
func TestIdentitiesAreNotUsedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		gone := map[ident.Point]bool{}
		had := map[ident.Point]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			c := l.command()
			if !l.do(c) {
				continue
			}
			now := map[ident.Point]bool{}
			for _, in := range l.state.Instruments {
				for _, p := range in.Points {
					now[p.ID] = true
					if gone[p.ID] {
						t.Fatalf("%T calls a point %s, as one was called before", c, p.ID)
					}
				}
			}
			for id := range had {
				if !now[id] {
					gone[id] = true
				}
			}
			had = now
		}
	})
}

// A working text that is written to a file and read in again changes nothing.
func TestImportOfWhatStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			l.do(l.command())
			if len(l.state.Instruments) == 0 {
				continue
			}
			in := rapid.SampledFrom(l.state.Instruments).Draw(t, "written")
			read, words := plan.Text{}, map[string]bool{}
			for _, p := range in.Points {
				if words[p.Body] && !p.Deleted {
					return // which of two alike is which is not said by their words
				}
				words[p.Body] = true
				read.Points = append(read.Points, ToPlan(p.Point))
			}
			facts, err := l.state.Decide(Import{Instrument: in.Instrument, Text: read})
			if err == nil {
				t.Fatalf("%+v\nis read as\n%+v", in.Current(), facts[0].(*event.TextImported).Points)
			}
		}
	})
}

// Somebody always keeps a room, and all who read it are listed.
func TestMembersAreListedAndOneKeeps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		l.do(AddMember{Person: "m.rhee", Writes: true})
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			who := rapid.SampledFrom([]ident.Person{"m.rhee", "ald.head"}).Draw(t, "who")
			if rapid.Bool().Draw(t, "leaves") {
				l.do(RemoveMember{Person: who})
			} else {
				l.do(AddMember{Person: who, Writes: rapid.Bool().Draw(t, "keeps")})
			}
			if !l.state.Keeps("m.rhee") && !l.state.Keeps("ald.head") {
				t.Fatal("nobody keeps the room")
			}
			delete(l.state.People, rapid.SampledFrom([]ident.Person{"", "m.rhee", "ald.head"}).Draw(t, "introduction destroyed"))
			listed := map[ident.Person]bool{}
			for _, m := range l.state.MembersInOrder() {
				listed[m.Person] = true
			}
			for _, who := range []ident.Person{"m.rhee", "ald.head"} {
				if l.state.Reads(who) != listed[who] {
					t.Fatalf("%s reads: %v, listed: %v", who, l.state.Reads(who), listed[who])
				}
			}
		}
	})
}
