package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// giver is an act with which a party gives something, or says something of what was
// given, as it is drawn.
type giver struct {
	*drawn
	t     *rapid.T
	sort  string
	room  string   // where
	by    string   // who enters it
	as    []string // what follows the command: in which room, for whom
	party string   // code of a party of the room
	point string
	label string // of something that was given there
}

// itself are the acts with which a party gives something.
var itself = map[string]bool{"propose": true, "position": true, "concern": true, "linkage": true}

// mine makes a marker of what is said in the act: it may be read in the room, and
// where it is taken in in the drafting room.
func (g *giver) mine() string {
	m := g.mk(g.room)
	g.taken(m)
	return m
}

// taken lets what stands in a text be read in the drafting room, where the act is
// taken in there: where whoever keeps that enters it, or it is of something that was
// taken in before.
func (g *giver) taken(text string) {
	if g.by == keeperOf || !itself[g.sort] {
		g.allow(text, "drafting")
	}
}

// give carries the command out. The drafting room learns what the room is called,
// and who is known there.
func (g *giver) give(args ...string) bool {
	if !g.try(g.sort, g.by, nil, append(args, g.as...)...) {
		return false
	}
	if g.by == keeperOf || !itself[g.sort] {
		g.tied(g.room, "")
	}
	return true
}

func (g *giver) one(what string, of ...string) string { return rapid.SampledFrom(of).Draw(g.t, what) }

func (g *giver) bool(what string) bool { return rapid.Bool().Draw(g.t, what) }

// with are flags that every gift takes.
func (g *giver) with(args ...string) []string {
	args = append(args, "--terms", g.one("terms", "mediator-only", "as-own-idea", "may-be-attributed", "may-be-attributed"), "--reason", g.mine())
	switch rapid.IntRange(0, 4).Draw(g.t, "more") {
	case 0:
		args = append(args, "--with", g.label)
	case 1:
		args = append(args, "--not-before", "2025-11-02")
	case 2:
		args = append(args, "--speaker", strings.ToLower(g.party)+".head", "--form", "written")
	case 3:
		args = append(args, "--label", "L "+g.mine())
	}
	return args
}

// told puts in now and then who said it, by name, and where that stands.
func (g *giver) told(args []string) []string {
	if g.bool("told") {
		args = append(args, "--said-by", g.mine(), "--source", g.mine(), "--hedge", g.mine(), "--certainty", g.mine())
	}
	return args
}

// giving are the acts on what parties give. A further act is one more entry here:
// g.mine() makes a marker for each free text in it, g.give carries the command out,
// and g.allow says where else its markers may be read; what it conveys, if it
// conveys something, is let through by g.compiledInto. It is drawn as often as it
// stands in drawnGiving.
var giving = map[string]func(g *giver){
	"propose": func(g *giver) {
		args := []string{"propose", g.point, fmt.Sprintf("Wants %s %s %s now.", g.mine(), g.mine(), g.mine()), "--heading", g.mine(), "--conditions", g.mine(), "--sub", "1=" + g.mine()}
		switch rapid.IntRange(0, 6).Draw(g.t, "form") {
		case 0:
			args = []string{"propose", g.point, "--act", g.one("act", "delete", "keep")}
		case 1:
			args = []string{"propose", g.point, "--act", "move", "--after", fmt.Sprint(rapid.IntRange(1, 6).Draw(g.t, "after"))}
		case 2:
			args = []string{"propose", g.point, g.mine(), "--replace", "words"}
		case 3:
			args = []string{"propose", "--new", fmt.Sprintf("New %s %s %s words.", g.mine(), g.mine(), g.mine()), "--number", "9 bis", "--after", g.point}
		}
		g.give(g.with(g.told(args)...)...)
	},
	"position": func(g *giver) {
		args := []string{"position", g.point, g.one("stance", "supports", "accepts-ad-referendum", "opposes"), "--certainty", g.mine(), "--said-by", g.mine(), "--source", g.mine(), "--hedge", g.mine(), "--reservation", g.mine(), "--until", "2025-12-01"}
		if g.bool("on an item") {
			args = append(args, "--on", g.label)
			if g.bool("on nothing else") {
				args[1] = "-"
			}
		}
		g.give(g.with(args...)...)
	},
	"concern": func(g *giver) {
		args := g.with(g.told([]string{"concern", "Dislikes " + g.mine(), "--points", g.point})...)
		i := slices.Index(args, "--reason") // a concern is its own reason
		g.give(append(args[:i], args[i+2:]...)...)
	},
	"linkage": func(g *giver) {
		other := fmt.Sprint(rapid.IntRange(1, 6).Draw(g.t, "other"))
		cond := g.one("condition", other+" stays", other+" is agreed or "+other+" is at least 30 days", "not "+other+` is deleted and `+other+` contains "`+g.mine()+`"`, other+"a is "+g.mine())
		g.give(g.with("linkage", "add", g.point+" if "+cond)...)
	},
	"floor": func(g *giver) {
		g.as = []string{"--room", g.room}
		g.give("floor", fmt.Sprintf("%s %s words > %s", strings.ToLower(g.party), g.point, g.mine()))
	},
	"undo": func(g *giver) {
		g.as = nil
		g.give("undo")
	},
	"terms lift": func(g *giver) {
		args := []string{"terms", "lift", g.label, "--to", g.one("terms", "mediator-only", "as-own-idea", "may-be-attributed"), "--by-word-of", strings.ToLower(g.party) + ".head", "--how", g.mine()}
		if g.bool("with") {
			args = append(args, "--with", "P 1")
		}
		g.give(args...)
	},
	"item confirm":  func(g *giver) { g.give("item", "confirm", g.label, "--note", g.mine()) },
	"item disown":   func(g *giver) { g.give("item", "disown", g.label, "--note", g.mine()) },
	"item withdraw": func(g *giver) { g.give("item", "withdraw", g.label, "--note", g.mine()) },
	"item leave":    func(g *giver) { g.give("item", "withdraw", g.label, "--party", g.party, "--note", g.mine()) },
	"item lapse":    func(g *giver) { g.give("item", "lapse", g.label, "--note", g.mine()) },
	"item fate": func(g *giver) {
		g.give("item", "fate", g.label, g.one("fate", "considered", "not-reflected", "partly-reflected"), "--where", g.mine(), "--reason", g.mine())
	},
	"settle": func(g *giver) {
		reason := g.mk("drafting")
		g.as = nil
		args := []string{"settle", g.point + g.one("bracket", "a", "b"), "--reason", reason}
		if g.bool("choose") {
			args = append(args, "--choose", g.one("whose", g.party, "base"))
		} else {
			args = append(args, "--bridge", g.mk("drafting"))
		}
		if g.bool("tell") {
			args = append(args, "--tell")
			for _, r := range g.names() { // of any proposal in the bracket
				if g.stateOf(r) != nil && len(g.stateOf(r).Items) > 0 {
					g.allow(reason, r)
				}
			}
		}
		g.give(args...)
	},
	"agree": func(g *giver) {
		args := []string{"agree", g.point, "--note", g.mine()}
		if g.bool("ad referendum") {
			args = append(args, "--ad-ref", "--until", "2025-12-01", "--with", fmt.Sprint(rapid.IntRange(1, 6).Draw(g.t, "linked")))
		}
		g.give(args...)
	},
	"confirm": func(g *giver) { g.give("confirm", g.point, g.party, "--note", g.mine()) },
	"reopen":  func(g *giver) { g.give("reopen", g.point, "--reason", g.mine()) },
}

// drawnGiving are the acts of giving as often as they are drawn.
var drawnGiving = append(slices.Sorted(func(yield func(string) bool) {
	for k := range giving {
		if !yield(k) {
			return
		}
	}
}), "propose", "propose", "propose", "propose", "propose", "floor", "position", "terms lift", "terms lift")

// gift draws who gives something, where and in whose name.
func (d *drawn) gift(t *rapid.T, sort, point string) {
	rooms := slices.DeleteFunc(d.names(), func(r string) bool {
		return d.at[r].kind != "consultation" && d.at[r].kind != "plenary" || len(d.partiesOf(r)) == 0
	})
	if len(rooms) == 0 {
		return
	}
	g := &giver{drawn: d, t: t, sort: sort, room: rapid.SampledFrom(rooms).Draw(t, "giving room"), point: point, label: "P 1"}
	parties := d.partiesOf(g.room)
	g.party = rapid.SampledFrom(parties).Draw(t, "giver")
	g.by = d.at[g.room].keeper
	if s := d.stateOf(g.room); s != nil && len(s.Items) > 0 {
		g.label = string(rapid.SampledFrom(s.Items).Draw(t, "item").Label)
	}
	g.as = []string{"--room", g.room}
	gives := itself[sort]
	switch how := rapid.IntRange(0, 4).Draw(t, "by whom"); {
	case how == 0 && d.at[g.room].seats[strings.ToLower(g.party)+".head"]: // by itself
		g.by = strings.ToLower(g.party) + ".head"
	case how == 1 && d.at[g.room].seats[strings.ToLower(g.party)+".head"]:
		g.as = append(g.as, "--actor", strings.ToLower(g.party)+".head")
	case gives && how == 2:
		g.as = append(g.as, "--from", strings.Join(parties, ","))
	case gives:
		g.as = append(g.as, "--from", g.party)
	}
	giving[sort](g)
}

// partiesOf are the parties that a room knows.
func (d *drawn) partiesOf(name string) (out []string) {
	s := d.stateOf(name)
	if s == nil {
		return nil
	}
	for _, p := range s.InOrder() {
		out = append(out, string(p.Code))
	}
	return out
}

// stateOf is a room as whoever keeps it reads it.
func (d *drawn) stateOf(name string) *room.State {
	by := ident.Person(d.at[name].keeper)
	s, err := d.held.process.Seat(context.Background(), app.Actor{Person: by, Entered: by}, app.In(name), app.AsOf{})
	if err != nil {
		return nil
	}
	return s
}

// compiledInto lets those proposals be read in a room that may have been compiled
// into words given there: those that the terms, as they stand in the rooms where
// they were given, let go or that go back to their parties; with the codes of their
// parties where the rendering has them.
func (d *drawn) compiledInto(rooms []string, rendering string) (goes string) {
	for _, in := range d.names() {
		s := d.stateOf(in)
		if s == nil || d.at[in].keeper != keeperOf {
			continue
		}
		for _, it := range s.Items {
			back := len(rooms) > 0
			for _, r := range rooms {
				for _, c := range d.partiesOf(r) {
					back = back && slices.Contains(it.Parties, ident.Code(c))
				}
			}
			if !it.Live() || !back && (it.Now.Release == event.ReleaseMediator || it.Now.Release == event.ReleaseIdea && rendering != "unattributed") {
				continue
			}
			if p := it.Proposal; p != nil {
				goes += " " + p.Heading + " " + p.Body
			}
			if it.Concern == nil && rendering != "unattributed" {
				for _, c := range it.Sponsors() {
					goes += " " + string(c)
				}
			}
		}
	}
	return goes
}
