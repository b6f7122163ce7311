"""Runs the long counts of the tests and keeps a record of them; with ``age`` only says how old the record is.

The same code as in ``make test`` runs, with the ``soak`` profile of tests/conftest.py and ``CHAOS=full`` of tests/chaos. With the
name of one part only that part runs; the record keeps the others as they were. What Hypothesis draws it draws from a seed that is new
every time, printed first and recorded: at that commit pytest draws the same again from it. Standard library only.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RECORD = Path("tests/soak.json")


@dataclass(frozen=True)
class Part:
    """What runs together, and what it is about; what the tests counted they write into ``CHAOS_RECORD``."""

    tests: tuple[str, ...]
    covers: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def is_drawn(self) -> bool:
        """Whether what runs hangs on a seed."""
        return "HYPOTHESIS_PROFILE" in self.environment


CHAOS = ("chat", "static/js", "tests/chaos")
ROWS = (
    "three nodes, one killed",
    "three nodes, rolling restart",
    "redis stopped",
    "redis silent",
    "redis restarted empty",
    "redis flushed",
    "redis subscribers killed",
    "redis slow",
    "postgres stopped",
    "a clock an hour ahead",
    "a clock an hour behind",
)
"""Of several nodes, each a part of its own: all of them together take more than an hour."""
NODES = "tests/chaos/test_nodes.py::test_conversations_outlive_on_lines_of_their_own"
PARTS = {
    "properties": Part(
        ("tests/properties/test_desk_machine.py", "tests/properties/test_transcript.py"),
        ("chat/routing", "chat/conversation", "tests/properties"),
        {"HYPOTHESIS_PROFILE": "soak"},
    ),
    "convergence": Part(
        ("tests/properties/test_convergence.py", "tests/transport/test_replay.py"),
        ("chat", "tests/properties", "tests/transport/replaying.py"),
        {"HYPOTHESIS_PROFILE": "soak"},
    ),
    **{
        f"chaos of {name}": Part((f"tests/chaos/test_{name}.py",), CHAOS, {"CHAOS": "full"})
        for name in ("kills", "network")
    },
    **{f"chaos of {row}": Part((f"{NODES}[{row}]",), CHAOS, {"CHAOS": "full"}) for row in ROWS},
    "stories": Part(
        ("tests/e2e",),
        ("chat", "volunteers", "static", "tests/e2e"),
        {"STORIES": "on servers"},
    ),
    "memory": Part(
        ("tests/transport/test_memory.py",),
        ("chat", "tests/transport/test_memory.py"),
        {"CHAOS": "full"},
    ),
}


def git(*words: str) -> str:
    """What git says."""
    return subprocess.run(("git", *words), check=True, capture_output=True, text=True).stdout.strip()  # noqa: S607 - git is on the path wherever there is a checkout


def recorded() -> dict[str, dict[str, object]]:
    """What is on record, by part."""
    record: dict[str, dict[str, object]] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    return record


def soak(name: str, part: Part) -> int:
    """Run one part, and record what ran when it passed."""
    commit, began = git("rev-parse", "HEAD"), time.monotonic()
    seed = secrets.randbelow(1 << 32) if part.is_drawn else None
    seeded = () if seed is None else (f"--hypothesis-seed={seed}",)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        environment = {**os.environ, **part.environment, "CHAOS_RECORD": str(rows)}
        command = (sys.executable, "-m", "pytest", *seeded, *part.tests)
        print(*(f"{key}={value}" for key, value in part.environment.items()), *command[1:], flush=True)  # noqa: T201 - a command speaks on standard output
        ran = subprocess.run(command, check=False, env=environment)
        if ran.returncode != 0:
            return ran.returncode
        minutes = round((time.monotonic() - began) / 60, 1)
        counted = [json.loads(line) for line in rows.read_text("utf-8").splitlines()] if rows.exists() else []
    record: dict[str, object] = {"commit": commit, "tests": part.tests, "covers": part.covers}
    record |= {} if seed is None else {"seed": seed}
    record |= {"minutes": minutes} | ({"rows": counted} if counted else {})
    RECORD.write_text(json.dumps(recorded() | {name: record}, indent=2) + "\n", "utf-8")
    return 0


def age(name: str, part: Part) -> str:
    """One line: whether what the record covers has changed since."""
    if name not in recorded():
        return f"soak: {name} never recorded; run make soak"
    commit = str(recorded()[name]["commit"])
    try:
        changed = git("log", "--oneline", f"{commit}..HEAD", "--", *part.covers).splitlines()
    except (OSError, subprocess.CalledProcessError):
        return f"soak: the record of {name} is of {commit[:7]}, which this checkout does not know"
    if changed:
        return f"soak: the record of {name}, {commit[:7]}, is {len(changed)} commits older than what it covers; run make soak"
    return f"soak: the record of {name}, {commit[:7]}, covers what is here"


def main(words: list[str]) -> int:
    """The exit code of the first part that fails, else 0."""
    if words == ["age"]:
        for name, part in PARTS.items():
            print(age(name, part))  # noqa: T201 - a command speaks on standard output
        return 0
    chosen = {name: part for name, part in PARTS.items() if not words or name in words}
    return next((code for name, part in chosen.items() if (code := soak(name, part))), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
