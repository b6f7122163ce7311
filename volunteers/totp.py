"""Codes of an app on a telephone, that change every half minute (TOTP, RFC 6238)."""

from __future__ import annotations

from datetime import datetime

import pyotp

STEP_SECONDS = 30
DIGITS = 6
SKEW = 1
"""By so many steps the clock of a telephone may be off, to either side."""
ISSUER = "Luister"


def new_secret() -> str:
    """A secret to share with a telephone: 160 random bits in base32."""
    return pyotp.random_base32()


def uri(secret: str, name: str) -> str:
    """What the square shows that a telephone reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_at(now: datetime) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    """The code of that half minute."""
    return pyotp.HOTP(secret).at(step)


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The half minute that this code is of, when it is near *now* and later than the step *after*; None otherwise.

    Every step is looked at whatever the others say, so the time tells nothing.
    """
    typed = "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    near = range(max(0, step_at(now) - SKEW), step_at(now) + SKEW + 1)
    fitting = [
        step for step in near if pyotp.utils.strings_equal(code_at(secret, step), typed) and step > after
    ]
    return fitting[0] if fitting else None
