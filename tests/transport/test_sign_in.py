"""Signing in and out over HTTP, on a true server on loopback."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer

from tests.staff import SECRET, Codes, give_telephones, office_of, somebody
from volunteers.credentials import Cost, Passwords, SessionToken
from volunteers.model import Role
from volunteers.office import Office
from volunteers.store import SqlPeople, open_people
from volunteers.web import routes
from volunteers.web.answers import BODY_BYTES, COOKIE, KNOWN, token_from_cookie_header

PASSWORD = "vijftien letters"
NOOR = {"name": "Noor", "password": PASSWORD}
CANARY = "kanarievogel"
JSON = {"Content-Type": "application/json"}
KEY = bytes(range(32))
CHEAP = Cost(passes=1, memory_kib=8)

Answer = tuple[int, dict[str, str], bytes]


class Door:
    """The rooms on a server, and a client without a cookie jar: what a test sends is what is sent."""

    def __init__(self, office: Office, codes: Codes, server: BaseTestServer, client: ClientSession) -> None:
        self.office = office
        self.directory = office.directory
        self.codes = {"Noor": codes}
        self._server = server
        self._client = client

    async def send(
        self,
        method: str,
        body: bytes | AsyncIterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
        path: str = "/session",
    ) -> Answer:
        url = self._server.make_url(path)
        async with self._client.request(method, url, data=body, headers=headers) as response:
            return response.status, told(response), await response.read()

    async def post(self, path: str, said: object, cookie: str | None = None) -> Answer:
        headers = JSON if cookie is None else {**JSON, "Cookie": cookie}
        return await self.send("POST", json.dumps(said).encode(), headers, path)

    async def begin(self, credentials: dict[str, str], cookie: str | None = None) -> Answer:
        """The first step."""
        return await self.post("/session", credentials, cookie)

    async def sign_in(self, credentials: dict[str, str], cookie: str | None = None) -> Answer:
        """Both steps, as far as they are let."""
        answer = await self.begin(credentials, cookie)
        if answer[0] != 200:
            return answer
        pending, code = json.loads(answer[2])["pending"], self.codes[credentials["name"]].next()
        second = {"pending": pending, "method": "totp", "code": code}
        return await self.post("/session/second", second, cookie)

    async def who(self, cookie: str) -> tuple[int, object]:
        status, _, body = await self.send("GET", headers={"Cookie": cookie})
        return status, json.loads(body)

    async def hire(self, store: SqlPeople, name: str, role: Role) -> None:
        """Somebody who can sign in with PASSWORD."""
        volunteer = somebody(name, [role], ["nl"])
        await self.office.enrolment.settle(volunteer, PASSWORD, SECRET)
        self.codes[name] = await give_telephones(store, KEY, volunteer.id)


def told(response: ClientResponse) -> dict[str, str]:
    """The headers that could tell something: all but the time of day."""
    told = {name.lower(): value for name, value in response.headers.items() if name.lower() != "date"}
    cookies = response.headers.getall("Set-Cookie", [])
    return told | ({"set-cookie": "\n".join(cookies)} if cookies else {})


def cookie_of(answer: Answer) -> str:
    """The session's cookie of an answer as a browser would send it back."""
    return next(
        cookie for cookie in answer[1]["set-cookie"].split("\n") if cookie.startswith(COOKIE)
    ).partition(";")[0]


def refusal(code: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code}}


@asynccontextmanager
async def behind(url: str, cost: Cost) -> AsyncIterator[Door]:
    """A door with one counsellor behind it."""
    async with open_people(url, KEY) as store:
        with Passwords(cost) as passwords:
            office = office_of(store, passwords, KEY)
            application = web.Application()
            application.add_routes(routes(office))
            async with TestServer(application) as server, ClientSession() as client:
                door = Door(office, Codes([]), server, client)
                await door.hire(store, "Noor", Role.COUNSELLOR)
                yield door


@pytest.fixture
async def door(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """Hashing is cheap unless the test asks for its true cost."""
    cost: Cost = getattr(request, "param", CHEAP)
    async with behind(f"sqlite:///{tmp_path}/people.db", cost) as opened:
        yield opened


async def test_two_steps_tell_who_one_is_and_give_a_cookie_that_proves_it(door: Door) -> None:
    status, headers, body = half = await door.begin(NOOR)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in half[1], "a right password alone is nobody"
    assert json.loads(body).keys() == {"pending", "methods", "passkey"}
    status, headers, body = answer = await door.sign_in(NOOR)
    assert (status, headers["cache-control"]) == (200, "no-store")
    account = json.loads(body)
    assert account.pop("id")
    assert account == {"name": "Noor", "roles": ["counsellor"], "may": ["hold_seat"], "failed": 0}
    status, told = await door.who(cookie_of(answer))
    assert (status, told) == (200, json.loads(body))


async def test_the_cookies_are_kept_from_scripts_other_sites_and_plain_http(door: Door) -> None:
    """REQ-D10. Without an age the session's ends with the browser; the one by which it is known opens nothing."""
    _, headers, _ = answer = await door.sign_in(NOOR)
    said = {}
    for cookie in map(SimpleCookie, headers["set-cookie"].split("\n")):
        ((name, morsel),) = cookie.items()
        said[name] = {key: value for key, value in morsel.items() if value}
    guarded = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
    assert said == {COOKIE: guarded, KNOWN: {**guarded, "max-age": "7776000"}}
    assert token_from_cookie_header(cookie_of(answer)) is not None
    known = next(one for one in headers["set-cookie"].split("\n") if one.startswith(KNOWN)).partition(";")[0]
    assert await door.who(known.replace(KNOWN, COOKIE)) == (401, refusal("not_signed_in"))


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"pending": "x", "method": "totp"},
        {"pending": "x", "method": "none", "code": "1"},
        {"pending": "x", "method": "passkey", "code": "1"},
        {"pending": 1, "method": "totp", "code": "1"},
        {"pending": "x", "method": "totp", "code": "1", "more": 1},
    ],
)
async def test_a_second_step_that_cannot_be_read_is_refused(door: Door, second: dict[str, object]) -> None:
    status, _, body = await door.post("/session/second", second)
    assert (status, json.loads(body)) == (400, refusal("bad_request"))


async def test_a_second_step_without_a_first_is_refused(door: Door) -> None:
    second = {"pending": "x" * 43, "method": "totp", "code": door.codes["Noor"].next()}
    status, headers, body = await door.post("/session/second", second)
    assert (status, json.loads(body)) == (401, refusal("pending_gone"))
    assert "set-cookie" not in headers


async def test_who_guesses_is_told_when_to_try_again(door: Door) -> None:
    wrong = {**NOOR, "password": "een ander wachtwoord"}
    answers = [await door.begin(wrong) for _ in range(4)]
    assert [status for status, _, _ in answers] == [401, 401, 401, 429]
    error = json.loads(answers[-1][2])["error"]
    assert (error["code"], 0 < error["retry_ms"] <= 501) == ("slow_down", True)


async def test_an_unknown_name_and_a_wrong_password_are_answered_alike(door: Door) -> None:
    """Byte for byte, headers and all."""
    wrong = await door.sign_in({**NOOR, "password": "een ander wachtwoord"})
    for credentials in ({**NOOR, "name": "Sam"}, {**NOOR, "name": ""}, {**NOOR, "password": "kort"}):
        assert await door.begin(credentials) == wrong
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
        pytest.param(b"kanarievogel" * 1400, {}, 413, "too_large", id="too large"),
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
    await door.hire(door.office.keeping._store, "Sam", Role.SUPERVISOR)  # type: ignore[arg-type] # it is that
    noor = cookie_of(await door.sign_in(NOOR))
    sam = cookie_of(await door.sign_in({**NOOR, "name": "Sam"}))
    await door.send("DELETE", headers={"Cookie": noor})
    status, told = await door.who(sam)
    assert status == 200
    assert isinstance(told, dict)
    assert (told["name"], told["roles"]) == ("Sam", ["supervisor"])


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
    names = [f"Noor {chr(65 + number)}" for number in range(8)]
    for name in names:
        await door.hire(door.office.keeping._store, name, Role.COUNSELLOR)  # type: ignore[arg-type] # it is that
    cookie = cookie_of(await door.sign_in(NOOR))
    signing_in = asyncio.gather(*(door.begin({**NOOR, "name": name}) for name in names))
    served_meanwhile = 0
    while not signing_in.done():
        served_meanwhile += (await door.who(cookie))[0] == 200
    assert [status for status, _, _ in await signing_in] == [200] * 8
    assert served_meanwhile > 16
