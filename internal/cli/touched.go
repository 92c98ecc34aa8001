package cli

import (
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type touchOut struct {
	What    string   `json:"what"`
	Room    string   `json:"room"`
	Label   string   `json:"label,omitempty"`
	Party   string   `json:"party,omitempty"`
	Person  string   `json:"person,omitempty"`
	Name    string   `json:"name,omitempty"`
	Points  []string `json:"points"`
	Was     string   `json:"was,omitempty"`
	Until   string   `json:"until,omitempty"`
	Hangs   string   `json:"hangsOn,omitempty"`
	Changed bool     `json:"byTheOtherDate"`
}

func touchesJSON(list []view.Touch) []touchOut {
	out := []touchOut{}
	moment := func(at int64, offset int) string {
		if at == 0 {
			return ""
		}
		return jsonWhen(event.When{From: at, Offset: offset}).From
	}
	for i := range list {
		t := &list[i]
		out = append(out, touchOut{string(t.What), t.Room.Name, string(t.Label), string(t.Party), string(t.Person), t.Name, append([]string{}, t.Numbers...),
			moment(t.From, t.Offset), moment(t.Until, t.Offset), t.Hangs, t.Newly})
	}
	return out
}

// sayTouches says what the date of a meeting of a room touches, one thing a line.
func sayTouches(list []view.Touch, in *room.State, now int64) string {
	var rows [][]string
	for i := range list {
		rows = append(rows, sayTouch(&list[i], in, now))
	}
	return columns(rows)
}

func sayTouch(t *view.Touch, in *room.State, now int64) []string {
	who := view.Whose(t.Person, t.Name, t.Party)
	label := string(t.Label)
	if t.Room.ID != in.ID && (t.What == event.TouchSilence || t.What == event.TouchRuns || t.What == event.TouchDeadline) {
		label += " (" + t.Room.Name + ")"
	}
	at := func(micro int64) string {
		if micro == 0 {
			return "no date"
		}
		s := sayWhen(event.When{From: micro, Offset: t.Offset, Precision: t.Precision})
		if micro < now {
			s += ", which is past"
		}
		return s
	}
	points := ""
	if len(t.Numbers) > 0 {
		points = view.Numbers(t.Numbers)
	}
	earlier := func(s string) string {
		if t.Newly {
			return "; " + s
		}
		return ""
	}
	switch t.What {
	case event.TouchUnheard:
		return []string{"  not consulted", who, "bound by " + points}
	case event.TouchSilence:
		return []string{"  silence", label, "on " + points + ", ends " + at(t.Until) + earlier("on the date that was, it would still have run")}
	case event.TouchRuns:
		return []string{"  silence", label, "on " + points + ", runs until " + at(t.Until) + ", beyond the meeting" + earlier("on the date that was, it would have ended")}
	case event.TouchAuthority:
		return []string{"  authority", who, "as it was seen, ends " + at(t.Until) + earlier("on the date that was, it would still have held")}
	case event.TouchLater:
		return []string{"  authority", who, "as it was seen, begins " + at(t.Until) + ", after the meeting"}
	case event.TouchDeadline:
		s := t.Hangs + ": " + at(t.Until)
		if t.Newly {
			s += "; was " + strings.TrimSuffix(at(t.From), ", which is past")
		}
		return []string{"  deadline", label, s}
	case event.TouchStale:
		if points == "" {
			return []string{"  no longer current", who, "holds " + label + ", which was corrected since"}
		}
		return []string{"  no longer current", who, "holds " + label + ": other words since of " + points}
	case event.TouchFollows:
		return []string{"  meeting", label, "is to be before or after it"}
	}
	return []string{"  " + string(t.What), label, who}
}

// changeMeeting says what a change of a meeting touches, asks where there is something,
// and records it.
func (p *program) changeMeeting(s *session, yes bool, when event.When, in *room.State, m *room.Meeting, c room.Command) (string, any, error) {
	touches, err := s.WouldTouch(s.ctx, s.actor, when, in.ID, m.Label, c)
	if err != nil {
		return "", nil, err
	}
	said := ""
	if len(touches) > 0 {
		said = "What this touches:\n" + sayTouches(touches, in, when.From)
		if err := p.confirm(yes, strings.TrimSuffix(said, "\n")); err != nil {
			return "", nil, err
		}
		said = "\n" + said
	}
	r, err := s.ChangeMeeting(s.ctx, s.actor, when, in.ID, m.Label, c)
	if err != nil {
		return "", nil, err
	}
	return sayRecorded(r) + said, map[string]any{"recorded": recordedJSON(r), "touches": touchesJSON(touches)}, nil
}
