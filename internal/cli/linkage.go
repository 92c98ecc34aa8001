package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type linkageCmds struct {
	Add      linkageAddCmd      `cmd:"" help:"Record on what a party makes its word on points depend: \"BOR: 7 if 12 stays\"."`
	List     linkageListCmd     `cmd:"" help:"Linkages as they were given, and how they stand."`
	Show     linkageShowCmd     `cmd:"" help:"One linkage: whether it holds, and by which words."`
	Withdraw linkageWithdrawCmd `cmd:"" help:"Record that a linkage is given up."`
}

type linkageAddCmd struct {
	gives
	Linkage string `arg:"" help:"Whose it is, and what depends on what: \"BOR: 7 if 12 stays and 14 is at least 30 days\". Without a party it is the mediator's own."`
	Own     bool   `help:"It is the mediator's own, and stands in the drafting room only."`
	Reason  string `help:"Why."`
}

func (c *linkageAddCmd) Run(p *program) error {
	said := c.Linkage
	if who, rest, ok := strings.Cut(said, ":"); ok {
		if codes, err := parseCodes(commas([]string{strings.ReplaceAll(strings.ToUpper(who), "+", ",")})); err == nil && len(codes) > 0 {
			if len(c.From) > 0 {
				return fault.Invalidf("whose it is stands before the colon and behind --from; nothing was recorded").WithHint("Name the party once.")
			}
			c.From, said = strs(codes), strings.Repeat(" ", utf8.RuneCountInString(who)+1)+rest // columns are of what was typed
		}
	}
	l, err := linkage.Parse(said)
	if err != nil {
		return fault.Invalidf("%w; nothing was recorded", err).WithHint("%s", fault.HintOf(err))
	}
	f := event.LinkageGiven{Condition: l.String()}
	f.Reason = c.Reason
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		own := c.Own
		if len(c.From) == 0 && !own && c.Room == "" {
			d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
			own = err == nil && d.PartyOf(s.actor.Person) == ""
		}
		if own {
			if len(c.From) > 0 || c.Room != "" {
				return "", nil, fault.Invalidf("the mediator's own linkage is no party's, and stands in the drafting room only; nothing was recorded")
			}
			f.Label, f.Form = ident.Label(c.Label), event.Form(c.Form)
			r, err := s.OwnLinkage(s.ctx, s.actor, when, f)
			if err != nil {
				return "", nil, err
			}
			return sayRecorded(r), recordedJSON(r), nil
		}
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		m.Reason = c.Reason
		f.Common = m
		t, err := s.Give(s.ctx, s.actor, when, in, app.Gift{Linkage: &f})
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

type linkageListCmd struct{ looksAt }

func (c *linkageListCmd) Run(p *program) error {
	return c.list(p, "No linkages.", func(it *room.Item) bool { return it.Linkage != nil })
}

type linkageWithdrawCmd struct{ onItem }

func (c *linkageWithdrawCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		label := ident.Label(c.Label)
		if d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{}); err == nil && c.Room == "" {
			if it := d.Item(label); it != nil && it.Linkage != nil && len(it.Parties) == 0 {
				r, err := s.Record(s.ctx, s.actor, when, app.Drafting, room.EndItem{ItemEnded: event.ItemEnded{Label: it.Label, End: event.Withdrawn, Note: c.Note}})
				if err != nil {
					return "", nil, err
				}
				return sayRecorded(r), recordedJSON(r), nil
			}
		}
		in, label, err := c.item(s)
		if err != nil {
			return "", nil, err
		}
		if r, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{}); err != nil {
			return "", nil, err
		} else if it := r.Item(label); it == nil || it.Linkage == nil {
			return "", nil, fault.Invalidf("%s is no linkage; nothing was recorded", label).WithHint("To take back something else that was given: nonpaper item withdraw %q", label)
		}
		t, err := s.OnItem(s.ctx, s.actor, when, in, label, func(l ident.Label, src event.Source) room.Command {
			return room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Withdrawn, Note: c.Note, Source: src}}
		})
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// howLinked is what commands take that look at linkages together.
type howLinked struct {
	reads
	Room string `placeholder:"ROOM" help:"As this room knows them; else the drafting room, or the only room of the actor's."`
}

// linkages are those of the room that is asked for.
func (c *howLinked) linkages(s *session, at app.AsOf) (*app.Linkages, error) {
	if c.Room != "" {
		return s.Linkages(s.ctx, s.actor, app.In(c.Room), at)
	}
	if _, err := s.Seat(s.ctx, s.actor, app.Drafting, at); err == nil {
		return s.Linkages(s.ctx, s.actor, app.Drafting, at)
	}
	in, err := s.partyRoom("", nil)
	if err != nil {
		return nil, err
	}
	return s.Linkages(s.ctx, s.actor, app.In(in.ID.String()), at)
}

type linkageOut struct {
	Label       string       `json:"label"`
	Parties     []string     `json:"parties"` // none: the mediator's own
	Linkage     string       `json:"linkage"`
	Targets     []string     `json:"targets"`
	Holds       string       `json:"holds"` // true, false, undecided
	Reservation bool         `json:"reservation,omitempty"`
	By          []findingOut `json:"by"`
}

type findingOut struct {
	Condition string     `json:"condition"`
	Holds     string     `json:"holds"`
	Words     []quoteOut `json:"words"`
	Why       string     `json:"why,omitempty"`
}

type quoteOut struct {
	Holds string `json:"holds"`
	Words string `json:"words"`
}

func truthJSON(t linkage.Truth) string {
	return map[linkage.Truth]string{linkage.True: "true", linkage.False: "false", linkage.Undecided: "undecided"}[t]
}

func linkageJSON(v *view.Linkage) linkageOut {
	out := linkageOut{Label: string(v.Item.Label), Parties: strs(v.Item.Sponsors()), Linkage: v.Reads.String(), Targets: v.Reads.Targets, Holds: truthJSON(v.Result.Truth),
		Reservation: v.Item.Linkage == nil, By: []findingOut{}}
	now := v.Reads.If.Atoms()
	for i := range v.Result.Findings {
		f := &v.Result.Findings[i]
		x := findingOut{Condition: now[i].String(), Holds: truthJSON(f.Truth), Words: []quoteOut{}, Why: f.Why}
		for _, q := range f.Quotes {
			x.Words = append(x.Words, quoteOut{truthJSON(q.Truth), q.Words})
		}
		out.By = append(out.By, x)
	}
	return out
}

// whoseLinkage says whose it is.
func whoseLinkage(it *room.Item) string {
	if len(it.Parties) == 0 {
		return "our own"
	}
	return names(it.Sponsors())
}

// sayLinkageFindings says by which words each condition holds, one a line.
func sayLinkageFindings(v *view.Linkage) (rows [][]string) {
	now := v.Reads.If.Atoms()
	for i := range v.Result.Findings {
		f := &v.Result.Findings[i]
		by := map[linkage.Truth][]string{}
		for _, q := range f.Quotes {
			by[q.Truth] = append(by[q.Truth], "“"+onOneLine(q.Words)+"”")
		}
		var said []string
		for _, t := range []linkage.Truth{linkage.True, linkage.False, linkage.Undecided} {
			if len(by[t]) == 0 {
				continue
			}
			s := strings.Join(by[t], ", ")
			if f.Truth == linkage.Undecided {
				s = t.String() + " by " + s
			}
			said = append(said, s)
		}
		if f.Why != "" {
			said = append(said, f.Why)
		}
		rows = append(rows, []string{"  " + now[i].String(), f.Truth.String(), strings.Join(said, "; ")})
	}
	return rows
}

type linkageShowCmd struct {
	howLinked
	Label string `arg:"" help:"The linkage: \"BOR L 1\", or as its room calls it, \"L 1\"."`
}

func (c *linkageShowCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := c.linkages(s, at)
		if err != nil {
			return "", nil, err
		}
		i := slices.IndexFunc(x.List, func(v view.Linkage) bool { return sameLabel(v.Item.Label, ident.Label(c.Label)) })
		if i < 0 {
			if it := x.Room.Item(ident.Label(c.Label)); it != nil && it.Linkage != nil {
				return "", nil, fault.NotFoundf("%s no longer stands", it.Label).WithHint("nonpaper item show %q says what became of it.", it.Label)
			}
			return "", nil, fault.NotFoundf("no linkage %q stands", c.Label).WithHint("nonpaper linkages lists those that do.")
		}
		v := &x.List[i]
		text := fmt.Sprintf("%s, %s: %s\n%s\n\n", v.Item.Label, whoseLinkage(v.Item), v.Reads, sayTruth(v)) + columns(sayLinkageFindings(v))
		if v.Item.Reason != "" {
			text += "\nReason: " + onOneLine(v.Item.Reason) + "\n"
		}
		return text, linkageJSON(v), nil
	})
}

func sayTruth(v *view.Linkage) string {
	switch v.Result.Truth {
	case linkage.True:
		return "It holds, in every reading of the open brackets."
	case linkage.False:
		return "It does not hold, in any reading of the open brackets."
	}
	if v.Result.Bounded {
		return "Not decidable: the open brackets leave too many readings to look at."
	}
	return "Not decidable yet: it holds in some readings of what is open, and not in others, or the words do not say."
}

type linkagesCmd struct {
	howLinked
	Moves bool `help:"The choices in the brackets that would settle most."`
}

type linkagesOut struct {
	Linkages []linkageOut `json:"linkages"`
	Cycles   []cycleOut   `json:"cycles"`
	Moves    *movesOut    `json:"moves,omitempty"`
}

type cycleOut struct {
	Points []string `json:"points"`
	By     []string `json:"by"`
}

type movesOut struct {
	Moves     []moveOut `json:"moves"`
	Open      []string  `json:"open"`
	Satisfied []string  `json:"satisfied"`
	Exact     bool      `json:"exact"`
}

type moveOut struct {
	Bracket string   `json:"bracket"`
	Words   string   `json:"words"`
	Parties []string `json:"parties"` // who would have to accept other words than its own
}

func (c *linkagesCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := c.linkages(s, at)
		if err != nil {
			return "", nil, err
		}
		out := linkagesOut{Linkages: []linkageOut{}, Cycles: []cycleOut{}}
		var rows [][]string
		for i := range x.List {
			v := &x.List[i]
			rows = append(rows, []string{string(v.Item.Label), whoseLinkage(v.Item), v.Reads.String(), v.Result.Truth.String()})
			if v.Result.Truth != linkage.True {
				for _, r := range sayLinkageFindings(v) {
					rows = append(rows, []string{"", "", r[0], strings.Join(nonEmptyOf(r[1:]), ": ")})
				}
			}
			out.Linkages = append(out.Linkages, linkageJSON(v))
		}
		text := columns(rows)
		if len(rows) == 0 {
			text = "No linkages.\n"
		}
		for _, cy := range linkage.Cycles(view.Links(x.List)) {
			numbers := numbered(x.Room, cy.Points)
			out.Cycles = append(out.Cycles, cycleOut{numbers, cy.By})
			text += "\nIn a circle: " + strings.Join(append(slices.Clone(numbers), numbers[0]), " depends on ") + " (" + strings.Join(cy.By, ", ") + ")\n"
		}
		if c.Moves {
			if x.Room.Kind != event.RoomDrafting {
				return "", nil, fault.Invalidf("choices in the brackets are looked at in the drafting room, where the brackets are")
			}
			said, m := moves(x)
			text, out.Moves = text+"\n"+said, m
		}
		return text, out, nil
	})
}

// moves are the choices that would settle most, over all instruments.
func moves(x *app.Linkages) (string, *movesOut) {
	var all bracket.Text
	for i := range x.Grounds {
		all.Points = append(all.Points, x.Grounds[i].Text.Points...)
	}
	plan := linkage.Moves(&all, view.Links(x.List))
	out := &movesOut{Moves: []moveOut{}, Open: strs(plan.Open), Satisfied: append([]string{}, plan.Satisfied...), Exact: plan.Exact}
	var rows [][]string
	n := 0
	for _, m := range plan.Moves {
		said := orWords(onOneLine(m.Words), "no words")
		slices.SortFunc(m.Movers, x.Room.Compare)
		who := "nobody has to move"
		if len(m.Movers) > 0 {
			who = names(m.Movers) + " would have to accept it"
		}
		n += len(m.Movers)
		rows = append(rows, []string{string(m.Bracket), said, who})
		out.Moves = append(out.Moves, moveOut{string(m.Bracket), m.Words, strs(m.Movers)})
	}
	if len(rows) == 0 && len(plan.Open) == 0 {
		return "There are no open brackets.\n", out
	}
	text := fmt.Sprintf("Choices that would close %s with %s (a sum of what would have to be accepted, no proposal)\n", plural(len(plan.Moves), "bracket"), plural(n, "move")) + columns(rows)
	if len(plan.Open) > 0 {
		text += "Open would stay " + names(plan.Open) + ": a linkage on the point would not hold.\n"
	}
	if len(plan.Satisfied) > 0 {
		text += "Linkages that would hold: " + strings.Join(plan.Satisfied, ", ") + ".\n"
	}
	if !plan.Exact {
		text += "There are too many choices to look at all; there may be better ones.\n"
	}
	return text, out
}

type whatIfCmd struct {
	howLinked
	Point string `arg:"" help:"The point that is supposed to fall."`
}

type fallsOut struct {
	Point string    `json:"point"`
	Falls []fallOut `json:"falls"`
}

type fallOut struct {
	Point string `json:"point"`
	By    string `json:"by"`
	Since string `json:"since"`
}

func (c *whatIfCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := c.linkages(s, at)
		if err != nil {
			return "", nil, err
		}
		id, title, err := pointIn(x.Room, c.Point)
		if err != nil {
			return "", nil, err
		}
		links := append(view.Links(x.List), view.AgreedOn(x.Room)...)
		out := fallsOut{Point: strings.Join(numbered(x.Room, []ident.Point{id}), ""), Falls: []fallOut{}}
		var rows [][]string
		for _, f := range linkage.Falls(id, links) {
			n := numbered(x.Room, []ident.Point{f.Point, f.Since})
			rows = append(rows, []string{"  point " + n[0], "by " + f.By, "which depends on point " + n[1]})
			out.Falls = append(out.Falls, fallOut{n[0], f.By, n[1]})
		}
		if len(rows) == 0 {
			return title + "\nIf it falls, no linkage on record takes another point with it.\n", out, nil
		}
		return title + "\nIf it falls, these fall with it:\n" + columns(rows), out, nil
	})
}
