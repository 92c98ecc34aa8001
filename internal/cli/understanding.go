package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

type understandingCmds struct {
	Add     understandingAddCmd     `cmd:"" help:"Record a side understanding on points, or a letter, in a room that knows of it."`
	Confirm understandingConfirmCmd `cmd:"" help:"Record that a party confirms the words that it has."`
	List    understandingListCmd    `cmd:"" help:"Side understandings: their words, and who confirmed which of them when."`
}

type understandingAddCmd struct {
	writes
	Title   string   `arg:"" help:"What it is called."`
	Words   string   `arg:"" optional:"" help:"Its words; - for stdin. None where they stand in a letter."`
	File    string   `name:"words-from" placeholder:"FILE" help:"Read the words from a file."`
	Between []string `required:"" placeholder:"CODE,…" help:"Between whom."`
	Points  []string `placeholder:"7,8" help:"The points that it is about."`
	Letter  []string `sep:"none" placeholder:"LABEL" help:"An attachment of the room in which its words stand: \"A 1\", repeatable."`
	Room    string   `placeholder:"ROOM" help:"The room that knows of it; else the drafting room only."`
	Revises string   `placeholder:"LABEL" help:"It gives this one other words; nobody has confirmed them then."`
	Label   string   `placeholder:"LABEL" help:"How it is called; else the room's next number: U 1."`
	Note    string   `help:"What was said."`
}

func (c *understandingAddCmd) Run(p *program) error {
	body, err := p.wording(c.Words, c.File)
	if err != nil {
		return err
	}
	f := event.UnderstandingReached{Label: ident.Label(c.Label), Title: c.Title, Words: body, Note: c.Note}
	if f.Parties, err = parseCodes(commas(c.Between)); err != nil {
		return err
	}
	for _, l := range c.Letter {
		f.Letters = append(f.Letters, ident.Label(l))
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if c.Revises != "" {
			r, err := s.Seat(s.ctx, s.actor, placeOr(c.Room, app.Drafting), app.AsOf{})
			if err != nil {
				return "", nil, err
			}
			u := r.Understanding(ident.Label(c.Revises))
			if u == nil {
				return "", nil, room.NoUnderstanding(ident.Label(c.Revises))
			}
			f.Label = u.Label
		} else if f.Label != "" {
			r, err := s.Seat(s.ctx, s.actor, placeOr(c.Room, app.Drafting), app.AsOf{})
			if err != nil {
				return "", nil, err
			}
			if u := r.Understanding(f.Label); u != nil {
				return "", nil, fault.Invalidf("there is %s already; nothing was recorded", u.Label).WithHint("To give it other words: --revises %q", u.Label)
			}
		}
		in, err := s.knowing(c.Room)
		if err != nil {
			return "", nil, err
		}
		t, err := s.Reach(s.ctx, s.actor, when, in, f, commas(c.Points))
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// knowing is a room that knows of something, "" for the drafting room.
func (s *session) knowing(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	r, err := s.Seat(s.ctx, s.actor, app.In(name), app.AsOf{})
	if err != nil {
		return "", err
	}
	if r.Kind == event.RoomDrafting {
		return "", nil
	}
	return r.ID.String(), nil
}

type understandingConfirmCmd struct {
	writes
	Label string `arg:"" help:"The understanding, as its room calls it: \"U 1\"; or as the drafting room does."`
	Party string `placeholder:"CODE" help:"Who confirms; else the actor's party, or that of whoever said so."`
	By    string `name:"by-word-of" placeholder:"PERSON" help:"Who said so, of the party."`
	How   string `help:"By letter of 20 November; orally."`
	Room  string `placeholder:"ROOM" help:"Where it was said; else the only room of the actor's that has it."`
}

func (c *understandingConfirmCmd) Run(p *program) error {
	f := event.UnderstandingConfirmed{How: c.How}
	var err error
	if f.Party, f.By, err = partyAndPerson(c.Party, c.By); err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, u, err := findUnderstanding(s, c.Room, ident.Label(c.Label))
		if err != nil {
			return "", nil, err
		}
		f.Label = u.Label
		if f.Party == "" {
			f.Party = r.PartyOf(s.actor.Person)
			if f.By != "" {
				f.Party = r.PartyOf(f.By)
			}
		}
		in := r.ID.String()
		if r.Kind == event.RoomDrafting {
			in = ""
		}
		t, err := s.ConfirmUnderstanding(s.ctx, s.actor, when, in, f)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return text, v, nil
	})
}

// findUnderstanding finds an understanding where it stands.
func findUnderstanding(s *session, name string, label ident.Label) (*room.State, *room.Understanding, error) {
	rooms, err := seatsOr(s, name, app.AsOf{})
	if err != nil {
		return nil, nil, err
	}
	var in *room.State
	var found *room.Understanding
	take := func(r *room.State, u *room.Understanding) error {
		if found != nil && found != u {
			return fault.Invalidf("%q is an understanding in several rooms; which is meant?", label).WithHint("Add --room ROOM; nonpaper understanding list shows which.")
		}
		in, found = r, u
		return nil
	}
	for _, r := range rooms {
		u := r.Understanding(label)
		if u == nil {
			continue
		}
		where := r
		if u.Source.Label != "" { // it stands in another room
			i := slices.IndexFunc(rooms, func(o *room.State) bool { return o.ID == u.Source.Room })
			if i < 0 {
				return nil, nil, fault.Forbiddenf("%s stands in the room %q; nothing was recorded", u.Label, u.Source.RoomName).WithHint("Add --room %s", u.Source.RoomName)
			}
			where = rooms[i]
			if u = where.Understanding(u.Source.Label); u == nil {
				continue
			}
		}
		if err := take(where, u); err != nil {
			return nil, nil, err
		}
	}
	if found == nil {
		return nil, nil, room.NoUnderstanding(label)
	}
	return in, found, nil
}

type understandingListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Of this room; else of all that the actor may read."`
}

type understandingOut struct {
	Label     string         `json:"label"`
	Room      string         `json:"room"`
	Title     string         `json:"title"`
	Words     string         `json:"words"`
	Points    []string       `json:"points"`
	Between   []string       `json:"between"`
	Letters   []string       `json:"letters"`
	When      *whenJSON      `json:"when"` // since when it has these words
	Confirmed []confirmedOut `json:"confirmed"`
	Missing   []string       `json:"notConfirmed"`
}

type confirmedOut struct {
	Party string    `json:"party"`
	By    string    `json:"by,omitempty"`
	How   string    `json:"how,omitempty"`
	When  *whenJSON `json:"when"`
	Now   bool      `json:"theseWords"` // else words that it had earlier
}

func (c *understandingListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		out := []understandingOut{}
		var rows [][]string
		for _, r := range rooms {
			for _, u := range r.Understandings {
				if c.Room == "" && u.Source.Label != "" && slices.ContainsFunc(rooms, func(o *room.State) bool { return o.ID == u.Source.Room }) {
					continue // it is listed where it stands
				}
				v := understandingJSON(r, u)
				out = append(out, v)
				on := ""
				if len(v.Points) > 0 {
					on = "on " + saySilentPoints(v.Points)
				}
				rows = append(rows, []string{v.Label, v.Title, on, "between " + strings.Join(v.Between, ", "), "in " + r.Name})
				if v.Words != "" {
					rows = append(rows, []string{"", "“" + short(v.Words) + "”"})
				}
				if len(v.Letters) > 0 {
					rows = append(rows, []string{"", "in the letter " + strings.Join(v.Letters, ", ")})
				}
				for i, x := range v.Confirmed {
					s := x.Party + " confirmed "
					if !x.Now {
						s = x.Party + " confirmed earlier words "
					}
					s += sayWhen(u.Confirmed[i].When)
					if x.By != "" {
						s += ", through " + x.By
					}
					if x.How != "" {
						s += ", " + onOneLine(x.How)
					}
					rows = append(rows, []string{"", s})
				}
				if len(v.Missing) > 0 {
					rows = append(rows, []string{"", "not confirmed: " + strings.Join(v.Missing, ", ")})
				}
			}
		}
		if len(rows) == 0 {
			return "No side understandings.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

func understandingJSON(r *room.State, u *room.Understanding) understandingOut {
	out := understandingOut{Label: string(u.Label), Room: r.Name, Title: u.Title, Words: u.Words, Points: numbered(r, u.Points), Between: strs(u.Parties), Letters: strs(u.Letters),
		When: jsonWhen(u.When), Confirmed: []confirmedOut{}, Missing: []string{}}
	words := r.WordsOf(&u.UnderstandingReached)
	for _, x := range u.Confirmed {
		out.Confirmed = append(out.Confirmed, confirmedOut{string(x.Party), string(x.By), x.How, jsonWhen(x.When), x.Hash == words})
	}
	for _, p := range u.Parties {
		if !r.ConfirmedBy(u, p) {
			out.Missing = append(out.Missing, string(p))
		}
	}
	return out
}
