package app

import (
	"context"
	"errors"
	"io"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

// work is one act in the making: what is to be recorded in which rooms, all of
// it or nothing.
type work struct {
	p     *Process
	actor Actor
	when  event.When
	now   int64 // time of entry of all that is recorded in the act, by the clock
	parts []*part
}

// part is what the act does in one room.
type part struct {
	id      ident.Room
	before  uint64 // entries when the act began
	key     *vault.RoomKey
	wrapped []byte // of a room that the act opens
	state   *room.State
	entries []event.Entry
	records []eventlog.Record
	destroy []uint64
}

// maxTries bounds how often an act is decided again because others were faster.
const maxTries = 100

// do carries out an act: f decides it, and it is recorded whole. Where somebody
// else was faster in one of the rooms, f decides again on what is then the case.
// A zero when stands for the time of entry.
func (p *Process) do(ctx context.Context, a Actor, when event.When, f func(*work) error) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	for try := 1; ; try++ {
		w := &work{p: p, actor: a, when: when, now: p.clock().UnixMicro()}
		if w.when == (event.When{}) {
			w.when = event.When{From: w.now}
		}
		if err := f(w); err != nil {
			return err
		}
		err := w.commit(ctx)
		lost, beaten := errors.AsType[*eventlog.Conflict](err)
		if !beaten {
			return err
		}
		if try == maxTries {
			return fault.Conflictf("others recorded in the same room all the time; nothing of this act was recorded").WithHint("Try again.")
		}
		if err := p.catchUp(ctx, lost.Room); err != nil {
			return err
		}
	}
}

// commit seals and appends what was decided, and lets others see it.
func (w *work) commit(ctx context.Context) error {
	var batch []eventlog.Append
	for _, t := range w.parts {
		if len(t.entries) == 0 {
			continue
		}
		batch = append(batch, eventlog.Append{Room: t.id, Expect: t.before, Records: t.records, Destroy: t.destroy, RoomKey: t.wrapped})
	}
	if len(batch) == 0 {
		return nil
	}
	if err := w.p.append(ctx, batch); err != nil {
		return err
	}
	for _, t := range w.parts {
		if len(t.destroy) > 0 { // what they said is no longer the case
			if err := w.p.refold(ctx, t.id, t.key); err != nil {
				return err
			}
			continue
		}
		w.p.publish(t.id, t.key, t.state)
	}
	return nil
}

// append appends, and where the store is not certain asks it once more: the
// entries' identifiers make sure that one copy stands there.
func (p *Process) append(ctx context.Context, batch []eventlog.Append) error {
	err := p.log.Append(ctx, batch)
	if err == nil || fault.KindOf(err) != fault.Failed || ctx.Err() != nil {
		return err
	}
	if p.log.Append(ctx, batch) == nil {
		return nil
	}
	return errors.Join(errTwice, err)
}

// publish puts a newer state in a room's place.
func (p *Process) publish(id ident.Room, key *vault.RoomKey, s *room.State) {
	p.mu.Lock()
	if h := p.rooms[id]; h == nil || h.state.Entries < s.Entries {
		p.rooms[id] = &held{key, s}
	}
	p.mu.Unlock()
	p.Live.Wake(id)
}

// catchUp reads what others recorded in a room.
func (p *Process) catchUp(ctx context.Context, id ident.Room) error {
	p.mu.RLock()
	h := p.rooms[id]
	p.mu.RUnlock()
	if h == nil {
		return nil
	}
	s := h.state.Clone()
	if err := p.follow(ctx, h.key, s); err != nil {
		return err
	}
	if len(s.Destroyed) > len(h.state.Destroyed) { // what they said is no longer the case
		return p.refold(ctx, id, h.key)
	}
	p.publish(id, h.key, s)
	return nil
}

// refold reads a room from its beginning.
func (p *Process) refold(ctx context.Context, id ident.Room, key *vault.RoomKey) error {
	s := room.New(id)
	if err := p.follow(ctx, key, s); err != nil {
		return err
	}
	p.publish(id, key, s)
	p.collated.drop()
	p.searched.drop(id)
	return nil
}

// in takes a room into the act, where the actor may do this in it.
func (w *work) in(name string, act access.Act) (*part, error) {
	s, err := w.p.seat(w.actor, name)
	if err != nil {
		return nil, err
	}
	return w.enter(s, act)
}

func (w *work) enter(s *room.State, act access.Act) (*part, error) {
	for _, t := range w.parts {
		if t.id == s.ID {
			return t, w.may(t.state, act)
		}
	}
	if err := w.may(s, act); err != nil {
		return nil, err
	}
	return w.take(s), nil
}

// take takes a room into the act, whoever may do what in it.
func (w *work) take(s *room.State) *part {
	for _, t := range w.parts {
		if t.id == s.ID {
			return t
		}
	}
	w.p.mu.RLock()
	key := w.p.rooms[s.ID].key
	w.p.mu.RUnlock()
	t := &part{id: s.ID, before: s.Entries, key: key, state: s.Clone()}
	w.parts = append(w.parts, t)
	return t
}

// may refuses what access refuses. To somebody who enters and is no member the
// room is not there.
func (w *work) may(s *room.State, act access.Act) error {
	switch {
	case access.May(s, act, w.actor.Person, w.actor.Entered):
		return nil
	case !s.Reads(w.actor.Person), !s.Reads(w.actor.Entered):
		return noRoom(s.Name)
	}
	return fault.Forbiddenf("%s does not keep the room %q; nothing was recorded", w.actor.Person, s.Name).
		WithHint("nonpaper room show %s says who does.", s.Name)
}

// open begins a room in the act.
func (w *work) open(c room.Open) (*part, error) {
	var id ident.Room
	if _, err := io.ReadFull(w.p.rand, id[:]); err != nil {
		return nil, err
	}
	key, wrapped, err := w.p.ring.NewRoom(w.p.rand, id)
	if err != nil {
		return nil, err
	}
	t := &part{id: id, key: key, wrapped: wrapped, state: room.New(id)}
	w.parts = append(w.parts, t)
	return t, w.record(t, c)
}

// record decides commands on a room and takes what follows into the act.
func (w *work) record(t *part, commands ...room.Command) error {
	return w.recordAt(t, w.when, commands...)
}

// recordAt is record for something that happened at another time than the act.
func (w *work) recordAt(t *part, when event.When, commands ...room.Command) error {
	for _, c := range commands {
		facts, err := t.state.Decide(c)
		if err != nil {
			return err
		}
		for _, f := range facts {
			if err := w.fact(t, when, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// fact seals one fact as the next entry of a room.
func (w *work) fact(t *part, when event.When, f event.Fact) error {
	// the clock may go back; a room's entries do not, and what they show does not
	// depend on other rooms
	e := event.Entry{Seq: t.state.Entries, Time: max(w.now, t.state.Last), Body: event.Body{
		Actor: w.actor.Person, For: access.OnBehalf(t.state, w.actor.Person), Entered: w.actor.Entered, Known: w.actor.Known,
		When: when, Fact: f,
	}}
	if err := w.seal(t, &e); err != nil {
		return err
	}
	t.entries = append(t.entries, e)
	t.state.Evolve(&e)
	return nil
}

// seal seals an entry as the next record of the act.
func (w *work) seal(t *part, e *event.Entry) error {
	if _, err := io.ReadFull(w.p.rand, e.ID[:]); err != nil {
		return err
	}
	if _, err := io.ReadFull(w.p.rand, e.Body.Salt[:]); err != nil {
		return err
	}
	plain := event.Encode(&e.Body)
	h := event.Header{Version: event.Version, Room: t.id, Seq: e.Seq, ID: e.ID, Time: e.Time, Commitment: event.Commit(plain)}
	rec := eventlog.Record{Header: h.Bytes()}
	var err error
	if rec.Body, rec.Key, err = t.key.Seal(w.p.rand, h, plain); err != nil {
		return err
	}
	t.records = append(t.records, rec)
	return nil
}
