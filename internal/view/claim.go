package view

import (
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/event"
	"nonpaper/internal/words"
)

// token is a word of a claim or a text as they are compared: small letters, hyphens
// taken apart, numbers as figures.
type token struct {
	text   string // as it is printed
	word   string // as it is compared
	figure string // of a number: its digits, "" for a word
	grouped,
	percent,
	stop bool
	line int // which line of the text
}

// inWords are the numbers that reports write in words.
var inWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
	"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}

var monthNames = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// tokens divides words for comparing.
func tokens(s string) (out []token) {
	line := 0
	for _, t := range words.Tokens(words.Normalise(s)) {
		switch t.Class {
		case words.LineEnd:
			line++
			continue
		case words.Sign, words.Sentence:
			continue
		}
		for part := range strings.SplitSeq(t.Text, "-") {
			if part == "" {
				continue
			}
			k := token{text: part, word: strings.ToLower(part), stop: t.Class == words.Stop, line: line}
			if n, is := inWords[k.word]; is {
				k.figure, k.stop = n, false
			} else {
				k.number()
			}
			if k.figure != "" {
				k.word = k.figure
			} else if len(k.word) > 3 {
				k.word = strings.TrimSuffix(k.word, "s")
			}
			out = append(out, k)
		}
	}
	for i := range out { // 40 per cent
		if out[i].figure != "" && (i+1 < len(out) && out[i+1].word == "percent" || i+2 < len(out) && out[i+1].word == "per" && out[i+2].word == "cent") {
			out[i].percent = true
		}
	}
	return out
}

// number reads figures with their groups: 600,000  600 000  12.5%.
func (k *token) number() {
	s := strings.TrimSuffix(k.word, "%")
	digits, groups := "", strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",.' \u00a0\u202f’", r) })
	for i, g := range groups {
		if strings.ContainsFunc(g, func(r rune) bool { return !unicode.IsDigit(r) }) || len(groups) > 1 && (i > 0 && len(g) != 3 || i == 0 && len(g) > 3) {
			if i == 0 || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) {
				return // a word with digits in it
			}
			digits, groups = s, nil // 12.5
			break
		}
		digits += g
	}
	if digits == "" {
		return
	}
	k.figure, k.grouped, k.percent = digits, len(groups) > 1, strings.HasSuffix(k.word, "%")
}

// sign is something of a claim that a text may have or have otherwise.
type sign struct {
	what  string   // as it is printed
	count int      // of points; 0 for another sign
	parts int      // of parts; likewise
	key   string   // a figure, or a figure and what it counts
	run   []string // words that are quoted, one after the other
	soft  bool     // a small number in words: that a text does not have it says nothing
}

// figureAt gives what a number of some words is compared by: large numbers and
// shares by themselves, others with the word that they count, and dates not at all.
func figureAt(list []token, i int) (key, what string) {
	k := list[i]
	var next token
	if i+1 < len(list) {
		next = list[i+1]
	}
	near := func(j int) bool { return j >= 0 && j < len(list) && slices.Contains(monthNames, list[j].word) }
	year := len(k.figure) == 4 && !k.grouped && (k.figure[:2] == "19" || k.figure[:2] == "20")
	switch {
	case near(i - 1), near(i + 1), year:
		return "", ""
	case k.percent:
		return k.figure + "%", k.figure + " per cent"
	case k.grouped, len(k.figure) >= 4:
		return k.figure, k.text
	case next.word == "" || next.stop:
		return "", ""
	}
	return k.figure + " " + next.word, k.text + " " + next.text
}

// leastQuoted is how many words a quotation has at least that is looked for.
const leastQuoted = 3

// signsOf finds what a claim can be recognised by.
func signsOf(claim string, quotes []string) (out []sign) {
	add := func(s sign) {
		if !slices.ContainsFunc(out, func(o sign) bool { return o.what == s.what }) {
			out = append(out, s)
		}
	}
	list := tokens(claim)
	for i, k := range list {
		if k.figure == "" {
			continue
		}
		n := atoi(k.figure)
		at := func(j int) string {
			if i+j < len(list) {
				return list[i+j].word
			}
			return ""
		}
		switch {
		case at(1) == "point", slices.Contains([]string{"to", "or", "and"}, at(1)) && i+2 < len(list) && list[i+2].figure != "" && at(3) == "point":
			add(sign{what: k.figure + " points", count: n})
		case at(1) == "part":
			add(sign{what: k.figure + " parts", parts: n})
		default:
			if key, what := figureAt(list, i); key != "" {
				add(sign{what: "“" + what + "”", key: key, soft: inWords[strings.ToLower(k.text)] != ""})
			}
		}
	}
	for _, q := range append(slices.Clone(quotes), quoted(claim)...) {
		var run []string
		for _, k := range tokens(q) {
			run = append(run, k.word)
		}
		if len(run) >= leastQuoted {
			add(sign{what: "“" + strings.Join(strings.Fields(q), " ") + "”", run: run})
		}
	}
	return out
}

func atoi(digits string) int {
	n := 0
	for _, r := range digits {
		if r < '0' || r > '9' || n > 1e6 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// quoted are the stretches of a claim between quotation marks.
func quoted(s string) (out []string) {
	for _, marks := range [][2]string{{"“", "”"}, {"\"", "\""}, {"«", "»"}} {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, marks[0])
			if !ok {
				break
			}
			in, behind, ok := strings.Cut(after, marks[1])
			if !ok {
				break
			}
			out, rest = append(out, in), behind
		}
	}
	return out
}

// reading is a text as claims are held against it.
type reading struct {
	list     []token
	figures  map[string]bool
	brackets bool // words that are competing stand one behind the other in it
}

func read(s string) *reading {
	r := &reading{list: tokens(s), figures: map[string]bool{}, brackets: strings.Contains(s, "[")}
	for i, k := range r.list {
		if k.figure != "" {
			if key, _ := figureAt(r.list, i); key != "" {
				r.figures[key] = true
			}
		}
	}
	return r
}

// has reports whether a sign of words or figures stands in the text.
func (r *reading) has(s *sign) bool {
	if s.key != "" {
		return r.figures[s.key] || r.brackets && r.beyond(s.key)
	}
	return len(s.run) > 0 && r.runs(s.run)
}

// mostBetween is how many words of other variants may stand between a number and what
// it counts: [400 / 600 - ALD] million.
const mostBetween = 6

// beyond reports whether a number and what it counts stand in one line with other
// variants between them.
func (r *reading) beyond(key string) bool {
	figure, counts, ok := strings.Cut(key, " ")
	if !ok {
		return false
	}
	for i, k := range r.list {
		for j := i + 1; k.figure == figure && j < len(r.list) && j <= i+mostBetween && r.list[j].line == k.line; j++ {
			if r.list[j].word == counts {
				return true
			}
		}
	}
	return false
}

func (r *reading) runs(run []string) bool {
	for i := 0; i+len(run) <= len(r.list); i++ {
		same := true
		for j := range run {
			if r.list[i+j].word != run[j] {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// Of words that a claim and a text have in common though nobody marked them as
// quoted, so many one after the other are a sign, so many of them words that carry
// meaning.
const (
	leastRun     = 6
	leastContent = 3
)

// common is the longest run of words that a claim shares with the text, "" where it
// is no sign.
func (r *reading) common(claim []token) string {
	at := map[string][]int{}
	for i := range r.list {
		at[r.list[i].word] = append(at[r.list[i].word], i)
	}
	from, most := 0, 0
	for i := range claim {
		for _, j := range at[claim[i].word] {
			n, content := 0, 0
			for i+n < len(claim) && j+n < len(r.list) && claim[i+n].word == r.list[j+n].word && r.list[j+n].line == r.list[j].line {
				if !claim[i+n].stop {
					content++
				}
				n++
			}
			if n > most && n >= leastRun && content >= leastContent {
				from, most = i, n
			}
		}
	}
	var run []string
	for _, k := range claim[from : from+most] {
		run = append(run, k.text)
	}
	return strings.Join(run, " ")
}

// wordsIn joins the words of points for reading, one line or more each.
func wordsIn(points []event.Point) string {
	var b strings.Builder
	for i := range points {
		if !points[i].Deleted {
			b.WriteString(points[i].Heading + "\n" + points[i].Body + "\n")
		}
	}
	return b.String()
}
