package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// wordsOf takes the words out of HTML: blocks become paragraphs, quoted mails get
// the mark that they have in plain text.
func wordsOf(src string) string {
	z := html.NewTokenizer(strings.NewReader(src))
	z.SetMaxBuf(maxText)
	var b strings.Builder
	hidden, quoted := 0, 0
	line := func(blank bool) {
		s := b.String()
		if s == "" || strings.HasSuffix(s, "\n\n") {
			return
		}
		if !strings.HasSuffix(s, "\n") {
			b.WriteByte('\n')
		}
		if blank {
			b.WriteByte('\n')
		}
	}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden > 0 {
				continue
			}
			text := strings.Join(strings.Fields(string(z.Text())), " ")
			raw := string(z.Raw())
			if text == "" {
				if s := b.String(); s != "" && raw != "" && !strings.HasSuffix(s, "\n") && !strings.HasSuffix(s, " ") {
					b.WriteByte(' ')
				}
				continue
			}
			if s := b.String(); quoted > 0 && (s == "" || strings.HasSuffix(s, "\n")) {
				b.WriteString("> ")
			} else if s != "" && !strings.HasSuffix(s, "\n") && !strings.HasSuffix(s, " ") && strings.ContainsAny(raw[:1], " \t\r\n") {
				b.WriteByte(' ')
			}
			b.WriteString(text)
			if strings.ContainsAny(raw[len(raw)-1:], " \t\r\n") {
				b.WriteByte(' ')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Script, atom.Style, atom.Head, atom.Title:
				hidden++
			case atom.Blockquote:
				line(true)
				quoted++
			case atom.Br, atom.Tr:
				line(false)
			case atom.Li:
				line(false)
			case atom.P, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Hr:
				line(true)
			case atom.Div:
				line(false)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Script, atom.Style, atom.Head, atom.Title:
				hidden = max(hidden-1, 0)
			case atom.Blockquote:
				quoted = max(quoted-1, 0)
				line(true)
			case atom.P, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4:
				line(true)
			case atom.Div, atom.Tr, atom.Li:
				line(false)
			}
		}
	}
}
