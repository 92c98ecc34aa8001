// Package intake understands what a delegation wrote about a text that it was
// given: per point, what it wants the point to say, its position, what concerns
// it.
//
// It promises that every paragraph of a message is accounted for: understood,
// courtesy, or not understood, and that what looks like an amendment and cannot
// be carried out is said with the reason (Blocked). It refuses to guess: a point
// is what the writer names, or the only one whose words stand in the message; a
// position is one of a few phrases that leave no doubt; what depends on a
// condition is left to people.
package intake

import (
	"slices"
	"strings"

	"nonpaper/internal/align"
	"nonpaper/internal/amend"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// Paragraph is a paragraph of a message.
type Paragraph struct {
	Line int
	Text string

	whole string // the line with the point that it begins with, where Text is without it
}

// What is wanted.
const (
	Wording  = "wording"  // Body is the whole wording wanted
	Delete   = "delete"   // the point is to go
	Keep     = "keep"     // the point stays as it is
	New      = "new"      // a new point, after After
	Position = "position" // Stance, or Reservation
	Concern  = "concern"  // Words, on Points
)

// Wish is one thing that the party wants or says.
type Wish struct {
	What        string
	Points      []int // into the text's points; of a new point none
	After       int   // the point that a new one is to follow, -1 for none named
	Number      string
	Body        string
	Stance      string // as event.Stance has it
	Reservation string
	Words       string // of a concern
	Said        []string
	Reason      string
	How         string // "by its number", "by its words"
}

// Fate says what became of a paragraph, or of a sentence of it.
type Fate string

const (
	Understood    Fate = "understood"
	Courtesy      Fate = "courtesy"
	NotUnderstood Fate = "not understood" // and not filed
	Blocked       Fate = "blocked"        // looks like an amendment, and cannot be carried out
)

// Line is one paragraph or sentence of the message, accounted for.
type Line struct {
	Line int
	Text string
	Fate Fate
	Why  string // what it was understood as, or why it was not
}

// Understanding is all that was understood of a message.
type Understanding struct {
	Wishes []Wish
	Lines  []Line
}

// Blocks reports whether something that looks like an amendment could not be
// understood.
func (u *Understanding) Blocks() bool {
	return slices.ContainsFunc(u.Lines, func(l Line) bool { return l.Fate == Blocked })
}

// Message understands a message about a text.
func Message(text plan.Text, message []Paragraph) Understanding {
	r := &reader{text: text, edits: map[int][]amend.Edit{}, at: map[int]int{}}
	if len(text.Points) > 0 {
		r.base = align.NewBase(text)
	}
	for _, b := range r.blocks(message) {
		r.block(b)
	}
	r.carry()
	return r.out
}

type reader struct {
	text  plan.Text
	base  *align.Base
	out   Understanding
	edits map[int][]amend.Edit // by point, what instructions change
	at    map[int]int          // by point, the wish that collects its edits
	bags  []bag                // by point, its words
}

// block is what a message says under one point, or before any.
type block struct {
	points []int
	bad    string // why a reference names no point
	head   Paragraph
	rest   []Paragraph
	more   string // what stands behind the reference on its line
}

// blocks parts a message where a paragraph begins with a point.
func (r *reader) blocks(message []Paragraph) []block {
	var out []block
	now := block{}
	flush := func() {
		if now.head.Text != "" || len(now.rest) > 0 {
			out = append(out, now)
		}
	}
	for _, p := range lines(message) {
		within := now.head.Text != "" && !inPoint.MatchString(now.head.Text[:max(0, strings.IndexAny(now.head.Text, "0123456789"))])
		ref, rest, ok := r.leading(p.Text, within)
		if !ok {
			now.rest = append(now.rest, p)
			continue
		}
		flush()
		now = block{head: p, more: rest}
		now.points, now.bad = r.named(ref)
	}
	flush()
	return out
}

// lines makes every line a paragraph of its own: in a message people seldom leave
// blank lines.
func lines(message []Paragraph) []Paragraph {
	var out []Paragraph
	for _, p := range message {
		for i, l := range strings.Split(p.Text, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, Paragraph{Line: p.Line + i, Text: l})
			}
		}
	}
	return out
}

func (r *reader) say(p Paragraph, fate Fate, why string) {
	text := p.Text
	if p.whole != "" {
		text = p.whole
	}
	r.out.Lines = append(r.out.Lines, Line{p.Line, text, fate, why})
}

func (r *reader) block(b block) {
	list := b.rest
	if b.head.Text != "" {
		switch {
		case b.more == "":
			if b.bad != "" {
				r.say(b.head, Blocked, b.bad)
			} else {
				r.say(b.head, Understood, "heading of what follows")
			}
		case len(b.points) == 1 && isHeading(b.more, r.text.Points[b.points[0]].Heading):
			r.say(b.head, Understood, "heading of what follows")
		default:
			list = append([]Paragraph{{b.head.Line, b.more, b.head.Text}}, list...)
		}
	}
	// a point that is named within a sentence is that sentence's
	heading := b.more == "" || strings.HasSuffix(b.more, ":") || len(list) == len(b.rest)
	for i := 0; i < len(list); {
		if i > 0 && !heading {
			b = block{}
		}
		i += r.take(b, list[i:])
	}
}

func isHeading(said, heading string) bool {
	flat := func(s string) string { return strings.ToLower(strings.Trim(words.Normalise(s), ` .:–-"“”`)) }
	return heading != "" && flat(said) == flat(heading)
}

// maxJoined bounds how many paragraphs one instruction may have.
const maxJoined = 24

// take understands the first paragraphs of a block, and says how many.
func (r *reader) take(b block, list []Paragraph) int {
	p := list[0]
	if n := r.reason(list); n > 0 {
		return n
	}
	if refs, _ := r.mentioned(p.Text); b.bad != "" && len(refs) > 0 { // it names another point itself
		b = block{}
	}
	if n := r.newPoint(b, list); n > 0 {
		return n
	}
	if b.bad == "" {
		if n := r.instructions(b, list); n > 0 {
			return n
		}
		if n := r.pasted(b, list); n > 0 {
			return n
		}
	}
	r.sentences(b, p)
	return 1
}

// reason takes the reasons that are given for what was said before.
func (r *reader) reason(list []Paragraph) int {
	if !isReason(list[0].Text) || len(r.out.Wishes) == 0 {
		return 0
	}
	n, text := 1, afterReason(list[0].Text)
	for text == "" && n < len(list) { // a heading
		text = list[n].Text
		n++
	}
	w := &r.out.Wishes[len(r.out.Wishes)-1]
	w.Reason = strings.TrimSpace(w.Reason + " " + text)
	for _, p := range list[:n] {
		r.say(p, Understood, "the reason")
	}
	return n
}

// instructions reads the longest run of paragraphs that amend can read.
func (r *reader) instructions(b block, list []Paragraph) int {
	first := list[0].Text
	if bare := listMark.ReplaceAllString(first, ""); bare != first && (amend.Operative(bare) || saysWhole(bare)) { // the number of a list
		list = slices.Clone(list)
		first, list[0].Text, list[0].whole = bare, bare, orSelf(list[0])
	}
	if r.act(b, list[0]) {
		return 1
	}
	text, points := first, b.points
	if stripped, refs, ok := r.inner(first); ok { // "replace X by Y in point 10"
		named, bad := r.named(refs)
		if bad != "" {
			if amend.Operative(stripped) {
				r.say(list[0], Blocked, bad)
				return 1
			}
			return 0
		}
		text, points = stripped, named
	}
	if !operative(text) {
		return 0
	}
	most := 1
	for most < min(len(list), maxJoined) && !isReason(list[most].Text) && !saysWhole(list[most].Text) {
		if refs, _ := r.mentioned(list[most].Text); len(refs) > 0 && operative(listMark.ReplaceAllString(list[most].Text, "")) {
			break // it speaks of a point of its own
		}
		most++
	}
	for n := most; n >= 1; n-- {
		joined := text
		for _, q := range list[1:n] {
			joined += "\n" + q.Text
		}
		found, err := amend.Read(joined)
		if err != nil || n > 1 && len(found) > 0 && found[len(found)-1].Op == amend.Keep {
			continue
		}
		if n > 1 && r.eats(found, list[1:n]) {
			continue
		}
		r.carryOut(points, list[:n], found)
		return n
	}
	return 0
}

func orSelf(p Paragraph) string {
	if p.whole != "" {
		return p.whole
	}
	return p.Text
}

// eats reports whether an instruction took in a paragraph that says something
// else: a position or a concern, behind a wording without quotation marks.
func (r *reader) eats(found []amend.Instruction, rest []Paragraph) bool {
	for _, p := range rest {
		if amend.Operative(p.Text) {
			continue
		}
		for _, s := range words.Sentences(p.Text, 1) {
			if !saysSomething(s) {
				continue
			}
			for _, in := range found {
				for _, w := range in.Ways {
					if strings.Contains(w.New, s) {
						return true
					}
				}
			}
		}
	}
	return false
}

// carryOut takes instructions on points in: all points have to bear them.
func (r *reader) carryOut(points []int, list []Paragraph, found []amend.Instruction) {
	block := func(why string) {
		for _, p := range list {
			r.say(p, Blocked, why)
		}
	}
	how := "by its number"
	if len(points) == 0 {
		p, why := r.byWords(found)
		if why != "" {
			block(why)
			return
		}
		points, how = []int{p}, "by its words"
	}
	all := make([][]amend.Edit, len(points))
	for i, p := range points {
		edits, err := amend.Edits(r.text.Points[p].Body, found)
		if err != nil {
			block("in point " + r.text.Points[p].Number + ": " + err.Error())
			return
		}
		body, err := amend.Carry(r.text.Points[p].Body, append(slices.Clone(r.edits[p]), edits...))
		if err != nil {
			block("in point " + r.text.Points[p].Number + ": " + err.Error())
			return
		}
		if body == "" {
			block("nothing would be left of point " + r.text.Points[p].Number + "; to have it taken out: delete point " + r.text.Points[p].Number)
			return
		}
		all[i] = edits
	}
	keep := !slices.ContainsFunc(found, func(in amend.Instruction) bool { return in.Op != amend.Keep })
	for i, p := range points {
		if keep {
			r.wish(Wish{What: Keep, Points: []int{p}, How: how}, list...)
			continue
		}
		k, ok := r.at[p]
		if !ok {
			k = r.wish(Wish{What: Wording, Points: []int{p}, How: how}, list...)
			r.at[p] = k
		} else {
			r.out.Wishes[k].Said = append(r.out.Wishes[k].Said, said(list)...)
		}
		r.edits[p] = append(r.edits[p], all[i]...)
	}
	for _, p := range list {
		r.say(p, Understood, "amends "+r.numbers(points))
	}
}

// byWords finds the only point in which instructions can be carried out, where the
// writer names none.
func (r *reader) byWords(found []amend.Instruction) (int, string) {
	tied := false // it names words, by which the point can be told
	for _, in := range found {
		for _, w := range in.Ways {
			tied = tied || w.Old != ""
		}
	}
	if len(r.text.Points) == 1 {
		return 0, ""
	}
	if !tied {
		return 0, "it does not say in which point"
	}
	var fits []int
	for i := range r.text.Points {
		if _, err := amend.Edits(r.text.Points[i].Body, found); err == nil {
			fits = append(fits, i)
		}
	}
	switch len(fits) {
	case 0:
		return 0, "it does not say in which point, and in none do these words stand once"
	case 1:
		return fits[0], ""
	}
	return 0, "it does not say in which point, and these words stand in " + r.numbers(fits)
}

func said(list []Paragraph) []string {
	var out []string
	for _, p := range list {
		if p.whole != "" {
			p.Text = p.whole
		}
		out = append(out, p.Text)
	}
	return out
}

func (r *reader) wish(w Wish, from ...Paragraph) int {
	w.Said = said(from)
	if w.What != New {
		w.After = -1
	}
	r.out.Wishes = append(r.out.Wishes, w)
	return len(r.out.Wishes) - 1
}

// carry makes the wordings that instructions come to.
func (r *reader) carry() {
	for p, k := range r.at {
		body, err := amend.Carry(r.text.Points[p].Body, r.edits[p])
		if err != nil { // each was tried with those before it
			panic(err)
		}
		r.out.Wishes[k].Body = body
	}
	r.once()
}

// once keeps what a message says twice once, and refuses two different things that
// it says of one point: neither of them can be meant.
func (r *reader) once() {
	type subject struct {
		point    int
		position bool
	}
	first := map[subject]*Wish{}
	bad := map[subject]bool{}
	drop := map[int]bool{}
	of := func(w *Wish) (subject, bool) {
		return subject{append(w.Points, -1)[0], w.What == Position}, w.What != New && w.What != Concern
	}
	for i := range r.out.Wishes {
		w := &r.out.Wishes[i]
		s, ok := of(w)
		if !ok {
			continue
		}
		switch f := first[s]; {
		case f == nil:
			first[s] = w
		case f.What == w.What && f.Body == w.Body && f.Stance == w.Stance && f.Reservation == w.Reservation:
			drop[i] = true
		default:
			bad[s] = true
		}
	}
	var kept []Wish
	for i := range r.out.Wishes {
		w := &r.out.Wishes[i]
		s, ok := of(w)
		if ok && bad[s] {
			fate := Blocked
			if s.position {
				fate = NotUnderstood
			}
			for k := range r.out.Lines {
				if l := &r.out.Lines[k]; slices.Contains(w.Said, l.Text) {
					l.Fate, l.Why = fate, "the message says something else of "+r.numbers([]int{s.point})+" as well"
				}
			}
			continue
		}
		if !drop[i] {
			kept = append(kept, *w)
		}
	}
	r.out.Wishes = kept
}

func (r *reader) numbers(points []int) string {
	var out []string
	for _, p := range points {
		n := r.text.Points[p].Number
		if n == "" {
			n = string(r.text.Points[p].ID)
		}
		out = append(out, n)
	}
	switch len(out) {
	case 0:
		return "no point"
	case 1:
		return "point " + out[0]
	}
	return "points " + strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
}
