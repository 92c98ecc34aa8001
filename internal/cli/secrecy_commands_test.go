package cli

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// leaf is a command that can be run.
type leaf struct {
	path string
	of   reflect.Type
}

// has reports whether the command takes a flag that stands in this struct.
func (l leaf) has(part reflect.Type) bool {
	var among func(reflect.Type) bool
	among = func(t reflect.Type) bool {
		for i := range t.NumField() {
			if f := t.Field(i); f.Anonymous && (f.Type == part || f.Type.Kind() == reflect.Struct && among(f.Type)) {
				return true
			}
		}
		return false
	}
	return among(l.of)
}

// allCommands are all commands of the grammar.
func allCommands() (out []leaf) {
	var walk func(reflect.Type, string)
	walk = func(t reflect.Type, path string) {
		for i := range t.NumField() {
			f := t.Field(i)
			if _, is := f.Tag.Lookup("cmd"); !is {
				continue
			}
			name := f.Tag.Get("name")
			if name == "" {
				name = kebab(f.Name)
			}
			full := strings.TrimSpace(path + " " + name)
			if _, runs := reflect.PointerTo(f.Type).MethodByName("Run"); runs {
				out = append(out, leaf{full, f.Type})
			}
			walk(f.Type, full)
		}
	}
	walk(reflect.TypeFor[grammar](), "")
	return out
}

// tries are the names that somebody tries: of their own rooms and of others'.
type tries struct {
	rooms, labels, points, parties, people, phrases []string
}

// over makes a command for each of some values; $ stands for the value.
func over(list []string, args ...string) (out [][]string) {
	for _, v := range list {
		c := slices.Clone(args)
		for i := range c {
			c[i] = strings.ReplaceAll(c[i], "$", v)
		}
		out = append(out, c)
	}
	return out
}

func once(args ...string) [][]string { return [][]string{args} }

// looking has for every command that shows something of a process how it is
// looked with. Each is also tried in JSON and as of other moments.
var looking = map[string]func(n *tries) [][]string{
	"room list":       func(*tries) [][]string { return once() },
	"room show":       func(n *tries) [][]string { return over(n.rooms, "$") },
	"party list":      func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"person list":     func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"authority list":  func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"instrument list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"text list":       func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"text show": func(n *tries) [][]string {
		return slices.Concat(once(), over(n.rooms, "--room", "$"), over(n.labels, "$"), over(n.points, "--points", "$"))
	},
	"text holders":     func(n *tries) [][]string { return over(n.labels, "$") },
	"text concordance": func(*tries) [][]string { return [][]string{{}, {"--instrument", "annex"}, {"--instrument", "text"}} },
	"text references":  func(*tries) [][]string { return [][]string{{}, {"--instrument", "annex"}, {"--instrument", "text"}} },
	"draft list":       func(*tries) [][]string { return once() },
	"copy list":        func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"ledger":           func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"who-knows":        func(n *tries) [][]string { return append(over(n.points, "$"), []string{}) },
	"changed-since":    func(n *tries) [][]string { return over(n.parties, "$") },
	"given-all": func(n *tries) [][]string {
		return slices.Concat(over(n.points, "$"), over(n.labels, "1", "--from", "$"), over(n.phrases, "--phrase", "$"))
	},
	"record": func(n *tries) [][]string { return append(over(n.rooms, "$"), []string{}) },
	"blame": func(n *tries) [][]string {
		return slices.Concat(over(n.points, "$"), over(n.rooms, "2", "--room", "$"), over(n.phrases, "2", "--phrase", "$"))
	},
	"find": func(n *tries) [][]string {
		return slices.Concat(over(n.phrases, "$"), over(n.rooms, "words", "--room", "$"))
	},
	"room export": func(n *tries) [][]string { return over(n.rooms, "$", "-o", "-") },
	"proposals": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.rooms, "--room", "$"), over(n.parties, "--party", "$"), over(n.points, "--point", "$"))
	},
	"replies": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.rooms, "--room", "$"), over(n.labels, "--to", "$"))
	},
	"signals": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"item show": func(n *tries) [][]string {
		return slices.Concat(over(n.labels, "$"), over(n.rooms, "P 1", "--room", "$"))
	},
	"attachment list": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.rooms, "--room", "$"), over(n.labels, "--to", "$"))
	},
	"attachment save": func(n *tries) [][]string {
		return slices.Concat(over(n.labels, "$", "-o", "-"), over(n.rooms, "A 1", "--room", "$", "-o", "-"))
	},
	"positions":  func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"concerns":   func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"terms list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"fate":       func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"conflicts":  func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"status":     func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"waiting":    func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"principles": func(*tries) [][]string { return once() },
	"issues":     func(n *tries) [][]string { return append(over(n.labels, "$"), []string{}) },
	"bound":      func(n *tries) [][]string { return append(over(n.points, "$"), []string{}) },
	"press list": func(n *tries) [][]string { return append(over(n.points, "--about", "$"), []string{}) },
	"press show": func(n *tries) [][]string { return append(over(n.labels, "$"), []string{"c1"}) },
	"press given": func(n *tries) [][]string {
		return append(over(n.labels, "$"), []string{"c1"})
	},
	"press lines": func(n *tries) [][]string { return append(over(n.labels, "$"), []string{"c1"}) },
	"show": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.points, "$"), over(n.rooms, "$:2"))
	},
	"silence list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"packages start": func(n *tries) [][]string {
		return slices.Concat(once("--process"), over(n.points, "--process", "--points", "$"))
	},
	"meetings":     func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"meeting show": func(n *tries) [][]string { return append(over(n.rooms, "M 1", "--room", "$"), over(n.labels, "$")...) },
	"calendar": func(n *tries) [][]string {
		return slices.Concat(over(n.people, "$", "-o", "-"), over([]string{keeperOf, second, drafter, nobody}, "$", "-o", "-"), over(n.rooms, keeperOf, "--room", "$", "-o", "-"))
	},
	"meeting ics": func(n *tries) [][]string {
		return append(over(n.rooms, "M 1", "--room", "$", "-o", "-"), over(n.labels, "$", "-o", "-")...)
	},
	"deadline list": func(n *tries) [][]string {
		return slices.Concat([][]string{{}, {"--all"}}, over(n.rooms, "--room", "$"), over(n.parties, "--for", "$"))
	},
	"pen list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}, []string{"--all"}) },
	"brief": func(n *tries) [][]string {
		return slices.Concat(over(n.parties, "--party", "$"), over(n.labels, "--meeting", "$"), over(n.rooms, "--meeting", "M 1", "--room", "$"))
	},
	"treatment": func(*tries) [][]string { return [][]string{{}, {"--since", "2025-11-03"}, {"--as", "csv"}} },
	"run-sheet": func(n *tries) [][]string {
		return slices.Concat(over(n.labels, "$"), over(n.rooms, "M 1", "--room", "$"), over(n.rooms, "M 1", "--shared", "--room", "$"))
	},
	"linkage list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"linkage show": func(n *tries) [][]string { return append(over(n.labels, "$"), over(n.rooms, "L 1", "--room", "$")...) },
	"linkages": func(n *tries) [][]string {
		return append(over(n.rooms, "--room", "$"), []string{}, []string{"--moves"})
	},
	"what-if": func(n *tries) [][]string {
		return slices.Concat(over(n.points, "$"), over(n.rooms, "1", "--room", "$"))
	},
	"understanding list": func(n *tries) [][]string { return append(over(n.rooms, "--room", "$"), []string{}) },
	"overview": func(n *tries) [][]string {
		return append(over(n.rooms, "--room", "$"), []string{}, []string{"--as", "markdown"})
	},
	"morning": func(n *tries) [][]string {
		return append(over(n.rooms, "--since", "$"), []string{}, []string{"--since", "2020-01-01"}, []string{"--at", "2026-01-01", "--as", "markdown", "--since", "2020-01-01"})
	},
	"progress": func(n *tries) [][]string {
		return append(over(n.rooms, "--room", "$"), []string{}, []string{"--weekly"})
	},
	"road": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.rooms, "--room", "$"), over(n.labels, "--to", "$"))
	},
	"closing": func(*tries) [][]string { return [][]string{{}, {"--retention"}, {"text"}, {"annex"}} },
	"heard": func(n *tries) [][]string {
		return slices.Concat([][]string{{}}, over(n.rooms, "--room", "$"), over(n.parties, "--party", "$"))
	},
}

// trying has for every command that records something how it is tried by
// somebody who may not, or not there.
var trying = map[string]func(n *tries) [][]string{
	"party add":   func(n *tries) [][]string { return over(n.parties, "$", "Name") },
	"party order": func(n *tries) [][]string { return over(n.rooms, n.parties[0], "--room", "$") },
	"party introduce": func(n *tries) [][]string {
		return append(over(n.parties, "$", "--room", n.rooms[0]), over(n.rooms, n.parties[0], "--room", "$")...)
	},
	"party deviate": func(n *tries) [][]string { return over(n.rooms, n.parties[0], "ZZZ", "--room", "$") },
	"person add":    func(n *tries) [][]string { return over(n.people, "$", "Name") },
	"person introduce": func(n *tries) [][]string {
		return append(over(n.people, "$", "--room", n.rooms[0]), over(n.rooms, n.people[0], "--room", "$")...)
	},
	"authority show": func(n *tries) [][]string {
		return append(over(n.people, "$", "--room", n.rooms[0], "--binding", "none"), over(n.rooms, n.people[0], "--room", "$", "--binding", "none")...)
	},
	"authority not-seen": func(n *tries) [][]string { return over(n.rooms[1:], n.people[0], "--room", "$") },
	"room open":          func(n *tries) [][]string { return over(n.rooms, "$") },
	"room add": func(n *tries) [][]string {
		return append(over(n.people, "$", "--room", n.rooms[0], "--yes"), over(n.rooms, n.people[0], "--room", "$", "--yes")...)
	},
	"room leave":   func(n *tries) [][]string { return over(n.rooms, n.people[0], "--room", "$") },
	"room close":   func(n *tries) [][]string { return over(n.rooms, "$", "--yes") },
	"room succeed": func(n *tries) [][]string { return over(n.rooms, "$", "next", "--entries", "1-3", "--yes") },
	"note": func(n *tries) [][]string {
		return append(over(n.rooms, "", "--room", "$"), over(n.points, "x", "--points", "$", "--room", "no-such-room")...)
	},
	"give": func(n *tries) [][]string {
		return append(over(n.rooms, "--to-file", "x", "--to", "y", "--room", "$", "--yes"), over(n.labels, "$", "--to-file", "x", "--to", "y", "--yes")...)
	},
	"take": func(n *tries) [][]string {
		return append(append(over(n.rooms, "file.md", "--from", "x", "--label", "Y", "--room", "$"), over(n.rooms, "file.md", "--from", "ALD", "--room", "$", "--yes")...),
			over(n.labels, "file.md", "--from", "ALD", "--against", "$", "--yes")...)
	},
	"instrument open": func(n *tries) [][]string { return over(n.rooms, "fund", "Fund", "--room", "$") },
	"text import":     func(n *tries) [][]string { return over(n.rooms, "file.md", "--room", "$") },
	"text circulate":  func(n *tries) [][]string { return over(n.rooms, "--to", "$", "--yes") },
	"text rival":      func(n *tries) [][]string { return over(n.labels, "file.md", "--label", "$") },
	"text report":     func(n *tries) [][]string { return over(n.labels, "--label", "$", "--source", "x") },
	"text renumber":   func(*tries) [][]string { return once("--yes") },
	"text initial":    func(n *tries) [][]string { return over(n.rooms, n.people[0], n.labels[0], "--room", "$") },
	"text sign":       func(n *tries) [][]string { return over(n.labels, n.people[0], "$", "--room", n.rooms[0]) },
	"point word":      func(n *tries) [][]string { return over(n.points, "$", "x") },
	"point add":       func(n *tries) [][]string { return over(n.rooms, "x", "--room", "$") },
	"point delete":    func(n *tries) [][]string { return over(n.rooms, "1", "--room", "$") },
	"point move":      func(n *tries) [][]string { return over(n.rooms, "1", "--room", "$") },
	"point transfer":  func(n *tries) [][]string { return over(n.points, "$", "--to", "annex") },
	"draft keep":      func(*tries) [][]string { return once("draft1", "words", "--point", "p1") },
	"draft table":     func(*tries) [][]string { return once("draft1", "--yes") },
	"draft give-up":   func(*tries) [][]string { return once("draft1", "--yes") },
	"convey": func(n *tries) [][]string {
		return append(over(n.rooms, "1", "--to", "$", "--yes"), over(n.labels, "--from", "$", "--to", n.rooms[0], "--dry-run")...)
	},
	"copy return": func(n *tries) [][]string {
		return append(over(n.rooms, n.labels[0], "--copy", "99", "--room", "$"), over(n.labels, "$", "--copy", "99")...)
	},
	"copy destroy": func(n *tries) [][]string {
		return append(over(n.rooms, n.labels[0], "--copy", "99", "--room", "$"), over(n.labels, "$", "--copy", "99")...)
	},
	"copy acknowledge": func(n *tries) [][]string {
		return append(over(n.parties, n.labels[0], "--copy", "99", "--party", "$"), over(n.labels, "$", "--copy", "99")...)
	},
	"know": func(n *tries) [][]string {
		return over(n.parties, "--party", "$", "--level", "gist", "--way", "public")
	},
	// what a member may say is refused here for what it says
	"propose": func(n *tries) [][]string {
		return append(over(n.rooms, "1", "--act", "nonsense", "--room", "$"), over(n.parties, "1", "--act", "nonsense", "--from", "$")...)
	},
	"position": func(n *tries) [][]string { return over(n.rooms, "1", "nonsense", "--room", "$") },
	"concern":  func(n *tries) [][]string { return over(n.rooms, " ", "--room", "$") },
	"reply": func(n *tries) [][]string {
		return append(over(n.rooms, "P 1", "nonsense", "--room", "$"), over(n.labels, "$", "nonsense")...)
	},
	"signal": func(n *tries) [][]string { return over(n.rooms, " ", "--room", "$") },
	"attach": func(n *tries) [][]string {
		return append(over(n.rooms, "nowhere.png", "--caption", "x", "--room", "$"), over(n.labels, "nowhere.png", "--caption", "x", "--to", "$")...)
	},
	"floor":         func(n *tries) [][]string { return over(n.parties, "$ 1 words that stand nowhere > others") },
	"undo":          func(*tries) [][]string { return [][]string{{}} },
	"terms lift":    func(n *tries) [][]string { return over(n.labels, "$", "--to", "nonsense", "--by-word-of", n.people[0]) },
	"item confirm":  func(n *tries) [][]string { return over(n.labels, "$") },
	"item disown":   func(n *tries) [][]string { return over(n.rooms, "P 99", "--room", "$") },
	"item withdraw": func(n *tries) [][]string { return over(n.labels, "$", "--party", n.parties[0]) },
	"item lapse":    func(n *tries) [][]string { return over(n.rooms, "P 99", "--room", "$") },
	"item fate":     func(n *tries) [][]string { return over(n.labels, "$", "nonsense") },
	"carry": func(n *tries) [][]string {
		return append(over(n.rooms, "P 99", "--as-met", "--room", "$"), over(n.labels, "$", "--as-met")...)
	},
	"merge":  func(n *tries) [][]string { return over(n.points, "$", "--consensual", "--yes") },
	"settle": func(n *tries) [][]string { return over(n.points, "$z", "--park") },
	"agree": func(n *tries) [][]string {
		return append(over(n.rooms, "99", "--room", "$"), over(n.parties, "99", "--parties", "$")...)
	},
	"confirm": func(n *tries) [][]string { return over(n.parties, "99", "$") },
	"reopen":  func(n *tries) [][]string { return over(n.rooms, "99", "--room", "$", "--reason", "x") },
	// kept in the drafting room, and refused there too
	"principle add":     func(n *tries) [][]string { return over(n.labels, "$", " ") },
	"principle confirm": func(n *tries) [][]string { return over(n.parties, "none", "--by-word-of", "$") },
	"principle contest": func(n *tries) [][]string { return over(n.people, "none", "--by-word-of", "$") },
	"principle derive":  func(n *tries) [][]string { return over(n.points, "none", "$") },
	"issue add":         func(n *tries) [][]string { return over(n.points, "i1", " ", "--about", "$") },
	"issue cover":       func(n *tries) [][]string { return over(n.points, "none", "$", "--as", "silent") },
	"issue state":       func(n *tries) [][]string { return over(n.labels, "$", " ") },
	"bind": func(n *tries) [][]string {
		return append(over(n.points, "$", "ZZZ", "--obliges"), over(n.parties, "99", "$", "--tasks")...)
	},
	"press add": func(n *tries) [][]string {
		return over(n.points, "c1", "x", "--source-type", "nonsense", "--about", "$")
	},
	"lines record": func(n *tries) [][]string { return over(n.labels, "x", "--on", "$", "--as", "confirm") },
	"forget":       func(n *tries) [][]string { return over(n.rooms, "$", "1", "--reason", "x", "--yes") },
	"party zone": func(n *tries) [][]string {
		return append(over(n.rooms, n.parties[0], "Nowhere/None", "--room", "$"), over(n.parties, "$", "UTC", "--room", "no-such-room")...)
	},
	"linkage add": func(n *tries) [][]string {
		return slices.Concat(over(n.rooms, "1 if 99 stays", "--room", "$"), over(n.parties, "$: 1 if 99 stays"), over(n.labels, `1 if 99 stays as in "$"`))
	},
	"linkage withdraw": func(n *tries) [][]string {
		return append(over(n.rooms, "L 99", "--room", "$"), over(n.labels, "$ 99")...)
	},
	"understanding add": func(n *tries) [][]string {
		return append(over(n.rooms, "Title", "--between", n.parties[0], "--room", "$"), over(n.parties, "Title", "--between", "$")...)
	},
	"understanding confirm": func(n *tries) [][]string {
		return append(over(n.rooms, "U 99", "--room", "$"), over(n.labels, "$ 99", "--party", n.parties[0])...)
	},
	"close": func(*tries) [][]string {
		return [][]string{{"no-such-instrument", "--yes"}, {"no-such-instrument", "--destroy", "notes", "--yes"}}
	},
	"instrument tie": func(*tries) [][]string { return [][]string{{"text", "no-such-instrument"}, {"text", "text"}} },
	"silence open": func(n *tries) [][]string {
		return append(over(n.rooms, "99", "--until", "2025-12-01", "--room", "$"), over(n.parties, "99", "--until", "2025-12-01", "--parties", "$")...)
	},
	"silence extend":       func(n *tries) [][]string { return over(n.rooms, "S 9", "--until", "2025-12-01", "--room", "$") },
	"silence break":        func(n *tries) [][]string { return over(n.rooms, "S 9", "--party", n.parties[0], "--room", "$") },
	"expectation withdraw": func(n *tries) [][]string { return [][]string{{"E 9"}} },
	"expect":               func(n *tries) [][]string { return over(n.parties, "$", "99", "opposes", "--expected-by", "x") },
	"meeting plan": func(n *tries) [][]string {
		return append(over(n.rooms, "Title", "--kind", "nonsense", "--room", "$"), over(n.points, "Title", "--kind", "nonsense", "--points", "$")...)
	},
	"meeting move":     func(n *tries) [][]string { return append(over(n.rooms, "M 9", "--room", "$"), over(n.labels, "$")...) },
	"meeting postpone": func(n *tries) [][]string { return append(over(n.rooms, "M 9", "--room", "$"), over(n.labels, "$")...) },
	"meeting hold": func(n *tries) [][]string {
		return append(over(n.rooms, "M 9", "--room", "$"), over(n.rooms, "--title", "T", "--kind", "nonsense", "--room", "$")...)
	},
	"meeting cancel": func(n *tries) [][]string { return append(over(n.rooms, "M 9", "--room", "$"), over(n.labels, "$")...) },
	"meeting account": func(n *tries) [][]string {
		return append(over(n.rooms, "M 9", "x", "--room", "$"), over(n.labels, "$", "x")...)
	},
	"meeting note": func(n *tries) [][]string {
		return append(over(n.rooms, "M 9", "x", "--room", "$"), over(n.labels, "$", "x")...)
	},
	"meeting decide": func(n *tries) [][]string {
		return append(over(n.rooms, "M 9", "x", "--room", "$"), over(n.labels, "$", "x")...)
	},
	"deadline add": func(n *tries) [][]string {
		return slices.Concat(over(n.rooms, "Title", "--due", "nonsense", "--room", "$"), over(n.labels, "Title", "--due", "1 day before $", "--room", "no-such-room"),
			over(n.points, "Title", "--due", "nonsense", "--about", "$"), over(n.parties, "Title", "--due", "nonsense", "--for", "$"))
	},
	"deadline move": func(n *tries) [][]string {
		return append(over(n.rooms, "D 9", "--due", "2025-12-01", "--room", "$"), over(n.labels, "$", "--due", "2025-12-01")...)
	},
	"deadline done": func(n *tries) [][]string { return append(over(n.rooms, "D 9", "--room", "$"), over(n.labels, "$")...) },
	"deadline drop": func(n *tries) [][]string {
		return append(over(n.rooms, "D 9", "--reason", "x", "--room", "$"), over(n.labels, "$", "--reason", "x")...)
	},
	"pen give": func(n *tries) [][]string {
		return slices.Concat(over(n.rooms, "99", n.parties[0], "--room", "$"), over(n.parties, "99", "$"), over(n.people, "99", "$"), over(n.labels, "$", "ZZZ"))
	},
	"pen back": func(n *tries) [][]string {
		return slices.Concat(over(n.rooms, "99", "--room", "$"), over(n.labels, "$"), over(n.parties, "99", "$"))
	},
	"meeting attend": func(n *tries) [][]string {
		return append(over(n.rooms, "M 9", "--with", "x", "--room", "$"), over(n.labels, "$", "--with", "x")...)
	},
}

// ofTheFile are the acts of whoever holds the file: they are nobody's in a room,
// and so they do not ask for whom they are.
var ofTheFile = []string{"new", "unlock", "lock", "passphrase change", "backup", "restore", "verify", "doctor"}

// outside are the commands that look at files only.
var outside = []string{"compile", "project", "compare", "print", "stats", "lint", "refs", "packages find", "packages check", "packages draft", "packages estimates seal", "packages estimates show", "packages estimates destroy", "demo", "version", "room replay"}

// No command is forgotten by the tests of secrecy, whoever adds it.
func TestEveryCommandIsTried(t *testing.T) {
	known := slices.Concat(slices.Collect(maps.Keys(looking)), slices.Collect(maps.Keys(trying)), ofTheFile, outside)
	for _, c := range allCommands() {
		_, looks := looking[c.path]
		_, tried := trying[c.path]
		acts := c.has(reflect.TypeFor[acting]())
		switch {
		case c.has(reflect.TypeFor[writes]()) && !tried:
			t.Errorf("%q records something, and the tests of secrecy do not try it", c.path)
		case c.has(reflect.TypeFor[reads]()) && !looks, acts && !looks && !tried:
			t.Errorf("%q shows something of a process, and the tests of secrecy do not look with it", c.path)
		case acts && slices.Contains(ofTheFile, c.path):
			t.Errorf("%q is an act of whoever holds the file, and asks for whom it is", c.path)
		case !slices.Contains(known, c.path):
			t.Errorf("the tests of secrecy do not know %q", c.path)
		}
		known = slices.DeleteFunc(known, func(k string) bool { return k == c.path })
	}
	if len(known) > 0 {
		t.Errorf("there are no such commands: %q", known)
	}
}

// ways are the ways in which one command is looked with.
func (n *tries) ways() (out [][]string) {
	for _, path := range slices.Sorted(maps.Keys(looking)) {
		for i, args := range looking[path](n) {
			c := append(strings.Fields(path), args...)
			out = append(out, c)
			if slices.Contains(asFiles, path) {
				continue
			}
			out = append(out, append(slices.Clone(c), "--json"))
			if i%3 == 0 {
				out = append(out, append(slices.Clone(c), "--as-of", "2025-11-05"), append(slices.Clone(c), "--as-known", "2025-11-04", "--json"))
			}
		}
	}
	return out
}

// asFiles are the commands that write what they show as a file of its own form, as it
// stands now.
var asFiles = []string{"room export", "attachment save", "calendar", "meeting ics"}

// attempts are commands that must be refused.
func (n *tries) attempts() (out [][]string) {
	for _, path := range slices.Sorted(maps.Keys(trying)) {
		for _, args := range trying[path](n) {
			out = append(out, append(strings.Fields(path), args...))
		}
	}
	return out
}
