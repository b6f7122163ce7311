"""What the real servers of the tests have in common: a keeper, a port of their own, and how they are broken."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.ports import free_port, is_free

KEEPER = Path(__file__).with_name("keeper.py")
START_WITHIN_SECONDS = 60.0
"""How long a very busy machine may take."""
TRIES = 20


class NotStarted(RuntimeError):
    """A real server could not be had; what it said is in the message."""


class Keeper:
    """The other end of ``keeper.py``: it lives as long as the block."""

    def __init__(self, folder: Path, user: str | None = None) -> None:
        """Remove *folder*, and the account *user*, at the end."""
        self._process = subprocess.Popen(
            [sys.executable, str(KEEPER), str(folder), *([user] if user else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # an interrupt from the keyboard is for the tests
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def order(self, do: str, **more: object) -> None:
        """Have it done before returning. Raises NotStarted with what went wrong."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"do": do, **more}), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        fault = json.loads(answer) if answer else "its keeper is gone"
        if fault is not None:
            raise NotStarted(fault)


class Server:
    """A real server on loopback that a test may break. It keeps its port over all of it."""

    def __init__(self, keeper: Keeper, folder: Path, user: str | None, ready: str) -> None:
        """Started at once; *ready* is what it says when it can be used."""
        self._keeper = keeper
        self._folder = folder
        self._user = user
        self._ready = ready
        self.port = 0
        self.is_running = False
        self.is_paused = False
        for attempt in range(TRIES):
            self.port = free_port()
            try:
                self.start()
            except NotStarted:
                if attempt == TRIES - 1 or is_free(self.port):
                    raise
            else:
                break

    def command(self) -> list[str]:
        """What is run."""
        raise NotImplementedError

    def start(self) -> None:
        """Start it again on the port that it had."""
        self._keeper.order(
            "start",
            command=self.command(),
            user=self._user,
            folder=str(self._folder),
            ready=self._ready,
            within=START_WITHIN_SECONDS,
        )
        self.is_running = True

    def stop(self) -> None:
        """As an operator stops it."""
        self.resume()
        self._keeper.order("stop")
        self.is_running = False

    def kill(self) -> None:
        """SIGKILL to all of its processes."""
        self._keeper.order("kill")
        self.is_running = self.is_paused = False

    def pause(self) -> None:
        """SIGSTOP to all of its processes: connections stay open and nothing is answered."""
        self._keeper.order("pause")
        self.is_paused = True

    def resume(self) -> None:
        """SIGCONT; nothing happens when it was not paused."""
        if self.is_paused:
            self._keeper.order("resume")
            self.is_paused = False

    def heal(self) -> None:
        """Running, whatever a test did to it."""
        self.resume()
        if not self.is_running:
            self.start()
