"""What a character says, and when: one TOML file read as a value, and refused whole when any of it is wrong. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chat.identifiers import Seconds
from chat.referral.inspection import Fault, Table
from chat.routing.model import Language

FORMAT: Final = 1
MOST_CHARACTERS: Final = 1000
"""What the young person's page lets somebody write in one message (DESIGN.md 5, Body)."""
COUNSELLOR: Final = "counsellor"

_LINE: Final = re.compile(r"^\s*\[\[\s*line\s*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Say:
    """One message, sent after *pause*.

    *patience* is how long the character first waits for the counsellor to say something, once somebody has the
    conversation, before they go on regardless; None when they do not wait.
    """

    text: str
    pause: Seconds
    patience: Seconds | None


@dataclass(frozen=True, slots=True)
class Drop:
    """After *pause* the connection is lost, for *away*; then the same page comes back."""

    pause: Seconds
    away: Seconds


@dataclass(frozen=True, slots=True)
class Stop:
    """After *pause* the character ends the conversation in the ordinary way."""

    pause: Seconds


@dataclass(frozen=True, slots=True)
class Leave:
    """After *pause* the character is gone, without a word."""

    pause: Seconds


@dataclass(frozen=True, slots=True)
class Stay:
    """The counsellor ends it; after *patience* the character does."""

    patience: Seconds


Line = Say | Drop
End = Stop | Leave | Stay


@dataclass(frozen=True, slots=True)
class Script:
    """One character: *name* as the operator reads it, *purpose* what there is to practise with them."""

    name: str
    purpose: str
    language: Language
    lines: tuple[Line, ...]
    end: End


class ScriptFault(ValueError):
    """A script cannot be played; its text names file and line of everything wrong with it, never empty."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__(
            "\n".join(f"{file}: {fault.entry or 'file'}: {fault.field} {fault.problem}" for fault in faults)
        )


def parse(text: str, file: str) -> Script:
    """The script that a file holds.

    *text* is the whole file, *file* what to call it in a fault. Raises ScriptFault with every fault at once.
    """
    try:
        root = Table(None, "", tomllib.loads(text), [])
    except (ValueError, RecursionError) as error:
        raise ScriptFault(file, (Fault(None, "toml", f"cannot be read: {error}"),)) from error
    root.only("format", "name", "purpose", "language", "line", "end")
    if root.fields.get("format") != FORMAT:
        root.fault("format", f"is not {FORMAT}")
    script = Script(
        name=root.text("name"),
        purpose=root.text("purpose"),
        language=root.choice("language", Language) or Language.DUTCH,
        lines=tuple(_line(table) for table in _tables(root, text)),
        end=_end(root),
    )
    if root.faults:
        raise ScriptFault(file, tuple(root.faults))
    return script


def _tables(root: Table, text: str) -> Iterator[Table]:
    """The lines, each with the place where it begins in the file."""
    found = root.fields.get("line")
    if not isinstance(found, list) or not found or not all(isinstance(fields, dict) for fields in found):
        root.fault("line", "is not a list of lines with at least one in it")
        return
    begins = [text.count("\n", 0, match.end()) + 1 for match in _LINE.finditer(text)]
    for place, fields in enumerate(found):
        # Lines written in another way than under [[line]] are counted instead.
        where = f"line {begins[place]}" if len(begins) == len(found) else f"line table {place + 1}"
        yield Table(where, "", fields, root.faults)


def _line(table: Table) -> Line:
    pause = Seconds(table.whole("pause"))
    if "drop" in table.fields:
        table.only("drop", "pause")
        return Drop(pause, away=Seconds(table.whole("drop")))
    table.only("say", "pause", "after", "patience")
    text = table.text("say")
    if len(text) > MOST_CHARACTERS:
        table.fault("say", f"has more than {MOST_CHARACTERS} characters")
    return Say(text, pause, _patience(table))


def _patience(table: Table) -> Seconds | None:
    if "after" not in table.fields:
        if "patience" in table.fields:
            table.fault("patience", "is of no use without after")
        return None
    if table.fields["after"] != COUNSELLOR:
        table.fault("after", f"is not {COUNSELLOR}")
    return Seconds(table.whole("patience"))


def _end(root: Table) -> End:
    block = root.block("end")
    if block is None:
        return Stop(Seconds(0))
    match block.fields.get("how"):
        case "leave":
            block.only("how", "pause")
            return Leave(Seconds(block.whole("pause")))
        case "stay":
            block.only("how", "patience")
            return Stay(Seconds(block.whole("patience")))
        case how:
            if how != "stop":
                block.fault("how", "is none of stop, leave, stay")
            block.only("how", "pause")
            return Stop(Seconds(block.whole("pause")))
