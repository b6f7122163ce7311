"""The sentences of the screens, from the files the pages read themselves."""

import json
from functools import cache

from tests.architecture.walls import CHECKOUT


@cache
def _locale(language: str) -> dict[str, str | dict[str, str]]:
    read: dict[str, str | dict[str, str]] = {}
    for place in ("", "staff"):
        read |= json.loads((CHECKOUT / "static" / "locales" / place / f"{language}.json").read_text("utf-8"))
    return read


def words(key: str, language: str = "nl", **values: object) -> str:
    """The sentence of this key; *count* among the values chooses between one and more."""
    text = _locale(language)[key]
    if not isinstance(text, str):
        text = text["one" if values["count"] == 1 else "other"]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
