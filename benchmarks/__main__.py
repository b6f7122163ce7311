"""Every benchmark, one after the other: ``python -m benchmarks``. A benchmark is a module whose page says how to run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
RUN_AS = "Run as ``python "


def benchmarks() -> list[str]:
    """The modules that measure something; the others help them."""
    paths = sorted(FOLDER.glob("[a-z]*.py"))
    return [path.stem for path in paths if RUN_AS in path.read_text("utf-8")]


def main() -> int:
    """Run each in a process of its own; 1 when one of them failed."""
    failed = 0
    for name in benchmarks():
        print(f"--- {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
