"""The line stays open and nothing comes through one way: both pages say so in time, and go on once it does."""

import time

import pytest
from playwright.sync_api import expect

from tests.chaos.proxy import Way
from tests.e2e.browsers import STAFF, YOUNG, Browsers
from tests.e2e.meeting import agree, met, on
from tests.e2e.network import Network

pytestmark = pytest.mark.in_seconds

WARNED_WITHIN_SECONDS = 25.0
SILENT: tuple[tuple[str, Way], ...] = ((YOUNG, "down"), (STAFF, "up"))


def test_a_line_that_falls_silent_one_way_is_told_within_25_seconds(
    network: Network, browsers: Browsers
) -> None:
    line = network.line
    seeker, counsellor = met(line, browsers)
    for person in (seeker, counsellor):
        browsers.expect_lost(person.page)
    seeker.say("hoi")
    counsellor.lines.wait_for(1)
    began = time.monotonic()
    for name, way in SILENT:
        network.silence(name, way)
    within_ms = WARNED_WITHIN_SECONDS * 1_000
    expect(seeker.text("seeker.lost.text")).to_be_visible(timeout=within_ms)
    expect(counsellor.text("desk.link.lost")).to_be_visible(timeout=within_ms)
    assert time.monotonic() - began < WARNED_WITHIN_SECONDS
    seeker.say("hoor je mij?")
    counsellor.say("ben je er nog?")

    for name, _ in SILENT:
        network.speak(name)
    seeker.lines.wait_for(3)
    counsellor.lines.wait_for(3)
    expect(seeker.text("seeker.lost.text")).to_have_count(0)
    expect(counsellor.text("desk.link.lost")).to_have_count(0)
    assert len(agree(seeker, counsellor)) == 3


def test_what_a_counsellor_chose_on_a_silent_line_counts_once_it_speaks(
    network: Network, browsers: Browsers
) -> None:
    counsellor = on(network.line, browsers)
    browsers.expect_lost(counsellor.page)
    network.silence(STAFF, "up")
    ready = counsellor.button("desk.status.ready")
    ready.click()
    expect(counsellor.text("desk.link.lost")).to_be_visible(timeout=WARNED_WITHIN_SECONDS * 1_000)
    expect(ready).to_have_attribute("aria-pressed", "false")

    network.speak(STAFF)
    expect(ready).to_have_attribute("aria-pressed", "true")
    expect(counsellor.text("desk.failed")).to_have_count(0)
