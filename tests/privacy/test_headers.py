"""What stands on every answer, written down by hand and compared whole; and no cookie for a young person."""

from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat.service.seeking import Seeking
from tests.ports import free_port
from tests.process import serving
from tests.staff import code_now
from tests.transport.house import PASSWORD, SAM, House
from tests.transport.page import HANDSHAKE
from tests.transport.raw import RawSocket

PORT = "{port}"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
)
PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), "
    "idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), "
    "picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), serial=(), "
    "storage-access=(), usb=(), window-management=(), xr-spatial-tracking=(), screen-wake-lock=(self)"
)
# Staff sign in with passkeys; a young person has nothing to sign in to.
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
STAFF_PERMISSIONS = PERMISSIONS.replace("screen-wake-lock=(self)", "screen-wake-lock=()")
for passkey in PASSKEYS:
    STAFF_PERMISSIONS = STAFF_PERMISSIONS.replace(f"{passkey}=()", f"{passkey}=(self)")
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
}
NOWHERE = ("Server", "Set-Cookie", "X-Powered-By", "Strict-Transport-Security")

ASKED: tuple[tuple[str, str, int], ...] = (
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("GET", "/?taal=en", 200),
    ("GET", "/hulp", 200),
    ("GET", "/desk", 200),
    ("GET", "/board", 200),
    ("GET", "/people", 200),
    ("GET", "/invite", 200),
    ("GET", "/invite/", 404),
    ("GET", "/directory.json", 200),
    ("GET", "/static/icons/neutral.svg", 200),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/weg", 303),
    ("GET", "/session", 401),
    ("POST", "/session", 403),
    ("GET", "/static/", 403),
    ("GET", "/static/../chat/server.py", 404),
    ("GET", "/nergens", 404),
    ("POST", "/", 403),
    ("OPTIONS", "/", 405),
    ("GET", "/socket.io/", 403),
)


def of_ours(headers: dict[str, str]) -> dict[str, str]:
    """Those of the table."""
    return {name: value for name, value in headers.items() if name in EVERYWHERE or name in NOWHERE}


STAFF_PAGES = ("/desk", "/board", "/people", "/invite")


def at(port: int, path: str = "/") -> dict[str, str]:
    """The table, as it is on this port at this path."""
    table = {**EVERYWHERE, "Permissions-Policy": STAFF_PERMISSIONS} if path in STAFF_PAGES else EVERYWHERE
    return {name: value.replace(PORT, str(port)) for name, value in table.items()}


async def test_every_answer_carries_the_same_headers(house: House) -> None:
    answers, expected = [], []
    for method, path, status in ASKED:
        url = house.origin + path
        async with house.client.request(method, url, allow_redirects=False) as answer:
            answers.append((method, path, answer.status, of_ours(dict(answer.headers))))
            expected.append((method, path, status, at(house.settings.port, path)))
    assert answers == expected


async def test_so_do_refused_changes_and_faults_of_ours(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def leave(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Seeking, "leave_by", leave)
    ticket = (await house.arrived("anna")).ticket
    asked = (("POST", "/weg", 500), ("POST", "/desk", 405), ("PUT", "/weg", 405), ("POST", "/nergens", 404))
    for method, path, status in asked:
        url, headers = house.origin + path, {"Origin": house.origin}
        async with house.client.request(method, url, headers=headers, data=ticket) as answer:
            assert (answer.status, of_ours(dict(answer.headers))) == (status, at(house.settings.port, path))
            assert "112" in await answer.text()
    assert house.node.faults.count == 1


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (HANDSHAKE, {}, "101"),
        (HANDSHAKE, {"Origin": "https://praat.example.nl"}, "403"),
        (HANDSHAKE, {"Sec-WebSocket-Version": "1"}, "400"),
        (HANDSHAKE + "&sid=x", {}, "400"),
        ("/socket.io/", {}, "400"),
        ("/nergens", {}, "404"),
    ],
)
async def test_so_does_an_upgrade_whether_it_works_or_not(
    house: House, path: str, headers: dict[str, str], status: str
) -> None:
    answer = (await house.rude({**headers, "Cookie": "a=b"}, path)).answer
    told = dict(line.split(": ", 1) for line in answer.strip().split("\r\n")[1:])
    assert (answer[9:12], of_ours(told)) == (status, at(house.settings.port))


async def test_a_cookie_is_given_to_staff_only(house: House) -> None:
    said: dict[str, str] = {"name": SAM.name, "password": PASSWORD}
    url, headers = f"{house.origin}/session", {"Origin": house.origin}
    async with house.client.post(url, json=said, headers=headers) as answer:
        assert "Set-Cookie" not in answer.headers
        said = {"pending": (await answer.json())["pending"], "method": "totp", "code": code_now()}
    async with house.client.post(f"{url}/second", json=said, headers=headers) as answer:
        cookies = answer.headers.getall("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-session", "__Host-known"]
    attributes = [{part.strip().lower() for part in cookie.split(";")[1:]} for cookie in cookies]
    guarded = {"path=/", "secure", "httponly", "samesite=strict"}
    assert [one - {"max-age=7776000"} for one in attributes] == [guarded, guarded]
    assert not any("max-age" in part for part in attributes[0])


async def test_a_public_line_is_reached_over_https_only(tmp_path: Path) -> None:
    port = free_port()
    settings = {"LUISTER_PORT": str(port), "LUISTER_ORIGIN": "https://praat.example.nl"}
    async with serving(tmp_path, **settings), ClientSession(cookie_jar=DummyCookieJar()) as client:
        async with client.get(f"http://localhost:{port}/") as answer:
            told = of_ours(dict(answer.headers))
        upgraded = await RawSocket.open(f"http://localhost:{port}", {"Origin": "https://praat.example.nl"})
        upgraded.cut()
    policy = POLICY.replace("ws://127.0.0.1:{port} ws://localhost:{port}", "wss://praat.example.nl")
    expected = {**EVERYWHERE, "Content-Security-Policy": policy}
    assert told == {**expected, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    assert " 101 " in upgraded.answer
