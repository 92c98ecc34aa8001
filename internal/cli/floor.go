package cli

import (
	"errors"
	"fmt"
	"strings"

	"nonpaper/internal/amend"
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/pattern"
	"nonpaper/internal/room"
)

type floorCmd struct {
	writes
	Line string `arg:"" help:"bor 10 60 > 45: party, point or bracket, old words > new words. Also: bor 10 del at once; bor 10 + fully before respected; bor 10b replace \"60\" by \"45\"."`
	Room string `placeholder:"ROOM" help:"Where it was said; else the plenary, or the party's only room."`
}

// floorForm is how a floor line reads.
const floorForm = "Write it as \"bor 10 60 > 45\" or \"bor 10b 60 > 45\": party, point or bracket, old words > new words; or \"bor 10 del at once\", \"bor 10 + fully before respected\"."

var (
	floorPlus = pattern.New(`(?i)^\+\s*(.+?)\s+(after|before)\s+(.+)$`)
	floorDel  = pattern.New(`(?i)^(?:del|delete|strike|-)\s+(.+)$`)
)

// floorChange reads what a floor line changes, and says it as it is understood.
func floorChange(said string) ([]amend.Instruction, string, error) {
	bare := func(s string) string {
		return strings.Join(strings.Fields(strings.Trim(strings.TrimSpace(s), "\"“”«»")), " ")
	}
	if old, by, ok := strings.Cut(said, ">"); ok && !strings.ContainsAny(said, "\"“«") {
		if old, by = bare(strings.TrimSuffix(old, "-")), bare(by); old != "" {
			op := amend.Replace
			if by == "" {
				op = amend.Strike
			}
			return []amend.Instruction{{Op: op, Ways: []amend.Words{{Old: old, New: by}}, Said: said}}, old + " -> " + by, nil
		}
	}
	if m := floorPlus.FindStringSubmatch(said); m != nil {
		side := amend.After
		if strings.EqualFold(m[2], "before") {
			side = amend.Before
		}
		return []amend.Instruction{{Op: amend.Insert, Side: side, Ways: []amend.Words{{Old: bare(m[3]), New: bare(m[1])}}, Said: said}},
			"+ " + bare(m[1]) + ", " + strings.ToLower(m[2]) + " " + bare(m[3]), nil
	}
	if m := floorDel.FindStringSubmatch(said); m != nil {
		return []amend.Instruction{{Op: amend.Strike, Ways: []amend.Words{{Old: bare(m[1])}}, Said: said}}, "- " + bare(m[1]), nil
	}
	list, err := amend.Read(said)
	return list, said, err
}

func (c *floorCmd) Run(p *program) error {
	fields := strings.Fields(c.Line)
	if len(fields) < 3 {
		return fault.Invalidf("%q is no floor line; nothing was recorded", c.Line).WithHint("%s", floorForm)
	}
	code, err := ident.ParseCode(strings.ToUpper(fields[0]))
	if err != nil {
		return fault.Invalidf("%w", err).WithHint("%s", floorForm)
	}
	said := strings.Join(fields[2:], " ")
	list, change, err := floorChange(said)
	if err != nil {
		return fault.Invalidf("%q is no floor line; nothing was recorded. Party %s and point %s are understood, %q is not", c.Line, code, fields[1], said).WithHint("%s", floorForm)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, terms, err := s.floor(c.Room, code)
		if err != nil {
			return "", nil, err
		}
		point, err := s.bracketsPoint(fields[1])
		if err != nil {
			return "", nil, err
		}
		now, err := s.partysWords(in.ID.String(), point, []ident.Code{code})
		if err != nil {
			return "", nil, err
		}
		where := "point " + point
		var edits []amend.Edit
		if from, to, ok := s.inBracket(fields[1], point, code, now.Body); ok {
			where = "bracket " + fields[1]
			edits, err = amend.EditsNear(now.Body, from, to, list)
		} else {
			edits, err = amend.Edits(now.Body, list)
		}
		body := ""
		if err == nil {
			body, err = amend.Carry(now.Body, edits)
		}
		if err != nil {
			return "", nil, floorRefused(err, where, point)
		}
		if body == "" {
			return "", nil, fault.Invalidf("nothing would be left of point %s; nothing was recorded", point).WithHint("To have the point taken out: nonpaper propose %s --act delete --from %s", point, code)
		}
		f := &event.Proposed{Common: event.Common{Parties: []ident.Code{code}, Form: event.FormSpoken, Reason: "from the floor", Terms: event.Terms{Release: terms}}, Heading: now.Heading, Body: body}
		t, err := s.Give(s.ctx, s.actor, when, in.ID.String(), app.Gift{Proposal: f, Points: []string{point}})
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		return fmt.Sprintf("%s  %s: %s, from the floor, %s, recorded by %s on behalf of %s, not confirmed\n", point, code, change, sayWhen(when), s.actor.Entered, code) +
			text + "Undo: nonpaper undo\n", v, nil
	})
}

// floorRefused says what was understood of a line that cannot be carried out.
func floorRefused(err error, where, point string) error {
	if x, ok := errors.AsType[*amend.Problem](err); ok && x.Missing {
		return fault.NotFoundf("in %s: %w; nothing was recorded", where, err).WithHint("Try: nonpaper show %s", point)
	}
	return fault.Invalidf("in %s: %w; nothing was recorded", where, err).WithHint("Name more of the words around it, or the bracket: nonpaper show %s", point)
}

// inBracket finds the words of a bracket among the words that a party wants a
// point to have: its own variant, or where it does not speak to the point, the
// base's.
func (s *session) inBracket(spec, point string, code ident.Code, body string) (from, to int, ok bool) {
	if spec == point {
		return 0, 0, false
	}
	x, err := s.Compiled(s.ctx, s.actor, "", app.AsOf{})
	if err != nil {
		return 0, 0, false
	}
	for i := range x.Text.Points {
		q := &x.Text.Points[i]
		if q.Number != point {
			continue
		}
		for _, holder := range []ident.Code{code, ident.Base} {
			if q.Wording.Reading(holder) != body {
				continue
			}
			if from, to, ok = q.Wording.Where(holder, ident.Bracket(spec)); ok {
				return from, to, true
			}
		}
	}
	return 0, 0, false
}

// floor is where something is said from the floor, and on what terms: in a plenary
// everybody hears it.
func (s *session) floor(name string, code ident.Code) (*room.State, event.Release, error) {
	var in *room.State
	var err error
	if name == "" {
		in, err = s.Seat(s.ctx, s.actor, app.Place{Kind: event.RoomPlenary}, app.AsOf{})
	}
	if name != "" || err != nil || in.Parties[code] == nil {
		in, err = s.partyRoom(name, []ident.Code{code})
	}
	if err != nil {
		return nil, "", err
	}
	if in.Kind == event.RoomPlenary {
		return in, event.ReleaseAttributed, nil
	}
	return in, event.ReleaseMediator, nil
}

// bracketsPoint is the point that a bracket stands in: 10b is in 10. A bracket
// that is not there is said to be none.
func (s *session) bracketsPoint(spec string) (string, error) {
	x, err := s.Compiled(s.ctx, s.actor, "", app.AsOf{})
	if err != nil {
		return spec, nil // whoever keeps no text names points only
	}
	if _, err := selectPoints(x.Text, spec); err == nil {
		return spec, nil
	}
	stem := strings.TrimRight(spec, "abcdefghijklmnopqrstuvwxyz")
	for i := range x.Text.Points {
		q := &x.Text.Points[i]
		if q.Number != stem {
			continue
		}
		n := q.Heading.Count() + q.Wording.Count()
		for k := range n {
			if string(ident.BracketAt(q.Number, k)) == spec {
				return q.Number, nil
			}
		}
		if n == 0 {
			return "", fault.NotFoundf("point %s has no brackets; nothing was recorded", stem).WithHint("Try: nonpaper show %s", stem)
		}
		return "", fault.NotFoundf("point %s has brackets %s to %s, no %s; nothing was recorded", stem, ident.BracketAt(q.Number, 0), ident.BracketAt(q.Number, n-1), spec).WithHint("Try: nonpaper show %s", stem)
	}
	return spec, nil
}
