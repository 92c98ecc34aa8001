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
	"nonpaper/internal/view"
)

type issueCmds struct {
	Add   issueAddCmd   `cmd:"" help:"Record a contentious subject."`
	Cover issueCoverCmd `cmd:"" help:"Record how points deal with an issue."`
	State issueStateCmd `cmd:"" help:"Record how an issue stands, in words."`
}

type issueAddCmd struct {
	writes
	Label       string   `arg:"" help:"How it is called: i01."`
	Title       string   `arg:"" help:"The subject, in one line."`
	About       []string `placeholder:"7,process" help:"The points that it touches, or a word such as process."`
	Description string   `help:"What is at issue."`
	Positions   string   `help:"Who wants what, in words."`
	State       string   `help:"How it stands, in words."`
	Source      string   `help:"Where this comes from."`
	Certainty   string   `help:"How sure it is, in words."`
	Note        string   `help:"In words."`
	Corrects    bool     `help:"It takes the place of what was recorded under the label."`
}

func (c *issueAddCmd) Run(p *program) error {
	return p.record(&c.writes, app.Drafting, room.RecordIssue{IssueRecorded: event.IssueRecorded{Label: ident.Label(c.Label), Title: c.Title, About: c.About,
		Description: c.Description, Positions: c.Positions, State: c.State, Source: c.Source, Certainty: c.Certainty, Note: c.Note, Corrects: c.Corrects}})
}

type issueCoverCmd struct {
	writes
	Label      string   `arg:"" help:"Of the issue."`
	Points     []string `arg:"" optional:"" help:"Points by number or identity; else the text as a whole."`
	As         string   `required:"" placeholder:"HOW" help:"addresses, partly, silent, left-open (on purpose), unknown (it is not known to us)."`
	Why        string   `help:"In words."`
	Source     string   `help:"Who says so."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
}

func (c *issueCoverCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.record(&c.writes, app.Drafting, room.CoverIssue{Specs: commas(c.Points), IssueCovered: event.IssueCovered{
		Label: ident.Label(c.Label), Instrument: id, Coverage: event.Coverage(c.As), Why: c.Why, Source: c.Source}})
}

type issueStateCmd struct {
	writes
	Label  string `arg:"" help:"Of the issue."`
	State  string `arg:"" help:"How it stands, in words."`
	Source string `help:"Who says so."`
}

func (c *issueStateCmd) Run(p *program) error {
	return p.record(&c.writes, app.Drafting, room.StateIssue{IssueStated: event.IssueStated{Label: ident.Label(c.Label), State: c.State, Source: c.Source}})
}

type issuesCmd struct {
	reads
	Labels []string `arg:"" optional:"" help:"These issues, with all that is on record of them; else all, one line each."`
}

type issueOut struct {
	Label       string          `json:"label"`
	Title       string          `json:"title"`
	Covered     string          `json:"covered"` // "" where nobody said
	Points      []issuePointOut `json:"points"`
	About       []string        `json:"about"`
	Whole       *coveredOut     `json:"textAsAWhole,omitempty"`
	Earlier     bool            `json:"textAsAWholeOfEarlierWords,omitempty"`
	Brackets    bool            `json:"everyPointInBrackets"`
	Parked      []refOut        `json:"parkedForPrincipals"`
	Description string          `json:"description,omitempty"`
	Positions   string          `json:"positions,omitempty"`
	State       string          `json:"state,omitempty"`
	States      []stateOut      `json:"states"`
	Source      string          `json:"source,omitempty"`
	Certainty   string          `json:"certainty,omitempty"`
	Note        string          `json:"note,omitempty"`
	When        *whenJSON       `json:"recorded"`
}

type coveredOut struct {
	Coverage string    `json:"coverage"`
	Why      string    `json:"why,omitempty"`
	Source   string    `json:"source,omitempty"`
	When     *whenJSON `json:"when,omitempty"`
}

type issuePointOut struct {
	refOut
	coveredOut
	Other  bool   `json:"ofOtherWords"`
	Status string `json:"status,omitempty"`
}

type stateOut struct {
	State  string    `json:"state"`
	Source string    `json:"source,omitempty"`
	When   *whenJSON `json:"when"`
}

func (c *issuesCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, list, counts, err := s.Issues(s.ctx, s.actor, at)
		if err != nil {
			return "", nil, err
		}
		out := struct {
			Issues []issueOut     `json:"issues"`
			Counts map[string]int `json:"counts"`
		}{[]issueOut{}, map[string]int{}}
		for _, w := range coverageOrder() {
			out.Counts[orWords(string(w), "not-said")] = counts[w]
		}
		want := map[ident.Label]bool{}
		for _, l := range c.Labels {
			i := r.Issue(ident.Label(l))
			if i == nil {
				return "", nil, fault.NotFoundf("no issue %q", l).WithHint("nonpaper issues lists them.")
			}
			want[i.Label] = true
		}
		var b strings.Builder
		rows := [][]string{}
		for i := range list {
			v := &list[i]
			if len(want) > 0 && !want[v.Label] {
				continue
			}
			out.Issues = append(out.Issues, issueJSON(v))
			rows = append(rows, []string{string(v.Label), v.Title, sayCovered(v), v.Stands()})
			if len(want) > 0 {
				b.WriteString(sayIssue(v) + "\n")
			}
		}
		switch {
		case len(rows) == 0:
			return "No issues.\n", out, nil
		case len(want) > 0:
			return b.String(), out, nil
		}
		return columns(rows) + "\n" + sayIssues(list, counts), out, nil
	})
}

// coverageOrder is how coverages are counted: the last is that nobody said.
func coverageOrder() []event.Coverage { return append(event.Coverages(), "") }

// sayCovered says in one cell how the text deals with an issue.
func sayCovered(v *view.IssueView) string {
	var parts []string
	for _, w := range coverageOrder() {
		var at []string
		for _, q := range v.Points {
			if q.Coverage == w {
				n := q.Number
				if q.Other {
					n += " (in other words)"
				}
				at = append(at, n)
			}
		}
		switch {
		case len(at) == 0:
		case w == "" && v.AsAWhole:
			parts = append(parts, "the text as a whole, with "+strings.Join(at, ", ")+": "+view.SayCoverage(v.Covered))
		default:
			parts = append(parts, view.SayCoverage(w)+": "+strings.Join(at, ", "))
		}
	}
	switch {
	case len(parts) > 0:
	case v.AsAWhole:
		parts = append(parts, "the text as a whole: "+view.SayCoverage(v.Covered))
	default:
		parts = append(parts, view.SayCoverage(""))
	}
	if len(v.Words) > 0 {
		parts = append(parts, "about "+strings.Join(v.Words, ", "))
	}
	return strings.Join(parts, "; ")
}

// sayIssues says what the list comes to, each issue counted once.
func sayIssues(list []view.IssueView, counts view.Counts) string {
	var b strings.Builder
	said := map[event.Coverage]string{event.CoversFully: "addressed", event.CoversPartly: "addressed partly", event.CoversOpen: "left open on purpose",
		event.CoversUnknown: "not known to us", event.CoversSilent: "silent", "": "not said"}
	var n []string
	for _, w := range coverageOrder() {
		if counts[w] > 0 {
			n = append(n, itoa(counts[w])+" "+said[w])
		}
	}
	fmt.Fprintf(&b, "%s: %s.\n", plural(len(list), "issue"), strings.Join(n, ", "))
	line := func(what string, is func(*view.IssueView) string) {
		var of []string
		for i := range list {
			if s := is(&list[i]); s != "" {
				of = append(of, s)
			}
		}
		if len(of) > 0 {
			b.WriteString(what + strings.Join(of, "; ") + "\n")
		}
	}
	named := func(ok func(*view.IssueView) bool) func(*view.IssueView) string {
		return func(v *view.IssueView) string {
			if !ok(v) {
				return ""
			}
			return string(v.Label) + " " + v.Title
		}
	}
	line("No point addresses: ", named(func(v *view.IssueView) bool { return !v.Addressed() }))
	line("How the text resolves it is not known to us: ", named(func(v *view.IssueView) bool { return v.Covered == event.CoversUnknown }))
	line("Every point in brackets: ", named(func(v *view.IssueView) bool { return v.Brackets }))
	line("Parked for principals: ", func(v *view.IssueView) string {
		if len(v.Parked) == 0 {
			return ""
		}
		return sayPoints(v.Parked) + " (" + string(v.Label) + " " + v.Title + ")"
	})
	return b.String()
}

func sayIssue(v *view.IssueView) string {
	rows := [][]string{}
	row := func(what, said string) {
		if said != "" {
			rows = append(rows, []string{"  " + what, said})
		}
	}
	row("at issue", v.Description)
	row("positions", v.Positions)
	for i, s := range slices.Backward(v.States) {
		what := "was"
		if i == len(v.States)-1 {
			what = "state"
		}
		row(what, strings.Join(nonEmpty(s.State, sayWhen(s.When), s.Source), "; "))
	}
	if v.Whole != nil {
		said := view.SayCoverage(v.Whole.Coverage)
		if v.Earlier {
			said += " (said before the words of now were on file)"
		}
		row("text as a whole", strings.Join(nonEmpty(said, v.Whole.Why, v.Whole.IssueCovered.Source, sayWhen(v.Whole.When)), "; "))
	}
	for _, q := range v.Points {
		said := view.SayCoverage(q.Coverage)
		if q.Other {
			said += " (said of other words than it has now)"
		}
		row("point "+q.Number, strings.Join(nonEmpty(said, q.Why, q.Source, strings.ReplaceAll(string(q.Status), "-", " ")), "; "))
	}
	row("about", strings.Join(v.Words, ", "))
	row("source", v.IssueRecorded.Source)
	row("certainty", v.Certainty)
	row("note", v.Note)
	return string(v.Label) + "  " + v.Title + "\n" + columns(rows)
}

func issueJSON(v *view.IssueView) issueOut {
	out := issueOut{Label: string(v.Label), Title: v.Title, Covered: string(v.Covered), Points: []issuePointOut{}, About: strs(v.IssueRecorded.About), Brackets: v.Brackets,
		Parked: refsJSON(v.Parked), Description: v.Description, Positions: v.Positions, State: v.Stands(), States: []stateOut{}, Source: v.IssueRecorded.Source,
		Certainty: v.Certainty, Note: v.Note, When: jsonWhen(v.When)}
	for _, q := range v.Points {
		out.Points = append(out.Points, issuePointOut{refJSON(q.PointRef), coveredOut{string(q.Coverage), q.Why, q.Source, jsonWhen(q.When)}, q.Other, string(q.Status)})
	}
	if w := v.Whole; w != nil {
		out.Whole = &coveredOut{string(w.Coverage), w.Why, w.IssueCovered.Source, jsonWhen(w.When)}
		out.Earlier = v.Earlier
	}
	for _, s := range v.States {
		out.States = append(out.States, stateOut{s.State, s.Source, jsonWhen(s.When)})
	}
	return out
}
