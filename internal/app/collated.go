package app

import (
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"

	"nonpaper/internal/collate"
	"nonpaper/internal/ident"
)

// collated keeps what was collated, so that after one more proposal only the point
// that it is on is collated again.
//
// What it gives is a function of the texts alone, which are the key: it is the same
// whether it was kept or not, and whoever asks. Only who keeps the drafting room
// asks at all, and all who do may read all of it; so how long an answer takes tells
// nobody of anything that they may not know. Nothing outlives a destruction: when
// bodies were destroyed, all is dropped, and what somebody is still collating from
// a state that they took before is given to them and not kept.
type collated struct {
	mu    sync.Mutex
	drops uint64 // how often all was dropped
	young map[texts][]collate.Piece
	old   map[texts][]collate.Piece // what was not asked for since young was begun
	size  int                       // of the texts in young, in bytes
	texts map[ident.Instrument]keptText
}

// texts stands for the texts of one stretch of words and the grain.
type texts [sha256.Size]byte

// GCPercent is how far the memory may grow before the program looks for what is no
// longer needed, in per cent of what it keeps (runtime/debug.SetGCPercent). A command
// is over soon, and what collating leaves behind is cheaper to let lie: with 300
// instead of Go's 100 the invented process is made in two thirds of the time, at 60 MB.
const GCPercent = 300

// mostKept bounds each half of what is kept, in bytes of the texts collated: a
// process of 400 points and 3,000 proposals takes 2 MB.
const mostKept = 16 << 20

func textsOf(list []string, grain collate.Grain) (key texts, size int) {
	h := sha256.New()
	var n [8]byte
	n[0] = byte(grain)
	h.Write(n[:])
	for _, t := range list {
		binary.LittleEndian.PutUint64(n[:], uint64(len(t)))
		h.Write(n[:])
		h.Write([]byte(t))
		size += len(t)
	}
	h.Sum(key[:0])
	return key, size
}

// collating is how texts of one state are collated and compiled: nil for without what
// is kept.
type collating = *kept

// kept is what is kept, as it may be used for texts of one state.
type kept struct {
	*collated
	drops uint64
	apart bool // for texts of some of the proposals: pieces are used and kept, whole texts are not
}

// now is for texts of a state that is taken after it is called: what was destroyed
// after that is not kept.
func (c *collated) now() collating {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &kept{c, c.drops, false}
}

// pieces brings the texts of many stretches of words together.
func (k *kept) pieces(all [][]string, grain collate.Grain) [][]collate.Piece {
	return k.collate(k.drops, all, grain)
}

// drop forgets all. It comes after the state without what was destroyed stands in
// its place, so that who takes a state later takes that one.
func (c *collated) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	c.young, c.old, c.size, c.texts = nil, nil, 0, nil
}

// onAll does n things that do not depend on each other, on all processors.
func onAll(n int, do func(i int)) {
	const most = 16 // things that a processor takes at once
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+most-1)/most) {
		wait.Go(func() {
			for {
				to := int(next.Add(most))
				for i := to - most; i < min(to, n); i++ {
					do(i)
				}
				if to >= n {
					return
				}
			}
		})
	}
	wait.Wait()
}

// collate collates what is not kept, on all processors, and keeps it unless more was
// dropped since.
func (c *collated) collate(drops uint64, all [][]string, grain collate.Grain) [][]collate.Piece {
	out := make([][]collate.Piece, len(all))
	keys, sizes := make([]texts, len(all)), make([]int, len(all))
	onAll(len(all), func(i int) { keys[i], sizes[i] = textsOf(all[i], grain) })
	var missing []int
	c.mu.Lock()
	for i, k := range keys {
		p, ok := c.young[k]
		if !ok {
			if p, ok = c.old[k]; ok {
				delete(c.old, k)
				c.keep(k, p, sizes[i])
			}
		}
		if out[i] = p; !ok {
			missing = append(missing, i)
		}
	}
	c.mu.Unlock()
	var wait sync.WaitGroup
	next := make(chan int, len(missing))
	for _, i := range missing {
		next <- i
	}
	close(next)
	for range min(runtime.GOMAXPROCS(0), len(missing)) {
		wait.Go(func() {
			var c collate.Collator
			for i := range next {
				out[i] = c.Texts(all[i], grain)
			}
		})
	}
	wait.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops == drops {
		for _, i := range missing {
			c.keep(keys[i], out[i], sizes[i])
		}
	}
	return out
}

func (c *collated) keep(k texts, p []collate.Piece, size int) {
	if size > mostKept {
		return
	}
	if c.size += size; c.young == nil || c.size > mostKept {
		c.old, c.young, c.size = c.young, map[texts][]collate.Piece{}, size
	}
	c.young[k] = p
}
