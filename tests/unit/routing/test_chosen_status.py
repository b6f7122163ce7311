"""After a loss the status counts that a counsellor chose last, whichever of their pages comes first; what they choose now counts before all."""

from collections.abc import Callable
from itertools import permutations

import pytest

from chat.errors import Forbidden
from chat.identifiers import Instant, VolunteerId
from chat.routing.commands import Command
from chat.routing.durations import GATHERING, OFFER_STANDS
from chat.routing.effects import SeatChanged
from chat.routing.model import Status
from tests.builders import Story, arrive, away, helper, ready, returns, sits
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker, talking

NOOR, RUTH = VolunteerId("noor"), VolunteerId("ruth")
NEW_TAB = sits("noor", line="new-tab")
"""It has no ticket."""


def ready_noor() -> Story:
    """Noor is ready, and nobody waits."""
    story = Story(sits("noor"), ready("noor"))
    story.after(60)
    return story


def old_tab(story: Story) -> Command:
    """The page that was open in the life before, with what it was told last there."""
    return sits("noor", line="old-tab", claim=of_seat(story))


@pytest.mark.parametrize("new_first", [True, False])
def test_a_new_tab_costs_nobody_the_status_they_chose(new_first: bool) -> None:
    story = ready_noor()
    new = next_life(story)
    told = new.tell(*([NEW_TAB, old_tab(story)] if new_first else [old_tab(story), NEW_TAB]))
    assert told == (SeatChanged(NOOR),)
    seat, before = new.desk.seats[NOOR], story.desk.seats[NOOR]
    assert (seat.status, seat.chosen, seat.idle_since) == (Status.READY, before.chosen, before.idle_since)
    assert seat.connections == {"new-tab", "old-tab"}
    new.tell(arrive("kim"))
    new.after(GATHERING)
    assert new.offered() == {"kim": "noor"}


def test_a_seat_that_was_only_expected_still_waits_for_the_page_that_knows() -> None:
    story = talking()
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)), NEW_TAB)
    assert new.seat("noor").status is Status.AWAY
    new.tell(old_tab(story))
    assert new.seat("noor").status is Status.READY
    assert [talk.conversation for talk in new.seat("noor").talks] == ["talk-sam"]


@pytest.mark.parametrize("in_between", [0.0, 5.0])
@pytest.mark.parametrize("behind", [0.0, -300.0], ids=["as the clock was", "the clock was put back"])
def test_what_they_choose_now_counts_before_any_claim(behind: float, in_between: float) -> None:
    story = ready_noor()
    new = next_life(story, behind)
    new.tell(NEW_TAB)
    new.after(in_between)
    assert new.tell(away("noor")) == (SeatChanged(NOOR),), "their ticket says so from now on"
    assert new.tell(away("noor")) == ()
    new.tell(old_tab(story))
    assert new.seat("noor").status is Status.AWAY


def test_whom_a_claim_made_ready_can_choose_that_too() -> None:
    story = ready_noor()
    slept = old_tab(story)
    story.tell(away("noor"))
    newer = of_seat(story)
    new = next_life(story, 10)
    new.tell(slept, ready("noor"))
    idle_since = new.desk.seats[NOOR].idle_since
    assert idle_since == story.desk.seats[NOOR].idle_since, "they were ready before"
    new.tell(sits("noor", claim=newer))
    assert (new.seat("noor").status, new.desk.seats[NOOR].idle_since) == (Status.READY, idle_since)


@pytest.mark.parametrize("slept_first", [True, False])
@pytest.mark.parametrize(("then", "now"), [(ready, away), (away, ready)])
def test_of_two_tabs_the_later_choice_counts(
    then: Callable[[str], Command], now: Callable[[str], Command], slept_first: bool
) -> None:
    story = Story(sits("noor"), ready("noor"))
    story.tell(then("noor"))
    story.after(60)
    slept = sits("noor", line="slept", claim=of_seat(story))
    story.tell(now("noor"))
    pages = [slept, old_tab(story)]
    new = next_life(story)
    new.tell(*(pages if slept_first else pages[::-1]))
    assert new.seat("noor").status is story.seat("noor").status


def test_who_missed_an_offer_is_not_made_ready_by_another_tab() -> None:
    story = ready_noor()
    new = next_life(story)
    new.tell(old_tab(story), arrive("kim"))
    new.after(GATHERING + OFFER_STANDS)
    new.tell(sits("noor", line="other-tab", claim=of_seat(story)))
    assert new.seat("noor").status is Status.MISSED


@pytest.mark.parametrize("slept_first", [True, False])
def test_who_missed_an_offer_before_the_loss_missed_it_whichever_tab_comes_first(slept_first: bool) -> None:
    story = ready_noor()
    slept = sits("noor", line="slept", claim=of_seat(story))
    story.tell(arrive("kim"))
    story.after(OFFER_STANDS)
    pages = [slept, old_tab(story)]
    new = next_life(story)
    new.tell(*(pages if slept_first else pages[::-1]))
    assert new.seat("noor").status is Status.MISSED


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_tab_that_was_new_in_a_life_that_was_lost_too_says_no_more_than_it_did(
    order: tuple[int, ...],
) -> None:
    story = ready_noor()
    second = next_life(story)
    second.tell(NEW_TAB)
    was_new = sits("noor", line="new-tab", claim=of_seat(second))
    third = next_life(second, 5, name="third")
    pages = [old_tab(story), was_new, sits("noor", line="newest-tab")]
    third.tell(*(pages[place] for place in order))
    assert third.seat("noor").status is Status.READY


def test_who_never_chose_is_away_whatever_comes() -> None:
    story = Story(sits("noor"))
    new = next_life(story)
    new.tell(old_tab(story), NEW_TAB, old_tab(story))
    assert (new.seat("noor").status, new.desk.seats[NOOR].chosen) == (Status.AWAY, None)


def test_whoever_is_there_to_help_has_no_status_to_bring() -> None:
    story = Story(helper("ruth"))
    assert story.refused(ready("ruth")) is Forbidden
    new = next_life(story)
    new.tell(helper("ruth"), sits("ruth", claim=of_seat(story, "ruth")))
    assert new.desk.seats[RUTH].chosen is None


def test_a_claim_that_is_too_old_says_nothing() -> None:
    story = ready_noor()
    new = next_life(story)
    new.tell(NEW_TAB)
    new.now = Instant(new.now + 15 * 60)
    new.tell(old_tab(story))
    assert new.seat("noor").status is Status.AWAY
