"""What the next run of this node has to know of this one: the key behind tickets, and when it last ran.

Two files in the data folder, readable by their owner only. Neither says anything about anybody.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from chat.clock import wall_time
from chat.entropy import KEY_BYTES, new_key
from chat.identifiers import Seconds

KEY, RAN = "key", "ran"


class Life:
    """The data folder's memory of one run for the next."""

    def __init__(self, folder: Path) -> None:
        """The folder has to be there."""
        self._folder = folder

    def key(self) -> bytes:
        """The key of this folder, made when there is none. Raises OSError, also when what is there is no key."""
        place = self._folder / KEY
        with suppress(FileExistsError):
            made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(made, "wb") as file:
                file.write(new_key())
        key = place.read_bytes()
        if len(key) != KEY_BYTES:
            raise OSError(KEY)
        return key

    def ran_within(self, seconds: Seconds) -> bool:
        """Whether a run on this folder was still going so short a time ago."""
        try:
            last = (self._folder / RAN).stat().st_mtime
        except FileNotFoundError:
            return False
        return wall_time().timestamp() - last < seconds

    def runs(self) -> None:
        """This run is going now."""
        (self._folder / RAN).touch(mode=0o600)
