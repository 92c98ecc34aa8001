package app_test

import (
	"crypto/rand"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

var soak = flag.Bool("soak", false, "run the long tests")

// gift is what the model knows of a proposal: its words, who gave it, and on what
// terms it is now.
type gift struct {
	words   string // in a row, and nowhere else
	party   ident.Code
	room    string
	label   ident.Label
	release event.Release
	before  int64               // not before, 0 for no date
	had     map[ident.Code]bool // who was given the words while that was allowed
}

// may is the model of the terms, written down apart from the program.
func (g *gift) may(to ident.Code, at int64) bool {
	return g.party == to || g.had[to] || g.release != event.ReleaseMediator && at >= g.before
}

// Nothing is conveyed beyond its terms: in any history of giving, lifting, writing
// into the text and conveying, words that a party gave stand in another's room only
// where the terms allowed it when they were conveyed.
func TestNothingBeyondItsTerms(t *testing.T) {
	rounds := 1
	if *soak {
		rounds = 100
	}
	for range rounds {
		rapid.Check(t, leadOnTerms)
	}
}

func leadOnTerms(t *rapid.T) {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC)
	p, err := app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return at }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	fail(err)
	codes := []ident.Code{"ALD", "BOR", "CAD"}
	for _, c := range codes {
		head := ident.Person(strings.ToLower(string(c)) + ".head")
		fail(p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		fail(p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: head, Party: c}, false))
		_, err := p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: strings.ToLower(string(c)), Kind: event.RoomConsultation, With: []ident.Person{head}})
		fail(err)
	}
	text := plan.Text{}
	for i := range 3 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Body: fmt.Sprintf("Base words number %d stand here.", i+1)})
	}
	_, err = p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	fail(err)
	_, err = p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: []string{"ald", "bor", "cad"}, Mode: event.ModeCirculated, Label: "Text 1"})
	fail(err)
	var gifts []*gift
	for n := range rapid.IntRange(1, 25).Draw(t, "acts") {
		at = at.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute)
		now := event.When{From: at.UnixMicro()}
		point := fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "point"))
		code := rapid.SampledFrom(codes).Draw(t, "party")
		in := strings.ToLower(string(code))
		switch rapid.IntRange(0, 5).Draw(t, "act") {
		case 0, 1: // a party gives something
			g := &gift{words: fmt.Sprintf("zork%dx frob%dx quux%dx", n, n, n), party: code, room: in, had: map[ident.Code]bool{}, release: rapid.SampledFrom(event.Releases()).Draw(t, "release")}
			if rapid.Bool().Draw(t, "dated") {
				g.before = at.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "later")) * time.Minute).UnixMicro()
			}
			f := &event.Proposed{Common: event.Common{Parties: []ident.Code{code}, Terms: event.Terms{Release: g.release, NotBefore: g.before}}, Body: "Base words number " + point + " stand " + g.words + " here."}
			out, err := p.Give(ctx, keeper, now, in, app.Gift{Proposal: f, Points: []string{point}})
			fail(err)
			g.label = out.Given.Entries[0].Body.Fact.(*event.Proposed).Label
			gifts = append(gifts, g)
		case 2: // terms are lifted, or narrowed again
			if len(gifts) == 0 {
				continue
			}
			g := rapid.SampledFrom(gifts).Draw(t, "gift")
			to := rapid.SampledFrom(event.Releases()).Draw(t, "to")
			_, err := p.OnItem(ctx, keeper, now, g.room, g.label, func(l ident.Label, src event.Source) room.Command {
				return room.LiftTerms{TermsLifted: event.TermsLifted{Label: l, Terms: event.Terms{Release: to}, By: ident.Person(g.room + ".head"), Source: src}}
			})
			if err == nil {
				g.release, g.before = to, 0
			}
		case 3: // the mediator writes somebody's words into the text
			if len(gifts) > 0 {
				g := rapid.SampledFrom(gifts).Draw(t, "gift")
				_, _ = p.Record(ctx, keeper, now, app.Drafting, room.Word{Point: point, Body: "The mediator writes that " + g.words + " and more."})
			}
		default:
			c := app.Conveyance{Rooms: []string{in}, Mode: event.ModeHandedOver}
			if rapid.Bool().Draw(t, "some") {
				c.Points = []string{point}
			}
			c.Proposals = rapid.SampledFrom([]app.Proposals{app.NoProposals, app.ReleasedProposals, app.AllProposals}).Draw(t, "proposals")
			out, err := p.Convey(ctx, keeper, now, c)
			if err != nil {
				continue
			}
			for _, x := range out {
				for _, q := range x.Given.Points {
					for _, g := range gifts {
						if !strings.Contains(q.Body, g.words) {
							continue
						}
						if !g.may(code, now.From) {
							t.Fatalf("%s was given words of %s (%s, %s): %s", code, g.party, g.label, g.release, q.Body)
						}
						g.had[code] = true
					}
				}
			}
		}
	}
}
