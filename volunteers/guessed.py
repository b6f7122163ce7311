"""PURE: which passwords are guessed first: those of a list, and the patterns with which a short one is made long enough."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise
from unicodedata import normalize

FEWEST_DIFFERENT = 6
"""So many different characters a password has at the least."""
LONGEST_UNIT = 8
"""What is said over and over is counted as one when it is no longer than this."""
IN_A_ROW = 0.7
"""The share of steps between neighbours, as in 123456 or qwerty, from which on it is a row of keys and no password."""

_ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "azertyuiop", "qsdfghjklm", "wxcvbn")


def is_common(password: str, name: str) -> bool:
    """Whether an attacker who knows the working *name* would try this soon."""
    folded = normalize("NFKC", password).casefold()
    own = "".join(filter(str.isalpha, normalize("NFKC", name).casefold()))
    letters = "".join(filter(str.isalpha, folded))
    solid = "".join(filter(str.isalnum, folded))
    return (
        folded in _listed()
        or solid in _listed()
        or len(set(folded)) < FEWEST_DIFFERENT
        or _said_again(folded)
        or _in_a_row(folded)
        or _is_one_word(letters)
        or (own != "" and own in letters and _is_nothing_more(letters.replace(own, "")))
    )


@cache
def _listed() -> frozenset[str]:
    """Single words and whole passwords, from public lists of what leaked and some Dutch words beside them."""
    return frozenset(files("volunteers").joinpath("guessed.txt").read_text("utf-8").split())


def _is_one_word(letters: str) -> bool:
    """Whether the letters of what was typed are one common word, perhaps said again."""
    unit = next((letters[:size] for size in range(1, len(letters) + 1) if _repeats(letters, size)), "")
    return unit in _listed()


def _is_nothing_more(rest: str) -> bool:
    return rest == "" or _is_one_word(rest)


def _said_again(folded: str) -> bool:
    return any(_repeats(folded, size) for size in range(1, LONGEST_UNIT + 1))


def _repeats(text: str, size: int) -> bool:
    return text == (text[:size] * (len(text) // size + 1))[: len(text)]


def _in_a_row(folded: str) -> bool:
    steps = list(pairwise(folded))
    return sum(_are_neighbours(one, other) for one, other in steps) >= IN_A_ROW * len(steps)


def _are_neighbours(one: str, other: str) -> bool:
    if abs(ord(one) - ord(other)) <= 1:
        return True
    return any(one + other in row or other + one in row for row in _ROWS)
