"""The pages as a browser first gets them: HTML files with the words of one language and the services of one country put in.

``{{start.title}}`` becomes the text of that key in ``static/locales/<language>.json``, on a page of staff also in
``static/locales/staff/<language>.json``; ``{{line.title}}``,
``{{numbers}}`` (this country's) and ``{{numbers.elsewhere}}`` (the other's, hidden) are given with each page. Everything put in is escaped, except what was itself made here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import MappingProxyType

from chat.referral.directory import Directory
from chat.referral.entry import Country, DirectoryEntry
from chat.routing.model import Language
from chat.service.line import Line
from chat.transport.body import Body, body_of
from chat.transport.locales import BrokenPage, Words, read_locales
from chat.transport.style import link_to_style, style_of

PAGES: Mapping[str, str] = MappingProxyType({"/": "seeker.html", "/hulp": "hulp.html", "error": "error.html"})
STAFF_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "/desk": "counsellor.html",
        "/board": "supervisor.html",
        "/roster": "roster.html",
        "/people": "people.html",
        "/invite": "invite.html",
    }
)
"""These have the words of staff besides, and may ask for a passkey."""
_PLACE = re.compile(r"\{\{([a-z0-9_.]+)\}\}")


def static_root() -> Path:
    """Where the browser's files lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_static"
    return installed if installed.is_dir() else package.parent / "static"


@dataclass(frozen=True, slots=True)
class Pages:
    """Every page in every language for every country, made once; *country* is the one when none is asked for.

    *style* is what the line adds to their style sheets.
    """

    made: Mapping[tuple[str, Language, Country], Body]
    country: Country
    style: Body

    def page(self, path: str, language: Language, country: Country) -> Body:
        """The page at *path*."""
        return self.made[path, language, country]


def make_pages(root: Path, directory: Directory, line: Line, *, practice: bool) -> Pages:
    """Every page under *root*, in every language for every country.

    Raises BrokenPage with the file and the key that is missing.
    """
    made: dict[tuple[str, Language, Country], Body] = {}
    locales = read_locales(root)
    fragment = root / "fragments" / "number.html"
    for language, country in product(Language, Country):
        words = locales[language].everybodys
        other_language = next(one for one in Language if one is not language)
        other_country = next(one for one in Country if one is not country)
        own = {
            "lang": language.value,
            "country": country.value,
            "line.title": line.title,
            "line.exit_site": line.exit_site,
            "line.complaints": line.complaints or "",
            "practice": "yes" if practice else "no",
            **{f"integrity.{one}": locales[one].everybodys.integrity for one in Language},
            **{f"integrity.staff.{one}": locales[one].staffs.integrity for one in Language},
            "here": _address(language, country),
            "other_lang": other_language.value,
            "other_lang.href": _address(other_language, country),
            "other_country": words.text(f"country.name.{other_country}"),
            "other_country.help": words.text(f"country.help.{other_country}"),
            "other_country.href": _address(language, other_country),
        }
        values = {
            **_escaped(words.texts),
            **_escaped(own),
            "line.style": link_to_style(line),
            "numbers": _numbers(fragment, directory, country, language, words, ""),
            "numbers.elsewhere": _numbers(fragment, directory, other_country, language, words, "hidden"),
        }
        for path, name in PAGES.items():
            made[path, language, country] = body_of(_filled(root / name, values).encode())
        with_staffs = {**values, **_escaped(locales[language].staffs.texts)}
        for path, name in STAFF_PAGES.items():
            made[path, language, country] = body_of(_filled(root / name, with_staffs).encode())
    return Pages(made, line.country, body_of(style_of(line).encode()))


def _address(language: Language, country: Country) -> str:
    """What to ask for at any page to get it so; static/js/seeker/translation.js writes the same."""
    return f"?taal={language}&land={country.lower()}"


def _numbers(
    fragment: Path, directory: Directory, country: Country, language: Language, words: Words, hidden: str
) -> str:
    entries = [entry for entry in directory.entries if entry.country is country]
    return "\n".join(_number(fragment, entry, language, words, hidden) for entry in entries)


def _number(fragment: Path, entry: DirectoryEntry, language: Language, words: Words, hidden: str) -> str:
    text = entry.words[language.value]
    values = {
        "entry.id": entry.id,
        # A service that is called by its number is not named beside it.
        "entry.name": "" if entry.name == entry.phone else entry.name,
        "entry.phone": entry.phone or "",
        "entry.country": entry.country.value,
        "entry.site": entry.site or "",
        "entry.site_name": entry.site_name or "",
        "entry.for_whom": text.for_whom,
        "entry.cost": text.cost,
        "entry.always_say": text.always_say or "",
        "entry.open": words.text(f"card.hours.{entry.hours}"),
        "entry.hidden": hidden,
    }
    return _filled(fragment, _escaped({**words.texts, **values}))


def _escaped(values: Mapping[str, str]) -> Mapping[str, str]:
    return {name: html.escape(value) for name, value in values.items()}


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
