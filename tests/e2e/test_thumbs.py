"""Writing on a phone: the keyboard stays up, and the field stays in sight."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import met
from tests.e2e.pages.seeker import SeekerPage

WRITTEN = [f"en nog iets, het wordt een lang verhaal {number}" for number in range(6)]


def tap_send(place: Page, words: str) -> None:
    place.get_by_role("button", name=words, exact=True).tap()


def keeps_the_keyboard(field: Locator) -> None:
    """A phone shows its keyboard for as long as the field has the focus."""
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_sending_leaves_the_keyboard_of_a_phone_where_it_was(node: Inside, browsers: Browsers) -> None:
    seeker, _ = met(node, browsers)
    seeker.type("hoi")
    tap_send(seeker.page, seeker.words("seeker.talk.send"))
    keeps_the_keyboard(seeker.field)
    # Whoever had put it away to read does not get it back.
    seeker.type("nog iets")
    seeker.field.blur()
    tap_send(seeker.page, seeker.words("seeker.talk.send"))
    expect(seeker.field).to_have_value("")
    expect(seeker.field).not_to_be_focused()


@pytest.mark.usefixtures("node")
def test_what_is_written_while_waiting_does_not_push_the_field_away(browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone(small=True))
    seeker.open()
    seeker.press()
    for number, text in enumerate(WRITTEN, start=1):
        seeker.type(text)
        tap_send(seeker.page, seeker.words("seeker.talk.send"))
        seeker.lines.wait_for(number)
        expect(seeker.field).to_be_in_viewport(ratio=1)


def test_a_long_conversation_that_is_over_can_be_wiped_without_scrolling_through_it(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers, SeekerPage(browsers.phone(small=True)))
    for text in WRITTEN:
        counsellor.say(text)
    seeker.lines.wait_for(len(WRITTEN))
    seeker.stop()
    seeker.is_on("ended")
    expect(seeker.button("seeker.ended.finish")).to_be_in_viewport(ratio=1)
    seeker.button("seeker.ended.finish").tap()
    seeker.is_on("farewell")
