package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type conveyCmd struct {
	writes
	asks
	Points     []string `arg:"" optional:"" help:"Points by identity or number; else the whole text."`
	From       string   `placeholder:"LABEL" help:"Of this text; else of the working text."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
	Without    []string `placeholder:"POINT,…" help:"Leave these points out."`
	Compile    []string `sep:"none" placeholder:"LABEL" help:"Compile this rival text into the words; repeatable."`
	Proposals  string   `placeholder:"WHICH" help:"Compile the parties' proposals into the words: released (those whose terms allow it) or all."`
	To         []string `placeholder:"ROOM,…" help:"Into these rooms, in one act."`
	Mode       string   `default:"handed-over" help:"briefed, read-out, shown, handed-over, sent, circulated, made-public."`
	Rendering  string   `default:"unattributed" help:"attributed, unattributed, own."`
	Label      string   `placeholder:"LABEL" help:"How they see it called, in all the rooms; else each room's next free one."`
	Copies     []string `placeholder:"CODE=N,…" help:"Numbers of copies; else the next free ones."`
	Party      []string `placeholder:"CODE,…" help:"Given to these parties; else to all of the room."`
	Person     []string `placeholder:"PERSON,…" help:"Given to these people for their party."`
	Own        []string `placeholder:"PERSON,…" help:"Told to these people in their own capacity; their party is not told."`
	Gist       string   `help:"What was said, for a briefing."`
	Terms      string   `help:"On what terms; stands in the drafting room only."`
	Nature     string   `help:"As it stands on the text."`
	Head       string   `help:"The running head."`
	Place      string   `help:"Where."`
	Order      int      `placeholder:"N" help:"Which in the order of showing."`
	DryRun     bool     `help:"Print the sheet and convey nothing."`
}

func (c *conveyCmd) conveyance() (app.Conveyance, error) {
	out := app.Conveyance{From: ident.Label(c.From), Points: commas(c.Points), Without: commas(c.Without), Rooms: each(commas(c.To)),
		Mode: event.Mode(c.Mode), Rendering: event.Rendering(c.Rendering), Gist: c.Gist, Terms: c.Terms, Nature: c.Nature, Head: c.Head, Place: c.Place, Order: c.Order,
		Public: event.Mode(c.Mode) == event.ModePublic, Proposals: app.Proposals(c.Proposals)}
	if out.Public && len(out.Rooms) > 0 {
		return out, fault.Invalidf("what is made public goes into no room; nothing was conveyed").WithHint("Leave --to out, or convey it into the rooms by itself.")
	}
	var err error
	if out.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return out, err
	}
	if c.Label != "" {
		if out.Label, err = ident.ParseLabel(c.Label); err != nil {
			return out, fault.Invalidf("%w", err)
		}
	}
	for _, l := range c.Compile {
		out.Compile = append(out.Compile, ident.Label(l))
	}
	if out.Copies, err = parseCopies(c.Copies); err != nil {
		return out, err
	}
	parties, err := parseCodes(commas(c.Party))
	if err != nil {
		return out, err
	}
	for _, code := range parties {
		out.To = append(out.To, event.Copy{Party: code})
	}
	people, err := parsePeople(commas(c.Person))
	if err != nil {
		return out, err
	}
	for _, who := range people {
		out.To = append(out.To, event.Copy{Person: who})
	}
	own, err := parsePeople(commas(c.Own))
	if err != nil {
		return out, err
	}
	for _, who := range own {
		out.To = append(out.To, event.Copy{Person: who, Own: true})
	}
	return out, nil
}

func (c *conveyCmd) Run(p *program) error {
	cv, err := c.conveyance()
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		sheets, err := s.Sheet(s.ctx, s.actor, when, cv)
		if err != nil {
			return "", nil, err
		}
		var b strings.Builder
		for i := range sheets {
			b.WriteString(saySheet(&sheets[i]))
		}
		if c.DryRun {
			b.WriteString("Nothing was conveyed.\n")
			for i := range sheets {
				if len(sheets[i].Sheet.Held) > 0 {
					p.exit = NotPermitted
				}
			}
			return b.String(), conveyedJSON(sheets), nil
		}
		if !c.Yes {
			fmt.Fprint(p.stderr, b.String())
		}
		if err := p.confirm(c.Yes, "What was given cannot be taken back, and its record is never changed."); err != nil {
			return "", nil, err
		}
		done, err := s.Convey(s.ctx, s.actor, when, cv)
		if err != nil {
			return "", nil, err
		}
		b.Reset()
		for i := range done {
			b.WriteString(saySheet(&done[i]))
			b.WriteString(sayConveyed(&done[i], when))
		}
		return b.String(), conveyedJSON(done), nil
	})
}

// sayConveyed says that it was done.
func sayConveyed(c *app.Conveyed, when event.When) string {
	if c.Room == nil {
		return fmt.Sprintf("Made public, %s: %s.\n", sayWhen(when), sayWhat(c.Tie))
	}
	return fmt.Sprintf("Given in the room %q, %s: %s, as %q.\n\n", c.Room.Name, sayWhen(when), sayWhat(c.Tie), c.Tie.Label)
}

func sayWhat(t *event.Conveyed) string {
	if t.Whole {
		return "the whole text"
	}
	var numbers []string
	for _, q := range t.Points {
		numbers = append(numbers, q.Number)
	}
	return view.Numbers(numbers)
}

// saySheet prints what somebody should know before they hand words over.
func saySheet(c *app.Conveyed) string {
	s := &c.Sheet
	var b strings.Builder
	if c.Room == nil {
		fmt.Fprintf(&b, "Before it is made public: %s, %s\n\n", sayWhat(c.Tie), plural(s.Words, "word"))
	} else {
		var to []string
		for _, k := range c.Tie.Copies {
			to = append(to, sayRecipient(k))
		}
		fmt.Fprintf(&b, "Before you give it to %s: %s, %s, %s, %s, as %q\n\n", strings.Join(to, ", "), sayWhat(c.Tie), plural(s.Words, "word"), c.Tie.Rendering, done[c.Tie.Mode], c.Tie.Label)
	}
	rows := [][]string{}
	row := func(title string, lines ...string) {
		for _, l := range lines {
			rows = append(rows, []string{title, l})
			title = ""
		}
	}
	row("New to them", sayNew(s)...)
	row("Not even", sayUneven(s)...)
	if len(s.Order) > 0 {
		row("Shown before", "to "+names(s.Order)+", in the same words")
	}
	if len(s.Ahead) > 0 {
		row("Ahead of", names(s.Ahead)+": not been given these words")
	}
	for _, k := range s.Own {
		row("Capacity", fmt.Sprintf("%s is told in their own capacity; that is not telling %s", k.Person, k.Party))
	}
	if len(s.Gone) > 0 {
		row("Empty slots", names(s.Gone)+" go along, since they were given there before")
	}
	for _, h := range s.Held {
		row("Terms", fmt.Sprintf("words of %s, %s, stand in %s: “%s”    NOT POSSIBLE", h.Item, h.Why, h.Place(), h.Words))
	}
	for _, r := range s.Recognisable {
		row(sayReuse(&r, c.Room == nil))
	}
	if len(s.LabelTells) > 0 {
		row("Label", s.LabelTells...)
	}
	if len(s.Names) > 0 {
		row("Names", "in the words, and not known there: "+strings.Join(s.Names, ", "))
	} else {
		row("Names", "none that is not known there; no metadata")
	}
	b.WriteString(columns(rows))
	return b.String() + "\n"
}

func sayRecipient(k event.Copy) string {
	s := string(k.Party)
	if k.Person != "" {
		s += " (" + string(k.Person) + ")"
	}
	if k.Number > 0 {
		s += ", copy " + itoa(k.Number)
	}
	return strings.TrimSpace(s)
}

func sayNew(s *view.Sheet) []string {
	var fresh, changed []string
	same := 0
	for _, n := range s.New {
		switch {
		case n.Never:
			fresh = append(fresh, n.Number)
		case n.New > 0:
			changed = append(changed, fmt.Sprintf("point %s: %s new since %s", n.Number, plural(n.New, "word"), n.Previous))
		default:
			same++
		}
	}
	var out []string
	if len(fresh) > 0 {
		out = append(out, "never given there before: "+view.Numbers(fresh))
	}
	out = append(out, changed...)
	if same > 0 {
		out = append(out, plural(same, "point")+" without a new word")
	}
	if len(out) == 0 {
		out = append(out, "no words")
	}
	return out
}

func sayUneven(s *view.Sheet) []string {
	var out []string
	for _, u := range s.NotEven {
		what := view.Numbers(u.Points)
		if u.Points == nil {
			what = "the whole of " + string(u.Label)
		} else {
			what += " of " + string(u.Label)
		}
		who := string(u.Party)
		if u.Person != "" {
			who = fmt.Sprintf("%s of %s, in their own capacity,", u.Person, u.Party)
		}
		out = append(out, fmt.Sprintf("%s was given %s, %s; they were not", who, what, sayWhen(u.When)))
	}
	if len(out) == 0 {
		out = append(out, "nothing that others hold and they do not")
	}
	return out
}

type sheetJSON struct {
	Room       string       `json:"room,omitempty"`
	Label      string       `json:"label"`
	Mode       string       `json:"mode"`
	Rendering  string       `json:"rendering"`
	Whole      bool         `json:"whole"`
	Words      int          `json:"words"`
	Recipients []copyJSON   `json:"recipients"`
	Points     []newJSON    `json:"points"`
	NotEven    []unevenJSON `json:"notEven"`
	Ahead      []string     `json:"ahead"`
	ShownTo    []string     `json:"shownBeforeTo"`
	Names      []string     `json:"names"`
	LabelTells []string     `json:"labelTells"`
	Held       []heldJSON   `json:"held"`
	Reuse      []reuseJSON  `json:"recognisable"`
	Corrects   string       `json:"corrects,omitempty"`
}

type copyJSON struct {
	Party  string `json:"party,omitempty"`
	Person string `json:"person,omitempty"`
	Copy   int    `json:"copy,omitempty"`
	Own    bool   `json:"ownCapacity,omitempty"`
}

type newJSON struct {
	Point    string `json:"point"`
	Number   string `json:"number"`
	Words    int    `json:"words"`
	New      int    `json:"new"`
	Never    bool   `json:"neverGiven,omitempty"`
	Previous string `json:"previous,omitempty"`
}

type unevenJSON struct {
	Party  string    `json:"party"`
	Person string    `json:"ownCapacity,omitempty"`
	Label  string    `json:"label"`
	Points []string  `json:"points"`
	When   *whenJSON `json:"when"`
}

func conveyedJSON(list []app.Conveyed) []sheetJSON {
	out := []sheetJSON{}
	for i := range list {
		c := &list[i]
		s := sheetJSON{Label: string(c.Tie.Label), Mode: string(c.Tie.Mode), Rendering: string(c.Tie.Rendering), Whole: c.Tie.Whole, Words: c.Sheet.Words,
			Recipients: []copyJSON{}, Points: []newJSON{}, NotEven: []unevenJSON{}, Ahead: strs(c.Sheet.Ahead), ShownTo: strs(c.Sheet.Order), Names: strs(c.Sheet.Names),
			LabelTells: strs(c.Sheet.LabelTells), Corrects: string(c.Tie.Corrects)}
		if c.Room != nil {
			s.Room = c.Room.Name
		}
		for _, k := range c.Tie.Copies {
			s.Recipients = append(s.Recipients, copyJSON{string(k.Party), string(k.Person), k.Number, k.Own})
		}
		for _, n := range c.Sheet.New {
			s.Points = append(s.Points, newJSON{string(n.Point), n.Number, n.Words, n.New, n.Never, string(n.Previous)})
		}
		s.Held, s.Reuse = sourcesJSON(&c.Sheet)
		for _, u := range c.Sheet.NotEven {
			s.NotEven = append(s.NotEven, unevenJSON{string(u.Party), string(u.Person), string(u.Label), u.Points, jsonWhen(u.When)})
		}
		out = append(out, s)
	}
	return out
}

type copyCmds struct {
	List        copyListCmd        `cmd:"" help:"Copies that were given, and what became of them."`
	Return      copyReturnCmd      `cmd:"" help:"Record that a copy came back."`
	Destroy     copyDestroyCmd     `cmd:"" help:"Record that a copy was destroyed."`
	Acknowledge copyAcknowledgeCmd `cmd:"" help:"Record that a party acknowledged receipt."`
}

// onCopy is what commands on a copy take.
type onCopy struct {
	writes
	Label string `arg:"" help:"The text, as it is called in the room: Text 5."`
	Copy  int    `placeholder:"N" help:"The number of the copy; else the party's own."`
	Room  string `placeholder:"ROOM" help:"The room it was given in; else the only one of the actor's in which it was."`
}

// find finds the room and the copy that are meant: where a party is named, one of
// its own.
func (c *onCopy) find(s *session, party ident.Code) (*room.State, *room.Given, int, error) {
	rooms, err := seatsOr(s, c.Room, app.AsOf{})
	if err != nil {
		return nil, nil, 0, err
	}
	var in *room.State
	var g *room.Given
	for _, r := range rooms {
		found := r.GivenAs(r.Canonical(ident.Label(c.Label)))
		if found == nil || party != "" && !slices.ContainsFunc(found.Copies, func(k event.Copy) bool { return k.Party == party }) {
			continue
		}
		if in != nil {
			return nil, nil, 0, fault.Invalidf("%q was given in several rooms", c.Label).WithHint("Name one with --room.")
		}
		in, g = r, found
	}
	if in == nil {
		return nil, nil, 0, fault.NotFoundf("no text %q was given", c.Label).WithHint("Try: nonpaper copy list")
	}
	n := c.Copy
	if n == 0 {
		for _, k := range g.Copies {
			if (party == "" || k.Party == party) && k.Number > 0 {
				if n != 0 {
					return nil, nil, 0, fault.Invalidf("several copies of %s were given in the room %q", g.Label, in.Name).WithHint("Name one with --copy N.")
				}
				n = k.Number
			}
		}
	}
	return in, g, n, nil
}

type copyReturnCmd struct {
	onCopy
	Note string `help:"How it came back."`
}

func (c *copyReturnCmd) Run(p *program) error {
	return p.onCopy(&c.onCopy, "", func(g *room.Given, n int, _ ident.Code) room.Command {
		return room.ReturnCopy{CopyReturned: event.CopyReturned{Label: g.Label, Copy: n, Note: c.Note}}
	})
}

type copyDestroyCmd struct {
	onCopy
	How string `help:"How that is known: before us, the delegation says so."`
}

func (c *copyDestroyCmd) Run(p *program) error {
	return p.onCopy(&c.onCopy, "", func(g *room.Given, n int, _ ident.Code) room.Command {
		return room.DestroyCopy{CopyDestroyed: event.CopyDestroyed{Label: g.Label, Copy: n, How: c.How}}
	})
}

type copyAcknowledgeCmd struct {
	onCopy
	Party string `placeholder:"CODE" help:"Which party; else the actor's."`
}

func (c *copyAcknowledgeCmd) Run(p *program) error {
	return p.onCopy(&c.onCopy, c.Party, func(g *room.Given, n int, party ident.Code) room.Command {
		return room.Acknowledge{Receipt: event.Receipt{Label: g.Label, Copy: n, Party: party}}
	})
}

// onCopy records something of a copy. A member who does not keep the room means
// their own party's; whoever keeps it, also as a party itself, anybody's.
func (p *program) onCopy(c *onCopy, party string, command func(*room.Given, int, ident.Code) room.Command) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		var code ident.Code
		if party != "" {
			x, err := ident.ParseCode(party)
			if err != nil {
				return "", nil, fault.Invalidf("%w", err)
			}
			code = x
		}
		seats, err := s.Seats(s.ctx, s.actor, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		for _, r := range seats {
			if code == "" && !r.Keeps(s.actor.Person) {
				code = r.PartyOf(s.actor.Person)
			}
		}
		r, g, n, err := c.find(s, code)
		if err != nil {
			return "", nil, err
		}
		rec, err := s.Record(s.ctx, s.actor, when, app.In(r.ID.String()), command(g, n, code))
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}

type copyListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"In this room; else in all that the actor may read."`
}

func (c *copyListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		var lines []view.Line
		for _, r := range rooms {
			for _, l := range view.Own(r) {
				if l.Told() && l.Copy > 0 {
					lines = append(lines, l)
				}
			}
		}
		if len(lines) == 0 {
			return "No copies have been given.\n", ledgerLines(lines), nil
		}
		return ledgerTable(lines, true), ledgerLines(lines), nil
	})
}
