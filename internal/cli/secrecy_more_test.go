package cli

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// circulate fixes the text and circulates it into one room or several.
func (d *drawn) circulate(t *rapid.T, room string) {
	title, points := d.text()
	rooms := []string{room}
	if other := rapid.SampledFrom(d.names()).Draw(t, "other"); other != room && rapid.Bool().Draw(t, "two rooms") {
		rooms = append(rooms, other)
	}
	typed := fmt.Sprintf("%s %s %s %s %s", d.mk(), d.mk(), d.mk(), d.mk(), d.mk())
	f := strings.Fields(typed)
	label := "Text " + f[4]
	args := []string{"text", "circulate", "--label", label, "--nature", f[0], "--head", f[1], "--legend", f[2], "--place", f[3], "--yes"}
	if rapid.Bool().Draw(t, "sources") {
		args = append(args, "--sources")
	}
	goes := title + wordsOfAll(points)
	if rapid.Bool().Draw(t, "proposals") {
		rendering := rapid.SampledFrom([]string{"attributed", "unattributed"}).Draw(t, "rendering")
		args = append(args, "--proposals", "released", "--rendering", rendering)
		goes += d.compiledInto(nil, rendering)
	}
	if len(d.labels) > 0 && rapid.Bool().Draw(t, "corrects") {
		args = append(args, "--corrects", d.labels[len(d.labels)-1])
	}
	if rapid.IntRange(0, 3).Draw(t, "into no room") == 0 {
		if d.try("circulate", keeperOf, nil, args...) {
			d.allow(typed, "drafting")
			d.labels = append(d.labels, label)
			d.later(t, room, label, goes+f[0]+f[1]+f[2])
		}
		return
	}
	if d.try("circulate", keeperOf, nil, append(args, "--to", strings.Join(rooms, ","))...) {
		d.labels = append(d.labels, label)
		for _, r := range rooms {
			d.allow(goes+typed, r)
			d.tied(r, typed)
			d.at[r].last = label
		}
	}
}

// later gives points of a text that was fixed before.
func (d *drawn) later(t *rapid.T, room, label, all string) {
	if d.try("convey of a text", keeperOf, nil, "convey", "--from", label, "--to", room, "--yes") {
		d.allow(all, room)
		d.tied(room, "")
		d.at[room].last = "Text 1"
	}
}

// succeed goes on from a room, with a newcomer and some entries.
func (d *drawn) succeed(t *rapid.T, room, newcomer string) {
	old := d.at[room]
	name := "r-" + d.mk()
	var numbers []string
	for _, e := range strings.Split(d.mustLook("record", room, "--by", old.keeper), "\n") {
		number, _, _ := strings.Cut(e, " ")
		if strings.Contains(e, "given:") || strings.Contains(e, "note: ") {
			if rapid.Bool().Draw(t, "carried") {
				numbers = append(numbers, number)
			}
		}
	}
	purpose := d.mk()
	args := []string{"room", "succeed", room, name, "--with", newcomer, "--purpose", purpose, "--yes"}
	if len(numbers) > 0 {
		args = append(args, "--entries", strings.Join(numbers, ","))
	}
	whole := d.mustLook("room", "export", room, "-o", "-", "--by", old.keeper)
	if !d.try("succeed", old.keeper, nil, args...) {
		return
	}
	r := &drawnRoom{kind: old.kind, keeper: old.keeper, seats: map[string]bool{newcomer: true}, last: old.last}
	d.at[name] = r
	for x := range old.seats {
		r.seats[x] = true
	}
	d.know(name, append(slices.Clone(old.roster), newcomer)...)
	d.allow(name+" "+purpose, name)
	for _, n := range numbers {
		d.allow(factOf(d.t, whole, n), name)
	}
	d.tied(name, "")
}
