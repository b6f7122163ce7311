"""The words for people in every language, read once; the start is refused when any are missing.

Each language has one flat file of keys. A text holds places for values, ``{name}``; one that depends on a count has the
forms that its language needs, ``one`` and ``other``. Which keys, forms and places the pages use stands in ``keys.json``: whoever
rewrites the texts may get the same thing wrong in every language.
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
_PLACE = re.compile(r"\{(\w+)\}")


class BrokenPage(Exception):
    """Page or locale files cannot be used: each of *faults* names the file and what is wrong. The start is refused."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

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


def read_locales(root: Path) -> Mapping[Language, Words]:
    """The words of every language under *root*.

    Raises BrokenPage with each file that cannot be read, or else everything that is wrong with the words in them.
    """
    folder = root / "locales"
    wanted = _read(folder / MANIFEST)
    files = {language: folder / f"{language}.json" for language in Language}
    read = {language: _read(path) for language, path in files.items()}
    faults = [
        fault for language, path in files.items() for fault in _faults(path.name, wanted, read[language])
    ]
    if faults:
        raise BrokenPage(*dict.fromkeys(faults))
    found: dict[Language, Words] = {}
    for language, path in files.items():
        texts = {key: entry for key, entry in read[language].items() if isinstance(entry, str)}
        digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
        found[language] = Words(path.name, texts, f"sha256-{digest}")
    return found


def _read(path: Path) -> Mapping[str, Any]:
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BrokenPage(f"{path.name}: it cannot be read") from None
    if not isinstance(read, dict):
        raise BrokenPage(f"{path.name}: it has to be one object of keys and texts")
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
