"""Signing in and out over HTTP, on a true server on loopback."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer

from volunteers.credentials import Cost, Passwords, SessionToken
from volunteers.directory import Directory
from volunteers.model import Role
from volunteers.store import open_people
from volunteers.web import BODY_BYTES, COOKIE, routes, token_from_cookie_header

PASSWORD = "vijftien letters"
NOOR = {"name": "Noor", "password": PASSWORD}
CANARY = "kanarievogel"
JSON = {"Content-Type": "application/json"}

Answer = tuple[int, dict[str, str], bytes]


class Door:
    """The room on a server, and a client without a cookie jar: what a test sends is what is sent."""

    def __init__(self, directory: Directory, server: BaseTestServer, client: ClientSession) -> None:
        self.directory = directory
        self._url = server.make_url("/session")
        self._client = client

    async def send(
        self,
        method: str,
        body: bytes | AsyncIterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        async with self._client.request(method, self._url, data=body, headers=headers) as response:
            return response.status, told(response), await response.read()

    async def sign_in(self, credentials: dict[str, str], cookie: str | None = None) -> Answer:
        headers = JSON if cookie is None else {**JSON, "Cookie": cookie}
        return await self.send("POST", json.dumps(credentials).encode(), headers)

    async def who(self, cookie: str) -> tuple[int, object]:
        status, _, body = await self.send("GET", headers={"Cookie": cookie})
        return status, json.loads(body)


def told(response: ClientResponse) -> dict[str, str]:
    """The headers that could tell something: all but the time of day."""
    return {name.lower(): value for name, value in response.headers.items() if name.lower() != "date"}


def cookie_of(answer: Answer) -> str:
    """The cookie of an answer as a browser would send it back."""
    return answer[1]["set-cookie"].partition(";")[0]


def refusal(code: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code}}


@pytest.fixture
async def door(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """A door with one counsellor behind it; hashing is cheap unless the test asks for its true cost."""
    cost: Cost = getattr(request, "param", Cost(passes=1, memory_kib=8))
    async with open_people(f"sqlite:///{tmp_path}/people.db") as store:
        with Passwords(cost) as passwords:
            directory = Directory(store, passwords, now=lambda: datetime.now(UTC))
            await directory.add("Noor", [Role.COUNSELLOR], ["nl"], password=PASSWORD)
            application = web.Application()
            application.add_routes(routes(directory))
            async with TestServer(application) as server, ClientSession() as client:
                yield Door(directory, server, client)


async def test_signing_in_tells_who_one_is_and_gives_a_cookie_that_proves_it(door: Door) -> None:
    status, headers, body = answer = await door.sign_in(NOOR)
    assert status == 200
    assert json.loads(body) == {"name": "Noor", "roles": ["counsellor"]}
    assert headers["cache-control"] == "no-store"
    assert await door.who(cookie_of(answer)) == (200, {"name": "Noor", "roles": ["counsellor"]})


async def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(door: Door) -> None:
    """REQ-D10. Without an age it ends with the browser."""
    _, headers, _ = await door.sign_in(NOOR)
    cookie = SimpleCookie(headers["set-cookie"])[COOKIE]
    said = {name: value for name, value in cookie.items() if value}
    assert said == {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
    assert token_from_cookie_header(f"{COOKIE}={cookie.value}") == cookie.value


async def test_an_unknown_name_and_a_wrong_password_are_answered_alike(door: Door) -> None:
    """Byte for byte, headers and all."""
    wrong = await door.sign_in({**NOOR, "password": "een ander wachtwoord"})
    for credentials in ({**NOOR, "name": "Sam"}, {**NOOR, "name": ""}, {**NOOR, "password": "kort"}):
        assert await door.sign_in(credentials) == wrong
    assert wrong[0] == 401
    assert wrong[2] == b'{"error": {"code": "sign_in_refused"}}'
    assert "set-cookie" not in wrong[1]


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    ("body", "changed", "status", "code"),
    [
        pytest.param(b"", {}, 400, "bad_request", id="empty"),
        pytest.param(CANARY.encode(), {}, 400, "bad_request", id="not JSON"),
        pytest.param(b'{"name": "kanarievogel"', {}, 400, "bad_request", id="cut off"),
        pytest.param(b'\xff\xfe"kanarievogel"', {}, 400, "bad_request", id="not UTF-8"),
        pytest.param(b"[" * 4000, {}, 400, "bad_request", id="very deep"),
        pytest.param(b"9" * 4000, {}, 400, "bad_request", id="a very long number"),
        pytest.param(b'["kanarievogel"]', {}, 400, "bad_request", id="a list"),
        pytest.param(b'"kanarievogel"', {}, 400, "bad_request", id="a text"),
        pytest.param(b"null", {}, 400, "bad_request", id="null"),
        pytest.param(b'{"name": "kanarievogel"}', {}, 400, "bad_request", id="no password"),
        pytest.param(b'{"password": "kanarievogel"}', {}, 400, "bad_request", id="no name"),
        pytest.param(b'{"name": "n", "password": 1}', {}, 400, "bad_request", id="a number as password"),
        pytest.param(b'{"name": null, "password": "p"}', {}, 400, "bad_request", id="null as name"),
        pytest.param(b'{"name": ["n"], "password": "p"}', {}, 400, "bad_request", id="a list as name"),
        pytest.param(b'{"name":"n","password":"p","x":"kanarievogel"}', {}, 400, "bad_request", id="extra"),
        pytest.param(b'{"name":"\\ud800\\ud800","password":"p"}', {}, 401, "sign_in_refused", id="half name"),
        pytest.param(
            b'{"name":"a\\u0000b","password":"p"}', {}, 401, "sign_in_refused", id="nul in the name"
        ),
        pytest.param(
            b'{"name":"Noor","password":"' + b"\\ud800" * 20 + b'"}',
            {},
            401,
            "sign_in_refused",
            id="half characters as password",
        ),
        pytest.param(b"name=n", {"Content-Type": "text/plain"}, 415, "wrong_content_type", id="a text body"),
        pytest.param(
            b"name=kanarievogel",
            {"Content-Type": "application/x-www-form-urlencoded"},
            415,
            "wrong_content_type",
            id="a form",
        ),
        pytest.param(b"{}", {"Content-Type": "kanarievogel"}, 415, "wrong_content_type", id="no such type"),
        pytest.param(
            gzip.compress(json.dumps(NOOR).encode()),
            {"Content-Encoding": "gzip"},
            415,
            "wrong_content_type",
            id="packed",
        ),
        pytest.param(b"kanarievogel" * 400, {}, 413, "too_large", id="too large"),
        pytest.param(b" " * 1_000_000, {}, 413, "too_large", id="far too large"),
    ],
)
async def test_a_body_that_cannot_be_read_has_a_typed_answer_that_repeats_nothing(
    door: Door, body: bytes, changed: dict[str, str], status: int, code: str
) -> None:
    answer = await door.send("POST", body, {**JSON, **changed})
    assert (answer[0], json.loads(answer[2])) == (status, refusal(code))
    assert CANARY not in f"{answer}"
    assert (await door.sign_in(NOOR))[0] == 200


async def test_a_body_in_pieces_is_measured_as_a_whole(door: Door) -> None:
    whole = json.dumps(NOOR).encode()
    filled = whole + b" " * (BODY_BYTES - len(whole))
    assert (await door.send("POST", pieces(filled[:9], filled[9:]), JSON))[0] == 200
    status, _, body = await door.send("POST", pieces(filled, b" "), JSON)
    assert (status, json.loads(body)) == (413, refusal("too_large"))


async def test_json_may_name_its_character_set(door: Door) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert (await door.send("POST", json.dumps(NOOR).encode(), headers))[0] == 200


@pytest.mark.parametrize("cookie", ["", "taal=nl", f"{COOKIE}=kort", f"{COOKIE}={'x' * 43}"])
async def test_who_is_not_signed_in_is_told_so(door: Door, cookie: str) -> None:
    assert await door.who(cookie) == (401, refusal("not_signed_in"))


async def test_signing_out_ends_the_session_and_clears_the_browser(door: Door) -> None:
    """REQ-E8. The removed cookie has the marks of the one that was set, or no browser would remove it."""
    cookie = cookie_of(await door.sign_in(NOOR))
    status, headers, body = await door.send("DELETE", headers={"Cookie": cookie})
    assert (status, body) == (204, b"")
    assert headers["clear-site-data"] == '"cache", "storage"'
    removed = SimpleCookie(headers["set-cookie"])[COOKIE]
    assert (removed.value, removed["max-age"], removed["path"]) == ("", "0", "/")
    assert removed["secure"] is True
    assert await door.who(cookie) == (401, refusal("not_signed_in"))
    assert (await door.send("DELETE", headers={"Cookie": cookie}))[0] == 204


async def test_signing_out_without_a_session_is_no_fault(door: Door) -> None:
    assert (await door.send("DELETE"))[0] == 204


async def test_signing_in_again_ends_the_session_it_replaces(door: Door) -> None:
    first = cookie_of(await door.sign_in(NOOR))
    second = cookie_of(await door.sign_in(NOOR, first))
    assert (await door.who(first))[0] == 401
    assert (await door.who(second))[0] == 200


async def test_a_wrong_password_leaves_the_session_one_has(door: Door) -> None:
    cookie = cookie_of(await door.sign_in(NOOR))
    assert (await door.sign_in({**NOOR, "password": "een ander wachtwoord"}, cookie))[0] == 401
    assert (await door.who(cookie))[0] == 200


async def test_a_session_of_one_is_not_the_session_of_another(door: Door) -> None:
    await door.directory.add("Sam", [Role.SUPERVISOR], ["nl"], password=PASSWORD)
    noor = cookie_of(await door.sign_in(NOOR))
    sam = cookie_of(await door.sign_in({**NOOR, "name": "Sam"}))
    await door.send("DELETE", headers={"Cookie": noor})
    assert await door.who(sam) == (200, {"name": "Sam", "roles": ["supervisor"]})


async def test_the_token_is_what_the_websocket_handshake_will_find(door: Door) -> None:
    token = token_from_cookie_header(cookie_of(await door.sign_in(NOOR)))
    assert token is not None
    volunteer = await door.directory.volunteer_of(token)
    assert volunteer is not None
    assert volunteer.name == "Noor"
    assert await door.directory.volunteer_of(SessionToken(token[::-1])) is None


@pytest.mark.parametrize("door", [Cost()], indirect=True)
async def test_others_are_served_while_eight_people_sign_in_at_once(door: Door) -> None:
    """REQ-E1, at the true cost of a hash. Counted in turns of the loop and in answers, not in time."""
    cookie = cookie_of(await door.sign_in(NOOR))
    signing_in = asyncio.gather(*(door.sign_in(NOOR) for _ in range(8)))
    served_meanwhile = 0
    while not signing_in.done():
        served_meanwhile += (await door.who(cookie))[0] == 200
    assert [status for status, _, _ in await signing_in] == [200] * 8
    assert served_meanwhile > 16
