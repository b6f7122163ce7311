"""The changes a decision of the desk makes to logs; committed together with the desk itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from chat.conversation.model import EndReason, Entry, Head, Kind, Side
from chat.identifiers import ConversationId, Epoch, SeekerId, VolunteerId


@dataclass(frozen=True, slots=True)
class LogOpened:
    """A young person arrived: their log begins."""

    conversation: ConversationId
    epoch: Epoch
    seeker: SeekerId


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
class Ended:
    """The conversation is over: the log closes to writing."""

    conversation: ConversationId
    reason: EndReason


@dataclass(frozen=True, slots=True)
class LogForgotten:
    """What was said is gone."""

    conversation: ConversationId


LogWrite = LogOpened | Joined | Left | Ended | LogForgotten


def opened(write: LogOpened) -> Head:
    """The head of a log that begins."""
    return Head(conversation=write.conversation, epoch=write.epoch, seeker=write.seeker)


def recorded(head: Head, write: Joined | Left | Ended) -> tuple[Head, Entry]:
    """The log after something visible happened to the conversation, and the entry that says so."""
    seq = head.seq + 1
    match write:
        case Joined(counsellor=counsellor, name=name, version=version):
            entry = Entry(seq=seq, kind=Kind.JOINED, side=Side.DESK, name=name)
            return replace(head, seq=seq, counsellor=counsellor, version=version), entry
        case Left(name=name, version=version):
            entry = Entry(seq=seq, kind=Kind.LEFT, side=Side.DESK, name=name)
            return replace(head, seq=seq, counsellor=None, version=version), entry
        case Ended(reason=reason):
            entry = Entry(seq=seq, kind=Kind.ENDED, side=Side.DESK, reason=reason)
            return replace(head, seq=seq, closed=True), entry
        case _:
            assert_never(write)
