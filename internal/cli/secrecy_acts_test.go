package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
)

// act does something that is drawn by chance. What cannot be done is refused, and
// then is no act.
func (d *drawn) act(t *rapid.T) {
	if rapid.Bool().Draw(t, "a party gives") {
		d.gift(t, rapid.SampledFrom(drawnGiving).Draw(t, "giving"), fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "point")))
		return
	}
	sort := rapid.SampledFrom(sorts).Draw(t, "act")
	room := rapid.SampledFrom(d.names()).Draw(t, "room")
	if given[sort] { // where words are given
		rooms := slices.DeleteFunc(d.names(), func(r string) bool {
			return d.at[r].kind == "drafting" || d.at[r].keeper != keeperOf || len(d.at[r].roster) < 2
		})
		if len(rooms) == 0 {
			return
		}
		room = rapid.SampledFrom(rooms).Draw(t, "giving room")
	}
	r := d.at[room]
	member := rapid.SampledFrom(append([]string{nobody}, r.roster...)).Draw(t, "member")
	code := rapid.SampledFrom(d.parties).Draw(t, "party")
	if sort == "acknowledge" && len(r.roster) > 0 {
		code = strings.ToUpper(r.roster[0][:3])
	}
	point := fmt.Sprint(rapid.IntRange(1, 6).Draw(t, "point"))
	here := func() string { return d.mk(room) }
	there := func() string { return d.mk("drafting") }
	switch sort {
	case "note":
		args := []string{"note", "Note " + here(), "--room", room}
		if strings.HasPrefix(member, "zq") && r.keeper != member {
			args = append(args, "--actor", member)
		}
		d.try(sort, r.keeper, nil, args...)
	case "note in the drafting room":
		d.try(sort, keeperOf, nil, "note", "Note "+there(), "--points", point)
	case "authority":
		d.try(sort, r.keeper, nil, "authority", "show", member, "--room", room, "--binding", "stated-limits", "--limits", here(), "--document", here())
	case "no authority":
		d.try(sort, r.keeper, nil, "authority", "not-seen", member, "--room", room, "--said", here())
	case "initial":
		member = rapid.SampledFrom(r.roster).Draw(t, "who")
		d.try("authority", r.keeper, nil, "authority", "show", member, "--room", room)
		d.try(sort, r.keeper, nil, "text", "initial", member, r.last, "--room", room)
	case "convey", "convey again":
		d.convey(t, sort, room, point)
	case "circulate":
		d.circulate(t, room)
	case "return":
		d.try(sort, r.keeper, nil, "copy", "return", r.last, "--copy", "1", "--room", room, "--note", here())
	case "destroy":
		d.try(sort, r.keeper, nil, "copy", "destroy", r.last, "--copy", "1", "--room", room, "--how", here())
	case "acknowledge":
		d.try(sort, r.keeper, nil, "copy", "acknowledge", r.last, "--room", room, "--party", code)
	case "around the text":
		l := d.mk("drafting")
		d.try(sort, keeperOf, nil, "principle", "add", "pr-"+l, "Principle "+there(), "--asserted-by", there(), "--words", there())
		d.try(sort, keeperOf, nil, "issue", "add", "i-"+l, "Issue "+there(), "--about", point, "--positions", there(), "--state", there())
		d.try(sort, keeperOf, nil, "issue", "cover", "i-"+l, point, "--as", "partly", "--why", there())
		d.try(sort, keeperOf, nil, "bind", point, code, "--obliges", "--note", there())
		d.try(sort, keeperOf, nil, "press", "add", "c-"+l, "Claim "+there(), "--source-type", "unnamed", "--about", point, "--quote", there(), "--outlet", there())
		d.try(sort, keeperOf, nil, "lines", "record", "Line "+there(), "--on", "c-"+l, "--as", "no-comment")
	case "know":
		d.try(sort, keeperOf, nil, "know", point, "--party", code, "--level", "gist", "--way", "reported", "--source", there(), "--gist", there())
	case "draft":
		name := "draft-" + d.mk()
		log := "drafts-of-" + rapid.SampledFrom([]string{keeperOf, second}).Draw(t, "author")
		by := strings.TrimPrefix(log, "drafts-of-")
		if d.at[log] == nil {
			d.at[log] = &drawnRoom{kind: "private", keeper: by, seats: map[string]bool{by: true}}
			d.know(log, by)
		}
		d.allow(name, log)
		words, heading := d.mk(log), d.mk(log)
		if d.try(sort, by, nil, "draft", "keep", name, "Words "+words, "--heading", heading, "--point", "p"+point) && by == keeperOf {
			d.drafts = append(d.drafts, [2]string{name, words + heading})
		}
	case "table":
		if len(d.drafts) > 0 {
			draft := d.drafts[0]
			d.drafts = d.drafts[1:]
			if d.try(sort, keeperOf, nil, "draft", "table", draft[0], "--yes") {
				d.allow(draft[1], "drafting")
			}
		}
	case "word":
		d.try(sort, keeperOf, nil, "point", "word", point, "Now "+there(), "--heading", there(), "--reason", there())
	case "add":
		d.try(sort, keeperOf, nil, "point", "add", "New "+there(), "--heading", there(), "--after", point, "--reason", there())
	case "delete":
		d.try(sort, keeperOf, nil, "point", "delete", point, "--reason", there())
	case "renumber":
		d.try(sort, keeperOf, nil, "text", "renumber", "--yes")
	case "import":
		d.importText("text", rapid.IntRange(4, 6).Draw(t, "points"))
	case "rival":
		label := "Paper " + d.mk("drafting")
		words := fmt.Sprintf("%s %s %s", there(), there(), there())
		if d.try(sort, keeperOf, map[string]string{"r.md": fmt.Sprintf("# Theirs %s\n\n### %s. Heading %s\n\nThe words are %s.\n", strings.Fields(words)[0], point, strings.Fields(words)[1], strings.Fields(words)[2])},
			"text", "rival", "r.md", "--label", label, "--party", code, "--from", there()) {
			d.papers[label] = code + " " + words
		}
	case "report":
		d.try(sort, keeperOf, nil, "text", "report", "--label", "Report "+there(), "--source", there(), "--clause", "3="+there()+": "+there())
	case "member":
		d.member(strings.ToLower(code)+".head", room)
	case "leave":
		if r.seats[member] && member != r.keeper && d.try(sort, r.keeper, nil, "room", "leave", member, "--room", room, "--reason", here()) {
			delete(r.seats, member)
		}
	case "introduce":
		if d.try(sort, r.keeper, nil, "party", "introduce", code, "--room", room) {
			d.know(room, code)
		}
	case "order":
		d.try(sort, keeperOf, nil, "party", "order", code)
	case "open":
		if len(d.at) < 10 {
			d.open(t)
		}
	case "succeed":
		d.succeed(t, room, strings.ToLower(code)+".head")
	case "close":
		d.try(sort, r.keeper, nil, "room", "close", room, "--reason", here(), "--yes")
	case "forget":
		d.try(sort, r.keeper, nil, "forget", room, fmt.Sprint(rapid.IntRange(2, 12).Draw(t, "entry")), "--reason", here(), "--yes")
	case "take":
		d.try(sort, r.keeper, map[string]string{"n.note": here()}, "take", "n.note", "--from", here(), "--label", here(), "--room", room)
	case "meeting":
		label := "Meeting " + here()
		if d.try(sort, r.keeper, nil, "meeting", "plan", "Talks "+here(), "--label", label, "--place", here(), "--with", here(), "--before", here(), "--room", room) {
			d.try("account", r.keeper, nil, "meeting", "account", label, here(), "--said-by", here(), "--source", here(), "--room", room)
			d.try("remark", r.keeper, nil, "meeting", "note", label, here(), "--said-by", here(), "--room", room)
			d.try("decision", r.keeper, nil, "meeting", "decide", label, here(), "--room", room)
			d.try("deadline", r.keeper, nil, "deadline", "add", "Until it "+here(), "--due", "2 days before "+label, "--for", here(), "--about", point, "--note", here(), "--room", room)
			if r.keeper == keeperOf { // who types it lets the drafting room know that there is such a meeting
				d.allow(label+" "+room, "drafting")
				d.try("deadline elsewhere", keeperOf, nil, "deadline", "add", "Before it "+there(), "--due", "1 day before "+label+" in "+room, "--for", there())
			}
			d.try("postpone", r.keeper, nil, "meeting", "postpone", label, "--on", "2025-12-18 10:00", "--reason", here(), "--room", room, "--yes")
		}
	case "deadline":
		if d.try(sort, r.keeper, nil, "deadline", "add", "Do "+here(), "--due", "2025-11-20", "--for", here(), "--note", here(), "--label", "Due "+here(), "--room", room) {
			d.try("deadline moved", r.keeper, nil, "deadline", "move", "D 1", "--due", "2025-11-22", "--reason", here(), "--said-by", here(), "--source", here(), "--room", room)
			d.try("deadline ended", r.keeper, nil, "deadline", "drop", "D 1", "--reason", here(), "--room", room)
		}
		d.try("deadline", keeperOf, nil, "deadline", "add", "Do "+there(), "--due", "1 day after D 1", "--for", code)
	case "pen":
		d.try(sort, r.keeper, nil, "pen", "give", "Text "+here(), here(), "--new", "--named", "--note", here(), "--until", "2025-12-20", "--room", room)
		d.try("pen on a point", r.keeper, nil, "pen", "give", point, code, "--note", here(), "--room", room)
		d.try("pen on a point", keeperOf, nil, "pen", "give", point, there(), "--named", "--note", there())
		d.try("pen back", r.keeper, nil, "pen", "back", "Pen 1", "--note", here(), "--room", room)
	case "understanding":
		if d.try(sort, r.keeper, nil, "understanding", "add", "Aside "+d.mk(room, "drafting"), d.mk(room, "drafting"), "--between", code, "--room", room, "--note", d.mk(room, "drafting")) && r.keeper == keeperOf {
			d.tied(room, "")
		}
		d.try(sort, r.keeper, nil, "understanding", "confirm", "U 1", "--party", code, "--room", room, "--how", d.mk(room, "drafting"))
		d.try("own linkage", keeperOf, nil, "linkage", "add", point+` if 1 contains "`+there()+`"`, "--own", "--reason", there())
		d.try("tie", keeperOf, nil, "instrument", "tie", "text", "annex", "--note", there())
	case "silence":
		d.try(sort, keeperOf, nil, "silence", "open", r.last, "--until", "2025-12-30", "--room", room, "--note", d.mk(room, "drafting"))
		d.try("break", keeperOf, nil, "silence", "break", "S 1", "--party", code, "--room", room, "--note", d.mk(room, "drafting"))
	case "expect":
		d.try(sort, keeperOf, nil, "expect", code, point, "opposes", "--expected-by", there(), "--statement", there(), "--source", there())
		d.try(sort, keeperOf, nil, "expectation", "withdraw", "E 1", "--reason", there())
	case "give":
		d.try(sort, r.keeper, nil, "give", "--note", "x", "--to-file", "f", "--to", here(), "--room", room, "--yes")
	}
}

// given are the acts on what was given.
var given = map[string]bool{"convey": true, "convey again": true, "circulate": true, "initial": true, "return": true, "destroy": true, "acknowledge": true, "succeed": true, "forget": true}

var sorts = []string{"convey", "circulate", "note", "note in the drafting room", "authority", "no authority", "initial", "convey", "convey", "convey", "convey again", "circulate", "circulate", "return", "destroy",
	"acknowledge", "know", "around the text", "draft", "table", "word", "word", "add", "delete", "renumber", "import", "rival", "rival", "report", "member", "leave", "introduce", "order", "open", "succeed", "close", "forget", "take", "give", "meeting", "deadline", "pen", "silence", "understanding", "expect"}

// mustLook is what a keeper reads.
func (d *drawn) mustLook(args ...string) string {
	d.seed("look")
	out, _ := d.run(nil, args...)
	return out
}

// convey conveys a point or all, perhaps with others' texts compiled in.
func (d *drawn) convey(t *rapid.T, sort, room, point string) {
	title, points := d.text()
	mode := rapid.SampledFrom([]string{"briefed", "read-out", "shown", "handed-over", "sent"}).Draw(t, "mode")
	rendering := rapid.SampledFrom([]string{"attributed", "unattributed", "own"}).Draw(t, "rendering")
	args := []string{"convey"}
	if rapid.Bool().Draw(t, "one point") {
		args = append(args, point)
		var chosen []event.Point
		for _, q := range points {
			if q.Number == point {
				chosen = append(chosen, q)
			}
		}
		points = chosen
	}
	if len(points) == 0 {
		return
	}
	goes := title + wordsOfAll(points)
	if mode == "briefed" {
		goes = ""
	}
	typed := fmt.Sprintf("%s %s %s %s", d.mk(), d.mk(), d.mk(), d.mk())
	f := strings.Fields(typed)
	args = append(args, "--to", room, "--mode", mode, "--rendering", rendering, "--gist", f[0], "--nature", f[1], "--head", f[2], "--place", f[3], "--terms", d.mk("drafting"), "--yes")
	if mode != "briefed" && rapid.Bool().Draw(t, "proposals") {
		args = append(args, "--proposals", rapid.SampledFrom([]string{"released", "released", "all"}).Draw(t, "which"))
		goes += d.compiledInto([]string{room}, rendering)
	}
	label := ""
	if rapid.Bool().Draw(t, "typed label") {
		label = "Label " + d.mk()
		args = append(args, "--label", label)
	}
	for _, l := range sortedKeys(d.papers) {
		if rapid.IntRange(0, 2).Draw(t, "compile") > 0 {
			continue
		}
		args = append(args, "--compile", l)
		owner, _, _ := strings.Cut(d.papers[l], " ")
		inRoom := d.may[strings.ToLower(owner)][room]
		switch {
		case mode == "briefed", rendering == "own" && !inRoom:
		case rendering == "unattributed":
			goes += strings.TrimPrefix(d.papers[l], owner)
		default:
			goes += d.papers[l]
		}
	}
	if d.try(sort, keeperOf, nil, args...) {
		d.allow(goes+typed+label, room)
		d.tied(room, typed+label)
		if mode != "briefed" {
			d.at[room].last = label
			if label == "" {
				d.at[room].last = "Text 1"
			}
		}
	}
}

// tied says that the drafting room knows what went into a room, and how the room
// and those to whom it went are called.
func (d *drawn) tied(room, typed string) {
	d.allow(room+" "+typed+" "+strings.Join(d.at[room].roster, " "), "drafting")
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
