"""What an operator may choose for the line, and what holds when they chose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.service.line import (
    TELLING_WORDS,
    ExitSiteInvalid,
    Line,
    LineFault,
    TitleInvalid,
    UnknownChoice,
    chosen,
    kept,
)

DUTCH = Line("Rooster", "https://www.buienradar.nl/")
LABEL = "a" * 63


def test_the_defaults_keep_the_rules() -> None:
    line = Line()
    assert line == Line("Notities", "https://www.wikipedia.org/")
    assert chosen(DUTCH, {"title": line.title, "exit_site": line.exit_site}) == line


def test_what_is_not_chosen_stays() -> None:
    assert chosen(DUTCH, {}) == DUTCH
    assert chosen(DUTCH, {"title": "Agenda"}) == Line("Agenda", DUTCH.exit_site)
    assert chosen(DUTCH, {"exit_site": "https://nos.nl"}) == Line(DUTCH.title, "https://nos.nl")


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("x", "x"),
        ("x" * 40, "x" * 40),
        ("  Mijn \t rooster\n", "Mijn rooster"),
        ("Cafe\u0301", "Café"),
        ("الطقس", "الطقس"),
        ("笔记", "笔记"),
        ("📝 Notities", "📝 Notities"),
        ("I <3 & {{line.title}}", "I <3 & {{line.title}}"),
    ],
)
def test_a_neutral_title_is_taken_and_tidied(word: str, title: str) -> None:
    assert chosen(Line(), {"title": word}).title == title


@pytest.mark.parametrize(
    "word",
    [
        "",
        "   ",
        "x" * 41,
        pytest.param("a\x00b", id="a control character"),
        pytest.param("a\u202eb", id="turns the text about"),
        pytest.param("a\u200bb", id="a space nobody sees"),
        pytest.param("a\ud800b", id="half a character"),
        *TELLING_WORDS,
        "Hulplijn",
        "CHAT",
        "kindermisbruik melden",
        pytest.param("h\u00e9lp", id="with an accent"),
        pytest.param("\uff48\uff45\uff4c\uff50", id="in wide letters"),
        pytest.param("he\u00adlp", id="with a hyphen nobody sees"),
        pytest.param("Veilig  Thuis", id="with two spaces"),
    ],
)
def test_a_title_that_is_telling_or_cannot_be_read_is_refused(word: str) -> None:
    with pytest.raises(TitleInvalid):
        chosen(Line(), {"title": word})


@pytest.mark.parametrize(
    "site",
    [
        "https://nl.wikipedia.org",
        "https://nl.wikipedia.org/",
        "HTTPS://NL.Wikipedia.ORG/wiki/Hoofdpagina",
        "https://nl.wikipedia.org/wiki/Appel_(vrucht),_rood%20en%20groen",
        "https://xn--mnchen-3ya.example",
        "https://xn--fiqs8s.xn--fiqs8s/",
        f"https://{LABEL}.nl/",
        f"https://a.nl/{'b' * 187}",
    ],
)
def test_a_public_https_site_is_taken_as_it_was_typed(site: str) -> None:
    assert chosen(Line(), {"exit_site": f" {site}\n"}).exit_site == site


@pytest.mark.parametrize(
    "site",
    [
        "",
        "wikipedia.org",
        "//wikipedia.org/",
        "http://wikipedia.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:wikipedia.org",
        "https://",
        "https:///wiki",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://somebody@wikipedia.org/",
        "https://somebody:secret@wikipedia.org/",
        "https://wikipedia.org:8443/",
        "https://wikipedia.org/?from=here",
        "https://wikipedia.org/#from-here",
        "https://wikipedia.org/a b",
        "https://wikipedia.org/\nSet-Cookie: a=b",
        "https://wikipedia.org\t/",
        "https://wikipedia.org\\@elsewhere.org/",
        "https://münchen.example/",
        "https://wi\u212aipedia.org/",
        "https://-wikipedia.org/",
        "https://wikipedia..org/",
        "https://wikipedia.org./",
        f"https://a{LABEL}.nl/",
        f"https://a.nl/{'b' * 188}",
        "https://help.wikipedia.org/",
        "https://wikipedia.org/wiki/Kindertelefoon",
    ],
)
def test_any_other_exit_site_is_refused(site: str) -> None:
    with pytest.raises(ExitSiteInvalid):
        chosen(Line(), {"exit_site": site})


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownChoice):
        chosen(Line(), {"colour": "green"})


def test_a_fault_says_its_code_and_nothing_that_was_typed() -> None:
    told = []
    for words in ({"title": "chat met Noor"}, {"exit_site": "https://noor:chat@a.nl"}, {"noor": "chat"}):
        with pytest.raises(LineFault) as fault:
            chosen(Line(), words)
        told.append((fault.value.code, str(fault.value)))
    assert told == [("title_invalid", ""), ("exit_site_invalid", ""), ("unknown_choice", "")]


def test_what_was_stored_and_breaks_a_rule_of_today_counts_as_never_chosen() -> None:
    assert kept({}) == Line()
    assert kept({"title": DUTCH.title, "exit_site": DUTCH.exit_site}) == DUTCH
    assert kept({"title": "Chat", "exit_site": DUTCH.exit_site}) == Line(exit_site=DUTCH.exit_site)
    assert kept({"title": DUTCH.title, "exit_site": "javascript:alert(1)"}) == Line(title=DUTCH.title)
    assert kept({"colour": "green", "title": DUTCH.title}) == Line(title=DUTCH.title)


@given(st.dictionaries(st.sampled_from(["title", "exit_site", "colour"]), st.text(max_size=60)))
def test_whatever_is_stored_there_is_a_line_and_choosing_it_changes_nothing(words: dict[str, str]) -> None:
    line = kept(words)
    assert chosen(Line(), {"title": line.title, "exit_site": line.exit_site}) == line
