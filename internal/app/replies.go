package app

import (
	"slices"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// placeOn finds what a reply, a signal or an attachment is about, for the party's
// room (g) and for the drafting room (here).
func (g *Gift) placeOn(t *room.State, drafting *part, here *Gift, placed []placedPoint) error {
	switch {
	case g.Reply != nil:
		return g.placeReply(t, drafting, here, placed)
	case g.Signal != nil:
		for _, x := range placed {
			g.Signal.Points = append(g.Signal.Points, x.local)
			here.Signal.Points = append(here.Signal.Points, x.own)
		}
	case g.Attachment != nil:
		here.Attachment.Size, here.Attachment.Checksum, here.Attachment.Pieces = 0, [32]byte{}, 0
		if it := t.Item(g.Attachment.To); it != nil {
			g.Attachment.To = it.Label
			here.Attachment.To = labelThere(drafting, t, it.Label)
		}
	}
	return nil
}

func (g *Gift) placeReply(t *room.State, drafting *part, here *Gift, placed []placedPoint) error {
	if len(placed) > 1 {
		return fault.Invalidf("a reply is to one point; record one for each")
	}
	if it := t.Item(g.Reply.On); it != nil {
		if len(placed) > 0 {
			return fault.Invalidf("%s is on a point already; nothing was recorded", it.Label).WithHint("Leave --point out.")
		}
		g.Reply.On, here.Reply.On = it.Label, labelThere(drafting, t, it.Label)
		if it.Proposal != nil {
			g.Reply.Point = it.Proposal.Point
		}
		if drafting != nil {
			if own := drafting.state.Item(here.Reply.On); own != nil && own.Proposal != nil {
				here.Reply.Point = own.Proposal.Point
			}
		}
		return nil
	}
	i := slices.IndexFunc(t.Given, func(x *room.Given) bool { return strings.EqualFold(string(x.Label), string(g.Reply.On)) })
	if i < 0 { // the command on the room says so
		return nil
	}
	g.Reply.On, here.Reply.On = t.Given[i].Label, t.Given[i].Label
	for _, x := range placed {
		g.Reply.Point = x.local
	}
	if g.Reply.Point == "" && len(t.Given[i].Points) == 1 {
		g.Reply.Point = t.Given[i].Points[0].ID
	}
	if drafting != nil {
		here.Reply.Point = drafting.state.Behind(t.ID, g.Reply.Point)
	}
	return nil
}

// labelThere is what the drafting room calls an item of a room, if there is one.
func labelThere(drafting *part, t *room.State, label ident.Label) ident.Label {
	if drafting == nil {
		return label
	}
	return onThere(drafting.state, t, label)
}
