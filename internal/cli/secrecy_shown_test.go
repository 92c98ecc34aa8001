package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// show does something that the viewer may see, in both worlds alike.
func (w *twin) show(v viewer, i, kind int, at time.Time, s *sharedText) {
	room := v.reads[kind/40%len(v.reads)]
	n := fmt.Sprint(s.numbers[kind/200%len(s.numbers)])
	key := fmt.Sprint("shown", i)
	do := func(by string, args ...string) {
		out, exit := w.act(key, by, at, map[string]string{"f.md": "A note.\n"}, args...)
		if by == v.who || slices.Contains(args, "--actor") || exit != Done && !strings.Contains(out, "theirs") {
			fmt.Fprintf(&w.seen, "%q: exit %d\n%s", args, exit, out)
		}
	}
	k := func(args ...string) { do(keeperOf, args...) }
	others := ""
	if !slices.Contains(v.reads, "drafting") {
		others = ",theirs"
	}
	switch room {
	case "mine", "all":
		acts := []func(){
			func() { k("convey", n, "--instrument", "plan", "--to", room, "--yes") },
			func() {
				k("convey", n, "--instrument", "plan", "--to", room, "--mode", "shown", "--order", fmt.Sprint(w.k+1), "--terms", w.free(), "--yes")
			},
			func() {
				k("convey", n, "--instrument", "plan", "--to", room+others, "--label", "Together "+fmt.Sprint(i), "--yes")
			},
			func() {
				k("convey", "--instrument", "plan", "--to", room, "--mode", "briefed", "--gist", "the gist", "--yes")
			},
			func() {
				k(append([]string{"convey", "--to", room, "--instrument", "plan", "--yes"}, all(s.numbers)...)...)
			},
			func() {
				k("text", "circulate", "--instrument", "annex", "--label", "Annex "+fmt.Sprint(i), "--to", "theirs,"+room, "--yes")
			},
			func() { k("note", "A note", "--room", room) },
			func() {
				k("meeting", "plan", "Talks", "--on", "2025-11-18 10:00", "--label", fmt.Sprint("Talks ", i), "--with", "ZQA", "--points", n, "--room", room)
				k("deadline", "add", "Answers", "--due", fmt.Sprint("1 day before Talks ", i), "--for", "ZQA", "--room", room)
				k("meeting", "postpone", fmt.Sprint("Talks ", i), "--on", "2025-11-25 10:00", "--yes", "--room", room)
			},
			func() { k("deadline", "add", "Answers", "--due", "2025-11-18", "--for", "ZQA", "--room", room) },
			func() { k("pen", "give", n, "ZQA", "--until", "2025-11-18", "--room", room) },
			func() { do(v.who, "note", "A note of mine", "--room", room) },
			func() { do(v.who, "copy", "acknowledge", "Text 1", "--room", room) },
			func() { k("copy", "return", "Text 1", "--copy", "1", "--room", room) },
			func() { k("authority", "show", v.who, "--room", room) },
			func() { k("text", "initial", v.who, "Annex 1", "--room", room) },
			func() { k("forget", room, "7", "--reason", "r", "--yes") },
			func() { k("person", "introduce", "zqc.head", "--room", room) },
			func() { k("take", "f.md", "--note", "--from", "them", "--label", "Taken", "--room", room) },
			func() { k("room", "succeed", room, fmt.Sprint("after-", room), "--entries", "5", "--yes") },
		}
		acts = append(acts, w.shownGiving(v, i, room, n, do)...)
		acts[kind%len(acts)]()
	case "drafting", "desk":
		acts := []func(){
			func() { k("point", "word", n, fmt.Sprint("Worded ", i), "--instrument", "plan") },
			func() {
				k("convey", n, "--instrument", "plan", "--to", "theirs", "--label", fmt.Sprint("Label ", i), "--yes")
			},
			func() { k("know", "--party", "ZQC", "--level", "gist", "--way", "public") },
			func() { k("text", "circulate", "--instrument", "plan", "--yes") },
			func() { k("note", "A note") },
			func() { k("point", "delete", n, "--instrument", "plan") },
			func() { k("person", "add", fmt.Sprint("new", i, ".x"), "New") },
		}
		acts = append(acts, w.takenIn(i, n, do)...)
		acts[kind%len(acts)]()
	}
}

func all(numbers []int) (out []string) {
	for _, n := range numbers {
		out = append(out, fmt.Sprint(n))
	}
	return out
}

// Whoever looks, and at whatever: what happens in rooms of which they are no member
// changes nothing of it, not a byte.
func TestTwoWorlds(t *testing.T) {
	if raceEnabled {
		t.Skip("test.sh runs this by itself without -race")
	}
	checks(t, 200, 10000)
	ran, done := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(viewers).Draw(t, "viewer")
		s := &sharedText{numbers: []int{2, 3, 5, 8}, words: map[int]string{}}
		for _, n := range s.numbers {
			s.words[n] = fmt.Sprintf("The shared words of %d.", n)
		}
		own := [2][]int{{1, 4, 20, 21}, {6, 7, 9, 20, 21}}
		if slices.Contains(v.reads, "drafting") {
			own[1] = own[0]
			for _, n := range own[0] {
				s.words[n] = fmt.Sprintf("Also shared, %d.", n)
			}
		}
		steps := drawSteps(t)
		var worlds [2]*twin
		for k := range worlds {
			w := &twin{world: newWorld(t), k: k, done: done}
			ids := k
			if slices.Contains(v.reads, "drafting") {
				w.k = 0 // the same identifiers
			}
			w.found(v, s, own[k])
			w.k = ids
			for i, step := range steps {
				day := time.Date(2025, 11, 2+i, 9, 0, 0, 0, time.UTC)
				for j, kind := range step.hidden[k] {
					w.hide(v, kind, day.Add(time.Duration(step.minutes[k][j]+7*j)*time.Minute))
				}
				if len(v.reads) > 0 {
					w.show(v, i, step.shown, day.Add(9*time.Hour), s)
				}
			}
			w.now = time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC)
			worlds[k] = w
		}
		if a, b := worlds[0].seen.String(), worlds[1].seen.String(); a != b {
			t.Fatalf("what %s was answered differs:\n%s\n--- and ---\n%s", v.who, a, b)
		}
		n := &tries{rooms: append(slices.Clone(v.reads), "theirs", "room0", "room1", "nowhere"), labels: []string{"Text 1", "Text 31", "Annex 1", "Shown onlya1", "P 1", "ZQC P 1"}, points: []string{"2", "p20", "p2-2"},
			parties: []string{"ZQC", "ZQW0", "ZZZ"}, people: []string{"zqc.head", "nobody.x"}, phrases: []string{"shared", "onlya1", "onlyb1"}}
		if len(v.reads) == 0 {
			n.rooms = append([]string{"mine"}, n.rooms...)
		}
		n.rooms = append(n.rooms, worlds[rapid.IntRange(0, 1).Draw(t, "whose id")].roomID("theirs"))
		commands := n.ways()
		if v.who != second {
			commands = append(commands, n.attempts()...)
		}
		commands = append(commands, []string{"room", "list"}, []string{"room", "list", "--actor", "zqc.head"}, []string{"room", "list", "--actor", "of.onlya1"})
		for _, c := range commands {
			one, two := worlds[0].looked(v.who, c), worlds[1].looked(v.who, c)
			if ran++; one != two {
				t.Fatalf("%s tells the two worlds apart by %q:\n%s\n--- and ---\n%s", v.who, c, one, two)
			}
		}
	})
	t.Logf("%d commands looked with in each of two worlds; done: %v", ran, done)
}

// looked is what somebody gets to see, exports with what is random by design taken
// out.
func (w *twin) looked(who string, c []string) string {
	w.seed("looking")
	out, exit := w.run(map[string]string{"file.md": "### 1. X\n\nY\n"}, append(slices.Clone(c), "--by", who)...)
	if exit == Done && len(c) > 1 && c[1] == "export" {
		out = withoutChance(w.t, out[strings.Index(out, "{"):])
	}
	return fmt.Sprintf("exit %d\n%s", exit, out)
}

// roomID is a room's identifier.
func (w *twin) roomID(name string) string {
	d := &drawn{world: w.world, at: map[string]*drawnRoom{name: {keeper: keeperOf}}}
	return d.idOf(name)
}
