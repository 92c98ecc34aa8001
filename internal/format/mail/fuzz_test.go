package mail_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"nonpaper/internal/format/mail"
	"nonpaper/internal/intake"
	"nonpaper/internal/words"
)

// FuzzRead reads anything: an error with a reason, or a message of which every
// line is accounted for, in what was read and in what was understood.
func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/messages/*")
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		message, _, _ := bytes.Cut(src, []byte(mark))
		f.Add(message)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := mail.Read(src)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("no reason")
			}
			return
		}
		last := 0
		for _, p := range m.Paragraphs {
			if !utf8.ValidString(p.Text) || p.Text != words.Normalise(p.Text) || p.Text == "" {
				t.Fatalf("%q is no normalised paragraph", p.Text)
			}
			if p.Line < last {
				t.Fatal("paragraphs are not in order")
			}
			last = p.Line
		}
		u := intake.Message(lakes, paragraphs(m))
		said := map[string]int{}
		for _, l := range u.Lines {
			for _, w := range strings.Fields(l.Text) {
				said[w]++
			}
		}
		for _, p := range m.Paragraphs {
			for _, w := range strings.Fields(p.Text) {
				if said[w] == 0 && len(u.Lines) == 0 {
					t.Fatalf("%q is accounted for nowhere", w)
				}
			}
		}
		for _, w := range u.Wishes {
			for _, k := range w.Points {
				if k < 0 || k >= len(lakes.Points) {
					t.Fatalf("a wish on point %d", k)
				}
			}
			if w.What == intake.Wording && (w.Body == "" || w.Body != words.Normalise(w.Body)) {
				t.Fatalf("the wording %q", w.Body)
			}
		}
	})
}
