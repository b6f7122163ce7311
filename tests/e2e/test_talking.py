"""The main story: a young person on a phone and a counsellor at a desk."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, eventually
from tests.e2e.line import Emptied
from tests.e2e.meeting import agree, all_seen, met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.program import Program

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
E_WITH_ACCENT = "e\u0301"  # two code points, one grapheme; nobody may make one of it
EVERYBODY = (
    "hoi",
    "I <3 you & <b>",
    f"wij zijn {FAMILY}",
    "مرحبا، هل تسمعني؟ \u200f(3)",
    "\U0001f1f3\U0001f1f1",
    E_WITH_ACCENT * 1000,
    "regel 1\nregel 2\n\n    regel 4",
    "&amp; <script>alert(1)</script> {{naam}} ${x} %s",
    "שלום abc 123",
    "café naïve Ωmega ½",
    "....................",
    "\\n is geen regel",
    "'quotes' \"dubbel\" `schuin`",
    "https://example.invalid/?a=1&b=2 is geen link",
    "👍🏿 👩🏽‍🚒 ❤️ 🏳️‍🌈",
    "een\ttab",
    "zo lang " * 60 + "einde",
    "नमस्ते",
    "你好我想说话",
    "dag",
)
FRAME_MINUTES = 45
# What changes in a page between a key going down and coming up. Text of the clock alone is not counted.
TOUCHES = """
() => {
  window.touched = [];
  let down = false;
  const note = (records) => {
    if (down) window.touched.push(...records.map(({ type, target, attributeName }) => [type, target.nodeName, attributeName]));
  };
  const observer = new MutationObserver(note);
  observer.observe(document, { attributes: true, childList: true, subtree: true });
  const turn = (goes) => () => {
    note(observer.takeRecords());
    down = goes;
  };
  addEventListener("keydown", turn(true), { capture: true });
  addEventListener("keyup", turn(false), { capture: true });
}
"""
ALWAYS_SAID = "Je kunt advies vragen zonder je naam te zeggen. Zeg je wie je bent? Dan kunnen ze ook met je ouders praten."


def test_two_people_talk_and_nothing_stays(either: Emptied, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    seeker.has_place(1)
    seeker.say("is daar iemand?")
    seeker.lines.wait_for(1)
    expect(seeker.lines.progress(0)).to_have_count(0)

    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(either.counsellor)
    counsellor.be_ready()
    first = counsellor.offer.locator(".offer-left").inner_text()
    expect(counsellor.offer.locator(".offer-left")).not_to_have_text(first)
    counsellor.accept()
    seeker.is_on("talking")
    expect(seeker.lines.desk).to_have_text(
        [
            seeker.words("seeker.talk.joined", name="Sam"),
            seeker.words("seeker.line.notice.frame", minutes=FRAME_MINUTES),
        ]
    )

    said = [Said(mine=True, text="is daar iemand?")]
    for text in EVERYBODY:
        for person, other, mine in ((seeker, counsellor, True), (counsellor, seeker, False)):
            person.say(text)
            said.append(Said(mine=mine, text=text))
            other.lines.wait_for(len(said))
    counsellor.give("nl-veiligthuis")
    said.append(Said(mine=False, card="nl-veiligthuis"))
    for lines in (seeker.lines, counsellor.lines):
        lines.wait_for(len(said))
        expect(lines.messages.last).to_contain_text(ALWAYS_SAID)

    seeker.say("dank je wel, dag!")
    counsellor.say("dag, goed dat je er was")
    said += [Said(mine=True, text="dank je wel, dag!"), Said(mine=False, text="dag, goed dat je er was")]
    seeker.lines.wait_for(len(said))
    assert agree(seeker, counsellor) == said
    assert min(sum(one.mine for one in said), sum(not one.mine for one in said)) >= 20
    all_seen(seeker, counsellor)

    counsellor.end()
    seeker.is_on("ended")
    assert agree(seeker, counsellor) == said
    eventually(either.is_empty, "nothing of the conversation is left on the server")
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    expect(seeker.page.locator("#screen")).not_to_contain_text("dank je wel, dag!")
    expect(seeker.page.locator("[data-card=nl-veiligthuis]")).to_contain_text(ALWAYS_SAID)


def test_a_wiped_page_is_not_connected_any_more(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.end()
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    eventually(lambda: node.open_pages("/seeker") == 0, "the wiped page is not connected any more")


def test_each_sees_that_the_other_is_writing(either: Emptied, browsers: Browsers) -> None:
    seeker, counsellor = met(either, browsers)
    seeker.type("ik weet niet goed hoe")
    expect(counsellor.text("desk.talk.typing")).to_be_visible()
    counsellor.type("neem de tijd")
    expect(seeker.text("seeker.talk.typing", name="Sam")).to_be_visible()
    counsellor.send()
    seeker.lines.wait_for(1)
    expect(seeker.text("seeker.talk.typing", name="Sam")).to_have_count(0)


def test_too_long_is_refused_kindly_and_the_text_stays(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    for person, key in ((seeker, "error.too_long"), (counsellor, "error.too_long")):
        for text in (FAMILY * 1000, "a" * 1001):
            person.type(text)
            person.try_to_send()
            expect(person.text(key)).to_be_visible()
            expect(person.field).to_have_value(text)
            person.field.fill("")
            expect(person.text(key)).to_have_count(0)
    assert agree(seeker, counsellor) == []
    counsellor.say("zo lang mag het: " + "a" * 900)
    seeker.lines.wait_for(1)


def test_the_young_person_stops_and_both_can_read_it_once_more(either: Emptied, browsers: Browsers) -> None:
    seeker, counsellor = met(either, browsers)
    seeker.say("het is genoeg voor nu")
    counsellor.lines.wait_for(1)
    counsellor.type("nog niet verstuurd")
    seeker.stop()
    seeker.is_on("ended")
    expect(seeker.text("seeker.ended.seeker_stopped")).to_be_visible()
    expect(counsellor.text("desk.ended.says.seeker_stopped")).to_be_visible()
    expect(counsellor.page.locator(".returned")).to_contain_text("nog niet verstuurd")
    assert agree(seeker, counsellor) == [Said(mine=True, text="het is genoeg voor nu")]
    eventually(either.is_empty, "nothing of the conversation is left on the server")


def test_what_nobody_came_for_is_gone_when_the_waiting_stops(either: Emptied, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    seeker.say("komt er iemand?")
    seeker.lines.wait_for(1)
    seeker.button("seeker.waiting.leave").click()
    seeker.is_on("left")
    expect(seeker.page.locator("#screen")).not_to_contain_text("komt er iemand?")
    eventually(either.is_empty, "nothing of who waited is left on the server")


def test_people_talk_through_the_program_as_it_is_started(program: Program, browsers: Browsers) -> None:
    seeker, counsellor = met(program, browsers)
    seeker.say("I <3 you & <b>")
    counsellor.lines.wait_for(1)
    counsellor.say("ik lees je")
    seeker.lines.wait_for(2)
    assert agree(seeker, counsellor) == [
        Said(mine=True, text="I <3 you & <b>"),
        Said(mine=False, text="ik lees je"),
    ]
    counsellor.end()
    seeker.is_on("ended")
    counsellor.button("desk.ended.close").click()
    expect(counsellor.rows).to_have_count(0)


def test_a_key_changes_nothing_but_the_field(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    for person in (seeker, counsellor):
        keyboard = person.page.keyboard
        person.field.focus()
        keyboard.type("h")  # the first may wake the button, and tells the other side that somebody types
        person.page.evaluate(TOUCHES)
        keyboard.type("allo")
        expect(person.field).to_have_value("hallo")
        assert person.page.evaluate("() => window.touched") == []
