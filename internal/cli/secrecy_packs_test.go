package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// packsOf are the parts of packs, as a test reads them: what goes to each party, and what
// the secretariat keeps.
type packsOf struct {
	Packs []struct {
		Party       string
		Theirs      json.RawMessage
		Secretariat json.RawMessage
	}
}

func readPacks(t *rapid.T, out string) packsOf {
	var x packsOf
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):]), &x); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return x
}

// Whatever is in a process: what of a pack goes to a party holds no word of a room that it
// is not in.
func TestPacksHoldNothingOfOthers(t *testing.T) {
	if raceEnabled {
		t.Skip("test.sh runs this by itself without -race")
	}
	checks(t, 60, 3000)
	read, kept := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.IntRange(15, 60).Draw(t, "acts"))
		for _, code := range d.parties {
			head := strings.ToLower(code) + ".head"
			d.seed("packs")
			out, exit := d.run(nil, "brief", "--party", code, "--json", "--by", keeperOf)
			if exit != Done {
				t.Fatalf("exit %d: %s", exit, out)
			}
			x := readPacks(t, out)
			if len(x.Packs) != 1 || x.Packs[0].Party != code {
				t.Fatalf("packs of %s: %s", code, out)
			}
			for _, m := range markersIn(string(x.Packs[0].Theirs)) {
				read++
				if m == strings.ToLower(code) || d.reads(head, m) || d.given(code, m) {
					continue
				}
				t.Fatalf("the pack of %s has %s, of %v:\n%s", code, m, sortedKeys(d.may[m]), x.Packs[0].Theirs)
			}
			for _, m := range markersIn(string(x.Packs[0].Secretariat)) {
				kept++
				if !d.reads(keeperOf, m) {
					t.Fatalf("the secretariat's part on %s has %s, of %v", code, m, sortedKeys(d.may[m]))
				}
			}
			for _, as := range []string{"text", "markdown"} {
				out, exit := d.run(nil, "brief", "--party", code, "--as", as, "--by", keeperOf)
				theirs, _, parted := strings.Cut(out, "\f")
				if exit != Done || !parted {
					t.Fatalf("exit %d: %s", exit, out)
				}
				for _, m := range markersIn(theirs) {
					if m != strings.ToLower(code) && !d.reads(head, m) && !d.given(code, m) {
						t.Fatalf("the pack of %s as %s has %s, of %v:\n%s", code, as, m, sortedKeys(d.may[m]), theirs)
					}
				}
			}
		}
	})
	t.Logf("%d markers in what goes to parties, %d in what is kept", read, kept)
	if read == 0 || kept == 0 {
		t.Error("no pack had anything in it")
	}
}

// given reports whether a marker stands in a room in which a party is known and may have
// been given a copy though nobody of it reads the room: a plenary, or one that nobody of
// any party reads, where a party is on paper, or was until its last member left.
func (d *drawn) given(code, m string) bool {
	of := func(who, code string) bool { return who == code || strings.HasPrefix(who, strings.ToLower(code)+".") }
	for r := range d.may[m] {
		x := d.at[r]
		if x == nil || !slices.ContainsFunc(x.roster, func(w string) bool { return of(w, code) }) {
			continue
		}
		read := slices.ContainsFunc(sortedKeys(x.seats), func(who string) bool {
			return x.seats[who] && slices.ContainsFunc(d.parties, func(p string) bool { return of(who, p) })
		})
		if x.kind == "plenary" || x.kind == "consultation" && !read {
			return true
		}
	}
	return false
}

// What happens in rooms that a party is not in changes nothing of what of its pack goes to
// it, nor of the run sheet that is laid on the table; not a byte.
func TestPacksOfTwoWorlds(t *testing.T) {
	if raceEnabled {
		t.Skip("test.sh runs this by itself without -race")
	}
	checks(t, 100, 5000)
	different := 0
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(viewers[:2]).Draw(t, "viewer")
		code := strings.ToUpper(v.who[:3])
		s := &sharedText{numbers: []int{2, 3, 5, 8}, words: map[int]string{}}
		for _, n := range s.numbers {
			s.words[n] = fmt.Sprintf("The shared words of %d.", n)
		}
		own := [2][]int{{1, 4, 20, 21}, {6, 7, 9, 20, 21}}
		steps := drawSteps(t)
		var theirs, kept, sheets [2]string
		done := map[string]int{}
		for k := range theirs {
			w := &twin{world: newWorld(t), k: k, done: done}
			w.found(v, s, own[k])
			w.mustAct("talks", time.Date(2025, 11, 1, 20, 0, 0, 0, time.UTC), nil, "meeting", "plan", "Talks", "--label", "Talks", "--room", "all", "--with", "ZQA; ZQB", "--on", "2025-11-25 10:00")
			for i, step := range steps {
				day := time.Date(2025, 11, 2+i, 9, 0, 0, 0, time.UTC)
				for j, kind := range step.hidden[k] {
					w.hide(v, kind, day.Add(time.Duration(step.minutes[k][j]+7*j)*time.Minute))
				}
				w.show(v, i, step.shown, day.Add(9*time.Hour), s)
			}
			w.now = time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC)
			w.seed("looking")
			out, exit := w.run(nil, "brief", "--meeting", "Talks", "--party", code, "--json")
			if exit != Done {
				t.Fatalf("exit %d: %s", exit, out)
			}
			x := readPacks(t, out)
			theirs[k], kept[k] = string(x.Packs[0].Theirs), string(x.Packs[0].Secretariat)
			if sheets[k], exit = w.run(nil, "run-sheet", "Talks", "--shared"); exit != Done {
				t.Fatalf("exit %d: %s", exit, sheets[k])
			}
		}
		if theirs[0] != theirs[1] {
			t.Fatalf("what goes to %s differs:\n%s\n--- and ---\n%s", code, theirs[0], theirs[1])
		}
		if sheets[0] != sheets[1] {
			t.Fatalf("the run sheet that is laid on the table differs:\n%s\n--- and ---\n%s", sheets[0], sheets[1])
		}
		if kept[0] != kept[1] {
			different++
		}
	})
	if different == 0 {
		t.Error("the secretariat's parts never differed: the two worlds were one")
	}
}
