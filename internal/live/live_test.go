package live

import (
	"sync"
	"testing"

	"nonpaper/internal/ident"
)

// A wake-up comes to those who wait for the room and to nobody else, several come
// as one, and one who does not listen holds up nobody.
func TestWake(t *testing.T) {
	var h Hub
	a, b := ident.Room{1}, ident.Room{2}
	first, stop := h.Subscribe(a)
	second, stopSecond := h.Subscribe(a, b)
	defer stopSecond()
	for range 3 {
		h.Wake(a)
	}
	for name, c := range map[string]<-chan struct{}{"first": first, "second": second} {
		select {
		case <-c:
		default:
			t.Errorf("%s was not woken", name)
		}
		select {
		case <-c:
			t.Errorf("%s was woken twice for what it had not looked at", name)
		default:
		}
	}
	h.Wake(b)
	select {
	case <-first:
		t.Error("it was woken for a room that it does not wait for")
	default:
	}
	stop()
	h.Wake(a)
	select {
	case <-first:
		t.Error("it was woken after it had stopped waiting")
	default:
	}
}

func TestManyAtOnce(t *testing.T) {
	var h Hub
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				_, stop := h.Subscribe(ident.Room{byte(i % 3)})
				h.Wake(ident.Room{byte(i % 3)})
				stop()
			}
		})
	}
	wg.Wait()
	if len(h.waiting) != 0 {
		t.Errorf("%d rooms are still waited for", len(h.waiting))
	}
}
