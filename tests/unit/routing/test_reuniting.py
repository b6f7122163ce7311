"""Who may ask to find the same counsellor again, and what the desk does for who did."""

from dataclasses import replace

import pytest

from chat.identifiers import Instant, SeekerId, VolunteerId
from chat.routing.claims import expires, seeker_claim
from chat.routing.commands import Command, Furnish, Prefer, TakeSeat
from chat.routing.durations import TICKET_LASTS
from chat.routing.effects import SeekerChanged
from chat.routing.house import House
from chat.routing.seekers import PREFERS
from tests.builders import Story, accepts, arrive, confirms, ends, leaves, ready, sits, stops, unseats

REUNITES = Furnish(House(reunites=True))


def found_again(counsellor: str, *, may: bool = True) -> TakeSeat:
    """A counsellor sits down of whom the account says whether somebody may find them again."""
    return replace(sits(counsellor), found_again=may)


def talked(*, reunites: bool = True, may: bool = True, rehearsed: bool = False) -> Story:
    """Anna talks with Noor."""
    story = Story(Furnish(House(reunites=reunites)), found_again("noor", may=may), ready("noor"))
    story.tell(arrive("anna", rehearsed=rehearsed), accepts("noor", "anna"))
    return story


def parted(story: Story) -> str | None:
    """Whom Anna's ticket says she may ask for."""
    claim = seeker_claim(story.desk, SeekerId("anna"), story.now)
    assert claim is not None
    return claim.parted


@pytest.mark.parametrize("ending", [stops("anna"), ends("noor", "anna")])
def test_at_the_end_the_page_may_offer_words_and_the_ticket_says_whom_for(ending: Command) -> None:
    story = talked()
    assert not story.screen("anna").reunites
    assert parted(story) is None
    story.tell(ending)
    assert story.screen("anna").reunites
    assert parted(story) == "noor"


@pytest.mark.parametrize("told", [{"reunites": False}, {"may": False}, {"rehearsed": True}])
def test_not_where_the_line_does_not_nor_for_who_may_not_be_found_nor_in_a_rehearsal(
    told: dict[str, bool],
) -> None:
    story = talked(**told)
    story.tell(stops("anna"))
    assert not story.screen("anna").reunites
    assert parted(story) is None


def test_what_the_account_says_when_they_sit_down_again_counts_at_once() -> None:
    story = talked()
    story.tell(found_again("noor", may=False), stops("anna"))
    assert not story.screen("anna").reunites
    story = talked(may=False)
    story.tell(found_again("noor"), stops("anna"))
    assert story.screen("anna").reunites


def test_the_counsellor_of_the_end_is_whom_they_may_ask_for() -> None:
    story = talked()
    story.tell(found_again("kim"), ready("kim"), unseats("noor"))
    story.after(61)
    (offer,) = story.desk.offers.values()
    story.tell(accepts("kim", "anna", offer.version), ends("kim", "anna"))
    assert parted(story) == "kim"


def test_the_ticket_says_it_although_the_desk_has_forgotten_for_as_long_as_any_ticket_is_good() -> None:
    story = talked()
    story.tell(stops("anna"))
    claim = seeker_claim(story.desk, SeekerId("anna"), story.now)
    story.tell(confirms("anna", "anna"), confirms("noor", "anna"))
    assert not story.knows("anna")
    assert claim is not None
    assert (claim.over, claim.parted) == (True, "noor")
    assert expires(claim) == Instant(story.now + TICKET_LASTS)


def test_who_leaves_at_once_is_offered_nothing() -> None:
    story = talked()
    story.tell(leaves("anna"))
    assert not story.knows("anna")


def test_while_waiting_the_page_may_ask_for_the_words_until_they_were_used() -> None:
    story = Story(REUNITES, arrive("anna"))
    assert story.screen("anna").reunites
    story.tell(Prefer(SeekerId("anna"), VolunteerId("noor")))
    assert not story.screen("anna").reunites
    assert not Story(arrive("anna")).screen("anna").reunites


def test_whoever_they_asked_for_is_asked_first_and_others_only_after_a_while() -> None:
    story = Story(REUNITES, found_again("kim"), ready("kim"), arrive("first"), accepts("kim", "first"))
    story.tell(
        found_again("noor"), ready("noor"), arrive("anna"), Prefer(SeekerId("anna"), VolunteerId("kim"))
    )
    assert story.offered() == {}
    story.tell(ends("kim", "first"))
    assert story.offered() == {"anna": "kim"}

    waits = Story(REUNITES, found_again("kim"), ready("kim"), arrive("first"), accepts("kim", "first"))
    waits.tell(
        found_again("noor"), ready("noor"), arrive("anna"), Prefer(SeekerId("anna"), VolunteerId("kim"))
    )
    waits.after(PREFERS - 1)
    assert waits.offered() == {}
    waits.after(2)
    assert waits.offered() == {"anna": "noor"}


def test_somebody_who_was_not_here_for_long_is_not_waited_for() -> None:
    story = Story(REUNITES, found_again("noor"), ready("noor"), arrive("anna"))
    story.tell(Prefer(SeekerId("anna"), VolunteerId("nobody")))
    assert story.offered() == {"anna": "noor"}
    assert SeekerChanged(SeekerId("anna")) not in story.did
