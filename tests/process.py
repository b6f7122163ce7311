"""The program as an operator runs it: a process of its own, whose every word is kept."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tests.waiting import WITHIN_SECONDS, comes_true

COMMAND = str(Path(sys.executable).with_name("luister"))
START_WITHIN_SECONDS = 60.0
"""How long a very busy machine may take to load the program."""


@dataclass(frozen=True)
class Ended:
    """A run that is over."""

    code: int
    out: str
    err: str


@dataclass
class Running:
    """A server that lets visitors in."""

    process: asyncio.subprocess.Process
    folder: Path

    @property
    def out(self) -> str:
        """What it wrote to standard output so far."""
        return (self.folder / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        """What it wrote to standard error so far."""
        return (self.folder / "err").read_text("utf-8")

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to stop, and wait until it has."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(WITHIN_SECONDS):
            code = await self.process.wait()
        return Ended(code, self.out, self.err)


async def luister(folder: Path, *words: str, **settings: str) -> Ended:
    """The command run to its end in *folder*."""
    running = await _started(folder, words, settings)
    async with asyncio.timeout(START_WITHIN_SECONDS):
        await running.process.wait()
    return await running.stop()


def serving(folder: Path, *words: str, **settings: str) -> AbstractAsyncContextManager[Running]:
    """The command as a server, for as long as the block lasts."""
    return serving_by((COMMAND,), folder, *words, **settings)


@asynccontextmanager
async def serving_by(
    program: tuple[str, ...], folder: Path, *words: str, **settings: str
) -> AsyncIterator[Running]:
    """The same, with *program* in the place of the command."""
    running = await _started(folder, ("serve", *words), settings, program)
    try:
        await comes_true(
            lambda: "://" in running.out or running.process.returncode is not None, START_WITHIN_SECONDS
        )
        assert running.process.returncode is None, running.err
        yield running
    finally:
        if running.process.returncode is None:
            running.process.kill()
            await running.process.wait()


async def _started(
    folder: Path, words: tuple[str, ...], settings: dict[str, str], program: tuple[str, ...] = (COMMAND,)
) -> Running:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LUISTER_")}
    with _files_in(folder) as (out, err):
        process = await asyncio.create_subprocess_exec(
            *program, *words, cwd=folder, env={**inherited, **settings}, stdout=out, stderr=err
        )
    return Running(process, folder)


@contextmanager
def _files_in(folder: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    folder.mkdir(exist_ok=True)
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        yield out, err
