"""The young person calls somebody else meanwhile: nothing of the page runs, its line dies unheard, and the page's own clock jumps."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chaos.proxy import BOTH, Proxy, proxied
from tests.e2e.beside import Beside
from tests.e2e.browsers import YOUNG, Browsers
from tests.e2e.inside import Inside, Servers, eventually, inside
from tests.e2e.meeting import agree, met
from tests.e2e.pages.seeker import SeekerPage

SEED = 9
FORTY_MINUTES = 40 * 60
SLACK_SECONDS = 5
UNHEARD_WITHIN_MS = 60_000
"""In this time each end finds out by its own rules that a line is silent."""
JUMPS = """
(() => {
  const [Own, passed] = [Date, performance.now.bind(performance)];
  let ahead = 0;
  window.jump = (ms) => (ahead += ms);
  window.Date = class extends Own {
    constructor(...words) {
      super(...(words.length === 0 ? [Own.now() + ahead] : words));
    }
    static now() {
      return Own.now() + ahead;
    }
  };
  Performance.prototype.now = () => passed() + ahead;
})();
"""
"""The page's own clocks, which jump as they do for a page that did not run."""


@pytest.fixture
def road(loop_beside: Beside) -> tuple[Proxy, int]:
    """What stands between the browsers and the node, and its port."""
    return loop_beside.open(proxied(SEED))


@pytest.fixture
def node(tmp_path: Path, servers: Servers | None, road: tuple[Proxy, int]) -> Iterator[Inside]:
    """A node behind it."""
    proxy, port = road
    with inside(tmp_path, servers=servers, origin=f"http://localhost:{port}") as started:
        proxy.nodes = [started.node.port]
        yield started


async def silence(proxy: Proxy, name: str) -> None:
    """What is open goes silent, and neither end is told; what is opened later is heard."""
    for link in proxy.of(name):
        link.silent |= BOTH


async def tear(proxy: Proxy, name: str) -> None:
    for link in proxy.of(name):
        if link.silent:
            link.tear()


def test_a_page_frozen_for_40_minutes_on_hold_finds_the_same_counsellor(
    node: Inside, browsers: Browsers, road: tuple[Proxy, int], loop_beside: Beside
) -> None:
    proxy, _ = road
    seeker = SeekerPage(browsers.phone())
    browsers.expect_lost(seeker.page)
    seeker.page.add_init_script(JUMPS)
    seeker, counsellor = met(node, browsers, seeker)
    seeker.say("ik ga 113 bellen")
    counsellor.lines.wait_for(1)
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_be_visible()

    phone = seeker.page.context.new_cdp_session(seeker.page)
    loop_beside.run(silence(proxy, YOUNG))
    frozen: list[object] = []
    phone.on("Debugger.paused", lambda why: frozen.append(why))  # noqa: PLW0108 - Playwright cannot take the method itself
    phone.send("Debugger.enable")
    phone.send("Debugger.pause")
    away = counsellor.words("desk.seeker.on_hold_away", time="").removesuffix(" weg").strip()
    expect(counsellor.state).to_contain_text(away, timeout=UNHEARD_WITHIN_MS)
    node.clock.pass_by(FORTY_MINUTES)
    counsellor.say("neem je tijd")
    counsellor.lines.wait_for(2)
    expect(counsellor.state).to_contain_text(away)
    assert frozen
    phone.send("Runtime.evaluate", {"expression": f"jump({FORTY_MINUTES * 1000})"})
    phone.send("Debugger.disable")

    expect(seeker.lines.messages).to_have_count(2, timeout=UNHEARD_WITHIN_MS)
    assert seeker.page.evaluate("Date.now()") / 1000 - time.time() > FORTY_MINUTES - SLACK_SECONDS
    seeker.say("daar ben ik weer")
    counsellor.lines.wait_for(3)
    said = [one.text for one in agree(seeker, counsellor)]
    assert said == ["ik ga 113 bellen", "neem je tijd", "daar ben ik weer"]
    seeker.is_on("talking")
    loop_beside.run(tear(proxy, YOUNG))
    eventually(lambda: node.open_pages("/seeker") == 1, "one line is left")
