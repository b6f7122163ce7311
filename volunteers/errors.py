"""Everything about accounts that can be refused, in one tree.

::

    PeopleError                     code
    +-- AccountRefused              what was asked for an account cannot be
    |   +-- NameInvalid             name_invalid
    |   +-- NameTaken               name_taken
    |   +-- RoleMissing             role_missing
    |   +-- UnknownRole             unknown_role
    |   +-- RolesApart              roles_apart
    |   +-- LanguageInvalid         language_invalid
    |   +-- CapacityInvalid         capacity_invalid
    |   +-- SkillInvalid            skill_invalid
    |   +-- MentorInvalid           mentor_invalid
    |   +-- VogInvalid              vog_invalid
    |   +-- PasswordLength          password_length
    |   +-- PasswordCommon          password_common
    +-- ChangeRefused               this account cannot be changed so, or not by this person
    |   +-- Forbidden               forbidden
    |   +-- UnknownVolunteer        unknown_volunteer
    |   +-- NotOneself              not_oneself
    |   +-- LastAdministrator       last_administrator
    |   +-- WrongStanding           wrong_standing
    |   +-- SecondPersonNeeded      second_person_needed
    |   +-- LastFactor              last_factor
    |   +-- TooManyFactors          too_many_factors
    +-- ProofRefused                it is not shown who this is
    |   +-- SignInRefused           sign_in_refused
    |   +-- CodeRefused             code_refused
    |   +-- PendingGone             pending_gone
    |   +-- SlowDown                slow_down
    |   +-- InviteGone              invite_gone
    |   +-- EnrolmentGone           enrolment_gone
    |   +-- SignInAgain             sign_in_again
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


class RolesApart(AccountRefused):
    """Who keeps the accounts takes no part in conversations: an administrator is neither counsellor nor supervisor."""

    code = "roles_apart"


class LanguageInvalid(AccountRefused):
    """An account has at least one language, each a code of two or three letters."""

    code = "language_invalid"


class CapacityInvalid(AccountRefused):
    """A volunteer holds 1 to 3 conversations at once."""

    code = "capacity_invalid"


class SkillInvalid(AccountRefused):
    """A skill is a word of lower-case letters and underscores, 2 to 24 long, and there are 12 at the most."""

    code = "skill_invalid"


class MentorInvalid(AccountRefused):
    """A trainee has a mentor, who is somebody else that takes conversations; nobody else has one."""

    code = "mentor_invalid"


class VogInvalid(AccountRefused):
    """A certificate of conduct was seen on a day that has been, and is valid until a later one."""

    code = "vog_invalid"


class PasswordLength(AccountRefused):
    """A password has 15 to 128 characters."""

    code = "password_length"


class PasswordCommon(AccountRefused):
    """This password is one of those that are guessed first."""

    code = "password_common"


class ChangeRefused(PeopleError):
    """This account cannot be changed so, or not by this person; nothing was changed."""


class Forbidden(ChangeRefused):
    """The roles of whoever asks do not allow this."""

    code = "forbidden"


class UnknownVolunteer(ChangeRefused):
    """There is no such account."""

    code = "unknown_volunteer"


class NotOneself(ChangeRefused):
    """Nobody does this for their own account."""

    code = "not_oneself"


class LastAdministrator(ChangeRefused):
    """Somebody has to be left who can change roles."""

    code = "last_administrator"


class WrongStanding(ChangeRefused):
    """An invitation is for who has not come yet; everything else for an account that is in use."""

    code = "wrong_standing"


class SecondPersonNeeded(ChangeRefused):
    """One person asked for this; another one has to confirm it."""

    code = "second_person_needed"


class LastFactor(ChangeRefused):
    """Nobody can sign in without a second factor, so the last one stays."""

    code = "last_factor"


class TooManyFactors(ChangeRefused):
    """An account has at most six second factors."""

    code = "too_many_factors"


class ProofRefused(PeopleError):
    """It is not shown who this is."""


class SignInRefused(ProofRefused):
    """Name and password do not belong together; which of the two was wrong is never said."""

    code = "sign_in_refused"


class CodeRefused(ProofRefused):
    """The second factor was not shown: a wrong code, one used before, or a passkey of another account."""

    code = "code_refused"


class PendingGone(ProofRefused):
    """The time or the tries for the second step are over; name and password come first again."""

    code = "pending_gone"


class SlowDown(ProofRefused):
    """Too many wrong tries came from here for this name; nothing was tried, and *retry_ms* later it may be."""

    code = "slow_down"

    def __init__(self, retry_ms: int = 0) -> None:
        super().__init__()
        self.retry_ms = retry_ms


class InviteGone(ProofRefused):
    """This link was used, is too old, or never was one; which of these is never said."""

    code = "invite_gone"


class EnrolmentGone(ProofRefused):
    """What was shown to set up a second factor is too old; it is shown anew."""

    code = "enrolment_gone"


class SignInAgain(ProofRefused):
    """Who changes their own second factors has signed in a quarter of an hour ago at the most."""

    code = "sign_in_again"


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
    """The body is larger than any that is asked for here."""

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
