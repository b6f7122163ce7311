"""The command ``luister``: ``serve``, ``volunteers``, ``audit``, ``line``, ``rehearse``, ``simulate``."""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chat.clock import MonotonicClock, wall_time
from chat.errors import SettingsFault
from chat.operating import change_line, deployment_key
from chat.rehearsal.company import characters, rehearse
from chat.rehearsal.page import Unreachable
from chat.rehearsal.script import ScriptFault
from chat.server import Node, serve
from chat.settings import Settings, read_settings
from chat.simulation import command as simulation
from volunteers import audit_cli
from volunteers import cli as volunteers_cli

REFUSED = 2


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code: 0 done, 2 refused with one message that says why."""
    parser = argparse.ArgumentParser(prog="luister", description="An anonymous help chat.")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="run the chat server")
    serving.add_argument(
        "--demo", action="store_true", help="practice on this machine, with accounts of its own"
    )
    volunteers_cli.register(commands)
    audit_cli.register(commands)
    simulation.register(commands)
    line = commands.add_parser(
        "line", help="how the line shows itself, when it is open, and how many have to be there"
    )
    line.add_argument(
        "changes",
        metavar="NAME=VALUE",
        nargs="*",
        help='title=... exit_site=... country=NL|BE accent=#RRGGBB hours="ma-vr 16:00-22:00; zo 20:00-02:00" '
        'closed_on="2026-12-25; 2026-12-31 12:00-18:00" holidays=NL|BE|none zone=Europe/Amsterdam '
        'minimum=0..50 frame_minutes=10..120|none wrap_up_minutes=0..30 reunites=yes|no backup="06 12345678"|none complaints=klacht@voorbeeld.nl|none; without: show them',
    )
    rehearsing = commands.add_parser(
        "rehearse", help="play young people on the line at LUISTER_ORIGIN: marked, and never counted"
    )
    rehearsing.add_argument(
        "characters",
        metavar="CHARACTER",
        nargs="*",
        help="quiet, burst, dropper, tester, danger; without: all",
    )
    rehearsing.add_argument("--again", action="store_true", help="over and over, until Ctrl+C")
    arguments = parser.parse_args(words)
    try:
        match arguments.command:
            case "serve" if arguments.demo:
                return _practise()
            case "serve":
                settings = _settings()
                serve(settings, practice=False, started=lambda _: _say_started(settings))
                return 0
            case "line":
                return _line(_settings(), arguments.changes)
            case "rehearse":
                return _rehearse(read_settings().origin, arguments.characters, again=arguments.again)
            case "simulate":
                return simulation.run(arguments, lambda line: print(line, flush=True))
            case "audit":
                settings = _settings()
                return asyncio.run(audit_cli.run(arguments, settings.database_url, deployment_key(settings)))
            case _:
                settings = _settings()
                key = deployment_key(settings)
                return asyncio.run(
                    volunteers_cli.run(
                        *(arguments, settings.database_url, key),
                        origin=settings.origin,
                        now=wall_time,
                        ticks=MonotonicClock().now,
                    )
                )
    except SettingsFault as fault:
        for sentence in fault.faults:
            print(f"luister: {sentence}", file=sys.stderr)
        return REFUSED


def _settings() -> Settings:
    settings = read_settings()
    _make_folder(settings.data)
    return settings


def _practise() -> int:
    """The practice environment lives in a folder of its own, which is gone afterwards, unless one was chosen."""
    chosen = read_settings()
    if chosen.is_production or chosen.listens_beyond_loopback:
        raise SettingsFault(
            ("--demo: practice stays on this machine; leave LUISTER_HOST and LUISTER_ORIGIN out.",)
        )
    if chosen.data_is_chosen:
        _make_folder(chosen.data)
        serve(chosen, practice=True, started=lambda running: _say_practice(running, chosen))
        return 0
    with tempfile.TemporaryDirectory(prefix="luister-") as folder:
        settings = read_settings(Path(folder))
        serve(settings, practice=True, started=lambda running: _say_practice(running, settings))
    return 0


def _line(settings: Settings, changes: Sequence[str]) -> int:
    try:
        words = dict(change.split("=", 1) for change in changes)
        chosen = asyncio.run(change_line(settings, words))
    except ValueError:
        print("luister: write each change as NAME=VALUE, for example title=Notities", file=sys.stderr)
        return REFUSED
    print("\n".join(f"{name}={word}" for name, word in chosen.items()))
    return 0


def _rehearse(origin: str, names: Sequence[str], *, again: bool) -> int:
    try:
        scripts = characters()
        if not set(names) <= scripts.keys():
            print(f"luister: the characters are {', '.join(scripts)}", file=sys.stderr)
            return REFUSED
        chosen = {name: scripts[name] for name in names or scripts}
        asyncio.run(rehearse(origin, chosen, lambda what: print(what, flush=True), again=again))
    except ScriptFault as fault:
        print(f"luister: {fault}", file=sys.stderr)
        return REFUSED
    except Unreachable:
        print(
            f"luister: no Luister of this release lets anybody in at {origin}; "
            "is it started, and is that its LUISTER_ORIGIN?",
            file=sys.stderr,
        )
        return REFUSED
    except KeyboardInterrupt:
        return 0
    return 0


def _make_folder(folder: Path) -> None:
    """Raises SettingsFault when the data folder cannot be made; only its owner may look into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingsFault((f"LUISTER_DATA: the folder cannot be made ({type(fault).__name__}).",)) from None


def _say_started(settings: Settings) -> None:
    print(
        f"Luister listens on {settings.host}:{settings.port}; its pages are at {settings.origin}/", flush=True
    )


def _say_practice(running: Node, settings: Settings) -> None:
    known = running.practice_accounts[0]
    accounts = "\n".join(
        f"  {account.role:<11} {account.name:<6} {account.password}" for account in running.practice_accounts
    )
    print(
        f"""
Oefenomgeving: nothing here is real, and nothing is kept when it stops.

  Young person   {settings.origin}/
  Counsellor     {settings.origin}/desk
  Supervisor     {settings.origin}/board

Sign in with (shown once):

{accounts}

and with the code that changes every half minute, for both: {known.code(running.people_now())}
(In an app that makes such codes it is the account with the key {known.secret}.)

Open the desk, sign in and choose "Beschikbaar"; then open the first page in a private window.
Or have five young people played, from a second terminal in this folder:

  LUISTER_ORIGIN={settings.origin} {shlex.quote(sys.argv[0])} rehearse

Stop with Ctrl+C.
""",
        flush=True,
    )
    threading.Thread(target=_keep_code, args=(running,), daemon=True).start()


def _keep_code(running: Node) -> None:
    """The code as it is now, for as long as the program runs: in a terminal one line that is written over, elsewhere a line for each."""
    known, told = running.practice_accounts[0], None
    with suppress(OSError):  # nobody reads it any more
        while True:
            now = running.people_now()
            code = known.code(now)
            if sys.stdout.isatty():
                print(f"\r  Code now: {code}, {known.seconds_left(now):>2} s left ", end="", flush=True)
            elif code != told:
                print(f"  Code now: {code}", flush=True)
            told = code
            threading.Event().wait(1.0)
