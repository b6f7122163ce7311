"""How most stories begin: a young person and a counsellor have found each other."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.line import Account, Line
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage


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


def all_seen(seeker: SeekerPage, counsellor: CounsellorPage) -> None:
    """Until each side reads of all its messages that the other saw them."""
    for lines, seen in (
        (seeker.lines, seeker.words("seeker.progress.seen")),
        (counsellor.lines, counsellor.words("desk.progress.seen")),
    ):
        own = lines.messages.locator(".progress")
        expect(own).to_contain_text([seen] * own.count())


def agree(seeker: SeekerPage, counsellor: CounsellorPage) -> list[Said]:
    """What was said, as the young person's screen shows it; the counsellor's has to show the same."""
    here, there = seeker.lines.read(), counsellor.lines.read()
    assert here == [Said(not one.mine, one.text, one.card) for one in there]
    return here
