"""The program itself, as a process that a test may kill."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

COMMAND = Path(sys.executable).with_name("luister")
STARTS_WITHIN_SECONDS = 30.0


@contextmanager
def started(folder: Path, **words: str) -> Iterator[subprocess.Popen[str]]:
    """The program as an operator starts it."""
    settings = {"LUISTER_PORT": str(free_port()), "LUISTER_DATA": str(folder), **words}
    outside = {name: word for name, word in os.environ.items() if not name.startswith("LUISTER_")}
    process = subprocess.Popen(
        [COMMAND, "serve"],
        cwd=folder,
        env={**outside, **{name: word for name, word in settings.items() if word}},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
