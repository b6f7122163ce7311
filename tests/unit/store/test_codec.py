"""Values go into bytes and come back as they were; what fits no type is refused and never guessed at."""

from dataclasses import dataclass, replace

import pytest

from chat.routing.model import BEGINNING, Desk
from chat.store.codec import Unreadable, decode, encode, pack
from tests.contract.live_store import a_full_desk


@dataclass(frozen=True, slots=True)
class Small:
    """Something to keep."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Grown:
    """The same in a later release."""

    name: str
    number: int
    colour: str


def test_a_full_desk_comes_back_as_it_was() -> None:
    desk = a_full_desk()
    assert decode(encode(desk), Desk) == desk


def test_a_desk_that_an_older_release_wrote_is_read() -> None:
    desk = a_full_desk()
    older = {key: value for key, value in decode(encode(desk), dict).items() if key != "opened"}
    assert decode(encode(older), Desk) == replace(desk, opened=BEGINNING)


def test_what_is_packed_is_read_by_whoever_knows_its_kind() -> None:
    assert decode(pack(Small("a", 1)), Small) == Small("a", 1)
    with pytest.raises(Unreadable):
        decode(pack(Small("a", 1)), Grown)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\x00", b"\xc1", b"\xff" * 100, b"{}", b'{"name": "a", "number": 1}'),
        encode(None),
        encode(["a", 1]),
        encode({"name": "a"}),
        encode({"name": "a", "number": "1"}),
        encode({"name": 1, "number": 1}),
        encode({"name": None, "number": 1}),
        encode(Small("a", 1))[:-1],
        encode(Small("a", 1)) + b"\x00",
        b"\x82\xa4name\xa2\xff\xfe\xa6number\x01",
        b"\xdf\xff\xff\xff\xff",
        b"\x91" * 5000,
    ],
)
def test_garbage_and_other_formats_are_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data, Small)


def test_an_older_format_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        decode(encode(Small("a", 1)), Grown)
