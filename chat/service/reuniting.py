"""The same counsellor again: four words at the end of one conversation, and what they do while somebody waits for the next.

Words prove nothing about who somebody is. Whoever types them is asked first to a counsellor, and learns no more: words that lead to
nobody and words that lead to somebody who is not here get the same answer, and the words are kept for another day.

Somebody who guesses has 5 tries for each arrival, and every node works out 2 digests at once: at 0.36 s for one that is about 5 a second,
half a million a day. Against 1,000 live links and 2^40 choices that is one chance in 2,400 for a whole day without a pause.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chat.entropy import Entropy
from chat.errors import Gone, NotOffered, Refusal, Storage, TriesSpent, WordsUnknown
from chat.identifiers import ConversationId, Instant, SeekerId, Ticket, VolunteerId
from chat.returning.vocabulary import Vocabulary, recognised
from chat.returning.weeks import Week, expiry, last_day, week_of
from chat.routing.availability import is_ready
from chat.routing.claims import expires
from chat.routing.commands import Prefer
from chat.routing.model import Desk, Language, Waiting
from chat.service.faults import Faults
from chat.service.ports import Digests, LinkStore, LiveStore, Tickets
from chat.service.reception import Reception

TRIES = 5
"""How often words may lead to nobody before no more are tried for this arrival."""
PURGE_SECONDS = 60 * 60.0


@dataclass(frozen=True, slots=True)
class Given:
    """Four words, in *language*, and the last day on which they count."""

    words: tuple[str, ...]
    language: Language
    until: date


@dataclass(frozen=True, slots=True)
class _Record:
    """In which language words were given, and the week they expire; kept while the ticket they were given for is good."""

    language: Language
    week: Week
    until: Instant


class Reuniting:
    """Gives return words, and takes them."""

    def __init__(
        self,
        store: LiveStore,
        entropy: Entropy,
        tickets: Tickets,
        reception: Reception,
        links: LinkStore,
        digests: Digests,
        vocabularies: Mapping[Language, Vocabulary],
        now: Callable[[], datetime],
    ) -> None:
        """*now* tells the date, in UTC: by that the weeks turn."""
        self._store = store
        self._entropy = entropy
        self._tickets = tickets
        self._reception = reception
        self._links = links
        self._digests = digests
        self._vocabularies = vocabularies
        self._now = now
        self._given: dict[ConversationId, _Record] = {}
        """For which conversations words were given: a repeat costs no second digest."""
        self._tries: dict[SeekerId, int] = {}

    async def give(self, ticket: Ticket, language: Language) -> Given:
        """The words with which whoever holds the *ticket* of an ended conversation finds its counsellor again.

        A repeat gets the same words. Raises Gone when the ticket is none of ours or too old, NotOffered when nobody can be asked
        for, Busy and Storage.
        """
        claim, loaded = self._tickets.seeker(ticket), await self._store.load()
        if claim is None or expires(claim) <= loaded.now:
            raise Gone
        if claim.parted is None or not loaded.desk.house.reunites:
            raise NotOffered
        self._given = {talk: record for talk, record in self._given.items() if record.until > loaded.now}
        record = self._given.get(claim.conversation)
        if record is None:
            record = _Record(language, expiry(self._now().date()), expires(claim))
            digest = await self._digests.of(self._words(claim.conversation, language))
            await self._links.keep(digest, claim.parted, record.week)
            self._given[claim.conversation] = record
        words = self._words(claim.conversation, record.language)
        return Given(words, record.language, last_day(record.week))

    async def use(self, seeker: SeekerId, typed: str) -> bool:
        """Whether the words this young person *typed* lead to somebody who is here; then that counsellor is asked first.

        A repeat of words that did says so again. Raises NotOffered when they do not wait or this line does not do it, WordsUnknown,
        TriesSpent, Busy and Storage.
        """
        desk = (await self._store.load()).desk
        waiting = _waiting(desk, seeker)
        if waiting is None or not desk.house.reunites:
            raise NotOffered
        if waiting.prefers is not None:
            return True
        self._tries = {who: tries for who, tries in self._tries.items() if who in desk.guests}
        words = recognised(typed, self._vocabularies.values())
        if words is None:
            raise WordsUnknown
        if self._tries.get(seeker, 0) >= TRIES:
            raise TriesSpent
        self._tries[seeker] = self._tries.get(seeker, 0) + 1
        try:
            return await self._tried(seeker, words)
        except Refusal:
            self._tries[seeker] = self._tries.get(seeker, 1) - 1
            raise

    async def live(self) -> Mapping[VolunteerId, int]:
        """How many links count now, for each counsellor who has any. Raises Storage."""
        return await self._links.live(week_of(self._now().date()))

    async def revoke(self, counsellor: VolunteerId | None) -> None:
        """Every link to this counsellor is gone; None: every link. Raises Storage."""
        await self._links.revoke(counsellor)

    async def keep_purged(self, faults: Faults) -> None:
        """Until cancelled: whatever counts no more is gone within the hour."""
        while True:
            try:
                await self._links.purge(week_of(self._now().date()))
            except Storage:
                pass  # nobody can use it, and the next hour will do
            except Exception as fault:  # noqa: BLE001 - one failed purge must not end the next
                faults.report(fault)
            await asyncio.sleep(PURGE_SECONDS)

    def _words(self, conversation: ConversationId, language: Language) -> tuple[str, ...]:
        return self._vocabularies[language].chosen(self._entropy.returning(conversation))

    async def _tried(self, seeker: SeekerId, words: tuple[str, ...]) -> bool:
        """The desk first, then the link: if only one of the two can be, the words still count."""
        digest = await self._digests.of(words)
        counsellor = await self._links.counsellor(digest, week_of(self._now().date()))
        # Read anew: making a digest takes a while.
        desk = (await self._store.load()).desk
        waiting = _waiting(desk, seeker)
        if counsellor is None or waiting is None or not _is_here(desk, counsellor, waiting.language):
            return False
        await self._reception.ask(Prefer(seeker, counsellor))
        await self._links.forget(digest)
        return True


def _waiting(desk: Desk, seeker: SeekerId) -> Waiting | None:
    guest = desk.guests.get(seeker)
    return None if guest is None else desk.waiting.get(guest.conversation)


def _is_here(desk: Desk, counsellor: VolunteerId, language: Language) -> bool:
    """Whether they could come: at the desk and ready, in that language, and still of those who may be found again."""
    seat = desk.seats.get(counsellor)
    if seat is None or not is_ready(seat):
        return False
    return seat.found_again and language in seat.languages
