"""The room ``/session`` over HTTP, for staff only; seekers have no session and no cookie.

::

    POST   /session  {"name", "password"}  -> 200 {"name", "roles"} + cookie
                                              400 bad_request, 401 sign_in_refused, 413 too_large,
                                              415 wrong_content_type, 503 busy
    GET    /session                        -> 200 {"name", "roles"}, 401 not_signed_in
    DELETE /session                        -> 204, cookie removed, the browser's storage cleared

Every refusal has the body ``{"error": {"code"}}``, and 503 ``storage`` may answer all three. The
Origin check is not here: it guards every route of the application.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from volunteers.credentials import TOKEN_CHARACTERS, SessionToken
from volunteers.directory import Directory
from volunteers.errors import (
    BadRequest,
    Busy,
    NotSignedIn,
    PeopleError,
    SignInRefused,
    Storage,
    TooLarge,
    WrongContentType,
)
from volunteers.model import Volunteer

COOKIE = "__Host-session"
BODY_BYTES = 4096

_STATUS: dict[type[PeopleError], int] = {
    BadRequest: 400,
    NotSignedIn: 401,
    SignInRefused: 401,
    TooLarge: 413,
    WrongContentType: 415,
    Busy: 503,
    Storage: 503,
}
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_CHARACTERS}}}")

Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(directory: Directory) -> list[web.RouteDef]:
    """The routes of this room, to be added to an application."""
    room = _Room(directory)
    return [
        web.post("/session", _answering(room.sign_in)),
        web.get("/session", _answering(room.who)),
        web.delete("/session", _answering(room.sign_out)),
    ]


def token_from_cookie_header(header: str) -> SessionToken | None:
    """The session token in a ``Cookie`` header; None when there is none, several, or not one of ours."""
    pairs = (pair.strip(" \t").partition("=") for pair in header.split(";"))
    values = [value for name, _, value in pairs if name == COOKIE]
    if len(values) != 1 or _TOKEN.fullmatch(values[0]) is None:
        return None
    return SessionToken(values[0])


class _Room:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def sign_in(self, request: web.Request) -> web.Response:
        name, password = _credentials(await _body(request))
        token, volunteer = await self._directory.sign_in(name, password)
        previous = _token(request)
        if previous is not None:
            await self._directory.sign_out(previous)
        response = _described(volunteer)
        # No age: the cookie ends with the browser, the session itself after twelve hours.
        response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="Strict")
        return response

    async def who(self, request: web.Request) -> web.Response:
        token = _token(request)
        volunteer = None if token is None else await self._directory.volunteer_of(token)
        if volunteer is None:
            raise NotSignedIn
        return _described(volunteer)

    async def sign_out(self, request: web.Request) -> web.Response:
        token = _token(request)
        if token is not None:
            await self._directory.sign_out(token)
        response = web.Response(status=204)
        response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
        # "cookies" would reach every site under the same registered domain, not only ours.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _answering(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        try:
            response = await handler(request)
        except PeopleError as refusal:
            body = {"error": {"code": refusal.code}}
            response = web.json_response(body, status=_STATUS[type(refusal)])
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _token(request: web.Request) -> SessionToken | None:
    return token_from_cookie_header("; ".join(request.headers.getall("Cookie", [])))


def _described(volunteer: Volunteer) -> web.Response:
    return web.json_response({"name": volunteer.name, "roles": sorted(volunteer.roles)})


async def _body(request: web.Request) -> bytes:
    # A packed body could unpack to any size, and a sign-in has no need of it.
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise WrongContentType
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > BODY_BYTES:
            raise TooLarge
    return bytes(body)


def _credentials(body: bytes) -> tuple[str, str]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest from None
    match read:
        case {"name": str(name), "password": str(password), **rest} if not rest:
            return name, password
        case _:
            raise BadRequest
