"""Values of the chat as bytes and back, typed: what does not fit its type is refused."""

from __future__ import annotations

from typing import TypeVar

import msgspec

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
