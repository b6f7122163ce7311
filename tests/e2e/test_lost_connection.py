"""A lift without signal: nothing disappears, and everything arrives once."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import agree, all_seen, met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.states.wire import Wire

LONG_MS = 20_000


def test_what_was_sent_without_a_connection_arrives_once_and_in_order(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("ik stap in de lift")
    counsellor.lines.wait_for(1)
    seeker.lines.wait_until_stored()

    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    expect(counsellor.page.locator(".talk-here.away")).to_be_visible()
    expect(seeker.text("seeker.lost.waits")).to_have_count(0)
    lift = ["een", "twee", "drie"]
    for text in lift:
        seeker.say(text)
    seeker.lines.wait_for(4)
    expect(seeker.lines.messages.locator(".progress")).to_contain_text(
        ["", *[seeker.words("seeker.progress.waiting")] * len(lift)]
    )
    expect(seeker.text("seeker.lost.waits")).to_be_visible()
    counsellor.say("ben je er nog?")
    counsellor.say("neem de tijd")
    counsellor.lines.wait_for(3)

    browsers.find_network(seeker.page)
    seeker.lines.wait_for(6)
    counsellor.lines.wait_for(6)
    expect(seeker.text("seeker.lost.text")).to_have_count(0)
    expect(seeker.text("seeker.lost.waits")).to_have_count(0)
    expect(counsellor.text("desk.seeker.here").first).to_be_visible()
    said = agree(seeker, counsellor)
    assert [one.text for one in said if one.mine] == ["ik stap in de lift", *lift]
    assert [one.text for one in said if not one.mine] == ["ben je er nog?", "neem de tijd"]
    all_seen(seeker, counsellor)


def test_what_is_written_before_there_is_a_connection_arrives_once_there_is(
    node: Inside, browsers: Browsers
) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.open()
    browsers.lose_network(seeker.page)
    seeker.page.locator("#begin").click()
    seeker.is_on("arriving")
    expect(seeker.text("seeker.arriving.write")).to_be_visible()
    seeker.say("is daar iemand?")
    expect(seeker.lines.progress()).to_contain_text(seeker.words("seeker.progress.waiting"))
    expect(seeker.text("seeker.arriving.waits")).to_be_visible()
    seeker.type("ik typ alvast")
    assert node.is_empty()

    browsers.find_network(seeker.page)
    seeker.is_on("waiting")
    expect(seeker.page.locator("[role=status]")).to_contain_text(
        seeker.words("seeker.waiting.place", place=1)
    )
    seeker.page.keyboard.insert_text(" door")
    expect(seeker.field).to_have_value("ik typ alvast door")
    seeker.lines.wait_until_stored()

    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    counsellor.accept()
    seeker.is_on("talking")
    seeker.send()
    counsellor.lines.wait_for(2)
    assert [one.text for one in agree(seeker, counsellor)] == ["is daar iemand?", "ik typ alvast door"]


def test_a_counsellor_without_a_connection_keeps_typing(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    browsers.lose_network(counsellor.page)
    node.cut("/desk")
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    counsellor.say("dit komt later aan")
    expect(counsellor.lines.progress()).to_contain_text(counsellor.words("desk.progress.waiting"))
    seeker.say("ik wacht wel")

    browsers.find_network(counsellor.page)
    seeker.lines.wait_for(2)
    counsellor.lines.wait_for(2)
    expect(seeker.text("seeker.talk.away", name="Sam")).to_have_count(0)
    expect(counsellor.text("desk.link.lost")).to_have_count(0)
    assert [one.text for one in agree(seeker, counsellor)] == ["ik wacht wel", "dit komt later aan"]
    all_seen(seeker, counsellor)


def test_after_twenty_seconds_without_a_connection_the_numbers_stand_there(
    node: Inside, browsers: Browsers
) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    met(node, browsers, seeker)
    expect(seeker.numbers).to_be_hidden()
    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.lost.call")).to_be_visible()
    expect(seeker.numbers).to_be_visible()
    expect(seeker.numbers).to_contain_text("113")
    browsers.find_network(seeker.page)
    expect(seeker.numbers).to_be_hidden()


def test_who_loses_the_connection_while_waiting_keeps_the_place(node: Inside, browsers: Browsers) -> None:
    first = SeekerPage(browsers.phone())
    first.begin()
    second = SeekerPage(browsers.phone())
    second.begin()
    second.has_place(2)
    browsers.lose_network(first.page)
    node.cut("/seeker")
    expect(first.text("seeker.lost.text")).to_be_visible()
    second.has_place(1)
    first.type("ik ben er nog")
    browsers.find_network(first.page)
    first.has_place(1)
    second.has_place(2)
    expect(first.field).to_have_value("ik ben er nog")


def cut_off(node: Inside, browsers: Browsers, says: str) -> tuple[SeekerPage, CounsellorPage, Wire]:
    """Two who talk: the young person's line broke after these words."""
    seeker, counsellor = met(node, browsers)
    wire = Wire(seeker.page)
    seeker.page.reload()
    seeker.is_on("talking")
    seeker.say(says)
    counsellor.lines.wait_for(1)
    wire.cut()
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    return seeker, counsellor, wire


def test_what_is_written_while_a_page_comes_back_outlives_any_refresh(
    node: Inside, browsers: Browsers
) -> None:
    """The server, which has the key to what is kept, has not heard of these pages."""
    seeker, counsellor, wire = cut_off(node, browsers, "ik ben er nog")
    for text in ("het ging zo", "en toen kwam hij binnen"):
        seeker.page.reload()
        seeker.is_on("arriving")
        seeker.say(text)
        expect(seeker.text("seeker.lost.waits")).to_be_visible()
    seeker.page.reload()
    seeker.is_on("arriving")
    wire.mend()
    seeker.is_on("talking")
    counsellor.lines.wait_for(3)
    said = ["ik ben er nog", "het ging zo", "en toen kwam hij binnen"]
    assert [one.text for one in counsellor.lines.read()] == said
    assert [one.text for one in seeker.lines.read()] == said


def test_who_stops_without_a_connection_has_stopped_also_after_a_refresh(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor, wire = cut_off(node, browsers, "ik moet weg")
    seeker.stop()
    expect(seeker.text("seeker.talk.stopping")).to_be_visible()
    seeker.page.reload()
    seeker.is_on("arriving")
    wire.mend()
    seeker.is_on("ended")
    expect(counsellor.text("desk.ended.says.seeker_stopped")).to_be_visible()
