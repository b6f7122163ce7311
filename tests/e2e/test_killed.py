"""The one node is killed and started again: the same two people go on, and what was over stays over."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.browsers import EXIT_SITE, Browsers
from tests.e2e.deployment import Deployment
from tests.e2e.meeting import agree, all_arrived, met, seated
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import OPENING, Said
from tests.e2e.pages.seeker import SeekerPage

KEPT = "() => Object.entries(sessionStorage)"
TAKE = "(kept) => kept.forEach(([key, value]) => sessionStorage.setItem(key, value))"
CARD = "nl-veiligthuis"
LAST = "dag, goed dat je er was"


def talking(line: Deployment, browsers: Browsers) -> tuple[SeekerPage, CounsellorPage]:
    """Two people who said something, and whose pages may lose the server."""
    seeker, counsellor = met(line, browsers)
    for person in (seeker, counsellor):
        browsers.expect_lost(person.page)
    seeker.say("hoi")
    counsellor.lines.wait_for(1)
    counsellor.say("ik ben er")
    seeker.lines.wait_for(2)
    all_arrived(seeker, counsellor)
    return seeker, counsellor


def refresh(page: Page) -> None:
    """Press refresh; there may be no page."""
    with suppress(Error):
        page.reload()


@pytest.mark.parametrize("who", ["nobody", "young person", "counsellor", "both"])
def test_after_a_kill_the_same_two_go_on_with_their_whole_history(
    alone: Deployment, browsers: Browsers, who: str
) -> None:
    seeker, counsellor = talking(alone, browsers)
    refreshing = [
        person.page
        for person, name in ((seeker, "young person"), (counsellor, "counsellor"))
        if who in (name, "both")
    ]
    alone.node.kill()
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    said = [Said(mine=True, text="hoi"), Said(mine=False, text="ik ben er")]
    for page in refreshing:
        refresh(page)
    for person, mine in ((seeker, True), (counsellor, False)):
        if person.page not in refreshing:
            person.say("dit schreef ik toen jullie weg waren")
            expect(person.lines.progress()).to_contain_text(seeker.words("seeker.progress.waiting"))
            said.append(Said(mine=mine, text="dit schreef ik toen jullie weg waren"))

    alone.node.start()
    for page in refreshing:
        page.reload()
    if seeker.page in refreshing:
        # Chromium does not call it a reload when there was no page; so nothing stands there over anybody's shoulder.
        seeker.button("seeker.neutral.on").click()
    seeker.is_on("talking")
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name=alone.counsellor.name))
    for person in (seeker, counsellor):
        person.lines.wait_for(len(said))
    expect(seeker.text("seeker.lost.text")).to_have_count(0)
    expect(counsellor.text("desk.link.lost")).to_have_count(0)
    seeker.say("daar ben je weer")
    counsellor.lines.wait_for(len(said) + 1)
    counsellor.say("ja")
    seeker.lines.wait_for(len(said) + 2)
    there = agree(seeker, counsellor)
    assert there[:2] == said[:2]
    # Whose came first while nobody heard either is for the server to say.
    assert sorted(there[2:-2], key=lambda one: one.mine) == sorted(said[2:], key=lambda one: one.mine)
    assert [one.text for one in there[-2:]] == ["daar ben je weer", "ja"]
    expect(seeker.lines.desk).to_have_count(OPENING)


def ended_in_a_tunnel(line: Deployment, browsers: Browsers) -> tuple[SeekerPage, CounsellorPage]:
    """The counsellor gave a card and ended while the young person heard nothing and wrote on."""
    seeker, counsellor = talking(line, browsers)
    browsers.lose_network(seeker.page)
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    seeker.say("hoor je mij?")
    seeker.lines.wait_for(3)
    counsellor.give(CARD)
    counsellor.say(LAST)
    counsellor.lines.wait_for(4)
    counsellor.lines.wait_until_stored()
    counsellor.end()
    expect(counsellor.text("desk.ended.says.counsellor_ended")).to_be_visible()
    return seeker, counsellor


@pytest.mark.parametrize("killed", [False, True], ids=["it runs on", "it is killed"])
def test_an_end_in_a_tunnel_is_shown_on_the_way_out(
    alone: Deployment, browsers: Browsers, *, killed: bool
) -> None:
    seeker, counsellor = ended_in_a_tunnel(alone, browsers)
    if killed:
        alone.node.kill()
        alone.node.start()
    browsers.find_network(seeker.page)
    seeker.is_on("ended")
    expect(seeker.text("seeker.ended.counsellor_ended")).to_be_visible()
    expect(seeker.page.locator(f"[data-card={CARD}]")).to_be_visible()
    said = [Said(mine=True, text="hoi"), Said(mine=False, text="ik ben er")]
    said += [Said(mine=False, card=CARD), Said(mine=False, text=LAST)]
    assert agree(seeker, counsellor) == said
    expect(seeker.page.locator(".returned .written")).to_have_text("hoor je mij?")
    expect(counsellor.text("desk.ended.says.counsellor_ended")).to_be_visible()
    expect(counsellor.rows).to_have_count(1)
    counsellor.button("desk.ended.close").click()
    expect(counsellor.rows).to_have_count(0)
    seeker.is_on("ended")


def test_what_nobody_has_any_more_is_gone_and_not_revived(alone: Deployment, browsers: Browsers) -> None:
    seeker, counsellor = ended_in_a_tunnel(alone, browsers)
    counsellor.button("desk.ended.close").click()
    counsellor.page.close()
    alone.node.kill()
    alone.node.start()
    browsers.find_network(seeker.page)
    seeker.is_on("gone")
    expect(seeker.heading).to_have_text(seeker.words("seeker.gone.title"))
    expect(seeker.numbers).to_be_visible()
    expect(seeker.page.locator(".returned .written")).to_have_text("hoor je mij?")
    only_who_comes_now_is_offered(browsers, seated(alone, browsers))


def test_who_left_by_the_exit_is_not_brought_back_by_an_old_ticket(
    alone: Deployment, browsers: Browsers
) -> None:
    seeker, counsellor = talking(alone, browsers)
    browsers.open_exit_site(seeker.page)
    kept = seeker.page.evaluate(KEPT)
    assert kept
    seeker.exit.click()
    expect(counsellor.text("desk.ended.says.seeker_left")).to_be_visible()
    seeker.page.wait_for_url(f"{EXIT_SITE}**")
    browsers.left(seeker.page)
    alone.node.kill()
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    alone.node.start()

    # As a duplicated tab of another browser process has it, which no word of the exit reached.
    other = SeekerPage(browsers.phone())
    other.open()
    other.page.evaluate(TAKE, kept)
    other.page.reload()
    other.is_on("gone")
    expect(other.numbers).to_be_visible()
    expect(counsellor.text("desk.link.lost")).to_have_count(0)
    assert "hoi" not in [one.text for one in counsellor.lines.read()]
    only_who_comes_now_is_offered(browsers, counsellor)


def only_who_comes_now_is_offered(browsers: Browsers, counsellor: CounsellorPage) -> None:
    """Everybody who could come back has."""
    newcomer = SeekerPage(browsers.phone())
    newcomer.begin()
    newcomer.has_place(1)
    newcomer.say("ik ben nieuw")
    counsellor.accept()
    newcomer.is_on("talking")
    counsellor.lines.wait_for(1)
    assert [one.text for one in counsellor.lines.read()] == ["ik ben nieuw"]
