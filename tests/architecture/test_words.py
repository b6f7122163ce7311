"""The words of the screens: both languages whole, every key used, and every key that is used there."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from chat.conversation.model import EndReason, Notice
from chat.referral.entry import Country, Hours
from chat.routing.board import AlarmKind
from chat.routing.door import Because, DoorState
from chat.routing.house import DoorReason
from chat.routing.model import Language, Safety, Status
from chat.routing.views import Why
from chat.transport import pushes, wire
from tests.architecture.keys import MANIFEST, RENEW, given, shapes, written
from tests.architecture.sentences import HOLE, texts_of
from tests.architecture.walls import CHECKOUT

Entry = str | dict[str, str]
Locale = Mapping[str, Entry]

STATIC = CHECKOUT / "static"
# What Intl.PluralRules calls the forms of each language (tests/js/i18n.test.js asks it).
FORMS = {"nl": {"one", "other"}, "en": {"one", "other"}}
# A figure and a unit, or a figure in brackets: no word changes with it.
ONE_FORM = {"board.minutes", "desk.pane.list_calls", "desk.time.minutes", "desk.time.seconds"}
LONGER_BY = 20
# Given along with a key, and not said in it.
UNSAID = {"desk.offer.waited_short": {"count"}, "desk.offer.needed_now": {"count"}}

PROGRESS = ("waiting", "sending", "stored", "delivered", "seen")
REFUSALS = ("sign_in_refused", "not_signed_in", "busy", "storage", "no_answer", "sign_out_unheard")
BROWSERS_OWN = ("no_answer", "offline", "unsent")
NOT_ON_THE_WIRE = re.compile(r"`(?:GET|POST|DELETE) /session`|`/session`|`luister [a-z ]+`|every command")


def refusals_on_the_wire(errors: str) -> set[str]:
    """The codes of docs/reference/errors.md that an event, or connecting, can be answered with."""
    found: set[str] = set()
    for row in re.findall(r"^\| (`.*) \|$", errors, re.MULTILINE):
        codes, *_, where = row.split(" | ")
        if any(not NOT_ON_THE_WIRE.fullmatch(place) for place in where.split(", ")):
            found.update(re.findall(r"`(\w+)`", codes))
    return found


ERRORS = refusals_on_the_wire((CHECKOUT / "docs" / "reference" / "errors.md").read_text("utf-8"))
ENDED = (*EndReason, "unknown")
# What may be put into the hole of a key; a key with a hole that is not here fails the test.
HELD: Mapping[str, Iterable[str]] = {
    "card.hours.{}": Hours,
    "country.help.{}": Country,
    "country.name.{}": Country,
    "country.suicide.{}": Country,
    "board.alarm.{}": set(AlarmKind) - {AlarmKind.STAFFING},
    "board.because.{}": Because,
    "board.door.{}": DoorState,
    "board.reason.{}": DoorReason,
    "desk.ended.brief.{}": ENDED,
    "desk.ended.says.{}": ENDED,
    "desk.language.{}": Language,
    "desk.line.notice.{}": Notice,
    "desk.line.{}": ("joined", "left"),
    "desk.line.{}_me": ("joined", "left"),
    "desk.pane.{}": ("list", "talk", "cards"),
    "desk.progress.{}": PROGRESS,
    "desk.offer.why.{}": Why,
    "desk.risk.level.{}": ("0", "1", "2", "3"),
    "desk.shortcuts.{}": ("talk", "waits", "offer", "field", "risk", "cards", "list", "status", "help"),
    "desk.sign_in.refused.{}": REFUSALS,
    "desk.status.{}": Status,
    "door.closed.{}": Because,
    "door.{}": set(DoorState) - {DoorState.CLOSED},
    "error.{}": {*ERRORS, *BROWSERS_OWN},
    # Whoever was not reached has a screen of its own.
    "seeker.ended.{}": EndReason,
    "seeker.line.notice.{}": ("ten_minutes", "silence_again"),
    "seeker.progress.{}": PROGRESS,
    "seeker.safety.{}": Safety,
    "seeker.talk.{}": ("joined", "left"),
    "seeker.waiting.grew.{}": ("urgent", "handed_over", "earlier"),
    "seeker.{}.text": ("left", "gone", "not_reached", "door_closed", "door_full"),
    "seeker.{}.title": ("left", "gone", "not_reached", "door_closed", "door_full"),
}


def pairs(text: str) -> dict[str, Entry]:
    """One locale file; a key that stands in it twice is a fault."""

    def once(found: list[tuple[str, Entry]]) -> dict[str, Entry]:
        keys = [key for key, _ in found]
        assert len(keys) == len(set(keys)), "a key stands there twice"
        return dict(found)

    read: dict[str, Entry] = json.loads(text, object_pairs_hook=once)
    return read


LOCALES = {name: pairs((STATIC / "locales" / f"{name}.json").read_text("utf-8")) for name in FORMS}
DUTCH, ENGLISH = LOCALES["nl"], LOCALES["en"]
PREFIXES = "|".join(sorted({key.partition(".")[0] for key in DUTCH}))
KEY = re.compile(rf"(?:{PREFIXES})\.[\w.{HOLE}]+", re.ASCII)
EVENTS = {
    shape.event
    for shape in (*vars(wire).values(), *vars(pushes).values())
    if isinstance(getattr(shape, "event", None), str)
}


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


def in_scripts() -> Iterator[str]:
    for path in (STATIC / "js").rglob("*.js"):
        yield from (text for text in texts_of(path.read_text("utf-8")) if KEY.fullmatch(text))


def in_pages() -> Iterator[str]:
    for path in STATIC.rglob("*.html"):
        named = re.findall(r'(?:\{\{|data-words=")([\w.]+)', path.read_text("utf-8"))
        yield from (key for key in named if KEY.fullmatch(key))


def in_modules() -> Iterator[str]:
    for path in (CHECKOUT / "chat" / "transport").glob("*.py"):
        for key in re.findall(r'\.text\(f?"([^"]+)"\)', path.read_text("utf-8")):
            yield re.sub(r"\{[^}]*\}", HOLE, key)


def meant(keys: Iterable[str]) -> set[str]:
    """The keys themselves, those with a hole once for each thing it may hold."""
    found: set[str] = set()
    for key in keys:
        pattern = key.replace(HOLE, "{}")
        assert HOLE not in key or pattern in HELD, f"{pattern}: what may stand in its hole?"
        found.update(pattern.format(held) for held in HELD.get(pattern, ("",)))
    return found


def given_to(key: str) -> set[str]:
    """The names of the values that scripts give along with this key."""
    return {
        name
        for keys, names in GIVEN
        if key in meant(one for one in keys if KEY.fullmatch(one))
        for name in names
    }


GIVEN = [call for path in (STATIC / "js").rglob("*.js") for call in given(path.read_text("utf-8"))]
USED = {*in_scripts(), *in_pages(), *in_modules()} - EVENTS


def test_both_languages_say_the_same_things() -> None:
    assert disagreements(DUTCH, ENGLISH) == []
    assert len(DUTCH) > 150


def test_the_files_are_in_order_so_that_two_writers_seldom_meet() -> None:
    assert [list(locale) == sorted(locale) for locale in LOCALES.values()] == [True, True]


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


def test_every_hole_is_one_that_is_used() -> None:
    assert sorted(HELD.keys() - {key.replace(HOLE, "{}") for key in USED}) == []


def test_the_server_is_told_which_words_have_to_be_there() -> None:
    assert MANIFEST.read_text("utf-8") == written(shapes(DUTCH)), f"renew it: {RENEW}"


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
    assert {"desk.offer.gone", "seeker.waiting.place", f"error.{HOLE}"} <= set(in_scripts())
    assert {"hulp.lead", "start.keep_text"} <= set(in_pages())
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
