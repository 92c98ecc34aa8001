package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/collate"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

// The compiled text of a process is the same, byte for byte as JSON, whether what
// was collated before was kept or not, through any history of proposals, changed
// words, deleted points and withdrawals.
func TestKeptIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"line", "buoys", "shall", "the", "seal.", "thirty", "days", "and"})
		words := func() string { return strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), " ") }
		l := newLarge(rapid.IntRange(1, 5).Draw(t, "points"), 4, 0)
		var given []ident.Label
		for n := range rapid.IntRange(1, 12).Draw(t, "acts") {
			s := l.p.rooms[l.id].state.Clone()
			i := rapid.IntRange(0, len(l.text)-1).Draw(t, "point")
			q := s.Instrument("text").Points[i]
			switch rapid.IntRange(0, 6).Draw(t, "act") {
			case 0:
				l.evolve(s, &event.PointWorded{Instrument: "text", Point: q.ID, Heading: q.Heading, Body: words()})
			case 1:
				l.evolve(s, &event.PointDeleted{Instrument: "text", Point: q.ID})
			case 2:
				if len(given) > 0 {
					l.evolve(s, &event.ItemEnded{Label: rapid.SampledFrom(given).Draw(t, "item"), End: event.Withdrawn})
				}
			case 3:
				if len(given) > 0 {
					l.evolve(s, &event.PositionTaken{Common: event.Common{Label: ident.Label(fmt.Sprintf("V %d", n)), Parties: []ident.Code{l.code(n)}},
						On: rapid.SampledFrom(given).Draw(t, "item"), Stance: event.Supports})
				}
			default:
				f := &event.Proposed{Common: event.Common{Label: ident.Label(fmt.Sprintf("P %d", n)), Parties: []ident.Code{l.code(rapid.IntRange(0, 3).Draw(t, "party"))}}}
				f.Body = words()
				if rapid.IntRange(0, 3).Draw(t, "new") > 0 {
					f.Point, f.BaseHeading, f.BaseBody = q.ID, q.Heading, q.Body
					switch rapid.IntRange(0, 5).Draw(t, "how") {
					case 0:
						f.Act, f.Body = "delete", ""
					case 1:
						f.Act, f.Body = "keep", ""
					}
				}
				l.evolve(s, f)
				given = append(given, f.Label)
			}
			l.p.publish(l.id, nil, s)
			kept, err := l.p.Compiled(context.Background(), largeKeeper, "text", AsOf{})
			if err != nil {
				t.Fatal(err)
			}
			anew, _, err := compileItems(s, s.Instrument("text"), func(*room.Item) bool { return true })
			if err != nil {
				t.Fatal(err)
			}
			if a, b := jsontext.WriteCompiled(kept.Text), jsontext.WriteCompiled(anew); !bytes.Equal(a, b) {
				t.Fatalf("%s\nand anew\n%s", a, b)
			}
		}
	})
}

// What is kept is bounded and gives what collate gives, to several at once, and
// nothing of it stays when it is dropped, not even of work that was begun before.
func TestCollated(t *testing.T) {
	var c collated
	lists := func(from int) (all [][]string) {
		for i := range 20 {
			all = append(all, []string{fmt.Sprintf("the line of contact %d stands", from+i), fmt.Sprintf("the line of peace %d stands", from+i)})
		}
		return all
	}
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			all := lists(n % 3 * 10)
			for i, got := range c.now().pieces(all, collate.Word) {
				if want := collate.Texts(all[i], collate.Word); !reflect.DeepEqual(got, want) {
					t.Errorf("%v, want %v", got, want)
				}
			}
		})
	}
	wait.Wait()
	if len(c.young) != 40 {
		t.Errorf("%d are kept", len(c.young))
	}
	before := c.now()
	c.drop()
	before.pieces(lists(0), collate.Word)
	if len(c.young)+len(c.old) != 0 || c.size != 0 {
		t.Error("what was collated for a state from before the destruction was kept")
	}
	long := strings.Repeat("x", mostKept/6)
	for i := range 12 {
		c.now().pieces([][]string{{fmt.Sprint(long, i), fmt.Sprint(long, i, " more")}}, collate.Word)
		if c.size > mostKept {
			t.Fatalf("%d bytes are kept", c.size)
		}
	}
}

// Destroyed words are nowhere in what is kept.
func TestForgottenIsNotKept(t *testing.T) {
	ctx := context.Background()
	ring, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Create(ctx, Config{Log: eventlog.NewMemory(), Ring: ring, Clock: time.Now},
		Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddParty(ctx, largeKeeper, event.When{}, event.PartyIntroduced{Code: "ALD", Name: "Aldmark", Roles: []event.Role{event.RoleSide}}, false); err != nil {
		t.Fatal(err)
	}
	text := plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Number: "1", Body: "The line of contact stands."}}}
	if _, err := p.Record(ctx, largeKeeper, event.When{}, Drafting, room.Import{Text: text}); err != nil {
		t.Fatal(err)
	}
	propose := room.Propose{Proposed: event.Proposed{Common: event.Common{Parties: []ident.Code{"ALD"}}, Point: "p1",
		BaseBody: "The line of contact stands.", Body: "The line of zorkmids stands."}}
	if _, err := p.Record(ctx, largeKeeper, event.When{}, Drafting, propose); err != nil {
		t.Fatal(err)
	}
	compiled := func() string {
		x, err := p.Compiled(ctx, largeKeeper, "", AsOf{})
		if err != nil {
			t.Fatal(err)
		}
		return string(jsontext.WriteCompiled(x.Text))
	}
	kept := func() string { return fmt.Sprint(p.collated.young, p.collated.old) }
	if !strings.Contains(compiled(), "zorkmids") || !strings.Contains(kept(), "zorkmids") {
		t.Fatal("the proposal is not in the text, or nothing is kept")
	}
	s, err := p.seat(largeKeeper, "drafting")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Forget(ctx, largeKeeper, event.When{}, "drafting", []uint64{s.Items[0].Seq}, "asked for"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(kept(), "zorkmids") || strings.Contains(compiled(), "zorkmids") || strings.Contains(kept(), "zorkmids") {
		t.Error("destroyed words are kept")
	}
}
