package cli

import (
	"fmt"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type itemShowCmd struct {
	reads
	Label string `arg:"" help:"What was given: \"P 3\", or as the drafting room calls it, \"BOR P 3\"."`
	Room  string `placeholder:"ROOM" help:"In this room; else in the drafting room, or in the only room of the actor's that has it."`
}

func (c *itemShowCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		it, in, err := c.find(s, at)
		if err != nil {
			return "", nil, err
		}
		changed, err := redline(it, p.width(c.Output))
		if err != nil {
			return "", nil, err
		}
		return sayWhole(s, it, in, changed), wholeJSON(s, it, in), nil
	})
}

// find looks in the drafting room first, and then in the others.
func (c *itemShowCmd) find(s *session, at app.AsOf) (*room.Item, *room.State, error) {
	label := ident.Label(c.Label)
	if c.Room == "" {
		if d, err := s.Seat(s.ctx, s.actor, app.Drafting, at); err == nil {
			if it := d.Item(label); it != nil {
				return it, d, nil
			}
		}
	}
	rooms, err := seatsOr(s, c.Room, at)
	if err != nil {
		return nil, nil, err
	}
	var found *room.Item
	var in *room.State
	for _, r := range rooms {
		if it := r.Item(label); it != nil {
			if found != nil {
				return nil, nil, fault.Invalidf("%q was given in several rooms", c.Label).WithHint("Name one with --room.")
			}
			found, in = it, r
		}
	}
	if found == nil {
		return nil, nil, fault.NotFoundf("nothing was given as %q", c.Label).WithHint("Try: nonpaper terms list")
	}
	return found, in, nil
}

// redline is what a proposal changes in the words that it was made on.
func redline(it *room.Item, width int) (string, error) {
	f := it.Proposal
	if f == nil || f.Act != "" {
		return "", nil
	}
	var before *view.Change
	if f.BaseHeading+f.BaseBody != "" {
		before = &view.Change{Heading: f.BaseHeading, Body: f.BaseBody}
	}
	return sayChange(before, &view.Change{Heading: f.Heading, Body: f.Body, Number: strings.TrimPrefix(string(f.Point), "p")}, width)
}

func sayWhole(s *session, it *room.Item, in *room.State, changed string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s of %s, %s\n%s\n\n", it.Label, it.Sort(), names(it.Sponsors()), in.Name, sayItem(it))
	var rows [][]string
	add := func(name, words string) {
		if words != "" {
			rows = append(rows, []string{name, words})
		}
	}
	add("When", sayWhen(it.When)+", "+string(it.Form))
	said := it.Said()
	add("Said by", orWords(string(it.Speaker), said.By))
	add("Source", onOneLine(said.Origin))
	add("Hedge", said.Hedge)
	add("Certainty", said.Certainty)
	add("Recorded", recordedBy(it))
	if it.Source.Label != "" {
		add("Taken in", "from the room "+it.Source.RoomName+", where it is "+string(it.Source.Label))
	}
	if it.Proposal != nil {
		add("Against", string(it.Proposal.Against))
		add("Condition", it.Proposal.Conditions)
	}
	add("Reason", it.Reason)
	add("Terms", sayTerms(it.Now, it.When.Offset)+apart(it))
	for _, l := range it.Lifted {
		add("Lifted", fmt.Sprintf("%s: to %q, by word of %s%s", sayWhen(l.When), sayTerms(l.Terms, l.When.Offset), l.By, because(l.How)))
	}
	for _, a := range it.Answers {
		add("Answer", sayWhen(a.When)+": "+string(a.Answer)+because(a.Note))
	}
	for _, e := range it.Ends {
		add("End", sayWhen(e.When)+": "+strings.TrimSpace(string(e.Party)+" "+string(e.End))+because(e.Note))
	}
	for _, f := range it.Fates {
		add("Fate", sayWhen(f.When)+": "+strings.TrimSpace(strings.ReplaceAll(string(f.Fate), "-", " ")+" "+f.At)+because(f.Reason))
	}
	add("Stands", howItStands(it))
	b.WriteString(columns(rows))
	if it.Attachment != nil {
		x := attachmentJSON(s, it, in)
		b.WriteString("Content  " + sayAttached(x) + "\n")
		if x.Left != "" {
			b.WriteString("Metadata  " + x.Left + "\n")
		}
	}
	if changed != "" {
		b.WriteString("\nWords\n" + changed)
	}
	b.WriteString(sayReplies(in, it))
	if list := in.Attachments(it.Label); len(list) > 0 {
		b.WriteString("\nAttached\n")
		for _, a := range list {
			fmt.Fprintf(&b, "  %s  %s%s\n", a.Label, sayItem(a), because(howItStands(a)))
		}
	}
	return b.String()
}

// recordedBy says on whose behalf it was recorded.
func recordedBy(it *room.Item) string {
	body := event.Body{Actor: it.Actor, For: it.For, Entered: it.Entered}
	if said := strings.TrimPrefix(onBehalf(&body), ", recorded "); said != "" {
		return said
	}
	return "by " + string(it.Entered)
}

// sayReplies lists the replies to a proposal: to the whole, then change by change.
func sayReplies(in *room.State, it *room.Item) string {
	if it.Proposal == nil {
		return ""
	}
	var b strings.Builder
	replies := in.Replies(it.Label)
	to := func(sub string) {
		n := 0
		for _, r := range replies {
			if r.Reply.Sub == sub {
				n++
				fmt.Fprintf(&b, "    %s %s (%s, %s)%s%s\n", names(r.Sponsors()), r.Reply.Response, r.Label, sayWhen(r.When), after(r.Reply.Words), because(howItStands(r)))
			}
		}
		if n == 0 {
			b.WriteString("    no reply\n")
		}
	}
	b.WriteString("\nReplies\n  to all of it\n")
	to("")
	for _, x := range it.Proposal.Subs {
		fmt.Fprintf(&b, "  to change %s: %s\n", x.Number, x.Words)
		to(x.Number)
	}
	return b.String()
}

func after(words string) string {
	if words == "" {
		return ""
	}
	return ": " + words
}

type wholeOut struct {
	itemOut
	Against     string          `json:"against,omitempty"`
	BaseHeading string          `json:"baseHeading,omitempty"`
	BaseWords   string          `json:"baseWords,omitempty"`
	Conditions  string          `json:"conditions,omitempty"`
	Changes     []changeOut     `json:"changes"`
	Replies     []itemOut       `json:"replies"` // to all of it
	Attached    []attachmentOut `json:"attached"`
	Lifted      []stepOut       `json:"lifted"`
	Answers     []stepOut       `json:"answers"`
	Ends        []stepOut       `json:"ends"`
	Fates       []stepOut       `json:"fates"`
}

// changeOut is a partial change with what others say to it.
type changeOut struct {
	Number  string    `json:"number"`
	Words   string    `json:"words"`
	Replies []itemOut `json:"replies"`
}

// stepOut is something that became of it.
type stepOut struct {
	What string    `json:"what"`
	By   string    `json:"by,omitempty"`
	Note string    `json:"note,omitempty"`
	When *whenJSON `json:"when"`
}

func wholeJSON(s *session, it *room.Item, in *room.State) wholeOut {
	out := wholeOut{itemOut: itemJSON(it, in), Changes: []changeOut{}, Replies: []itemOut{}, Attached: []attachmentOut{},
		Lifted: []stepOut{}, Answers: []stepOut{}, Ends: []stepOut{}, Fates: []stepOut{}}
	replies := func(sub string) []itemOut {
		list := []itemOut{}
		for _, r := range in.Replies(it.Label) {
			if r.Reply.Sub == sub {
				list = append(list, itemJSON(r, in))
			}
		}
		return list
	}
	if f := it.Proposal; f != nil {
		out.Against, out.BaseHeading, out.BaseWords, out.Conditions = string(f.Against), f.BaseHeading, f.BaseBody, f.Conditions
		out.Replies = replies("")
		for _, x := range f.Subs {
			out.Changes = append(out.Changes, changeOut{x.Number, x.Words, replies(x.Number)})
		}
	}
	for _, a := range in.Attachments(it.Label) {
		out.Attached = append(out.Attached, attachmentJSON(s, a, in))
	}
	if it.Attachment != nil {
		out.Attached = append(out.Attached, attachmentJSON(s, it, in))
	}
	for _, l := range it.Lifted {
		out.Lifted = append(out.Lifted, stepOut{sayTerms(l.Terms, l.When.Offset), string(l.By), l.How, jsonWhen(l.When)})
	}
	for _, a := range it.Answers {
		out.Answers = append(out.Answers, stepOut{string(a.Answer), string(a.By), a.Note, jsonWhen(a.When)})
	}
	for _, e := range it.Ends {
		out.Ends = append(out.Ends, stepOut{strings.TrimSpace(string(e.Party) + " " + string(e.End)), string(e.By), e.Note, jsonWhen(e.When)})
	}
	for _, f := range it.Fates {
		out.Fates = append(out.Fates, stepOut{strings.TrimSpace(string(f.Fate) + " " + f.At), "", f.Reason, jsonWhen(f.When)})
	}
	return out
}

// apart says on what terms each of several who gave something would have it, where
// that is not the same.
func apart(it *room.Item) string {
	var each []string
	same := true
	for _, p := range it.Sponsors() {
		terms := it.TermsOf(p)
		same = same && terms == it.Now
		each = append(each, string(p)+" "+sayTerms(terms, it.When.Offset))
	}
	if same || len(each) < 2 {
		return ""
	}
	return " (" + strings.Join(each, "; ") + ")"
}
