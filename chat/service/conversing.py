"""What both sides of a conversation do: say, read, mark, type, see it end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chat.conversation.envelope import admit_body
from chat.conversation.model import Author, ByCounsellor, BySeeker, Draft, Head, Mark, Position, Side, Tail
from chat.errors import Gone, NotAssigned
from chat.identifiers import ConversationId, SeekerId, VolunteerId
from chat.routing.commands import Confirm
from chat.service.dispatch import Dispatch, sides
from chat.service.notices import Marked, ToCounsellor, ToSeeker, Typing
from chat.service.ports import Added, LiveStore, Outbox
from chat.service.reception import Reception

Reader = SeekerId | VolunteerId
"""Who reads or marks; *side* tells which of the two it is."""


class Conversing:
    """Conversations as their two sides use them."""

    def __init__(self, store: LiveStore, outbox: Outbox, dispatch: Dispatch, reception: Reception) -> None:
        self._store = store
        self._outbox = outbox
        self._dispatch = dispatch
        self._reception = reception

    async def say(self, author: Author, conversation: ConversationId, draft: Draft) -> Added:
        """Add a message to the log and tell both sides.

        A repeat gets the same answer and tells nobody. Raises TooLong, Gone, NotAssigned, Closed or CmidConflict.
        """
        admit_body(draft.body)
        with _like_anothers(author.side):
            added = await self._store.append(conversation, author, draft)
        if added.is_new:
            await self._dispatch.appended(added)
        return added

    async def read(
        self, side: Side, reader: Reader, conversation: ConversationId, after: Position | None
    ) -> Tail:
        """What follows *after* in this reader's log. Raises Gone or NotAssigned."""
        with _like_anothers(side):
            tail = await self._store.read(conversation, after)
        _admit_reader(tail.head, side, reader)
        return tail

    async def mark(self, side: Side, reader: Reader, conversation: ConversationId, mark: Mark) -> None:
        """Raise this reader's marks and tell the other side. Raises Gone or NotAssigned."""
        with _like_anothers(side):
            head = await self._store.head(conversation)
            _admit_reader(head, side, reader)
            changed = await self._store.mark(conversation, side, mark)
        if changed is not None:
            await self._tell_other(head, side, Marked(conversation, side, changed))

    async def typing(self, side: Side, reader: Reader, conversation: ConversationId, *, typing: bool) -> None:
        """Tell the other side whether this one is typing. Raises Gone or NotAssigned."""
        with _like_anothers(side):
            head = await self._store.head(conversation)
        _admit_reader(head, side, reader)
        if not head.closed:
            await self._tell_other(head, side, Typing(conversation, typing))

    async def confirm_end(self, reader: Reader, conversation: ConversationId) -> None:
        """This reader's browser has shown the end; when both have, the log is forgotten."""
        await self._reception.ask(Confirm(reader, conversation))

    async def _tell_other(self, head: Head, side: Side, notice: Marked | Typing) -> None:
        own = ToSeeker if side is Side.SEEKER else ToCounsellor
        for address in sides(head):
            if not isinstance(address, own):
                await self._outbox.deliver(address, notice)


@contextmanager
def _like_anothers(side: Side) -> Iterator[None]:
    """A conversation that there is not is answered like one that is another's: nobody learns which ids there are."""
    try:
        yield
    except Gone:
        if side is Side.SEEKER:
            raise
        raise NotAssigned from None


def _admit_reader(head: Head, side: Side, reader: Reader) -> None:
    if side is Side.SEEKER:
        if head.seeker != reader:
            raise Gone
    elif head.counsellor != reader:
        raise NotAssigned


def author_of(side: Side, reader: Reader, version: int | None) -> Author:
    """The writer behind a connection; a counsellor without a version writes under none that exists."""
    if side is Side.SEEKER:
        return BySeeker(SeekerId(reader))
    return ByCounsellor(VolunteerId(reader), -1 if version is None else version)
