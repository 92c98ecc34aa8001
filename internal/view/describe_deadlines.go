package view

import (
	"fmt"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/room"
)

// describeDeadline says in one line what a fact on deadlines, pens and what a meeting's
// other date touches is; "" of what is none.
func describeDeadline(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.DeadlineSet:
		s := fmt.Sprintf("%s, deadline: %s, %s", f.Label, clip(f.Title), sayRecordedDue(&f.Due))
		if len(f.Who) > 0 {
			s += ", for " + clip(participants(f.Who))
		}
		if len(f.Points) > 0 {
			s += ", on " + list(f.Points)
		}
		if len(f.On) > 0 {
			s += ", on " + list(f.On)
		}
		return s + then(f.Note)
	case *event.DeadlineMoved:
		return fmt.Sprintf("%s moved: %s", f.Label, sayRecordedDue(&f.Due)) + then(SayAccount(&f.Said))
	case *event.DeadlineEnded:
		if f.Dropped {
			return string(f.Label) + " dropped" + then(f.Note)
		}
		return string(f.Label) + " done" + then(f.Note)
	case *event.PenGiven:
		on := string(f.Text)
		if on == "" {
			on = list(f.Points)
		}
		s := fmt.Sprintf("%s, on %s: %s drafts", f.Label, on, SayParticipant(&f.Holder))
		if f.Due != (event.Due{}) {
			s += ", " + sayRecordedDue(&f.Due)
		}
		return s + then(f.Note)
	case *event.PenBack:
		return string(f.Label) + " given back" + then(f.Note)
	case *event.MeetingTouched:
		out := make([]string, len(f.List))
		for i := range f.List {
			out[i] = SayTouched(&f.List[i])
		}
		return fmt.Sprintf("%s touches: %s", f.Label, strings.Join(out, "; "))
	}
	return ""
}

// sayRecordedDue writes by when, as it was recorded.
func sayRecordedDue(d *event.Due) string {
	var out []string
	if d.Until != 0 {
		out = append(out, SayReckoned(&room.Reckoned{Until: d.Until, Offset: d.Offset, Precision: d.Precision}))
	}
	if h := SayDue(d); h != "" {
		out = append(out, h)
	}
	return strings.Join(out, ", ")
}

func participants(list []event.Participant) string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = SayParticipant(&list[i])
	}
	return strings.Join(out, "; ")
}

// wordsOfDeadline are the words by which such a fact is found.
func wordsOfDeadline(fact event.Fact) []string {
	switch f := fact.(type) {
	case *event.DeadlineSet:
		return []string{f.Title, f.Note, participants(f.Who)}
	case *event.DeadlineMoved:
		return []string{f.Said.Words, f.Said.SaidBy, f.Said.Source, f.Said.Certainty, f.Said.Hedge}
	case *event.DeadlineEnded:
		return []string{f.Note}
	case *event.PenGiven:
		return []string{string(f.Text), f.Note, f.Holder.Name}
	case *event.PenBack:
		return []string{f.Note}
	}
	return nil
}
