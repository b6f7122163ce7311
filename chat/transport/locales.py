"""The words for people in every language, read once; the start is refused when any are missing.

Each language has one flat file of keys. A text holds places for values, ``{name}``; one that depends on a count has the
forms that its language needs, ``one`` and ``other``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chat.routing.model import Language

FORMS = frozenset({"one", "other"})


class BrokenPage(Exception):
    """A page or locale file cannot be used: *fault* names the file and what is missing. The start is refused."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


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

    Raises BrokenPage with the file that cannot be read, or the file and the key that has no words in it.
    """
    files = {language: root / "locales" / f"{language}.json" for language in Language}
    read = {language: _entries(path) for language, path in files.items()}
    keys = set().union(*read.values())
    found: dict[Language, Words] = {}
    for language, path in files.items():
        missing = sorted(keys - read[language].keys())
        if missing:
            raise BrokenPage(f"{path.name}: there are no words for {missing[0]}")
        texts = {key: entry for key, entry in read[language].items() if isinstance(entry, str)}
        digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
        found[language] = Words(path.name, texts, f"sha256-{digest}")
    return found


def _entries(path: Path) -> Mapping[str, str | Mapping[str, str]]:
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BrokenPage(f"{path.name}: it cannot be read") from None
    if not isinstance(read, dict):
        raise BrokenPage(f"{path.name}: it has to be one object of keys and texts")
    for key, entry in read.items():
        forms = entry if isinstance(entry, dict) else {"other": entry}
        if not forms.keys() <= FORMS or "other" not in forms:
            raise BrokenPage(f"{path.name}: {key} needs the forms one and other")
        if not all(isinstance(form, str) and form.strip() for form in forms.values()):
            raise BrokenPage(f"{path.name}: there are no words for {key}")
    return read
