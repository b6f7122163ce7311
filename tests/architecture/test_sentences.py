"""No sentence for people stands in code."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.architecture.sentences import in_page, in_python, in_script, is_sentence
from tests.architecture.walls import CHECKOUT

Scan = Callable[[str], Iterator[str]]

# Operators read English on their own screen; no young person or volunteer ever does.
FOR_OPERATORS: Mapping[str, str] = {
    "chat/bridge.py": "refuses the start",
    "chat/cli.py": "the command line",
    "chat/server.py": "refuses the start",
    "chat/settings.py": "refuses the start",
    "chat/simulation/command.py": "the command line",
    "chat/store/sqlite.py": "SQL",
    "chat/store/migrations/__init__.py": "SQL",
    "chat/store/sql.py": "SQL",
    "volunteers/cli.py": "the command line",
    "volunteers/migrations/__init__.py": "SQL",
    "volunteers/store/sqlite.py": "SQL",
    "volunteers/store/shifts.py": "SQL",
}


def found_in(paths: Iterable[Path], scan: Scan) -> dict[str, list[str]]:
    """The sentences, by the file they stand in."""
    found = {path.relative_to(CHECKOUT).as_posix(): list(scan(path.read_text("utf-8"))) for path in paths}
    return {name: sentences for name, sentences in found.items() if sentences}


def test_no_sentence_stands_in_a_module_but_for_operators() -> None:
    paths = [path for folder in ("chat", "volunteers") for path in (CHECKOUT / folder).rglob("*.py")]
    assert len(paths) > 60
    assert found_in(paths, in_python).keys() == FOR_OPERATORS.keys()


def test_no_sentence_stands_in_a_script() -> None:
    paths = list((CHECKOUT / "static" / "js").rglob("*.js"))
    assert len(paths) > 30
    assert found_in(paths, in_script) == {}


def test_no_word_stands_in_a_page() -> None:
    paths = list((CHECKOUT / "static").rglob("*.html"))
    assert len(paths) >= 6
    assert found_in(paths, in_page) == {}


@pytest.mark.parametrize(
    "text", ["Bel 112 nu meteen", "probeer het zo opnieuw.", "Ga  weg", "Wat is er, dan?"]
)
def test_a_sentence_is_seen(text: str) -> None:
    assert is_sentence(text)


@pytest.mark.parametrize(
    "text", ["", " ", "seeker.talk", "text/html", "button main big", "Escape", "is missing", "4 s."]
)
def test_what_is_no_sentence_is_not_taken_for_one(text: str) -> None:
    assert not is_sentence(text)


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('"""Says what it does."""\nx = "Je bent nummer {}."', ["Je bent nummer {}."]),
        ('def f():\n    """Does it all."""\n    return f"Bel {n} nu."', ["Bel \ufffc nu."]),
        ('raise Fault(f"{name}: Dat ging niet {how} goed.")', ["\ufffc: Dat ging niet \ufffc goed."]),
        ('x = f"{a:>10} b"  # Dit is gewoon uitleg.', []),
        ('x = {"key": "Het is druk."}', ["Het is druk."]),
    ],
)
def test_a_sentence_planted_in_a_module_is_seen(source: str, sentences: list[str]) -> None:
    assert list(in_python(source)) == sentences


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('announce("Er is iemand.");', ["Er is iemand."]),
        ("const a = 'Het is druk.'; // Dit is gewoon uitleg.", ["Het is druk."]),
        ("/* Dit is gewoon uitleg. */ const b = `Je wacht ${n} minuten.`;", ["Je wacht \ufffc minuten."]),
        ("html`<p>${t('a.b')}</p><p>wacht</p>`", ["wacht"]),
        ("html`<p>${list.map((one) => html`<b>Nog even</b>${one}`)}</p>`", ["Nog even"]),
        (
            'html`<p title="Sluit dit">${a ? t("b") : `Dat mag altijd.`}</p>`',
            ["Dat mag altijd.", "Sluit dit"],
        ),
        ("html`<input aria-label=${t('a')} class='big wide'>${{ a: 1 }}<i>ja</i>`", ["ja"]),
        ('const r = /["`]/g; alarm("Geen verbinding meer.");', ["Geen verbinding meer."]),
        ('const half = "a" / 2; alarm("Geen verbinding meer."); // "', ["Geen verbinding meer."]),
    ],
)
def test_a_sentence_planted_in_a_script_is_seen(source: str, sentences: list[str]) -> None:
    assert sorted(in_script(source)) == sorted(sentences)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<h1>{{start.title}}</h1><!-- Dit is uitleg. -->", []),
        ("<h1>Welkom</h1>", ["Welkom"]),
        ("<p>{{a.b}} en dan</p>", ["en dan"]),
        ('<a title="Weg hier" href="/weg">{{a.b}}</a>', ["Weg hier"]),
        ('<img alt="{{a.b}}" src="x">', []),
    ],
)
def test_a_word_planted_in_a_page_is_seen(source: str, words: list[str]) -> None:
    assert list(in_page(source)) == words
