package view

import (
	"fmt"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// describeMatters says in one line what a fact is that is kept beside the text; "" of what
// is none.
func describeMatters(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.PrincipleRecorded:
		return fmt.Sprintf("principle %s%s: %s", f.Label, corrected(f.Corrects), clip(f.Title))
	case *event.PrincipleAnswered:
		return fmt.Sprintf("principle %s %s by %s", f.Label, f.Reception, f.By) + then(f.Note) + in(f.Source)
	case *event.PrincipleDerived:
		switch {
		case f.NotSaid:
			return fmt.Sprintf("principle %s: which points derive from it is not said", f.Label) + then(f.Note)
		case f.Ended:
			return fmt.Sprintf("principle %s: %s no longer said to derive from it", f.Label, list(f.Points)) + then(f.Note)
		}
		return fmt.Sprintf("principle %s: %s said to derive from it", f.Label, list(f.Points)) + then(f.Note)
	case *event.IssueRecorded:
		return fmt.Sprintf("issue %s%s: %s", f.Label, corrected(f.Corrects), clip(f.Title))
	case *event.IssueCovered:
		what := "the text as a whole"
		if len(f.Points) > 0 {
			what = list(pointsIn(f.Points))
		}
		return fmt.Sprintf("issue %s, %s: %s", f.Label, what, SayCoverage(f.Coverage)) + then(f.Why)
	case *event.IssueStated:
		return fmt.Sprintf("issue %s: %s", f.Label, clip(f.State)) + in(f.Source)
	case *event.PointBinds:
		s := fmt.Sprintf("%s: %s %s", list(pointsIn(f.Points)), f.Obligation, first(string(f.Party), f.Name))
		if f.Ended {
			s = fmt.Sprintf("%s: no longer %s %s", list(pointsIn(f.Points)), f.Obligation, first(string(f.Party), f.Name))
		}
		if f.Involvement != "" {
			s += ", " + SayInvolvement(f.Involvement)
		}
		return s + in(f.Source) + then(f.Note)
	case *event.PressRecorded:
		return fmt.Sprintf("press item %s%s, %s: %s", f.Label, corrected(f.Corrects), first(f.Outlet, f.RelayedBy, "outlet not named"), clip(f.Claim))
	case *event.LineRecorded:
		return fmt.Sprintf("line to take on %s, %s: %s", list(f.On), SayLine(f.As), clip(f.Words))
	}
	return ""
}

func corrected(c bool) string {
	if c {
		return " (corrected)"
	}
	return ""
}

func pointsIn(list []event.WordedPoint) (out []ident.Point) {
	for _, w := range list {
		out = append(out, w.Point)
	}
	return out
}

// SayCoverage says how points deal with an issue as people say it.
func SayCoverage(c event.Coverage) string {
	switch c {
	case event.CoversPartly:
		return "addresses it partly"
	case event.CoversFully:
		return "addresses it"
	case event.CoversOpen:
		return "leaves it open on purpose"
	case event.CoversUnknown:
		return "not known to us"
	case "":
		return "not said"
	}
	return string(c)
}

// SayInvolvement says how an actor was involved as people say it.
func SayInvolvement(i event.Involvement) string {
	if i == event.Neither {
		return "neither consulted nor informed"
	}
	return string(i)
}

// SayLine says what is done with a line as people say it.
func SayLine(a event.LineAs) string {
	switch a {
	case event.LineConfirm:
		return "we confirm"
	case event.LineNoComment:
		return "we do not comment"
	}
	return string(a)
}

// wordsOfMatters are the words of such a fact that people search for.
func wordsOfMatters(fact event.Fact) []string {
	switch f := fact.(type) {
	case *event.PrincipleRecorded:
		return slices.Concat([]string{f.Title, f.Place, f.Words, f.Source, f.Certainty, f.Note}, f.AssertedBy, f.Absent)
	case *event.PrincipleAnswered:
		return []string{f.By, f.Note, f.Source}
	case *event.PrincipleDerived:
		return []string{f.Note, f.Source}
	case *event.IssueRecorded:
		return []string{f.Title, f.Description, f.Positions, f.State, f.Source, f.Certainty, f.Note}
	case *event.IssueCovered:
		return []string{f.Why, f.Source}
	case *event.IssueStated:
		return []string{f.State, f.Source}
	case *event.PointBinds:
		return []string{f.Name, f.Note, f.Source}
	case *event.PressRecorded:
		return slices.Concat([]string{f.Claim, f.Outlet, f.RelayedBy, f.Speaker, f.Hedge, f.Source, f.Sort, f.Note}, f.Quotes, f.About)
	case *event.LineRecorded:
		return []string{f.Words, f.Note}
	}
	return nil
}
