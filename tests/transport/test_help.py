"""Help over the wire: who is told at once, who comes, who whispers, and what the same events do for anybody else."""

from typing import Any

from tests.transport.house import KIM, NOOR, SAM, BoardPage, DeskPage, House
from tests.transport.page import Page
from tests.transport.two_nodes import Pair, line, pair, talking

__all__ = ["line", "pair"]  # fixtures


def body(text: str) -> str:
    return f'{{"text": "{text}"}}'


async def asks(desk: DeskPage, conversation: str) -> str:
    """Ask for help; the circle."""
    await desk.done("help.ask", {"conversation": conversation})
    told = await desk.hears("seat.changed", lambda told: any(talk["help"] for talk in told["view"]["talks"]))
    circle = next(talk["help"]["circle"] for talk in told["view"]["talks"] if talk["help"])
    assert isinstance(circle, str)
    return circle


def calls(page: Page, event: str = "seat.changed") -> list[tuple[str, str | None]]:
    """Who asks for help, and who comes, by the newest state."""
    told = page.told_of(event)
    return [(call["name"], call["helper"]) for call in told[-1]["view"]["calls"]] if told else []


def helper_of(desk: DeskPage) -> list[str | None]:
    """Who comes, by the newest state of whoever asked."""
    told = desk.told_of("seat.changed")
    return [talk["help"] and talk["help"]["helper"] for talk in told[-1]["view"]["talks"]] if told else []


def said(page: Page) -> list[tuple[int, str, str]]:
    """What was said in circles to this page."""
    return [
        (told["line"]["seq"], told["line"]["name"], told["line"]["body"])
        for told in page.told_of("circle.said")
    ]


async def watching(house: House) -> tuple[BoardPage, str]:
    """A board, and the room of the shift."""
    board = await house.board()
    view: dict[str, Any] = (await board.done("board.watch", {}))["view"]
    return board, view["room"]


async def test_a_board_knows_at_once_and_nothing_but_the_name(house: House) -> None:
    board, _ = await watching(house)
    anna, sam, _ = await house.talking()
    circle = await asks(sam, anna.conversation)
    told = await board.hears("board.changed", lambda told: told["view"]["calls"] != [])
    (call,) = told["view"]["calls"]
    assert call["waited_ms"] < 1000
    assert {**call, "waited_ms": 0} == {
        "circle": circle,
        "name": "Sam",
        "waited_ms": 0,
        "helper": None,
        "mine": False,
        "rehearsed": False,
    }
    assert not [frame for frame in board.frames if anna.conversation in frame]
    assert not [frame for frame in anna.frames if circle in frame]


async def test_who_comes_whispers_and_the_young_person_hears_nothing_of_it(house: House) -> None:
    board, _ = await watching(house)
    anna, sam, _ = await house.talking()
    kim, noor = await house.ready(KIM), await house.desk(NOOR)
    await noor.done("seat.take", {})
    circle = await asks(sam, anna.conversation)
    await noor.shows(lambda page: calls(page) == [("Sam", None)])
    for _ in range(2):
        await noor.done("help.come", {"circle": circle})
    await sam.shows(lambda desk: helper_of(desk) == ["Noor"])
    await board.shows(lambda page: calls(page, "board.changed") == [("Sam", "Noor")])
    assert await kim.refused("help.come", {"circle": circle}) == {"code": "help_gone"}
    words = {"circle": circle, "cmid": "w1", "body": body("wat zeg ik?")}
    first = await sam.done("whisper.send", words)
    assert (await sam.done("whisper.send", words), first["seq"]) == (first, 1)
    await noor.done("whisper.send", {"circle": circle, "cmid": "w2", "body": body("vraag het")})
    expected = [(1, "Sam", body("wat zeg ik?")), (2, "Noor", body("vraag het"))]
    await sam.shows(lambda page: said(page) == expected)
    await noor.shows(lambda page: said(page) == expected)
    read = await noor.done("circle.sync", {"circle": circle, "after": 1})
    assert (read["head"], [one["body"] for one in read["lines"]]) == (2, [body("vraag het")])
    for event, payload in (("whisper.send", words), ("circle.sync", {"circle": circle, "after": 0})):
        assert await kim.refused(event, payload) == {"code": "not_in_circle"}
    assert said(kim) == said(board) == []
    assert not [frame for frame in anna.frames if "wat zeg ik" in frame or "vraag het" in frame]


async def test_everybody_on_shift_talks_in_the_room_also_from_the_board(house: House) -> None:
    board, room = await watching(house)
    sam, kim = await house.ready(SAM), await house.ready(KIM)
    await board.done("room.send", {"circle": room, "cmid": "r1", "body": body("pauze?")})
    await sam.done("room.send", {"circle": room, "cmid": "r2", "body": body("kim mag")})
    expected = [(1, "Noor", body("pauze?")), (2, "Sam", body("kim mag"))]
    for page in (board, sam, kim):
        await page.shows(lambda page: said(page) == expected)
    assert (await kim.done("circle.sync", {"circle": room, "after": 0}))["head"] == 2
    words = {"circle": "unknown", "cmid": "r3", "body": body("?")}
    assert await kim.refused("room.send", words) == {"code": "not_in_circle"}
    long = {"circle": room, "cmid": "r4", "body": "a" * 8193}
    assert await kim.refused("room.send", long) == {"code": "too_long"}


async def test_nobody_who_has_not_said_that_they_are_here_does_anything(house: House) -> None:
    desk, board, seeker = await house.desk(), await house.board(), await house.seeker()
    talk, circle = {"conversation": "x"}, {"circle": "x"}
    words = {**circle, "cmid": "c", "body": "b"}
    for event, payload in (
        *(("help.ask", talk), ("help.call_off", talk), ("help.come", circle), ("help.give_back", circle)),
        *(("whisper.send", words), ("room.send", words), ("circle.sync", {**circle, "after": 0})),
    ):
        assert await desk.refused(event, payload) == {"code": "not_arrived"}
        is_boards = event in ("help.come", "room.send", "circle.sync")
        at_board = {"code": "not_arrived" if is_boards else "unknown_event"}
        assert await board.refused(event, payload) == at_board
        assert await seeker.refused(event, payload) == {"code": "unknown_event"}


async def test_only_who_holds_a_conversation_asks_for_help_with_it(house: House) -> None:
    anna, sam, _ = await house.talking()
    kim = await house.ready(KIM)
    for event in ("help.ask", "help.call_off"):
        assert await kim.refused(event, {"conversation": anna.conversation}) == {"code": "not_assigned"}
        assert await kim.refused(event, {"conversation": "unknown"}) == {"code": "not_assigned"}
    circle = await asks(sam, anna.conversation)
    await kim.shows(lambda page: calls(page) == [("Sam", None)])
    await sam.done("help.call_off", {"conversation": anna.conversation})
    await kim.shows(lambda page: calls(page) == [])
    assert await kim.refused("help.come", {"circle": circle}) == {"code": "help_gone"}


async def test_help_outlives_a_refresh_and_a_lost_line(house: House) -> None:
    board, _ = await watching(house)
    anna, sam, _ = await house.talking()
    circle = await asks(sam, anna.conversation)
    await sam.close()
    again = await house.desk()
    view = (await again.done("seat.take", {}))["view"]
    assert [talk["help"]["circle"] for talk in view["talks"]] == [circle]
    assert calls(board, "board.changed") == [("Sam", None)]


async def test_over_two_nodes_help_comes_and_whispers_arrive(pair: Pair) -> None:
    one, other = pair
    anna, sam, _ = await talking(one, one)
    noor = await other.desk(NOOR)
    await noor.done("seat.take", {})
    board = await other.board(NOOR)
    room = (await board.done("board.watch", {}))["view"]["room"]
    circle = await asks(sam, anna.conversation)
    await board.hears("board.changed", lambda told: told["view"]["calls"] != [])
    await noor.shows(lambda page: calls(page) == [("Sam", None)])
    await noor.done("help.come", {"circle": circle})
    await sam.shows(lambda desk: helper_of(desk) == ["Noor"])
    await sam.done("whisper.send", {"circle": circle, "cmid": "w1", "body": body("hoi")})
    await noor.shows(lambda page: said(page) == [(1, "Sam", body("hoi"))])
    await board.done("room.send", {"circle": room, "cmid": "r1", "body": body("koffie")})
    await sam.shows(lambda page: (1, "Noor", body("koffie")) in said(page))
