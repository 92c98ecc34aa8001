package room

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// What hangs on a meeting is as far from it as it was said to be, by the clock of the
// meeting: against package time, which this package may not use.
func TestReckon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offset := rapid.SampledFrom([]int{-210, -60, 0, 60, 120, 345, 765}).Draw(t, "offset")
		zone := time.FixedZone("", offset*60)
		at := time.Date(1990, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(rapid.IntRange(0, 60*24*365*60).Draw(t, "minutes")) * time.Minute)
		on := event.Date{From: at.UnixMicro(), Offset: offset}
		whole := rapid.Bool().Draw(t, "a day")
		if whole {
			at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
			on.From, on.Precision = at.UnixMicro(), event.ToDay
		} else if rapid.Bool().Draw(t, "until") {
			on.To = at.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "lasts")) * time.Minute).UnixMicro()
		}
		d := event.Due{Of: "M 1", Amount: rapid.IntRange(-40, 40).Draw(t, "amount"), Unit: rapid.SampledFrom(event.Units()).Draw(t, "unit")}
		base := at
		if d.Amount > 0 && on.To != 0 {
			base = time.UnixMicro(on.To).In(zone)
		}
		var want time.Time
		switch d.Unit {
		case event.Minutes, event.Hours:
			if d.Amount > 0 && whole {
				base = base.AddDate(0, 0, 1).Add(-time.Microsecond)
			}
			unit := time.Minute
			if d.Unit == event.Hours {
				unit = time.Hour
			}
			want = base.Add(time.Duration(d.Amount) * unit)
		default:
			n := d.Amount
			if d.Unit == event.Weeks {
				n *= 7
			}
			want = time.Date(base.Year(), base.Month(), base.Day()+n+1, 0, 0, 0, 0, zone).Add(-time.Microsecond)
			if rapid.Bool().Draw(t, "at an hour") {
				d.Clock = rapid.IntRange(1, 24*60).Draw(t, "clock")
				want = time.Date(base.Year(), base.Month(), base.Day()+n, 0, d.Clock-1, 0, 0, zone)
			}
		}
		a := meetingRoom(t)
		a.must(PlanMeeting{event.MeetingPlanned{Occasion: event.Occasion{Label: "M 1", Title: "Talks", On: on}}})
		a.must(SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Answers", Due: d}})
		got := a.s.Reckon(&a.s.Deadline("d1").Due, nil)
		if got.Until != want.UnixMicro() || got.Offset != offset {
			t.Fatalf("%d %s from %s – %s is %s, not %s", d.Amount, d.Unit, at, time.UnixMicro(on.To).In(zone), time.UnixMicro(got.Until).In(zone), want)
		}
		if stored := a.s.Deadline("d1").Due.Until; stored != got.Until {
			t.Fatalf("%d was recorded, and it is %d", stored, got.Until)
		}
	})
}

// due is what the model knows of a deadline.
type due struct {
	until int64
	of    string // the deadline or meeting, "" for none
	step  int64
	ended bool
	moves int
}

// In any history of setting, moving, ending and of meetings put off, a deadline is due so
// long from what it hangs on, whatever that hangs on itself, nothing hangs on itself, no
// end that one had is lost, and others' states do not change.
func TestDeadlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := meetingRoom(t)
		on := map[string]int64{"M 1": 1000 * day, "M 2": 0}
		a.must(PlanMeeting{event.MeetingPlanned{Occasion: event.Occasion{Label: "M 1", Title: "One", On: event.Date{From: 1000 * day}}}})
		a.must(PlanMeeting{event.MeetingPlanned{Occasion: event.Occasion{Label: "M 2", Title: "Two"}}})
		model := map[string]*due{}
		var labels []string
		var reckon func(*due) int64
		reckon = func(d *due) int64 {
			if d.of == "" {
				return d.until
			}
			at := on[d.of]
			if other := model[d.of]; other != nil {
				at = reckon(other)
			}
			if at == 0 {
				return 0
			}
			return at + d.step
		}
		loops := func(label string, d *due) bool {
			for at := d; at != nil; at = model[at.of] {
				if at.of == label {
					return true
				}
			}
			return false
		}
		draw := func() (event.Due, *due) {
			if rapid.Bool().Draw(t, "fixed") {
				until := rapid.Int64Range(1000, 1200).Draw(t, "day") * day
				return event.Due{Until: until}, &due{until: until}
			}
			of := rapid.SampledFrom(append([]string{"M 1", "M 2"}, labels...)).Draw(t, "of")
			n := rapid.IntRange(-50, 50).Draw(t, "hours")
			return event.Due{Of: ident.Label(of), Amount: n, Unit: event.Hours}, &due{of: of, step: int64(n) * 60 * minute}
		}
		for i := range rapid.IntRange(1, 25).Draw(t, "acts") {
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0, 1:
				f, d := draw()
				label := fmt.Sprintf("D %d", len(labels)+1)
				if !a.try(SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Do", Due: f}}, int64(i)) {
					t.Fatalf("%+v was refused", f)
				}
				labels = append(labels, label)
				model[label] = d
			case 2:
				if len(labels) == 0 {
					continue
				}
				label := rapid.SampledFrom(labels).Draw(t, "which")
				f, d := draw()
				want := !loops(label, d)
				was := a.s.Deadline(ident.Label(label))
				if same := was.Ended == nil && was.Due.Of == f.Of && was.Due.Amount == f.Amount && was.Due.Unit == f.Unit && (f.Hangs() && was.Due.Until == a.s.Reckon(&f, nil).Until || !f.Hangs() && was.Due.Until == f.Until); same {
					want = false
				}
				if done := a.try(MoveDeadline{DeadlineMoved: event.DeadlineMoved{Label: ident.Label(label), Due: f}}, int64(i)); done != want {
					t.Fatalf("moving %s to %+v: %v", label, f, done)
				} else if done {
					d.moves = model[label].moves + 1
					model[label] = d
				}
			case 3:
				if len(labels) == 0 {
					continue
				}
				label := rapid.SampledFrom(labels).Draw(t, "which")
				dropped := rapid.Bool().Draw(t, "dropped")
				done := a.try(EndDeadline{event.DeadlineEnded{Label: ident.Label(label), Dropped: dropped, Note: "so it is"}}, int64(i))
				if done == model[label].ended {
					t.Fatalf("ending %s: %v", label, done)
				}
				model[label].ended = true
			case 4:
				m := rapid.SampledFrom([]string{"M 1", "M 2"}).Draw(t, "meeting")
				to := rapid.SampledFrom([]int64{0, 1050, 1060, 1150}).Draw(t, "to") * day
				if a.try(MoveMeeting{event.MeetingMoved{Label: ident.Label(m), On: event.Date{From: to}, Postponed: true}}, int64(i)) {
					on[m] = to
				}
			}
		}
		for label, d := range model {
			got := a.s.Deadline(ident.Label(label))
			if r := a.s.Reckon(&got.Due, nil); r.Until != reckon(d) || (r.Until == 0) != (r.Why != "") {
				t.Fatalf("%s is due %d (%s), not %d", label, r.Until, r.Why, reckon(d))
			}
			if len(got.Moves) != d.moves+1 || (got.Ended != nil) != d.ended {
				t.Fatalf("%s has %d ends, and %d were recorded; ended: %v", label, len(got.Moves), d.moves+1, got.Ended)
			}
		}
	})
}

// Whoever has a pen has it until it is given back, however many have one on the same.
func TestPens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := meetingRoom(t)
		type key struct{ who, on string }
		held := map[key]ident.Label{}
		for i := range rapid.IntRange(1, 25).Draw(t, "acts") {
			k := key{rapid.SampledFrom([]string{"ALD", "BOR", "CAD"}).Draw(t, "who"), rapid.SampledFrom([]string{"p1", "p2", "Annex"}).Draw(t, "on")}
			f := event.PenGiven{Holder: event.Participant{Party: ident.Code(k.who)}}
			if k.on == "Annex" {
				f.Text = "Annex"
			} else {
				f.Points = []ident.Point{ident.Point(k.on)}
			}
			label, has := held[k]
			if rapid.Bool().Draw(t, "give") {
				if done := a.try(GivePen{PenGiven: f}, int64(i)); done == has {
					t.Fatalf("%v has the pen: %v, and giving it: %v", k, has, done)
				} else if done {
					held[k] = a.s.Pens[len(a.s.Pens)-1].Label
				}
				continue
			}
			if done := a.try(TakePenBack{event.PenBack{Label: label}}, int64(i)); done != has {
				t.Fatalf("%v has the pen: %v, and taking it back: %v", k, has, done)
			}
			delete(held, k)
		}
		n := 0
		for _, p := range a.s.Pens {
			if p.Back == nil {
				n++
			}
		}
		if n != len(held) {
			t.Fatalf("%d pens are held, of %d", n, len(held))
		}
	})
}
