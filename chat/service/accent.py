"""The line's one colour: an operator chooses it, and here is what can be read of it on light and on dark paper.

Contrast as WCAG 2.2 defines it (1.4.3, relative luminance); 4.5 is what level AA asks of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

READABLE = 4.5

LIGHT_PAPERS = ("#f8f4ed", "#fffdf9", "#eee7db")
DARK_PAPERS = ("#1d1a17", "#282420", "#151310")
"""What the accent stands on: paper, surface and sunken of static/css/tokens.css; a test holds them equal."""

_WHITE = "#ffffff"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_LINEAR_UP_TO = 0.04045
_WHITENING_STEPS = 20
_TINT = (15, 20)
"""How many hundredths of the accent are in one's own bubbles, on light and on dark paper."""


@dataclass(frozen=True, slots=True)
class Shades:
    """One colour on light paper, or on dark: as *accent*, what is written *on_accent*, and one's own bubbles."""

    accent: str
    on_accent: str
    mine: str


def shades(colour: str) -> tuple[Shades, Shades] | None:
    """What becomes of *colour*, ``#`` and six hexadecimal digits, on light and on dark paper.

    On dark paper it is whitened until it can be read. None when it is no colour, or too light for light paper.
    """
    if not _COLOUR.fullmatch(colour) or not _is_readable(colour, LIGHT_PAPERS):
        return None
    whitened = next(one for one in _whitened(colour) if _is_readable(one, DARK_PAPERS))
    (light, *_), (dark, *_) = LIGHT_PAPERS, DARK_PAPERS
    return (
        Shades(colour, LIGHT_PAPERS[1], _mixed(light, colour, _TINT[0])),
        Shades(whitened, dark, _mixed(dark, whitened, _TINT[1])),
    )


def contrast(one: str, other: str) -> float:
    """How far two colours are apart: from 1, the same, to 21, black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _is_readable(colour: str, papers: tuple[str, ...]) -> bool:
    return all(contrast(colour, paper) >= READABLE for paper in papers)


def _whitened(colour: str) -> Iterator[str]:
    return (_mixed(colour, _WHITE, 100 * step // _WHITENING_STEPS) for step in range(_WHITENING_STEPS + 1))


def _mixed(one: str, other: str, hundredths: int) -> str:
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(
        f"{(this * (100 - hundredths) + that * hundredths) // 100:02x}" for this, that in parts
    )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
