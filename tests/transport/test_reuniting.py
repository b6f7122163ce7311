"""The same counsellor again, over the wire: words at the end, the words while waiting, and the supervisor's numbers."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chat.clock import wall_time
from chat.returning.weeks import expiry, week_of
from tests.line import choose
from tests.transport.house import KIM, SAM, BoardPage, DeskPage, House, SeekerPage, letters, open_house

GUESS = "aardbei bamboe circus dolfijn"


@pytest.fixture
async def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house on a line that reunites."""
    await choose(f"sqlite:///{tmp_path}/luister.db", reunites="yes")
    async with open_house(tmp_path, monkeypatch) as house:
        yield house


def today() -> date:
    """The day by which weeks turn."""
    return wall_time().date()


def rows(house: House) -> list[tuple[bytes, str, str]]:
    """What is kept of return words."""
    with closing(sqlite3.connect(house.settings.data / "luister.db")) as database:
        return database.execute("SELECT digest, counsellor, expires_week FROM return_links").fetchall()


async def over(house: House, start_id: str, desk: DeskPage) -> SeekerPage:
    """The page of a young person who has talked, when both screens have shown the end."""
    seeker, _, _ = await house.talking(start_id, desk)
    conversation = {"conversation": seeker.conversation}
    await desk.done("conversation.end", conversation)
    ended = await seeker.hears(
        "seeker.changed", lambda told: told["view"] and told["view"]["phase"] == "ended"
    )
    assert ended["view"]["reunites"] is True
    seeker.ticket = ended["ticket"]
    for page in (seeker, desk):
        await page.done("end.confirm", conversation)
    await seeker.hears("seeker.changed", lambda told: told["view"] is None)
    return seeker


async def words_of(seeker: SeekerPage, language: str = "nl") -> dict[str, Any]:
    """The words this page is given."""
    return await seeker.done("words.ask", {"ticket": seeker.ticket, "language": language})


async def watching(house: House) -> BoardPage:
    """A supervisor's page that watches."""
    board = await house.board()
    await board.done("board.watch", {})
    return board


async def test_words_of_one_conversation_bring_the_same_counsellor_in_the_next(line: House) -> None:
    sam, kim = await line.ready(SAM), await line.ready(KIM)
    await kim.done("status.choose", {"status": "away"})
    anna = await over(line, "anna", sam)
    given = await words_of(anna)
    assert len(given["words"]) == 4
    assert date.fromisoformat(given["until"]) - today() < timedelta(days=30)
    assert await words_of(anna, "en") == given
    await anna.close()

    ((digest, _, week),) = rows(line)
    assert (len(digest), week) in {(32, expiry(today() - timedelta(days=days))) for days in (0, 1)}
    assert not {word for word in given["words"] if word.encode() in digest}

    await kim.done("status.choose", {"status": "ready"})
    again = await line.arrived("anna-again")
    assert await again.done("words.use", {"words": ", ".join(given["words"]).title()}) == {
        "ok": True,
        "found": True,
    }
    assert await again.done("words.use", {"words": GUESS}) == {"ok": True, "found": True}
    assert rows(line) == []
    # Offered by turn at first, and then because they were asked for.
    await sam.hears("seat.changed", lambda told: offered(told) == (again.conversation, "asked_for"))


def offered(told: Any) -> tuple[str, str] | None:
    """Who is offered in this state of a seat, and why."""
    offer = told["view"]["offer"]
    return None if offer is None else (offer["conversation"], offer["why"])


async def test_guessing_tells_nothing_and_is_soon_over(line: House) -> None:
    desk = await line.ready(SAM)
    given = await words_of(await over(line, "anna", desk))
    await desk.close()
    again = await line.arrived("anna-again")
    nobody = await again.done("words.use", {"words": GUESS})
    not_here = await again.done("words.use", {"words": " ".join(given["words"])})
    assert nobody == not_here == {"ok": True, "found": False}
    assert len(rows(line)) == 1
    assert await again.refused("words.use", {"words": "vier woorden of zo"}) == {"code": "words_unknown"}
    for _ in range(3):
        await again.done("words.use", {"words": GUESS})
    assert await again.refused("words.use", {"words": GUESS}) == {"code": "tries_spent"}
    assert await again.refused("words.use", {"words": "a" * 201}) == {"code": "bad_payload", "field": "words"}


async def test_who_has_not_arrived_has_nothing_to_ask(line: House) -> None:
    page = await line.seeker()
    assert await page.refused("words.use", {"words": GUESS}) == {"code": "not_arrived"}
    forged = {"ticket": "x" * 40, "language": "nl"}
    assert await page.refused("words.ask", forged) == {"code": "gone"}


async def test_a_line_that_does_not_reunite_says_so_to_the_page_and_gives_nothing(house: House) -> None:
    seeker = await house.seeker()
    arrived = await seeker.arrive(letters("anna"))
    assert arrived["view"]["reunites"] is False
    assert await seeker.refused("words.use", {"words": GUESS}) == {"code": "not_offered"}
    asked = {"ticket": seeker.ticket, "language": "nl"}
    assert await seeker.refused("words.ask", asked) == {"code": "not_offered"}


async def test_supervisors_see_how_many_lead_to_whom_and_can_revoke_them(line: House) -> None:
    board = await watching(line)
    assert await board.done("links.count", {}) == {"ok": True, "links": []}
    sam, kim = await line.ready(SAM), await line.desk(KIM)
    for name in ("anna", "bo"):
        await words_of(await over(line, name, sam))
    await sam.done("status.choose", {"status": "away"})
    await kim.sit()
    await words_of(await over(line, "cas", kim))
    links = (await board.done("links.count", {}))["links"]
    assert [(link["name"], link["live"]) for link in links] == [("Sam", 2), ("Kim", 1)]

    await board.done("links.revoke", {"counsellor": links[0]["counsellor"]})
    assert (await board.done("links.count", {}))["links"] == links[1:]
    await board.done("links.revoke", {"counsellor": None})
    assert await board.done("links.count", {}) == {"ok": True, "links": []}
    assert rows(line) == []


async def test_only_who_watches_the_board_may_count_or_revoke(line: House) -> None:
    board = await line.board()
    for event, payload in (("links.count", {}), ("links.revoke", {"counsellor": None})):
        assert await board.refused(event, payload) == {"code": "not_arrived"}


async def test_what_is_over_is_gone_once_a_node_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose(f"sqlite:///{tmp_path}/luister.db", reunites="yes")
    last_week = week_of(today() - timedelta(days=7))
    with closing(sqlite3.connect(tmp_path / "luister.db")) as database, database:
        for number, week in enumerate((last_week, week_of(today() + timedelta(days=14)))):
            database.execute("INSERT INTO return_links VALUES (?, 'sam', ?)", (bytes([number]) * 32, week))
    async with open_house(tmp_path, monkeypatch) as house:
        seeker = await house.arrived("anna")
        await seeker.done("words.use", {"words": GUESS})
        assert [digest[0] for digest, _, _ in rows(house)] == [1]
