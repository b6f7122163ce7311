"""People with an account: who they are, what they may do, and how they sign in.

===============  ======================================================================
room             what it holds
===============  ======================================================================
``model``        PURE: a volunteer as a value, and the rules for names
``access``       PURE: role -> permissions, refused by default
``errors``       everything that can be refused, in one tree
``credentials``  passwords, session tokens and ids
``directory``    the use cases, and the store they need
``store``        that store on SQLAlchemy
``schema``       its tables, and ``migrations`` which lead up to them
``web``          the room ``/session``: sign in, who am I, sign out
``cli``          the command ``luister volunteers``
===============  ======================================================================

Nothing here knows of chats. Beside what this page exports, the composition root uses
``volunteers.store.open_people``, ``volunteers.web.routes`` and ``volunteers.cli``.
"""

from __future__ import annotations

from volunteers.access import Permission, may
from volunteers.credentials import Passwords, SessionToken
from volunteers.directory import Directory
from volunteers.errors import PeopleError
from volunteers.model import Role, Volunteer, VolunteerId

__all__ = [
    "Directory",
    "Passwords",
    "PeopleError",
    "Permission",
    "Role",
    "SessionToken",
    "Volunteer",
    "VolunteerId",
    "may",
]
