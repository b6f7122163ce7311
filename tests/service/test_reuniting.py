"""The same counsellor again: words at the end, once, and what they do for who waits; nothing is learned by guessing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chat.errors import Busy, Gone, NotOffered, Storage, TriesSpent, WordsUnknown
from chat.identifiers import ConnectionId, Ticket, VolunteerId
from chat.returning.vocabulary import recognised
from chat.returning.weeks import Week
from chat.routing.commands import Furnish
from chat.routing.durations import TICKET_LASTS
from chat.routing.house import House
from chat.routing.model import Language, Status, Waiting
from chat.service.faults import Faults
from chat.service.ports import Permission, StaffMember
from chat.service.reuniting import TRIES, Given, Reuniting
from chat.shelf import vocabularies
from chat.store.database import open_database
from chat.store.links import SqlLinks
from chat.store.slow_hash import Cost, SlowHash
from tests.fakes.entropy import CountingEntropy
from tests.service.shift import KEY, KIM, NODE, SAM, SITS, Shift, seeker
from tests.waiting import comes_true

THURSDAY = datetime(2026, 11, 26, 13, tzinfo=UTC)
LONG_AGO = Week("2026-W01")
"""A week in which everything that is kept would count."""
GUESS = "aardbei bamboe circus dolfijn"
CHEAP = Cost(passes=1, memory_kib=8)


class CountingHash(SlowHash):
    """Counts the digests it makes; while *is_full* it makes none."""

    made = 0
    is_full = False

    async def of(self, words: Sequence[str]) -> bytes:
        if self.is_full:
            raise Busy
        self.made += 1
        return await super().of(words)


class Reunion:
    """A shift on a line that reunites, with a date that a test sets."""

    def __init__(self, shift: Shift, links: SqlLinks, digests: CountingHash) -> None:
        self.shift = shift
        self.links = links
        self.digests = digests
        self.date = THURSDAY
        self.reuniting = self.another_node()

    def another_node(self, links: SqlLinks | None = None) -> Reuniting:
        """The use cases as another node of the line has them: it remembers nothing."""
        shift = self.shift
        return Reuniting(
            *(shift.store, CountingEntropy(), shift.tickets, shift.reception),
            *(links or self.links, self.digests, vocabularies()),
            lambda: self.date,
        )

    async def furnish(self, *, reunites: bool = True) -> None:
        await self.shift.reception.ask(Furnish(House(reunites=reunites)))

    async def parted(self, name: str = "anna", counsellor: VolunteerId = SAM) -> Ticket:
        """Two people have talked; the young person's last ticket."""
        conversation, _ = await self.shift.talking(name, counsellor)
        await self.shift.duty.end(counsellor, conversation)
        ticket = self.shift.ticket(name)
        for person in (seeker(name), counsellor):
            await self.shift.conversing.confirm_end(person, conversation)
        return ticket

    async def given(self, name: str = "anna", counsellor: VolunteerId = SAM) -> Given:
        """Two people have talked, and the young person asked for words."""
        return await self.reuniting.give(await self.parted(name, counsellor), Language.DUTCH)

    async def waiting(self, name: str) -> Waiting:
        """How somebody waits."""
        desk = (await self.shift.store.load()).desk
        return desk.waiting[desk.guests[seeker(name)].conversation]


@pytest.fixture
async def reunion(shift: Shift, tmp_path: Path) -> AsyncIterator[Reunion]:
    async with open_database(f"sqlite:///{tmp_path}/luister.db") as database:
        with CountingHash(KEY, CHEAP) as digests:
            opened = Reunion(shift, SqlLinks(database), digests)
            await opened.furnish()
            yield opened


async def test_at_the_end_four_words_are_given_that_lead_to_the_counsellor(reunion: Reunion) -> None:
    given = await reunion.given()
    assert recognised(" ".join(given.words), vocabularies().values()) == given.words
    assert (given.language, given.until.isoformat()) == (Language.DUTCH, "2026-12-20")
    assert await reunion.reuniting.live() == {SAM: 1}


async def test_words_are_of_the_language_asked_for(reunion: Reunion) -> None:
    given = await reunion.reuniting.give(await reunion.parted(), Language.ENGLISH)
    assert set(given.words) <= set(vocabularies()[Language.ENGLISH].words)


async def test_who_asks_again_gets_the_same_words_and_costs_no_digest(reunion: Reunion) -> None:
    ticket = await reunion.parted()
    first = await reunion.reuniting.give(ticket, Language.DUTCH)
    reunion.digests.is_full = True
    assert await reunion.reuniting.give(ticket, Language.ENGLISH) == first
    reunion.digests.is_full = False
    assert await reunion.another_node().give(ticket, Language.DUTCH) == first
    assert await reunion.reuniting.live() == {SAM: 1}


async def test_every_conversation_has_words_of_its_own(reunion: Reunion) -> None:
    words = {(await reunion.given(name)).words for name in ("anna", "bo", "cas")}
    assert len(words) == 3
    assert await reunion.reuniting.live() == {SAM: 3}


async def test_the_next_day_the_words_bring_the_same_counsellor_and_are_used_up(reunion: Reunion) -> None:
    given = await reunion.given()
    reunion.date += timedelta(days=1)
    await reunion.shift.sit(KIM)
    await reunion.shift.arrive("anna-again")
    assert await reunion.reuniting.use(seeker("anna-again"), " ".join(given.words).upper())
    assert (await reunion.waiting("anna-again")).prefers == SAM
    assert await reunion.reuniting.live() == {}

    await reunion.shift.arrive("somebody")
    assert not await reunion.reuniting.use(seeker("somebody"), " ".join(given.words))


async def test_a_repeat_says_the_same_and_tries_nothing(reunion: Reunion) -> None:
    given = await reunion.given()
    await reunion.shift.arrive("anna-again")
    for node in (reunion.reuniting, reunion.reuniting, reunion.another_node()):
        assert await node.use(seeker("anna-again"), " ".join(given.words))
    assert reunion.digests.made == 2


async def test_while_the_counsellor_is_not_here_the_words_are_kept_for_another_day(reunion: Reunion) -> None:
    given = await reunion.given()
    typed = " ".join(given.words)
    await reunion.shift.duty.drop(SAM, ConnectionId(f"{NODE}.{SAM}@desk"))
    await reunion.shift.arrive("anna-again")
    assert not await reunion.reuniting.use(seeker("anna-again"), typed)
    assert (await reunion.waiting("anna-again")).prefers is None
    assert await reunion.reuniting.live() == {SAM: 1}
    await reunion.shift.sit(SAM)
    await reunion.shift.duty.choose(SAM, Status.AWAY)
    assert not await reunion.reuniting.use(seeker("anna-again"), typed), "away is not here either"
    await reunion.shift.duty.choose(SAM, Status.READY)
    assert await reunion.reuniting.use(seeker("anna-again"), typed)


async def test_words_of_nobody_and_of_somebody_who_is_away_get_the_same_answer(reunion: Reunion) -> None:
    given = await reunion.given()
    await reunion.shift.duty.drop(SAM, ConnectionId(f"{NODE}.{SAM}@desk"))
    await reunion.shift.arrive("anna-again")
    before = reunion.digests.made
    assert await reunion.reuniting.use(seeker("anna-again"), GUESS) is False
    assert await reunion.reuniting.use(seeker("anna-again"), " ".join(given.words)) is False
    assert reunion.digests.made == before + 2


async def test_a_counsellor_who_does_not_speak_the_language_or_may_not_be_found_any_more_is_as_not_here(
    reunion: Reunion,
) -> None:
    given = await reunion.given()
    await reunion.shift.arrive("ann", language=Language.ENGLISH)
    await take_seat(reunion, languages=frozenset({Language.DUTCH}))
    assert not await reunion.reuniting.use(seeker("ann"), " ".join(given.words))
    await take_seat(reunion, permissions=frozenset())
    assert not await reunion.reuniting.use(seeker("ann"), " ".join(given.words))
    await take_seat(reunion)
    assert await reunion.reuniting.use(seeker("ann"), " ".join(given.words))


async def test_the_sixth_try_is_refused_and_typing_errors_cost_none(reunion: Reunion) -> None:
    await reunion.shift.arrive("anna")
    for _ in range(20):
        with pytest.raises(WordsUnknown):
            await reunion.reuniting.use(seeker("anna"), "aardbei bamboe")
    for _ in range(TRIES):
        assert not await reunion.reuniting.use(seeker("anna"), GUESS)
    with pytest.raises(TriesSpent):
        await reunion.reuniting.use(seeker("anna"), GUESS)
    assert reunion.digests.made == TRIES == 5
    await reunion.shift.arrive("bo")
    assert not await reunion.reuniting.use(seeker("bo"), GUESS)


async def test_what_failed_on_our_side_costs_no_try(reunion: Reunion) -> None:
    await reunion.shift.arrive("anna")
    reunion.digests.is_full = True
    for _ in range(2 * TRIES):
        with pytest.raises(Busy):
            await reunion.reuniting.use(seeker("anna"), GUESS)
    reunion.digests.is_full = False
    assert not await reunion.reuniting.use(seeker("anna"), GUESS)


async def test_tries_are_forgotten_with_whoever_tried(reunion: Reunion) -> None:
    await reunion.shift.arrive("anna")
    assert not await reunion.reuniting.use(seeker("anna"), GUESS)
    await reunion.shift.seeking.leave(seeker("anna"))
    await reunion.shift.arrive("bo")
    assert not await reunion.reuniting.use(seeker("bo"), GUESS)
    assert reunion.reuniting._tries.keys() == {seeker("bo")}


async def test_words_count_until_their_week_and_are_gone_soon_after(reunion: Reunion) -> None:
    given = await reunion.given()
    await reunion.shift.arrive("anna-again")
    reunion.date = datetime(2026, 12, 21, tzinfo=UTC)
    assert not await reunion.reuniting.use(seeker("anna-again"), " ".join(given.words))
    reunion.date = datetime(2026, 12, 20, 23, 59, tzinfo=UTC)
    assert await reunion.reuniting.use(seeker("anna-again"), " ".join(given.words))


async def test_only_the_ticket_of_an_ended_conversation_is_worth_words(reunion: Reunion) -> None:
    conversation, _ = await reunion.shift.talking()
    for ticket, refusal in (
        (reunion.shift.ticket("anna"), NotOffered),
        ((await reunion.shift.arrive("bo")).ticket, NotOffered),
        (Ticket("forged" * 10), Gone),
    ):
        with pytest.raises(refusal):
            await reunion.reuniting.give(ticket, Language.DUTCH)
    await reunion.shift.duty.end(SAM, conversation)
    assert (await reunion.reuniting.give(reunion.shift.ticket("anna"), Language.DUTCH)).words


async def test_where_the_line_does_not_reunite_nothing_is_given_or_taken(reunion: Reunion) -> None:
    ticket = await reunion.parted()
    given = await reunion.reuniting.give(ticket, Language.DUTCH)
    await reunion.furnish(reunites=False)
    for later in (ticket, await reunion.parted("bo")):
        with pytest.raises(NotOffered):
            await reunion.reuniting.give(later, Language.DUTCH)
    await reunion.shift.arrive("anna-again")
    with pytest.raises(NotOffered):
        await reunion.reuniting.use(seeker("anna-again"), " ".join(given.words))


async def test_who_does_not_wait_has_nothing_to_use_words_for(reunion: Reunion) -> None:
    await reunion.shift.talking()
    for name in ("anna", "nobody"):
        with pytest.raises(NotOffered):
            await reunion.reuniting.use(seeker(name), GUESS)


async def test_what_was_revoked_leads_to_nobody(reunion: Reunion) -> None:
    sams = await reunion.given()
    await reunion.shift.duty.choose(SAM, Status.AWAY)
    kims = await reunion.given("bo", KIM)
    assert await reunion.reuniting.live() == {SAM: 1, KIM: 1}
    await reunion.reuniting.revoke(SAM)
    assert await reunion.reuniting.live() == {KIM: 1}
    await reunion.shift.arrive("anna-again")
    assert not await reunion.reuniting.use(seeker("anna-again"), " ".join(sams.words))
    await reunion.reuniting.revoke(None)
    assert not await reunion.reuniting.use(seeker("anna-again"), " ".join(kims.words))


async def test_an_old_ticket_is_worth_no_words(reunion: Reunion) -> None:
    ticket = await reunion.parted()
    reunion.shift.clock.advance(TICKET_LASTS + 1)
    with pytest.raises(Gone):
        await reunion.reuniting.give(ticket, Language.DUTCH)


async def test_what_counts_no_more_is_purged_also_after_the_database_was_away(
    reunion: Reunion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.service.reuniting.PURGE_SECONDS", 0.01)
    purges, faults = 0, Faults()

    class Wayward(SqlLinks):
        async def purge(self, week: Week) -> None:
            nonlocal purges
            purges += 1
            if purges == 1:
                raise Storage
            if purges == 2:
                raise RuntimeError
            await super().purge(week)

    await reunion.given()
    wayward = reunion.another_node(Wayward(reunion.links._database))
    keeping = asyncio.create_task(wayward.keep_purged(faults))
    await comes_true(lambda: purges > 3)
    assert await reunion.links.live(LONG_AGO) == {SAM: 1}
    reunion.date = THURSDAY + timedelta(days=30)
    seen = purges
    await comes_true(lambda: purges > seen + 1)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert await reunion.links.live(LONG_AGO) == {}
    assert faults.count == 1


async def take_seat(
    reunion: Reunion,
    *,
    languages: frozenset[Language] = frozenset(Language),
    permissions: frozenset[Permission] = SITS,
) -> None:
    """Sam's page says anew who Sam is."""
    member = StaffMember(SAM, "Sam", languages, 3, permissions)
    await reunion.shift.duty.take_seat(member, ConnectionId(f"{NODE}.{SAM}@desk"))
