"""The words for people in every language, read once; the start is refused when any are missing.

Each language has two flat files of keys: ``nl.json`` with what the young person's page uses, and ``staff/nl.json`` with what only
pages of staff use, which no phone on a slow line has to fetch. A text holds places for values, ``{name}``; one that depends on a
count has the forms that its language needs, ``one`` and ``other``. Which keys, forms and places the pages use stands in ``keys.json``
beside the texts: whoever rewrites them may get the same thing wrong in every language.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chat.routing.model import Language

MANIFEST = "keys.json"
EVERYBODYS, STAFFS = "", "staff/"
"""Where words lie below ``locales/``."""
_PLACE = re.compile(r"\{(\w+)\}")


class BrokenPage(Exception):
    """Page or locale files cannot be used: each of *faults* names the file and what is wrong. The start is refused."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one file.

    *texts* are those without a count; those with one are for scripts only. *integrity* is what a browser checks the
    file against, so that it never speaks with words that are not this page's.
    """

    file: str
    texts: Mapping[str, str]
    integrity: str

    def text(self, key: str) -> str:
        """The text of this key. Raises BrokenPage."""
        if key not in self.texts:
            raise BrokenPage(f"{self.file}: there are no words for {key}")
        return self.texts[key]


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of one language: *everybodys* are on every page, *staffs* are what only the pages of staff have besides."""

    everybodys: Words
    staffs: Words


def read_locales(root: Path) -> Mapping[Language, Locale]:
    """The words of every language under *root*.

    Raises BrokenPage with each file that cannot be read, or else everything that is wrong with the words in them.
    """
    folder = root / "locales"
    faults: list[str] = []
    found: dict[str, Words] = {}
    for place in (EVERYBODYS, STAFFS):
        wanted = _read(folder, f"{place}{MANIFEST}")
        for language in Language:
            file = f"{place}{language}.json"
            read = _read(folder, file)
            faults.extend(_faults(file, wanted, read))
            texts = {key: entry for key, entry in read.items() if isinstance(entry, str)}
            digest = base64.b64encode(hashlib.sha256((folder / file).read_bytes()).digest()).decode()
            found[file] = Words(file, texts, f"sha256-{digest}")
    if faults:
        raise BrokenPage(*dict.fromkeys(faults))
    return {
        language: Locale(found[f"{EVERYBODYS}{language}.json"], found[f"{STAFFS}{language}.json"])
        for language in Language
    }


def _read(folder: Path, file: str) -> Mapping[str, Any]:
    try:
        read = json.loads((folder / file).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BrokenPage(f"{file}: it cannot be read") from None
    if not isinstance(read, dict):
        raise BrokenPage(f"{file}: it has to be one object of keys and texts")
    return read


def _faults(file: str, wanted: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each thing that is wrong with the words of one file."""
    for key, shape in wanted.items():
        entry = read.get(key)
        if isinstance(shape, dict):
            if entry is not None and not (isinstance(entry, dict) and entry.keys() == shape.keys()):
                yield f"{file}: {key} needs the forms {' and '.join(shape)}"
                continue
        elif isinstance(entry, dict):
            yield f"{file}: {key} has to be one text"
            continue
        forms = entry if isinstance(entry, dict) else {"other": entry}
        for form, text in forms.items():
            if not isinstance(text, str) or not text.strip():
                yield f"{file}: there are no words for {key}"
                continue
            places = set(shape[form] if isinstance(shape, dict) else shape)
            yield from _faults_of(f"{file}: {key}", places, text, one=form == "one")


def _faults_of(where: str, places: set[str], text: str, *, one: bool) -> Iterator[str]:
    """*one*: it is about one of something, and may leave the figure out."""
    found = set(_PLACE.findall(text))
    yield from (f"{where}: nothing goes into {{{name}}}" for name in sorted(found - places))
    missing = places - found - ({"count"} if one else set())
    yield from (f"{where} has no {{{name}}} in it" for name in sorted(missing))
    if set("{}") & set(_PLACE.sub("", text)):
        yield f"{where} has a stray {{ or }}"
