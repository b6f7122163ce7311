"""The line opens, and many have waited for it: who comes in its first two minutes is put in one order, drawn by lot."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from chat.entropy import SystemEntropy
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import on
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import SAM

MINUTE = 60
BEFORE_FOUR = datetime(2026, 3, 4, 15, 58, tzinfo=ZoneInfo("Europe/Amsterdam"))
EVENINGS = Plan((SAM,), {"minimum": "1", "hours": "mon-sun 16:00-22:00"}, BEFORE_FOUR)
DRAWN = (0.6, 0.1, 0.8, 0.0)
"""What is drawn for whoever comes first, second, third, and too late for it to count."""


@pytest.mark.parametrize("node", [EVENINGS], indirect=True, ids=["evenings"])
def test_at_the_opening_being_quick_and_refreshing_win_nothing(
    node: Inside, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots = iter(DRAWN)
    monkeypatch.setattr(SystemEntropy, "lot", lambda _: next(lots))
    counsellor = on(node, browsers)
    first, second, third, late = (SeekerPage(browsers.phone()) for _ in range(4))
    first.page.clock.install(time=node.clock.date())
    first.page.goto("/")
    first.sees("door.closed.until", time="16:00")

    node.clock.pass_by(3 * MINUTE)
    first.looks_again()
    first.sees("door.queue")
    first.press()
    first.has_place(1)
    second.begin()
    second.has_place(1)
    first.has_place(2)
    expect(first.text("seeker.waiting.grew.earlier")).to_be_visible()
    third.begin()
    third.has_place(3)

    for person, place in ((third, 3), (second, 1)):
        person.page.reload()
        person.is_on("waiting")
        person.has_place(place)
    first.has_place(2)

    node.clock.pass_by(2 * MINUTE)
    late.begin()
    late.has_place(4)
    for person, place in ((second, 1), (first, 2), (third, 3)):
        person.has_place(place)

    counsellor.be_ready()
    counsellor.accept()
    second.is_on("talking")
    for person, place in ((first, 1), (third, 2), (late, 3)):
        person.has_place(place)
