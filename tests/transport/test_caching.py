"""What a browser may keep, and in which form it gets things."""

import gzip
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, DummyCookieJar

from chat import server
from chat.transport.body import takes_gzip
from tests.packing import pack
from tests.transport.house import CHEAP, settings_in
from volunteers.credentials import Passwords

pytestmark = pytest.mark.xdist_group("packing")  # one folder is packed into, by one at a time

FOR_GOOD = "public, max-age=31536000, immutable"
AS_CHROMIUM = "gzip, deflate, br, zstd"


class Site:
    """A running site, asked without anything being unpacked on the way."""

    def __init__(self, client: ClientSession) -> None:
        self._client = client

    async def get(self, path: str, takes: str = AS_CHROMIUM, **headers: str) -> ClientResponse:
        asked = await self._client.get(path, headers={"Accept-Encoding": takes, **headers})
        await asked.read()
        return asked

    async def named_by(self, page: str) -> list[str]:
        """The scripts and styles that this page names."""
        html = await (await self.get(page, takes="identity")).text()
        return re.findall(r'"(/static/[^"]+\.(?:js|css))"', html)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture
async def site(tmp_path: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    settings = settings_in(tmp_path)
    async with (
        server.node(settings, practice=True, root=packed),
        ClientSession(settings.origin, auto_decompress=False, cookie_jar=DummyCookieJar()) as client,
    ):
        yield Site(client)


async def test_scripts_and_styles_are_one_each_named_by_content_and_kept_for_good(site: Site) -> None:
    for page in ("/", "/desk", "/board"):
        named = await site.named_by(page)
        assert sorted(name.rpartition(".")[2] for name in named) == ["css", "js"]
        for name in named:
            assert re.fullmatch(r"/static/packed/.*-[A-Z0-9]{8}\.(js|css)", name)
            assert (await site.get(name)).headers["Cache-Control"] == FOR_GOOD


async def test_everything_else_is_asked_for_again_and_sent_only_when_new(site: Site) -> None:
    for path in (
        "/static/locales/nl.json",
        "/static/locales/staff/nl.json",
        "/static/icons/neutral.svg",
        "/directory.json",
    ):
        first = await site.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        again = await site.get(path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")
        other = await site.get(path, **{"If-None-Match": '"of-another-day"'})
        assert (other.status, await other.read()) == (200, await first.read())


async def test_a_page_is_never_kept(site: Site) -> None:
    for path in ("/", "/desk", "/hulp", "/not-there"):
        page = await site.get(path, **{"If-None-Match": "*"})
        assert page.status == (404 if path == "/not-there" else 200)
        assert page.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.headers


async def test_that_a_file_is_missing_is_not_kept(site: Site) -> None:
    gone = await site.get("/static/packed/js/seeker/main-AAAAAAAA.js")
    assert (gone.status, gone.headers["Cache-Control"]) == (404, "no-cache")


async def test_a_browser_gets_the_smallest_form_that_it_takes(site: Site) -> None:
    for path in (*await site.named_by("/"), "/static/locales/nl.json"):
        plain, zipped, small = [await site.get(path, takes) for takes in ("identity", "gzip", AS_CHROMIUM)]
        encodings = [answer.headers.get("Content-Encoding") for answer in (plain, zipped, small)]
        assert encodings == [None, "gzip", "br"]
        assert gzip.decompress(await zipped.read()) == await plain.read()
        assert len(await plain.read()) > len(await zipped.read()) > len(await small.read())
        types = {answer.content_type for answer in (plain, zipped, small)}
        assert len(types) == 1
        assert {answer.headers["Vary"] for answer in (plain, zipped, small)} == {"Accept-Encoding"}


async def test_pages_and_the_directory_are_compressed_for_who_takes_it(site: Site) -> None:
    for path in ("/", "/hulp", "/directory.json"):
        plain, zipped = [await site.get(path, takes) for takes in ("identity", AS_CHROMIUM)]
        assert "Content-Encoding" not in plain.headers
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(await zipped.read()) == await plain.read()
        assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("deflate,gzip ; q=0.001", True),
        ("", False),
        ("identity", False),
        ("br, gzip;q=0", False),
        ("gzip; q = 0.000", False),
        ("gzipped", False),
    ],
)
def test_what_a_browser_takes_is_read_from_what_it_says(said: str, takes: bool) -> None:
    assert takes_gzip(said) == takes
