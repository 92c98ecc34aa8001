package view

import (
	"fmt"
	"strings"

	"nonpaper/internal/event"
)

// describeReplies says what replies, signals and attachments are; "" of what is none.
func describeReplies(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.ReplyGiven:
		return fmt.Sprintf("%s, %s %s %s", f.Label, list(f.Parties), f.Response, RepliesTo(f)) + then(f.Words) + given(f.Source)
	case *event.SignalGiven:
		s := fmt.Sprintf("%s, signal of %s", f.Label, list(f.Parties))
		if f.Speaker != "" {
			s += " by " + string(f.Speaker)
		}
		if len(f.Points) > 0 {
			s += " on " + list(f.Points)
		}
		return s + ": " + clip(f.Words) + in(f.Hedge) + given(f.Source)
	case *event.AttachmentGiven:
		s := fmt.Sprintf("%s, %s of %s", f.Label, f.Sort, list(f.Parties))
		if f.To != "" {
			s += ", to " + string(f.To)
		}
		s += ": " + clip(f.Caption)
		if f.Pieces > 0 {
			s += fmt.Sprintf(" (%s, its content in %s behind)", Size(f.Size), entries(f.Pieces))
		}
		return s + given(f.Source)
	case *event.AttachmentContent:
		return "content of an attachment"
	}
	return ""
}

// RepliesTo says what a reply is to: P 3, change 2.
func RepliesTo(f *event.ReplyGiven) string {
	s := string(f.On)
	switch {
	case f.Sub != "":
		s += ", change " + f.Sub
	case f.Point != "":
		s += " on " + string(f.Point)
	}
	return s
}

// Size writes a number of bytes as people say it.
func Size(n int64) string {
	const k = 1 << 10
	switch {
	case n < k:
		return fmt.Sprintf("%d bytes", n)
	case n < k*k:
		return fmt.Sprintf("%d KB", (n+k/2)/k)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/(k*k)), ".0") + " MB"
}

func entries(n uint64) string {
	if n == 1 {
		return "the entry"
	}
	return fmt.Sprintf("the %d entries", n)
}

// given says in the drafting room where something was given.
func given(s event.Source) string {
	if s.Label == "" {
		return ""
	}
	return " (" + s.RoomName + ", " + string(s.Label) + ")"
}
