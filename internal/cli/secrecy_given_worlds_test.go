package cli

import (
	"fmt"
	"slices"
)

// hiddenGiving are things that parties give, and say of them, in a room that the
// viewer is no member of: in words, amounts and at times of each world's own. To add
// an act, add an entry: do carries a command out for whoever keeps the room, self for
// ZQC itself, which is taken in nowhere. Whoever reads the drafting room reads what
// is taken in there, so that for them there is only what a party does by itself,
// under labels that no number is counted from.
func (w *twin) hiddenGiving(v viewer, room string, do func(by string, args ...string) int) []func() {
	own, shared := fmt.Sprint(20+w.k), "3"
	free, label := w.free(), "Item "+w.free()
	as := func(by string, args ...string) func() {
		return func() { do(by, append(args, "--room", room)...) }
	}
	acts := []func(){
		as("zqc.head", "concern", free, "--label", label),
		as("zqc.head", "position", shared, "opposes", "--label", label, "--reason", free, "--certainty", free),
		as("zqc.head", "linkage", "add", shared+` if 1 contains "`+free+`"`, "--label", label),
		as("zqc.head", "propose", shared, "Other "+free+" words.", "--label", label, "--conditions", free),
		as("zqc.head", "propose", "--new", "A new point "+free, "--label", label, "--number", "2 bis", "--terms", "may-be-attributed"),
		func() {
			if do("zqc.head", "concern", free, "--label", label, "--room", room) == Done {
				do("zqc.head", "terms", "lift", label, "--to", "as-own-idea", "--by-word-of", "zqc.head", "--how", free, "--room", room)
				do("zqc.head", "item", "withdraw", label, "--note", free, "--room", room)
			}
		},
	}
	if slices.Contains(v.reads, "drafting") {
		return acts
	}
	return append(acts,
		as(keeperOf, "propose", shared, "Only for the mediator "+free, "--from", "ZQC", "--reason", free),
		as(keeperOf, "propose", own, "Wants "+free+" here.", "--from", "ZQC", "--heading", free, "--sub", "1="+free, "--terms", "may-be-attributed"),
		as(keeperOf, "propose", own, "--act", "delete", "--from", "ZQC", "--terms", "as-own-idea"),
		as(keeperOf, "propose", own, "Actor "+free, "--actor", "zqc.head"),
		as(keeperOf, "propose", "--new", "A point "+free, "--from", "ZQC", "--number", "7 bis"),
		as(keeperOf, "linkage", "add", "ZQC: "+shared+` if `+own+` contains "`+free+`"`, "--reason", free),
		as(keeperOf, "understanding", "add", "Aside "+free, free, "--between", "ZQC", "--note", free),
		func() { do(keeperOf, "linkage", "add", shared+" if "+own+" is agreed", "--own", "--reason", free) },
		as(keeperOf, "position", own, "supports", "--from", "ZQC", "--until", fmt.Sprintf("2025-12-%02d", 1+w.k)),
		as(keeperOf, "position", "-", "supports", "--from", "ZQC", "--on", "P 1"),
		as(keeperOf, "concern", free, "--from", "ZQC", "--said-by", free, "--source", free, "--points", own),
		func() {
			if do(keeperOf, "concern", free, "--from", "ZQC", "--label", label, "--room", room) == Done {
				do(keeperOf, "undo")
			}
		},
		func() {
			if do(keeperOf, "propose", own, "Floats "+free+" again.", "--from", "ZQC", "--label", label, "--room", room) == Done {
				do(keeperOf, "terms", "lift", label, "--to", "may-be-attributed", "--not-before", fmt.Sprintf("2025-11-%02d", 3+w.k), "--by-word-of", "zqc.head", "--room", room)
				do(keeperOf, "item", "fate", label, "not-reflected", "--reason", free, "--room", room)
				do(keeperOf, "item", "disown", label, "--note", free, "--room", room)
			}
		},
		func() {
			if do(keeperOf, "convey", own, "--instrument", "plan", "--to", room, "--proposals", "released", "--rendering", "attributed", "--yes") == Done {
				do(keeperOf, "agree", own, "--note", free, "--room", room)
				do(keeperOf, "floor", "zqc "+own+" Words > "+free, "--room", room)
			}
		},
		func() {
			do(keeperOf, "propose", own, "Settles "+free, "--from", "ZQC", "--room", room)
			do(keeperOf, "settle", own+"a", "--choose", "ZQC", "--instrument", "plan", "--reason", free, "--tell")
		},
	)
}

// shownGiving are things that are given, and said of them, where the viewer sees it:
// in both worlds alike. do carries a command out for somebody, and keeps what the
// viewer is answered.
func (w *twin) shownGiving(v viewer, i int, room, n string, do func(by string, args ...string)) []func() {
	own := v.who[:3]
	said := fmt.Sprintf("Said in step %d.", i)
	as := func(by string, args ...string) func() {
		return func() { do(by, append(args, "--room", room)...) }
	}
	party := map[string]string{"zqa": "ZQA", "zqb": "ZQB"}[own]
	return []func(){
		as(keeperOf, "propose", n, "Other words, "+said, "--from", party, "--terms", "may-be-attributed", "--reason", said),
		as(keeperOf, "propose", n, "Other words for the mediator, "+said, "--from", party, "--with", "P 1"),
		as(keeperOf, "propose", n, "shared by two", "--replace", "shared", "--from", party),
		as(keeperOf, "propose", n, "Both want this, "+said, "--from", "ZQA,ZQB", "--sub", "1=first", "--terms", "as-own-idea"),
		as(keeperOf, "propose", n, "Their own words, "+said, "--from", "ZQC", "--terms", "may-be-attributed"),
		as(keeperOf, "propose", n, "--actor", v.who, "Entered for us, "+said),
		as(v.who, "propose", n, "Entered by ourselves, "+said),
		as(v.who, "linkage", "add", n+" if 1 stays or 2 is at least 30 days", "--reason", said),
		as(keeperOf, "linkage", "add", party+": "+n+" if "+n+"a is other words"),
		as(keeperOf, "linkage", "add", party+": 1 if "+n+" is agreed", "--terms", "may-be-attributed"),
		as(keeperOf, "understanding", "add", "Aside", said, "--between", party, "--points", n),
		as(v.who, "understanding", "confirm", "U 1", "--how", said),
		as(keeperOf, "understanding", "confirm", "U 1", "--party", party),
		as(v.who, "linkage", "withdraw", "L 1"),
		as(v.who, "propose", "--new", "A new point, "+said, "--number", "5 bis", "--after", n),
		as(v.who, "propose", "20", "On a point that was not given."),
		as(keeperOf, "concern", "A concern on what was not given.", "--points", "20", "--actor", v.who),
		as(keeperOf, "position", n, "accepts-ad-referendum", "--from", party, "--until", "2025-12-01"),
		as(v.who, "position", n, "opposes", "--on", "P 1", "--certainty", said),
		as(v.who, "concern", "A concern. "+said, "--points", n),
		as(keeperOf, "concern", "A concern. "+said, "--from", party),
		as(keeperOf, "floor", own+" "+n+" shared > common"),
		as(keeperOf, "terms", "lift", "P 1", "--to", "may-be-attributed", "--by-word-of", v.who),
		as(v.who, "terms", "lift", "P 1", "--to", "mediator-only", "--by-word-of", v.who),
		as(v.who, "item", "confirm", "P 1"),
		as(keeperOf, "item", "disown", "P 2", "--note", said),
		as(keeperOf, "item", "withdraw", "P 1", "--party", party),
		as(keeperOf, "item", "fate", "P 1", "reflected", "--where", "Text 1", "--reason", said),
		as(v.who, "item", "lapse", "P 2"),
		as(v.who, "agree", n, "--discussed"),
		as(keeperOf, "agree", n, "--ad-ref", "--actor", v.who),
		func() { do(v.who, "undo") },
		func() { do(v.who, "item", "confirm", "P 1") },
		func() {
			do(keeperOf, "convey", n, "--instrument", "plan", "--to", room, "--proposals", "released", "--rendering", "attributed", "--yes")
		},
		func() {
			do(keeperOf, "convey", n, "--instrument", "plan", "--to", room, "--proposals", "released", "--rendering", "unattributed", "--yes")
		},
		func() {
			do(keeperOf, "convey", n, "--instrument", "plan", "--to", room, "--proposals", "released", "--rendering", "own", "--party", party, "--yes")
		},
	}
}

// takenIn are things that whoever reads the drafting room sees taken in there.
func (w *twin) takenIn(i int, n string, do func(by string, args ...string)) []func() {
	said := fmt.Sprintf("Said in step %d.", i)
	k := func(args ...string) func() {
		return func() { do(keeperOf, append(args, "--room", "theirs")...) }
	}
	return []func(){
		k("propose", n, "Other words, "+said, "--from", "ZQC", "--terms", "may-be-attributed"),
		k("propose", n, "For the mediator, "+said, "--from", "ZQC", "--reason", said),
		k("propose", "--new", "A new point, "+said, "--from", "ZQC"),
		k("position", n, "opposes", "--from", "ZQC"),
		k("linkage", "add", "ZQC: "+n+" if 1 stays", "--reason", said),
		k("understanding", "add", "Aside", said, "--between", "ZQC"),
		k("position", "-", "supports", "--on", "P 1", "--from", "ZQC"),
		k("concern", said, "--from", "ZQC"),
		k("terms", "lift", "P 1", "--to", "as-own-idea", "--by-word-of", "zqc.head"),
		k("item", "fate", "P 1", "not-reflected", "--reason", said),
		k("item", "disown", "P 2", "--note", said),
		func() { do(keeperOf, "undo") },
		func() {
			do(keeperOf, "settle", n+"a", "--choose", "ZQC", "--instrument", "plan", "--reason", said, "--tell")
		},
		func() {
			do(keeperOf, "text", "circulate", "--instrument", "plan", "--proposals", "released", "--rendering", "attributed", "--yes")
		},
	}
}
