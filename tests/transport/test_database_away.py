"""PostgreSQL goes away and comes back under a node: who wants to sign in is told, and nobody loses anything."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from chat.bridge import VolunteersAsStaff
from chat.errors import Storage
from tests.servers.postgres import Postgres
from tests.transport.test_sign_in import CHEAP, NOOR, Door, behind, cookie_of, refusal
from volunteers.store import WITHIN_SECONDS
from volunteers.web import token_from_cookie_header

pytestmark = pytest.mark.in_seconds

BUSY_MACHINE_SECONDS = 2.0
AWAY = (503, refusal("storage"))


@pytest.fixture
async def door(postgres_url: str) -> AsyncIterator[Door]:
    async with behind(postgres_url, CHEAP) as opened:
        yield opened


@pytest.mark.parametrize("away", ["stop", "kill", "pause"])
async def test_while_it_is_away_all_of_the_room_answers_storage_and_a_session_outlives_it(
    postgres: Postgres, door: Door, away: str
) -> None:
    cookie = cookie_of(await door.sign_in(NOOR))
    getattr(postgres, away)()
    for send in (
        door.sign_in(NOOR),
        door.send("GET", headers={"Cookie": cookie}),
        door.send("DELETE", headers={"Cookie": cookie}),
    ):
        async with asyncio.timeout(WITHIN_SECONDS + BUSY_MACHINE_SECONDS):
            status, headers, body = await send
        assert (status, json.loads(body)) == AWAY
        assert headers["cache-control"] == "no-store"
        assert not {"set-cookie", "clear-site-data"} & headers.keys()
    postgres.heal()
    assert (await door.who(cookie))[0] == 200
    assert (await door.sign_in(NOOR))[0] == 200


async def test_a_seat_cannot_be_taken_while_it_is_away_and_nobody_is_taken_for_signed_out(
    postgres: Postgres, door: Door
) -> None:
    token = token_from_cookie_header(cookie_of(await door.sign_in(NOOR)))
    assert token is not None
    staff = VolunteersAsStaff(door.directory)
    postgres.stop()
    with pytest.raises(Storage) as fault:
        await staff.member(token)
    assert (fault.value.code, fault.value.temporary) == ("storage", True)
    with pytest.raises(Storage):
        await staff.skills()
    with pytest.raises(Storage):
        await staff.live([token])
    postgres.start()
    member = await staff.member(token)
    assert member is not None
    assert member.name == "Noor"
