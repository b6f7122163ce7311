"""People with an account: who they are, what they may do, and how they sign in.

=================  ======================================================================
room               what it holds
=================  ======================================================================
``facts``          PURE: skills that run out, and a certificate of conduct that was seen
``model``          PURE: a volunteer as a value, and the rules for names
``access``         PURE: role -> permissions, refused by default
``keeping``        PURE: what may be made of an account, by whom
``audit``          PURE: who did what: lines, each bound to the one before it
``errors``         everything that can be refused, in one tree
``guessed``        PURE: which passwords are guessed first
``credentials``    passwords, tokens, codes, ids, and sealing
``totp``           codes of an app on a telephone
``passkeys``       keys in somebody's device
``throttle``       wrong tries make the next one wait, and never shut anybody out
``records``        what is kept of people, and the store that keeps it
``directory``      who works here, and who is signed in
``sign_in``        the way in: a password, then a second factor
``enrolment``      what an account is opened with is set up
``people``         the use cases of keeping accounts
``roster``         PURE: who is on when
``candidates``     PURE: what an account can be on a shift for
``roster_ports``   what the roster's use cases stand on
``rostering``      its use cases
``calendar_file``  one person's shifts, to take along
``office``         all of these over one store
``store``          that store on SQLAlchemy
``schema``         its tables, and ``migrations`` which lead up to them
``web``            the rooms ``/session``, ``/invite/...``, ``/volunteers`` and ``/roster/...``
``cli``            the command ``luister volunteers``
``audit_cli``      the command ``luister audit``
=================  ======================================================================

Nothing here knows of chats. Beside what this page exports, the composition root uses ``volunteers.store.open_people``,
``volunteers.office``, ``volunteers.rostering``, ``volunteers.roster_ports``, ``volunteers.web``, ``volunteers.cli`` and ``volunteers.audit_cli``.
"""

from __future__ import annotations

from volunteers.access import Permission, may
from volunteers.credentials import Passwords, SessionToken
from volunteers.directory import Directory
from volunteers.errors import PeopleError
from volunteers.facts import VolunteerId
from volunteers.model import Role, Volunteer

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
