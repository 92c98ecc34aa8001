package app

import (
	"maps"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// keptText is the text of an instrument as it was compiled last, and what it was
// compiled from, point by point.
type keptText struct {
	order []ident.Code
	said  map[ident.Point]sayings
	text  bracket.Text
}

// sayings are a point of the base and all that is said of it, in the order of the
// codes.
type sayings struct {
	base *plan.Point
	by   []saying
}

type saying struct {
	code   ident.Code
	headed bool // the party's text uses headings
	point  *plan.Point
}

func (s sayings) same(o sayings) bool {
	return o.base != nil && *s.base == *o.base && slices.EqualFunc(s.by, o.by, func(a, b saying) bool {
		return a.code == b.code && a.headed == b.headed && *a.point == *b.point
	})
}

// compile compiles a text of a process, in which every point says which it is. Points
// of which the same is said as when the instrument was compiled last are taken over
// from then: what a point reads like follows from what is said of it. drops is from
// before the state was taken.
func (c *collated) compile(drops uint64, instrument ident.Instrument, in compile.Input) (bracket.Text, error) {
	now := keptText{order: in.Order, said: sayingsOf(&in)}
	c.mu.Lock()
	last, known := c.texts[instrument]
	c.mu.Unlock()
	taken := map[ident.Point]bool{} // over from the last time
	if known && slices.Equal(last.order, now.order) {
		for id, s := range now.said {
			taken[id] = s.same(last.said[id])
		}
	}
	again := in
	again.Versions = make([]compile.Version, len(in.Versions))
	for i, v := range in.Versions {
		again.Versions[i] = onlyChanged(v, now.said, taken)
	}
	text, _, err := compile.Texts(again)
	if err != nil {
		return text, err
	}
	last.lend(&text, &in, again.Versions, taken)
	now.text = text
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops == drops {
		if c.texts == nil {
			c.texts = map[ident.Instrument]keptText{}
		}
		c.texts[instrument] = now
	}
	return text, nil
}

func sayingsOf(in *compile.Input) map[ident.Point]sayings {
	out := make(map[ident.Point]sayings, len(in.Base.Points))
	for i := range in.Base.Points {
		p := &in.Base.Points[i]
		out[p.ID] = sayings{base: p}
	}
	for _, v := range in.Versions {
		for i := range v.Text.Points {
			p := &v.Text.Points[i]
			if s, ours := out[p.ID]; ours {
				s.by = append(s.by, saying{v.Code, v.Headed, p})
				out[p.ID] = s
			}
		}
	}
	return out
}

// onlyChanged is a version without the points that are taken over, save those beside a
// point that it adds: they say where that stands.
func onlyChanged(v compile.Version, ours map[ident.Point]sayings, taken map[ident.Point]bool) compile.Version {
	all := v.Text.Points
	adds := func(i int) bool {
		if i < 0 || i >= len(all) {
			return false
		}
		_, is := ours[all[i].ID]
		return !is
	}
	v.Text.Points = nil
	for i, p := range all {
		if adds(i) || adds(i-1) || adds(i+1) || !taken[p.ID] {
			v.Text.Points = append(v.Text.Points, p)
		}
	}
	return v
}

// lend puts into a text, compiled from the changed points alone, those that are taken
// over, and makes each party's sequence whole.
func (k *keptText) lend(text *bracket.Text, whole *compile.Input, again []compile.Version, taken map[ident.Point]bool) {
	if len(taken) == 0 {
		return
	}
	at := make(map[ident.Point]int, len(k.text.Points))
	for i := range k.text.Points {
		at[k.text.Points[i].ID] = i
	}
	for i := range text.Points {
		if id := text.Points[i].ID; taken[id] {
			text.Points[i] = k.text.Points[at[id]]
		}
	}
	text.Sequence = maps.Clone(text.Sequence)
	for i, v := range whole.Versions {
		sequence := k.text.Sequence[v.Code]
		before := make(map[ident.Point]int, len(sequence))
		for i, p := range sequence {
			before[p.Own] = i
		}
		fresh, next := text.Sequence[v.Code], 0
		all := make([]bracket.Place, 0, len(v.Text.Points))
		for _, p := range v.Text.Points {
			if next < len(again[i].Text.Points) && again[i].Text.Points[next] == p {
				all = append(all, fresh[next])
				next++
			} else {
				all = append(all, sequence[before[p.ID]])
			}
		}
		text.Sequence[v.Code] = all
	}
}
