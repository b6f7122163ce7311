"""The process that plays many people on the served modules, steered by one JSON line after another."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

MAIN = Path(__file__).parent / "clients" / "main.js"
CHECKOUT = Path(__file__).parents[2]
LINE_BYTES = 64 * 1024 * 1024
"""All screens of fifty pairs after hours of talk stand in one line."""

Words = dict[str, Any]


class Refused(Exception):
    """The client could not do what was asked."""


class Clients:
    """Everybody who is played; each request is answered once."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._ids = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Any]] = {}

    async def do(self, verb: str, who: str | None = None, **words: object) -> Any:
        """Ask one person, or by default all, to do something. Raises Refused with the client's reason."""
        number = next(self._ids)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        asked = {"id": number, "do": verb, **words} | ({} if who is None else {"who": who})
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        await self._process.stdin.drain()
        return await answer

    async def listen(self) -> None:
        """Hand every answer to whoever asked, until the process ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said: Words = json.loads(line)
            answer = self._asked.pop(said["id"])
            if answer.cancelled():
                continue
            if "fault" in said:
                answer.set_exception(Refused(said["fault"]))
            else:
                answer.set_result(said["ok"])
        for answer in self._asked.values():
            answer.cancel()


@asynccontextmanager
async def playing(origin: str) -> AsyncIterator[Clients]:
    """The process, for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        str(CHECKOUT / "scripts" / "node.sh"),
        *("node", "--experimental-vm-modules", "--no-warnings", str(MAIN), origin),
        cwd=CHECKOUT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_BYTES,
    )
    clients = Clients(process)
    listening = asyncio.create_task(clients.listen())
    try:
        yield clients
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        await listening
