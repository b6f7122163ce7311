"""What a young person reads is short and plain, promises nothing too big, and names no number that may be wrong.

Measured is how easy Dutch is to read by Flesch and Douma (1960): 206.84 - 0.93 * words per sentence - 77 * syllables per
word. 60 is plain, 70 easy for most of twelve years old, 90 and more very easy. Syllables are counted as groups of vowels that sound as
one. Whether young people understand it, only they can tell.
"""

import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources

import pytest

from chat.referral.directory import parse
from tests.architecture.walls import CHECKOUT

WORDS_PER_SENTENCE = 12
LONGEST = 20
EASE = 90
LEAST = 60
"""For each text by itself: a mean over hundreds hides the one that nobody understands."""
MEASURABLE = 6
"""Words; of fewer one long word says nothing."""
HARDER: Mapping[str, str] = {"nl-stopitnow always_say": "the words that this service is always given with"}

FOR_EVERYBODY, FOR_VOLUNTEERS = "", "staff"
"""Where their words lie below ``static/locales``; a young person reads none of the latter."""

SENTENCE = re.compile(r"(?<=[.?!:])\s+")
HOLE = re.compile(r"\{\w+\}")
WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|ai|oi|[aeiouyàáèéêëïöü]", re.IGNORECASE
)

TOO_MUCH_PROMISED = (
    *("100 ?%", "honderd procent", "hundred percent", "gegarandeerd", "guarantee"),
    *("(volledig|helemaal|totaal) (anoniem|veilig|geheim)", "(completely|totally) (anonymous|safe|secret)"),
    *(
        "veilig gewist",
        "safely (erased|wiped)",
        "wist je geschiedenis",
        "niemand komt (dit|het) ooit te weten",
    ),
    *("we beloven", "we promise", "altijd iemand voor je", "komt (het )?goed"),
)
NOT_OUR_WORDS = (
    *("zelfdoding", "commit suicide", "uit de hand loop", "doelgroep", "slachtoffer van", "dader"),
    *("user", "gebruikers?", "cliënt", "client", "bezoeker", "visitor", "medewerker", "agent"),
    *("indien", "echter", "tevens", "betreffende", "middels", "derhalve", "dient u", "u", "uw", "annuleren"),
)

# A question and "Then" is how Dutch says "if"; in English it is a riddle, and some of these sentences keep people safe.
DUTCH_IN_ENGLISH_WORDS = (
    r"(does|do|is|are|has|have|did|can|will)\b[^.?!]*\? then",
    *("you always may", "does it not work", "thinks? along", "with us it is"),
)


def ease(texts: Iterable[str]) -> tuple[float, float, int]:
    """How easy these are to read, their words per sentence, and the words of the longest sentence.

    A place for a value counts as one short word.
    """
    filled = (HOLE.sub("1", text) for text in texts)
    sentences = [WORD.findall(sentence) for text in filled for sentence in SENTENCE.split(text)]
    sentences = [words for words in sentences if words]
    words = sum(map(len, sentences))
    syllables = sum(max(1, len(SYLLABLE.findall(word))) for sentence in sentences for word in sentence)
    per_sentence = words / len(sentences)
    return 206.84 - 0.93 * per_sentence - 77 * syllables / words, per_sentence, max(map(len, sentences))


def locale(language: str, place: str) -> dict[str, str]:
    """Every text of a language in one place by its key, each form of those with a count as one of its own."""
    read = json.loads((CHECKOUT / "static" / "locales" / place / f"{language}.json").read_text("utf-8"))
    return {
        f"{key} {form}".strip(): text
        for key, entry in read.items()
        for form, text in ({"": entry} if isinstance(entry, str) else entry).items()
    }


NAME = "directory.toml"
DIRECTORY = parse(resources.files("chat.referral").joinpath(NAME).read_text("utf-8"), NAME)
CARDS, ENGLISH_CARDS = (
    {
        f"{entry['id']} {block}": text
        for entry in DIRECTORY.for_browser()
        for block, text in entry["texts"][language].items()
        if text
    }
    for language in ("nl", "en")
)
SCREENS, ENGLISH_SCREENS = (locale(language, FOR_EVERYBODY) for language in ("nl", "en"))
DESK, ENGLISH_DESK = (locale(language, FOR_VOLUNTEERS) for language in ("nl", "en"))
READ_BY_THE_YOUNG = {
    f"{language} {key}": text
    for language, texts in (("nl", SCREENS), ("en", ENGLISH_SCREENS))
    for key, text in texts.items()
}
ALL = READ_BY_THE_YOUNG | {
    f"{language} {key}": text
    for language, texts in (("nl", DESK), ("en", ENGLISH_DESK))
    for key, text in texts.items()
}


def says(pattern: str, texts: dict[str, str]) -> list[str]:
    """The keys whose texts hold this as words of their own."""
    whole = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    return [key for key, text in texts.items() if whole.search(text)]


def hard(texts: dict[str, str]) -> dict[str, float]:
    """The texts that by themselves are too hard to read, and how easy they are."""
    measured = {key: ease([text])[0] for key, text in texts.items() if len(WORD.findall(text)) >= MEASURABLE}
    return {key: found for key, found in measured.items() if found < LEAST}


@pytest.mark.parametrize("texts", [SCREENS, CARDS, DESK], ids=["the screens", "the cards", "the desk"])
def test_whoever_reads_this_reads_short_and_easy_dutch(texts: dict[str, str]) -> None:
    assert len(texts) > 60
    found, per_sentence, longest = ease(texts.values())
    assert found >= EASE
    assert per_sentence <= WORDS_PER_SENTENCE
    assert longest <= LONGEST


def test_every_text_is_easy_by_itself() -> None:
    assert hard(SCREENS | CARDS | DESK).keys() == HARDER.keys()


def test_hard_dutch_is_seen() -> None:
    hard_text = "Ten behoeve van de waarborging van uw anonimiteit verwijderen wij persoonsgegevens onmiddellijk na beëindiging."
    assert ease([hard_text])[0] < 0
    assert ease(["Je wacht. Je mag alvast schrijven."])[0] > 90
    assert ease([" ".join(["ja"] * 21)])[2] == 21
    assert hard({"a": hard_text, "b": "Je wacht. Je mag alvast schrijven."}).keys() == {"a"}


@pytest.mark.parametrize("pattern", TOO_MUCH_PROMISED)
def test_what_cannot_be_promised_is_nowhere_promised(pattern: str) -> None:
    assert says(pattern, ALL) == []


@pytest.mark.parametrize("pattern", NOT_OUR_WORDS)
def test_a_young_person_reads_no_word_of_an_office(pattern: str) -> None:
    assert says(pattern, READ_BY_THE_YOUNG) == []


@pytest.mark.parametrize("pattern", DUTCH_IN_ENGLISH_WORDS)
def test_english_is_not_dutch_in_english_words(pattern: str) -> None:
    assert says(pattern, ENGLISH_SCREENS | ENGLISH_DESK | ENGLISH_CARDS) == []


def test_dutch_in_english_words_is_seen() -> None:
    asked = DUTCH_IN_ENGLISH_WORDS[0]
    for text in (
        "Nobody reads this yet. Does nobody come? Then it is wiped.",
        "Is it your turn? Then someone comes.",
    ):
        assert says(asked, {"planted": text}) == ["planted"]
    assert says(asked, {"fine": "Are you in danger now? Call 112. Is it over? We wait. Then it ends."}) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("100 ?%", "Dit is 100% anoniem."),
        ("veilig gewist", "Alles is Veilig gewist"),
        ("u", "Dan kunt U weg."),
        ("uit de hand loop", "als het uit de hand loop"),
    ],
)
def test_a_banned_word_is_seen(pattern: str, text: str) -> None:
    assert says(pattern, {"planted": text}) == ["planted"]
    assert says(pattern, {"fine": "Dat is uw zaak niet: we luisteren, urenlang."}) == []


def test_a_number_to_call_comes_from_the_directory_and_not_from_a_sentence() -> None:
    """But for 112, which is right in both countries."""
    numbers = {key: set(re.findall(r"\d{3,}", text)) - {"112"} for key, text in ALL.items()}
    assert {key: found for key, found in numbers.items() if found} == {}
    services = {entry.name for entry in DIRECTORY.entries} - {"112", "Politie"}
    sites = {entry.site_name for entry in DIRECTORY.entries if entry.site_name is not None}
    assert [key for name in services | sites for key in says(re.escape(name), ALL)] == []
    assert "112" in {entry.phone for entry in DIRECTORY.entries if entry.country == "BE"}
