package carry

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/words"
)

// cases are texts, the party's and the new ones, and what comes out: the wording, or
// why a person is asked.
var cases = []struct {
	name, base, party, now string
	want                   string
	met                    bool
	why                    Why
}{
	{name: "apart", base: "The line of contact shall be respected for sixty days. Monitors report weekly.",
		party: "The line of contact shall be respected for sixty days. Monitors report daily.",
		now:   "The line of contact shall be respected for ninety days. Monitors report weekly.",
		want:  "The line of contact shall be respected for ninety days. Monitors report daily."},
	{name: "in one sentence", base: "The forces withdraw ten kilometres from the agreed line within sixty days.",
		party: "The forces withdraw ten kilometres from the agreed line within ninety days.",
		now:   "The forces withdraw twenty kilometres from the agreed line within sixty days.",
		want:  "The forces withdraw twenty kilometres from the agreed line within ninety days."},
	{name: "met, and more", base: "The forces withdraw within sixty days. They report weekly.",
		party: "The forces withdraw within ninety days. They report weekly.",
		now:   "The forces withdraw within ninety days. They report daily.",
		want:  "The forces withdraw within ninety days. They report daily.", met: true},
	{name: "the same words", base: "The forces withdraw within sixty days.", party: "The forces withdraw within ninety days.",
		now: "The forces withdraw within forty days.", why: Overlap},
	{name: "side by side", base: "The forces withdraw within sixty days of signature.", party: "The forces withdraw within ninety days of signature.",
		now: "The forces withdraw within sixty working days of signature.", why: Overlap},
	{name: "two insertions at one gap", base: "Aid reaches all people in need.", party: "Aid reaches all people in need, above all children.",
		now: "Aid reaches all people in need at all times.", why: Overlap},
	{name: "the sentence is gone", base: "The line is marked by buoys. Both report to the committee every month. The committee meets.",
		party: "The line is marked by buoys. Both report to the joint committee every month. The committee meets.",
		now:   "The line is marked by buoys. The committee meets.", why: Overlap},
	{name: "the sentence moved", base: "Both report to the committee every month. The line is marked by buoys. The committee meets in the capital.",
		party: "Both report to the committee every week. The line is marked by buoys. The committee meets in the capital.",
		now:   "The line is marked by buoys. The committee meets in the capital. Both report to the committee every month.", why: Overlap},
	{name: "taken out, and moved", base: "Both report to the committee every month. The line is marked by buoys. The committee meets in the capital.",
		party: "The line is marked by buoys. The committee meets in the capital.",
		now:   "The line is marked by buoys. The committee meets in the capital. Both report to the committee every month.", why: Moved},
	{name: "put in twice", base: "The line is marked by buoys. The committee meets in the capital every month.",
		party: "The line is marked by buoys under a joint seal. The committee meets in the capital every month.",
		now:   "The line is marked by buoys. The committee meets under a joint seal in the capital every month.", why: Twice},
	{name: "denied twice", base: "The forces of either side remain in the northern zone during the first year of this plan.",
		party: "The forces of either side do not remain in the northern zone during the first year of this plan.",
		now:   "The forces of either side remain in the northern zone during no part of this plan.", why: Sense},
	{name: "written afresh", base: "The parties establish a council of ten members which meets in spring.",
		party: "The parties establish a council of twelve members which meets in spring.",
		now:   "A council sits with the parties whenever members of it so wish, in spring.", why: Overlap},
	{name: "nothing wanted", base: "The line holds.", party: "The line holds.", now: "The line held.", want: "The line held.", met: true},
	{name: "an item put in", base: "(a) mines;\n(b) maps;\n(c) guards.", party: "(a) mines;\n(b) maps of wells;\n(c) guards.",
		now: "(a) mines and traps;\n(b) maps;\n(c) guards.", want: "(a) mines and traps;\n(b) maps of wells;\n(c) guards."},
	{name: "words before there were any", base: "", party: "The line holds.", now: "The line held.", why: Overlap},
	{name: "a sign that stands apart", base: "line line buoys ;", party: "line line buoys ;", now: "line line buoys;", want: "line line buoys;", met: true},
	{name: "all taken out", base: "The line holds.", party: "", now: "The line of contact holds.", why: Overlap},
}

func TestCases(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := Merge(c.base, c.party, c.now)
			if c.why != "" {
				if m.Carried() || m.Places[0].Why != c.why {
					t.Fatalf("%+v, want it asked: %s", m, c.why)
				}
			} else if !m.Carried() || m.Wording != c.want || m.Met != c.met {
				t.Fatalf("%+v, want %q, met %v", m, c.want, c.met)
			}
			hold(t, c.base, c.party, c.now)
		})
	}
}

func TestPlaces(t *testing.T) {
	m := Merge("They meet within sixty days. Both report weekly to the committee of the parties.",
		"They meet within ninety days. Both report weekly to the committee of the parties.",
		"First they rest. They meet within forty days. Both report weekly to the committee of the parties.")
	if len(m.Places) != 1 || m.Places[0].Base != "sixty" || m.Places[0].Party != "ninety" || m.Places[0].Now != "forty" {
		t.Fatalf("%+v", m.Places)
	}
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// hold checks what holds of any three texts.
func hold(t fataler, base, party, now string) {
	t.Helper()
	n := words.Normalise
	if m := Merge(base, party, base); !m.Carried() || m.Wording != n(party) || m.Met != (n(party) == n(base)) {
		t.Fatalf("on unchanged words %q: %+v, want %q", base, m, party)
	}
	if m := Merge(base, party, party); !m.Carried() || m.Wording != n(party) || !m.Met {
		t.Fatalf("of %q on %q: %+v, want it met", base, party, m)
	}
	if m := Merge(base, base, now); !m.Carried() || m.Wording != n(now) || !m.Met {
		t.Fatalf("nothing wanted of %q, on %q: %+v", base, now, m)
	}
	m, o := Merge(base, party, now), Merge(base, now, party)
	if m.Carried() != o.Carried() || m.Carried() && m.Wording != o.Wording {
		t.Fatalf("%q\n%q\n%q: it depends on who is called the party:\n%+v\n%+v", base, party, now, m, o)
	}
	for _, p := range m.Places {
		for _, x := range []struct {
			text, words string
			at          Span
		}{{base, p.Base, p.AtBase}, {party, p.Party, p.AtParty}, {now, p.Now, p.AtNow}} {
			if n(x.text)[x.at.From:x.at.To] != x.words {
				t.Fatalf("%q does not stand at %v of %q", x.words, x.at, x.text)
			}
		}
	}
	if !m.Carried() {
		return
	}
	if n(m.Wording) != m.Wording {
		t.Fatalf("%q is not normalised", m.Wording)
	}
	if m.Met != (m.Wording == n(now)) {
		t.Fatalf("met %v, but it reads %q, and the words now %q", m.Met, m.Wording, now)
	}
	// what comes and goes is what comes and goes in either, once where in both
	have, want := count(m.Wording), count(n(base))
	d, e := Between(base, party), Between(base, now)
	x := pairing{party: d, now: e, sharedParty: make([]bool, len(d.edits)), sharedNow: make([]bool, len(e.edits))}
	x.pair()
	add := func(d *Diff, but []bool) {
		for i := range d.edits {
			if but != nil && but[i] {
				continue
			}
			for _, w := range d.edits[i].words {
				want[w.Text]++
			}
			for _, w := range d.base[d.edits[i].from:d.edits[i].to] {
				want[w.Text]--
			}
		}
	}
	add(d, x.sharedParty)
	add(e, nil)
	for w, k := range want {
		if have[w] != k {
			t.Fatalf("%q\n%q\n%q:\n%q has %q %d times, want %d", base, party, now, m.Wording, w, have[w], k)
		}
	}
}

func count(s string) map[string]int {
	out := map[string]int{}
	if s != "" {
		for _, t := range words.Tokens(s) {
			out[t.Text]++
		}
	}
	return out
}

// draft is a text of sentences, drawn.
func draft(t *rapid.T, label string) []string {
	word := rapid.SampledFrom(strings.Fields("line contact forces days sixty the of and shall not report committee zone buoys 40 (a) “maps” de-mining"))
	sentence := rapid.Custom(func(t *rapid.T) string {
		w := rapid.SliceOfN(word, 3, 12).Draw(t, "words")
		return strings.Join(w, " ") + rapid.SampledFrom([]string{".", ";", ".\n", ":"}).Draw(t, "end")
	})
	return rapid.SliceOfN(sentence, 1, 6).Draw(t, label)
}

// edited is a text with some edits, drawn.
func edited(t *rapid.T, s []string, label string) []string {
	out := strings.Fields(strings.ReplaceAll(strings.Join(s, " "), "\n", " \n "))
	for range rapid.IntRange(0, 4).Draw(t, label) {
		if len(out) == 0 {
			break
		}
		at := rapid.IntRange(0, len(out)-1).Draw(t, "at")
		n := rapid.IntRange(0, min(6, len(out)-at)).Draw(t, "gone")
		put := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("buoys , sixty the of weekly joint ; not 000 %")), 0, 4).Draw(t, "put")
		out = slices.Concat(out[:at], put, out[at+n:])
	}
	return out
}

func TestDrawn(t *testing.T) {
	carried, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		base := draft(t, "base")
		b := strings.Join(base, " ")
		party, now := strings.Join(edited(t, base, "party"), " "), strings.Join(edited(t, base, "now"), " ")
		hold(t, b, party, now)
		m := Merge(b, party, now)
		all++
		if m.Carried() {
			carried++
		}
	})
	t.Logf("%d of %d drawn carried over", carried, all)
}

// Edits that were drawn apart, each in a sentence of its own and small, are carried
// over, and give what both wanted.
func TestApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "sentences")
		var base, party, now, want []string
		for i := range n {
			w := func(k int) string { return strings.Repeat(string(rune('a'+i)), 2) + string(rune('a'+k)) }
			s := strings.Join([]string{w(0), w(1), w(2), w(3), w(4), w(5)}, " ") + "."
			changed := strings.Replace(s, w(2), rapid.SampledFrom([]string{"", w(7), w(2) + ", " + w(8) + ",", w(2) + " " + w(9)}).Draw(t, "edit"), 1)
			base = append(base, s)
			switch who := rapid.IntRange(0, 2).Draw(t, "who"); who {
			case 0:
				party, now, want = append(party, changed), append(now, s), append(want, changed)
			case 1:
				party, now, want = append(party, s), append(now, changed), append(want, changed)
			default:
				party, now, want = append(party, s), append(now, s), append(want, s)
			}
		}
		j := func(list []string) string { return strings.Join(list, " ") }
		m := Merge(j(base), j(party), j(now))
		if !m.Carried() || m.Wording != words.Normalise(j(want)) {
			t.Fatalf("base  %s\nparty %s\nnow   %s\nwant  %s\n%+v", j(base), j(party), j(now), j(want), m)
		}
	})
}

func FuzzMerge(f *testing.F) {
	for _, c := range cases {
		f.Add(c.base, c.party, c.now)
	}
	f.Add("a a a a", "a a a", "a a a a a")
	f.Add("600 soldiers", "600 000 soldiers", "600 men")
	f.Add("x\u0301 y", "x y", "x\u0301\u0301 y z")
	f.Add("第一条 停火。", "第一条 立即停火。", "第一条 停火三十日。")
	f.Fuzz(func(t *testing.T, base, party, now string) {
		if len(base)+len(party)+len(now) > 4000 {
			t.Skip()
		}
		hold(t, base, party, now)
	})
}

// What was won in between, and would be lost, is told apart from what was never had.
func TestLost(t *testing.T) {
	const base, proposal, decided = "The line holds.", "The marked line holds for ninety days.", "The marked line holds."
	if got := Lost(base, proposal, decided, "The line of contact holds."); !slices.Equal(got, []string{"marked"}) {
		t.Errorf("%q, want marked", got)
	}
	if got := Lost(base, proposal, decided, "The marked line of contact holds."); got != nil {
		t.Errorf("%q, want none", got)
	}
}
