"""Wrong tries make the next one wait, and never shut anybody out.

Whoever has been wrong waits from their *own* last try, longer the more tries on the name were wrong wherever they came
from, and never longer than a cap. So nobody's tries make another's wait begin anew. A browser in which somebody signed in before is counted
on its own. All is in this node's memory under a key that lives ten minutes; nothing derived from an address is written anywhere (docs/adr/0018).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address

from volunteers.credentials import TokenHash, new_challenge
from volunteers.errors import ProofRefused, SlowDown

KEY_LIVES_SECONDS = 600.0
FREE_TRIES = 3
"""So many wrong tries cost no wait."""
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
FREE_OF_A_SOURCE = 30
"""So many wrong tries may come from one place, whatever the names: a whole office may be one place."""
LONGEST_WAIT_OF_A_SOURCE_SECONDS = 4.0
AT_ONCE = 4
"""So many passwords for one name are in work or waiting to be checked at once."""
REMEMBERED_MOST = 50_000
NEIGHBOURS_BITS = 56
"""Of an address that one household has to itself many of, this much is one place."""


@dataclass(slots=True)
class Tries:
    """Wrong tries of one kind, and when the last of them was."""

    count: int = 0
    last: float = 0.0


@dataclass(slots=True)
class Book:
    """What was tried under one key."""

    key: bytes = field(default_factory=new_challenge)
    tries: dict[bytes, Tries] = field(default_factory=dict)

    def at(self, *words: str) -> Tries:
        """The tries of this kind so far, which may be none."""
        return self.tries.get(self._name(words), Tries())

    def count(self, now: float, *words: str) -> None:
        """One more."""
        name = self._name(words)
        tries = self.tries.pop(name, Tries())
        self.tries[name] = Tries(tries.count + 1, now)
        if len(self.tries) > REMEMBERED_MOST:
            del self.tries[next(iter(self.tries))]

    def take_back(self, *words: str) -> None:
        """One less: it was not wrong."""
        tries = self.tries.get(self._name(words))
        if tries is not None:
            tries.count = max(0, tries.count - 1)

    def forget(self, *words: str) -> None:
        """None of this kind any more."""
        self.tries.pop(self._name(words), None)

    def _name(self, words: tuple[str, ...]) -> bytes:
        return hmac.digest(self.key, "\n".join(words).encode("utf-8", "surrogatepass"), sha256)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who tries: for which name, from where, and in which known browser, None in one that is not known for the name."""

    name: str
    source: str
    browser: TokenHash | None = None

    @property
    def own(self) -> tuple[str, str, str]:
        """What is counted for this caller alone."""
        if self.browser is not None:
            return ("browser", self.browser, self.name)
        return ("caller", self.source, self.name)


class Throttle:
    """Counts wrong tries at this node."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        """*ticks* tells seconds that pass evenly, whatever is done to the date."""
        self._ticks = ticks
        self._books = [Book(), Book()]
        self._turned = ticks()
        self._at_work: dict[tuple[str, ...], int] = {}

    @contextmanager
    def trying(self, caller: Caller) -> Iterator[None]:
        """One try, counted for its name as wrong from its first moment; unless the block ends with a ProofRefused that is taken back.

        Raises SlowDown when it is too early, or when too many try this name now; then nothing is counted.
        """
        now = self._turn()
        wait = self._wait(caller, now)
        name = caller.own if caller.browser is not None else ("name", caller.name)
        if wait > 0 or self._at_work.get(name, 0) >= AT_ONCE:
            raise SlowDown(retry_ms=max(int(wait * 1000) + 1, int(FIRST_WAIT_SECONDS * 1000)))
        book = self._books[0]
        for kind in _counted_first(caller):
            book.count(now, *kind)
        self._at_work[name] = self._at_work.get(name, 0) + 1
        wrong = False
        try:
            yield
        except ProofRefused:
            wrong = True
            if caller.browser is None:
                book.count(now, *_place(caller))
            raise
        finally:
            self._at_work[name] -= 1
            if self._at_work[name] == 0:
                del self._at_work[name]
            if not wrong:
                for kind in _counted_first(caller):
                    book.take_back(*kind)

    def wrong(self, caller: Caller) -> None:
        """A try at the second step was wrong."""
        now = self._turn()
        places = () if caller.browser is not None else (_place(caller),)
        for kind in (*_counted_first(caller), *places):
            self._books[0].count(now, *kind)

    def passed(self, caller: Caller) -> None:
        """They are signed in: what they did wrong before is forgotten; what others did is not."""
        for book in self._books:
            book.forget(*caller.own)

    def _wait(self, caller: Caller, now: float) -> float:
        own = self._tries(caller.own)
        others = 0 if caller.browser is not None else self._tries(("name", caller.name)).count
        wait = 0.0
        if own.count >= FREE_TRIES:
            steps = max(own.count, others) - FREE_TRIES
            wait = own.last + _growing(steps, LONGEST_WAIT_SECONDS) - now
        if caller.browser is None:
            source = self._tries(_place(caller))
            if source.count >= FREE_OF_A_SOURCE:
                steps = source.count - FREE_OF_A_SOURCE
                wait = max(wait, source.last + _growing(steps, LONGEST_WAIT_OF_A_SOURCE_SECONDS) - now)
        return wait

    def _tries(self, kind: tuple[str, ...]) -> Tries:
        found = [book.at(*kind) for book in self._books]
        return Tries(sum(tries.count for tries in found), max(tries.last for tries in found))

    def _turn(self) -> float:
        """Take a new key every five minutes, and keep the one before as long; so none lives longer than ten."""
        now = self._ticks()
        half = KEY_LIVES_SECONDS / 2
        if now - self._turned >= KEY_LIVES_SECONDS:
            self._books, self._turned = [Book(), Book()], now
        elif now - self._turned >= half:
            self._books, self._turned = [Book(), self._books[0]], self._turned + half
        return now


def source_of(address: str | None) -> str:
    """The place an address is counted under; one place for all that have none."""
    try:
        place = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(place, IPv6Address):
        return str(IPv6Network((place, NEIGHBOURS_BITS), strict=False))
    return str(place)


def _counted_first(caller: Caller) -> tuple[tuple[str, ...], ...]:
    """What a try counts under before anybody knows whether it is wrong, so that many at once gain nothing."""
    return (caller.own,) if caller.browser is not None else (caller.own, ("name", caller.name))


def _place(caller: Caller) -> tuple[str, ...]:
    """What only a wrong try counts under: a whole shift may sign in at once from one place."""
    return ("source", caller.source)


def _growing(steps: int, longest: float) -> float:
    return min(longest, FIRST_WAIT_SECONDS * 2.0 ** min(steps, 32))
