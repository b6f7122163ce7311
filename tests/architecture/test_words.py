"""The words of the screens: both languages whole, every key used, and every key that is used there."""

import json
import re
from collections.abc import Mapping

import pytest

from tests.architecture.keys import LOCALES, MANIFEST, RENEW, STAFF, given, shapes, written
from tests.architecture.sentences import HOLE
from tests.architecture.spoken import (
    BROWSERS_OWN,
    ERRORS,
    HELD,
    HELD_BY_SEEKERS,
    KEY,
    SCRIPTS,
    SEEKERS_EVENTS,
    SEEKERS_SCRIPTS,
    STATIC,
    USED,
    USED_BY_SEEKERS,
    in_modules,
    in_pages,
    in_scripts,
    meant,
)

Entry = str | dict[str, str]
Locale = Mapping[str, Entry]

# What Intl.PluralRules calls the forms of each language (tests/js/i18n.test.js asks it).
FORMS = {"nl": {"one", "other"}, "en": {"one", "other"}}
# A figure and a unit, or a figure in brackets: no word changes with it.
ONE_FORM = {
    "board.minutes",
    "desk.circle.new",
    "desk.pane.team_new",
    "desk.pane.list_calls",
    "desk.time.minutes",
    "desk.time.seconds",
}
LONGER_BY = 20
# Given along with a key, and not said in it.
UNSAID = {"desk.offer.waited_short": {"count"}, "desk.offer.needed_now": {"count"}}


def pairs(text: str) -> dict[str, Entry]:
    """One locale file; a key that stands in it twice is a fault."""

    def once(found: list[tuple[str, Entry]]) -> dict[str, Entry]:
        keys = [key for key, _ in found]
        assert len(keys) == len(set(keys)), "a key stands there twice"
        return dict(found)

    read: dict[str, Entry] = json.loads(text, object_pairs_hook=once)
    return read


def in_place(name: str) -> dict[str, dict[str, Entry]]:
    """The words of each language that lie in this folder."""
    return {language: pairs((LOCALES / name / f"{language}.json").read_text("utf-8")) for language in FORMS}


EVERYBODYS, STAFFS = in_place("."), in_place(STAFF)
DUTCH, ENGLISH = (EVERYBODYS[language] | STAFFS[language] for language in ("nl", "en"))


def forms(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def places(entry: Entry) -> set[str]:
    return {place for form in forms(entry) for place in re.findall(r"\{(\w*)\}", form)}


def disagreements(dutch: Locale, english: Locale) -> list[str]:
    """What one language has otherwise than the other, or what either lacks; one line each."""
    found = [f"{key}: in one language only" for key in sorted(dutch.keys() ^ english.keys())]
    for key in sorted(dutch.keys() & english.keys()):
        here, there = dutch[key], english[key]
        for language, entry in (("nl", here), ("en", there)):
            if not all(form.strip() and form == " ".join(form.split()) for form in forms(entry)):
                found.append(f"{key}: no words, or stray spaces ({language})")
            if isinstance(entry, dict) and entry.keys() != FORMS[language]:
                found.append(f"{key}: not the forms of {language}")
        if isinstance(here, str) != isinstance(there, str):
            found.append(f"{key}: a count in one language only")
        if places(here) != places(there):
            found.append(f"{key}: other places for values")
        if isinstance(here, str) == ("count" in places(here)) and key not in ONE_FORM:
            found.append(f"{key}: a count needs forms, and forms need a count")
        long, short = sorted((max(map(len, forms(here))), max(map(len, forms(there)))), reverse=True)
        if long > 2 * short + LONGER_BY:
            found.append(f"{key}: much longer in one language")
    return found


def given_to(key: str) -> set[str]:
    """The names of the values that scripts give along with this key."""
    return {
        name
        for keys, names in GIVEN
        if key in meant(one for one in keys if KEY.fullmatch(one))
        for name in names
    }


GIVEN = [call for path in SCRIPTS.rglob("*.js") for call in given(path.read_text("utf-8"))]


def test_both_languages_say_the_same_things() -> None:
    for place in (EVERYBODYS, STAFFS):
        assert disagreements(place["nl"], place["en"]) == []
    assert len(DUTCH) > 150


def test_the_files_are_in_order_so_that_two_writers_seldom_meet() -> None:
    locales = [*EVERYBODYS.values(), *STAFFS.values()]
    assert [list(locale) == sorted(locale) for locale in locales] == [True] * 4


@pytest.mark.parametrize(
    ("dutch", "english", "found"),
    [
        ({"a": "Dag"}, {"a": "Hello", "b": "Bye"}, "b: in one language only"),
        ({"a": "Dag {name}"}, {"a": "Hello {who}"}, "a: other places for values"),
        ({"a": "Dag"}, {"a": "Hello, dear whoever you may be"}, "a: much longer in one language"),
        ({"a": "Dag"}, {"a": " "}, "a: no words, or stray spaces (en)"),
        ({"a": "{count} dagen"}, {"a": "{count} days"}, "a: a count needs forms, and forms need a count"),
        (
            {"a": {"other": "{count} dagen"}},
            {"a": {"one": "{count} day", "other": "{count} days"}},
            "a: not the forms of nl",
        ),
        ({"a": "Dag"}, {"a": {"one": "Day", "other": "Days"}}, "a: a count in one language only"),
    ],
)
def test_a_disagreement_is_seen(dutch: Locale, english: Locale, found: str) -> None:
    assert found in disagreements(dutch, english)


def test_a_key_that_stands_there_twice_is_seen() -> None:
    with pytest.raises(AssertionError, match="twice"):
        pairs('{"a": "Dag", "a": "Hoi"}')


def test_every_key_that_is_used_has_words() -> None:
    assert sorted(meant(USED) - DUTCH.keys()) == []
    assert len(USED) > 120


def test_every_key_is_used() -> None:
    assert sorted(DUTCH.keys() - meant(USED)) == []


def test_what_only_staff_reads_lies_apart_and_a_young_persons_page_uses_nothing_of_it() -> None:
    """Their page is weighed (tests/e2e/test_weight.py): each word on it is fetched by every phone that comes."""
    seekers = meant(USED_BY_SEEKERS, HELD_BY_SEEKERS)
    assert sorted(seekers & STAFFS["nl"].keys()) == []
    assert sorted(EVERYBODYS["nl"].keys() - seekers) == []
    assert sorted(EVERYBODYS["nl"].keys() & STAFFS["nl"].keys()) == []
    assert min(len(EVERYBODYS["nl"]), len(STAFFS["nl"])) > 150


def test_what_a_page_brings_along_is_seen() -> None:
    names = {path.relative_to(SCRIPTS).as_posix() for path in SEEKERS_SCRIPTS}
    assert {"seeker/main.js", "seeker/urgent.js", "shared/i18n.js", "shared/door_words.js"} <= names
    assert not [name for name in names if name.startswith(("staff/", "counsellor/", "supervisor/"))]
    assert {"seeker.arrive", "words.use"} <= SEEKERS_EVENTS
    assert not {"seat.take", "board.watch", "offer.accept"} & SEEKERS_EVENTS
    refused = HELD_BY_SEEKERS["error.{}"]
    assert {"gone", "words_unknown", "busy", "draining"} <= set(refused)
    assert not {"offer_gone", "not_assigned", "not_signed_in"} & set(refused)


def test_every_hole_is_one_that_is_used() -> None:
    assert sorted(HELD.keys() - {key.replace(HOLE, "{}") for key in USED}) == []


def test_the_server_is_told_which_words_have_to_be_there() -> None:
    for name, place in ((".", EVERYBODYS), (STAFF, STAFFS)):
        manifest = (LOCALES / name / MANIFEST).read_text("utf-8")
        assert manifest == written(shapes(place["nl"])), f"renew it: {RENEW}"


def test_every_place_is_filled_in_and_every_value_given_is_said() -> None:
    values = {key: given_to(key) for key in DUTCH}
    said = {key: places(entry) | UNSAID.get(key, set()) for key, entry in DUTCH.items()}
    assert values == said
    assert sum(map(bool, said.values())) > 25


def test_the_values_a_script_gives_are_seen() -> None:
    script = """
    html`${t("a.b", { count: f(1, 2), name })}`; t(x ? "a.c" : `a.${y}`, values); t("a.d");
    const values = { time: brief(now) };
    """
    assert list(given(script)) == [
        (["a.b"], {"count", "name"}),
        (["a.c", f"a.{HOLE}"], {"time"}),
        (["a.d"], set()),
    ]


def test_an_unknown_hole_is_seen() -> None:
    with pytest.raises(AssertionError, match=r"desk\.nobody\.\{\}: what"):
        meant([f"desk.nobody.{HOLE}"])


def test_keys_are_found_in_scripts_pages_and_modules() -> None:
    assert {"desk.offer.gone", "seeker.waiting.place", f"error.{HOLE}"} <= set(
        in_scripts(SCRIPTS.rglob("*.js"))
    )
    assert {"hulp.lead", "start.keep_text"} <= set(in_pages(STATIC.rglob("*.html")))
    assert f"card.hours.{HOLE}" in set(in_modules())


def test_a_text_the_script_puts_in_is_the_one_the_server_wrote() -> None:
    found = 0
    for path in STATIC.glob("*.html"):
        for key, text in re.findall(r'data-words="([^"]+)">([^<]*)<', path.read_text("utf-8")):
            assert text == f"{{{{{key}}}}}", path.name
            found += 1
    assert found > 12


def test_every_refusal_a_page_can_meet_has_words_and_no_other() -> None:
    assert {"gone", "rate_limited", "version"} <= ERRORS
    assert not ERRORS & {"settings", "bad_request", "title_invalid"}
    told = {key.removeprefix("error.") for key in DUTCH if key.startswith("error.")}
    assert told == ERRORS | set(BROWSERS_OWN)
