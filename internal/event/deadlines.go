package event

import "nonpaper/internal/ident"

// Unit is in what it is counted how far a deadline is from what it hangs on. The texts
// are stored: append only.
type Unit string

const (
	Minutes Unit = "minutes" // to the minute
	Hours   Unit = "hours"   // to the minute
	Days    Unit = "days"    // by the end of the day, or at a clock time of it
	Weeks   Unit = "weeks"   // likewise
)

// Units are all units, the shortest first.
func Units() []Unit { return []Unit{Minutes, Hours, Days, Weeks} }

// Due is by when something is to be done: by the clock, or so long before or after a
// meeting or another deadline, whenever that is.
type Due struct {
	Until     int64       // the last moment, Unix µs; where it hangs on something: as it was reckoned then, 0 where that had no date
	Offset    int         // minutes against UTC
	Precision Precision   // how exactly it is meant
	Of        ident.Label // the meeting or deadline that it hangs on, "" where it is by the clock
	Room      ident.Room  // in a drafting room, where that is kept; zero for the same room
	RoomName  string      // how that room is called
	Amount    int         // how many units after it, below zero: before it
	Unit      Unit        // in what that is counted
	Clock     int         // at which minute of the day, from 1; 0 for its end
}

// Hangs reports whether it moves with something else.
func (d *Due) Hangs() bool { return d.Of != "" }

func dueFields(c *coder, d *Due) {
	whole(c, 1, &d.Until)
	whole(c, 2, &d.Offset)
	whole(c, 3, &d.Precision)
	text(c, 4, &d.Of)
	fixed(c, 5, d.Room[:])
	text(c, 6, &d.RoomName)
	whole(c, 7, &d.Amount)
	text(c, 8, &d.Unit)
	whole(c, 9, &d.Clock)
}

// DeadlineSet begins a deadline: what is to be done, by whom and by when.
type DeadlineSet struct {
	Label  ident.Label   // "D 1"
	Title  string        // what is to be done
	Who    []Participant // by whom; none: by those who keep the room
	Points []ident.Point // the points that it is about
	On     []ident.Label // what else it is about: a text, a proposal, a silence
	Due    Due           // by when
	Note   string        // in words
}

func (*DeadlineSet) kind() Kind { return KindDeadlineSet }
func (f *DeadlineSet) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Title)
	parts(c, 3, &f.Who, participantFields)
	texts(c, 4, &f.Points)
	texts(c, 5, &f.On)
	part(c, 6, func(c *coder) { dueFields(c, &f.Due) })
	text(c, 7, &f.Note)
}

// DeadlineMoved gives a deadline another end. One that had ended is open again.
type DeadlineMoved struct {
	Label ident.Label // of the deadline
	Due   Due         // from now on
	Said  Account     // why, and who asked for it
}

func (*DeadlineMoved) kind() Kind { return KindDeadlineMoved }
func (f *DeadlineMoved) fields(c *coder) {
	text(c, 1, &f.Label)
	part(c, 2, func(c *coder) { dueFields(c, &f.Due) })
	part(c, 3, func(c *coder) { accountFields(c, &f.Said) })
}

// DeadlineEnded says that what was to be done is done, or is asked for no longer.
type DeadlineEnded struct {
	Label   ident.Label // of the deadline
	Dropped bool        // it is asked for no longer; else it is done
	Note    string      // what was done, or why it was dropped
}

func (*DeadlineEnded) kind() Kind { return KindDeadlineEnded }
func (f *DeadlineEnded) fields(c *coder) {
	text(c, 1, &f.Label)
	flag(c, 2, &f.Dropped)
	text(c, 3, &f.Note)
}

// PenGiven says who drafts points or a text. Of a pen that somebody holds it says by
// when from now on.
type PenGiven struct {
	Label  ident.Label   // "Pen 1"
	Points []ident.Point // that are drafted; none where it is a text
	Text   ident.Label   // the text that is drafted, there already or to come; "" where it is points
	Holder Participant   // who drafts
	Due    Due           // by when; zero: that was not said
	Note   string        // in words
}

func (*PenGiven) kind() Kind { return KindPenGiven }
func (f *PenGiven) fields(c *coder) {
	text(c, 1, &f.Label)
	texts(c, 2, &f.Points)
	text(c, 3, &f.Text)
	part(c, 4, func(c *coder) { participantFields(c, &f.Holder) })
	part(c, 5, func(c *coder) { dueFields(c, &f.Due) })
	text(c, 6, &f.Note)
}

// PenBack says that somebody no longer drafts what they had the pen on.
type PenBack struct {
	Label ident.Label // of the pen
	Note  string      // what came of it
}

func (*PenBack) kind() Kind { return KindPenBack }
func (f *PenBack) fields(c *coder) {
	text(c, 1, &f.Label)
	text(c, 2, &f.Note)
}

// Touch is how something is touched by another date of a meeting. The texts are stored:
// append only.
type Touch string

const (
	TouchUnheard   Touch = "not-consulted"     // a point on its agenda binds somebody who was not consulted on it
	TouchSilence   Touch = "silence-ends"      // a silence ends before the meeting
	TouchRuns      Touch = "silence-runs"      // a silence still runs at the meeting
	TouchAuthority Touch = "authority-lapses"  // an authority that was seen ends before the meeting
	TouchLater     Touch = "authority-begins"  // an authority that was seen begins after the meeting only
	TouchDeadline  Touch = "deadline-moves"    // a deadline that hangs on the meeting moves with it
	TouchStale     Touch = "no-longer-current" // words that were given have been superseded since
	TouchFollows   Touch = "follows"           // another meeting is to be before or after it
)

// Touched is one thing that is touched by another date of a meeting.
type Touched struct {
	What      Touch         // how
	Label     ident.Label   // of the silence, the deadline, the text that was given or the other meeting
	Party     ident.Code    // whom it is about
	Person    ident.Person  // likewise
	Name      string        // likewise, of somebody who is neither
	Points    []ident.Point // the points that it is about
	From      int64         // when it ended or was due before, Unix µs; 0 where that had no date
	Until     int64         // when it ends, begins or is due now, Unix µs; 0 where that has no date
	Offset    int           // minutes against UTC
	Precision Precision     // how exactly these are meant
}

func touchedFields(c *coder, t *Touched) {
	text(c, 1, &t.What)
	text(c, 2, &t.Label)
	text(c, 3, &t.Party)
	text(c, 4, &t.Person)
	text(c, 5, &t.Name)
	texts(c, 6, &t.Points)
	whole(c, 7, &t.From)
	whole(c, 8, &t.Until)
	whole(c, 9, &t.Offset)
	whole(c, 10, &t.Precision)
}

// MeetingTouched says what a meeting's other date, or that it does not take place,
// touches, as far as it follows from the record of this room: what whoever moved it was
// told. It stands behind the act that moved it.
type MeetingTouched struct {
	Label ident.Label // of the meeting
	List  []Touched   // what is touched
}

func (*MeetingTouched) kind() Kind { return KindMeetingTouched }
func (f *MeetingTouched) fields(c *coder) {
	text(c, 1, &f.Label)
	parts(c, 2, &f.List, touchedFields)
}
