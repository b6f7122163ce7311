"""The services a seeker may be pointed to, read from one file and refused whole when any of it is wrong."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from chat.referral.entry import (
    LANGUAGES,
    BrowserEntry,
    Confidence,
    Country,
    DirectoryEntry,
    EntryId,
    EntryWords,
    Evidence,
    Hours,
    Kind,
    Language,
)
from chat.referral.inspection import Fault, Table

FORMAT: Final = 1
MOST_WORDS: Final = 40

# Source: SCREENS.md, the lines that may never be left out. Whoever gives Veilig Thuis a name starts something,
# nobody may be sent to Stop it Now without reading whom it is for, and 1712 acts by itself when there is danger.
NEVER_WITHOUT_ALWAYS_SAY: Final = frozenset({"nl-veiligthuis", "nl-stopitnow", "be-stopitnow", "be-1712"})

# A number has one home, the phone block, or a correction there leaves the old one standing in a sentence.
# These two are names as much as numbers.
NUMBERS_AS_NAMES: Final = frozenset({"112", "113"})
NAMED_BY_NUMBER: Final = frozenset({"nl-112", "nl-113"})

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FORMS: Final = {
    "phone": (re.compile(r"(?=.{3,16}$)[0-9]+(?:[- ][0-9]+)*"), "a phone number"),
    "site": (re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[a-z0-9-]+)*/?"), "an https address"),
}
_EVIDENCE: Final = ("source", "as_of", "confidence", "verified_on")
_WORDS_OF_ALL: Final = ("for_whom", "what_happens", "cost", "private", "first_sentence")
_WORDS: Final = (*_WORDS_OF_ALL, "always_say")


@dataclass(frozen=True, slots=True)
class Directory:
    """Every service we may name, in the order in which they are shown."""

    entries: tuple[DirectoryEntry, ...]

    def find(self, entry_id: str) -> DirectoryEntry | None:
        """The entry with this id; None when there is none, as for one withdrawn since."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def for_browser(self) -> list[BrowserEntry]:
        """All entries, in order, as plain values ready for JSON."""
        return [entry.for_browser() for entry in self.entries]


class DirectoryFault(ValueError):
    """A directory file cannot be used; `faults` holds everything wrong with it, never empty, in the order of reading."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.name = name
        self.faults = faults
        super().__init__(
            "\n".join(f"{name}: {fault.entry or 'file'}: {fault.field} {fault.problem}" for fault in faults)
        )


def parse(text: str, name: str) -> Directory:
    """The directory a file holds, its entries sorted by `order`, then id.

    `text` is the whole file, `name` what to call it in a fault. Raises DirectoryFault with every fault at once.
    """
    try:
        root = Table(None, "", tomllib.loads(text), [])
    except (ValueError, RecursionError) as error:
        raise DirectoryFault(name, (Fault(None, "toml", f"cannot be read: {error}"),)) from error
    root.only("format", "entry")
    if root.fields.get("format") != FORMAT:
        root.fault("format", f"is not {FORMAT}")
    entries: dict[str, DirectoryEntry] = {}
    for table in _tables(root):
        entry = _entry(table)
        if entry.id and entry.id in entries:
            table.fault("id", "is also that of an earlier entry")
        entries[entry.id] = entry
    if root.faults:
        raise DirectoryFault(name, tuple(root.faults))
    return Directory(tuple(sorted(entries.values(), key=lambda entry: (entry.order, entry.id))))


def _tables(root: Table) -> list[Table]:
    tables: list[Table] = []
    found = root.fields.get("entry")
    if not isinstance(found, list) or not found:
        root.fault("entry", "is not a list of entries with at least one in it")
        return tables
    for place, fields in enumerate(found, start=1):
        if not isinstance(fields, dict):
            root.faults.append(Fault(f"entry {place}", "entry", "is not a table"))
            continue
        entry_id = fields.get("id")
        good = isinstance(entry_id, str) and _ID.fullmatch(entry_id)
        tables.append(Table(entry_id if good else f"entry {place}", "", fields, root.faults))
    return tables


def _entry(table: Table) -> DirectoryEntry:
    evidence: dict[str, Evidence] = {}
    table.only("id", "name", "country", "kind", "order", "phone", "site", "hours", *_WORDS)
    entry_id = EntryId(table.matching("id", _ID, "lower case letters and digits joined by hyphens"))
    return DirectoryEntry(
        id=entry_id,
        name=table.text("name"),
        country=table.choice("country", Country) or Country.NETHERLANDS,
        kind=table.choice("kind", Kind) or Kind.HELPLINE,
        order=table.whole("order"),
        phone=_contact(table, "phone", evidence) if "phone" in table.fields else None,
        site=_contact(table, "site", evidence) if _needs_site(table) else None,
        hours=_hours(table, evidence),
        words=_words(table, entry_id, evidence),
        evidence=MappingProxyType(evidence),
    )


def _evidence(block: Table) -> Evidence:
    return Evidence(
        source=block.text("source"),
        as_of=block.text("as_of"),
        confidence=block.choice("confidence", Confidence) or Confidence.HIGH,
        verified_on=block.day("verified_on"),
    )


def _needs_site(table: Table) -> bool:
    """Whether a site has to be there: to be reached at all, or for the hours."""
    hours = table.fields.get("hours")
    always_answered = isinstance(hours, dict) and hours.get("value") in (Hours.ALWAYS, Hours.BY_PHONE)
    return "site" in table.fields or "phone" not in table.fields or not always_answered


def _contact(table: Table, field: Literal["phone", "site"], evidence: dict[str, Evidence]) -> str:
    if (block := table.block(field)) is None:
        return ""
    block.only("value", *_EVIDENCE)
    value = block.matching("value", *_FORMS[field])
    evidence[field] = _evidence(block)
    if evidence[field].confidence is Confidence.LOW:
        block.fault("confidence", "is too low to send anybody there")
    return value


def _hours(table: Table, evidence: dict[str, Evidence]) -> Hours:
    block = table.block("hours")
    hours = block.choice("value", Hours) if block is not None else None
    if block is None or hours is None:
        return Hours.LOOK_AT_SITE
    if hours is Hours.BY_PHONE and "phone" not in table.fields:
        block.fault("value", "speaks of a phone, and there is none")
    if hours is Hours.LOOK_AT_SITE:
        block.only("value")
        return hours
    block.only("value", *_EVIDENCE)
    evidence["hours"] = _evidence(block)
    if evidence["hours"].confidence is not Confidence.HIGH:
        block.fault("confidence", "is too low to promise that somebody always answers")
    return hours


def _words(table: Table, entry_id: EntryId, evidence: dict[str, Evidence]) -> Mapping[Language, EntryWords]:
    blocks: dict[str, Table] = {}
    for field in _WORDS:
        if field == "always_say" and field not in table.fields:
            if entry_id in NEVER_WITHOUT_ALWAYS_SAY:
                table.fault(field, "is missing, and this entry may never be shown without it")
            continue
        if (block := table.block(field)) is None:
            continue
        blocks[field] = block
        if field == "first_sentence":
            block.only(*LANGUAGES)
        else:
            block.only(*LANGUAGES, *_EVIDENCE)
            evidence[field] = _evidence(block)
    words: dict[Language, EntryWords] = {}
    for language in LANGUAGES:
        said = {field: _sentence(block, language, entry_id) for field, block in blocks.items()}
        words[language] = EntryWords(**(dict.fromkeys(_WORDS_OF_ALL, "") | said))
    return MappingProxyType(words)


def _sentence(block: Table, language: Language, entry_id: EntryId) -> str:
    text = block.text(language)
    if len(text.split()) > MOST_WORDS:
        block.fault(language, f"has more than {MOST_WORDS} words")
    numbers = set(re.findall(r"\d+", text))
    if numbers and not (entry_id in NAMED_BY_NUMBER and numbers <= NUMBERS_AS_NAMES):
        block.fault(language, "holds a number; numbers belong in the phone block")
    return text
