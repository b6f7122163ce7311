"""Everything about accounts that can be refused, in one tree.

::

    PeopleError                     code
    +-- AccountRefused              what was asked for an account cannot be
    |   +-- NameInvalid             name_invalid
    |   +-- NameTaken               name_taken
    |   +-- RoleMissing             role_missing
    |   +-- UnknownRole             unknown_role
    |   +-- LanguageInvalid         language_invalid
    |   +-- CapacityInvalid         capacity_invalid
    |   +-- SkillInvalid            skill_invalid
    |   +-- PasswordLength          password_length
    +-- SignInRefused               sign_in_refused
    +-- Busy                        busy
    +-- RequestRefused              what came over HTTP cannot be answered
    |   +-- BadRequest              bad_request
    |   +-- WrongContentType        wrong_content_type
    |   +-- TooLarge                too_large
    |   +-- NotSignedIn             not_signed_in
    +-- DatabaseRefused             the people database cannot be worked with
        +-- DatabaseUnusable        database_unusable
        +-- DatabaseNewer           database_newer
        +-- Storage                 storage

Codes are stable: browsers choose their words by them. No error carries text that came from outside.
"""

from __future__ import annotations

from typing import ClassVar


class PeopleError(Exception):
    """Anything this package refuses on purpose."""

    code: ClassVar[str]

    def __str__(self) -> str:
        """The code, and nothing that somebody typed."""
        return self.code


class AccountRefused(PeopleError):
    """What was asked for an account cannot be; nothing was changed."""


class NameInvalid(AccountRefused):
    """A name has 2 to 40 characters after trimming, and none that cannot be seen."""

    code = "name_invalid"


class NameTaken(AccountRefused):
    """Somebody has this name already, perhaps in other capitals."""

    code = "name_taken"


class RoleMissing(AccountRefused):
    """An account has at least one role."""

    code = "role_missing"


class UnknownRole(AccountRefused):
    """There is no role of that name."""

    code = "unknown_role"


class LanguageInvalid(AccountRefused):
    """An account has at least one language, each a code of two or three letters."""

    code = "language_invalid"


class CapacityInvalid(AccountRefused):
    """A volunteer holds 1 to 3 conversations at once."""

    code = "capacity_invalid"


class SkillInvalid(AccountRefused):
    """A skill is a word of lower-case letters and underscores, 2 to 24 long, and there are 12 at the most."""

    code = "skill_invalid"


class PasswordLength(AccountRefused):
    """A password has 15 to 128 characters."""

    code = "password_length"


class SignInRefused(PeopleError):
    """Name and password do not belong together; which of the two was wrong is never said."""

    code = "sign_in_refused"


class Busy(PeopleError):
    """Too many passwords wait to be checked; the same request will be heard a moment later."""

    code = "busy"


class RequestRefused(PeopleError):
    """What came over HTTP cannot be answered."""


class BadRequest(RequestRefused):
    """The body is not the JSON object that was asked for."""

    code = "bad_request"


class WrongContentType(RequestRefused):
    """The body is not declared as plain JSON."""

    code = "wrong_content_type"


class TooLarge(RequestRefused):
    """The body is larger than any sign-in can be."""

    code = "too_large"


class NotSignedIn(RequestRefused):
    """No live session stands behind this request."""

    code = "not_signed_in"


class DatabaseRefused(PeopleError):
    """The people database cannot be worked with."""


class DatabaseUnusable(DatabaseRefused):
    """The database cannot be opened."""

    code = "database_unusable"


class DatabaseNewer(DatabaseRefused):
    """The database was written by a later release of Luister than this one."""

    code = "database_newer"


class Storage(DatabaseRefused):
    """The database that was opened does not answer now; it is not known to have done anything, and may be asked again."""

    code = "storage"
