// Package live wakes those who wait for something new.
//
// A wake-up is only a hint to look: it carries nothing, may come for nothing,
// and several may come as one. Whoever waits keeps a cursor of their own and
// reads from there. A slow waiter never holds up the one who wakes.
package live

import (
	"sync"

	"nonpaper/internal/ident"
)

// Hub joins those who wake with those who wait. Its zero value is ready.
type Hub struct {
	mu      sync.Mutex
	waiting map[ident.Room]map[chan struct{}]bool
}

// Subscribe waits for something new in any of the rooms until stop is called.
func (h *Hub) Subscribe(rooms ...ident.Room) (woken <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.waiting == nil {
		h.waiting = map[ident.Room]map[chan struct{}]bool{}
	}
	for _, r := range rooms {
		if h.waiting[r] == nil {
			h.waiting[r] = map[chan struct{}]bool{}
		}
		h.waiting[r][c] = true
	}
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, r := range rooms {
			delete(h.waiting[r], c)
			if len(h.waiting[r]) == 0 {
				delete(h.waiting, r)
			}
		}
	}
}

// Wake wakes everybody who waits for a room.
func (h *Hub) Wake(r ident.Room) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.waiting[r] {
		select {
		case c <- struct{}{}:
		default: // a wake-up lies there already
		}
	}
}
