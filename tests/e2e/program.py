"""Luister as people start it: ``luister serve`` as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.ports import free_port
from tests.staff import Account, telephones_in

COMMAND = Path(sys.executable).with_name("luister")
ACCOUNT = re.compile(r"^ +(counsellor|supervisor) +(\S+) +(\S+)$")
CODE = re.compile(r"^ +Code now: (\d{6})$")
STARTS_WITHIN_SECONDS = 30.0
STOPS_WITHIN_SECONDS = 15.0


class Process:
    """One address at which the program runs, or was stopped or killed and may run again."""

    def __init__(self, folder: Path, *words: str, last_line: str, **settings: str) -> None:
        """*words* follow the command; *last_line* is how the last thing it says begins when visitors can come."""
        self.port = free_port()
        self._folder = folder
        self._words = words
        self._last_line = last_line
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def runs(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Start it; returns when visitors can come."""
        self.begin()
        self.wait()

    def begin(self) -> None:
        """Start it, and leave the waiting to :meth:`wait`."""
        assert self._process is None
        environment = {name: word for name, word in os.environ.items() if not name.startswith("LUISTER_")}
        settings = {**self._settings, "LUISTER_PORT": str(self.port), "TMPDIR": str(self._folder)}
        self._folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [COMMAND, "serve", *self._words],
            cwd=self._folder,
            env={**environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> list[str]:
        """Until visitors can come; what it said until then."""
        assert self._process is not None
        said = list(self._said_until_ready(self._process))
        if not said or not said[-1].startswith(self._last_line):
            self.kill()
            pytest.fail("the program said:\n" + "\n".join(said), pytrace=False)
        self._wait_for_readyz()
        return said

    def stop(self) -> int:
        """Ask it to stop, as a service manager does; its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Take it away without a word."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        with process:
            process.send_signal(how)
            return process.wait(STOPS_WITHIN_SECONDS)

    def _said_until_ready(self, process: subprocess.Popen[str]) -> Iterator[str]:
        assert process.stdout is not None
        for line in process.stdout:
            yield line.rstrip()
            if line.startswith(self._last_line):
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


class Program(Process):
    """The practice environment, which forgets everything when it stops."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "--demo", last_line="Stop with Ctrl+C.")
        self._accounts: dict[str, Account] = {}

    @property
    def staff_origin(self) -> str:
        return self.origin

    @property
    def counsellor(self) -> Account:
        return self._accounts["counsellor"]

    @property
    def supervisor(self) -> Account:
        return self._accounts["supervisor"]

    def shown_code(self) -> str:
        """The next of the codes it prints, which may be one of a minute ago when nobody read them."""
        assert self._process is not None
        assert self._process.stdout is not None
        return next(match[1] for line in self._process.stdout if (match := CODE.match(line.rstrip())))

    def wait(self) -> list[str]:
        """Read the accounts it prints, too."""
        said = super().wait()
        found = [match.groups() for line in said if (match := ACCOUNT.match(line))]
        # One that was killed has left its own behind.
        data = max(self._folder.glob("luister-*"), key=lambda folder: folder.stat().st_mtime_ns)
        codes = telephones_in(data)
        self._accounts = {role: Account(name, password, codes[name]) for role, name, password in found}
        assert self._accounts.keys() == {"counsellor", "supervisor"}, said
        return said


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
