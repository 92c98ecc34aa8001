package folder

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Party is a row of a table of parties.
type Party struct {
	At      Place
	Code    ident.Code
	Name    string
	Sort    string // State, group, organisation
	Roles   []event.Role
	Members []ident.Code
	Aliases []string
	Order   int
	Note    string
	Date    Day // for which the table stands, "" where that is not said
}

// Part says in which part a point stands.
type Part struct {
	At                       Place
	Point, Title             string
	Part, PartTitle          string
	Confidence, Note, OfFile string
}

// Wording says where a point of a text comes from.
type Wording struct {
	At                                                                    Place
	Text, Point, Number, Answers, Action, Change, Status, Checked, Source string
}

// Position is what a party was said to think of a point.
type Position struct {
	At        Place
	Party     ident.Code
	Point     string // "all" for the text as a whole
	Version   string
	Stance    event.Stance
	Stated    string // the stance as the file has it
	Statement string
	Speaker   string
	Date      Day
	Source    string
	Certainty string
}

// Event is a meeting or something else that happened.
type Event struct {
	At           Place
	ID           string
	From, To     Day
	Sort         string // as the file calls it
	Title        string
	Participants []string
	Where        string
	Outcome      string
	Source       string
	Certainty    string
}

// Issue is a contentious subject.
type Issue struct {
	At          Place
	ID          string
	Title       string
	Points      []string
	Description string
	Positions   string
	State       string
	Source      string
	Certainty   string
	Date        Day // for which it stands
}

// Press is what somebody outside said.
type Press struct {
	At          Place
	ID          string
	Date        Day
	Outlet      string
	RelayedBy   string
	Claim       string
	SourceType  event.SourceType
	Speaker     string
	Hedge       string
	About       []string
	DiffersFrom []string
	Source      string
	Sort        string // of a claim: what sort of knowledge it is
}

// Principle is an earlier understanding.
type Principle struct {
	At          Place
	ID          string
	Title       string
	Where       string
	When        Day
	WordsKnown  bool
	AssertedBy  []string
	ConfirmedBy []string
	ContestedBy []string
	Absent      []string
	Points      []string // that are said to derive from it
	NotSaid     bool     // it is not said which do
	Source      string
	Certainty   string
	Date        Day // on which this could be known
}

// Told says who was said to know of the text.
type Told struct {
	At        Place
	ID        string
	Person    string
	Party     ident.Code
	Capacity  string
	Level     event.Level
	Stated    string // the level as the file has it
	How, By   string
	Date      Day // not later than
	Source    string
	Certainty string
}

// tables reads all tables: the parties first, which the others name.
func (r *reader) tables() {
	each := func(k Kind, has columns, take func(File, row)) {
		for _, f := range r.out.Files {
			if f.Kind == k {
				for _, w := range r.table(f, has) {
					take(f, w)
				}
			}
		}
	}
	col := strings.Fields
	each(KindParties, columns{col("code name"), col("kind roles members aliases printed_order note")}, func(f File, w row) { r.oneParty(f, w) })
	r.members()
	each(KindParts, columns{col("point part part_title"), col("title confidence note")}, func(f File, w row) {
		r.out.Parts = append(r.out.Parts, Part{w.at, r.needed(w, "point"), w.text("title"), w.text("part"), w.text("part_title"), w.text("confidence"), w.text("note"), f.Path})
	})
	each(KindSources, columns{col("text"), col("point number answers action change status checked sources")}, func(_ File, w row) {
		r.out.Wordings = append(r.out.Wordings, Wording{w.at, r.version(w, "text"), w.text("point"), w.text("number"), w.text("answers"), w.text("action"),
			w.text("change"), w.text("status"), w.text("checked"), w.text("sources")})
	})
	each(KindEvents, columns{col("id date_start type title"), col("date_end participants place outcome source certainty")}, func(_ File, w row) { r.event(w) })
	each(KindIssues, columns{col("id issue"), col("points description positions state source certainty")}, func(f File, w row) {
		r.out.Issues = append(r.out.Issues, Issue{w.at, r.identify(w.cells["id"]), r.needed(w, "issue"), w.cells["points"].texts(), w.text("description"),
			w.text("positions"), w.text("state"), w.text("source"), w.text("certainty"), r.standsFor(f, r.out.To)})
	})
	each(KindPress, columns{col("id date claim_paraphrase source_type"), col("outlet relayed_by speaker hedge about differs_from source kind")}, func(_ File, w row) {
		p := r.press(w, "claim_paraphrase")
		p.Date = r.neededDay(w, "date")
		r.out.Press = append(r.out.Press, p)
	})
	each(KindClaims, columns{col("id claim source_type"), col("outlet relayed_by speaker hedge about differs_from source kind")}, func(f File, w row) {
		p := r.press(w, "claim")
		p.Date = r.standsFor(f, r.out.FirstReport)
		r.out.Claims = append(r.out.Claims, p)
	})
	each(KindPrinciples, columns{col("id title"), col("where when words_known asserted_by confirmed_by contested_by absent points_said_to_derive source certainty")}, r.principle)
	each(KindTold, columns{col("id party level"), col("person capacity how by not_later_than source certainty")}, r.told)
	each(KindPositions, columns{col("party point version stance date"), col("statement_paraphrase speaker source certainty")}, func(_ File, w row) { r.position(w) })
	each(KindKnown, columns{col("of since"), col("why as by")}, func(_ File, w row) {
		of := w.cells["of"]
		id, column, named := strings.Cut(of.text, ":")
		if at, there := r.rows[id]; !there {
			r.wrong(of.at, "no row has the identifier %q", id)
		} else if kind := r.kindOf(at.File); named && !slices.Contains(knownLater[kind], column) {
			r.wrong(of.at, "of %s nothing is recorded by itself that stands in a column %q", kind, column)
		}
		if _, twice := r.out.known[of.text]; twice {
			r.wrong(of.at, "%q stands twice", of.text)
		}
		if by := w.cells["by"]; by.text != "" {
			if _, there := r.rows[by.text]; !there {
				r.wrong(by.at, "no row has the identifier %q", by.text)
			}
		}
		if as := w.cells["as"]; as.text != "" && !strings.Contains(of.text, ":") {
			r.wrong(as.at, "a whole row says nothing before it is known: %q is said of a column, identifier:column", as.text)
		}
		r.out.known[of.text] = Known{w.at, of.text, r.neededDay(w, "since"), w.text("why"), w.text("as"), w.text("by")}
	})
	for _, p := range slices.Concat(r.out.Press, r.out.Claims) {
		for _, d := range p.DiffersFrom {
			if _, there := r.rows[d]; !there {
				r.wrong(p.At, "%s differs from %q, which is no row of the folder", p.ID, d)
			}
		}
	}
}

// knownLater are the columns of which it can be said that they became known later than
// their row.
var knownLater = map[Kind][]string{
	KindEvents: {"outcome", "source"}, KindTold: {"certainty", "capacity"}, KindIssues: {"issue"}, KindPrinciples: {"confirmed_by", "contested_by"},
}

// kindOf is what a file of the folder holds.
func (r *reader) kindOf(path string) Kind {
	for _, f := range r.out.Files {
		if f.Path == path {
			return f.Kind
		}
	}
	return ""
}

// standsFor is the day for which a table's undated rows stand: the manifest's, else
// the one given, without which it is a fault.
func (r *reader) standsFor(f File, other Day) Day {
	if day := cmp.Or(f.Date, other); day != "" {
		return day
	}
	r.wrong(f.At, "the rows of %s have no date, and the manifest does not say for which day they stand", f.Path)
	return ""
}

// call notes how a party is called.
func (r *reader) call(c cell, code ident.Code) {
	if was, twice := r.out.party[c.text]; twice && was != code {
		r.wrong(c.at, "%q is what %s is called already", c.text, was)
		return
	}
	r.out.party[c.text] = code
}

func (r *reader) oneParty(f File, w row) {
	p := Party{At: w.at, Name: r.needed(w, "name"), Sort: w.text("kind"), Aliases: w.cells["aliases"].texts(), Order: r.whole(w.cells["printed_order"]), Note: w.text("note"), Date: f.Date}
	code, err := ident.ParseCode(w.text("code"))
	if err != nil {
		r.wrong(w.cells["code"].at, "%v", err)
		return
	}
	if slices.ContainsFunc(r.out.Parties, func(q Party) bool { return q.Code == code }) {
		r.wrong(w.cells["code"].at, "the code %s stands twice", code)
		return
	}
	p.Code = code
	for _, c := range w.cells["roles"].list() {
		role := event.Role(strings.ReplaceAll(strings.TrimSuffix(strings.ToLower(c.text), " or tasked by the text"), " ", "-"))
		if !slices.Contains(event.Roles(), role) {
			r.wrong(c.at, "%q is no role of a party", c.text)
			continue
		}
		p.Roles = append(p.Roles, role)
	}
	for _, c := range w.cells["members"].list() {
		p.Members = append(p.Members, ident.Code(c.text))
	}
	r.call(cell{w.cells["code"].at, string(code)}, code)
	r.call(w.cells["name"], code)
	for _, c := range w.cells["aliases"].list() {
		r.call(c, code)
	}
	r.out.Parties = append(r.out.Parties, p)
}

// members checks that the members of groups are parties, and puts the parties into
// their printed order.
func (r *reader) members() {
	for _, p := range r.out.Parties {
		for _, m := range p.Members {
			if r.out.party[string(m)] != m {
				r.wrong(p.At, "%s stands for %q, which is no party of the folder", p.Code, m)
			}
		}
	}
	slices.SortStableFunc(r.out.Parties, func(a, b Party) int { return cmp.Compare(a.Order, b.Order) })
}

// version is the version of a text in a column.
func (r *reader) version(w row, column string) string {
	v := r.needed(w, column)
	if v != "" && !r.labels[v] {
		r.wrong(w.cells[column].at, "no text of the folder has the version %q", v)
	}
	return v
}

func (r *reader) event(w row) {
	e := Event{At: w.at, ID: r.identify(w.cells["id"]), From: r.neededDay(w, "date_start"), To: r.day(w.cells["date_end"]), Sort: r.needed(w, "type"), Title: r.needed(w, "title"),
		Participants: w.cells["participants"].texts(), Where: w.text("place"), Outcome: w.text("outcome"), Source: w.text("source"), Certainty: w.text("certainty")}
	if e.To = cmp.Or(e.To, e.From); e.To < e.From {
		r.wrong(w.cells["date_end"].at, "it ends before it begins")
	}
	if !slices.Contains(Sorts(), e.Sort) {
		r.wrong(w.cells["type"].at, "%q is no type of an event; it is one of: %s", e.Sort, strings.Join(Sorts(), ", "))
	}
	r.out.Events = append(r.out.Events, e)
}

// Sorts are the types of events.
func Sorts() []string {
	return []string{"meeting", "bilateral", "plenary", "visit", "call", "consultation", "postponement", "disclosure", "draft", "statement"}
}

func (r *reader) press(w row, claim string) Press {
	p := Press{At: w.at, ID: r.identify(w.cells["id"]), Outlet: w.text("outlet"), RelayedBy: w.text("relayed_by"), Claim: r.needed(w, claim), SourceType: event.SourceType(r.needed(w, "source_type")),
		Speaker: w.text("speaker"), Hedge: w.text("hedge"), About: w.cells["about"].texts(), DiffersFrom: w.cells["differs_from"].texts(), Source: w.text("source"), Sort: w.text("kind")}
	if !slices.Contains(event.SourceTypes(), p.SourceType) {
		r.wrong(w.cells["source_type"].at, "%q is no type of source", p.SourceType)
	}
	return p
}

func (r *reader) principle(f File, w row) {
	p := Principle{At: w.at, ID: r.identify(w.cells["id"]), Title: r.needed(w, "title"), Where: w.text("where"), When: r.day(w.cells["when"]), AssertedBy: w.cells["asserted_by"].texts(),
		ConfirmedBy: w.cells["confirmed_by"].texts(), ContestedBy: w.cells["contested_by"].texts(), Absent: w.cells["absent"].texts(), Source: w.text("source"), Certainty: w.text("certainty"),
		Date: r.standsFor(f, r.out.FirstReport)}
	switch known := w.cells["words_known"]; known.text {
	case "yes":
		p.WordsKnown = true
	case "", "no":
	default:
		r.wrong(known.at, "%q is neither yes nor no", known.text)
	}
	if c := w.cells["points_said_to_derive"]; strings.EqualFold(c.text, "not said") {
		p.NotSaid = true
	} else {
		p.Points = c.texts()
	}
	r.out.Principles = append(r.out.Principles, p)
}

func (r *reader) told(f File, w row) {
	t := Told{At: w.at, ID: r.identify(w.cells["id"]), Person: w.text("person"), Party: r.find(w.cells["party"]), Capacity: w.text("capacity"), Stated: r.needed(w, "level"),
		How: w.text("how"), By: w.text("by"), Date: r.day(w.cells["not_later_than"]), Source: w.text("source"), Certainty: w.text("certainty")}
	if t.Date == "" {
		t.Date = r.standsFor(f, r.out.FirstReport)
	}
	level, is := levelOf(t.Stated)
	if !is {
		r.wrong(w.cells["level"].at, "%q says no level of knowledge", t.Stated)
	}
	t.Level = level
	r.out.Told = append(r.out.Told, t)
}

// levelOf reads a level of knowledge: one of the five, of several joined by "or" the
// least, and of "not said" the least of all. What follows in brackets is kept beside it.
func levelOf(s string) (event.Level, bool) {
	s, _, _ = strings.Cut(s, "(")
	s = strings.TrimSpace(s)
	all := event.Levels()
	if s == "not said" {
		return all[0], true
	}
	least := len(all)
	for one := range strings.SplitSeq(s, " or ") {
		i := slices.Index(all, event.Level(strings.TrimSpace(one)))
		if i < 0 {
			return "", false
		}
		least = min(least, i)
	}
	return all[least], true
}

func (r *reader) position(w row) {
	p := Position{At: w.at, Party: r.find(w.cells["party"]), Point: r.needed(w, "point"), Version: r.needed(w, "version"), Stated: r.needed(w, "stance"), Statement: w.text("statement_paraphrase"),
		Speaker: w.text("speaker"), Date: r.neededDay(w, "date"), Source: w.text("source"), Certainty: w.text("certainty")}
	if before, is := strings.CutPrefix(p.Version, "before "); is { // said before that text was there
		if !r.labels[before] {
			r.wrong(w.cells["version"].at, "no text of the folder has the version %q", before)
		}
	} else {
		r.version(w, "version")
	}
	p.Stance = stances[p.Stated]
	if p.Stance == "" && slices.Contains(event.Stances(), event.Stance(p.Stated)) {
		p.Stance, p.Stated = event.Stance(p.Stated), ""
	}
	if p.Stance == "" {
		r.wrong(w.cells["stance"].at, "%q is no stance", p.Stated)
	}
	r.out.Positions = append(r.out.Positions, p)
}
