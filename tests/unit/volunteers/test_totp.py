"""Codes of an app on a telephone."""

import base64
from datetime import UTC, datetime

import pytest

from volunteers import totp

# RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(SECRET, totp.step_at(now)) == code
    typed = f" {code[:3]} {code[3:]} "
    assert totp.step_of(SECRET, typed, now, after=0) == totp.step_at(now)
    assert totp.step_of(SECRET, code, now, after=totp.step_at(now)) is None


def test_in_the_first_half_minute_of_1970_nothing_breaks() -> None:
    now = datetime.fromtimestamp(0, UTC)
    assert totp.step_of(SECRET, totp.code_at(SECRET, 1), now, after=0) == 1


def test_what_a_telephone_reads_names_us_and_whose_it_is() -> None:
    told = totp.uri(SECRET, "Noor de Wit")
    assert told.startswith("otpauth://totp/Luister:Noor%20de%20Wit?")
    assert f"secret={SECRET}" in told
    assert "issuer=Luister" in told
    assert len({totp.new_secret() for _ in range(100)}) == 100
