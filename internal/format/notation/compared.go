package notation

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/compare"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// around is how many words of the same text are shown beside a change.
const around = 8

// Comparison writes a comparison as plain text: what changed in each point with
// the words around it, [-old-] {+new+}.
func Comparison(c compare.Comparison, width int) string {
	var b strings.Builder
	by, moved, renumbered := c.Tally()
	fmt.Fprintf(&b, "%s -> %s: ", c.Old, c.New)
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{{by[compare.Changed], "changed"}, {by[compare.Added], "added"}, {by[compare.Deleted], "deleted"}, {moved, "moved"}, {renumbered, "renumbered"}} {
		if x.n > 0 {
			if len(parts) == 0 {
				noun := "points"
				if x.n == 1 {
					noun = "point"
				}
				parts = append(parts, fmt.Sprintf("%d %s %s", x.n, noun, x.what))
				continue
			}
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if len(parts) == 0 {
		b.WriteString("no difference in wording.\n")
		return b.String()
	}
	parts = append(parts, fmt.Sprintf("%d the same", by[compare.Same]))
	b.WriteString(strings.Join(parts, ", ") + "\n")
	for _, p := range c.Points {
		compared(&b, p, width)
	}
	return b.String()
}

func compared(b *strings.Builder, p compare.Point, width int) {
	number := ""
	switch {
	case p.Old != nil:
		number = called(p.Old)
	case p.New != nil:
		number = called(p.New)
	}
	say := func(s string) {
		for i, l := range Wrap(s, width-margin) {
			side := ""
			if i == 0 {
				side = number
				number = ""
			}
			pad := max(margin-utf8.RuneCountInString(side), 1)
			fmt.Fprintf(b, "%s%s%s\n", side, strings.Repeat(" ", pad), l)
		}
	}
	if p.Moved || p.Renumbered() {
		say(movedTo(p))
	}
	switch p.Change {
	case compare.Added:
		say("added: " + brief(p.New))
	case compare.Deleted:
		line := "deleted: " + brief(p.Old)
		if len(p.Answered) > 0 {
			var ids []string
			for _, id := range p.Answered {
				ids = append(ids, string(id))
			}
			line += " (answered at " + strings.Join(ids, ", ") + ")"
		}
		say(line)
	case compare.Changed:
		if redline := changes(p.Heading); len(redline) > 0 {
			say("heading: " + strings.Join(redline, " "))
		}
		for _, l := range changes(p.Wording) {
			say(l)
		}
	}
}

// called is what stands in the margin for a point.
func called(p *plan.Point) string {
	switch {
	case p.Number != "":
		return strings.TrimSpace(p.Label + " " + p.Number)
	case p.ID != "":
		return string(p.ID)
	case p.Kind != plan.KindPoint:
		return string(p.Kind)
	}
	return ""
}

func movedTo(p compare.Point) string {
	same := ""
	if p.Change == compare.Same {
		same = " (words unchanged)"
	}
	switch {
	case !p.Moved:
		return "now " + called(p.New) + same
	case p.Old.Part != p.New.Part && p.New.Part != "":
		return fmt.Sprintf("moved to %s, in %s%s", called(p.New), PartTitle(p.New.PartLabel, p.New.Part), same)
	case p.Old.Number == p.New.Number:
		return "moved to another place" + same
	}
	return "moved to " + called(p.New) + same
}

// brief is a point in one line: its heading, or its first words.
func brief(p *plan.Point) string {
	if p.Heading != "" {
		return p.Heading
	}
	tokens := strings.Fields(p.Body)
	if len(tokens) > 2*around {
		return strings.Join(tokens[:2*around], " ") + " …"
	}
	return strings.Join(tokens, " ")
}

// changes writes the lines of a wording in which something changed, with the
// words around each change.
func changes(runs []compare.Run) []string {
	var out []string
	var line strings.Builder
	open := false // the line holds a change
	flush := func() {
		if open {
			out = append(out, strings.TrimSpace(line.String()))
		}
		line.Reset()
		open = false
	}
	for i, r := range runs {
		if !r.Differs() {
			ls := strings.Split(r.Same, "\n")
			for k, l := range ls {
				if k > 0 {
					flush()
				}
				before, after := k == 0 && i > 0, k == len(ls)-1 && i+1 < len(runs)
				line.WriteString(clip(l, before, after))
			}
			continue
		}
		open = true
		tag := ""
		if r.Moved > 0 {
			tag = fmt.Sprintf(" (moved sentence %d)", r.Moved)
		}
		lead, older, newer, tail := trimBlanks(r.Old, r.New)
		line.WriteString(lead)
		if older != "" {
			line.WriteString("[-" + oneLine(older) + "-]")
		}
		if older != "" && newer != "" {
			line.WriteByte(' ')
		}
		if newer != "" {
			line.WriteString("{+" + oneLine(newer) + "+}")
		}
		line.WriteString(tag + tail)
	}
	flush()
	return out
}

// trimBlanks takes the blanks at the ends out of a change, so that they do not
// stand inside of its marks.
func trimBlanks(older, newer string) (lead, o, n, tail string) {
	if strings.HasPrefix(older, " ") || strings.HasPrefix(newer, " ") {
		lead = " "
	}
	if strings.HasSuffix(older, " ") || strings.HasSuffix(newer, " ") {
		tail = " "
	}
	return lead, strings.Trim(older, " "), strings.Trim(newer, " "), tail
}

// oneLine shows line ends inside of a change as a pilcrow.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ¶ ") }

// clip shortens words that did not change to those beside a change: before
// says that one stands before them, after that one follows.
func clip(s string, before, after bool) string {
	tokens := words.Line(s)
	var heads, tails int
	if before {
		heads = around
	}
	if after {
		tails = around
	}
	if len(tokens) <= heads+tails+2 {
		return s
	}
	var b strings.Builder
	write := func(ts []words.Token) {
		for _, t := range ts {
			if t.Blank {
				b.WriteByte(' ')
			}
			b.WriteString(t.Text)
		}
	}
	if before {
		write(tokens[:heads])
	}
	if before || after {
		b.WriteString(" …")
	}
	if after {
		write(tokens[len(tokens)-tails:])
		if strings.HasSuffix(s, " ") {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Wrap breaks a line at blanks; a width of 0 or less breaks nothing.
func Wrap(s string, width int) []string {
	if width <= 0 {
		return []string{s}
	}
	var out []string
	for s != "" {
		n := fit(s, width)
		out = append(out, strings.TrimRight(s[:n], " "))
		s = strings.TrimLeft(s[n:], " ")
	}
	return out
}
