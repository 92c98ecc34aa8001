package event

import "nonpaper/internal/ident"

// Response is what a party says to a proposal. The texts are stored: append only.
type Response string

const (
	Accepts  Response = "accepts"  // the words proposed; nothing is thereby agreed
	Refuses  Response = "refuses"  // the words proposed
	Counters Response = "counters" // wants other words in their place
	Asks     Response = "asks"     // has a question first
)

// Responses are all responses.
func Responses() []Response { return []Response{Accepts, Refuses, Counters, Asks} }

// ReplyGiven answers a proposal, or one of its partial changes, as the party
// knows it: given in the room, or conveyed into it.
type ReplyGiven struct {
	Common               // what every item has
	On       ident.Label // the proposal, or the text as it was given in the room
	Sub      string      // the number of the partial change that is answered, "" for all of it
	Point    ident.Point // the point that it is about
	Response Response    // what the party says to it
	Words    string      // in its words
}

func (*ReplyGiven) kind() Kind { return KindReplyGiven }
func (f *ReplyGiven) fields(c *coder) {
	part(c, 1, f.Common.fields)
	text(c, 2, &f.On)
	text(c, 3, &f.Sub)
	text(c, 4, &f.Point)
	text(c, 5, &f.Response)
	text(c, 6, &f.Words)
}

// SignalGiven is an indication about prospects that is no position.
type SignalGiven struct {
	Common               // what every item has
	Points []ident.Point // on which points; none: on the whole
	Words  string        // as it was said: "cautiously optimistic"
	Hedge  string        // how the speaker limited it, in words
}

func (*SignalGiven) kind() Kind { return KindSignalGiven }
func (f *SignalGiven) fields(c *coder) {
	part(c, 1, f.Common.fields)
	texts(c, 2, &f.Points)
	text(c, 3, &f.Words)
	text(c, 4, &f.Hedge)
}
