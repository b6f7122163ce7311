"""What a browser holds of a conversation: its log and its outbox, as static/js/shared/{log,outbox}.js keep them.

A line is an entry as it travels (chat.transport.shapes.EntryWire as a mapping): this side of the model knows the wire only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Line = Mapping[str, Any]
Stretch = Mapping[str, Any]
Position = Mapping[str, Any]

PASSING = frozenset(
    ("no_answer", "offline", "rate_limited", "busy", "wait", "storage", "internal", "draining")
) | {"not_arrived", "superseded"}
"""After these the same message is sent again; every other refusal stays."""

PARCEL_LINES = 3
"""Fewer than a browser's 64, so that short histories too are given back in several parcels."""


@dataclass(frozen=True)
class Anew:
    """The server's log has this epoch now; whether all that is held here was offered to it."""

    epoch: str
    offered: bool = False


@dataclass(frozen=True)
class Log:
    """``lines[n]`` has the number n + 1. *epoch* is None until the first stretch came; *anew* while there is another life."""

    epoch: str | None = None
    lines: tuple[Line, ...] = ()
    delivered: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    anew: Anew | None = None

    @property
    def position(self) -> Position | None:
        return None if self.epoch is None else {"epoch": self.epoch, "seq": len(self.lines)}

    @property
    def has_ended(self) -> bool:
        return bool(self.lines) and self.lines[-1]["kind"] == "ended"

    @property
    def needs_offer(self) -> bool:
        return self.anew is not None and not self.anew.offered

    def newest(self, side: str) -> int:
        """The number of this side's newest message, 0 when there is none."""
        return max((line["seq"] for line in messages(self.lines, side)), default=0)


Heard = tuple[Log, bool]
"""The log after what was heard, and whether something is missing now."""


def messages(lines: Iterable[Line], side: str) -> list[Line]:
    """What this side said."""
    return [line for line in lines if line["kind"] == "message" and line["side"] == side]


def named(line: Line) -> tuple[str, str]:
    """The one name that a line has through every life of its log."""
    return line["side"], line["cmid"]


def offered(log: Log, given: Log) -> Log:
    """The log after all that *given* held was offered; it may have changed meanwhile."""
    if (
        log.anew is None
        or given.anew is None
        or log.anew.epoch != given.anew.epoch
        or log.lines is not given.lines
    ):
        return log
    return replace(log, anew=replace(log.anew, offered=True))


def hear_line(log: Log, epoch: str, line: Line) -> Heard:
    """A line was pushed, or the answer to a message came, which is as good."""
    if epoch != log.epoch:
        return _begun_anew(log, epoch)
    if line["seq"] <= len(log.lines) and named(log.lines[line["seq"] - 1]) != named(line):
        return replace(log, anew=Anew(epoch)), True
    return _append(log, line), line["seq"] > len(log.lines) + 1


def hear_head(log: Log, head: Mapping[str, Any]) -> Heard:
    """A pulse told how far the log is, and each side's marks."""
    if head["epoch"] != log.epoch:
        return _begun_anew(log, head["epoch"])
    for mark in head["marks"]:
        log = hear_mark(log, mark)
    return log, head["seq"] != len(log.lines)


def hear_mark(log: Log, mark: Mapping[str, Any]) -> Log:
    """The other side has more open. A mark counts the lines of the life in which it was made."""
    return log if log.anew is not None else _marked(log, mark)


def hear_stretch(log: Log, stretch: Stretch) -> Heard:
    """The answer to a question came: what follows, or everything."""
    epoch, lines = stretch["epoch"], stretch["entries"]
    if stretch["reset"] or epoch != log.epoch:
        is_whole = all(line["seq"] == number for number, line in enumerate(lines, start=1))
        is_offered = not log.lines or log.anew == Anew(epoch, offered=True)
        if not is_whole or not is_offered:
            return _begun_anew(log, epoch)
        log = Log(epoch)
    elif log.anew is not None:
        log = replace(log, anew=None)
    for line in lines:
        log = _append(log, line)
    for mark in stretch["marks"]:
        log = _marked(log, mark)
    return log, stretch["head"] > len(log.lines)


def _begun_anew(log: Log, epoch: str) -> Heard:
    known = not log.lines or (log.anew is not None and log.anew.epoch == epoch)
    return (log if known else replace(log, anew=Anew(epoch))), True


def _append(log: Log, line: Line) -> Log:
    if line["seq"] != len(log.lines) + 1:
        return log
    anew = None if log.anew is None else Anew(log.anew.epoch)
    return replace(log, lines=(*log.lines, line), anew=anew)


def _marked(log: Log, mark: Mapping[str, Any]) -> Log:
    side = mark["side"]
    delivered = max(log.delivered.get(side, 0), mark["delivered"])
    seen = max(log.seen.get(side, 0), mark["seen"])
    return replace(log, delivered={**log.delivered, side: delivered}, seen={**log.seen, side: seen})


def parcels(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """The lines in parcels that each begin with the last line of the one before (static/js/shared/offering.js)."""
    packed: list[tuple[Line, ...]] = []
    for line in lines:
        if packed and len(packed[-1]) < PARCEL_LINES:
            packed[-1] = (*packed[-1], line)
        else:
            packed.append((*(packed[-1][-1:] if packed else ()), line))
    return packed


# --- the outbox ---


@dataclass(frozen=True)
class Item:
    """A message whose delivery is not confirmed; *at* is where the log has it, None while it has not."""

    cmid: str
    body: str
    state: str = "queued"
    at: tuple[str, int] | None = None


Outbox = tuple[Item, ...]


def next_item(outbox: Outbox) -> Item | None:
    """What to send now; None while something is on its way or nothing waits."""
    if any(item.state == "sent" for item in outbox):
        return None
    return next((item for item in outbox if item.state == "queued"), None)


def changed(outbox: Outbox, cmid: str | None, state: str, *, only: str | None = None) -> Outbox:
    """The outbox with one item, or all when *cmid* is None, in another state, if it is in state *only*."""
    return tuple(
        replace(item, state=state) if cmid in (None, item.cmid) and only in (None, item.state) else item
        for item in outbox
    )


def stored_at(outbox: Outbox, cmid: str, at: tuple[str, int]) -> Outbox:
    """The log has it at this position."""
    return tuple(replace(item, state="stored", at=at) if item.cmid == cmid else item for item in outbox)


def reconciled(outbox: Outbox, log: Log, own: str, other: str) -> Outbox:
    """The outbox against the log: what the log has is stored, what its epoch has not goes again, what arrived is out."""
    if log.epoch is None:
        return outbox
    held = {line["cmid"]: line["seq"] for line in messages(log.lines, own)}
    delivered = log.delivered.get(other, 0)
    kept: list[Item] = []
    for item in outbox:
        if log.anew is not None and item.at is not None and item.at[0] == log.anew.epoch:
            kept.append(item)
            continue
        known = item.at[1] if item.at is not None and item.at[0] == log.epoch else None
        seq = held.get(item.cmid, known)
        if seq is None:
            kept.append(replace(item, state="queued", at=None) if item.state == "stored" else item)
        elif seq > delivered or item.cmid not in held:
            kept.append(replace(item, state="stored", at=(log.epoch, seq)))
    return tuple(kept)


def regained(outbox: Outbox, before: Log, after: Log, own: str) -> Outbox:
    """What whoever sits here wrote and the log's next life has not is sent again, first."""
    if after.epoch == before.epoch and len(before.lines) <= len(after.lines):
        return outbox
    here = {item.cmid for item in outbox} | {line["cmid"] for line in messages(after.lines, own)}
    since = 0
    if own == "counsellor":  # earlier messages of that side may be a colleague's
        since = max((line["seq"] for line in before.lines if line["kind"] == "joined"), default=0)
    lacking = [
        line for line in messages(before.lines, own) if line["cmid"] not in here and line["seq"] > since
    ]
    return (*(Item(line["cmid"], line["body"]) for line in lacking), *outbox)
