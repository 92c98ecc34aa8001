package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

// Sheet is what somebody should know before they hand words over.
type Sheet struct {
	Recipients   []event.Copy
	Words        int
	New          []NewWords    // what is new to the room, point by point
	Since        event.When    // when the room was last given words of this text; zero: never
	NotEven      []Uneven      // what others hold that these do not
	Ahead        []ident.Code  // parties that have not been given these words
	Order        []ident.Code  // to whom they were shown before, in that order
	Names        []string      // names of parties and people that stand in the words
	LabelTells   []string      // what the label tells
	Own          []event.Copy  // who is told in their own capacity
	Held         []Held        // words that may not be conveyed as they stand
	Recognisable []Reuse       // wording by which a source may be recognised
	Gone         []ident.Point // slots of deleted points that go along
}

// NewWords says of one point how much of it is new to a room.
type NewWords struct {
	Point    ident.Point // of the drafting room
	Number   string
	Heading  string
	Words    int // in it
	New      int // words that the words last given there do not have
	Never    bool
	Previous ident.Label // under which it was given there last
}

// Uneven is something that another party was given and the recipients were not.
type Uneven struct {
	Party  ident.Code
	Person ident.Person // told in their own capacity; "" for the party
	Label  ident.Label  // as the drafting room calls it
	Points []string     // printed numbers; none: the whole text
	When   event.When
}

// NewSheet draws up the sheet for one room, on what stood before. The receiver
// is nil for what is made public.
//
// Together are those who are given the same words in the same act.
func NewSheet(drafting, receiver *room.State, tie *event.Conveyed, g *event.Given, together []event.Copy) Sheet {
	s := Sheet{Recipients: tie.Copies}
	var earlier []*room.Conveyed
	told := map[ident.Code]bool{}
	for _, c := range drafting.Conveyed {
		if c.Room == tie.Room && c.Mode != event.ModeBriefed {
			earlier = append(earlier, c)
			if c.When.From > s.Since.From && c.Instrument == tie.Instrument {
				s.Since = c.When
			}
		}
	}
	slices.SortStableFunc(earlier, func(a, b *room.Conveyed) int { return cmp.Compare(a.When.From, b.When.From) })
	mine := map[ident.Code]bool{}
	for _, k := range tie.Copies {
		mine[k.Party] = true
		if k.Own {
			s.Own = append(s.Own, k)
		}
	}
	for _, k := range slices.Concat(tie.Copies, together) {
		if !k.Own { // who is told in their own capacity does not tell their party
			told[k.Party] = true
		}
	}
	for _, p := range tie.Points {
		if p.Deleted {
			s.Gone = append(s.Gone, p.ID)
			continue
		}
		n := newWords(earlier, p)
		s.Words += n.Words
		s.New = append(s.New, n)
	}
	lines := Ledger(drafting, nil)
	s.NotEven = uneven(drafting, lines, mine, tie)
	for _, q := range drafting.InOrder() {
		if told[q.Code] || slices.Contains(q.Roles, event.RoleMediator) || len(q.Members) > 0 {
			continue
		}
		if at := hadAll(lines, q.Code, tie.Points); at == nil {
			s.Ahead = append(s.Ahead, q.Code)
		} else {
			s.Order = append(s.Order, q.Code)
		}
	}
	s.Names = namesIn(drafting, receiver, wordsOnPaper(tie, g))
	if receiver != nil && g != nil {
		s.LabelTells = labelTells(receiver, g)
	}
	return s
}

// hadAll is the first line with which a party had been given all the points as
// they read, nil where it has not been.
func hadAll(lines []Line, party ident.Code, points []event.Point) *Line {
	var last *Line
	for _, p := range points {
		if p.Deleted {
			continue
		}
		var first *Line
		for i := range lines {
			l := &lines[i]
			if l.Told() && !l.Own && l.Party == party && rank(l.Level) >= rank(event.KnowsWords) && sameWords(l.Points, p) && (first == nil || l.When.From < first.When.From) {
				first = l
			}
		}
		if first == nil {
			return nil
		}
		if last == nil || first.When.From > last.When.From {
			last = first
		}
	}
	return last
}

func newWords(earlier []*room.Conveyed, p event.Point) NewWords {
	n := NewWords{Point: p.ID, Number: p.Number, Heading: p.Heading, Never: true}
	old := map[string]int{}
	for i := len(earlier) - 1; i >= 0 && n.Never; i-- {
		for _, q := range earlier[i].Points {
			if q.ID == p.ID && !q.Deleted {
				n.Never, n.Previous = false, earlier[i].Label
				for _, w := range wordsOf(q) {
					old[w]++
				}
			}
		}
	}
	for _, w := range wordsOf(p) {
		n.Words++
		if old[w] > 0 {
			old[w]--
		} else {
			n.New++
		}
	}
	return n
}

// wordsOf are the words of a point, without blanks and marks.
func wordsOf(p event.Point) (out []string) {
	for _, t := range words.Tokens(p.Heading + "\n" + p.Body) {
		if strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			out = append(out, t.Text)
		}
	}
	return out
}

// uneven lists what other parties were given last of each point, and none of the
// recipients was.
func uneven(drafting *room.State, lines []Line, mine map[ident.Code]bool, tie *event.Conveyed) []Uneven {
	type held struct {
		party  ident.Code
		person ident.Person // told in their own capacity
		point  ident.Point
	}
	told := lines
	lines = slices.DeleteFunc(slices.Clone(lines), func(l Line) bool {
		return !l.Told() || l.Party == "" || mine[l.Party] || rank(l.Level) < rank(event.KnowsWords)
	})
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.When.From, b.When.From) })
	seen := map[held]bool{}
	var out []Uneven
	for _, l := range slices.Backward(lines) {
		var lacking []string
		all := true
		for _, p := range l.Points {
			if p.Deleted {
				continue
			}
			had := sameWords(tie.Points, p)
			for code := range mine {
				had = had || hadAll(told, code, []event.Point{p}) != nil
			}
			switch {
			case had:
				all = false
			case !seen[held{l.Party, own(&l), p.ID}]:
				lacking = append(lacking, p.Number)
			}
			seen[held{l.Party, own(&l), p.ID}] = true
		}
		if len(lacking) == 0 {
			continue
		}
		u := Uneven{Party: l.Party, Person: own(&l), Label: l.Label, When: l.When, Points: lacking}
		if all && l.Whole {
			u.Points = nil
		}
		out = append(out, u)
	}
	slices.SortStableFunc(out, func(a, b Uneven) int { return drafting.Compare(a.Party, b.Party) })
	return out
}

// own is the person of a line that tells them and not their party.
func own(l *Line) ident.Person {
	if l.Own {
		return l.Person
	}
	return ""
}

// namesIn finds the codes and names of parties and the names of people in the
// words, other than those that the receiving room knows.
func namesIn(drafting, receiver *room.State, all string) []string {
	var out []string
	add := func(name string) {
		if name != "" && hasWord(all, name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, p := range drafting.InOrder() {
		if receiver == nil || receiver.Parties[p.Code] == nil {
			add(string(p.Code))
			add(p.Name)
		}
	}
	for _, p := range drafting.PeopleInOrder() {
		if receiver == nil || receiver.People[p.Person] == nil {
			add(p.Name)
			add(string(p.Person))
		}
	}
	return out
}

// wordsOnPaper are all the words that the receivers see, beside the points the
// title, the head, the label and whatever else stands on the sheet.
func wordsOnPaper(tie *event.Conveyed, g *event.Given) string {
	lines := []string{string(tie.Label), tie.Gist}
	if g != nil {
		lines = append(lines, g.Nature, g.Title, g.RunningHead, g.Legend, g.Place, g.Sources)
	}
	for _, p := range tie.Points {
		lines = append(lines, p.Label, p.PartLabel, p.Part, p.Heading, p.Body)
	}
	return strings.Join(lines, "\n")
}

// hasWord finds a name as a whole word.
func hasWord(text, name string) bool {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		i += at
		before := strings.LastIndexFunc(text[:i], func(rune) bool { return true })
		after := i + len(name)
		ok := (before < 0 || !letter([]rune(text[before:i])[0])) && (after >= len(text) || !letter([]rune(text[after:])[0]))
		if ok {
			return true
		}
		at = i + 1
	}
}

// labelTells says what a label lets its receivers conclude: a number that leaves
// a gap says that there were others elsewhere.
func labelTells(receiver *room.State, g *event.Given) []string {
	series, n, ok := numbered(g.Label)
	if !ok {
		return nil
	}
	last := 0
	for _, old := range receiver.Given {
		if s, m, ok := numbered(old.Label); ok && s == series {
			last = max(last, m)
		}
	}
	switch {
	case last == 0 && n > 1:
		return []string{fmt.Sprintf("%q is the first %s in this room; its number says that there were others elsewhere", g.Label, series)}
	case last > 0 && n > last+1:
		return []string{fmt.Sprintf("%q comes after the %s %d of this room; the gap says that there were others elsewhere", g.Label, series, last)}
	}
	return nil
}

// numbered takes a label of a series apart: "Text 5".
func numbered(l ident.Label) (series string, n int, ok bool) {
	series, number, ok := strings.Cut(string(l), " ")
	if !ok {
		return "", 0, false
	}
	n, err := strconv.Atoi(number)
	return series, n, err == nil
}
