"""PURE: who did what among the staff: what a line may say, the chain of lines, and what is wrong with one.

A line is a place, a second, a kind of act, who did it, whom it concerned, and for some kinds a number; nothing else fits into one. Each
bears a mark over its own text and the mark before it, made with the deployment's key: whoever can only write into the database cannot make a
line that fits, nor leave one out. The *head* says how many there are and where they begin, sealed with the same key.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from volunteers.facts import VolunteerId

KEPT_FOR = timedelta(days=90)


class Deed(StrEnum):
    """What was done."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    INVITED = "invited"
    LINK_MADE = "link_made"
    LINK_USED = "link_used"
    FACTS_CHANGED = "facts_changed"
    CERTIFICATE_SEEN = "certificate_seen"
    ROLES_CHANGED = "roles_changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    REMOVED = "removed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_RENEWED = "recovery_renewed"
    RESET_ASKED = "reset_asked"
    RESET_DROPPED = "reset_dropped"
    RESET_CONFIRMED = "reset_confirmed"
    DOOR_ORDERED = "door_ordered"
    WORDS_REVOKED = "words_revoked"
    SHIFTS_PLANNED = "shifts_planned"
    SHIFT_CHANGED = "shift_changed"
    SHIFT_CANCELLED = "shift_cancelled"
    PUT_ON_SHIFT = "put_on_shift"
    TAKEN_OFF_SHIFT = "taken_off_shift"
    SIGNED_OFF_SHIFT = "signed_off_shift"
    TOOK_PLACE = "took_place"
    LINES_REMOVED = "lines_removed"
    """The program itself removed lines that were old enough; the number is the place of the last of them."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a line of one kind says beside its place and time: always *by* whom, but for the program itself and the command line."""

    whom: bool = False
    number: bool = False


_ABOUT_SOMEBODY = _Shape(whom=True)
_ABOUT_A_SHIFT = _Shape(number=True)
_ABOUT_BOTH = _Shape(whom=True, number=True)
"""The number is the moment at which the shift begins, in seconds since 1970."""
SHAPES: Mapping[Deed, _Shape] = MappingProxyType(
    {
        Deed.SIGNED_IN: _Shape(),
        Deed.SIGNED_OUT: _Shape(),
        Deed.INVITED: _ABOUT_SOMEBODY,
        Deed.LINK_MADE: _ABOUT_SOMEBODY,
        Deed.LINK_USED: _Shape(),
        Deed.FACTS_CHANGED: _ABOUT_SOMEBODY,
        Deed.CERTIFICATE_SEEN: _ABOUT_SOMEBODY,
        Deed.ROLES_CHANGED: _ABOUT_SOMEBODY,
        Deed.DISABLED: _ABOUT_SOMEBODY,
        Deed.ENABLED: _ABOUT_SOMEBODY,
        Deed.REMOVED: _ABOUT_SOMEBODY,
        Deed.FACTOR_ADDED: _Shape(),
        Deed.FACTOR_REMOVED: _Shape(),
        Deed.RECOVERY_RENEWED: _Shape(),
        Deed.RESET_ASKED: _ABOUT_SOMEBODY,
        Deed.RESET_DROPPED: _ABOUT_SOMEBODY,
        Deed.RESET_CONFIRMED: _ABOUT_SOMEBODY,
        Deed.DOOR_ORDERED: _Shape(),
        Deed.WORDS_REVOKED: _Shape(),
        Deed.SHIFTS_PLANNED: _ABOUT_A_SHIFT,
        Deed.SHIFT_CHANGED: _ABOUT_A_SHIFT,
        Deed.SHIFT_CANCELLED: _ABOUT_A_SHIFT,
        Deed.PUT_ON_SHIFT: _ABOUT_BOTH,
        Deed.TAKEN_OFF_SHIFT: _ABOUT_BOTH,
        Deed.SIGNED_OFF_SHIFT: _ABOUT_A_SHIFT,
        Deed.TOOK_PLACE: _ABOUT_BOTH,
        Deed.LINES_REMOVED: _Shape(number=True),
    }
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody did. *by* is None for the program itself and for who sits at the server's command line."""

    deed: Deed
    at: datetime
    by: VolunteerId | None
    whom: VolunteerId | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An act as it stands in the log, None where what stands there is none; places count from 1 without gaps."""

    place: int
    act: Act | None
    mark: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log goes: the place and mark of its last line, and of the last line that was removed; 0 for none."""

    place: int = 0
    mark: str = ""
    removed: int = 0
    removed_mark: str = ""
    seal: str = ""


class Fault(StrEnum):
    """What is wrong with a log."""

    CHANGED = "changed"
    """The line at this place is not the one that was written there: it was changed, exchanged or moved."""
    MISSING = "missing"
    """There is no line at this place, though there was."""
    ADDED = "added"
    """At this place stands a line beyond the last that was written."""
    HEAD = "head"
    """What says how far the log goes was not written with this key."""


class Broken(Exception):
    """The log is not as it was written; *place* is the first line at which that shows."""

    def __init__(self, fault: Fault, place: int) -> None:
        super().__init__(f"{fault} {place}")
        self.fault = fault
        self.place = place


_ID = re.compile(r"[0-9a-f]{32}")


def text_of(place: int, act: Act) -> str:
    """A line as it is marked and shown. Raises ValueError for what is no line: no text from outside fits into one."""
    shape = SHAPES[act.deed]
    if (act.whom is not None, act.number is not None) != (shape.whom, shape.number):
        raise ValueError(act.deed)
    words = [str(_count(place)), f"{act.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", act.deed.value, _who(act.by)]
    if shape.whom:
        words.append(_who(act.whom))
    if act.number is not None:
        words.append(str(_count(act.number)))
    return " ".join(words)


def _count(number: int) -> int:
    if number < 0:
        raise ValueError
    return number


def _who(account: VolunteerId | None) -> str:
    if account is None:
        return "-"
    if _ID.fullmatch(account) is None:
        raise ValueError
    return account


class Chain:
    """Makes lines that fit, and finds those that do not."""

    def __init__(self, key: bytes) -> None:
        """*key* is the deployment's."""
        self._key = hmac.digest(key, b"luister audit", sha256)

    def after(self, head: Head, act: Act) -> tuple[Line, Head]:
        """The next line, and the head that has it. Raises ValueError for what is no line."""
        place = head.place + 1
        line = Line(place, act, self._mark(head.mark, text_of(place, act)))
        return line, self._sealed(replace(head, place=place, mark=line.mark))

    def without(self, head: Head, last: Line) -> Head:
        """The head of a log from which the lines through *last* are removed."""
        return self._sealed(replace(head, removed=last.place, removed_mark=last.mark))

    def verify(self, head: Head, lines: Iterable[Line]) -> int:
        """How many lines there are, given in the order of their places. Raises Broken."""
        if head != Head() and not hmac.compare_digest(head.seal, self._sealed(head).seal):
            raise Broken(Fault.HEAD, head.place)
        place, mark, named = head.removed, head.removed_mark, 0
        for line in lines:
            place += 1
            if place > head.place:
                raise Broken(Fault.ADDED, line.place)
            if line.place != place:
                raise Broken(Fault.MISSING, place)
            mark = self._next(mark, line)
            if line.act is not None and line.act.deed is Deed.LINES_REMOVED and line.act.number is not None:
                named = line.act.number
        if place < head.place:
            raise Broken(Fault.MISSING, place + 1)
        if mark != head.mark or named != head.removed:
            raise Broken(Fault.HEAD, place)
        return place - head.removed

    def _next(self, mark: str, line: Line) -> str:
        try:
            text = None if line.act is None else text_of(line.place, line.act)
        except ValueError:
            text = None
        wanted = self._mark(mark, text or "")
        if text is None or not hmac.compare_digest(wanted.encode(), line.mark.encode()):
            raise Broken(Fault.CHANGED, line.place)
        return wanted

    def _mark(self, before: str, text: str) -> str:
        return self._made(f"line {before} {text}")

    def _sealed(self, head: Head) -> Head:
        said = f"head {head.place} {head.mark} {head.removed} {head.removed_mark}"
        return replace(head, seal=self._made(said))

    def _made(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), sha256).hex()
