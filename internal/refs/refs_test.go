package refs_test

import (
	"fmt"
	"strings"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// shown writes references so that a test can be read: kind and numbers, the
// outermost group first, and the scope where it is not this text.
func shown(list []refs.Ref) string {
	var all []string
	for _, r := range list {
		var groups []string
		for _, g := range r.Groups {
			var targets []string
			for _, t := range g.Targets {
				s := t.Number
				if t.Until != "" {
					s += ".." + t.Until
				}
				for _, it := range t.Items {
					s += "(" + it + ")"
				}
				targets = append(targets, s)
			}
			groups = append(groups, string(g.Kind)+" "+strings.Join(targets, "|"))
		}
		s := strings.Join(groups, " > ")
		if r.Scope != refs.Inside {
			s = strings.TrimSpace(s + " " + string(r.Scope))
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// TestForms finds one reference of each form, and none where there is none.
func TestForms(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"as in points 7 and 14.", "point 7|14"},
		{"under point 9 bis, each", "point 9 bis"},
		{"see paras. 3-5;", "paragraph 3..5"},
		{"paragraphs 2 (a) and (c) apply", "paragraph 2(a)(c)"},
		{"paragraph 4(b) of this Article", "paragraph 4(b)"},
		{"Article 3 bis", "article 3 bis"},
		{"Article 3ter and Article 4", "article 3ter; article 4"},
		{"Articles 4, 5 and 7 to 9", "article 4|5|7..9"},
		{"Articles 4 to 9, 11 and 12–14", "article 4..9|11|12..14"},
		{"paragraph 2 (a) of Article 5", "article 5 > paragraph 2(a)"},
		{"paragraphs 1 and 2 of Articles 4 and 5", "article 4|5 > paragraph 1|2"},
		{"Article 4, paragraph 2 (a) (i), and", "article 4 > paragraph 2(a)(i)"},
		{"item (b) of paragraph 3 of point 7", "point 7 > paragraph 3 > item b"},
		{"in Annex II and Part III", "annex II; part III"},
		{"Annexes I and II", "annex I|II"},
		{"section A of Annex II", "annex II > section A"},
		{"option 2 of point 6", "point 6 > option 2"},
		{"footnote 3", "footnote 3"},
		{"Article 2.1(b)", "article 2.1(b)"},
		{"paragraph (1) and paragraph [X]", "paragraph 1; paragraph [X]"},
		{"paragraphs X-Y", "paragraph X..Y"},
		{"Article XX", "article XX"},
		{"the preceding paragraph", "relative"},
		{"paragraph 3 of that Article", "paragraph 3 relative"},
		{"the paragraphs above", "relative"},
		{"point 7 above", "point 7"},
		{"Article 51 of the Charter of the United Nations", "article 51 outside"},
		{"paragraph 3 of resolution 2334 (2016)", "paragraph 3 outside"},
		{"Security Council resolution 2334 (2016), paragraph 3", "paragraph 3 outside"},
		{"Article 4, paragraph 2, of the Convention", "article 4 > paragraph 2 outside"},
		{"Annex II to the Convention", "annex II outside"},
		{"the Charter's Article 51", "article 51 outside"},
		{"the North Atlantic Treaty, Article 5", "article 5 unclear"},
		{"Convention Article 4", "article 4 outside"},
		{"Articles 4.8 and 4.9 of the Convention", "article 4.8|4.9 outside"},
		{"Article 5 of the Rome Statute and Article 7", "article 5 outside; article 7"},
		{"Article 5 of the NPT", "article 5 outside"},
		{"Article 7 of this Agreement", "article 7"},
		{"common Article 3 to the Geneva Conventions", "article 3 outside"},
		{"Article 6(1) thereof", "article 6(1) relative"},
		{"Part XV of UNCLOS", "part XV outside"},
		{"point 3 of the agenda", "point 3 outside"},
		{"point 3 of the list", "point 3 unclear"},
		{"the obligations of point 3 of the Parties", "point 3"},
		{"under point 7 within 30 days", "point 7"},
		{"point 5, 14 days after", "point 5"},
		{"points 7 and 14 percent", "point 7"},
		{"from Article 4 to Article 9", "article 4..9"},
		{"at this point 3 monitors", ""},
		{"a party to the talks; an article of faith; the point is", ""},
		{"pointless 7, sub-points", ""},
		{"Part of a whole; a part 3", "part 3"},
		{"Point 7. The Parties", "point 7"},
		{"paragraph 2 or, where it applies, paragraph 5", "paragraph 2; paragraph 5"},
		{"Articles 13 and 15 A decision", "article 13|15"},
	} {
		if got := shown(refs.FindIn(c.words, refs.English)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.words, got, c.want)
		}
	}
}

// TestTables holds that other languages are tables only.
func TestTables(t *testing.T) {
	for _, c := range []struct {
		lang        *refs.Language
		words, want string
	}{
		{refs.French, "aux points 7 et 14", "point 7|14"},
		{refs.French, "les articles 4 à 9, l'article 12", "article 4..9; article 12"},
		{refs.French, "le paragraphe 2 de l'article 5", "article 5 > paragraph 2"},
		{refs.French, "l'article 51 de la Charte des Nations Unies", "article 51 outside"},
		{refs.French, "dans les 30 jours, point 9 bis", "point 9 bis"},
		{refs.German, "in den Punkten 7 und 14", "point 7|14"},
		{refs.German, "nach Artikel 5 Absatz 2", "article 5; paragraph 2"},
		{refs.German, "Absatz 2 des Artikels 5", "article 5 > paragraph 2"},
		{refs.German, "Artikel 4 bis 9", "article 4..9"},
		{refs.German, "Artikel 51 der Charta der Vereinten Nationen", "article 51 outside"},
		{refs.German, "der vorstehende Absatz", "relative"},
	} {
		if got := shown(refs.FindIn(c.words, c.lang)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.words, got, c.want)
		}
	}
}

func text(title string, points ...string) plan.Text {
	t := plan.Text{Title: title}
	for _, p := range points {
		head, body, _ := strings.Cut(p, ": ")
		pt := plan.Point{Kind: plan.KindPoint, Number: head, Body: body}
		if label, number, ok := strings.Cut(head, " "); ok && label != "9" {
			pt.Label, pt.Number = label, number
			if label == "Annex" {
				pt.Kind = plan.KindAnnex
			}
		}
		t.Points = append(t.Points, pt)
	}
	return t
}

// TestResolve says for each reference which point it names, or why it names none.
func TestResolve(t *testing.T) {
	points := text("Tarn Valley Plan", "1: One.", "2: Two.\n(a) first;\n(b) second.", "3: 1. Alpha.\n2. Beta.", "4: Four.\nOption 1: this.\nOption 2: that.", "9 bis: Nine.", "Annex II: The map.")
	points.Points[0].PartLabel = "Part I"
	points.Points = append(points.Points, plan.Point{Kind: plan.KindPoint, Number: "6", Act: plan.ActDelete})
	for _, c := range []struct{ words, points, why string }{
		{"point 2", "p2", ""},
		{"points 1 to 3", "p1 p2 p3", ""},
		{"point 2 (b)", "p2", ""},
		{"point 2 (c)", "p2", "point 2 has no item (c)"},
		{"paragraph 2 of point 3", "p3", ""},
		{"paragraph 4 of point 3", "p3", "point 3 has no paragraph 4"},
		{"option 2 of point 4", "p4", ""},
		{"option 3 of point 4", "p4", "point 4 has no option 3"},
		{"paragraph 9bis", "p9bis", ""},
		{"point 6", "p6", "point 6 is deleted"},
		{"point 40", "", "there is no point 40"},
		{"Article 5", "", "this text numbers no articles"},
		{"paragraph 99", "", "there is no paragraph 99"},
		{"Annex II", "annexII", ""},
		{"Annex 2", "annexII", ""},
		{"Annex III", "", "there is no annex III"},
		{"Part I", "", "it names a part, which no renumbering touches"},
		{"Part IV", "", "there is no part IV"},
		{"point 2 of the Plan", "p2", ""},
		{"point 2 of the Tarn Valley Plan", "p2", ""},
		{"point 2 of the Lake Plan", "", "it is of another text: Lake Plan"},
		{"point X", "", "the number is still open"},
		{"point XX", "", "the number is still open"},
		{"points 3 to 1", "", "the range runs backwards, from 3 to 1"},
	} {
		places, parts := refs.Places(&points)
		ix := refs.NewIndex(points.Title, places, parts)
		list := refs.FindIn(c.words, refs.English)
		if len(list) != 1 {
			t.Fatalf("%s: found %s", c.words, shown(list))
		}
		ix.Resolve(&list[0], 0)
		got := list[0].Groups[0].Targets[0]
		if s := strings.Trim(fmt.Sprint(got.Points), "[]"); s != c.points || got.Why != c.why {
			t.Errorf("%s: names %s (%s), want %s (%s)", c.words, s, got.Why, c.points, c.why)
		}
	}
}

// TestRewrite renumbers: 1 is gone, 5 stands before 2, the others follow.
func TestRewrite(t *testing.T) {
	points := text("Tarn Valley Plan", "5: Five.", "2: Two.", "3: 1. Alpha.\n2. Beta.", "4: Four.", "7: Seven.", "8: Eight.")
	places, parts := refs.Places(&points)
	ix := refs.NewIndex(points.Title, places, parts)
	rw := ix.Rewriter(ix.Afresh(), refs.English)
	for _, c := range []struct{ words, want string }{
		{"points 5 and 7.", "points 1 and 5."},
		{"points 2 to 4", "points 2 to 4"},
		{"points 4 to 7", "points 1, 4 and 5"},
		{"points 2 and 4 to 7", "points 2, 1, 4 and 5"},
		{"points 4 to 7, 8 and 2", "points 1, 4, 5, 6 and 2"},
		{"points 7–8", "points 5–6"},
		{"points 3 to 5 shall apply", "points 1, 3 and 4 shall apply"},
		{"points 2-5 and the Parties", "points 1-4 and the Parties"},
		{"point 7 (a) and paragraph 2 of point 8", "point 5 (a) and paragraph 2 of point 6"},
		{"point 7 of the Charter", "point 7 of the Charter"},
		{"point 7 of this Plan", "point 5 of this Plan"},
		{"Article 7", "Article 7"},
		{"within 7 days of point 7", "within 7 days of point 5"},
		{"point 9 and point 1", "point 9 and point 1"},
	} {
		if got, _ := rw.String(c.words, 0); got != c.want {
			t.Errorf("%s: rewritten as %q, want %q", c.words, got, c.want)
		}
	}
	in := bracket.Wording{{Words: "points "}, {Bracket: &bracket.Bracket{Variants: []bracket.Variant{
		{Wording: bracket.Wording{{Words: "7"}}}, {Wording: bracket.Wording{{Words: "8 or "}, {Bracket: &bracket.Bracket{Variants: []bracket.Variant{{Wording: bracket.Wording{{Words: "5"}}}, {}}}}}}}}}, {Words: " and 4 of the 30 points"}}
	out, changes := rw.Wording(in, 0)
	if len(changes) != 4 || out[0].Words != "points " || out[1].Bracket.Variants[0].Wording[0].Words != "5" || out[1].Bracket.Variants[1].Wording[0].Words != "6 or " ||
		out[1].Bracket.Variants[1].Wording[1].Bracket.Variants[0].Wording[0].Words != "1" || out[2].Words != " and 4 of the 30 points" {
		t.Errorf("rewritten as %+v, with %d changes", out, len(changes))
	}
	if in[1].Bracket.Variants[0].Wording[0].Words != "7" {
		t.Error("the wording that was handed in has changed")
	}
}

func TestAfresh(t *testing.T) {
	for _, c := range []struct{ numbers, want string }{
		{"1 3 3bis 7", "1 2 3 4"},
		{"PP1 PP3 OP1 OP2bis", "PP1 PP2 OP1 OP2"},
	} {
		points := text("", strings.Fields(c.numbers)...)
		places, parts := refs.Places(&points)
		var now []string
		for _, l := range refs.NewIndex("", places, parts).Afresh() {
			now = append(now, l.New)
		}
		if got := strings.Join(now, " "); got != c.want {
			t.Errorf("%s: numbered %s, want %s", c.numbers, got, c.want)
		}
	}
}
