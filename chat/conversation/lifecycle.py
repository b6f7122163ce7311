"""The changes a decision of the desk makes to logs; committed together with the desk itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from chat.conversation.company import Companion
from chat.conversation.model import EndReason, Entry, Head, Kind, Notice, Side
from chat.identifiers import Cmid, ConversationId, Epoch, SeekerId, VolunteerId

ENDED = Cmid("ended")
"""The name of the one entry that says that a conversation is over."""


@dataclass(frozen=True, slots=True)
class LogOpened:
    """A log begins; where there is one already, only who may write is set.

    *counsellor* holds the conversation under *version*, None while nobody does: a conversation that was lost is
    taken back with both, and with the *company* there is. *started_over*: the young person began again in it.
    """

    conversation: ConversationId
    epoch: Epoch
    seeker: SeekerId
    counsellor: VolunteerId | None = None
    version: int = 0
    company: tuple[tuple[VolunteerId, Companion], ...] = ()
    started_over: bool = False


@dataclass(frozen=True, slots=True)
class Assigned:
    """It turned out who holds a conversation that was lost; nothing of it is seen in the log."""

    conversation: ConversationId
    counsellor: VolunteerId
    version: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A counsellor took the conversation and may write from now on, under *version*."""

    conversation: ConversationId
    counsellor: VolunteerId
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Left:
    """The counsellor is out and may write no more; the conversation goes on waiting."""

    conversation: ConversationId
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class CompanyJoined:
    """Somebody is there beside the counsellor, and reads and writes from this line on: never before it stands in the log."""

    conversation: ConversationId
    volunteer: VolunteerId
    companion: Companion


@dataclass(frozen=True, slots=True)
class CompanyLeft:
    """Somebody beside the counsellor is out, and reads no more."""

    conversation: ConversationId
    volunteer: VolunteerId
    companion: Companion


@dataclass(frozen=True, slots=True)
class StartedOver:
    """The young person begins again: whoever comes from now on does not read what was said before."""

    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class Noticed:
    """The desk says something to both."""

    conversation: ConversationId
    notice: Notice


@dataclass(frozen=True, slots=True)
class Ended:
    """The conversation is over: the log closes to writing."""

    conversation: ConversationId
    reason: EndReason


@dataclass(frozen=True, slots=True)
class LogForgotten:
    """What was said is gone."""

    conversation: ConversationId


Visible = Joined | Left | CompanyJoined | CompanyLeft | StartedOver | Noticed | Ended
LogWrite = LogOpened | Assigned | Visible | LogForgotten


def opened(write: LogOpened, known: Head | None) -> Head:
    """The head of a log that begins, or of the one that is *known*, with whoever may write to it."""
    if known is not None:
        return replace(known, counsellor=write.counsellor, version=write.version, company=dict(write.company))
    return Head(
        *(write.conversation, write.epoch, write.seeker, 0, write.counsellor, write.version),
        company=dict(write.company),
        misses_floor=write.started_over,
    )


def assigned(head: Head, write: Assigned) -> Head:
    """The head of a log that this counsellor holds."""
    company = _without(head.company, write.counsellor)
    return replace(head, counsellor=write.counsellor, version=write.version, company=company)


def recorded(head: Head, write: Visible) -> tuple[Head, Entry] | None:
    """The log after something visible happened to the conversation, and the entry that says so.

    None when it is said there already: a log can outlive the desk that ended it, and the next desk ends it as well.
    """
    seq = head.seq + 1
    # What the desk counted may be lost with it; a place in one life of a log is never given twice.
    place = f"{head.epoch}-{seq}"
    match write:
        case Joined(counsellor=counsellor, name=name, version=version):
            cmid = Cmid(f"joined-{place}")
            entry = Entry(seq=seq, kind=Kind.JOINED, side=Side.DESK, cmid=cmid, name=name)
            company = _without(head.company, counsellor)
            taken = replace(head, seq=seq, counsellor=counsellor, version=version, company=company, said={})
            return taken, entry
        case Left(name=name, version=version):
            cmid = Cmid(f"left-{place}")
            entry = Entry(seq=seq, kind=Kind.LEFT, side=Side.DESK, cmid=cmid, name=name)
            heard_all = head.heard_all - {head.counsellor}
            return replace(head, seq=seq, counsellor=None, version=version, heard_all=heard_all), entry
        case CompanyJoined(volunteer=volunteer, companion=who):
            cmid = Cmid(f"company-joined-{place}")
            entry = Entry(seq, Kind.COMPANY_JOINED, Side.DESK, cmid, name=who.name, part=who.part)
            return replace(head, seq=seq, company={**head.company, volunteer: who}), entry
        case CompanyLeft(volunteer=volunteer, companion=who):
            cmid = Cmid(f"company-left-{place}")
            entry = Entry(seq, Kind.COMPANY_LEFT, Side.DESK, cmid, name=who.name, part=who.part)
            company, heard_all = _without(head.company, volunteer), head.heard_all - {volunteer}
            return replace(head, seq=seq, company=company, heard_all=heard_all), entry
        case StartedOver():
            entry = Entry(seq, Kind.STARTED_OVER, Side.DESK, Cmid(f"started-over-{place}"))
            present = {*head.company, *(() if head.counsellor is None else (head.counsellor,))}
            return replace(head, seq=seq, floor=seq, heard_all=frozenset(present), misses_floor=False), entry
        case Noticed(notice=notice):
            cmid = Cmid(f"notice-{place}")
            entry = Entry(seq=seq, kind=Kind.NOTICE, side=Side.DESK, cmid=cmid, notice=notice)
            return replace(head, seq=seq), entry
        case Ended() if head.closed:
            return None
        case Ended(reason=reason):
            entry = Entry(seq=seq, kind=Kind.ENDED, side=Side.DESK, cmid=ENDED, reason=reason)
            return replace(head, seq=seq, closed=True), entry
        case _:
            assert_never(write)


def _without(
    company: Mapping[VolunteerId, Companion], volunteer: VolunteerId
) -> Mapping[VolunteerId, Companion]:
    return {who: one for who, one in company.items() if who != volunteer}
