"""The server stops or is killed, and comes back knowing nothing: the pages say so and keep what was typed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.deployment import Deployment
from tests.e2e.meeting import all_arrived, met, on
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.program import Program

LONG_MS = 20_000


def stop(program: Program) -> None:
    assert program.stop() == 0


def kill(program: Program) -> None:
    program.kill()


@pytest.mark.parametrize("end", [stop, kill])
def test_who_was_talking_reads_what_happened_and_keeps_the_unsent_text(
    own_program: Program, browsers: Browsers, end: Callable[[Program], None]
) -> None:
    seeker, counsellor = met(own_program, browsers)
    seeker.say("dit kwam nog aan")
    counsellor.lines.wait_for(1)
    all_arrived(seeker, counsellor)
    for person in (seeker, counsellor):
        browsers.expect_lost(person.page)
    end(own_program)
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    seeker.say("dit komt niet meer aan")
    seeker.type("dit was nog niet verstuurd")
    counsellor.type("en dit ook niet")

    own_program.start()
    seeker.is_on("gone")
    expect(seeker.heading).to_have_text(seeker.words("seeker.gone.title"))
    expect(seeker.page.locator(".returned .written")).to_have_text(
        ["dit komt niet meer aan", "dit was nog niet verstuurd"]
    )
    expect(seeker.numbers).to_be_visible()
    expect(counsellor.text("desk.sign_in.refused.not_signed_in")).to_be_visible()
    expect(counsellor.text("desk.sign_in.keeps")).to_be_visible()

    counsellor.enter(own_program.counsellor)
    expect(counsellor.text("desk.taken.says")).to_be_visible()
    expect(counsellor.page.locator(".returned .written")).to_have_text("en dit ook niet")
    assert "dit kwam nog aan" not in counsellor.page.content()

    seeker.button("seeker.again").click()
    seeker.press()
    seeker.has_place(1)
    seeker.button("seeker.waiting.leave").click()


def test_who_was_waiting_when_it_was_killed_reads_it_and_the_numbers(
    own_program: Program, browsers: Browsers
) -> None:
    counsellor = on(own_program, browsers)
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    seeker.begin()
    seeker.say("komt er iemand?")
    seeker.lines.wait_for(1)
    seeker.lines.wait_until_stored()
    for person in (seeker, counsellor):
        browsers.expect_lost(person.page)
    own_program.kill()
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    expect(seeker.numbers).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.lost.call")).to_be_visible()
    seeker.type("bewaar dit")

    own_program.start()
    seeker.is_on("gone")
    expect(seeker.page.locator(".returned .written")).to_have_text(["komt er iemand?", "bewaar dit"])
    # It stood there as sent.
    for says in ("error.unread", "error.gone"):
        expect(seeker.text(says)).to_be_visible()
        expect(seeker.page.get_by_role("status")).to_contain_text(seeker.words(says))
    expect(seeker.numbers).to_be_visible()


def test_a_page_opened_while_the_server_is_gone_keeps_trying(alone: Deployment, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    seeker.open()
    browsers.expect_lost(seeker.page)
    alone.node.kill()
    seeker.start.click()
    seeker.is_on("arriving")
    expect(seeker.numbers).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.arriving.long")).to_be_visible()
    alone.node.start()
    seeker.is_on("waiting")
    seeker.has_place(1)
    seeker.button("seeker.waiting.leave").click()
