package event

// Kind numbers the kinds of facts. The numbers are stored: append only, never
// reused, never reordered.
type Kind uint64

const (
	KindProcessOpened Kind = 1
	KindOrderSet      Kind = 2

	KindRoomOpened  Kind = 10
	KindRoomClosed  Kind = 11
	KindMemberAdded Kind = 12
	KindMemberLeft  Kind = 13

	KindPartyIntroduced  Kind = 20
	KindGroupDeviated    Kind = 21
	KindPersonIntroduced Kind = 22
	KindAuthorityShown   Kind = 23
	KindAuthorityNotSeen Kind = 24
	KindInitialled       Kind = 25
	KindSigned           Kind = 26

	KindInstrumentOpened Kind = 30
	KindTextImported     Kind = 31
	KindPointWorded      Kind = 32
	KindPointAdded       Kind = 33
	KindPointDeleted     Kind = 34
	KindPointMoved       Kind = 35
	KindPointTransferred Kind = 36
	KindPointsRenumbered Kind = 37
	KindTextCirculated   Kind = 38
	KindTextReceived     Kind = 39
	KindTextReported     Kind = 40

	KindConveyed         Kind = 50
	KindGiven            Kind = 51
	KindCopyReturned     Kind = 52
	KindCopyDestroyed    Kind = 53
	KindReceipt          Kind = 54
	KindKnowledge        Kind = 55
	KindNoteMade         Kind = 60
	KindDraftKept        Kind = 61
	KindDraftTabled      Kind = 62
	KindDraftGivenUp     Kind = 63
	KindBodiesDestroyed  Kind = 70
	KindHandedAcross     Kind = 71
	KindTakenFromOutside Kind = 72

	KindProposed      Kind = 80
	KindPositionTaken Kind = 81
	KindConcernRaised Kind = 82
	KindTermsLifted   Kind = 83
	KindItemAnswered  Kind = 84
	KindItemEnded     Kind = 85
	KindItemFate      Kind = 86

	KindProposalCarried   Kind = 90
	KindReplyGiven        Kind = 94
	KindSignalGiven       Kind = 95
	KindAttachmentGiven   Kind = 96
	KindAttachmentContent Kind = 97

	KindBracketSettled     Kind = 100
	KindPointAgreed        Kind = 101
	KindAgreementConfirmed Kind = 102
	KindPointReopened      Kind = 103

	KindPrincipleRecorded Kind = 110
	KindPrincipleAnswered Kind = 111
	KindPrincipleDerived  Kind = 112
	KindIssueRecorded     Kind = 113
	KindIssueCovered      Kind = 114
	KindIssueStated       Kind = 115
	KindPointBinds        Kind = 116
	KindPressRecorded     Kind = 117
	KindLineRecorded      Kind = 118
	KindMeetingPlanned    Kind = 130
	KindMeetingMoved      Kind = 131
	KindMeetingHeld       Kind = 132
	KindMeetingNotHeld    Kind = 133
	KindMeetingAccount    Kind = 134
	KindMeetingNote       Kind = 135
	KindMeetingDecision   Kind = 136
	KindMeetingAttended   Kind = 137
	KindPartyZone         Kind = 138
	KindSilenceOpened     Kind = 140
	KindSilenceExtended   Kind = 141
	KindSilenceBroken     Kind = 142
	KindPositionExpected  Kind = 143

	KindExpectationWithdrawn   Kind = 150
	KindLinkageGiven           Kind = 160
	KindUnderstandingReached   Kind = 161
	KindUnderstandingConfirmed Kind = 162
	KindInstrumentsTied        Kind = 163
	KindInstrumentClosed       Kind = 164

	KindDeadlineSet    Kind = 180
	KindDeadlineMoved  Kind = 181
	KindDeadlineEnded  Kind = 182
	KindPenGiven       Kind = 183
	KindPenBack        Kind = 184
	KindMeetingTouched Kind = 185
)

// row says of a kind how it is called and what of it remains readable when its
// body has been destroyed, beside the header and the entry of the destruction.
type row struct {
	name    string
	remains string
	empty   func() Fact
}

// Names for what remains; most kinds leave nothing.
const (
	nothing     = "nothing: that there was an entry, and when it was made"
	binding     = "never destroyed: without it nobody could say who may read the room"
	certificate = "never destroyed: it says what was"
)

// kinds is the vocabulary. A kind that changes its meaning gets a new number;
// a field that is added gets a new number within the kind, and what an older
// entry lacks reads as its zero value.
func (k Kind) row() row {
	switch k {
	case KindProcessOpened:
		return row{"process.opened", binding, func() Fact { return new(ProcessOpened) }}
	case KindOrderSet:
		return row{"order.set", nothing, func() Fact { return new(OrderSet) }}
	case KindRoomOpened:
		return row{"room.opened", binding, func() Fact { return new(RoomOpened) }}
	case KindRoomClosed:
		return row{"room.closed", binding, func() Fact { return new(RoomClosed) }}
	case KindMemberAdded:
		return row{"member.added", binding, func() Fact { return new(MemberAdded) }}
	case KindMemberLeft:
		return row{"member.left", binding, func() Fact { return new(MemberLeft) }}
	case KindPartyIntroduced:
		return row{"party.introduced", nothing, func() Fact { return new(PartyIntroduced) }}
	case KindGroupDeviated:
		return row{"group.deviated", nothing, func() Fact { return new(GroupDeviated) }}
	case KindPersonIntroduced:
		return row{"person.introduced", nothing, func() Fact { return new(PersonIntroduced) }}
	case KindAuthorityShown:
		return row{"authority.shown", nothing, func() Fact { return new(AuthorityShown) }}
	case KindAuthorityNotSeen:
		return row{"authority.not-seen", nothing, func() Fact { return new(AuthorityNotSeen) }}
	case KindInitialled:
		return row{"text.initialled", nothing, func() Fact { return new(Initialled) }}
	case KindSigned:
		return row{"text.signed", nothing, func() Fact { return new(Signed) }}
	case KindInstrumentOpened:
		return row{"instrument.opened", nothing, func() Fact { return new(InstrumentOpened) }}
	case KindTextImported:
		return row{"text.imported", nothing, func() Fact { return new(TextImported) }}
	case KindPointWorded:
		return row{"point.worded", nothing, func() Fact { return new(PointWorded) }}
	case KindPointAdded:
		return row{"point.added", nothing, func() Fact { return new(PointAdded) }}
	case KindPointDeleted:
		return row{"point.deleted", nothing, func() Fact { return new(PointDeleted) }}
	case KindPointMoved:
		return row{"point.moved", nothing, func() Fact { return new(PointMoved) }}
	case KindPointTransferred:
		return row{"point.transferred", nothing, func() Fact { return new(PointTransferred) }}
	case KindPointsRenumbered:
		return row{"points.renumbered", nothing, func() Fact { return new(PointsRenumbered) }}
	case KindTextCirculated:
		return row{"text.circulated", nothing, func() Fact { return new(TextCirculated) }}
	case KindTextReceived:
		return row{"text.received", nothing, func() Fact { return new(TextReceived) }}
	case KindTextReported:
		return row{"text.reported", nothing, func() Fact { return new(TextReported) }}
	case KindConveyed:
		return row{"words.conveyed", nothing, func() Fact { return new(Conveyed) }}
	case KindGiven:
		return row{"words.given", nothing, func() Fact { return new(Given) }}
	case KindCopyReturned:
		return row{"copy.returned", nothing, func() Fact { return new(CopyReturned) }}
	case KindCopyDestroyed:
		return row{"copy.destroyed", nothing, func() Fact { return new(CopyDestroyed) }}
	case KindReceipt:
		return row{"receipt.acknowledged", nothing, func() Fact { return new(Receipt) }}
	case KindKnowledge:
		return row{"knowledge.reported", nothing, func() Fact { return new(Knowledge) }}
	case KindNoteMade:
		return row{"note.made", nothing, func() Fact { return new(NoteMade) }}
	case KindDraftKept:
		return row{"draft.kept", nothing, func() Fact { return new(DraftKept) }}
	case KindDraftTabled:
		return row{"draft.tabled", nothing, func() Fact { return new(DraftTabled) }}
	case KindDraftGivenUp:
		return row{"draft.given-up", nothing, func() Fact { return new(DraftGivenUp) }}
	case KindBodiesDestroyed:
		return row{"bodies.destroyed", certificate, func() Fact { return new(BodiesDestroyed) }}
	case KindHandedAcross:
		return row{"file.handed-across", nothing, func() Fact { return new(HandedAcross) }}
	case KindTakenFromOutside:
		return row{"file.taken", nothing, func() Fact { return new(Taken) }}
	case KindProposed:
		return row{"proposal.given", nothing, func() Fact { return new(Proposed) }}
	case KindPositionTaken:
		return row{"position.given", nothing, func() Fact { return new(PositionTaken) }}
	case KindConcernRaised:
		return row{"concern.given", nothing, func() Fact { return new(ConcernRaised) }}
	case KindTermsLifted:
		return row{"terms.lifted", nothing, func() Fact { return new(TermsLifted) }}
	case KindItemAnswered:
		return row{"item.answered", nothing, func() Fact { return new(ItemAnswered) }}
	case KindItemEnded:
		return row{"item.ended", nothing, func() Fact { return new(ItemEnded) }}
	case KindItemFate:
		return row{"item.fate", nothing, func() Fact { return new(ItemFate) }}
	case KindProposalCarried:
		return row{"proposal.carried", nothing, func() Fact { return new(ProposalCarried) }}
	case KindReplyGiven:
		return row{"reply.given", nothing, func() Fact { return new(ReplyGiven) }}
	case KindSignalGiven:
		return row{"signal.given", nothing, func() Fact { return new(SignalGiven) }}
	case KindAttachmentGiven:
		return row{"attachment.given", nothing, func() Fact { return new(AttachmentGiven) }}
	case KindAttachmentContent:
		return row{"attachment.content", nothing, func() Fact { return new(AttachmentContent) }}
	case KindBracketSettled:
		return row{"bracket.settled", nothing, func() Fact { return new(BracketSettled) }}
	case KindPointAgreed:
		return row{"point.agreed", nothing, func() Fact { return new(PointAgreed) }}
	case KindAgreementConfirmed:
		return row{"agreement.confirmed", nothing, func() Fact { return new(AgreementConfirmed) }}
	case KindPointReopened:
		return row{"point.reopened", nothing, func() Fact { return new(PointReopened) }}
	case KindPrincipleRecorded:
		return row{"principle.recorded", nothing, func() Fact { return new(PrincipleRecorded) }}
	case KindPrincipleAnswered:
		return row{"principle.answered", nothing, func() Fact { return new(PrincipleAnswered) }}
	case KindPrincipleDerived:
		return row{"principle.derived", nothing, func() Fact { return new(PrincipleDerived) }}
	case KindIssueRecorded:
		return row{"issue.recorded", nothing, func() Fact { return new(IssueRecorded) }}
	case KindIssueCovered:
		return row{"issue.covered", nothing, func() Fact { return new(IssueCovered) }}
	case KindIssueStated:
		return row{"issue.stated", nothing, func() Fact { return new(IssueStated) }}
	case KindPointBinds:
		return row{"point.binds", nothing, func() Fact { return new(PointBinds) }}
	case KindPressRecorded:
		return row{"press.recorded", nothing, func() Fact { return new(PressRecorded) }}
	case KindLineRecorded:
		return row{"line.recorded", nothing, func() Fact { return new(LineRecorded) }}
	case KindMeetingPlanned:
		return row{"meeting.planned", nothing, func() Fact { return new(MeetingPlanned) }}
	case KindMeetingMoved:
		return row{"meeting.moved", nothing, func() Fact { return new(MeetingMoved) }}
	case KindMeetingHeld:
		return row{"meeting.held", nothing, func() Fact { return new(MeetingHeld) }}
	case KindMeetingNotHeld:
		return row{"meeting.not-held", nothing, func() Fact { return new(MeetingNotHeld) }}
	case KindMeetingAccount:
		return row{"meeting.account", nothing, func() Fact { return new(MeetingAccount) }}
	case KindMeetingNote:
		return row{"meeting.note", nothing, func() Fact { return new(MeetingNote) }}
	case KindMeetingDecision:
		return row{"meeting.decision", nothing, func() Fact { return new(MeetingDecision) }}
	case KindMeetingAttended:
		return row{"meeting.attended", nothing, func() Fact { return new(MeetingAttended) }}
	case KindPartyZone:
		return row{"party.zone", nothing, func() Fact { return new(PartyZone) }}
	case KindSilenceOpened:
		return row{"silence.opened", nothing, func() Fact { return new(SilenceOpened) }}
	case KindSilenceExtended:
		return row{"silence.extended", nothing, func() Fact { return new(SilenceExtended) }}
	case KindSilenceBroken:
		return row{"silence.broken", nothing, func() Fact { return new(SilenceBroken) }}
	case KindPositionExpected:
		return row{"position.expected", nothing, func() Fact { return new(PositionExpected) }}
	case KindExpectationWithdrawn:
		return row{"expectation.withdrawn", nothing, func() Fact { return new(ExpectationWithdrawn) }}
	case KindLinkageGiven:
		return row{"linkage.given", nothing, func() Fact { return new(LinkageGiven) }}
	case KindUnderstandingReached:
		return row{"understanding.reached", nothing, func() Fact { return new(UnderstandingReached) }}
	case KindUnderstandingConfirmed:
		return row{"understanding.confirmed", nothing, func() Fact { return new(UnderstandingConfirmed) }}
	case KindInstrumentsTied:
		return row{"instruments.tied", nothing, func() Fact { return new(InstrumentsTied) }}
	case KindInstrumentClosed:
		return row{"instrument.closed", nothing, func() Fact { return new(InstrumentClosed) }}
	case KindDeadlineSet:
		return row{"deadline.set", nothing, func() Fact { return new(DeadlineSet) }}
	case KindDeadlineMoved:
		return row{"deadline.moved", nothing, func() Fact { return new(DeadlineMoved) }}
	case KindDeadlineEnded:
		return row{"deadline.ended", nothing, func() Fact { return new(DeadlineEnded) }}
	case KindPenGiven:
		return row{"pen.given", nothing, func() Fact { return new(PenGiven) }}
	case KindPenBack:
		return row{"pen.back", nothing, func() Fact { return new(PenBack) }}
	case KindMeetingTouched:
		return row{"meeting.touched", nothing, func() Fact { return new(MeetingTouched) }}
	}
	return row{}
}

// empty makes a fact of the kind to be read into, nil where the kind is not known.
func (k Kind) empty() Fact {
	if r := k.row(); r.empty != nil {
		return r.empty()
	}
	return nil
}

// String is the kind's name as docs/events.md and the record have it.
func (k Kind) String() string {
	if r := k.row(); r.name != "" {
		return r.name
	}
	return "unknown"
}

// Remains says what of an entry of this kind can be read when its body has been destroyed.
func (k Kind) Remains() string { return k.row().remains }

// Kinds lists all kinds in the order of their numbers.
func Kinds() []Kind {
	var all []Kind
	const last = 200
	for k := Kind(1); k <= last; k++ {
		if k.row().name != "" {
			all = append(all, k)
		}
	}
	return all
}
