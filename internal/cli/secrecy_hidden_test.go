package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// twin is one of two worlds in which somebody sees the same. What is shown to them
// happens in both, by the same words at the same times; everything else is drawn
// for each world by itself: other parties, other rooms, other points of the text,
// under other identifiers, other acts, more of them or fewer, at other times.
type twin struct {
	*world
	k    int // 0 or 1
	n    int
	seen strings.Builder // what they saw of their own acts
	done map[string]int  // how often each command was carried out
}

// viewer is somebody for whom the worlds are to be the same.
type viewer struct {
	who   string
	reads []string // which of the rooms that both worlds have
}

// The rooms that both worlds have: mine and all, which a party's head reads, and
// theirs, which they do not.
var viewers = []viewer{
	{"zqa.head", []string{"mine", "all"}},
	{"zqb.head", []string{"all"}},
	{drafter, []string{"drafting"}},
	{second, []string{"desk", "drafting"}},
	{nobody, nil},
}

// act runs a command at a time; chance is the same where the key is.
func (w *twin) act(key, by string, at time.Time, files map[string]string, args ...string) (string, int) {
	w.now = at
	w.seed(key)
	out, exit := w.run(files, append(slices.Clone(args), "--by", by)...)
	if exit == Done {
		w.done[args[0]]++
	}
	return out, exit
}

func (w *twin) mustAct(key string, at time.Time, files map[string]string, args ...string) {
	w.t.Helper()
	if out, exit := w.act(key, keeperOf, at, files, args...); exit != Done {
		w.t.Fatalf("%q: exit %d\n%s", args, exit, out)
	}
}

// free makes words that are this world's own.
func (w *twin) free() string {
	w.n++
	return fmt.Sprintf("only%c%d", 'a'+w.k, w.n)
}

// sharedText are the points of the text that both worlds have under the same
// numbers, whatever they are called in the drafting room.
type sharedText struct {
	numbers []int
	words   map[int]string
}

// markdown writes the text as this world has it: the shared points with the same
// words and numbers, and others between them under numbers of their own.
func (w *twin) markdown(s *sharedText, own []int) string {
	var b strings.Builder
	b.WriteString("# The plan\n\n## Part one\n")
	all := slices.Concat(s.numbers, own)
	slices.Sort(all)
	for _, n := range all {
		id := fmt.Sprintf("%c%d", "qz"[w.k], n*7+w.k)
		words, heading := s.words[n], fmt.Sprintf("Heading %d", n)
		if words == "" {
			words, heading = "Words "+w.free(), w.free()
		}
		fmt.Fprintf(&b, "\n### %d. %s {#%s}\n\n%s\n", n, heading, id, words)
	}
	return b.String()
}

// found founds a world. Desk and text are only as much alike as the viewer reads.
func (w *twin) found(v viewer, s *sharedText, own []int) {
	base := time.Date(2025, 11, 1, 8, 0, 0, 0, time.UTC)
	desk, drafting := slices.Contains(v.reads, "desk"), slices.Contains(v.reads, "drafting")
	key := func(x string, shared bool) string {
		if shared {
			return x
		}
		return fmt.Sprint(x, w.k)
	}
	for i, who := range []string{second, drafter, nobody} {
		w.mustAct(key("person"+who, desk || drafting), base.Add(time.Duration(i)*time.Minute), nil, "person", "add", who, "Name of "+who)
	}
	for i, code := range []string{"ZQA", "ZQB", "ZQC"} {
		at := base.Add(time.Duration(10+i) * time.Minute)
		w.mustAct(key("party"+code, desk || drafting), at, nil, "party", "add", code, "State of "+code)
		w.mustAct(key("head"+code, desk || drafting), at, nil, "person", "add", strings.ToLower(code)+".head", "Head of "+code, "--party", code)
	}
	if !desk {
		for range w.k + 1 {
			code := "ZQ" + strings.ToUpper(string(rune('W'+w.k))) + fmt.Sprint(w.n)
			args := []string{"party", "add", code, w.free()}
			if drafting {
				args = append(args, "--desk-only")
			}
			w.mustAct(key("other", false), base.Add(time.Duration(20+w.k)*time.Minute), nil, args...)
		}
	}
	w.mustAct("second", base.Add(30*time.Minute), nil, "room", "add", second, "--room", "desk", "--keeps", "--yes")
	if drafting {
		w.mustAct("drafter", base.Add(31*time.Minute), nil, "room", "add", v.who, "--room", "drafting", "--yes")
	}
	file := w.markdown(s, own)
	w.mustAct(key("text", drafting), base.Add(40*time.Minute), map[string]string{"t.md": file}, "text", "import", "t.md", "--instrument", "plan")
	w.mustAct(key("annex", drafting), base.Add(41*time.Minute), map[string]string{"t.md": "# Annex\n\n### 1. Maps\n\nThe maps.\n\n### 2. Lists\n\nThe lists.\n\n### 3. Slot\n\nSoon gone.\n"}, "text", "import", "t.md", "--instrument", "annex")
	if !drafting && w.k == 1 { // a point that was never given leaves no slot
		w.mustAct("slot", base.Add(42*time.Minute), nil, "point", "delete", "3", "--instrument", "annex")
		w.mustAct("slot2", base.Add(42*time.Minute), nil, "point", "word", "1", "Other maps.", "--instrument", "annex")
		w.mustAct("slot3", base.Add(43*time.Minute), nil, "point", "word", "1", "The maps.", "--instrument", "annex", "--reason", w.free())
	} else if !drafting {
		w.mustAct("slot", base.Add(42*time.Minute), nil, "point", "delete", "3", "--instrument", "annex", "--reason", w.free())
	} else {
		w.mustAct("slot", base.Add(42*time.Minute), nil, "point", "delete", "3", "--instrument", "annex", "--reason", "shared")
	}
	for i, r := range [][]string{{"mine", "--with", "zqa.head", "--purpose", "to talk"}, {"all", "--kind", "plenary", "--with", "zqa.head,zqb.head,zqc.head"}, {"theirs", "--with", "zqc.head", "--purpose", w.free()}} {
		w.mustAct(key("open"+r[0], slices.Contains(v.reads, r[0])), base.Add(time.Duration(50+i)*time.Minute), nil, append([]string{"room", "open"}, r...)...)
	}
	if w.k == 1 && !slices.Contains(v.reads, "mine") { // more rooms, one of them of a name that is given twice
		w.act("twice", second, base.Add(55*time.Minute), nil, "room", "open", "all", "--purpose", w.free())
	}
}

// hide does something of which the viewer is to know nothing.
func (w *twin) hide(v viewer, kind int, at time.Time) {
	key := fmt.Sprint("hidden", w.k, w.n)
	w.n++
	do := func(args ...string) {
		w.act(key, keeperOf, at, map[string]string{"f.md": "# Their plan " + w.free() + "\n\n### 1. X\n\n" + w.free() + "\n"}, args...)
	}
	rooms := []string{"theirs"}
	for _, r := range []string{"mine", "all", fmt.Sprintf("room%d", w.k)} {
		if !slices.Contains(v.reads, r) {
			rooms = append(rooms, r)
		}
	}
	room := rooms[kind/50%len(rooms)]
	free := w.free()
	acts := []func(){
		func() { do("note", free, "--room", room) },
		func() { do("authority", "show", "zqc.head", "--room", room, "--document", free) },
		func() { do("copy", "acknowledge", "Text 1", "--room", room, "--party", "ZQC") },
		func() { do("copy", "return", "Text 1", "--room", room, "--note", free) },
		func() { do("room", "open", fmt.Sprintf("room%d", w.k), "--with", "zqc.head", "--purpose", free) },
		func() { do("take", "f.md", "--from", free, "--label", "Paper "+free, "--room", room) },
		func() { do("draft", "keep", "draft1", free, "--point", "p1", "--instrument", "plan") },
		func() { do("room", "succeed", room, "next"+free, "--yes") },
		func() { do("meeting", "plan", free, "--on", "2025-11-20 10:00", "--room", room) },
		func() {
			do("deadline", "add", free, "--due", "2025-11-18", "--for", "ZQC; "+free, "--room", room)
			do("deadline", "move", "D 1", "--due", "2025-11-19", "--reason", free, "--room", room)
			do("pen", "give", "2", "ZQC", "--note", free, "--until", "2025-11-19", "--room", room)
			do("pen", "give", free, free, "--new", "--named", "--room", room)
		},
		func() {
			do("meeting", "plan", free, "--on", "2025-11-19 10:00", "--label", "Hidden", "--with", "ZQC", "--room", room)
			do("deadline", "add", free, "--due", "1 day before Hidden", "--room", room)
			do("meeting", "postpone", "Hidden", "--on", "2025-11-24", "--reason", free, "--yes", "--room", room)
		},
		func() {
			do("meeting", "cancel", "--title", free, "--says", free, "--said-by", free, "--on", "2025-10-20", "--room", room)
		},
		func() { do("room", "close", fmt.Sprintf("room%d", w.k), "--yes") },
	}
	if !slices.Contains(v.reads, "drafting") { // what is taken in there is what stands in its room, on the words that stand there
		acts = append(acts, func() { do("forget", room, "8", "--reason", free, "--yes") })
		own := fmt.Sprint(20 + w.k)
		acts = append(acts,
			func() { do("convey", own, "--instrument", "plan", "--to", room, "--yes") },
			func() {
				do("convey", "--instrument", "plan", "--to", room, "--mode", "shown", "--label", "Shown "+free, "--yes")
			},
			func() { do("text", "circulate", "--instrument", "annex", "--to", room, "--yes") },
			func() {
				do("text", "circulate", "--instrument", "plan", "--label", "Text "+fmt.Sprint(30+w.n), "--yes")
			},
			func() { do("point", "word", own, free, "--instrument", "plan") },
			func() { do("point", "add", free, "--after", own, "--instrument", "plan") },
			func() { do("point", "delete", own, "--instrument", "plan") },
			func() { do("note", free) },
			func() { do("meeting", "plan", free, "--before", "M 1", "--with", "ZQC; "+free) },
			func() {
				do("deadline", "add", free, "--due", "2025-11-17", "--for", "ZQC")
				do("pen", "give", "2", free, "--named", "--note", free)
			},
			func() {
				do("expect", "ZQC", "all", "opposes", "--expected-by", free)
				do("expectation", "withdraw", "E 1", "--reason", free)
			},
			func() { do("silence", "open", "Text 1", "--until", "2025-11-25", "--room", room, "--note", free) },
			func() { do("know", "--party", "ZQC", "--level", "gist", "--way", "public", "--gist", free) },
			func() {
				do("press", "add", "c1", "A plan of 5 points, "+free, "--source-type", "unnamed", "--about", "2")
			},
			func() { do("issue", "add", "i1", free, "--about", "2") },
			func() { do("text", "rival", "f.md", "--label", "Paper "+free, "--party", "ZQC") },
			func() { do("text", "report", "--label", "Report "+free, "--source", free) },
			func() { do("instrument", "open", free, "Fund") },
			func() { do("draft", "table", "draft1", "--yes") },
		)
	}
	if !slices.Contains(v.reads, "desk") && !slices.Contains(v.reads, "drafting") {
		acts = append(acts, func() { do("party", "add", "ZZ"+strings.ToUpper(free), free) }, func() { do("person", "add", "who."+free, free, "--party", "ZQC") })
	}
	acts = append(acts, w.hiddenGiving(v, room, func(by string, args ...string) int {
		_, exit := w.act(key, by, at, nil, args...)
		return exit
	})...)
	acts[kind%len(acts)]()
}
