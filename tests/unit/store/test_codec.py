"""Values as bytes and back: typed, and each value of a mapping once for as long as it is as it was."""

from dataclasses import replace

import pytest

from chat.identifiers import ConnectionId, ConversationId, Instance, Instant, SeekerId
from chat.routing.model import Guest
from chat.store.codec import Packed, Parts, Unreadable, decode, encode

SAM, KIM = SeekerId("sam"), SeekerId("kim")


def guest(seeker: SeekerId, since: float = 0.0) -> Guest:
    return Guest(seeker, ConversationId("talk"), Instance("page"), ConnectionId("line"), Instant(since))


def carried(packed: dict[SeekerId, Packed]) -> dict[SeekerId, Packed]:
    """The same bytes, as another node reads them."""
    return decode(encode(packed), dict[SeekerId, Packed])


def test_values_come_back_in_their_order() -> None:
    values = {KIM: guest(KIM), SAM: guest(SAM)}
    read = Parts[SeekerId, Guest](Guest).unpacked(carried(Parts[SeekerId, Guest](Guest).packed(values)))
    assert list(read.items()) == list(values.items())


def test_a_value_whose_bytes_are_as_before_is_the_same_object() -> None:
    here, there = Parts[SeekerId, Guest](Guest), Parts[SeekerId, Guest](Guest)
    values = {SAM: guest(SAM), KIM: guest(KIM)}
    first = there.unpacked(carried(here.packed(values)))
    second = there.unpacked(carried(here.packed({**values, KIM: replace(values[KIM], since=Instant(5.0))})))
    assert second[SAM] is first[SAM]
    assert second[KIM] == guest(KIM, 5.0)


def test_what_was_read_is_written_as_the_same_bytes_and_what_is_gone_is_forgotten() -> None:
    parts = Parts[SeekerId, Guest](Guest)
    packed = Parts[SeekerId, Guest](Guest).packed({SAM: guest(SAM), KIM: guest(KIM)})
    read = parts.unpacked(carried(packed))
    again = parts.packed(read)
    assert again == packed
    assert parts.packed({SAM: read[SAM]}).keys() == {SAM}
    assert parts.packed({KIM: guest(KIM, 7.0)})[KIM] != packed[KIM]


@pytest.mark.parametrize("garbage", [b"\xc1", encode({"seeker": 1}), encode("guest"), encode(None)])
def test_a_value_that_is_none_is_refused_and_the_others_are_known_as_before(garbage: bytes) -> None:
    parts = Parts[SeekerId, Guest](Guest)
    packed = parts.packed({SAM: guest(SAM)})
    first = parts.unpacked(carried(packed))
    with pytest.raises(Unreadable):
        parts.unpacked({SAM: packed[SAM], KIM: Packed(garbage)})
    assert parts.unpacked(carried(packed))[SAM] is first[SAM]
