"""Somebody who worries about a friend: who can do that is asked first, and anybody after a minute."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.meeting import seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import SAM, Hired

ONE_CAN = Plan((SAM, Hired("Kim", skills=("friend",))), PRACTICE.words)
WIDE_AFTER = 60


def worried(browsers: Browsers) -> SeekerPage:
    """Begins by the button for who worries about somebody else."""
    seeker = SeekerPage(browsers.phone())
    seeker.open()
    seeker.button("start.begin_friend").click()
    seeker.is_on("waiting")
    return seeker


@pytest.mark.parametrize("node", [ONE_CAN], indirect=True, ids=["one of two can"])
def test_who_can_do_that_is_asked_although_another_is_free_for_longer(
    node: Inside, browsers: Browsers
) -> None:
    sam, kim = (seated(node, browsers, node.account(one.name)) for one in ONE_CAN.staff)
    seeker = worried(browsers)
    kim.is_asked("turn")
    expect(sam.offer).to_have_count(0)
    other = SeekerPage(browsers.phone())
    other.begin()
    sam.is_asked("turn")
    kim.accept()
    seeker.is_on("talking")
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Kim"))


@pytest.mark.parametrize("node", [ONE_CAN], indirect=True, ids=["one of two can"])
def test_where_nobody_can_do_that_anybody_is_asked_after_a_minute(node: Inside, browsers: Browsers) -> None:
    sam = seated(node, browsers)
    seeker = worried(browsers)
    seeker.has_place(1)
    expect(sam.offer).to_have_count(0)
    node.clock.pass_by(WIDE_AFTER)
    sam.accept()
    seeker.is_on("talking")
