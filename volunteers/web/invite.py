"""The room ``/invite/...``: what a one-time link leads to. Its token comes in bodies only, never in a line of a request.

::

    POST /invite/open      {"token"}                                     -> 200 {"name", "kind", "enrolment", "totp", "passkey"}
    POST /invite/password  {"token", "password"}                         -> 204, 422 password_length, password_common
    POST /invite/accept    {"token", "enrolment", "password", "factor"}  -> 200 {"account", "recovery"} + cookies
                                                                            401 code_refused, 410 enrolment_gone

Each answers 410 ``invite_gone`` to a link that is used, too old, or none. *kind* is ``invite``, or ``reset`` for an account that is given
anew; the rest is as in ``/session/factors``.
"""

from __future__ import annotations

from aiohttp import web

from volunteers.credentials import Token
from volunteers.errors import BadRequest, InviteGone
from volunteers.office import Office
from volunteers.web.answers import answering, body_of, described, is_token, set_cookies, way_of
from volunteers.web.factors import made_of, offered_shape


def routes(office: Office) -> list[web.RouteDef]:
    """The routes of this room."""
    room = _Room(office)
    return [
        web.post("/invite/open", answering(room.open)),
        web.post("/invite/password", answering(room.judge)),
        web.post("/invite/accept", answering(room.accept)),
    ]


class _Room:
    def __init__(self, office: Office) -> None:
        self._enrolment = office.enrolment

    async def open(self, request: web.Request) -> web.Response:
        match await body_of(request):
            case {"token": str(token), **rest} if not rest:
                opened = await self._enrolment.open(_link(token))
            case _:
                raise BadRequest
        kind = "reset" if opened.is_reset else "invite"
        offered = offered_shape(opened.offered)
        return web.json_response({"name": opened.volunteer.name, "kind": kind, **offered})

    async def judge(self, request: web.Request) -> web.Response:
        match await body_of(request):
            case {"token": str(token), "password": str(password), **rest} if not rest:
                await self._enrolment.judge(_link(token), password)
            case _:
                raise BadRequest
        return web.Response(status=204)

    async def accept(self, request: web.Request) -> web.Response:
        match await body_of(request):
            case {
                "token": str(token),
                "enrolment": str(enrolment),
                "password": str(password),
                "factor": dict(factor),
                **rest,
            } if not rest:
                signed_in, codes = await self._enrolment.accept(
                    _link(token), enrolment, password, made_of(factor), way_of(request)
                )
            case _:
                raise BadRequest
        account = described(signed_in.volunteer, signed_in.failed)
        response = web.json_response({"account": account, "recovery": codes})
        set_cookies(response, signed_in)
        return response


def _link(token: str) -> Token:
    if not is_token(token):
        raise InviteGone
    return Token(token)
