package app_test

import (
	"sync"
	"testing"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// A room is succeeded while others read the rooms that it takes from; what they
// read does not change under them.
func TestSucceedWhileOthersRead(t *testing.T) {
	p := both(t)
	given(t, p, app.Conveyance{Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver})
	s := seat(t, p, "north")
	done := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			d, err := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
			if err != nil || d.Conveyed[0].Points[0].Body == "" {
				t.Error("the words are gone", err)
				return
			}
		}
	})
	_, err := p.Succeed(ctx, keeper, event.When{}, app.Succession{Old: "north", Name: "north-2", With: []ident.Person{"bor.head"}, Entries: []uint64{s.Given[0].Seq}, Close: true})
	close(done)
	reading.Wait()
	must(t, err)
	_, err = p.Succeed(ctx, keeper, event.When{}, app.Succession{Old: "drafting", Name: "drafting-2", Close: true})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("the drafting room was succeeded by one without its text: %v", err)
	}
}

// A body is destroyed once, whoever asks for it at the same time.
func TestForgetOnce(t *testing.T) {
	p := both(t)
	do(t, p, room.MakeNote{NoteMade: event.NoteMade{Words: "to be forgotten"}})
	s, err := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	must(t, err)
	var all sync.WaitGroup
	var mu sync.Mutex
	destroyed := 0
	for range 8 {
		all.Go(func() {
			if _, err := p.Forget(ctx, keeper, event.When{}, "drafting", []uint64{s.Notes[0].Seq}, "asked for"); err == nil {
				mu.Lock()
				destroyed++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if destroyed != 1 {
		t.Errorf("one body was destroyed %d times", destroyed)
	}
}

// A point that only others have, in a text compiled from theirs, is none of ours,
// whatever it is called.
func TestOthersPointsAreNotOurs(t *testing.T) {
	p := both(t)
	do(t, p, room.Delete{Point: "p28"})
	do(t, p, room.Receive{Label: "ALD paper", Parties: []ident.Code{"ALD"}, Text: plan.Text{Points: []plan.Point{
		{ID: "p28", Kind: plan.KindPoint, Number: "28", Heading: "Fisheries", Body: "A joint fund shall pay for the nets of both shores."}}}})
	for _, x := range given(t, p, app.Conveyance{Compile: []ident.Label{"ALD paper"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver}) {
		for _, q := range x.Tie.Points {
			if q.ID == "p28" {
				t.Errorf("the ledger has %s as given with the words %q", q.ID, q.Body)
			}
		}
	}
}

// A correction that is carried over without the text that it corrects does not
// say that there was one.
func TestSuccessorSaysNothingOfWhatWasNotChosen(t *testing.T) {
	p := both(t)
	circulate := func(corrects ident.Label) {
		do(t, p, room.Word{Point: "p7", Heading: "Crossing points", Body: "Reads otherwise after " + string(corrects) + "."})
		_, err := p.Circulate(ctx, keeper, event.When{}, app.Circulation{Circulate: room.Circulate{Corrects: corrects}, Rooms: []string{"north"}})
		must(t, err)
	}
	circulate("")
	circulate("Text 1")
	for name, n := range map[string]int{"only-the-correction": 1, "both-of-them": 2} {
		var seqs []uint64
		for _, g := range seat(t, p, "north").Given[2-n:] {
			seqs = append(seqs, g.Seq)
		}
		r, err := p.Succeed(ctx, keeper, event.When{}, app.Succession{Old: "north", Name: name, With: []ident.Person{"bor.head"}, Entries: seqs})
		must(t, err)
		if corrects := r.Room.GivenAs("Text 2").Corrects; (corrects != "") != (n == 2) {
			t.Errorf("%s: corrects %q", name, corrects)
		}
	}
}

// Newcomers were given what is carried over when they joined, and not when the
// others were.
func TestNewcomersAreGivenItNow(t *testing.T) {
	p := both(t)
	_, err := p.Convey(ctx, keeper, event.When{From: 1000}, app.Conveyance{Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeHandedOver})
	must(t, err)
	_, err = p.Succeed(ctx, keeper, event.When{From: 2000}, app.Succession{Old: "north", Name: "north-2", With: []ident.Person{"bor.head"}, Entries: []uint64{seat(t, p, "north").Given[0].Seq}})
	must(t, err)
	for _, l := range view.Own(seat(t, p, "north-2")) {
		if want := map[ident.Code]int64{"ALD": 1000, "BOR": 2000}[l.Party]; l.When.From != want {
			t.Errorf("%s was given it at %d, the room says %d", l.Party, want, l.When.From)
		}
	}
}
