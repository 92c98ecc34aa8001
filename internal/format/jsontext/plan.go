package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

type planDoc struct {
	Format   string      `json:"format"`
	Title    string      `json:"title"`
	Complete bool        `json:"complete,omitempty"`
	Front    []field     `json:"front,omitempty"`
	Points   []planPoint `json:"points"`
}

type planPoint struct {
	ID        ident.Point `json:"id,omitempty"`
	Kind      plan.Kind   `json:"kind,omitempty"` // left out for a point
	Label     string      `json:"label,omitempty"`
	Number    string      `json:"number"`
	PartLabel string      `json:"partLabel,omitempty"`
	Part      string      `json:"part,omitempty"`
	Heading   string      `json:"heading"`
	Wording   string      `json:"wording"`
	Act       plan.Act    `json:"act,omitempty"`
	After     ident.Point `json:"after,omitempty"`
}

// WritePlan writes a plan, one point a line.
func WritePlan(t plan.Text) []byte {
	var front []field
	for _, f := range t.Front {
		front = append(front, field(f))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"format\":%q,\n \"title\":%s,\n", PlanFormat, encode(t.Title))
	if t.Complete {
		b.WriteString(" \"complete\":true,\n")
	}
	if front != nil {
		fmt.Fprintf(&b, " \"front\":%s,\n", encode(front))
	}
	b.WriteString(" \"points\":[")
	for i, p := range t.Points {
		if i > 0 {
			b.WriteString(",")
		}
		to := planPoint{
			ID: p.ID, Kind: p.Kind, Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part,
			Heading: p.Heading, Wording: p.Body, Act: p.Act, After: p.After,
		}
		if to.Kind == plan.KindPoint {
			to.Kind = ""
		}
		b.WriteString("\n  ")
		b.Write(encode(to))
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

var (
	kinds = []plan.Kind{plan.KindPoint, plan.KindPreamble, plan.KindAnnex, plan.KindFootnote, plan.KindDefinition}
	acts  = []plan.Act{plan.ActNone, plan.ActDelete, plan.ActKeep, plan.ActMove}
)

// ReadPlan reads a plan. Words are normalised as in every reader.
func ReadPlan(src []byte) (plan.Text, error) {
	var doc planDoc
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	format, err := formatOf(src)
	if err != nil {
		return plan.Text{}, broken(src, err)
	}
	switch format {
	case PlanFormat:
	case CompiledFormat:
		return plan.Text{}, fault.Invalidf("this is a compiled text, not one party's").
			WithHint("Take one text out of it first: nonpaper project FILE base")
	default:
		return plan.Text{}, fault.Invalidf("no plan: its format is %q, not %q", format, PlanFormat)
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		return plan.Text{}, broken(src, err)
	}
	t := plan.Text{Title: line(doc.Title), Complete: doc.Complete}
	for _, f := range doc.Front {
		t.Front = append(t.Front, plan.Field(f))
	}
	for i, p := range doc.Points {
		to := plan.Point{
			ID: p.ID, Kind: p.Kind, Label: line(p.Label), Number: line(p.Number), PartLabel: line(p.PartLabel),
			Part: line(p.Part), Heading: line(p.Heading), Body: words.Normalise(p.Wording), Act: p.Act, After: p.After,
		}
		if to.Kind == "" {
			to.Kind = plan.KindPoint
		}
		for _, id := range []ident.Point{p.ID, p.After} {
			if _, err := ident.ParsePoint(string(id)); id != "" && err != nil {
				return plan.Text{}, fault.Invalidf("points[%d]: %w", i, err)
			}
		}
		switch {
		case !slices.Contains(kinds, to.Kind):
			return plan.Text{}, fault.Invalidf("points[%d]: kind %q is none of %q", i, p.Kind, kinds)
		case !slices.Contains(acts, to.Act):
			return plan.Text{}, fault.Invalidf("points[%d]: act %q is none of %q", i, p.Act, acts[1:])
		case to.Act == plan.ActDelete && to.Body != "":
			return plan.Text{}, fault.Invalidf("points[%d]: it is deleted and has words", i).
				WithHint("Leave the words out, or the act.")
		}
		t.Points = append(t.Points, to)
	}
	return t, nil
}

// line normalises what stands on one line.
func line(s string) string {
	return string(bytes.ReplaceAll([]byte(words.Normalise(s)), []byte("\n"), []byte(" ")))
}
