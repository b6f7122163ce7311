"""The program's own walls stand, and the eye that says so sees."""

import pytest

from tests.architecture.walls import breaches, sources

PLANTED = [
    ("chat.routing.desk", "import asyncio", "chat.routing.desk:1 is pure and may not see asyncio"),
    (
        "chat.routing.desk",
        "def f():\n    from time import time",
        "chat.routing.desk:2 is pure and may not see time",
    ),
    ("chat.conversation.model", "import logging", "is pure and may not see logging"),
    ("chat.referral.directory", "from os import environ", "is pure and may not see os"),
    ("chat.routing.desk", "import zoneinfo", "is pure and may not see zoneinfo"),
    ("chat.hours.window", "import time", "is pure and may not see time"),
    ("chat.hours.window", "from chat.referral.entry import Hours", "may not see chat.referral.entry.Hours"),
    ("chat.routing.desk", "import aiohttp", "may not see aiohttp"),
    ("chat.routing.desk", "from chat.settings import Settings", "may not see chat.settings.Settings"),
    ("chat.conversation.model", "from chat import routing", "may not see chat.routing"),
    ("chat.errors", "from chat.service import ports", "may not see chat.service.ports"),
    ("chat.service.seeking", "import socketio", "may not see socketio"),
    ("chat.service.duty", "from volunteers.model import Role", "may not see volunteers.model.Role"),
    ("chat.service.duty", "from chat.store.memory import Memory", "may not see chat.store.memory.Memory"),
    (
        "chat.store.memory",
        "from chat.service.dispatch import dispatch",
        "may not see chat.service.dispatch.dispatch",
    ),
    ("chat.store.memory", "import sqlalchemy.orm", "may not see sqlalchemy"),
    ("chat.transport.seeker", "from chat.routing.desk import decide", "may not see chat.routing.desk.decide"),
    ("chat.transport.seeker", "from chat.routing import matching", "may not see chat.routing.matching"),
    ("chat.transport.pages", "from chat.store import sql", "may not see chat.store.sql"),
    ("chat.transport.pages", "from volunteers.web import routes", "may not see volunteers.web.routes"),
    ("chat.cli", "from chat.store.sql import Settings", "may not see chat.store.sql.Settings"),
    ("chat.cli", "from volunteers.store import Store", "may not see volunteers.store.Store"),
    ("chat.clock", "import argon2", "may not see argon2"),
    ("volunteers.access", "from chat.errors import Refusal", "may not see chat.errors.Refusal"),
    ("volunteers.directory", "import sqlalchemy", "may not see sqlalchemy"),
    ("volunteers.model", "from . import access", "imports relatively"),
    ("chat.server", "import requests", "imports requests, which has no home"),
    ("chat.service.utils", "", "a name that says nothing"),
    ("chat.helpers.text", "", "a name that says nothing"),
    ("chat.telephony", "", "a room without a place in the table"),
]

PERMITTED = [
    ("chat.routing.desk", "from chat.conversation.model import EndReason\nfrom dataclasses import replace"),
    ("chat.hours.window", "import zoneinfo"),
    ("chat.routing.desk", "from chat.hours.model import Hours"),
    ("chat.service.seeking", "import asyncio\nfrom chat.routing.desk import decide"),
    ("chat.store.memory", "import asyncio\nfrom chat.service.ports import DeskStore"),
    (
        "chat.transport.seeker",
        "import aiohttp\nfrom chat.routing.views import Phase\nfrom chat.service import seeking",
    ),
    ("chat.bridge", "from volunteers.directory import Directory"),
    ("chat.cli", "from chat.server import serve\nfrom volunteers.cli import add"),
    ("volunteers.store", "import sqlalchemy\nfrom volunteers.model import Role"),
]


def test_every_wall_of_the_program_stands() -> None:
    modules = sources()
    assert {"chat.routing.desk", "chat.errors", "volunteers.model"} <= modules.keys()
    assert breaches(modules) == []


@pytest.mark.parametrize(("module", "text", "fault"), PLANTED)
def test_a_planted_breach_is_seen(module: str, text: str, fault: str) -> None:
    assert any(fault in line for line in breaches({module: text}))


@pytest.mark.parametrize(("module", "text"), PERMITTED)
def test_what_the_rule_permits_is_left_alone(module: str, text: str) -> None:
    assert breaches({module: text}) == []


def test_a_circle_is_seen_through_other_files() -> None:
    circle = {
        "chat.routing.desk": "from chat.routing import seats",
        "chat.routing.seats": "from chat.routing.model import Seat",
        "chat.routing.model": "import chat.routing.desk",
    }
    assert [line for line in breaches(circle) if line.startswith("a circle: chat.routing.")]
