"""Several characters side by side, each beginning a little after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from importlib.resources import files

from chat.rehearsal.page import Unreachable
from chat.rehearsal.script import Script, parse
from chat.rehearsal.seeker import Seeker

APART_SECONDS = 5.0
"""How long after one character the next one begins."""
RESTS_SECONDS = 15.0
"""How long a character stays away before beginning again."""


def characters() -> Mapping[str, Script]:
    """The scripts that come with the package, by the name to call them by, in order. Raises ScriptFault."""
    found = sorted(files("chat.rehearsal").joinpath("scripts", "nl").iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): parse(file.read_text("utf-8"), file.name) for file in found}


async def rehearse(
    origin: str,
    scripts: Mapping[str, Script],
    tell: Callable[[str], None],
    *,
    again: bool = False,
    pace: float = 1.0,
) -> None:
    """Play these scripts on the line at *origin* until all are done; *again*: until cancelled.

    *tell* is told what happens, one line each. *pace* is how long a second of a script takes. Raises Unreachable
    when the line does not open; nobody goes on then.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for number, script in enumerate(scripts.values()):
                begins = number * APART_SECONDS * pace
                group.create_task(_play(origin, script, tell, begins, again=again, pace=pace))
    except ExceptionGroup as faults:
        unreachable, others = faults.split(Unreachable)
        if unreachable is None or others is not None:
            raise
        raise Unreachable from None


async def _play(
    origin: str, script: Script, tell: Callable[[str], None], begins: float, *, again: bool, pace: float
) -> None:
    await asyncio.sleep(begins)
    while True:
        tell(f"{script.name}: {script.purpose}")
        await Seeker(origin, script, pace, lambda what: tell(f"{script.name}: {what}")).play()
        if not again:
            return
        await asyncio.sleep(RESTS_SECONDS * pace)
