"""Who is there is who is there: tabs, devices, late goodbyes, and three nodes that restart one after the other.

Beside the words on the screens stands the desk itself, read from Redis: as many lines as there are sockets open.
"""

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import STAFF, YOUNG, Browsers
from tests.e2e.meeting import agree, met
from tests.e2e.network import Network
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import OPENING
from tests.e2e.pages.seeker import SeekerPage

pytestmark = pytest.mark.in_seconds

TRUE_WITHIN_SECONDS = 45.0
LOOK_SECONDS = 0.1


def desk_is_true(three: Network, young: int, staff: int) -> None:
    """Until so many sockets are open on either side, and the desk has a line for each and none besides."""
    until = time.monotonic() + TRUE_WITHIN_SECONDS
    wanted = (young, staff)
    while (found := (three.lines_on_the_desk(), three.lines_there_are())) != (wanted, wanted):
        assert time.monotonic() < until, f"the desk tells of {found[0]}, there are {found[1]}"
        time.sleep(LOOK_SECONDS)


def has_chosen(counsellor: CounsellorPage, key: str) -> None:
    """This status stands there, and no other."""
    expect(counsellor.button(key)).to_have_attribute("aria-pressed", "true")


def test_a_tab_a_device_and_a_late_goodbye_change_nobodys_presence(
    three: Network, browsers: Browsers
) -> None:
    seeker, counsellor = met(three.line, browsers)
    desk_is_true(three, young=1, staff=1)
    second = CounsellorPage(counsellor.page.context.new_page())
    second.page.goto("/desk")
    second.is_seated()
    device = CounsellorPage(browsers.desk())
    device.sign_in(three.line.counsellor)
    desk_is_true(three, young=1, staff=3)
    for page in (counsellor, second, device):
        has_chosen(page, "desk.status.ready")

    counsellor.page.close()
    desk_is_true(three, young=1, staff=2)
    second.page.close()
    desk_is_true(three, young=1, staff=1)
    expect(seeker.text("seeker.talk.away", name=three.line.counsellor.name)).to_have_count(0)
    has_chosen(device, "desk.status.ready")

    # The old socket's goodbye comes after the new one's hello, on either side.
    for person, name in ((seeker, YOUNG), (device, STAFF)):
        (old,) = three.open_lines(name)
        three.freeze(old)
        browsers.lose_network(person.page)
        person.page.wait_for_function("() => !navigator.onLine")
        browsers.find_network(person.page)
        three.until_another_line(name, old)
        person.say("nog steeds hier")
        (device if person is seeker else seeker).lines.wait_for(1 if person is seeker else 2)
        three.tear(old)
        desk_is_true(three, young=1, staff=1)
    expect(device.text("desk.seeker.here").first).to_be_visible()
    expect(seeker.text("seeker.talk.away", name=three.line.counsellor.name)).to_have_count(0)
    has_chosen(device, "desk.status.ready")
    assert len(agree(seeker, device)) == 2


def test_a_rolling_restart_moves_nobody_and_loses_nothing(three: Network, browsers: Browsers) -> None:
    first, sam = met(three.line, browsers)
    kim = CounsellorPage(browsers.desk())
    other = three.line.staff.counsellors[1]
    kim.sign_in(other)
    sam.be_away()
    kim.be_ready()
    second = SeekerPage(browsers.phone())
    second.begin()
    kim.accept()
    second.is_on("talking")
    talks = ((first, sam, three.line.counsellor), (second, kim, other))
    for seeker, counsellor, _ in talks:
        browsers.expect_lost(seeker.page)
        browsers.expect_lost(counsellor.page)

    for turn, node in enumerate(three.line.nodes):
        for seeker, counsellor, _ in talks:
            seeker.say(f"voor {turn}")
            counsellor.say(f"ook voor {turn}")
        assert node.stop() == 0
        for seeker, counsellor, _ in talks:
            seeker.say(f"tijdens {turn}")
            counsellor.say(f"ook tijdens {turn}")
        node.start()
        desk_is_true(three, young=2, staff=2)

    for seeker, counsellor, account in talks:
        for person in (seeker, counsellor):
            person.lines.wait_for(4 * len(three.line.nodes))
        seeker.is_on("talking")
        expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name=account.name))
        expect(seeker.lines.desk).to_have_count(OPENING)
        expect(counsellor.text("desk.seeker.here").first).to_be_visible()
        said = agree(seeker, counsellor)
        for mine, also in ((True, ""), (False, "ook ")):
            wanted = [f"{also}{when} {turn}" for turn in range(3) for when in ("voor", "tijdens")]
            assert [one.text for one in said if one.mine is mine] == wanted
    has_chosen(sam, "desk.status.away")
    has_chosen(kim, "desk.status.ready")
    desk_is_true(three, young=2, staff=2)
