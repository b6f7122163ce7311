"""How most stories begin: a young person and a counsellor have found each other."""

import re

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.line import Line
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage
from tests.staff import Account


def on(line: Line, browsers: Browsers, account: Account | None = None) -> CounsellorPage:
    """A counsellor who is there, and not ready yet; by default the first of the line."""
    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(account or line.counsellor)
    return counsellor


def seated(line: Line, browsers: Browsers, account: Account | None = None) -> CounsellorPage:
    """A counsellor who is ready; by default the first of the line."""
    counsellor = on(line, browsers, account)
    counsellor.be_ready()
    return counsellor


def met(
    line: Line, browsers: Browsers, seeker: SeekerPage | None = None
) -> tuple[SeekerPage, CounsellorPage]:
    """A young person, by default on a phone, and a counsellor, talking."""
    seeker = seeker or SeekerPage(browsers.phone())
    counsellor = seated(line, browsers)
    seeker.begin()
    counsellor.accept()
    seeker.is_on("talking")
    return seeker, counsellor


def unsafe_and_met(
    line: Line, browsers: Browsers, seeker: SeekerPage | None = None
) -> tuple[SeekerPage, CounsellorPage]:
    """As ``met``, after the young person said not to be safe."""
    seeker = seeker or SeekerPage(browsers.phone())
    seeker.begin()
    seeker.answer("no")
    expect(seeker.page.locator("[data-danger]")).to_contain_text(seeker.words("seeker.safety.sooner"))
    counsellor = seated(line, browsers)
    counsellor.accept()
    seeker.is_on("talking")
    return seeker, counsellor


def all_arrived(seeker: SeekerPage, counsellor: CounsellorPage) -> None:
    """Until each side reads of all its messages that they are on the other's screen; until then a page gives them back."""
    _came(seeker, counsellor, "delivered", "seen")


def all_seen(seeker: SeekerPage, counsellor: CounsellorPage) -> None:
    """Until each side reads of all its messages that the other saw them."""
    _came(seeker, counsellor, "seen")


def _came(seeker: SeekerPage, counsellor: CounsellorPage, *far: str) -> None:
    for lines, words, page in (
        (seeker.lines, seeker.words, "seeker"),
        (counsellor.lines, counsellor.words, "desk"),
    ):
        own = lines.messages.locator(".progress")
        any_of_them = re.compile("|".join(words(f"{page}.progress.{one}") for one in far))
        expect(own).to_contain_text([any_of_them] * own.count())


def agree(seeker: SeekerPage, counsellor: CounsellorPage) -> list[Said]:
    """What was said, as the young person's screen shows it; the counsellor's has to show the same."""
    # What the server does not have yet stands below what it has, wherever it will come.
    for one in (seeker, counsellor):
        one.lines.wait_until_stored()
    here, there = seeker.lines.read(), counsellor.lines.read()
    assert here == [Said(not one.mine, one.text, one.card) for one in there]
    return here
