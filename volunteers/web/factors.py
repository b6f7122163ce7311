"""The room ``/session/factors``: what somebody who is signed in opens their own account with.

::

    GET    /session/factors                                  -> 200 FACTORS
    POST   /session/factors/open  {}                         -> 200 {"enrolment", "totp": {"secret", "uri"}, "passkey"}
    POST   /session/factors       {"enrolment", "factor"}    -> 201 FACTORS, 401 code_refused, 410 enrolment_gone,
                                                                409 too_many_factors
    DELETE /session/factors/{id}                             -> 200 FACTORS, 409 last_factor
    POST   /session/recovery      {}                         -> 200 {"recovery": [ten codes]}

FACTORS is ``{"factors": [{"id", "kind", "label", "added_on"}], "recovery_left"}``. A *factor* that was set up is
``{"kind": "totp", "code", "label"}`` or ``{"kind": "passkey", "credential", "label"}``. Whoever signed in more than a quarter of an hour ago
is answered 401 ``sign_in_again`` to every change.
"""

from __future__ import annotations

from aiohttp import web

from volunteers.enrolment import Made, Offered
from volunteers.errors import BadRequest
from volunteers.office import Office
from volunteers.records import Factor, Session
from volunteers.web.answers import Body, answering, body_of, session_of


def routes(office: Office) -> list[web.RouteDef]:
    """The routes of this room."""
    room = _Room(office)
    return [
        web.get("/session/factors", answering(room.held)),
        web.post("/session/factors/open", answering(room.offer)),
        web.post("/session/factors", answering(room.add)),
        web.delete("/session/factors/{factor}", answering(room.remove)),
        web.post("/session/recovery", answering(room.renew)),
    ]


class _Room:
    def __init__(self, office: Office) -> None:
        self._directory = office.directory
        self._enrolment = office.enrolment

    async def held(self, request: web.Request) -> web.Response:
        return await self._held(await session_of(request, self._directory))

    async def offer(self, request: web.Request) -> web.Response:
        session = await session_of(request, self._directory)
        ask_empty(await body_of(request))
        return web.json_response(offered_shape(await self._enrolment.offer(session)))

    async def add(self, request: web.Request) -> web.Response:
        session = await session_of(request, self._directory)
        match await body_of(request):
            case {"enrolment": str(enrolment), "factor": dict(factor), **rest} if not rest:
                await self._enrolment.add(session, enrolment, made_of(factor))
            case _:
                raise BadRequest
        return await self._held(session, 201)

    async def remove(self, request: web.Request) -> web.Response:
        session = await session_of(request, self._directory)
        await self._enrolment.remove(session, request.match_info["factor"])
        return await self._held(session)

    async def renew(self, request: web.Request) -> web.Response:
        session = await session_of(request, self._directory)
        ask_empty(await body_of(request))
        return web.json_response({"recovery": await self._enrolment.renew_recovery(session)})

    async def _held(self, session: Session, status: int = 200) -> web.Response:
        factors, left = await self._enrolment.factors(session)
        body = {"factors": [_factor_shape(factor) for factor in factors], "recovery_left": left}
        return web.json_response(body, status=status)


def offered_shape(offered: Offered) -> Body:
    """What somebody may set up."""
    totp = {"secret": offered.secret, "uri": offered.uri}
    return {"enrolment": offered.enrolment, "totp": totp, "passkey": offered.passkey}


def made_of(factor: Body) -> Made:
    """What somebody set up. Raises BadRequest."""
    match factor:
        case {"kind": "totp", "code": str(code), "label": str(label), **rest} if not rest:
            return Made(code, label)
        case {"kind": "passkey", "credential": dict(said), "label": str(label), **rest} if not rest:
            return Made(said, label)
        case _:
            raise BadRequest


def ask_empty(body: Body) -> None:
    """Raises BadRequest when something came where nothing is asked for."""
    if body:
        raise BadRequest


def _factor_shape(factor: Factor) -> Body:
    return {
        "id": factor.id,
        "kind": factor.kind.value,
        "label": factor.label,
        "added_on": factor.added_on.isoformat(),
    }
