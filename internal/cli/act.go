package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// act opens the process, lets f record something, and answers. A process from
// the public record has its notice on every answer.
func (p *program) act(w *writes, f func(*session, event.When) (string, any, error)) error {
	when, err := p.when(w.At)
	if err != nil {
		return err
	}
	s, err := w.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	text, v, err := f(s, when)
	if err != nil {
		return err
	}
	return p.recorded(w, text+noticeLine(s), noticed(s, v))
}

// look opens the process, lets f draw something up, and prints it.
func (p *program) look(r *reads, f func(*session, app.AsOf) (string, any, error)) error {
	at, err := r.asOf(p)
	if err != nil {
		return err
	}
	s, err := r.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	text, v, err := f(s, at)
	if err != nil {
		return err
	}
	return p.show(r, text+noticeLine(s), noticed(s, v))
}

// noticeLine is the notice that a process from the public record carries.
func noticeLine(s *session) string {
	if n := s.About(); n.PublicRecord {
		return "\n" + n.Notice + "\n"
	}
	return ""
}

// noticed puts the notice into JSON too.
func noticed(s *session, v any) any {
	if n := s.About(); n.PublicRecord {
		return map[string]any{"notice": n.Notice, "result": v}
	}
	return v
}

// record carries out commands in one room and says what was recorded.
func (p *program) record(w *writes, at app.Place, commands ...room.Command) error {
	return p.act(w, func(s *session, when event.When) (string, any, error) {
		r, err := s.Record(s.ctx, s.actor, when, at, commands...)
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r), recordedJSON(r), nil
	})
}

// sayRecorded says what was recorded, one line an entry: its number in the room
// and what it is, on whose behalf and by whom.
func sayRecorded(r *app.Recorded) string {
	var rows [][]string
	for i := range r.Entries {
		e := &r.Entries[i]
		rows = append(rows, []string{r.Room.Name + " " + itoa(e.Seq+1), view.Describe(e.Body.Fact) + onBehalf(&e.Body)})
	}
	return columns(rows)
}

// onBehalf says who entered what somebody else did.
func onBehalf(b *event.Body) string {
	switch {
	case b.Entered == b.Actor:
		return ""
	case b.For != "":
		return ", recorded by " + string(b.Entered) + " on behalf of " + string(b.For) + ", not confirmed"
	}
	return ", recorded by " + string(b.Entered) + " for " + string(b.Actor)
}

type entryJSON struct {
	Room    string    `json:"room"`
	Entry   uint64    `json:"entry"` // from 1
	Kind    string    `json:"kind"`
	Says    string    `json:"says"`
	Actor   string    `json:"actor,omitempty"`
	For     string    `json:"for,omitempty"`
	Entered string    `json:"entered,omitempty"`
	Known   string    `json:"known,omitempty"`
	When    *whenJSON `json:"when,omitempty"`
	Time    string    `json:"time"` // of entry
	Gone    bool      `json:"destroyed,omitempty"`
}

func recordedJSON(r *app.Recorded) []entryJSON {
	out := []entryJSON{}
	for i := range r.Entries {
		out = append(out, oneEntry(r.Room.Name, &r.Entries[i]))
	}
	return out
}

// known says how the one who entered something was known.
var known = map[event.Known]string{
	event.KnownAtFile: "at the file", event.KnownBySession: "by session", event.KnownByPasskey: "by passkey", event.KnownBySigned: "by signature",
}

func oneEntry(in string, e *event.Entry) entryJSON {
	out := entryJSON{Room: in, Entry: e.Seq + 1, Time: sayEntered(e.Time), Gone: e.Gone}
	if e.Gone {
		out.Says = "the body was destroyed"
		return out
	}
	b := &e.Body
	out.Kind, out.Says = event.KindOf(b.Fact).String(), view.Describe(b.Fact)
	out.Actor, out.For, out.Entered, out.Known, out.When = string(b.Actor), string(b.For), string(b.Entered), known[b.Known], jsonWhen(b.When)
	return out
}

// each is a list without what stands in it again, capitals aside.
func each(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
			out = append(out, s)
		}
	}
	return out
}

// commas divides what people write with commas or blanks.
func commas(list []string) []string {
	return strings.FieldsFunc(strings.Join(list, ","), func(r rune) bool { return r == ',' || r == ' ' })
}
