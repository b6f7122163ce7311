"""The routes: pages, the files they need, leaving, and health. A change from another site is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from chat.errors import Busy, Draining, Forbidden, Gone, NotSignedIn, Refusal, Storage
from chat.identifiers import Ticket
from chat.referral.directory import Directory
from chat.referral.entry import Country
from chat.routing.model import Language
from chat.service.faults import Faults
from chat.service.seeking import Seeking
from chat.transport import gateway
from chat.transport.access import Access
from chat.transport.body import body_of
from chat.transport.guard import is_own_page
from chat.transport.headers import add_headers
from chat.transport.pages import PAGES, STAFF_PAGES, Pages
from chat.transport.shaping import door_shape
from chat.transport.style import ADDRESS

TICKET_BYTES = 4096
_STATUS: Mapping[type[Refusal], int] = MappingProxyType({NotSignedIn: 401, Forbidden: 403})
"""Of what a row refuses; anything else will be heard later."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Site:
    """Everything of Luister that is asked for over HTTP, but for the room ``/session``."""

    def __init__(
        self,
        pages: Pages,
        root: Path,
        directory: Directory,
        exit_site: str,
        seeking: Seeking,
        faults: Faults,
        is_known: Callable[[], bool],
        is_ready: Callable[[], bool],
    ) -> None:
        """*root* holds the static files; *exit_site* is where leaving leads.

        ``/door`` tells nothing before *is_known*: what kind of line this is. With *is_ready* it answers ``/readyz``.
        """
        self._pages = pages
        self._root = root
        self._directory = body_of(json.dumps(directory.for_browser(), ensure_ascii=False).encode())
        self._exit_site = exit_site
        self._seeking = seeking
        self._faults = faults
        self._is_known = is_known
        self._is_ready = is_ready

    def application(
        self,
        sockets: gateway.Gateway,
        access: Access,
        rooms: Iterable[web.RouteDef],
        origins: frozenset[str],
        headers: dict[str, str],
    ) -> web.Application:
        """The application: these routes, the sockets', and those of the other *rooms*."""
        app = web.Application(middlewares=[self._edge(access, origins)])
        add_headers(app, headers)
        for path in (*PAGES, *STAFF_PAGES):
            if path.startswith("/"):
                app.router.add_get(path, self._page)
        app.router.add_get(gateway.PATH, sockets.handshake)
        app.router.add_get("/directory.json", self._directory_json)
        app.router.add_get("/door", self._door)
        app.router.add_get(ADDRESS, self._style)
        app.router.add_get("/weg", self._leave_by_link)
        app.router.add_post("/weg", self._leave_by_beacon)
        app.router.add_get("/healthz", self._healthy)
        app.router.add_get("/readyz", self._ready)
        app.router.add_static("/static", self._root)
        app.router.add_routes(rooms)
        return app

    def _edge(self, access: Access, origins: frozenset[str]) -> Middleware:
        @web.middleware
        async def edge(request: web.Request, handler: Handler) -> web.StreamResponse:
            """The outermost edge: refuses strangers' changes and what has no row, and answers every fault with the numbers."""
            own = is_own_page(request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), origins)
            if request.method not in SAFE_METHODS and not own:
                return web.Response(status=403)
            try:
                refused = await access.refusal_of(request)
                return await handler(request) if refused is None else _answered(refused)
            except web.HTTPException as refusal:
                return self._error(request, refusal.status)
            except Exception as fault:  # noqa: BLE001 - counted; the visitor gets the numbers, never a stack of lines
                self._faults.report(fault)
                return self._error(request, 500)

        return edge

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return self._html(request, request.path)

    async def _directory_json(self, request: web.Request) -> web.StreamResponse:
        return self._directory.answer(request, "application/json")

    async def _style(self, request: web.Request) -> web.StreamResponse:
        return self._pages.style.answer(request, "text/css")

    async def _door(self, request: web.Request) -> web.StreamResponse:
        """What somebody new finds, for a page that has not begun; it asks again by itself."""
        headers = {"Cache-Control": "no-store"}
        try:
            if not self._is_known():
                raise Storage  # noqa: TRY301 - said as when it cannot be reached: ask again soon
            door = door_shape(await self._seeking.door(language_of(request)))
        except Storage:
            return web.json_response({"code": Storage.code}, status=503, headers=headers)
        return web.json_response(msgspec.to_builtins(door), headers=headers)

    async def _leave_by_link(self, request: web.Request) -> web.StreamResponse:
        """Leaving without script: the browser drops what it holds of this site and goes elsewhere.

        Only for somebody who is on our own page, or typed the address: another site that led here, or showed this
        as a picture, could otherwise take away the ticket of a conversation that goes on.
        """
        headers = {"Location": self._exit_site, "Cache-Control": "no-store"}
        fetched = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Site"))
        if fetched in {("navigate", "same-origin"), ("navigate", "none")}:
            headers["Clear-Site-Data"] = '"cache", "storage"'
        return web.Response(status=303, headers=headers)

    async def _leave_by_beacon(self, request: web.Request) -> web.StreamResponse:
        """What a page says while it is being left: its ticket, if it had one."""
        try:
            said = await request.content.readexactly(TICKET_BYTES + 1)
        except asyncio.IncompleteReadError as whole:
            said = whole.partial
        if len(said) <= TICKET_BYTES and said.isascii():
            with suppress(Gone, Busy, Storage, Draining):
                # When the store is away this node sees to it, and so does the next run of it.
                await self._seeking.leave_by(Ticket(said.decode()))
        return web.Response(status=204, headers={"Cache-Control": "no-store"})

    async def _healthy(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"alive": True})

    async def _ready(self, _: web.Request) -> web.StreamResponse:
        ready = self._is_known() and self._is_ready()
        return web.json_response({"ready": ready}, status=200 if ready else 503)

    def _error(self, request: web.Request, status: int) -> web.StreamResponse:
        """Whatever went wrong, the numbers still show (promise P8)."""
        return self._html(request, "error", status)

    def _html(self, request: web.Request, path: str, status: int = 200) -> web.StreamResponse:
        page = self._pages.page(path, language_of(request), country_of(request, self._pages.country))
        return page.answer(request, "text/html", status=status, cache="no-store")


def _answered(refusal: Refusal) -> web.Response:
    """As the rooms of people say it."""
    status = _STATUS.get(type(refusal), 503)
    body = {"error": {"code": refusal.code}}
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})


def language_of(request: web.Request) -> Language:
    """The language asked for in the address, Dutch when none of ours is."""
    asked = request.query.get("taal", "")
    return Language(asked) if asked in tuple(Language) else Language.DUTCH


def country_of(request: web.Request, usual: Country) -> Country:
    """The country asked for in the address, the *usual* one when none of ours is; where somebody is says nothing."""
    asked = request.query.get("land", "").upper()
    return Country(asked) if asked in tuple(Country) else usual
