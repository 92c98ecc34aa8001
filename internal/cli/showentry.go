package cli

import (
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// isEntry reports whether a name may be that of an entry: ROOM:NUMBER, or the identifier
// that was drawn for it.
func isEntry(name string) bool {
	if in, n, is := cutLast(name, ":"); is && in != "" {
		_, err := strconv.ParseUint(n, 10, 64)
		return err == nil
	}
	return isDrawn(name)
}

func isDrawn(name string) bool {
	return len(name) == 32 && strings.Trim(strings.ToLower(name), "0123456789abcdef") == ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

type shownEntry struct {
	entryJSON
	Record string    `json:"record"`
	Words  []string  `json:"words"`
	Press  *pressOut `json:"press,omitempty"`
}

// entry finds an entry in the rooms that the actor reads.
func (s *session) entry(name string, at app.AsOf) (*room.State, *event.Entry, error) {
	missing := fault.NotFoundf("no entry %q in a room that %s reads", name, s.actor.Person).WithHint("nonpaper record shows the entries of a room.")
	seats, err := s.Seats(s.ctx, s.actor, at)
	if err != nil {
		return nil, nil, err
	}
	in, number, _ := cutLast(name, ":")
	n, _ := strconv.ParseUint(number, 10, 64)
	for _, r := range seats {
		if !isDrawn(name) && !strings.EqualFold(r.Name, in) {
			continue
		}
		for e, err := range s.Entries(s.ctx, s.actor, app.In(r.ID.String())) {
			if err != nil {
				return nil, nil, err
			}
			if at.Has(e) && (isDrawn(name) && strings.EqualFold(e.ID.String(), name) || !isDrawn(name) && e.Seq+1 == n) {
				return r, e, nil
			}
		}
	}
	return nil, nil, missing
}

// showEntry shows one entry with all its words.
func (s *session) showEntry(name string, at app.AsOf) (string, any, error) {
	r, e, err := s.entry(name, at)
	if err != nil {
		return "", nil, err
	}
	out := shownEntry{entryJSON: oneEntry(r.Name, e), Record: r.Name + ":" + itoa(e.Seq+1), Words: []string{}}
	rows := [][]string{{"  entered", out.Time}}
	row := func(what, said string) {
		if said != "" {
			rows = append(rows, []string{"  " + what, said})
		}
	}
	if e.Gone {
		return out.Record + "  " + out.Says + "\n" + columns(rows), out, nil
	}
	row("happened", sayWhen(e.Body.When))
	row("by", strings.TrimSpace(out.Actor+onBehalf(&e.Body)))
	row("kind", out.Kind)
	text := out.Record + "  " + out.Says + "\n" + columns(rows)
	if f, is := e.Body.Fact.(*event.PressRecorded); is {
		item := room.PressItem{About: room.About{Seq: e.Seq, Time: e.Time, When: e.Body.When}, PressRecorded: *f}
		press := pressJSON(r, &item)
		out.Press = &press
		return text + "\n" + sayPress(r, &item), out, nil
	}
	for _, w := range view.WordsOf(e.Body.Fact) {
		if w = strings.TrimSpace(w); w != "" {
			out.Words = append(out.Words, w)
			text += "\n" + w + "\n"
		}
	}
	return text, out, nil
}

// hasPoint reports whether the text has a point of that name: one may be called a:1.
func (s *session) hasPoint(name string, at app.AsOf) bool {
	r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	return err == nil && slices.ContainsFunc(r.Instruments, func(in *room.Instrument) bool {
		_, err := in.FindPoint(name)
		return err == nil
	})
}
