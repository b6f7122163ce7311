"""Values of the chat in the shape in which they travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from chat.conversation.model import Entry, Mark, Side, Tail
from chat.identifiers import Cmid, ConversationId, Epoch, Seconds
from chat.routing.views import BoardView, SeatView, SeekerView
from chat.service.conversing import Offered
from chat.service.notices import (
    Appended,
    BoardState,
    Heads,
    LogHead,
    Marked,
    Notice,
    PageSuperseded,
    SeatState,
    SeekerState,
    StorageChanged,
    TicketAsked,
    Typing,
)
from chat.transport import wire
from chat.transport.shapes import (
    BoardViewWire,
    EntryWire,
    HeadWire,
    LogWire,
    MarkWire,
    OfferWire,
    SeatViewWire,
    SeekerViewWire,
    TalkWire,
)

MS = 1000


Prove = Callable[[ConversationId, Epoch, Entry], str]
"""Makes the server's mark on an entry."""


def event_of(notice: Notice, prove: Prove) -> wire.FromServer:
    """The wire event that tells *notice*."""
    match notice:
        case SeekerState(view=view, ticket=ticket):
            return wire.SeekerChanged(view=None if view is None else seeker_shape(view), ticket=ticket)
        case SeatState(view=seat, ticket=ticket):
            return wire.SeatChanged(view=None if seat is None else seat_shape(seat), ticket=ticket)
        case BoardState(view=board):
            return wire.BoardChanged(view=board_shape(board))
        case Appended(conversation=conversation, epoch=epoch, entry=entry):
            shape = entry_shape(entry, prove(conversation, epoch, entry))
            return wire.LogAppended(conversation=conversation, epoch=epoch, entry=shape)
        case Marked(conversation=conversation, side=side, mark=mark):
            return wire.MarkChanged(conversation=conversation, mark=mark_shape(side, mark))
        case Typing(conversation=conversation, typing=typing):
            return wire.TypingChanged(conversation=conversation, typing=typing)
        case Heads(heads=heads):
            return wire.Pulse(heads=tuple(head_shape(head) for head in heads))
        case PageSuperseded():
            return wire.PageSuperseded()
        case TicketAsked():
            return wire.TicketAsk()
        case StorageChanged(away=away):
            return wire.StorageChanged(away=away)
        case _:
            assert_never(notice)


def entry_shape(entry: Entry, proof: str) -> EntryWire:
    """One line of a log, with our mark on it."""
    return EntryWire(
        seq=entry.seq,
        kind=entry.kind,
        side=entry.side,
        cmid=entry.cmid,
        proof=proof,
        body=entry.body,
        name=entry.name,
        reason=entry.reason,
    )


def offered(offer: wire.LogOffer) -> list[Offered]:
    """What a browser holds of an earlier life of its log."""
    epoch = Epoch(offer.epoch)
    return [
        Offered(
            epoch,
            Entry(one.seq, one.kind, one.side, Cmid(one.cmid), one.body, one.name, one.reason),
            one.proof,
        )
        for one in offer.entries
    ]


def mark_shape(side: Side, mark: Mark) -> MarkWire:
    """How far one side is."""
    return MarkWire(side=side, delivered=mark.delivered, seen=mark.seen)


def head_shape(head: LogHead) -> HeadWire:
    """The newest position of one log, and how far each side is."""
    marks = tuple(mark_shape(side, mark) for side, mark in head.marks.items())
    return HeadWire(conversation=head.conversation, epoch=head.epoch, seq=head.seq, marks=marks)


def log_shape(tail: Tail, prove: Prove) -> LogWire:
    """A stretch of a log."""
    conversation, epoch = tail.head.conversation, tail.head.epoch
    return LogWire(
        conversation=conversation,
        epoch=epoch,
        head=tail.head.seq,
        reset=not tail.complete,
        entries=tuple(entry_shape(entry, prove(conversation, epoch, entry)) for entry in tail.entries),
        marks=tuple(mark_shape(side, mark) for side, mark in tail.head.marks.items()),
    )


def seeker_shape(view: SeekerView) -> SeekerViewWire:
    """A young person's state."""
    return SeekerViewWire(
        version=view.version,
        conversation=view.conversation,
        phase=view.phase,
        place=view.place,
        handed_over=view.handed_over,
        name=view.name,
        counsellor_here=view.counsellor_here,
        on_hold=view.on_hold,
        reason=view.reason,
    )


def seat_shape(view: SeatView) -> SeatViewWire:
    """A counsellor's state."""
    offer = view.offer
    return SeatViewWire(
        version=view.version,
        name=view.name,
        status=view.status,
        capacity=view.capacity,
        offer=None
        if offer is None
        else OfferWire(
            conversation=offer.conversation,
            version=offer.version,
            language=offer.language,
            waited_ms=_ms(offer.waited),
            left_ms=_ms(offer.left),
            rehearsed=offer.rehearsed,
        ),
        talks=tuple(
            TalkWire(
                conversation=talk.conversation,
                version=talk.version,
                phase=talk.phase,
                elapsed_ms=None if talk.elapsed is None else _ms(talk.elapsed),
                seeker_away_ms=None if talk.seeker_away is None else _ms(talk.seeker_away),
                on_hold=talk.on_hold,
                reason=talk.reason,
                rehearsed=talk.rehearsed,
            )
            for talk in view.talks
        ),
    )


def board_shape(view: BoardView) -> BoardViewWire:
    """The board."""
    return BoardViewWire(
        version=view.version,
        waiting=view.waiting,
        longest_wait_ms=None if view.longest_wait is None else _ms(view.longest_wait),
        talking=view.talking,
        seated=view.seated,
        free=view.free,
    )


def _ms(seconds: Seconds) -> int:
    return round(seconds * MS)
