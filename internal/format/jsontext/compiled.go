package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

type compiledDoc struct {
	Format   string                   `json:"format"`
	Parties  []ident.Code             `json:"parties"`
	Texts    map[ident.Code]source    `json:"texts"`
	Sequence map[ident.Code][]placeOf `json:"sequence"`
	Points   []point                  `json:"points"`
}

type source struct {
	Title    string  `json:"title"`
	Complete bool    `json:"complete,omitempty"`
	Retain   bool    `json:"retain,omitempty"`
	Front    []field `json:"front,omitempty"`
}

type field struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type placeOf struct {
	ID        ident.Point   `json:"id"`
	Number    string        `json:"number"`
	Part      string        `json:"part"`
	PartLabel string        `json:"partLabel,omitempty"`
	Kind      plan.Kind     `json:"kind,omitempty"` // left out for a point
	Label     string        `json:"label,omitempty"`
	Own       ident.Point   `json:"own,omitempty"`
	Act       plan.Act      `json:"act,omitempty"`
	After     ident.Point   `json:"after,omitempty"`
	Answers   []ident.Point `json:"answers,omitempty"`
	Sure      *float64      `json:"sure,omitempty"` // left out for the base
	Why       string        `json:"why,omitempty"`
	NoHeading bool          `json:"noHeading,omitempty"`
	NoWording bool          `json:"noWording,omitempty"`
	Heading   string        `json:"heading,omitempty"`
}

type point struct {
	ID        ident.Point  `json:"id"`
	Number    string       `json:"number"`
	Part      string       `json:"part"`
	PartLabel string       `json:"partLabel,omitempty"`
	Kind      plan.Kind    `json:"kind"`
	Label     string       `json:"label,omitempty"`
	Speaks    []ident.Code `json:"speaks"`
	Heading   wording      `json:"heading"`
	Wording   wording      `json:"wording"`
}

// wording is a list of strings and brackets.
type wording bracket.Wording

type bracketDoc struct {
	Bracket  ident.Bracket `json:"bracket"`
	Variants []variant     `json:"variants"`
}

type variant struct {
	Holders []ident.Code `json:"holders"`
	By      []ident.Code `json:"by"`
	Wording wording      `json:"wording"`
	Moved   *moved       `json:"moved,omitempty"`
}

type moved struct {
	From ident.Bracket `json:"from,omitempty"`
	To   ident.Bracket `json:"to,omitempty"`
}

func (w wording) MarshalJSON() ([]byte, error) {
	items := make([]any, len(w))
	for i, it := range w {
		if it.Bracket == nil {
			items[i] = it.Words
			continue
		}
		doc := bracketDoc{Bracket: it.Bracket.Number}
		for _, v := range it.Bracket.Variants {
			to := variant{Holders: filled(v.Holders), By: filled(v.By), Wording: wording(v.Wording)}
			if v.MovedFrom != "" || v.MovedTo != "" {
				to.Moved = &moved{From: v.MovedFrom, To: v.MovedTo}
			}
			doc.Variants = append(doc.Variants, to)
		}
		items[i] = doc
	}
	return encode(items), nil
}

func filled(codes []ident.Code) []ident.Code {
	if codes == nil {
		return []ident.Code{}
	}
	return codes
}

// WriteCompiled writes a compiled text, one point a line.
func WriteCompiled(t bracket.Text) []byte {
	doc := compiledDoc{Parties: filled(t.Parties), Texts: map[ident.Code]source{}, Sequence: map[ident.Code][]placeOf{}}
	for code, s := range t.Texts {
		to := source{Title: s.Title, Complete: s.Complete, Retain: s.Retain}
		for _, f := range s.Front {
			to.Front = append(to.Front, field(f))
		}
		doc.Texts[code] = to
		doc.Sequence[code] = places(code, t.Sequence[code])
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"format\":%q,\n \"parties\":%s,\n \"texts\":%s,\n \"sequence\":%s,\n \"points\":[",
		CompiledFormat, encode(doc.Parties), encode(doc.Texts), encode(doc.Sequence))
	for i, p := range t.Points {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  ")
		b.Write(encode(point{
			ID: p.ID, Number: p.Number, Part: p.Part, PartLabel: p.PartLabel, Kind: p.Kind, Label: p.Label,
			Speaks: filled(p.Speaks), Heading: wording(p.Heading), Wording: wording(p.Wording),
		}))
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

func places(code ident.Code, from []bracket.Place) []placeOf {
	out := make([]placeOf, len(from))
	for i, p := range from {
		out[i] = placeOf{
			ID: p.ID, Number: p.Number, Part: p.Part, PartLabel: p.PartLabel, Label: p.Label, Own: p.Own,
			Act: p.Act, After: p.After, Answers: p.Answers, Why: p.Why,
			NoHeading: p.NoHeading, NoWording: p.NoWording, Heading: p.Heading,
		}
		if p.Kind != plan.KindPoint {
			out[i].Kind = p.Kind
		}
		if code != ident.Base {
			out[i].Sure = &p.Sure
		}
	}
	return out
}

// ReadCompiled reads a compiled text and checks that it is one.
func ReadCompiled(src []byte) (bracket.Text, error) {
	var doc compiledDoc
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	format, err := formatOf(src)
	if err != nil {
		return bracket.Text{}, broken(src, err)
	}
	if format != CompiledFormat {
		return bracket.Text{}, fault.Invalidf("no compiled text: its format is %q, not %q", format, CompiledFormat).
			WithHint("Make one with: nonpaper compile BASE CODE=FILE ... --as json")
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		return bracket.Text{}, broken(src, err)
	}
	t := bracket.Text{Parties: doc.Parties, Texts: map[ident.Code]bracket.Source{}, Sequence: map[ident.Code][]bracket.Place{}}
	for code, s := range doc.Texts {
		to := bracket.Source{Title: s.Title, Complete: s.Complete, Retain: s.Retain}
		for _, f := range s.Front {
			to.Front = append(to.Front, plan.Field(f))
		}
		t.Texts[code] = to
	}
	if _, ok := t.Texts[ident.Base]; !ok {
		return bracket.Text{}, fault.Invalidf("the compiled text has no base among its texts")
	}
	for code, from := range doc.Sequence {
		for _, p := range from {
			to := bracket.Place{
				ID: p.ID, Own: p.Own, Kind: p.Kind, Label: p.Label, Number: p.Number, PartLabel: p.PartLabel,
				Part: p.Part, Act: p.Act, After: p.After, Answers: p.Answers, Why: p.Why,
				NoHeading: p.NoHeading, NoWording: p.NoWording, Heading: p.Heading,
			}
			if to.Kind == "" {
				to.Kind = plan.KindPoint
			}
			if p.Sure != nil {
				to.Sure = *p.Sure
			}
			t.Sequence[code] = append(t.Sequence[code], to)
		}
	}
	for _, p := range doc.Points {
		to := bracket.Point{
			ID: p.ID, Kind: p.Kind, Label: p.Label, Number: p.Number, PartLabel: p.PartLabel, Part: p.Part,
			Speaks: p.Speaks, Heading: bracket.Wording(p.Heading), Wording: bracket.Wording(p.Wording),
		}
		if err := onePlaceEach(to); err != nil {
			return bracket.Text{}, err
		}
		t.Points = append(t.Points, to)
	}
	return t, nil
}

// onePlaceEach checks that nobody holds two variants of a bracket.
func onePlaceEach(p bracket.Point) error {
	for _, w := range []bracket.Wording{p.Heading, p.Wording} {
		var twice error
		w.Brackets(func(b *bracket.Bracket) bool {
			var seen []ident.Code
			for _, v := range b.Variants {
				for _, h := range v.Holders {
					if slices.Contains(seen, h) {
						twice = fault.Invalidf("point %s: %s holds two variants of bracket %s", p.ID, h, b.Number)
						return false
					}
					seen = append(seen, h)
				}
			}
			return true
		})
		if twice != nil {
			return twice
		}
	}
	return nil
}
