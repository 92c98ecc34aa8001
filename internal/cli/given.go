package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// looksAt is what commands take that list what was given.
type looksAt struct {
	reads
	Room  string `placeholder:"ROOM" help:"In this room; else in the drafting room, or in all that the actor may read."`
	Party string `placeholder:"CODE" help:"Of this party."`
	Point string `placeholder:"POINT" help:"On this point."`
}

// items are those that are asked for.
func (c *looksAt) items(s *session, at app.AsOf, keep func(*room.Item) bool) ([]*room.Item, []*room.State, error) {
	var rooms []*room.State
	if c.Room == "" {
		if d, err := s.Seat(s.ctx, s.actor, app.Drafting, at); err == nil {
			rooms = []*room.State{d}
		}
	}
	if rooms == nil {
		var err error
		if rooms, err = seatsOr(s, c.Room, at); err != nil {
			return nil, nil, err
		}
	}
	var out []*room.Item
	var in []*room.State
	for _, r := range rooms {
		var id ident.Point
		if c.Point != "" {
			var err error
			if id, _, err = pointIn(r, c.Point); err != nil {
				continue
			}
		}
		for _, it := range r.Items {
			if !keep(it) || c.Party != "" && !slices.ContainsFunc(it.Parties, func(p ident.Code) bool { return strings.EqualFold(string(p), c.Party) }) || id != "" && !slices.Contains(it.Points(), id) {
				continue
			}
			out, in = append(out, it), append(in, r)
		}
	}
	return out, in, nil
}

// sayItem says in one line what was given and how it stands.
func sayItem(it *room.Item) string {
	var s string
	switch {
	case it.Proposal != nil:
		f := it.Proposal
		what := string(f.Point)
		if what == "" {
			what = "new point " + f.Number
		}
		if f.Act != "" {
			s = what + ": " + f.Act
		} else {
			s = what + ": " + sayWanted(f)
		}
		if f.Conditions != "" {
			s += "; on condition: " + f.Conditions
		}
	case it.Position != nil:
		f := it.Position
		s = strings.TrimSpace(string(f.Point)+" "+string(f.On)) + ": " + strings.ReplaceAll(string(f.Stance), "-", " ")
		if f.Whole {
			s = "the text as a whole" + s
		}
		if f.Reservation != "" {
			s += ", " + f.Reservation + " reservation"
		}
		s += positionMore(f)
	case it.Concern == nil:
		s = sayGift(it)
	default:
		s = strings.TrimPrefix(names(it.Concern.Points)+": ", ": ") + short(it.Concern.Words)
	}
	if it.Position == nil { // of which it stands in a column of its own
		s += fromWhom(it.Said())
	}
	if it.Reason != "" {
		s += " (" + short(it.Reason) + ")"
	}
	return s
}

// sayWanted says in one line what a proposal changes: which words by which; the
// beginning of the wording where there is nothing to compare it with, or too much.
func sayWanted(f *event.Proposed) string {
	if f.BaseBody == "" {
		return short(f.Body)
	}
	base, body := whereTheyDiffer(f.BaseBody, f.Body)
	var out []string
	bracketed := strings.Contains(f.BaseBody, "[") // with others' words in it: the party's own are what is new
	if old, by, ok := oneChange(base, body); ok && !bracketed {
		out = append(out, sayReplaced(old, by))
	} else {
		c, err := compare.Whole(base, body, collate.Phrase)
		if err != nil || len(c.Points) == 0 {
			return short(f.Body)
		}
		for _, r := range c.Points[0].Wording {
			switch {
			case r.Old == "" && r.New == "" || bracketed && r.New == "":
			case bracketed:
				out = append(out, "“"+short(r.New)+"”")
			default:
				out = append(out, sayReplaced(r.Old, r.New))
			}
		}
	}
	if f.Heading != "" && f.Heading != f.BaseHeading && f.BaseHeading != "" {
		out = append([]string{"heading “" + short(f.BaseHeading) + "” > “" + short(f.Heading) + "”"}, out...)
	}
	if len(out) == 0 || len(out) > 4 {
		return short(f.Body)
	}
	return strings.Join(out, "; ")
}

// sayReplaced says which words stand in the place of which.
func sayReplaced(old, by string) string {
	switch old, by = short(old), short(by); {
	case old == "":
		return "+ “" + by + "”"
	case by == "":
		return "– “" + old + "”"
	default:
		return "“" + old + "” > “" + by + "”"
	}
}

// oneChange finds which words stand in the place of which, where that is plain:
// the wordings differ in one place, and have no word in common there. Most do, and
// need not be collated to see it.
func oneChange(a, b string) (old, by string, ok bool) {
	if strings.Contains(a, "\n") || strings.Contains(b, "\n") {
		return "", "", false
	}
	from, to := strings.Fields(a), strings.Fields(b)
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	for len(from) > 0 && len(to) > 0 && from[len(from)-1] == to[len(to)-1] {
		from, to = from[:len(from)-1], to[:len(to)-1]
	}
	const most = 40 // words; of longer ones the beginning is shown, which a sign may have in common
	if len(from)+len(to) == 0 || len(from) > most || len(to) > most {
		return "", "", false
	}
	for _, w := range from {
		if slices.ContainsFunc(to, func(v string) bool { return strings.EqualFold(strings.Trim(v, signs), strings.Trim(w, signs)) }) {
			return "", "", false
		}
	}
	old, by = strings.Join(from, " "), strings.Join(to, " ")
	for old != "" && by != "" && old[len(old)-1] == by[len(by)-1] && strings.IndexByte(".,;:", old[len(old)-1]) >= 0 { // a sign that stays
		old, by = old[:len(old)-1], by[:len(by)-1]
	}
	return old, by, true
}

// signs stand at words and are none of them.
const signs = ".,;:!?()[]\"'“”‘’«»"

// whereTheyDiffer cuts two wordings to the stretch in which they differ, with some
// words on either side: a list of a thousand proposals compares a thousand times.
func whereTheyDiffer(a, b string) (string, string) {
	const around = 8 // words; more than a phrase at whose end a change is set
	before := 0
	for before < min(len(a), len(b)) && a[before] == b[before] {
		before++
	}
	after := 0
	for after < min(len(a), len(b))-before && a[len(a)-1-after] == b[len(b)-1-after] {
		after++
	}
	from, blanks := before, 0
	for from > 0 {
		if a[from-1] == ' ' || a[from-1] == '\n' {
			if blanks++; blanks > around {
				break
			}
		}
		from--
	}
	to := after
	for blanks = 0; to > 0; to-- {
		if c := a[len(a)-to]; c == ' ' || c == '\n' {
			if blanks++; blanks > around {
				break
			}
		}
	}
	return a[from : len(a)-to], b[from : len(b)-to]
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return strings.TrimSpace(string(r[:80])) + " …"
	}
	return s
}

// howItStands says how an item stands.
func howItStands(it *room.Item) string {
	var out []string
	switch {
	case len(it.Answers) > 0:
		out = append(out, string(it.Answers[len(it.Answers)-1].Answer))
	case !it.Confirmed():
		out = append(out, notConfirmed)
	}
	if n := len(it.Carries); n > 0 {
		out = append(out, sayCarried(it, len(out) > 0 && out[0] == notConfirmed))
	}
	for _, e := range it.Ends {
		if e.Party != "" {
			out = append(out, string(e.Party)+" left it")
		} else {
			out = append(out, string(e.End))
		}
	}
	if n := len(it.Fates); n > 0 {
		f := it.Fates[n-1]
		fate := strings.ReplaceAll(string(f.Fate), "-", " ")
		if f.At != "" {
			fate += " at " + f.At
		}
		if f.Reason != "" {
			fate += ": " + f.Reason
		}
		out = append(out, fate)
	}
	return strings.Join(out, "; ")
}

// releases are release terms in words.
var releases = map[event.Release]string{
	event.ReleaseMediator: "for the mediator only", event.ReleaseIdea: "may be used as the mediator's own idea", event.ReleaseAttributed: "may be attributed",
}

func sayTerms(t event.Terms, offset int) string {
	s := releases[t.Release]
	if t.With != "" {
		s += ", only together with " + string(t.With)
	}
	if t.NotBefore != 0 {
		s += ", not before " + sayWhen(event.When{From: t.NotBefore, Offset: offset})
	}
	return s
}

type itemOut struct {
	Label   string   `json:"label"`
	Kind    string   `json:"kind"` // proposal, position, concern, reply, signal, attachment
	Parties []string `json:"parties"`
	Points  []string `json:"points"`
	On      string   `json:"on,omitempty"`
	Act     string   `json:"act,omitempty"`
	Heading string   `json:"heading,omitempty"`
	Words   string   `json:"words,omitempty"`
	Stance  string   `json:"stance,omitempty"`
	*statedOut
	Sub       string    `json:"change,omitempty"` // of a reply
	Response  string    `json:"reply,omitempty"`
	Hedge     string    `json:"hedge,omitempty"`
	Form      string    `json:"form"`
	Terms     string    `json:"terms"`
	Speaker   string    `json:"speaker,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	When      *whenJSON `json:"when"`
	Live      bool      `json:"live"`
	Confirmed bool      `json:"confirmed"`
	Stands    string    `json:"stands,omitempty"`
	Room      string    `json:"room"`
	Source    string    `json:"source,omitempty"`    // the room it was given in
	RevisedBy string    `json:"revisedBy,omitempty"` // the later proposal of the same parties on the point

	Carried []carryingOut `json:"carried,omitempty"`
}

func itemJSON(it *room.Item, in *room.State) itemOut {
	out := itemOut{Label: string(it.Label), Parties: strs(it.Sponsors()), Points: []string{}, Form: string(it.Form), Terms: sayTerms(it.Now, it.When.Offset), Speaker: string(it.Speaker),
		Reason: it.Reason, When: jsonWhen(it.When), Live: it.Live(), Confirmed: it.Confirmed(), Stands: howItStands(it), Room: in.Name, Source: it.Source.RoomName}
	for _, id := range it.Points() {
		if id != "" {
			out.Points = append(out.Points, string(id))
		}
	}
	switch {
	case it.Proposal != nil:
		out.Kind, out.Act, out.Heading, out.Words = "proposal", it.Proposal.Act, it.Proposal.Heading, it.Proposal.Body
		out.said(it.Said())
	case it.Position != nil:
		out.Kind, out.On, out.Stance = "position", string(it.Position.On), string(it.Position.Stance)
		out.statedOut = positionStated(it.Position)
		out.Hedge = it.Position.Hedge
	case it.Concern == nil:
		out.gift(it)
	default:
		out.Kind, out.Words = "concern", it.Concern.Words
		out.said(it.Said())
	}
	out.Carried = carryings(it)
	return out
}

func (c *looksAt) list(p *program, none string, keep func(*room.Item) bool) error {
	return c.listWith(p, none, keep, func(*session, app.AsOf) (string, error) { return "", nil })
}

// listWith lists what was given, and beneath it what else belongs there.
func (c *looksAt) listWith(p *program, none string, keep func(*room.Item) bool, beneath func(*session, app.AsOf) (string, error)) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		items, in, err := c.items(s, at, keep)
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []itemOut{}
		data := c.wantsJSON()
		revised := map[*room.State]map[*room.Item]*room.Item{}
		for i, it := range items {
			if revised[in[i]] == nil {
				revised[in[i]] = in[i].Revised()
			}
			by := ""
			if x := revised[in[i]][it]; x != nil {
				by = string(x.Label)
			}
			if data { // of thousands, only what is printed is drawn up
				one := itemJSON(it, in[i])
				one.RevisedBy = by
				out = append(out, one)
				continue
			}
			stands := howItStands(it)
			if by != "" {
				stands = strings.TrimPrefix(stands+"; revised by "+by, "; ")
			}
			rows = append(rows, []string{string(it.Label), sayWhen(it.When), sayItem(it), sayTerms(it.Now, it.When.Offset), stands})
		}
		more, err := beneath(s, at)
		if err != nil {
			return "", nil, err
		}
		if len(rows) == 0 {
			return none + "\n" + more, out, nil
		}
		return columns(rows) + more, out, nil
	})
}

type proposalsCmd struct{ looksAt }

func (c *proposalsCmd) Run(p *program) error {
	return c.list(p, "No proposals.", func(it *room.Item) bool { return it.Proposal != nil })
}

type concernsCmd struct{ looksAt }

func (c *concernsCmd) Run(p *program) error {
	return c.list(p, "No concerns.", func(it *room.Item) bool { return it.Concern != nil })
}

type termsListCmd struct{ looksAt }

func (c *termsListCmd) Run(p *program) error {
	return c.list(p, "Nothing was given.", func(*room.Item) bool { return true })
}

type showCmd struct {
	reads
	Points     []string `arg:"" optional:"" help:"Points by number or identity; else all. Or one entry of a record: ROOM:NUMBER, or its identifier."`
	Style      string   `enum:"conference,trade,unattributed,options,itu,columns,colour" default:"conference" help:"conference, trade, unattributed, options, itu, columns or colour: see compile."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
}

func (c *showCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		if len(c.Points) == 1 && isEntry(c.Points[0]) {
			text, v, err := s.showEntry(c.Points[0], at)
			if err == nil || fault.KindOf(err) != fault.NotFound || !s.hasPoint(c.Points[0], at) {
				return text, v, err
			}
		}
		x, err := s.Compiled(s.ctx, s.actor, id, at)
		if err != nil {
			return "", nil, err
		}
		only, err := selectPoints(x.Text, strings.Join(commas(c.Points), ","))
		if err != nil {
			return "", nil, err
		}
		text := summary(x.Text, only, notation.Style(c.Style), p.width(c.Output))
		who := whoWants(x, only)
		if len(only) > 0 { // of a whole text it would be as long as the text
			text += sayWho(who)
		}
		text += sayPositions(x, only)
		if len(x.Pending) > 0 {
			text += "\nMade on words that have changed since, and not in the text above:\n"
			for _, it := range x.Pending {
				text += "  " + string(it.Label) + "  " + sayItem(it) + "\n"
			}
		}
		pending := []string{}
		for _, it := range x.Pending {
			pending = append(pending, string(it.Label))
		}
		return text, map[string]any{"compiled": rawJSON(jsontext.WriteCompiled(onlyPoints(x.Text, only))), "toCarryOver": pending, "who": who}, nil
	})
}

func onlyPoints(t bracket.Text, only []ident.Point) bracket.Text {
	if len(only) > 0 {
		t.Points = slices.DeleteFunc(slices.Clone(t.Points), func(p bracket.Point) bool { return !slices.Contains(only, p.ID) })
	}
	return t
}

// sayPositions lists the latest position of each party on the points shown.
func sayPositions(x *app.Compiled, only []ident.Point) string {
	type on struct {
		party ident.Code
		point ident.Point
		item  ident.Label
	}
	seen := map[on]bool{}
	var rows [][]string
	for _, it := range slices.Backward(x.Drafting.Items) {
		f := it.Position
		if f == nil || !it.Live() || len(only) > 0 && !slices.Contains(only, f.Point) {
			continue
		}
		for _, c := range it.Sponsors() {
			if seen[on{c, f.Point, f.On}] {
				continue
			}
			seen[on{c, f.Point, f.On}] = true
			rows = append(rows, []string{"  " + string(c), sayItem(it), sayWhen(it.When), howItStands(it) + earlierWords(x, it)})
		}
	}
	if len(rows) == 0 {
		return ""
	}
	slices.SortStableFunc(rows, func(a, b []string) int {
		return x.Drafting.Compare(ident.Code(strings.TrimSpace(a[0])), ident.Code(strings.TrimSpace(b[0])))
	})
	return "\nPositions\n" + columns(rows)
}

// earlierWords says so where a position was taken on other words than the point has
// now: it is no position on these.
func earlierWords(x *app.Compiled, it *room.Item) string {
	f := it.Position
	if f.Point == "" || f.Hash == x.Drafting.Words("", "") {
		return ""
	}
	for _, in := range x.Drafting.Instruments {
		if q := in.Point(f.Point); q != nil && x.Drafting.Words(q.Heading, q.Body) != f.Hash {
			return "; on words that have changed since"
		}
	}
	return ""
}

type undoCmd struct{ writes }

func (c *undoCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		if !s.Keeps(s.actor, app.Drafting) {
			return "", nil, fault.Forbiddenf("%s does not keep the room %q; nothing was undone", s.actor.Person, d.Name)
		}
		for _, it := range slices.Backward(d.Items) {
			if !it.Live() || it.Source.Label == "" || it.Entered != s.actor.Entered { // what others recorded is theirs to take back
				continue
			}
			in, label, err := s.givenIn(it)
			if err != nil {
				return "", nil, err
			}
			t, err := s.OnItem(s.ctx, s.actor, when, in, label, func(l ident.Label, src event.Source) room.Command {
				return room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Undone, Note: "recorded by mistake", Source: src}}
			})
			if err != nil {
				return "", nil, err
			}
			text, v := givenItem(t)
			return text, v, nil
		}
		return "", nil, fault.NotFoundf("there is nothing to undo that %s recorded", s.actor.Entered)
	})
}
