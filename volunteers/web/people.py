"""The room ``/volunteers``: the accounts, for who keeps them. What each may do stands in ``volunteers.access``.

::

    GET    /volunteers                                                   -> 200 {"volunteers": [PERSON]}
    POST   /volunteers             {"name", "roles", FACTS}              -> 201 {"volunteer", "link", "until"}
    POST   /volunteers/{id}/facts  {FACTS}                               -> 200 PERSON
    POST   /volunteers/{id}/vog    {"seen_on", "valid_until"}            -> 200 PERSON
    POST   /volunteers/{id}/roles  {"roles"}                             -> 200 PERSON
    POST   /volunteers/{id}/disable, /enable  {}                         -> 200 PERSON
    POST   /volunteers/{id}/link   {}                                    -> 200 {"link", "until"}
    POST   /volunteers/{id}/reset  {}                                    -> 200 {"volunteer", "link", "until"}
    DELETE /volunteers/{id}/reset                                        -> 200 PERSON
    DELETE /volunteers/{id}                                              -> 204

FACTS are ``"languages", "capacity", "leads", "skills": [{"skill", "until"}], "mentor"``. Dates are ``2027-01-31``, times whole milliseconds since
1970. A link is told once, to whoever made it, and null while a reset waits for another person.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from aiohttp import web

from volunteers.directory import Directory
from volunteers.errors import BadRequest, SkillInvalid, VogInvalid
from volunteers.facts import Skill, VolunteerId
from volunteers.keeping import Facts
from volunteers.model import Role, Volunteer, role_of
from volunteers.office import Office, link_to
from volunteers.people import Entry, Keeping, Link
from volunteers.web.answers import Body, answering, body_of, session_of
from volunteers.web.factors import ask_empty

Change = Callable[[Volunteer, VolunteerId, Body], Awaitable[None]]


def routes(office: Office) -> list[web.RouteDef]:
    """The routes of this room."""
    room = _Room(office)
    return [
        web.get("/volunteers", answering(room.everybody)),
        web.post("/volunteers", answering(room.invite)),
        web.post("/volunteers/{who}/facts", answering(room.changing(room.set_facts))),
        web.post("/volunteers/{who}/vog", answering(room.changing(room.saw_vog))),
        web.post("/volunteers/{who}/roles", answering(room.changing(room.set_roles))),
        web.post("/volunteers/{who}/disable", answering(room.changing(room.shut))),
        web.post("/volunteers/{who}/enable", answering(room.changing(room.reopen))),
        web.post("/volunteers/{who}/link", answering(room.invite_again)),
        web.post("/volunteers/{who}/reset", answering(room.ask_reset)),
        web.delete("/volunteers/{who}/reset", answering(room.drop_reset)),
        web.delete("/volunteers/{who}", answering(room.remove)),
    ]


class _Room:
    def __init__(self, office: Office) -> None:
        self._directory: Directory = office.directory
        self._keeping: Keeping = office.keeping
        self._origin = office.origin

    async def everybody(self, request: web.Request) -> web.Response:
        entries = await self._keeping.entries(await self._by(request))
        return web.json_response({"volunteers": [self._shape(entry) for entry in entries]})

    async def invite(self, request: web.Request) -> web.Response:
        by, body = await self._by(request), await body_of(request)
        name, roles = body.pop("name", None), _roles(body.pop("roles", None))
        if not isinstance(name, str):
            raise BadRequest
        made, link = await self._keeping.invite(by, name, roles, _facts(body))
        volunteer = self._shape(await self._keeping.entry(by, made.id))
        return web.json_response({"volunteer": volunteer, **self._link(link)}, status=201)

    def changing(self, change: Change) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler that does this to one account and shows it as it is then."""

        async def handle(request: web.Request) -> web.Response:
            by, who = await self._by(request), _who(request)
            await change(by, who, await body_of(request))
            return await self._shown(by, who)

        return handle

    async def set_facts(self, by: Volunteer, who: VolunteerId, body: Body) -> None:
        await self._keeping.set_facts(by, who, _facts(body))

    async def saw_vog(self, by: Volunteer, who: VolunteerId, body: Body) -> None:
        match body:
            case {"seen_on": str(seen_on), "valid_until": str(valid_until), **rest} if not rest:
                dates = _date(seen_on, VogInvalid), _date(valid_until, VogInvalid)
                await self._keeping.saw_vog(by, who, *dates)
            case _:
                raise BadRequest

    async def set_roles(self, by: Volunteer, who: VolunteerId, body: Body) -> None:
        roles = _roles(body.pop("roles", None))
        ask_empty(body)
        await self._keeping.set_roles(by, who, roles)

    async def shut(self, by: Volunteer, who: VolunteerId, body: Body) -> None:
        ask_empty(body)
        await self._keeping.shut(by, who)

    async def reopen(self, by: Volunteer, who: VolunteerId, body: Body) -> None:
        ask_empty(body)
        await self._keeping.reopen(by, who)

    async def invite_again(self, request: web.Request) -> web.Response:
        by = await self._by(request)
        ask_empty(await body_of(request))
        return web.json_response(self._link(await self._keeping.invite_again(by, _who(request))))

    async def ask_reset(self, request: web.Request) -> web.Response:
        by, who = await self._by(request), _who(request)
        ask_empty(await body_of(request))
        link = await self._keeping.ask_reset(by, who)
        volunteer = self._shape(await self._keeping.entry(by, who))
        told = {"link": None, "until": None} if link is None else self._link(link)
        return web.json_response({"volunteer": volunteer, **told})

    async def drop_reset(self, request: web.Request) -> web.Response:
        by, who = await self._by(request), _who(request)
        await self._keeping.drop_reset(by, who)
        return await self._shown(by, who)

    async def remove(self, request: web.Request) -> web.Response:
        await self._keeping.remove(await self._by(request), _who(request))
        return web.Response(status=204)

    async def _by(self, request: web.Request) -> Volunteer:
        return (await session_of(request, self._directory)).volunteer

    async def _shown(self, by: Volunteer, who: VolunteerId) -> web.Response:
        return web.json_response(self._shape(await self._keeping.entry(by, who)))

    def _link(self, link: Link) -> Body:
        return {"link": link_to(self._origin, link.token), "until": _ms(link.until)}

    def _shape(self, entry: Entry) -> Body:
        volunteer = entry.volunteer
        vog, bar = volunteer.vog, volunteer.barred_on(self._directory.now.date())
        return {
            "id": volunteer.id,
            "name": volunteer.name,
            "roles": sorted(volunteer.roles),
            "languages": sorted(volunteer.languages),
            "capacity": volunteer.capacity,
            "leads": volunteer.leads,
            "mentor": volunteer.mentor,
            "skills": [
                {"skill": skill.word, "until": None if skill.until is None else skill.until.isoformat()}
                for skill in sorted(volunteer.skills, key=lambda skill: skill.word)
            ],
            "vog": None
            if vog is None
            else {
                "seen_on": vog.seen_on.isoformat(),
                "seen_by": entry.seen_by,
                "valid_until": vog.valid_until.isoformat(),
            },
            "state": volunteer.standing.value,
            "practice": volunteer.practice,
            "seat": None if bar is None else bar.value,
            "link_until": None if entry.link_until is None else _ms(entry.link_until),
            "reset_asked_by": entry.reset_asked_by,
            "factors": entry.factors,
        }


def _facts(body: Body) -> Facts:
    match body:
        case {
            "languages": list(languages),
            "capacity": int(capacity),
            "leads": bool(leads),
            "skills": list(skills),
            "mentor": str() | None as mentor,
            **rest,
        } if not rest and all(isinstance(word, str) for word in languages):
            held = tuple(map(_skill, skills))
            guide = None if mentor is None else VolunteerId(mentor)
            return Facts(tuple(languages), capacity, held, leads, guide)
        case _:
            raise BadRequest


def _skill(read: object) -> Skill:
    match read:
        case {"skill": str(word), "until": str() | None as until, **rest} if not rest:
            return Skill(word, None if until is None else _date(until, SkillInvalid))
        case _:
            raise BadRequest


def _roles(read: object) -> tuple[Role, ...]:
    if not isinstance(read, list) or not all(isinstance(word, str) for word in read):
        raise BadRequest
    return tuple(map(role_of, read))


def _date(text: str, refusal: type[SkillInvalid | VogInvalid]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal from None


def _who(request: web.Request) -> VolunteerId:
    return VolunteerId(request.match_info["who"])


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
