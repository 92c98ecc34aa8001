package view

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// IssueView is an issue and how the text deals with it.
type IssueView struct {
	*room.Issue
	Covered  event.Coverage // by the text: the most that a point of it does; "" where nobody said
	AsAWhole bool           // Covered is what was said of the text as a whole: nothing stands of any point
	Points   []IssuePoint   // that it touches, in the order of the text
	Words    []string       // what else it is about
	Whole    *room.IssueCovered
	Earlier  bool // what was said of the text as a whole was said before any point of it had the words of now, and no longer counts
	Brackets bool // it touches points, and every one of them is in brackets
	Parked   []PointRef
}

// IssuePoint is a point that an issue touches.
type IssuePoint struct {
	PointRef
	Coverage event.Coverage // as was said of it last; "" where nobody said
	Why      string
	Source   string
	When     event.When
	Other    bool // it was said of other words than the point has now, and no longer counts
	Status   Status
}

// Counts is how many issues the text deals with in which way. Each issue is counted
// once.
type Counts map[event.Coverage]int

// Issues draws up the issues of a drafting room; statuses are those of the points of
// its instruments.
func Issues(s *room.State, statuses map[ident.Instrument][]PointStatus) ([]IssueView, Counts) {
	var out []IssueView
	counts := Counts{}
	for _, i := range s.Issues {
		v := issueView(s, i, statuses)
		counts[v.Covered]++
		out = append(out, v)
	}
	return out, counts
}

// saidOf is what was said of a point last, and in which words.
type saidOf struct {
	of   event.WordedPoint
	said *room.IssueCovered
}

func issueView(s *room.State, i *room.Issue, statuses map[ident.Instrument][]PointStatus) IssueView {
	v := IssueView{Issue: i}
	type key struct {
		in ident.Instrument
		id ident.Point
	}
	said := map[key]saidOf{}
	var touched []key
	touch := func(k key) {
		if !slices.Contains(touched, k) {
			touched = append(touched, k)
		}
	}
	for _, a := range i.IssueRecorded.About {
		if r, p := find(s, "", ident.Point(a)); p != nil {
			touch(key{r.Instrument, r.ID})
		} else {
			v.Words = append(v.Words, a)
		}
	}
	for n := range i.Covered {
		c := &i.Covered[n]
		if len(c.Points) == 0 {
			v.Whole = c
			clear(said)
		}
		for _, w := range c.Points {
			k := key{c.Instrument, w.Point}
			touch(k)
			said[k] = saidOf{w, c}
		}
	}
	most := len(event.Coverages())
	count := func(c event.Coverage) {
		if n := slices.Index(event.Coverages(), c); n >= 0 {
			most = min(most, n)
		}
	}
	inBrackets, live := 0, 0
	for _, r := range livePoints(s) {
		k := key{r.Instrument, r.ID}
		if !slices.Contains(touched, k) {
			continue
		}
		x := IssuePoint{PointRef: r}
		if c, ok := said[k]; ok {
			_, p := find(s, r.Instrument, r.ID)
			x.Coverage, x.Why, x.Source, x.When = c.said.Coverage, c.said.Why, c.said.Source, c.said.When
			if x.Other = c.of.Hash != s.Words(p.Heading, p.Body); !x.Other {
				count(x.Coverage)
			}
		}
		live++
		for _, st := range statuses[r.Instrument] {
			if st.ID == r.ID {
				x.Status = st.Status
				if st.Brackets > 0 {
					inBrackets++
				}
				if st.Parked > 0 {
					v.Parked = append(v.Parked, r)
				}
			}
		}
		v.Points = append(v.Points, x)
	}
	v.Brackets = live > 0 && live == inBrackets
	v.Earlier = v.Whole != nil && !anyAsThen(s, v.Whole.Seq)
	if most == len(event.Coverages()) && v.Whole != nil && !v.Earlier { // nothing stands of any point
		count(v.Whole.Coverage)
		v.AsAWhole = true
	}
	if most < len(event.Coverages()) {
		v.Covered = event.Coverages()[most]
	}
	return v
}

// anyAsThen reports whether a point has the words that it had when an entry was made; so
// it has where there is no text yet, of which something can be known by report.
func anyAsThen(s *room.State, seq uint64) bool {
	none := true
	for _, in := range s.Instruments {
		for _, p := range in.Points {
			if p.Deleted {
				continue
			}
			if p.Changed.Seq < seq {
				return true
			}
			none = false
		}
	}
	return none
}

// Addressed reports whether a point of the text addresses the issue, at least partly.
func (v *IssueView) Addressed() bool {
	return v.Covered == event.CoversFully || v.Covered == event.CoversPartly
}
