package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/pattern"
	"nonpaper/internal/words"
)

const (
	whyQuoted    = "quoted from an earlier message"
	whySignature = "signature"
	whyGreeting  = "greeting"
	whyHeader    = "header"
)

var (
	// replyAbove begins what was written before: clients write it in the language
	// of their user.
	replyAbove = pattern.New(`(?i)^\s*(?:on\b.{3,200}\bwrote|le\b.{3,200}\ba écrit|am\b.{3,200}\bschrieb.{0,80}|el\b.{3,200}\bescribió)\s*:\s*$`)
	replyRule  = pattern.New(`(?i)^\s*-{2,}\s*(?:original message|message d'origine|message original|forwarded message|message transféré|ursprüngliche nachricht|mensaje original)\s*-{2,}\s*$`)
	replyHead  = pattern.New(`(?i)^\s*\*?(?:from|de|von)\s*:\*?\s*\S`)
	replySent  = pattern.New(`(?im)^\s*\*?(?:sent|date|envoyé|gesendet|enviado(?: el)?)\s*:\*?\s*\S`)
	header     = pattern.New(`(?i)^(?:from|to|cc|bcc|date|sent|subject|de|à|a|objet|envoyé|copie)\s*:\s*\S`)
	chatMark   = pattern.New(`^\s*\[?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?\]?\s*[-–]?\s*([\p{L}+~][\p{L}\p{N} .'’+~()-]{0,60}):\s`)
	sentFrom   = pattern.New(`(?i)^\s*(?:sent from my|sent via|get outlook for|envoyé de mon|envoyé depuis|von meinem .{1,30} gesendet)\b`)
	greeting   = pattern.New(`(?i)^\s*(?:dear\b|hello\b|hi\b|good (?:morning|afternoon|evening)\b|excellenc(?:y|e|ies|es)\b|your excellenc|bonjour\b|bonsoir\b|chers?\b|chère|monsieur\b|madame\b|mesdames\b|messieurs\b|ladies\b)[^.!?:]{0,80}[,.!]?\s*$`)
	farewell   = pattern.New(`(?i)^\s*(?:(?:with )?(?:my |our )?(?:best|kind|warm|kindest|warmest)(?: (?:regards|wishes))?|regards|yours(?: (?:sincerely|faithfully|truly))?|sincerely(?: yours)?|respectfully(?: yours)?|many thanks|thanks(?: a lot| again)?|thank you(?: very much| again)?|cheers|cordialement|bien cordialement|bien à vous|(?:avec (?:mes|nos) )?(?:meilleures|sincères|cordiales|respectueuses) salutations|salutations distinguées|respectueusement|merci(?: d'avance| beaucoup)?)\s*[,.!]?\s*$`)
	listMark   = pattern.New(`^\s*(?:[-*•–]\s|\(?[0-9]{1,3}[.)]\s|\(?[a-zA-Z]\)\s|[IVX]+[.)]\s|§|["“«])`)
	labelLine  = pattern.New(`(?i)^\s*(?:on |re:? |sur |au )?(?:point|article|paragraph|para|alin[ée]as?|section|clause)s?\s+\S{1,6}`)
)

// divide parts a text into what its writer wrote and what is left out.
func (m *Message) divide(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	left := make([]string, len(lines)) // why a line is left out
	m.leaveReplies(lines, left)
	leaveSignature(lines, left)
	m.leaveHeader(lines, left)
	leaveGreetings(lines, left)
	for i := 0; i < len(lines); i++ {
		if left[i] == "" {
			continue
		}
		j := i
		for j+1 < len(lines) && left[j+1] == left[i] {
			j++
		}
		m.Left = append(m.Left, Left{Line: i + 1, Lines: j - i + 1, Why: left[i]})
		i = j
	}
	m.paragraphs(lines, left)
}

// leaveReplies leaves out what is quoted from earlier mails.
func (m *Message) leaveReplies(lines, left []string) {
	for i, l := range lines {
		if strings.HasPrefix(strings.TrimLeft(l, " "), ">") {
			left[i] = whyQuoted
		}
	}
	for i, l := range lines {
		if left[i] != "" {
			continue
		}
		n := 1
		above := replyAbove.MatchString(l)
		for !above && n < 3 && i+n < len(lines) && strings.TrimSpace(lines[i+n]) != "" && utf8.RuneCountInString(l) < 400 { // broken in two
			l = strings.TrimSpace(l) + " " + strings.TrimSpace(lines[i+n])
			n++
			above = replyAbove.MatchString(l)
		}
		switch {
		case above:
			marked := false
			for k := i + n; k < len(lines); k++ {
				marked = marked || left[k] == whyQuoted
			}
			for k := i; k < len(lines); k++ {
				if k < i+n || !marked {
					left[k] = whyQuoted
				}
			}
		case replyRule.MatchString(lines[i]), i > 0 && replyHead.MatchString(lines[i]) && replySent.MatchString(strings.Join(lines[i:min(i+5, len(lines))], "\n")):
			for k := i; k < len(lines); k++ {
				left[k] = whyQuoted
			}
			return
		}
	}
}

func leaveSignature(lines, left []string) {
	for i, l := range lines {
		if left[i] == "" && (l == "-- " || l == "--" || sentFrom.MatchString(l)) {
			for k := i; k < len(lines) && left[k] == ""; k++ {
				left[k] = whySignature
			}
		}
	}
}

// leaveHeader leaves out header lines that were copied with a message, and the
// marks of a chat.
func (m *Message) leaveHeader(lines, left []string) {
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if left[i] != "" || !header.MatchString(l) {
			break
		}
		left[i] = whyHeader
		name, value, _ := strings.Cut(l, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "from", "de":
			m.From = strings.TrimSpace(value)
		case "subject", "objet":
			m.Subject = strings.TrimSpace(value)
		case "date", "sent", "envoyé":
			m.Date = strings.TrimSpace(value)
		}
	}
	for i, l := range lines {
		if at := chatMark.FindStringSubmatchIndex(l); at != nil && left[i] == "" {
			if m.From == "" {
				m.From = strings.TrimSpace(l[at[2]:at[3]])
			}
			lines[i] = "\x00" + l[at[1]:] // a message of its own
		}
	}
}

func leaveGreetings(lines, left []string) {
	for i, l := range lines {
		l = strings.TrimPrefix(l, "\x00")
		switch {
		case left[i] != "" || strings.TrimSpace(l) == "":
		case greeting.MatchString(l):
			left[i] = whyGreeting
		case farewell.MatchString(l):
			left[i] = whyGreeting
			// what stands below is a name and an office: few, short lines without a verb's
			// sentence
			short := 0
			for k := i + 1; k < len(lines) && left[k] == ""; k++ {
				if s := strings.TrimSpace(lines[k]); s != "" {
					if short++; short > 6 || utf8.RuneCountInString(s) > 70 || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || labelLine.MatchString(s) || strings.HasPrefix(lines[k], "\x00") {
						short = 99
						break
					}
				}
			}
			if short < 99 {
				for k := i + 1; k < len(lines) && left[k] == ""; k++ {
					left[k] = whySignature
				}
			}
		}
	}
}

// paragraphs joins what stands together.
func (m *Message) paragraphs(lines, left []string) {
	var now strings.Builder
	begin := 0
	flush := func() {
		if now.Len() > 0 {
			m.Paragraphs = append(m.Paragraphs, Paragraph{Line: begin, Text: now.String()})
			now.Reset()
		}
	}
	prev := 0 // how long the line before was
	for i, l := range lines {
		own := strings.HasPrefix(l, "\x00")
		text := words.Normalise(strings.ReplaceAll(l, "\x00", ""))
		switch {
		case left[i] != "" || text == "":
			flush()
			continue
		case own:
			flush()
		}
		switch {
		case now.Len() == 0:
			begin = i + 1
		case wrapped(prev, lines[i-1], text):
			now.WriteByte(' ')
		default:
			now.WriteByte('\n')
		}
		now.WriteString(text)
		prev = utf8.RuneCountInString(text)
	}
	flush()
}

// wrapped reports whether a line goes on the line before it, which was broken for
// its length.
func wrapped(length int, prev, line string) bool {
	if length < 50 || length > 100 || listMark.MatchString(line) || labelLine.MatchString(line) || strings.HasSuffix(strings.TrimSpace(prev), ":") {
		return strings.HasSuffix(prev, " ") && length >= 40 && length <= 100 && !listMark.MatchString(line) // format=flowed
	}
	// the first word would not have fitted in a line of usual width
	word, _, _ := strings.Cut(line, " ")
	if r, _ := utf8.DecodeRuneInString(line); unicode.IsLower(r) {
		return true
	}
	return length+1+utf8.RuneCountInString(word) > 66
}
