"""The stories' own watch: what it lets through would be seen nowhere else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.e2e.browsers import Browsers
from tests.e2e.program import Program

MISBEHAVE = """
() => {
  console.error("klacht");
  document.title = "Hulp";
  document.cookie = "naam=waarde";
  localStorage.setItem("bewaard", "");
  sessionStorage.setItem("ticket", "");
  sessionStorage.setItem("anders", "");
  sessionStorage.setItem("talk.leesbaar", '{"text":"dit is een tekst die niemand verzegelde"}');
  document.body.setAttribute("style", "color: red");
  setTimeout(() => { throw new Error("niet gevangen"); });
  return new Promise((done) => (indexedDB.open("la").onsuccess = () => done()));
}
"""


@pytest.fixture
def watched(chromium: Browser, program: Program) -> Iterator[Browsers]:
    """Browsers whose findings are the test's own business."""
    opened = Browsers(chromium, program)
    yield opened
    opened.close()


def test_the_watch_sees_what_no_page_may_do(watched: Browsers) -> None:
    page = watched.phone()
    page.goto("/")
    page.evaluate(MISBEHAVE)
    expect(page).to_have_title("Hulp")
    found = "\n".join(watched.findings())
    for finding in (
        "on the console: klacht",
        "on the console: the title changed",
        "Content Security Policy directive 'style-src 'self''",
        "not caught: niet gevangen",
        "the title: Hulp",
        "a cookie: naam",
        "kept in local: bewaard",
        "kept in session: anders",
        "kept in session: talk.leesbaar",
        "kept in database: la",
    ):
        assert finding in found
    assert "session: ticket" not in found


def test_the_watch_sees_who_asks_another_host(watched: Browsers) -> None:
    page = watched.desk()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://elders.invalid/")
    assert "asked another host: elders.invalid" in watched.findings()


def test_the_watch_finds_nothing_on_a_page_that_behaves(watched: Browsers) -> None:
    for page in (watched.phone(), watched.desk()):
        page.goto("/")
        expect(page.locator("#begin")).to_be_visible()
    assert watched.findings() == []
