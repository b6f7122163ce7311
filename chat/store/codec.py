"""Values of the chat as bytes and back, typed: what does not fit its type is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

K = TypeVar("K", bound=str)
V = TypeVar("V")

Packed = msgspec.Raw
"""A value inside another, still to be read by whoever knows its kind."""


class Unreadable(Exception):
    """These bytes are no such value: garbage, or of another format."""


def encode(value: object) -> bytes:
    """The bytes that say *value*: dataclasses, enums, mappings, sets and what they hold."""
    return msgspec.msgpack.encode(value)


def pack(value: object) -> Packed:
    """*value*, to be put into another."""
    return Packed(encode(value))


def decode(data: bytes | Packed, kind: type[V]) -> V:
    """The value of that *kind* that *data* says. Raises Unreadable."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise Unreadable from fault


class Parts(Generic[K, V]):
    """The values of one mapping as bytes and back: a value that is as it was a moment ago is neither encoded nor decoded again."""

    def __init__(self, kind: type[V]) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._known: dict[K, tuple[Packed, V]] = {}

    def packed(self, values: Mapping[K, V]) -> dict[K, Packed]:
        """Each value as bytes, in the same order."""
        known = self._known
        self._known = {
            key: one if (one := known.get(key)) is not None and one[1] is value else (pack(value), value)
            for key, value in values.items()
        }
        return {key: data for key, (data, _) in self._known.items()}

    def unpacked(self, packed: Mapping[K, Packed]) -> dict[K, V]:
        """Each value, in the same order; one whose bytes are as before is the same object. Raises Unreadable."""
        known = self._known
        try:
            self._known = {
                key: one if (one := known.get(key)) is not None and one[0] == data else self._read(data)
                for key, data in packed.items()
            }
        except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
            raise Unreadable from fault
        return {key: value for key, (_, value) in self._known.items()}

    def _read(self, data: Packed) -> tuple[Packed, V]:
        # Copied: the bytes that were read hold on to all that they were read with.
        return data.copy(), self._decoder.decode(data)
