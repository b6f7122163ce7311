"""The rooms over HTTP, for staff only; seekers have no session and no cookie.

==============  ==================================================
room            what it holds
==============  ==================================================
``answers``     what comes in and goes out in all of them
``session``     ``/session``: sign in, who am I, sign out
``factors``     ``/session/factors``: one's own second factors
``invite``      ``/invite/...``: what a one-time link leads to
``people``      ``/volunteers``: the accounts, for who keeps them
``roster``      ``/roster/...``: who is on when
==============  ==================================================

The Origin check is not here: it guards every route of the application.
"""

from __future__ import annotations

from aiohttp import web

from volunteers.office import Office
from volunteers.rostering import Rostering
from volunteers.web import factors, invite, people, roster, session
from volunteers.web.answers import is_poll, token_from_cookie_header

__all__ = ["all_routes", "is_poll", "routes", "token_from_cookie_header"]


def all_routes(office: Office, rostering: Rostering) -> list[web.RouteDef]:
    """The routes of all rooms, to be added to an application."""
    return [*routes(office), *roster.routes(office, rostering)]


def routes(office: Office) -> list[web.RouteDef]:
    """The routes of the rooms in which accounts are kept."""
    return [
        *session.routes(office),
        *factors.routes(office),
        *invite.routes(office),
        *people.routes(office),
    ]
