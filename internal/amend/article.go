package amend

import (
	"slices"
	"strings"

	"nonpaper/internal/collate"
)

// Carried is a wording with the amendments that could be carried out.
type Carried struct {
	Text    string
	Refused []error // for each amendment why it was not carried out, nil where it was
}

// Article carries out amendments on an article, each whole or not at all, all
// against the article as it stands. An amendment that touches the words of one
// before it is refused, unless both say the same.
func Article(body string, amendments []string) Carried {
	out := Carried{Text: body, Refused: make([]error, len(amendments))}
	var edits []Edit
	for i, a := range amendments {
		list, err := Read(a)
		var more []Edit
		if err == nil {
			more, err = Edits(body, list)
		}
		if err == nil {
			_, err = Carry(body, append(slices.Clone(edits), more...))
		}
		if err != nil {
			out.Refused[i] = err
			continue
		}
		edits = append(edits, more...)
	}
	text, err := Carry(body, edits)
	if err != nil { // each was tried with those before it
		panic(err)
	}
	out.Text = text
	return out
}

// Unexplained is what a text differs in from the one that was adopted: changes
// that no amendment made.
func Unexplained(got, adopted string) []Words {
	var out []Words
	for _, piece := range collate.Texts([]string{got, adopted}, collate.Word) {
		var w Words
		for _, v := range piece.Variants {
			var b strings.Builder
			for _, p := range v.Pieces {
				b.WriteString(p.Words)
			}
			if v.Texts[0] == 0 {
				w.Old = strings.TrimSpace(b.String())
			} else {
				w.New = strings.TrimSpace(b.String())
			}
		}
		if w != (Words{}) {
			out = append(out, w)
		}
	}
	return out
}
