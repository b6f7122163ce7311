"""What the stories of the gallery play on, and the list of them: each says beforehand which states it shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.states.looking import Shown

DEVICES = ("phone", "desk")
LONG_MS = 20_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A node and browsers; the page that is looked at is opened on *device*."""

    node: Inside
    browsers: Browsers
    device: str

    def seeker(self) -> SeekerPage:
        return SeekerPage(self.browsers.phone() if self.device == "phone" else self.browsers.computer())

    def counsellor(self) -> CounsellorPage:
        return CounsellorPage(self._staff())

    def supervisor(self) -> SupervisorPage:
        return SupervisorPage(self._staff())

    def other_seeker(self) -> SeekerPage:
        """Somebody who is not looked at."""
        return SeekerPage(self.browsers.phone())

    def other_counsellor(self) -> CounsellorPage:
        """Somebody who is not looked at, and ready."""
        counsellor = CounsellorPage(self.browsers.desk())
        counsellor.sign_in(self.node.counsellor)
        counsellor.be_ready()
        return counsellor

    def _staff(self) -> Page:
        return self.browsers.volunteers_phone() if self.device == "phone" else self.browsers.desk()


Tell = Callable[[Stage], Iterator[Shown]]


@dataclass(frozen=True, slots=True)
class Story:
    """A way through some states of one page, in this order, on a line of this plan."""

    page: str
    states: tuple[str, ...]
    tell: Tell
    on: Plan

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f"{self.page}.{state}" for state in self.states)


STORIES: list[Story] = []


def story(page: str, *states: str, on: Plan = PRACTICE) -> Callable[[Tell], Tell]:
    """This function leads to these states of this page, on a line of this plan."""

    def told(tell: Tell) -> Tell:
        STORIES.append(Story(page, states, tell, on))
        return tell

    return told


def asked_for(page: Page, language: str) -> None:
    """Another language for a page that runs no script of ours: the server is asked for it."""
    page.goto(f"{page.url.partition('?')[0]}?taal={language}")


def at_last(page: Page) -> None:
    """What is said only when it lasts is said now."""
    page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
    expect(page.locator(".late").first).to_be_visible()
