"""The servers that ``relay`` compares. Each prints its port, then its processor time whenever a line is read."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import socketio
import uvloop
from aiohttp import web

from chat import server
from chat.transport.guard import Allowance
from tests.transport.house import CHEAP, Person, employ, settings_in
from volunteers.credentials import Passwords

LUISTER = "luister"
BARE = "python-socketio"
BARE_ON_UVLOOP = "python-socketio on uvloop"

PAIRS = 24
BODY = "x" * 200
WIDE = Allowance("as fast as it can", burst=10**9, per_second=1e9)
"""A benchmark speaks faster than people may."""


async def luister() -> None:
    """A node as it is served, but for the limits on how fast somebody may speak."""
    people = [Person(f"Stem {number:02}", capacity=1) for number in range(PAIRS)]
    vars(server)["Passwords"] = partial(Passwords, CHEAP)  # what it costs to sign in is not asked here
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        sessions = await employ(settings, people)
        async with server.node(settings, practice=False) as node:
            for door in node.gateway._doors.values():  # noqa: SLF001 - a node has no setting for this, and needs none
                door.events = {name: replace(event, allowance=WIDE) for name, event in door.events.items()}
            tell(node.port, *sessions.values())
            await asyncio.Event().wait()


async def bare() -> None:
    """python-socketio with its defaults: what is said in a room is sent on to the room, and acknowledged."""
    sio = socketio.AsyncServer(async_mode="aiohttp")
    rooms: dict[str, str] = {}

    async def connect(sid: str, _: object, auth: Mapping[str, str]) -> None:
        rooms[sid] = auth["pair"]
        await sio.enter_room(sid, auth["pair"])

    async def message(sid: str, said: object) -> Mapping[str, bool]:
        await sio.emit("message", said, room=rooms[sid])
        return {"ok": True}

    sio.on("connect", connect)
    sio.on("message", message)
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0).start()
    tell(runner.addresses[0][1])
    await asyncio.Event().wait()


def tell(port: int, *people: str) -> None:
    """Say where this server is, and from now on what it has used."""
    print(port, *people, flush=True)
    threading.Thread(target=answer, daemon=True).start()


def answer() -> None:
    """Tell the processor time of this process, once for every line."""
    for _ in sys.stdin:
        print(time.process_time(), flush=True)


def main() -> None:
    """Serve as the kind of server that was asked for."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # whoever started this has pinned itself
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    kinds: Mapping[str, Callable[[], None]] = {
        LUISTER: lambda: uvloop.run(luister()),
        BARE: lambda: asyncio.run(bare()),
        BARE_ON_UVLOOP: lambda: uvloop.run(bare()),
    }
    kinds[sys.argv[1]]()


if __name__ == "__main__":
    main()
