"""Somebody comes to a conversation beside its counsellor: both see it first, and each who takes it over is known already."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import met, seated
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import KIM, NOOR, SAM

WATCHED = Plan((SAM, NOOR))
TWO = Plan((SAM, KIM))


def helping(node: Inside, browsers: Browsers) -> CounsellorPage:
    """A supervisor at the desk."""
    noor = CounsellorPage(browsers.desk())
    noor.open()
    noor.enter(node.account("Noor"))
    expect(noor.page.get_by_text(noor.words("desk.helps.here"))).to_be_visible()
    return noor


def desk_line(seeker: SeekerPage, what: str, name: str = "") -> Locator:
    """What the young person reads of company between what is said."""
    return seeker.page.locator("ol.lines li", has_text=seeker.words(f"seeker.company.{what}", name=name))


def comes(noor: CounsellorPage) -> None:
    """Noor comes to the conversation of Sam."""
    noor.button_with("desk.company.join", name="Sam").click()
    expect(noor.page.locator("#take-over")).to_be_visible()


@pytest.mark.parametrize("node", [WATCHED], indirect=True, ids=["a supervisor"])
def test_a_supervisor_comes_and_both_read_it_before_anything_else(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    seeker.say("mag ik iets vragen")
    sam.lines.wait_for(1)
    noor = helping(node, browsers)
    # Whose conversation it is, and not a word of it.
    expect(noor.page.locator(".colleague")).to_contain_text("Sam")
    expect(noor.page.get_by_text("mag ik iets vragen")).to_have_count(0)
    comes(noor)
    noor.lines.wait_for(1)
    noor.say("hoi, ik lees mee")
    said = seeker.page.locator("ol.lines li", has_text="hoi, ik lees mee")
    expect(said).to_contain_text("Noor")
    for page, line in (
        (seeker.page, seeker.words("seeker.company.supervisor", name="Noor")),
        (sam.page, sam.words("desk.line.company_joined", name="Noor")),
    ):
        lines = page.locator("ol.lines > li")
        expect(lines.filter(has_text="hoi, ik lees mee")).to_have_count(1)
        texts = [" ".join(text.split()) for text in lines.all_inner_texts()]
        came = next(at for at, text in enumerate(texts) if line in text)
        spoke = next(at for at, text in enumerate(texts) if "hoi, ik lees mee" in text)
        assert came < spoke
    expect(seeker.page.locator("#company")).to_contain_text("Noor")
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
    noor.page.locator("#leave").click()
    expect(noor.text("desk.company.over")).to_be_visible()
    expect(seeker.page.locator("#company")).to_have_count(0)
    expect(desk_line(seeker, "left", "Noor")).to_be_visible()


@pytest.mark.parametrize("node", [WATCHED], indirect=True, ids=["a supervisor"])
def test_a_supervisor_takes_over(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    sam.say("hoi")
    noor = helping(node, browsers)
    comes(noor)
    noor.page.locator("#take-over").focus()
    noor.page.keyboard.press("Enter")
    expect(sam.text("desk.taken.says")).to_be_visible()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Noor"))
    expect(desk_line(seeker, "goes_on", "Noor")).to_be_visible()
    noor.say("ik ben er nu voor je")
    seeker.lines.wait_for(2)
    expect(noor.page.locator("#end")).to_be_visible()


def handed(node: Inside, browsers: Browsers) -> tuple[SeekerPage, CounsellorPage, CounsellorPage]:
    """Sam wishes that Kim goes on with a young person, who reads of it."""
    seeker, sam = met(node, browsers)
    seeker.say("ik wil over school praten")
    sam.say("vertel maar")
    kim = seated(node, browsers, node.account("Kim"))
    sam.pass_on()
    kim.is_asked("passed_on")
    kim.button("desk.offer.accept").click()
    expect(kim.page.locator("#comes-to")).to_contain_text(kim.words("desk.company.comes_to", name="Sam"))
    expect(kim.page.get_by_text("ik wil over school praten")).to_have_count(0)
    expect(seeker.page.locator("#coming")).to_contain_text(seeker.words("seeker.company.coming", name="Kim"))
    return seeker, sam, kim


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two counsellors"])
def test_a_conversation_is_handed_over_with_three_in_the_room(node: Inside, browsers: Browsers) -> None:
    seeker, sam, kim = handed(node, browsers)
    seeker.page.get_by_role("button", name=seeker.words("seeker.company.good")).click()
    kim.lines.wait_for(2)
    kim.say("ik ben Kim, ik lees even terug")
    seeker.lines.wait_for(3)
    sam.page.locator("#go").click()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Kim"))
    expect(sam.text("desk.taken.says")).to_be_visible()
    expect(seeker.page.get_by_text(seeker.words("seeker.talk.joined", name="Kim"), exact=True)).to_have_count(
        0
    )
    kim.say("we gaan verder")
    seeker.lines.wait_for(4)
    assert [one.text for one in seeker.lines.read()] == [
        *("ik wil over school praten", "vertel maar", "ik ben Kim, ik lees even terug", "we gaan verder"),
    ]


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two counsellors"])
def test_who_would_rather_begin_again_is_not_read_back(node: Inside, browsers: Browsers) -> None:
    seeker, sam, kim = handed(node, browsers)
    seeker.page.get_by_role("button", name=seeker.words("seeker.company.afresh")).click()
    expect(desk_line(seeker, "over")).to_be_visible()
    seeker.say("ik begin opnieuw")
    kim.lines.wait_for(1)
    assert [one.text for one in kim.lines.read()] == ["ik begin opnieuw"]
    assert [one.text for one in sam.lines.read()] == [
        "ik wil over school praten",
        "vertel maar",
        "ik begin opnieuw",
    ]
    assert len(seeker.lines.read()) == 3
