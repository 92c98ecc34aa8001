package compile

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"nonpaper/internal/collate"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// language is what texts in one language are made of: sentences with numbers,
// units and signs that are easily divided or lost, labels of items on four
// levels, headings, and words to put in.
type language struct {
	sentences []string
	labels    []string
	headings  []string
	scraps    []string
}

var languages = []language{
	{
		[]string{
			"The Parties shall withdraw heavy weapons to a distance of 25 km from the line of contact within 30 days.",
			"The Ukrainian armed forces shall number no more than 600,000 persons, in peacetime.",
			"the States' forces, and/or their auxiliaries, shall remain in place;",
			"a \"neutral\" self-governing zone [of 12.5%] – under joint monitoring – shall be set up;",
			"No charge shall be made to a person who crosses on foot or with hand luggage (Art. 5).",
		},
		[]string{"(a) ", "(b) ", "(i) ", "(ii) ", "1. ", "(A) ", "- "},
		[]string{"", "Size of the forces", "Line of contact, and monitoring", "Article 5 forces"},
		[]string{"immediate ", "25 km ", ", and ", "(c) ", "not ", "40 ", "800,000 ", "should\n", "/ ", "[x] "},
	},
	{
		[]string{
			"Сторони виводять важке озброєння на відстань 25 км від лінії зіткнення протягом 30 днів.",
			"Чисельність збройних сил не перевищує 600 000 осіб у мирний час.",
			"об’єкти інфраструктури передаються під міжнародний нагляд;",
		},
		[]string{"(а) ", "(б) ", "(i) ", "1) ", "– "},
		[]string{"", "Лінія зіткнення", "Чисельність збройних сил"},
		[]string{"негайно ", "не ", ", та ", "800 000 ", "п’ять\n", "(в) "},
	},
	{
		[]string{
			"Стороны отводят тяжёлые вооружения на расстояние 25 км от линии соприкосновения.",
			"Совместная комиссия рассматривает жалобы, поступившие в течение 10 дней.",
			"ни одна из Сторон не возводит укреплений;",
		},
		[]string{"(а) ", "(б) ", "1) ", "2) "},
		[]string{"", "Линия соприкосновения", "Жалобы"},
		[]string{"немедленно ", "не ", ", или ", "40 ", "ё\n"},
	},
	{
		[]string{
			"يلتزم الطرفان بسحب الأسلحة الثقيلة إلى مسافة ٢٥ كم من خط التماس خلال ٣٠ يومًا.",
			"لا يجوز فرض أي رسم على من يعبر سيرًا على الأقدام، أو بأمتعة يدوية.",
			"تُنشأ منطقة محايدة؛",
		},
		[]string{"(أ) ", "(ب) ", "١. ", "٢. "},
		[]string{"", "خط التماس", "حجم القوات"},
		[]string{"فورًا ", "لا ", "، و", "٤٠ ", "أو\n"},
	},
	{
		[]string{
			"双方应在30天内将重型武器撤离接触线25公里。",
			"乌克兰武装部队人数不得超过600000人。",
			"设立中立区，由双方共同监督；",
		},
		[]string{"（一）", "（二）", "1. ", "(a) "},
		[]string{"", "和平", "武装部队的规模"},
		[]string{"立即", "不", "，并", "40", "应\n"},
	},
}

// drawText makes a base of a few points, with all that stands around them.
func drawText(t *rapid.T, in language) plan.Text {
	text := plan.Text{Title: "A plan"}
	numbers := []string{"1", "2", "2 bis", "2 ter", "3", "3 alt", "4", "5", "IV", "6a"}
	label := rapid.SampledFrom([]string{"", "", "Article"}).Draw(t, "label")
	if rapid.IntRange(0, 3).Draw(t, "preamble") == 0 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPreamble, Body: drawBody(t, in)})
	}
	for i := range rapid.IntRange(1, 7).Draw(t, "points") {
		p := plan.Point{
			ID: ident.Point(fmt.Sprintf("p%d", i+1)), Kind: plan.KindPoint, Label: label, Number: numbers[i],
			Heading: rapid.SampledFrom(in.headings).Draw(t, "heading"), Body: drawBody(t, in),
			Part: []string{"", "Security"}[min(i/3, 1)],
		}
		if rapid.IntRange(0, 7).Draw(t, "definitions") == 0 {
			p.Kind = plan.KindDefinition
		}
		text.Points = append(text.Points, p)
	}
	for _, kind := range []plan.Kind{plan.KindAnnex, plan.KindFootnote} {
		if rapid.IntRange(0, 3).Draw(t, string(kind)) == 0 {
			p := plan.Point{Kind: kind, Number: "1", Body: drawBody(t, in)}
			if kind == plan.KindAnnex {
				p.Label, p.Number, p.Heading = "Annex", "I", rapid.SampledFrom(in.headings).Draw(t, "of annex")
			}
			text.Points = append(text.Points, p)
		}
	}
	return text
}

// drawBody makes paragraphs and items.
func drawBody(t *rapid.T, in language) string {
	lines := rapid.SliceOfN(rapid.SampledFrom(in.sentences), 1, 5).Draw(t, "lines")
	join := rapid.SampledFrom([]string{" ", "\n", "items"}).Draw(t, "join")
	if join == "items" {
		for i := range lines {
			lines[i] = rapid.SampledFrom(in.labels).Draw(t, "item") + lines[i]
		}
		join = "\n"
	}
	return words.Normalise(strings.Join(lines, join))
}

// drawVersion edits a base as a party does: words, headings, sentences and
// points are changed, left out, put in and moved; some points it does not speak
// to, some it deletes, keeps or moves by an act.
func drawVersion(t *rapid.T, base plan.Text, in language) plan.Text {
	v := plan.Text{Title: base.Title, Complete: rapid.Bool().Draw(t, "complete")}
	identifiers := rapid.Bool().Draw(t, "identifiers")
	for i, p := range base.Points {
		switch rapid.IntRange(0, 11).Draw(t, "point") {
		case 0:
			continue // silent, or deleted where complete
		case 1:
			p.Act, p.Body = plan.ActDelete, ""
		case 2:
			p.Act, p.Body, p.Heading = plan.ActKeep, "", ""
		case 3:
			p.Body = drawBody(t, in)
		case 4: // as it is
		case 5:
			p.Act, p.After = plan.ActMove, base.Points[rapid.IntRange(0, i).Draw(t, "after")].ID
			if rapid.Bool().Draw(t, "with words") {
				p.Body = drawEdit(t, p.Body, in)
			} else {
				p.Body, p.Heading = "", ""
			}
		case 6:
			p.Heading = drawEdit(t, p.Heading+" "+rapid.SampledFrom(in.headings).Draw(t, "heading"), in)
			p.Heading = strings.ReplaceAll(p.Heading, "\n", " ")
		default:
			p.Body = drawEdit(t, p.Body, in)
		}
		if p.Act != plan.ActNone && p.Kind == plan.KindFootnote {
			continue
		}
		if !identifiers {
			p.ID = ""
		}
		if p.Act == plan.ActNone && p.Body == "" && p.Heading == "" {
			p.Act = plan.ActDelete
		}
		v.Points = append(v.Points, p)
	}
	if rapid.IntRange(0, 3).Draw(t, "adds") == 0 {
		p := plan.Point{
			Kind: plan.KindPoint, Number: rapid.SampledFrom([]string{"99", "1 bis", "1 ter", "3 alt", "3 bis alt 2", "4 quinquies", ""}).Draw(t, "number"),
			Heading: rapid.SampledFrom(in.headings).Draw(t, "new"), Body: drawBody(t, in),
		}
		at := rapid.IntRange(0, len(v.Points)).Draw(t, "at")
		if at < len(v.Points) {
			p.Part = v.Points[at].Part
		}
		v.Points = slices.Insert(v.Points, at, p)
	}
	if rapid.IntRange(0, 3).Draw(t, "reorders") == 0 {
		v.Points = rapid.Permutation(v.Points).Draw(t, "order")
	}
	return v
}

// drawEdit changes words: some go, some come, some stand elsewhere.
func drawEdit(t *rapid.T, body string, in language) string {
	pieces := strings.SplitAfter(body, " ")
	if len(pieces) < 3 { // a script without spaces
		pieces = strings.SplitAfter(body, "")
	}
	scrap := rapid.SampledFrom(in.scraps)
	var out []string
	for _, w := range pieces {
		switch rapid.IntRange(0, 14).Draw(t, "edit") {
		case 0:
		case 1:
			out = append(out, w, scrap.Draw(t, "in"))
		case 2:
			out = append(out, scrap.Draw(t, "instead"))
		default:
			out = append(out, w)
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "moves") == 0 && len(out) > 4 {
		k := rapid.IntRange(1, len(out)-1).Draw(t, "at")
		out = append(out[k:], out[:k]...)
	}
	return words.Normalise(strings.Join(out, ""))
}

// drawInput draws a base and the versions of 1 to 30 parties.
func drawInput(t *rapid.T) Input {
	lang := rapid.SampledFrom(languages).Draw(t, "language")
	in := Input{Base: drawText(t, lang), Grain: rapid.SampledFrom([]collate.Grain{collate.Phrase, collate.Word, collate.Sentence}).Draw(t, "grain")}
	parties := rapid.IntRange(1, 4).Draw(t, "parties")
	if rapid.IntRange(0, 15).Draw(t, "many") == 0 {
		parties = rapid.IntRange(5, 30).Draw(t, "more")
	}
	for i := range parties {
		in.Versions = append(in.Versions, Version{
			Code: ident.Code(fmt.Sprintf("P%02d", i)), Text: drawVersion(t, in.Base, lang), Retain: rapid.IntRange(0, 4).Draw(t, "retain") == 0,
		})
	}
	return in
}
