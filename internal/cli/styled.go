package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

// inStyle is how a bracketed text is printed.
type inStyle struct {
	Style string `enum:"conference,trade,unattributed,options,itu,columns,colour" default:"conference" help:"conference or trade (who wants what, within the words), unattributed (no party named), options (whole readings), itu (each party's proposal against the base), columns (a table), colour (clean words, with marks and notes)."`
	Own   string `placeholder:"CODE" help:"Name this party only, at its own wordings, and nobody else."`
	asIs  bool   // the text was read as it is, and not compiled from versions
}

// check refuses what would name parties that are not to be named.
func (s *inStyle) check(as string) error {
	if s.Style == string(styles.Unattributed) && s.Own == "" && as == "json" {
		return fault.Invalidf("JSON says who holds what, so it cannot be unattributed").
			WithHint("Use --as text, markdown or html with --style unattributed.")
	}
	return nil
}

// print writes a bracketed text in one of the formats.
func (s *inStyle) print(t bracket.Text, only []ident.Point, as string, width int) ([]byte, error) {
	if len(only) > 0 && as != "text" {
		t = restrict(t, only)
	}
	style := styles.Style(s.Style)
	if err := tooManyOptions(t, style); err != nil {
		return nil, err
	}
	apart := style == styles.Unattributed || s.Own != ""
	var code ident.Code
	if apart {
		var err error
		if code, err = s.own(t); err != nil {
			return nil, err
		}
	}
	made := madeOf(t, code, apart)
	if s.asIs {
		made = "one text with brackets"
	}
	if apart {
		only = slices.Clone(only)
		shown := styles.Only(t, code)
		for i := range only { // as the points are called now
			at := slices.IndexFunc(t.Points, func(p bracket.Point) bool { return p.ID == only[i] })
			only[i] = shown.Points[at].ID
		}
		t = shown
		if code != "" && style == styles.Unattributed {
			style = styles.OwnNamed
		}
	}
	switch as {
	case "json":
		return jsontext.WriteCompiled(t), nil
	case "html":
		var b bytes.Buffer
		err := html.Compiled(&b, t, html.Options{Style: style, Apart: apart, Notice: noticeOf(t), Made: made, Read: s.asIs})
		return b.Bytes(), err
	case "markdown":
		return []byte(notation.Markdown(t, style, apart, noticeOf(t))), nil
	}
	return []byte(pageOf(t, s.asIs, made, notation.Page{Style: style, Apart: apart, Width: width, Only: only})), nil
}

// mostOptions bounds the bytes that the options of a text may hold together, far
// above what anybody reads.
const mostOptions = 128 << 20

// tooManyOptions refuses what would be printed over and over: every reading of a
// point with thousands of open places.
func tooManyOptions(t bracket.Text, style styles.Style) error {
	if style != styles.Options && style != styles.Colour {
		return nil
	}
	sum := 0
	for i := range t.Points {
		p := &t.Points[i]
		for _, w := range []bracket.Wording{p.Heading, p.Wording} {
			if style == styles.Options {
				sum += styles.Effort(w)
				continue
			}
			for _, it := range w {
				if it.Bracket != nil {
					sum += styles.Effort(bracket.Wording{it})
				}
			}
		}
		if sum > mostOptions {
			return fault.Invalidf("point %s can be read in so many ways that nobody could read a list of them; nothing was printed", p.Spoken()).
				WithHint("Use --style columns: it has one row for each place that is open.")
		}
	}
	return nil
}

// own is the party that is named alone, "" for none.
func (s *inStyle) own(t bracket.Text) (ident.Code, error) {
	if s.Own == "" {
		return "", nil
	}
	for _, c := range t.Parties {
		if strings.EqualFold(string(c), s.Own) {
			return c, nil
		}
	}
	return "", fault.NotFoundf("--own names %s, whose wordings are not in this text; nothing was printed", s.Own).
		WithHint("Without --own every party is named; with --style unattributed none is.")
}

// summary is a compiled text as plain text, with every party named unless the
// style names none.
func summary(t bracket.Text, only []ident.Point, style notation.Style, width int) string {
	out, err := (&inStyle{Style: string(style)}).print(t, only, "text", width)
	if err != nil { // only a party that is named alone can be missing
		return err.Error()
	}
	return string(out)
}

// pageOf is what the text was made from, how it is read, its points, and what is
// left to do.
func pageOf(t bracket.Text, asIs bool, made string, page notation.Page) string {
	var b strings.Builder
	title := t.Texts[ident.Base].Title
	if title == "" {
		title = "The base"
	}
	how := "compiled from"
	if asIs {
		how = "read from"
	}
	fmt.Fprintf(&b, "%s, %s %s\n", title, how, made)
	b.WriteString("Wording outside brackets is not thereby agreed.\n")
	if page.Style != styles.Conference && page.Style != styles.Unattributed || page.Apart && page.Style == styles.Conference {
		for _, l := range styles.Legend(page.Style, !page.Apart) {
			for _, line := range notation.Wrap(l, page.Width) {
				b.WriteString(line + "\n")
			}
		}
	}
	if notice := noticeOf(t); notice != "" {
		fmt.Fprintf(&b, "%s\n", notice)
	}
	b.WriteByte('\n')
	b.WriteString(notation.Text(t, page))
	b.WriteString(tally(t, page.Only))
	return b.String()
}

// madeOf says what a text was compiled from: "4 texts: base, ALD, BOR (12 of 28
// points), CAD"; how many, where not everybody is to be named, and whose own text
// is among them.
func madeOf(t bracket.Text, own ident.Code, apart bool) string {
	if apart && own == "" {
		return fmt.Sprintf("%d texts", len(t.Parties)+1)
	}
	ofBase := len(t.Sequence[ident.Base])
	names := []string{"base"}
	for _, code := range t.Parties {
		if apart && code != own {
			continue
		}
		n := 0
		for i := range t.Points {
			if slices.Contains(t.Points[i].Speaks, code) && slices.Contains(t.Points[i].Speaks, ident.Base) {
				n++
			}
		}
		name := string(code)
		if n < ofBase {
			name += fmt.Sprintf(" (%d of %d points)", n, ofBase)
		}
		names = append(names, name)
	}
	if apart {
		return fmt.Sprintf("%d texts, among them %s", len(t.Parties)+1, strings.Join(names, " and "))
	}
	return fmt.Sprintf("%d texts: %s", len(names), strings.Join(names, ", "))
}
