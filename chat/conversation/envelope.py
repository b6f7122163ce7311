"""How large what is said may be. The server measures a body; it does not read it."""

from __future__ import annotations

from chat.errors import TooLong

BODY_BYTES = 8192
"""The largest body in bytes of UTF-8. A browser allows 1,000 graphemes and 6,000 bytes of text; the rest is
room for the envelope around it (DESIGN.md 5, Body)."""


def admit_body(body: str) -> str:
    """The body unchanged, when it may be stored.

    Raises TooLong when it is larger than BODY_BYTES or cannot be written as UTF-8 (a lone surrogate).
    """
    try:
        size = len(body.encode())
    except UnicodeEncodeError:
        raise TooLong from None
    if size > BODY_BYTES:
        raise TooLong
    return body
