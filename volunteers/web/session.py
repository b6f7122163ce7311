"""The room ``/session``: signing in with two steps, who am I, signing out.

::

    POST   /session         {"name", "password"}            -> 200 {"pending", "methods", "passkey"}
                                                               401 sign_in_refused, 429 slow_down
    POST   /session/second  {"pending", "method", "code"}   -> 200 ACCOUNT + cookies
                            {"pending", "method", "credential"}   401 code_refused, pending_gone
    GET    /session                                         -> 200 ACCOUNT, 401 not_signed_in
    DELETE /session                                         -> 204, cookie removed, the browser's storage cleared

ACCOUNT is ``{"id", "name", "roles", "may", "failed"}``. *methods* are of ``passkey``, ``totp`` and ``recovery``; *passkey* is what a browser is asked
to sign, in WebAuthn's JSON, null without one.
"""

from __future__ import annotations

from aiohttp import web

from volunteers.credentials import Token
from volunteers.errors import BadRequest
from volunteers.office import Office
from volunteers.sign_in import Code, Shown
from volunteers.web.answers import (
    COOKIE,
    Body,
    answering,
    body_of,
    described,
    session_of,
    session_token,
    set_cookies,
    way_of,
)


def routes(office: Office) -> list[web.RouteDef]:
    """The routes of this room."""
    room = _Room(office)
    return [
        web.post("/session", answering(room.begin)),
        web.post("/session/second", answering(room.finish)),
        web.get("/session", answering(room.who)),
        web.delete("/session", answering(room.sign_out)),
    ]


class _Room:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def begin(self, request: web.Request) -> web.Response:
        match await body_of(request):
            case {"name": str(name), "password": str(password), **rest} if not rest:
                begun = await self._office.sign_in.begin(name, password, way_of(request))
            case _:
                raise BadRequest
        return web.json_response(
            {"pending": begun.pending, "methods": begun.methods, "passkey": begun.passkey}
        )

    async def finish(self, request: web.Request) -> web.Response:
        pending, shown = _second(await body_of(request))
        previous = session_token(request)
        signed_in = await self._office.sign_in.finish(pending, shown, way_of(request))
        if previous is not None:
            await self._office.directory.sign_out(previous)
        response = web.json_response(described(signed_in.volunteer, signed_in.failed))
        set_cookies(response, signed_in)
        return response

    async def who(self, request: web.Request) -> web.Response:
        session = await session_of(request, self._office.directory)
        return web.json_response(described(session.volunteer, session.failed))

    async def sign_out(self, request: web.Request) -> web.Response:
        token = session_token(request)
        if token is not None:
            await self._office.directory.sign_out(token)
        response = web.Response(status=204)
        response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
        # "cookies" would reach every site under the same registered domain, not only ours.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _second(body: Body) -> tuple[Token, Shown]:
    match body:
        case {"pending": str(pending), "method": "totp", "code": str(code), **rest} if not rest:
            return Token(pending), Code(code, recovery=False)
        case {"pending": str(pending), "method": "recovery", "code": str(code), **rest} if not rest:
            return Token(pending), Code(code, recovery=True)
        case {"pending": str(pending), "method": "passkey", "credential": dict(said), **rest} if not rest:
            return Token(pending), said
        case _:
            raise BadRequest
