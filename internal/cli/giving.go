package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

// gives is what every command takes with which a party gives something.
type gives struct {
	writes
	From      []string `placeholder:"CODE,…" help:"The party that gives it; several of a joint one. Else the actor's."`
	Room      string   `placeholder:"ROOM" help:"Where; else the party's only room."`
	Speaker   string   `placeholder:"PERSON" help:"Who said it."`
	Form      string   `default:"spoken" help:"spoken, written, messaged, scanned."`
	Terms     string   `placeholder:"TERMS" help:"mediator-only, as-own-idea, may-be-attributed; else the first, and in a plenary, where everybody hears it, the last."`
	With      string   `placeholder:"LABEL" help:"Only together with this."`
	NotBefore string   `placeholder:"TIME" help:"Not to be used before."`
	Label     string   `placeholder:"LABEL" help:"How it is called; else the room's next number."`
}

// toldBy is what commands take on what is known from others than the party.
type toldBy struct {
	Source    string `help:"The source that says so, with addresses."`
	SaidBy    string `name:"said-by" placeholder:"NAME" help:"Who said it, by name, where the room does not know them."`
	Hedge     string `help:"How it was hedged: reportedly, it is understood."`
	Certainty string `help:"How sure it is."`
}

// common reads what every gift has.
func (c *gives) common(p *program, s *session) (event.Common, string, error) {
	m := event.Common{Label: ident.Label(c.Label), Form: event.Form(c.Form), Terms: event.Terms{Release: event.Release(c.Terms), With: ident.Label(c.With)}}
	var err error
	if m.Parties, err = parseCodes(commas(c.From)); err != nil {
		return m, "", err
	}
	if c.NotBefore != "" {
		w, err := parseWhen(c.NotBefore, p.clock())
		if err != nil {
			return m, "", err
		}
		m.Terms.NotBefore = w.From
	}
	if c.Speaker != "" {
		if m.Speaker, err = ident.ParsePerson(c.Speaker); err != nil {
			return m, "", fault.Invalidf("%w", err)
		}
	}
	in, err := s.partyRoom(c.Room, m.Parties)
	if err != nil {
		return m, "", err
	}
	if m.Terms.Release == "" && in.Kind == event.RoomPlenary {
		m.Terms.Release = event.ReleaseAttributed
	}
	if len(m.Parties) == 0 {
		if own := in.PartyOf(s.actor.Person); own != "" {
			m.Parties = []ident.Code{own}
		}
	}
	return m, in.ID.String(), nil
}

// partyRoom finds the room in which a party gives something: the one that is named,
// else the only open one in which the party and nobody but those who give it are
// known, else the only one in which it is known.
func (s *session) partyRoom(name string, parties []ident.Code) (*room.State, error) {
	if name != "" {
		return s.Seat(s.ctx, s.actor, app.In(name), app.AsOf{})
	}
	seats, err := s.Seats(s.ctx, s.actor, app.AsOf{})
	if err != nil {
		return nil, err
	}
	var alone, known []*room.State
	for _, r := range seats {
		if r.Closed || r.Kind != event.RoomConsultation && r.Kind != event.RoomPlenary {
			continue
		}
		if slices.ContainsFunc(parties, func(p ident.Code) bool { return r.Parties[p] == nil }) {
			continue
		}
		known = append(known, r)
		if !slices.ContainsFunc(r.InOrder(), func(p *room.Party) bool {
			return !slices.Contains(p.Roles, event.RoleMediator) && len(p.PartyIntroduced.Members) == 0 && !slices.Contains(parties, p.Code)
		}) {
			alone = append(alone, r)
		}
	}
	switch {
	case len(alone) == 1:
		return alone[0], nil
	case len(alone) == 0 && len(known) == 1:
		return known[0], nil
	case len(known) == 0:
		return nil, fault.NotFoundf("no room of %s", orWords(names(parties), "the party")).WithHint("Open one: nonpaper room open NAME --party CODE")
	}
	return nil, fault.Invalidf("%s is known in several rooms; in which was it given?", orWords(names(parties), "the party")).WithHint("Add --room ROOM")
}

// givenItem says what was recorded on both sides.
func givenItem(t *app.TakenIn) (string, any) {
	text := sayRecorded(t.Given)
	if t.Taken != nil {
		text += sayRecorded(t.Taken)
	}
	out := map[string]any{"given": recordedJSON(t.Given)}
	if t.Taken != nil {
		out["taken"] = recordedJSON(t.Taken)
	}
	return text, out
}

type proposeCmd struct {
	gives
	toldBy
	Point      string   `arg:"" optional:"" help:"The point by number or identity; none for a new one."`
	Words      string   `arg:"" optional:"" help:"The whole wording that the party wants; - for stdin."`
	File       string   `name:"words-from" placeholder:"FILE" help:"Read the wording from a file."`
	Replace    string   `placeholder:"OLD" help:"These words, which stand in the point once, become the wording given."`
	Act        string   `placeholder:"ACT" help:"delete, keep or move instead of a wording."`
	New        bool     `help:"It is a new point."`
	Number     string   `help:"The number of a new point."`
	After      string   `placeholder:"POINT" help:"What a new or moved point is to follow."`
	Heading    string   `help:"Another heading."`
	Reason     string   `help:"Why."`
	Conditions string   `help:"On what conditions."`
	Sub        []string `sep:"none" placeholder:"N=WORDS" help:"A partial change that others can answer by itself, repeatable."`
}

func (c *proposeCmd) Run(p *program) error {
	point, said := c.Point, c.Words
	if c.New && said == "" { // a new point has no number of the text's to name
		point, said = "", point
	}
	body, err := p.wording(said, c.File)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		m.Reason = c.Reason
		f := &event.Proposed{Common: m, Act: c.Act, Number: c.Number, Heading: words.Normalise(c.Heading), Body: body, Conditions: c.Conditions,
			Origin: c.Source, SaidBy: c.SaidBy, Hedge: c.Hedge, Certainty: c.Certainty}
		for _, x := range c.Sub {
			n, w, _ := strings.Cut(x, "=")
			f.Subs = append(f.Subs, event.Sub{Number: strings.TrimSpace(n), Words: strings.TrimSpace(w)})
		}
		g := app.Gift{Proposal: f, After: c.After}
		if !c.New {
			if point == "" {
				return "", nil, fault.Invalidf("on which point? Nothing was recorded").WithHint("For example: nonpaper propose 10 --replace \"60 days\" \"45 days\" --from BOR; a new point: --new")
			}
			g.Points = []string{point}
		}
		if c.Replace != "" {
			now, err := s.partysWords(in, point, m.Parties)
			if err != nil {
				return "", nil, err
			}
			if f.Body, err = replaceOnce(now.Body, c.Replace, body, point); err != nil {
				return "", nil, err
			}
			f.Heading = orWords(f.Heading, now.Heading)
		}
		t, err := s.Give(s.ctx, s.actor, when, in, g)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// replaceOnce replaces words that stand in a wording once.
func replaceOnce(body, old, by, point string) (string, error) {
	old = words.Normalise(old)
	switch n := strings.Count(body, old); n {
	case 1:
		return words.Normalise(strings.Replace(body, old, by, 1)), nil
	case 0:
		return "", fault.NotFoundf("%q does not stand in point %s; nothing was recorded", old, point).WithHint("Try: nonpaper show %s", point)
	default:
		return "", fault.Invalidf("%q stands in point %s %d times; nothing was recorded", old, point, n).WithHint("Name more of the words around it.")
	}
}

// partysWords is what a party wants a point to say now: its latest live proposal
// there, or elsewhere where that may be attributed to it, else what it was given last.
func (s *session) partysWords(in, point string, parties []ident.Code) (event.Point, error) {
	r, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{})
	if err != nil {
		return event.Point{}, err
	}
	var base event.Point
	bracketed := false
	for _, g := range slices.Backward(r.Given) {
		if found, err := choose(g.Points, []string{point}); err == nil {
			base = found[0]
			if g.Bracketed && strings.Contains(base.Heading+base.Body, "[") {
				bracketed = true
				if d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{}); err == nil {
					if b := d.BaseGiven(r.ID, g.Label, d.Behind(r.ID, base.ID)); b != nil {
						base.Heading, base.Body, bracketed = b.Heading, b.Body, false
					}
				}
			}
			break
		}
	}
	if base.ID == "" { // the working text's words are not the room's to read, in a party's mouth either
		return base, fault.NotFoundf("no point %s has been given in the room %q; nothing was recorded", point, r.Name).
			WithHint("Give the whole wording that the party wants, or the room the point: nonpaper convey %s --to %s", point, r.Name)
	}
	items, id := r.Items, base.ID
	if d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{}); err == nil {
		if own := d.Behind(r.ID, base.ID); own != "" { // wherever the party said it
			items, id = d.Items, own
		}
	}
	for _, it := range slices.Backward(items) {
		if it.Proposal != nil && it.Live() && it.Proposal.Point == id && it.Proposal.Act == "" && slices.Equal(it.Parties, parties) &&
			(it.Source.Room == r.ID || it.Source.Label == "" || it.Now == (event.Terms{Release: event.ReleaseAttributed})) {
			f := onWords(it, base)
			switch {
			case f != nil:
			case !bracketed:
				return base, fault.Conflictf("%s wants point %s otherwise by %s, which was made on words that have changed since; nothing was recorded", names(parties), point, it.Label).
					WithHint("Give the whole wording that the party wants, or carry %s over first: nonpaper carry --room %s", it.Label, r.Name)
			default:
				f = it.Proposal
			}
			base.Heading, base.Body, bracketed = orWords(f.Heading, base.Heading), f.Body, false
			break
		}
	}
	if bracketed {
		return base, fault.Invalidf("point %s was given with brackets, and it is not known which of its words are meant; nothing was recorded", point).
			WithHint("Give the whole wording that the party wants.")
	}
	return base, nil
}

type positionCmd struct {
	gives
	toldBy
	Point       string `arg:"" help:"The point; all for the text as a whole, - with --on alone."`
	Stance      string `arg:"" help:"supports, accepts-ad-referendum, can-live-with-it, needs-change, opposes, no-position-stated."`
	On          string `placeholder:"LABEL" help:"On a proposal that was given in the room."`
	Reservation string `help:"scrutiny, substantive, linguistic, pending another point."`
	Until       string `placeholder:"TIME" help:"Ad referendum: confirmed by when."`
	Reason      string `help:"Why."`
	Statement   string `help:"What was said, in words."`
	Stated      string `placeholder:"WORD" help:"The stance as a file has it, where it has another word."`
	Version     string `placeholder:"LABEL" help:"The text whose point it is on, where it is another: geneva-19. It is then on none of the room's words."`
}

func (c *positionCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		m.Reason = c.Reason
		f := &event.PositionTaken{Common: m, On: ident.Label(c.On), Stance: event.Stance(c.Stance), Reservation: c.Reservation, Certainty: c.Certainty,
			Statement: c.Statement, Origin: c.Source, SaidBy: c.SaidBy, Hedge: c.Hedge, Stated: c.Stated, Version: c.Version, Whole: strings.EqualFold(c.Point, "all")}
		if c.Until != "" {
			w, err := parseWhen(c.Until, p.clock())
			if err != nil {
				return "", nil, err
			}
			f.Until = endOf(w)
		}
		g := app.Gift{Position: f}
		if c.Point != "-" && !f.Whole {
			g.Points = []string{c.Point}
		}
		t, err := s.Give(s.ctx, s.actor, when, in, g)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type concernCmd struct {
	gives
	toldBy
	Words  string   `arg:"" help:"What the party dislikes or needs."`
	Points []string `placeholder:"7,8" help:"On these points."`
}

func (c *concernCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		t, err := s.Give(s.ctx, s.actor, when, in, app.Gift{Concern: &event.ConcernRaised{Common: m, Words: c.Words,
			Origin: c.Source, SaidBy: c.SaidBy, Hedge: c.Hedge, Certainty: c.Certainty}, Points: commas(c.Points)})
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// onItem is what commands take on something that was given.
type onItem struct {
	writes
	Label string `arg:"" help:"What was given, as the room calls it: \"P 3\"; or as the drafting room does: \"BOR P 3\"."`
	Room  string `placeholder:"ROOM" help:"Where it was given; else the only room of the actor's that has it."`
	Note  string `help:"What was said."`
}

// item finds the room and the label that are meant.
func (c *onItem) item(s *session) (in string, label ident.Label, err error) {
	if c.Room == "" {
		if d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{}); err == nil {
			if it := d.Item(ident.Label(c.Label)); it != nil && it.Source.Label != "" {
				return s.givenIn(it)
			}
		}
	}
	rooms, err := seatsOr(s, c.Room, app.AsOf{})
	if err != nil {
		return "", "", err
	}
	for _, r := range rooms {
		if r.Kind == event.RoomDrafting {
			continue
		}
		if it := r.Item(ident.Label(c.Label)); it != nil {
			if in != "" {
				return "", "", fault.Invalidf("%q was given in several rooms", c.Label).WithHint("Name one with --room.")
			}
			in, label = r.ID.String(), it.Label
		}
	}
	if in == "" {
		return "", "", fault.NotFoundf("nothing was given as %q", c.Label).WithHint("Try: nonpaper proposals")
	}
	return in, label, nil
}

// givenIn is where an item of the drafting room was given, and as what.
func (s *session) givenIn(it *room.Item) (in string, label ident.Label, err error) {
	in = it.Source.Room.String()
	if _, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{}); err != nil {
		return "", "", fault.Forbiddenf("%s was given in the room %q, of which %s is no member; nothing was recorded", it.Label, it.Source.RoomName, s.actor.Person)
	}
	return in, it.Source.Label, nil
}

func (p *program) onItem(c *onItem, make func(ident.Label, event.Source) room.Command) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, label, err := c.item(s)
		if err != nil {
			return "", nil, err
		}
		t, err := s.OnItem(s.ctx, s.actor, when, in, label, make)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type termsCmds struct {
	Lift termsLiftCmd `cmd:"" help:"Record who lifted the terms of something, and how."`
	List termsListCmd `cmd:"" default:"withargs" help:"On what terms things were given."`
}

type termsLiftCmd struct {
	onItem
	ByWordOf  string `required:"" name:"by-word-of" placeholder:"PERSON" help:"Who lifted them, of the party that gave it."`
	To        string `required:"" placeholder:"TERMS" help:"mediator-only, as-own-idea, may-be-attributed."`
	With      string `placeholder:"LABEL" help:"Only together with this."`
	NotBefore string `placeholder:"TIME" help:"Not to be used before."`
	How       string `help:"orally, by telephone; in writing."`
}

func (c *termsLiftCmd) Run(p *program) error {
	by, err := ident.ParsePerson(c.ByWordOf)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	terms := event.Terms{Release: event.Release(c.To), With: ident.Label(c.With)}
	if c.NotBefore != "" {
		w, err := parseWhen(c.NotBefore, p.clock())
		if err != nil {
			return err
		}
		terms.NotBefore = w.From
	}
	return p.onItem(&c.onItem, func(l ident.Label, src event.Source) room.Command {
		return room.LiftTerms{TermsLifted: event.TermsLifted{Label: l, Terms: terms, By: by, How: orWords(c.How, c.Note), Source: src}}
	})
}

type itemCmds struct {
	Show     itemShowCmd     `cmd:"" help:"All of one thing that was given: words, terms, replies, attachments, what became of it."`
	Confirm  itemConfirmCmd  `cmd:"" help:"Record that the party stands by what was recorded on its behalf."`
	Disown   itemDisownCmd   `cmd:"" help:"Record that the party never said so."`
	Withdraw itemWithdrawCmd `cmd:"" help:"Record that it was withdrawn, or that one sponsor leaves it."`
	Lapse    itemLapseCmd    `cmd:"" help:"Record that it lapsed."`
	Fate     itemFateCmd     `cmd:"" help:"Tell its author what became of it, and why."`
}

type itemConfirmCmd struct {
	onItem
	By string `name:"by-word-of" placeholder:"PERSON" help:"Who said so, of the party."`
}

func (c *itemConfirmCmd) Run(p *program) error { return p.answerItem(&c.onItem, c.By, event.Confirmed) }

type itemDisownCmd struct {
	onItem
	By string `name:"by-word-of" placeholder:"PERSON" help:"Who said so, of the party."`
}

func (c *itemDisownCmd) Run(p *program) error { return p.answerItem(&c.onItem, c.By, event.Disowned) }

func (p *program) answerItem(c *onItem, by string, answer event.Answer) error {
	var who ident.Person
	if by != "" {
		var err error
		if who, err = ident.ParsePerson(by); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	return p.onItem(c, func(l ident.Label, src event.Source) room.Command {
		return room.AnswerItem{ItemAnswered: event.ItemAnswered{Label: l, Answer: answer, By: who, Note: c.Note, Source: src}}
	})
}

type itemWithdrawCmd struct {
	onItem
	Party string `placeholder:"CODE" help:"This sponsor of a joint one only."`
}

func (c *itemWithdrawCmd) Run(p *program) error {
	var party ident.Code
	if c.Party != "" {
		var err error
		if party, err = ident.ParseCode(c.Party); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	return p.endItem(&c.onItem, event.Withdrawn, party)
}

type itemLapseCmd struct{ onItem }

func (c *itemLapseCmd) Run(p *program) error { return p.endItem(&c.onItem, event.Lapsed, "") }

func (p *program) endItem(c *onItem, end event.End, party ident.Code) error {
	return p.onItem(c, func(l ident.Label, src event.Source) room.Command {
		return room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: end, Party: party, Note: c.Note, Source: src}}
	})
}

type itemFateCmd struct {
	onItem
	Fate   string `arg:"" help:"considered, reflected, partly-reflected, retained-in-brackets, not-reflected."`
	Where  string `placeholder:"TEXT" help:"Where it is reflected: Text 14, point 10."`
	Reason string `help:"Why."`
}

func (c *itemFateCmd) Run(p *program) error {
	return p.onItem(&c.onItem, func(l ident.Label, src event.Source) room.Command {
		return room.TellFate{ItemFate: event.ItemFate{Label: l, Fate: event.Fate(c.Fate), At: c.Where, Reason: orWords(c.Reason, c.Note), Source: src}}
	})
}
