"""What makes a directory file unusable, and how its faults are told."""

import re
from pathlib import Path

import pytest

from chat.referral.directory import Directory, DirectoryFault, parse
from chat.referral.entry import Confidence, Hours, Kind
from chat.referral.inspection import Fault

FILE = Path(__file__).with_name("awake.toml").read_text("utf-8")
ENTRY = FILE.removeprefix("format = 1\n")
FOR_WHOM_NL = 'nl = "Voor wie wakker ligt."'
LATER = """
[entry.always_say]
nl = "Altijd."
en = "Always."
source = "awake.example"
as_of = "2026"
confidence = "high"
"""


def faults_of(text: str) -> list[tuple[str | None, str, str]]:
    with pytest.raises(DirectoryFault) as caught:
        parse(text, "planted.toml")
    return [(fault.entry, fault.field, fault.problem) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


def without_block(field: str) -> str:
    text = re.sub(rf"\[entry\.{field}\]\n(?:.+\n)+", "", FILE)
    assert text != FILE
    return text


def test_a_good_file_is_read_as_it_stands() -> None:
    directory = parse(FILE, "good.toml")
    entry = directory.find("nl-awake")
    assert entry is not None
    assert directory.entries == (entry,)
    assert (entry.name, entry.country, entry.kind, entry.order) == ("Awake", "NL", Kind.HELPLINE, 7)
    assert (entry.phone, entry.site, entry.hours) == (
        "0800-1234",
        "https://www.awake.example/chat",
        Hours.ALWAYS,
    )
    assert entry.words["nl"].for_whom == "Voor wie wakker ligt."
    assert entry.words["en"].first_sentence == "I cannot sleep."
    assert entry.words["nl"].always_say is None


def test_evidence_tells_who_checked_what() -> None:
    entry = parse(FILE, "good.toml").entries[0]
    assert str(entry.evidence["phone"].verified_on) == "2026-11-01"
    assert entry.evidence["site"].verified_on is None
    assert entry.evidence["cost"].confidence is Confidence.LOW
    assert (entry.evidence["site"].source, entry.evidence["site"].as_of) == ("awake.example", "n.d.")
    assert "first_sentence" not in entry.evidence


def test_an_unknown_id_finds_nothing() -> None:
    assert parse(FILE, "good.toml").find("nl-asleep") is None


def test_an_entry_without_a_phone_is_an_entry() -> None:
    entry = parse(without_block("phone"), "good.toml").entries[0]
    assert entry.phone is None
    assert entry.for_browser()["phone"] is None


def test_an_always_say_line_may_be_given_to_any_entry() -> None:
    entry = parse(FILE + LATER, "good.toml").entries[0]
    assert entry.words["en"].always_say == "Always."
    assert entry.for_browser()["texts"]["nl"]["always_say"] == "Altijd."


def test_entries_stand_in_their_order_and_not_in_that_of_the_file() -> None:
    def entry(entry_id: str, order: int) -> str:
        return ENTRY.replace("nl-awake", entry_id).replace("order = 7", f"order = {order}")

    text = "format = 1\n" + entry("nl-c", 2) + entry("nl-b", 1) + entry("nl-a", 2)
    directory = parse(text, "good.toml")
    assert [found.id for found in directory.entries] == ["nl-b", "nl-a", "nl-c"]
    assert [found["id"] for found in directory.for_browser()] == ["nl-b", "nl-a", "nl-c"]


def test_the_browser_gets_plain_values_in_every_language() -> None:
    words = {
        "nl": {
            "for_whom": "Voor wie wakker ligt.",
            "what_happens": "Iemand luistert.",
            "cost": "Bellen is gratis.",
            "private": "Je hoeft je naam niet te zeggen.",
            "first_sentence": "Ik kan niet slapen.",
            "always_say": None,
        },
        "en": {
            "for_whom": "For whoever lies awake.",
            "what_happens": "Someone listens.",
            "cost": "Calling is free.",
            "private": "You do not have to say your name.",
            "first_sentence": "I cannot sleep.",
            "always_say": None,
        },
    }
    assert parse(FILE, "good.toml").for_browser() == [
        {
            "id": "nl-awake",
            "name": "Awake",
            "country": "NL",
            "phone": "0800-1234",
            "site": "https://www.awake.example/chat",
            "site_name": "awake.example",
            "hours": "always",
            "texts": words,
        }
    ]


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ('name = "Awake"', 'name = "Awake"\nnickname = "A"', "nickname", "is unknown"),
        ('name = "Awake"', 'name = "Awake"\n"a b" = 1', "'a b'", "is unknown"),
        (FOR_WHOM_NL, FOR_WHOM_NL + '\nfr = "x"', "for_whom.fr", "is unknown"),
        ('nl = "Ik kan', 'source = "x"\nnl = "Ik kan', "first_sentence.source", "is unknown"),
        ('name = "Awake"\n', "", "name", "is missing"),
        ('name = "Awake"', "name = 3", "name", "is not a text"),
        ('name = "Awake"', 'name = ""', "name", "is empty, or holds"),
        ('name = "Awake"', 'name = " Awake"', "name", "is empty, or holds"),
        ('name = "Awake"', 'name = "A\\u202ewake"', "name", "is empty, or holds"),
        ('name = "Awake"', 'name = "A\\nwake"', "name", "is empty, or holds"),
        ('country = "NL"', 'country = "XX"', "country", "is none of NL, BE"),
        ('kind = "helpline"', 'kind = "nice"', "kind", "is none of emergency, "),
        ("order = 7", "order = -1", "order", "is not a whole number"),
        ("order = 7", "order = true", "order", "is not a whole number"),
        ("order = 7", 'order = "7"', "order", "is not a whole number"),
        ("order = 7\n", "", "order", "is missing"),
        ('"0800-1234"', '"0800 / 1234"', "phone.value", "is not a phone number"),
        ('"0800-1234"', '"bel ons"', "phone.value", "is not a phone number"),
        ('"0800-1234"', '"12"', "phone.value", "is not a phone number"),
        ('"0800-1234"', '"01234567890123456"', "phone.value", "is not a phone number"),
        ('"0800-1234"', '"٠٨٠٠"', "phone.value", "is not a phone number"),
        ("2026-11-01", '"2026-11-01"', "phone.verified_on", "is not a date"),
        ("2026-11-01", "2026-11-01T10:00:00", "phone.verified_on", "is not a date"),
        ("https://www", "http://www", "site.value", "is not an https address"),
        ("https://www", "javascript://www", "site.value", "is not an https address"),
        (".example/chat", ".example/?who=me", "site.value", "is not an https address"),
        ("https://www", "https://me@www", "site.value", "is not an https address"),
        ('confidence = "medium"', 'confidence = "low"', "site.confidence", "is too low to send"),
        ('confidence = "medium"', 'confidence = "sure"', "site.confidence", "is none of high, medium, low"),
        (
            'value = "always"',
            'value = "at_night"',
            "hours.value",
            "is none of always, by_phone, look_at_site",
        ),
        ('as_of = "n.d."\n', "", "site.as_of", "is missing"),
        ('en = "For whoever lies awake."\n', "", "for_whom.en", "is missing"),
        (FOR_WHOM_NL + "\n", "", "for_whom.nl", "is missing"),
        (FOR_WHOM_NL, 'nl = "Bel 112."', "for_whom.nl", "holds a number"),
        (FOR_WHOM_NL, 'nl = "Bel ٣."', "for_whom.nl", "holds a number"),
        (FOR_WHOM_NL, f'nl = "{"woord " * 40}woord"', "for_whom.nl", "has more than 40 words"),
    ],
)
def test_a_fault_names_its_entry_and_field(old: str, new: str, field: str, problem: str) -> None:
    ((entry, faulty, told),) = faults_of(changed(old, new))
    assert (entry, faulty) == ("nl-awake", field)
    assert told.startswith(problem)


@pytest.mark.parametrize("field", ["hours", "for_whom", "what_happens", "cost", "private"])
def test_a_missing_block_is_one_fault(field: str) -> None:
    assert faults_of(without_block(field)) == [("nl-awake", field, "is missing")]


@pytest.mark.parametrize("field", ["site", "hours", "cost"])
def test_a_block_that_is_no_table_is_one_fault(field: str) -> None:
    text = without_block(field).replace("order = 7", f"order = 7\n{field} = 1")
    assert faults_of(text) == [("nl-awake", field, "is not a table")]


def test_an_entry_whose_phone_is_always_answered_needs_no_site() -> None:
    for hours in ("always", "by_phone"):
        entry = parse(without_block("site").replace('"always"', f'"{hours}"'), "good.toml").entries[0]
        assert (entry.site, entry.site_name) == (None, None)
        browser = entry.for_browser()
        assert (browser["site"], browser["site_name"], browser["hours"]) == (None, None, hours)


def test_who_can_be_reached_nowhere_else_needs_a_site() -> None:
    no_phone = re.sub(r"\[entry\.phone\]\n(?:.+\n)+", "", without_block("site"))
    assert faults_of(no_phone) == [("nl-awake", "site", "is missing")]
    on_the_site = re.sub(r'"always"\n(?:.+\n){3}', '"look_at_site"\n', without_block("site"))
    assert faults_of(on_the_site) == [("nl-awake", "site", "is missing")]


def test_hours_of_a_phone_are_told_of_a_phone_only() -> None:
    text = without_block("phone").replace('"always"', '"by_phone"')
    assert faults_of(text) == [("nl-awake", "hours.value", "speaks of a phone, and there is none")]


@pytest.mark.parametrize("entry_id", ["nl-veiligthuis", "nl-stopitnow", "be-stopitnow", "be-1712"])
def test_some_services_are_never_shown_without_their_line(entry_id: str) -> None:
    text = FILE.replace("nl-awake", entry_id)
    problem = "is missing, and this entry may never be shown without it"
    assert faults_of(text) == [(entry_id, "always_say", problem)]
    assert parse(text + LATER, "good.toml").entries[0].words["nl"].always_say == "Altijd."


def test_always_open_is_believed_with_high_confidence_only() -> None:
    old = 'value = "always"\nsource = "awake.example"\nas_of = "2026"\nconfidence = "high"'
    faults = faults_of(changed(old, old.replace("high", "medium")))
    assert faults == [("nl-awake", "hours.confidence", "is too low to promise that somebody always answers")]


def test_unknown_hours_claim_nothing_and_so_have_no_source() -> None:
    faults = faults_of(changed('value = "always"', 'value = "look_at_site"'))
    assert [field for _, field, _ in faults] == ["hours.source", "hours.as_of", "hours.confidence"]


@pytest.mark.parametrize(
    ("entry_id", "sentence"), [("nl-112", "Bel 112."), ("nl-113", "Bel 112 of kijk op 113.nl.")]
)
def test_112_and_113_may_be_named_by_themselves(entry_id: str, sentence: str) -> None:
    text = changed(FOR_WHOM_NL, f'nl = "{sentence}"').replace("nl-awake", entry_id)
    assert parse(text, "good.toml").entries[0].words["nl"].for_whom == sentence


@pytest.mark.parametrize(("entry_id", "sentence"), [("nl-113", "Bel 1134."), ("nl-112", "Bel 112 of 114.")])
def test_112_and_113_may_name_no_other_number(entry_id: str, sentence: str) -> None:
    text = changed(FOR_WHOM_NL, f'nl = "{sentence}"').replace("nl-awake", entry_id)
    assert faults_of(text) == [(entry_id, "for_whom.nl", "holds a number; numbers belong in the phone block")]


def test_forty_words_are_not_too_many() -> None:
    sentence = " ".join(["woord"] * 40)
    text = changed(FOR_WHOM_NL, f'nl = "{sentence}"')
    assert parse(text, "good.toml").entries[0].words["nl"].for_whom == sentence


def test_an_id_is_given_once() -> None:
    assert faults_of(FILE + ENTRY) == [("nl-awake", "id", "is also that of an earlier entry")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "is missing"),
        ("id = 4", "is not a text"),
        ('id = "NL Awake"', "is not lower case letters and digits joined by hyphens"),
    ],
)
def test_an_entry_without_a_good_id_is_told_by_its_place(line: str, problem: str) -> None:
    text = FILE + ENTRY.replace('id = "nl-awake"', line)
    assert faults_of(text) == [("entry 2", "id", problem)]


@pytest.mark.parametrize("line", ["", 'format = "1"', "format = 2"])
def test_another_format_is_not_guessed_at(line: str) -> None:
    assert faults_of(FILE.replace("format = 1", line)) == [(None, "format", "is not 1")]


@pytest.mark.parametrize("rest", ["", "entry = []", "entry = 3", "[entry]"])
def test_a_directory_without_entries_is_refused(rest: str) -> None:
    problem = "is not a list of entries with at least one in it"
    assert faults_of(f"format = 1\n{rest}") == [(None, "entry", problem)]


def test_an_entry_that_is_no_table_is_told_by_its_place() -> None:
    assert faults_of("format = 1\nentry = [3]") == [("entry 1", "entry", "is not a table")]


def test_an_unknown_word_at_the_top_is_a_fault_of_the_file() -> None:
    assert faults_of(f'owner = "x"\n{FILE}') == [(None, "owner", "is unknown")]


@pytest.mark.parametrize("text", ["= 3", f"{FILE}{LATER}{LATER}", "x = " + "[" * 5000, "x = " + "1" * 5000])
def test_what_is_not_toml_is_one_fault_of_the_file(text: str) -> None:
    ((entry, field, problem),) = faults_of(text)
    assert (entry, field) == (None, "toml")
    assert problem.startswith("cannot be read: ")


def test_all_faults_are_told_at_once_with_the_name_of_the_file() -> None:
    text = FILE.replace("format = 1", "format = 9") + ENTRY.replace("nl-awake", "nl-asleep")
    text = text.replace("0800-1234", "bel ons").replace('en = "I cannot sleep."\n', "")
    with pytest.raises(DirectoryFault) as caught:
        parse(text, "planted.toml")
    assert caught.value.name == "planted.toml"
    assert caught.value.faults[0] == Fault(None, "format", "is not 1")
    assert str(caught.value).splitlines() == [
        "planted.toml: file: format is not 1",
        "planted.toml: nl-awake: phone.value is not a phone number",
        "planted.toml: nl-awake: first_sentence.en is missing",
        "planted.toml: nl-asleep: phone.value is not a phone number",
        "planted.toml: nl-asleep: first_sentence.en is missing",
    ]


def test_a_directory_cannot_be_changed_after_it_was_read() -> None:
    directory = parse(FILE, "good.toml")
    assert isinstance(directory, Directory)
    with pytest.raises(TypeError):
        directory.entries[0].words["nl"] = directory.entries[0].words["en"]  # type: ignore[index]  # the refusal is the test
    with pytest.raises(AttributeError):
        directory.entries[0].phone = None  # type: ignore[misc]  # the refusal is the test
