package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/format/mail"
	"nonpaper/internal/intake"
)

// TestDrawnMessages writes messages with changes, positions, courtesy and noise in
// drawn order, and wants each change and position back, and nothing else.
func TestDrawnMessages(t *testing.T) {
	changes := []struct {
		point    int
		old, new string
	}{{0, "standstill", "ceasefire"}, {1, "respected", "observed"}, {2, "every week", "every month"}, {3, "60 million", "70 million"}, {4, "60 days", "45 days"}, {5, "signature", "ratification"}}
	stances := map[string]string{"We support point %s.": "supports", "We cannot accept point %s.": "opposes", "Nous soutenons le point %s.": "supports", "We can live with point %s.": "can-live-with-it"}
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		body, stance := map[int]string{}, map[int]string{}
		for _, c := range changes {
			n := lakes.Points[c.point].Number
			if rapid.Bool().Draw(t, "change") {
				form := rapid.SampledFrom([]string{
					"In point %[1]s, replace \"%[2]s\" by \"%[3]s\".", "Point %[1]s: replace “%[2]s” with “%[3]s”.", "Au point %[1]s, remplacer les mots « %[2]s » par les mots « %[3]s ».",
					"Please replace \"%[2]s\" by \"%[3]s\" in point %[1]s.", "on %[1]s: \"%[3]s\" instead of \"%[2]s\"", "Article %[1]s\nReplace \"%[2]s\" by \"%[3]s\".", "- point %[1]s: \"%[2]s\" -> \"%[3]s\"",
				}).Draw(t, "form")
				parts = append(parts, fmt.Sprintf(form, n, c.old, c.new))
				body[c.point] = strings.Replace(lakes.Points[c.point].Body, c.old, c.new, 1)
			}
			if rapid.Bool().Draw(t, "stance") {
				form := rapid.SampledFrom([]string{"We support point %s.", "We cannot accept point %s.", "Nous soutenons le point %s.", "We can live with point %s."}).Draw(t, "phrase")
				parts = append(parts, fmt.Sprintf(form, n))
				stance[c.point] = stances[form]
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "noise") {
			parts = append(parts, rapid.SampledFrom([]string{"Thank you for the text.", "The weather is splendid.", "We met on Monday.", "What does point 2 mean?"}).Draw(t, "said"))
		}
		parts = rapid.Permutation(parts).Draw(t, "order")
		text := "Dear Magnus,\n\n" + strings.Join(parts, "\n\n") + "\n\nBest regards,\nTom\n"
		m, err := mail.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range intake.Message(lakes, paragraphs(m)).Wishes {
			switch {
			case w.What == intake.Wording && body[w.Points[0]] == w.Body:
				delete(body, w.Points[0])
			case w.What == intake.Position && stance[w.Points[0]] == w.Stance:
				delete(stance, w.Points[0])
			default:
				t.Fatalf("%+v was never said in\n%s", w, text)
			}
		}
		if len(body)+len(stance) > 0 {
			t.Fatalf("not understood: %v %v of\n%s", body, stance, text)
		}
	})
}
