"""What an operator may choose for the line, and what holds when they chose nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.referral.entry import Country
from chat.service.choices import TELLING_WORDS, chosen, kept, words_of
from chat.service.line import (
    AccentInvalid,
    CountryInvalid,
    ExitSiteInvalid,
    Line,
    LineFault,
    TitleInvalid,
    UnknownChoice,
)

FLEMISH = Line("Rooster", "https://www.buienradar.be/", Country.BELGIUM)
LABEL = "a" * 63


def test_the_defaults_keep_the_rules() -> None:
    line = Line()
    assert line == Line("Notities", "https://www.wikipedia.org/", Country.NETHERLANDS)
    assert chosen(FLEMISH, words_of(line)) == line


def test_what_is_not_chosen_stays() -> None:
    assert chosen(FLEMISH, {}) == FLEMISH
    assert chosen(FLEMISH, {"title": "Agenda"}) == replace(FLEMISH, title="Agenda")
    assert chosen(FLEMISH, {"exit_site": "https://nos.nl"}) == replace(FLEMISH, exit_site="https://nos.nl")
    assert chosen(FLEMISH, {"country": "NL"}) == replace(FLEMISH, country=Country.NETHERLANDS)
    assert chosen(FLEMISH, {"accent": "#5B2A86"}) == replace(FLEMISH, accent="#5b2a86")


@pytest.mark.parametrize("word", ["BE", "be", " Be\n"])
def test_a_country_of_the_directory_is_taken(word: str) -> None:
    assert chosen(Line(), {"country": word}).country is Country.BELGIUM


@pytest.mark.parametrize("word", ["", "DE", "België", "NL,BE", "NETHERLANDS", "\u212a"])
def test_any_other_country_is_refused(word: str) -> None:
    with pytest.raises(CountryInvalid):
        chosen(Line(), {"country": word})


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


@pytest.mark.parametrize(
    "word",
    ["", "green", "#123", "5b2a86", "#5b2a86ff", "#5b2a8g", "#\uff1123456", "#86ccc3", "#ffffff", "#0000ff;"],
)
def test_what_is_no_colour_or_too_light_to_read_is_refused(word: str) -> None:
    with pytest.raises(AccentInvalid):
        chosen(Line(), {"accent": word})


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownChoice):
        chosen(Line(), {"colour": "green"})


def test_a_fault_says_its_code_and_nothing_that_was_typed() -> None:
    told = []
    for words in (
        {"title": "chat met Noor"},
        {"exit_site": "https://noor:chat@a.nl"},
        {"country": "noor"},
        {"accent": "noor"},
        {"noor": "chat"},
    ):
        with pytest.raises(LineFault) as fault:
            chosen(Line(), words)
        told.append((fault.value.code, str(fault.value)))
    codes = ["title_invalid", "exit_site_invalid", "country_invalid", "accent_invalid", "unknown_choice"]
    assert told == [(code, "") for code in codes]


def test_what_was_stored_and_breaks_a_rule_of_today_counts_as_never_chosen() -> None:
    assert kept({}) == Line()
    site, title = FLEMISH.exit_site, FLEMISH.title
    assert kept({"title": title, "exit_site": site, "country": "BE"}) == FLEMISH
    assert kept({"title": "Chat", "exit_site": site}) == Line(exit_site=site)
    assert kept({"title": title, "exit_site": "javascript:alert(1)"}) == Line(title=title)
    assert kept({"colour": "green", "title": title, "country": "XX"}) == Line(title=title)


@given(
    st.dictionaries(
        st.sampled_from(["title", "exit_site", "country", "accent", "colour"]), st.text(max_size=60)
    )
)
def test_whatever_is_stored_there_is_a_line_and_choosing_it_changes_nothing(words: dict[str, str]) -> None:
    line = kept(words)
    assert chosen(Line(), words_of(line)) == line
