package html

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"nonpaper/internal/compare"
	"nonpaper/internal/plan"
)

// Comparison writes what two texts differ in as a page: a redline with what was
// struck out and what was put in, and what moved.
func Comparison(w io.Writer, c compare.Comparison) error {
	f := frame{Title: c.Old + " → " + c.New, Lines: []string{tally(c)}, Key: []template.HTML{
		"<ins>Double underline</ins> is new wording, <del>strike-through</del> is wording removed.",
		"Only blanks do not count as a difference.",
	}}
	var b strings.Builder
	f.Contents = []contentsPart{{}}
	for i, p := range c.Points {
		at := fmt.Sprintf("pt-%d", i+1)
		compared(&b, p, at)
		f.Contents[0].Points = append(f.Contents[0].Points, contentsPoint{
			Anchor: at, Number: numberOf(p), Title: titleOf(p), Mark: sign(p), Said: said(p),
		})
	}
	f.Body = template.HTML(b.String())
	return f.write(w, nil)
}

func tally(c compare.Comparison) string {
	by, moved, renumbered := c.Tally()
	return fmt.Sprintf("Points: %d changed, %d added, %d deleted, %d moved, %d renumbered, %d the same.",
		by[compare.Changed], by[compare.Added], by[compare.Deleted], moved, renumbered, by[compare.Same])
}

func either(p compare.Point) *plan.Point {
	if p.New != nil {
		return p.New
	}
	return p.Old
}

func numberOf(p compare.Point) string {
	q := either(p)
	return strings.TrimSpace(q.Label + " " + q.Number)
}

func titleOf(p compare.Point) string {
	q := either(p)
	if q.Heading != "" {
		return q.Heading
	}
	return shorten(q.Body, 40)
}

// sign is what the contents show of a point, said the same in words.
func sign(p compare.Point) string {
	s := map[compare.Change]string{compare.Changed: "±", compare.Added: "+", compare.Deleted: "−"}[p.Change]
	if p.Moved {
		s += "↕"
	}
	return s
}

func said(p compare.Point) string {
	s := ", " + string(p.Change)
	if p.Moved {
		s += ", moved"
	}
	return s
}

func compared(b *strings.Builder, p compare.Point, at string) {
	fmt.Fprintf(b, "<section class=\"pt\" aria-labelledby=\"%s\">\n<span class=\"no\">%s</span>\n<h2 id=\"%s\"><span dir=\"auto\">", at, esc(numberOf(p)), at)
	if len(p.Heading) > 0 {
		redline(b, p.Heading)
	} else {
		fmt.Fprintf(b, "<span class=\"vh\">Point %s</span>", esc(numberOf(p)))
	}
	b.WriteString("</span> <span class=\"tag\">" + esc(what(p)) + "</span></h2>\n<div class=\"para\"><p class=\"tx\" dir=\"auto\">")
	redline(b, p.Wording)
	b.WriteString("</p></div>\n</section>\n")
}

// what says in words what became of a point.
func what(p compare.Point) string {
	parts := []string{string(p.Change)}
	switch {
	case p.Moved && p.Old.Number != p.New.Number:
		parts = append(parts, "moved from "+p.Old.Number)
	case p.Moved:
		parts = append(parts, "moved")
	case p.Renumbered():
		parts = append(parts, "was "+p.Old.Number)
	}
	if len(p.Answered) > 0 {
		parts = append(parts, "answered elsewhere")
	}
	return strings.Join(parts, ", ")
}

func redline(b *strings.Builder, runs []compare.Run) {
	for _, r := range runs {
		if !r.Differs() {
			b.WriteString(lines(r.Same))
			continue
		}
		if r.Old != "" {
			b.WriteString("<del>" + lines(r.Old) + "</del>")
		}
		if r.New != "" {
			b.WriteString("<ins>" + lines(r.New) + "</ins>")
		}
		if r.Moved > 0 {
			fmt.Fprintf(b, " <small class=\"mv\">moved sentence %d</small>", r.Moved)
		}
	}
}
