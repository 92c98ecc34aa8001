package mail_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/mail"
	"nonpaper/internal/intake"
	"nonpaper/internal/plan"
)

var update = flag.Bool("update", false, "accept what is understood now")

// lakes is the text that the messages speak of.
var lakes = plan.Text{Points: []plan.Point{
	{ID: "p1", Kind: plan.KindPoint, Number: "1", Heading: "Standstill", Body: "The Parties shall observe a standstill."},
	{ID: "p2", Kind: plan.KindPoint, Number: "2", Heading: "Territory", Body: "The line of contact shall be respected for thirty days. After thirty days the Parties shall meet."},
	{ID: "p3", Kind: plan.KindPoint, Number: "3", Heading: "Monitoring", Body: "A monitoring mission of the guarantors shall report every week to the Parties on the observance of the standstill and of the line of contact."},
	{ID: "p4", Kind: plan.KindPoint, Number: "4", Heading: "Reconstruction", Body: "The Parties shall establish a fund for the reconstruction of the border districts:\n(a) each Party contributes 60 million in three instalments;\n(b) the guarantors appoint an auditor."},
	{ID: "p5", Kind: plan.KindPoint, Number: "5", Heading: "Prisoners", Body: "All prisoners shall be released within 60 days. The Red Cross shall visit them."},
	{ID: "p6", Kind: plan.KindPoint, Number: "6", Heading: "Entry into force", Body: "This Framework enters into force upon signature."},
}}

const mark = "\n-- understood --\n"

// TestMessages reads messages as people write them: one file is one case, with
// what is understood behind it. -update accepts what is understood now.
func TestMessages(t *testing.T) {
	names, err := filepath.Glob("testdata/messages/*")
	if err != nil || len(names) < 25 {
		t.Fatalf("%d messages (%v)", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			message, want, _ := bytes.Cut(src, []byte(mark))
			got := understood(message)
			if *update {
				if err := os.WriteFile(name, append(append(message, mark...), got...), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("understood:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func understood(src []byte) string {
	var b strings.Builder
	m, err := mail.Read(src)
	if err != nil {
		return fmt.Sprintf("error: %v\nhint: %s\n", err, fault.HintOf(err))
	}
	for _, f := range [][2]string{{"from", m.From}, {"subject", m.Subject}, {"date", m.Date}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	u := intake.Message(lakes, paragraphs(m))
	for _, w := range u.Wishes {
		b.WriteString(w.What)
		for _, k := range w.Points {
			fmt.Fprintf(&b, " %s", lakes.Points[k].Number)
		}
		if w.What == intake.New {
			fmt.Fprintf(&b, " %s after %d", w.Number, w.After+1)
		}
		for _, s := range []string{w.Stance, w.Reservation, w.Body, w.Words} {
			if s != "" {
				fmt.Fprintf(&b, ": %s", strings.ReplaceAll(s, "\n", " / "))
			}
		}
		if w.Reason != "" {
			fmt.Fprintf(&b, " (because: %s)", w.Reason)
		}
		if w.How == "by its words" {
			b.WriteString(" (by its words)")
		}
		b.WriteByte('\n')
	}
	for _, l := range u.Lines {
		if l.Fate != intake.Understood {
			fmt.Fprintf(&b, "%s, line %d: %s", l.Fate, l.Line, strings.ReplaceAll(l.Text, "\n", " / "))
			if l.Why != "" {
				fmt.Fprintf(&b, " | %s", strings.ReplaceAll(l.Why, "\n", " / "))
			}
			b.WriteByte('\n')
		}
	}
	for _, l := range m.Left {
		fmt.Fprintf(&b, "left out, line %d, %d: %s\n", l.Line, l.Lines, l.Why)
	}
	for _, a := range m.Attachments {
		fmt.Fprintf(&b, "attached: %s, %s, %d bytes\n", a.Name, a.Type, a.Size)
	}
	return b.String()
}

func paragraphs(m *mail.Message) []intake.Paragraph {
	var out []intake.Paragraph
	for _, p := range m.Paragraphs {
		out = append(out, intake.Paragraph{Line: p.Line, Text: p.Text})
	}
	return out
}
