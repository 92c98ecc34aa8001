package collate

import "slices"

// columns are the words of several contents side by side: per column one word,
// and who has it.
type columns struct {
	ids  []int32  // per column
	who  []uint64 // per column: the contents that have it, as wide bit sets
	wide int
}

// reset makes the columns none, of n contents.
func (k *columns) reset(n int) {
	k.ids, k.who, k.wide = k.ids[:0], k.who[:0], (n+63)/64
}

// add adds a column of one content and returns its number.
func (k *columns) add(id, u int32) int32 {
	k.ids = append(k.ids, id)
	for range k.wide {
		k.who = append(k.who, 0)
	}
	c := int32(len(k.ids) - 1)
	k.put(int(c), u)
	return c
}

// put puts a content's word into a column, which is the word that it has.
func (k *columns) put(c int, u int32) { k.whoOf(c)[u>>6] |= 1 << (u & 63) }

func (k *columns) has(c int, u int32) bool { return has(k.whoOf(c), u) }

func (k *columns) whoOf(c int) []uint64 { return k.who[c*k.wide : (c+1)*k.wide] }

// pick makes the columns those of a sheet in an order.
func (k *columns) pick(sheet *columns, order []int32) {
	k.ids, k.who, k.wide = slices.Grow(k.ids[:0], len(order)), slices.Grow(k.who[:0], len(order)*sheet.wide), sheet.wide
	for _, c := range order {
		k.ids = append(k.ids, sheet.ids[c])
		k.who = append(k.who, sheet.whoOf(int(c))...)
	}
}

// has reports whether a content is in a bit set.
func has(who []uint64, u int32) bool { return who[u>>6]>>(u&63)&1 != 0 }

// bits makes a bit set of a set.
func bits(to []uint64, wide int, set []int32) []uint64 {
	to = resize(to, wide)
	clear(to)
	for _, u := range set {
		to[u>>6] |= 1 << (u & 63)
	}
	return to
}

// within says how many of those in one bit set are in another: none, all.
func within(set, who []uint64) (none, all bool) {
	var some, rest uint64
	for w, x := range set {
		some |= x & who[w]
		rest |= x &^ who[w]
	}
	return some == 0, rest == 0
}
