"""Everything about people, put together over one store."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from volunteers.credentials import Passwords, Safe
from volunteers.directory import Directory
from volunteers.enrolment import Enrolment
from volunteers.passkeys import Relying
from volunteers.people import Keeping
from volunteers.records import PeopleStore
from volunteers.sign_in import SignIn
from volunteers.throttle import Throttle


class Place(Protocol):
    """Where the pages are."""

    @property
    def origin(self) -> str:
        """Their public address, which links begin with."""
        ...

    @property
    def origins(self) -> Collection[str]:
        """Those whose pages may ask for passkeys."""
        ...


@dataclass(frozen=True, slots=True)
class Office:
    """What a node can do with people."""

    directory: Directory
    sign_in: SignIn
    enrolment: Enrolment
    keeping: Keeping
    origin: str
    """The public address of the pages, which links begin with."""


def open_office(
    store: PeopleStore,
    passwords: Passwords,
    key: bytes,
    place: Place,
    *,
    now: Callable[[], datetime],
    ticks: Callable[[], float],
) -> Office:
    """The office of this *store*.

    *key* is the deployment's. *now* tells the time in UTC, with its time zone; *ticks* seconds that
    pass evenly.
    """
    safe, relying = Safe(key), Relying(place.origins, place.origin)
    sign_in = SignIn(store, passwords, safe, relying, Throttle(ticks), now=now)
    enrolment = Enrolment(store, passwords, safe, relying, sign_in, now=now)
    return Office(Directory(store, now=now), sign_in, enrolment, Keeping(store, now=now), place.origin)


def link_to(origin: str, token: str) -> str:
    """The address somebody is handed; what is behind the # never leaves their browser but in a body."""
    return f"{origin}/invite#{token}"
