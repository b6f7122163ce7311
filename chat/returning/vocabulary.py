"""The words of a language, and four of them: chosen by chance, and recognised in what somebody typed.

Four of 1,024 words are 40 bits: one in 1,099,511,627,776. A mistyped word is put right where only one word is meant; that
helps nobody who guesses, for each try still tests one choice of four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

WORDS = 4
"""How many words are given; their order counts."""
SIZE = 1_024
"""How many words each language has."""
BITS = 40
"""How much chance there is in four words: 4 * log2(1,024)."""
BYTES = BITS // 8

_WORD = re.compile(r"[a-z]{3,8}")
_LETTERS = re.compile(r"[^\W\d_]+")


class VocabularyFault(Exception):
    """A list of words is not what it has to be; says which one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Four words as somebody meant them; *mended* counts those that were mistyped."""

    words: tuple[str, ...]
    mended: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, in order. Made with :func:`parse`, so that none breaks a rule."""

    words: tuple[str, ...]

    def chosen(self, chance: bytes) -> tuple[str, ...]:
        """The four words that BYTES random bytes stand for: each choice of four, in this order, as likely as any other."""
        number = int.from_bytes(chance[:BYTES], "big")
        return tuple(self.words[number // SIZE**place % SIZE] for place in range(WORDS))

    def read(self, typed: str) -> Reading | None:
        """The four words meant by what was *typed*, whatever its capitals, accents and signs; None when it is not four of ours."""
        said = _LETTERS.findall(_plain(typed))
        if len(said) != WORDS:
            return None
        meant = [self._meant(word) for word in said]
        found = tuple(word for word, _ in meant if word is not None)
        return Reading(found, sum(mended for _, mended in meant)) if len(found) == WORDS else None

    def _meant(self, typed: str) -> tuple[str | None, bool]:
        """The word itself, or the only one that is one slip away; and whether there was a slip."""
        if typed in self.words:
            return typed, False
        near = [word for word in self.words if is_one_slip(typed, word)]
        return (near[0] if len(near) == 1 else None), True


def parse(text: str, name: str) -> Vocabulary:
    """The vocabulary of a file, one word a line. Raises VocabularyFault with the file's *name*."""
    words = tuple(text.split())
    if len(set(words)) != SIZE or len(words) != SIZE or not all(_WORD.fullmatch(word) for word in words):
        raise VocabularyFault(f"{name}: it has to hold {SIZE} different words of 3 to 8 letters")
    return Vocabulary(words)


def recognised(typed: str, vocabularies: Iterable[Vocabulary]) -> tuple[str, ...] | None:
    """The four words meant by what was *typed*, in the language in which the fewest are mistyped; None when in none it is four words.

    A word that stands in several languages is the same word; between readings as good as each other the first counts.
    """
    readings = [reading for one in vocabularies if (reading := one.read(typed)) is not None]
    return min(readings, key=lambda reading: reading.mended).words if readings else None


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter too many, too few, or another one, or two that changed places, is all that differs."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    here, there = one[same:], other[same:]
    swapped = here[1::-1] + here[2:] == there and len(here) > 1
    return swapped or here[1:] == there or here == there[1:] or here[1:] == there[1:]


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter)).casefold()
