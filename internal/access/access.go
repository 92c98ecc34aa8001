// Package access says who may do what in a room.
//
// Each rule stands in words above its code. There are no others: whoever is a
// member reads the whole room, whoever is not reads nothing of it and learns not
// even that it is there. A refusal for lack of membership is therefore the same
// as for a room that does not exist; the one who asks the question (app) sees to
// that, and this package only answers yes or no. Release terms and what a
// session may do come with the acts that they govern.
package access

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Act is a sort of thing that people do in a room.
type Act uint8

const (
	Read   Act = iota // look at anything in it
	Speak             // something of the actor's own: a note, a receipt, an authority shown
	Keep              // the room's text, members, what is given, what is destroyed
	Person            // what concerns a person's own drafts
)

// May says whether an actor may do something in a room, entered by another
// person or by themselves.
//
// Read: the actor is a member, and so is the one who enters it, who sees what the
// actor sees.
//
// Speak: the actor is a member, and the one who enters it is the actor or keeps
// the room. At the file a party's representative does not enter things; whoever
// keeps the room enters them on behalf of the party.
//
// Keep: the actor keeps the room, and so does the one who enters it.
//
// Person: the room is the actor's own private log.
func May(s *room.State, act Act, actor, entered ident.Person) bool {
	switch act {
	case Read:
		return s.Reads(actor) && s.Reads(entered)
	case Speak:
		return s.Reads(actor) && (entered == actor || s.Keeps(entered))
	case Keep:
		return s.Keeps(actor) && s.Keeps(entered)
	case Person:
		return s.Kind == event.RoomPrivate && s.Keeps(actor) && entered == actor
	}
	return false
}

// Own says whether what a command says is the actor's own to say. Whoever keeps
// the room says what others did. A member who only reads it says what they and
// their party did: nobody acknowledges for another party, initials or signs for
// another person, shows the authority of another party's people, or agrees and
// reopens for others. Nor does anybody but who keeps the room give a thing in
// another party's name, lift the terms of what another gave, answer for it, end it,
// or take back what others recorded: of a joint proposal a member ends their own
// party's part.
func Own(s *room.State, c room.Command, actor ident.Person) bool {
	if s.Keeps(actor) {
		return true
	}
	switch c := c.(type) {
	case room.Acknowledge:
		return c.Party == s.PartyOf(actor)
	case room.Initial:
		return c.Person == actor
	case room.ShowAuthority:
		return s.PartyOf(c.Person) == s.PartyOf(actor)
	case room.NoAuthority:
		return s.PartyOf(c.Person) == s.PartyOf(actor)
	case room.Agree:
		return slices.Equal(c.Parties, []ident.Code{s.PartyOf(actor)})
	case room.Confirm:
		return c.Party == s.PartyOf(actor)
	case room.Reopen:
		return c.Party == s.PartyOf(actor)
	case room.BreakSilence:
		return c.Party == s.PartyOf(actor)
	}
	return ownItem(s, c, actor)
}

// ownItem is Own of what parties give.
func ownItem(s *room.State, c room.Command, actor ident.Person) bool {
	own := s.PartyOf(actor)
	alone := func(list []ident.Code) bool { return len(list) == 1 && list[0] == own }
	sponsors := func(l ident.Label) []ident.Code {
		if it := s.Item(l); it != nil {
			return it.Sponsors()
		}
		return []ident.Code{own} // there is none, and that is what is to be said
	}
	switch c := c.(type) {
	case room.Propose:
		return own != "" && alone(c.Parties)
	case room.TakePosition:
		return own != "" && alone(c.Parties)
	case room.RaiseConcern:
		return own != "" && alone(c.Parties)
	case room.Reply:
		return own != "" && alone(c.Parties)
	case room.GiveSignal:
		return own != "" && alone(c.Parties)
	case room.Attach:
		return own != "" && alone(c.Parties)
	case room.GiveLinkage:
		return own != "" && alone(c.Parties)
	case room.ConfirmUnderstanding:
		return own != "" && c.Party == own && (c.By == "" || s.PartyOf(c.By) == own)
	case room.LiftTerms:
		return own != "" && slices.Contains(sponsors(c.Label), own) && s.PartyOf(c.By) == own
	case room.AnswerItem:
		return own != "" && slices.Contains(sponsors(c.Label), own) && (c.By == "" || s.PartyOf(c.By) == own)
	case room.EndItem:
		return own != "" && c.End != event.Undone && (c.Party == own && slices.Contains(sponsors(c.Label), own) || c.Party == "" && alone(sponsors(c.Label)))
	}
	return true
}

// OnBehalf is the party for which an actor acts in a room: their own where the
// room knows them as of a party, none for the secretariat.
func OnBehalf(s *room.State, actor ident.Person) ident.Code {
	return s.PartyOf(actor)
}

// Of says what sort of act a command is.
func Of(c room.Command) Act {
	switch c.(type) {
	case room.MakeNote, room.Acknowledge, room.ShowAuthority, room.NoAuthority, room.Initial,
		room.Propose, room.TakePosition, room.RaiseConcern, room.LiftTerms, room.AnswerItem, room.EndItem,
		room.Reply, room.GiveSignal, room.Attach, room.GiveLinkage, room.ConfirmUnderstanding, room.Agree, room.Confirm, room.Reopen, room.BreakSilence:
		return Speak
	case room.KeepDraft, room.EndDraft:
		return Person
	}
	return Keep
}
