"""Runs the long counts of the tests and keeps a record of them; with ``age`` only says how old the record is.

The same code as in ``make test`` runs with the ``soak`` profile of tests/conftest.py. Standard library only.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

RECORD = Path("tests/soak.json")
TESTS = ("tests/properties/test_desk_machine.py", "tests/properties/test_transcript.py")
COVERS = ("chat/routing", "chat/conversation", "tests/properties")


def git(*words: str) -> str:
    """What git says."""
    return subprocess.run(("git", *words), check=True, capture_output=True, text=True).stdout.strip()  # noqa: S607 - git is on the path wherever there is a checkout


def soak() -> int:
    """Run, and record what ran when it passed."""
    commit, began = git("rev-parse", "HEAD"), time.monotonic()
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "soak"}
    ran = subprocess.run((sys.executable, "-m", "pytest", *TESTS), check=False, env=environment)
    if ran.returncode == 0:
        minutes = round((time.monotonic() - began) / 60, 1)
        counts = {"histories": 2_000, "steps_each": 100}
        record = {"commit": commit, "tests": TESTS, "covers": COVERS, **counts, "minutes": minutes}
        RECORD.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    return ran.returncode


def age() -> str:
    """One line: whether what the record covers has changed since."""
    if not RECORD.exists():
        return "soak: never recorded; run make soak"
    commit = json.loads(RECORD.read_text("utf-8"))["commit"]
    try:
        changed = git("log", "--oneline", f"{commit}..HEAD", "--", *COVERS).splitlines()
    except (OSError, subprocess.CalledProcessError):
        return f"soak: the record is of {commit[:7]}, which this checkout does not know"
    if changed:
        return f"soak: the record of {commit[:7]} is {len(changed)} commits older than what it covers; run make soak"
    return f"soak: the record of {commit[:7]} covers what is here"


if __name__ == "__main__":
    if sys.argv[1:] == ["age"]:
        print(age())  # noqa: T201 - a command speaks on standard output
    else:
        sys.exit(soak())
