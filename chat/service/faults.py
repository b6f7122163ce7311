"""Faults of ours: counted and written down by class and place, never with what they carried."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

logger = logging.getLogger("luister")


class Faults:
    """Counts what went wrong, so that a test and an operator can see that nothing did."""

    def __init__(self) -> None:
        self.count = 0

    def report(self, fault: BaseException) -> None:
        """Write one line that names the fault's class and the line of code; no message, no values."""
        self.count += 1
        frames = traceback.extract_tb(fault.__traceback__)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
        logger.error("fault class=%s at=%s count=%d", type(fault).__name__, place, self.count)


def quiet() -> logging.Logger:
    """A logger that says nothing: what libraries would write carries addresses and paths."""
    logger = logging.getLogger("luister.quiet")
    logger.propagate = False
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def log_ours_only() -> None:
    """From now on only lines of our own templates are written, to standard error."""
    root = logging.getLogger()
    root.handlers = [logging.NullHandler()]
    ours = logging.getLogger("luister")
    ours.propagate = False
    ours.handlers = [logging.StreamHandler()]
    ours.handlers[0].setFormatter(logging.Formatter("%(levelname)s %(message)s"))
