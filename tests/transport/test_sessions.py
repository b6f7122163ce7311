"""A page of staff does not outlive its session, whichever tab or device it was ended from."""

import asyncio
from pathlib import Path

import pytest

from chat.transport import sessions
from tests.transport.house import SAM, House, open_house
from tests.waiting import WITHIN_SECONDS


async def sign_out(house: House) -> None:
    """Sam signs out, from some browser."""
    headers = {**house.cookie(SAM), "Origin": house.origin}
    async with house.client.delete(f"{house.origin}/session", headers=headers) as answer:
        assert answer.status == 204


async def test_signing_out_closes_every_desk_of_that_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "LOOK_EVERY_SECONDS", 0.05)
    async with open_house(tmp_path, monkeypatch) as house:
        here, there = await house.ready(), await house.ready()
        seeker = await house.seeker(house.cookie(SAM))
        await sign_out(house)
        async with asyncio.timeout(WITHIN_SECONDS):
            await here.until(lambda: here.is_closed)
            await there.until(lambda: there.is_closed)
        again = await house.desk()
        assert await again.refused("seat.take", {}) == {"code": "not_signed_in"}
        assert not seeker.is_closed, "a young person's page has nothing to do with staff"


async def test_a_live_session_keeps_its_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = asyncio.Event()
    look = sessions.Sessions.look

    async def counted(self: sessions.Sessions) -> None:
        await look(self)
        looked.set()

    monkeypatch.setattr(sessions, "LOOK_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(sessions.Sessions, "look", counted)
    async with open_house(tmp_path, monkeypatch) as house:
        desk = await house.ready()
        looked.clear()
        async with asyncio.timeout(WITHIN_SECONDS):
            await looked.wait()
        await desk.done("status.choose", {"status": "away"})
        assert not desk.is_closed
