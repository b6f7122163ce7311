"""What a story needs to know of the node it plays on."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """A practice account, as the program told it."""

    name: str
    password: str


class Line(Protocol):
    """A running Luister: where its pages are and who can sign in."""

    @property
    def origin(self) -> str: ...

    @property
    def counsellor(self) -> Account: ...

    @property
    def supervisor(self) -> Account: ...
