"""Everything that can be refused, in one tree.

::

    LuisterError                 code, temporary
    +-- Refusal                  an answer to one command; the connection stays
    |   +-- BadInput             what was sent cannot be read
    |   |   +-- UnknownEvent     unknown_event
    |   |   +-- BadPayload       bad_payload   (field: which one)
    |   |   +-- TooLong          too_long
    |   +-- NotSignedIn          not_signed_in
    |   +-- VogMissing           vog_missing
    |   +-- VogExpired           vog_expired
    |   +-- Forbidden            forbidden
    |   +-- NotArrived           not_arrived
    |   +-- Gone                 gone
    |   +-- Closed               closed
    |   +-- Full                 full
    |   +-- DoorClosed           door_closed
    |   +-- DoorFull             door_full
    |   +-- NotAssigned          not_assigned
    |   +-- OfferGone            offer_gone
    |   +-- NotOffered           not_offered
    |   +-- HelpGone             help_gone
    |   +-- NotInCircle          not_in_circle
    |   +-- WordsUnknown         words_unknown
    |   +-- TriesSpent           tries_spent
    |   +-- CmidConflict         cmid_conflict
    |   +-- Superseded           superseded
    |   +-- RateLimited          rate_limited  (retry_ms)      temporary
    |   +-- Busy                 busy                          temporary
    |   +-- Wait                 wait                          temporary
    |   +-- Storage              storage                       temporary
    |   +-- Draining             draining                      temporary
    |   +-- Internal             internal                      temporary
    +-- SettingsFault            every fault of the settings at once; the start is refused
    +-- LineFault                what was chosen for the line cannot be   (service.line)
    +-- HoursFault               what was written says no hours             (hours.errors)
    +-- DatabaseRefused          the line's database cannot be worked with (service.line)
    +-- Unreachable, Lost, Refused   what a rehearsal meets at the door    (rehearsal.page)

Codes are stable: browsers choose their words by them (``static/locales``), and they are listed in
``docs/reference/errors.md``. No error carries text that came from outside.
"""

from __future__ import annotations

from typing import ClassVar


class LuisterError(Exception):
    """Anything Luister refuses on purpose."""

    code: ClassVar[str] = "internal"
    temporary: ClassVar[bool] = False


class Refusal(LuisterError):
    """An answer to one command; nothing was changed by it."""


class BadInput(Refusal):
    """What was sent cannot be read. Counts as a fault: the 20th within a minute closes the connection."""


class UnknownEvent(BadInput):
    """No event of that name belongs to this door."""

    code = "unknown_event"


class BadPayload(BadInput):
    """The payload has a missing, extra or mistyped field; *field* says where, when that is known."""

    code = "bad_payload"

    def __init__(self, field: str | None = None) -> None:
        super().__init__(self.code)
        self.field = field


class TooLong(BadInput):
    """The body is larger than a message may be. The text stays with its writer."""

    code = "too_long"


class NotSignedIn(Refusal):
    """No live session stands behind this connection."""

    code = "not_signed_in"


class Forbidden(Refusal):
    """The account exists but its roles do not allow this."""

    code = "forbidden"


class VogMissing(Refusal):
    """Nobody has seen a certificate of conduct of this volunteer, so they take no seat."""

    code = "vog_missing"


class VogExpired(Refusal):
    """The certificate of conduct that was seen of this volunteer is no longer valid, so they take no seat."""

    code = "vog_expired"


class NotArrived(Refusal):
    """The connection has not said who it is yet: ``seeker.arrive``, ``seeker.resume`` or ``seat.take`` first."""

    code = "not_arrived"


class Gone(Refusal):
    """There is no such conversation for this person; it never was, or it has been forgotten."""

    code = "gone"


class Closed(Refusal):
    """The conversation has ended; it can still be read for a while, not written."""

    code = "closed"


class Full(Refusal):
    """The conversation has as many lines as one can have; it can be read and ended, not written."""

    code = "full"


class DoorClosed(Refusal):
    """Nobody new is let in now; whoever waits or talks already goes on."""

    code = "door_closed"


class DoorFull(Refusal):
    """No more people can be helped before the line closes, or than a supervisor said."""

    code = "door_full"


class NotAssigned(Refusal):
    """This counsellor does not, or no longer, hold the conversation in the version they wrote under."""

    code = "not_assigned"


class OfferGone(Refusal):
    """The offer was taken, withdrawn, declined or has run out."""

    code = "offer_gone"


class NotOffered(Refusal):
    """This line, or this counsellor, cannot be asked for again; or not at this moment of the conversation."""

    code = "not_offered"


class HelpGone(Refusal):
    """Somebody else comes to help already, it was called off, or it is over."""

    code = "help_gone"


class NotInCircle(Refusal):
    """There is no such circle of staff for this person: it never was, it is over, or they are not in it."""

    code = "not_in_circle"


class WordsUnknown(Refusal):
    """What was typed is not four words that are given out; it costs no try."""

    code = "words_unknown"


class TriesSpent(Refusal):
    """Return words were tried as often as they may be since this young person arrived."""

    code = "tries_spent"


class CmidConflict(Refusal):
    """The same message id came twice with two different bodies."""

    code = "cmid_conflict"


class Superseded(Refusal):
    """A newer page has taken over this conversation; this one may only hand in what it still holds."""

    code = "superseded"


class RateLimited(Refusal):
    """Faster than a person types; *retry_ms* says after how many milliseconds it will be heard."""

    code = "rate_limited"
    temporary = True

    def __init__(self, retry_ms: int) -> None:
        super().__init__(self.code)
        self.retry_ms = retry_ms


class Busy(Refusal):
    """The store could not commit within two seconds; the sender repeats."""

    code = "busy"
    temporary = True


class Wait(Refusal):
    """The live state was lost and is being gathered; the sender repeats once it has been recognised again."""

    code = "wait"
    temporary = True


class Storage(Refusal):
    """What keeps things for us cannot be reached for now; nothing was kept, and the sender repeats."""

    code = "storage"
    temporary = True


class Draining(Refusal):
    """This node is stopping; the browser connects again and is heard elsewhere or later."""

    code = "draining"
    temporary = True


class Internal(Refusal):
    """A fault of ours. It was counted; the sender may repeat."""

    code = "internal"
    temporary = True


class SettingsFault(LuisterError):
    """The settings cannot be used; *faults* lists every one, in the operator's words."""

    code = "settings"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
