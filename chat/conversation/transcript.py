"""Adding to a log and reading from it: a message counts once, in an order without gaps.

::

    known cmid, same body      -> the entry it became the first time
    known cmid, other body     -> cmid_conflict
    not of this conversation   -> gone (as if there were none)
    closed                     -> closed
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
    Side,
    Tail,
)
from chat.errors import Closed, CmidConflict, Gone, NotAssigned


def admit(head: Head, known: Entry | None, author: Author, draft: Draft) -> tuple[Head, Entry]:
    """The log with *draft* in it, and the entry it became.

    *known* is the entry this author's cmid already became, None when it is new; a repeat leaves the head as it
    was. Raises CmidConflict, Gone, Closed or NotAssigned.
    """
    if known is not None:
        if known.body != draft.body:
            raise CmidConflict
        return head, known
    if not belongs(head, author):
        raise Gone if isinstance(author, BySeeker) else NotAssigned
    if head.closed:
        raise Closed
    seq = head.seq + 1
    entry = Entry(seq=seq, kind=Kind.MESSAGE, side=author.side, cmid=draft.cmid, body=draft.body)
    return replace(head, seq=seq), entry


def belongs(head: Head, author: Author) -> bool:
    """Whether this is the young person of the log, or the counsellor who holds it in this version."""
    match author:
        case BySeeker(seeker=seeker):
            return head.seeker == seeker
        case ByCounsellor(counsellor=counsellor, version=version):
            return head.counsellor == counsellor and head.version == version
        case _:
            assert_never(author)


def marked(head: Head, side: Side, mark: Mark) -> Head:
    """The head with this side's marks raised; they never fall and never pass the newest entry."""
    old = head.marks.get(side, NO_MARK)
    seen = min(max(old.seen, mark.seen), head.seq)
    delivered = min(max(old.delivered, mark.delivered, seen), head.seq)
    new = Mark(delivered=delivered, seen=seen)
    return head if new == old else replace(head, marks={**head.marks, side: new})


def tail(head: Head, entries: Sequence[Entry], after: Position | None) -> Tail:
    """What follows *after*; the whole log when it is None, of another epoch, or ahead of this log.

    *entries* is the whole log in order.
    """
    if after is None or after.epoch != head.epoch or after.seq > head.seq:
        return Tail(head=head, entries=tuple(entries), complete=after is None)
    return Tail(head=head, entries=tuple(entries[after.seq :]), complete=True)
