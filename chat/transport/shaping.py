"""Values of the chat in the shape in which they travel."""

from __future__ import annotations

from typing import assert_never

from chat.conversation.model import Entry, Mark, Side, Tail
from chat.identifiers import Seconds
from chat.routing.views import BoardView, SeatView, SeekerView
from chat.service.notices import (
    Appended,
    BoardState,
    Heads,
    Marked,
    Notice,
    PageSuperseded,
    SeatState,
    SeekerState,
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


def event_of(notice: Notice) -> wire.FromServer:
    """The wire event that tells *notice*."""
    match notice:
        case SeekerState(view=view):
            return wire.SeekerChanged(view=None if view is None else seeker_shape(view))
        case SeatState(view=seat):
            return wire.SeatChanged(view=None if seat is None else seat_shape(seat))
        case BoardState(view=board):
            return wire.BoardChanged(view=board_shape(board))
        case Appended(conversation=conversation, epoch=epoch, entry=entry):
            return wire.LogAppended(conversation=conversation, epoch=epoch, entry=entry_shape(entry))
        case Marked(conversation=conversation, side=side, mark=mark):
            return wire.MarkChanged(conversation=conversation, mark=mark_shape(side, mark))
        case Typing(conversation=conversation, typing=typing):
            return wire.TypingChanged(conversation=conversation, typing=typing)
        case Heads(heads=heads):
            return wire.Pulse(
                heads=tuple(HeadWire(conversation=h.conversation, epoch=h.epoch, seq=h.seq) for h in heads)
            )
        case PageSuperseded():
            return wire.PageSuperseded()
        case _:
            assert_never(notice)


def entry_shape(entry: Entry) -> EntryWire:
    """One line of a log."""
    return EntryWire(
        seq=entry.seq,
        kind=entry.kind,
        side=entry.side,
        cmid=entry.cmid,
        body=entry.body,
        name=entry.name,
        reason=entry.reason,
    )


def mark_shape(side: Side, mark: Mark) -> MarkWire:
    """How far one side is."""
    return MarkWire(side=side, delivered=mark.delivered, seen=mark.seen)


def log_shape(tail: Tail) -> LogWire:
    """A stretch of a log."""
    return LogWire(
        conversation=tail.head.conversation,
        epoch=tail.head.epoch,
        head=tail.head.seq,
        reset=not tail.complete,
        entries=tuple(entry_shape(entry) for entry in tail.entries),
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
