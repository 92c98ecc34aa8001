package cli

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
)

// drawn is a process that was drawn by chance, with a marker in every free text of
// it, and where each of them may be read as far as the test knows: where it was
// written, and where it was conveyed.
type drawn struct {
	*world
	parties []string
	at      map[string]*drawnRoom
	may     map[string]map[string]bool // marker -> rooms
	of      map[string][]string        // party or person -> what their being known tells
	labels  []string                   // given in a room or circulated
	papers  map[string]string          // rival text of one party -> the markers in it
	drafts  [][2]string                // name, and the markers in it
	done    map[string]int             // how often each sort of act was done
	n       int
}

type drawnRoom struct {
	kind, keeper string
	seats        map[string]bool
	last         string // label given there last
	roster       []string
}

// marker matches every marker, and the codes of parties.
var marker = regexp.MustCompile(`mk\d{4}q|(?i:zq[a-f])`)

func markersIn(s string) []string {
	found := marker.FindAllString(s, -1)
	for i := range found {
		found[i] = strings.ToLower(found[i])
	}
	return found
}

// mk makes a marker that may be read in some rooms.
func (d *drawn) mk(rooms ...string) string {
	d.n++
	m := fmt.Sprintf("mk%04dq", d.n)
	d.allow(m, rooms...)
	return m
}

// allow lets what stands in a text be read in some rooms.
func (d *drawn) allow(text string, rooms ...string) {
	for _, m := range markersIn(text) {
		if d.may[m] == nil {
			d.may[m] = map[string]bool{}
		}
		for _, r := range rooms {
			d.may[m][r] = true
		}
	}
}

func (d *drawn) know(room string, who ...string) {
	for _, x := range who {
		d.allow(x+" "+strings.Join(d.of[x], " "), room)
		d.at[room].roster = append(d.at[room].roster, x)
		if code, _, ok := strings.Cut(x, "."); ok && strings.HasPrefix(x, "zq") {
			d.allow(code+" "+strings.Join(d.of[strings.ToUpper(code)], " "), room)
		}
	}
}

// try runs a command for a keeper, a little later than the one before.
func (d *drawn) try(sort, by string, files map[string]string, args ...string) bool {
	d.now = d.now.Add(37 * time.Minute)
	d.seed(fmt.Sprint(sort, d.n, d.now))
	out, exit := d.run(files, append(args, "--by", by)...)
	if strings.Contains(out, "fault of the program") || exit == WrongUse && strings.Contains(out, "usage") {
		d.t.Fatalf("%q: %s", args, out)
	}
	if exit == Done {
		d.done[sort]++
	}
	return exit == Done
}

const (
	second  = "i.varga" // keeps the desk too, and rooms of his own
	drafter = "e.ode"   // reads the drafting room
	nobody  = "o.ster"  // known at the desk, a member of nothing
)

// draw draws a process of some acts.
func draw(t *rapid.T, acts int) *drawn {
	d := &drawn{world: newWorld(t), at: map[string]*drawnRoom{}, may: map[string]map[string]bool{}, of: map[string][]string{}, papers: map[string]string{}, done: map[string]int{}}
	for _, r := range []string{"desk", "drafting"} {
		d.at[r] = &drawnRoom{kind: r, keeper: keeperOf, seats: map[string]bool{keeperOf: true}}
	}
	for _, x := range []string{second, drafter, nobody} {
		d.person(x, "")
	}
	for _, code := range []string{"ZQA", "ZQB", "ZQC", "ZQD", "ZQE"}[:rapid.IntRange(3, 5).Draw(t, "parties")] {
		d.party(code)
		d.person(strings.ToLower(code)+".head", code)
	}
	d.member(second, "desk", "--keeps")
	d.member(drafter, "drafting")
	d.importText("text", 5)
	for range 2 {
		d.open(t)
	}
	for _, r := range d.names() {
		if rapid.Bool().Draw(t, "given the text") && d.at[r].keeper == keeperOf {
			title, points := d.text()
			if d.try("convey", keeperOf, nil, "convey", "--to", r, "--yes") {
				d.allow(title+wordsOfAll(points), r)
				d.tied(r, "")
			}
		}
	}
	for range acts {
		d.act(t)
	}
	return d
}

func (d *drawn) party(code string) {
	d.of[code] = []string{d.mk("desk", "drafting")}
	if d.try("party", keeperOf, nil, "party", "add", code, "State "+d.of[code][0]) {
		d.parties = append(d.parties, code)
		d.know("desk", code)
		d.know("drafting", code)
	}
}

func (d *drawn) person(who, party string) {
	d.of[who] = []string{d.mk(), d.mk()}
	args := []string{"person", "add", who, "Name " + d.of[who][0], "--capacity", "as " + d.of[who][1]}
	if party != "" {
		args = append(args, "--party", party)
	}
	if d.try("person", keeperOf, nil, args...) {
		d.know("desk", who)
		d.know("drafting", who)
	}
}

func (d *drawn) member(who, room string, flags ...string) {
	if d.try("member", d.at[room].keeper, nil, append([]string{"room", "add", who, "--room", room, "--yes"}, flags...)...) {
		d.at[room].seats[who] = true
		d.know(room, who)
	}
}

// importText brings a text in, or a later one; its title, parts, headings and
// words are all marked.
func (d *drawn) importText(instrument string, points int) {
	m := func() string { return d.mk("drafting") }
	var b strings.Builder
	fmt.Fprintf(&b, "# Title %s\n\n## Part %s\n", m(), m())
	for i := range points {
		fmt.Fprintf(&b, "\n### %d. Heading %s\n\nThe words of the point are %s, and no others.\n", i+1, m(), m())
	}
	d.try("import", keeperOf, map[string]string{"t.md": b.String()}, "text", "import", "t.md", "--instrument", instrument, "--source", m())
}

// text is the working text, as the drafting room has it.
func (d *drawn) text() (title string, points []event.Point) {
	s, err := d.held.process.Seat(context.Background(), app.Actor{Person: keeperOf, Entered: keeperOf}, app.Drafting, app.AsOf{})
	if err != nil {
		d.t.Fatal(err)
	}
	in, err := s.Find("text")
	if err != nil {
		d.t.Fatal(err)
	}
	return in.TextTitle, in.Current()
}

func wordsOfAll(points []event.Point) string {
	var b strings.Builder
	for _, q := range points {
		if !q.Deleted {
			b.WriteString(q.Part + " " + q.Heading + " " + q.Body + "\n")
		}
	}
	return b.String()
}

// open opens a room of chance kind, keeper and members.
func (d *drawn) open(t *rapid.T) {
	name := "r-" + d.mk()
	kind := rapid.SampledFrom([]string{"consultation", "consultation", "plenary", "drafting"}).Draw(t, "kind")
	by := rapid.SampledFrom([]string{keeperOf, keeperOf, keeperOf, second}).Draw(t, "keeper")
	if kind == "drafting" {
		by = second // two that one person keeps are told apart by name only
	}
	r := &drawnRoom{kind: kind, keeper: by, seats: map[string]bool{by: true}}
	d.at[name] = r
	d.allow(name, name)
	args := []string{"room", "open", name, "--kind", kind, "--purpose", d.mk(name)}
	var with []string
	for _, code := range d.parties {
		if rapid.Bool().Draw(t, "member") {
			with = append(with, strings.ToLower(code)+".head")
		}
	}
	if len(with) > 0 {
		args = append(args, "--with", strings.Join(with, ","))
	}
	if !d.try("open", by, nil, args...) {
		delete(d.at, name)
		return
	}
	d.know(name, append(with, by)...)
	for _, x := range with {
		r.seats[x] = true
	}
}

// names are the rooms that are neither the desk nor the drafting room, in order.
func (d *drawn) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d.at)), func(r string) bool {
		return r == "desk" || r == "drafting" || r == "drafts-of-"+keeperOf || r == "drafts-of-"+second
	})
}

// reads reports whether somebody may read a marker.
func (d *drawn) reads(who, m string) bool {
	for r := range d.may[m] {
		if x := d.at[r]; x != nil && x.seats[who] {
			return true
		}
	}
	return false
}
