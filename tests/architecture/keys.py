"""What every text of the locale files has to hold: the ``keys.json`` beside them, which the server checks them by at its start.

``python -m tests.architecture.keys`` writes both anew, in the shape of the Dutch files; test_words.py holds them to the sources.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.architecture.sentences import texts_of
from tests.architecture.walls import CHECKOUT

Shape = list[str] | dict[str, list[str]]

LOCALES = CHECKOUT / "static" / "locales"
STAFF = "staff"
"""The folder in it with the words that only pages of staff use."""
MANIFEST = "keys.json"
RENEW = ".venv/bin/python -m tests.architecture.keys"

PLACE = re.compile(r"\{(\w+)\}")
CALL = re.compile(r"(?<![\w.])t\(")
CLOSES = {"(": ")", "{": "}", "[": "]"}


def shapes(locale: Mapping[str, str | Mapping[str, str]]) -> dict[str, Shape]:
    """The places of each text; of one that depends on a count those of each form."""
    found: dict[str, Shape] = {}
    for key, entry in sorted(locale.items()):
        if isinstance(entry, str):
            found[key] = sorted(set(PLACE.findall(entry)))
        else:
            found[key] = {form: sorted(set(PLACE.findall(text))) for form, text in sorted(entry.items())}
    return found


def written(manifest: Mapping[str, Shape]) -> str:
    """As it stands in the file, a line for each key."""
    lines = (f"  {json.dumps(key)}: {json.dumps(shape)}" for key, shape in manifest.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def given(source: str) -> Iterator[tuple[list[str], set[str]]]:
    """What a script asks words for: the texts that may be the key, and the names of the values it gives along."""
    for call in CALL.finditer(source):
        key, *rest = _pieces(source, call.end())
        yield texts_of(key), _names(source, rest[0].strip()) if rest and rest[0].strip() else set()


def _names(source: str, values: str) -> set[str]:
    if not values.startswith("{"):
        declared = re.search(rf"const {re.escape(values)} = \{{", source)
        assert declared is not None, f"where does {values} come from?"
        return {piece.partition(":")[0].strip() for piece in _pieces(source, declared.end())} - {""}
    return {piece.partition(":")[0].strip() for piece in _pieces(values, 1)} - {""}


def _pieces(source: str, start: int) -> list[str]:
    """What stands between commas from *start* to the bracket that closes it."""
    pieces: list[str] = []
    waits: list[str] = []
    begins = at = start
    while waits or source[at] not in ")}]":
        one = source[at]
        if one in CLOSES:
            waits.append(CLOSES[one])
        elif waits and one == waits[-1]:
            waits.pop()
        elif one == "," and not waits:
            pieces.append(source[begins:at])
            begins = at + 1
        at += 1
    return [*pieces, source[begins:at]]


def main() -> None:
    """Write the manifests anew."""
    for place in (LOCALES, LOCALES / STAFF):
        (place / MANIFEST).write_text(written(shapes(_dutch(place / "nl.json"))), "utf-8")


def _dutch(path: Path) -> Mapping[str, str | Mapping[str, str]]:
    read: Mapping[str, str | Mapping[str, str]] = json.loads(path.read_text("utf-8"))
    return read


if __name__ == "__main__":
    main()
