package cli

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/folder"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// summaryOut is what a process holds, on one page.
type summaryOut struct {
	Title    string          `json:"title"`
	Notice   string          `json:"notice,omitempty"`
	AsOf     *whenJSON       `json:"asOf,omitempty"`
	Records  map[string]int  `json:"records"`
	Texts    []textLine      `json:"texts"`
	Parts    []partLine      `json:"parts"`
	Compiled json.RawMessage `json:"compiled,omitempty"`
	Said     []saidLine      `json:"positions"` // on the points that are shown
	Issues   []issueLine     `json:"issues"`
	Known    []knownLine     `json:"known"`
	NotHeld  []notHeldLine   `json:"didNotTakePlace"`
	Press    []pressLine     `json:"press"`
	Claims   []claimLine     `json:"claims"`
	Next     []nextLine      `json:"next"`

	base     string // the version of the text that the others answer
	compiled bracket.Text
	shown    []ident.Point
}

type textLine struct {
	Label  string    `json:"label"`
	Nature string    `json:"nature"`
	Title  string    `json:"title,omitempty"`
	Code   string    `json:"code,omitempty"` // under which it is compiled
	Points int       `json:"points"`
	Parts  []string  `json:"parts,omitempty"` // of a text known by report
	When   *whenJSON `json:"when"`
	// known by report: its words are not on file
	Reported bool `json:"knownByReport,omitempty"`
	when     event.When
}

type partLine struct {
	Title  string      `json:"title"`
	Points []pointLine `json:"points"`
}

type pointLine struct {
	Number   string `json:"number"`
	Heading  string `json:"heading"`
	Status   string `json:"status"`
	Brackets int    `json:"brackets"`
}

type saidLine struct {
	Point   string    `json:"point"`
	Party   string    `json:"party"`
	Stance  string    `json:"stance"`
	Stated  string    `json:"stated,omitempty"`
	Version string    `json:"version,omitempty"`
	SaidBy  string    `json:"saidBy,omitempty"`
	When    *whenJSON `json:"when"`
	Record  string    `json:"record"`
}

type issueLine struct {
	Label  string   `json:"label"`
	Title  string   `json:"title"`
	About  []string `json:"about"`
	State  string   `json:"state,omitempty"`
	Text   string   `json:"text,omitempty"` // how the text deals with it, where somebody said
	By     string   `json:"saidBy,omitempty"`
	Record string   `json:"record"`
}

type knownLine struct {
	Who    string    `json:"who"`
	Party  string    `json:"party,omitempty"`
	Level  string    `json:"level"`
	Way    string    `json:"way"`
	Ref    string    `json:"ref,omitempty"`
	Said   string    `json:"levelAsSaid,omitempty"`
	ToldBy string    `json:"toldBy,omitempty"`
	How    string    `json:"how,omitempty"`
	Gist   string    `json:"gist,omitempty"`
	Source string    `json:"source,omitempty"`
	Sure   string    `json:"certainty,omitempty"`
	When   *whenJSON `json:"when"`
	Record string    `json:"record"`
	when   event.When
}

type notHeldLine struct {
	Label    string       `json:"label"`
	Title    string       `json:"title"`
	When     *whenJSON    `json:"when"`
	Place    string       `json:"place,omitempty"`
	Accounts []accountOut `json:"accounts"`
	Record   string       `json:"record"`
	on       string
}

type pressLine struct {
	Label      string    `json:"id"`
	Outlet     string    `json:"outlet"`
	Claim      string    `json:"claim"`
	Speaker    string    `json:"speaker"`
	SourceType string    `json:"source_type"`
	Hedge      string    `json:"hedge"`
	Date       *whenJSON `json:"date"`
	Record     string    `json:"record"`
}

type claimLine struct {
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	Record     string `json:"record"`
	Claim      string `json:"claim"`
	Speaker    string `json:"speaker"`
	SourceType string `json:"source_type"`
	Hedge      string `json:"hedge"`
	RelayedBy  string `json:"relayed_by,omitempty"`
	Outlet     string `json:"outlet,omitempty"`
}

type nextLine struct {
	Shows   string `json:"shows"`
	Command string `json:"command"`
}

// recordOf is how an entry of a room is called: nonpaper show takes it.
func recordOf(r *room.State, a room.About) string { return r.Name + ":" + itoa(a.Seq+1) }

// summarise draws up the summary of what the keeper of the file sees.
func summarise(s *session, m *folder.Manifest, at app.AsOf) (*summaryOut, error) {
	x, err := s.drafting(at)
	if err != nil {
		return nil, err
	}
	r, about := x.Drafting, s.About()
	out := &summaryOut{Title: about.Name, Notice: about.Notice, Records: map[string]int{}, Texts: []textLine{}, Parts: []partLine{}, Said: []saidLine{},
		Issues: []issueLine{}, Known: []knownLine{}, NotHeld: []notHeldLine{}, Press: []pressLine{}, Claims: []claimLine{}, Next: []nextLine{}}
	if !about.PublicRecord {
		out.Notice = ""
	}
	if at.Happened != 0 {
		out.AsOf = jsonWhen(event.When{From: at.Happened})
	}
	out.base = m.Base
	out.counts(r)
	codes := out.texts(r, m)
	if len(x.Text.Points) > 0 {
		if err := out.points(s, x, codes, m, at); err != nil {
			return nil, err
		}
	}
	_, issues, _, err := s.Issues(s.ctx, s.actor, at)
	if err != nil {
		return nil, err
	}
	out.issues(r, issues)
	out.around(r)
	for _, t := range m.Try {
		out.Next = append(out.Next, nextLine{t.Shows, "nonpaper " + t.Command})
	}
	return out, nil
}

// counts says how many records of each kind stand in the drafting room.
func (out *summaryOut) counts(r *room.State) {
	positions := 0
	for _, it := range r.Items {
		if it.Position != nil {
			positions++
		}
	}
	claims := 0
	for _, c := range r.Press {
		if c.Sort != "" {
			claims++
		}
	}
	for k, n := range map[string]int{"parties": len(r.Parties), "texts": len(r.Texts) + len(r.Rivals) + len(r.Reports), "positions": positions, "events": len(r.Meetings), "issues": len(r.Issues),
		"press": len(r.Press) - claims, "claims": claims, "principles": len(r.Principles), "told": len(r.Knowledge)} {
		out.Records[k] = n
	}
}

// texts lists the texts, and gives for each rival the code under which it is compiled.
func (out *summaryOut) texts(r *room.State, m *folder.Manifest) map[ident.Label]ident.Code {
	codes := map[ident.Label]ident.Code{}
	for _, t := range r.Texts {
		out.Texts = append(out.Texts, textLine{string(t.Label), t.Nature, t.Title, "", len(t.Points), nil, jsonWhen(t.When), false, t.When})
	}
	for _, t := range r.Rivals {
		for _, f := range m.Texts {
			if ident.Label(f.Version) == t.Label {
				codes[t.Label] = f.Code
			}
		}
		if codes[t.Label] == "" {
			if c, err := ident.ParseCode(string(t.Label)); err == nil {
				codes[t.Label] = c
			}
		}
		out.Texts = append(out.Texts, textLine{string(t.Label), "rival text", t.Title, string(codes[t.Label]), len(t.Points), nil, jsonWhen(t.When), false, t.When})
	}
	for _, t := range r.Reports {
		l := textLine{string(t.Label), "known by report: " + t.Source, "", "", t.Count, nil, jsonWhen(t.When), true, t.When}
		for _, c := range t.Clauses {
			l.Parts = append(l.Parts, strings.TrimSpace(c.Number+" "+c.Title))
		}
		out.Texts = append(out.Texts, l)
	}
	slices.SortStableFunc(out.Texts, func(a, b textLine) int { return cmp.Compare(a.when.From, b.when.From) })
	return codes
}

// points says how every point stands, and compiles those that are shown.
func (out *summaryOut) points(s *session, x *app.Compiled, codes map[ident.Label]ident.Code, m *folder.Manifest, at app.AsOf) error {
	r := x.Drafting
	in := r.Instruments[0]
	standing, err := s.Standing(s.ctx, s.actor, app.Drafting, in.Instrument, at)
	if err != nil {
		return err
	}
	text := x.Text
	proposed := slices.ContainsFunc(r.Items, func(it *room.Item) bool { return it.Proposal != nil })
	if len(r.Rivals) > 0 && !proposed { // what was proposed says more exactly who wants what
		if text, err = withRivals(r, in, codes); err != nil {
			return err
		}
	}
	out.compiled = text
	brackets := map[ident.Point]int{}
	for _, q := range text.Points {
		brackets[q.ID] = q.Heading.Count() + q.Wording.Count()
	}
	status := map[ident.Point]string{}
	for _, q := range standing.Points {
		status[q.ID] = strings.ReplaceAll(string(q.Status), "-", " ")
	}
	for _, q := range in.Points {
		if q.Deleted {
			continue
		}
		title := q.Part
		if q.PartLabel != "" {
			title = strings.TrimSuffix(q.PartLabel+". "+q.Part, ". ")
		}
		if n := len(out.Parts); n == 0 || out.Parts[n-1].Title != title {
			out.Parts = append(out.Parts, partLine{title, []pointLine{}})
		}
		last := &out.Parts[len(out.Parts)-1]
		last.Points = append(last.Points, pointLine{q.Number, q.Heading, status[q.ID], brackets[q.ID]})
	}
	for _, number := range m.ShowPoints {
		q, err := in.FindPoint(number)
		if err != nil {
			return fault.Invalidf("%s: the summary is to show point %s: %w", folder.ManifestName, number, err)
		}
		out.shown = append(out.shown, q.ID)
		for _, it := range r.Items {
			if it.Position != nil && it.Position.Point == q.ID && it.Live() {
				f := it.Position
				out.Said = append(out.Said, saidLine{q.Number, names(it.Sponsors()), strings.ReplaceAll(string(f.Stance), "-", " "), f.Stated, f.Version,
					orWords(string(it.Speaker), f.SaidBy), jsonWhen(it.When), recordOf(r, it.About)})
			}
		}
	}
	out.Compiled = rawJSON(jsontext.WriteCompiled(onlyPoints(text, out.shown)))
	return nil
}

// withRivals compiles the working text with the rival texts that stand in the room.
func withRivals(r *room.State, in *room.Instrument, codes map[ident.Label]ident.Code) (bracket.Text, error) {
	input := compile.Input{Base: plan.Text{Title: in.TextTitle}}
	for _, q := range in.Points {
		if !q.Deleted {
			input.Base.Points = append(input.Base.Points, room.ToPlan(q.Point))
		}
	}
	for _, t := range r.Rivals {
		v := compile.Version{Code: codes[t.Label], Text: plan.Text{Title: t.Title, Complete: t.Complete}}
		if v.Code == "" {
			continue // it has no name that could be printed at its words
		}
		for _, q := range t.Points {
			p := room.ToPlan(q)
			p.ID = q.Own
			v.Text.Points = append(v.Text.Points, p)
		}
		input.Versions = append(input.Versions, v)
	}
	text, _, err := compile.Texts(input)
	return text, err
}

// issues says how each issue stands, and how the text deals with it.
func (out *summaryOut) issues(r *room.State, list []view.IssueView) {
	for k := range list {
		i := &list[k]
		l := issueLine{Label: string(i.Label), Title: i.Title, About: []string{}, State: i.Stands(), Record: recordOf(r, i.Issue.About)}
		for _, a := range i.IssueRecorded.About {
			l.About = append(l.About, orWords(r.NumberOf(ident.Point(a)), a))
		}
		if i.Covered != "" {
			l.Text = view.SayCoverage(i.Covered)
			if i.AsAWhole {
				l.By = i.Whole.IssueCovered.Source
			}
		}
		out.Issues = append(out.Issues, l)
	}
}

// around says what stands around the text.
func (out *summaryOut) around(r *room.State) {
	for _, k := range r.Knowledge {
		l := knownLine{Party: string(k.Knowledge.Party), Level: said[k.Level], Way: ways[k.Way], Ref: string(k.Ref), Said: k.Said, ToldBy: k.ToldBy, How: k.How, Gist: k.Gist, Source: k.Source, Sure: k.Certainty, When: jsonWhen(k.When), Record: recordOf(r, k.About), when: k.When}
		switch q := r.People[k.Person]; {
		case q != nil:
			l.Who = q.Name
		case k.Person != "":
			l.Who = string(k.Person)
		default:
			l.Who = orWords(k.Other, l.Party)
			if q := r.Parties[k.Knowledge.Party]; q != nil && k.Other == "" {
				l.Who = q.Name
			}
		}
		out.Known = append(out.Known, l)
	}
	for _, m := range r.Meetings {
		if m.NotHeld == nil {
			continue
		}
		l := notHeldLine{Label: string(m.Label), Title: m.Title, When: jsonWhen(m.On.ByClock()), Place: m.Place, Accounts: []accountOut{}, Record: recordOf(r, m.About), on: view.SayDate(&m.On)}
		for _, a := range m.Accounts {
			l.Accounts = append(l.Accounts, accountOut{string(a.Of), a.Words, string(a.Person), a.SaidBy, string(a.Party), a.Source, a.Certainty, a.Hedge, jsonWhen(a.When)})
		}
		out.NotHeld = append(out.NotHeld, l)
	}
	for _, c := range r.Press {
		if c.Sort != "" {
			out.Claims = append(out.Claims, claimLine{string(c.Label), c.Sort, recordOf(r, c.About), c.Claim, c.Speaker, string(c.SourceType), c.Hedge, c.RelayedBy, c.Outlet})
			continue
		}
		out.Press = append(out.Press, pressLine{string(c.Label), orWords(c.Outlet, c.RelayedBy), c.Claim, c.Speaker, string(c.SourceType), c.Hedge, jsonWhen(c.Date), recordOf(r, c.About)})
	}
}

// next says how the commands to try are typed: on the process that was kept, else on
// one that is.
func (out *summaryOut) next(example, file string) {
	on := file
	if on == "" {
		on = example + extension
	}
	for i := range out.Next {
		out.Next[i].Command += " -C " + quoted(on)
	}
	if file == "" {
		out.Next = append([]nextLine{{"keep the process, for what follows", "nonpaper demo " + example + " --keep " + on}}, out.Next...)
	}
	out.Next = append(out.Next, nextLine{"all of this on a page, uncut", "nonpaper demo " + example + " --html " + example + ".html"})
}
