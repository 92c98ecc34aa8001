package cli

import (
	"fmt"
	"strconv"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

func itoa[N ~int | ~uint64 | ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }

type roomCmds struct {
	Open    roomOpenCmd    `cmd:"" help:"Open a room."`
	List    roomListCmd    `cmd:"" help:"The rooms that somebody may read."`
	Show    roomShowCmd    `cmd:"" help:"A room: members, roster, what was given."`
	Add     roomAddCmd     `cmd:"" help:"Add a member; says what they will be able to read, and asks."`
	Leave   roomLeaveCmd   `cmd:"" help:"End a membership."`
	Close   roomCloseCmd   `cmd:"" help:"Close a room."`
	Succeed roomSucceedCmd `cmd:"" help:"Open a room for the same circle and newcomers, with chosen entries."`
	Export  roomExportCmd  `cmd:"" help:"Write a room to a file, complete in itself."`
	Replay  roomReplayCmd  `cmd:"" help:"Check an exported room and show what it says, with nothing else."`
}

type roomOpenCmd struct {
	writes
	Name    string   `arg:"" help:"Its name: northern-channel."`
	Kind    string   `default:"consultation" help:"consultation, plenary, drafting or private."`
	Purpose string   `help:"What it is for."`
	With    []string `placeholder:"PERSON,…" help:"Members who read it; their parties are introduced with them."`
	Keepers []string `placeholder:"PERSON,…" help:"Members who keep it, beside you."`
	Party   []string `placeholder:"CODE,…" help:"Parties introduced there without a member, on paper."`
}

func (c *roomOpenCmd) Run(p *program) error {
	with, err := parsePeople(c.With)
	if err != nil {
		return err
	}
	keepers, err := parsePeople(c.Keepers)
	if err != nil {
		return err
	}
	parties, err := parseCodes(c.Party)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.OpenRoom(s.ctx, s.actor, when, app.NewRoom{Name: c.Name, Kind: event.RoomKind(c.Kind), Purpose: c.Purpose, Parties: parties, With: with, Keepers: keepers})
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("Room %q is open (%s). Members: %s. Parties known in it: %s\n", r.Room.Name, r.Room.Kind, sayMembers(r.Room), sayParties(r.Room)), roomJSON(r.Room), nil
	})
}

func sayMembers(s *room.State) string {
	var out []string
	for _, m := range s.MembersInOrder() {
		x := string(m.Person)
		if s.Keeps(m.Person) {
			x += " (keeps it)"
		}
		out = append(out, x)
	}
	return strings.Join(out, ", ")
}

func sayParties(s *room.State) string {
	var out []string
	for _, x := range s.InOrder() {
		out = append(out, string(x.Code))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

type memberJSON struct {
	Person string `json:"person"`
	Party  string `json:"party,omitempty"`
	Keeps  bool   `json:"keeps,omitempty"`
}

type roomOut struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Kind    string       `json:"kind"`
	Purpose string       `json:"purpose,omitempty"`
	Closed  bool         `json:"closed,omitempty"`
	Entries uint64       `json:"entries"`
	Members []memberJSON `json:"members"`
	Parties []string     `json:"parties"`
}

func roomJSON(s *room.State) roomOut {
	out := roomOut{ID: s.ID.String(), Name: s.Name, Kind: string(s.Kind), Purpose: s.Purpose, Closed: s.Closed, Entries: s.Entries, Members: []memberJSON{}, Parties: []string{}}
	for _, m := range s.MembersInOrder() {
		out.Members = append(out.Members, memberJSON{string(m.Person), string(m.Party), s.Keeps(m.Person)})
	}
	for _, x := range s.InOrder() {
		out.Parties = append(out.Parties, string(x.Code))
	}
	return out
}

type roomListCmd struct{ reads }

func (c *roomListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := s.Seats(s.ctx, s.actor, at)
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []roomOut{}
		for _, r := range rooms {
			kind := string(r.Kind)
			if r.Closed {
				kind += ", closed"
			}
			rows = append(rows, []string{r.Name, kind, entriesOf(r.Entries), sayMembers(r)})
			out = append(out, roomJSON(r))
		}
		if len(rows) == 0 {
			return "No rooms.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type roomShowCmd struct {
	reads
	Name string `arg:"" help:"The room."`
}

func (c *roomShowCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.In(c.Name), at)
		if err != nil {
			return "", nil, err
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s (%s), opened %s, %d entries\n", r.Name, r.Kind, sayWhen(r.Opened), r.Entries)
		if r.Purpose != "" {
			fmt.Fprintf(&b, "%s\n", r.Purpose)
		}
		if r.Succeeded {
			b.WriteString("Succeeds an earlier room, with chosen entries.\n")
		}
		if r.Closed {
			b.WriteString("Closed: nothing more is recorded in it.\n")
		}
		fmt.Fprintf(&b, "\nMembers  %s\nParties  %s\n", sayMembers(r), sayParties(r))
		if lines := view.Own(r); len(lines) > 0 {
			b.WriteString("\nGiven here\n" + ledgerTable(lines, false))
		}
		if len(r.Notes) > 0 {
			b.WriteString("\nNotes\n")
			for _, n := range r.Notes {
				fmt.Fprintf(&b, "  %s  %s: %s\n", sayWhen(n.When), n.Actor, onOneLine(n.Words))
			}
		}
		fmt.Fprintf(&b, "\nThe whole record: nonpaper record %s\n", r.Name)
		out := struct {
			roomOut
			Given []ledgerJSON `json:"given"`
		}{roomJSON(r), ledgerLines(view.Own(r))}
		return b.String(), out, nil
	})
}

type roomAddCmd struct {
	writes
	asks
	Person string `arg:"" help:"Who becomes a member."`
	Room   string `required:"" placeholder:"ROOM" help:"Which room."`
	Keeps  bool   `help:"They keep the room: may record in it."`
}

func (c *roomAddCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.In(c.Room), app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		what := fmt.Sprintf("%s will be able to read the whole record of the room %q: %d entries since %s, among them %s given and %s.",
			who, r.Name, r.Entries, sayWhen(r.Opened), plural(len(r.Given), "text"), plural(len(r.Notes), "note"))
		if err := p.confirm(c.Yes, what); err != nil {
			return "", nil, err
		}
		rec, err := s.AddMember(s.ctx, s.actor, when, c.Room, who, c.Keeps)
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec) + what + "\n", recordedJSON(rec), nil
	})
}

type roomLeaveCmd struct {
	writes
	Person string `arg:"" help:"Who is no longer a member."`
	Room   string `required:"" placeholder:"ROOM" help:"Which room."`
	Reason string `help:"Why."`
}

func (c *roomLeaveCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.record(&c.writes, app.In(c.Room), room.RemoveMember{Person: who, Reason: c.Reason})
}

type roomCloseCmd struct {
	writes
	asks
	Name   string `arg:"" help:"The room."`
	Reason string `help:"Why."`
}

func (c *roomCloseCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if _, err := s.Seat(s.ctx, s.actor, app.In(c.Name), app.AsOf{}); err != nil {
			return "", nil, err
		}
		if err := p.confirm(c.Yes, fmt.Sprintf("The room %q will be closed: nothing more can be recorded in it. Its record stays.", c.Name)); err != nil {
			return "", nil, err
		}
		r, err := s.Record(s.ctx, s.actor, when, app.In(c.Name), room.Close{Reason: c.Reason})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r), recordedJSON(r), nil
	})
}

type roomSucceedCmd struct {
	writes
	asks
	Old     string   `arg:"" help:"The room to go on from."`
	Name    string   `arg:"" help:"The new room's name."`
	With    []string `placeholder:"PERSON,…" help:"Newcomers."`
	Purpose string   `help:"What the new room is for; newcomers do not read what the old one was for."`
	Entries string   `placeholder:"3,7-9" help:"Entries of the old room to carry over, as nonpaper record numbers them."`
	Close   bool     `help:"Close the old room."`
}

func (c *roomSucceedCmd) Run(p *program) error {
	with, err := parsePeople(c.With)
	if err != nil {
		return err
	}
	seqs, err := parseEntries(c.Entries)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		what := fmt.Sprintf("The members of %q and %s will read %s of it, chosen by you, in the new room %q, and nothing else of it.", c.Old, orNobody(names(with)), entriesOf(uint64(len(seqs))), c.Name)
		if err := p.confirm(c.Yes, what); err != nil {
			return "", nil, err
		}
		r, err := s.Succeed(s.ctx, s.actor, when, app.Succession{Old: c.Old, Name: c.Name, Purpose: c.Purpose, With: with, Entries: seqs, Close: c.Close})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r) + what + "\n", roomJSON(r.Room), nil
	})
}

// entriesOf counts entries.
func entriesOf(n uint64) string {
	if n == 1 {
		return "1 entry"
	}
	return itoa(n) + " entries"
}

func orNobody(s string) string {
	if s == "" {
		return "nobody new"
	}
	return s
}

// parseEntries reads numbers of entries, from 1, with stretches: 3,7-9.
func parseEntries(s string) ([]uint64, error) {
	var out []uint64
	named := map[uint64]bool{}
	for _, piece := range commas([]string{s}) {
		first, last, stretch := strings.Cut(piece, "-")
		a, err := strconv.ParseUint(first, 10, 40)
		b := a
		if err == nil && stretch {
			b, err = strconv.ParseUint(last, 10, 40)
		}
		if err != nil || a == 0 || b < a || b-a > 1e6 {
			return nil, fault.Invalidf("%.40q names no entries", piece).WithHint("Write them as 3,7-9; nonpaper record ROOM shows their numbers.")
		}
		for q := a; q <= b; q++ {
			if !named[q] {
				named[q] = true
				out = append(out, q-1)
			}
		}
	}
	return out, nil
}
