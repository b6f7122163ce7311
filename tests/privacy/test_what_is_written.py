"""After a whole conversation nothing of it is found on disk or in what the process wrote; what is planted, is found."""

import asyncio
import base64
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar

from chat.clock import wall_time
from tests.ports import free_port
from tests.process import Running, luister, serving_by
from tests.staff import A_YEAR
from tests.transport.house import DeskPage, SeekerPage, letters
from tests.transport.page import Page
from tests.transport.raw import RawSocket
from tests.transport.test_commands import come
from tests.waiting import comes_true

PLACES = (
    *("text", "answer", "agent", "forwarded", "referer", "language", "cookie", "query", "path", "password"),
    *(
        "name",
        "beacon",
        "event",
        "field",
        "malformed",
        "oversize",
        "origin",
        "protocol",
        "header",
        "exception",
    ),
)
CANARIES = {place: f"kanarie{place}vogel" for place in PLACES}
BREAKS = f"""
import sys
from chat.cli import main
from chat.service.conversing import Conversing

async def typing(*_: object, **__: object) -> None:
    raise RuntimeError("{CANARIES["exception"]}")

Conversing.typing = typing
sys.exit(main())
"""
"""The program with a fault in it, which carries what no fault may tell."""


def found(folder: Path, canaries: Iterable[str]) -> list[tuple[str, str]]:
    """Which canary stands in which file below *folder*, in plain letters or in a usual disguise."""
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return [
        (path.name, canary)
        for path, content in files.items()
        for canary in canaries
        if any(form in content or form in content.lower() for form in forms(canary))
    ]


def forms(canary: str) -> set[bytes]:
    """The canary as it may stand in a file."""
    plain = canary.encode()
    # In base64 it looks different after zero, one and two bytes; the edges depend on what stands beside it.
    packed = {base64.b64encode(b"x" * before + plain)[4:-4] for before in range(3)}
    return {plain, plain.hex().encode(), canary.encode("utf-16-le"), *packed}


async def talk(client: ClientSession, origin: str, cookie: str) -> None:
    """A conversation of which every part carries a canary, and everything that can go wrong beside it."""
    c = CANARIES
    headers = {
        "User-Agent": c["agent"],
        "X-Forwarded-For": c["forwarded"],
        "Referer": f"https://{c['referer']}.nl/",
        "Accept-Language": c["language"],
        "Sec-WebSocket-Protocol": c["protocol"],
        "X-Anything": c["header"],
    }
    async with client.get(f"{origin}/?{c['query']}={c['query']}", headers=headers) as answer:
        assert answer.status == 200
    async with client.get(f"{origin}/{c['path']}", headers=headers) as answer:
        assert answer.status == 404
    seeker = await SeekerPage.open(
        client, origin, "/seeker", headers={**headers, "Cookie": f"andere={c['cookie']}"}
    )
    desk = await DeskPage.open(client, origin, "/desk", headers={**headers, "Cookie": cookie})
    await seeker.arrive(letters("anna"))
    await desk.sit()
    talk = await desk.accept(seeker.conversation)
    await seeker.say("c1", c["text"])
    await desk.done("message.send", {**talk, "cmid": "d1", "body": c["answer"]})
    await seeker.hears("log.appended", lambda told: told["entry"].get("body") == c["answer"])
    await wrong(seeker)
    await desk.done("conversation.end", {"conversation": seeker.conversation})
    for page in (seeker, desk):
        await page.done("end.confirm", {"conversation": seeker.conversation})
        await page.close()


async def wrong(page: SeekerPage) -> None:
    """Everything that is refused, and a fault of ours."""
    c = CANARIES
    assert await page.refused(c["event"], {}) == {"code": "unknown_event"}
    assert await page.refused("seeker.leave", {c["field"]: 1}) == {"code": "bad_payload"}
    typing = {"conversation": page.conversation, "typing": True}
    assert await page.refused("typing.set", typing) == {"code": "internal"}
    await page.socket.send_str(f"4{c['malformed']}[[")
    await page.socket.send_str(f"42/seeker,1[{c['malformed']}")


async def intrude(client: ClientSession, origin: str) -> None:
    """Requests that no browser of ours makes."""
    c = CANARIES
    own = {"Origin": origin}
    strange = await RawSocket.open(origin, {"Origin": f"https://{c['origin']}.nl"})
    assert " 403 " in strange.answer
    strange.cut()
    async with client.post(f"{origin}/weg", data=c["beacon"], headers=own) as answer:
        assert answer.status == 204
    credentials = {"name": c["name"], "password": c["password"]}
    async with client.post(f"{origin}/session", json=credentials, headers=own) as answer:
        assert answer.status == 401
    oversize = await Page.open(client, origin, "/seeker")
    await oversize.socket.send_str(c["oversize"] * 3000)
    await oversize.until(lambda: oversize.is_closed)
    port = int(origin.rpartition(":")[2])
    for request in (
        f"GET /{c['malformed']} HTTP/9.9\r\n{c['malformed']}\r\n\r\n",
        f"\x16\x03{c['malformed']}\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.encode())
        with suppress(ConnectionError):
            assert b" 400 " in await reader.readline()
        writer.close()


async def test_nothing_of_a_conversation_is_written_anywhere(tmp_path: Path) -> None:
    port = str(free_port())
    origin = f"http://localhost:{port}"
    settings = {"LUISTER_PORT": port, "LUISTER_DATA": str(tmp_path / "data")}
    today = (wall_time() + A_YEAR).date().isoformat()
    words = ("volunteers", "add", "Merel", "--role", "counsellor", "--vog-until", today)
    added = await luister(tmp_path / "adding", *words, **settings)
    await luister(tmp_path / "choosing", "line", "minimum=0", "frame_minutes=none", **settings)
    token = added.out.strip().partition("#")[2]
    (tmp_path / "adding" / "out").unlink()
    async with (
        serving_by((sys.executable, "-c", BREAKS), tmp_path / "serving", **settings) as running,
        ClientSession(cookie_jar=DummyCookieJar()) as client,
    ):
        session = await come(client, origin, token, CHOSEN)
        assert session is not None
        await talk(client, origin, f"__Host-session={session}")
        await intrude(client, origin)
        await fault_is_told(running)
        assert found(tmp_path, CANARIES.values()) == []
        ended = await running.stop()
    assert ended.code == 0
    secrets = (*CANARIES.values(), CHOSEN, token, session)
    assert found(tmp_path, secrets) == []
    assert ("luister.db", "Merel") in found(tmp_path, ["Merel"])
    assert ended.err.splitlines() == [f"ERROR fault class=RuntimeError at=<string>:{LINE} count=1"]


CHOSEN = "een merel zingt voor de regen"
LINE = BREAKS.splitlines().index(f'    raise RuntimeError("{CANARIES["exception"]}")') + 1


async def fault_is_told(running: Running) -> None:
    await comes_true(lambda: "fault class=RuntimeError" in running.err)


def test_what_is_planted_is_found_in_every_form(tmp_path: Path) -> None:
    canary = CANARIES["text"]
    plain = canary.encode()
    planted = {
        "plain": b"\x00" + plain,
        "capitals": canary.upper().encode(),
        "hex": plain.hex().encode(),
        "wide": canary.encode("utf-16-le"),
        **{f"packed{n}": base64.b64encode(b"{" * n + plain + b"}") for n in range(3)},
    }
    for name, content in planted.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "innocent").write_bytes(b"kanarie")
    assert found(tmp_path, CANARIES.values()) == [(name, canary) for name in sorted(planted)]
