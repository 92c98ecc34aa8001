package cli

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/vault"
)

var soak = flag.Bool("soak", false, "run the long tests: thousands of histories")

// world is a process in memory on which commands are run, with a clock and chance
// that the test has in its hands.
type world struct {
	t      *rapid.T
	held   *heldOpen
	now    time.Time
	chance *rand.ChaCha8

	allowed map[string]map[string]bool // marker -> rooms in which it may be read
	words   map[string]string          // point -> the marker in its words as they stand
	rooms   map[string][]string        // room -> its members
	n       int
}

func (w *world) Read(b []byte) (int, error) { return w.chance.Read(b) }

// seed sets the chance for one act: acts that happen in both worlds have the same.
func (w *world) seed(of string) {
	var s [32]byte
	copy(s[:], of)
	w.chance = rand.NewChaCha8(s)
}

const keeperOf = "m.rhee"

func newWorld(t *rapid.T) *world {
	w := &world{t: t, now: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), allowed: map[string]map[string]bool{}, words: map[string]string{}, rooms: map[string][]string{}}
	w.seed("founding")
	ring, err := vault.NewRing(w)
	if err != nil {
		t.Fatal(err)
	}
	p, err := app.Create(context.Background(), app.Config{Log: eventlog.NewMemory(), Ring: ring, Clock: func() time.Time { return w.now }, Rand: w},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: keeperOf, Name: "Magnus Rhee"}}})
	if err != nil {
		t.Fatal(err)
	}
	w.held = &heldOpen{process: p, file: "lakes.nonpaper"}
	w.rooms["drafting"], w.rooms["desk"] = []string{keeperOf}, []string{keeperOf}
	return w
}

// run runs a command as the program would for somebody at the socket, and gives
// all that they get to see.
func (w *world) run(files map[string]string, args ...string) (out string, exit int) {
	var b bytes.Buffer
	p := &program{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &b, stderr: &b, clock: func() time.Time { return w.now }, rand: w, held: w.held}
	p.readFile = func(name string, _ int64) ([]byte, error) {
		if src, there := files[name]; there {
			return []byte(src), nil
		}
		return nil, fmt.Errorf("%s is not there", name)
	}
	p.writeFile = func(string, []byte) error { return nil }
	p.ask = func(string) (string, error) { return "n", nil }
	p.askSecret = func(string) ([]byte, error) { return nil, io.EOF }
	exit = p.run(args)
	return b.String(), exit
}

// must runs a command that has to succeed.
func (w *world) must(args ...string) string {
	w.t.Helper()
	out, exit := w.run(nil, args...)
	if exit != Done {
		w.t.Fatalf("%q: exit %d\n%s", args, exit, out)
	}
	return out
}

// mark makes a marker that may be read in some rooms.
func (w *world) mark(where string, rooms ...string) string {
	w.n++
	m := fmt.Sprintf("MK%s%dKM", where, w.n)
	w.allowed[m] = map[string]bool{}
	for _, r := range rooms {
		w.allowed[m][r] = true
	}
	return m
}

var everybody = []string{"ald.head", "bor.head", "cad.head", "dov.head"}

// found makes the desk, the text and the rooms that both worlds have.
func (w *world) found(salt string) {
	for i, code := range []string{"ALD", "BOR", "CAD", "DOV"} {
		w.must("party", "add", code, "State of "+code, "--at", "2025-11-01")
		w.must("person", "add", everybody[i], "Head of "+code, "--party", code, "--at", "2025-11-01")
	}
	w.seed("text")
	var text strings.Builder
	text.WriteString("# Framework\n")
	for i := range 6 {
		m := w.mark("text"+salt, "drafting", "desk")
		w.words[fmt.Sprintf("p%d", i+1)] = m
		fmt.Fprintf(&text, "\n### %d. Heading %s\n\nThe words of point %d are %s and others.\n", i+1, m, i+1, m)
	}
	if out, exit := w.run(map[string]string{"text.md": text.String()}, "text", "import", "text.md"); exit != Done {
		w.t.Fatal(out)
	}
	w.seed("room of ald")
	w.open("ald-room", "ald.head")
}

func (w *world) open(name string, members ...string) {
	purpose := w.mark("purpose", name)
	w.must("room", "open", name, "--with", strings.Join(members, ","), "--purpose", purpose)
	w.rooms[name] = append([]string{keeperOf}, members...)
}

// act does something in a room, drawn from i and salt alone; the room is named.
// It is false where the act is not possible now.
func (w *world) act(kind int, name, salt string) {
	point := fmt.Sprint(kind%6 + 1)
	code := strings.ToUpper(w.rooms[name][1][:3])
	switch kind % 16 {
	case 12:
		w.run(nil, "propose", point, "The party wants "+w.mark("proposal"+salt, name, "drafting")+".", "--from", code, "--room", name, "--reason", w.mark("reason"+salt, name, "drafting"))
	case 13:
		w.must("concern", w.mark("concern"+salt, name, "drafting"), "--from", code, "--room", name, "--points", point)
	case 14:
		w.run(nil, "position", point, "needs-change", "--from", code, "--room", name, "--reservation", w.mark("reservation"+salt, name, "drafting"))
	case 15:
		w.run(nil, "item", "fate", "P 1", "not-reflected", "--room", name, "--reason", w.mark("fate"+salt, name, "drafting"))
	case 0, 1:
		w.convey(name, point, "--mode", "handed-over")
	case 2:
		w.convey(name, point, "--mode", "shown", "--order", "1")
	case 3:
		w.must("convey", point, "--to", name, "--mode", "briefed", "--gist", w.mark("gist"+salt, name, "drafting"), "--yes", "--terms", w.mark("terms"+salt, "drafting"))
	case 4, 5:
		w.must("note", "A note "+w.mark("note"+salt, name), "--room", name)
	case 6:
		w.must("authority", "not-seen", w.rooms[name][1], "--room", name, "--said", w.mark("said"+salt, name))
	case 7:
		w.run(nil, "copy", "acknowledge", "Text 1", "--room", name, "--party", strings.ToUpper(w.rooms[name][1][:3]))
	case 8:
		w.run(nil, "copy", "return", "Text 1", "--room", name, "--note", w.mark("return"+salt, name))
	case 9:
		w.must("authority", "show", w.rooms[name][1], "--room", name, "--binding", "stated-limits", "--limits", w.mark("limits"+salt, name))
	case 10:
		w.n++
		w.convey(name, "", "--mode", "circulated", "--label", fmt.Sprintf("Whole %d", w.n))
	case 11:
		w.run(nil, "forget", name, "8", "--reason", w.mark("reason"+salt, name), "--yes")
	}
}

// convey conveys a point, or all, as they stand.
func (w *world) convey(name, point string, flags ...string) {
	args := []string{"convey"}
	for id, m := range w.words {
		if point == "" || id == "p"+point {
			w.allowed[m][name] = true
		}
	}
	if point != "" {
		args = append(args, point)
	}
	w.must(append(append(args, "--to", name, "--yes"), flags...)...)
}

// hide does something that the members of the room of ald are not to know of.
func (w *world) hide(kind int, salt string) {
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(w.rooms)), func(r string) bool { return r == "ald-room" || r == "desk" || r == "drafting" })
	switch k := kind % 16; {
	case k == 0 || len(others) == 0:
		name := strings.ToLower(fmt.Sprintf("room-%s-%d", salt, w.n))
		w.open(name, everybody[1+kind%3])
	case k == 1: // a point that ald's room is given only as it then stands
		id := fmt.Sprintf("p%d", kind/16%6+1)
		m := w.mark("word"+salt, "drafting")
		w.must("point", "word", id, "Now it reads "+m+".", "--heading", "Heading "+m, "--reason", w.mark("why"+salt, "drafting"))
		w.words[id] = m
	case k == 2:
		w.must("know", "p1", "--party", "BOR", "--level", "gist", "--way", "reported", "--source", w.mark("source"+salt, "drafting"))
	case k == 3:
		w.must("note", w.mark("deskNote"+salt, "drafting"))
	case k == 4:
		code := fmt.Sprintf("X%s%d", salt, w.n)
		w.must("party", "add", code, w.mark("party"+salt, "desk", "drafting"))
		w.must("person", "add", "of."+strings.ToLower(code), w.mark("person"+salt, "desk", "drafting"), "--party", code)
	case k == 5:
		w.must("draft", "keep", fmt.Sprintf("draft%d", w.n), w.mark("draft"+salt, "drafts-of-m.rhee"), "--point", "p2")
		w.rooms["drafts-of-m.rhee"] = []string{keeperOf}
	case k == 6:
		w.must("text", "circulate", "--label", fmt.Sprintf("Hidden %d", w.n), "--nature", w.mark("nature"+salt, "drafting"), "--yes")
	case k == 7:
		m := w.mark("rival"+salt, "drafting")
		w.run(map[string]string{"r.md": "### 1. Theirs " + m + "\n\nWords " + m + ".\n"}, "text", "rival", "r.md", "--label", "Paper "+m)
	case k == 8:
		w.must("text", "report", "--label", "Report "+w.mark("report"+salt, "drafting"), "--source", "somebody")
	default:
		name := others[kind%len(others)]
		if w.rooms[name][0] == keeperOf && len(w.rooms[name]) > 1 {
			w.act(kind/7, name, salt)
		}
	}
}

// looks are all the ways in which somebody may look, and the names that they may
// try. A command that reads and is not here fails TestLooksAreAll.
func looks(w *world, names, labels []string) [][]string {
	var out [][]string
	add := func(args ...string) { out = append(out, args) }
	add("room", "list")
	add("room", "list", "--json")
	add("party", "list")
	add("person", "list", "--json")
	add("authority", "list")
	add("instrument", "list")
	add("text", "list")
	add("text", "list", "--json")
	add("text", "show")
	add("text", "concordance")
	add("text", "holders", "Text 1")
	add("copy", "list")
	add("copy", "list", "--json")
	add("ledger")
	add("ledger", "--json")
	add("ledger", "--as-known", "2025-11-02")
	add("who-knows", "p1")
	add("changed-since", "ALD")
	add("given-all", "1", "--phrase", "words")
	add("draft", "list")
	for _, list := range []string{"proposals", "positions", "concerns"} {
		add(list)
		add(list, "--json")
	}
	add("terms", "list")
	add("show")
	add("record")
	add("blame", "1")
	add("find", "words")
	add("find", "note")
	add("find", "MK")
	for _, n := range names {
		add("room", "show", n)
		add("record", n, "--json")
		add("record", n, "--as-known", "2025-11-03")
		add("text", "show", "--room", n)
		add("text", "list", "--room", n)
		add("blame", "2", "--room", n)
		add("room", "export", n, "-o", "-")
		add("find", "words", "--room", n)
		add("party", "list", "--room", n)
		add("note", "hello", "--room", n, "--actor", "nobody.known")
	}
	for _, l := range labels {
		add("text", "show", l)
		add("copy", "acknowledge", l, "--copy", "77")
	}
	return out
}

// refusals are things that somebody may try and that must be refused without a
// trace; they must not change anything either.
func refusals(names []string) [][]string {
	var out [][]string
	for _, n := range names[:min(3, len(names))] {
		out = append(out, []string{"room", "open", n}, []string{"room", "add", "bor.head", "--room", n, "--yes"}, []string{"convey", "1", "--to", n, "--yes"},
			[]string{"forget", n, "2", "--reason", "x", "--yes"}, []string{"room", "succeed", n, "next", "--yes"}, []string{"room", "close", n, "--yes"})
	}
	// what a member may say is recorded on their behalf, and looks the same
	out = append(out, []string{"propose", "1", "Other words."}, []string{"propose", "2", "--act", "delete", "--room", "ald-room"}, []string{"concern", "A concern."},
		[]string{"floor", "ald 1 Shared > Common"}, []string{"undo"}, []string{"item", "withdraw", "P 1"}, []string{"item", "withdraw", "BOR P 1"},
		[]string{"terms", "lift", "P 1", "--to", "as-own-idea", "--by-word-of", "ald.head"}, []string{"item", "confirm", "P 2"}, []string{"proposals"})
	return append(out, []string{"point", "word", "1", "x"}, []string{"text", "circulate", "--yes"}, []string{"draft", "keep", "d", "words"}, []string{"draft", "table", "draft1", "--yes"},
		[]string{"party", "add", "NEW", "New"}, []string{"person", "add", "new.new", "New"}, []string{"know", "p1", "--party", "ALD", "--level", "gist", "--way", "public"})
}

// seen is everything that somebody gets to see.
func (w *world) seen(who string, commands [][]string) []string {
	out := make([]string, len(commands))
	for i, c := range commands {
		w.seed("looking")
		text, exit := w.run(nil, append(slices.Clone(c), "--actor", who)...)
		out[i] = fmt.Sprintf("exit %d\n%s", exit, text)
	}
	return out
}

// plan is one history: acts that both worlds have, and beside each what is hidden
// in one world and in the other.
type step struct {
	shown   int
	hidden  [2][]int
	minutes [2][]int
}

func drawSteps(t *rapid.T) []step {
	steps := make([]step, rapid.IntRange(1, 6).Draw(t, "steps"))
	for i := range steps {
		steps[i].shown = rapid.IntRange(0, 999).Draw(t, "shown")
		for k := range 2 {
			steps[i].hidden[k] = rapid.SliceOfN(rapid.IntRange(0, 9999), 0, 5).Draw(t, "hidden")
			for range steps[i].hidden[k] {
				steps[i].minutes[k] = append(steps[i].minutes[k], rapid.IntRange(0, 50).Draw(t, "minutes"))
			}
		}
	}
	return steps
}

// lead leads one of the two worlds. What ald's room is given reads the same in
// both: before each act that it is shown, its point is worded alike.
func lead(t *rapid.T, steps []step, k int) *world {
	w := newWorld(t)
	salt := string(rune('A' + k))
	w.found(salt)
	for i, s := range steps {
		w.now = time.Date(2025, 11, 2+i, 9, 0, 0, 0, time.UTC)
		for j, kind := range s.hidden[k] {
			w.now = w.now.Add(time.Duration(s.minutes[k][j]) * time.Minute / 5)
			w.seed(fmt.Sprintf("hidden %s %d %d", salt, i, j))
			w.hide(kind, salt)
		}
		w.now = time.Date(2025, 11, 2+i, 18, 0, 0, 0, time.UTC)
		w.seed(fmt.Sprintf("wording %s %d", salt, i))
		w.n = 1000 + 10*i // the markers of what is shown are the same in both
		for p := range 6 {
			id := fmt.Sprintf("p%d", p+1)
			m := fmt.Sprintf("MKshared%d.%dKM", i, p)
			w.allowed[m] = map[string]bool{"drafting": true}
			w.words[id] = m
			w.must("point", "word", id, "Shared words "+m+".", "--heading", "Heading")
		}
		w.seed(fmt.Sprintf("shown %d", i))
		w.act(s.shown, "ald-room", "ald")
		w.n = 2000 + 100*i + 50*k
	}
	w.now = time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC)
	return w
}

// Whatever happens in rooms of which somebody is no member, in whatever amount and
// at whatever time: all that they can look at is the same, byte for byte, and
// nothing that they may not read stands in it.
func TestTwoWorlds(t *testing.T) {
	rounds := 2 // of 100 histories each
	switch {
	case *soak:
		rounds = 100
	case raceEnabled:
		t.Skip("a history takes seconds here; test.sh runs this by itself without -race")
	}
	for range rounds {
		rapid.Check(t, func(t *rapid.T) {
			steps := drawSteps(t)
			var worlds [2]*world
			names, labels := []string{"ald-room", "nowhere"}, []string{"Text 1", "Text 1", "Text 2", "Nothing"}
			for k := range worlds {
				worlds[k] = lead(t, steps, k)
				for _, r := range slices.Sorted(maps.Keys(worlds[k].rooms)) {
					if r != "desk" && !slices.Contains(names, r) && r != "drafting" && len(names) < 3+k {
						names = append(names, r)
					}
				}
			}
			names = append(names, "drafting", worlds[0].id("drafting"))
			slices.Sort(names)
			names = slices.Compact(names)
			commands := append(looks(worlds[0], names, labels), refusals(names)...)
			commands = append(commands, []string{"room", "list"}) // and nothing was changed by trying
			one, two := worlds[0].seen("ald.head", commands), worlds[1].seen("ald.head", commands)
			for i, c := range commands {
				if one[i] != two[i] {
					t.Fatalf("%q tells the two worlds apart:\n%s\n--- and ---\n%s", c, one[i], two[i])
				}
			}
			worlds[0].unmarked(commands)
		})
	}
}

// id is a room's identifier.
func (w *world) id(name string) string {
	s, err := w.held.process.Seat(context.Background(), app.Actor{Person: keeperOf, Entered: keeperOf}, app.In(name), app.AsOf{})
	if err != nil {
		w.t.Fatal(err)
	}
	return s.ID.String()
}

// unmarked looks as every party's head, and wants no marker of a room of which
// they are no member.
func (w *world) unmarked(commands [][]string) {
	for _, who := range []string{rapid.SampledFrom(everybody[1:]).Draw(w.t, "who")} {
		for i, text := range w.seen(who, commands) {
			for rest := text; ; {
				_, after, found := strings.Cut(rest, "MK")
				if !found {
					break
				}
				name, _, _ := strings.Cut(after, "KM")
				rest = after
				rooms, known := w.allowed["MK"+name+"KM"]
				if !known {
					continue // the search for MK itself
				}
				may := false
				for r := range rooms {
					may = may || slices.Contains(w.rooms[r], who)
				}
				if !may {
					w.t.Fatalf("%s reads MK%sKM, which stands in %v, by %q:\n%s", who, name, slices.Sorted(maps.Keys(rooms)), commands[i], text)
				}
			}
		}
	}
}
