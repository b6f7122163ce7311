"""Luister as people start it: ``luister serve --demo`` as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.e2e.line import Account

COMMAND = Path(sys.executable).with_name("luister")
ACCOUNT = re.compile(r"^ +(counsellor|supervisor) +(\S+) +(\S+)$")
LAST_LINE = "Stop with Ctrl+C."
STARTS_WITHIN_SECONDS = 30.0
STOPS_WITHIN_SECONDS = 15.0


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Program:
    """One address at which the program runs, or was stopped or killed and may run again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self._accounts: dict[str, Account] = {}

    @property
    def origin(self) -> str:
        return f"http://localhost:{self._port}"

    @property
    def counsellor(self) -> Account:
        return self._accounts["counsellor"]

    @property
    def supervisor(self) -> Account:
        return self._accounts["supervisor"]

    def start(self) -> None:
        """Start it and read the accounts it prints; returns when visitors can come."""
        assert self._process is None
        environment = {name: word for name, word in os.environ.items() if not name.startswith("LUISTER_")}
        self._process = subprocess.Popen(
            [COMMAND, "serve", "--demo"],
            cwd=self._folder,
            env={**environment, "LUISTER_PORT": str(self._port), "TMPDIR": str(self._folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = list(self._said_until_ready(self._process))
        found = [match.groups() for line in said if (match := ACCOUNT.match(line))]
        self._accounts = {role: Account(name, password) for role, name, password in found}
        if self._accounts.keys() != {"counsellor", "supervisor"}:
            self.kill()
            pytest.fail("the program said:\n" + "\n".join(said), pytrace=False)
        self._wait_for_readyz()

    def stop(self) -> int:
        """Ask it to stop, as a service manager does; its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Take it away without a word."""
        self._end(signal.SIGKILL)

    @property
    def runs(self) -> bool:
        return self._process is not None

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        with process:
            process.send_signal(how)
            return process.wait(STOPS_WITHIN_SECONDS)

    @staticmethod
    def _said_until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
        assert process.stdout is not None
        for line in process.stdout:
            yield line.rstrip()
            if line.startswith(LAST_LINE):
                return

    def _wait_for_readyz(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            try:
                with urlopen(f"{self.origin}/readyz", timeout=STARTS_WITHIN_SECONDS) as answer:  # noqa: S310 - our own origin
                    if answer.status == 200:
                        return
            except URLError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.02)


@contextmanager
def running(folder: Path) -> Iterator[Program]:
    """The program for as long as the block lasts; if it still runs then, it has to stop cleanly."""
    program = Program(folder)
    program.start()
    try:
        yield program
    finally:
        code = program.stop() if program.runs else 0
    assert code == 0
