"""The authorisation matrix (REQ-D8, REQ-D9): every event and route, asked by every kind of caller.

The list of events and routes is read from the running program, what is to be answered from ``matrix_expected``.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from chat.clock import wall_time
from chat.server import Node
from chat.transport import access
from chat.transport.access import Relation
from tests.line import choose
from tests.transport import matrix_expected as expected
from tests.transport.house import PASSWORD, STAFF, House, open_house
from tests.transport.matrix_scene import FACTS, NO_CONVERSATION, PEOPLE, Caller, Scene, credentials, scene
from tests.transport.page import Payload
from volunteers.credentials import new_id

ROWS = [(door, event) for door, events in expected.EVENTS.items() for event in events]


@pytest.fixture
async def acted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A scene in a house on a line that reunites."""
    await choose(f"sqlite:///{tmp_path}/luister.db", reunites="yes")
    async with open_house(tmp_path, monkeypatch, (*STAFF, *PEOPLE)) as house:
        yield await scene(house)
        assert house.node.faults.count == 0


def events_of(node: Node) -> set[tuple[str, str]]:
    """Every event that the running program knows, with its door."""
    return {(name, event) for name, door in node.gateway._doors.items() for event in door.events}


def routes_of(node: Node) -> set[tuple[str, str]]:
    """Every route that the running program has; HEAD is GET."""
    routes = {
        (route.method, route.resource.canonical)
        for route in node.routes.routes()
        if route.resource is not None
    }
    return {(method, path) for method, path in routes if method != "HEAD"}


async def test_every_event_and_route_of_the_program_has_its_rows(house: House) -> None:
    """A new one fails here until somebody has said who may, in the program and, by hand, in what is expected."""
    events, routes = events_of(house.node), routes_of(house.node)
    assert events == access.EVENTS.keys() == set(ROWS)
    assert routes == access.ROUTES.keys() == expected.REQUESTS.keys()


@pytest.mark.parametrize(("door", "event"), ROWS)
async def test_an_event_is_answered_as_written_and_a_refusal_changes_and_tells_nothing(
    acted: Scene, door: str, event: str
) -> None:
    row, found, told = expected.EVENTS[door][event], {}, await acted.told()
    refused = [kind for kind, wanted in row.items() if wanted != "ok"]
    for kind in refused:
        caller = acted.caller(kind, door)
        page, before = await caller.at(acted.house, door), await acted.state()
        payload = caller.payload(door, event)
        said = await page.ask(event, payload)
        # Whoever is in it knows that it exists; nobody else learns so.
        if kind not in ("in_chat", "ended") and "conversation" in payload:
            never = await page.ask(event, {**payload, "conversation": NO_CONVERSATION})
            assert never == said, kind
        assert await acted.state() == before, kind
        found[kind] = "nothing" if said["ok"] else said["error"]["code"]
    assert await acted.told() == told
    for kind in row.keys() - refused:
        caller = acted.caller(kind, door)
        page = await caller.at(acted.house, door)
        said = await page.ask(event, caller.payload(door, event))
        found[kind] = "ok" if said["ok"] else said["error"]["code"]
    assert found == row


async def test_what_has_no_row_is_refused(acted: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {row: rule for row, rule in access.EVENTS.items() if row[1] != "log.sync"}
    monkeypatch.setattr(access, "EVENTS", rows)
    routes = {row: rule for row, rule in access.ROUTES.items() if row[1] != "/door"}
    monkeypatch.setattr(access, "ROUTES", routes)
    for kind, door in (("this", "/seeker"), ("in_chat", "/desk")):
        caller = acted.caller(kind, door)
        page = await caller.at(acted.house, door)
        assert await page.refused("log.sync", caller.payload(door, "log.sync")) == {"code": "forbidden"}
    assert (await request(acted, acted.caller("nobody", ""), "GET", "/door"))[0] == 403
    assert (await request(acted, acted.caller("nobody", ""), "GET", "/"))[0] == 200


def test_what_is_somebodys_is_done_for_nobody_else() -> None:
    """The table and what is expected, held against each other."""
    for (door, event), rule in access.EVENTS.items():
        row = expected.EVENTS[door][event]
        may = {kind for kind, wanted in row.items() if wanted == "ok"}
        if rule.relation in (Relation.HELD, Relation.OFFERED):
            assert may <= {"in_chat", "ended"}, event
        if rule.relation is not Relation.NONE and door == "/seeker":
            assert may <= {"this", "another", "ended"}, event
        if rule.permissions:
            assert may.isdisjoint({"nobody", "this", "another", "disabled"}), event


FACTOR = {"kind": "totp", "code": "000000", "label": ""}
LINK = {"token": "x" * 43}
TOMORROW = (wall_time() + timedelta(days=1)).date().isoformat()
NEEDS: Payload = {"minimum": 1, "most": 2, "led": True, "note": None}
PLAN: Payload = {
    "plan": "a" * 32,
    "first": TOMORROW,
    "until": None,
    "begins": "18:00",
    "ends": "22:00",
    **NEEDS,
}
BODIES: Mapping[str, Mapping[str, object]] = {
    "/session/second": {"pending": "x" * 43, "method": "totp", "code": "000000"},
    "/session/factors": {"enrolment": "", "factor": FACTOR},
    "/invite/open": LINK,
    "/invite/password": {**LINK, "password": PASSWORD},
    "/invite/accept": {**LINK, "enrolment": "", "password": PASSWORD, "factor": FACTOR},
    "/volunteers": {"roles": ["trainee"], **FACTS},
    "/volunteers/{who}/facts": FACTS,
    "/volunteers/{who}/vog": {"seen_on": "2026-01-01", "valid_until": "2029-01-01"},
    "/volunteers/{who}/roles": {"roles": ["editor"]},
    "/session/factors/open": {},
    "/session/recovery": {},
    **{f"/volunteers/{{who}}/{act}": {} for act in ("disable", "enable", "link", "reset")},
    "/roster/shifts": PLAN,
    "/roster/shifts/{shift}/sign-up": {"post": "counsellor"},
    "/roster/shifts/{shift}/take": {"giver": "nobody"},
    "/roster/shifts/{shift}/adjust": {"version": 0, **NEEDS},
    "/roster/shifts/{shift}/assign": {"volunteer": "nobody", "post": "counsellor", "leaver": "nobody"},
    "/roster/shifts/{shift}/take-off": {"volunteer": "nobody"},
    **{f"/roster/shifts/{{shift}}/{act}": {} for act in ("sign-off", "offer", "hold", "cancel")},
}
"""What is posted there; about a shift that there is not."""
INVITED = {("POST", "/volunteers/{who}/link"), ("DELETE", "/volunteers/{who}")}
"""What is done with an account whose owner has not come yet."""
NOBODY = "0" * 32


async def request(scene: Scene, caller: Caller, method: str, path: str, who: str = "") -> tuple[int, str]:
    """How this caller's browser is answered, about the account of *who*."""
    house = scene.house
    signs_in = (method, path) == (
        "POST",
        "/session",
    )  # from another browser: in this one it would end the session
    headers = {**({} if signs_in else caller.cookie), "Origin": house.origin}
    address = path.format(who=who, factor=NOBODY, shift=NOBODY) + (
        "/css/tokens.css" if path == "/static" else ""
    )
    said = credentials(caller) if signs_in else BODIES.get(path) if method == "POST" else None
    if said is not None and path == "/volunteers":
        said = {**said, "name": f"Nieuw {caller.name}"}
    async with house.client.request(
        method, f"{house.origin}{address}", headers=headers, json=said, allow_redirects=False
    ) as answer:
        return answer.status, await answer.text()


async def test_a_route_is_answered_as_written_and_a_refusal_changes_and_tells_nothing(acted: Scene) -> None:
    pia = acted.callers["supervisor"]
    for (method, path), row in expected.REQUESTS.items():
        found = {}
        for kind in row:
            caller, before = acted.caller(kind, ""), await acted.state()
            # Who keeps no accounts asks about one that there is, and must not learn that.
            there = caller if caller.came else pia
            who = there.invited if (method, path) in INVITED else there.came
            status, said = await request(acted, caller, method, path, who)
            found[kind] = str(status)
            if status in (401, 403):
                assert await acted.state() == before, (path, kind)
                assert "{who}" not in path or (status, said) == await request(
                    acted, caller, method, path, NOBODY
                )
        assert found == row, path


async def asked(scene: Scene, caller: Caller, path: str, said: Payload | None = None) -> Payload:
    """What this caller's browser is answered about the roster: GET without anything *said*, else POST."""
    house, headers = scene.house, {**caller.cookie, "Origin": scene.house.origin}
    method = "GET" if said is None else "POST"
    async with house.client.request(
        method, f"{house.origin}/roster/shifts{path}", headers=headers, json=said
    ) as answer:
        read: Payload = await answer.json() if answer.content_type == "application/json" else {}
        return read


async def offered(scene: Scene) -> str:
    """A shift that the supervisor plans, on which who is in the chat offers a place; any before is cancelled."""
    supervisor, holder = scene.callers["supervisor"], scene.callers["in_chat"]
    for shift in (await asked(scene, supervisor, ""))["shifts"]:
        await asked(scene, supervisor, f"/{shift['shift']}/cancel", {})
    made = await asked(scene, supervisor, "", {**PLAN, "plan": new_id()})
    assert made == {"made": 1, "left_out": []}
    (shift,) = [one for one in (await asked(scene, supervisor, ""))["shifts"] if not one["cancelled"]]
    for act, said in (("sign-up", {"post": "counsellor"}), ("offer", {})):
        assert await asked(scene, holder, f"/{shift['shift']}/{act}", said) == {}
    return str(shift["shift"])


async def test_a_place_is_its_holders_own_and_a_shift_is_its_planners(acted: Scene) -> None:
    held, comes = [(await asked(acted, acted.callers[kind], ""))["me"] for kind in ("in_chat", "other")]
    bodies: Mapping[str, Payload] = {
        "sign-up": {"post": "counsellor"},
        "take": {"giver": held},
        "adjust": {"version": 2, **NEEDS, "most": 3},
        "assign": {"volunteer": comes, "post": "counsellor", "leaver": held},
        "take-off": {"volunteer": held},
    }
    for act, row in expected.PLACES.items():
        found = {}
        for kind in row:
            shift = await offered(acted)
            before = await acted.state()
            said = await asked(acted, acted.caller(kind, ""), f"/{shift}/{act}", bodies.get(act, {}))
            found[kind] = said["error"]["code"] if said else "ok"
            assert not said or await acted.state() == before, (act, kind)
        assert found == row, act
    assert {f"/roster/shifts/{{shift}}/{act}" for act in expected.PLACES} == {
        path for _, path in access.ROUTES if path.startswith("/roster/shifts/{shift}/")
    }
