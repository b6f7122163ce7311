"""A counsellor wishes that a colleague takes a conversation over: nobody is left alone, and nothing has to be told twice."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import agree, met, on, seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import KIM, SAM, Hired

TWO = Plan((SAM, KIM))
EVA = Hired("Eva", skills=("friend", "trainer"))
ONE_CAN = Plan((SAM, KIM, EVA))


def welcome(seeker: SeekerPage, name: str) -> None:
    """The young person reads who comes, and says that it is fine."""
    expect(seeker.page.locator("#coming")).to_contain_text(seeker.words("seeker.company.coming", name=name))
    seeker.page.get_by_role("button", name=seeker.words("seeker.company.good")).click()


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two counsellors"])
def test_a_colleague_takes_it_over_with_all_that_was_said(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    seeker.say("ik wil over school praten")
    sam.say("vertel maar")
    expect(sam.page.locator("#pass-skill")).to_have_count(0)
    sam.page.locator("#pass-on").focus()
    sam.page.keyboard.press("Enter")
    expect(sam.text("desk.pass.asks")).to_be_visible()
    expect(sam.page.locator("#pass-on")).to_be_focused()

    # Whoever passes on stays, also on a page that was loaded again; the young person sees nothing of it.
    sam.page.reload()
    sam.is_seated()
    expect(sam.button("desk.pass.on")).to_have_attribute("aria-pressed", "true")
    sam.say("ik ben er nog")
    seeker.lines.wait_for(3)
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
    expect(sam.offer).to_have_count(0)

    kim = seated(node, browsers, node.account("Kim"))
    kim.is_asked("passed_on")
    title = kim.page.locator("#offer-title")
    expect(title).to_have_text(
        kim.words("desk.offer.needed_now").format(language=kim.words("desk.language.nl"))
    )
    kim.button("desk.offer.accept").click()
    welcome(seeker, "Kim")
    sam.page.locator("#go").click()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Kim"))
    expect(sam.text("desk.taken.says")).to_be_visible()
    kim.lines.wait_for(3)
    kim.say("hoi, ik ben Kim")
    seeker.lines.wait_for(4)
    assert [one.text for one in agree(seeker, kim)] == [
        "ik wil over school praten",
        "vertel maar",
        "ik ben er nog",
        "hoi, ik ben Kim",
    ]
    expect(kim.button("desk.pass.on")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two counsellors"])
def test_a_wish_that_is_taken_back_takes_the_card_away(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    sam.say("hoi")
    kim = seated(node, browsers, node.account("Kim"))
    sam.pass_on()
    kim.is_asked("passed_on")
    sam.keep()
    expect(kim.offer).to_have_count(0)
    expect(sam.text("desk.pass.asks")).to_have_count(0)
    sam.say("we gaan gewoon verder")
    seeker.lines.wait_for(2)
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
    assert [one.text for one in agree(seeker, sam)] == ["hoi", "we gaan gewoon verder"]


@pytest.mark.parametrize("node", [ONE_CAN], indirect=True, ids=["one of three can"])
def test_who_can_do_what_is_wished_is_asked_first(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    sam.say("hoi")
    kim, eva = (on(node, browsers, node.account(one.name)) for one in (KIM, EVA))
    kim.be_ready()
    eva.be_ready()
    sam.pass_on("friend")
    expect(sam.text("desk.pass.asks_for", skills=sam.words("desk.pass.friend"))).to_be_visible()
    eva.is_asked("passed_on")
    expect(kim.offer).to_have_count(0)
    eva.button("desk.offer.accept").click()
    welcome(seeker, "Eva")
    sam.page.locator("#go").click()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Eva"))
