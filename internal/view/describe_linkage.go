package view

import (
	"fmt"

	"nonpaper/internal/event"
)

// describeLinkage says in one line what a fact on linkages, side understandings and
// closing is; "" of what is none.
func describeLinkage(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.LinkageGiven:
		whose := "our own"
		if len(f.Parties) > 0 {
			whose = "of " + list(f.Parties)
		}
		return fmt.Sprintf("%s, linkage %s: %s", f.Label, whose, clip(f.Condition)) + given(f.Source)
	case *event.UnderstandingReached:
		s := fmt.Sprintf("%s, side understanding between %s: %s", f.Label, list(f.Parties), clip(f.Title))
		if len(f.Points) > 0 {
			s += ", on " + list(f.Points)
		}
		if len(f.Letters) > 0 {
			s += ", in " + list(f.Letters)
		}
		return s + given(f.Source)
	case *event.UnderstandingConfirmed:
		s := fmt.Sprintf("%s confirmed by %s", f.Label, f.Party)
		if f.By != "" {
			s += " through " + string(f.By)
		}
		return s + then(f.How) + given(f.Source)
	case *event.InstrumentsTied:
		if f.Apart {
			return list(f.Instruments) + " no longer close only together" + then(f.Note)
		}
		return list(f.Instruments) + " close only together" + then(f.Note)
	case *event.InstrumentClosed:
		s := fmt.Sprintf("%s closed: %d points agreed by %s", f.Instrument, f.Points, list(f.Parties))
		if len(f.With) > 0 {
			s += ", together with " + list(f.With)
		}
		return s + then(f.Note)
	}
	return ""
}

// wordsOfLinkage are the words by which such a fact is found.
func wordsOfLinkage(fact event.Fact) []string {
	switch f := fact.(type) {
	case *event.LinkageGiven:
		return []string{f.Condition, f.Reason}
	case *event.UnderstandingReached:
		return []string{f.Title, f.Words, f.Note}
	case *event.UnderstandingConfirmed:
		return []string{f.How}
	case *event.InstrumentsTied:
		return []string{f.Note}
	case *event.InstrumentClosed:
		return []string{f.Note}
	}
	return nil
}
