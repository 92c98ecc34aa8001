package cli

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
)

// plainExport is an exported room with its bodies in readable form.
func plainExport(t *rapid.T, src string) (*exported, []string) {
	var x exported
	if err := json.Unmarshal([]byte(src), &x); err != nil {
		t.Fatalf("%v: %s", err, src)
	}
	var facts []string
	for _, e := range x.Entries {
		if e.Body == nil {
			facts = append(facts, "")
			continue
		}
		body, err := base64.StdEncoding.DecodeString(*e.Body)
		if err != nil {
			t.Fatal(err)
		}
		b, err := event.Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		facts = append(facts, fmt.Sprintf("%+v %+v", b, b.Fact))
	}
	return &x, facts
}

// factOf is what an entry says.
func factOf(t *rapid.T, export, number string) string {
	_, facts := plainExport(t, export)
	n, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	return facts[n-1]
}

// looked is what somebody gets to see by a command, with an export in readable
// form. They enter it themselves, or the keeper of the file does for them.
func (d *drawn) looked(who string, byKeeper bool, c []string) string {
	as := "--by"
	if byKeeper {
		as = "--actor"
	}
	d.seed("looking")
	out, exit := d.run(map[string]string{"file.md": "### 1. X\n\nY\n"}, append(slices.Clone(c), as, who)...)
	if exit == Done && c[0] == "room" && c[1] == "export" {
		src := out[strings.Index(out, "{"):]
		x, facts := plainExport(d.t, src)
		for i := range facts {
			header, _ := hex.DecodeString(x.Entries[i].Header)
			facts[i] += string(header[1:17])
		}
		replayed, exit := d.run(map[string]string{"x.json": src}, "room", "replay", "x.json")
		return strings.Join(facts, "\n") + fmt.Sprint(exit) + replayed
	}
	if strings.Contains(out, "BEGIN:VCALENDAR") { // a word may be folded
		out = strings.ReplaceAll(out, "\r\n ", "")
	}
	return fmt.Sprintf("exit %d\n%s", exit, out)
}

// fresh are names that nothing has, as long as those that something has.
const (
	freshRoom  = "r-xx9999q"
	freshID    = "00000000000000000000000000000000"
	freshLabel = "Text xx9999q"
	freshParty = "XXX"
	freshWho   = "xxx.head"
)

// hidden draws names of what somebody may not know of, each with a fresh one.
func (d *drawn) hidden(t *rapid.T, who string) (real, fresh *tries) {
	real, fresh = &tries{}, &tries{}
	own, others := "r-nowhere", []string{}
	for _, r := range append(d.names(), "drafting", "desk") {
		if d.at[r].seats[who] {
			own = r
		} else if len(r) == len(freshRoom) && !d.reads(who, r[2:]) {
			others = append(others, r)
		}
	}
	real.rooms, fresh.rooms = []string{own}, []string{own}
	if len(others) > 0 {
		r := rapid.SampledFrom(others).Draw(t, "hidden")
		real.rooms = append(real.rooms, r, strings.ToUpper(r), d.idOf(r))
		fresh.rooms = append(fresh.rooms, freshRoom, strings.ToUpper(freshRoom), freshID)
	}
	real.labels, fresh.labels = []string{"Text 1"}, []string{"Text 1"}
	for _, l := range d.labels {
		if len(l) == len(freshLabel) && !d.reads(who, l[5:]) {
			real.labels, fresh.labels = append(real.labels, l), append(fresh.labels, freshLabel)
			break
		}
	}
	real.parties, fresh.parties = []string{"XYZ"}, []string{"XYZ"}
	real.people, fresh.people = []string{"xyz.head"}, []string{"xyz.head"}
	for _, code := range d.parties {
		if !d.reads(who, strings.ToLower(code)) && who != strings.ToLower(code)+".head" {
			real.parties, fresh.parties = append(real.parties, code), append(fresh.parties, freshParty)
			real.people, fresh.people = append(real.people, strings.ToLower(code)+".head"), append(fresh.people, freshWho)
			break
		}
	}
	real.points = []string{"1", "p3", "p1-2", "5 bis"}
	fresh.points = real.points
	for i := 1; i <= d.n; i += max(1, d.n/4) { // a search for what may not be read is one for what is not there
		if m := fmt.Sprintf("mk%04dq", i); !d.reads(who, m) {
			real.phrases, fresh.phrases = append(real.phrases, m), append(fresh.phrases, "xx"+m[2:])
		}
	}
	real.phrases, fresh.phrases = append(real.phrases, "words"), append(fresh.phrases, "words")
	return real, fresh
}

// idOf is the identifier of a room.
func (d *drawn) idOf(room string) string {
	var out struct{ ID string }
	src := d.mustLook("room", "show", room, "--json", "--by", d.at[room].keeper)
	if err := json.Unmarshal([]byte(src[strings.Index(src, "{"):]), &out); err != nil {
		d.t.Fatal(err, src)
	}
	return out.ID
}

// unnamed puts fresh names in the place of those that were tried.
func unnamed(real, fresh *tries) *strings.Replacer {
	var pairs []string
	for _, x := range [][2][]string{{real.rooms, fresh.rooms}, {real.labels, fresh.labels}, {real.people, fresh.people}, {real.parties, fresh.parties}, {real.phrases, fresh.phrases}} {
		for i := range x[0] {
			if x[0][i] != x[1][i] {
				pairs = append(pairs, x[0][i], x[1][i])
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// Nobody reads a word of a room of which they are no member, unless it was
// conveyed to them in that word; and what they may not know of is answered as what
// is not there.
func TestMarkers(t *testing.T) {
	if raceEnabled {
		t.Skip("test.sh runs this by itself without -race")
	}
	checks(t, 60, 3000)
	did, read := map[string]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, rapid.IntRange(15, 60).Draw(t, "acts"))
		for s, n := range d.done {
			did[s] += n
		}
		people := []string{keeperOf, second, drafter, nobody}
		for _, code := range d.parties {
			people = append(people, strings.ToLower(code)+".head")
		}
		for range 4 {
			who := rapid.SampledFrom(people).Draw(t, "who")
			byKeeper := rapid.Bool().Draw(t, "by the keeper")
			real, fresh := d.hidden(t, who)
			commands, same := real.ways(), fresh.ways()
			if who != keeperOf && who != second {
				commands, same = append(commands, real.attempts()...), append(same, fresh.attempts()...)
			}
			rename := unnamed(real, fresh)
			for i, c := range commands {
				out := d.looked(who, byKeeper, c)
				if strings.HasPrefix(out, "exit 0") && trying[strings.Join(c[:min(2, len(c))], " ")] != nil {
					t.Fatalf("%s may: %q\n%s", who, c, out)
				}
				if !slices.Equal(c, same[i]) {
					if other := d.looked(who, byKeeper, same[i]); rename.Replace(out) != other {
						t.Fatalf("%s is answered %q with\n%s\nand %q with\n%s", who, c, out, same[i], other)
					}
				}
				typed := markersIn(strings.Join(c, " ") + " " + who)
				if c[0] == "find" { // which does not say again what was looked for
					typed = markersIn(strings.Join(c[2:], " ") + " " + who)
				}
				for _, m := range markersIn(out) {
					if !d.reads(who, m) && !slices.Contains(typed, m) {
						t.Fatalf("%s reads %s, of %v, by %q:\n%s", who, m, sortedKeys(d.may[m]), c, out)
					}
					read++
				}
			}
		}
	})
	t.Logf("%d markers read where they may be; done: %v", read, did)
	for _, s := range slices.Concat(sorts, drawnGiving) {
		if *soak && did[s] == 0 { // in a few processes chance may leave one out
			t.Errorf("%q was never done", s)
		}
	}
}
