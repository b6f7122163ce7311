"""What was sealed opens with its key, for its use and in its place, whole; everything else is broken."""

import pytest

from chat.store.sealing import Broken, Seal, digest

KEY = bytes(range(32))
SEAL = Seal(KEY, "desk")


@pytest.mark.parametrize("content", [b"", b"x", b"\x00" * 1000])
def test_what_was_sealed_opens_and_is_40_bytes_longer(content: bytes) -> None:
    sealed = SEAL.seal(content, b"here")
    assert len(sealed) == len(content) + 40
    assert Seal(KEY, "desk").open(sealed, b"here") == content


def test_the_same_content_never_looks_the_same() -> None:
    assert len({SEAL.seal(b"content") for _ in range(100)}) == 100


def test_another_key_another_use_and_another_place_open_nothing() -> None:
    sealed = SEAL.seal(b"content", b"here")
    for seal, place in ((Seal(KEY[::-1], "desk"), b"here"), (Seal(KEY, "log"), b"here"), (SEAL, b"there")):
        with pytest.raises(Broken):
            seal.open(sealed, place)


def test_a_changed_bit_anywhere_is_seen() -> None:
    sealed = SEAL.seal(b"content", b"here")
    for place in range(len(sealed)):
        for bit in (1, 128):
            broken = sealed[:place] + bytes([sealed[place] ^ bit]) + sealed[place + 1 :]
            with pytest.raises(Broken):
                SEAL.open(broken, b"here")


def test_a_missing_end_is_seen() -> None:
    sealed = SEAL.seal(b"content")
    for length in range(len(sealed)):
        with pytest.raises(Broken):
            SEAL.open(sealed[:length])
    with pytest.raises(Broken):
        SEAL.open(sealed + b"x")


def test_a_digest_is_the_same_for_one_name_of_one_use_under_one_key() -> None:
    name = digest(KEY, "log", b"talk")
    assert (len(name), int(name, 16) > 0) == (32, True)
    assert digest(KEY, "log", b"talk") == name
    others = {digest(KEY, "log", b"talk2"), digest(KEY, "cmid", b"talk"), digest(KEY[::-1], "log", b"talk")}
    assert name not in others
    assert len(others) == 3
