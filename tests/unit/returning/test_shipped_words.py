"""The words that come with the program: short, plain, and none to be taken for another."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import log2

import pytest

from chat.returning.vocabulary import BITS, SIZE, WORDS, Vocabulary, is_one_slip
from chat.routing.model import Language
from chat.shelf import vocabularies

SHIPPED = vocabularies()
BOTH = pytest.mark.parametrize("vocabulary", SHIPPED.values(), ids=SHIPPED)

ALIKE_IN_DUTCH = (
    *(("sch", "sx"), ("ij", "ei"), ("ou", "au"), ("ch", "g"), ("ph", "f"), ("th", "t"), ("qu", "kw")),
    *(("c", "k"), ("v", "f"), ("z", "s"), ("y", "i"), ("x", "ks")),
)
"""What many who hear or write Dutch take for each other."""
ALIKE_IN_ENGLISH = (
    *(
        "ate eight",
        "bare bear",
        "bean been",
        "blew blue",
        "board bored",
        "brake break",
        "buy by bye",
        "cell sell",
    ),
    *(
        "cent scent sent",
        "cereal serial",
        "cite sight site",
        "coarse course",
        "dear deer",
        "die dye",
        "fair fare",
    ),
    *(
        "flea flee",
        "flour flower",
        "for four",
        "grate great",
        "hair hare",
        "hear here",
        "hi high",
        "hole whole",
    ),
    *("hour our", "knew new", "knight night", "knot not", "know no", "lead led", "made maid", "mail male"),
    *(
        "meat meet",
        "metal medal",
        "none nun",
        "one won",
        "pail pale",
        "pair pear pare",
        "pause paws",
        "peace piece",
    ),
    *(
        "plain plane",
        "pole poll",
        "pour poor",
        "rain reign",
        "read red reed",
        "right write rite",
        "road rode",
    ),
    *("sail sale", "sea see", "seam seem", "sew so", "sole soul", "son sun", "stair stare", "steal steel"),
    *("story storey", "suite sweet", "tail tale", "their there", "threw through", "tide tied", "to too two"),
    *(
        "vain vane",
        "waist waste",
        "wait weight",
        "war wore",
        "way weigh",
        "weak week",
        "weather whether",
        "which witch",
    ),
)
NOWHERE = (
    *("hand", "oog", "mond", "haar", "buik", "borst", "kus", "bed", "bad", "naakt", "seks", "lief", "schat"),
    *(
        "mes",
        "bom",
        "bloed",
        "dood",
        "pijn",
        "slaan",
        "sla",
        "touw",
        "trein",
        "brug",
        "pil",
        "gif",
        "stop",
        "geheim",
    ),
    *(
        "aap",
        "ezel",
        "koe",
        "varken",
        "dik",
        "dom",
        "lelijk",
        "heks",
        "zwart",
        "wit",
        "vader",
        "moeder",
        "naaien",
    ),
    *(
        "hand",
        "eye",
        "mouth",
        "hair",
        "breast",
        "kiss",
        "naked",
        "sex",
        "love",
        "secret",
        "knife",
        "bomb",
        "blood",
    ),
    *(
        "dead",
        "pain",
        "hit",
        "rope",
        "bridge",
        "pill",
        "drug",
        "ape",
        "pig",
        "cow",
        "fat",
        "ugly",
        "witch",
        "black",
    ),
    *("white", "mother", "father", "bedroom", "bath"),
)
"""A body, violence, what ends a life, what wounds: some that a list of plain words would have held."""


HIDDEN = (
    *("borst", "kont", "hoer", "pik", "pis", "lul", "kut", "seks", "moord", "dood", "neuk", "slet", "kanker"),
    *("rape", "anal", "sex", "kill", "spic", "dick", "shit", "slut", "whore", "fuck", "cock", "nazi"),
)
"""What no word may hold, for it would be read."""


def sound(word: str) -> str:
    """How a Dutch word sounds, roughly."""
    for written, said in ALIKE_IN_DUTCH:
        word = word.replace(written, said)
    return re.sub(r"dt?$", "t", re.sub(r"(.)\1+", r"\1", word))


def pairs(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every two words that could be one slip apart: their lengths are."""
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    for length, group in by_length.items():
        for at, one in enumerate(group):
            yield from ((one, other) for other in (*group[:at], *by_length.get(length + 1, ())))


def test_four_words_are_as_much_chance_as_is_said() -> None:
    assert log2(SIZE) * WORDS == BITS == 40


@BOTH
def test_there_are_as_many_as_are_counted_on_each_once_and_in_order(vocabulary: Vocabulary) -> None:
    assert len(set(vocabulary.words)) == len(vocabulary.words) == SIZE
    assert list(vocabulary.words) == sorted(vocabulary.words)


@BOTH
def test_each_is_short_and_written_without_signs(vocabulary: Vocabulary) -> None:
    assert [word for word in vocabulary.words if not re.fullmatch("[a-z]{3,8}", word)] == []


@BOTH
def test_the_first_four_letters_tell_them_apart_and_none_begins_another(vocabulary: Vocabulary) -> None:
    assert len({word[:4] for word in vocabulary.words}) == SIZE
    assert [(one, next_) for one, next_ in pairwise(vocabulary.words) if next_.startswith(one)] == []


@BOTH
def test_no_slip_makes_one_word_of_another(vocabulary: Vocabulary) -> None:
    assert [pair for pair in pairs(vocabulary.words) if is_one_slip(*pair)] == []


def test_no_two_dutch_words_sound_the_same() -> None:
    words = SHIPPED[Language.DUTCH].words
    assert len({sound(word) for word in words}) == SIZE
    assert sound("reis") == sound("rijz")
    assert sound("hout") == sound("haud")


def test_no_two_english_words_sound_the_same() -> None:
    words = set(SHIPPED[Language.ENGLISH].words)
    assert [group for group in ALIKE_IN_ENGLISH if len(words & set(group.split())) > 1] == []


@BOTH
def test_nothing_is_among_them_that_could_hurt(vocabulary: Vocabulary) -> None:
    assert set(NOWHERE) & set(vocabulary.words) == set()
    assert [word for word in vocabulary.words if any(hidden in word for hidden in HIDDEN)] == []
