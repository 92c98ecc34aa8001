package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// SetDeadline records what is to be done, by whom and by when. In is the room in which
// stands what it hangs on, nil where that is this room.
type SetDeadline struct {
	event.DeadlineSet
	In *State
}

func (c SetDeadline) decide(s *State) ([]event.Fact, error) {
	f := c.DeadlineSet
	if f.Label == "" {
		f.Label = s.NextLabel("D")
	}
	if err := s.newLabel(f.Label); err != nil {
		return nil, err
	}
	var err error
	if f.Title, err = oneLine("what is to be done", f.Title); err != nil {
		return nil, err
	}
	if f.Title == "" {
		return nil, fault.Invalidf("what is to be done? Nothing was recorded")
	}
	if err := s.participants(f.Who); err != nil {
		return nil, err
	}
	f.On = slices.Clone(f.On)
	for i, l := range f.On {
		if f.On[i], err = s.standing(l); err != nil {
			return nil, err
		}
	}
	if f.Due == (event.Due{}) {
		return nil, fault.Invalidf("by when? Nothing was recorded").WithHint(`Add --due TIME, or --due "2 days before M1"`)
	}
	if err := s.due(&f.Due, f.Label, c.In); err != nil {
		return nil, err
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	return one(&f)
}

// newLabel refuses a label under which something stands in the room.
func (s *State) newLabel(l ident.Label) error {
	if s.HasLabel(l) || s.Deadline(l) != nil || s.Pen(l) != nil || s.Meeting(l) != nil {
		return fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", l, s.Name)
	}
	return nil
}

// standing is the label of something that stands in the room, as it stands there.
func (s *State) standing(l ident.Label) (ident.Label, error) {
	if it := s.Item(l); it != nil {
		return it.Label, nil
	}
	for _, have := range s.labels() {
		if sameLabel(have, l) {
			return have, nil
		}
	}
	return "", fault.NotFoundf("nothing stands in the room %q as %q; nothing was recorded", s.Name, l)
}

// maxAmount bounds how far a deadline is from what it hangs on, in whatever unit.
const maxAmount = 10_000

// due checks by when something is to be done, and reckons it where it hangs on something.
// Label is that of the deadline itself, "" for none.
func (s *State) due(d *event.Due, label ident.Label, in *State) error {
	if !d.Hangs() {
		if *d != (event.Due{Until: d.Until, Offset: d.Offset, Precision: d.Precision}) || d.Until == 0 {
			return fault.Invalidf("by when? Nothing was recorded").WithHint(`--due TIME, or --due "2 days before M1"`)
		}
		return nil
	}
	switch {
	case !slices.Contains(event.Units(), d.Unit):
		return fault.Invalidf("%q is nothing in which time is counted here; nothing was recorded", d.Unit).WithHint("It is one of: %s", join(event.Units()))
	case d.Amount < -maxAmount || d.Amount > maxAmount:
		return fault.Invalidf("%d %s is too far away; nothing was recorded", d.Amount, d.Unit)
	case d.Clock < 0 || d.Clock > 24*60 || d.Clock > 0 && (d.Unit == event.Hours || d.Unit == event.Minutes):
		return fault.Invalidf("a time of the day goes with days and weeks; nothing was recorded")
	}
	from := s
	if in != nil && in.ID != s.ID {
		if s.Kind != event.RoomDrafting && s.Kind != event.RoomPrivate {
			return fault.Invalidf("what stands in another room is not named in the room %q, whose members may not read it; nothing was recorded", s.Name).
				WithHint("Keep it in the drafting room, or give the date itself.")
		}
		from = in
		d.Room, d.RoomName = in.ID, in.Name
	}
	switch other, m := from.Deadline(d.Of), from.Meeting(d.Of); {
	case other != nil:
		d.Of = other.Label
	case m != nil:
		d.Of = m.Label
	default:
		return fault.NotFoundf("no meeting and no deadline %q; nothing was recorded", d.Of).WithHint("nonpaper meetings and nonpaper deadline list show them.")
	}
	if from == s {
		for at, n := s.Deadline(d.Of), 0; at != nil && n < deepest; at, n = s.Deadline(at.Due.Of), n+1 {
			if sameLabel(at.Label, label) {
				return fault.Invalidf("%s would hang on itself; nothing was recorded", label)
			}
			if !at.Due.Room.IsZero() {
				break
			}
		}
	}
	r := s.Reckon(d, func(id ident.Room) *State {
		if in != nil && in.ID == id {
			return in
		}
		return nil
	})
	d.Until, d.Offset, d.Precision = r.Until, r.Offset, r.Precision
	return nil
}

// MoveDeadline gives a deadline another end. In is as in SetDeadline.
type MoveDeadline struct {
	event.DeadlineMoved
	In *State
}

func (c MoveDeadline) decide(s *State) ([]event.Fact, error) {
	f := c.DeadlineMoved
	d, err := s.findDeadline(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = d.Label
	if f.Due == (event.Due{}) {
		return nil, fault.Invalidf("moved to when? Nothing was recorded").WithHint(`Add --due TIME, or --due "2 days before M1"`)
	}
	if err := s.due(&f.Due, d.Label, c.In); err != nil {
		return nil, err
	}
	if f.Due == d.Due && d.Ended == nil {
		return nil, fault.Invalidf("%s is due then already; nothing was recorded", d.Label)
	}
	if err := s.account(&f.Said); err != nil {
		return nil, err
	}
	return one(&f)
}

// EndDeadline records that a deadline is done or dropped.
type EndDeadline struct{ event.DeadlineEnded }

func (c EndDeadline) decide(s *State) ([]event.Fact, error) {
	f := c.DeadlineEnded
	d, err := s.findDeadline(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = d.Label
	if d.Ended != nil {
		what := "done"
		if d.Ended.Dropped {
			what = "dropped"
		}
		return nil, fault.Invalidf("%s is %s already; nothing was recorded", d.Label, what).WithHint("To open it again: nonpaper deadline move %q --due TIME", d.Label)
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	if f.Dropped && strings.TrimSpace(f.Note) == "" {
		return nil, fault.Invalidf("why is it dropped? Nothing was recorded").WithHint(`Add --reason "…"`)
	}
	return one(&f)
}

func (s *State) findDeadline(label ident.Label) (*Deadline, error) {
	if d := s.Deadline(label); d != nil {
		return d, nil
	}
	return nil, NoDeadline(label)
}

// NoDeadline says that there is no such deadline, in the same words for one that stands
// where somebody does not read.
func NoDeadline(label ident.Label) error {
	return fault.NotFoundf("no deadline %q; nothing was recorded", label).WithHint("nonpaper deadline list lists them.")
}

// GivePen records that somebody drafts points or a text. In is as in SetDeadline. That
// somebody else has the pen too is no reason to refuse it.
type GivePen struct {
	event.PenGiven
	In *State
}

func (c GivePen) decide(s *State) ([]event.Fact, error) {
	f := c.PenGiven
	f.Points = slices.Clone(f.Points)
	if len(f.Points) == 0 && f.Text == "" {
		return nil, fault.Invalidf("the pen on what? Nothing was recorded").WithHint("Name points (7, 7,8) or a text.")
	}
	if f.Holder == (event.Participant{}) {
		return nil, fault.Invalidf("who has the pen? Nothing was recorded")
	}
	if err := s.participants([]event.Participant{f.Holder}); err != nil {
		return nil, err
	}
	if f.Due != (event.Due{}) {
		if err := s.due(&f.Due, "", c.In); err != nil {
			return nil, err
		}
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	for _, p := range s.Pens {
		if p.Back != nil || p.Holder != f.Holder || p.Text != f.Text || !slices.Equal(p.Points, f.Points) {
			continue
		}
		if f.Due == (event.Due{}) || f.Due == p.Due {
			return nil, fault.Invalidf("they have that pen already (%s); nothing was recorded", p.Label).WithHint("By when, from now on: --until TIME")
		}
		f.Label = p.Label
		return one(&f)
	}
	f.Label = s.NextLabel("Pen")
	return one(&f)
}

// TakePenBack records that somebody no longer drafts.
type TakePenBack struct{ event.PenBack }

func (c TakePenBack) decide(s *State) ([]event.Fact, error) {
	f := c.PenBack
	p := s.Pen(f.Label)
	if p == nil {
		return nil, NoPen(string(f.Label))
	}
	f.Label = p.Label
	if p.Back != nil {
		return nil, fault.Invalidf("%s was given back already; nothing was recorded", p.Label)
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	return one(&f)
}

// NoPen says that nobody has such a pen, in the same words for one that stands where
// somebody does not read.
func NoPen(what string) error {
	return fault.NotFoundf("nobody has the pen on %q; nothing was recorded", what).WithHint("nonpaper pen list shows who has which.")
}
