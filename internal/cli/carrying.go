package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/carry"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

type carryCmd struct {
	writes
	Label      string  `arg:"" optional:"" help:"One proposal, as the room calls it: \"BOR P 3\"; else all that can be carried over word by word."`
	New        string  `arg:"" optional:"" help:"With --replace: the words instead."`
	Room       string  `placeholder:"ROOM" help:"In this room, to what was given there last; else in the drafting room, to the working text."`
	Words      *string `placeholder:"WORDS" help:"By hand: the whole wording on the words now; - for stdin."`
	File       string  `name:"words-from" placeholder:"FILE" help:"By hand: the same, from a file."`
	Replace    *string `placeholder:"OLD" help:"By hand: the point as it reads now, with these words replaced."`
	Unchanged  bool    `help:"By hand: its wording, or its act, as it was given, stands on the words now."`
	AsMet      bool    `help:"The words now say what it wanted."`
	Heading    string  `help:"By hand: another heading than the point has now."`
	After      string  `placeholder:"POINT" help:"By hand: what a new or moved point is to follow."`
	Reason     string  `help:"Why it was decided so."`
	Instrument string  `placeholder:"NAME" help:"Of this instrument; else of all."`
}

func (carryCmd) Help() string {
	return "What the party gave stays as it was given; how it stands on the words now is the secretariat's reading, and is recorded as that. A party learns of it in its own room only, with --room, when the new words were given there. Exit status 4 where a person has to decide: nonpaper conflicts shows both wordings."
}

func (c *carryCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	h, err := c.byHand(p)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.in(s)
		if err != nil {
			return "", nil, err
		}
		var x *app.CarriedOver
		if h != nil {
			x, err = s.CarryByHand(s.ctx, s.actor, when, in, *h)
		} else {
			x, err = s.CarryOver(s.ctx, s.actor, when, in, id)
		}
		if err != nil {
			return "", nil, err
		}
		if len(x.Asked()) > 0 {
			p.exit = Conflict
		}
		text, v := sayCarriedOver(x)
		return text, v, nil
	})
}

// in is the party's room that is meant, "" for the drafting room.
func (c *carryCmd) in(s *session) (string, error) { return carryRoom(s, c.Room) }

func carryRoom(s *session, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	r, err := s.Seat(s.ctx, s.actor, app.In(name), app.AsOf{})
	if err != nil || r.Kind == event.RoomDrafting {
		return "", err
	}
	return r.ID.String(), nil
}

// byHand is a person's decision; nil where all is to be carried over by the rule.
func (c *carryCmd) byHand(p *program) (*app.ByHand, error) {
	n := 0
	for _, is := range []bool{c.Words != nil || c.File != "", c.Replace != nil, c.Unchanged, c.AsMet} {
		if is {
			n++
		}
	}
	onlyAfter := n == 0 && c.After != ""
	switch {
	case c.Label == "" && (n > 0 || c.After != "" || c.Heading != ""):
		return nil, fault.Invalidf("which proposal? Nothing was recorded").WithHint("For example: nonpaper carry \"BOR P 3\" --as-met")
	case c.Label == "":
		return nil, nil
	case n != 1 && !onlyAfter:
		return nil, fault.Invalidf("how does %s stand on the words now? Nothing was recorded", c.Label).
			WithHint("One of: --words \"…\", --words-from FILE, --replace OLD NEW, --unchanged, --as-met. nonpaper conflicts shows both wordings.")
	case c.Replace == nil && c.New != "":
		return nil, fault.Invalidf("%q says nothing without --replace; nothing was recorded", c.New).WithHint("The whole wording: --words \"…\"")
	case c.AsMet && c.Heading != "", c.Unchanged && c.Heading != "":
		return nil, fault.Invalidf("--heading goes with a wording; nothing was recorded")
	}
	h := &app.ByHand{Label: ident.Label(c.Label), AsMet: c.AsMet, Unchanged: c.Unchanged || onlyAfter, Heading: words.Normalise(c.Heading), After: c.After, Reason: c.Reason}
	if c.Replace != nil {
		h.Replace, h.By = *c.Replace, c.New
		return h, nil
	}
	if c.Words == nil && c.File == "" {
		return h, nil
	}
	said := ""
	if c.Words != nil {
		said = *c.Words
	}
	var err error
	h.Words, err = p.wording(said, c.File)
	return h, err
}

// sayCarriedOver says what became of each proposal.
func sayCarriedOver(x *app.CarriedOver) (string, any) {
	var b strings.Builder
	out := carriedOut{Carried: []oneCarriedOut{}, Met: []string{}, Conflicts: []conflictOut{}, Brackets: []string{}, Recorded: []entryJSON{}}
	var done [][]string
	for _, c := range x.List {
		f := c.Fact
		if f == nil {
			out.Conflicts = append(out.Conflicts, conflictJSON(&c))
			continue
		}
		what := "carried over " + view.SayCarrying(f.How)
		if f.Met {
			what = "met: the words now say what it wanted"
			out.Met = append(out.Met, string(f.Label))
		} else {
			out.Carried = append(out.Carried, oneCarriedOut{string(f.Label), string(f.How), f.Act, f.Heading, f.Body})
		}
		if w := standing(f); w != "" && !f.Met {
			what += ": " + w
		}
		done = append(done, []string{string(f.Label), pointOf(&c), what})
	}
	b.WriteString(columns(done))
	if left := x.Asked(); len(left) > 0 {
		b.WriteString("\nA person has to decide (nonpaper conflicts shows both wordings):\n")
		var rows [][]string
		for _, c := range left {
			rows = append(rows, []string{"  " + string(c.Item.Label), pointOf(&c), c.Why})
		}
		b.WriteString(columns(rows))
	}
	if len(x.List) == 0 {
		b.WriteString("Every proposal stands on the words as they are.\n")
	}
	if len(x.Brackets) > 0 {
		b.WriteString("\nGiven with brackets, and standing there as they were made: ")
		for i, it := range x.Brackets {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(string(it.Label))
			out.Brackets = append(out.Brackets, string(it.Label))
		}
		b.WriteString("\n")
	}
	for _, r := range []*app.Recorded{x.Recorded, x.Drafting} {
		if r != nil {
			out.Recorded = append(out.Recorded, recordedJSON(r)...)
		}
	}
	if n := len(out.Recorded); n > 0 {
		entries := plural(n, "entry")
		if n > 1 {
			entries = fmt.Sprintf("%d entries", n)
		}
		fmt.Fprintf(&b, "\n%s recorded; what the parties gave stays as it was given.\n", entries)
	}
	return strings.TrimPrefix(b.String(), "\n"), out
}

// pointOf says which point a proposal is on.
func pointOf(c *app.Carried) string {
	if c.Item.Wants().Point == "" {
		return "new point " + c.Number
	}
	return "point " + c.Number
}

// standing is how a proposal stands from now on, in short.
func standing(f *event.ProposalCarried) string {
	if f.Act != "" {
		return f.Act
	}
	return short(f.Body)
}

type carriedOut struct {
	Carried   []oneCarriedOut `json:"carried"`
	Met       []string        `json:"met"`
	Conflicts []conflictOut   `json:"conflicts"`
	Brackets  []string        `json:"givenWithBrackets"`
	Recorded  []entryJSON     `json:"recorded"`
}

type oneCarriedOut struct {
	Label   string `json:"label"`
	How     string `json:"how"`
	Act     string `json:"act,omitempty"`
	Heading string `json:"heading,omitempty"`
	Words   string `json:"words,omitempty"`
}

// carryingOut is one carrying-over of an item, as its history has it.
type carryingOut struct {
	When    *whenJSON `json:"when"`
	By      string    `json:"by"`
	How     string    `json:"how"`
	Against string    `json:"against,omitempty"`
	Met     bool      `json:"met"`
	Act     string    `json:"act,omitempty"`
	Heading string    `json:"heading,omitempty"`
	Words   string    `json:"words,omitempty"`
	Reason  string    `json:"reason,omitempty"`
}

func carryings(it *room.Item) (out []carryingOut) {
	for i := range it.Carries {
		c := &it.Carries[i]
		out = append(out, carryingOut{jsonWhen(c.When), string(c.Entered), string(c.How), string(c.Against), c.Met, c.Act, c.Heading, c.Body, c.Reason})
	}
	return out
}

// notConfirmed is said of what was recorded on a party's behalf.
const notConfirmed = "not confirmed"

// sayCarried says how an item was carried over last; saidSo, that it is not confirmed
// was said already.
func sayCarried(it *room.Item, saidSo bool) string {
	c := &it.Carries[len(it.Carries)-1]
	s := "carried over by the secretariat, " + view.SayCarrying(c.How)
	switch {
	case c.Met:
		s = "met by the words as they became"
	case it.CarriedUnconfirmed() && !saidSo:
		s += ", not confirmed by the party"
	}
	return s
}

type conflictsCmd struct {
	reads
	Room       string `placeholder:"ROOM" help:"In this room, against what was given there last; else in the drafting room."`
	Instrument string `placeholder:"NAME" help:"Of this instrument; else of all."`
}

func (c *conflictsCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		in, err := carryRoom(s, c.Room)
		if err != nil {
			return "", nil, err
		}
		x, err := s.Conflicts(s.ctx, s.actor, in, id, at)
		if err != nil {
			return "", nil, err
		}
		out := []conflictOut{}
		var b strings.Builder
		for _, k := range x.Asked() {
			out = append(out, conflictJSON(&k))
			b.WriteString(sayConflict(&k))
		}
		if len(out) == 0 {
			b.WriteString("No proposal has to be decided on by a person.\n")
		}
		if n := len(x.List) - len(out); n > 0 {
			fmt.Fprintf(&b, "%d more can be carried over word by word: nonpaper carry\n", n)
		}
		return b.String(), out, nil
	})
}

type conflictOut struct {
	Label   string     `json:"label"`
	Parties []string   `json:"parties"`
	Point   string     `json:"point,omitempty"`
	Number  string     `json:"number,omitempty"`
	Act     string     `json:"act,omitempty"`
	Why     string     `json:"why"`
	Then    wordingOut `json:"then"`  // the point when the proposal was made or decided on last
	Wants   wordingOut `json:"wants"` // the proposal then
	Now     wordingOut `json:"now"`
	Gone    bool       `json:"pointTakenOut,omitempty"`
	Places  []placeOut `json:"places"`
}

type wordingOut struct {
	Heading string `json:"heading,omitempty"`
	Words   string `json:"words,omitempty"`
}

type placeOut struct {
	In    string `json:"in"` // heading, words
	Why   string `json:"why"`
	Then  string `json:"then"`
	Wants string `json:"wants"`
	Now   string `json:"now"`
}

func conflictJSON(c *app.Carried) conflictOut {
	out := conflictOut{Label: string(c.Item.Label), Parties: strs(c.Item.Sponsors()), Point: string(c.Item.Wants().Point), Number: c.Number, Act: c.Item.Decided().Act, Why: c.Why,
		Then: wordingOut{c.Base.Heading, c.Base.Body}, Wants: wordingOut{c.Wants.Heading, c.Wants.Body}, Now: wordingOut{c.Now.Heading, c.Now.Body}, Gone: c.Now.Deleted, Places: []placeOut{}}
	for _, p := range c.Heading {
		out.Places = append(out.Places, placeOut{"heading", string(p.Why), p.Base, p.Party, p.Now})
	}
	for _, p := range c.Body {
		out.Places = append(out.Places, placeOut{"words", string(p.Why), p.Base, p.Party, p.Now})
	}
	return out
}

// Marks around a place about which a person is asked: brackets are the text's own.
const (
	placeFrom = "‹"
	placeTo   = "›"
)

// sayConflict shows both wordings, with the places marked.
func sayConflict(c *app.Carried) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s: %s\n", c.Item.Label, pointOf(c), c.Why)
	line := func(what, heading, body string, at func(carry.Place) carry.Span) {
		h, w := marked(heading, c.Heading, at), marked(body, c.Body, at)
		if len(c.Heading) > 0 || h != "" && body == "" {
			w = strings.TrimSpace(h + "\n" + w)
		}
		if w == "" {
			w = "(no words)"
		}
		fmt.Fprintf(&b, "  %s\n%s", what, indented(indented(w)))
	}
	d := c.Item.Decided()
	if d.Point == "" {
		line("proposed", c.Wants.Heading, c.Wants.Body, nil)
		return b.String() + "\n"
	}
	line("then", c.Base.Heading, c.Base.Body, func(p carry.Place) carry.Span { return p.AtBase })
	if d.Act != "" {
		fmt.Fprintf(&b, "  %s wants: %s\n", names(c.Item.Sponsors()), d.Act)
	} else {
		line(names(c.Item.Sponsors())+" wants", c.Wants.Heading, c.Wants.Body, func(p carry.Place) carry.Span { return p.AtParty })
	}
	if c.Now.Deleted {
		b.WriteString("  now\n    (the point was taken out)\n")
	} else {
		line("now", c.Now.Heading, c.Now.Body, func(p carry.Place) carry.Span { return p.AtNow })
	}
	return b.String() + "\n"
}

// marked is a text with its places marked; the places are of its normalised form.
func marked(s string, places []carry.Place, at func(carry.Place) carry.Span) string {
	s = words.Normalise(s)
	if at == nil {
		return s
	}
	for _, p := range slices.Backward(places) {
		if x := at(p); x.From <= x.To && x.To <= len(s) {
			s = s[:x.From] + placeFrom + s[x.From:x.To] + placeTo + s[x.To:]
		}
	}
	return s
}

type mergeCmd struct {
	writes
	Points     []string `arg:"" optional:"" help:"Only these points, by number or identity."`
	Consensual bool     `required:"" help:"Those on which all who spoke to the point want the same: every live proposal on it has one wording, without conditions, and every other party that spoke to it supports that."`
	DryRun     bool     `name:"dry-run" help:"Only say what would be done."`
	Yes        bool     `short:"y" help:"Do not ask."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
}

func (c *mergeCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		x, err := s.MergeSheet(s.ctx, s.actor, when, id, commas(c.Points))
		if err != nil {
			return "", nil, err
		}
		said := sayMerging(x)
		if c.DryRun || len(x.Merged) == 0 {
			return said, mergingJSON(x), nil
		}
		if !c.Yes {
			p.say("%s", said)
		}
		if err := p.confirm(c.Yes, fmt.Sprintf("The words of %s of the working text will change, and the other proposals are carried over.", plural(len(x.Merged), "point"))); err != nil {
			return "", nil, err
		}
		if x, err = s.MergeConsensual(s.ctx, s.actor, when, id, commas(c.Points)); err != nil {
			return "", nil, err
		}
		if len(x.Asked()) > 0 {
			p.exit = Conflict
		}
		carried, _ := sayCarriedOver(x.CarriedOver)
		return sayMerging(x) + "\n" + carried, mergingJSON(x), nil
	})
}

func sayMerging(x *app.Merging) string {
	var b strings.Builder
	for _, m := range x.Merged {
		labels := make([]string, len(m.Items))
		for i, it := range m.Items {
			labels[i] = string(it.Label)
		}
		what := m.Body
		if m.Deleted {
			what = "(taken out)"
		}
		fmt.Fprintf(&b, "Point %s, consensual (%s):\n%s", m.Point.Number, strings.Join(labels, ", "), indented(what))
	}
	if len(x.Merged) == 0 {
		b.WriteString("No change is consensual.\n")
	}
	var rows [][]string
	for _, l := range x.Left {
		rows = append(rows, []string{"  point " + l.Number, l.Why})
	}
	if len(rows) > 0 {
		b.WriteString("Not consensual:\n" + columns(rows))
	}
	return b.String()
}

func mergingJSON(x *app.Merging) any {
	type merged struct {
		Number  string   `json:"number"`
		Items   []string `json:"items"`
		Deleted bool     `json:"deleted,omitempty"`
		Heading string   `json:"heading,omitempty"`
		Words   string   `json:"words,omitempty"`
	}
	type left struct {
		Number string `json:"number"`
		Why    string `json:"why"`
	}
	m, l := []merged{}, []left{}
	for _, p := range x.Merged {
		one := merged{Number: p.Point.Number, Deleted: p.Deleted, Heading: p.Heading, Words: p.Body}
		for _, it := range p.Items {
			one.Items = append(one.Items, string(it.Label))
		}
		m = append(m, one)
	}
	for _, p := range x.Left {
		l = append(l, left{p.Number, p.Why})
	}
	_, carried := sayCarriedOver(x.CarriedOver)
	return map[string]any{"merged": m, "notConsensual": l, "carriedOver": carried}
}

// onWords is a proposal as it stands on the words of a point that were given: as it
// was carried over to these very words, or as it was given, where it was made on them;
// nil where it stands on others only.
func onWords(it *room.Item, given event.Point) *event.Proposed {
	for _, f := range []*event.Proposed{it.Wants(), it.Proposal} {
		if f.Act == "" && (f.BaseBody == given.Body && f.BaseHeading == given.Heading || f.BaseHeading+f.BaseBody == "") {
			return f
		}
	}
	return nil
}
