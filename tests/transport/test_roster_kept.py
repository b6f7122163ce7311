"""What a node does with a roster by itself: by which clock it judges, what it forgets, and what keeps nobody signed in."""

import base64
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat import server
from chat.clock import wall_time
from chat.operating import deployment_key
from tests.transport.house import CHEAP, NOOR, STAFF, House, by_hand, employ, open_house, settings_in
from tests.transport.two_nodes import KEY
from tests.waiting import comes_true
from volunteers.credentials import Passwords
from volunteers.roster.model import Shift, ShiftId, Staffing, Stretch
from volunteers.rostering import KEPT
from volunteers.store import open_people

NEAR_SECONDS = 30.0
POLL = {"X-Luister-Poll": "1"}


def only(house: House, column: str, table: str) -> list[int]:
    """This column of every row."""
    with closing(sqlite3.connect(house.settings.data / "luister.db", timeout=30)) as database:
        return [row[0] for row in database.execute(f"SELECT {column} FROM {table}")]  # noqa: S608 - our own words


async def asked(house: House, method: str, path: str, **headers: str) -> int:
    """How Noor's page is answered."""
    sent = {"Origin": house.origin, **house.cookie(NOOR), **headers}
    body: Any = {} if method == "POST" else None
    async with house.client.request(method, f"{house.origin}{path}", json=body, headers=sent) as answer:
        return answer.status


async def test_what_a_page_asks_by_itself_keeps_no_session_open(house: House) -> None:
    """REQ-E4: a page that is left open is signed out after a quarter of an hour."""
    await by_hand(house, "UPDATE sessions SET seen_at = seen_at - 600")
    before = only(house, "seen_at", "sessions")
    for path in ("/roster/shifts", "/roster/now", "/volunteers", "/session"):
        assert await asked(house, "GET", path, **POLL) == 200
    assert only(house, "seen_at", "sessions") == before


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/roster/shifts", {}),
        ("GET", "/roster/shifts", {"X-Luister-Poll": "0"}),
        ("POST", f"/roster/shifts/{'0' * 32}/sign-off", POLL),
    ],
)
async def test_what_somebody_asks_or_does_keeps_theirs_open(
    house: House, method: str, path: str, headers: dict[str, str]
) -> None:
    await by_hand(house, "UPDATE sessions SET seen_at = seen_at - 600")
    before = only(house, "seen_at", "sessions")
    await asked(house, method, path, **headers)
    after = only(house, "seen_at", "sessions")
    assert sorted(new - old > 0 for old, new in zip(before, after, strict=True)) == [False, False, True]


async def test_a_node_forgets_what_ended_long_ago_though_nobody_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_since = int(wall_time().timestamp()) - KEPT
    settings = settings_in(tmp_path)
    await employ(settings, ())
    async with (
        open_people(settings.database_url, deployment_key(settings)) as store,
        store.roster_change() as change,
    ):
        for number, ends in enumerate((kept_since - 60, kept_since + 3600)):
            when, needs = Stretch(ends - 3600, ends), Staffing(1, 2, led=False)
            day = datetime.fromtimestamp(ends, UTC).date()
            await change.keep(Shift(ShiftId(f"{number:032x}"), when, day, needs))
    async with open_house(tmp_path, monkeypatch, ()) as house:
        await comes_true(lambda: only(house, "ends", "shifts") == [kept_since + 3600])


@pytest.mark.parametrize("off", [timedelta(days=100), -timedelta(days=100)], ids=["ahead", "behind"])
async def test_the_roster_of_a_node_that_is_off_is_judged_by_the_clock_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str, off: timedelta
) -> None:
    """On such a node the coming shifts are neither over nor forgotten, and nothing that is over can be signed up for."""
    words = {"LUISTER_DATABASE_URL": postgres_url, "LUISTER_KEY": base64.b64encode(KEY).decode()}
    settings, now = settings_in(tmp_path, **words), int(wall_time().timestamp())
    sessions = await employ(settings, STAFF)
    tomorrow = wall_time().date() + timedelta(days=1)
    ahead = Shift(ShiftId("a" * 32), Stretch(now + 3600, now + 7200), tomorrow, Staffing(1, 1, led=False))
    async with open_people(postgres_url, KEY) as store, store.roster_change() as change:
        await change.keep(ahead)
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    monkeypatch.setattr(server, "wall_time", lambda: wall_time() + off)
    async with (
        server.node(settings, practice=False) as node,
        ClientSession(cookie_jar=DummyCookieJar()) as client,
    ):
        house = House(node, settings, client, sessions, [])
        async with client.get(f"{settings.origin}/roster/shifts", headers=house.cookie(NOOR)) as answer:
            told = await answer.json()
    assert abs(told["now"] - now) < NEAR_SECONDS
    assert [shift["shift"] for shift in told["shifts"]] == [ahead.id]
