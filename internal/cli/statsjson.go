package cli

import (
	"encoding/json"

	"nonpaper/internal/burndown"
	"nonpaper/internal/marks"
)

// statsDoc is what stats --as json writes; docs/format.md describes it.
type statsDoc struct {
	Format string    `json:"format"`
	Texts  []textDoc `json:"texts"`
	Steps  []stepDoc `json:"steps"`
}

// statsFormat names the form of the document.
const statsFormat = "nonpaper.stats/1"

type countDoc struct {
	Words        int     `json:"words"`
	InBrackets   int     `json:"wordsInBrackets"`
	Open         int     `json:"wordsOpen"`
	Share        float64 `json:"shareInBrackets"`
	Brackets     int     `json:"brackets"`
	Places       int     `json:"places"`
	Depth        int     `json:"depth"`
	Spanning     int     `json:"spanning"`
	Series       int     `json:"series"`
	Options      int     `json:"options"`
	Placeholders int     `json:"placeholders"`
	Slots        int     `json:"slots"`
	EndMarks     int     `json:"endMarks"`
	Instructions int     `json:"instructions"`
}

type textDoc struct {
	Name     string       `json:"name"`
	Total    countDoc     `json:"total"`
	Parts    []partDoc    `json:"parts"`
	Points   []pointDoc   `json:"points"`
	Parties  []partyDoc   `json:"parties"`
	Square   squareDoc    `json:"squareBrackets"`
	Problems []problemDoc `json:"problems"`
}

type partDoc struct {
	Name string `json:"name"`
	countDoc
}

type pointDoc struct {
	Called string `json:"point"`
	Part   string `json:"part"`
	Line   int    `json:"line,omitempty"`
	countDoc
}

type partyDoc struct {
	Code     string `json:"code"`
	Places   int    `json:"places"`
	Proposes int    `json:"proposes"`
	Retains  int    `json:"retains"`
	Against  int    `json:"against"`
	Reserves int    `json:"reserves"`
}

type squareDoc struct {
	Opening accountDoc `json:"opening"`
	Closing accountDoc `json:"closing"`
}

type accountDoc struct {
	Sum        int `json:"sum"`
	Text       int `json:"text"`
	Link       int `json:"link"`
	Note       int `json:"note"`
	Escaped    int `json:"escaped"`
	Hidden     int `json:"hidden"`
	Unbalanced int `json:"unbalanced"`
	Deep       int `json:"tooDeep"`
}

type problemDoc struct {
	Kind string `json:"kind"`
	Line int    `json:"line"`
	Col  int    `json:"column"`
	Text string `json:"text"`
}

type stepDoc struct {
	From        string        `json:"from"`
	To          string        `json:"to"`
	Settled     int           `json:"settled"`
	SettledKept int           `json:"settledKept"`
	Changed     int           `json:"changed"`
	Carried     int           `json:"carried"`
	New         int           `json:"new"`
	Places      []followedDoc `json:"places"`
}

type followedDoc struct {
	Fate string    `json:"fate"`
	Kept bool      `json:"kept,omitempty"`
	Old  *whereDoc `json:"old,omitempty"`
	Now  *whereDoc `json:"now,omitempty"`
}

type whereDoc struct {
	Point string `json:"point"`
	Line  int    `json:"line"`
	Col   int    `json:"column"`
	Words string `json:"words"`
}

func statsJSON(reports []burndown.Report, steps []burndown.Step) ([]byte, error) {
	doc := statsDoc{Format: statsFormat, Texts: []textDoc{}, Steps: []stepDoc{}}
	for _, r := range reports {
		t := textDoc{
			Name: r.Name, Total: countDocOf(r.Total), Parts: []partDoc{}, Points: []pointDoc{}, Parties: []partyDoc{}, Problems: []problemDoc{},
			Square: squareDoc{accountDocOf(r.Opened), accountDocOf(r.Shut)},
		}
		for _, p := range r.Parts {
			t.Parts = append(t.Parts, partDoc{p.Name, countDocOf(p.Count)})
		}
		for _, p := range r.Points {
			t.Points = append(t.Points, pointDoc{p.Called(), p.Part, p.Line, countDocOf(p.Count)})
		}
		for _, p := range r.Parties {
			t.Parties = append(t.Parties, partyDoc{string(p.Code), p.Places, p.Proposes, p.Retains, p.Against, p.Reserves})
		}
		for _, p := range r.Problems {
			t.Problems = append(t.Problems, problemDoc{p.Kind, p.Line, p.Col, p.Text})
		}
		doc.Texts = append(doc.Texts, t)
	}
	for _, s := range steps {
		d := stepDoc{s.From, s.To, s.Settled, s.SettledKept, s.Changed, s.Carried, s.New, []followedDoc{}}
		for _, f := range s.Brackets {
			x := followedDoc{Fate: string(f.Fate), Kept: f.Kept}
			if f.OldLine > 0 {
				x.Old = &whereDoc{f.OldPoint, f.OldLine, f.OldCol, f.Old}
			}
			if f.NowLine > 0 {
				x.Now = &whereDoc{f.NowPoint, f.NowLine, f.NowCol, f.Now}
			}
			d.Places = append(d.Places, x)
		}
		doc.Steps = append(doc.Steps, d)
	}
	src, err := json.MarshalIndent(doc, "", " ")
	return append(src, '\n'), err
}

func countDocOf(c burndown.Count) countDoc {
	return countDoc{c.Words, c.InBrackets, c.Open, c.Share(), c.Brackets, c.Places, c.Depth, c.Spanning, c.Series, c.Options,
		c.Placeholders, c.Slots, c.EndMarks, c.Instructions}
}

func accountDocOf(a marks.Account) accountDoc {
	return accountDoc{a.Sum(), a.Text, a.Link, a.Note, a.Escaped, a.Hidden, a.Unbalanced, a.Deep}
}
