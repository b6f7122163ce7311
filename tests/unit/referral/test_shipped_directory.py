"""The directory that comes with Luister: what it must say, and what it may never say."""

import json
import re
from importlib import resources

import pytest

from chat.referral.directory import Directory, DirectoryFault, parse
from chat.referral.entry import LANGUAGES, Confidence, Hours

NAME = "directory.toml"
SHIPPED = resources.files("chat.referral").joinpath(NAME).read_text("utf-8")
DIRECTORY = parse(SHIPPED, NAME)


def sentences_of(directory: Directory) -> list[tuple[str, str]]:
    return [
        (entry["id"], text)
        for entry in directory.for_browser()
        for words in entry["texts"].values()
        for text in words.values()
        if text is not None
    ]


SENTENCES = sentences_of(DIRECTORY)


def test_it_names_the_services_of_each_country_the_urgent_ones_first() -> None:
    assert [(entry.id, entry.phone) for entry in DIRECTORY.entries] == [
        ("nl-112", "112"),
        ("nl-113", "113"),
        ("nl-kindertelefoon", "0800-0432"),
        ("nl-slachtofferhulp", "0900-0101"),
        ("nl-veiligthuis", "0800-2000"),
        ("nl-stopitnow", "0800-2666436"),
        ("be-112", "112"),
        ("be-101", "101"),
        ("be-1813", "1813"),
        ("be-awel", "102"),
        ("be-1712", "1712"),
        ("be-nupraatikerover", None),
        ("be-jac", None),
        ("be-childfocus", "116000"),
    ]
    # Two languages, five texts each, and the three lines that may never be left out.
    assert len(SENTENCES) == 14 * 2 * 5 + 3 * 2


def test_an_entry_is_named_after_its_country() -> None:
    assert [
        entry.id for entry in DIRECTORY.entries if not entry.id.startswith(f"{entry.country.lower()}-")
    ] == []


def test_what_was_known_from_memory_only_sends_nobody_anywhere() -> None:
    assert DIRECTORY.find("be-stopitnow") is None
    sites = {entry.id: entry.site for entry in DIRECTORY.entries}
    assert [entry_id for entry_id, site in sites.items() if site is None] == [
        "be-112",
        "be-101",
        "be-childfocus",
    ]
    for number in ("0800 200 88", "0800 13 500"):
        assert number.replace(" ", "") not in re.sub(r"[-. ]", "", SHIPPED)


def test_only_what_is_answered_day_and_night_is_said_to_be() -> None:
    said: dict[Hours, list[str]] = {hours: [] for hours in Hours}
    for entry in DIRECTORY.entries:
        said[entry.hours].append(entry.id)
    assert said[Hours.ALWAYS] == ["nl-112", "nl-113", "be-112", "be-101"]
    assert said[Hours.BY_PHONE] == ["be-1813", "be-childfocus"]


def test_the_lines_that_may_never_be_left_out_are_exact() -> None:
    lines = {str(entry.id): entry.words["nl"].always_say for entry in DIRECTORY.entries}
    assert lines["nl-veiligthuis"] == (
        "Je kunt advies vragen zonder je naam te zeggen."
        " Zeg je wie je bent? Dan kunnen ze ook met je ouders praten."
    )
    assert lines["be-1712"] == (
        "Je hoeft je naam niet te zeggen."
        " Ze beslissen niets zonder jou, behalve als jij of iemand anders in gevaar is."
    )
    assert lines["nl-stopitnow"] == (
        "Maak je je zorgen over je eigen seksuele gedachten over kinderen? Of over die van iemand anders?"
    )


def test_veilig_thuis_is_honest_about_acting_against_ones_wish() -> None:
    entry = DIRECTORY.find("nl-veiligthuis")
    assert entry is not None
    assert entry.words["nl"].what_happens.endswith("dan kunnen ze ook iets doen als jij dat niet wilt.")


def test_slachtofferhulp_says_that_its_number_may_cost_money() -> None:
    entry = DIRECTORY.find("nl-slachtofferhulp")
    assert entry is not None
    assert entry.words["nl"].cost == "Dit nummer kan geld kosten."


@pytest.mark.parametrize("number", ["0900-0113", "0800-8112", "0900-1844", "06-42834635", "0642834635"])
def test_withdrawn_numbers_are_nowhere_in_the_file(number: str) -> None:
    assert number.replace("-", "") not in re.sub(r"[-. ]", "", SHIPPED)


@pytest.mark.parametrize(
    "word", ["EOKM", "100%", "honderd procent", "gegarandeerd", "zelfdoding", "guarantee"]
)
def test_no_withdrawn_name_and_no_promise_too_big_is_in_the_file(word: str) -> None:
    assert word.lower() not in SHIPPED.lower()


@pytest.mark.parametrize(("entry_id", "text"), SENTENCES)
def test_every_sentence_is_short_and_whole(entry_id: str, text: str) -> None:
    sentences = re.split(r"(?<=[.?!])\s+", text)
    assert max(len(sentence.split()) for sentence in sentences) <= 20
    assert len(sentences) <= 3
    assert text[0].isupper()
    assert text[-1] in ".?"
    if entry_id not in {"nl-112", "nl-113"}:
        assert not re.search(r"\d", text)


def test_nobody_has_checked_anything_yet_and_the_file_does_not_claim_so() -> None:
    evidence = [proof for entry in DIRECTORY.entries for proof in entry.evidence.values()]
    assert len(evidence) > 6 * 6
    assert {proof.verified_on for proof in evidence} == {None}


def test_what_rests_on_memory_alone_is_known() -> None:
    low = [
        (entry.id, field)
        for entry in DIRECTORY.entries
        for field, proof in entry.evidence.items()
        if proof.confidence is Confidence.LOW
    ]
    assert low == [
        ("nl-112", "what_happens"),
        ("nl-slachtofferhulp", "cost"),
        ("be-112", "what_happens"),
        ("be-112", "cost"),
        ("be-101", "what_happens"),
        ("be-101", "cost"),
        ("be-childfocus", "private"),
    ]


def test_the_two_languages_are_two_languages() -> None:
    same = [
        entry.id
        for entry in DIRECTORY.entries
        for field in ("for_whom", "what_happens", "cost", "private", "first_sentence")
        if getattr(entry.words["nl"], field) == getattr(entry.words["en"], field)
    ]
    assert not same
    assert set(DIRECTORY.entries[0].words) == set(LANGUAGES)


def test_the_browsers_form_survives_json() -> None:
    entries = DIRECTORY.for_browser()
    assert json.loads(json.dumps(entries)) == entries


LINES = SHIPPED.splitlines()
# The hours that claim nothing may stand without a source, and everything else may not stand without any of its lines.
NEEDED = [number for number, line in enumerate(LINES) if line and not line.startswith("#")]


@pytest.mark.parametrize("number", NEEDED, ids=[f"{number + 1}: {LINES[number][:40]}" for number in NEEDED])
def test_no_line_of_the_file_can_be_left_out(number: int) -> None:
    with pytest.raises(DirectoryFault) as caught:
        parse("\n".join(LINES[:number] + LINES[number + 1 :]), NAME)
    assert caught.value.faults
