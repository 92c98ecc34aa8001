package markdown

import (
	"strings"

	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// What stands around a text in an e-mail, in the languages of delegations.
var (
	mailField = pattern(`^(?i:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Attachments?|Von|An|Betreff|Datum|Gesendet|De|À|A|Objet|Envoyé|Asunto|Fecha|Para|Від|Кому|Тема|Дата|Надіслано|От|Отправлено|من|إلى|الموضوع|التاريخ|发件人|收件人|主题|日期)\s?[:：]`)
	original  = pattern(`^-{2,}\s*(?i:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|Message transféré|Mensaje original|Оригінальне повідомлення|Исходное сообщение|原始邮件)\s*-{2,}$`)
	wrote     = pattern(`(?i:wrote|writes|schrieb|écrit|escribió|написав|написала|пише|написал|написала|пишет|كتب|写道)\s?[:：]$`)
)

// greeting begins what is written to the reader of an e-mail and not into the text.
var greeting = pattern(`^(?:Dear|Hi|Hello|Sehr geehrte|Liebe|Madame|Monsieur|Mesdames|Cher|Chère|Estimad|Шановн|Вельмишановн|Уважаем|عزيزي|السيد|尊敬的).{0,80}[,!:،，：]$`)

// longestSignature is how many lines may stand behind the "-- " that begins one.
const longestSignature = 12

// mail takes away what an e-mail puts around a text, and says so: its header,
// the signature, and the message that it answers, whose words are somebody
// else's. Where the quoted words have all the points they are the text.
func (r *reader) mail(first int) {
	r.mailHeader(first)
	end := len(r.lines)
	for i := first; i < end; i++ {
		if original().MatchString(strings.TrimSpace(r.lines[i])) && r.hasPoints(first, i, false) {
			r.leaveOut(i, end, "the message that is answered")
			end = i
		}
	}
	r.signature(first, end)
	if !r.hasPoints(first, end, false) || !r.hasQuotes(first, end) {
		return
	}
	for i := first; i < end; i++ {
		if !quote().MatchString(r.lines[i]) {
			continue
		}
		from, to := i, i+1
		for to < end && (quote().MatchString(r.lines[to]) || blank(r.lines[to]) && to+1 < end && quote().MatchString(r.lines[to+1])) {
			to++
		}
		for k := i - 1; k >= first && k >= i-3; k-- { // "On 20 November, the Secretariat wrote:"
			if wrote().MatchString(strings.TrimSpace(r.lines[k])) {
				from = k
				break
			}
		}
		r.leaveOut(from, to, "what is quoted (>) from the message that is answered")
		i = to
	}
}

// mailHeader takes the lines "From: …", "Subject: …" from the beginning.
func (r *reader) mailHeader(first int) {
	for first < len(r.lines) && blank(r.lines[first]) {
		first++
	}
	end := first
	for end < len(r.lines) && len(r.lines[end]) <= longest && (mailField().MatchString(r.lines[end]) ||
		end > first && strings.HasPrefix(r.lines[end], " ")) { // a field goes on in a line that is set in
		end++
	}
	if end-first >= 2 {
		r.leaveOut(first, end, "the header of an e-mail")
	}
}

func (r *reader) signature(first, end int) {
	for i := max(first, end-longestSignature-1); i < end; i++ {
		if r.lines[i] == "--" || r.lines[i] == "-- " {
			if !r.hasPoints(i+1, end, false) {
				r.leaveOut(i, end, "the signature of an e-mail")
			}
			return
		}
	}
}

// hasPoints reports whether a numbered point begins in the lines, quoted ones
// taken or not.
func (r *reader) hasPoints(from, to int, quoted bool) bool {
	for _, l := range r.lines[from:to] {
		if len(l) > longest || quote().MatchString(l) != quoted {
			continue
		}
		if h := parseHead(words.Normalise(quote().ReplaceAllString(l, ""))); h.kind == plan.KindPoint && h.numbered {
			return true
		}
	}
	return false
}

func (r *reader) hasQuotes(from, to int) bool {
	for _, l := range r.lines[from:to] {
		if quote().MatchString(l) {
			return true
		}
	}
	return false
}

// leaveOut empties lines and says so.
func (r *reader) leaveOut(from, to int, what string) {
	for to > from && blank(r.lines[to-1]) {
		to--
	}
	if to == from {
		return
	}
	r.note(from+1, "%s was left out, up to line %d", what, to)
	clear(r.lines[from:to])
	r.mailed = true
}

func blank(l string) bool { return strings.TrimSpace(l) == "" }
