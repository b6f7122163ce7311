"""What a story needs to know of the node it plays on."""

from typing import Protocol

from tests.staff import Account


class Line(Protocol):
    """A running Luister: where its pages are and who can sign in."""

    @property
    def origin(self) -> str: ...

    @property
    def staff_origin(self) -> str:
        """Where staff find their pages: the same place, or another node of the line."""

    @property
    def counsellor(self) -> Account: ...

    @property
    def supervisor(self) -> Account: ...


class Emptied(Line, Protocol):
    """One into whose live store a story can look."""

    def is_empty(self) -> bool:
        """Whether nothing of any conversation is left in it."""
