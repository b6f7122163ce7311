"""What both sides of a conversation do: say, read, mark, type, see it end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from chat.conversation.envelope import admit_body
from chat.conversation.model import (
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    EndReason,
    Entry,
    Head,
    Kind,
    Mark,
    Position,
    Side,
    Tail,
)
from chat.conversation.reading import legible, may_read
from chat.conversation.transcript import belongs
from chat.entropy import Entropy
from chat.errors import Gone, NotAssigned, Wait
from chat.identifiers import ConversationId, Epoch, Generation, SeekerId, VolunteerId
from chat.routing.commands import Confirm, End, Reopen, Stop
from chat.routing.model import Desk
from chat.service.dispatch import Dispatch, sides
from chat.service.notices import Marked, ToCounsellor, ToSeeker, Typing
from chat.service.ports import Added, LiveStore, Outbox
from chat.service.proofs import Proofs
from chat.service.reception import Reception

Reader = SeekerId | VolunteerId
"""Who reads or marks; *side* tells which of the two it is."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry that a browser holds from an earlier life of a log, and the mark it bears."""

    epoch: Epoch
    entry: Entry
    proof: str


class Conversing:
    """Conversations as their two sides use them."""

    def __init__(
        self,
        store: LiveStore,
        entropy: Entropy,
        proofs: Proofs,
        outbox: Outbox,
        dispatch: Dispatch,
        reception: Reception,
    ) -> None:
        self._store = store
        self._entropy = entropy
        self._proofs = proofs
        self._outbox = outbox
        self._dispatch = dispatch
        self._reception = reception

    async def say(self, author: Author, conversation: ConversationId, draft: Draft) -> Added:
        """Add a message to the log and tell both sides.

        A repeat gets the same answer and tells nobody. Raises TooLong, Gone, NotAssigned, Closed or CmidConflict, and
        Wait when the log was lost: what the browsers hold of it comes before anything new.
        """
        admit_body(draft.body)
        async with self._like_anothers(author.side, _reader_of(author), conversation):
            try:
                added = await self._store.append(conversation, author, draft)
            except Gone:
                head = await self._head(conversation)
                if belongs(head, author):
                    raise Wait from None
                raise Gone if author.side is Side.SEEKER else NotAssigned from None
        if added.is_new:
            await self._dispatch.appended(added)
        return added

    async def tail(self, conversation: ConversationId, after: Position | None) -> Tail:
        """What follows *after* in a conversation that the desk knows, whatever was lost of its log. Raises Gone."""
        try:
            tail = await self._store.read(conversation, after)
        except Gone:
            await self._head(conversation)
            tail = await self._store.read(conversation, after)
        head = tail.head
        if after is None or after.epoch != head.epoch or after.seq <= head.seq:
            return tail
        # This browser holds more than there is: the end of the log was lost, and it will offer it back.
        await self._dispatch.renewed(await self._store.renew(conversation, self._entropy.epoch()))
        return await self._store.read(conversation, after)

    async def offer(
        self, side: Side, reader: Reader, conversation: ConversationId, held: Sequence[Offered]
    ) -> None:
        """Put back what this reader's browser held of an earlier life of the log, as far as it bears our mark.

        An end among it ends the conversation here too, unless it is company's: theirs is the conversation of others. Raises Gone or NotAssigned.
        """
        async with self._like_anothers(side, reader, conversation):
            head = await self._head(conversation)
            _admit_reader(head, side, reader)
            ours = [
                one.entry for one in held if self._proofs.holds(conversation, one.epoch, one.entry, one.proof)
            ]
            ours = [entry for entry in ours if entry.kind is not Kind.WITHHELD]
            running = [entry for entry in ours if entry.kind is not Kind.ENDED]
            why = next((entry.reason for entry in ours if entry.kind is Kind.ENDED), None)
            if why is not None and not head.closed and reader not in head.company:
                await self._reception.ask(_end_of(side, reader, conversation, why))
            whole = await self._store.restore(conversation, running, self._entropy.epoch())
        if whole.head != head:
            await self._dispatch.renewed(whole.head)

    def proof(self, conversation: ConversationId, epoch: Epoch, entry: Entry) -> str:
        """Our mark on an entry."""
        return self._proofs.of(conversation, epoch, entry)

    async def generation(self) -> Generation:
        """Which life the desk is in."""
        return (await self._store.load()).desk.generation

    async def read(
        self, side: Side, reader: Reader, conversation: ConversationId, after: Position | None
    ) -> Tail:
        """What follows *after* in this reader's log. Raises Gone or NotAssigned."""
        async with self._like_anothers(side, reader, conversation):
            _admit_reader(await self._head(conversation), side, reader)
            tail = await self.tail(conversation, after)
        if side is Side.SEEKER:
            return tail
        return replace(tail, entries=legible(tail.head, tail.entries, VolunteerId(reader)))

    async def mark(
        self, side: Side, reader: Reader, conversation: ConversationId, epoch: Epoch, mark: Mark
    ) -> None:
        """Raise this reader's marks and tell the other side. Raises Gone or NotAssigned.

        What company has open says nothing of what the counsellor has. A mark of another life of the log counts other lines, and is passed over: the page tells it again.
        """
        async with self._like_anothers(side, reader, conversation):
            head = await self._head(conversation)
            _admit_reader(head, side, reader)
            if reader in head.company:
                return
            changed = await self._store.mark(conversation, epoch, side, mark)
        if changed is not None:
            await self._tell_other(head, side, Marked(conversation, side, changed))

    async def typing(self, side: Side, reader: Reader, conversation: ConversationId, *, typing: bool) -> None:
        """Tell the other side whether this one is typing; of company nobody is told. Raises Gone or NotAssigned."""
        async with self._like_anothers(side, reader, conversation):
            head = await self._head(conversation)
        _admit_reader(head, side, reader)
        if not head.closed and reader not in head.company:
            await self._tell_other(head, side, Typing(conversation, typing))

    async def confirm_end(self, reader: Reader, conversation: ConversationId) -> None:
        """This reader's browser has shown the end; when both have, the log is forgotten."""
        await self._reception.ask(Confirm(reader, conversation))

    async def _head(self, conversation: ConversationId) -> Head:
        """The head of a log that there is, or of the next life of one that was lost. Raises Gone."""
        with suppress(Gone):
            return await self._store.head(conversation)
        await self._reception.ask(Reopen(conversation, self._entropy.epoch()))
        head = await self._store.head(conversation)
        await self._dispatch.renewed(head)
        return head

    @asynccontextmanager
    async def _like_anothers(
        self, side: Side, reader: Reader, conversation: ConversationId
    ) -> AsyncIterator[None]:
        """A conversation that there is not is answered like one that is another's: nobody learns which there are.

        Raises Wait for one that its young person may still bring back.
        """
        try:
            yield
        except Gone:
            if _is_theirs((await self._store.load()).desk, side, reader, conversation):
                # There was nothing a moment ago: somebody came back meanwhile.
                raise Wait from None
            if side is Side.SEEKER:
                raise
            raise NotAssigned from None

    async def _tell_other(self, head: Head, side: Side, notice: Marked | Typing) -> None:
        own = ToSeeker if side is Side.SEEKER else ToCounsellor
        for address in sides(head):
            if not isinstance(address, own):
                await self._outbox.deliver(address, notice)


def _admit_reader(head: Head, side: Side, reader: Reader) -> None:
    if side is Side.SEEKER:
        if head.seeker != reader:
            raise Gone
    elif not may_read(head, VolunteerId(reader)):
        raise NotAssigned


def _is_theirs(desk: Desk, side: Side, reader: Reader, conversation: ConversationId) -> bool:
    """Whether the desk knows this conversation as this reader's, or may come to know it as theirs."""
    if side is Side.SEEKER:
        guest = desk.guests.get(SeekerId(reader))
        return guest is not None and guest.conversation == conversation
    talk = desk.talks.get(conversation)
    if talk is not None and reader in talk.company:
        return True
    line = desk.vouched.get(conversation) or talk
    return line is not None and line.counsellor == reader


def _reader_of(author: Author) -> Reader:
    return author.seeker if isinstance(author, BySeeker) else author.counsellor


def _end_of(side: Side, reader: Reader, conversation: ConversationId, why: EndReason) -> Stop | End:
    if side is Side.SEEKER:
        return Stop(SeekerId(reader), why)
    return End(VolunteerId(reader), conversation, why)


def author_of(side: Side, reader: Reader, version: int | None) -> Author:
    """The writer behind a connection; a counsellor without a version writes under none that exists."""
    if side is Side.SEEKER:
        return BySeeker(SeekerId(reader))
    return ByCounsellor(VolunteerId(reader), -1 if version is None else version)
