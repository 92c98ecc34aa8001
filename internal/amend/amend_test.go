package amend_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/amend"
	"nonpaper/internal/words"
)

const wording = "The line of contact shall be respected for sixty days. After sixty days the Parties shall meet.\n(a) each Party contributes 1.5 million;\n(b) the guarantors appoint an auditor; the auditor's report is public."

const law = "I. - Le ministre :\n1° signe ;\n2° avise.\nII. - La loi s'applique. Elle est publiée."

// TestForms carries out one instruction of each form.
func TestForms(t *testing.T) {
	for _, c := range []struct{ body, instruction, want string }{
		{wording, `Replace "auditor's report" by "audit".`, strings.Replace(wording, "auditor's report", "audit", 1)},
		{wording, `In the first sentence of paragraph 1, replace “sixty” with “ninety”.`, strings.Replace(wording, "sixty", "ninety", 1)},
		{wording, `Replace "sixty" (twice) by "ninety"`, strings.ReplaceAll(wording, "sixty", "ninety")},
		{wording, `Replace "sixty", second occurrence, by "ninety"`, "The line of contact shall be respected for sixty days. After ninety days" + strings.SplitN(wording, "After sixty days", 2)[1]},
		{wording, `replace 1.5 million by 2 million`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `"1.5 million" should be replaced by "2 million"`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `substitute "2 million" for "1.5 million"`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `change "1.5 million" to "2 million"`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `We propose replacing "1.5 million" with "2 million".`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `Delete "of contact".`, strings.Replace(wording, " of contact", "", 1)},
		{wording, `delete "of contact" and "each"`, strings.Replace(strings.Replace(wording, " of contact", "", 1), "each ", "", 1)},
		{wording, `strike the second sentence of paragraph 1`, strings.Replace(wording, " After sixty days the Parties shall meet.", "", 1)},
		{wording, `Delete paragraph 2.`, strings.Replace(wording, "(a) each Party contributes 1.5 million;\n", "", 1)},
		{wording, `Delete item (b).`, wording[:strings.Index(wording, "\n(b)")]},
		{wording, `Insert "fully" before "respected".`, strings.Replace(wording, "respected", "fully respected", 1)},
		{wording, `After "the guarantors", insert "and the neighbours"`, strings.Replace(wording, "the guarantors", "the guarantors and the neighbours", 1)},
		{wording, `add the words "at once" at the end of paragraph 2`, strings.Replace(wording, "million;", "million at once;", 1)},
		{wording, "Paragraph 2 shall read:\n(a) each Party contributes a share;", strings.Replace(wording, "1.5 million", "a share", 1)},
		{wording, "Add a new paragraph after paragraph 2: (a bis) the fund is held in trust;", strings.Replace(wording, "million;\n", "million;\n(a bis) the fund is held in trust;\n", 1)},
		{wording, `Add the following sentence after the first sentence of paragraph 1: "It is marked on the map."`, strings.Replace(wording, "days. After", "days. It is marked on the map. After", 1)},
		{wording, `1.5 million -> 2 million`, strings.Replace(wording, "1.5", "2", 1)},
		{wording, `keep as is`, wording},
		{wording, "Au premier alinéa, après le mot : « respected », insérer le mot : « strictly ».", strings.Replace(wording, "respected", "respected strictly", 1)},
		{wording, "Supprimer le dernier alinéa.", wording[:strings.Index(wording, "\n(b)")]},
		{wording, "À la fin de l'alinéa 2, substituer au mot : « million », le mot : « thousand ».", strings.Replace(wording, "million", "thousand", 1)},
		{wording, "Après l'alinéa 1\n\nInsérer un alinéa ainsi rédigé :\n\n« The map is annexed.", strings.Replace(wording, "meet.\n", "meet.\nThe map is annexed.\n", 1)},
		{wording, "Compléter l'alinéa 1 par une phrase ainsi rédigée : « They decide by consensus. »", strings.Replace(wording, "meet.\n", "meet. They decide by consensus.\n", 1)},
		{wording, "Au deuxième alinéa, les mots « 1.5 million » sont remplacés par les mots « 2 million ».", strings.Replace(wording, "1.5", "2", 1)},
		{wording, "I. – Alinéa 2\n\nRemplacer le nombre :\n\n1.5\n\npar le nombre :\n\n2\n\nII. – Alinéa 3, première phrase\n\nSupprimer les mots :\n\nthe guarantors", strings.Replace(strings.Replace(wording, "1.5", "2", 1), "the guarantors ", "", 1)},
		{law, "Substituer aux alinéas 2 et 3 les deux alinéas suivants :\n\n« 1° Un ;\n\n« 2° Deux. »", "I. - Le ministre :\n1° Un ;\n2° Deux.\nII. - La loi s'applique. Elle est publiée."},
		{law, "Après le I, insérer un I bis ainsi rédigé :\n\n« I bis. – Le juge décide. »", strings.Replace(law, "avise.\n", "avise.\nI bis. – Le juge décide.\n", 1)},
		{law, "Compléter cet article par un III ainsi rédigé :\n\n« III. – Fin. »", law + "\nIII. – Fin."},
		{law, "Au 2° du I, substituer au mot : « avise » le mot : « informe ».", strings.Replace(law, "avise", "informe", 1)},
		{law, "Au II, après le mot : « applique », la fin de la première phrase est ainsi rédigée : « en 2026. »", strings.Replace(law, "applique.", "applique en 2026.", 1)},
		{law, "A. – Alinéa 2\n\nRemplacer le mot :\n\nsigne\n\npar le mot :\n\nparaphe\n\nB. – En conséquence, alinéa 3\n\nSupprimer cet alinéa.", "I. - Le ministre :\n1° paraphe ;\nII. - La loi s'applique. Elle est publiée."},
		{law, "Supprimer la seconde phrase du II.", strings.Replace(law, " Elle est publiée.", "", 1)},
		{law, "Après la première phrase du dernier alinéa, insérer la phrase suivante : « Elle est brève. »", strings.Replace(law, "applique. ", "applique. Elle est brève. ", 1)},
		{law, "Alinéas 2 et 3\n\nSupprimer ces alinéas", "I. - Le ministre :\nII. - La loi s'applique. Elle est publiée."},
		{law, "Alinéa 4\n\n1° Première phrase\n\nRemplacer le mot :\n\nloi\n\npar le mot :\n\nrègle\n\n2° Seconde phrase\n\nCompléter cette phrase par les mots :\n\nau Journal officiel", "I. - Le ministre :\n1° signe ;\n2° avise.\nII. - La règle s'applique. Elle est publiée au Journal officiel."},
		{law, "Avant l'alinéa 1\n\nInsérer un alinéa ainsi rédigé :\n\nTitre", "Titre\n" + law},
		{law, "Nous proposons de remplacer « signe » par « paraphe ».", strings.Replace(law, "signe", "paraphe", 1)},
		{law, "Remplacer le mot « La » (deux fois) par le mot « Une »", ""},
		{"Un seul alinéa.", "Rédiger ainsi cet article :\n\n« Deux.\n\n« Alinéas. »", "Deux.\nAlinéas."},
		{"Le texte.", "Compléter cet article par deux alinéas ainsi rédigés :\n\n« Un.\n\n« Deux. »", "Le texte.\nUn.\nDeux."},
	} {
		list, err := amend.Read(c.instruction)
		if err != nil {
			t.Errorf("%s: %v", c.instruction, err)
			continue
		}
		got, err := amend.Apply(c.body, list)
		if err != nil {
			if c.want != "" {
				t.Errorf("%s: %v", c.instruction, err)
			}
		} else if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.instruction, got, c.want)
		}
	}
}

// TestRefused holds that nothing is guessed.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ instruction, why string }{
		{`Replace "sixty" by "ninety".`, "twice"},
		{`Replace "seventy" by "ninety".`, "do not stand there"},
		{`Replace "day" by "week".`, "do not stand there"},
		{`Replace "1" by "2".`, "do not stand there"},
		{`In paragraph 9, replace "sixty" by "ninety".`, "no paragraph 9"},
		{`Delete item (d).`, "no paragraph is numbered"},
		{`replace sixty days by the Parties by x`, "do not stand there once"},
		{`Insert "fully".`, "where"},
		{`Tidy this up.`, "no instruction"},
		{`Paragraph 2`, "no instruction"},
		{`Replace "1.5" by "2" and dance.`, "no instruction"},
		{"Alinéa 2\n\nRédiger ainsi le début de cet alinéa :\n\nchaque", "how far"},
		{"Alinéa 2\n\nRédiger ainsi cet alinéa :\n\n(a) each\n\n(Le reste sans changement)", "a part only"},
		{"Après l'article 3, insérer un article additionnel ainsi rédigé : « X »", "beside this text"},
		{"Le troisième alinéa (2°) est supprimé.", "not 2°"},
		{`Replace "sixty days" by "ninety days" in the first sentence of paragraph 1. Delete the first sentence of paragraph 1.`, "same words"},
	} {
		list, err := amend.Read(c.instruction)
		if err == nil {
			_, err = amend.Apply(wording, list)
		}
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), c.why) {
			t.Errorf("%s: %v, want %q", c.instruction, err, c.why)
		}
	}
}

// TestDrawnEdits draws an edit of a wording, writes the instruction for it in one
// of many ways, and wants that edit back.
func TestDrawnEdits(t *testing.T) {
	nouns := []string{"ceasefire", "corridor", "observers", "withdrawal", "guarantor", "60", "1.5", "l'accord", "État", "line-of-contact", "fund", "zone", "verification", "days", "map"}
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(nouns), 2, 8), 1, 4).Draw(t, "body")
		n := rapid.IntRange(0, len(lines)-1).Draw(t, "paragraph")
		from := rapid.IntRange(0, len(lines[n])-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(lines[n])).Draw(t, "to")
		fresh := rapid.SliceOfN(rapid.SampledFrom([]string{"new", "other", "forty", "traité", "2.5"}), 1, 3).Draw(t, "new")
		join := func(l []string) string { return strings.Join(l, " ") }
		write := func(change []string, lo, hi int) string {
			var out []string
			for i, l := range lines {
				if i == n {
					l = append(append(append([]string{}, l[:lo]...), change...), l[hi:]...)
				}
				out = append(out, join(l))
			}
			return strings.Join(out, "\n")
		}
		body := write(lines[n][from:to], from, to)
		old, by := join(lines[n][from:to]), join(fresh)
		quote := rapid.SampledFrom([][2]string{{`"`, `"`}, {"“", "”"}, {"« ", " »"}}).Draw(t, "marks")
		q := func(s string) string { return quote[0] + s + quote[1] }
		type way struct{ text, want string }
		p := n + 1
		ways := []way{
			{fmt.Sprintf("In paragraph %d, replace %s by %s.", p, q(old), q(by)), write(fresh, from, to)},
			{fmt.Sprintf("Replace %s with %s in paragraph %d.", q(old), q(by), p), write(fresh, from, to)},
			{fmt.Sprintf("Alinéa %d\n\nRemplacer les mots :\n\n%s\n\npar les mots :\n\n%s", p, old, by), write(fresh, from, to)},
			{fmt.Sprintf("À l'alinéa %d, substituer aux mots : %s, les mots : %s.", p, q(old), q(by)), write(fresh, from, to)},
			{fmt.Sprintf("In paragraph %d, insert %s after %s.", p, q(by), q(old)), write(fresh, to, to)},
			{fmt.Sprintf("In paragraph %d, before %s, add %s", p, q(old), q(by)), write(fresh, from, from)},
			{fmt.Sprintf("Alinéa %d\n\nAprès les mots :\n\n%s\n\ninsérer les mots :\n\n%s", p, old, by), write(fresh, to, to)},
			{fmt.Sprintf("Alinéa %d\n\nRédiger ainsi cet alinéa :\n\n%s", p, by), write(fresh, 0, len(lines[n]))},
			{fmt.Sprintf("Paragraph %d should read: %s", p, q(by)), write(fresh, 0, len(lines[n]))},
			{fmt.Sprintf("Paragraph %d: add at the end %s", p, q(by)), write(fresh, len(lines[n]), len(lines[n]))},
			{fmt.Sprintf("Compléter l'alinéa %d par les mots : %s", p, q(by)), write(fresh, len(lines[n]), len(lines[n]))},
		}
		if to-from < len(lines[n]) {
			ways = append(ways, way{fmt.Sprintf("In paragraph %d, delete %s.", p, q(old)), write(nil, from, to)},
				way{fmt.Sprintf("À l'alinéa %d, supprimer les mots : %s", p, q(old)), write(nil, from, to)})
		}
		w := rapid.SampledFrom(ways).Draw(t, "instruction")
		list, err := amend.Read(w.text)
		if err != nil {
			t.Fatalf("%s: %v", w.text, err)
		}
		got, err := amend.Apply(body, list)
		if err != nil {
			// words that stand there again are refused, and nothing else is
			if !strings.Contains(err.Error(), "times") && !strings.Contains(err.Error(), "twice") || !again(join(lines[n]), old) {
				t.Fatalf("%s on\n%s: %v", w.text, body, err)
			}
			return
		}
		if got != words.Normalise(w.want) {
			t.Fatalf("%s on\n%s\ngives\n%s\nwant\n%s", w.text, body, got, w.want)
		}
	})
}

// again reports whether words stand in a line more than once, overlapping or not.
func again(line, old string) bool {
	k := strings.Index(line, old)
	return k >= 0 && strings.Contains(line[k+1:], old)
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`In paragraph 2, replace "60" by "45", and delete the second sentence.`, "I. – Alinéa 6\n\nRemplacer le taux :\n\n8 %\n\npar le taux :\n\n11 %\n\nII. – Alinéa 7\n\nSupprimer cet alinéa",
		"Après les mots : « X », rédiger ainsi la fin de cette phrase : « Y »", "1° Première phrase\n\nRemplacer les mots :\n\na\n\npar b", "« ", "“", "a -> b",
	} {
		f.Add(s, wording)
	}
	f.Fuzz(func(t *testing.T, text, body string) {
		list, err := amend.Read(text)
		if (err == nil) != (len(list) > 0) && err == nil {
			t.Fatal("neither instructions nor a reason")
		}
		if err != nil {
			if err.Error() == "" {
				t.Fatal("no reason")
			}
			return
		}
		body = words.Normalise(body)
		got, err := amend.Apply(body, list)
		if err == nil && got != words.Normalise(got) {
			t.Fatalf("%q is not normalised", got)
		}
	})
}
