from chat.routing.durations import DECLINE_RESTS, END_KEEPS, OFFER_STANDS, QUEUE_KEEPS, SEAT_KEEPS, TALK_KEEPS
from chat.routing.model import put, without


def test_the_durations_are_those_of_the_design() -> None:
    assert OFFER_STANDS == 25.0
    assert DECLINE_RESTS == 60.0
    assert QUEUE_KEEPS == 15 * 60.0
    assert TALK_KEEPS == 10 * 60.0
    assert SEAT_KEEPS == 60.0
    assert END_KEEPS == 10 * 60.0


def test_put_and_without_leave_the_original_as_it_was_and_keep_its_order() -> None:
    original = {"b": 1, "a": 2, "c": 3}
    assert list(put(original, "a", 9).items()) == [("b", 1), ("a", 9), ("c", 3)]
    assert list(without(original, "a")) == ["b", "c"]
    assert without(original, "unknown") == original
    assert list(original.items()) == [("b", 1), ("a", 2), ("c", 3)]
