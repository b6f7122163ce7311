"""What an operator may choose for the line, and what holds when they chose nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.hours.errors import HoursFault
from chat.hours.model import ALWAYS, Calendar, HolidayRule, Hours, Span
from chat.referral.entry import Country
from chat.service.choices import CHOICES, TELLING_WORDS, chosen, kept, words_of
from chat.service.line import (
    AccentInvalid,
    BackupInvalid,
    CountryInvalid,
    ExitSiteInvalid,
    FrameInvalid,
    Line,
    LineFault,
    MinimumInvalid,
    ReunitesInvalid,
    TitleInvalid,
    UnknownChoice,
    WrapUpInvalid,
)
from chat.service.sentences import LINE_SENTENCES, sentence

FLEMISH = Line("Rooster", "https://www.buienradar.be/", Country.BELGIUM)
LABEL = "a" * 63
EVENING, NIGHT = Span(16 * 60, 22 * 60), Span(20 * 60, 26 * 60)


def test_the_defaults_keep_the_rules() -> None:
    line = Line()
    assert line == Line("Notities", "https://www.wikipedia.org/", Country.NETHERLANDS)
    assert (line.hours, line.minimum, line.frame_minutes, line.wrap_up_minutes, line.reunites) == (
        ALWAYS,
        2,
        45,
        5,
        False,
    )
    assert line.backup is None
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


def test_hours_are_chosen_word_by_word() -> None:
    line = chosen(Line(), {"hours": "ma-vr 16-22; zo 20-2"})
    week = ((EVENING,),) * 5 + ((), (NIGHT,))
    assert line == replace(Line(), hours=Hours("Europe/Amsterdam", week))
    line = chosen(line, {"zone": "Europe/Brussels", "holidays": "be", "closed_on": "2026-12-24 20-2"})
    closed_on, holidays = {"2026-12-24": (NIGHT,)}, HolidayRule(Calendar.BELGIUM)
    assert line.hours == Hours("Europe/Brussels", week, closed_on, holidays)
    assert chosen(line, {"hours": "always", "holidays": "none", "closed_on": "none"}).hours == replace(
        ALWAYS, zone="Europe/Brussels"
    )


def test_how_many_how_long_and_with_whom_are_chosen() -> None:
    line = chosen(
        Line(), {"minimum": " 1 ", "frame_minutes": "120", "wrap_up_minutes": "30", "reunites": "Ja"}
    )
    assert line == replace(Line(), minimum=1, frame_minutes=120, wrap_up_minutes=30, reunites=True)
    assert chosen(
        line, {"minimum": "50", "frame_minutes": "010", "wrap_up_minutes": "0", "reunites": "no"}
    ) == replace(Line(), minimum=50, frame_minutes=10, wrap_up_minutes=0)


def test_the_number_of_who_backs_up_is_chosen() -> None:
    for word, number in (
        ("020 1234", "020 1234"),
        ("(020) 1234567", "(020) 1234567"),
        ("(0182)123456", "(0182)123456"),
        (" 06  1234 5678 ", "06 1234 5678"),
        ("+31-6-12345678", "+31-6-12345678"),
    ):
        assert chosen(Line(), {"backup": word}).backup == number
    assert chosen(replace(Line(), backup="06 12345678"), {"backup": " None"}).backup is None


@pytest.mark.parametrize(
    ("name", "fault", "words"),
    [
        ("minimum", MinimumInvalid, ["", "51", "-1", "2.0", "two", "\u0662", "1 0", "9999"]),
        ("frame_minutes", FrameInvalid, ["", "9", "121", "some", "45 min", "\u0664\u0665", "9" * 5000]),
        ("wrap_up_minutes", WrapUpInvalid, ["", "31", "-1", "none", "5 min"]),
        ("reunites", ReunitesInvalid, ["", "true", "1", "yes no"]),
        (
            "backup",
            BackupInvalid,
            [
                *("", "no", "12", "+", "06--12345678", "0" * 16, "06 1234567x", "\u0660612345678"),
                *(
                    "112",
                    "113",
                    "1813",
                    "+31 112",
                    "020 123",
                    "(020 1234567",
                    "()0201234567",
                    "+31 (0)20 1234567",
                ),
            ],
        ),
        ("hours", HoursFault, ["", "ma 25-26"]),
        ("closed_on", HoursFault, ["kerst"]),
        ("holidays", HoursFault, ["yes"]),
        ("zone", HoursFault, ["Amsterdam"]),
    ],
)
def test_any_other_word_is_refused(name: str, fault: type[LineFault | HoursFault], words: list[str]) -> None:
    for word in words:
        with pytest.raises(fault):
            chosen(Line(), {name: word})


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


def test_an_operator_reads_a_sentence_for_every_refusal_and_where_it_is() -> None:
    refusals = [*LineFault.__subclasses__(), *HoursFault.__subclasses__()]
    assert {refusal.code for refusal in refusals} == LINE_SENTENCES.keys()
    with pytest.raises(HoursFault) as fault:
        chosen(Line(), {"hours": "ma 9-12; noordag 9-12"})
    assert sentence(fault.value) == f"part 2: {LINE_SENTENCES['day_unknown']}"
    with pytest.raises(HoursFault) as fault:
        chosen(Line(), {"zone": "Noor"})
    assert sentence(fault.value) == LINE_SENTENCES["zone_unknown"]
    assert sentence(UnknownChoice()).endswith(", ".join(CHOICES))


def test_what_was_stored_and_breaks_a_rule_of_today_counts_as_never_chosen() -> None:
    assert kept({}) == Line()
    site, title = FLEMISH.exit_site, FLEMISH.title
    assert kept({"title": title, "exit_site": site, "country": "BE"}) == FLEMISH
    assert kept({"title": "Chat", "exit_site": site}) == Line(exit_site=site)
    assert kept({"title": title, "exit_site": "javascript:alert(1)"}) == Line(title=title)
    assert kept({"colour": "green", "title": title, "country": "XX"}) == Line(title=title)
    assert kept({"hours": "ma 9-9", "minimum": "99", "zone": "UTC"}) == Line(
        hours=replace(ALWAYS, zone="UTC")
    )


@given(
    st.dictionaries(
        st.sampled_from([*CHOICES, "colour"]), st.text(max_size=60) | st.text("0123459-:; ma", max_size=12)
    )
)
def test_whatever_is_stored_there_is_a_line_and_choosing_it_changes_nothing(words: dict[str, str]) -> None:
    line = kept(words)
    assert chosen(Line(), words_of(line)) == line
