package app

import (
	"bytes"
	"context"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/room"
)

// Export gives a room's stored headers and plain bodies, as its members may
// read them: all that is needed to check and replay it.
func (p *Process) Export(ctx context.Context, a Actor, name string) (*room.State, []eventlog.Record, error) {
	s, err := p.seat(a, name)
	if err != nil {
		return nil, nil, err
	}
	p.mu.RLock()
	key := p.rooms[s.ID].key
	p.mu.RUnlock()
	var out []eventlog.Record
	for rec, err := range p.log.After(ctx, s.ID, 0) {
		if err != nil {
			return nil, nil, err
		}
		open := eventlog.Record{Header: rec.Header}
		if rec.Body != nil {
			plain, err := key.Open(nil, &rec.Header, rec.Body, rec.Key)
			if err != nil {
				return nil, nil, err
			}
			open.Body = bytes.Clone(plain)
		}
		out = append(out, open)
	}
	return s, out, nil
}

// HandAcross records that a plain file went out.
func (p *Process) HandAcross(ctx context.Context, a Actor, when event.When, at Place, f event.HandedAcross) (*Recorded, error) {
	s, err := p.find(a, at)
	if err != nil {
		return nil, err
	}
	if !access.May(s, access.Keep, a.Person, a.Entered) {
		return nil, fault.Forbiddenf("%s does not keep the room %q; nothing was recorded", a.Person, s.Name)
	}
	return p.Record(ctx, a, when, at, room.HandAcross{HandedAcross: f})
}
