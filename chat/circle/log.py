"""The log of a circle of staff: whispers beside one conversation, or the room of a shift. Small, and soon forgotten.

Who is in a circle is the desk's to say (``routing.shift_room``); here it is only what was said, by whom and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chat.errors import CmidConflict
from chat.identifiers import CircleId, Cmid, Instant, Seconds, VolunteerId

LINES_MOST = 200
"""How many lines a circle keeps: the oldest goes for a new one."""
LINE_KEEPS = Seconds(12 * 60 * 60.0)
"""So long after it was said nothing of a line is left, even where somebody is always on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line among staff.

    *seq* counts from 1 through the life of the circle. *author* was called *name* when they said it, *at* the store's time. *body* is
    opaque to the server.
    """

    seq: int
    cmid: Cmid
    author: VolunteerId
    name: str
    body: str
    at: Instant


@dataclass(frozen=True, slots=True)
class CircleLog:
    """What a circle has said: *seq* is the number of the newest line, *lines* are the newest of them in order."""

    seq: int = 0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class CircleForgotten:
    """The circle is over: what was said in it is gone, in the same moment as the desk says so."""

    circle: CircleId


def admit(
    log: CircleLog, author: VolunteerId, name: str, cmid: Cmid, body: str, now: Instant
) -> tuple[CircleLog, Line]:
    """The log with this line in it, and the line; of a repeat the log as it was, and the line it became the first time.

    Raises CmidConflict when the same message id came with another body.
    """
    known = next((line for line in log.lines if (line.author, line.cmid) == (author, cmid)), None)
    if known is not None:
        if known.body != body:
            raise CmidConflict
        return log, known
    line = Line(log.seq + 1, cmid, author, name, body, now)
    kept = (*still_kept(log, now).lines, line)[-LINES_MOST:]
    return CircleLog(line.seq, kept), line


def still_kept(log: CircleLog, now: Instant) -> CircleLog:
    """The log without what was said too long ago; the same one when there is nothing of that."""
    if not log.lines or log.lines[0].at + LINE_KEEPS > now:
        return log
    return replace(log, lines=tuple(line for line in log.lines if line.at + LINE_KEEPS > now))


def heard_since(log: CircleLog, came: Instant, after: int, now: Instant) -> tuple[Line, ...]:
    """What somebody reads at *now* who is in the circle since *came* and holds the lines up to *after*."""
    return tuple(line for line in still_kept(log, now).lines if line.at >= came and line.seq > after)
