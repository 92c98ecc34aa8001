// Package mail reads mails (RFC 5322 with MIME) and messages copied from a chat,
// and gives the paragraphs that their writer wrote.
//
// It promises that every line of the text is either in a paragraph or among what
// was left out, with the reason: replies quoted from earlier mails, signatures,
// greetings. It takes the plain text of a mail, and what its HTML says where that
// is all there is. It refuses to read attachments, which it names, and files that
// are no messages, and it says which words cannot be read in the character set
// that a mail names.
package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"nonpaper/internal/fault"
	"nonpaper/internal/pattern"
)

// Message is what was read.
type Message struct {
	From, Subject, Date string // as the header says, "" where there is none
	Paragraphs          []Paragraph
	Left                []Left
	Attachments         []Attachment
	HTML                bool // its words were taken from HTML
}

// Paragraph is what its writer wrote without a blank line. Lines that were broken
// for their length are joined; others stay lines.
type Paragraph struct {
	Line int // where it begins in the text of the message, from 1
	Text string
}

// Left are lines that were left out.
type Left struct {
	Line  int // the first, from 1
	Lines int
	Why   string // "quoted from an earlier message", "signature", "greeting"
}

// Attachment is a part of a mail that was not read.
type Attachment struct {
	Name, Type string
	Size       int
}

// Bounds of what is read of one mail.
const (
	maxParts = 200
	maxDepth = 10
	maxText  = 16 << 20
	maxSaid  = 256 << 10 // what its writer wrote, replies and signatures left out: a hundred pages
)

// Read reads a mail or a message.
func Read(src []byte) (*Message, error) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if err := refuse(src); err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, fault.Invalidf("the message is empty")
	}
	m := &Message{}
	text, err := m.open(src)
	if err != nil {
		return nil, err
	}
	m.divide(text)
	said := 0
	for _, p := range m.Paragraphs {
		said += len(p.Text)
	}
	if said > maxSaid {
		return nil, fault.Invalidf("the message says more than %d KB, which nobody writes in a message", maxSaid>>10).
			WithHint("Nothing was recorded. If it is a whole text: nonpaper compile, nonpaper text rival.")
	}
	return m, nil
}

// kinds are files that hold no message, by how they begin.
var kinds = []struct{ magic, what, hint string }{
	{"%PDF", "a PDF", "Its words have to be taken out first: open it, select all, paste into a text file."},
	{"PK\x03\x04", "a Word or other packed file", "Save it as text (in Word: Save as, Plain text, UTF-8), or record it as a whole wording."},
	{"\xd0\xcf\x11\xe0", "an old Word file or an Outlook message (.msg)", "Save it as text; in Outlook: Save as, Text only, or forward it as a mail file (.eml)."},
	{"{\\rtf", "a rich text file", "Save it as text (Plain text, UTF-8)."},
	{"\x89PNG", "an image", "Type what it says into a text file."},
	{"\xff\xd8\xff", "an image", "Type what it says into a text file."},
	{"GIF8", "an image", "Type what it says into a text file."},
	{"II*\x00", "an image", "Type what it says into a text file."},
	{"MM\x00*", "an image", "Type what it says into a text file."},
	{"RIFF", "an image or a recording", "Type what it says into a text file."},
	{"OggS", "a recording", "Type what it says into a text file."},
	{"ID3", "a recording", "Type what it says into a text file."},
	{"\x1f\x8b", "a packed file", "Unpack it first."},
	{"7z\xbc\xaf", "a packed file", "Unpack it first."},
	{"SQLite format 3", "a process or another database", "Name the file that holds the message."},
}

// refuse turns down files that hold no message. A mail begins with a header, a
// message with words; neither begins as these do.
func refuse(src []byte) error {
	for _, k := range kinds {
		if bytes.HasPrefix(src, []byte(k.magic)) {
			return fault.Invalidf("it is %s, no mail or message", k.what).WithHint("Nothing was recorded. %s", k.hint)
		}
	}
	if len(src) > 8 && string(src[4:8]) == "ftyp" {
		return fault.Invalidf("it is a recording or an image, no mail or message").WithHint("Nothing was recorded. Type what it says into a text file.")
	}
	return nil
}

var headerLine = pattern.New(`^[A-Za-z][A-Za-z0-9-]{1,60}:(?:[ \t]|\r?$)`)

// known are fields of which one at least stands in every mail.
var known = pattern.New(`(?im)^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type|delivered-to):[ \t]`)

// open takes the text out of a mail; what is none is text already.
func (m *Message) open(src []byte) (string, error) {
	body := src
	if bytes.HasPrefix(body, []byte("From ")) { // of a mailbox file
		if k := bytes.IndexByte(body, '\n'); k >= 0 && headerLine.Regexp().Match(firstLine(body[k+1:])) {
			body = body[k+1:]
		}
	}
	if headerLine.Regexp().Match(firstLine(body)) {
		head, _, _ := bytes.Cut(bytes.ReplaceAll(body[:min(len(body), 1<<20)], []byte("\r\n"), []byte("\n")), []byte("\n\n"))
		if known.Regexp().Match(head) {
			if msg, err := mail.ReadMessage(bytes.NewReader(body)); err == nil {
				return m.openMail(msg)
			}
		}
	}
	return decode(src, "", "the message")
}

func firstLine(src []byte) []byte {
	line, _, _ := bytes.Cut(src, []byte("\n"))
	return line
}

// part is a leaf of a mail that may be its text.
type part struct {
	html bool
	text string
}

func (m *Message) openMail(msg *mail.Message) (string, error) {
	words := mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(name)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}}
	field := func(name string) string {
		s := msg.Header.Get(name)
		if d, err := words.DecodeHeader(s); err == nil {
			s = d
		}
		return strings.Join(strings.Fields(s), " ")
	}
	m.From, m.Subject, m.Date = field("From"), field("Subject"), field("Date")
	var texts []part
	count := 0
	if err := m.walk(textproto.MIMEHeader(msg.Header), msg.Body, 0, &count, &texts); err != nil {
		return "", err
	}
	var plain, html []string
	for _, t := range texts {
		if t.html {
			html = append(html, t.text)
		} else {
			plain = append(plain, t.text)
		}
	}
	if strings.TrimSpace(strings.Join(plain, "")) != "" {
		return strings.Join(plain, "\n\n"), nil
	}
	if len(html) == 0 {
		return "", fault.Invalidf("the mail has no text").WithHint("Nothing was recorded.%s", m.namesOfAttachments())
	}
	m.HTML = true
	return wordsOf(strings.Join(html, "\n")), nil
}

func (m *Message) namesOfAttachments() string {
	if len(m.Attachments) == 0 {
		return ""
	}
	var names []string
	for _, a := range m.Attachments {
		names = append(names, a.Name)
	}
	return " What it brings is attached: " + strings.Join(names, ", ") + "."
}

// walk goes through the parts of a mail.
func (m *Message) walk(h textproto.MIMEHeader, body io.Reader, depth int, count *int, texts *[]part) error {
	*count++
	if *count > maxParts || depth > maxDepth {
		return fault.Invalidf("the mail has more parts than any that people write").WithHint("Nothing was recorded. Copy its words into a text file.")
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || kind == "" {
		kind, params = "text/plain", nil
	}
	disposition, with, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := fileName(with["filename"], params["name"])
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				if len(*texts) > 0 { // a mail that was cut off behind its text
					return nil
				}
				return fault.Invalidf("the mail is broken: %w", err).WithHint("Nothing was recorded. Copy its words into a text file.")
			}
			if err := m.walk(p.Header, p, depth+1, count, texts); err != nil {
				return err
			}
		}
	}
	src, err := unpack(h.Get("Content-Transfer-Encoding"), body)
	if err != nil {
		return err
	}
	isText := kind == "text/plain" || kind == "text/html"
	if !isText || disposition == "attachment" || name != "" {
		if name == "" {
			name = "without a name"
		}
		m.Attachments = append(m.Attachments, Attachment{Name: name, Type: kind, Size: len(src)})
		return nil
	}
	text, err := decode(src, params["charset"], "the text of the mail")
	if err != nil {
		return err
	}
	*texts = append(*texts, part{html: kind == "text/html", text: text})
	return nil
}

func fileName(names ...string) string {
	for _, n := range names {
		if n != "" {
			if d, err := (&mime.WordDecoder{}).DecodeHeader(n); err == nil {
				n = d
			}
			n = n[strings.LastIndexAny(n, `/\`)+1:]
			return strings.Join(strings.Fields(strings.Map(printable, n)), " ")
		}
	}
	return ""
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f || r == utf8.RuneError {
		return -1
	}
	return r
}

// unpack undoes the encoding in which a part is sent.
func unpack(encoding string, body io.Reader) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, &letters{from: body})
	}
	src, err := io.ReadAll(io.LimitReader(body, maxText+1))
	if err != nil && len(src) == 0 {
		return nil, fault.Invalidf("a part of the mail cannot be unpacked: %w", err).WithHint("Nothing was recorded. Copy its words into a text file.")
	}
	if len(src) > maxText {
		return nil, fault.Invalidf("a part of the mail is larger than %d MB", maxText>>20).WithHint("Nothing was recorded.")
	}
	return src, nil
}

// letters passes on what belongs to base64; line ends are the decoder's to drop.
type letters struct{ from io.Reader }

func (l *letters) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	k := 0
	for _, b := range p[:n] {
		if b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/' || b == '=' {
			p[k] = b
			k++
		}
	}
	return k, err
}

// decode reads bytes in the character set that is named; without one they are
// UTF-8.
func decode(src []byte, charset, what string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(charset))
	if name == "" || name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii" {
		if at := bytes.IndexByte(src, 0); at >= 0 {
			return "", fault.Invalidf("%s holds a NUL byte, which no text has; it may be UTF-16 or no text", what).WithHint("Nothing was recorded. Save it as UTF-8.")
		}
		if utf8.Valid(src) {
			return string(src), nil
		}
		said := "it is not said in which character set, and it is not UTF-8"
		if name != "" {
			said = fmt.Sprintf("it says that it is %s, and it is not", charset)
		}
		at := 0
		for at < len(src) {
			r, n := utf8.DecodeRune(src[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return "", fault.Invalidf("%s cannot be read: %s (line %d)", what, said, 1+bytes.Count(src[:at], []byte("\n"))).
			WithHint("Nothing was recorded. Save it as UTF-8, or copy its words into a text file.")
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", fault.Invalidf("%s is in a character set that is not known: %q", what, charset).WithHint("Nothing was recorded. Copy its words into a text file.")
	}
	out, err := e.NewDecoder().Bytes(src)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) && !bytes.ContainsRune(src, utf8.RuneError) {
		return "", fault.Invalidf("%s cannot be read: it says that it is %s, and it is not", what, charset).WithHint("Nothing was recorded. Copy its words into a text file.")
	}
	return string(out), nil
}
