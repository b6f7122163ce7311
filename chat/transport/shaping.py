"""Values of the chat in the shape in which they travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from chat.conversation.model import Entry, Mark, Side, Tail
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, Seconds
from chat.routing.board import BoardView
from chat.routing.door import Door
from chat.routing.seat_view import OfferView, SeatView, TalkView
from chat.routing.views import SeekerView
from chat.routing.waiting_time import Band
from chat.service.conversing import Offered
from chat.service.notices import (
    Appended,
    BoardState,
    CircleHeads,
    CircleSaid,
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
from chat.transport import pushes, wire
from chat.transport.board_shapes import AlarmWire, BoardViewWire
from chat.transport.circle_shaping import call_shapes, circle_event, help_shape
from chat.transport.company_shaping import colleague_shape, company_shape
from chat.transport.shapes import (
    BandWire,
    BesideWire,
    DoorWire,
    EntryWire,
    HeadWire,
    LogWire,
    MarkWire,
    OfferWire,
    SeatViewWire,
    SeekerViewWire,
    TalkWire,
    TimeWire,
    WrapUpWire,
)

MS = 1000


Prove = Callable[[ConversationId, Epoch, Entry], str]
"""Makes the server's mark on an entry."""


def event_of(notice: Notice, prove: Prove) -> pushes.FromServer:
    """The wire event that tells *notice*."""
    match notice:
        case SeekerState(view=view, ticket=ticket):
            return pushes.SeekerChanged(view=None if view is None else seeker_shape(view), ticket=ticket)
        case SeatState(view=seat, ticket=ticket):
            return pushes.SeatChanged(view=None if seat is None else seat_shape(seat), ticket=ticket)
        case BoardState(view=board):
            return pushes.BoardChanged(view=board_shape(board))
        case Appended(conversation=conversation, epoch=epoch, entry=entry):
            shape = entry_shape(entry, prove(conversation, epoch, entry))
            return pushes.LogAppended(conversation=conversation, epoch=epoch, entry=shape)
        case Marked(conversation=conversation, side=side, mark=mark):
            return pushes.MarkChanged(conversation=conversation, mark=mark_shape(side, mark))
        case Typing(conversation=conversation, typing=typing):
            return pushes.TypingChanged(conversation=conversation, typing=typing)
        case Heads(heads=heads):
            return pushes.Pulse(heads=tuple(head_shape(head) for head in heads))
        case CircleSaid() | CircleHeads():
            return circle_event(notice)
        case PageSuperseded() | TicketAsked():
            return pushes.TicketAsk() if isinstance(notice, TicketAsked) else pushes.PageSuperseded()
        case StorageChanged(away=away):
            return pushes.StorageChanged(away=away)
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
        notice=entry.notice,
        part=entry.part,
    )


def offered(offer: wire.LogOffer) -> list[Offered]:
    """What a browser holds of an earlier life of its log."""
    epoch = Epoch(offer.epoch)
    return [
        Offered(
            epoch,
            Entry(
                seq=one.seq,
                kind=one.kind,
                side=one.side,
                cmid=Cmid(one.cmid),
                body=one.body,
                name=one.name,
                reason=one.reason,
                notice=one.notice,
                part=one.part,
            ),
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
    place = view.place
    return SeekerViewWire(
        version=view.version,
        conversation=view.conversation,
        phase=view.phase,
        place=None if place is None else place.rank,
        behind=None if place is None else place.behind,
        band=None if place is None else _band(place.band),
        attended=place is None or place.attended,
        urgent=view.urgent,
        handed_over=view.handed_over,
        unanswered=view.unanswered,
        closes=_time(view.closes, view.zone),
        frame_minutes=None if view.frame is None else round(view.frame / 60),
        name=view.name,
        counsellor_here=view.counsellor_here,
        on_hold=view.on_hold,
        reason=view.reason,
        reunites=view.reunites,
        company=company_shape(view.company, view.coming),
        asked_another=view.asked_another,
    )


def seat_shape(view: SeatView) -> SeatViewWire:
    """A counsellor's state."""
    return SeatViewWire(
        version=view.version,
        name=view.name,
        status=view.status,
        capacity=view.capacity,
        offer=None if view.offer is None else _offer_shape(view.offer),
        talks=tuple(_talk_shape(talk) for talk in view.talks),
        backup=view.backup,
        calls=call_shapes(view.calls),
        room=view.room,
        wrap_up=None
        if view.wrap_up is None
        else WrapUpWire(left_ms=_ms(view.wrap_up.left), heavy=view.wrap_up.heavy),
        colleagues=tuple(colleague_shape(one) for one in view.colleagues),
        comes_to=None if view.comes_to is None else colleague_shape(view.comes_to),
    )


def door_shape(door: Door) -> DoorWire:
    """What somebody new finds."""
    return DoorWire(
        state=door.state,
        because=door.because,
        opens=_time(door.opens, door.zone),
        closes=_time(door.closes, door.zone),
        languages=tuple(sorted(door.languages)),
        band=_band(door.band),
    )


def board_shape(view: BoardView) -> BoardViewWire:
    """The board."""
    return BoardViewWire(
        version=view.version,
        door=door_shape(view.door),
        closed=view.order.closed,
        cap=view.order.cap,
        reason=view.order.reason,
        waiting=view.waiting,
        urgent=view.urgent,
        longest_wait_ms=_ms_or_none(view.longest_wait),
        talking=view.talking,
        seated=view.seated,
        leading=view.leading,
        minimum=view.minimum,
        free=view.free,
        declined=view.declined,
        missed=view.missed,
        alarms=tuple(
            AlarmWire(kind=alarm.kind, count=alarm.count, longest_ms=_ms_or_none(alarm.longest))
            for alarm in view.alarms
        ),
        calls=call_shapes(view.calls),
        room=view.room,
    )


def _offer_shape(offer: OfferView) -> OfferWire:
    return OfferWire(
        conversation=offer.conversation,
        version=offer.version,
        language=offer.language,
        waited_ms=_ms(offer.waited),
        left_ms=_ms(offer.left),
        why=offer.why,
        everybody=offer.everybody,
        rehearsed=offer.rehearsed,
    )


def _talk_shape(talk: TalkView) -> TalkWire:
    return TalkWire(
        conversation=talk.conversation,
        version=talk.version,
        phase=talk.phase,
        elapsed_ms=_ms_or_none(talk.elapsed),
        seeker_away_ms=_ms_or_none(talk.seeker_away),
        on_hold=talk.on_hold,
        reason=talk.reason,
        rehearsed=talk.rehearsed,
        urgent=talk.urgent,
        risk=talk.risk,
        passes_to=talk.passes_to,
        onward=talk.onward,
        help=help_shape(talk.help),
        backup=talk.backup,
        company=company_shape(talk.company, talk.coming),
        beside=None
        if talk.part is None or talk.holder is None
        else BesideWire(holder=talk.holder, part=talk.part),
    )


def _band(band: Band | None) -> BandWire | None:
    if band is None:
        return None
    return BandWire(low=round(band.low / 60), high=None if band.high is None else round(band.high / 60))


def _time(at: Instant | None, zone: str) -> TimeWire | None:
    return None if at is None else TimeWire(at=round(at), zone=zone)


def _ms_or_none(seconds: Seconds | None) -> int | None:
    return None if seconds is None else _ms(seconds)


def _ms(seconds: Seconds) -> int:
    return round(seconds * MS)
