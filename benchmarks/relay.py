"""Messages a server relays and acknowledges for one second of its processor: Luister beside python-socketio as it comes.

Run as ``python -m benchmarks.relay``. A message counts when its sender has the answer and its reader has the text.
Both servers are processes of their own on one core, their clients on the other; they take turns, so a busy machine
slows both, and what is compared is the processor's time. Luister decodes, limits, orders, stores and tells; the other
one sends on what it gets.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientWebSocketResponse, DummyCookieJar, TCPConnector

from benchmarks.relay_servers import BARE, BARE_ON_UVLOOP, BODY, LUISTER, PAIRS
from tests.transport.page import handshake

ROUNDS = 9
MESSAGES_EACH = 20
"""How often each of a pair speaks in one round."""


class Server:
    """A process that relays, and tells how much of the processor it has used."""

    def __init__(self, process: subprocess.Popen[str], port: int, people: Sequence[str]) -> None:
        self._process = process
        self.origin = f"http://localhost:{port}"
        self.people = people
        """What identifies each pair's second side, in the server's own words."""

    def used_seconds(self) -> float:
        """The processor time of the process until now."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


@dataclass
class Side:
    """One of a pair: its socket, and what stands before and in the messages it sends."""

    socket: ClientWebSocketResponse
    door: str
    event: str
    fields: str

    async def ask(self, event: str, payload: str) -> str:
        """The answer to one event, as it stood on the line."""
        await self.socket.send_str(f'42{self.door}1["{event}",{payload}]')
        return await self.frame(f"43{self.door}1")

    async def say(self, cmid: str, reader: Side) -> None:
        """Say something, until it is acknowledged here and read there."""
        answer = await self.ask(self.event, f'{{{self.fields}"cmid":"{cmid}","body":"{BODY}"}}')
        assert '"ok":true' in answer, answer
        await reader.frame(f"42{reader.door}", f'"cmid":"{cmid}"')

    async def frame(self, start: str, holds: str = "") -> str:
        """The next frame of this kind; heartbeats are answered on the way."""
        while True:
            frame = await self.socket.receive_str()
            if frame == "2":
                await self.socket.send_str("3")
            elif frame.startswith(start) and holds in frame:
                return frame


@asynccontextmanager
async def running(kind: str) -> AsyncIterator[Server]:
    """A server of this kind on a core of its own."""
    command = [sys.executable, "-m", "benchmarks.relay_servers", kind]
    process = await asyncio.to_thread(
        subprocess.Popen, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port, *people = (await asyncio.to_thread(process.stdout.readline)).split()
        yield Server(process, int(port), people)
    finally:
        process.kill()
        process.wait()


async def met(kind: str, server: Server, client: ClientSession) -> list[tuple[Side, Side]]:
    """Pairs whose two sides can speak to each other."""
    if kind == LUISTER:
        return [await talking(server, client, number) for number in range(PAIRS)]
    sides = []
    for number in range(PAIRS):
        both = [await joined(server, client, number) for _ in range(2)]
        sides.append((both[0], both[1]))
    return sides


async def joined(server: Server, client: ClientSession, number: int) -> Side:
    """A side in the room of its pair."""
    side = Side(await handshake(client, server.origin), "", "message", "")
    await side.socket.send_str(f'40{{"pair":"{number}"}}')
    await side.frame("40")
    return side


async def talking(server: Server, client: ClientSession, number: int) -> tuple[Side, Side]:
    """A young person and a counsellor who took the conversation."""
    cookie = {"Cookie": f"__Host-session={server.people[number]}"}
    desk = Side(await handshake(client, server.origin, cookie), "/desk,", "message.send", "")
    seeker = Side(await handshake(client, server.origin), "/seeker,", "message.send", "")
    for side in (desk, seeker):
        await side.socket.send_str(f'40{side.door}{{"v":1}}')
        await side.frame(f"40{side.door}")
    await desk.ask("seat.take", "{}")
    await desk.ask("status.choose", '{"status":"ready"}')
    start = f"start-{number:-<22}"
    await seeker.ask("seeker.arrive", f'{{"start_id":"{start}","instance":"one","language":"nl"}}')
    offered = await desk.frame("42/desk,", '"offer":{"conversation":"')
    conversation = offered.partition('"offer":{"conversation":"')[2].partition('"')[0]
    taken = f'"conversation":"{conversation}","version":1'
    assert '"ok":true' in await desk.ask("offer.accept", f"{{{taken}}}")
    seeker.fields, desk.fields = f'"conversation":"{conversation}",', f"{taken},"
    return seeker, desk


async def converse(pair: tuple[Side, Side], turn: int) -> None:
    """One round of one pair: they speak in turn."""
    first, second = pair
    for number in range(MESSAGES_EACH):
        await first.say(f"a{turn}-{number}", second)
        await second.say(f"b{turn}-{number}", first)


async def rate(server: Server, pairs: list[tuple[Side, Side]], turn: int) -> float:
    """Messages for one second of the server's processor, in one round."""
    before = server.used_seconds()
    await asyncio.gather(*(converse(pair, turn) for pair in pairs))
    return 2 * MESSAGES_EACH * len(pairs) / (server.used_seconds() - before)


async def measure() -> dict[str, list[float]]:
    """The rates of each server, round by round; the first round warms up and is not counted."""
    kinds = (LUISTER, BARE, BARE_ON_UVLOOP)
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    async with (
        running(LUISTER) as ours,
        running(BARE) as bare,
        running(BARE_ON_UVLOOP) as bare_on_uvloop,
        ClientSession(cookie_jar=DummyCookieJar(), connector=TCPConnector(limit=0)) as client,
    ):
        servers = dict(zip(kinds, (ours, bare, bare_on_uvloop), strict=True))
        pairs = {kind: await met(kind, server, client) for kind, server in servers.items()}
        for turn in range(ROUNDS + 1):
            for kind, server in servers.items():
                measured = await rate(server, pairs[kind], turn)
                if turn > 0:
                    rates[kind].append(measured)
    return rates


def spread(figures: Sequence[float], digits: int) -> str:
    """The median, and from where to where."""
    low, middle, high = min(figures), statistics.median(figures), max(figures)
    return f"{middle:9,.{digits}f}   ({low:,.{digits}f} to {high:,.{digits}f})"


def main() -> None:
    """Measure, and print rates and ratios with their spread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    began = time.perf_counter()
    rates = asyncio.run(measure())
    messages = 2 * MESSAGES_EACH * PAIRS
    print(f"{PAIRS} pairs, {messages:,} messages of {len(BODY)} bytes in each of {ROUNDS} rounds,")
    print(
        f"relayed and acknowledged, for one second of the server's processor ({time.perf_counter() - began:.0f} s)"
    )
    for kind, figures in rates.items():
        print(f"  {kind:<36}{spread(figures, 0)}")
    for kind in (BARE, BARE_ON_UVLOOP):
        ratios = [ours / theirs for ours, theirs in zip(rates[LUISTER], rates[kind], strict=True)]
        print(f"  {LUISTER} / {kind:<26}{spread(ratios, 2)}")


if __name__ == "__main__":
    main()
