package room

import (
	"maps"
	"slices"
)

// Clone gives a state that can be evolved while others read this one. What a
// later entry may change is copied; what never changes is shared.
func (s *State) Clone() *State {
	c := *s
	c.Parties = maps.Clone(s.Parties)
	c.People = cloneMap(s.People)
	c.Members = cloneMap(s.Members)
	c.Instruments = cloneEach(s.Instruments)
	for _, in := range c.Instruments {
		in.Points, in.Dropped = cloneEach(in.Points), slices.Clip(in.Dropped)
	}
	c.Given = cloneEach(s.Given)
	c.Drafts = cloneEach(s.Drafts)
	c.Items, c.itemAt = cloneEach(s.Items), maps.Clone(s.itemAt)
	for _, it := range c.Items {
		it.Carries = slices.Clip(it.Carries)
		it.Lifted, it.Answers, it.Ends, it.Fates = slices.Clip(it.Lifted), slices.Clip(it.Answers), slices.Clip(it.Ends), slices.Clip(it.Fates)
	}
	c.Agreed = cloneEach(s.Agreed)
	for _, g := range c.Agreed {
		g.Confirmed = slices.Clip(g.Confirmed)
	}
	c.cloneMatters()
	s.cloneMeetings(&c)
	s.cloneLinkages(&c)
	s.cloneDeadlines(&c)
	// An append to a clipped list makes a list of its own.
	c.Texts, c.Rivals, c.Reports = slices.Clip(s.Texts), slices.Clip(s.Rivals), slices.Clip(s.Reports)
	c.Conveyed, c.Knowledge, c.Notes = slices.Clip(s.Conveyed), cloneEach(s.Knowledge), slices.Clip(s.Notes)
	c.Taken, c.Marks, c.Destroyed = slices.Clip(s.Taken), slices.Clip(s.Marks), slices.Clip(s.Destroyed)
	c.Deviations, c.Settled = slices.Clip(s.Deviations), slices.Clip(s.Settled)
	for _, g := range c.Given {
		g.Returns, g.Destroyed, g.Receipts = slices.Clip(g.Returns), slices.Clip(g.Destroyed), slices.Clip(g.Receipts)
	}
	for _, p := range c.People {
		p.Authority = slices.Clone(p.Authority)
	}
	return &c
}

func cloneMap[K comparable, V any](m map[K]*V) map[K]*V {
	out := make(map[K]*V, len(m))
	for k, v := range m {
		x := *v
		out[k] = &x
	}
	return out
}

func cloneEach[V any](list []*V) []*V {
	if list == nil {
		return nil
	}
	out := make([]*V, len(list))
	for i, v := range list {
		x := *v
		out[i] = &x
	}
	return out
}
