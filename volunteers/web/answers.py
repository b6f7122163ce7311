"""What comes in and goes out in every room: bodies, cookies, refusals.

Every refusal has the body ``{"error": {"code"}}``, with ``retry_ms`` beside the code of ``slow_down``; 503 ``busy`` and ``storage`` may answer
everything. Nothing is ever kept by a browser's cache.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from volunteers.access import permissions
from volunteers.credentials import TOKEN_CHARACTERS, SessionToken, Token
from volunteers.directory import Directory
from volunteers.errors import (
    AccountRefused,
    BadRequest,
    Busy,
    ChangeRefused,
    EnrolmentGone,
    Forbidden,
    InviteGone,
    NameTaken,
    NotSignedIn,
    PeopleError,
    ProofRefused,
    SlowDown,
    Storage,
    TooLarge,
    UnknownVolunteer,
    WrongContentType,
)
from volunteers.model import Volunteer
from volunteers.records import Session
from volunteers.roster.errors import RosterRefused, ShiftUnknown
from volunteers.sign_in import KNOWN_LASTS, SignedIn, Way

COOKIE = "__Host-session"
KNOWN = "__Host-known"
"""By this a browser is known in which somebody signed in; it opens nothing."""
POLL = "X-Luister-Poll"
"""With this header a page says that it asks by itself, whether or not anybody is there."""
BODY_BYTES = 16_384
"""What a browser says of a passkey is a few thousand characters."""

_STATUS: Mapping[type[PeopleError], int] = {
    NameTaken: 409,
    AccountRefused: 422,
    Forbidden: 403,
    UnknownVolunteer: 404,
    ChangeRefused: 409,
    SlowDown: 429,
    InviteGone: 410,
    EnrolmentGone: 410,
    ProofRefused: 401,
    ShiftUnknown: 404,
    RosterRefused: 409,
    BadRequest: 400,
    NotSignedIn: 401,
    TooLarge: 413,
    WrongContentType: 415,
    Busy: 503,
    Storage: 503,
}
"""The status of each refusal; the first that fits."""
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_CHARACTERS}}}")

Handler = Callable[[web.Request], Awaitable[web.Response]]
Body = dict[str, object]


def answering(handler: Handler) -> Handler:
    """The same, with refusals as answers."""

    async def answer(request: web.Request) -> web.Response:
        try:
            response = await handler(request)
        except PeopleError as refusal:
            error: Body = {"code": refusal.code}
            if isinstance(refusal, SlowDown):
                error["retry_ms"] = refusal.retry_ms
            status = next(status for kind, status in _STATUS.items() if isinstance(refusal, kind))
            response = web.json_response({"error": error}, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


async def body_of(request: web.Request) -> Body:
    """The object that was posted. Raises WrongContentType, TooLarge and BadRequest."""
    # A packed body could unpack to any size, and nothing here has need of it.
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise WrongContentType
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > BODY_BYTES:
            raise TooLarge
    try:
        read = json.loads(bytes(body))
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(read, dict):
        raise BadRequest
    return read


async def session_of(request: web.Request, directory: Directory) -> Session:
    """The live session behind a request. Raises NotSignedIn."""
    token = session_token(request)
    session = None if token is None else await directory.session_of(token, is_there=not is_poll(request))
    if session is None:
        raise NotSignedIn
    return session


def is_poll(request: web.Request) -> bool:
    """Whether a page asks by itself: that keeps no session open. Whatever changes something somebody does."""
    return request.method == "GET" and request.headers.get(POLL) == "1"


def session_token(request: web.Request) -> SessionToken | None:
    """The session token that came with a request."""
    return token_from_cookie_header(_cookies(request))


def way_of(request: web.Request) -> Way:
    """How somebody comes. The address is used in this node's memory only, and never written down."""
    return Way(request.remote, Token(known) if (known := _token_in(_cookies(request), KNOWN)) else None)


def token_from_cookie_header(header: str) -> SessionToken | None:
    """The session token in a ``Cookie`` header; None when there is none, several, or not one of ours."""
    found = _token_in(header, COOKIE)
    return None if found is None else SessionToken(found)


def is_token(text: str) -> bool:
    """Whether it could be one of ours."""
    return _TOKEN.fullmatch(text) is not None


def set_cookies(response: web.Response, signed_in: SignedIn) -> None:
    """Let the browser be signed in, and known the next time."""
    # No age: the cookie ends with the browser, the session itself after twelve hours.
    response.set_cookie(COOKIE, signed_in.token, path="/", secure=True, httponly=True, samesite="Strict")
    age = int(KNOWN_LASTS.total_seconds())
    response.set_cookie(
        KNOWN, signed_in.browser, max_age=age, path="/", secure=True, httponly=True, samesite="Strict"
    )


def described(volunteer: Volunteer, failed: int) -> Body:
    """Somebody who is signed in, to themselves; *failed* tries were refused before."""
    return {
        "id": volunteer.id,
        "name": volunteer.name,
        "roles": sorted(volunteer.roles),
        "may": sorted(permissions(volunteer)),
        "failed": failed,
    }


def _cookies(request: web.Request) -> str:
    return "; ".join(request.headers.getall("Cookie", []))


def _token_in(header: str, cookie: str) -> str | None:
    pairs = (pair.strip(" \t").partition("=") for pair in header.split(";"))
    values = [value for name, _, value in pairs if name == cookie]
    return values[0] if len(values) == 1 and is_token(values[0]) else None
