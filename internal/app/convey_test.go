package app_test

import (
	"strings"
	"testing"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// both is a process with a room for ALD, one for BOR, and one for both.
func both(t testing.TB) *app.Process {
	t.Helper()
	p := founded(t, eventlog.NewMemory(), ring(t))
	must(t, p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: "BOR", Name: "Borovia", Roles: []event.Role{event.RoleSide}}, false))
	must(t, p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: "bor.head", Name: "L. Varga", Party: "BOR"}, false))
	for name, with := range map[string][]ident.Person{"south": {"bor.head"}, "plenary": {"ald.head", "bor.head"}} {
		_, err := p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: name, Kind: event.RoomConsultation, With: with})
		must(t, err)
	}
	return p
}

func given(t testing.TB, p *app.Process, c app.Conveyance) []app.Conveyed {
	t.Helper()
	out, err := p.Convey(ctx, keeper, event.When{}, c)
	must(t, err)
	return out
}

func seat(t testing.TB, p *app.Process, name string) *room.State {
	t.Helper()
	s, err := p.Seat(ctx, keeper, app.In(name), app.AsOf{})
	must(t, err)
	return s
}

func do(t testing.TB, p *app.Process, c room.Command) {
	t.Helper()
	_, err := p.Record(ctx, keeper, event.When{}, app.Drafting, c)
	must(t, err)
}

// Own positions are a party's own: nobody reads in them what another wants.
func TestOwnPositionsOnly(t *testing.T) {
	p := both(t)
	for code, word := range map[ident.Code]string{"ALD": "nineteen", "BOR": "forty"} {
		do(t, p, room.Receive{Label: ident.Label(code + " paper"), Parties: []ident.Code{code}, Text: plan.Text{Points: []plan.Point{
			{Kind: plan.KindPoint, Number: "8", Heading: "Crossing points", Body: "The Parties shall open " + word + " crossing points on the standstill line."}}}})
	}
	c := app.Conveyance{Compile: []ident.Label{"ALD paper", "BOR paper"}, Rooms: []string{"north", "south"}, Mode: event.ModeHandedOver, Rendering: event.OwnOnly}
	for _, x := range given(t, p, c) {
		var all strings.Builder
		for _, q := range x.Given.Points {
			all.WriteString(q.Body)
		}
		own, other := "nineteen", "forty"
		if x.Room.Name == "south" {
			own, other = other, own
		}
		if !strings.Contains(all.String(), own) || strings.Contains(all.String(), other) {
			t.Errorf("%s reads as its own positions: %s", x.Room.Name, all.String())
		}
		if len(x.Tie.Compiled) != 1 {
			t.Errorf("%s: %q were compiled", x.Room.Name, x.Tie.Compiled)
		}
	}
	c.Rooms = []string{"plenary"}
	if _, err := p.Convey(ctx, keeper, event.When{}, c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("two parties were shown their own positions in one text: %v", err)
	}
}

// Nobody who is named as a recipient is passed over in silence.
func TestRecipientsReached(t *testing.T) {
	p := both(t)
	c := app.Conveyance{Rooms: []string{"north"}, Mode: event.ModeHandedOver, To: []event.Copy{{Party: "ALD"}, {Party: "BOR"}}}
	if _, err := p.Convey(ctx, keeper, event.When{}, c); fault.KindOf(err) != fault.NotFound {
		t.Errorf("words were conveyed past BOR, whom the room does not know: %v", err)
	}
	c.To, c.Copies = nil, map[ident.Code]int{"BOR": 2}
	if _, err := p.Convey(ctx, keeper, event.When{}, c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("BOR's copy was numbered, and BOR given none: %v", err)
	}
	c.Rooms = []string{"north", "south"}
	given(t, p, c) // each party where it is known
}

// A number that is asked for goes before those that are counted.
func TestCopyNumbers(t *testing.T) {
	p := both(t)
	x := given(t, p, app.Conveyance{Rooms: []string{"plenary"}, Mode: event.ModeHandedOver, Copies: map[ident.Code]int{"BOR": 1}})
	if k := x[0].Given.Copies; k[0].Number != 2 || k[1].Number != 1 {
		t.Errorf("copies %+v", k)
	}
}

// A briefing gives no words, and so neither identifiers nor numbers.
func TestBriefingGivesNoIdentifiers(t *testing.T) {
	p := both(t)
	given(t, p, app.Conveyance{Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeBriefed, Gist: "crossing points"})
	do(t, p, room.Delete{Point: "p1"})
	do(t, p, room.Renumber{Drop: true})
	given(t, p, app.Conveyance{Points: []string{"p8"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver}) // printed as 7
	x := given(t, p, app.Conveyance{Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver})
	if q := x[0].Given.Points[0]; q.ID != "p6" || q.Number != "6" {
		t.Errorf("given as %s, printed as %s", q.ID, q.Number)
	}
	do(t, p, room.Delete{Point: "p9"})
	given(t, p, app.Conveyance{Rooms: []string{"north"}, Mode: event.ModeHandedOver})
	seen := map[ident.Point]bool{}
	for _, q := range seat(t, p, "north").Given[3].Points {
		if seen[q.ID] {
			t.Errorf("two points are called %s", q.ID)
		}
		seen[q.ID] = true
	}
}

// What a correction takes the place of in a room is the whole text, though a
// point of it was given there since, and where it is a correction of one that the
// room never saw, what that one corrects.
func TestCorrectionsCorrect(t *testing.T) {
	p := both(t)
	circulate := func(corrects ident.Label, to ...string) []app.Conveyed {
		do(t, p, room.Word{Point: "p7", Heading: "Crossing points", Body: "Reads otherwise after " + string(corrects) + "."})
		out, err := p.Circulate(ctx, keeper, event.When{}, app.Circulation{Circulate: room.Circulate{Corrects: corrects}, Rooms: to})
		must(t, err)
		return out.Conveyed
	}
	circulate("", "north", "south")
	given(t, p, app.Conveyance{From: "Text 1", Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver, Label: "Extract"})
	given(t, p, app.Conveyance{From: "Text 1", Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeBriefed, Gist: "what is wrong in it"})
	circulate("Text 1", "north")
	circulate("Text 2", "south")
	for _, name := range []string{"north", "south"} {
		if g := seat(t, p, name).GivenAs("Text 1"); g.Superseded == "" {
			t.Errorf("%s: Text 1 stands as if nothing corrected it", name)
		}
	}
}
