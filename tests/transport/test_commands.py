"""The program on the command line, as a process of its own."""

import asyncio
import re
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat.clock import wall_time
from tests.ports import free_port
from tests.process import START_WITHIN_SECONDS, Ended, luister, serving
from tests.staff import A_YEAR, code_now
from tests.transport.house import PASSWORD, DeskPage, SeekerPage, arriving, letters
from tests.transport.raw import RawSocket


def sentences(ended: Ended) -> list[str]:
    """What the command said when it refused: one sentence for each line, all of them its own."""
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert all(line.startswith("luister: ") for line in lines)
    return [line.removeprefix("luister: ") for line in lines]


async def test_bad_settings_stop_the_start_and_all_are_listed(tmp_path: Path) -> None:
    (tmp_path / "luister.toml").write_text('colour = "blue"')
    bad = {"LUISTER_PORT": "x", "LUISTER_KEY": "x", "LUISTER_ORIGIN": "x", "LUISTER_COLOUR": "blue"}
    for words in (["serve", "--demo"], ["volunteers", "add", "Noor"]):
        said = sentences(await luister(tmp_path, *words, **bad))
        assert sorted(line.partition(":")[0] for line in said) == sorted([*bad, "luister.toml"])
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "settings",
    [{"LUISTER_HOST": "0.0.0.0"}, {"LUISTER_ORIGIN": "https://praat.example.nl"}],  # noqa: S104 - it is refused
)
async def test_practice_stays_on_this_machine(tmp_path: Path, settings: dict[str, str]) -> None:
    (said,) = sentences(await luister(tmp_path, "serve", "--demo", **settings))
    assert said.startswith("--demo: practice stays on this machine")


async def test_real_and_practice_accounts_never_meet(tmp_path: Path) -> None:
    practice, real = {"LUISTER_DATA": str(tmp_path / "p")}, {"LUISTER_DATA": str(tmp_path / "r")}
    port = {"LUISTER_PORT": str(free_port())}
    async with serving(tmp_path / "one", "--demo", **practice, **port) as running:
        assert (await running.stop()).code == 0
    (said,) = sentences(await luister(tmp_path / "two", "serve", **practice, **port))
    assert "practice accounts" in said
    assert (
        await luister(tmp_path / "three", "volunteers", "add", "Noor", "--role", "supervisor", **real)
    ).code == 0
    (said,) = sentences(await luister(tmp_path / "four", "serve", "--demo", **real, **port))
    assert "real accounts" in said


async def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        (said,) = sentences(await luister(tmp_path, "serve", LUISTER_PORT=port))
    assert said == f"LUISTER_HOST, LUISTER_PORT: 127.0.0.1:{port} cannot be listened on."


async def test_a_host_that_is_not_ours_is_one_clear_line(tmp_path: Path) -> None:
    (said,) = sentences(await luister(tmp_path, "serve", LUISTER_HOST="192.0.2.1"))
    assert said.startswith("LUISTER_HOST, LUISTER_PORT: 192.0.2.1:8080 ")


async def test_who_was_added_comes_by_a_link_and_sits_down(tmp_path: Path) -> None:
    words = ("volunteers", "add", "Sam", "--role", "counsellor", "--languages", "nl,en", "--capacity", "2")
    port = str(free_port())
    origin = f"http://localhost:{port}"
    added = await luister(tmp_path, *words, LUISTER_PORT=port)
    address, _, token = added.out.strip().partition("#")
    assert (added.code, added.out.count("\n"), address) == (0, 1, f"{origin}/invite")
    assert token not in added.err
    (said,) = sentences(await luister(tmp_path, *words))
    assert "name" in said
    async with (
        serving(tmp_path, LUISTER_PORT=port) as running,
        ClientSession(cookie_jar=DummyCookieJar()) as client,
    ):
        cookie = await come(client, origin, token)
        desk = await DeskPage.open(client, origin, "/desk", headers={"Cookie": f"__Host-session={cookie}"})
        assert await desk.refused("seat.take", {}) == {"code": "vog_missing"}
        until = (wall_time() + A_YEAR).date().isoformat()
        seen = ("volunteers", "vog", "Sam", "--until", until)
        assert (await luister(tmp_path / "seen", *seen, LUISTER_DATA=str(tmp_path / "data"))).code == 0
        view = (await desk.done("seat.take", {}))["view"]
        assert (view["name"], view["capacity"], view["status"]) == ("Sam", 2, "away")
        ended = await running.stop()
    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "luister.db").stat().st_mode & 0o777 == 0o600


async def post(client: ClientSession, url: str, said: dict[str, Any]) -> tuple[int, Any, str | None]:
    """The status, what is said, and the session when there is one."""
    headers = {"Origin": url.rpartition("/invite")[0] or url.rpartition("/session")[0]}
    async with client.post(url, json=said, headers=headers) as answer:
        cookie = answer.cookies.get("__Host-session")
        return answer.status, await answer.json(), None if cookie is None else cookie.value


async def come(client: ClientSession, origin: str, token: str, password: str = PASSWORD) -> str | None:
    """Use a link up, with a telephone; the session."""
    _, opened, _ = await post(client, f"{origin}/invite/open", {"token": token})
    factor = {"kind": "totp", "code": code_now(opened["totp"]["secret"]), "label": ""}
    said = {"token": token, "enrolment": opened["enrolment"], "password": password, "factor": factor}
    status, _, cookie = await post(client, f"{origin}/invite/accept", said)
    assert status == 200
    return cookie


async def sign_in(client: ClientSession, origin: str, name: str, password: str, code: str) -> int:
    """The status of the last step there was."""
    status, half, _ = await post(client, f"{origin}/session", {"name": name, "password": password})
    if status != 200:
        return status
    second = {"pending": half["pending"], "method": "totp", "code": code}
    return (await post(client, f"{origin}/session/second", second))[0]


async def said_by(command: str, folder: Path) -> str:
    """The second line of this command, as somebody would paste it into a shell; the first says what it is about to do."""
    process = await asyncio.create_subprocess_shell(
        f"exec env {command} quiet", cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(START_WITHIN_SECONDS):
        await process.stdout.readline()
        said = await process.stdout.readline()
    if process.returncode is None:
        process.kill()
    await process.wait()
    return said.decode()


async def test_the_practice_environment_tells_its_accounts_once_and_leaves_nothing(tmp_path: Path) -> None:
    port = str(free_port())
    origin = f"http://localhost:{port}"
    folders = {"TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    async with serving(tmp_path, "--demo", LUISTER_PORT=port, **folders) as running:
        assert len(list((tmp_path / "tmp").iterdir())) == 1
        accounts = dict(re.findall(r"^  (?:counsellor|supervisor) +(\S+) +(\S+)$", running.out, re.MULTILINE))
        assert set(accounts) == {"Sam", "Noor"}
        async with ClientSession(cookie_jar=DummyCookieJar()) as client:
            (secret,) = re.findall(r"the key ([A-Z2-7]+)\.", running.out)
            for name, password in accounts.items():
                assert await sign_in(client, origin, name, password + "x", code_now(secret)) == 401
                assert await sign_in(client, origin, name, password, code_now(secret)) == 200
            assert re.search(r"for both: [0-9]{6}$", running.out, re.MULTILINE)
            async with client.get(f"{origin}/") as answer:
                assert "Oefenomgeving" in await answer.text()
        (command,) = re.findall(r"^  (LUISTER_ORIGIN=.* rehearse)$", running.out, re.MULTILINE)
        assert "waits, number 1" in await said_by(command, tmp_path)
        ended = await running.stop(signal.SIGINT)
    assert (ended.code, ended.err) == (0, "")
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "data").exists()


@pytest.mark.in_seconds
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_stopping_takes_less_than_five_seconds_whoever_is_connected(
    tmp_path: Path, how: signal.Signals
) -> None:
    port = str(free_port())
    origin = f"http://localhost:{port}"
    async with serving(tmp_path, "--demo", LUISTER_PORT=port) as running, ClientSession() as client:
        page = await SeekerPage.open(client, origin, "/seeker")
        await page.done("seeker.arrive", {**arriving(letters("anna")), "rehearsed": True})
        deaf = await RawSocket.open(origin)
        deaf.say('40/seeker,{"v":1}')
        await deaf.read_until(b"/seeker")
        deaf.stop_reading()
        began = time.monotonic()
        ended = await running.stop(how)
        assert time.monotonic() - began < 5
        await page.until(lambda: page.is_closed)
        deaf.cut()
    assert (ended.code, ended.err) == (0, "")
    assert len(page.told_of("server.draining")) == 1


async def test_how_the_line_shows_itself_is_told_changed_and_served(tmp_path: Path) -> None:
    told = await luister(tmp_path, "line")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[:2] == ["title=Notities", "exit_site=https://www.wikipedia.org/"]
    changed = await luister(tmp_path, "line", "title=Rooster", "exit_site=https://www.buienradar.nl/")
    assert changed.out.splitlines()[:2] == ["title=Rooster", "exit_site=https://www.buienradar.nl/"]
    for change in ("title=Hulp", "title"):
        assert len(sentences(await luister(tmp_path, "line", change))) == 1
    words = ["hours=ma-vr 16:00-22:00; zo 20:00-02:00", "closed_on=2026-12-25", "holidays=NL", "minimum=3"]
    changed = await luister(tmp_path, "line", *words)
    assert changed.out.splitlines()[4:] == [
        "hours=mon-fri 16:00-22:00; sun 20:00-02:00",
        "closed_on=2026-12-25 closed",
        *(
            "holidays=NL",
            "zone=Europe/Amsterdam",
            "minimum=3",
            "frame_minutes=45",
            "wrap_up_minutes=5",
            "reunites=no",
            "backup=none",
        ),
    ]
    refused = await luister(tmp_path, "line", "hours=ma 9-12; foedag 9-12", "minimum=51", "frame_minutes=60")
    assert [fault.partition(": ")[0] for fault in sentences(refused)] == ["hours", "minimum"]
    assert (await luister(tmp_path, "line")).out == changed.out
    port = str(free_port())
    origin = f"http://localhost:{port}"
    async with serving(tmp_path, LUISTER_PORT=port) as running, ClientSession() as client:
        async with client.get(f"{origin}/") as answer:
            assert "<title>Rooster</title>" in await answer.text()
        async with client.get(f"{origin}/weg", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "https://www.buienradar.nl/")
        assert (await running.stop()).code == 0


async def test_a_process_that_serves_answers_whether_it_lives(tmp_path: Path) -> None:
    port = str(free_port())
    async with serving(tmp_path, "--demo", LUISTER_PORT=port), ClientSession() as client:
        for path, expected in (("/healthz", {"alive": True}), ("/readyz", {"ready": True})):
            async with client.get(f"http://localhost:{port}{path}") as answer:
                assert (answer.status, await answer.json()) == (200, expected)


async def test_nothing_answers_at_another_origin(tmp_path: Path) -> None:
    port = str(free_port())
    async with serving(tmp_path, LUISTER_PORT=port, LUISTER_ORIGIN="https://praat.example.nl"):
        refused = await RawSocket.open(f"http://localhost:{port}")
        own = await RawSocket.open(f"http://localhost:{port}", {"Origin": "https://praat.example.nl"})
        assert (refused.answer[9:12], own.answer[9:12]) == ("403", "101")
        assert "Strict-Transport-Security: max-age=" in own.answer
        refused.cut()
        own.cut()
