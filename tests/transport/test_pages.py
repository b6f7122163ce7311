"""The pages as the server makes them: for the country asked for, or not at all when a word of theirs is missing."""

import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat import server
from chat.errors import SettingsFault
from chat.operating import change_line
from chat.referral.entry import Country
from chat.routing.model import Language
from chat.service.line import Line
from chat.shelf import referral_directory
from chat.transport.locales import BrokenPage
from chat.transport.pages import PAGES, STAFF_PAGES, Pages, make_pages
from tests.architecture.walls import CHECKOUT
from tests.transport.house import CHEAP, settings_in
from volunteers.credentials import Passwords

STATIC = CHECKOUT / "static"
EVERY_PAGE = (*PAGES, *STAFF_PAGES)
FROM_ELSEWHERE = {
    "Accept-Language": "nl-BE",
    "X-Forwarded-For": "193.191.245.1",
    "CF-IPCountry": "BE",
    "Forwarded": "for=193.191.245.1",
}


def made(root: Path, line: Line | None = None) -> Pages:
    return make_pages(root, referral_directory(), line or Line(), practice=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The browser's files, for a test to break; without the scripts, which no page is made of."""
    skip = shutil.ignore_patterns("js", "vendor", "css", "icons")
    return shutil.copytree(STATIC, tmp_path / "static", ignore=skip)


def changed(root: Path, language: str, change: Callable[[dict[str, object]], object]) -> Path:
    path = root / "locales" / f"{language}.json"
    read = json.loads(path.read_text("utf-8"))
    change(read)
    path.write_text(json.dumps(read), "utf-8")
    return root


async def test_the_lines_own_country_comes_first_and_an_address_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    settings = settings_in(tmp_path)
    for country, other in (("NL", "BE"), ("BE", "NL")):
        await change_line(settings, {"country": country})
        async with (
            server.node(settings, practice=True, root=STATIC),
            ClientSession(settings.origin, cookie_jar=DummyCookieJar()) as client,
        ):
            for path in ("/", "/hulp", "/desk", "/niet-hier"):
                for query, shown in (
                    ("", country),
                    ("?land=", country),
                    ("?land=xx&land=be", country),
                    (f"?taal=en&land={other.lower()}", other),
                    (f"?land={other}", other),
                ):
                    usual = await (
                        await client.get(f"{path}{query}", headers={"Accept-Language": "nl-NL"})
                    ).text()
                    moved = await (await client.get(f"{path}{query}", headers=FROM_ELSEWHERE)).text()
                    assert moved == usual
                    assert visible(usual) == {shown}


def visible(page: str) -> set[str]:
    """The countries of the services that a page shows."""
    items = page.split('<li class="number" ')[1:]
    tags = [item.partition(">")[0] for item in items]
    return {tag.split('data-country="')[1][:2] for tag in tags if not tag.endswith("hidden")}


def test_only_the_first_page_brings_the_other_country_along_and_hides_it() -> None:
    pages = made(STATIC)
    for path in EVERY_PAGE:
        page = pages.page(path, Language.DUTCH, Country.BELGIUM).plain.decode()
        assert visible(page) == {"BE"}
        assert ('data-country="NL" hidden>' in page) == (path == "/")


def test_every_page_stands_in_every_language_for_every_country_with_nothing_left_to_fill_in() -> None:
    pages = made(STATIC)
    bodies = [
        pages.page(path, language, country)
        for path in EVERY_PAGE
        for language in Language
        for country in Country
    ]
    assert [body for body in bodies if b"{{" in body.plain] == []
    assert len({body.plain for body in bodies}) == len(bodies) == len(EVERY_PAGE) * 4


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda words: words.pop("start.title"), "there are no words for start.title"),
        (lambda words: words.pop("seeker.talk.room"), "there are no words for seeker.talk.room"),
        (lambda words: words.pop("card.hours.by_phone"), "there are no words for card.hours.by_phone"),
        (lambda words: words.update({"start.begin": ""}), "there are no words for start.begin"),
        (lambda words: words.update({"start.begin": 3}), "there are no words for start.begin"),
        (lambda words: words.update({"start.begin": ["x"]}), "there are no words for start.begin"),
        (
            lambda words: words.update({"seeker.talk.room": {"one": "x"}}),
            "seeker.talk.room needs the forms one and other",
        ),
        (
            lambda words: words.update({"seeker.talk.room": {"other": "x", "many": "x"}}),
            "seeker.talk.room needs the forms one and other",
        ),
        (
            lambda words: words.update({"seeker.talk.room": {"other": "{count} x"}}),
            "seeker.talk.room needs the forms one and other",
        ),
        (
            lambda words: words.update({"seeker.talk.room": "{count} x"}),
            "seeker.talk.room needs the forms one and other",
        ),
        (lambda words: words.update({"start.begin": {"other": "x"}}), "start.begin has to be one text"),
        (
            lambda words: words.update({"seeker.talk.room": {"one": "x", "other": "x"}}),
            "seeker.talk.room has no {count} in it",
        ),
        (
            lambda words: words.update({"start.begin": "Ga {verder}"}),
            "start.begin: nothing goes into {verder}",
        ),
        (lambda words: words.update({"start.begin": "Ga {verder"}), "start.begin has a stray { or }"),
    ],
)
def test_a_missing_word_is_told_by_file_and_key(
    root: Path, language: str, change: Callable[[dict[str, object]], object], fault: str
) -> None:
    with pytest.raises(BrokenPage) as refused:
        made(changed(root, language, change))
    assert refused.value.faults == (f"{language}.json: {fault}",)


@pytest.mark.parametrize(
    ("place", "key"),
    [("", "start.title"), ("", "seeker.talk.send"), ("", "error.storage"), ("staff/", "desk.list.unread")],
)
def test_a_word_that_no_language_has_is_told_for_each(root: Path, place: str, key: str) -> None:
    for language in ("nl", "en"):
        changed(root, f"{place}{language}", lambda words: words.pop(key))
    with pytest.raises(BrokenPage) as refused:
        made(root)
    assert refused.value.faults == tuple(
        f"{place}{file}.json: there are no words for {key}" for file in ("nl", "en")
    )


@pytest.mark.parametrize("page", ["seeker.html", "hulp.html", "error.html"])
def test_a_page_that_young_people_read_has_no_words_of_staff(root: Path, page: str) -> None:
    (root / page).write_text("<p>{{desk.title}}</p>", "utf-8")
    with pytest.raises(BrokenPage) as refused:
        made(root)
    assert refused.value.faults == (f"{page}: nothing is known of {{{{desk.title}}}}",)


def test_a_place_that_is_called_otherwise_in_both_languages_is_told_for_each(root: Path) -> None:
    for language in ("nl", "en"):
        changed(root, language, lambda words: words.update({"seeker.waiting.place": "Nummer {plaats}."}))
    with pytest.raises(BrokenPage) as refused:
        made(root)
    assert refused.value.faults == tuple(
        f"{file}.json: seeker.waiting.place{fault}"
        for file in ("nl", "en")
        for fault in (": nothing goes into {plaats}", " has no {place} in it")
    )
    assert str(refused.value).splitlines() == list(refused.value.faults)


def test_one_of_something_may_be_said_without_its_figure(root: Path) -> None:
    changed(root, "en", lambda words: words.update({"seeker.talk.room": {"one": "One", "other": "{count}"}}))
    assert made(root).made


@pytest.mark.parametrize("name", ["keys.json", "staff/keys.json"])
@pytest.mark.parametrize("content", [None, b"{", b"[]"], ids=["missing", "cut off", "a list"])
def test_without_the_list_of_keys_nothing_starts(root: Path, content: bytes | None, name: str) -> None:
    path = root / "locales" / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(BrokenPage, match=f"^{re.escape(name)}: "):
        made(root)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "it cannot be read"),
        (b"{", "it cannot be read"),
        (b'{"a": "\xff"}', "it cannot be read"),
        (b"[" * 100_000, "it cannot be read"),
        (b"[]", "it has to be one object of keys and texts"),
        (None, "it cannot be read"),
    ],
    ids=["empty", "cut off", "not UTF-8", "too deep", "a list", "missing"],
)
@pytest.mark.parametrize("name", ["en.json", "staff/nl.json"])
def test_a_file_that_cannot_be_read_is_told_by_name(
    root: Path, name: str, content: bytes | None, fault: str
) -> None:
    path = root / "locales" / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(BrokenPage) as refused:
        made(root)
    assert refused.value.faults == (f"{name}: {fault}",)


def test_a_page_that_names_a_word_nobody_wrote_is_told_by_file_and_key(root: Path) -> None:
    (root / "hulp.html").write_text("<p>{{hulp.nothing}}</p>", "utf-8")
    with pytest.raises(BrokenPage) as refused:
        made(root)
    assert refused.value.faults == ("hulp.html: nothing is known of {{hulp.nothing}}",)


def test_the_start_is_refused_in_one_sentence(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(root, "en", lambda words: words.pop("seeker.talk.send"))
    monkeypatch.setattr(server, "static_root", lambda: root)
    monkeypatch.setattr(server, "log_ours_only", lambda: None)  # it is the process's, not this node's
    with pytest.raises(SettingsFault) as refused:
        server.serve(settings_in(tmp_path), practice=False, started=lambda _: None)
    assert refused.value.faults == ("en.json: there are no words for seeker.talk.send",)
