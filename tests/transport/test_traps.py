"""The traps of python-socketio, engineio and aiohttp, by the numbers of the list at the head of the gateway."""

import asyncio
import base64
import gc
import json
import logging
import re
import time
import types
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import socketio

from chat.conversation.model import Kind, Side
from chat.errors import Busy
from chat.service.seeking import Seeking
from chat.store.memory import MemoryStore
from chat.transport import gateway, pushes
from chat.transport.connection import Connected, Connection
from chat.transport.library import UNREAD_PACKETS_MOST, Library
from chat.transport.shapes import EntryWire
from tests.transport.house import House, letters, open_house, resuming
from tests.transport.page import HANDSHAKE, Page, Payload, Refused, handshake
from tests.transport.raw import RawSocket
from tests.waiting import comes_true

CANARY = "kanarievogel"
CONNECT = '40/seeker,{"v":1}'
BRISK = 0.5
"""Pings in a hurry, for tests about who does not answer them."""
BUSY = 2.0
"""How much later a busy machine may do what is due."""


def library_of(house: House) -> Library:
    return house.node.gateway._server


def nothing_is_left(house: House) -> bool:
    """Whether neither we nor the library hold anything of any socket."""
    library = library_of(house)
    manager = library.manager
    tables = (manager.rooms, manager.pending_connect, manager.pending_disconnect, manager.callbacks)
    return not any((*tables, library.environ, library.eio.sockets, len(house.node.connected)))


@asynccontextmanager
async def brisk_house(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house in which who does not answer is gone soon."""
    monkeypatch.setattr(gateway, "PING_SECONDS", BRISK)
    async with open_house(folder, monkeypatch) as house:
        yield house


@pytest.mark.parametrize("fault", [RuntimeError, TypeError])
async def test_01_05_a_fault_while_connecting_lets_nobody_in(
    house: House, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    tried = []

    def add(_: Connected, connection: Connection) -> None:
        tried.append(connection)
        raise fault(CANARY)

    with monkeypatch.context() as broken:
        broken.setattr(Connected, "add", add)
        page = Page("/seeker", await handshake(house.client, house.origin))
        with pytest.raises(Refused, match="internal"):
            await page.knock({"v": 1})
    assert (len(tried), house.node.faults.count, len(house.node.connected)) == (1, 1, 0)
    assert library_of(house).manager.rooms == {}
    page.refusal = None
    await page.knock({"v": 1})
    assert await page.refused("seeker.leave", {}) == {"code": "not_arrived"}


async def test_02_06_nothing_reaches_a_socket_that_was_refused(house: House) -> None:
    sockets = [Page("/seeker", await handshake(house.client, house.origin)) for _ in range(3)]
    for page, auth in zip(sockets, ({"v": 2}, {}, {"v": 1, "admin": True}), strict=True):
        with pytest.raises(Refused, match="version"):
            await page.knock(auth)
    seeker, desk, _ = await house.talking()
    await seeker.say("c1")
    await desk.hears("log.appended", lambda told: told["entry"].get("cmid") == "c1")
    for page in sockets:
        await page.socket.send_str('42/seeker,1["seeker.leave",{}]')
        await page.socket.send_str("40/nowhere,")
        await page.socket.send_str("40")
        await page.shows(lambda page: len(page.frames) >= 4)
        assert (page.told, page.answers, page.sid) == ([], {}, None)
        await page.close()
    rooms = library_of(house).manager.rooms
    assert {room for door in rooms.values() for room in door} == {None, seeker.sid, desk.sid}


async def test_03_a_fault_while_disconnecting_leaves_nothing_behind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def drop(*_: object) -> None:
        raise RuntimeError(CANARY)

    page = await house.arrived("anna")
    monkeypatch.setattr(Seeking, "drop", drop)
    await page.close()
    await comes_true(lambda: nothing_is_left(house))
    assert house.node.faults.count == 1


async def test_03_a_goodbye_that_a_busy_store_missed_is_said_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = Seeking.drop
    missed: list[object] = []

    async def drop(seeking: Seeking, *who: Any) -> None:
        if not missed:
            missed.append(who)
            raise Busy
        await dropped(seeking, *who)

    page, desk, _ = await house.talking()
    monkeypatch.setattr(gateway, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(Seeking, "drop", drop)
    await page.close()
    await desk.hears(
        "seat.changed", lambda told: [t["seeker_away_ms"] is None for t in told["view"]["talks"]] == [False]
    )
    assert len(missed) == 1


async def test_04_who_leaves_while_connecting_leaves_no_ghost(house: House) -> None:
    for _ in range(30):
        socket = await house.rude()
        socket.say(CONNECT, f'42/seeker,1["seeker.arrive",{json.dumps(ARRIVING)}]')
        socket.writer.write_eof()
        quick = await house.rude()
        quick.say(CONNECT)
        quick.cut()
    await comes_true(lambda: nothing_is_left(house))
    assert house.node.faults.count == 0


ARRIVING = {"start_id": letters("anna"), "instance": "page-1", "language": "nl"}


async def test_04_who_goes_on_talking_after_the_goodbye_is_no_ghost(house: House) -> None:
    socket = await house.rude()
    socket.say("40/board,")
    socket.say("1", CONNECT, '42/seeker,1["seeker.leave",{}]')
    await socket.is_cut()
    await comes_true(lambda: nothing_is_left(house))
    assert house.node.faults.count == 0


async def test_07_no_message_queue_stands_between(house: House) -> None:
    assert type(library_of(house).manager) is socketio.AsyncManager


async def test_08_a_flood_of_heartbeats_starts_no_tasks(house: House) -> None:
    page = await house.arrived("anna")
    before = len(asyncio.all_tasks())
    for _ in range(2000):
        await page.socket.send_str("3")
    await page.say("c1")
    assert len(asyncio.all_tasks()) <= before + 1


async def test_08_a_flood_of_events_is_answered_and_leaves_no_tasks(house: House) -> None:
    page = await house.arrived("anna")
    before = len(asyncio.all_tasks())
    typing = {"conversation": page.conversation, "typing": True}
    numbers = [await page.send("typing.set", typing) for _ in range(500)]
    await page.until(lambda: all(number in page.answers for number in numbers))
    assert sum("rate_limited" in page.answers[number] for number in numbers) > 400
    assert len(asyncio.all_tasks()) <= before + 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://praat.example.nl"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://localhost.example.nl"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "", "X-Forwarded-Host": "localhost"},
    ],
)
async def test_09_a_page_of_another_site_cannot_connect(house: House, headers: dict[str, str]) -> None:
    refused = await house.rude(headers)
    assert refused.answer.startswith("HTTP/1.1 403 ")
    assert "Access-Control" not in refused.answer
    own = await house.rude({"Sec-Fetch-Site": "same-origin"})
    assert own.answer.startswith("HTTP/1.1 101 ")


async def test_10_ids_count_nobody(house: House) -> None:
    pages = [await house.seeker() for _ in range(8)]
    ids = [page.opening["sid"] for page in pages] + [str(page.sid) for page in pages]
    assert len(set(ids)) == 16
    chance = [sid.partition(".")[2] for sid in ids]
    ends = [int.from_bytes(base64.urlsafe_b64decode(part + "==")[-3:]) for part in chance]
    assert {len(part) for part in chance} == {22}
    assert len({sid.partition(".")[0] for sid in ids}) == 1  # the node's name, which is chance too
    assert max(abs(later - earlier) for earlier, later in pairwise(ends)) > 2**16


async def test_11_16_22_long_polling_is_refused(house: House) -> None:
    page = await house.seeker()
    known = page.opening["sid"]
    answers = []
    for method in ("GET", "POST", "OPTIONS", "PUT"):
        for query in ("EIO=4&transport=polling", f"EIO=4&transport=polling&sid={known}", "EIO=4"):
            url, headers = f"{house.origin}/socket.io/?{query}", {"Origin": house.origin}
            async with house.client.request(method, url, headers=headers, data=b"4") as answer:
                answers.append((method, answer.status))
                text = await answer.text()
                assert known not in text
                assert '"sid"' not in text
    assert set(answers) == {("GET", 400), ("POST", 405), ("OPTIONS", 405), ("PUT", 405)}
    assert house.node.gateway.open_sockets() == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (HANDSHAKE + "&sid={sid}", {}),
        (HANDSHAKE.replace("EIO=4", "EIO=3"), {}),
        (HANDSHAKE, {"Sec-WebSocket-Version": "12"}),
        (HANDSHAKE, {"Sec-WebSocket-Key": "short"}),
        (HANDSHAKE, {"Connection": "close"}),
    ],
)
async def test_11_a_handshake_that_fails_leaves_nothing_behind(
    house: House, path: str, headers: dict[str, str]
) -> None:
    page = await house.seeker()
    failed = await house.rude(headers, path.format(sid=page.opening["sid"]))
    assert failed.answer.startswith("HTTP/1.1 400 ")
    assert house.node.gateway.open_sockets() == 1
    await page.close()
    await comes_true(lambda: nothing_is_left(house))
    assert house.node.faults.count == 0


async def test_12_14_the_libraries_write_nothing(
    house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    page = await house.arrived("anna")
    await page.say("c1", CANARY)
    await page.refused(CANARY, {CANARY: CANARY})
    for frame in ("", "x" + CANARY, "4[[" + CANARY, f"42/seeker,9[{CANARY}", f"47{CANARY}", "40/" + CANARY):
        await page.socket.send_str(frame)
    await page.say("c2")
    assert " 403 " in (await house.rude({"Origin": f"https://{CANARY}.nl"})).answer
    page.vanish()
    await comes_true(lambda: nothing_is_left(house))
    assert [record for record in caplog.records if CANARY in record.getMessage()] == []
    # The line's settings are read meanwhile, and nothing else is in that database but people's accounts.
    assert {record.name.partition(".")[0] for record in caplog.records} <= {"asyncio", "aiosqlite"}
    assert capfd.readouterr() == ("", "")


async def test_13_the_library_holds_nothing_of_a_handshake(house: House) -> None:
    headers = {
        "User-Agent": CANARY,
        "Cookie": f"andere={CANARY}",
        "Accept-Language": CANARY,
        "Referer": CANARY,
    }
    page = await house.seeker({**headers, "X-Forwarded-For": CANARY})
    await page.arrive(letters("anna"))
    silent = await house.rude(headers)
    assert " 101 " in silent.answer
    library = library_of(house)
    assert reachable(library, lambda text: CANARY in text) == []
    (arrival, _) = library.environ.values()
    assert reachable(arrival, lambda text: text == str(page.sid)) == []
    library.environ["planted"] = {"HTTP_USER_AGENT": CANARY}
    assert reachable(library, lambda text: CANARY in text) == [CANARY]
    del library.environ["planted"]


def reachable(root: object, wanted: Callable[[str], bool]) -> list[str]:
    """Every text that can be reached from *root*, but for what the web server itself holds, and code."""
    seen: set[int] = set()
    found: list[str] = []
    queue: list[object] = [root]
    while queue:
        one = queue.pop()
        if id(one) in seen or isinstance(one, (type, types.ModuleType, types.FunctionType, types.FrameType)):
            continue
        seen.add(id(one))
        if isinstance(one, (str, bytes)):
            text = one if isinstance(one, str) else one.decode("latin-1")
            if wanted(text):
                found.append(text)
        elif not type(one).__module__.startswith(("aiohttp", "uvloop", "asyncio", "_asyncio", "chat.server")):
            queue.extend(gc.get_referents(one))
    return found


async def test_15_what_is_sent_in_order_is_stored_in_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, slow = MemoryStore.append, iter([3, 0, 7, 1, 5, 0, 2, 9, 0, 4, 1, 6, 0, 8, 2])

    async def appended(store: MemoryStore, *said: Any) -> object:
        for _ in range(next(slow)):
            await asyncio.sleep(0)
        return await append(store, *said)

    page = await house.arrived("anna")
    monkeypatch.setattr(MemoryStore, "append", appended)
    numbers = [await page.send("message.send", page.message(f"c{n}")) for n in range(15)]
    answers = [await page.answer(number) for number in numbers]
    assert [answer["seq"] for answer in answers] == list(range(1, 16))


async def test_15_a_slow_event_does_not_keep_heartbeats_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = asyncio.Event()
    append = MemoryStore.append

    async def appended(store: MemoryStore, *said: Any) -> object:
        await stored.wait()
        return await append(store, *said)

    async with brisk_house(tmp_path, monkeypatch) as house:
        page = await house.arrived("anna")
        monkeypatch.setattr(MemoryStore, "append", appended)
        number = await page.send("message.send", page.message("c1"))
        await page.until(lambda: page.frames.count("2") >= 3)
        stored.set()
        assert (await page.answer(number))["seq"] == 1


async def test_17_20_a_reader_that_stops_reading_is_cut_off(house: House) -> None:
    socket = await house.rude()
    socket.say(CONNECT)
    await socket.read_until(b"/seeker")
    socket.stop_reading()
    (connection,) = house.node.connected
    ((_, eio),) = library_of(house).eio.sockets.items()
    news = pushes.LogAppended(conversation="c", epoch="e", entry=ENTRY)
    longest = 0
    while house.node.gateway.open_sockets():
        await house.node.gateway.send(connection, news)
        longest = max(longest, eio.queue.qsize())
        await asyncio.sleep(0)
    assert UNREAD_PACKETS_MOST <= longest <= UNREAD_PACKETS_MOST + 1
    await comes_true(lambda: nothing_is_left(house))
    await house.node.gateway.send(connection, news)


ENTRY = EntryWire(seq=1, kind=Kind.MESSAGE, side=Side.SEEKER, cmid="c1", proof="p" * 22, body="x" * 8000)


async def test_17_answers_do_not_pile_up_for_a_reader_that_stops_reading(house: House) -> None:
    writer = await house.arrived("anna")
    for number in range(15):
        await writer.say(f"c{number}", "x" * 8000)
    await writer.close()
    await comes_true(lambda: nothing_is_left(house))
    socket = await house.rude()
    back = json.dumps(resuming(writer.ticket, writer.instance, take_over=False))
    socket.say(CONNECT, f'42/seeker,["seeker.resume",{back}]')
    await socket.read_until(b"/seeker")
    socket.stop_reading()
    ((_, eio),) = library_of(house).eio.sockets.items()
    sync = json.dumps({"conversation": writer.conversation, "position": None})
    socket.say(*(f'42/seeker,{n}["log.sync",{sync}]' for n in range(400)))
    longest = 0
    while house.node.gateway.open_sockets():
        longest = max(longest, eio.queue.qsize())
        await asyncio.sleep(0)
    assert UNREAD_PACKETS_MOST / 2 < longest <= UNREAD_PACKETS_MOST + 1
    await comes_true(lambda: nothing_is_left(house))


async def test_18_a_frame_too_large_closes_and_a_good_reconnect_works(house: House) -> None:
    page = await house.arrived("anna")
    await page.socket.send_str("42" + "x" * gateway.FRAME_BYTES)
    await page.until(lambda: page.is_closed)
    assert page.close_code == 1009
    again = await house.seeker()
    back = resuming(page.ticket, page.instance, take_over=False)
    assert (await again.done("seeker.resume", back))["view"]["conversation"] == page.conversation
    assert house.node.faults.count == 0


async def test_19_what_is_sent_at_once_arrives_whole_and_in_order(house: House) -> None:
    page = await house.seeker()
    (connection,) = house.node.connected
    news = [pushes.ServerDraining(after_ms=number) for number in range(50)]
    await asyncio.gather(*(house.node.gateway.send(connection, event) for event in news))
    await page.until(lambda: len(page.told) == 50)
    assert [payload["after_ms"] for payload in page.told_of("server.draining")] == list(range(50))


async def test_21_nothing_is_compressed_though_the_browser_offers(house: House) -> None:
    socket = await house.rude()
    assert socket.answer.startswith("HTTP/1.1 101 ")
    assert "sec-websocket-extensions" not in socket.answer.lower()
    accepted = await house.client.ws_connect(
        house.origin + HANDSHAKE, headers={"Origin": house.origin}, compress=15
    )
    assert accepted.compress == 0
    await accepted.close()


def away_ms(told: Payload) -> Any:
    """For how long the young person of the first conversation has been away; None while they are here."""
    return next((talk["seeker_away_ms"] for talk in told["view"]["talks"]), None)


@pytest.mark.in_seconds
async def test_23_25_who_does_not_answer_pings_is_gone_and_so_is_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with brisk_house(tmp_path, monkeypatch) as house:
        page, desk, _ = await house.talking()
        nobody = await house.rude()
        tasks = len(asyncio.all_tasks())
        vanished = time.monotonic()
        page.answers_pings = False
        away = await desk.hears("seat.changed", lambda told: away_ms(told) is not None)
        assert time.monotonic() - vanished < 3 * BRISK + BUSY
        assert (
            away_ms(away) >= 1.9 * BRISK * 1000
        )  # from their last answer, which came a moment after the ping
        await page.until(lambda: page.is_closed)
        await nobody.is_cut()
        await comes_true(lambda: house.node.gateway.open_sockets() == 1)
        assert len(asyncio.all_tasks()) < tasks


async def test_23_setting_the_clock_disconnects_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_time = time.time
    async with brisk_house(tmp_path, monkeypatch) as house:
        page = await house.arrived("anna")
        (connection,) = house.node.connected
        for step in (3600, -7200):
            page.answers_pings = False
            page.frames.clear()
            await page.until(lambda: "2" in page.frames)
            monkeypatch.setattr(time, "time", partial(shifted, true_time, step))
            # At every packet the library looks how long the ping has been waiting for its answer.
            await house.node.gateway.send(connection, pushes.ServerDraining(after_ms=step + 7200))
            await page.hears("server.draining", after(step + 7200))
            await page.socket.send_str("3")
            page.answers_pings = True
            await page.until(lambda: page.frames.count("2") >= 2)
        assert (await page.say("c1"))["seq"] == 1


def after(milliseconds: int) -> Callable[[Payload], bool]:
    return lambda told: bool(told["after_ms"] == milliseconds)


def shifted(clock: Callable[[], float], seconds: float) -> float:
    return clock() + seconds


async def test_24_a_late_goodbye_removes_nothing_of_the_new_connection(house: House) -> None:
    old, desk, _ = await house.talking()
    new = await house.seeker()
    await new.done("seeker.resume", resuming(old.ticket, old.instance, take_over=False))
    sam_again = await house.desk()
    await sam_again.done("seat.take", {})
    await old.close()
    await desk.close()
    await comes_true(lambda: len(house.node.connected) == 2)
    view = (await sam_again.done("seat.take", {}))["view"]
    assert (view["status"], [talk["seeker_away_ms"] for talk in view["talks"]]) == ("ready", [None])
    view = (await new.done("seeker.resume", resuming(old.ticket, old.instance, take_over=False)))["view"]
    assert (view["phase"], view["counsellor_here"]) == ("talking", True)


async def fill(house: House, deaf: RawSocket) -> None:
    """So much is on its way to who does not read that a goodbye cannot pass."""
    deaf.stop_reading()
    (connection,) = (one for one in house.node.connected if one.address is None and one.door == "/seeker")
    library = library_of(house)
    eio = library.eio.sockets[library.manager.eio_sid_from_sid(connection.id, connection.door)]
    while eio.queue.qsize() < 20:
        await house.node.gateway.send(
            connection, pushes.LogAppended(conversation="c", epoch="e", entry=ENTRY)
        )
        await asyncio.sleep(0)


@pytest.mark.in_seconds
async def test_26_stopping_tells_everybody_and_waits_for_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(tmp_path, monkeypatch) as house:
        page, desk, _ = await house.talking()
        board = await house.board()
        deaf = await house.rude()
        deaf.say(CONNECT)
        await deaf.read_until(b"/seeker")
        await fill(house, deaf)
        began = time.monotonic()
    assert time.monotonic() - began < 3
    for told in (page, desk, board):
        await told.shows(lambda page: page.is_closed)
        assert [0 <= news["after_ms"] <= 2000 for news in told.told_of("server.draining")] == [True]
        assert told.said_goodbye
    assert nothing_is_left(house)


async def test_26_while_stopping_nobody_is_let_in(house: House) -> None:
    held = Page("/seeker", await handshake(house.client, house.origin))
    house.node.gateway._draining = True
    with pytest.raises(Refused, match="draining"):
        await held.knock({"v": 1})
    late = await house.rude()
    assert late.answer.startswith("HTTP/1.1 503 ")


@pytest.mark.in_seconds
async def test_26_what_never_ends_does_not_keep_the_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began_to_wait = []

    async def append(*said: object) -> None:
        began_to_wait.append(said)
        await asyncio.Event().wait()

    async with open_house(tmp_path, monkeypatch) as house:
        page = await house.arrived("anna")
        monkeypatch.setattr(MemoryStore, "append", append)
        await page.send("message.send", page.message("c1"))
        await comes_true(lambda: began_to_wait != [])
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert page.said_goodbye


def test_every_trap_that_the_gateway_names_has_a_test() -> None:
    named = set(re.findall(r"\b\d{1,2}\b", str(gateway.__doc__).partition("(tests/transport/")[2]))
    shown = {str(int(number)) for name in globals() for number in re.findall(r"_(\d\d)(?=_)", name)}
    assert named - {"32"} <= shown  # 32 KiB
    assert len(named) > 20
