"""Four words are chosen evenly, and recognised however they are typed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.returning.vocabulary import (
    BITS,
    BYTES,
    SIZE,
    WORDS,
    Reading,
    Vocabulary,
    VocabularyFault,
    is_one_slip,
    parse,
    recognised,
)
from chat.routing.model import Language
from tests.unit.returning.test_shipped_words import SHIPPED

DUTCH, ENGLISH = SHIPPED[Language.DUTCH], SHIPPED[Language.ENGLISH]
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
FOUR = ("aardbei", "boom", "circus", "dolfijn")

vocabularies = st.sampled_from(list(SHIPPED.values()))


@st.composite
def slips(draw: st.DrawFn, word: str) -> str:
    """The word with one slip, or none where the slip changes nothing."""
    at = draw(st.integers(0, len(word) - 1))
    kind = draw(st.sampled_from(["more", "less", "other", "turned"]))
    letter = draw(LETTERS)
    if kind == "more":
        return word[:at] + letter + word[at:]
    if kind == "less":
        return word[:at] + word[at + 1 :]
    if kind == "other":
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


@given(vocabularies, st.binary(min_size=BYTES, max_size=BYTES))
def test_every_chance_is_four_words_of_its_own(vocabulary: Vocabulary, chance: bytes) -> None:
    words = vocabulary.chosen(chance)
    places = [vocabulary.words.index(word) for word in words]
    assert len(words) == WORDS
    assert sum(place * SIZE**at for at, place in enumerate(places)) == int.from_bytes(chance, "big")


def test_each_word_stands_for_as_many_chances_as_any_other() -> None:
    tiny = Counter(DUTCH.chosen(number.to_bytes(BYTES, "big"))[0] for number in range(3 * SIZE))
    assert set(tiny.values()) == {3}
    assert 2**BITS == SIZE**WORDS


@given(vocabularies, st.data())
def test_words_are_recognised_whatever_stands_around_them(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(vocabulary.words), min_size=WORDS, max_size=WORDS))
    between = data.draw(st.sampled_from([" ", ", ", "  ", "\n", " - ", ". ", "/", "; "]))
    cased = [data.draw(st.sampled_from([word, word.upper(), word.title()])) for word in words]
    assert vocabulary.read(f" {between.join(cased)}. ") == Reading(tuple(words), 0)


@given(vocabularies, st.data())
def test_a_slip_is_put_right_or_asked_about_and_never_becomes_another_word(
    vocabulary: Vocabulary, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(vocabulary.words), min_size=WORDS, max_size=WORDS))
    typed = [data.draw(slips(word)) for word in words]
    read = vocabulary.read(" ".join(typed))
    assert read is None or read.words == tuple(words)


def test_a_slip_is_mostly_put_right() -> None:
    typed = [word[:-1] + "q" for word in DUTCH.words[::16]]
    mended = [DUTCH.read(" ".join([slip, *FOUR[1:]])) for slip in typed]
    assert sum(one is not None for one in mended) > 0.9 * len(typed)


def test_accents_and_capitals_say_nothing() -> None:
    assert DUTCH.read("Aardbéi BOOM çircus dolfĳn") == Reading(FOUR, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "aardbei",
        "aardbei boom circus",
        "aardbei boom circus dolfijn eend",
        "aardbei boom circus xylofoon",
        "aardbeiboomcircusdolfijn",
        "1 2 3 4",
        "aardbei boom 5 dolfijn",
        "漢字 漢字 漢字 漢字",
        "\x00\ud800 \u200b",
        "a" * 1000,
    ],
)
def test_what_is_not_four_of_the_words_is_not_recognised(typed: str) -> None:
    assert DUTCH.read(typed) is None
    assert recognised(typed, SHIPPED.values()) is None


def test_the_order_counts() -> None:
    reading = DUTCH.read("boom aardbei circus dolfijn")
    assert reading is not None
    assert reading.words != FOUR


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_not(typed: str) -> None:
    read = recognised(typed, SHIPPED.values())
    assert read is None or len(read) == WORDS


def test_words_of_either_language_are_recognised_on_any_page() -> None:
    for words in (FOUR, ("apple", "bicycle", "zebra", "yellow")):
        assert recognised(" ".join(words), (DUTCH, ENGLISH)) == words
        assert recognised(" ".join(words), (ENGLISH, DUTCH)) == words


def test_a_word_of_both_languages_is_the_same_word() -> None:
    both = [word for word in DUTCH.words if word in ENGLISH.words][:WORDS]
    assert (
        recognised(" ".join(both), (DUTCH, ENGLISH))
        == recognised(" ".join(both), (ENGLISH, DUTCH))
        == tuple(both)
    )


def test_the_language_in_which_less_is_mistyped_counts() -> None:
    sham = Vocabulary((*(f"{word}x" for word in FOUR), *DUTCH.words[WORDS:]))
    assert recognised(" ".join(FOUR), (sham, DUTCH)) == FOUR


@given(vocabularies, st.data())
def test_one_slip_is_seen_from_both_sides(vocabulary: Vocabulary, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(vocabulary.words))
    typed = data.draw(slips(word))
    assert is_one_slip(word, typed) == is_one_slip(typed, word) == (word != typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boom", "boom"),
        ("boom", "bo"),
        ("boom", "boomen"),
        ("boom", "bmoo"),
        ("boom", "bood m"),
        ("ab", "cd"),
        ("", "ab"),
    ],
)
def test_more_than_one_slip_is_not_one(one: str, other: str) -> None:
    assert not is_one_slip(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(DUTCH.words[1:]),
        "\n".join((*DUTCH.words[1:], DUTCH.words[1])),
        "\n".join((*DUTCH.words[1:], "Aardbei")),
        "\n".join((*DUTCH.words[1:], "ui")),
        "\n".join((*DUTCH.words[1:], "pannenkoek")),
        "",
    ],
)
def test_a_list_that_is_not_what_it_has_to_be_is_refused_by_name(text: str) -> None:
    with pytest.raises(VocabularyFault, match=r"^nl\.txt: "):
        parse(text, "nl.txt")
