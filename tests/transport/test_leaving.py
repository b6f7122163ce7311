"""Leaving: by the page's own last word while it is left, and by a link without script."""

import asyncio

import pytest

from chat.identifiers import Generation
from chat.routing.model import Desk
from tests.transport.house import House, resuming


async def beacon(house: House, body: bytes, origin: str | None = None) -> int:
    """The status with which the last word of a page is answered."""
    headers = {"Origin": house.origin if origin is None else origin, "Content-Type": "text/plain"}
    async with house.client.post(f"{house.origin}/weg", data=body, headers=headers) as answer:
        assert await answer.read() == b"" or answer.status != 204
        return answer.status


async def test_the_last_word_of_a_page_leaves_at_once(house: House) -> None:
    seeker, desk, _ = await house.talking()
    await seeker.say("c1")
    assert await beacon(house, seeker.ticket.encode()) == 204
    view = await desk.hears(
        "seat.changed", lambda told: [t["reason"] for t in told["view"]["talks"]] == ["seeker_left"]
    )
    assert view["view"]["talks"][0]["phase"] == "ended"
    await desk.done("end.confirm", {"conversation": seeker.conversation})
    assert house.store.is_empty()
    assert await seeker.refused("message.send", seeker.message("c2")) == {"code": "gone"}


@pytest.mark.parametrize("came", ["new", "back"])
async def test_whoever_leaves_right_after_the_desk_was_lost_leaves_nothing_behind(
    house: House, came: str
) -> None:
    seeker, desk, _ = await house.talking()
    await seeker.say("c1")
    if came == "back":
        ticket = seeker.told_of("seeker.changed")[-1]["ticket"]
        await seeker.close()
        seeker = await house.seeker()
        await seeker.done("seeker.resume", resuming(ticket, "page-2", take_over=True))
    seat = desk.told_of("seat.changed")[-1]["ticket"]
    house.store._desk = Desk(generation=Generation("another"), now=house.store._desk.now)
    await desk.done("seat.take", {"ticket": seat})
    await seeker.done("seeker.leave", {})  # before their page was asked who it is
    view = await desk.hears(
        "seat.changed", lambda told: [t["reason"] for t in told["view"]["talks"]] == ["seeker_left"]
    )
    assert view["view"]["talks"][0]["phase"] == "ended"
    assert house.store.is_empty()


async def test_a_last_word_that_comes_in_pieces_is_heard(house: House) -> None:
    seeker = await house.arrived("anna")
    reader, writer = await asyncio.open_connection("127.0.0.1", house.settings.port)
    head = f"POST /weg HTTP/1.1\r\nHost: x\r\nOrigin: {house.origin}\r\nContent-Length: {len(seeker.ticket)}\r\n\r\n"
    for piece in (head + seeker.ticket[:9], seeker.ticket[9:30], seeker.ticket[30:]):
        assert not house.store.is_empty()
        writer.write(piece.encode())
        async with house.client.get(f"{house.origin}/healthz") as heard:
            assert heard.status == 200  # and so was the piece before
    async with asyncio.timeout(5):
        assert (await reader.readline()).startswith(b"HTTP/1.1 204 ")
    writer.close()
    assert house.store.is_empty()


@pytest.mark.parametrize(
    "body", [b"", b"x" * 63, b"x" * 65, b"x" * 100_000, b"\xff" * 64, "é".encode(), b"\x00"]
)
async def test_what_is_no_ticket_leaves_nobody_and_is_answered_the_same(house: House, body: bytes) -> None:
    seeker = await house.arrived("anna")
    assert await beacon(house, body) == 204
    assert await beacon(house, seeker.ticket.encode() + b"\n") == 204
    assert (await seeker.say("c1"))["seq"] == 1
    assert house.node.faults.count == 0


async def test_another_site_makes_nobody_leave(house: House) -> None:
    seeker = await house.arrived("anna")
    assert await beacon(house, seeker.ticket.encode(), "https://praat.example.nl") == 403
    assert (await seeker.say("c1"))["seq"] == 1


NAVIGATED = {"Sec-Fetch-Mode": "navigate"}
"""How a browser says that somebody goes somewhere, rather than a page fetching something."""


@pytest.mark.parametrize("site_of", ["same-origin", "none"])
async def test_the_link_leads_elsewhere_and_clears_what_the_browser_holds(house: House, site_of: str) -> None:
    headers = {**NAVIGATED, "Sec-Fetch-Site": site_of}
    async with house.client.get(f"{house.origin}/weg", headers=headers, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "https://www.wikipedia.org/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**NAVIGATED, "Sec-Fetch-Site": "cross-site"},
        {**NAVIGATED, "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_another_site_cannot_take_away_what_the_browser_holds(
    house: House, headers: dict[str, str]
) -> None:
    async with house.client.get(f"{house.origin}/weg", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
        assert "Clear-Site-Data" not in answer.headers
