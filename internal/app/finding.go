package app

import (
	"context"
	"sync"

	"nonpaper/internal/find"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// searched keeps what can be searched of each room, from the first search on.
type searched struct {
	mu    sync.Mutex
	rooms map[ident.Room]*searchedRoom
}

type searchedRoom struct {
	mu    sync.Mutex
	index find.Index
}

func (s *searched) room(id ident.Room) *searchedRoom {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rooms == nil {
		s.rooms = map[ident.Room]*searchedRoom{}
	}
	if s.rooms[id] == nil {
		s.rooms[id] = &searchedRoom{}
	}
	return s.rooms[id]
}

// drop forgets what is kept of a room, of which something was destroyed. It comes
// after the bodies are gone: who reads the room again does not read them.
func (s *searched) drop(id ident.Room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.rooms, id)
}

// Find searches the room of this name that the actor may read, or all of them where
// name is "", as they stood: the latest entry first, and the names of the rooms.
func (p *Process) Find(ctx context.Context, a Actor, name string, at AsOf, query string) ([]find.Hit, map[ident.Room]string, error) {
	seats := p.seats(a)
	if name != "" {
		s, err := p.seat(a, name)
		if err != nil {
			return nil, nil, err
		}
		seats = []*room.State{s}
	}
	q := find.Parse(query)
	var out []find.Hit
	names := map[ident.Room]string{}
	for _, s := range seats {
		hits, err := p.findIn(ctx, s.ID, at, q)
		if err != nil {
			return nil, nil, err
		}
		out, names[s.ID] = append(out, hits...), s.Name
	}
	find.Sort(out)
	return out, names, nil
}

func (p *Process) findIn(ctx context.Context, id ident.Room, at AsOf, q find.Query) ([]find.Hit, error) {
	x := p.searched.room(id)
	x.mu.Lock()
	defer x.mu.Unlock()
	p.mu.RLock()
	key := p.rooms[id].key
	p.mu.RUnlock()
	for e, err := range p.entries(ctx, key, id, x.index.Next()) {
		if err != nil {
			return nil, err
		}
		x.index.Add(e)
	}
	return x.index.Search(id, q, func(e find.Entry) bool { return at.has(e.Time, e.When, e.Kind) }), nil
}
