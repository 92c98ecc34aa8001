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
)

type partyCmds struct {
	Add       partyAddCmd       `cmd:"" help:"Make a party known at the desk and in the drafting room."`
	List      partyListCmd      `cmd:"" help:"The parties known in a room, in printed order."`
	Order     partyOrderCmd     `cmd:"" help:"Set the printed order of the parties."`
	Introduce partyIntroduceCmd `cmd:"" help:"Make parties of the desk known in a room."`
	Zone      partyZoneCmd      `cmd:"" help:"Record whose clocks hold where a party sits."`
	Deviate   partyDeviateCmd   `cmd:"" help:"Record that a member does not go along with its group."`
}

type partyAddCmd struct {
	writes
	Code     string   `arg:"" help:"The short code: ALD."`
	Name     string   `arg:"" help:"The name: Aldmark."`
	Role     []string `placeholder:"ROLE,…" help:"side, mediator, co-drafter, guarantor, host, observer, consulted-partner, bound; side if none is named."`
	Members  []string `placeholder:"CODE,…" help:"Of a group: the parties it stands for."`
	DeskOnly bool     `help:"Not in the drafting room."`
}

func (c *partyAddCmd) Run(p *program) error {
	code, err := ident.ParseCode(c.Code)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	members, err := parseCodes(c.Members)
	if err != nil {
		return err
	}
	f := event.PartyIntroduced{Code: code, Name: onOneLine(c.Name), Members: members}
	for _, r := range c.Role {
		f.Roles = append(f.Roles, event.Role(strings.ToLower(r)))
	}
	if len(f.Roles) == 0 && len(members) == 0 {
		f.Roles = []event.Role{event.RoleSide}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		desk, err := s.Seat(s.ctx, s.actor, app.Desk, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		line := fmt.Sprintf("%s  %s (%s)\n", f.Code, f.Name, names(f.Roles))
		if was := desk.Parties[code]; was != nil {
			line += fmt.Sprintf("Until now it was known as: %s (%s)\n", was.Name, names(was.Roles))
		}
		if err := s.AddParty(s.ctx, s.actor, when, f, c.DeskOnly); err != nil {
			return "", nil, err
		}
		return line, partyJSON(f, ""), nil
	})
}

// onOneLine is a name as it is kept.
func onOneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// parseCodes reads codes of parties.
func parseCodes(list []string) ([]ident.Code, error) {
	var out []ident.Code
	for _, s := range list {
		c, err := ident.ParseCode(strings.TrimSpace(s))
		if err != nil {
			return nil, fault.Invalidf("%w", err)
		}
		out = append(out, c)
	}
	return out, nil
}

func parsePeople(list []string) ([]ident.Person, error) {
	var out []ident.Person
	for _, s := range list {
		c, err := ident.ParsePerson(strings.TrimSpace(s))
		if err != nil {
			return nil, fault.Invalidf("%w", err)
		}
		out = append(out, c)
	}
	return out, nil
}

type party struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Roles   []string `json:"roles"`
	Members []string `json:"members,omitempty"`
	Room    string   `json:"room,omitempty"`
}

func partyJSON(f event.PartyIntroduced, in string) party {
	return party{string(f.Code), f.Name, strs(f.Roles), strs(f.Members), in}
}

type partyListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Known in this room; else at the desk, or in all rooms of somebody who has no seat there."`
}

func (c *partyListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := rosterRooms(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		rows := [][]string{}
		out := []party{}
		seen := map[ident.Code]bool{}
		for _, r := range rooms {
			for _, x := range r.InOrder() {
				if seen[x.Code] {
					continue
				}
				seen[x.Code] = true
				about := names(x.Roles)
				if len(x.PartyIntroduced.Members) > 0 {
					about = "stands for " + names(x.PartyIntroduced.Members)
				}
				for _, d := range r.Deviations {
					if d.Group == x.Code && !d.Ended {
						about += "; not " + string(d.Member)
						if len(d.Points) > 0 {
							about += " on " + names(d.Points)
						}
					}
				}
				rows = append(rows, []string{string(x.Code), x.Name, about})
				out = append(out, partyJSON(x.PartyIntroduced, ""))
			}
		}
		if len(rows) == 0 {
			return "No parties yet. Add one: nonpaper party add CODE NAME\n", out, nil
		}
		return columns(rows), out, nil
	})
}

// rosterRooms are the rooms whose roster is asked for: the one that is named,
// else the desk, else all that the actor may read.
func rosterRooms(s *session, name string, at app.AsOf) ([]*room.State, error) {
	if name != "" {
		r, err := s.Seat(s.ctx, s.actor, app.In(name), at)
		return []*room.State{r}, err
	}
	if r, err := s.Seat(s.ctx, s.actor, app.Desk, at); err == nil {
		return []*room.State{r}, nil
	}
	return s.Seats(s.ctx, s.actor, at)
}

type partyOrderCmd struct {
	writes
	Order []string `arg:"" help:"Codes in the order in which they are to be printed."`
	Room  string   `placeholder:"ROOM" help:"In this room only."`
}

func (c *partyOrderCmd) Run(p *program) error {
	order, err := parseCodes(strings.FieldsFunc(strings.Join(c.Order, " "), func(r rune) bool { return r == ' ' || r == ',' }))
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if c.Room != "" {
			_, err = s.Record(s.ctx, s.actor, when, app.In(c.Room), room.SetOrder{Order: order})
		} else {
			err = s.SetOrder(s.ctx, s.actor, when, order)
		}
		return "Printed order: " + names(order) + "\n", map[string]any{"order": strs(order)}, err
	})
}

type partyIntroduceCmd struct {
	writes
	Codes []string `arg:"" help:"Codes of parties known at the desk."`
	Room  string   `required:"" placeholder:"ROOM" help:"Where they become known."`
}

func (c *partyIntroduceCmd) Run(p *program) error {
	parties, err := parseCodes(c.Codes)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Introduce(s.ctx, s.actor, when, c.Room, parties, nil)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("Known in the room %q: %s\n", r.Room.Name, names(parties)), map[string]any{"room": r.Room.Name, "introduced": strs(parties)}, nil
	})
}

type partyDeviateCmd struct {
	writes
	Member string   `arg:"" help:"The party that does not go along."`
	Group  string   `arg:"" help:"The group it is a member of."`
	Points []string `placeholder:"p7,…" help:"On these points; else on all."`
	Note   string   `help:"What was said."`
	Ended  bool     `help:"It goes along again."`
	Room   string   `placeholder:"ROOM" help:"Where it was said; else the drafting room."`
}

func (c *partyDeviateCmd) Run(p *program) error {
	both, err := parseCodes([]string{c.Member, c.Group})
	if err != nil {
		return err
	}
	f := event.GroupDeviated{Member: both[0], Group: both[1], Note: c.Note, Ended: c.Ended}
	for _, x := range c.Points {
		id, err := ident.ParsePoint(x)
		if err != nil {
			return fault.Invalidf("%w", err)
		}
		f.Points = append(f.Points, id)
	}
	return p.record(&c.writes, placeOr(c.Room, app.Drafting), room.Deviate{GroupDeviated: f})
}

func placeOr(name string, other app.Place) app.Place {
	if name != "" {
		return app.In(name)
	}
	return other
}

type personCmds struct {
	Add       personAddCmd       `cmd:"" help:"Make a person known at the desk and in the drafting room."`
	List      personListCmd      `cmd:"" help:"The people known in a room."`
	Introduce personIntroduceCmd `cmd:"" help:"Make people of the desk known in a room, and their parties."`
}

type personAddCmd struct {
	writes
	Handle    string `arg:"" help:"How the program calls them: cad.head."`
	Name      string `arg:"" help:"Their name."`
	Party     string `placeholder:"CODE" help:"The party they act for."`
	Capacity  string `help:"head of delegation, adviser, interpreter, …"`
	Principal bool   `help:"They decide for the party."`
	DeskOnly  bool   `help:"Not in the drafting room."`
}

func (c *personAddCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Handle)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	f := event.PersonIntroduced{Person: who, Name: orWords(onOneLine(c.Name), string(who)), Capacity: onOneLine(c.Capacity), Principal: c.Principal}
	if c.Party != "" {
		if f.Party, err = ident.ParseCode(c.Party); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		desk, err := s.Seat(s.ctx, s.actor, app.Desk, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		lines := columns([][]string{personRow(f)})
		if was := desk.People[who]; was != nil {
			lines += "Until now they were known as:\n" + columns([][]string{personRow(was.PersonIntroduced)})
		}
		if err := s.AddPerson(s.ctx, s.actor, when, f, c.DeskOnly); err != nil {
			return "", nil, err
		}
		return lines, personJSON(f), nil
	})
}

func personRow(f event.PersonIntroduced) []string {
	about := f.Capacity
	if f.Principal {
		about = strings.TrimPrefix(about+", principal", ", ")
	}
	return []string{string(f.Person), string(f.Party), f.Name, about}
}

type person struct {
	Handle    string `json:"handle"`
	Name      string `json:"name"`
	Party     string `json:"party,omitempty"`
	Capacity  string `json:"capacity,omitempty"`
	Principal bool   `json:"principal,omitempty"`
}

func personJSON(f event.PersonIntroduced) person {
	return person{string(f.Person), f.Name, string(f.Party), f.Capacity, f.Principal}
}

type personListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Known in this room; else at the desk."`
}

func (c *personListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := rosterRooms(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		rows := [][]string{}
		out := []person{}
		seen := map[ident.Person]bool{}
		for _, r := range rooms {
			for _, x := range r.PeopleInOrder() {
				if !seen[x.Person] {
					seen[x.Person] = true
					rows = append(rows, personRow(x.PersonIntroduced))
					out = append(out, personJSON(x.PersonIntroduced))
				}
			}
		}
		return columns(rows), out, nil
	})
}

type personIntroduceCmd struct {
	writes
	People []string `arg:"" help:"Handles of people known at the desk."`
	Room   string   `required:"" placeholder:"ROOM" help:"Where they become known."`
}

func (c *personIntroduceCmd) Run(p *program) error {
	people, err := parsePeople(c.People)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Introduce(s.ctx, s.actor, when, c.Room, nil, people)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("Known in the room %q: %s\n", r.Room.Name, names(people)), map[string]any{"room": r.Room.Name, "introduced": strs(people)}, nil
	})
}

type authorityCmds struct {
	Show    authorityShowCmd    `cmd:"" help:"Record an authority as it was shown in a room."`
	NotSeen authorityNotSeenCmd `cmd:"" name:"not-seen" help:"Record what somebody said or did whose authority was not seen, or that one was withdrawn."`
	List    authorityListCmd    `cmd:"" help:"The authorities shown in a room."`
}

type authorityShowCmd struct {
	writes
	Person   string   `arg:"" help:"Whose."`
	Room     string   `required:"" placeholder:"ROOM" help:"Where it was shown."`
	Binding  string   `default:"full-powers" help:"full-powers, credentials or stated-limits."`
	Limits   string   `help:"Stated limits, in words."`
	Covers   []string `placeholder:"ACT,…" help:"initial, sign; else what the binding covers."`
	From     string   `placeholder:"TIME" help:"From when."`
	Until    string   `placeholder:"TIME" help:"Until when."`
	Document string   `help:"By which instrument: letter of 3 November."`
}

func (c *authorityShowCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	f := event.AuthorityShown{Person: who, Binding: event.Binding(c.Binding), Limits: c.Limits, Acts: c.Covers, Document: c.Document}
	if c.From != "" {
		w, err := parseWhen(c.From, p.clock())
		if err != nil {
			return err
		}
		f.From = w.From
	}
	if c.Until != "" {
		w, err := parseWhen(c.Until, p.clock())
		if err != nil {
			return err
		}
		f.To = endOf(w)
	}
	return p.record(&c.writes, app.In(c.Room), room.ShowAuthority{AuthorityShown: f})
}

type authorityNotSeenCmd struct {
	writes
	Person    string `arg:"" help:"Whose."`
	Room      string `required:"" placeholder:"ROOM" help:"Where it was said."`
	Said      string `help:"What was said: agreed to point 7."`
	Withdrawn bool   `help:"What was shown before no longer holds."`
}

func (c *authorityNotSeenCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.record(&c.writes, app.In(c.Room), room.NoAuthority{AuthorityNotSeen: event.AuthorityNotSeen{Person: who, Said: c.Said, Withdrawn: c.Withdrawn}})
}

type authorityListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"In this room; else in all that the actor may read."`
}

func (c *authorityListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		type authority struct {
			Room     string    `json:"room"`
			Person   string    `json:"person"`
			Party    string    `json:"party,omitempty"`
			Binding  string    `json:"binding"` // not-seen, withdrawn, or what was shown
			Limits   string    `json:"limits,omitempty"`
			Covers   []string  `json:"covers,omitempty"`
			Document string    `json:"document,omitempty"`
			When     *whenJSON `json:"when"`
			Ended    bool      `json:"withdrawn,omitempty"`
		}
		rows, out := [][]string{}, []authority{}
		for _, r := range rooms {
			for _, who := range r.PeopleInOrder() {
				for _, a := range who.Authority {
					x := authority{Room: r.Name, Person: string(who.Person), Party: string(who.Party), When: jsonWhen(a.When), Ended: a.Withdrawn}
					said := ""
					if a.Shown != nil {
						x.Binding, x.Limits, x.Covers, x.Document = string(a.Shown.Binding), a.Shown.Limits, a.Shown.Acts, a.Shown.Document
						said = strings.TrimPrefix(strings.Join(slices.DeleteFunc([]string{a.Shown.Limits, a.Shown.Document}, func(s string) bool { return s == "" }), "; "), "; ")
						if a.Withdrawn {
							said += " (withdrawn)"
						}
					} else {
						x.Binding, said = "not-seen", a.NotSeen.Said
						if a.NotSeen.Withdrawn {
							x.Binding = "withdrawn"
						}
					}
					rows = append(rows, []string{string(who.Party), string(who.Person), x.Binding, sayWhen(a.When), r.Name, said})
					out = append(out, x)
				}
			}
		}
		if len(rows) == 0 {
			return "No authority has been shown on record.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

// seatsOr are the rooms to look at: the one that is named, else all.
func seatsOr(s *session, name string, at app.AsOf) ([]*room.State, error) {
	if name == "" {
		return s.Seats(s.ctx, s.actor, at)
	}
	r, err := s.Seat(s.ctx, s.actor, app.In(name), at)
	return []*room.State{r}, err
}
