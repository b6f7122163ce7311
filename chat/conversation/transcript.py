"""Adding to a log and reading from it: a message counts once, in an order without gaps.

::

    known cmid, same body      -> the entry it became the first time
    known cmid, other body     -> cmid_conflict
    not of this conversation   -> gone (as if there were none)
    closed                     -> closed
    2,000 lines                -> full
    counsellor of old version  -> not_assigned
    otherwise                  -> seq + 1

A repeat is answered before anything else is judged, so that an answer lost on the way can be asked again
even when the conversation has ended or changed hands since (DESIGN.md 5, The log).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from chat.conversation.model import (
    NO_MARK,
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    Entry,
    Head,
    Kind,
    Mark,
    Position,
    Restored,
    Side,
    Tail,
)
from chat.conversation.reading import floor_of
from chat.errors import Closed, CmidConflict, Full, Gone, NotAssigned
from chat.identifiers import Cmid, Epoch, Instant

LOG_MOST = 2_000
"""How many entries a log can have: several times the longest conversation, and a bound for whoever only fills it."""


def admit(head: Head, known: Entry | None, author: Author, draft: Draft, now: Instant) -> tuple[Head, Entry]:
    """The log with *draft* in it at *now*, and the entry it became.

    *known* is the entry this author's cmid already became, None when it is new; a repeat leaves the head as it
    was. Raises CmidConflict, Gone, Closed, Full or NotAssigned.
    """
    if known is not None:
        if known.body != draft.body:
            raise CmidConflict
        return head, known
    if not belongs(head, author):
        raise Gone if isinstance(author, BySeeker) else NotAssigned
    if head.closed:
        raise Closed
    if head.seq >= LOG_MOST:
        raise Full
    seq = head.seq + 1
    entry = Entry(seq, Kind.MESSAGE, author.side, draft.cmid, draft.body, _signed(head, author))
    return replace(head, seq=seq, said={**head.said, author.side: now}), entry


def belongs(head: Head, author: Author) -> bool:
    """Whether this is the young person of the log, the counsellor who holds it in this version, or their company under its number."""
    match author:
        case BySeeker(seeker=seeker):
            return head.seeker == seeker
        case ByCounsellor(counsellor=counsellor, version=version):
            companion = head.company.get(counsellor)
            if companion is not None:
                return companion.number == version
            return head.counsellor == counsellor and head.version == version
        case _:
            assert_never(author)


def _signed(head: Head, author: Author) -> str | None:
    """Under whose name a message stands; None for the two whose conversation it is."""
    companion = head.company.get(author.counsellor) if isinstance(author, ByCounsellor) else None
    return None if companion is None else companion.name


def marked(head: Head, epoch: Epoch, side: Side, mark: Mark) -> Head:
    """The head with this side's marks raised; they never fall and never pass the newest entry. A mark of another life counts other lines."""
    if epoch != head.epoch:
        return head
    old = head.marks.get(side, NO_MARK)
    seen = min(max(old.seen, mark.seen), head.seq)
    delivered = min(max(old.delivered, mark.delivered, seen), head.seq)
    new = Mark(delivered=delivered, seen=seen)
    return head if new == old else replace(head, marks={**head.marks, side: new})


def restored(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], epoch: Epoch, now: Instant
) -> Restored:
    """The log with what a browser held of an earlier life put in at *now*, in the old order.

    *entries* is the whole log, *offered* a stretch of the old one in its order; what the log has already is passed
    over. Each new entry comes right after the one it followed, so that what is only added to the end keeps the
    epoch; otherwise this is a new life of the log, as *epoch*, whose marks begin anew. When something was said is not in it:
    a side that had its say since the last counsellor came counts as heard now.
    """
    misses_floor = head.misses_floor
    stands = {_key(entry) for entry in entries}
    added: set[tuple[Side, Cmid]] = set()
    after: dict[tuple[Side, Cmid] | None, list[Entry]] = {}
    place: tuple[Side, Cmid] | None = None
    for entry in offered:
        key = _key(entry)
        if key in stands:
            place = key
        elif key not in added:
            added.add(key)
            after.setdefault(place, []).append(entry)
    if not after:
        return Restored(head, tuple(entries), is_new_life=False)
    merged = list(after.get(None, ()))
    for entry in entries:
        merged += (entry, *after.get(_key(entry), ()))
    whole = tuple(replace(entry, seq=seq) for seq, entry in enumerate(merged, start=1))
    head = floor_of(
        replace(head, seq=len(whole), said={**dict.fromkeys(_heard(whole), now), **head.said}), whole
    )
    # Where the floor is found only now, what was withheld may be read: everybody reads anew.
    is_found = misses_floor and not head.misses_floor
    if whole[: len(entries)] == tuple(entries) and not is_found:
        return Restored(head, whole, is_new_life=False)
    return Restored(replace(head, epoch=epoch, marks={}), whole, is_new_life=True)


def _heard(entries: Sequence[Entry]) -> set[Side]:
    """Who has said something since the last counsellor came."""
    heard: set[Side] = set()
    for entry in entries:
        if entry.kind is Kind.JOINED:
            heard.clear()
        elif entry.kind is Kind.MESSAGE:
            heard.add(entry.side)
    return heard


def _key(entry: Entry) -> tuple[Side, Cmid]:
    return entry.side, entry.cmid


def tail(head: Head, entries: Sequence[Entry], after: Position | None) -> Tail:
    """What follows *after*; the whole log when it is None, of another epoch, or ahead of this log.

    *entries* is the whole log in order.
    """
    if after is None or after.epoch != head.epoch or after.seq > head.seq:
        return Tail(head=head, entries=tuple(entries), complete=after is None)
    return Tail(head=head, entries=tuple(entries[after.seq :]), complete=True)
