package bargain

// queue is a heap of what is open, that with the highest rank on top.
type queue[T interface{ rank() float64 }] []T

func (h queue[T]) Len() int           { return len(h) }
func (h queue[T]) Less(i, j int) bool { return h[i].rank() > h[j].rank() }
func (h queue[T]) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *queue[T]) Push(x any)        { *h = append(*h, x.(T)) }
func (h *queue[T]) Pop() any {
	old := *h
	x := old[len(old)-1]
	var none T
	old[len(old)-1] = none
	*h = old[:len(old)-1]
	return x
}
