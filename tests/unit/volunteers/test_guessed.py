"""Which passwords nobody may choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.credentials import new_password
from volunteers.guessed import is_common


@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y7u8i",
        "correcthorsebatterystaple",
        "Correct Horse Battery Staple",
        "wachtwoord12345!",
        "Wachtwoord-2026-!",
        "welkomwelkom2026",
        "!!!welkom!!!2026!!!",
        "123456789012345",
        "987654321098765432",
        "qwertyuiopasdfgh",
        "azertyuiopqsdfgh",
        "abcdefghijklmnopq",
        "aaaaaaaaaaaaaaaaaaaa",
        "ababababababababab",
        "Zomer26!Zomer26!Zomer26!",
        "ééééééééééééééé",
        "noornoornoornoor",
        "Noor1234567890123",
        "noorwachtwoord1234",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    """REQ-E2: those of the list, padded or said again; rows of keys; and one's own name."""
    assert is_common(password, "Noor")


@pytest.mark.parametrize(
    "password",
    [
        "vijftien letters",
        "een ander wachtwoord",
        "de kat op de mat",
        "paard vertelt buiten",
        "19283746501928374650",
        "noor houdt van regen",
        "李明的密码是什么呢今天天气很好",
        "كلمة المرور طويلة",
    ],
)
def test_there_is_no_rule_of_what_a_password_is_made_of(password: str) -> None:
    """REQ-E2: no composition rule; digits alone may do, and any script."""
    assert not is_common(password, "Noor")


def test_the_name_of_another_is_as_good_as_any_word() -> None:
    assert not is_common("samsamiboekx2026", "Noor")
    assert is_common("samsamsam2026-2026", "Sam")


def test_what_is_made_at_random_is_never_common() -> None:
    assert not any(is_common(new_password(), "Noor") for _ in range(300))


@given(st.text(), st.text())
def test_nothing_that_can_be_typed_is_a_fault(password: str, name: str) -> None:
    assert is_common(password, name) in {True, False}
