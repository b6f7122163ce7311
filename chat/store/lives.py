"""The desk as it lies in Redis, and which of what lies there is believed: what is not begins a new life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chat.entropy import Entropy
from chat.identifiers import ConversationId, Generation, Instant, SeekerId, VolunteerId
from chat.routing.durations import GATHERING
from chat.routing.model import BEGINNING, Desk, Guest, Seat, Talk, Waiting
from chat.routing.remembering import remember
from chat.store.codec import Packed, Parts, Unreadable, decode, encode
from chat.store.redis import Command, Reply
from chat.store.sealing import Broken, Seal

SWAPS_KEPT = 256
LOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in Redis: the desk, and which swaps made it, the last one at the end."""

    desk: Desk
    swaps: tuple[str, ...]

    def is_made_by(self, swap: Reply) -> bool:
        """Whether this swap was the last."""
        return bool(self.swaps) and swap == self.swaps[-1].encode()

    def swapped(self, after: Desk, swap: str) -> Kept:
        """What stands there after one more swap."""
        return Kept(after, (*self.swaps, swap)[-SWAPS_KEPT:])


@dataclass(frozen=True, slots=True)
class Document:
    """What is written: the desk without its largest mappings, and each of their values by itself, since few of them change at a time."""

    desk: Desk
    guests: Mapping[SeekerId, Packed]
    waiting: Mapping[ConversationId, Packed]
    talks: Mapping[ConversationId, Packed]
    seats: Mapping[VolunteerId, Packed]
    swaps: tuple[str, ...]


class Documents:
    """What stands in Redis as bytes and back."""

    def __init__(self) -> None:
        self._guests = Parts[SeekerId, Guest](Guest)
        self._waiting = Parts[ConversationId, Waiting](Waiting)
        self._talks = Parts[ConversationId, Talk](Talk)
        self._seats = Parts[VolunteerId, Seat](Seat)

    def written(self, kept: Kept) -> bytes:
        """The bytes that say it."""
        desk = kept.desk
        return encode(
            Document(
                replace(desk, guests={}, waiting={}, talks={}, seats={}),
                self._guests.packed(desk.guests),
                self._waiting.packed(desk.waiting),
                self._talks.packed(desk.talks),
                self._seats.packed(desk.seats),
                kept.swaps,
            )
        )

    def read(self, data: bytes) -> Kept:
        """What these bytes say. Raises Unreadable."""
        document = decode(data, Document)
        desk = replace(
            document.desk,
            guests=self._guests.unpacked(document.guests),
            waiting=self._waiting.unpacked(document.waiting),
            talks=self._talks.unpacked(document.talks),
            seats=self._seats.unpacked(document.seats),
        )
        return Kept(desk, document.swaps)


class Lives:
    """What this node has seen of the desk; it sends no command itself."""

    def __init__(self, place: str, key: bytes, entropy: Entropy, *, gathers: bool) -> None:
        """*gathers*: there may be people who were here before, should there be no desk."""
        self._place = place
        self._seal = Seal(key, "desk")
        self._entropy = entropy
        self._gathers = gathers
        self._documents = Documents()
        self._over: set[Generation] = set()
        self.kept: Kept | None = None
        """What stood there when this node looked last; None before it ever looked."""
        self.lost: tuple[Desk, ...] = ()
        """What this node saw last of lives that are over, oldest first, until the present one was told."""

    def known(self) -> Desk:
        """The desk as this node saw it last."""
        return Desk() if self.kept is None else self.kept.desk

    def is_made_by(self, swap: Reply) -> bool:
        """Whether this swap made the desk that is known."""
        return self.kept is not None and self.kept.is_made_by(swap)

    def has_seen(self, swap: str) -> bool:
        """Whether this swap was among the last."""
        return self.kept is not None and swap in self.kept.swaps

    def keep(self, kept: Kept) -> None:
        """This is what stands there now. A life that was followed by another is over for good."""
        if self.kept is not None and kept.desk.generation != self.kept.desk.generation:
            self._over.add(self.kept.desk.generation)
            self.lost = (*self.lost, self.kept.desk)[-LOST_KEPT:]
        self.kept = kept

    def believed(self, reply: Reply) -> Kept | None:
        """What stands there, when it is ours and not older than what this node has seen."""
        swap, body = reply if isinstance(reply, list) else (None, None)
        if not isinstance(swap, bytes) or not isinstance(body, bytes):
            return None
        try:
            kept = self._documents.read(self._seal.open(body, self._place.encode()))
        except (Broken, Unreadable):
            return None
        known = self.known()
        is_older = kept.desk.generation == known.generation and kept.desk.version < known.version
        if is_older or kept.desk.generation in self._over:
            return None  # it was put back: what was decided since is lost
        return kept if kept.is_made_by(swap) else None

    def begun(self, now: Instant) -> Kept:
        """A new life. Browsers hold higher versions than none, what was over must not come back, and the door stays as it was."""
        gathers = self._gathers or self.kept is not None
        offers_from = Instant(now + GATHERING) if gathers else BEGINNING
        desk = Desk(now=now, generation=self._entropy.generation(), offers_from=offers_from, began=now)
        return Kept(remember(desk, self.known(), now)[0], (self._entropy.epoch(),))

    def written(self, kept: Kept) -> Sequence[Command]:
        """Writes it."""
        body = self._seal.seal(self._documents.written(kept), self._place.encode())
        return (("HSET", self._place, "id", kept.swaps[-1], "body", body),)
