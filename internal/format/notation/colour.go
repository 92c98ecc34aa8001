package notation

import (
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

// clean writes the base's words with the numbers of brackets behind what is open:
// 25{9a} km.
func clean(w bracket.Wording, told Mark) string {
	var b strings.Builder
	for _, piece := range styles.Clean(w) {
		words := strings.NewReplacer("{", `\{`, "}", `\}`).Replace(escape(piece.Words, false))
		if piece.Bracket == nil {
			b.WriteString(words)
			continue
		}
		core := strings.TrimRight(words, " \n")
		b.WriteString(core)
		if told != nil {
			told(piece.Bracket.Number, b.Len())
		}
		b.WriteString("{" + string(piece.Bracket.Number) + "}" + words[len(core):])
	}
	return b.String()
}

// notes says of every bracket that lies in no other what else is wanted there.
func notes(p *bracket.Point) []string {
	var out []string
	for _, w := range []bracket.Wording{p.Heading, p.Wording} {
		for _, it := range w {
			if it.Bracket != nil {
				out = append(out, noteText(styles.NoteOf(it.Bracket)))
			}
		}
	}
	return out
}

func noteText(n styles.Note) string {
	said := func(o styles.Option) string {
		if o.Words == "" {
			return "without these words"
		}
		return "“" + strings.ReplaceAll(escape(o.Words, false), "\n", " ¶ ") + "”"
	}
	here := "here " + said(n.Here)
	if n.Here.Words == "" {
		here = "here nothing"
	}
	if by := styles.Codes(n.Here.By, ", "); by != "" && n.Here.Words == "" {
		here += ", which is what " + by + " would have"
	} else if by != "" {
		here += " (retained by " + by + ")"
	}
	parts := []string{here}
	for _, o := range n.Others {
		s := said(o)
		if len(o.By) > 0 {
			s += " - " + styles.Codes(o.By, ", ")
		}
		parts = append(parts, s)
	}
	if n.Range != "" {
		parts = append(parts, "range "+n.Range)
	}
	return string(n.Bracket) + ": " + strings.Join(parts, "; ") + "."
}

// namedMarks collects the brackets of a written wording.
func namedMarks(write func(Mark) string) (string, []mark) {
	var marks []mark
	text := write(func(n ident.Bracket, at int) { marks = append(marks, mark{n, at}) })
	return text, marks
}
