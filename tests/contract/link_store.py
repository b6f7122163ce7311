"""What every store of return words promises. A store joins by one fixture named ``links``."""

import asyncio

from chat.identifiers import VolunteerId
from chat.returning.weeks import Week
from chat.service.ports import LinkStore

SAM, KIM = VolunteerId("sam"), VolunteerId("kim")
W47, W48, W49 = Week("2026-W47"), Week("2026-W48"), Week("2026-W49")
NEXT_YEAR = Week("2027-W01")


def digest(number: int) -> bytes:
    """The digest of some words: any 32 bytes."""
    return number.to_bytes(32, "big")


class LinkStoreContract:
    async def test_where_nobody_asked_for_words_there_is_no_link(self, links: LinkStore) -> None:
        assert await links.counsellor(digest(1), W48) is None
        assert await links.live(W48) == {}

    async def test_a_link_leads_to_its_counsellor_until_its_week(self, links: LinkStore) -> None:
        await links.keep(digest(1), SAM, W49)
        await links.keep(digest(2), KIM, NEXT_YEAR)
        assert [await links.counsellor(digest(1), week) for week in (W47, W48, W49)] == [SAM, SAM, None]
        assert [await links.counsellor(digest(2), week) for week in (W49, NEXT_YEAR)] == [KIM, None]
        assert await links.counsellor(digest(3), W48) is None

    async def test_every_bit_of_a_digest_counts(self, links: LinkStore) -> None:
        await links.keep(b"\x00" * 32, SAM, W49)
        await links.keep(b"\x00" * 31 + b"\xff", KIM, W49)
        assert await links.counsellor(b"\x00" * 32, W48) == SAM
        assert await links.counsellor(b"\x00" * 31 + b"\xff", W48) == KIM
        assert await links.counsellor(b"\xff" + b"\x00" * 31, W48) is None

    async def test_a_link_kept_again_stays_as_it_is(self, links: LinkStore) -> None:
        await links.keep(digest(1), SAM, W49)
        await links.keep(digest(1), SAM, W49)
        await links.keep(digest(1), KIM, NEXT_YEAR)
        assert await links.counsellor(digest(1), W48) == SAM
        assert await links.live(W48) == {SAM: 1}
        assert await links.counsellor(digest(1), W49) is None

    async def test_what_is_kept_at_once_is_kept_once(self, links: LinkStore) -> None:
        await asyncio.gather(*(links.keep(digest(number % 3), SAM, W49) for number in range(12)))
        assert await links.live(W48) == {SAM: 3}

    async def test_a_link_that_was_used_is_gone(self, links: LinkStore) -> None:
        await links.keep(digest(1), SAM, W49)
        await links.keep(digest(2), SAM, W49)
        for _ in range(2):
            await links.forget(digest(1))
            assert await links.counsellor(digest(1), W48) is None
        assert await links.counsellor(digest(2), W48) == SAM

    async def test_links_are_counted_for_each_counsellor_while_they_count(self, links: LinkStore) -> None:
        for number, counsellor, expires in ((1, SAM, W48), (2, SAM, W49), (3, SAM, NEXT_YEAR), (4, KIM, W49)):
            await links.keep(digest(number), counsellor, expires)
        assert await links.live(W47) == {SAM: 3, KIM: 1}
        assert await links.live(W48) == {SAM: 2, KIM: 1}
        assert await links.live(W49) == {SAM: 1}
        assert await links.live(NEXT_YEAR) == {}

    async def test_the_links_to_one_counsellor_can_be_revoked_or_all(self, links: LinkStore) -> None:
        for number, counsellor in ((1, SAM), (2, SAM), (3, KIM)):
            await links.keep(digest(number), counsellor, W49)
        await links.revoke(SAM)
        assert await links.live(W48) == {KIM: 1}
        assert await links.counsellor(digest(1), W48) is None
        await links.revoke(None)
        await links.revoke(None)
        assert await links.live(W48) == {}

    async def test_what_counts_no_more_is_purged_and_nothing_else(self, links: LinkStore) -> None:
        for number, expires in ((1, W47), (2, W48), (3, W49)):
            await links.keep(digest(number), SAM, expires)
        await links.purge(W48)
        # In an earlier week even what is over would count: what is gone does not.
        assert await links.live(Week("2026-W01")) == {SAM: 1}
