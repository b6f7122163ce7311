"""The pages as a browser first gets them: HTML files with the words of one language put in.

``{{start.title}}`` becomes the text of that key in ``static/locales/<language>.json``; ``{{line.title}}``,
``{{numbers}}`` and the like are given with each page. Everything put in is escaped, except what was itself made here.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from chat.referral.directory import Directory, DirectoryEntry, Hours
from chat.routing.model import Language
from chat.service.line import Line
from chat.transport.body import Body, body_of

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "/": "seeker.html",
        "/desk": "counsellor.html",
        "/board": "supervisor.html",
        "/hulp": "hulp.html",
        "error": "error.html",
    }
)
_PLACE = re.compile(r"\{\{([a-z0-9_.]+)\}\}")


class BrokenPage(Exception):
    """A page or locale file cannot be used: *fault* names the file and what is missing. The start is refused."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def static_root() -> Path:
    """Where the browser's files lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_static"
    return installed if installed.is_dir() else package.parent / "static"


@dataclass(frozen=True, slots=True)
class Pages:
    """Every page in every language, made once."""

    made: Mapping[tuple[str, Language], Body]

    def page(self, path: str, language: Language) -> Body:
        """The page at *path*."""
        return self.made[path, language]


def make_pages(root: Path, directory: Directory, line: Line, *, practice: bool) -> Pages:
    """Every page under *root* in every language. Raises BrokenPage with the file and the key that is missing."""
    made: dict[tuple[str, Language], Body] = {}
    for language in Language:
        words = _words(root / "locales" / f"{language}.json")
        numbers = "\n".join(
            _number(root / "fragments" / "number.html", entry, language, words) for entry in directory.entries
        )
        other = Language.ENGLISH if language is Language.DUTCH else Language.DUTCH
        own = {
            "lang": language.value,
            "line.title": line.title,
            "line.exit_site": line.exit_site,
            "practice": "yes" if practice else "no",
            "other_lang": other.value,
            "other_lang.href": f"?taal={other}",
        }
        values = {**words, **{name: html.escape(value) for name, value in own.items()}, "numbers": numbers}
        for path, name in PAGES.items():
            made[path, language] = body_of(_filled(root / name, values).encode())
    return Pages(made)


def _number(fragment: Path, entry: DirectoryEntry, language: Language, words: Mapping[str, str]) -> str:
    text = entry.words[language.value]
    values = {
        "entry.id": entry.id,
        "entry.name": entry.name,
        "entry.phone": entry.phone or "",
        "entry.site": entry.site,
        "entry.site_name": entry.site_name,
        "entry.for_whom": text.for_whom,
        "entry.cost": text.cost,
        "entry.always_say": text.always_say or "",
    }
    always_open = "card.always_open" if entry.hours is Hours.ALWAYS else "card.look_at_site"
    escaped = {name: html.escape(value) for name, value in values.items()}
    return _filled(fragment, {**words, **escaped, "entry.open": words.get(always_open, "")})


def _words(path: Path) -> Mapping[str, str]:
    """The texts of one language, escaped; those with plural forms are for scripts only and left out."""
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise BrokenPage(f"{path.name}: it cannot be read") from None
    if not isinstance(read, dict):
        raise BrokenPage(f"{path.name}: it has to be one object of keys and texts")
    return {key: html.escape(text) for key, text in read.items() if isinstance(text, str)}


def _filled(path: Path, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise BrokenPage(f"{path.name}: nothing is known of {{{{{name}}}}}")
        return values[name]

    try:
        return _PLACE.sub(value, path.read_text("utf-8"))
    except (OSError, ValueError):
        raise BrokenPage(f"{path.name}: it cannot be read") from None
