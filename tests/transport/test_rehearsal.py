"""The characters of a rehearsal on a running node, with a counsellor who answers a little."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chat.cli import main
from chat.identifiers import Seconds
from chat.rehearsal.company import characters, rehearse
from chat.rehearsal.page import Unreachable
from chat.rehearsal.script import Drop, Leave, Say, Script, Stay, Stop
from chat.routing.model import Desk, Language
from chat.settings import Settings
from tests.ports import free_port
from tests.transport.house import DeskPage, House, arriving, letters, open_house
from tests.waiting import comes_true

PACE = 0.0005
"""A second of a script in this many: the longest conversation takes one."""
FOR_EVER = Seconds(1e9)
NOW = Seconds(0)


def script(*lines: Say | Drop, end: Stop | Leave | Stay | None = None, name: str = "de ene") -> Script:
    return Script(name, "Oefenen.", Language.DUTCH, lines, end or Stop(NOW))


def says(text: str, *, patience: Seconds | None = None, pause: Seconds = NOW) -> Say:
    return Say(text, pause, patience)


@dataclass
class Attendant:
    """A counsellor who accepts, says one thing in each conversation, and closes what has ended."""

    desk: DeskPage
    answers: bool = True
    logs: dict[str, dict[int, Mapping[str, Any]]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    _seen: int = 0

    async def attend(self) -> None:
        while True:
            await self.desk.until(lambda: len(self.desk.told) > self._seen)
            event, payload = self.desk.told[self._seen]
            self._seen += 1
            if event == "log.appended":
                self._note(payload["conversation"], [payload["entry"]])
            elif event == "seat.changed" and payload["view"]:
                await self._look(payload["view"])

    async def _look(self, view: Mapping[str, Any]) -> None:
        for talk in view["talks"]:
            if talk["phase"] == "ended" and talk["conversation"] not in self.closed:
                self.closed.add(talk["conversation"])
                await self.desk.done("end.confirm", {"conversation": talk["conversation"]})
        offer = view["offer"]
        if offer is None or offer["conversation"] in self.versions:
            return
        conversation, version = offer["conversation"], offer["version"]
        self.versions[conversation] = version
        await self.desk.done("offer.accept", {"conversation": conversation, "version": version})
        log = await self.desk.done("log.sync", {"conversation": conversation, "position": None})
        self._note(conversation, log["log"]["entries"])
        if self.answers:
            await self.say(conversation, "Fijn dat je er bent.")

    async def say(self, conversation: str, text: str) -> None:
        sent = {"conversation": conversation, "cmid": f"c-{len(self.logs[conversation])}"}
        body = json.dumps({"text": text})
        await self.desk.done("message.send", {**sent, "body": body, "version": self.versions[conversation]})

    def _note(self, conversation: str, entries: list[Mapping[str, Any]]) -> None:
        self.logs.setdefault(conversation, {}).update({entry["seq"]: entry for entry in entries})

    def heard(self, conversation: str) -> list[str]:
        """What the young person said, in order."""
        log = self.logs[conversation]
        said = [log[seq] for seq in sorted(log) if log[seq]["kind"] == "message"]
        return [json.loads(entry["body"])["text"] for entry in said if entry["side"] == "seeker"]


@asynccontextmanager
async def attending(house: House, *, answers: bool = True) -> AsyncIterator[Attendant]:
    attendant = Attendant(await house.ready(), answers)
    task = asyncio.create_task(attendant.attend())
    try:
        yield attendant
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def rehearsing(
    house: House, *scripts: Script, again: bool = False, pace: float = PACE
) -> AsyncIterator[tuple[list[str], asyncio.Task[None]]]:
    """What is told of a rehearsal that runs beside, and the rehearsal; stopped at the end of the block."""
    told: list[str] = []
    chosen = {str(number): one for number, one in enumerate(scripts)}
    task = asyncio.create_task(rehearse(house.origin, chosen, told.append, again=again, pace=pace))
    try:
        yield told, task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def is_empty(house: House) -> bool:
    desk: Desk = house.store._desk
    lines = (desk.guests, desk.waiting, desk.offers, desk.talks, desk.closing)
    return not any(lines) and not house.store._logs


async def test_all_five_play_to_their_end_marked_uncounted_and_forgotten(house: House) -> None:
    board = await house.board()
    await board.done("board.watch", {})
    told: list[str] = []
    scripts = characters()
    async with attending(house) as attendant:
        await rehearse(house.origin, scripts, told.append, pace=PACE)
        await comes_true(lambda: is_empty(house))
    desk = attendant.desk
    wanted = {tuple(line.text for line in one.lines if isinstance(line, Say)) for one in scripts.values()}
    assert {tuple(attendant.heard(conversation)) for conversation in attendant.logs} == wanted
    assert all(sorted(log) == list(range(1, len(log) + 1)) for log in attendant.logs.values())
    views = [payload["view"] for payload in desk.told_of("seat.changed")]
    shown = [view["offer"] for view in views if view["offer"]] + [t for view in views for t in view["talks"]]
    assert len(attendant.logs) == 5
    assert [thing["rehearsed"] for thing in shown] == [True] * len(shown)
    boards = [payload["view"] for payload in board.told_of("board.changed")]
    assert {(view["waiting"], view["longest_wait_ms"], view["talking"]) for view in boards} == {(0, None, 0)}
    free = [view["free"] for view in boards]
    assert set(free[free.index(3) :]) == {3}
    for one in scripts.values():
        mine = [line.removeprefix(f"{one.name}: ") for line in told if line.startswith(f"{one.name}: ")]
        assert mine[:2] == [one.purpose, mine[1]]
        assert mine[-1].startswith(("is done: seeker_stopped", "has left at once"))


async def test_who_drops_comes_back_to_the_same_conversation(house: House) -> None:
    drops = Drop(NOW, away=Seconds(600))
    lines = (says("hoi"), says("eerst", patience=FOR_EVER), drops, says("weer", patience=FOR_EVER))
    async with attending(house) as attendant, rehearsing(house, script(*lines)) as (told, rehearsal):
        (conversation,) = [(await attendant.desk.offer())["conversation"]]

        def away(view: Mapping[str, Any]) -> bool:
            return any(talk["seeker_away_ms"] is not None for talk in view["talks"])

        await attendant.desk.hears("seat.changed", lambda payload: away(payload["view"]))
        await attendant.say(conversation, "Ben je er nog?")
        await rehearsal
        await comes_true(lambda: is_empty(house))
        assert attendant.heard(conversation) == ["hoi", "eerst", "weer"]
        assert list(attendant.logs) == [conversation]
    lost, back = "de ene: loses the connection for 600 s", "de ene: is back"
    assert told.index(lost) < told.index(back) < told.index("de ene: says: weer")


async def test_a_line_after_the_counsellor_waits_for_what_they_say_and_shows_it_was_seen(
    house: House,
) -> None:
    lines = (says("hoi"), says("ja", patience=FOR_EVER, pause=Seconds(4)))
    async with (
        attending(house, answers=False) as attendant,
        rehearsing(house, script(*lines)) as (_, rehearsal),
    ):
        conversation = (await attendant.desk.offer())["conversation"]
        await comes_true(lambda: conversation in attendant.logs)
        await comes_true(lambda: attendant.heard(conversation) == ["hoi"])
        await attendant.say(conversation, "Hoi, ik ben Sam.")
        await rehearsal
        desk = attendant.desk
        await desk.hears("typing.changed", lambda payload: payload["typing"] is True)
        await desk.hears("mark.changed", lambda payload: payload["mark"]["seen"] >= 3)
        await comes_true(lambda: attendant.heard(conversation) == ["hoi", "ja"])
        log = attendant.logs[conversation]
    sides = [log[seq]["side"] for seq in sorted(log) if log[seq]["kind"] == "message"]
    assert sides == ["seeker", "counsellor", "seeker"]


async def test_patience_ends_and_the_character_goes_on(house: House) -> None:
    lines = (says("hoi"), says("hallo?", patience=Seconds(200)))
    async with attending(house, answers=False) as attendant:
        told: list[str] = []
        await rehearse(house.origin, {"one": script(*lines)}, told.append, pace=PACE)
        await comes_true(lambda: is_empty(house))
        assert [attendant.heard(conversation) for conversation in attendant.logs] == [["hoi", "hallo?"]]


async def test_the_counsellor_may_end_it(house: House) -> None:
    staying = script(says("hoi"), says("ja", patience=FOR_EVER), end=Stay(FOR_EVER))
    async with attending(house) as attendant, rehearsing(house, staying) as (told, rehearsal):
        conversation = (await attendant.desk.offer())["conversation"]
        await comes_true(lambda: "de ene: says: ja" in told)
        await attendant.desk.done("conversation.end", {"conversation": conversation})
        await rehearsal
        await comes_true(lambda: is_empty(house))
        assert told[-1] == "de ene: is done: counsellor_ended"


async def test_what_the_counsellor_ends_in_the_middle_is_over(house: House) -> None:
    lines = (says("hoi"), says("ja", patience=FOR_EVER), says("nooit", patience=FOR_EVER))
    async with attending(house) as attendant, rehearsing(house, script(*lines)) as (told, rehearsal):
        conversation = (await attendant.desk.offer())["conversation"]
        await comes_true(lambda: "de ene: says: ja" in told)
        await attendant.desk.done("conversation.end", {"conversation": conversation})
        await rehearsal
        await comes_true(lambda: is_empty(house))
        assert "de ene: says: nooit" not in told


async def test_who_is_stopped_leaves_at_once(house: House) -> None:
    lines = (says("hoi"), says("nooit", pause=FOR_EVER))
    async with attending(house) as attendant, rehearsing(house, script(*lines)) as (_, rehearsal):
        await attendant.desk.offer()
        await comes_true(lambda: bool(attendant.logs))
        rehearsal.cancel()
        with suppress(asyncio.CancelledError):
            await rehearsal

        def left(payload: Mapping[str, Any]) -> bool:
            return any(talk["reason"] == "seeker_left" for talk in payload["view"]["talks"])

        assert await attendant.desk.hears("seat.changed", left)
        await comes_true(lambda: is_empty(house))


async def test_somebody_real_goes_before_and_takes_the_offer(house: House) -> None:
    desk = await house.ready()
    async with rehearsing(house, script(says("hoi"), says("ja", patience=FOR_EVER))) as (told, _):
        played = (await desk.offer())["conversation"]
        real = await house.arrived("anna")
        assert (await desk.offer(real.conversation))["conversation"] == real.conversation != played
        await comes_true(lambda: told[-1] == "de ene: waits, number 2")
        assert "de ene: waits, number 1" in told


async def test_again_begins_anew_until_it_is_stopped(house: House) -> None:
    async with rehearsing(house, script(says("hoi"), end=Leave(NOW)), again=True) as (told, _):
        await comes_true(lambda: told.count("de ene: has left at once") >= 3)
    await comes_true(lambda: is_empty(house))
    await comes_true(lambda: house.node.gateway.open_sockets() == 0)
    assert told.count("de ene: Oefenen.") >= 3


async def test_a_node_that_stops_in_the_middle_is_a_lost_line_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    company = {"one": script(says("hoi"), says("ja", patience=FOR_EVER))}
    async with open_house(tmp_path, monkeypatch) as house:
        rehearsal = asyncio.create_task(rehearse(house.origin, company, told.append, pace=PACE))
        await comes_true(lambda: "de ene: says: hoi" in told)
    await rehearsal
    assert told[-1] == "de ene: has lost the connection for good"


async def test_a_line_that_does_not_open_ends_everybody_with_one_error() -> None:
    told: list[str] = []
    company = {"one": script(says("hoi")), "two": script(says("hoi"), name="de ander")}
    with pytest.raises(Unreachable):
        await rehearse(f"http://127.0.0.1:{free_port()}", company, told.append, pace=PACE)
    assert [line for line in told if "says" in line] == []


def test_the_command_says_in_one_line_that_nobody_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUISTER_ORIGIN", f"http://127.0.0.1:{free_port()}")
    assert main(["rehearse", "quiet"]) == 2
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"de stille: {characters()['quiet'].purpose}"]
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("luister: no Luister of this release lets anybody in at http://127.0.0.1:")
    assert list(tmp_path.iterdir()) == []


def test_the_command_knows_its_characters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LUISTER_ORIGIN", "http://127.0.0.1:1")
    assert main(["rehearse", "quiet", "loud"]) == 2
    assert capsys.readouterr().err == "luister: the characters are burst, danger, dropper, quiet, tester\n"


async def test_nobody_claims_to_be_a_rehearsal_on_a_public_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "is_production", property(lambda _: True))
    async with open_house(tmp_path, monkeypatch) as public:
        page = await public.seeker()
        claimed = {**arriving(letters("anna")), "rehearsed": True}
        assert await page.refused("seeker.arrive", claimed) == {"code": "forbidden"}
        assert public.store.is_empty()
        await page.arrive(letters("anna"))
