import pytest

from chat.conversation.envelope import BODY_BYTES, admit_body
from chat.errors import TooLong


@pytest.mark.parametrize(
    "body",
    ["", "I <3 you & <b>", "\0", "a" * 8192, "é" * 4096, "👨‍👩‍👧‍👦" * 327],
    ids=["nothing", "markup", "null", "8192 letters", "4096 accents", "327 families"],
)
def test_a_body_is_stored_as_it_is(body: str) -> None:
    assert len(body.encode()) <= BODY_BYTES == 8192
    assert admit_body(body) is body


@pytest.mark.parametrize(
    "body",
    ["a" * 8193, "é" * 4096 + "a", "👨‍👩‍👧‍👦" * 328],
    ids=["8193 letters", "4096 accents and a letter", "328 families"],
)
def test_a_body_is_measured_in_bytes(body: str) -> None:
    assert len(body.encode()) > 8192
    with pytest.raises(TooLong):
        admit_body(body)


@pytest.mark.parametrize("half", ["\ud83d", "hoi \udc68", "\udc68\ud83d"])
def test_half_a_character_is_refused_and_stands_in_no_error(half: str) -> None:
    with pytest.raises(TooLong) as refused:
        admit_body(half)
    assert (refused.value.args, refused.value.__cause__, refused.value.__suppress_context__) == (
        (),
        None,
        True,
    )
