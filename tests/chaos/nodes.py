"""The program as processes that are killed and started again, at the same port, on the same data."""

import asyncio
import base64
import os
import random
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.ports import free_port

COMMAND = str(Path(sys.executable).with_name("luister"))
STARTS_WITHIN_SECONDS = 60.0
STOPS_WITHIN_SECONDS = 30.0
NEVER = -1
LOOK_EVERY_SECONDS = 0.02
READY = b"HTTP/1.1 200"


@dataclass(eq=False)
class Node:
    """One address at which the program runs, or was killed and may run again."""

    folder: Path
    settings: dict[str, str]
    program: tuple[str, ...] = (COMMAND, "serve")
    """What is started: another one for a node whose clock is off."""
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when visitors can come."""
        assert self.process is None
        inherited = {name: word for name, word in os.environ.items() if not name.startswith("LUISTER_")}
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "out").open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                *self.program,
                cwd=self.folder,
                env={**inherited, **self.settings, "LUISTER_PORT": str(self.port)},
                stdout=out,
                stderr=asyncio.subprocess.STDOUT,
            )
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            while not await self.is_ready():
                assert self.process.returncode is None, self.said()
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def is_ready(self) -> bool:
        """Whether it says that it can take visitors."""
        with suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.readuntil(b"\r\n")
            writer.close()
            return answer.startswith(READY)
        return False

    async def kill(self) -> None:
        """Take it away without a word."""
        await self.end(signal.SIGKILL)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code; NEVER for one that had to be killed after all."""
        assert self.process is not None
        process, self.process = self.process, None
        if process.returncode is None:
            process.send_signal(how)
        try:
            async with asyncio.timeout(STOPS_WITHIN_SECONDS):
                return await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            return NEVER

    def said(self) -> str:
        """Everything it ever wrote."""
        return (self.folder / "out").read_text("utf-8")


def deployment_key(chance: random.Random) -> str:
    """A key as an operator would make one, but the same for the same seed."""
    return base64.b64encode(chance.randbytes(32)).decode()
