"""Redis is away: both pages say so, keep what is written, and go on by themselves once it is back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.deployment import Deployment
from tests.e2e.meeting import agree, all_seen, met
from tests.servers.valkey import Valkey

Fall = tuple[Callable[[Valkey], None], Callable[[Valkey], None]]


@pytest.mark.parametrize(
    "falls",
    [(Valkey.kill, Valkey.start), (Valkey.pause, Valkey.resume)],
    ids=["killed and empty afterwards", "silent"],
)
def test_while_redis_is_away_text_waits_and_goes_on_by_itself(
    spread: Deployment, browsers: Browsers, falls: Fall
) -> None:
    seeker, counsellor = met(spread, browsers)
    seeker.say("hoi")
    counsellor.lines.wait_for(1)
    assert spread.valkey is not None
    away, back = falls
    away(spread.valkey)
    expect(seeker.text("seeker.storage.text")).to_be_visible()
    expect(counsellor.text("desk.link.storage")).to_be_visible()
    seeker.say("komt dit aan?")
    counsellor.say("ik lees je straks")
    expect(seeker.lines.progress()).to_contain_text(seeker.words("seeker.progress.waiting"))
    expect(counsellor.lines.progress()).to_contain_text(counsellor.words("desk.progress.waiting"))
    seeker.type("en dit was ik nog aan het typen")

    back(spread.valkey)
    expect(seeker.text("seeker.storage.text")).to_have_count(0)
    expect(counsellor.text("desk.link.storage")).to_have_count(0)
    seeker.lines.wait_for(3)
    counsellor.lines.wait_for(3)
    seeker.is_on("talking")
    expect(seeker.field).to_have_value("en dit was ik nog aan het typen")
    seeker.send()
    counsellor.lines.wait_for(4)
    said = agree(seeker, counsellor)
    assert [one.text for one in said if one.mine] == [
        "hoi",
        "komt dit aan?",
        "en dit was ik nog aan het typen",
    ]
    assert [one.text for one in said if not one.mine] == ["ik lees je straks"]
    all_seen(seeker, counsellor)
