"""Reading a TOML table field by field, so that one look at a file finds everything wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file.

    `entry` is its id, or its place in the file when it has no good id; None when the fault concerns the file as a whole.
    `field` is dotted, as `phone.value`. Neither it nor `problem` holds a value from the file.
    """

    entry: str | None
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table under inspection, which notes each fault it meets and reads on.

    `path` stands before the name of a field in a fault. After a fault any value of the right type is returned: whoever
    inspects refuses the file at the end, so nobody sees it.
    """

    entry: str | None
    path: str
    fields: Mapping[str, object]
    faults: list[Fault]

    def fault(self, field: str, problem: str) -> None:
        """Notes that a field is wrong."""
        name = field if field.isidentifier() else ascii(field)
        self.faults.append(Fault(self.entry, f"{self.path}{name}", problem))

    def only(self, *known: str) -> None:
        """Notes every field that is not among the known ones."""
        for field in self.fields:
            if field not in known:
                self.fault(field, "is unknown")

    def text(self, field: str) -> str:
        """A text of one line without stray spaces; empty after a fault."""
        match self.fields.get(field):
            case None:
                self.fault(field, "is missing")
            case str(text) if text and text.isprintable() and text == " ".join(text.split()):
                return text
            case str():
                self.fault(field, "is empty, or holds stray spaces or characters that do not print")
            case _:
                self.fault(field, "is not a text")
        return ""

    def matching(self, field: str, pattern: re.Pattern[str], wanted: str) -> str:
        """A text that matches the pattern as a whole; `wanted` says in a fault what it should have been."""
        text = self.text(field)
        if text and not pattern.fullmatch(text):
            self.fault(field, f"is not {wanted}")
        return text

    def choice(self, field: str, choices: type[_Choice]) -> _Choice | None:
        """One of the choices; None after a fault."""
        members = {member.value: member for member in choices}
        text = self.text(field)
        if text and text not in members:
            self.fault(field, f"is none of {', '.join(members)}")
        return members.get(text)

    def whole(self, field: str) -> int:
        """A whole number, not negative."""
        match self.fields.get(field):
            case None:
                self.fault(field, "is missing")
            case bool():
                self.fault(field, "is not a whole number")
            case int(number) if number >= 0:
                return number
            case _:
                self.fault(field, "is not a whole number")
        return 0

    def day(self, field: str) -> date | None:
        """A date without a time; None when the field is absent."""
        value = self.fields.get(field)
        # A date with a time is a `date` too in Python, so the type itself is compared.
        if isinstance(value, date) and type(value) is date:
            return value
        if value is not None:
            self.fault(field, "is not a date")
        return None

    def block(self, field: str) -> "Table | None":
        """A table inside this one; None after a fault."""
        match self.fields.get(field):
            case None:
                self.fault(field, "is missing")
            case dict(fields):
                return Table(self.entry, f"{self.path}{field}.", fields, self.faults)
            case _:
                self.fault(field, "is not a table")
        return None
