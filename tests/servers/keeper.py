"""Keeps one real server, in a process of its own: when the tests go, however they go, all of it goes.

::

    python keeper.py FOLDER [USER]

Each line of standard input is one order, as JSON; each line of standard output its answer: null when it was
done, otherwise what went wrong. At the end of standard input the server is killed, *FOLDER* is removed, and so
is *USER*, the account that was made for it.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import IO, TypedDict, cast

import psutil

GENTLY_WITHIN_SECONDS = 20.0
PR_SET_CHILD_SUBREAPER = 36
LAST_LINES = 30
"""How much of what a server said is told when it did not start."""


class Order(TypedDict, total=False):
    """What to do; the rest is for ``start`` only: what to run, as whom, where, and by which words it is ready."""

    do: str
    command: list[str]
    user: str | None
    folder: str
    ready: str
    within: float


class Server:
    """One run of a server."""

    def __init__(self, order: Order) -> None:
        user = order.get("user")
        self._process = subprocess.Popen(
            order["command"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=order["folder"],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
        )
        self._said: deque[str] = deque(maxlen=LAST_LINES)
        self._settled = Event()  # it is ready, or gone
        self._is_ready = False
        self._listener = Thread(target=self._listen, args=(order["ready"],), daemon=True)
        self._listener.start()
        self._settled.wait(order["within"])

    @property
    def fault(self) -> str | None:
        """Why it did not start; None when it did."""
        return None if self._is_ready else "".join(self._said) or "it did not start"

    def signal(self, what: signal.Signals) -> None:
        """To every process of the server, the first one first."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(what)

    def kill(self) -> None:
        """All of it at once, as by a power cut."""
        family = self._family()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()
        self._gone(family)

    def stop(self) -> None:
        """As an operator stops it; killed when it does not listen."""
        family = self._family()
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(GENTLY_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._gone(family)

    def _family(self) -> list[psutil.Process]:
        try:
            head = psutil.Process(self._process.pid)
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _gone(self, family: list[psutil.Process]) -> None:
        """Wait for all of them: they hold the port and the memory that the next run needs."""
        until = monotonic() + GENTLY_WITHIN_SECONDS
        while monotonic() < until and any(_lives(process) for process in family):
            _bury()
            sleep(0.002)
        self._listener.join()

    def _listen(self, ready: str) -> None:
        for line in cast(IO[bytes], self._process.stdout):
            text = line.decode("utf-8", "replace")
            self._said.append(text)
            if ready in text:
                self._is_ready = True
                self._settled.set()
        self._settled.set()


def _adopt_orphans() -> None:
    """Become the parent of what a killed server leaves behind, where the system can: not every first process buries."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _bury() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running()
    except psutil.NoSuchProcess:
        return False


def keep(orders: IO[str], answers: IO[str]) -> None:
    """Do what the orders say until there are none."""
    server: Server | None = None
    try:
        for line in orders:
            order: Order = json.loads(line)
            fault: str | None = None
            match order["do"], server:
                case "start", None:
                    server = Server(order)
                    fault = server.fault
                    if fault:
                        server.kill()
                        server = None
                case "stop", Server():
                    server.stop()
                    server = None
                case "kill", Server():
                    server.kill()
                    server = None
                case "pause", Server():
                    server.signal(signal.SIGSTOP)
                case "resume", Server():
                    server.signal(signal.SIGCONT)
                case _:
                    fault = f"it cannot {order['do']} now"
            print(json.dumps(fault), file=answers, flush=True)
    finally:
        if server:
            server.kill()


if __name__ == "__main__":
    _adopt_orphans()
    try:
        keep(sys.stdin, sys.stdout)
    finally:
        shutil.rmtree(Path(sys.argv[1]), ignore_errors=True)
        for name in sys.argv[2:]:
            subprocess.run(["userdel", name], check=False, capture_output=True)  # noqa: S607 - where it is differs
