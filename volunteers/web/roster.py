"""The room ``/roster`` over HTTP: who is on when, for whoever is ever on a shift or plans them.

::

    GET  /roster/shifts?weeks=4  -> 200 the roster, as roster_shape writes it
    POST /roster/shifts          {"plan", "first", "until", "begins", "ends", "minimum", "most", "led", "note"} -> 201 {"made", "left_out"}
    POST /roster/shifts/ID/sign-up {"post"}      /sign-off {}   /offer {}   /hold {}   /take {"giver"}
    POST /roster/shifts/ID/adjust {"version", "minimum", "most", "led", "note"}   /cancel {}
                          /assign {"volunteer", "post", "leaver"}      /take-off {"volunteer"}  -> 204
    GET  /roster/now             -> 200 {"planned", "short"}
    GET  /roster/mine.ics        -> 200 the shifts of whoever asks, for their calendar

Dates are written 2026-12-25 and times 18:00, both as the clocks of the line show them. A *plan* is 32 hexadecimal digits, made when the form is filled in
anew: sent again it is answered the same and makes nothing. *left_out* are the days on which no clock shows these times; *version* is the shift's as it
was when the form was filled in. Every refusal has the body ``{"error":
{"code"}}``: 409 for what the roster does not allow, 404 shift_unknown, and what ``answers`` answers.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date

from aiohttp import web

from volunteers.access import Permission, may
from volunteers.calendar_file import calendar_of
from volunteers.errors import BadRequest, Forbidden
from volunteers.facts import VolunteerId
from volunteers.model import Volunteer
from volunteers.office import Office
from volunteers.roster.model import Note, Post, ShiftId, Staffing
from volunteers.roster.planning import Plan
from volunteers.rostering import Rostering
from volunteers.web.answers import Body, Handler, answering, body_of, session_of
from volunteers.web.factors import ask_empty
from volunteers.web.roster_shape import roster_shape

WEEKS = range(1, 27)
USUAL_WEEKS = 4
FILE = "luister.ics"

SEES = frozenset({Permission.HOLD_SEAT, Permission.SEE_BOARD, Permission.PLAN_ROSTER})
"""Any of these lets somebody see the roster."""
PLANS = frozenset({Permission.PLAN_ROSTER})
WATCHES = frozenset({Permission.SEE_BOARD})

Act = Callable[[Volunteer, ShiftId, Body], Awaitable[None]]

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_PLAN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def routes(office: Office, rostering: Rostering) -> list[web.RouteDef]:
    """The routes of this room."""
    room = _Room(office, rostering)
    acts: tuple[tuple[str, frozenset[Permission], Act], ...] = (
        ("sign-up", SEES, room.sign_up),
        ("sign-off", SEES, room.sign_off),
        ("offer", SEES, room.offer),
        ("hold", SEES, room.hold),
        ("take", SEES, room.take),
        ("adjust", PLANS, room.adjust),
        ("cancel", PLANS, room.cancel),
        ("assign", PLANS, room.assign),
        ("take-off", PLANS, room.take_off),
    )
    return [
        web.get("/roster/shifts", answering(room.roster)),
        web.post("/roster/shifts", answering(room.plan)),
        web.get("/roster/now", answering(room.numbers)),
        web.get("/roster/mine.ics", answering(room.calendar)),
        *(
            web.post(f"/roster/shifts/{{shift}}/{name}", answering(room.doing(needs, act)))
            for name, needs, act in acts
        ),
    ]


class _Room:
    def __init__(self, office: Office, rostering: Rostering) -> None:
        self._directory = office.directory
        self._rostering = rostering

    async def roster(self, request: web.Request) -> web.Response:
        who = await self._somebody(request, SEES)
        asked = request.query.get("weeks", str(USUAL_WEEKS))
        weeks = (
            int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(WEEKS[-1])) else 0
        )
        if weeks not in WEEKS:
            raise BadRequest
        view = await self._rostering.view(weeks)
        return web.json_response(roster_shape(view, who, plans=may(who, Permission.PLAN_ROSTER)))

    async def plan(self, request: web.Request) -> web.Response:
        by = await self._somebody(request, PLANS)
        fields = await body_of(request)
        match fields:
            case {
                "plan": str(name),
                "first": str(first),
                "until": str() | None as until,
                "begins": str(begins),
                "ends": str(ends),
                **rest,
            } if _PLAN.fullmatch(name):
                last = None if until is None else _date(until)
                plan = Plan(name, _date(first), last, _minute(begins), _minute(ends), _staffing(rest))
                planned = await self._rostering.plan(by, plan)
            case _:
                raise BadRequest
        left_out = [day.isoformat() for day in planned.left_out]
        return web.json_response({"made": planned.made, "left_out": left_out}, status=201)

    async def numbers(self, request: web.Request) -> web.Response:
        await self._somebody(request, WATCHES)
        planned, short = await self._rostering.numbers()
        return web.json_response({"planned": planned, "short": short})

    async def calendar(self, request: web.Request) -> web.Response:
        who = await self._somebody(request, SEES)
        now, facts, shifts = await self._rostering.calendar(who.id)
        body = calendar_of(facts.title, facts.zone, who.id, shifts, now)
        response = web.Response(body=body, content_type="text/calendar", charset="utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
        return response

    def doing(self, needs: frozenset[Permission], act: Act) -> Handler:
        """What lets whoever has one of these permissions do *act* with the shift in the address."""

        async def handle(request: web.Request) -> web.Response:
            who = await self._somebody(request, needs)
            await act(who, ShiftId(request.match_info["shift"]), await body_of(request))
            return web.Response(status=204)

        return handle

    async def sign_up(self, who: Volunteer, shift: ShiftId, fields: Body) -> None:
        match fields:
            case {"post": str(post), **rest} if not rest:
                await self._rostering.sign_up(who.id, shift, _post(post))
            case _:
                raise BadRequest

    async def sign_off(self, who: Volunteer, shift: ShiftId, fields: Body) -> None:
        ask_empty(fields)
        await self._rostering.sign_off(who.id, shift)

    async def offer(self, who: Volunteer, shift: ShiftId, fields: Body) -> None:
        ask_empty(fields)
        await self._rostering.offer(who.id, shift)

    async def hold(self, who: Volunteer, shift: ShiftId, fields: Body) -> None:
        ask_empty(fields)
        await self._rostering.hold(who.id, shift)

    async def take(self, who: Volunteer, shift: ShiftId, fields: Body) -> None:
        match fields:
            case {"giver": str(giver), **rest} if not rest:
                await self._rostering.take(who.id, VolunteerId(giver), shift)
            case _:
                raise BadRequest

    async def adjust(self, by: Volunteer, shift: ShiftId, fields: Body) -> None:
        match fields:
            case {"version": int(version), **rest} if not isinstance(version, bool):
                await self._rostering.adjust(by, shift, _staffing(rest), version)
            case _:
                raise BadRequest

    async def cancel(self, by: Volunteer, shift: ShiftId, fields: Body) -> None:
        ask_empty(fields)
        await self._rostering.cancel(by, shift)

    async def assign(self, by: Volunteer, shift: ShiftId, fields: Body) -> None:
        match fields:
            case {
                "volunteer": str(volunteer),
                "post": str(post),
                "leaver": str() | None as leaver,
                **rest,
            } if not rest:
                gone = None if leaver is None else VolunteerId(leaver)
                await self._rostering.assign(by, VolunteerId(volunteer), shift, _post(post), gone)
            case _:
                raise BadRequest

    async def take_off(self, by: Volunteer, shift: ShiftId, fields: Body) -> None:
        match fields:
            case {"volunteer": str(volunteer), **rest} if not rest:
                await self._rostering.take_off(by, VolunteerId(volunteer), shift)
            case _:
                raise BadRequest

    async def _somebody(self, request: web.Request, needs: frozenset[Permission]) -> Volunteer:
        """Whoever asks, who has one of these permissions. Raises NotSignedIn and Forbidden."""
        who = (await session_of(request, self._directory)).volunteer
        if not any(may(who, permission) for permission in needs):
            raise Forbidden
        return who


def _staffing(fields: Body) -> Staffing:
    match fields:
        case {
            "minimum": int(minimum),
            "most": int(most),
            "led": bool(led),
            "note": str() | None as note,
            **rest,
        } if not (rest or isinstance(minimum, bool) or isinstance(most, bool)):
            return Staffing(minimum, most, led, None if note is None else _note(note))
        case _:
            raise BadRequest


def _note(word: str) -> Note:
    try:
        return Note(word)
    except ValueError:
        raise BadRequest from None


def _post(word: str) -> Post:
    try:
        return Post(word)
    except ValueError:
        raise BadRequest from None


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word if _DATE.fullmatch(word) else "")
    except ValueError:
        raise BadRequest from None


def _minute(word: str) -> int:
    found = _TIME.fullmatch(word)
    if found is None:
        raise BadRequest
    return int(found[1]) * 60 + int(found[2])
